"""What every format and every index promises, for the tests that hold them to it."""

import io
import pickle
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Final

import numpy as np

from race.activity import Activity, Damage, Lap, Stated, Summary
from race.errors import UnreadableFile
from race.i18n import both
from race.ingest.formats import FORMATS, INDEXES
from race.ingest.formats.format import Format, Index
from race.track import Track
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

#: A small file of each, which a new one adds.
SAMPLES: Final[Mapping[str, bytes]] = {
    "gpx": gpx_apps.sample(),
    "tcx": tcx.sample(),
    "fit": fit.sample(),
    "kml": kml.sample(),
    "sml": sml.sample(),
    "suunto": suunto.sample(),
    "nike": nike.sample(),
    "runtastic": runtastic.sample(),
    "polar-session": polar_session.sample(),
    "polar-csv": polar_csv.sample(),
    "samsung-location": samsung_tracks.sample(),
    "health-auto-export": health_auto_export.sample(),
    "strava-streams": strava_streams.sample(),
    "takeout": takeout.sample(),
    "hitrack": hitrack.sample(),
    "nmea": nmea.sample(),
    "table": table.sample(),
    "apple-health": apple_health.sample(),
    "strava": strava_export.sample(),
    "runkeeper": runkeeper.sample(),
    "garmin": garmin_export.sample(),
    "runtastic-session": runtastic.sample_session(),
    "runtastic-heart": runtastic.sample_heart(),
    "samsung": samsung.sample(),
    "samsung-live": samsung_tracks.sample_live(),
    "zepp": zepp.sample(),
    "health-auto-export-workouts": health_auto_export_workouts.sample(),
}
#: The name of a file may be the only thread to its track; this one begins with an identity.
FILE: Final = "3f0c6f0e-8f6e-4e7e-9c43-5d7a1b2c3d4e.x.json"
#: No number of a run is as large.
_LARGEST: Final = 1e10


@dataclass(frozen=True, kw_only=True)
class Reader:
    """A format or an index, and a small file of it."""

    known: Format | Index
    sample: bytes

    @property
    def name(self) -> str:
        """As `FORMATS` or `INDEXES` has it."""
        return self.known.name

    def read(self, data: bytes) -> Sequence[Activity | Summary]:
        """Everything that it finds; UnreadableFile."""
        if isinstance(self.known, Format):
            return self.known.read(data)
        return list(self.known.read(io.BytesIO(data), FILE))

    def outcome(self, data: bytes) -> Sequence[Activity | Summary] | UnreadableFile:
        """What comes of any bytes, held to what was promised of it."""
        try:
            found = self.read(data)
        except UnreadableFile as refusal:
            holds_refusal(refusal)
            return refusal
        assert found or isinstance(self.known, Index), "a format reads one activity or refuses"
        for each in found:
            if isinstance(each, Activity):
                assert each.format == self.name
                _holds_damage(each.damage)
            holds(each)
        return found


#: In the order in which they are asked.
KNOWN: Final[tuple[Format | Index, ...]] = (*FORMATS, *INDEXES)
READERS: Final = tuple(Reader(known=known, sample=SAMPLES[known.name]) for known in KNOWN)


def points(found: Iterable[Activity | Summary] | UnreadableFile) -> int:
    """How many there are in all; 0 in what was refused."""
    if isinstance(found, UnreadableFile):
        return 0
    tracks = [each.track if isinstance(each, Activity) else each.samples for each in found]
    return sum(len(track) for track in tracks if track is not None)


def equal(first: Activity | Summary, second: Activity | Summary) -> bool:
    """The same to the last bit."""
    return pickle.dumps(_bare(first)) == pickle.dumps(_bare(second))


def holds_refusal(refusal: UnreadableFile) -> None:
    """It can be said in every language, and sent from one process to another."""
    assert all(both(refusal.text, refusal.facts).values())
    again = pickle.loads(pickle.dumps(refusal))  # noqa: S301 -- our own bytes
    assert (type(again), again.facts) == (type(refusal), refusal.facts)


def holds(each: Activity | Summary) -> None:
    """What readers promise beyond what a Track checks at its birth."""
    _holds_stated(each.stated)
    assert isinstance(each.zone_known, bool)
    if isinstance(each, Activity):
        _holds_track(each.track)
        return
    assert all(isinstance(file, str) and file for file in each.files)
    if each.samples is not None:
        _holds_track(each.samples)
        assert not each.samples.positioned.any()


def _holds_track(track: Track) -> None:
    assert (np.isfinite(track.lat) == np.isfinite(track.lon)).all()
    assert not ((track.lat == 0) & (track.lon == 0)).any()
    for values in (track.time, track.ele, *track.sensors.values()):
        assert not np.isinf(values).any()
        assert not (np.abs(values) >= _LARGEST).any()
    for name, values in track.sensors.items():
        assert np.isfinite(values).any(), f"{name} has no value and is there"
        assert name == "temperature" or not (values < 0).any()
    assert not (track.sensor("heart_rate") == 0).any()
    assert len(track) == 0 or track.segment[0] == 0
    assert not (np.diff(track.segment) > 1).any()


def _holds_stated(stated: Stated) -> None:
    for value in (stated.distance_m, stated.elapsed_s, stated.timer_s):
        _holds_measure(value)
    assert stated.started_at is None or abs(stated.started_at) < _LARGEST
    for name in (stated.app, stated.device):
        assert name is None or (0 < len(name.strip()) <= 200 and name.isprintable())
    for lap in stated.laps:
        assert isinstance(lap, Lap)
        for value in (lap.distance_m, lap.elapsed_s, lap.timer_s):
            _holds_measure(value)


def _holds_measure(value: float | None) -> None:
    assert value is None or (isfinite(value) and 0 < value < _LARGEST)


def _holds_damage(damage: Damage | None) -> None:
    assert damage is None or (damage.reason and (damage.line is None or damage.line > 0))


def _bare(each: Activity | Summary) -> tuple[object, ...]:
    track = each.track if isinstance(each, Activity) else each.samples
    arrays = () if track is None else _arrays(track)
    own = each.damage if isinstance(each, Activity) else each.files
    return (each.stated, arrays, own, each.zone_known)


def _arrays(track: Track) -> tuple[object, ...]:
    columns = (track.time, track.lat, track.lon, track.ele, track.segment)
    return tuple(column.tobytes() for column in columns), tuple(
        (name, values.tobytes()) for name, values in track.sensors.items()
    )
