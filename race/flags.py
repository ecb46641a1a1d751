"""The words of every flag code: its rule, its limit, what was measured, and the sentence.

One verdict is said as what + measured + limit; what the runner can do follows as `advice`. The
fields of a sentence are `limit`, `measured` and the flag's own facts (see `race.i18n`).
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from race import i18n
from race.i18n import N_
from race.units import told_apart
from race.verdict import Flag, Severity, Where


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


_OTHER_FILE: Final = N_(
    "If it was a GPS jump, write to the organiser or send another device's file."
)
_REFEREE: Final = N_("A referee will look at it. There is nothing you need to do.")

WORDINGS: Final[Mapping[str, Wording]] = {
    "NO_POINTS": Wording(
        title=N_("Positions"),
        limit=N_("recorded by GPS"),
        measured=N_("{measured:number} points"),
        said={
            Severity.REJECT: N_(
                "Not counted: the file has no GPS positions, as is usual on a treadmill."
            )
        },
        advice=N_("Send a run recorded outdoors with GPS switched on."),
    ),
    "NO_TIME": Wording(
        title=N_("Times"),
        limit=N_("the points carry their times"),
        measured=N_("{measured:number} points without time"),
        said={
            Severity.REJECT: N_(
                "Not counted: this file is a planned route without times, not a recorded run."
            )
        },
        advice=N_("In Strava open the run in a browser and choose “Export GPX” of the activity."),
    ),
    "CORRUPT_PARTIAL": Wording(
        title=N_("Whole file"),
        said={
            Severity.INFO: N_(
                "The file breaks off at line {line:number}; what stands before was read: "
                "{distance_m:km}. Export it again to get all of it."
            )
        },
    ),
    "CLOCK": Wording(
        title=N_("Clock of the device"),
        limit=N_("times run forward, none in the future"),
        measured=N_("{at:moment}"),
        said={
            Severity.INFO: N_("The times carry no zone; they were read as {zone} time."),
            Severity.REVIEW: N_("In review: the times of the points run backwards."),
            Severity.REJECT: N_(
                "Not counted: the file says that the run ended at {at:moment}, which cannot be."
            ),
        },
        advice=N_("Set the clock of your phone or watch to automatic before the next run."),
    ),
    "WRONG_SPORT": Wording(
        title=N_("Sport"),
        limit=N_("running or walking"),
        measured=N_("{sport:word}"),
        said={Severity.REJECT: N_("Not counted: the file says “{sport:word}”.")},
        advice=N_("Chose the wrong sport by mistake? Write to the organiser."),
    ),
    "BEFORE_WINDOW": Wording(
        title=N_("Day of the run"),
        limit=N_("from {opens:moment}"),
        measured=N_("{at:moment}"),
        said={
            Severity.REJECT: N_(
                "Not counted: this run began at {at:moment}; the event starts at {opens:moment}."
            )
        },
    ),
    "AFTER_WINDOW": Wording(
        title=N_("Day of the run"),
        limit=N_("until {closes:moment}"),
        measured=N_("{at:moment}"),
        said={
            Severity.REJECT: N_(
                "Not counted: this run ended at {at:moment}; the event ended at {closes:moment}."
            )
        },
    ),
    "LATE_UPLOAD": Wording(
        title=N_("Sent after the run"),
        limit=N_("within {limit:hours} hours"),
        measured=N_("{measured:hours} hours"),
        said={
            Severity.REJECT: N_(
                "Not counted: sent {measured:hours} hours after the run; the limit is "
                "{limit:hours} hours."
            )
        },
        advice=N_("Send your next runs the same day."),
    ),
    "TOO_SHORT": Wording(
        title=N_("Distance"),
        limit=N_("from {limit:km}"),
        measured=N_("{measured:km}"),
        said={
            Severity.REJECT: N_(
                "Not counted: {measured:km}; a run needs at least {limit:km}. Two short runs "
                "cannot be joined."
            )
        },
    ),
    "MISMATCH_DISTANCE": Wording(
        title=N_("Difference from the device"),
        limit=N_("within {limit:percent}"),
        measured=N_("{measured:percent}"),
        said={
            Severity.INFO: N_(
                "Your device says {stated_m:km}, we measured {ours_m:km} ({measured:percent} "
                "apart). {official_m:km} counts."
            ),
            Severity.REVIEW: N_(
                "In review: your device says {stated_m:km}, we measured {ours_m:km} "
                "({measured:percent} apart, limit {limit:percent})."
            ),
        },
        advice=_REFEREE,
    ),
    "TOO_FAST": Wording(
        title=N_("Average pace"),
        limit=N_("from {limit:pace}"),
        measured=N_("{measured:pace}"),
        said={
            Severity.REJECT: N_(
                "Not counted: the average is {measured:pace}, faster than the {limit:pace} limit."
            )
        },
        advice=_OTHER_FILE,
    ),
    "TOO_SLOW": Wording(
        title=N_("Average pace"),
        limit=N_("up to {limit:pace}"),
        measured=N_("{measured:pace}"),
        said={
            Severity.REJECT: N_(
                "Not counted: the average is {measured:pace}, slower than the {limit:pace} limit."
            )
        },
        advice=N_("Stop the recording as soon as you are done."),
    ),
    "KM_TOO_FAST": Wording(
        title=N_("Fastest kilometre: km {km}"),
        limit=N_("from {limit:pace}"),
        measured=N_("{measured:pace}"),
        said={
            Severity.REVIEW: N_(
                "In review: km {km} took {measured:pace}, faster than the {limit:pace} limit."
            ),
            Severity.REJECT: N_(
                "Not counted: km {km} took {measured:pace}, faster than the {limit:pace} limit."
            ),
        },
        advice=_OTHER_FILE,
    ),
    "TOO_FAST_WR": Wording(
        title=N_("World record over {over_m:race}"),
        limit=N_("slower than {limit:clock}"),
        measured=N_("{measured:clock}"),
        said={
            Severity.REVIEW: N_(
                "In review: {over_m:race} in {measured:clock}, close to the world record. A "
                "referee looks at everything under {limit:clock}."
            ),
            Severity.REJECT: N_(
                "Not counted: {over_m:race} in {measured:clock}, faster than the world record "
                "{limit:clock}."
            ),
        },
        advice=_OTHER_FILE,
    ),
    "DUP_SAME_FILE": Wording(
        title=N_("Same file"),
        limit=N_("sent by one runner only"),
        measured=N_("{measured:number} others"),
        said={
            Severity.REVIEW: N_(
                "In review: another runner sent exactly this file. A referee will contact you."
            )
        },
    ),
    "OVERLAP_OWN": Wording(
        title=N_("Time shared with your other runs"),
        limit=N_("up to {limit:percent}"),
        measured=N_("{measured:percent}"),
        said={
            Severity.REVIEW: N_(
                "In review: this run and another one of yours share {measured:percent} of their "
                "time."
            ),
            Severity.REJECT: N_(
                "Not counted: it covers the same time as your run that began at {at:moment}. "
                "Nothing is counted twice or taken away."
            ),
        },
    ),
}


def facts_of(flag: Flag) -> dict[str, Any]:
    """Everything that the words of a flag may name."""
    shown = flag.measured
    if flag.code in _PACES and shown is not None and flag.limit is not None:
        shown = told_apart(shown, flag.limit)
    return {"limit": flag.limit, "measured": shown, **flag.facts}


#: Codes that measure a pace, which people read in whole seconds.
_PACES: Final = frozenset({"TOO_FAST", "TOO_SLOW", "KM_TOO_FAST"})


def sentence(flag: Flag) -> dict[str, str]:
    """What a flag says, in both languages; a rule that was kept says nothing."""
    said = WORDINGS[flag.code].said.get(flag.severity, "")
    return i18n.both(said, facts_of(flag))


def advice(flag: Flag) -> dict[str, str]:
    """What the runner can do, in both languages; empty where there is nothing to do."""
    return i18n.both(WORDINGS[flag.code].advice)


def title(flag: Flag) -> dict[str, str]:
    """The rule, in both languages."""
    return i18n.both(WORDINGS[flag.code].title, facts_of(flag))


def limit_words(flag: Flag) -> dict[str, str]:
    """The limit as people read it, in both languages."""
    return i18n.both(WORDINGS[flag.code].limit, facts_of(flag))


def measured_words(flag: Flag) -> dict[str, str]:
    """What was measured as people read it, in both languages."""
    return i18n.both(WORDINGS[flag.code].measured, facts_of(flag))


def to_dict(flag: Flag) -> dict[str, Any]:
    """JSON values of a flag, without words; `from_dict` reads them back."""
    return {
        "code": flag.code,
        "severity": flag.severity.name.lower(),
        "limit": flag.limit,
        "measured": flag.measured,
        "where": None if flag.where is None else asdict(flag.where),
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
