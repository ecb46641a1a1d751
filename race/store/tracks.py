"""The tracks of recorded runs, every number as it was measured."""

import io
from dataclasses import dataclass

import numpy as np
from sqlalchemy import Connection, select

from race.store import rows
from race.store.tables import tracks
from race.track import SENSORS, Track, track_of


def put(connection: Connection, event_id: str, activity_id: str, track: Track) -> None:
    """Keep the track of a run, over the one that it had."""
    row = _TrackRow(event_id=event_id, activity_id=activity_id, data=_packed(track))
    rows.upsert(connection, tracks, [row])


def renew(connection: Connection, event_id: str, activity_id: str, track: Track) -> None:
    """Keep the track of a run over the one that it had, unless that is the same, bit by bit."""
    kept = get(connection, event_id, activity_id)
    if kept is None or _bits(kept) != _bits(track):
        put(connection, event_id, activity_id, track)


def get(connection: Connection, event_id: str, activity_id: str) -> Track | None:
    """The track of a run, every number as it was put."""
    wanted = rows.pick(tracks, _TrackRow).where(
        tracks.c.event_id == event_id, tracks.c.activity_id == activity_id
    )
    row = rows.one(connection, wanted, _TrackRow)
    return None if row is None else _unpacked(row.data)


def path(connection: Connection, event_id: str, activity_id: str) -> Track | None:
    """When and where a run was, or how the heart beat where it was nowhere: its track without the
    rest, and in one segment, which takes a fraction of the time."""
    wanted = select(tracks.c.data).where(
        tracks.c.event_id == event_id, tracks.c.activity_id == activity_id
    )
    data = connection.execute(wanted).scalar_one_or_none()
    if data is None:
        return None
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        time, lat, lon = (arrays[name] for name in ("time", "lat", "lon"))
        nowhere = not np.isfinite(lat).any()
        heart = [name for name in ("heart_rate",) if nowhere and name in arrays]
        return track_of(time=time, lat=lat, lon=lon, sensors={n: arrays[n] for n in heart})


@dataclass(frozen=True, kw_only=True)
class _TrackRow:
    event_id: str
    activity_id: str
    #: A compressed .npz archive, one array a channel.
    data: bytes


def _packed(track: Track) -> bytes:
    buffer = io.BytesIO()
    np.savez_compressed(
        buffer,
        allow_pickle=False,
        time=track.time,
        lat=track.lat,
        lon=track.lon,
        ele=track.ele,
        segment=track.segment,
        **track.sensors,
    )
    return buffer.getvalue()


def _unpacked(data: bytes) -> Track:
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        sensors = {name: arrays[name] for name in SENSORS if name in arrays}
        core = {name: arrays[name] for name in ("time", "lat", "lon", "ele", "segment")}
    return Track(**core, sensors=sensors)


def _bits(track: Track) -> dict[str, bytes]:
    core = {name: getattr(track, name) for name in ("time", "lat", "lon", "ele", "segment")}
    return {name: values.tobytes() for name, values in {**core, **track.sensors}.items()}
