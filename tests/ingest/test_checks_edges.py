"""Times, overlaps and distances exactly at their limits."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from race import flags
from race.ingest.checks.evidence import History, OwnRun
from race.verdict import Severity
from tests.ingest.examining import (
    HONEST,
    HONEST_ENDS,
    WINDOW,
    activity,
    examined,
    finding,
    judged_with,
    received,
    severity,
)
from tests.tracks import MORNING, run


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

    def test_a_run_that_a_referee_refused_is_looked_at_by_a_person_again(self) -> None:
        refused = OwnRun(started_at=MORNING, ended_at=HONEST_ENDS, refused=True)
        seen = examined(history=History(own=(refused,)))
        assert severity(seen, "OVERLAP_OWN") is Severity.REVIEW
        waiting = replace(refused, refused=False)
        for own in ((refused, waiting), (waiting, refused)):
            assert severity(examined(history=History(own=own)), "OVERLAP_OWN") is Severity.REJECT

    def test_the_share_is_that_of_the_shorter_run(self) -> None:
        """Ten of the eleven minutes of a short run lie inside the long one."""
        short = OwnRun(started_at=MORNING - 60, ended_at=MORNING + 600)
        found = finding(examined(history=History(own=(short,))), "OVERLAP_OWN")
        assert found is not None
        assert found.measured == pytest.approx(600 / 660)
        assert found.severity is Severity.REJECT


class TestDistances:
    """A run has at least 1 km; which distance counts stands in `test_official_distance`."""

    @pytest.mark.parametrize(
        ("metres", "weighs"), [(1000.0, Severity.PASS), (999.9, Severity.REJECT)]
    )
    def test_a_kilometre_is_enough(self, metres: float, weighs: Severity) -> None:
        assert severity(judged_with({}, official_m=metres), "TOO_SHORT") is weighs

    def test_a_kilometre_laid_out_is_a_kilometre(self) -> None:
        seen = examined(activity(run((300, 1000 / 300), every_s=5)))
        assert severity(seen, "TOO_SHORT") is Severity.PASS
