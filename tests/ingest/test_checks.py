"""Every check with one honest and one cheating run, and with runs exactly at its limits.

The limits are those that were published; what a run measures is laid out by geographiclib
(`tests.tracks`) or put in by hand where it is the edge that is tested.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from race import flags
from race.activity import Activity, Damage, Sport, Stated
from race.category import Sex
from race.event import CheckState, PaceBasis, Rules, Window
from race.ingest.checks import CHECKS
from race.ingest.checks.evidence import History, OwnRun
from race.ingest.examine import Circumstances, Examination, examine, judged, measured
from race.metrics import Effort, Split
from race.presets import PRESETS
from race.track import Track, track_of
from race.verdict import Flag, Outcome, Severity
from tests.tracks import MORNING, run

HUU_LUNG = PRESETS["huu-lung"].rules
#: The event begins an hour before the run of `run()` and ends ten days later.
WINDOW = Window(
    starts_at=datetime.fromtimestamp(MORNING - 3600, UTC),
    ends_at=datetime.fromtimestamp(MORNING + 864_000, UTC),
    timezone="Asia/Ho_Chi_Minh",
)
#: 5,100 m at 5:00 /km.
HONEST = run((1530, 10 / 3), every_s=5)
HONEST_ENDS = MORNING + 1530
NBSP = "\N{NO-BREAK SPACE}"


def activity(track: Track = HONEST, *, zoned: bool = True, **stated: Any) -> Activity:
    """A run as a reader gives it."""
    about = Stated(**{"sport": Sport.RUN, **stated})
    return Activity(track=track, stated=about, format="gpx", zone_known=zoned)


def circumstances(**changes: Any) -> Circumstances:
    """An hour after the run, in the event, nothing sent before."""
    usual: dict[str, Any] = {
        "rules": HUU_LUNG,
        "received_at": datetime.fromtimestamp(MORNING + 7200, UTC),
        "window": WINDOW,
        "history": History(),
    }
    return Circumstances(**usual | changes)


def examined(what: Activity | None = None, **changes: Any) -> Examination:
    return examine(what or activity(), circumstances(**changes))


def judged_with(
    metrics: Mapping[str, Any],
    *,
    official_m: float | None = None,
    sport: Sport = Sport.RUN,
    **changes: Any,
) -> Examination:
    """The honest run with some of its measures put in by hand."""
    honest = measured(activity(sport=sport), WINDOW)
    known = honest.official_m if official_m is None else official_m
    put_in = replace(honest, metrics=replace(honest.metrics, **metrics), official_m=known)
    return judged(put_in, circumstances(**changes))


def finding(examination: Examination, code: str) -> Flag | None:
    """What was found under a code, kept rules included."""
    return next((flag for flag in examination.findings if flag.code == code), None)


def severity(examination: Examination, code: str) -> Severity | None:
    found = finding(examination, code)
    return None if found is None else found.severity


def received(seconds_after_the_end: float) -> datetime:
    return datetime.fromtimestamp(HONEST_ENDS, UTC) + timedelta(seconds=seconds_after_the_end)


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
    **changes: Any,
) -> Case:
    def cheat(checks: Mapping[str, CheckState]) -> Examination:
        return examined(what, **{"rules": replace(HUU_LUNG, checks=checks), **changes})

    return Case(check=check, code=code, severity=weighs, cheat=cheat)


def _unpositioned() -> Track:
    nothing = np.full(10, np.nan)
    return track_of(time=MORNING + np.arange(10.0), lat=nothing, lon=nothing)


def _untimed() -> Track:
    return replace(HONEST, time=np.full(len(HONEST), np.nan))


CASES = (
    _case("positions", "NO_POINTS", Severity.REJECT, activity(_unpositioned())),
    _case("times", "NO_TIME", Severity.REJECT, activity(_untimed())),
    _case(
        "whole_file",
        "CORRUPT_PARTIAL",
        Severity.INFO,
        replace(activity(), damage=Damage(line=7, reason="x")),
    ),
    _case("sport", "WRONG_SPORT", Severity.REJECT, activity(sport=Sport.RIDE)),
    _case("clock", "CLOCK", Severity.REJECT, received_at=received(-3600)),
    _case(
        "event_window",
        "BEFORE_WINDOW",
        Severity.REJECT,
        activity(run((1530, 10 / 3), every_s=5, start=MORNING - 7200)),
    ),
    _case("upload_deadline", "LATE_UPLOAD", Severity.REJECT, received_at=received(80 * 3600)),
    _case(
        "own_overlap",
        "OVERLAP_OWN",
        Severity.REJECT,
        history=History(own=(OwnRun(started_at=MORNING, ended_at=HONEST_ENDS),)),
    ),
    _case("same_file", "DUP_SAME_FILE", Severity.REVIEW, history=History(same_file_of_others=1)),
    _case("shortest", "TOO_SHORT", Severity.REJECT, activity(run((270, 10 / 3), every_s=5))),
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


class TestWindow:
    """A run starts and ends within the event; who wrote no zone is given 26 hours."""

    OPENS, CLOSES = WINDOW.starts_at.timestamp(), WINDOW.ends_at.timestamp()

    @pytest.mark.parametrize(
        ("start", "zoned", "code", "weighs"),
        [
            (OPENS, True, "BEFORE_WINDOW", Severity.PASS),
            (OPENS - 1, True, "BEFORE_WINDOW", Severity.REJECT),
            (CLOSES - 1530, True, "BEFORE_WINDOW", Severity.PASS),
            (CLOSES - 1529, True, "AFTER_WINDOW", Severity.REJECT),
            (CLOSES + 60, True, "AFTER_WINDOW", Severity.REJECT),
        ],
    )
    def test_the_edge(self, start: float, zoned: bool, code: str, weighs: Severity) -> None:
        late = datetime.fromtimestamp(start + 7200, UTC)
        what = activity(run((1530, 10 / 3), every_s=5, start=start), zoned=zoned)
        assert severity(examined(what, received_at=late), code) is weighs

    @pytest.mark.parametrize(
        ("hours_early", "weighs"), [(25.9, Severity.PASS), (26.1, Severity.REJECT)]
    )
    def test_without_a_zone_twenty_six_hours_are_given(
        self, hours_early: float, weighs: Severity
    ) -> None:
        """The digits are those of the clock on the wall in Hữu Lũng, seven hours ahead of UTC."""
        digits = self.OPENS + 7 * 3600 - hours_early * 3600
        what = activity(run((1530, 10 / 3), every_s=5, start=digits), zoned=False)
        seen = examined(what, received_at=datetime.fromtimestamp(self.OPENS + 7200, UTC))
        assert severity(seen, "BEFORE_WINDOW") is weighs
        assert severity(seen, "CLOCK") is Severity.INFO

    def test_times_without_a_zone_are_those_of_the_event(self) -> None:
        """06:00 in the file is 06:00 in Việt Nam, which is 23:00 UTC of the day before."""
        digits = datetime(2026, 11, 14, 6, tzinfo=UTC).timestamp()
        seen = examined(activity(run((1530, 10 / 3), every_s=5, start=digits), zoned=False))
        assert seen.metrics.started_at == MORNING
        found = finding(seen, "CLOCK")
        assert found is not None
        assert "Asia/Ho_Chi_Minh" in flags.sentence(found)["vi"]

    def test_both_sentences_name_the_day_of_the_event_in_its_own_zone(self) -> None:
        before = run((1530, 10 / 3), every_s=5, start=MORNING - 7200)
        found = finding(examined(activity(before)), "BEFORE_WINDOW")
        assert found is not None
        said = flags.sentence(found)
        assert "04:00 ngày 14/11/2026" in said["vi"]
        assert "05:00 ngày 14/11/2026" in said["vi"]
        assert "04:00 on 14 Nov 2026" in said["en"]
        assert "05:00 on 14 Nov 2026" in said["en"]

    def test_without_an_event_there_is_no_window(self) -> None:
        seen = examined(window=None, history=None, received_at=received(900 * 3600))
        assert {"BEFORE_WINDOW", "LATE_UPLOAD", "OVERLAP_OWN", "DUP_SAME_FILE"}.isdisjoint(
            flag.code for flag in seen.findings
        )


class TestDeadline:
    """72 hours after the end of the run."""

    @pytest.mark.parametrize(
        ("hours", "weighs"),
        [
            (0.1, Severity.PASS),
            (72.0, Severity.PASS),
            (72.0 + 1 / 3600, Severity.REJECT),
        ],
    )
    def test_the_edge(self, hours: float, weighs: Severity) -> None:
        seen = examined(received_at=received(hours * 3600))
        assert severity(seen, "LATE_UPLOAD") is weighs

    def test_the_sentence_names_both_numbers_of_hours(self) -> None:
        found = finding(examined(received_at=received(80 * 3600)), "LATE_UPLOAD")
        assert found is not None
        for sentence in flags.sentence(found).values():
            assert "80" in sentence
            assert "72" in sentence


class TestClock:
    """Nobody has run tomorrow, nor before there were watches with satellites."""

    @pytest.mark.parametrize(
        ("minutes_ahead", "weighs"),
        [(0.0, Severity.PASS), (10.0, Severity.PASS), (10.1, Severity.REJECT)],
    )
    def test_ten_minutes_ahead_are_a_watch_that_is_fast(
        self, minutes_ahead: float, weighs: Severity
    ) -> None:
        seen = examined(received_at=received(-60 * minutes_ahead))
        assert severity(seen, "CLOCK") is weighs

    def test_a_watch_that_lost_its_clock_is_told(self) -> None:
        in_1980 = datetime(1980, 1, 6, tzinfo=UTC).timestamp()
        seen = examined(activity(run((1530, 10 / 3), every_s=5, start=in_1980)))
        found = finding(seen, "CLOCK")
        assert found is not None
        assert found.severity is Severity.REJECT
        assert "06/01/1980" in flags.sentence(found)["vi"]

    def test_a_single_step_back_is_honest_and_a_track_that_runs_back_is_not(self) -> None:
        times = HONEST.time.copy()
        times[[10, 11]] = times[[11, 10]]
        assert severity(examined(activity(replace(HONEST, time=times))), "CLOCK") is Severity.PASS
        backwards = replace(HONEST, time=HONEST.time[::-1])
        assert severity(examined(activity(backwards)), "CLOCK") is Severity.REVIEW


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

    def test_an_effort_over_a_gap_is_no_record(self) -> None:
        effort = Effort(
            distance_m=5000.0, elapsed_s=700.0, start_s=0.0, start_m=0.0, unbroken=False
        )
        assert finding(judged_with({"efforts": (effort,)}), "TOO_FAST_WR") is None

    def test_the_sentence_names_the_limit_that_was_crossed(self) -> None:
        for seconds, limit in ((800.0, "13:59"), (700.0, "12:35")):
            effort = Effort(distance_m=5000.0, elapsed_s=seconds, start_s=0.0, start_m=0.0)
            found = finding(judged_with({"efforts": (effort,)}, sex=Sex.MALE), "TOO_FAST_WR")
            assert found is not None
            assert all(limit in said for said in flags.sentence(found).values())


class TestOverlap:
    """More than half of the time shared is the same run; 60 s are a watch stopped late."""

    @pytest.mark.parametrize(
        ("shared_s", "weighs"),
        [
            (0.0, Severity.PASS),
            (60.0, Severity.PASS),
            (61.0, Severity.REVIEW),
            (765.0, Severity.REVIEW),  # exactly half of 1,530 s
            (766.0, Severity.REJECT),
            (1530.0, Severity.REJECT),
        ],
    )
    def test_the_edge(self, shared_s: float, weighs: Severity) -> None:
        other = OwnRun(started_at=MORNING - 3000, ended_at=MORNING + shared_s)
        seen = examined(history=History(own=(other,)))
        assert severity(seen, "OVERLAP_OWN") is weighs

    def test_the_share_is_that_of_the_shorter_run(self) -> None:
        """Ten of the eleven minutes of a short run lie inside the long one."""
        short = OwnRun(started_at=MORNING - 60, ended_at=MORNING + 600)
        found = finding(examined(history=History(own=(short,))), "OVERLAP_OWN")
        assert found is not None
        assert found.measured == pytest.approx(600 / 660)
        assert found.severity is Severity.REJECT


class TestDistances:
    """At least 1 km; what the device states counts within 5 %, a person looks beyond 15 %."""

    @pytest.mark.parametrize(
        ("metres", "weighs"), [(1000.0, Severity.PASS), (999.9, Severity.REJECT)]
    )
    def test_a_kilometre_is_enough(self, metres: float, weighs: Severity) -> None:
        assert severity(judged_with({}, official_m=metres), "TOO_SHORT") is weighs

    def test_a_kilometre_laid_out_is_a_kilometre(self) -> None:
        seen = examined(activity(run((300, 1000 / 300), every_s=5)))
        assert severity(seen, "TOO_SHORT") is Severity.PASS

    @pytest.mark.parametrize(
        ("stated_m", "sport", "weighs", "official_m"),
        [
            (5100.0, Sport.RUN, Severity.PASS, 5100.0),
            (5354.0, Sport.RUN, Severity.PASS, 5354.0),  # 4.98 % more than 5,100
            (4846.0, Sport.RUN, Severity.PASS, 4846.0),
            (5356.0, Sport.RUN, Severity.INFO, 5100.0),  # 5.02 %
            (4844.0, Sport.RUN, Severity.INFO, 4844.0),
            (5864.0, Sport.RUN, Severity.INFO, 5100.0),  # 14.98 %
            (5866.0, Sport.RUN, Severity.REVIEW, 5100.0),  # 15.02 %
            (4334.0, Sport.RUN, Severity.REVIEW, 4334.0),
            (5866.0, Sport.UNKNOWN, Severity.REVIEW, 5100.0),
            (5866.0, Sport.WALK, Severity.INFO, 5100.0),
            (4000.0, Sport.HIKE, Severity.INFO, 4000.0),
            (5000.0, Sport.WALK, Severity.PASS, 5000.0),
            (5200.0, Sport.WALK, Severity.PASS, 5100.0),
        ],
    )
    def test_the_official_distance_and_who_looks(
        self, stated_m: float, sport: Sport, weighs: Severity, official_m: float
    ) -> None:
        seen = examined(activity(distance_m=stated_m, sport=sport))
        assert severity(seen, "MISMATCH_DISTANCE") is weighs
        assert seen.official_m == pytest.approx(official_m, abs=0.01)

    @pytest.mark.parametrize(("stated_m", "percent"), [(6120.0, "20,0%"), (4080.0, "20,0%")])
    def test_the_sentence_says_both_distances_and_the_limit(
        self, stated_m: float, percent: str
    ) -> None:
        found = finding(examined(activity(distance_m=stated_m)), "MISMATCH_DISTANCE")
        assert found is not None
        vietnamese, english = (flags.sentence(found)[language] for language in ("vi", "en"))
        assert percent in vietnamese
        assert "15,0%" in vietnamese
        assert "5,10" in vietnamese
        assert "15.0%" in english


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
