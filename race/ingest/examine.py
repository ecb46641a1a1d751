"""One activity, from what was read to a verdict: clean → measure → check → judge."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np

from race.activity import Activity, Stated
from race.category import Sex
from race.event import Window
from race.ingest.checks import run_checks
from race.ingest.checks.evidence import WALKED, Evidence, History
from race.ingest.clean import Notes, clean
from race.ingest.copies import Fingerprint, fingerprint
from race.ingest.indoor import Indoor, indoors, sampled
from race.ingest.pauses import with_pauses
from race.ingest.signals import Signals, signals
from race.ingest.signals.recording import Recording
from race.metrics import Effort, Metrics, distance_along, fastest, measure, raw_distance
from race.official import official_distance
from race.rules import Rules
from race.track import Track
from race.verdict import Flag, Verdict, judge


@dataclass(frozen=True, kw_only=True)
class Circumstances:
    """What an activity is judged by beside itself."""

    rules: Rules
    #: When the file came in; aware.
    received_at: datetime
    sex: Sex = Sex.OPEN
    #: Whole years on the first day of the event; None when unknown.
    age: int | None = None
    #: None without an event: its checks are left out.
    window: Window | None = None
    history: History | None = None
    #: Metres whose best effort is wanted beside the usual ones.
    distances: tuple[float, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One activity, cleaned and measured; everything that costs time is done."""

    activity: Activity
    #: The track that was measured.
    track: Track
    notes: Notes
    metrics: Metrics
    #: Metres that count; NaN when unknown.
    official_m: float
    #: What the recording looks like.
    signals: Signals
    #: By what copies of it are found.
    fingerprint: Fingerprint
    #: What bears out a run without satellites; None of one outdoors.
    indoor: Indoor | None = None
    #: The best of each distance that was asked for, by official distance: what results take.
    race_efforts: tuple[Effort, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Examination(Measured):
    """Everything that is known of one activity."""

    #: What every check found, kept rules included.
    findings: tuple[Flag, ...]
    verdict: Verdict


def examine(activity: Activity, circumstances: Circumstances) -> Examination:
    """Measure and judge one activity; the same input gives the same answer."""
    return judged(measured(activity, circumstances.window, circumstances.distances), circumstances)


def measured(
    activity: Activity, window: Window | None, distances: tuple[float, ...] = ()
) -> Measured:
    """Clean and measure one activity; `distances` (m) are looked for beside the usual efforts."""
    activity = _in_event_zone(activity, window)
    found = sampled(activity) if indoors(activity) else None
    track, notes, indoor = found or (*clean(with_pauses(activity.track)), None)
    return of_track(activity, track, notes, indoor, distances)


def of_track(
    activity: Activity,
    track: Track,
    notes: Notes,
    indoor: Indoor | None,
    distances: tuple[float, ...] = (),
) -> Measured:
    """Measure an activity of which `track` counts, with the notes of how it was cleaned."""
    metrics = _metrics(activity, track, distances)
    # To the millimetre: a sum of doubles misses what was run by a millionth of one.
    official = round(
        official_distance(
            metrics.distance_m,
            activity.stated.distance_m,
            walked=activity.stated.sport in WALKED,
        ),
        3,
    )
    return Measured(
        activity=activity,
        track=track,
        notes=notes,
        metrics=metrics,
        official_m=official,
        indoor=indoor,
        signals=signals(_recording(activity, track, notes)),
        fingerprint=fingerprint(track),
        race_efforts=_race_efforts(track, metrics.distance_m, official, distances),
    )


def _recording(activity: Activity, track: Track, notes: Notes) -> Recording:
    return Recording(
        raw=activity.track,
        track=track,
        along=distance_along(track),
        notes=notes,
        stated=activity.stated,
        format=activity.format,
    )


def _race_efforts(
    track: Track, ours_m: float, official_m: float, distances: Iterable[float]
) -> tuple[Effort, ...]:
    """The best of each distance that counts. Where less counts than we measured, a window is as
    much longer on our curve: a noisy watch must not win."""
    stretch = max(1.0, ours_m / official_m) if official_m > 0 else 1.0
    found = []
    for metres in distances:
        effort = fastest(track, metres * stretch) if official_m >= metres else None
        if effort is not None:
            found.append(replace(effort, distance_m=metres))
    return tuple(found)


def judged(run: Measured, circumstances: Circumstances) -> Examination:
    """Let every check look at a measured activity."""
    evidence = Evidence(
        activity=run.activity,
        notes=run.notes,
        metrics=run.metrics,
        official_m=run.official_m,
        indoor=run.indoor,
        signals=run.signals,
        age=circumstances.age,
        rules=circumstances.rules,
        sex=circumstances.sex,
        received_at=circumstances.received_at,
        window=circumstances.window,
        history=circumstances.history,
    )
    findings = tuple(run_checks(evidence))
    return Examination(**vars(run), findings=findings, verdict=judge(findings))


def _metrics(activity: Activity, track: Track, distances: Iterable[float]) -> Metrics:
    metrics = measure(track, distances)
    if len(track) > 1:
        return metrics
    # A route without times has a length all the same, and a run without points its day.
    fixed = activity.track.take(activity.track.positioned)
    length = raw_distance(fixed) if len(fixed) > 1 else np.nan
    began, ended = _stated_times(activity.stated, metrics)
    return replace(
        metrics,
        points=len(fixed),
        segments=len(np.unique(fixed.segment)),
        started_at=began,
        ended_at=ended,
        distance_m=length,
        raw_distance_m=length,
    )


def _stated_times(stated: Stated, metrics: Metrics) -> tuple[float, float]:
    """When a run began and ended (s since 1970), where no two points tell."""
    if np.isfinite(metrics.started_at) or stated.started_at is None:
        return metrics.started_at, metrics.ended_at
    lasted = stated.elapsed_s or stated.timer_s or 0.0
    return stated.started_at, stated.started_at + lasted


def _in_event_zone(activity: Activity, window: Window | None) -> Activity:
    """Times without a zone were read as UTC; here they become the event's local time."""
    track, stated = activity.track, activity.stated
    times = track.time[track.timed]
    first = float(times[0]) if len(times) else stated.started_at
    if activity.zone_known or window is None or first is None:
        return activity
    local = datetime.fromtimestamp(first, UTC).replace(tzinfo=window.zone)
    shift = local.timestamp() - first
    if stated.started_at is not None:
        stated = replace(stated, started_at=stated.started_at + shift)
    return replace(activity, stated=stated, track=replace(track, time=track.time + shift))
