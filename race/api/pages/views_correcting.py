"""What the forms show by which a referee corrects a run."""

from dataclasses import dataclass
from datetime import datetime

from race.api.pages.views_evidence import Stretch
from race.api.pages.views_runner import Said
from race.drawing.chart import ChartPicture
from race.drawing.route import RoutePicture


@dataclass(frozen=True, kw_only=True)
class ClockForm:
    """The clock as it is corrected, or as it was typed."""

    #: "+" where it was slow, "-" where it was fast.
    way: str = "+"
    hours: str = ""
    minutes: str = ""
    seconds: str = ""
    #: The right start time instead, as a browser writes it: 2026-11-14T06:00:00.
    start: str = ""


@dataclass(frozen=True, kw_only=True)
class PartForm:
    """The part that counts, or as it was typed: km or time; "" is an end of the run."""

    begin: str = ""
    end: str = ""


@dataclass(frozen=True, kw_only=True)
class WholeRun:
    """The whole recording, with what does not count marked in it."""

    route: RoutePicture | None
    chart: ChartPicture | None
    #: What is left out, in the order of the run.
    left_out: tuple[Stretch, ...]
    #: Metres and seconds of what counts, and of everything.
    part_m: float
    part_s: float
    whole_m: float
    whole_s: float
    #: It is only looked at, and not decided.
    is_preview: bool


@dataclass(frozen=True, kw_only=True)
class Correcting:
    """The forms that correct a run."""

    #: Where they are sent to, and where a part is looked at before.
    action: str
    look: str
    #: How many decisions the page shows.
    seen: int
    #: The start as it counts now; None where the file knows no time.
    started_at: datetime | None
    #: Something is corrected now, so that it can be undone.
    is_corrected: bool
    #: A decision stands that the rules could replace.
    is_ruled: bool
    clock: ClockForm = ClockForm()
    part: PartForm = PartForm()
    whole: WholeRun | None = None
    #: The form that came back: "clock", "part", "undo" or "judge"; "" for none.
    open: str = ""
    #: What is to stand then, "judge" or "accept", and why.
    then: str = "judge"
    reason: str = ""
    error: Said | None = None
