"""Distances against geographiclib and geopy."""

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic

from race import geo


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
