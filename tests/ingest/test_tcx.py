"""What the points of a TCX file become. Expected values are computed by hand."""

import numpy as np
import pytest

from race.activity import Activity
from race.ingest.formats import tcx
from race.track import Track
from tests.ingest.writing.tcx import SIX, activity, document, lap, one_run, point, points

START = SIX.timestamp()


def only(text: str) -> Activity:
    (found,) = tcx.read(text.encode())
    return found


def track_with(extra: str, *, sport: str = "Running") -> Track:
    """The track of one point that holds this, too."""
    return only(document(activity(lap(point(extra=extra)), sport=sport))).track


def tpx(inside: str) -> str:
    return f"<Extensions><ns3:TPX>{inside}</ns3:TPX></Extensions>"


def test_a_point_has_its_position_height_time_and_distance() -> None:
    track = only(one_run(point(2.5, lat=21.5061, lon=106.3436, ele=31.5, distance=7.25))).track

    assert (track.lat[0], track.lon[0], track.ele[0]) == (21.5061, 106.3436, 31.5)
    assert track.time[0] == START + 2.5
    assert {name: list(values) for name, values in track.sensors.items()} == {"distance": [7.25]}


def test_a_point_may_be_empty() -> None:
    track = only(one_run("<Trackpoint/>" + point())).track

    assert np.isnan([track.time[0], track.lat[0], track.lon[0], track.ele[0]]).all()
    assert track.time[1] == START


def test_a_point_without_position_keeps_its_time_and_sensors() -> None:
    track = only(one_run(point(1), point(2, lat=None, lon=None, distance=9))).track

    assert list(track.positioned) == [True, False]
    assert track.time[1] == START + 2
    assert track.sensors["distance"][1] == 9


def test_a_point_without_time_keeps_its_position() -> None:
    track = only(one_run(point(1) + point(None) + point(3))).track

    assert list(track.timed) == [True, False, True]
    assert track.positioned.all()
    assert list(track.segment) == [0, 0, 0]


def test_points_keep_the_order_of_the_file_even_where_time_runs_back() -> None:
    track = only(one_run(points(2, 1, 1, 0))).track

    assert list(track.time - START) == [2, 1, 1, 0]


@pytest.mark.parametrize(
    ("lat", "lon"),
    [
        (None, "106.5"),
        ("21.5", None),
        ("", "106.5"),
        ("NaN", "106.5"),
        ("21.5", "-Infinity"),
        ("1e999", "106.5"),
        ("90.0000001", "106.5"),
        ("21.5", "-180.1"),
        ("0.0", "-0"),
        ("180.0", "180.0"),
    ],
)
def test_a_position_that_is_none_leaves_a_point_with_its_time(
    lat: str | None, lon: str | None
) -> None:
    track = only(one_run(point(0), point(1, lat=lat, lon=lon))).track

    assert list(track.positioned) == [True, False]
    assert np.isnan([track.lat[1], track.lon[1]]).all()
    assert track.time[1] == START + 1


def test_a_decimal_comma_is_a_decimal_point() -> None:
    track = only(one_run(point(lat="21,5", lon="106,25", ele="31,5"))).track

    assert (track.lat[0], track.lon[0], track.ele[0]) == (21.5, 106.25, 31.5)


@pytest.mark.parametrize(
    ("extra", "sensor", "value"),
    [
        ("<HeartRateBpm><Value>141</Value></HeartRateBpm>", "heart_rate", 141),
        ('<HeartRateBpm xsi:type="a"><Value>141</Value></HeartRateBpm>', "heart_rate", 141),
        ("<ns2:HeartRateBpm><ns2:Value> 141\n</ns2:Value></ns2:HeartRateBpm>", "heart_rate", 141),
        ("<Cadence>170</Cadence>", "cadence", 170),
        (tpx("<ns3:Speed>2.75</ns3:Speed>"), "speed", 2.75),
        (tpx("<ns3:RunCadence>171</ns3:RunCadence>"), "cadence", 171),
        (tpx("<ns3:Watts>250</ns3:Watts>"), "power", 250),
        ("<Extensions><x:TPX><Speed>2.75</Speed></x:TPX></Extensions>", "speed", 2.75),
        ('<Extensions><TPX xmlns="a"><Speed>2.75</Speed></TPX></Extensions>', "speed", 2.75),
        (
            '<Extensions><TPX CadenceSensor="Footpod"><Watts>9</Watts></TPX></Extensions>',
            "power",
            9,
        ),
        ("<Extensions><Speed>2.75</Speed></Extensions>", "speed", 2.75),
    ],
)
def test_a_sensor_is_found_under_any_prefix(extra: str, sensor: str, value: float) -> None:
    sensors = track_with(extra).sensors

    assert {name: list(values) for name, values in sensors.items()} == {sensor: [value]}


@pytest.mark.parametrize(
    "extra",
    [
        "<HeartRateBpm><Value>0</Value></HeartRateBpm>",
        "<HeartRateBpm><Value>-1</Value></HeartRateBpm>",
        "<HeartRateBpm><Value/></HeartRateBpm>",
        "<HeartRateBpm/>",
        "<Power><Value>141</Value></Power>",
        "<SensorState>Present</SensorState>",
        tpx(""),
        tpx("<ns3:Speed>-1</ns3:Speed>"),
        tpx("<ns3:Speed>fast</ns3:Speed>"),
        tpx("<ns3:Watts>1e300</ns3:Watts>"),
        tpx("<ns3:Watts>NaN</ns3:Watts>"),
        tpx("<ns3:DistanceMeters>5</ns3:DistanceMeters><ns3:Time>2001-01-01T00:00:00Z</ns3:Time>"),
    ],
)
def test_what_is_no_value_of_a_sensor_makes_no_channel(extra: str) -> None:
    track = track_with(extra)

    assert track.sensors == {}
    assert track.time[0] == START


def test_a_channel_is_unknown_where_a_point_does_not_have_it() -> None:
    track = only(one_run(point(0) + point(1, distance=4) + point(2))).track

    np.testing.assert_array_equal(track.sensors["distance"], [np.nan, 4, np.nan])


@pytest.mark.parametrize("name", ["Cadence", "RunCadence"])
def test_a_runner_s_strides_become_steps(name: str) -> None:
    assert list(track_with(f"<{name}>86</{name}>").sensors["cadence"]) == [172]


def test_turns_of_a_bicycle_stay_turns() -> None:
    assert list(track_with("<Cadence>86</Cadence>", sport="Biking").sensors["cadence"]) == [86]


def test_the_last_of_two_values_counts_and_the_run_cadence_is_one_of_the_cadence() -> None:
    track = track_with("<Cadence>150</Cadence>" + tpx("<RunCadence>171</RunCadence>"))
    again = track_with("<AltitudeMeters>5</AltitudeMeters><AltitudeMeters>6</AltitudeMeters>")

    assert list(track.sensors["cadence"]) == [171]
    assert again.ele[0] == 6


def test_times_may_have_an_offset_or_a_fraction() -> None:
    track = only(
        one_run(
            point(None, time="2026-11-08T13:00:01+07:00")
            + point(None, time="2026-11-08T06:00:02.250Z")
            + point(None, time=" 2026-11-08T06:00:03Z\n")
        )
    ).track

    assert list(track.time - START) == [1, 2.25, 3]


def test_a_time_without_a_zone_is_read_as_utc_and_said_to_be_so() -> None:
    unzoned = only(one_run(point(None, time="2026-11-08T06:00:00")))
    zoned = only(one_run(point(0)))

    assert unzoned.track.time[0] == START
    assert (unzoned.zone_known, zoned.zone_known) == (False, True)


def test_points_right_under_the_lap_or_the_activity_are_read() -> None:
    under_lap = only(document(activity("<Lap>" + points(0, 1) + "</Lap>")))
    under_activity = only(document(activity(points(0, 1))))

    assert len(under_lap.track) == len(under_activity.track) == 2
    assert list(under_lap.track.segment) == list(under_activity.track.segment) == [0, 0]
