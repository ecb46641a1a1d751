"""What the page of one run shows; see `views_runner` for how sentences and moments arrive."""

from dataclasses import dataclass, field
from datetime import date, datetime

from race.api.pages.views_evidence import NO_EVIDENCE, Evidence, Stretch
from race.api.pages.views_runner import Contact, RunState, Said, bare
from race.api.pages.views_said import Talk, Turn
from race.drawing.chart import ChartPicture
from race.drawing.route import RoutePicture
from race.drawing.splits import SplitRow
from race.units import pace_s_per_km


@dataclass(frozen=True, kw_only=True)
class Distances:
    """Why the distance is not the one of the watch; metres."""

    #: What the file states; None when it states nothing.
    stated_m: float | None
    ours_m: float
    official_m: float
    #: Up to this share (0..1) apart the stated distance counts.
    tolerance: float = 0.05

    @property
    def apart(self) -> float | None:
        """How far apart the two are, as a share of ours."""
        if self.stated_m is None or not self.ours_m > 0:
            return None
        return abs(self.stated_m - self.ours_m) / self.ours_m


@dataclass(frozen=True, kw_only=True)
class FileFacts:
    """The file a run came from; only its owner and the staff see it."""

    #: "GPX".
    format: str
    #: What wrote it and on what, as the file says; None where it says nothing.
    app: str | None
    device: str | None
    #: Bytes.
    size: int
    #: 64 hex digits.
    sha256: str
    received_at: datetime
    #: Number of the set of rules it was examined by.
    rules: str


@dataclass(frozen=True, kw_only=True)
class Counting:
    """A recording of which only a part counts."""

    #: What is left out, in the order of the run.
    left_out: tuple[Stretch, ...]
    #: Metres of what counts, and of everything; NaN when unknown.
    part_m: float
    whole_m: float
    #: Drawings of all of it, what is left out marked; None where there is nothing to draw.
    route: RoutePicture | None
    chart: ChartPicture | None


@dataclass(frozen=True, kw_only=True)
class RunPage:
    """One run, for its runner (`own`) or for everybody."""

    name: str
    bib: str
    #: The runner's page.
    runner_url: str
    own: bool
    #: The runner looks, and not staff.
    mine: bool = False
    #: The day it began; None when the file does not say.
    day: date | None
    #: The moment it began; None on public pages.
    started_at: datetime | None
    state: RunState
    #: Official metres; seconds of wall clock and in motion; metres climbed; NaN when unknown.
    distance_m: float
    elapsed_s: float
    moving_s: float
    ascent_m: float
    #: What was found, worst first.
    findings: tuple[Said, ...] = ()
    #: What the runner can do about it; empty texts where there is nothing to do.
    advice: Said | None = None
    #: Where to write; None when the organiser gave nothing.
    contact: Contact | None = None
    #: Where another file is sent; None when none is taken any more.
    upload_url: str | None = None
    route: RoutePicture | None = None
    chart: ChartPicture | None = None
    splits: tuple[SplitRow, ...] = ()
    #: Empty on public pages.
    evidence: Evidence = NO_EVIDENCE
    distances: Distances | None = None
    file: FileFacts | None = None
    #: Recorded without satellites.
    indoor: bool = False
    #: Metres cut away at both ends of the route here, at least; 0 when all of it is shown.
    hidden_m: float = 0.0
    #: What was said about it, and what can be said now.
    talk: Talk = field(default_factory=Talk)
    #: Where only a part of the recording counts; never on public pages.
    counting: Counting | None = None

    @property
    def ruling(self) -> Turn | None:
        """The decision that stands; None before one, and while the runner is asked."""
        decided = [turn for turn in self.talk.turns if not turn.by_runner]
        return decided[-1] if decided and decided[-1].kind != "ask" else None

    @property
    def pace_s_per_km(self) -> float:
        """Seconds for one kilometre."""
        return pace_s_per_km(self.distance_m, self.elapsed_s)

    @property
    def reasons(self) -> tuple[Said, ...]:
        """The findings without their state."""
        return tuple(bare(said) for said in self.findings)
