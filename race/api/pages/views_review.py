"""What the review desk shows of one run to judge, and the files nobody could read.

Staff see the whole track. See `views_organiser` for how sentences and moments arrive.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from race.api.pages.views_correcting import Correcting
from race.api.pages.views_entries import RunLine
from race.api.pages.views_evidence import Evidence
from race.api.pages.views_organiser import OrganisedEvent
from race.api.pages.views_queue import QueueRow, Told
from race.api.pages.views_reasons import ReasonChoice
from race.api.pages.views_run import FileFacts
from race.api.pages.views_runner import Said, bare
from race.drawing.chart import ChartPicture
from race.drawing.pair import PairPicture
from race.drawing.route import RoutePicture
from race.drawing.splits import SplitRow
from race.verdict import Decision, Outcome, Waits

#: What was said about a run: by the program, by a referee, by its runner, by others.
Speech = Literal["program", "accept", "reject", "ask", "judge", "answer", "protest", "report"]


@dataclass(frozen=True, kw_only=True)
class SaidLine:
    """One thing that was said about the run."""

    kind: Speech
    #: When it was said.
    at: datetime
    #: The referee; "" for the program and for runners: who reports a run is told to nobody.
    by: str = ""
    #: As it was written, in whatever language; of the program its sentences.
    text: Said
    #: What was corrected with it.
    corrections: tuple[Said, ...] = ()
    #: It came with a card.
    card: bool = False


@dataclass(frozen=True, kw_only=True)
class RulingLine:
    """One decision of a person about the run."""

    #: When it was made.
    at: datetime
    #: Who made it.
    by: str
    #: What was decided.
    decision: Decision


@dataclass(frozen=True, kw_only=True)
class Cards:
    """How many cards there are, in an event that has them."""

    #: Of the runner, and of all runners of the same unit; None without a unit.
    runner: int
    team: int | None
    #: So many, and all runs of a runner are out, or the whole unit.
    runner_out_at: int
    team_out_at: int
    #: The run on the desk has one of them.
    here: bool = False

    @property
    def is_last(self) -> bool:
        """Whether one more takes the runner out."""
        return self.runner + (not self.here) >= self.runner_out_at

    @property
    def is_last_of_team(self) -> bool:
        """Whether one more takes the unit out."""
        return self.team is not None and self.team + (not self.here) >= self.team_out_at


@dataclass(frozen=True, kw_only=True)
class Deciding:
    """The forms under the thumb."""

    #: Where they are sent to, with the filters of the queue.
    action: str
    #: How many decisions the page shows.
    seen: int
    #: Reasons to choose from.
    reasons: tuple[ReasonChoice, ...]
    #: To accept needs a reason too, or may have one.
    accept_needs_reason: bool = False
    accept_may_say: bool = False
    #: None where the event has no cards.
    cards: Cards | None = None
    #: The form that came back: its decision, the reason chosen, what was typed, the card.
    open: str = ""
    reason: str = ""
    message: str = ""
    card: bool = False
    error: Said | None = None


@dataclass(frozen=True, kw_only=True)
class SimilarRun:
    """A run that looks like the one on the desk; only staff are told whose it is."""

    #: Its page on the desk; None in an event of which the organiser is no staff.
    url: str | None
    #: The race number, as printed, and the full name; "" without a page.
    bib: str
    name: str
    #: The event that it is in; None for the one on the desk.
    event: str | None
    #: When it was sent, and whether that was after the run on the desk.
    sent_at: datetime
    later: bool
    #: When it was run; None when the file does not say.
    started_at: datetime | None
    #: Of the same runner.
    own: bool
    #: How it stands.
    state: Outcome
    #: What is alike.
    alike: Said
    #: Both routes; None where there is nothing to draw.
    picture: PairPicture | None


@dataclass(frozen=True, kw_only=True)
class ReviewPage:
    """`/btc/{event}/duyet/{activity}`."""

    #: The event.
    event: OrganisedEvent
    #: The activity's id, for its address.
    activity: str
    #: How it stands, rulings included.
    state: Outcome
    #: Why it waits, and since when; None when it does not.
    waits: Waits | None
    since: datetime | None
    #: Its place in the queue with its filters, from 1, and how long that is; None when it is not
    #: in it.
    place: int | None
    places: int
    #: How likely it is not to stand, 0 to 100.
    risk: int
    #: How long it has waited, seconds; None when it does not wait.
    waited_s: float | None
    #: The race number, as printed.
    bib: str
    #: The full name.
    name: str
    #: The unit's name; None without one.
    team: str | None
    #: The race's name.
    race: str
    #: When it was run; None when the file does not say.
    started_at: datetime | None
    #: What the machine found, the gravest first; at least one for a run that waits.
    findings: tuple[Said, ...]
    #: What a referee corrected in it.
    corrections: tuple[Said, ...]
    #: Official distance, metres.
    official_m: float
    #: Elapsed time, seconds; NaN when unknown.
    elapsed_s: float
    #: Average pace, seconds per km; NaN when unknown.
    pace_s_per_km: float
    #: Climb, metres; None when unknown.
    ascent_m: float | None
    #: Other runs of this runner, newest first.
    others: tuple[RunLine, ...]
    #: What was said so far, the first first.
    conversation: tuple[SaidLine, ...]
    #: The route of what counts; None where the file holds no positions.
    route: RoutePicture | None
    #: Pace and elevation over the distance; None where there is nothing to draw.
    chart: ChartPicture | None
    #: Kilometre by kilometre.
    splits: tuple[SplitRow, ...]
    #: Every rule, as the runner sees it too.
    evidence: Evidence
    #: The file it came from.
    file: FileFacts
    #: The name it was sent under, shown only to staff.
    file_name: str
    #: The queue beside it, this run included, and all of it.
    queue: tuple[QueueRow, ...]
    queue_url: str
    #: The addresses of the run to judge after this one, and of the one before; None for none.
    next: str | None
    before: str | None
    #: None for who may only look.
    deciding: Deciding | None
    #: None where nothing can be corrected.
    correcting: Correcting | None
    #: The results are official: what changes now stands beside them.
    is_late: bool = False
    #: Runs that look like this one, the earliest first.
    similar: tuple[SimilarRun, ...] = ()
    #: Somebody else decided while this page was open: their last decision.
    overtaken: RulingLine | None = None
    #: What was just decided about the run before.
    told: Told | None = None

    @property
    def found(self) -> tuple[Said, ...]:
        """The findings without their state."""
        return tuple(bare(finding) for finding in self.findings)


@dataclass(frozen=True, kw_only=True)
class UnreadableFile:
    """A file kept although no run was found in it."""

    #: The submission's id, for its address.
    submission: str
    #: When it was sent.
    at: datetime
    #: The runner's race number, as printed.
    bib: str
    #: The runner's full name.
    name: str
    #: The name it was sent under.
    file_name: str
    #: Bytes.
    size: int
    #: Why it could not be read.
    why: Said


@dataclass(frozen=True, kw_only=True)
class FilesPage:
    """`/btc/{event}/tep`."""

    #: The event.
    event: OrganisedEvent
    #: The files, newest first.
    files: tuple[UnreadableFile, ...]
