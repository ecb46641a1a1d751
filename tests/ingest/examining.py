"""An honest run in an event, and the same run with something about it changed: what checks say."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from race.activity import Activity, Sport, Stated
from race.event import Window
from race.ingest.checks.evidence import History
from race.ingest.examine import Circumstances, Examination, examine, judged, measured
from race.presets import PRESETS
from race.track import Track
from race.verdict import Flag, Severity
from tests.tracks import MORNING, run

HUU_LUNG = PRESETS["huu-lung"].rules
#: The event begins an hour before the run of `run()` and ends ten days later.
WINDOW = Window(
    starts_at=datetime.fromtimestamp(MORNING - 3600, UTC),
    ends_at=datetime.fromtimestamp(MORNING + 864_000, UTC),
    timezone="Asia/Ho_Chi_Minh",
)
#: 5,100 m at 5:00 /km.
HONEST = run((1530, 10 / 3), every_s=5)
HONEST_ENDS = MORNING + 1530
NBSP = "\N{NO-BREAK SPACE}"


def activity(
    track: Track = HONEST, *, zoned: bool = True, written: str = "gpx", **stated: Any
) -> Activity:
    """A run as the reader of the format `written` gives it."""
    about = Stated(**{"sport": Sport.RUN, **stated})
    return Activity(track=track, stated=about, format=written, zone_known=zoned)


def circumstances(**changes: Any) -> Circumstances:
    """An hour after the run, in the event, nothing sent before."""
    usual: dict[str, Any] = {
        "rules": HUU_LUNG,
        "received_at": datetime.fromtimestamp(MORNING + 7200, UTC),
        "window": WINDOW,
        "history": History(),
    }
    return Circumstances(**usual | changes)


def examined(what: Activity | None = None, **changes: Any) -> Examination:
    return examine(what or activity(), circumstances(**changes))


def judged_with(
    metrics: Mapping[str, Any],
    *,
    official_m: float | None = None,
    sport: Sport = Sport.RUN,
    **changes: Any,
) -> Examination:
    """The honest run with some of its measures put in by hand."""
    honest = measured(activity(sport=sport), WINDOW)
    known = honest.official_m if official_m is None else official_m
    put_in = replace(honest, metrics=replace(honest.metrics, **metrics), official_m=known)
    return judged(put_in, circumstances(**changes))


def finding(examination: Examination, code: str) -> Flag | None:
    """What was found under a code, kept rules included."""
    return next((flag for flag in examination.findings if flag.code == code), None)


def severity(examination: Examination, code: str) -> Severity | None:
    found = finding(examination, code)
    return None if found is None else found.severity


def received(seconds_after_the_end: float) -> datetime:
    return datetime.fromtimestamp(HONEST_ENDS, UTC) + timedelta(seconds=seconds_after_the_end)
