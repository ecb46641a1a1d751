"""What the points of a GPX file become. Expected values are computed by hand."""

from datetime import UTC, datetime
from math import nan

import numpy as np
import pytest

from race.activity import Activity
from race.ingest.formats import gpx
from race.track import Track
from tests.gpx_writing import one_run, point, seconds, segment, trk

#: 2026-11-08T06:00:00Z, where `seconds` starts.
SIX = datetime(2026, 11, 8, 6, tzinfo=UTC).timestamp()


def read(text: str | bytes) -> list[Activity]:
    return gpx.read(text.encode() if isinstance(text, str) else text)


def only(text: str | bytes) -> Activity:
    (activity,) = read(text)
    return activity


def track_with(extensions: str, *, kind: str | None = None) -> Track:
    """The track of one point with these extensions."""
    return only(one_run(point(time="2026-11-08T06:00:00Z", extensions=extensions), kind=kind)).track


def test_a_point_has_its_position_height_and_time() -> None:
    track = only(one_run(point(21.5061, 106.3436, ele=31.5, time="2026-11-08T06:00:00Z"))).track

    assert (track.lat[0], track.lon[0], track.ele[0]) == (21.5061, 106.3436, 31.5)
    assert track.time[0] == SIX
    assert track.sensors == {}


def test_a_point_may_lack_everything_but_its_position() -> None:
    track = only(one_run('<trkpt lat="21.5" lon="106.5"/>')).track

    assert (track.lat[0], track.lon[0]) == (21.5, 106.5)
    assert np.isnan([track.time[0], track.ele[0]]).all()


def test_points_keep_the_order_of_the_file_even_where_time_runs_back() -> None:
    track = only(one_run(*reversed(seconds(3)))).track

    assert list(track.time - SIX) == [2, 1, 0]


@pytest.mark.parametrize(
    "lat", ["22.506498992443084716796875", "2.2506498992443085e1", "+22.506498992443085"]
)
def test_a_coordinate_may_have_any_number_of_digits(lat: str) -> None:
    assert only(one_run(point(lat, "1." + "0" * 60))).track.lat[0] == 22.506498992443085


def test_a_decimal_comma_is_a_decimal_point() -> None:
    track = only(one_run(point("21,5", "106,5", ele="31,25"))).track

    assert (track.lat[0], track.lon[0], track.ele[0]) == (21.5, 106.5, 31.25)


@pytest.mark.parametrize(
    ("lat", "lon"),
    [
        ("NaN", "106.5"),
        ("inf", "106.5"),
        ("-Infinity", "106.5"),
        ("1e308", "106.5"),
        ("1e999", "106.5"),
        ("90.0000001", "106.5"),
        ("21.5", "180.1"),
        ("21.5", "1e308"),
        ("", "106.5"),
        ("north", "106.5"),
        ("21.5", "1.2.3"),
        ("0", "0"),
        ("0.000", "-0.0"),
    ],
)
def test_a_position_that_is_none_leaves_a_point_with_its_time(lat: str, lon: str) -> None:
    track = only(one_run(*seconds(1), point(lat, lon, time="2026-11-08T06:00:01Z"))).track

    assert list(track.positioned) == [True, False]
    assert np.isnan([track.lat[1], track.lon[1]]).all()
    assert track.time[1] == SIX + 1


def test_a_missing_coordinate_leaves_a_point_with_its_time() -> None:
    track = only(one_run('<trkpt lat="21.5"><time>2026-11-08T06:00:00Z</time></trkpt>')).track

    assert not track.positioned.any()
    assert track.time[0] == SIX


@pytest.mark.parametrize(
    ("lat", "lon"), [("0", "106.5"), ("21.5", "0"), ("-90", "180"), ("90", "-180")]
)
def test_the_equator_the_meridian_and_the_poles_are_positions(lat: str, lon: str) -> None:
    assert only(one_run(point(lat, lon))).track.positioned.all()


@pytest.mark.parametrize("ele", ["", "high", "NaN", "inf", "1e308", "-1e12"])
def test_a_height_that_is_no_number_is_unknown(ele: str) -> None:
    track = only(one_run(point(ele=ele))).track

    assert np.isnan(track.ele[0])
    assert track.positioned.all()


@pytest.mark.parametrize(
    ("extensions", "sensor", "value"),
    [
        ("<gpxtpx:TrackPoint><gpxtpx:hr>141</gpxtpx:hr></gpxtpx:TrackPoint>", "heart_rate", 141),
        ("<ns3:TrackPoint><ns3:hr>141</ns3:hr></ns3:TrackPoint>", "heart_rate", 141),
        ("<gpxdata:hr>141</gpxdata:hr>", "heart_rate", 141),
        ("<heartrate>141</heartrate>", "heart_rate", 141),
        ("<a><b><c><HR>141</HR></c></b></a>", "heart_rate", 141),
        ("<cadence>170</cadence>", "cadence", 170),
        ("<power>250</power>", "power", 250),
        ("<pwr:PowerInWatts>250</pwr:PowerInWatts>", "power", 250),
        ("<ns3:atemp>-2.5</ns3:atemp>", "temperature", -2.5),
        ("<speed>2.75</speed><course>77.1</course>", "speed", 2.75),
        ("<hAcc>3.7</hAcc><vAcc>9.9</vAcc>", "accuracy", 3.7),
        ("<opentracks:accuracy_horizontal>12</opentracks:accuracy_horizontal>", "accuracy", 12),
        ("<a:distance>3</a:distance><b:distance>1203</b:distance>", "distance", 1203),
        ("<hr>1<!-- a comment -->41</hr>", "heart_rate", 141),
        ("<hr><![CDATA[141]]></hr>", "heart_rate", 141),
        ("<hr> 141\n</hr>", "heart_rate", 141),
    ],
)
def test_a_sensor_is_known_by_its_name_without_prefix(
    extensions: str, sensor: str, value: float
) -> None:
    track = track_with(extensions)

    assert list(track.sensors) == [sensor]
    assert track.sensors[sensor][0] == value


@pytest.mark.parametrize(
    "extensions",
    [
        "<hr/>",
        "<hr>0</hr>",
        "<hr>-1</hr>",
        "<hr>fast</hr>",
        "<hr>1e308</hr>",
        "<hr><bpm>141</bpm></hr>",
        "<speed>-1</speed>",
        "<hAcc>-1.0</hAcc>",
        "<hr_zone>3</hr_zone>",
    ],
)
def test_a_sensor_without_a_value_is_not_carried(extensions: str) -> None:
    assert track_with(extensions).sensors == {}


def test_gpx_1_0_has_speed_beside_the_time() -> None:
    old = '<trkpt lat="21.5" lon="106.5"><course>90</course><speed>2.5</speed></trkpt>'

    assert only(f'<gpx version="1.0">{trk(segment(old))}</gpx>').track.sensors["speed"][0] == 2.5


def test_a_time_or_height_inside_the_extensions_is_of_something_else() -> None:
    track = track_with("<time>1999-01-01T00:00:00Z</time><ele>8848</ele>")

    assert track.time[0] == SIX
    assert np.isnan(track.ele[0])


def test_a_sensor_of_some_points_is_nan_in_the_others() -> None:
    track = only(one_run(*seconds(1), point(extensions="<hr>141</hr>"), *seconds(1))).track

    np.testing.assert_array_equal(track.sensors["heart_rate"], [nan, 141, nan])


@pytest.mark.parametrize(
    ("kind", "written", "steps"),
    [
        ("running", [0, 82, 84, 83], [0, 164, 168, 166]),
        ("running", [0, 164, 168, 166], [0, 164, 168, 166]),
        ("hiking", [55, 56], [110, 112]),
        (None, [82, 84], [164, 168]),
        ("cycling", [82, 84], [82, 84]),
    ],
)
def test_cadence_on_foot_is_in_steps_a_minute(
    kind: str | None, written: list[int], steps: list[int]
) -> None:
    points = [point(extensions=f"<cad>{cad}</cad>") for cad in written]

    assert list(only(one_run(*points, kind=kind)).track.sensors["cadence"]) == steps


def test_a_time_that_is_none_is_nan_and_the_point_stays() -> None:
    track = only(one_run(point(time="2026-11-08T06:00:00.1.2Z"), *seconds(1))).track

    np.testing.assert_array_equal(track.time, [nan, SIX])
