"""From the workouts of an Apple Health export to what is stated of each run."""

import re
from collections.abc import Iterator
from typing import Final

import numpy as np

from race.activity import Sport, Stated, Summary
from race.ingest.formats import dates, sports
from race.ingest.formats.apple_health_events import Events, Workout, measure
from race.ingest.formats.exports import SECONDS, known, name, positive
from race.track import FloatArray, Track, track_of

#: Heart rates handed out in all: 700 an hour, as watches note them, in 2,800 hours. Each may count
#: for several workouts, for apps copy each other's; a hostile file has all of them in each.
MAX_SAMPLES: Final = 2_000_000

#: What Apple's list of sports leaves open; every other name in it that is no way of moving on
#: foot, by bicycle or in water is another sport.
_OPEN: Final = frozenset({"", "Other", "TrackAndField"})
#: A device describes itself as
#: ``<<HKDevice: 0x…>, name:…, manufacturer:…, model:…, hardware:…, software:…>``.
_FIELD: Final = re.compile(r",\s*(name|manufacturer|model|hardware|firmware|software|\w+ID):")


def summaries(events: Events) -> Iterator[Summary]:
    """What is stated of each workout, in file order."""
    order = np.argsort(np.asarray(events.beat_times), kind="stable")
    times, beats = np.asarray(events.beat_times)[order], np.asarray(events.beats)[order]
    left = MAX_SAMPLES
    for workout in events.workouts:
        start, zone_known = dates.zoned_epoch_s(workout.words.get("startDate", ""))
        end, _ = dates.zoned_epoch_s(workout.words.get("endDate", ""))
        samples = None
        first, last = np.searchsorted(times, start), np.searchsorted(times, end, side="right")
        if start <= end and 0 < last - first <= left:
            left -= int(last - first)
            samples = _samples(times[first:last], beats[first:last], workout.resumed)
        yield Summary(
            stated=_stated(workout, start, end),
            files=tuple(filter(None, workout.routes)),
            samples=samples,
            zone_known=zone_known,
        )


def _samples(times: FloatArray, beats: FloatArray, resumed: list[float]) -> Track:
    """By time: the export lists heart rates source by source, one after the other."""
    unknown = np.full(len(times), np.nan)
    return track_of(
        time=times,
        lat=unknown,
        lon=unknown,
        segment=np.searchsorted(np.sort(resumed), times, side="right"),
        sensors={"heart_rate": beats},
    )


def _stated(workout: Workout, start: float, end: float) -> Stated:
    words = workout.words
    return Stated(
        sport=_sport(words.get("workoutActivityType", "")),
        app=name(words.get("sourceName", "")),
        device=_device(words.get("device", "")),
        distance_m=workout.distance_m,
        elapsed_s=positive(end - start),
        timer_s=measure(words.get("duration"), words.get("durationUnit"), SECONDS),
        indoor=workout.indoor,
        started_at=known(start),
        laps=tuple(workout.laps),
    )


def _sport(kind: str) -> Sport:
    """Of ``HKWorkoutActivityTypeRunning``."""
    word = kind.removeprefix("HKWorkoutActivityType")
    found = sports.sport(word)
    return Sport.OTHER if found is Sport.UNKNOWN and word not in _OPEN else found


def _device(text: str) -> str | None:
    """Its name, and its model where that is not the same: "Apple Watch Watch6,2"."""
    _, *parts = _FIELD.split(text.rstrip(">"))
    fields = dict(zip(parts[::2], parts[1::2], strict=True))
    model = fields.get("hardware") or fields.get("model", "")
    called = fields.get("name", "")
    return name(called if model in called else f"{called} {model}")
