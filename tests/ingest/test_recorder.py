"""How well a run was recorded: what is taken of it, and what is said when it was badly."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from race import flags
from race.activity import Activity, Stated
from race.flags import WORDINGS
from race.ingest.clean import clean
from race.ingest.signals.recorder import Recorder, recorder
from race.ingest.signals.recording import Recording
from race.metrics import distance_along
from race.track import BoolArray, Track, track_of
from race.verdict import Flag, Severity
from tests.ingest.examining import HUU_LUNG, activity, examined
from tests.ingest.wearing import worn
from tests.tracks import MORNING, joined, run, treadmill

#: Degrees of latitude for a metre, near enough to put a fix somewhere else.
METRE = 1 / 111_000


def taken(track: Track, **stated: Any) -> Recorder:
    """The signals of a run whose file has this track."""
    ordered, notes = clean(track)
    return recorder(
        Recording(
            raw=track,
            track=ordered,
            along=distance_along(ordered),
            notes=notes,
            stated=Stated(**stated),
            format="gpx",
        )
    )


def without(track: Track, from_s: float, to_s: float) -> Track:
    """`track` without its points between two moments since its start."""
    since = track.time - track.time[0]
    return track.take((since <= from_s) | (since >= to_s))


def moved(track: Track, which: BoolArray, metres: float) -> Track:
    return replace(track, lat=np.where(which, track.lat + metres * METRE, track.lat))


def unevenly(track: Track, about_s: int) -> Track:
    """The points of a track that lie about so many seconds apart, as corners of streets do."""
    steps = np.random.default_rng(3).integers(about_s // 4, about_s * 7 // 4 + 1, len(track))
    return track.take(np.cumsum(steps)[np.cumsum(steps) < len(track)])


def later(track: Track, from_s: float, by_s: float) -> Track:
    """`track` with its clock set on by `by_s` at a moment since its start."""
    since = track.time - track.time[0]
    return replace(track, time=track.time + np.where(since > from_s, by_s, 0.0))


class TestWhatIsTaken:
    """Numbers by hand, of a run of 1,500 s at 4 m/s: 6 km."""

    def test_how_often(self) -> None:
        seen = taken(run((1500, 4.0), every_s=5))
        assert (seen.interval_s, seen.regular_share) == (5, 1)
        assert taken(unevenly(run((1500, 4.0)), 12)).regular_share < 0.5
        assert seen.points_per_km == pytest.approx(301 / 6, rel=1e-3)

    def test_a_gap_in_which_the_runner_went_on(self) -> None:
        seen = taken(without(run((1500, 4.0)), 600, 750))
        assert seen.gap_time_share == pytest.approx(0.1)
        assert seen.gap_distance_share == pytest.approx(0.1, rel=1e-3)
        assert seen.longest_gap is not None
        assert (seen.longest_gap.from_s, seen.longest_gap.to_s) == (600, 750)
        assert seen.longest_gap.from_m == pytest.approx(2400, rel=1e-3)

    def test_a_pause_is_no_gap_whether_the_file_marks_it_or_not(self) -> None:
        stood = without(run((600, 4.0), (400, 0.0), (600, 4.0)), 605, 995)
        first, second = run((600, 4.0)), run((600, 4.0), start=MORNING + 1000)
        for track in (stood, joined(first, moved(second, np.ones(601, dtype=np.bool_), 3000))):
            seen = taken(track)
            assert seen.gap_time_share == 0
            assert seen.longest_pause is not None
            assert seen.longest_pause.to_s - seen.longest_pause.from_s == pytest.approx(400, abs=11)

    def test_spikes_by_the_points(self) -> None:
        spikes = np.arange(1501) % 50 == 25
        assert taken(moved(run((1500, 4.0)), spikes, 2000)).spike_share == pytest.approx(30 / 1501)

    def test_a_cut_is_counted(self) -> None:
        assert taken(moved(run((1500, 4.0)), np.arange(1501) > 800, 3000)).cuts == 1

    def test_points_without_time(self) -> None:
        track = run((1500, 4.0), every_s=5)
        time = np.where(np.arange(301) < 100, np.nan, track.time)
        assert taken(replace(track, time=time)).untimed_share == pytest.approx(100 / 301)

    def test_one_fix_written_twice_in_motion(self) -> None:
        track = run((1500, 4.0), every_s=5)
        assert taken(track).repeated_share == 0
        twice = replace(track, lat=np.repeat(track.lat[::2], 2)[:301])
        assert taken(twice).repeated_share == pytest.approx(0.5, abs=0.01)

    def test_the_error_that_the_device_states(self) -> None:
        track = run((600, 4.0))
        error = np.where(np.arange(601) < 200, np.nan, 12.0)
        assert taken(worn(track, accuracy=error)).accuracy_m == 12

    def test_a_fix_that_came_late(self) -> None:
        track = run((1500, 4.0))
        late = replace(track, lat=np.where(np.arange(1501) < 90, np.nan, track.lat))
        counted = worn(late, distance=4.0 * np.arange(1501))
        seen = taken(counted, distance_m=6000.0)
        assert seen.late_fix_s == 90
        assert seen.hidden_m == pytest.approx(360, rel=0.01)

    def test_a_count_that_goes_on_from_another_sport_hides_nothing(self) -> None:
        counted = worn(run((1500, 4.0)), distance=40_000 + 4.0 * np.arange(1501))
        assert taken(counted, distance_m=6000.0).hidden_m == pytest.approx(0, abs=5)

    @pytest.mark.parametrize(
        ("legs", "hidden"),
        [
            (((1500, 4.0),), 500),  # at full pace from its first point
            (((60, 0.0), (1440, 4.0)), 0),  # a start, and a watch that measures long
        ],
    )
    def test_a_hidden_start_begins_at_full_pace(
        self, legs: tuple[tuple[float, float], ...], hidden: float
    ) -> None:
        ours = sum(seconds * m_s for seconds, m_s in legs)
        seen = taken(run(*legs), distance_m=ours + 500, elapsed_s=1625.0)
        assert seen.hidden_m == pytest.approx(hidden, abs=1)

    def test_a_clock_that_is_set(self) -> None:
        assert taken(run((1500, 4.0))).back_s == 0
        assert taken(later(run((1500, 4.0)), 700, -900)).back_s == 899
        assert taken(later(run((1500, 4.0)), 700, 7200)).leap_s == 7201


@pytest.mark.parametrize(
    "track",
    [
        track_of(time=[], lat=[], lon=[]),
        run((1, 3.0)).take(slice(1)),
        run((1, 3.0)),
        run((600, 0.0)),
        run((3, 3.0), every_s=1e8),
        replace(run((60, 3.0)), time=np.full(61, np.nan)),
        replace(run((60, 3.0)), time=np.full(61, MORNING)),
        replace(run((60, 3.0)), time=run((60, 3.0)).time[::-1]),
        treadmill((60, 3.0)),
    ],
)
def test_any_track_has_signals_and_none_is_infinite(track: Track) -> None:
    seen = taken(track, distance_m=1e9, elapsed_s=1e9)
    assert not any(np.isinf(value) for value in vars(seen).values() if isinstance(value, float))


def found(track: Track | Activity, code: str) -> dict[str | None, Flag]:
    """What was found under a code, by case."""
    what = track if isinstance(track, Activity) else activity(track)
    seen = examined(what, rules=HUU_LUNG).findings
    return {flag.facts.get("case"): flag for flag in seen if flag.code == code}


def weighs(track: Track | Activity, code: str) -> dict[str | None, Severity]:
    return {case: flag.severity for case, flag in found(track, code).items()}


class TestPoorGps:
    """A person looks where nobody can tell how far it was; the words are about satellites."""

    @pytest.mark.parametrize(
        ("track", "case", "severity"),
        [
            (run((1800, 3.0), every_s=5), "interval", Severity.PASS),
            (run((3600, 1.2), every_s=20), "interval", Severity.PASS),
            (run((3600, 1.2), every_s=24), "interval", Severity.INFO),
            (unevenly(run((3600, 1.0)), 27), "interval", Severity.REVIEW),
            (run((3600, 1.0), every_s=32), "interval", Severity.REVIEW),
            (run((1800, 3.0), every_s=13), "interval", Severity.PASS),
            (run((1800, 3.0), every_s=15), "per_km", Severity.INFO),
            (unevenly(run((1800, 3.0)), 15), "per_km", Severity.REVIEW),
            (run((1860, 3.0), every_s=31), "per_km", Severity.REVIEW),
            (run((1177, 1.1), every_s=1177), "points", Severity.REVIEW),
        ],
    )
    def test_points_are_often_enough(self, track: Track, case: str, severity: Severity) -> None:
        assert weighs(track, "POOR_GPS")[case] is severity

    @pytest.mark.parametrize(
        ("lost_s", "severity"),
        [
            (100, Severity.PASS),
            (250, Severity.INFO),
            (500, Severity.INFO),
            (600, Severity.REVIEW),
        ],
    )
    def test_gaps_by_their_share_of_the_way(self, lost_s: float, severity: Severity) -> None:
        flag = found(without(run((1800, 3.0)), 300, 300 + lost_s), "POOR_GPS")["gaps"]
        assert flag.severity is severity
        assert flag.where is not None
        assert (flag.where.from_s, flag.where.to_s) == (300, 300 + lost_s)

    @pytest.mark.parametrize(
        ("error_m", "severity"),
        [(5, Severity.PASS), (30, Severity.INFO), (60, Severity.REVIEW)],
    )
    def test_the_error_that_the_device_states(self, error_m: float, severity: Severity) -> None:
        track = run((1800, 3.0), every_s=5)
        stated = worn(track, accuracy=error_m)
        assert weighs(stated, "POOR_GPS")["accuracy"] is severity
        assert "accuracy" not in weighs(track, "POOR_GPS")

    @pytest.mark.parametrize(("share", "looked_at"), [(0.1, False), (0.3, True), (0.99, True)])
    def test_points_without_a_time(self, share: float, looked_at: bool) -> None:
        track = run((1800, 3.0), every_s=5)
        untimed = replace(track, time=np.where(np.arange(361) < share * 361, np.nan, track.time))
        assert ("untimed" in weighs(untimed, "POOR_GPS")) is looked_at

    def test_a_start_that_is_missing_is_told_and_decides_nothing(self) -> None:
        counted = worn(run((1500, 4.0)), distance=300 + 4.0 * np.arange(1501))
        what = activity(counted, distance_m=6300.0)
        assert weighs(what, "POOR_GPS")["hidden"] is Severity.INFO
        assert "hidden" not in weighs(activity(counted, distance_m=6100.0), "POOR_GPS")

    def test_no_points_and_no_satellites_have_no_reception(self) -> None:
        assert found(track_of(time=[], lat=[], lon=[]), "POOR_GPS") == {}
        assert found(activity(treadmill(), indoor=True, written="fit"), "POOR_GPS") == {}


class TestTeleports:
    """GPS that jumps: an error, and the words say so."""

    @pytest.mark.parametrize(("every", "severity"), [(25, Severity.PASS), (15, Severity.REVIEW)])
    def test_spikes_from_one_in_twenty_on(self, every: int, severity: Severity) -> None:
        spikes = np.arange(1801) % every == 7
        assert weighs(moved(run((1800, 3.0)), spikes, 2000), "TELEPORTS") == {None: severity}

    @pytest.mark.parametrize(
        ("km", "cuts", "looked_at"), [(2, 2, False), (2, 3, True), (10, 9, False), (10, 11, True)]
    )
    def test_cuts_by_the_kilometre(self, km: int, cuts: int, looked_at: bool) -> None:
        seconds = round(km * 1000 / 4)
        jumps = np.linspace(0, seconds, cuts + 2)[1:-1]
        places = np.searchsorted(jumps, np.arange(seconds + 1)) % 2
        track = moved(run((seconds, 4.0)), places == 1, 3000)
        assert ("cuts" in weighs(track, "TELEPORTS")) is looked_at


class TestClock:
    """A clock that is set in the middle of a run."""

    @pytest.mark.parametrize(("by_s", "looked_at"), [(-590, False), (-620, True)])
    def test_back(self, by_s: float, looked_at: bool) -> None:
        track = later(run((1800, 3.0), start=MORNING + 900), 900, by_s)
        assert ("back" in weighs(track, "CLOCK")) is looked_at

    @pytest.mark.parametrize(("by_s", "looked_at"), [(80_000, False), (90_000, True)])
    def test_on(self, by_s: float, looked_at: bool) -> None:
        track = later(run((1800, 3.0)), 900, by_s)
        assert ("leap" in weighs(track, "CLOCK")) is looked_at

    def test_a_clock_that_runs_on_is_kept(self) -> None:
        assert weighs(run((1800, 3.0)), "CLOCK") == {None: Severity.PASS}


def test_the_words_speak_of_gps_and_blame_nobody() -> None:
    for code in ("POOR_GPS", "TELEPORTS"):
        for words in (WORDINGS[code], *WORDINGS[code].cases.values()):
            said = " ".join((*words.said.values(), words.advice)).casefold()
            assert not any(word in said for word in ("cheat", "suspicio", "fake", "false"))
            assert Severity.REJECT not in words.said


def test_two_points_are_never_accepted_and_the_runner_hears_why() -> None:
    flag = found(run((1177, 1.1), every_s=1177), "POOR_GPS")["points"]
    assert "2 điểm GPS" in flags.sentence(flag)["vi"]
    assert "tiết kiệm pin" in flags.advice(flag)["vi"]
