"""An Event: name, dates, organiser, races, units and the rules by which runs are judged."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from zoneinfo import ZoneInfo

from race.course import Race, Sight
from race.team import Team


class EventState(StrEnum):
    """What the organiser decided; `Phase` is what follows from it and the clock."""

    DRAFT = "draft"
    OPEN = "open"
    #: Provisional results.
    CLOSED = "closed"
    #: Official results, frozen.
    FINAL = "final"


class Phase(StrEnum):
    """Where an event stands at a moment."""

    DRAFT = "draft"
    BEFORE = "before"
    RUNNING = "running"
    #: Over, and uploads are still taken.
    GRACE = "grace"
    #: Over, and so are uploads; nobody closed it yet.
    ENDED = "ended"
    CLOSED = "closed"
    FINAL = "final"


class CheckState(StrEnum):
    """Whether a check speaks."""

    OFF = "off"
    #: Recorded as info, never judged.
    SHADOW = "shadow"
    ON = "on"


class PaceBasis(StrEnum):
    """Which time the average pace is taken of."""

    ELAPSED = "elapsed"
    MOVING = "moving"


class IndoorPolicy(StrEnum):
    """What becomes of a run without satellites: on a treadmill or in a hall."""

    #: It does not count.
    DENY = "deny"
    #: A person looks at each.
    REVIEW = "review"
    #: It counts when its record bears it out.
    ALLOW = "allow"


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The numbers an event judges by; None switches a limit off."""

    #: Rises with every change; a stored examination names the one it was made with.
    version: int = 1
    #: Sports that count; an unknown one counts as a run.
    sports: tuple[str, ...] = ("run", "walk", "hike")
    #: Average pace, s/km: faster or slower than this is rejected.
    pace_fast_s: float | None = None
    pace_slow_s: float | None = None
    #: The slow limit of walks and hikes, s/km.
    walk_slow_s: float | None = None
    pace_basis: PaceBasis = PaceBasis.ELAPSED
    indoor: IndoorPolicy = IndoorPolicy.DENY
    #: A full kilometre faster than this (s) is looked at by a person …
    km_review_s: float | None = None
    #: … and faster than this (s) is rejected.
    km_reject_s: float | None = None
    #: Metres that a run must have.
    min_distance_m: float | None = None
    #: Seconds after its end within which a run must be sent, and after the event's end too.
    upload_within_s: float | None = 72 * 3600.0
    #: Share of a distance to run once that may be missing.
    distance_tolerance: float = 0.01
    #: Checks that are not ON, by name.
    checks: Mapping[str, CheckState] = field(default_factory=dict)

    def state_of(self, check: str, default: CheckState) -> CheckState:
        """Whether a check speaks under these rules."""
        return self.checks.get(check, default)

    def to_dict(self) -> dict[str, Any]:
        """JSON values; `rules_from` reads them back."""
        return asdict(self) | {"sports": list(self.sports), "checks": dict(self.checks)}


def rules_from(values: Mapping[str, Any]) -> Rules:
    """Rules of JSON values; ValueError names an unknown or impossible one."""
    unknown = values.keys() - {f.name for f in fields(Rules)}
    if unknown:
        raise ValueError(f"unknown rules: {', '.join(sorted(unknown))}")
    known = dict(values)
    if "sports" in known:
        known["sports"] = tuple(known["sports"])
    if "pace_basis" in known:
        known["pace_basis"] = PaceBasis(known["pace_basis"])
    if "indoor" in known:
        known["indoor"] = IndoorPolicy(known["indoor"])
    if "checks" in known:
        known["checks"] = {name: CheckState(state) for name, state in known["checks"].items()}
    return replace(Rules(), **known)


@dataclass(frozen=True, kw_only=True)
class Window:
    """When a run may be run; both ends are aware, and belong to it."""

    starts_at: datetime
    ends_at: datetime
    #: The zone in which the event counts its days.
    timezone: str

    def __post_init__(self) -> None:
        if self.starts_at.tzinfo is None or self.ends_at.tzinfo is None:
            raise ValueError("the ends of a window carry their zone")
        if self.ends_at <= self.starts_at:
            raise ValueError("a window ends after it starts")

    @property
    def zone(self) -> ZoneInfo:
        """The zone itself."""
        return ZoneInfo(self.timezone)

    def local(self, seconds: float) -> datetime:
        """A moment (s since 1970) in the event's zone."""
        return datetime.fromtimestamp(seconds, self.zone)


@dataclass(frozen=True, kw_only=True)
class Event:
    """The umbrella over races: name, dates, organiser."""

    id: str
    slug: str
    name: str
    #: The body that holds it, as it stands on a certificate.
    organiser: str
    #: Where it is held, as it stands before a date: "Hữu Lũng".
    place: str
    #: How runners reach the organiser: telephone or address; empty when not given.
    contact: str
    window: Window
    language: str
    preset: str
    rules: Rules
    state: EventState
    races: tuple[Race, ...]
    teams: tuple[Team, ...]
    sights: tuple[Sight, ...] = ()
    #: (title, name) of those who sign certificates.
    signatories: tuple[tuple[str, str], ...] = ()
    #: Made by the program to show itself.
    demo: bool = False

    def race(self, slug: str) -> Race | None:
        """The race of that slug, if there is one."""
        return next((race for race in self.races if race.slug == slug), None)

    def phase(self, now: datetime) -> Phase:
        """Where the event stands: `open` follows the clock."""
        if self.state is not EventState.OPEN:
            return Phase(self.state.value)
        if now < self.window.starts_at:
            return Phase.BEFORE
        if now <= self.window.ends_at:
            return Phase.RUNNING
        return Phase.GRACE if now <= self.uploads_end_at else Phase.ENDED

    @property
    def uploads_end_at(self) -> datetime:
        """Until when runs are taken."""
        within = self.rules.upload_within_s
        return self.window.ends_at + timedelta(seconds=_GRACE_S if within is None else within)


#: Uploads go on this long after the end where the rules set no time (s).
_GRACE_S: Final = 72 * 3600.0

#: Phases in which somebody may enter, and in which runs are taken.
ENTERING: Final = frozenset({Phase.BEFORE, Phase.RUNNING})
UPLOADING: Final = frozenset({Phase.BEFORE, Phase.RUNNING, Phase.GRACE})
