"""Every check with a run that keeps its rule and one that breaks it; presets as published."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest

from race import flags
from race.activity import Activity, Damage, Sport
from race.category import Sex
from race.ingest.checks import CHECKS
from race.ingest.checks.evidence import History, OwnRun
from race.ingest.examine import Examination
from race.presets import PRESETS
from race.rules import Area, CheckState, ForbiddenHours, PaceBasis, Rules
from race.track import Track, track_of
from race.verdict import Outcome, Severity
from tests.ingest.copying import earlier
from tests.ingest.examining import (
    HONEST,
    HONEST_ENDS,
    HUU_LUNG,
    activity,
    examined,
    finding,
    received,
    severity,
)
from tests.tracks import MORNING, run, treadmill


def test_an_honest_run_keeps_every_rule() -> None:
    verdict = examined().verdict
    assert verdict.outcome is Outcome.ACCEPTED
    assert verdict.flags == ()


@dataclass(frozen=True, kw_only=True)
class Case:
    """A run that breaks one rule."""

    #: Name of the check.
    check: str
    code: str
    severity: Severity
    cheat: Callable[[Mapping[str, CheckState]], Examination]


def _case(
    check: str,
    code: str,
    weighs: Severity,
    what: Activity | None = None,
    limits: Mapping[str, Any] | None = None,
    **changes: Any,
) -> Case:
    def cheat(checks: Mapping[str, CheckState]) -> Examination:
        rules = replace(HUU_LUNG, checks={check: CheckState.ON, **checks}, **(limits or {}))
        return examined(what, **{"rules": rules, **changes})

    return Case(check=check, code=code, severity=weighs, cheat=cheat)


def _unpositioned() -> Track:
    nothing = np.full(10, np.nan)
    return track_of(time=MORNING + np.arange(10.0), lat=nothing, lon=nothing)


def _untimed() -> Track:
    return replace(HONEST, time=np.full(len(HONEST), np.nan))


def _worn(sensor: str, value: float) -> Track:
    """The honest run with a sensor that says one thing all the way."""
    return replace(HONEST, sensors={sensor: np.full(len(HONEST), value)})


def _pressed() -> Track:
    """A run whose seconds are 830 ms long."""
    slow = run((1500, 10 / 3))
    return replace(slow, time=MORNING + 0.83 * (slow.time - MORNING))


def _jumping() -> Track:
    """The honest run; every tenth fix lies two kilometres to the north."""
    lat = HONEST.lat.copy()
    lat[5::10] += 2000 / 111_000
    return replace(HONEST, lat=lat)


CASES = (
    _case("positions", "NO_POINTS", Severity.REJECT, activity(_unpositioned())),
    _case("indoor", "INDOOR", Severity.REJECT, activity(treadmill(), written="fit", indoor=True)),
    _case("times", "NO_TIME", Severity.REJECT, activity(_untimed())),
    _case(
        "whole_file",
        "CORRUPT_PARTIAL",
        Severity.INFO,
        replace(activity(), damage=Damage(line=7, reason="x")),
    ),
    _case("sport", "WRONG_SPORT", Severity.REJECT, activity(sport=Sport.RIDE)),
    _case("clock", "CLOCK", Severity.REJECT, received_at=received(-3600)),
    _case("poor_gps", "POOR_GPS", Severity.REVIEW, activity(run((1560, 10 / 3), every_s=40))),
    _case("teleports", "TELEPORTS", Severity.REVIEW, activity(_jumping())),
    # The ruler's run of these tests lies in line and keeps its speed: it is drawn.
    _case("drawn", "LOOKS_DRAWN", Severity.REJECT),
    _case("time_scaled", "TIME_SCALED", Severity.REVIEW, activity(_pressed())),
    _case(
        "event_window",
        "BEFORE_WINDOW",
        Severity.REJECT,
        activity(run((1530, 10 / 3), every_s=5, start=MORNING - 7200)),
    ),
    _case("upload_deadline", "LATE_UPLOAD", Severity.REJECT, received_at=received(80 * 3600)),
    _case(
        "forbidden_hours",
        "FORBIDDEN_HOURS",
        Severity.REJECT,
        limits={"forbidden_hours": (ForbiddenHours(days=(6,), from_s=18_000, to_s=25_200),)},
    ),
    _case(
        "geofence",
        "GEOFENCE",
        Severity.REJECT,
        limits={"areas": (Area(name="Hà Nội", lat=21.03, lon=105.85, radius_m=20_000),)},
    ),
    _case(
        "per_day",
        "PER_DAY",
        Severity.REJECT,
        limits={"runs_per_day": 1},
        history=History(own=(OwnRun(started_at=MORNING - 7200, ended_at=MORNING - 3600),)),
    ),
    _case(
        "own_overlap",
        "OVERLAP_OWN",
        Severity.REJECT,
        history=History(own=(OwnRun(started_at=MORNING, ended_at=HONEST_ENDS),)),
    ),
    _case("same_file", "DUP_SAME_FILE", Severity.REVIEW, history=History(same_file_of_others=1)),
    _case("copies", "DUP_COPY", Severity.REVIEW, history=History(copies=(earlier(),))),
    _case("shortest", "TOO_SHORT", Severity.REJECT, activity(run((270, 10 / 3), every_s=5))),
    _case("longest", "TOO_LONG", Severity.REJECT, limits={"max_distance_m": 5000.0}),
    _case(
        "pauses",
        "LONG_PAUSE",
        Severity.REVIEW,
        activity(run((600, 10 / 3), (2000, 0.0), (600, 10 / 3), every_s=5)),
    ),
    _case("device_difference", "MISMATCH_DISTANCE", Severity.REVIEW, activity(distance_m=6120.0)),
    _case("average_pace", "TOO_FAST", Severity.REJECT, activity(run((1100, 5.0), every_s=5))),
    _case("average_pace", "TOO_SLOW", Severity.REJECT, activity(run((3000, 1.0), every_s=5))),
    _case(
        "every_kilometre",
        "KM_TOO_FAST",
        Severity.REVIEW,
        activity(run((600, 10 / 3), (200, 5.0), (600, 10 / 3), every_s=5)),
    ),
    _case(
        "world_record",
        "TOO_FAST_WR",
        Severity.REJECT,
        activity(run((1000, 7.0), every_s=5)),
    ),
    _case(
        "burst",
        "BURST",
        Severity.REVIEW,
        activity(run((600, 3.0), (60, 6.0), (600, 3.0))),
        limits={"burst_review_s": 170.0},
    ),
    _case(
        "vehicle_part",
        "VEHICLE_PART",
        Severity.REVIEW,
        activity(run((900, 3.0), (90, 10.0), (900, 3.0))),
    ),
    _case("bike_like", "BIKE_LIKE", Severity.REVIEW, activity(run((1200, 5.5), every_s=5))),
    _case(
        "heart_rate_required",
        "HEART_RATE",
        Severity.REJECT,
        activity(written="fit"),
        limits={"heart_rate_required": True},
    ),
    _case("heart_rate", "HEART_RATE", Severity.REVIEW, activity(_worn("heart_rate", 150))),
    _case(
        "cadence_required",
        "CADENCE",
        Severity.REJECT,
        activity(written="fit"),
        limits={"cadence_required": True},
    ),
    _case("cadence", "CADENCE", Severity.REVIEW, activity(_worn("cadence", 240))),
)
_IDS = [f"{case.check} {case.code}" for case in CASES]


def test_every_check_has_a_cheat_here() -> None:
    assert {case.check for case in CASES} == {check.name for check in CHECKS}


@pytest.mark.parametrize("case", CASES, ids=_IDS)
class TestSwitch:
    """ON speaks, SHADOW whispers, OFF is silent."""

    def test_a_check_that_is_on_speaks(self, case: Case) -> None:
        assert severity(case.cheat({}), case.code) is case.severity

    def test_a_check_in_shadow_weighs_nothing(self, case: Case) -> None:
        seen = case.cheat({case.check: CheckState.SHADOW})
        assert severity(seen, case.code) is Severity.INFO
        assert all(f.severity < Severity.REVIEW for f in seen.findings if f.code == case.code)

    def test_a_check_that_is_off_finds_nothing(self, case: Case) -> None:
        assert finding(case.cheat({case.check: CheckState.OFF}), case.code) is None

    def test_the_honest_run_is_not_meant(self, case: Case) -> None:
        assert severity(examined(), case.code) in {Severity.PASS, None}

    def test_it_is_said_in_both_languages(self, case: Case) -> None:
        found = finding(case.cheat({}), case.code)
        assert found is not None
        said = flags.sentence(found)
        assert set(said) == {"vi", "en"}
        assert all(said.values())
        assert said["vi"] != said["en"]


@pytest.mark.parametrize(
    ("stated", "counts"),
    [
        (Sport.RUN, True),
        (Sport.WALK, True),
        (Sport.HIKE, True),
        (Sport.UNKNOWN, True),
        (Sport.RIDE, False),
        (Sport.SWIM, False),
        (Sport.DRIVE, False),
        (Sport.OTHER, False),
    ],
)
def test_unknown_sports_are_runs_and_others_do_not_count(stated: Sport, counts: bool) -> None:
    expected = Severity.PASS if counts else Severity.REJECT
    assert severity(examined(activity(sport=stated)), "WRONG_SPORT") is expected


@pytest.mark.parametrize("sex", list(Sex))
def test_the_same_run_gives_the_same_verdict_twice(sex: Sex) -> None:
    what = activity(run((600, 10 / 3), (200, 5.0), (600, 10 / 3), every_s=5))
    assert examined(what, sex=sex).verdict == examined(what, sex=sex).verdict


#: As the events published them; None is no such rule. Seconds for a kilometre, metres, hours.
PUBLISHED: Mapping[str, Mapping[str, Any]] = {
    "huu-lung": {
        "fast": 240,
        "slow": 900,
        "walk": 1200,
        "km_review": 210,
        "km_reject": 180,
        "least_m": 1000,
        "hours": 72,
        "basis": PaceBasis.ELAPSED,
    },
    "uprace-2024": {
        "fast": 240,
        "slow": 900,
        "walk": 900,
        "km_review": None,
        "km_reject": 210,
        "least_m": 1000,
        "hours": 72,
        "basis": PaceBasis.MOVING,
    },
    "vrace-2025": {"fast": 240, "slow": 1200, "walk": 1200, "km_review": None, "km_reject": 240},
    "vietrace365": {"fast": 240, "slow": 840, "walk": 840, "km_review": None, "km_reject": 240},
    "free": {"fast": None, "slow": None, "walk": None, "km_review": None, "km_reject": None},
}


def _numbers(rules: Rules) -> dict[str, Any]:
    hours = None if rules.upload_within_s is None else rules.upload_within_s / 3600
    return {
        "fast": rules.pace_fast_s,
        "slow": rules.pace_slow_s,
        "walk": rules.walk_slow_s,
        "km_review": rules.km_review_s,
        "km_reject": rules.km_reject_s,
        "least_m": rules.min_distance_m,
        "hours": hours,
        "basis": rules.pace_basis,
    }


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_preset_has_the_numbers_that_were_published(name: str) -> None:
    numbers = _numbers(PRESETS[name].rules)
    assert PUBLISHED[name].items() <= numbers.items()


def test_no_preset_is_without_published_numbers() -> None:
    assert set(PUBLISHED) == set(PRESETS)


def test_one_percent_may_be_missing_everywhere() -> None:
    assert {preset.rules.distance_tolerance for preset in PRESETS.values()} == {0.01}


def test_the_words_of_a_preset_name_its_numbers() -> None:
    """An organiser chooses by the sentence, so it says what the numbers do."""
    for name in ("huu-lung", "uprace-2024", "vrace-2025", "vietrace365"):
        rules, about = PRESETS[name].rules, PRESETS[name].about
        limits = (rules.pace_fast_s, rules.pace_slow_s, rules.km_review_s, rules.km_reject_s)
        for limit in limits:
            if limit is not None:
                assert f"{int(limit // 60)}:{int(limit % 60):02d}" in about
