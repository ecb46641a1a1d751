"""A large file of every format and every index, made of what its small one is made of."""

from collections.abc import Callable, Mapping
from typing import Final

from tests.ingest.writing import (
    apple_health,
    fit,
    garmin_export,
    gpx_apps,
    health_auto_export,
    health_auto_export_workouts,
    hitrack,
    kml,
    nike,
    nmea,
    polar_csv,
    polar_session,
    runkeeper,
    runtastic,
    samsung,
    samsung_tracks,
    sml,
    strava_export,
    strava_streams,
    suunto,
    table,
    takeout,
    tcx,
    zepp,
)

#: Seconds of an hour: some of the writers have one figure of minutes and no hours.
_HOUR: Final = 3600
#: A file of so many points, or runs where it is an index. Times may repeat.
LARGE: Final[Mapping[str, Callable[[int], bytes]]] = {
    "gpx": gpx_apps.coros,
    "tcx": tcx.recording,
    "fit": lambda count: fit.fit(fit.run(count)),
    "kml": lambda count: kml.document(
        kml.placemark(kml.track(*((_clock(n), f"106.5 {_north(n)} 30") for n in range(count))))
    ),
    "sml": lambda count: sml.log(*(sml.place(n % _HOUR, float(_north(n))) for n in range(count))),
    "suunto": lambda count: suunto.log(*(suunto.place(n, float(_north(n))) for n in range(count))),
    "nike": lambda count: nike.activity(
        *nike.fixes(*((n, float(_north(n)), 106.5) for n in range(count)))
    ),
    "runtastic": lambda count: runtastic.written([runtastic.point(n) for n in range(count)]),
    "polar-session": lambda count: polar_session.session(
        polar_session.exercise([polar_session.place(n % _HOUR) for n in range(count)])
    ),
    "polar-csv": lambda count: polar_csv.session(*map(polar_csv.row, range(count))),
    "samsung-location": lambda count: samsung_tracks.written(
        [samsung_tracks.place(n) for n in range(count)]
    ),
    "health-auto-export": lambda count: health_auto_export.export(
        health_auto_export.workout(route=[health_auto_export.point(n) for n in range(count)])
    ),
    "strava-streams": lambda count: strava_streams.keyed(
        {"latlng": [[21.5, 106.5]] * count, "time": list(range(count))}
    ),
    "takeout": lambda count: takeout.life([takeout.location(n) for n in range(count)]),
    "hitrack": lambda count: "".join(hitrack.place(n, n) for n in range(count)).encode(),
    "nmea": lambda count: "".join(
        nmea.rmc(f"{_clock(n).replace(':', '')}.00") for n in range(count)
    ).encode(),
    "table": lambda count: table.with_times(*(f"2026-11-08T{_clock(n)}Z" for n in range(count))),
    "apple-health": lambda count: apple_health.export(*[apple_health.workout()] * count),
    "strava": lambda count: strava_export.export([strava_export.Run()] * count),
    "runkeeper": lambda count: runkeeper.export(*[runkeeper.line()] * count),
    "garmin": lambda count: garmin_export.export(*[garmin_export.activity()] * count),
    "runtastic-session": lambda count: runtastic.session(tags=[{"name": "sáng"}] * count),
    "runtastic-heart": lambda count: runtastic.written([runtastic.beat(n) for n in range(count)]),
    "samsung": lambda count: samsung.exercises(*[{}] * count),
    "samsung-live": lambda count: samsung_tracks.written(
        [samsung_tracks.said(n, heart_rate=141.0) for n in range(count)]
    ),
    "zepp": lambda count: zepp.workouts(*[zepp.RUN] * count),
    "health-auto-export-workouts": lambda count: health_auto_export_workouts.export(
        *[health_auto_export_workouts.line()] * count
    ),
}


def large(name: str, size: int) -> bytes:
    """A file of that format or index, of `size` bytes or a little more."""
    write = LARGE[name]
    few, many = len(write(100)), len(write(200))
    return write(200 + max(0, size - many) * 100 // (many - few) + 1)


def _clock(second: int) -> str:
    """06:00:00 and so many seconds, within three hours."""
    return f"{6 + second // _HOUR % 3:02d}:{second // 60 % 60:02d}:{second % 60:02d}"


def _north(second: int) -> str:
    """Degrees: a step further north each second."""
    return f"{21.5 + second * 1e-6:.6f}"
