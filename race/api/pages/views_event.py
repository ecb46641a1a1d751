"""What the page of an event shows."""

from dataclasses import dataclass
from datetime import datetime

from race.api.pages.views import RulesView
from race.api.pages.views_said import StageView
from race.course import Race
from race.drawing.course_map import CourseMap
from race.event import Phase
from race.units import pace_s_per_km


@dataclass(frozen=True, kw_only=True)
class Totals:
    """The numbers of a whole event."""

    #: Runners.
    entries: int
    #: Metres of all accepted runs.
    accepted_m: float
    #: Finishes in all races together.
    finishes: int
    #: Teams with a runner who has an accepted run, and all teams.
    teams_active: int
    teams: int


@dataclass(frozen=True, kw_only=True)
class RaceCard:
    """A race of the event."""

    race: Race
    #: Runners entered, and those who have finished.
    entered: int
    finished: int
    #: The last sight of the virtual course, "" without one.
    goal_name: str


@dataclass(frozen=True, kw_only=True)
class Stop:
    """A sight of the virtual course and how many have come to it."""

    at_m: float
    name: str
    arrived: int


@dataclass(frozen=True, kw_only=True)
class OnTheWay:
    """Where the runner who looks is on the virtual course."""

    #: Metres collected.
    at_m: float
    #: The last sight passed and the next one; "" behind the last.
    passed: str
    next_name: str
    #: Metres to the next sight and to the goal; 0 when reached.
    next_m: float
    left_m: float


@dataclass(frozen=True, kw_only=True)
class CourseView:
    """The virtual course of a collected race."""

    race: Race
    picture: CourseMap
    #: In the order of the road.
    stops: tuple[Stop, ...]
    me: OnTheWay | None


@dataclass(frozen=True, kw_only=True)
class Leader:
    """One of the first three."""

    #: As it may be shown: minors are masked.
    name: str
    #: Address of the runner's page, None for a masked runner.
    url: str | None
    #: Official metres and seconds.
    distance_m: float
    time_s: float

    @property
    def pace_s_per_km(self) -> float:
        """Seconds for one kilometre; NaN when nothing was run."""
        return pace_s_per_km(self.distance_m, self.time_s)


@dataclass(frozen=True, kw_only=True)
class Leaders:
    """The first three of a board."""

    race: Race
    #: Key of the board: "50km-overall".
    board: str
    people: tuple[Leader, ...]


@dataclass(frozen=True, kw_only=True)
class RecentRun:
    """An accepted run."""

    #: As it may be shown: minors are masked.
    name: str
    #: "" without a team.
    team: str
    #: When it was accepted, in the event's zone.
    at: datetime
    distance_m: float


@dataclass(frozen=True, kw_only=True)
class TeamRow:
    """A team by how many of its members run."""

    #: None for a team that cards took out.
    rank: int | None
    slug: str
    name: str
    #: Members with an accepted run.
    active: int
    #: Members as the team declares them; None: those entered.
    headcount: int | None
    #: Active over members, 0..1.
    share: float
    #: Accepted metres for every active member.
    mean_m: float
    #: Accepted metres together.
    accepted_m: float


@dataclass(frozen=True, kw_only=True)
class EventPage:
    """`/e/{event}`."""

    state: Phase
    #: "" when the event has none.
    place: str
    #: In the event's zone.
    starts_at: datetime
    ends_at: datetime
    #: When the state changes by the clock (start, end, last upload), None when it does not.
    turns_at: datetime | None
    #: Seconds until then.
    turns_in_s: float
    totals: Totals
    races: tuple[RaceCard, ...]
    course: CourseView | None
    leaders: tuple[Leaders, ...]
    #: Newest first.
    recent: tuple[RecentRun, ...]
    #: Best participation first.
    teams: tuple[TeamRow, ...]
    #: Key of the board of teams.
    teams_board: str
    rules: RulesView
    #: How far the results are; None where that is not told.
    stage: StageView | None = None
