"""What the pages of sending a run show; see `views_runner` for how sentences and moments arrive."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from race.api.pages.guides.views import GuideLink
from race.api.pages.views_runner import Contact, RunState, Said, bare
from race.units import pace_s_per_km


@dataclass(frozen=True, kw_only=True)
class UploadPage:
    """`/e/{event}/nop-bai`; it posts to itself."""

    #: Who sends; None when the browser does not know the runner.
    name: str | None
    bib: str | None
    runner_url: str | None
    state: Literal["before", "open", "closed"]
    #: When runs are taken, or were.
    opens_at: datetime
    closes_at: datetime
    #: Bytes taken at most: of one run's file, and of an archive.
    most_bytes: int
    most_of_archives: int
    #: How to get the file out of each app, and the list of these guides.
    guides: Sequence[GuideLink]
    guides_url: str
    #: Days after the event until original files are deleted; None when they are kept.
    keep_days: int | None = None
    contact: Contact | None = None
    #: Where people enter; None when entries are closed.
    entry_url: str | None = None


@dataclass(frozen=True, kw_only=True)
class Change:
    """What the runs of one file changed in one race."""

    race: str
    kind: Literal["single", "collected"]
    goal_m: float
    #: Metres that were added (collected), or that count of the best run (single).
    added_m: float
    #: Metres accepted now.
    total_m: float
    #: Official time in seconds: best, or of all collected; NaN without.
    time_s: float
    #: A run of the file is the runner's new best of a single race.
    best: bool = False
    #: Rank in the race now, and places gained (lost when negative); None while unranked.
    rank: int | None = None
    moved: int = 0
    #: The distance is reached by it.
    finished: bool = False
    #: The certificate's address; None when there is none yet.
    certificate_url: str | None = None


@dataclass(frozen=True, kw_only=True)
class SentRun:
    """One run found in a file."""

    #: Address of its page.
    url: str
    #: Its name inside an archive; None in a single file.
    member: str | None
    day: date | None
    #: Official metres and seconds; NaN when unknown.
    distance_m: float
    elapsed_s: float
    state: RunState
    #: What was found, worst first.
    findings: tuple[Said, ...] = ()
    advice: Said | None = None
    #: Empty where it is one of several in a file: their changes are told together.
    changes: tuple[Change, ...] = ()
    #: How to get a better file; None where the file is not what is wrong.
    guide: GuideLink | None = None

    @property
    def pace_s_per_km(self) -> float:
        """Seconds for one kilometre."""
        return pace_s_per_km(self.distance_m, self.elapsed_s)

    @property
    def reasons(self) -> tuple[Said, ...]:
        """The findings without their state."""
        return tuple(bare(said) for said in self.findings)


@dataclass(frozen=True, kw_only=True)
class Passed:
    """A member of an archive of which nothing was taken."""

    #: Its name with folders.
    name: str
    reason: Said


@dataclass(frozen=True, kw_only=True)
class PassedGroup:
    """Members that were passed over for one reason."""

    #: A sentence of the catalogue, with the field `n`.
    title: str
    count: int
    #: The first of them.
    members: tuple[Passed, ...]


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far the job is that reads an archive; there is none any more when it has ended."""

    #: Where a script asks.
    url: str
    state: Literal["queued", "running"]
    done: int
    #: Members to be read; None while nobody knows.
    total: int | None
    #: Runs found so far.
    runs: int


@dataclass(frozen=True, kw_only=True)
class SentFile:
    """One file that was sent."""

    #: As the browser named it.
    name: str
    #: The page of this upload; None when nothing was kept.
    url: str | None = None
    #: Why no run could be read from it, or why it was not taken; None when it was read.
    error: Said | None = None
    #: How to get a file that can be read.
    guide: GuideLink | None = None
    runs: tuple[SentRun, ...] = ()
    #: What several runs changed together.
    changes: tuple[Change, ...] = ()
    #: What was passed over in an archive.
    passed: tuple[PassedGroup, ...] = ()
    #: An archive that is still to be read; None when it is.
    progress: Progress | None = None
    #: When the same file was sent before; None when it is new.
    again_at: datetime | None = None

    def count(self, state: RunState) -> int:
        """How many runs are in a state."""
        return sum(run.state == state for run in self.runs)

    @property
    def passed_over(self) -> int:
        """How many members that were."""
        return sum(group.count for group in self.passed)


@dataclass(frozen=True, kw_only=True)
class UploadedPage:
    """The answer to an upload: all files that came in one form, or one that came before."""

    files: tuple[SentFile, ...]
    runner_url: str
    #: Where more can be sent; None for everybody but the runner.
    upload_url: str | None
    #: Metres that the runner has in all, for the sentence that nothing was lost; NaN if unknown.
    total_m: float = float("nan")
    contact: Contact | None = None
    #: When it came, where the page is that of one upload; None for the answer to a form.
    received_at: datetime | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether a file is still being read."""
        return any(file.progress is not None for file in self.files)
