"""Which distance counts: a kilometre table laid out by geographiclib, with devices that state more
or less than it is.

The road is 10,000 m long by a ruler that is not ours, and every share is one of ours: a device that
states 10,510 m is 5.1 % above.
"""

from typing import NamedTuple

import pytest

from race import flags
from race.activity import Sport
from race.ingest import report
from race.verdict import Outcome, Severity
from tests.ingest.examining import NBSP, activity, examined, finding
from tests.tracks import run

ROAD = run((3000, 10 / 3), every_s=5)
OURS_M = 10_000.0
_PASS, _INFO, _REVIEW = Severity.PASS, Severity.INFO, Severity.REVIEW


class Told(NamedTuple):
    """What comes of one stated distance."""

    stated_m: float
    #: What counts of a run, and how much the difference weighs.
    run_m: float
    run: Severity
    #: The same of a walk.
    walk_m: float
    walk: Severity


TABLE = (
    Told(10_000.0, 10_000.0, _PASS, 10_000.0, _PASS),
    Told(10_490.0, 10_490.0, _PASS, 10_000.0, _PASS),  # 4.9 % above
    Told(9_510.0, 9_510.0, _PASS, 9_510.0, _PASS),  # 4.9 % below
    Told(10_510.0, 10_000.0, _INFO, 10_000.0, _INFO),  # 5.1 %
    Told(9_490.0, 9_490.0, _INFO, 9_490.0, _INFO),
    Told(11_490.0, 10_000.0, _INFO, 10_000.0, _INFO),  # 14.9 %
    Told(8_510.0, 8_510.0, _INFO, 8_510.0, _INFO),
    Told(11_510.0, 10_000.0, _REVIEW, 10_000.0, _INFO),  # 15.1 %
    Told(8_490.0, 8_490.0, _REVIEW, 8_490.0, _INFO),
    Told(20_000.0, 10_000.0, _REVIEW, 10_000.0, _INFO),
    Told(5_000.0, 5_000.0, _REVIEW, 5_000.0, _INFO),
)
_OUTCOME = {_PASS: Outcome.ACCEPTED, _INFO: Outcome.ACCEPTED, _REVIEW: Outcome.REVIEW}


@pytest.mark.parametrize("told", TABLE, ids=lambda told: f"{told.stated_m / 100 - 100:+.1f} %")
class TestTable:
    """Within 5 % the device is believed, to 15 % the smaller counts, beyond a person looks."""

    @pytest.mark.parametrize("sport", [Sport.RUN, Sport.UNKNOWN])
    def test_a_run(self, told: Told, sport: Sport) -> None:
        _holds(told, sport, official_m=told.run_m, weighs=told.run)

    @pytest.mark.parametrize("sport", [Sport.WALK, Sport.HIKE])
    def test_a_walk_takes_the_smaller_and_is_never_reviewed_for_it(
        self, told: Told, sport: Sport
    ) -> None:
        _holds(told, sport, official_m=told.walk_m, weighs=told.walk)


def _holds(told: Told, sport: Sport, *, official_m: float, weighs: Severity) -> None:
    seen = examined(activity(ROAD, sport=sport, distance_m=told.stated_m))
    shown = report.report(seen)
    assert shown["distance_m"] == pytest.approx(OURS_M, abs=0.01)
    assert shown["stated_distance_m"] == told.stated_m
    assert shown["official_distance_m"] == pytest.approx(official_m, abs=0.01)
    found = finding(seen, "MISMATCH_DISTANCE")
    assert found is not None
    assert found.severity is weighs
    assert found.measured == pytest.approx(abs(told.stated_m - OURS_M) / OURS_M, abs=1e-6)
    assert ("MISMATCH_DISTANCE" in {flag["code"] for flag in shown["flags"]}) is (weighs > _PASS)
    assert seen.verdict.outcome is _OUTCOME[weighs]


def test_a_device_that_states_nothing_leaves_ours() -> None:
    seen = examined(activity(ROAD))
    assert seen.official_m == pytest.approx(OURS_M, abs=0.01)
    assert finding(seen, "MISMATCH_DISTANCE") is None


def test_the_average_pace_is_taken_of_the_distance_that_counts() -> None:
    """3,000 s over 9,510 m, and not over the 10,000 m that we measure."""
    told = report.facts(examined(activity(ROAD, distance_m=9_510.0)))
    assert told["avg_pace_s_per_km"] == pytest.approx(3000 / 9.51, abs=0.01)


@pytest.mark.parametrize(
    ("stated_m", "vietnamese", "english"),
    [
        (
            10_800.0,
            f"Đồng hồ ghi 10,80{NBSP}km, chúng tôi đo 10,00{NBSP}km (lệch 8,0%). "
            f"Tính 10,00{NBSP}km.",
            f"Your device says 10.80{NBSP}km, we measured 10.00{NBSP}km (8.0% apart). "
            f"10.00{NBSP}km counts.",
        ),
        (
            8_000.0,
            f"Chờ duyệt: đồng hồ ghi 8,00{NBSP}km, chúng tôi đo 10,00{NBSP}km (lệch 20,0%, mức cho "
            "phép 15,0%).",
            f"In review: your device says 8.00{NBSP}km, we measured 10.00{NBSP}km (20.0% apart, "
            "limit 15.0%).",
        ),
    ],
)
def test_the_sentence_says_both_distances(stated_m: float, vietnamese: str, english: str) -> None:
    found = finding(examined(activity(ROAD, distance_m=stated_m)), "MISMATCH_DISTANCE")
    assert found is not None
    assert flags.sentence(found) == {"vi": vietnamese, "en": english}
