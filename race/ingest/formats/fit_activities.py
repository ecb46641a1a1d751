"""What the messages of one FIT file mean: its sessions, each with its points, pauses and laps."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from race.activity import Activity, Lap, Sport, Stated
from race.errors import TooManyRuns
from race.ingest.formats import fit_profile as profile
from race.ingest.formats.columns import positions, steps
from race.ingest.formats.fit_devices import app, device
from race.ingest.formats.fit_tables import Table
from race.ingest.formats.gpx_events import MAX_TRACKS
from race.track import SENSORS, FloatArray, IntArray, Track, track_of

#: Laps that are kept of a session.
MAX_LAPS: Final = 2_000
#: Seconds by which the last point may come after the end of the last lap or session and still
#: belong to it.
_SLACK_S: Final = 5.0
_ON_FOOT: Final = frozenset({Sport.RUN, Sport.WALK, Sport.HIKE, Sport.UNKNOWN})
_NEVER_BELOW_0: Final = frozenset(SENSORS) - {"temperature"}
#: The fields of a record that each sensor is taken from, the best first.
_SENSORS: Final = {
    "heart_rate": ("heart_rate",),
    "cadence": ("cadence",),
    "power": ("power",),
    "temperature": ("temperature",),
    "speed": ("enhanced_speed", "speed"),
    "accuracy": ("accuracy",),
    "distance": ("distance",),
}
#: What a session and a lap state, by `fit_profile.FIELDS`.
_MEASURES: Final = ("elapsed", "timer", "distance")
_NOTHING: Final = Table()

#: Which points or laps belong to a session: their numbers, or all.
_Rows = IntArray | slice
#: The numbers of a session or a lap, by `fit_profile.FIELDS`; NaN or missing where unknown.
_Row = Mapping[str, float]


class _Words:
    """What the sessions of a file have in common."""

    def __init__(self, messages: Mapping[int, Table]) -> None:
        file_id = messages.get(profile.FILE_ID, _NOTHING)
        self.app = app(file_id)
        self.device = device(file_id, messages.get(profile.DEVICE_INFO, _NOTHING))
        self.sport = _only(messages.get(profile.SPORT, _NOTHING).rows(slice(-1, None)))


def activities(messages: Mapping[int, Table], *, broken_off: bool) -> list[Activity]:
    """One activity a session, by their starts; where there is none, one of all laps and records;
    none without any of these. What a file that is `broken_off` recorded after the end of its last
    session is one more: its session was still to come.

    Raises TooManyRuns.
    """
    records, laps = (messages.get(kind, _NOTHING) for kind in (profile.RECORD, profile.LAP))
    points = _points(records)
    segments = _segments(records, messages.get(profile.EVENT, _NOTHING))
    words = _Words(messages)
    sessions = _by_start(messages.get(profile.SESSION, _NOTHING))
    if not sessions and (len(records) or len(laps)):
        sessions = [_sum(laps, points["time"])]
    if broken_off:
        sessions += _unfinished(sessions[-1:], points["time"])
    starts = np.array([_start(session) for session in sessions])
    points_of, laps_of = _owners(points["time"], starts), _owners(_dates(laps, "start"), starts)
    measures = {name: laps.number(name) for name in _MEASURES}
    found = []
    for number, session in enumerate(sessions):
        stated = _stated(session, words, _laps(measures, laps_of[number]))
        track = _track(points, segments, points_of[number], stated.sport)
        # The way from one sport to the next is no run.
        if len(sessions) == 1 or session.get("sport") != profile.TRANSITION:
            found.append(Activity(track=track, stated=stated, format="fit"))
    return found


def _only(rows: list[dict[str, float]]) -> _Row:
    return rows[0] if rows else {}


def _dates(table: Table, name: str) -> FloatArray:
    """Seconds since 1970; NaN for what counts from when the device was switched on."""
    times = table.number(name)
    return np.where(times >= profile.FIRST_DATE, times + profile.EPOCH_S, np.nan)


def _date(row: _Row, name: str) -> float:
    time = row.get(name, np.nan)
    return time + profile.EPOCH_S if time >= profile.FIRST_DATE else np.nan


def _by_start(table: Table) -> list[_Row]:
    if len(table) > MAX_TRACKS:
        raise TooManyRuns(limit=MAX_TRACKS)
    rows = table.rows()
    return [rows[number] for number in np.argsort([_start(row) for row in rows], kind="stable")]


def _start(session: _Row) -> float:
    """When a session began; worked out from its end where it does not say."""
    start = _date(session, "start")
    return _date(session, "end") - session.get("elapsed", np.nan) if np.isnan(start) else start


def _sum(laps: Table, time: FloatArray) -> _Row:
    """The session of a file that has none. Laps are summed up where they reach to its end: a file
    that breaks off lacks the last one."""
    first = _only(laps.rows(slice(1)))
    session = {name: first[name] for name in ("start", "sport", "sub_sport") if name in first}
    points, ends = time[np.isfinite(time)][-1:], _dates(laps, "end")[-1:]
    if len(ends) and not (ends < points - _SLACK_S).any():
        session |= {name: float(laps.number(name).sum()) for name in _MEASURES}
    return session


def _unfinished(last: list[_Row], time: FloatArray) -> list[_Row]:
    """The session that has points after the end of the last one, if there is any."""
    ends = [_start(session) + session.get("elapsed", np.nan) for session in last]
    late = time[time > ends[0] + _SLACK_S] if ends else time[:0]
    return [{"start": float(late.min()) - profile.EPOCH_S}] if len(late) else []


def _owners(time: FloatArray, starts: FloatArray) -> Sequence[_Rows]:
    """The rows of each session: a row belongs to the last session that began before, one before
    the first to the first, and one without a time to that of the row before it."""
    if len(starts) < 2:
        return [slice(None)]
    rows = np.maximum.accumulate(np.where(np.isfinite(time), np.arange(len(time)), 0))
    known = np.nan_to_num(time[rows], nan=-np.inf)
    owner = np.maximum(np.searchsorted(starts, known, side="right") - 1, 0)
    order = np.argsort(owner, kind="stable")
    return np.split(order, np.searchsorted(owner[order], np.arange(1, len(starts))))


def _points(records: Table) -> dict[str, FloatArray]:
    """The columns of a Track by name, but for its segments, for all records of the file."""
    lat, lon = positions(records.number("lat"), records.number("lon"))
    points = {"time": _dates(records, "time"), "lat": lat, "lon": lon}
    points["ele"] = _column(records, "enhanced_ele", "ele")
    for name, fields in _SENSORS.items():
        if not records.names.isdisjoint(fields):
            points[name] = _column(records, *fields)
    if "speed_distance" in records.names:
        _unpack(records.number("speed_distance"), points)
    if "fractional_cadence" in records.names and "cadence" in points:
        points["cadence"] += np.nan_to_num(records.number("fractional_cadence"))
    for name in _NEVER_BELOW_0 & points.keys():
        points[name][points[name] < 0] = np.nan
    if "heart_rate" in points:
        points["heart_rate"][points["heart_rate"] == 0] = np.nan
    return points


def _column(records: Table, *fields: str) -> FloatArray:
    """The first of these fields, and where a record has none the next one."""
    values = records.number(fields[0])
    for field in fields[1:]:
        if field in records.names:
            unknown = np.isnan(values)
            values[unknown] = records.number(field)[unknown]
    return values


def _unpack(written: FloatArray, points: dict[str, FloatArray]) -> None:
    """Speed and distance, where the points have none, from `compressed_speed_distance`: 12 bits in
    1/100 m/s, and above them 12 bits in 1/16 m, which begin again at 0 when they are full."""
    ticks, speed = np.divmod(written, 4_096)
    known = np.isfinite(ticks)
    distance = np.full(len(written), np.nan)
    distance[known] = np.cumsum(np.diff(ticks[known], prepend=0) % 4_096) / 16
    points.setdefault("speed", speed / 100)
    points.setdefault("distance", distance)


def _segments(records: Table, events: Table) -> IntArray:
    """A new segment begins where the timer was started again after a stop.

    Events stand among the records where they happened; where a program wrote them all in front or
    at the end, their times tell.
    """
    kinds = events.number("type")
    starts = np.isin(kinds, profile.STARTS)
    told = np.flatnonzero(
        (events.number("event") == profile.TIMER) & (starts | np.isin(kinds, profile.STOPS))
    )
    again = told[1:][starts[told[1:]] & ~starts[told[:-1]]]
    if len(again) == 0 or len(records) == 0:
        return np.zeros(len(records), dtype=np.int64)
    if ((events.at[again] > records.at[0]) & (events.at[again] < records.at[-1])).any():
        return np.searchsorted(events.at[again], records.at)
    known = np.nan_to_num(_dates(records, "time"), nan=-np.inf)
    passed = np.searchsorted(np.sort(_dates(events, "time")[again]), known, side="right")
    return np.maximum.accumulate(passed)


def _track(
    points: Mapping[str, FloatArray], segments: IntArray, rows: _Rows, sport: Sport
) -> Track:
    picked = {name: values[rows] for name, values in points.items()}
    sensors = {name: picked[name] for name in SENSORS if name in picked}
    sensors = {name: values for name, values in sensors.items() if np.isfinite(values).any()}
    if "cadence" in sensors and sport in _ON_FOOT:
        sensors["cadence"] = steps(sensors["cadence"])
    return track_of(
        time=picked["time"],
        lat=picked["lat"],
        lon=picked["lon"],
        ele=picked["ele"],
        segment=np.cumsum(np.diff(segments[rows], prepend=segments[rows][:1]) > 0),
        sensors=sensors,
    )


def _laps(columns: Mapping[str, FloatArray], rows: _Rows) -> tuple[Lap, ...]:
    measures = (columns[name][rows][:MAX_LAPS].tolist() for name in _MEASURES)
    return tuple(
        Lap(elapsed_s=_positive(elapsed), timer_s=_positive(timer), distance_m=_positive(distance))
        for elapsed, timer, distance in zip(*measures, strict=True)
    )


def _stated(session: _Row, words: _Words, laps: tuple[Lap, ...]) -> Stated:
    named = session if session.get("sport", np.nan) >= 0 else words.sport
    start = _start(session)
    elapsed, timer, distance = (session.get(name, np.nan) for name in _MEASURES)
    return Stated(
        sport=_sport(named),
        app=words.app,
        device=words.device,
        distance_m=_positive(distance),
        elapsed_s=_positive(elapsed),
        timer_s=_positive(timer),
        indoor=named.get("sub_sport") in profile.INDOOR,
        started_at=None if np.isnan(start) else start,
        laps=laps,
    )


def _sport(named: _Row) -> Sport:
    sport, sub_sport = (named.get(name, np.nan) for name in ("sport", "sub_sport"))
    if np.isnan(sport) or sport in profile.VAGUE_SPORTS:
        sport = profile.SPORT_OF.get(sub_sport, sport)
    return profile.SPORTS.get(sport, Sport.UNKNOWN)


def _positive(value: float) -> float | None:
    """A stated measure; what is 0 or missing was not measured."""
    return value if value > 0 else None
