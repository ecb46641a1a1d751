"""What the page of a runner shows: frozen values, SI inside, NaN for what is unknown.

Sentences of flags and errors arrive in both languages (`Said`); every moment is aware and carries
the event's zone. The same views serve the runner and the public: what the public may not see is
None or cut away before it gets here. One run is in `views_run`, sending one in `views_upload`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from race.api.pages.views_said import News, StageView
from race.units import pace_s_per_km

#: One sentence in every language: ``{"vi": …, "en": …}``.
Said = Mapping[str, str]

RunState = Literal["accepted", "review", "rejected"]
Scope = Literal["overall", "sex", "age_group", "team"]
#: Why a run waits, as far as its runner may know.
Waiting = Literal["asked", "answered", "protest"]


def bare(said: Said) -> Said:
    """A sentence without its leading state, for places where a sign shows the state already.

    "In review: km 5 took 3:21." becomes "Km 5 took 3:21."; a sentence that does not begin with a
    few plain words and a colon stays as it is.
    """
    return {language: _bare(sentence) for language, sentence in said.items()}


def _bare(sentence: str) -> str:
    state, colon, rest = sentence.partition(": ")
    plain = len(state.split()) <= 3 and not any(c.isdigit() for c in state)
    return rest[:1].upper() + rest[1:] if colon and plain else sentence


@dataclass(frozen=True, kw_only=True)
class Contact:
    """Where a runner reaches the organiser."""

    #: What people read: an e-mail address, a phone number, the name of a page.
    words: str
    #: Where it leads (mailto:, tel:, https:); None when it is only read.
    href: str | None = None


@dataclass(frozen=True, kw_only=True)
class Place:
    """A runner's place in one ranking."""

    scope: Scope
    #: None while nothing is ranked.
    rank: int | None
    #: How many are ranked there.
    of: int


@dataclass(frozen=True, kw_only=True)
class RaceCard:
    """A runner in one race."""

    #: The race's name as the organiser wrote it.
    name: str
    kind: Literal["single", "collected"]
    #: Metres to run once, or to collect.
    goal_m: float
    #: Metres accepted: collected so far, or the longest run of a single race.
    done_m: float
    #: Official time in seconds: the best one, or the sum of what is collected; NaN without.
    time_s: float
    finished: bool
    #: The distance is reached, but a run of it waits for a referee.
    waiting: bool = False
    #: Cards took the runner out of the competition.
    out: bool = False
    #: Days until the race ends, today not counted; None when it is over or never ends.
    days_left: int | None = None
    #: The runner's places, the widest first.
    places: tuple[Place, ...] = ()

    @property
    def left_m(self) -> float:
        """Metres still to go; 0 when the goal is reached."""
        return max(0.0, self.goal_m - self.done_m)

    @property
    def share(self) -> float:
        """How much of the goal is reached, 0..1."""
        return min(1.0, self.done_m / self.goal_m)

    @property
    def a_day_m(self) -> float | None:
        """Metres a day that are enough, rounded up to 100; None when no day is left."""
        if self.days_left is None or self.days_left < 1:
            return None
        return -(-self.left_m // self.days_left // 100) * 100.0


@dataclass(frozen=True, kw_only=True)
class RunLine:
    """One run in the list of a runner."""

    #: Address of the run's page.
    url: str
    #: The day it began, in the event's zone; None when the file does not say.
    day: date | None
    #: Official metres, and seconds of wall clock; NaN when unknown.
    distance_m: float
    elapsed_s: float
    state: RunState
    #: Why it waits; None when it does not, and on public pages.
    waits: Waiting | None = None
    #: The worst thing found; None when there is nothing to say.
    finding: Said | None = None
    #: The runner's best time (s) over this many metres lies in this run.
    best: tuple[float, float] | None = None

    @property
    def pace_s_per_km(self) -> float:
        """Seconds for one kilometre."""
        return pace_s_per_km(self.distance_m, self.elapsed_s)

    @property
    def reason(self) -> Said | None:
        """The finding without its state."""
        return None if self.finding is None else bare(self.finding)


@dataclass(frozen=True, kw_only=True)
class Unread:
    """An archive that was sent and is still being read, or could not be."""

    #: As its sender named it.
    name: str
    #: The page that shows how far it is.
    url: str
    #: Reading was given up; the page says why.
    failed: bool


@dataclass(frozen=True, kw_only=True)
class CertificateCard:
    """A certificate that can be had, or what is missing for it."""

    #: The race's name.
    race: str
    #: The code it is checked by; None while there is no certificate.
    code: str | None = None
    #: Addresses of the page that checks it and of the PDF; None without a certificate.
    url: str | None = None
    pdf_url: str | None = None
    #: Bytes of the PDF; None when it is not made yet.
    size: int | None = None
    #: Official time in seconds; NaN where it is the distance that counts.
    time_s: float = float("nan")
    #: Metres still to go; 0 when a referee's answer is all that is missing.
    left_m: float = 0.0


@dataclass(frozen=True, kw_only=True)
class RunnerPage:
    """`/e/{event}/vdv/{bib}`, for the runner (`own`) or for everybody."""

    name: str
    #: The race number, as printed.
    bib: str
    sex: Literal["F", "M", "X"]
    #: "18–29"; None when it is not shown.
    age_group: str | None
    #: The unit and its page; None without one.
    team: str | None
    team_url: str | None
    races: tuple[RaceCard, ...]
    #: Newest first; on a public page the accepted ones only.
    runs: tuple[RunLine, ...]
    #: The runner looks at the own page.
    own: bool
    #: Archives without an outcome yet, newest first; on the own page only.
    unread: tuple[Unread, ...] = ()
    #: Runs are taken now.
    open: bool = False
    #: Where runs are sent.
    upload_url: str = ""
    certificates: tuple[CertificateCard, ...] = ()
    #: The full address to pass on; None on a page that is not to be shared.
    share_url: str | None = None
    #: Metres hidden at both ends of a route on public pages, at least.
    hidden_m: float = 200.0
    #: How far the results are; None where that is not told.
    stage: StageView | None = None
    #: What the runner was told since the visit before, and everything; the newest first. On the
    #: own page only.
    news: tuple[News, ...] = ()
    told: tuple[News, ...] = ()
    #: What was just done.
    done: Said | None = None
    contact: Contact | None = None

    @property
    def questions(self) -> tuple[News, ...]:
        """What the runner is to answer: the newest question about each run."""
        newest: dict[str | None, News] = {}
        for each in self.told:
            if each.asks:
                newest.setdefault(each.url, each)
        return tuple(newest.values())

    @property
    def other_news(self) -> tuple[News, ...]:
        """What is new beside these questions."""
        return tuple(each for each in self.news if not each.asks)

    @property
    def is_out(self) -> bool:
        """Whether cards took the runner out of the competition."""
        return any(race.out for race in self.races)

    def total(self, state: RunState) -> tuple[int, float, float]:
        """How many runs are in a state, their metres and their seconds."""
        found = [run for run in self.runs if run.state == state]
        return len(found), sum(r.distance_m for r in found), sum(r.elapsed_s for r in found)
