"""Distances against geographiclib and geopy."""

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic
from hypothesis import given, settings
from hypothesis import strategies as st

from race import geo
from race.track import FloatArray


@pytest.mark.parametrize("latitude", [0.0, 21.5, 60.0, -45.0])
@pytest.mark.parametrize("bearing", [0.0, 37.0, 90.0, 200.0])
@pytest.mark.parametrize("metres", [1.0, 20.0])
def test_a_short_hop_is_exact_to_a_hundred_millionth(
    latitude: float, bearing: float, metres: float
) -> None:
    there = Geodesic.WGS84.Direct(latitude, 106.3, bearing, metres)
    hop = geo.hops(np.array([latitude, there["lat2"]]), np.array([106.3, there["lon2"]]))
    assert hop[0] == pytest.approx(metres, rel=1e-8)


@pytest.mark.parametrize("metres", [900.0, 5_000.0, 300_000.0, 8_000_000.0])
def test_a_long_hop_is_the_geodesic(metres: float) -> None:
    there = Geodesic.WGS84.Direct(21.5, 106.3, 70.0, metres)
    hop = geo.hops(np.array([21.5, there["lat2"]]), np.array([106.3, there["lon2"]]))
    assert hop[0] == pytest.approx(metres, rel=1e-6)


def test_the_antimeridian_is_a_short_step() -> None:
    hop = geo.hops(np.array([0.0, 0.0]), np.array([179.9999, -179.9999]))
    assert hop[0] == pytest.approx(
        Geodesic.WGS84.Inverse(0, 179.9999, 0, -179.9999)["s12"], rel=1e-8
    )


def test_a_hundred_thousand_wild_jumps_are_measured_without_a_hundred_thousand_geodesics() -> None:
    count = 100_000
    lat = np.tile([10.0, -10.0], count // 2)
    lon = np.tile([0.0, 150.0], count // 2)
    hops = geo.hops(lat, lon)
    exact = Geodesic.WGS84.Inverse(10, 0, -10, 150)["s12"]
    assert hops[0] == pytest.approx(exact, rel=0.1)  # of noise, the order is enough
    assert np.isfinite(hops).all()


def test_unknown_positions_stay_unknown() -> None:
    assert np.isnan(geo.hops(np.array([21.5, np.nan]), np.array([106.3, 106.3]))).all()
    assert len(geo.hops(np.array([21.5]), np.array([106.3]))) == 0


def thinned_by_hand(
    east: FloatArray, north: FloatArray, ends: list[tuple[int, int]], chord_m: float
) -> list[int]:
    """What thinning means, point after point; `ends` are the first and last index of segments."""
    kept: list[int] = []
    for first, last in ends:
        kept.append(first)
        for i in range(first + 1, last):
            dx, dy = east[i] - east[kept[-1]], north[i] - north[kept[-1]]
            if dx * dx + dy * dy >= chord_m * chord_m:
                kept.append(i)
        kept += [last] if last > first else []
    return kept


@settings(deadline=None)
@given(
    lengths=st.lists(st.integers(1, 400), min_size=1, max_size=4),
    metres=st.sampled_from([0.0, 0.01, 0.4, 2.8, 6.0]),
    seed=st.integers(0, 1000),
)
def test_a_line_is_thinned_as_point_after_point_would_be(
    lengths: list[int], metres: float, seed: int
) -> None:
    steps = np.random.default_rng(seed).normal(scale=metres / 111_195, size=(2, sum(lengths)))
    lat, lon = 21.5 + np.cumsum(steps[0]), 106.3 + np.cumsum(steps[1])
    segment = np.repeat(np.arange(len(lengths)), lengths)
    lasts = np.cumsum(lengths) - 1
    ends = [(int(last) - n + 1, int(last)) for last, n in zip(lasts, lengths, strict=True)]

    expected = thinned_by_hand(*geo.plane(lat, lon), ends, 5.0)
    assert geo.thinned(lat, lon, segment, 5.0).tolist() == expected


def test_a_line_of_no_points_has_no_vertices() -> None:
    nothing = np.zeros(0)
    assert len(geo.thinned(nothing, nothing, np.zeros(0, dtype=np.int64), 5.0)) == 0
