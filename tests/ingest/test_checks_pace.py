"""Paces exactly at their limits: kilometres, averages, world records.

The limits are those that were published; what a run measures is laid out by geographiclib
(`tests.tracks`) or put in by hand where it is the edge that is tested.
"""

import pytest

from race import flags
from race.activity import Sport
from race.category import Sex
from race.metrics import Effort, Split
from race.presets import PRESETS
from race.verdict import Severity
from tests.ingest.examining import (
    NBSP,
    activity,
    examined,
    finding,
    judged_with,
    severity,
)
from tests.tracks import run


class TestKilometres:
    """3:00–3:30 is looked at, under 3:00 does not count; the sentence names what was crossed."""

    @pytest.mark.parametrize(
        ("seconds", "weighs", "limit"),
        [
            (210.0, Severity.PASS, 210.0),
            (209.9, Severity.REVIEW, 210.0),
            (180.0, Severity.REVIEW, 210.0),
            (179.9, Severity.REJECT, 180.0),
        ],
    )
    def test_the_edge(self, seconds: float, weighs: Severity, limit: float) -> None:
        splits = (
            Split(km=1, elapsed_s=300.0, start_s=0.0),
            Split(km=2, elapsed_s=seconds, start_s=300.0),
        )
        found = finding(judged_with({"splits": splits}), "KM_TOO_FAST")
        assert found is not None
        assert (found.severity, found.limit, found.measured) == (weighs, limit, seconds)
        assert found.where is not None
        assert (found.where.from_m, found.where.to_m) == (1000.0, 2000.0)
        assert (found.where.from_s, found.where.to_s) == (300.0, 300.0 + seconds)

    def test_a_kilometre_laid_out_in_exactly_three_thirty_is_no_fast_one(self) -> None:
        legs = ((300, 1000 / 300), (210, 1000 / 210), (320, 1000 / 300))
        assert severity(examined(activity(run(*legs, every_s=5))), "KM_TOO_FAST") is Severity.PASS

    @pytest.mark.parametrize(
        ("seconds", "vietnamese", "english"),
        [
            (
                200,
                f"Chờ duyệt: km 2 là 3:20{NBSP}/km, nhanh hơn mức 3:30{NBSP}/km.",
                f"In review: km 2 took 3:20{NBSP}/km, faster than the 3:30{NBSP}/km limit.",
            ),
            (
                178,
                f"Bị loại: km 2 là 2:58{NBSP}/km, nhanh hơn mức 3:00{NBSP}/km.",
                f"Not counted: km 2 took 2:58{NBSP}/km, faster than the 3:00{NBSP}/km limit.",
            ),
        ],
    )
    def test_the_sentence_names_the_limit_that_was_crossed(
        self, seconds: int, vietnamese: str, english: str
    ) -> None:
        legs = ((300, 1000 / 300), (seconds, 1000 / seconds), (320, 1000 / 300))
        found = finding(examined(activity(run(*legs))), "KM_TOO_FAST")
        assert found is not None
        assert flags.sentence(found) == {"vi": vietnamese, "en": english}

    def test_a_part_of_a_kilometre_is_none(self) -> None:
        """500 m at 2:30 between slow ones: no full kilometre is fast."""
        legs = ((300, 2.5), (75, 500 / 75), (500, 2.5))
        assert severity(examined(activity(run(*legs))), "KM_TOO_FAST") is Severity.PASS

    def test_of_several_fast_ones_the_fastest_is_named(self) -> None:
        legs = tuple((s, 1000 / s) for s in (205, 195, 200, 400, 400))
        found = finding(examined(activity(run(*legs))), "KM_TOO_FAST")
        assert found is not None
        assert found.facts["km"] == 2
        assert found.facts["too_fast"] == [1, 2, 3]


class TestAverage:
    """4:00 to 15:00, walks to 20:00; both ends are allowed."""

    @pytest.mark.parametrize(
        ("s_per_km", "sport", "code", "weighs"),
        [
            (240.0, Sport.RUN, "TOO_FAST", Severity.PASS),
            (239.9, Sport.RUN, "TOO_FAST", Severity.REJECT),
            (900.0, Sport.RUN, "TOO_SLOW", Severity.PASS),
            (900.1, Sport.RUN, "TOO_SLOW", Severity.REJECT),
            (900.1, Sport.UNKNOWN, "TOO_SLOW", Severity.REJECT),
            (900.1, Sport.WALK, "TOO_SLOW", Severity.PASS),
            (1200.0, Sport.WALK, "TOO_SLOW", Severity.PASS),
            (1200.1, Sport.WALK, "TOO_SLOW", Severity.REJECT),
            (1200.1, Sport.HIKE, "TOO_SLOW", Severity.REJECT),
        ],
    )
    def test_the_edge(self, s_per_km: float, sport: Sport, code: str, weighs: Severity) -> None:
        seen = judged_with({"elapsed_s": s_per_km * 5}, official_m=5000.0, sport=sport)
        assert severity(seen, code) is weighs

    def test_five_kilometres_laid_out_in_exactly_twenty_minutes_are_not_too_fast(self) -> None:
        seen = examined(activity(run((1200, 5000 / 1200), every_s=5)))
        assert severity(seen, "TOO_FAST") is Severity.PASS

    def test_the_elapsed_time_is_what_huu_lung_judges_by(self) -> None:
        """3 km in 14 minutes of running and 50 of coffee."""
        slow = examined(activity(run((420, 1500 / 420), (3000, 0.0), (420, 1500 / 420), every_s=5)))
        assert severity(slow, "TOO_SLOW") is Severity.REJECT

    def test_the_moving_time_is_what_uprace_judges_by(self) -> None:
        rules = PRESETS["uprace-2024"].rules
        coffee = activity(run((420, 1500 / 420), (3000, 0.0), (420, 1500 / 420), every_s=5))
        assert severity(examined(coffee, rules=rules), "TOO_SLOW") is Severity.PASS
        hurried = judged_with(
            {"elapsed_s": 3000.0, "moving_s": 1199.0}, official_m=5000.0, rules=rules
        )
        found = finding(hurried, "TOO_FAST")
        assert found is not None
        assert found.severity is Severity.REJECT
        assert found.measured == pytest.approx(239.8)

    @pytest.mark.parametrize(
        ("s_per_km", "sport", "said"),
        [
            (239.5, Sport.RUN, ("3:59", "4:00")),
            (900.5, Sport.RUN, ("15:01", "15:00")),
            (1230.0, Sport.WALK, ("20:30", "20:00")),
        ],
    )
    def test_the_sentence_is_true_as_it_is_read(
        self, s_per_km: float, sport: Sport, said: tuple[str, str]
    ) -> None:
        seen = judged_with({"elapsed_s": s_per_km * 5}, official_m=5000.0, sport=sport)
        (found,) = (f for f in seen.verdict.flags if f.code in {"TOO_FAST", "TOO_SLOW"})
        for sentence in flags.sentence(found).values():
            assert all(f"{pace}{NBSP}/km" in sentence for pace in said)


class TestWorldRecord:
    """Nobody here runs faster than anybody ever did; nobody nearly does without being looked at.

    5,000 m: men 12:35.36 (Cheptegei, Monaco 2020), women 13:58.06 (Chebet, Eugene 2025).
    """

    @pytest.mark.parametrize(
        ("sex", "seconds", "weighs"),
        [
            (Sex.MALE, 755.35, Severity.REJECT),
            (Sex.MALE, 755.36, Severity.REVIEW),
            (Sex.MALE, 839.28, Severity.REVIEW),  # 755.36 / 0.90 = 839.29
            (Sex.MALE, 839.29, Severity.PASS),
            (Sex.FEMALE, 838.05, Severity.REJECT),
            (Sex.FEMALE, 838.06, Severity.REVIEW),
            (Sex.FEMALE, 931.17, Severity.REVIEW),  # 838.06 / 0.90 = 931.18
            (Sex.FEMALE, 931.18, Severity.PASS),
            (Sex.OPEN, 755.35, Severity.REJECT),
            (Sex.OPEN, 838.0, Severity.REVIEW),  # judged by the men's limits
            (Sex.OPEN, 839.29, Severity.PASS),
        ],
    )
    def test_the_edge(self, sex: Sex, seconds: float, weighs: Severity) -> None:
        effort = Effort(distance_m=5000.0, elapsed_s=seconds, start_s=0.0, start_m=0.0)
        seen = judged_with({"efforts": (effort,)}, sex=sex)
        assert severity(seen, "TOO_FAST_WR") is weighs

    def test_the_sentence_names_the_limit_that_was_crossed(self) -> None:
        for seconds, limit in ((800.0, "13:59"), (700.0, "12:35")):
            effort = Effort(distance_m=5000.0, elapsed_s=seconds, start_s=0.0, start_m=0.0)
            found = finding(judged_with({"efforts": (effort,)}, sex=Sex.MALE), "TOO_FAST_WR")
            assert found is not None
            assert all(limit in said for said in flags.sentence(found).values())
