"""Other rules for an event, as its organiser writes them: what they come to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from race.activity import Sport
from race.errors import InvalidRule
from race.event import Event
from race.i18n import N_
from race.ingest.checks import CHECKS
from race.rules import RuleError, Rules, rules_from
from race.rules.reading import shortly

#: Names that rules may have; of a file's sports not the one of those that state nothing, which
#: count as runs.
_KNOWN: Final[Mapping[str, Sequence[str]]] = {
    "checks": [check.name for check in CHECKS],
    "sports": [sport.value for sport in Sport if sport is not Sport.UNKNOWN],
}


def merged(event: Event, changes: Mapping[str, Any]) -> Rules:
    """The rules of an event with `changes` (JSON values) over them, as the version after. A rule
    that is named is replaced as a whole, `checks` too; a version that is named counts for nothing.

    InvalidRule, which is an InvalidField, for what is unknown or cannot be.
    """
    stands = event.rules.to_dict()
    wanted = {name: value for name, value in changes.items() if name != "version"}
    try:
        rules = rules_from(stands | wanted)
        for rule, known in _KNOWN.items():
            if rule in wanted:
                _check_names(rule, getattr(rules, rule), known)
    except RuleError as refused:
        raise InvalidRule(sentence=refused.sentence, **refused.facts) from None
    return replace(rules, version=event.rules.version + 1)


def _check_names(rule: str, names: Iterable[str], known: Sequence[str]) -> None:
    for name in names:
        if name not in known:
            raise RuleError(
                rule,
                N_("{field:word}: {value} is none of these: {known}."),
                value=shortly(name),
                known=", ".join(sorted(known)),
            )
