"""What one flag code says, in msgids of `race.i18n`."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from race.verdict import Severity


@dataclass(frozen=True, kw_only=True)
class Wording:
    """How one code speaks; msgids of `race.i18n`."""

    #: The rule, as it heads a line of the evidence sheet.
    title: str
    #: Its limit; empty where it has none to show.
    limit: str = ""
    #: What was measured, when the rule was kept or broken.
    measured: str = ""
    #: The sentence for the runner, by severity.
    said: Mapping[Severity, str] = field(default_factory=dict)
    #: What the runner can do.
    advice: str = ""
    #: Words of their own for what a flag's fact `case` names.
    cases: Mapping[str, "Wording"] = field(default_factory=dict)
