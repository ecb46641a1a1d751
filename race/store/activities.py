"""Recorded runs and what was found in them; their tracks; what referees said."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from sqlalchemy import Connection, Select, and_, func, select

from race.store import rows
from race.store.sequences import next_number
from race.store.tables import activities, rulings, tracks
from race.track import SENSORS, Track, track_of


@dataclass(frozen=True, kw_only=True)
class ActivityRow:
    """One run inside an upload, with its last examination."""

    event_id: str
    id: str
    submission_id: str
    bib: str
    #: 0 for the run of the file that began first.
    position: int
    #: Its name inside an archive; None in a single file.
    member: str | None
    #: One of `race.activity.Sport`.
    sport: str
    #: Seconds since 1970 UTC; None without times.
    started_at: float | None
    ended_at: float | None
    #: Metres as we measure them; None when unknown, as for the two below.
    distance_m: float | None
    #: Metres that count.
    official_distance_m: float | None
    #: Seconds of wall clock, pauses included.
    elapsed_s: float | None
    #: What the file states, JSON values.
    stated: Mapping[str, Any]
    #: What was measured, JSON values.
    metrics: Mapping[str, Any]
    #: What was found, JSON values.
    flags: Sequence[Mapping[str, Any]]
    #: The proposal of the program: one of `race.verdict.Outcome`.
    verdict: str
    #: The version of the event's rules by which it was judged.
    rules_version: int
    examined_at: datetime
    #: What stands now, rulings included: one of `race.verdict.Outcome`.
    state: str


@dataclass(frozen=True, kw_only=True)
class RulingRow:
    """What a referee decided; it stands over the verdict and is never changed."""

    event_id: str
    #: 1, 2, 3, … in its event; the highest of an activity stands.
    id: int
    activity_id: str
    #: "accept", "reject" or "ask".
    decision: str
    reason: str
    account_id: str
    decided_at: datetime
    #: The state of the activity before.
    previous: str


def add(connection: Connection, row: ActivityRow) -> None:
    """Keep a run; its upload first."""
    rows.add(connection, activities, row)


def get(connection: Connection, event_id: str, activity_id: str) -> ActivityRow | None:
    """The run of that id."""
    wanted = _activities(event_id).where(activities.c.id == activity_id)
    return rows.one(connection, wanted, ActivityRow)


def of_submission(connection: Connection, event_id: str, submission_id: str) -> list[ActivityRow]:
    """The runs of an upload, in the order of the file."""
    wanted = _activities(event_id).where(activities.c.submission_id == submission_id)
    return rows.many(connection, wanted.order_by(activities.c.position), ActivityRow)


def of_entry(connection: Connection, event_id: str, bib: str) -> list[ActivityRow]:
    """The runs of a runner by their start; those without times last."""
    begun = activities.c.started_at.asc().nulls_last()
    wanted = _activities(event_id).where(activities.c.bib == bib)
    return rows.many(connection, wanted.order_by(begun, activities.c.id), ActivityRow)


def of_event(connection: Connection, event_id: str) -> list[ActivityRow]:
    """Every run of an event, by bib and start."""
    begun = activities.c.started_at.asc().nulls_last()
    wanted = _activities(event_id).order_by(activities.c.bib, begun, activities.c.id)
    return rows.many(connection, wanted, ActivityRow)


def in_state(connection: Connection, event_id: str, state: str) -> list[ActivityRow]:
    """The runs of an event in a state, the longest waiting first."""
    wanted = _activities(event_id).where(activities.c.state == state)
    return rows.many(connection, wanted.order_by(activities.c.examined_at), ActivityRow)


def count_by_state(connection: Connection, event_id: str) -> dict[str, int]:
    """How many runs of an event are in each state."""
    counted = select(activities.c.state, func.count().label("runs")).group_by(activities.c.state)
    wanted = counted.where(activities.c.event_id == event_id)
    return {row["state"]: row["runs"] for row in connection.execute(wanted).mappings()}


def begun_between(
    connection: Connection, event_ids: Sequence[str], from_s: float, to_s: float
) -> list[ActivityRow]:
    """The runs of these events that began from `from_s` to `to_s` (s since 1970), by start."""
    wanted = rows.pick(activities, ActivityRow).where(
        activities.c.event_id.in_(event_ids), activities.c.started_at.between(from_s, to_s)
    )
    return rows.many(connection, wanted.order_by(activities.c.started_at), ActivityRow)


def update(connection: Connection, row: ActivityRow) -> bool:
    """Write a run over itself, as after another examination or a ruling."""
    return rows.update(connection, activities, row)


def put_track(connection: Connection, event_id: str, activity_id: str, track: Track) -> None:
    """Keep the track of a run, over the one that it had."""
    row = _TrackRow(event_id=event_id, activity_id=activity_id, data=_packed(track))
    rows.upsert(connection, tracks, [row])


def track(connection: Connection, event_id: str, activity_id: str) -> Track | None:
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


def add_ruling(
    connection: Connection,
    *,
    event_id: str,
    activity_id: str,
    decision: str,
    reason: str,
    account_id: str,
    decided_at: datetime,
    previous: str,
) -> RulingRow:
    """Add what a referee decided."""
    row = RulingRow(
        event_id=event_id,
        id=next_number(connection, event_id, "ruling"),
        activity_id=activity_id,
        decision=decision,
        reason=reason,
        account_id=account_id,
        decided_at=decided_at,
        previous=previous,
    )
    rows.add(connection, rulings, row)
    return row


def rulings_of(connection: Connection, event_id: str, activity_id: str) -> list[RulingRow]:
    """What was decided about a run, the first decision first."""
    mine = (rulings.c.event_id == event_id, rulings.c.activity_id == activity_id)
    wanted = rows.pick(rulings, RulingRow).where(*mine).order_by(rulings.c.id)
    return rows.many(connection, wanted, RulingRow)


def decisions_of_entry(connection: Connection, event_id: str, bib: str) -> dict[str, str]:
    """What was decided last about each run of a runner about which anything was decided."""
    wanted = (
        select(rulings.c.activity_id, rulings.c.decision)
        .join(
            activities,
            and_(
                activities.c.event_id == rulings.c.event_id,
                activities.c.id == rulings.c.activity_id,
            ),
        )
        .where(rulings.c.event_id == event_id, activities.c.bib == bib)
        .order_by(rulings.c.id)
    )
    return {row["activity_id"]: row["decision"] for row in connection.execute(wanted).mappings()}


def rulings_of_event(connection: Connection, event_id: str) -> list[RulingRow]:
    """Every decision of an event, the first first."""
    wanted = rows.pick(rulings, RulingRow).where(rulings.c.event_id == event_id)
    return rows.many(connection, wanted.order_by(rulings.c.id), RulingRow)


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


def _activities(event_id: str) -> Select[Any]:
    return rows.pick(activities, ActivityRow).where(activities.c.event_id == event_id)


def newest(connection: Connection, event_id: str, state: str, limit: int) -> list[ActivityRow]:
    """The runs of an event in a state that were examined last, the newest first."""
    wanted = _activities(event_id).where(activities.c.state == state)
    newest_first = wanted.order_by(activities.c.examined_at.desc(), activities.c.id)
    return rows.many(connection, newest_first.limit(limit), ActivityRow)


def total_m(connection: Connection, event_id: str, state: str) -> float:
    """Metres that count of all runs of an event in a state."""
    summed = select(func.sum(activities.c.official_distance_m)).where(
        activities.c.event_id == event_id, activities.c.state == state
    )
    return float(connection.execute(summed).scalar_one() or 0.0)
