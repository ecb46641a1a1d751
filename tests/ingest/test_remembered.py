"""What is remembered of a run judges it as its file does: repr for repr, under all rules.

Everything rests on that: other rules tried out, a runner's sex corrected, a decision taken back.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, Final

import numpy as np

from race.activity import Activity, Damage, Sport, Stated
from race.category import Sex
from race.event import Window
from race.ingest import amending, remembered, signals
from race.ingest.amending import ByHand
from race.ingest.checks import CHECKS
from race.ingest.checks.evidence import History, OwnRun
from race.ingest.copies import Copied, compare
from race.ingest.copies.likeness import Kind
from race.ingest.examine import Circumstances, Measured, judged, measured
from race.ingest.formats import read
from race.presets import PRESETS
from race.rules import Area, CheckState, ForbiddenHours, IndoorPolicy, PaceBasis, Rules
from race.track import Track, track_of
from race.verdict import Amends
from tests.fairness import forgeries, honest, vehicles
from tests.fairness.samples import Sample
from tests.ingest.test_corpus_outcomes import came, needs_corpus, rows
from tests.runs import beating, broken_off, gpx, stating, steady, with_kilometres, without_times
from tests.tracks import HUU_LUNG, MORNING, joined, run, treadmill

#: Every rule that there is, and every check that is there speaks.
ALL: Final = Rules(
    pace_fast_s=240.0,
    pace_slow_s=600.0,
    walk_slow_s=900.0,
    km_review_s=270.0,
    km_reject_s=210.0,
    min_distance_m=3000.0,
    max_distance_m=8000.0,
    upload_within_s=5400.0,
    burst_review_s=250.0,
    burst_m=400.0,
    max_pause_s=60.0,
    runs_per_day=1,
    day_distance_m=6000.0,
    heart_rate_required=True,
    cadence_required=True,
    forbidden_hours=(ForbiddenHours(days=(6, 7), from_s=6 * 3600.0, to_s=6.25 * 3600.0),),
    areas=(Area(name="xã", lat=HUU_LUNG[0], lon=HUU_LUNG[1], radius_m=2000.0),),
    checks={check.name: CheckState.ON for check in CHECKS},
)
RULES: Final = {
    **{name: preset.rules for name, preset in PRESETS.items()},
    "all": ALL,
    "watched": replace(ALL, checks={check.name: CheckState.SHADOW for check in CHECKS}),
    "moving": replace(
        ALL, pace_basis=PaceBasis.MOVING, indoor=IndoorPolicy.ALLOW, sports=("walk",)
    ),
    "lenient": replace(ALL, indoor=IndoorPolicy.REVIEW, areas=(), forbidden_hours=()),
}

#: Codes that a run can have in the circumstances below.
SPEAKING: Final = {
    *("NO_TIME", "NO_POINTS", "CORRUPT_PARTIAL", "CLOCK", "WRONG_SPORT", "INDOOR"),
    *("AFTER_WINDOW", "LATE_UPLOAD", "FORBIDDEN_HOURS", "GEOFENCE", "PER_DAY", "LONG_PAUSE"),
    *("TOO_SHORT", "TOO_LONG", "TOO_SLOW", "TOO_FAST", "KM_TOO_FAST", "BURST"),
    *("VEHICLE_PART", "LOOKS_DRAWN", "TIME_SCALED", "POOR_GPS", "HEART_RATE", "CADENCE"),
    *("MISMATCH_DISTANCE", "DUP_SAME_FILE", "DUP_COPY", "OVERLAP_OWN"),
}


@dataclass(frozen=True, kw_only=True)
class Case:
    """A run as it came out of its file, or as a person made it."""

    name: str
    run: Measured


def remembering(found: Measured) -> Measured:
    """The run by what is kept of it, as a database keeps it: as the text of JSON."""
    kept = {"remembered": remembered.to_dict(found), "signals": signals.to_dict(found.signals)}
    again = json.loads(json.dumps(kept, ensure_ascii=False, allow_nan=False))
    return remembered.of(again["remembered"], again["signals"])


def circumstances(found: Measured, rules: Rules) -> Iterator[Circumstances]:
    """In an event that the run lies in, across the end of, and without an event; sent at once and
    late; of nobody known, of a girl, and of an old man who has run before and copies others."""
    began = found.metrics.started_at if np.isfinite(found.metrics.started_at) else MORNING
    at = datetime.fromtimestamp(began, UTC)
    hours = timedelta(hours=1)
    yield Circumstances(rules=rules, received_at=at + 3 * hours)
    yield Circumstances(
        rules=rules,
        received_at=at + 1 * hours,
        sex=Sex.FEMALE,
        age=12,
        window=Window(
            starts_at=at - 30 * hours, ends_at=at + 30 * hours, timezone="Asia/Ho_Chi_Minh"
        ),
        history=History(),
    )
    yield Circumstances(
        rules=rules,
        received_at=at + 100 * hours,
        sex=Sex.MALE,
        age=77,
        window=Window(starts_at=at - hours, ends_at=at + hours / 4, timezone="Asia/Ho_Chi_Minh"),
        history=_past(began),
    )


def _past(began: float) -> History:
    own = OwnRun(started_at=began - 600, ended_at=began + 600, official_m=4000.0)
    track = run((600, 3.0), every_s=5)
    copied = Copied(
        activity="run",
        bib="00007",
        event="event",
        kind=Kind.SAME,
        likeness=compare(track, track),
        own=False,
        started_at=began,
    )
    return History(own=(own,), same_file_of_others=2, copies=(copied,))


def differences(found: Measured) -> list[str]:
    """Where what is remembered judges otherwise than the file."""
    again = remembering(found)
    told = []
    for name, rules in RULES.items():
        for number, each in enumerate(circumstances(found, rules)):
            by_file, by_memory = (repr(judged(one, each).findings) for one in (found, again))
            if by_file != by_memory:
                told.append(f"{name} {number}:\n{by_file}\n{by_memory}")
    return told


def of_track(name: str, track: Track, **about: Any) -> Case:
    stated = Stated(**{"sport": Sport.RUN, **about})
    activity = Activity(track=track, stated=stated, format="fit")
    return Case(name=name, run=measured(activity, None, (5000.0,)))


def of_file(name: str, data: bytes) -> Iterator[Case]:
    for activity in read(data, f"{name}.gpx"):
        yield Case(name=name, run=measured(activity, None, (5000.0,)))


def of_sample(made: Callable[[int], Sample], number: int) -> Case:
    sample = made(number)
    return Case(name=sample.name, run=measured(sample.activity, None, (5000.0,)))


@cache
def cases() -> tuple[Case, ...]:
    """Runs of every kind that checks tell apart."""
    return tuple(_cases())


def _cases() -> Iterator[Case]:
    yield from of_file("honest", gpx(steady(5050, 1500)))
    yield from of_file("walk", gpx(steady(5050, 4900), sport="walking"))
    yield from of_file("ride", gpx(steady(9000, 1500), sport="cycling"))
    yield from of_file("kilometres", gpx(*with_kilometres(300, 205, 170, 300, 300)))
    yield from of_file("short", gpx(steady(800, 300)))
    yield from of_file("zoneless", gpx(steady(5050, 1500), zoned=False))
    yield from of_file("broken off", broken_off(gpx(steady(5050, 1500))))
    yield from of_file("without times", without_times(gpx(steady(5050, 1500))))
    yield from of_file("stating", stating(gpx(steady(5050, 1500)), 6500.0))
    yield from of_file(
        "beating", beating(gpx(steady(5050, 1500)), np.linspace(90, 190, 301).tolist())
    )
    late = run((600, 3.0), start=MORNING + 3600)
    yield of_track("paused", joined(run((600, 3.0)), late))
    yield of_track("climbing", run((1500, 3.0), heights=(0, 50, 20, 90)), device="Forerunner 255")
    yield of_track("treadmill", treadmill(), distance_m=5100.0, timer_s=1530.0, indoor=True)
    yield of_track("without steps", treadmill(cadence=float("nan")), indoor=True)
    yield of_track("no point", track_of(time=[], lat=[], lon=[]), elapsed_s=1800.0)
    told = {"started_at": MORNING, "elapsed_s": 1800.0, "distance_m": 5000.0}
    yield of_track("told by an index", track_of(time=[], lat=[], lon=[]), **told)
    yield of_track("one point", run((0, 0.0)))
    hurt = of_track("hurt", run((1500, 3.0))).run
    damage = Damage(line=None, reason="truncated")
    yield Case(name="hurt", run=replace(hurt, activity=replace(hurt.activity, damage=damage)))
    yield from corrected(hurt)
    for number in range(2):
        yield of_sample(honest.honest, number)
        yield of_sample(vehicles.ride, number)
        yield of_sample(vehicles.motor, number)
        yield of_sample(vehicles.lift, number)
        yield of_sample(forgeries.drawn_by_pace, number)
        yield of_sample(forgeries.faster_clock, number)
        yield of_sample(forgeries.every_second, number)


def corrected(whole: Measured) -> Iterator[Case]:
    """By a person."""
    part = Amends(from_s=300.0, to_s=1200.0, shift_s=3600.0)
    yield Case(name="a part of it", run=amending.amended(whole, part, whole.track, (5000.0,)))
    by_hand = ByHand(distance_m=5012.3, elapsed_s=1500.7, started_at=MORNING)
    yield Case(name="by hand", run=amending.entered(by_hand, "0" * 64))


def test_a_run_is_judged_by_what_is_remembered_as_by_its_file() -> None:
    differing = {case.name: differences(case.run) for case in cases()}
    assert {name: told for name, told in differing.items() if told} == {}


def test_what_is_remembered_is_remembered_again_as_it_was() -> None:
    """So that a run may be judged again as often as anybody likes."""
    for case in cases():
        once, again = remembered.to_dict(case.run), remembering(case.run)
        assert json.dumps(remembered.to_dict(again)) == json.dumps(once), case.name
        assert signals.to_dict(again.signals) == signals.to_dict(case.run.signals), case.name


def test_these_runs_make_the_checks_speak() -> None:
    """Else equality says nothing about them."""
    spoken = {
        flag.code
        for case in cases()
        for each in circumstances(case.run, ALL)
        for flag in judged(case.run, each).verdict.flags
    }
    assert SPEAKING - spoken == set()


@needs_corpus
def test_real_files_too() -> None:
    found = {row["file"]: came(row["file"]) for row in rows()}
    differing = {
        f"{file} {number}": differences(each)
        for file, whole in found.items()
        for number, each in enumerate(whole.runs)
    }
    assert {name: told for name, told in differing.items() if told} == {}
    assert len(differing) > 100
