"""What the queue of the review desk shows; see `views_organiser` for sentences and moments."""

from dataclasses import dataclass
from datetime import datetime

from race.api.pages.views_organiser import OrganisedEvent
from race.api.pages.views_reasons import ReasonChoice
from race.api.pages.views_runner import Said, bare
from race.verdict import Decision, Waits


@dataclass(frozen=True, kw_only=True)
class QueueRow:
    """One run that waits."""

    #: The activity's id, and its address with the filters of the queue.
    activity: str
    url: str
    #: The race number, as printed.
    bib: str
    #: The full name.
    name: str
    #: Why it waits.
    waits: Waits
    #: The gravest finding in one sentence.
    finding: Said
    #: How likely it is not to stand, 0 to 100.
    risk: int
    #: How long it has waited, seconds.
    waited_s: float
    #: Official distance, metres.
    official_m: float
    #: How many decisions were made about it.
    decisions: int = 0

    @property
    def reason(self) -> Said:
        """The finding without its state."""
        return bare(self.finding)


@dataclass(frozen=True, kw_only=True)
class FilterLink:
    """One filter of the queue, as a link."""

    #: What it shows, in both languages.
    words: Said
    url: str
    #: It is the one in use.
    current: bool = False
    #: How many runs it shows; None where nobody counts them.
    runs: int | None = None


@dataclass(frozen=True, kw_only=True)
class Filters:
    """The filters of the queue; the first of each is "all"."""

    #: By what the queue is sorted.
    orders: tuple[FilterLink, ...]
    #: Why runs wait.
    waits: tuple[FilterLink, ...]
    #: What speaks against them, the commonest first.
    codes: tuple[FilterLink, ...]
    races: tuple[FilterLink, ...]
    teams: tuple[FilterLink, ...]
    #: What was searched for, as typed.
    q: str
    #: The other filters, for the form of the search.
    hidden: tuple[tuple[str, str], ...]
    #: The queue without filters; "" where there are none in use.
    clear: str

    @property
    def is_narrow(self) -> bool:
        """Whether more than the reason for waiting narrows the queue."""
        chosen = (self.codes, self.races, self.teams)
        return bool(self.q) or any(links and not links[0].current for links in chosen)


@dataclass(frozen=True, kw_only=True)
class Told:
    """What was just decided about one run, and what its runner is told."""

    #: In a sentence.
    said: Said
    #: Its page on the desk.
    url: str
    #: The runner, and the message to copy, in the language of the event; "" for none.
    name: str
    message: str


@dataclass(frozen=True, kw_only=True)
class LeftRow:
    """One run that a decision about several left alone."""

    name: str
    bib: str
    #: Its page on the desk; "" for one that is gone.
    url: str
    #: Who was first, and what they decided; "" and None where that is not known.
    by: str
    decision: Decision | None


@dataclass(frozen=True, kw_only=True)
class BulkDone:
    """What became of a decision about several runs."""

    decision: Decision
    #: How many runs it was taken for.
    decided: int
    left: tuple[LeftRow, ...]


@dataclass(frozen=True, kw_only=True)
class QueuePage:
    """`/btc/{event}/duyet` with its filters."""

    #: The event.
    event: OrganisedEvent
    #: One page of what waits, in its order.
    rows: tuple[QueueRow, ...]
    #: Runs on all pages, and how many wait whatever the filters.
    total: int
    waiting: int
    #: How many of these wait for a referee for longer than `patience_s` seconds.
    late: int
    patience_s: float
    filters: Filters
    #: The page before and after; "" for none.
    before: str
    after: str
    #: The page shown, from 1, and how many there are, at least 1.
    page: int
    pages: int
    #: To send decisions to, with the filters; "" for who may only look.
    action: str
    #: The list of what was decided.
    decided_url: str
    reasons: tuple[ReasonChoice, ...]
    #: Results are official: every decision needs a reason.
    is_late: bool = False
    #: What was just decided.
    told: Told | None = None
    bulk: BulkDone | None = None
    #: Why nothing was decided, and what was typed: runs, reason and message.
    error: Said | None = None
    ticked: frozenset[str] = frozenset()
    reason: str = ""
    message: str = ""


@dataclass(frozen=True, kw_only=True)
class DecidedRow:
    """One decision of a referee."""

    at: datetime
    #: Who made it.
    by: str
    decision: Decision
    #: What the runner was told.
    reason: str
    #: The run: its page on the desk, and whose it is.
    url: str
    name: str
    bib: str
    #: It corrected the run; it came with a card.
    corrects: bool
    card: bool


@dataclass(frozen=True, kw_only=True)
class DecidedPage:
    """`/btc/{event}/duyet?xem=da-duyet`: who decided what, the newest first."""

    event: OrganisedEvent
    rows: tuple[DecidedRow, ...]
    #: Decisions in all.
    total: int
    #: The page before and after; "" for none.
    before: str
    after: str
    page: int
    pages: int
    queue_url: str
