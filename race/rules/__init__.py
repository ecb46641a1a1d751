"""The rules of an event: what they are, and how they are read from JSON."""

from race.rules.reading import RuleError, rules_from
from race.rules.values import (
    Area,
    CheckState,
    ForbiddenHours,
    IndoorPolicy,
    PaceBasis,
    Rules,
)

__all__ = [
    "Area",
    "CheckState",
    "ForbiddenHours",
    "IndoorPolicy",
    "PaceBasis",
    "RuleError",
    "Rules",
    "rules_from",
]
