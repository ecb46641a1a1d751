"""What a Track promises."""

import numpy as np
import pytest

from race.track import track_of


def test_arrays_cannot_be_changed_and_are_no_view_of_the_callers() -> None:
    mine = np.array([1.0, 2.0])
    track = track_of(time=mine, lat=[21.5, 21.6], lon=[106.3, 106.3])
    mine[0] = 99
    assert track.time[0] == 1
    with pytest.raises(ValueError, match="read-only"):
        track.time[0] = 5


@pytest.mark.parametrize(
    "broken",
    [
        {"lat": [21.5, 91.0]},
        {"lon": [106.3, 181.0]},
        {"lat": [21.5, float("inf")]},
        {"lat": [21.5]},
        {"segment": [1, 0]},
        {"sensors": {"mood": [1.0, 2.0]}},
        {"sensors": {"cadence": [170.0]}},
    ],
)
def test_a_track_that_cannot_be_is_refused(broken: dict[str, object]) -> None:
    good = {"time": [0.0, 1.0], "lat": [21.5, 21.5], "lon": [106.3, 106.3]}
    with pytest.raises(ValueError):  # noqa: PT011 -- every broken promise is a ValueError
        track_of(**(good | broken))  # type: ignore[arg-type] # the point is to pass nonsense


def test_unknown_is_nan_and_the_equator_at_sea_level_is_known() -> None:
    track = track_of(time=[0.0, np.nan], lat=[0.0, np.nan], lon=[0.0, np.nan], ele=[0.0, np.nan])
    assert track.positioned.tolist() == [True, False]
    assert track.timed.tolist() == [True, False]
    assert np.isnan(track.sensor("heart_rate")).all()
    with pytest.raises(KeyError):
        track.sensor("mood")


def test_slices_keep_every_channel_together() -> None:
    track = track_of(
        time=[0.0, 1.0, 2.0],
        lat=[1.0, 2.0, 3.0],
        lon=[4.0, 5.0, 6.0],
        sensors={"cadence": [170, 171, 172]},
    )
    part = track.between(1.0, 2.0)
    assert part.lat.tolist() == [2, 3]
    assert part.sensor("cadence").tolist() == [171, 172]


def test_resampling_takes_points_and_invents_none() -> None:
    track = track_of(time=np.arange(100.0), lat=np.linspace(21, 22, 100), lon=np.full(100, 106.3))
    thin = track.resample(10)
    assert thin.time.tolist() == list(range(0, 100, 10))
    assert set(thin.lat) <= set(track.lat)
