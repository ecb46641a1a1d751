"""What the pages of sending a run show; see `views_runner` for how sentences and moments arrive."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

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
    #: Bytes taken at most.
    most_bytes: int
    #: Days after the event until original files are deleted; None when they are kept.
    keep_days: int | None = None
    contact: Contact | None = None
    #: Where people enter; None when entries are closed.
    entry_url: str | None = None


@dataclass(frozen=True, kw_only=True)
class Change:
    """What one run changed in one race."""

    race: str
    kind: Literal["single", "collected"]
    goal_m: float
    #: Metres that this run added (collected), or that count of it (single).
    added_m: float
    #: Metres accepted now.
    total_m: float
    #: Official time in seconds: best, or of all collected; NaN without.
    time_s: float
    #: The run is the runner's new best of a single race.
    best: bool = False
    #: Rank in the race now, and places gained (lost when negative); None while unranked.
    rank: int | None = None
    moved: int = 0
    #: The distance is reached by this run.
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
    changes: tuple[Change, ...] = ()

    @property
    def pace_s_per_km(self) -> float:
        """Seconds for one kilometre."""
        return pace_s_per_km(self.distance_m, self.elapsed_s)

    @property
    def reasons(self) -> tuple[Said, ...]:
        """The findings without their state."""
        return tuple(bare(said) for said in self.findings)


@dataclass(frozen=True, kw_only=True)
class SentFile:
    """One file that was sent."""

    #: As the browser named it.
    name: str
    #: Why no run could be read from it, or why it was not taken; None when it was read.
    error: Said | None = None
    runs: tuple[SentRun, ...] = ()
    #: When the same file was sent before; None when it is new.
    again_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class UploadedPage:
    """The answer to an upload: all files that came in one form."""

    files: tuple[SentFile, ...]
    runner_url: str
    upload_url: str
    #: Metres that the runner has in all, for the sentence that nothing was lost; NaN if unknown.
    total_m: float = float("nan")
    contact: Contact | None = None
