"""What is taken of hearts and steps, by numbers known by hand."""

from dataclasses import replace

import numpy as np
import pytest

from race.activity import Stated
from race.ingest.clean import clean
from race.ingest.signals.body import Body, body
from race.ingest.signals.recording import Recording
from race.metrics import distance_along
from race.track import Track, track_of
from tests.ingest.wearing import heart, worn
from tests.tracks import MORNING, run, treadmill


def taken(track: Track) -> Body:
    """The signals of a run whose file has this track."""
    ordered, notes = clean(track)
    return body(
        Recording(
            raw=track,
            track=ordered,
            along=distance_along(ordered),
            notes=notes,
            stated=Stated(),
            format="fit",
        )
    )


class TestWhatIsTaken:
    """Numbers by hand: 3 m/s at 180 steps a minute are steps of a metre."""

    def test_a_step_is_the_way_of_a_second_by_its_steps(self) -> None:
        seen = taken(worn(run((600, 3.0)), cadence=180))
        assert seen.step_m == pytest.approx(1.0, rel=1e-3)
        assert seen.step_p95_m == pytest.approx(1.0, rel=1e-2)

    def test_what_is_worn_half_of_the_time_has_half_of_it(self) -> None:
        pulse = np.where(np.arange(1201) < 600, 140.0, np.nan)
        seen = taken(worn(run((1200, 3.0)), heart_rate=pulse))
        # The last sample speaks for half a minute more.
        assert seen.heart_rate_share == pytest.approx(630 / 1200, abs=0.01)
        assert seen.cadence_share == 0

    def test_standing_counts_for_nothing(self) -> None:
        cadence = np.concatenate([np.full(601, 170.0), np.full(600, 20.0)])
        seen = taken(worn(run((600, 3.0), (600, 0.0)), cadence=cadence))
        assert (seen.cadence, seen.cadence_share) == (170, 1)

    def test_a_sensor_at_zero_has_lost_its_hold(self) -> None:
        seen = taken(worn(run((600, 3.0)), cadence=0))
        assert seen.cadence_share == 0
        assert np.isnan(seen.cadence)

    @pytest.mark.parametrize("every", [1, 20, 60, 170])
    def test_a_sparse_sensor_was_worn_all_the_same(self, every: int) -> None:
        """Apple Health hands out a heart rate every three minutes."""
        pulse = np.where(np.arange(3601) % every == 0, 140.0, np.nan)
        assert taken(worn(run((3600, 3.0)), heart_rate=pulse)).heart_rate_share > 0.95

    def test_sensors_beside_a_lost_fix_are_heard(self) -> None:
        track = worn(run((600, 3.0)), cadence=np.where(np.arange(601) % 2, 170.0, np.nan))
        lost = np.where(np.arange(601) % 2, np.nan, track.lat)
        assert taken(replace(track, lat=lost)).cadence_share == 1

    def test_steps_and_heart_follow_the_speed(self) -> None:
        faster = np.repeat([0.0, 1.0], 600)
        track = run((600, 2.6), (600, 3.6))
        sensors = {"cadence": np.append(160 + 20 * faster, 180), "heart_rate": 150 - 20 * faster}
        sensors["heart_rate"] = np.append(sensors["heart_rate"], 130)
        seen = taken(worn(track, **sensors))
        assert seen.cadence_with_speed > 0.95
        assert seen.heart_rate_with_speed < -0.95

    def test_what_never_changes_follows_nothing(self) -> None:
        assert np.isnan(taken(worn(run((600, 3.0)), cadence=170)).cadence_with_speed)

    def test_running_is_told_from_walking(self) -> None:
        cadence = np.append(np.repeat([110.0, 172.0], 600), 172)
        seen = taken(worn(run((600, 1.4), (600, 3.2)), cadence=cadence))
        assert seen.running_cadence == 172
        assert seen.running_cadence_s == pytest.approx(600, abs=10)
        assert seen.running_m_s == pytest.approx(3.2, rel=0.01)

    def test_the_longest_sameness_ends_at_a_change_and_at_a_silence(self) -> None:
        moments = np.concatenate([np.arange(100.0), np.arange(400.0, 450.0)])
        nowhere = np.full(150, np.nan)
        pulse = np.where(np.arange(150) < 60, 140.0, 141.0)
        silent = track_of(
            time=MORNING + moments, lat=nowhere, lon=nowhere, sensors={"heart_rate": pulse}
        )
        track = run((600, 3.0))
        recording = Recording(
            raw=silent,
            track=track,
            along=distance_along(track),
            notes=clean(track)[1],
            stated=Stated(),
            format="fit",
        )
        assert body(recording).heart_rate_same_s == 59


NOTHING = track_of(time=[], lat=[], lon=[])


@pytest.mark.parametrize(
    "track",
    [
        NOTHING,
        run((1, 3.0)).take(slice(1)),
        run((1, 3.0)),
        worn(run((600, 0.0)), cadence=170, heart_rate=140),
        replace(run((60, 3.0)), time=np.full(61, np.nan)),
        worn(replace(run((60, 3.0)), time=np.full(61, MORNING)), heart_rate=140),
        worn(replace(run((60, 3.0)), time=run((60, 3.0)).time[::-1]), heart_rate=heart(60)),
        worn(run((3, 3.0), every_s=1e8), heart_rate=1e9, cadence=1e-9),
        treadmill((60, 3.0)),
    ],
)
def test_any_track_has_signals_and_none_is_infinite(track: Track) -> None:
    assert not any(np.isinf(value) for value in vars(taken(track)).values())
