"""An Event: name, dates, organiser, races, units and the rules by which runs are judged."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from race.course import Race, Sight
from race.rules import Rules
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
