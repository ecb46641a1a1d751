"""What the leaderboard page shows."""

from dataclasses import dataclass
from datetime import datetime

from race.api.pages.views_event import TeamRow
from race.api.pages.views_said import LateChange, StageView, Unranked
from race.course import Race
from race.event import Phase
from race.team import Team
from race.units import pace_s_per_km


@dataclass(frozen=True, kw_only=True)
class BoardChoice:
    """A board that can be chosen."""

    #: "50km-overall", "50km-teams".
    key: str
    race: Race
    #: It ranks teams, not runners.
    teams: bool


@dataclass(frozen=True, kw_only=True)
class BoardRow:
    """A runner on a board."""

    rank: int
    #: Places won since yesterday, negative when lost; None when unknown.
    change: int | None
    bib: str
    #: As it may be shown.
    name: str
    #: The name is shortened because the runner is a minor.
    masked: bool
    #: Address of the runner's page, None for a masked runner.
    url: str | None
    #: "" without a team.
    team: str
    #: Official metres and seconds.
    distance_m: float
    time_s: float
    #: Share of the distance of the race, may exceed 1.
    progress: float
    finished: bool
    #: The last change of the result since it was official; None without one.
    late: LateChange | None = None

    @property
    def pace_s_per_km(self) -> float:
        """Seconds for one kilometre; NaN when nothing was run."""
        return pace_s_per_km(self.distance_m, self.time_s)


@dataclass(frozen=True, kw_only=True)
class MyRank:
    """The runner who looks, with two neighbours on each side."""

    row: BoardRow
    around: tuple[BoardRow, ...]
    #: Metres (collected) or seconds (single) to the next rank; None in front.
    gap: float | None
    #: The page of the board that the runner is on.
    page: int


@dataclass(frozen=True, kw_only=True)
class BoardPage:
    """`/e/{event}/bxh`: one board, its filters and one page of it."""

    #: The board of the event's races and teams, in order.
    boards: tuple[BoardChoice, ...]
    #: The one shown.
    board: BoardChoice
    state: Phase
    #: Number of the results shown; the live stream tells when there is a newer one.
    version: int
    #: Newest change that is shown, in the event's zone.
    updated_at: datetime
    #: New results come by themselves.
    live: bool
    #: Names of the age groups and teams that can be chosen.
    age_groups: tuple[str, ...]
    teams: tuple[Team, ...]
    #: Chosen filters, "" for all.
    sex: str
    age_group: str
    team: str
    #: What was searched, as typed.
    query: str
    #: Rows under these filters, and all rows of the board.
    found: int
    total: int
    #: Only on the first page without a search.
    podium: tuple[BoardRow, ...]
    #: One of the two is empty.
    rows: tuple[BoardRow, ...]
    team_rows: tuple[TeamRow, ...]
    mine: MyRank | None
    #: From 1.
    page: int
    pages: int
    #: How far the results are; None where that is not told.
    stage: StageView | None = None
    #: What changed in the race after its results were official, the first first.
    late: tuple[LateChange, ...] = ()
    #: Runners whom cards took out of the competition.
    unranked: tuple[Unranked, ...] = ()
