"""Bursts, records, wheels and bicycles at their limits: an honest run beside each that is not.

Limits are those of the papers; records are those that were published; what a run measures is laid
out by geographiclib (`tests.tracks`) or put in by hand where it is the edge that is tested.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from race import flags
from race.activity import Sport
from race.category import Sex
from race.ingest.checks.speed import record_s, record_share
from race.ingest.examine import Examination, judged, measured
from race.metrics import Effort
from race.presets import PRESETS
from race.rules import Rules
from race.track import Track, track_of
from race.units import MARATHON_M
from race.verdict import Flag, Severity, Where
from tests.ingest.examining import (
    NBSP,
    WINDOW,
    activity,
    circumstances,
    examined,
    finding,
    judged_with,
    severity,
)
from tests.tracks import run

FREE = PRESETS["free"].rules


def with_signals(
    motion: Mapping[str, Any], body: Mapping[str, Any] | None = None, **changes: Any
) -> Examination:
    """The honest run with some of its signals put in by hand."""
    honest = measured(activity(sport=changes.pop("sport", Sport.RUN)), WINDOW)
    signals = replace(
        honest.signals,
        motion=replace(honest.signals.motion, **motion),
        body=replace(honest.signals.body, **(body or {})),
    )
    return judged(replace(honest, signals=signals), circumstances(**{"rules": FREE, **changes}))


def found(seen: Examination, code: str) -> Flag:
    flag = finding(seen, code)
    assert flag is not None
    return flag


def effort(metres: float, seconds: float) -> Effort:
    return Effort(distance_m=metres, elapsed_s=seconds, start_s=0.0, start_m=0.0)


class TestBurst:
    """300 m at 170 s/km take 51 seconds."""

    @pytest.mark.parametrize(
        ("seconds", "weighs"),
        [(51.0, Severity.PASS), (50.9, Severity.REVIEW), (60.0, Severity.PASS)],
    )
    def test_the_edge(self, seconds: float, weighs: Severity) -> None:
        rules = replace(FREE, burst_review_s=170.0)
        seen = with_signals({"bursts": (effort(300.0, seconds),)}, rules=rules)
        assert severity(seen, "BURST") is weighs

    def test_three_hundred_metres_laid_out_in_exactly_the_limit_keep_it(self) -> None:
        rules = replace(FREE, burst_review_s=200.0)
        at_limit = activity(run((600, 3.0), (120, 5.0), (600, 3.0)))
        assert severity(examined(at_limit, rules=rules), "BURST") is Severity.PASS

    def test_a_sprint_for_the_line_is_none(self) -> None:
        """100 m in 16 s at the end."""
        rules = replace(FREE, burst_review_s=170.0)
        sprint = activity(run((1500, 10 / 3), (16, 6.25)))
        assert severity(examined(sprint, rules=rules), "BURST") is Severity.PASS

    def test_it_says_where(self) -> None:
        rules = replace(FREE, burst_review_s=170.0)
        flag = found(
            examined(activity(run((600, 3.0), (60, 6.0), (600, 3.0))), rules=rules), "BURST"
        )
        assert flag.where is not None
        assert flag.where.from_m == pytest.approx(1800, abs=60)
        assert flags.sentence(flag) == {
            "vi": f"Chờ duyệt: đoạn 300{NBSP}m nhanh nhất của bạn là 2:47{NBSP}/km, nhanh hơn mức "
            f"2:50{NBSP}/km.",
            "en": f"In review: your fastest 300{NBSP}m are at 2:47{NBSP}/km, faster than the "
            f"2:50{NBSP}/km limit.",
        }

    @pytest.mark.parametrize(("burst_m", "measured_m"), [(300, 300), (320, 350), (500, 500)])
    def test_the_next_length_that_is_measured_is_taken(
        self, burst_m: float, measured_m: float
    ) -> None:
        rules = replace(FREE, burst_review_s=170.0, burst_m=burst_m)
        assert found(examined(rules=rules), "BURST").facts["over_m"] == measured_m

    def test_an_event_without_the_rule_does_not_look(self) -> None:
        assert finding(examined(rules=FREE), "BURST") is None


class TestRecordCurve:
    """Between the distances of the table nobody has run faster than the curve."""

    @pytest.mark.parametrize(
        ("sex", "metres", "record"),
        [
            (Sex.MALE, 1609.344, 223.13),  # Hicham El Guerrouj, Rome 1999
            (Sex.MALE, 2000.0, 283.13),  # Jakob Ingebrigtsen, Brussels 2023
            (Sex.FEMALE, 1609.344, 247.64),  # Faith Kipyegon, Monaco 2023
            (Sex.FEMALE, 2000.0, 319.70),  # Jessica Hull, Monaco 2024
        ],
    )
    def test_a_record_between_the_distances_lies_on_it_or_above(
        self, sex: Sex, metres: float, record: float
    ) -> None:
        assert record * 0.97 < record_s(sex, metres) <= record

    def test_at_a_distance_of_the_table_it_is_the_record(self) -> None:
        assert record_s(Sex.MALE, 5000.0) == pytest.approx(755.36)
        assert record_s(Sex.FEMALE, MARATHON_M) == pytest.approx(7796.0)
        assert record_s(Sex.OPEN, 10_000.0) == pytest.approx(1571.0)

    def test_beyond_the_marathon_nobody_is_slower_than_at_its_speed(self) -> None:
        """100 km: 6:05:35, Aleksandr Sorokin, Vilnius 2023."""
        assert record_s(Sex.MALE, 100_000.0) == pytest.approx(7170.0 * 100_000 / 42_195)
        assert record_s(Sex.MALE, 100_000.0) < 21_935

    @pytest.mark.parametrize(
        ("sex", "age", "metres", "best"),
        [
            (Sex.MALE, 41, 5000.0, 786.78),  # Bernard Lagat, Rio de Janeiro 2016
            (Sex.MALE, 55, 10_000.0, 1911.86),  # Keith Bateman
            (Sex.MALE, 60, MARATHON_M, 9002.0),  # Tommy Hughes, Lisburn 2020
            (Sex.MALE, 85, MARATHON_M, 14_198.0),  # Ed Whitlock, Toronto 2016
            (Sex.MALE, 12, 5000.0, 936.8),  # Lucas Bourgoyne, 2014
            (Sex.FEMALE, 60, 5000.0, 1079.16),  # Silke Schmidt, Wageningen 2019
            (Sex.FEMALE, 40, MARATHON_M, 8392.0),  # W40, 2:19:52
            (Sex.FEMALE, 80, MARATHON_M, 15_105.0),  # Yoko Nakano, Tokyo 2017
            (Sex.FEMALE, 12, 5000.0, 1000.0),  # Emer McKee, on the road
        ],
    )
    def test_the_best_of_an_age_was_not_faster_than_its_curve(
        self, sex: Sex, age: int, metres: float, best: float
    ) -> None:
        limit = record_s(sex, metres) / record_share(sex, age)
        assert limit <= best < limit / 0.85

    @pytest.mark.parametrize("sex", list(Sex))
    def test_no_age_is_held_to_more_than_the_record(self, sex: Sex) -> None:
        shares = [record_share(sex, age) for age in range(121)]
        assert max(shares) == 1.0
        assert min(shares) > 0.4
        assert record_share(sex, None) == 1.0
        assert all(record_share(sex, age) == 1.0 for age in range(20, 35))

    @pytest.mark.parametrize("sex", list(Sex))
    def test_between_two_ages_of_the_table_the_faster_counts(self, sex: Sex) -> None:
        assert record_share(sex, 64) == record_share(sex, 60)
        assert record_share(sex, 11) == record_share(sex, 12)
        assert record_share(sex, 5) == record_share(sex, 8)
        assert record_share(sex, 99) == record_share(sex, 90)


class TestRecord:
    """5,000 m: men 12:35.36, so 13:59.29 at 0.90 of the speed."""

    def test_a_fast_stretch_between_the_distances_is_found(self) -> None:
        """7 m/s: over 1,900 m slower than records, over 2,700 m faster (3,000 m: 6.86 m/s)."""
        for seconds, weighs in ((271, Severity.REVIEW), (386, Severity.REJECT)):
            track = run((600, 3.0), (seconds, 7.0), (600, 3.0))
            seen = examined(activity(track), rules=FREE, sex=Sex.MALE)
            assert severity(seen, "TOO_FAST_WR") is weighs

    def test_a_window_that_is_faster_than_any_distance_of_the_table_is_named(self) -> None:
        # 7 km at the speed of the record over 5 km take 1057 s, over 10 km 1100 s.
        seen = with_signals({"windows": (effort(7000.0, 1056.0),)}, sex=Sex.MALE)
        flag = found(seen, "TOO_FAST_WR")
        assert flag.severity is Severity.REJECT
        assert flag.facts == {"over_m": 7000.0, "case": "between"}
        assert "7,00" in flags.sentence(flag)["vi"]

    def test_the_whole_file_counts_where_it_was_broken_off_all_the_time(self) -> None:
        seen = judged_with(
            {"efforts": (), "distance_m": 5000.0, "elapsed_s": 740.0}, rules=FREE, sex=Sex.MALE
        )
        assert found(seen, "TOO_FAST_WR").severity is Severity.REJECT

    @pytest.mark.parametrize(
        ("age", "seconds", "weighs"),
        [
            (None, 900.0, Severity.PASS),
            (30, 900.0, Severity.PASS),
            (60, 1030.0, Severity.PASS),  # 755.36 / (0.815 · 0.9) = 1029.8
            (60, 1029.0, Severity.REVIEW),
            (62, 1029.0, Severity.REVIEW),
            (10, 1002.0, Severity.PASS),  # 755.36 / (0.838 · 0.9) = 1001.5
            (10, 1001.0, Severity.REVIEW),
            (60, 756.0, Severity.REVIEW),  # faster than anybody of the age, slower than the record
            (90, 756.0, Severity.REVIEW),
            (90, 755.0, Severity.REJECT),
        ],
    )
    def test_an_age_is_looked_at_and_never_rejected(
        self, age: int | None, seconds: float, weighs: Severity
    ) -> None:
        seen = judged_with(
            {"efforts": (effort(5000.0, seconds),), "distance_m": 5000.0, "elapsed_s": 2000.0},
            rules=FREE,
            sex=Sex.MALE,
            age=age,
        )
        flag = found(seen, "TOO_FAST_WR")
        assert flag.severity is weighs

    def test_the_sentence_speaks_of_the_age_where_only_the_age_is_broken(self) -> None:
        seen = judged_with({"efforts": (effort(5000.0, 1000.0),)}, rules=FREE, sex=Sex.MALE, age=60)
        said = flags.sentence(found(seen, "TOO_FAST_WR"))
        assert "độ tuổi" in said["vi"]
        assert "17:10" in said["en"]

    def test_a_hop_over_a_silence_proves_nothing(self) -> None:
        """1 km in two minutes without a point: a lost fix, or the underground."""
        whole = run((900, 3.0), (120, 8.5), (900, 3.0))
        silent = whole.take(np.r_[0:901, 1020 : len(whole)])
        seen = examined(activity(silent), rules=FREE)
        assert severity(seen, "TOO_FAST_WR") is Severity.REVIEW
        assert severity(examined(activity(whole), rules=FREE), "TOO_FAST_WR") is Severity.REJECT

    def test_a_few_points_prove_nothing(self) -> None:
        few = activity(run((2000, 3.0), (140, 7.8), (2000, 3.0), every_s=20))
        assert severity(examined(few, rules=FREE), "TOO_FAST_WR") is Severity.REVIEW

    def test_less_than_a_kilometre_is_not_looked_at(self) -> None:
        assert finding(examined(activity(run((90, 9.0))), rules=FREE), "TOO_FAST_WR") is None


class TestVehicle:
    @pytest.mark.parametrize(
        ("legs", "weighs"),
        [
            (((900, 3.0), (600, 4.5), (900, 3.0)), Severity.PASS),
            (((900, 3.0), (70, 6.8), (900, 3.0)), Severity.PASS),
            (((900, 3.0), (90, 8.0), (900, 3.0)), Severity.REVIEW),
            (((900, 3.0), (90, 11.5), (900, 3.0)), Severity.REVIEW),
            (((900, 3.0), (90, 12.5), (900, 3.0)), Severity.REJECT),
            (((900, 3.0), (50, 12.5), (900, 3.0)), Severity.REVIEW),
            (((1200, 8.5),), Severity.REJECT),
        ],
    )
    def test_a_part_or_all_of_a_run(
        self, legs: tuple[tuple[float, float], ...], weighs: Severity
    ) -> None:
        assert severity(examined(activity(run(*legs)), rules=FREE), "VEHICLE_PART") is weighs

    def test_it_tells_from_where_to_where_and_how_fast(self) -> None:
        flag = found(
            examined(activity(run((1000, 3.0), (100, 11.0), (900, 3.0))), rules=FREE),
            "VEHICLE_PART",
        )
        assert flag.where is not None
        assert flag.where.from_m == pytest.approx(3000, abs=60)
        assert flag.where.to_m == pytest.approx(4100, abs=60)
        said = flags.sentence(replace(flag, measured=11.0, facts=_rounded(flag)))
        assert said["vi"] == (
            f"Chờ duyệt: từ 3,00{NBSP}km đến 4,10{NBSP}km bạn di chuyển 39,6{NBSP}km/giờ, nhanh "
            "hơn người chạy bộ thường đạt."
        )

    def test_a_part_that_does_not_count_is_said_so(self) -> None:
        lift = run((900, 3.0), (300, 20.0), (900, 3.0), every_s=5)
        flag = found(examined(activity(lift), rules=FREE), "VEHICLE_PART")
        assert flag.severity is Severity.REJECT
        assert flag.facts["case"] == "uncounted"
        assert all(flags.sentence(flag).values())

    def test_a_run_indoors_and_a_file_without_times_are_not_looked_at(self) -> None:
        nothing = track_of(time=[float("nan")] * 3, lat=[21.0] * 3, lon=[106.0] * 3)
        assert finding(examined(activity(nothing), rules=FREE), "VEHICLE_PART") is None


class TestBike:
    """Of each limit both sides, as a run of an hour would have them."""

    @pytest.mark.parametrize(
        ("motion", "case"),
        [
            ({"median_m_s": 4.99}, None),
            ({"median_m_s": 5.01}, "median"),
            ({"p98_60_m_s": 6.99}, None),
            ({"p98_60_m_s": 7.01}, "minute"),
            ({"over_6_5_share": 0.02}, None),
            ({"over_6_5_share": 0.021}, "share_60"),
            ({"over_5_5_share": 0.20}, None),
            ({"over_5_5_share": 0.21}, "share_30"),
            ({"over_5_5_share": 0.06, "median_m_s": 4.1}, None),
            ({"over_5_5_share": 0.06, "median_m_s": 4.3}, "share_30"),
            ({"hill_response": 5.9}, None),
            ({"hill_response": 6.1}, "hills"),
        ],
    )
    def test_the_edges_of_speed(self, motion: Mapping[str, float], case: str | None) -> None:
        flag = found(with_signals(motion), "BIKE_LIKE")
        assert flag.severity is (Severity.PASS if case is None else Severity.REVIEW)
        assert case is None or flag.facts["case"] == case
        assert all(flags.sentence(flag).values()) is (case is not None)

    @pytest.mark.parametrize(
        ("motion", "body", "case"),
        [
            ({}, {"step_m": 1.49, "cadence_share": 1.0}, None),
            ({}, {"step_m": 1.51, "cadence_share": 1.0}, "step"),
            ({}, {"step_m": 1.51, "cadence_share": 0.4}, None),
            ({"median_m_s": 2.1}, {"step_m": 2.0, "cadence_share": 1.0}, None),
            # 4.5 m/s at 160 steps a minute: a good runner.
            ({"median_m_s": 4.5}, {"step_m": 1.69, "cadence_share": 1.0}, None),
            ({"median_m_s": 4.5}, {"step_m": 1.81, "cadence_share": 1.0}, "step"),
            ({"coasting_share": 0.05}, {"step_m": 1.0, "cadence_share": 1.0}, None),
            ({"coasting_share": 0.06}, {"step_m": 1.0, "cadence_share": 1.0}, "coasting"),
        ],
    )
    def test_the_edges_of_steps(
        self, motion: Mapping[str, float], body: Mapping[str, float], case: str | None
    ) -> None:
        flag = found(with_signals(motion, body), "BIKE_LIKE")
        assert flag.severity is (Severity.PASS if case is None else Severity.REVIEW)
        assert case is None or flag.facts["case"] == case

    def test_a_step_is_told_in_centimetres(self) -> None:
        flag = found(with_signals({}, {"step_m": 2.314, "cadence_share": 1.0}), "BIKE_LIKE")
        assert flags.sentence(flag)["vi"].startswith(
            "Chờ duyệt: tính theo tốc độ và nhịp bước, mỗi bước dài 231 cm;"
        )

    def test_a_ride_is_found_and_never_rejected_for_it(self) -> None:
        ride = examined(activity(run((1800, 5.6), every_s=3)), rules=FREE)
        assert severity(ride, "BIKE_LIKE") is Severity.REVIEW

    @pytest.mark.parametrize("sport", [Sport.RUN, Sport.WALK, Sport.HIKE])
    @pytest.mark.parametrize("speed", [0.8, 1.4, 2.0])
    def test_who_walks_never_rides(self, sport: Sport, speed: float) -> None:
        walk = examined(activity(run((3600, speed), every_s=5), sport=sport), rules=FREE)
        assert severity(walk, "BIKE_LIKE") is Severity.PASS
        assert severity(walk, "VEHICLE_PART") is Severity.PASS

    def test_a_fast_race_is_a_race(self) -> None:
        """10 km in 36 minutes, the last kilometre in 3:15."""
        race = activity(run((1965, 9000 / 1965), (195, 1000 / 195), every_s=1))
        assert severity(examined(race, rules=FREE), "BIKE_LIKE") is Severity.PASS

    def test_fast_repetitions_are_a_session(self) -> None:
        """Ten times 400 m in 72 s, and 90 s of jogging after each."""
        session = run((900, 2.8), *[(72, 400 / 72), (90, 2.2)] * 10, (600, 2.8))
        assert severity(examined(activity(session), rules=FREE), "BIKE_LIKE") is Severity.PASS

    def test_a_few_minutes_tell_nothing(self) -> None:
        assert finding(examined(activity(run((280, 6.0))), rules=FREE), "BIKE_LIKE") is None


@pytest.mark.parametrize("preset", [PRESETS[name].rules for name in PRESETS], ids=list(PRESETS))
def test_an_honest_run_passes_every_check_of_speed(preset: Rules) -> None:
    seen = examined(rules=preset)
    for code in ("TOO_FAST_WR", "VEHICLE_PART", "BIKE_LIKE"):
        assert severity(seen, code) is Severity.PASS


@pytest.mark.parametrize(
    "track",
    [run((10, 3.0), every_s=10), run((600, 0.0)), run((1, 3.0))],
    ids=["two points", "standing", "a second"],
)
def test_what_tells_nothing_accuses_nobody(track: Track) -> None:
    seen = examined(activity(track), rules=replace(FREE, burst_review_s=170.0))
    for code in ("BURST", "TOO_FAST_WR", "VEHICLE_PART", "BIKE_LIKE"):
        assert severity(seen, code) in {None, Severity.PASS}


def _rounded(flag: Flag) -> dict[str, Any]:
    """The facts of a flag with its ends laid on the hundred metres where they were laid out."""
    ends = {name: round(flag.facts[name], -2) for name in ("from_m", "to_m")}
    assert isinstance(flag.where, Where)
    return {**flag.facts, **ends}
