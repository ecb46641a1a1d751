"""Charts and rows of kilometres against numbers worked out by hand.

The distance runs from 30 to 352 units, the pace drawing from 18 to 144 units down.
"""

import math

import numpy as np
import pytest

from race.drawing.chart import Band, bar_shares, chart_picture
from race.drawing.marks import spread
from race.drawing.splits import split_rows
from tests.drawing.test_route_picture import vertices

NONE = [math.nan] * 501
#: Five kilometres in steps of ten metres.
METRES = np.arange(0, 5001, 10.0)


def test_an_even_pace_is_a_level_line_in_the_middle() -> None:
    chart = chart_picture(distance_m=METRES, time_s=METRES * 0.36, elevation_m=NONE)
    assert chart is not None
    assert chart.pace is not None
    line = vertices(chart.pace.line)
    assert set(line[:, 1].tolist()) == {81.0}
    assert (line[0, 0], line[-1, 0]) == (30.0, 352.0)
    # 80 s/km are shown at least: from 5:20 to 6:40.
    assert [(t.value, t.at) for t in chart.pace.ticks if t.value == 360] == [(360.0, 81.0)]


def test_fast_is_up_and_a_marked_stretch_is_the_same_line() -> None:
    pace = np.where((METRES >= 2000) & (METRES < 3000), 180.0, 360.0)
    seconds = np.concatenate(([0.0], np.cumsum(pace[:-1] * 0.01)))
    chart = chart_picture(
        distance_m=METRES,
        time_s=seconds,
        elevation_m=NONE,
        marked_m=[(2000, 3000)],
        limit_s_per_km=180.0,
    )
    assert chart is not None
    assert chart.pace is not None
    line, part = vertices(chart.pace.line), vertices(chart.pace.parts[0])
    # Shown are 180 - 18 to 360 s/km and a twentieth of that (9.9) at both ends: 217.8 in all. The
    # row of numbers moves the drawing 20 units down.
    assert line[:, 1].min() == pytest.approx(38 + 126 * (18 + 9.9) / 217.8, abs=0.06)
    assert line[0, 1] == pytest.approx(38 + 126 * (198 + 9.9) / 217.8, abs=0.06)
    assert chart.pace.limit_y == line[:, 1].min()
    assert {tuple(p) for p in part.round(1)} <= {tuple(p) for p in line.round(1)}
    # Two fifths and three fifths of 322 units.
    assert chart.bands == (Band(x=158.8, width=64.4, mark_x=191.0),)
    assert [t.value for t in chart.pace.ticks] == [180.0, 240.0, 300.0, 360.0]


def test_numbers_of_near_stretches_stand_side_by_side_and_a_place_is_two_units_wide() -> None:
    chart = chart_picture(
        distance_m=METRES,
        time_s=METRES * 0.36,
        elevation_m=NONE,
        marked_m=[(4990, 5000), (4900, 4990), (2500, 2500)],
    )
    assert chart is not None
    # Over the last 100 m, 6.4 units, two numbers of 16 units have no room.
    assert [band.mark_x for band in chart.bands] == [344.0, 326.0, 191.0]
    assert chart.bands[2].width == 2.0


def test_marks_that_do_not_all_fit_stay_within_the_drawing() -> None:
    assert spread([5.0, 5.0, 5.0], apart=10, low=0, high=100) == (5.0, 15.0, 25.0)
    assert spread([99.0, 95.0], apart=10, low=0, high=100) == (100.0, 90.0)
    crowded = spread([1.0] * 20, apart=10, low=0, high=100)
    assert (min(crowded), max(crowded)) == (0.0, 100.0)
    assert spread([], apart=10, low=0, high=100) == ()


def test_a_pause_between_two_segments_is_no_slow_kilometre() -> None:
    metres = np.concatenate((METRES[:251], METRES[250:]))
    segment = np.arange(502) > 250
    seconds = metres * 0.36 + np.where(segment, 1800.0, 0.0)
    chart = chart_picture(
        distance_m=metres, time_s=seconds, elevation_m=[math.nan] * 502, segment=segment
    )
    assert chart is not None
    assert chart.pace is not None
    assert set(vertices(chart.pace.line)[:, 1].tolist()) == {81.0}


def test_standing_still_falls_to_the_foot_of_the_axis_not_below_it() -> None:
    seconds = METRES * 0.36 + np.where(METRES > 2500, 900.0, 0.0)
    chart = chart_picture(distance_m=METRES, time_s=seconds, elevation_m=NONE)
    assert chart is not None
    assert chart.pace is not None
    assert vertices(chart.pace.line)[:, 1].max() <= chart.pace.bottom
    # At most 1.6 times the median of 360 s/km is shown, and a twentieth of the range more.
    assert max(t.value for t in chart.pace.ticks) <= 360 * 1.6 + 0.05 * 360


def test_elevation_alone_moves_to_the_top() -> None:
    chart = chart_picture(distance_m=METRES, time_s=NONE, elevation_m=METRES / 50)
    assert chart is not None
    assert chart.pace is None
    assert chart.elevation is not None
    assert (chart.elevation.top, chart.elevation.bottom) == (18.0, 90.0)
    line = vertices(chart.elevation.line)
    # 0 to 100 m climb evenly: the middle of the way is the middle of the drawing.
    assert line[len(line) // 2, 1] == pytest.approx(54, abs=0.4)
    assert line[0, 1] > line[-1, 1]
    assert [t.value for t in chart.elevation.ticks] == [0.0, 50.0, 100.0]
    assert chart.elevation.area.endswith("V90H30z")


def test_a_road_along_the_sea_still_has_an_elevation() -> None:
    chart = chart_picture(distance_m=METRES, time_s=NONE, elevation_m=np.sin(METRES / 300) - 0.5)
    assert chart is not None
    assert chart.elevation is not None


def test_a_device_that_writes_one_height_all_the_way_measures_none() -> None:
    assert chart_picture(distance_m=METRES, time_s=NONE, elevation_m=METRES * 0) is None


def test_without_elevation_only_the_pace_is_drawn() -> None:
    chart = chart_picture(distance_m=METRES, time_s=METRES * 0.3, elevation_m=NONE)
    assert chart is not None
    assert chart.elevation is None
    assert chart.bottom == 144.0


def test_nothing_run_makes_no_chart() -> None:
    assert chart_picture(distance_m=[], time_s=[], elevation_m=[]) is None
    assert chart_picture(distance_m=[5, 5], time_s=[0, 9], elevation_m=[1, 2]) is None
    assert chart_picture(distance_m=METRES, time_s=NONE, elevation_m=NONE) is None
    assert chart_picture(distance_m=METRES, time_s=METRES * 0, elevation_m=NONE) is None


def test_a_track_that_begins_later_keeps_its_kilometres() -> None:
    """A public track begins where the hidden part ends."""
    metres = np.arange(230, 4800, 10.0)
    chart = chart_picture(distance_m=metres, time_s=metres, elevation_m=[math.nan] * len(metres))
    assert chart is not None
    # Ten steps of 500 m at most.
    assert [t.value for t in chart.distance_ticks] == [500.0 * n for n in range(1, 10)]
    assert chart.distance_ticks[1].at == pytest.approx(30 + 322 * 770 / 4560, abs=0.06)


def test_a_hundred_thousand_points_make_no_longer_chart() -> None:
    metres = np.linspace(0, 50_000, 100_000)
    wave = np.sin(metres / 700)
    chart = chart_picture(
        distance_m=metres,
        time_s=np.cumsum(0.18 + 0.02 * wave),
        elevation_m=100 + 50 * wave,
        marked_m=[(0.0, 30_000.0), (30_000.0, 50_000.0)],
    )
    assert chart is not None
    assert chart.pace is not None
    assert chart.elevation is not None
    drawn = (chart.pace.line, *chart.pace.parts, chart.elevation.line, chart.elevation.area)
    assert sum(map(len, drawn)) < 8000


def test_bars_say_how_fast() -> None:
    assert bar_shares([360.0, 180.0, math.nan, 720.0]) == (0.5, 1.0, 0.0, 0.25)
    assert bar_shares([]) == ()


def test_the_rest_after_the_last_kilometre_is_a_row_of_its_own() -> None:
    rows = split_rows(full_s=[300.0, 330.0], total_m=2420.0, total_s=777.0)
    assert [(r.km, r.distance_m, r.elapsed_s) for r in rows] == [
        (1, 1000.0, 300.0),
        (2, 1000.0, 330.0),
        (None, 420.0, 147.0),
    ]
    assert rows[2].pace_s_per_km == pytest.approx(350.0)
    assert [r.share for r in rows] == [1.0, 0.909, 0.857]
    assert all(math.isnan(r.rise_m) for r in rows)
    assert [(r.from_m, r.to_m) for r in rows] == [(0, 1000), (1000, 2000), (2000, 2420)]


def test_a_few_metres_over_make_no_row() -> None:
    assert len(split_rows(full_s=[300.0], total_m=1009.0, total_s=303.0)) == 1
    assert split_rows(full_s=[], total_m=math.nan, total_s=math.nan) == ()


def test_rises_are_taken_from_edge_to_edge() -> None:
    height = np.interp(METRES, [0, 1000, 2000, 5000], [50, 90, 60, 60])
    rows = split_rows(
        full_s=[300.0, 300.0], total_m=2500.0, total_s=750.0, distance_m=METRES, elevation_m=height
    )
    # The mean over 30 m to both sides blunts the summit (by 0.6 m of 40) and its foot.
    assert [r.rise_m for r in rows] == pytest.approx([40.0, -30.0, 0.0], abs=1.2)
