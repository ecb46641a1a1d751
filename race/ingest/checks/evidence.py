"""What a check may look at. A check knows nothing of files, a reader nothing of rules."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from race.activity import Activity, Sport
from race.category import Sex
from race.event import Window
from race.ingest.clean import Notes
from race.ingest.copies import Copied
from race.ingest.indoor import Indoor
from race.ingest.signals import Signals
from race.metrics import Metrics
from race.rules import CheckState, Rules
from race.verdict import Flag

WALKED = frozenset({Sport.WALK, Sport.HIKE})


@dataclass(frozen=True, kw_only=True)
class OwnRun:
    """An earlier run of the same runner that counts, waits, or was refused by a referee."""

    #: Seconds since 1970-01-01 UTC.
    started_at: float
    ended_at: float
    #: A referee said that it does not count.
    refused: bool = False
    #: Metres that count; NaN when unknown.
    official_m: float = float("nan")


@dataclass(frozen=True, kw_only=True)
class History:
    """What is known of earlier uploads."""

    #: The runner's own runs in this event, but those that only the program rejected.
    own: tuple[OwnRun, ...] = ()
    #: Other runners of the event who sent the same bytes.
    same_file_of_others: int = 0
    #: Earlier runs, in this event or in others of its organiser, that look like the same recording.
    copies: tuple[Copied, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """One activity and everything that it is judged by."""

    activity: Activity
    notes: Notes
    metrics: Metrics
    #: Metres that count (`race.official.official_distance`); NaN when unknown.
    official_m: float
    rules: Rules
    sex: Sex
    #: When the file came in; aware.
    received_at: datetime
    #: What bears out a run without satellites; None of one outdoors.
    indoor: Indoor | None = None
    #: None where there is no event: its checks are left out.
    window: Window | None = None
    #: None where there is no event.
    history: History | None = None
    #: What the recording looks like.
    signals: Signals
    #: Whole years on the first day of the event; None when unknown.
    age: int | None = None

    @property
    def sport_counts(self) -> bool:
        """Whether the event counts the sport that the file states; an unknown one is a run."""
        stated = self.activity.stated.sport
        return (Sport.RUN if stated is Sport.UNKNOWN else stated) in self.rules.sports

    @property
    def by_hand(self) -> bool:
        """Whether a referee entered it (`race.ingest.amending`): there is no file."""
        return self.activity.format == "hand"

    @property
    def walked(self) -> bool:
        """Whether the file says that this was a walk."""
        return self.activity.stated.sport in WALKED


@dataclass(frozen=True, kw_only=True)
class Check:
    """One rule: a name, a function, and whether it speaks unless the event says otherwise."""

    name: str
    run: Callable[[Evidence], Iterator[Flag]]
    state: CheckState = CheckState.ON
