"""An Event: name, dates, organiser, races, units and the rules by which runs are judged."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final
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


class Stage(StrEnum):
    """How far the results of an event are."""

    #: Runs come in.
    RUNNING = "running"
    #: Tạm thời: over, and not closed yet, or closed and protests are over.
    PROVISIONAL = "provisional"
    #: Khiếu nại: closed, and runners may protest.
    PROTESTS = "protests"
    #: Chính thức: frozen.
    OFFICIAL = "official"


@dataclass(frozen=True, kw_only=True)
class Procedure:
    """How an event deals with doubt: what its organiser may switch, and no run is judged by."""

    #: Seconds after the results were published as provisional, and after a later decision, within
    #: which a runner may protest.
    protest_within_s: float = 48 * 3600.0
    #: Runners may report the runs of others.
    reports: bool = True
    #: A referee may show cards.
    cards: bool = False
    #: So many cards, and all runs of a runner are out; so many in a unit, and the unit is.
    runner_out_at: int = 2
    team_out_at: int = 3

    def takes_out(self, cards: int) -> bool:
        """Whether so many cards take a runner out; never where the event has none."""
        return self.cards and cards >= self.runner_out_at

    def to_dict(self) -> dict[str, Any]:
        """JSON values; ``Procedure(**values)`` reads them back."""
        return asdict(self)


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
    procedure: Procedure = Procedure()
    #: When its results were published as provisional, the last time; None before.
    closed_at: datetime | None = None

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

    def stage(self, now: datetime) -> Stage:
        """How far the results are."""
        if self.state is EventState.FINAL:
            return Stage.OFFICIAL
        if self.state is not EventState.CLOSED:
            return Stage.PROVISIONAL if self.phase(now) is Phase.ENDED else Stage.RUNNING
        ends = self.protests_end_at()
        return Stage.PROTESTS if ends is not None and now <= ends else Stage.PROVISIONAL

    def protests_end_at(self, decided_at: datetime | None = None) -> datetime | None:
        """Until when a runner may protest against a verdict, or a decision of that moment; None
        while the results are not published as provisional: as long as that takes."""
        if self.closed_at is None or self.state is EventState.OPEN:
            return None
        since = self.closed_at if decided_at is None else max(decided_at, self.closed_at)
        return since + timedelta(seconds=self.procedure.protest_within_s)

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
