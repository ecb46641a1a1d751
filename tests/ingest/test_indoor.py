"""Runs without satellites: what is measured, what becomes of them, and what they are told.

The treadmills of `tests.tracks.treadmill` count whole metres by hand: 5,100 m at 5:00 /km with 170
steps/min, which is 3.333 m/s × 60 ÷ 170 = 1.176 m a step.
"""

import math
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest

from race import flags
from race.activity import Activity, Lap, Sport
from race.category import Sex
from race.ingest import report
from race.ingest.examine import Examination
from race.ingest.indoor import indoors
from race.presets import PRESETS
from race.rules import CheckState, IndoorPolicy, Rules, rules_from
from race.track import Track, track_of
from race.verdict import Flag, Outcome, Severity
from tests.ingest.examining import HUU_LUNG, WINDOW, activity, examined, finding, severity
from tests.tracks import MORNING, joined, run, treadmill

ALLOWED = replace(HUU_LUNG, indoor=IndoorPolicy.ALLOW)


def on_treadmill(track: Track | None = None, **stated: Any) -> Activity:
    """A FIT file from a treadmill."""
    about = {"written": "fit", "indoor": True, **stated}
    return activity(treadmill() if track is None else track, **about)


def allowed(what: Activity, **rules: Any) -> Examination:
    """In an event that takes treadmills."""
    return examined(what, rules=replace(ALLOWED, **rules))


def cases(examination: Examination) -> dict[str | None, Severity]:
    """The severity of each finding about a run indoors, by its case."""
    found = (flag for flag in examination.findings if flag.code == "INDOOR")
    return {flag.facts.get("case"): flag.severity for flag in found}


def case(examination: Examination, name: str) -> Flag:
    return next(f for f in examination.findings if f.facts.get("case") == name)


def with_distance(track: Track, metres: Any) -> Track:
    return replace(track, sensors={**track.sensors, "distance": np.asarray(metres)})


class TestMeasure:
    """A treadmill is measured along what the device counted."""

    def test_distance_times_and_splits_come_from_the_count(self) -> None:
        metrics = allowed(on_treadmill(treadmill((500, 4.0), (600, 2.5)))).metrics
        assert metrics.distance_m == pytest.approx(3500)
        assert metrics.raw_distance_m == pytest.approx(3500)
        assert (metrics.elapsed_s, metrics.moving_s) == (1100, 1100)
        assert [s.elapsed_s for s in metrics.splits] == pytest.approx([250, 250, 400])
        best = metrics.effort(1000)
        assert best is not None
        assert best.elapsed_s == pytest.approx(250)

    def test_points_are_the_samples(self) -> None:
        metrics = allowed(on_treadmill(treadmill((600, 3.0), every_s=5))).metrics
        assert (metrics.points, metrics.segments) == (121, 1)

    def test_standing_still_is_no_moving(self) -> None:
        track = treadmill((400, 2.5), (300, 0.0), (400, 2.5))
        metrics = allowed(on_treadmill(track)).metrics
        assert metrics.elapsed_s == 1100
        assert metrics.moving_s == pytest.approx(800, abs=10)

    def test_the_count_begins_at_zero_wherever_the_device_began(self) -> None:
        """The second part of a session goes on from 2,000 m."""
        track = treadmill()
        later = with_distance(track, track.sensor("distance") + 2000)
        assert allowed(on_treadmill(later)).metrics.distance_m == pytest.approx(5100)

    def test_a_count_that_begins_anew_with_each_lap_is_added_up(self) -> None:
        track = treadmill()
        by_lap = track.sensor("distance") % 1000
        seen = allowed(on_treadmill(with_distance(track, by_lap))).metrics
        assert seen.distance_m == pytest.approx(5100, abs=5 * 10 / 3)  # one hop a lap is not told

    def test_a_count_that_is_corrected_downwards_never_falls(self) -> None:
        track = treadmill()
        metres = track.sensor("distance").copy()
        metres[900:910] -= 40  # a few samples 40 m short, and on from where it was
        along = allowed(on_treadmill(with_distance(track, metres))).track.sensor("distance")
        assert (np.diff(along) >= 0).all()
        assert along[-1] == pytest.approx(5100)

    def test_samples_without_a_distance_lie_between(self) -> None:
        """Every other sample carries a heart rate alone."""
        track = treadmill()
        metres = track.sensor("distance").copy()
        metres[1::2] = np.nan
        assert allowed(on_treadmill(with_distance(track, metres))).metrics.splits[
            0
        ].elapsed_s == pytest.approx(300)

    def test_in_a_pause_time_runs_on_and_distance_stands_still(self) -> None:
        first, second = treadmill((600, 3.0)), treadmill((600, 3.0))
        later = replace(second, time=second.time + 900)
        whole = joined(first, with_distance(later, second.sensor("distance") + 1850))
        metres = np.concatenate((first.sensor("distance"), second.sensor("distance") + 1850))
        metrics = allowed(on_treadmill(with_distance(whole, metres))).metrics
        assert metrics.distance_m == pytest.approx(3600)  # not 3,650
        assert metrics.elapsed_s == 1500
        assert metrics.segments == 2

    def test_samples_whose_clock_has_been_there_are_left_out(self) -> None:
        track = treadmill()
        time = track.time.copy()
        time[700:705] -= 300
        seen = allowed(on_treadmill(replace(track, time=time)))
        assert (np.diff(seen.track.time) > 0).all()
        assert (seen.notes.reversals, seen.notes.repeated) == (1, 5)
        assert seen.metrics.distance_m == pytest.approx(5100)

    @pytest.mark.parametrize(
        ("stated_m", "official_m", "mismatch"),
        [
            (5100.0, 5100.0, Severity.PASS),
            (5300.0, 5300.0, Severity.PASS),  # 3.9 % more: the runner corrected the watch
            (5610.0, 5100.0, Severity.INFO),  # 10 %
            (3876.0, 3876.0, Severity.REVIEW),  # 24 % less
        ],
    )
    def test_the_official_distance_is_found_as_outdoors(
        self, stated_m: float, official_m: float, mismatch: Severity
    ) -> None:
        seen = allowed(on_treadmill(distance_m=stated_m))
        assert seen.official_m == official_m
        assert severity(seen, "MISMATCH_DISTANCE") is mismatch


class TestWhatIsIndoors:
    """The file says so, or it has samples and no track."""

    def test_a_lost_fix_in_a_tunnel_is_outdoors(self) -> None:
        track = run((1530, 10 / 3), every_s=5)
        lat = track.lat.copy()
        lat[50:120] = np.nan
        seen = examined(activity(replace(track, lat=lat), written="fit"))
        assert finding(seen, "INDOOR") is None
        assert seen.verdict.outcome is Outcome.ACCEPTED

    def test_one_stray_fix_is_no_track(self) -> None:
        track = treadmill()
        lat, lon = track.lat.copy(), track.lon.copy()
        lat[7], lon[7] = 21.5, 106.3
        seen = allowed(on_treadmill(replace(track, lat=lat, lon=lon), indoor=False))
        assert seen.metrics.distance_m == pytest.approx(5100)
        assert cases(seen)["unstated"] is Severity.REVIEW

    def test_positions_of_a_game_are_not_where_the_run_was(self) -> None:
        """A virtual run: the roads of an island in the Pacific, and the count of a foot pod."""
        road = run((1530, 4.0))
        track = replace(road, sensors=treadmill((1530, 10 / 3)).sensors)
        seen = allowed(on_treadmill(track))
        assert seen.metrics.distance_m == pytest.approx(5100)
        assert not seen.track.positioned.any()
        assert cases(seen)[None] is Severity.INFO

    def test_without_a_count_the_positions_of_a_game_are_measured_and_it_stays_indoors(
        self,
    ) -> None:
        seen = allowed(activity(run((1530, 10 / 3)), indoor=True))
        assert seen.metrics.distance_m == pytest.approx(5100, abs=1)
        assert cases(seen)["format"] is Severity.REVIEW
        assert cases(seen)["samples"] is Severity.REJECT

    def test_routes_and_files_without_anything_are_not_indoors(self) -> None:
        planned = replace(run((100, 3.0)), time=np.full(101, np.nan))
        assert not indoors(activity(planned))
        assert not indoors(activity(track_of(time=[], lat=[], lon=[])))


class TestPolicy:
    """An event denies them, looks at each, or takes those that their record bears out."""

    @pytest.mark.parametrize(
        ("policy", "outcome"),
        [
            (IndoorPolicy.DENY, Outcome.REJECTED),
            (IndoorPolicy.REVIEW, Outcome.REVIEW),
            (IndoorPolicy.ALLOW, Outcome.ACCEPTED),
        ],
    )
    def test_a_sound_run_on_a_treadmill(self, policy: IndoorPolicy, outcome: Outcome) -> None:
        assert allowed(on_treadmill(), indoor=policy).verdict.outcome is outcome

    @pytest.mark.parametrize("policy", list(IndoorPolicy))
    def test_where_the_file_does_not_say_a_person_asks(self, policy: IndoorPolicy) -> None:
        seen = allowed(on_treadmill(indoor=False), indoor=policy)
        assert seen.verdict.outcome is Outcome.REVIEW
        assert cases(seen)["unstated"] is Severity.REVIEW

    @pytest.mark.parametrize(
        ("preset", "policy"),
        [
            ("huu-lung", IndoorPolicy.DENY),
            ("uprace-2024", IndoorPolicy.ALLOW),  # "treadmill only by watch"
            ("vrace-2025", IndoorPolicy.DENY),  # "no treadmills"
            ("vietrace365", IndoorPolicy.REVIEW),  # says nothing of them
            ("free", IndoorPolicy.ALLOW),
        ],
    )
    def test_the_presets(self, preset: str, policy: IndoorPolicy) -> None:
        rules = PRESETS[preset].rules
        assert rules.indoor is policy
        assert rules_from(rules.to_dict()) == rules

    def test_rules_kept_before_there_was_a_choice_deny_as_they_did(self) -> None:
        kept = HUU_LUNG.to_dict()
        del kept["indoor"]
        assert rules_from(kept).indoor is IndoorPolicy.DENY
        with pytest.raises(ValueError, match="sometimes"):
            rules_from({"indoor": "sometimes"})

    def test_an_event_may_leave_the_check_out(self) -> None:
        seen = allowed(on_treadmill(), checks={"indoor": CheckState.OFF}, indoor=IndoorPolicy.DENY)
        assert seen.verdict.outcome is Outcome.ACCEPTED


class TestEvidence:
    """What a record must show where treadmills are taken."""

    @pytest.mark.parametrize(
        ("every_s", "weighs"),
        [(1.0, Severity.PASS), (29.0, Severity.PASS), (31.0, Severity.REJECT)],
    )
    def test_a_sample_in_thirty_seconds(self, every_s: float, weighs: Severity) -> None:
        track = treadmill((every_s * 60, 10 / 3), every_s=every_s)
        assert cases(allowed(on_treadmill(track)))["samples"] is weighs

    def test_pauses_need_no_samples(self) -> None:
        first, second = treadmill((900, 3.0), every_s=25), treadmill((900, 3.0), every_s=25)
        whole = joined(first, replace(second, time=second.time + 7200))
        metres = np.concatenate((first.sensor("distance"), second.sensor("distance") + 2700))
        seen = allowed(on_treadmill(with_distance(whole, metres)))
        assert cases(seen)["samples"] is Severity.PASS

    @pytest.mark.parametrize(
        ("told", "weighs"), [(1.0, Severity.PASS), (0.51, Severity.PASS), (0.49, Severity.REVIEW)]
    )
    def test_a_heart_rate_is_wanted(self, told: float, weighs: Severity) -> None:
        track = treadmill((999, 10 / 3), pulse=math.nan)
        pulse = np.where(np.arange(1000) < told * 1000, 150.0, np.nan)
        with_pulse = replace(track, sensors={**track.sensors, "heart_rate": pulse})
        assert cases(allowed(on_treadmill(with_pulse)))["heart_rate"] is weighs

    def test_a_heart_rate_written_between_the_other_samples_is_one(self) -> None:
        """Every fifth sample carries a heart rate and nothing else."""
        track = treadmill((1000, 10 / 3), pulse=math.nan)
        fifth = np.arange(1001) % 5 == 0
        sensors = {
            "distance": np.where(fifth, np.nan, track.sensor("distance")),
            "heart_rate": np.where(fifth, 150.0, np.nan),
        }
        seen = allowed(on_treadmill(replace(track, sensors=sensors)))
        assert cases(seen)["heart_rate"] is Severity.PASS
        assert case(seen, "heart_rate").measured == pytest.approx(1.0)

    def test_another_sport_indoors_is_told_of_the_sport_alone(self) -> None:
        seen = allowed(on_treadmill(sport=Sport.RIDE))
        assert severity(seen, "WRONG_SPORT") is Severity.REJECT
        assert cases(seen) == {}

    @pytest.mark.parametrize(
        ("cadence", "sport", "weighs"),
        [
            (170.0, Sport.RUN, Severity.PASS),  # 1.18 m
            (401.0, Sport.RUN, Severity.REVIEW),  # 200 m/min ÷ 401 = 0.499 m
            (399.0, Sport.RUN, Severity.PASS),  # 0.501 m
            (126.0, Sport.RUN, Severity.PASS),  # 1.587 m
            (124.0, Sport.RUN, Severity.REVIEW),  # 1.613 m
            (450.0, Sport.WALK, Severity.PASS),  # 0.444 m: people walk so
            (501.0, Sport.WALK, Severity.REVIEW),  # 0.399 m
        ],
    )
    def test_a_step_is_as_long_as_people_make_them(
        self, cadence: float, sport: Sport, weighs: Severity
    ) -> None:
        seen = allowed(on_treadmill(treadmill(cadence=cadence), sport=sport))
        assert cases(seen)["steps"] is weighs
        assert case(seen, "steps").measured == pytest.approx(200 / cadence)

    def test_without_cadence_no_step_is_asked_for(self) -> None:
        assert "steps" not in cases(allowed(on_treadmill(treadmill(cadence=math.nan))))

    @pytest.mark.parametrize(
        ("written", "outcome"),
        [("fit", Outcome.ACCEPTED), ("tcx", Outcome.ACCEPTED), ("huawei", Outcome.REVIEW)],
    )
    def test_other_files_than_those_of_watches_are_looked_at(
        self, written: str, outcome: Outcome
    ) -> None:
        assert allowed(on_treadmill(written=written)).verdict.outcome is outcome

    def test_ninety_percent_of_a_record_is_looked_at(self) -> None:
        """1 km in 2:25 is 91 % of 2:11.96; the record of 2:10 is beaten by nobody."""
        free = Rules(indoor=IndoorPolicy.ALLOW)
        for seconds, weighs in ((145, Severity.REVIEW), (130, Severity.REJECT)):
            track = treadmill((600, 3.0), (seconds, 1000 / seconds), (600, 3.0))
            seen = examined(on_treadmill(track), rules=free, sex=Sex.MALE)
            assert severity(seen, "TOO_FAST_WR") is weighs


class TestNothing:
    """A total without a record counts nowhere, and is told what to send."""

    NOTHING = track_of(time=[], lat=[], lon=[])

    @pytest.mark.parametrize(
        ("track", "written", "english", "vietnamese"),
        [
            (NOTHING, "gpx", "Upload the FIT or TCX file", "Hãy nộp tệp FIT hoặc TCX"),
            (NOTHING, "strava", "only what the run came to", "chỉ có số tổng kết"),
            (
                treadmill((600, 0.0)),
                "fit",
                "neither positions nor metres with their times",
                "không ghi vị trí cũng không ghi số mét",
            ),
        ],
    )
    @pytest.mark.parametrize("stated", [True, False])
    def test_it_is_rejected_with_the_way_out(
        self, *, track: Track, written: str, english: str, vietnamese: str, stated: bool
    ) -> None:
        what = activity(track, written=written, indoor=stated, distance_m=8000.0, elapsed_s=2400.0)
        seen = allowed(what)
        found = finding(seen, "NO_POINTS")
        assert found is not None
        assert found.severity is Severity.REJECT
        said = flags.sentence(found)
        assert english in said["en"]
        assert vietnamese in said["vi"]
        assert finding(seen, "INDOOR") is None
        assert math.isnan(seen.official_m)

    @pytest.mark.parametrize(
        ("hours", "code"), [(-2.0, "BEFORE_WINDOW"), (1.0, None), (241.0, "AFTER_WINDOW")]
    )
    def test_the_day_of_a_summary_is_what_it_states(self, hours: float, code: str | None) -> None:
        began = WINDOW.starts_at.timestamp() + hours * 3600
        what = activity(self.NOTHING, written="strava", started_at=began, elapsed_s=1800.0)
        seen = examined(what, received_at=datetime.fromtimestamp(began + 7200, UTC))
        told = {flag.code for flag in seen.verdict.flags}
        assert told & {"BEFORE_WINDOW", "AFTER_WINDOW"} == ({code} if code else set())
        assert report.facts(seen)["started_at"] == report.utc(began)

    def test_a_stated_start_without_a_zone_is_read_in_the_events(self) -> None:
        """06:00 in the list is 06:00 in Việt Nam."""
        digits = datetime(2026, 11, 14, 6, tzinfo=UTC).timestamp()
        what = activity(self.NOTHING, written="strava", zoned=False, started_at=digits)
        assert examined(what).metrics.started_at == MORNING


class TestReport:
    """What the runner and programs read of it."""

    def test_it_says_indoors_and_carries_what_the_file_states(self) -> None:
        laps = (Lap(distance_m=1000.0, elapsed_s=300.0, timer_s=295.0), Lap())
        what = on_treadmill(distance_m=5300.0, timer_s=1500.0, device="Garmin fenix 6", laps=laps)
        told = report.report(allowed(what))
        assert told["indoor"] is True
        assert (told["points"], told["segments"]) == (1531, 1)
        assert (told["distance_m"], told["stated_distance_m"]) == (5100.0, 5300.0)
        assert told["official_distance_m"] == 5300.0
        assert (told["timer_s"], told["device"]) == (1500.0, "Garmin fenix 6")
        assert told["laps"] == [
            {"distance_m": 1000.0, "elapsed_s": 300.0, "timer_s": 295.0},
            {"distance_m": None, "elapsed_s": None, "timer_s": None},
        ]

    def test_samples_without_positions_are_indoors_and_a_run_outdoors_is_not(self) -> None:
        assert report.facts(allowed(on_treadmill(indoor=False)))["indoor"] is True
        assert report.facts(examined())["indoor"] is False

    @pytest.mark.parametrize(
        "what",
        [
            on_treadmill(),
            on_treadmill(indoor=False),
            on_treadmill(treadmill((2400, 3.0), every_s=40, cadence=100.0, pulse=math.nan)),
            on_treadmill(written="huawei"),
        ],
        ids=["sound", "unstated", "poor", "other"],
    )
    @pytest.mark.parametrize("policy", list(IndoorPolicy))
    def test_every_finding_is_said_in_both_languages(
        self, what: Activity, policy: IndoorPolicy
    ) -> None:
        for found in allowed(what, indoor=policy).verdict.flags:
            said, rule = flags.sentence(found), flags.title(found)
            assert all(said.values())
            assert said["vi"] != said["en"]
            assert all(rule.values())
            assert all(flags.limit_words(found).values())
            assert all(flags.measured_words(found).values())
            assert flags.from_dict(flags.to_dict(found)) == found

    def test_the_sentence_names_what_was_measured_and_what_is_wanted(self) -> None:
        track = treadmill((2400, 3.0), every_s=40, cadence=100.0)
        said = flags.sentence(case(allowed(on_treadmill(track)), "samples"))
        assert "39 giây" in said["vi"]  # 2,400 s ÷ 61 samples
        assert "30 giây" in said["vi"]
        odd = allowed(on_treadmill(treadmill((2400, 3.0), cadence=100.0)))
        steps = flags.sentence(case(odd, "steps"))
        assert "180 cm" in steps["vi"]  # 3 m/s ÷ (100 ÷ 60 steps/s)
        assert "từ 50 đến 160 cm" in steps["vi"]
