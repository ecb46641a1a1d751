"""One run as pages show it, to its runner, to staff and to everybody."""

from collections.abc import Sequence
from typing import Final

from race import flags
from race.api.pages.views_evidence import Evidence, Stretch
from race.api.pages.views_run import FileFacts
from race.drawing.chart import ChartPicture, chart_picture
from race.drawing.route import RoutePicture, route_picture
from race.drawing.splits import SplitRow, split_rows
from race.event import Event
from race.services import by_hand
from race.services.parts import Whole
from race.services.runs import Drawn
from race.store import submissions
from race.store.activities import ActivityRow
from race.store.database import Connection
from race.store.submissions import SubmissionRow
from race.verdict import Flag, Severity, Where

_UNKNOWN: Final = float("nan")
#: Sentences over a run.
_TOLD_AT_ONCE: Final = 3


def findings(run: ActivityRow) -> list[Flag]:
    """Everything that was found, the gravest first, kept rules last."""
    return sorted(map(flags.from_dict, run.flags), key=lambda flag: -flag.severity)


def told(found: Sequence[Flag]) -> list[Flag]:
    """What a runner is told at once: what decided, and of that no more than anybody reads; the
    sheet tells everything. `found` is the gravest first."""
    return [f for f in found if f.severity == found[0].severity > Severity.PASS][:_TOLD_AT_ONCE]


def whole(
    recording: Whole, left: Sequence[Where]
) -> tuple[RoutePicture | None, ChartPicture | None]:
    """Route and chart of a whole recording, with what does not count of it marked."""
    track, along = recording.track, recording.along
    marked = [(where.from_m, where.to_m) for where in left]
    route = route_picture(
        lat=track.lat, lon=track.lon, distance_m=along, segment=track.segment, marked_m=marked
    )
    chart = chart_picture(
        distance_m=along,
        time_s=track.time,
        elevation_m=track.ele,
        segment=track.segment,
        marked_m=marked,
    )
    return route, chart


def left_out(left: Sequence[Where], *, failed: bool) -> tuple[Stretch, ...]:
    """What does not count of a recording, numbered as in its pictures; `failed` is its colour."""
    return tuple(
        Stretch(
            number=number,
            failed=failed,
            from_m=where.from_m,
            to_m=where.to_m,
            lasts_s=where.to_s - where.from_s,
        )
        for number, where in enumerate(left, start=1)
    )


def route(drawn: Drawn, sheet: Evidence) -> RoutePicture | None:
    """The drawn route with its marked stretches; None without positions."""
    track = drawn.track
    return route_picture(
        lat=track.lat,
        lon=track.lon,
        distance_m=drawn.along,
        segment=track.segment,
        marked_m=_marked(sheet.stretches),
    )


def chart(drawn: Drawn, sheet: Evidence) -> ChartPicture | None:
    """Pace and elevation over the distance; None where there is nothing to draw."""
    track = drawn.track
    return chart_picture(
        distance_m=drawn.along,
        time_s=track.time,
        elevation_m=track.ele,
        segment=track.segment,
        marked_m=_marked(sheet.stretches),
        limit_s_per_km=sheet.limit_s_per_km,
    )


def _marked(stretches: Sequence[Stretch]) -> list[tuple[float, float]]:
    return [(stretch.from_m, stretch.to_m) for stretch in stretches]


def splits(run: ActivityRow, drawn: Drawn) -> tuple[SplitRow, ...]:
    """Kilometre by kilometre; how they climb is told with the whole track only. Nobody knows the
    kilometres of a result by hand."""
    if by_hand.is_by_hand(run):
        return ()
    whole = not drawn.public
    return split_rows(
        full_s=[split["elapsed_s"] for split in run.stated["splits"]],
        total_m=known(run.distance_m),
        total_s=known(run.elapsed_s),
        distance_m=drawn.along if whole else (),
        elevation_m=drawn.track.ele if whole else (),
    )


def file_facts(
    connection: Connection, event: Event, run: ActivityRow, upload: SubmissionRow
) -> FileFacts:
    """The file that a run came from."""
    return FileFacts(
        format=str(run.stated["format"]).upper(),
        app=run.stated["app"],
        device=run.stated["device"],
        size=submissions.size(connection, upload.sha256),
        sha256=upload.sha256,
        received_at=upload.received_at.astimezone(event.window.zone),
        rules=str(run.rules_version),
    )


def known(value: float | None) -> float:
    """A stored number; NaN where there is none."""
    return _UNKNOWN if value is None else value
