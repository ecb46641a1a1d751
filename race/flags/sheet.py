"""The evidence sheet of a run: every rule that was looked at, in words, the gravest first.

Runner, referee and API read this one sheet. It is made from the stored findings alone, so it says
tomorrow what it said when the run was judged.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Final

from race import flags
from race.i18n import LANGUAGES, N_
from race.verdict import Flag, Severity, Where

#: A text in every language.
Both = Mapping[str, str]


class Family(StrEnum):
    """What a rule is about; the order is that of the sheet."""

    EVENT = "event"
    PACE = "pace"
    RECORDING = "recording"
    BODY = "body"
    COPIES = "copies"


class Result(StrEnum):
    """How a rule came out."""

    #: The run does not count because of it.
    FAILED = "failed"
    #: A person should look.
    LOOK = "look"
    #: Worth knowing; decides nothing.
    INFO = "info"
    PASSED = "passed"


TITLES: Final[Mapping[Family, str]] = {
    Family.EVENT: N_("Days, hours and places"),
    Family.PACE: N_("Distance and pace"),
    Family.RECORDING: N_("The recording"),
    Family.BODY: N_("Steps and heart"),
    Family.COPIES: N_("Copies"),
}
_CODES: Final[Mapping[Family, str]] = {
    Family.EVENT: "BEFORE_WINDOW AFTER_WINDOW LATE_UPLOAD PER_DAY FORBIDDEN_HOURS GEOFENCE",
    Family.PACE: "WRONG_SPORT TOO_SHORT TOO_LONG TOO_SLOW TOO_FAST KM_TOO_FAST BURST TOO_FAST_WR "
    "VEHICLE_PART BIKE_LIKE LONG_PAUSE MISMATCH_DISTANCE",
    Family.RECORDING: "NO_TIME NO_POINTS NOT_ACTIVITY CORRUPT_PARTIAL CLOCK INDOOR POOR_GPS "
    "TELEPORTS LOOKS_DRAWN TIME_SCALED",
    Family.BODY: "HEART_RATE CADENCE",
    Family.COPIES: "DUP_SAME_FILE DUP_COPY OVERLAP_OWN",
}
FAMILIES: Final[Mapping[str, Family]] = {
    code: family for family, codes in _CODES.items() for code in codes.split()
}
_ORDER: Final = tuple(Family)
_RESULTS: Final = {
    Severity.REJECT: Result.FAILED,
    Severity.REVIEW: Result.LOOK,
    Severity.INFO: Result.INFO,
    Severity.PASS: Result.PASSED,
}
#: Codes whose limit is a pace, so that a line can be drawn for it.
_PACE_LIMITS: Final = frozenset({"KM_TOO_FAST"})
_NOTHING: Final[Both] = dict.fromkeys(LANGUAGES, "")


@dataclass(frozen=True, kw_only=True)
class Line:
    """One rule of the sheet."""

    code: str
    family: Family
    outcome: Result
    #: The rule.
    title: Both
    #: Its limit, and what was measured; None where there is nothing to show.
    limit: Both | None
    measured: Both | None
    #: What was found, in one sentence; empty texts where the rule was kept.
    message: Both
    #: What the runner can do; empty texts where there is nothing to do.
    advice: Both
    #: The stretch of the run that it is about; None where it is about all of it.
    where: Where | None
    #: Limit and measure as numbers, SI; None where there is none.
    limit_value: float | None
    measured_value: float | None

    @property
    def is_open(self) -> bool:
        """Whether it speaks against the run."""
        return self.outcome in {Result.FAILED, Result.LOOK}

    @property
    def limit_s_per_km(self) -> float | None:
        """The limit, where it is a pace."""
        return self.limit_value if self.code in _PACE_LIMITS else None


def lines(found: Iterable[Flag]) -> tuple[Line, ...]:
    """The sheet of these findings: the gravest first, then by family, then as they were checked."""
    return tuple(_line(flag) for flag in sorted(found, key=_rank))


def _rank(flag: Flag) -> tuple[int, int]:
    return -flag.severity, _ORDER.index(family_of(flag.code))


def family_of(code: str) -> Family:
    """What the rule of a code is about."""
    return FAMILIES.get(code, Family.RECORDING)


def _line(flag: Flag) -> Line:
    words = flags.wording(flag)
    # To somebody whose run counts "send another file" is wrong.
    advised = flag.severity >= Severity.REVIEW
    return Line(
        code=flag.code,
        family=family_of(flag.code),
        outcome=_RESULTS[flag.severity],
        title=flags.title(flag),
        limit=flags.limit_words(flag) if words.limit else None,
        measured=flags.measured_words(flag) if words.measured else None,
        message=flags.sentence(flag),
        advice=flags.advice(flag) if advised else _NOTHING,
        where=flag.where,
        limit_value=flag.limit,
        measured_value=flag.measured,
    )


def report(found: Iterable[Flag]) -> list[dict[str, Any]]:
    """The sheet as the command line and the API show it; nothing of it tells of other people."""
    return [_shown(line) for line in lines(found)]


def _shown(line: Line) -> dict[str, Any]:
    return {
        "code": line.code,
        "family": line.family.value,
        "outcome": line.outcome.value,
        "title": dict(line.title),
        "limit": None if line.limit is None else dict(line.limit),
        "measured": None if line.measured is None else dict(line.measured),
        "message": dict(line.message),
        "advice": dict(line.advice),
        "where": None if line.where is None else asdict(line.where),
        "limit_value": line.limit_value,
        "measured_value": line.measured_value,
    }
