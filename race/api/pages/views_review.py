"""What the review desk shows: the queue, one run to judge, the files nobody could read.

Staff see the whole track. See `views_organiser` for how sentences and moments arrive.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from race.api.pages.views_entries import RunLine
from race.api.pages.views_evidence import Evidence
from race.api.pages.views_organiser import OrganisedEvent
from race.api.pages.views_run import FileFacts
from race.api.pages.views_runner import Said, bare
from race.drawing.chart import ChartPicture
from race.drawing.pair import PairPicture
from race.drawing.route import RoutePicture
from race.drawing.splits import SplitRow
from race.i18n import N_, both, say
from race.verdict import Decision, Outcome


@dataclass(frozen=True, kw_only=True)
class QueueRow:
    """One run that waits."""

    #: The activity's id, for its address.
    activity: str
    #: The race number, as printed.
    bib: str
    #: The full name.
    name: str
    #: The gravest finding in one sentence.
    finding: Said
    #: How likely it is not to stand, 0 to 100.
    risk: int
    #: How long it has waited, seconds.
    waited_s: float
    #: Official distance, metres.
    official_m: float

    @property
    def reason(self) -> Said:
        """The finding without its state."""
        return bare(self.finding)


@dataclass(frozen=True, kw_only=True)
class QueuePage:
    """`/btc/{event}/duyet?xep=risk|age`."""

    #: The event.
    event: OrganisedEvent
    #: By risk or by age.
    order: Literal["risk", "age"]
    #: Everything that waits, in that order.
    rows: tuple[QueueRow, ...]
    #: After how long a waiting run counts as late, seconds.
    patience_s: float
    #: What was just decided.
    notice: Said | None = None


@dataclass(frozen=True, kw_only=True)
class ReasonChoice:
    """A reason to choose, with the message it drafts."""

    #: What the form sends.
    code: str
    #: The reason in a few words.
    label: Said
    #: The message to the runner, in the language that the runner reads.
    text: str


@dataclass(frozen=True, kw_only=True)
class Reason:
    """A reason that a referee can give."""

    #: What the form sends and the ruling keeps.
    code: str
    #: The reason in a few words; a msgid.
    label: str
    #: The message it drafts, for a rejection and a question alike; a msgid with `finding`.
    draft: str
    #: Flag codes that suggest it.
    flags: Collection[str]


OTHER: Final = Reason(code="other", label=N_("Something else"), draft="{finding}", flags=())
REASONS: Final = (
    Reason(
        code="gps",
        label=N_("GPS jumped"),
        draft=N_(
            "{finding} The GPS seems to have jumped here. If another device recorded the same run, "
            "send its file."
        ),
        flags=("TELEPORTS", "POOR_GPS", "KM_TOO_FAST", "BURST", "MISMATCH_DISTANCE", "LONG_PAUSE"),
    ),
    Reason(
        code="vehicle",
        label=N_("Part of it ridden"),
        draft=N_(
            "{finding} This part looks like a ride. If you did run it, please tell the organiser."
        ),
        flags=("VEHICLE_PART", "BIKE_LIKE", "TOO_FAST_WR", "TOO_FAST"),
    ),
    Reason(
        code="copy",
        label=N_("Copied run"),
        draft=N_(
            "{finding} A run counts for one runner only. If it is yours, please tell the organiser."
        ),
        flags=("DUP_SAME_FILE", "DUP_COPY"),
    ),
    OTHER,
)


def choices(finding: Said, language: str) -> tuple[ReasonChoice, ...]:
    """The reasons to choose from, each with its draft in the language of the runner."""
    return tuple(
        ReasonChoice(
            code=reason.code,
            label=both(reason.label),
            text=say(reason.draft, language, {"finding": bare(finding)[language]}),
        )
        for reason in REASONS
    )


def suggested(flag: str) -> str:
    """The code of the reason that fits a flag best; `other` where none does."""
    return next((reason.code for reason in REASONS if flag in reason.flags), OTHER.code)


@dataclass(frozen=True, kw_only=True)
class RulingLine:
    """One decision of a person about the run."""

    #: When it was made.
    at: datetime
    #: Who made it.
    by: str
    #: What was decided.
    decision: Decision
    #: What the runner was told.
    reason: str


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
    #: Its place in the queue, from 1; None when it does not wait.
    place: int | None
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
    #: Reasons to choose from.
    reasons: tuple[ReasonChoice, ...]
    #: The code of the reason chosen.
    reason: str
    #: The message to the runner: as drafted, or as typed.
    message: str
    #: What people decided so far, oldest first.
    rulings: tuple[RulingLine, ...]
    #: The whole route; None where the file holds no positions.
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
    #: The queue beside it, this run included.
    queue: tuple[QueueRow, ...]
    #: The run to judge after this one; None when this is the last.
    next: str | None
    #: Runs that look like this one, the earliest first.
    similar: tuple[SimilarRun, ...] = ()
    #: Somebody else decided while this page was open: the last of `rulings` says who.
    overtaken: bool = False
    #: Why the decision was not taken, such as a missing message.
    error: Said | None = None
    #: What was just decided about the run before.
    notice: Said | None = None

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
