"""One run as pages show it, to its runner, to staff and to everybody: the same sheet for all."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from race import flags
from race.api.pages.views_run import EvidenceRow, FileFacts, Outcome, Stretch
from race.drawing.chart import ChartPicture, chart_picture
from race.drawing.route import RoutePicture, route_picture
from race.drawing.splits import SplitRow, split_rows
from race.event import Event
from race.services.runs import Drawn
from race.store import submissions
from race.store.activities import ActivityRow
from race.store.database import Connection
from race.store.submissions import SubmissionRow
from race.units import pace_s_per_km
from race.verdict import Flag, Severity

_UNKNOWN: Final = float("nan")
_OUTCOMES: Final[dict[Severity, Outcome]] = {
    Severity.PASS: "passed",
    Severity.INFO: "passed",
    Severity.REVIEW: "look",
    Severity.REJECT: "failed",
}
#: Codes whose limit is a pace, so that a line can be drawn for it.
_PACE_LIMITS: Final = frozenset({"KM_TOO_FAST"})


def findings(run: ActivityRow) -> list[Flag]:
    """Everything that was found, the gravest first, kept rules last."""
    return sorted(map(flags.from_dict, run.flags), key=lambda flag: -flag.severity)


def stretch_of(found: Sequence[Flag]) -> Stretch | None:
    """The part of the run that the gravest finding is about, when it is about a part."""
    for flag in found:
        if flag.severity >= Severity.REVIEW and flag.where is not None:
            where = flag.where
            return Stretch(
                from_m=where.from_m,
                to_m=where.to_m,
                pace_s_per_km=pace_s_per_km(where.to_m - where.from_m, where.to_s - where.from_s),
                limit_s_per_km=flag.limit if flag.code in _PACE_LIMITS else None,
            )
    return None


def with_rise(stretch: Stretch | None, rows: Sequence[SplitRow]) -> Stretch | None:
    """A stretch that is a full kilometre, with how much it climbs."""
    if stretch is None or stretch.km is None:
        return stretch
    rises = {row.km: row.rise_m for row in rows}
    return replace(stretch, rise_m=rises.get(stretch.km, _UNKNOWN))


def route(drawn: Drawn, stretch: Stretch | None) -> RoutePicture | None:
    """The drawn route with its stretch in red; None without positions."""
    track = drawn.track
    return route_picture(
        lat=track.lat,
        lon=track.lon,
        distance_m=drawn.along,
        segment=track.segment,
        highlight_m=None if stretch is None else (stretch.from_m, stretch.to_m),
    )


def chart(drawn: Drawn, stretch: Stretch | None) -> ChartPicture | None:
    """Pace and elevation over the distance; None where there is nothing to draw."""
    track = drawn.track
    return chart_picture(
        distance_m=drawn.along,
        time_s=track.time,
        elevation_m=track.ele,
        segment=track.segment,
        highlight_m=None if stretch is None else (stretch.from_m, stretch.to_m),
        limit_s_per_km=None if stretch is None else stretch.limit_s_per_km,
    )


def splits(run: ActivityRow, drawn: Drawn) -> tuple[SplitRow, ...]:
    """Kilometre by kilometre; how they climb is told with the whole track only."""
    whole = not drawn.public
    return split_rows(
        full_s=[split["elapsed_s"] for split in run.stated["splits"]],
        total_m=known(run.distance_m),
        total_s=known(run.elapsed_s),
        distance_m=drawn.along if whole else (),
        elevation_m=drawn.track.ele if whole else (),
    )


def evidence(found: Sequence[Flag]) -> tuple[EvidenceRow, ...]:
    """Every rule that was looked at, with its limit and what was measured."""
    return tuple(
        EvidenceRow(
            title=flags.title(flag),
            limit=flags.limit_words(flag) if flags.wording(flag).limit else None,
            measured=flags.measured_words(flag) if flags.wording(flag).measured else None,
            outcome=_OUTCOMES[flag.severity],
        )
        for flag in found
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
