"""What one event may set, at both sides of its limits: hours, places, days, pauses, distances."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic

from race import flags
from race.activity import Activity, Sport
from race.ingest import signals
from race.ingest.checks import days
from race.ingest.checks.evidence import History, OwnRun
from race.ingest.clean import clean
from race.ingest.examine import Circumstances, Examination, Measured, judged
from race.ingest.signals.places import MOST_PLACES, PER_DEGREE, Places, places
from race.ingest.signals.recording import Recording
from race.metrics import distance_along
from race.rules import Area, ForbiddenHours
from race.track import Track, track_of
from race.verdict import Flag, Severity
from tests.ingest.examining import (
    HONEST_ENDS,
    HUU_LUNG,
    WINDOW,
    activity,
    examined,
    finding,
    judged_with,
    severity,
)
from tests.ingest.test_corpus_outcomes import came, kind_of, needs_corpus, rows
from tests.tracks import HUU_LUNG as PLACE
from tests.tracks import MORNING, joined, north_of, run, treadmill

HOUR = 3600.0


def under(what: Activity | None = None, **limits: Any) -> Examination:
    """The honest run, or another, under the rules of Hữu Lũng with some of them set."""
    around = {name: limits.pop(name) for name in ("history", "window") if name in limits}
    return examined(what, rules=replace(HUU_LUNG, **limits), **around)


def found(examination: Examination, code: str, case: str | None = None) -> Flag:
    """The one finding of a code and case."""
    (flag,) = (
        each
        for each in examination.findings
        if each.code == code and each.facts.get("case") == case
    )
    return flag


class TestLongest:
    """Some events count no run over so many kilometres; a hundredth over it is a late finger."""

    @pytest.mark.parametrize(
        ("metres", "weighs"),
        [
            (14_000.0, Severity.PASS),
            (15_000.0, Severity.PASS),
            (15_150.0, Severity.PASS),
            (15_150.1, Severity.REJECT),
            (30_000.0, Severity.REJECT),
        ],
    )
    def test_the_edge(self, metres: float, weighs: Severity) -> None:
        rules = replace(HUU_LUNG, max_distance_m=15_000.0)
        seen = judged_with({}, official_m=metres, rules=rules)
        assert severity(seen, "TOO_LONG") is weighs

    def test_nothing_is_said_where_there_is_no_limit_or_no_distance(self) -> None:
        assert finding(examined(), "TOO_LONG") is None
        rules = replace(HUU_LUNG, max_distance_m=15_000.0)
        assert finding(judged_with({}, official_m=float("nan"), rules=rules), "TOO_LONG") is None

    def test_the_sentence_names_both_distances(self) -> None:
        flag = found(under(max_distance_m=5000.0), "TOO_LONG")
        for said in flags.sentence(flag).values():
            assert "5,0" in said or "5.0" in said
        assert flags.sentence(flag)["vi"].startswith("Chưa tính: 5,10")


def weekday(*numbers: int, opens: float, closes: float) -> tuple[ForbiddenHours, ...]:
    return (ForbiddenHours(days=numbers, from_s=opens * HOUR, to_s=closes * HOUR),)


class TestHours:
    """The honest run is on a Saturday from 06:00 to 06:25:30, Vietnamese time."""

    @pytest.mark.parametrize(
        ("hours", "weighs"),
        [
            (weekday(6, opens=8, closes=12), Severity.PASS),
            (weekday(6, opens=6 + 25.5 / 60, closes=12), Severity.PASS),
            (weekday(6, opens=6 + 20.5 / 60, closes=12), Severity.PASS),  # five minutes inside
            (weekday(6, opens=6 + 20 / 60, closes=12), Severity.REJECT),  # five and a half
            (weekday(6, opens=0, closes=6), Severity.PASS),
            (weekday(6, opens=0, closes=6 + 5 / 60), Severity.PASS),
            (weekday(6, opens=0, closes=6 + 6 / 60), Severity.REJECT),
            (weekday(6, opens=0, closes=24), Severity.REJECT),
            (weekday(1, 2, 3, 4, 5, 7, opens=0, closes=24), Severity.PASS),
            (weekday(5, opens=20, closes=24), Severity.PASS),
            (weekday(*range(1, 8), opens=6, closes=7), Severity.REJECT),
        ],
    )
    def test_the_edge(self, hours: tuple[ForbiddenHours, ...], weighs: Severity) -> None:
        assert severity(under(forbidden_hours=hours), "FORBIDDEN_HOURS") is weighs

    def test_the_day_is_that_of_the_event_and_not_of_greenwich(self) -> None:
        """06:00 on a Saturday in Việt Nam is 23:00 on Friday in Greenwich."""
        friday = weekday(5, opens=22, closes=24)
        assert severity(under(forbidden_hours=friday), "FORBIDDEN_HOURS") is Severity.PASS
        greenwich = replace(WINDOW, timezone="UTC")
        seen = under(forbidden_hours=friday, window=greenwich)
        assert severity(seen, "FORBIDDEN_HOURS") is Severity.REJECT

    def test_a_run_over_midnight_meets_the_hours_of_both_days(self) -> None:
        late = activity(run((1530, 10 / 3), every_s=5, start=MORNING + 17.8 * HOUR))  # 23:48
        sunday = weekday(7, opens=0, closes=5)
        assert severity(under(late, forbidden_hours=sunday), "FORBIDDEN_HOURS") is Severity.REJECT
        saturday = weekday(6, opens=23, closes=24)
        assert severity(under(late, forbidden_hours=saturday), "FORBIDDEN_HOURS") is Severity.REJECT
        monday = weekday(1, opens=0, closes=24)
        assert severity(under(late, forbidden_hours=monday), "FORBIDDEN_HOURS") is Severity.PASS

    def test_a_lunch_break_may_touch_the_hours_on_both_sides(self) -> None:
        """Four minutes before noon and four after one: each end has its own tolerance."""
        noon = weekday(6, opens=6 + 21.5 / 60, closes=12) + weekday(6, opens=0, closes=6 + 4 / 60)
        assert severity(under(forbidden_hours=noon), "FORBIDDEN_HOURS") is Severity.PASS

    def test_the_stretch_inside_is_marked_and_said(self) -> None:
        flag = found(under(forbidden_hours=weekday(6, opens=6.25, closes=11.5)), "FORBIDDEN_HOURS")
        assert flag.measured == pytest.approx(630)
        assert flag.where is not None
        assert (flag.where.from_s, flag.where.to_s) == pytest.approx((900, 1530))
        # 10/3 m/s all the way.
        assert (flag.where.from_m, flag.where.to_m) == pytest.approx((3000, 5100), abs=10)
        said = flags.sentence(flag)
        for part in ("06:15", "11:30", "10:30"):
            assert part in said["vi"]
            assert part in said["en"]
        assert "thứ Bảy" in said["vi"]
        assert "Saturday" in said["en"]

    def test_the_hours_of_a_file_without_a_zone_are_for_a_person(self) -> None:
        digits = datetime(2026, 11, 14, 6, tzinfo=UTC).timestamp()
        what = activity(run((1530, 10 / 3), every_s=5, start=digits), zoned=False)
        seen = under(what, forbidden_hours=weekday(6, opens=6, closes=8))
        assert severity(seen, "FORBIDDEN_HOURS") is Severity.REVIEW
        assert "múi giờ" in flags.sentence(found(seen, "FORBIDDEN_HOURS"))["vi"]

    def test_a_clock_that_jumps_years_takes_no_longer(self) -> None:
        seen = judged_with(
            {"ended_at": MORNING + 3e8, "elapsed_s": 3e8},
            rules=replace(HUU_LUNG, forbidden_hours=weekday(6, opens=0, closes=24)),
        )
        assert severity(seen, "FORBIDDEN_HOURS") is Severity.REJECT

    def test_nothing_is_said_without_an_event_without_times_or_without_such_hours(self) -> None:
        hours = weekday(6, opens=6, closes=8)
        assert finding(examined(), "FORBIDDEN_HOURS") is None
        assert finding(under(forbidden_hours=hours, window=None), "FORBIDDEN_HOURS") is None
        untimed = judged_with(
            {"started_at": float("nan"), "ended_at": float("nan")},
            rules=replace(HUU_LUNG, forbidden_hours=hours),
        )
        assert finding(untimed, "FORBIDDEN_HOURS") is None


def circle(metres_north: float, radius_m: float, name: str = "xã Hữu Lũng") -> Area:
    """A circle whose middle lies so far north of where the runs begin, by geographiclib."""
    middle = Geodesic.WGS84.Direct(*PLACE, 0.0, metres_north)
    return Area(name=name, lat=middle["lat2"], lon=middle["lon2"], radius_m=radius_m)


class TestPlaces:
    """The honest run goes 5,100 m due north: a circle around its start ends at a known metre."""

    @pytest.mark.parametrize(
        ("radius_m", "weighs"),
        [
            (5100, Severity.PASS),
            (4850, Severity.PASS),  # 200 m outside and 50 m of slack
            (4700, Severity.REVIEW),  # 350 m, 7 %
            (2600, Severity.REVIEW),  # 2,450 m, 48 %
            (2400, Severity.REJECT),  # 2,650 m, 52 %
            (100, Severity.REJECT),
        ],
    )
    def test_the_edge(self, radius_m: float, weighs: Severity) -> None:
        flag = found(under(areas=(circle(0, radius_m),)), "GEOFENCE")
        assert flag.severity is weighs
        outside_m = max(0.0, 5100 - radius_m - 50)
        assert flag.measured == pytest.approx(outside_m / 5100, abs=0.011)

    def test_one_of_several_circles_is_enough(self) -> None:
        two = (circle(0, 2600), circle(5100, 2600, "xã Hữu Liên"))
        assert severity(under(areas=two), "GEOFENCE") is Severity.PASS
        assert severity(under(areas=two[1:]), "GEOFENCE") is Severity.REVIEW

    @pytest.mark.parametrize("far_m", [20_000.0, 500_000.0, 10_000_000.0])
    def test_another_town_is_rejected_however_far(self, far_m: float) -> None:
        """The radius of the circle is 100 m less than the way to it."""
        flag = found(under(areas=(circle(-far_m, min(far_m - 100, 1e6)),)), "GEOFENCE")
        assert flag.severity is Severity.REJECT
        assert flag.measured == 1

    def test_the_first_stretch_outside_is_marked_and_the_areas_are_named(self) -> None:
        """In the middle of the run both circles are left for 1,000 m."""
        two = (circle(0, 2000), circle(5100, 2000, "xã Hữu Liên"))
        flag = found(under(areas=two), "GEOFENCE")
        assert flag.severity is Severity.REVIEW
        assert flag.measured == pytest.approx(1000 / 5100, abs=0.02)
        assert flag.where is not None
        assert (flag.where.from_m, flag.where.to_m) == pytest.approx((2050, 3050), abs=51)
        assert (flag.where.from_s, flag.where.to_s) == pytest.approx((615, 915), abs=16)
        assert "xã Hữu Lũng, xã Hữu Liên" in flags.sentence(flag)["vi"]

    def test_standing_somewhere_is_no_way(self) -> None:
        """An hour of waiting outside does not outweigh a run inside."""
        waiting = run((1500, 10 / 3), (3600, 0.0), every_s=5)
        seen = under(activity(waiting), areas=(circle(0, 4850),))
        assert severity(seen, "GEOFENCE") is Severity.PASS

    def test_nothing_is_said_of_a_run_without_positions_or_where_all_places_count(self) -> None:
        assert finding(examined(), "GEOFENCE") is None
        indoors = activity(treadmill(), written="fit", indoor=True)
        assert finding(under(indoors, areas=(circle(0, 100),)), "GEOFENCE") is None

    def test_a_run_over_the_antimeridian_stays_on_its_side(self) -> None:
        east = Geodesic.WGS84.Line(-17.0, 179.98, 90.0)
        way = [east.Position(10 / 3 * s) for s in range(0, 1531, 5)]
        what = activity(
            track_of(
                time=MORNING + np.arange(0, 1531, 5.0),
                lat=[p["lat2"] for p in way],
                lon=[p["lon2"] for p in way],
            )
        )
        taveuni = Area(name="Taveuni", lat=-17.0, lon=-180.0, radius_m=4000)
        assert severity(under(what, areas=(taveuni,)), "GEOFENCE") is Severity.PASS


def recording(track: Track) -> Recording:
    cleaned, notes = clean(track)
    return Recording(
        raw=track,
        track=cleaned,
        along=distance_along(cleaned),
        notes=notes,
        stated=activity().stated,
        format="gpx",
    )


class TestOutline:
    """What is kept of where a run was: few places, evenly, and only where it was seen."""

    def test_places_lie_evenly_where_the_runner_was(self) -> None:
        kept = places(recording(run((1530, 10 / 3), every_s=5)))
        assert len(kept.lat_e5) == 103  # one in 50 m
        assert kept.every_m == pytest.approx(50, abs=0.1)
        lat, _ = north_of(PLACE, [kept.every_m * i for i in range(103)])
        # To 1e-5 degrees, half a unit for rounding and a metre for the measure.
        assert np.array(kept.lat_e5) / 1e5 == pytest.approx(lat, abs=1.5e-5)
        assert set(kept.lon_e5) == {10_630_000}
        assert kept.at_s[-1] == 1530

    def test_a_long_run_has_no_more_than_two_hundred(self) -> None:
        kept = places(recording(run((14_400, 3.0), every_s=10)))
        assert len(kept.lat_e5) == len(kept.lon_e5) == len(kept.at_s) == MOST_PLACES
        assert kept.every_m == pytest.approx(43_200 / 199, rel=0.01)

    def test_no_place_lies_on_a_way_that_nobody_saw(self) -> None:
        """Two stretches of 1 km, and 20 km between them in a bus with the watch stopped."""
        first = run((300, 10 / 3), every_s=5)
        lat, lon = north_of(PLACE, [21_000 + 10 / 3 * s for s in range(0, 301, 5)])
        second = track_of(time=MORNING + 3000 + np.arange(0, 301, 5.0), lat=lat, lon=lon)
        kept = places(recording(joined(first, second)))
        middle = PLACE[0] + 0.1  # 11 km north
        assert all(abs(each / 1e5 - middle) > 0.08 for each in kept.lat_e5)
        assert len(kept.lat_e5) == 41

    @pytest.mark.parametrize("count", [0, 1, 2, 10])
    def test_a_phone_on_a_table_is_one_place(self, count: int) -> None:
        still = track_of(
            time=MORNING + np.arange(float(count)),
            lat=np.full(count, PLACE[0]),
            lon=np.full(count, PLACE[1]),
        )
        kept = places(recording(still))
        assert kept.lat_e5 == ((2_150_000,) if count else ())

    def test_without_positions_there_is_none(self) -> None:
        indoors = examined(activity(treadmill(), written="fit", indoor=True))
        assert indoors.metrics.distance_m > 5000
        assert repr(indoors.signals.places) == repr(Places())

    def test_the_metre_is_kept_through_json(self) -> None:
        """Other signals have six digits; 106.34512 would lose its last two."""
        seen = signals.to_dict(examined().signals)["places"]
        assert {type(each) for each in seen["lat_e5"]} == {int}
        assert seen["lon_e5"][0] == 10_630_000


def earlier(hours_before: float, official_m: float = 5000.0, **changes: Any) -> OwnRun:
    """A run of half an hour that began so long before the honest one."""
    began = MORNING - hours_before * HOUR
    return OwnRun(started_at=began, ended_at=began + 1800, official_m=official_m, **changes)


def own(*runs: OwnRun) -> History:
    return History(own=runs)


class TestRunsPerDay:
    """The honest run begins on Saturday at 06:00; midnight in Việt Nam is six hours before."""

    @pytest.mark.parametrize(
        ("others", "number", "weighs"),
        [
            ((), 1, Severity.PASS),
            ((earlier(2),), 2, Severity.PASS),
            ((earlier(2), earlier(3)), 3, Severity.REJECT),
            ((earlier(2), earlier(-3), earlier(4)), 4, Severity.REJECT),
            ((earlier(2), earlier(5.9), earlier(-17.9)), 4, Severity.REJECT),
            ((earlier(6.1), earlier(7), earlier(-18.1)), 1, Severity.PASS),  # other days
            ((earlier(2), earlier(3, refused=True)), 2, Severity.PASS),
        ],
    )
    def test_the_edge(self, others: Sequence[OwnRun], number: int, weighs: Severity) -> None:
        flag = found(under(runs_per_day=2, history=own(*others)), "PER_DAY")
        assert flag.severity is weighs
        assert flag.measured == number

    def test_the_day_is_that_on_which_a_run_starts(self) -> None:
        over_midnight = OwnRun(started_at=MORNING - 6.1 * HOUR, ended_at=MORNING - 5 * HOUR)
        flag = found(under(runs_per_day=1, history=own(over_midnight)), "PER_DAY")
        assert flag.severity is Severity.PASS

    def test_a_second_device_of_the_same_run_is_no_second_run(self) -> None:
        """It is rejected as sent before, and not as one too many."""
        same = OwnRun(started_at=MORNING + 5, ended_at=HONEST_ENDS + 20, official_m=5080)
        seen = under(runs_per_day=1, history=own(same))
        assert severity(seen, "OVERLAP_OWN") is Severity.REJECT
        assert found(seen, "PER_DAY").severity is Severity.PASS
        other = replace(earlier(3), started_at=MORNING - 3 * HOUR + 60)
        twice = under(runs_per_day=2, history=own(earlier(3), other))
        assert found(twice, "PER_DAY").measured == 2

    def test_the_sentence_counts_and_takes_nothing_away(self) -> None:
        flag = found(under(runs_per_day=1, history=own(earlier(2))), "PER_DAY")
        said = flags.sentence(flag)
        assert said["vi"].startswith("Chưa tính: đây là bài thứ 2 của bạn trong ngày 14/11/2026")
        assert "no. 2 of 14 Nov 2026" in said["en"]

    def test_the_day_of_a_file_without_a_zone_is_for_a_person(self) -> None:
        digits = datetime(2026, 11, 14, 6, tzinfo=UTC).timestamp()
        what = activity(run((1530, 10 / 3), every_s=5, start=digits), zoned=False)
        flag = found(under(what, runs_per_day=1, history=own(earlier(2))), "PER_DAY")
        assert flag.severity is Severity.REVIEW

    def test_nothing_is_said_without_a_limit_an_event_or_times(self) -> None:
        for seen in (
            under(day_distance_m=None),
            under(runs_per_day=1, history=None),
            under(runs_per_day=1, window=None),
            judged_with({"started_at": float("nan")}, rules=replace(HUU_LUNG, runs_per_day=1)),
        ):
            assert finding(seen, "PER_DAY") is None

    def test_a_run_can_be_looked_at_again_by_its_numbers_alone(self) -> None:
        """As it is when an earlier run is taken back."""
        this = OwnRun(started_at=MORNING, ended_at=HONEST_ENDS, official_m=5100)
        rules = replace(HUU_LUNG, runs_per_day=1)
        with_it, _ = days.day(this, [earlier(2)], rules, WINDOW.zone)
        without, _ = days.day(this, [], rules, WINDOW.zone)
        assert (with_it.severity, without.severity) == (Severity.REJECT, Severity.PASS)


class TestDistanceOfADay:
    """Over 42.2 km a day a person looks, in Hữu Lũng; the honest run has 5.1 km."""

    @pytest.mark.parametrize(
        ("others_m", "weighs"),
        [
            ((), Severity.PASS),
            ((37_000.0,), Severity.PASS),
            ((37_100.0,), Severity.PASS),
            ((20_000.0, 17_200.0), Severity.REVIEW),
            ((float("nan"), 30_000.0), Severity.PASS),
        ],
    )
    def test_the_edge(self, others_m: Sequence[float], weighs: Severity) -> None:
        others = [earlier(2 + i, metres) for i, metres in enumerate(others_m)]
        seen = judged_with({}, official_m=5100.0, history=own(*others))
        flag = found(seen, "PER_DAY", "distance")
        assert flag.severity is weighs
        known = [metres for metres in others_m if metres == metres]  # noqa: PLR0124 -- not NaN
        assert flag.measured == pytest.approx(5100 + sum(known))

    def test_a_single_run_may_be_too_much_for_a_day(self) -> None:
        seen = judged_with({}, official_m=50_000.0)
        assert found(seen, "PER_DAY", "distance").severity is Severity.REVIEW

    def test_a_second_device_adds_no_metres(self) -> None:
        same = OwnRun(started_at=MORNING, ended_at=HONEST_ENDS, official_m=40_000)
        seen = judged_with({}, official_m=5100.0, history=own(same))
        assert found(seen, "PER_DAY", "distance").measured == pytest.approx(5100)

    def test_the_sentence_says_what_the_day_comes_to(self) -> None:
        seen = judged_with({}, official_m=5100.0, history=own(earlier(2, 40_000.0)))
        said = flags.sentence(found(seen, "PER_DAY", "distance"))
        assert "45,10" in said["vi"]
        assert "42.20" in said["en"]


class TestPauses:
    """Elapsed less moving time; in Hữu Lũng a person looks from half an hour on."""

    @pytest.mark.parametrize(
        ("stood_s", "weighs"),
        [
            (0.0, Severity.PASS),
            (1800.0, Severity.PASS),
            (1801.0, Severity.REVIEW),
            (20_000.0, Severity.REVIEW),
        ],
    )
    def test_the_edge(self, stood_s: float, weighs: Severity) -> None:
        seen = judged_with({"elapsed_s": 1530 + stood_s, "moving_s": 1530.0})
        assert severity(seen, "LONG_PAUSE") is weighs

    def test_a_stopped_watch_is_a_pause_as_standing_is(self) -> None:
        lat, lon = north_of(PLACE, [2000 + 10 / 3 * s for s in range(0, 601, 5)])
        second = track_of(time=MORNING + 3000 + np.arange(0, 601, 5.0), lat=lat, lon=lon)
        stopped = joined(run((600, 10 / 3), every_s=5), second)
        stood = run((600, 10 / 3), (2400, 0.0), (600, 10 / 3), every_s=5)
        for track in (stopped, stood):
            flag = found(examined(activity(track)), "LONG_PAUSE")
            assert flag.severity is Severity.REVIEW
            assert flag.measured == pytest.approx(2400, abs=15)

    def test_nothing_is_said_without_a_limit_or_without_times(self) -> None:
        assert finding(under(max_pause_s=None), "LONG_PAUSE") is None
        assert finding(judged_with({"moving_s": float("nan")}), "LONG_PAUSE") is None


#: Real runs that a person looks at by these rules, and why that is right.
LOOKED_AT = {
    "garmin/jimmykane_garmin.fit": {"LONG_PAUSE"},  # 42 of 339 minutes on a hill, standing
}


def seen_at_home(run: Measured) -> set[str]:
    """What is not kept by a real run in an event that is held 60 km around its start."""
    first = run.signals.places
    home = Area(
        name="Home",
        lat=first.lat_e5[0] / PER_DEGREE,
        lon=first.lon_e5[0] / PER_DEGREE,
        radius_m=60_000,
    )
    rules = replace(HUU_LUNG, areas=(home,), max_distance_m=100_000)
    judgement = judged(run, Circumstances(rules=rules, received_at=datetime.now(UTC)))
    codes = {"LONG_PAUSE", "GEOFENCE", "TOO_LONG"}
    return {flag.code for flag in judgement.verdict.flags if flag.code in codes}


@needs_corpus
def test_honest_runs_of_real_devices_keep_these_rules() -> None:
    on_foot = {Sport.RUN, Sport.WALK, Sport.HIKE, Sport.UNKNOWN}
    honest, found_in = 0, dict[str, set[str]]()
    for row in rows():
        kind = kind_of(row)
        if kind is not None and kind.rejected == "" and kind.error is None:
            for each in came(row["file"]).runs:
                if each.activity.stated.sport in on_foot and each.signals.places.lat_e5:
                    honest += 1
                    found_in[row["file"]] = seen_at_home(each)

    assert honest > 50
    assert {file: codes for file, codes in found_in.items() if codes} == LOOKED_AT
