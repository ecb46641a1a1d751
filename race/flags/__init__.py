"""The words of every flag code: its rule, its limit, what was measured, and the sentence.

One verdict is said as what + measured + limit; what the runner can do follows as `advice`. The
fields of a sentence are `limit`, `measured` and the flag's own facts (see `race.i18n`).
"""

from collections.abc import Mapping
from typing import Any, Final

from race import i18n
from race.flags import body, copying, drawn, event_rules, limits, recorder, recording, speed
from race.flags.wording import Wording
from race.units import told_apart
from race.verdict import Flag, Severity, Where

WORDINGS: Final[Mapping[str, Wording]] = {
    **recording.WORDINGS,
    **recorder.WORDINGS,
    **event_rules.WORDINGS,
    **limits.WORDINGS,
    **speed.WORDINGS,
    **body.WORDINGS,
    **drawn.WORDINGS,
    **copying.WORDINGS,
}


def facts_of(flag: Flag) -> dict[str, Any]:
    """Everything that the words of a flag may name."""
    shown = flag.measured
    if flag.code in _PACES and shown is not None and flag.limit is not None:
        shown = told_apart(shown, flag.limit)
    return {"limit": flag.limit, "measured": shown, **flag.facts}


#: Codes that measure a pace, which people read in whole seconds.
_PACES: Final = frozenset({"TOO_FAST", "TOO_SLOW", "KM_TOO_FAST", "BURST"})


def wording(flag: Flag) -> Wording:
    """How a flag speaks: as its code does, or as its case of it."""
    words = WORDINGS[flag.code]
    return words.cases.get(str(flag.facts.get("case")), words)


def sentence(flag: Flag) -> dict[str, str]:
    """What a flag says, in both languages; a rule that was kept says nothing."""
    said = wording(flag).said.get(flag.severity, "")
    return i18n.both(said, facts_of(flag))


def advice(flag: Flag) -> dict[str, str]:
    """What the runner can do, in both languages; empty where there is nothing to do."""
    return i18n.both(wording(flag).advice)


def title(flag: Flag) -> dict[str, str]:
    """The rule, in both languages."""
    return i18n.both(wording(flag).title, facts_of(flag))


def limit_words(flag: Flag) -> dict[str, str]:
    """The limit as people read it, in both languages."""
    return i18n.both(wording(flag).limit, facts_of(flag))


def measured_words(flag: Flag) -> dict[str, str]:
    """What was measured as people read it, in both languages."""
    return i18n.both(wording(flag).measured, facts_of(flag))


#: Severities as JSON has them.
_WRITTEN: Final[Mapping[Severity, str]] = {each: each.name.lower() for each in Severity}


def to_dict(flag: Flag) -> dict[str, Any]:
    """JSON values of a flag, without words; `from_dict` reads them back."""
    return {
        "code": flag.code,
        "severity": _WRITTEN[flag.severity],
        "limit": flag.limit,
        "measured": flag.measured,
        "where": None if flag.where is None else dict(vars(flag.where)),
        "facts": dict(flag.facts),
    }


def from_dict(values: Mapping[str, Any]) -> Flag:
    """The flag that `to_dict` wrote."""
    where = values["where"]
    return Flag(
        code=values["code"],
        severity=Severity[values["severity"].upper()],
        limit=values["limit"],
        measured=values["measured"],
        where=None if where is None else Where(**where),
        facts=values["facts"],
    )


def report(flag: Flag) -> dict[str, Any]:
    """A flag as the command line and the API show it: JSON values and the sentence."""
    values = to_dict(flag)
    values.pop("facts")
    return values | {"message": sentence(flag)}
