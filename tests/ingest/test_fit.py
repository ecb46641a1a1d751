"""What the messages of a FIT file become. Expected values are computed by hand."""

import re
from math import nan

import fitdecode.profile
import numpy as np
import pytest

from race.activity import Activity, Lap, Sport
from race.errors import NoActivity, NotActivity
from race.ingest.formats import fit, fit_names
from race.ingest.formats.fit_profile import SPORTS
from tests.ingest.writing import fit as write
from tests.ingest.writing.fit import HERE, RECORD, SIX, SIX_EPOCH, Shape, Value


def only(*messages: bytes) -> Activity:
    (activity,) = fit.read(write.fit(*messages))
    return activity


def points(fields: list[tuple[int, str]], *rows: tuple[Value, ...], sport: int = 1) -> Activity:
    """A run whose records have these fields behind the time, one record a second."""
    shape = Shape(message=RECORD, fields=[(253, "uint32"), *fields])
    data = b"".join(shape.data(SIX + second, *row) for second, row in enumerate(rows))
    return only(write.file_id(), shape.definition(), data, write.session(0, 9, 25, sport=sport))


def test_a_run_has_its_points_its_laps_and_what_it_states() -> None:
    activity = only(write.run(10))
    track, stated = activity.track, activity.stated

    assert list(track.time) == [SIX_EPOCH + second for second in range(10)]
    assert track.lat == pytest.approx([HERE[0] + second * 2e-5 for second in range(10)], abs=1e-7)
    assert track.lon == pytest.approx([HERE[1]] * 10, abs=1e-7)
    assert list(track.ele) == [31.0] * 10
    assert sorted(track.sensors) == ["cadence", "distance", "heart_rate", "speed"]
    assert list(track.sensors["distance"]) == [2.5 * second for second in range(10)]
    assert (stated.sport, stated.device, stated.app) == (Sport.RUN, "Garmin Forerunner 955", None)
    assert (stated.distance_m, stated.elapsed_s, stated.timer_s) == (22.5, 9.0, 9.0)
    assert stated.started_at == SIX_EPOCH
    assert stated.laps == (Lap(distance_m=22.5, elapsed_s=9.0, timer_s=9.0),)
    assert (activity.format, activity.zone_known, activity.damage) == ("fit", True, None)


def test_a_degree_is_the_180th_part_of_two_to_the_31() -> None:
    track = points([(0, "sint32"), (1, "sint32")], (2**30, -(2**29)), (-(2**30), 2**31 - 2)).track

    assert list(track.lat) == [90.0, -90.0]
    assert track.lon == pytest.approx([-45.0, 180.0])


@pytest.mark.parametrize("place", [(None, None), (None, 5), (5, None), (0, 0), (2**30 + 1, 5)])
def test_a_position_that_is_none_leaves_a_point_with_its_time(place: tuple[Value, Value]) -> None:
    track = points([(0, "sint32"), (1, "sint32")], (5, 5), place).track

    assert list(track.positioned) == [True, False]
    assert np.isnan([track.lat[1], track.lon[1]]).all()
    assert track.time[1] == SIX_EPOCH + 1


@pytest.mark.parametrize(
    ("field", "written", "sensor", "value"),
    [
        ((3, "uint8"), 141, "heart_rate", 141),
        ((5, "uint32"), 123_456, "distance", 1234.56),
        ((6, "uint16"), 2_750, "speed", 2.75),
        ((73, "uint32"), 2_750, "speed", 2.75),
        ((7, "uint16"), 250, "power", 250),
        ((13, "sint8"), -2, "temperature", -2),
        ((31, "uint8"), 4, "accuracy", 4),
    ],
)
def test_a_sensor_is_known_by_its_number(
    field: tuple[int, str], written: int, sensor: str, value: float
) -> None:
    track = points([field], (written,), (None,)).track

    assert list(track.sensors) == [sensor]
    np.testing.assert_array_equal(track.sensors[sensor], [value, nan])


def test_a_sensor_without_a_value_is_not_carried() -> None:
    activity = points([(3, "uint8"), (4, "uint8"), (6, "uint16")], (0, None, None), (None,) * 3)

    assert activity.track.sensors == {}


def test_an_enhanced_value_comes_before_the_plain_one_of_which_it_has_more_bits() -> None:
    fields = [(2, "uint16"), (78, "uint32"), (6, "uint16"), (73, "uint32")]
    track = points(
        fields, (2_600, 2_700, 1_000, 2_000), (2_600, None, 1_000, None), (None, 2_700, None, 2_000)
    ).track

    assert list(track.ele) == [40, 20, 40]
    assert list(track.sensors["speed"]) == [2, 1, 2]


@pytest.mark.parametrize(
    ("sport", "cadence"), [(write.RUNNING, [171, 0, 172]), (write.CYCLING, [85.5, 0, 86])]
)
def test_cadence_has_its_fraction_and_on_foot_two_steps(sport: int, cadence: list[float]) -> None:
    rows = ((85, 64), (0, None), (86, 0))

    track = points([(4, "uint8"), (53, "uint8")], *rows, sport=sport).track

    assert list(track.sensors["cadence"]) == cadence


def test_speed_and_distance_may_be_packed_into_three_bytes() -> None:
    """12 bits of 1/100 m/s, 12 bits of 1/16 m that run over at 256 m."""
    shape = Shape(message=RECORD, fields=[(253, "uint32"), *[(8, "byte", 3)]])
    written = [(354, 0), (355, 4_000), None, (360, 100)]
    data = b""
    for second, pair in enumerate(written):
        packed = 0xFFFFFF if pair is None else pair[0] | pair[1] << 12
        row = bytearray(shape.data(SIX + second, 0))
        row[-3:] = packed.to_bytes(3, "little")
        data += bytes(row)

    sensors = only(write.file_id(), shape.definition(), data).track.sensors

    np.testing.assert_array_equal(sensors["speed"], [3.54, 3.55, nan, 3.6])
    np.testing.assert_array_equal(sensors["distance"], [0, 250, nan, 250 + (4_096 - 3_900) / 16])


@pytest.mark.parametrize("time", [None, 0, 16_441_241, 0x0FFF_FFFF])
def test_a_time_that_counts_from_the_switch_is_unknown_and_its_point_stays(
    time: int | None,
) -> None:
    shape = Shape(message=RECORD, fields=[(253, "uint32"), (3, "uint8")])
    data = shape.definition() + shape.data(time, 141) + shape.data(SIX, 142)

    track = only(write.file_id(), data, write.session(0, 9, 25)).track

    np.testing.assert_array_equal(track.time, [nan, SIX_EPOCH])
    assert list(track.sensors["heart_rate"]) == [141, 142]


def test_points_keep_the_order_of_the_file_even_where_time_runs_back() -> None:
    backwards = b"".join(write.record(second) for second in (2, 0, 1))

    track = only(write.file_id(), write.RECORDS.definition(), backwards).track

    assert list(track.time - SIX_EPOCH) == [2, 0, 1]


@pytest.mark.parametrize("stop", [1, 4, 8, 9])
def test_a_segment_begins_where_the_timer_is_started_after_a_stop(stop: int) -> None:
    track = only(
        write.file_id(),
        write.timer(0, 0),
        write.records(3),
        write.timer(2, stop),
        write.timer(60, 0),
        write.records(2, begin=60),
        write.timer(61, stop),
    ).track

    assert list(track.segment) == [0, 0, 0, 1, 1]


def test_a_start_without_a_stop_and_other_events_cut_nothing() -> None:
    lap_event = write.EVENTS.data(SIX + 3, 9, 1)
    track = only(
        write.file_id(),
        write.timer(0, 0),
        write.records(3),
        write.timer(3, 0),
        lap_event,
        write.records(3, begin=3),
    ).track

    assert list(track.segment) == [0] * 6


@pytest.mark.parametrize("in_front", [True, False])
def test_events_that_stand_apart_from_the_records_cut_by_their_times(in_front: bool) -> None:
    events = b"".join(write.timer(s, kind) for s, kind in ((0, 0), (2, 4), (60, 0), (61, 4)))
    rows = write.records(3) + write.records(2, begin=60)

    track = only(write.file_id(), *((events, rows) if in_front else (rows, events))).track

    assert list(track.segment) == [0, 0, 0, 1, 1]


def test_each_session_is_an_activity_with_its_own_points_laps_and_sport() -> None:
    triathlon = write.fit(
        write.file_id(),
        write.records(30),
        write.lap(0, 10, 20),
        write.session(0, 10, 20, sport=write.SWIMMING),
        write.session(10, 5, 1, sport=write.TRANSITION),
        write.lap(15, 5, 40),
        write.lap(20, 10, 60),
        write.session(15, 15, 100),
    )

    swim, run = fit.read(triathlon)

    assert (swim.stated.sport, run.stated.sport) == (Sport.SWIM, Sport.RUN)
    assert list(swim.track.time - SIX_EPOCH) == list(range(10))
    assert list(run.track.time - SIX_EPOCH) == list(range(15, 30))
    assert [lap.distance_m for lap in swim.stated.laps] == [20]
    assert [lap.distance_m for lap in run.stated.laps] == [40, 60]
    assert (run.stated.started_at, run.stated.distance_m) == (SIX_EPOCH + 15, 100)


def test_a_session_may_stand_before_its_records() -> None:
    activity = only(write.file_id(), write.session(0, 4, 10), write.records(5))

    assert len(activity.track) == 5
    assert activity.stated.distance_m == 10


def test_a_session_without_records_is_an_activity_without_points() -> None:
    activity = only(write.file_id(4, 1, 65_534), write.session(0, 1_800, 4_070, sub_sport=1))

    assert len(activity.track) == 0
    assert (activity.stated.app, activity.stated.device) == ("Garmin Connect", None)
    assert (activity.stated.distance_m, activity.stated.indoor) == (4_070, True)


def test_laps_state_the_distance_of_a_file_without_a_session() -> None:
    activity = only(
        write.file_id(), write.records(20), write.lap(0, 10, 25.5), write.lap(10, 9, 22)
    )

    assert activity.stated.distance_m == 47.5
    assert (activity.stated.elapsed_s, activity.stated.timer_s) == (19, 19)
    assert activity.stated.started_at == SIX_EPOCH


def test_laps_that_end_long_before_the_records_are_not_the_whole_run() -> None:
    activity = only(write.file_id(), write.lap(0, 10, 25), write.records(60))

    assert activity.stated.distance_m is None
    assert len(activity.stated.laps) == 1


def test_records_alone_are_an_activity_that_states_nothing() -> None:
    activity = only(write.records(3))

    assert len(activity.track) == 3
    assert activity.stated.distance_m is None
    assert activity.stated.sport is Sport.UNKNOWN


@pytest.mark.parametrize("value", [0, None])
def test_a_measure_of_0_was_not_measured(value: int | None) -> None:
    shape = Shape(message=write.SESSION, fields=[(2, "uint32"), (7, "uint32"), (9, "uint32")])

    stated = only(write.file_id(), shape.definition(), shape.data(SIX, value, value)).stated

    assert (stated.distance_m, stated.elapsed_s) == (None, None)


@pytest.mark.parametrize(
    ("sport", "sub_sport", "expected", "indoor"),
    [
        (1, 0, Sport.RUN, False),
        (1, 1, Sport.RUN, True),
        (1, 3, Sport.RUN, False),
        (1, 45, Sport.RUN, True),
        (1, 58, Sport.RUN, True),
        (2, 6, Sport.RIDE, True),
        (4, 1, Sport.RUN, True),
        (4, 15, Sport.OTHER, True),
        (0, 3, Sport.RUN, False),
        (0, None, Sport.UNKNOWN, False),
        (10, 20, Sport.OTHER, False),
        (11, 0, Sport.WALK, False),
        (17, None, Sport.HIKE, False),
        (24, 0, Sport.DRIVE, False),
        (None, None, Sport.UNKNOWN, False),
        (200, 0, Sport.UNKNOWN, False),
    ],
)
def test_sport_and_sub_sport(
    sport: int | None,
    sub_sport: int | None,
    expected: Sport,
    indoor: bool,
) -> None:
    stated = only(write.file_id(), write.session(0, 9, 25, sport=sport, sub_sport=sub_sport)).stated

    assert (stated.sport, stated.indoor) == (expected, indoor)


def test_a_sport_message_says_what_the_session_does_not() -> None:
    sport = Shape(message=write.SPORT, fields=[(0, "enum"), (1, "enum")])
    said = sport.definition() + sport.data(1, 1)

    stated = only(write.file_id(), said, write.session(0, 9, 25, sport=None)).stated

    assert (stated.sport, stated.indoor) == (Sport.RUN, True)


@pytest.mark.parametrize(
    ("maker", "product", "text", "device", "app"),
    [
        (1, 3992, None, "Garmin Forerunner 255", None),
        (1, 4033, None, "Garmin Forerunner 55", None),
        (1, 3906, b"fenix 7", "Garmin fenix 7", None),
        (1, 54_321, None, "Garmin", None),
        (1, 65_534, None, None, "Garmin Connect"),
        (294, 841, b"COROS APEX Pro", "COROS APEX Pro", None),
        (23, 34, None, "Suunto", None),
        (32, 31, b"ELEMNT BOLT", "Wahoo ELEMNT BOLT", None),
        (123, 7, b"Polar Vantage V2", "Polar Vantage V2", None),
        (95, None, None, "Stryd", None),
        (260, 0, None, None, "Zwift"),
        (265, 0, b"iPhone 15", "iPhone 15", "Strava"),
        (255, 0, b"Watch6,18", "Watch6,18", None),
        (255, 0, b"\xff\xfe \x07", "��", None),
        (9_999, 0, None, None, None),
        (None, None, None, None, None),
    ],
)
def test_device_and_app(
    maker: int | None, product: int | None, text: bytes | None, device: str, app: str
) -> None:
    shape = Shape(
        message=write.FILE_ID,
        fields=[(0, "enum"), (1, "uint16"), (2, "uint16"), *[(8, "string", 20)]],
    )
    stated = only(shape.definition(), shape.data(4, maker, product, text), write.records(1)).stated

    assert (stated.device, stated.app) == (device, app)


def test_the_recording_device_names_its_product_where_the_file_does_not() -> None:
    shape = Shape(
        message=write.DEVICE_INFO,
        fields=[(0, "uint8"), (2, "uint16"), *[(27, "string", 16)]],
    )
    rows = shape.data(1, 32, b"TICKR") + shape.data(0, 32, b"ELEMNT ROAM")

    stated = only(write.file_id(4, 32, 37), shape.definition(), rows, write.records(1)).stated

    assert stated.device == "Wahoo ELEMNT ROAM"


@pytest.mark.parametrize(
    ("kind", "words"),
    [(2, "a settings file"), (5, "a workout plan"), (6, "a course"), (32, "daily monitoring")],
)
def test_a_file_that_is_no_recording_is_called_by_what_it_is(kind: int, words: str) -> None:
    with pytest.raises(NotActivity) as refused:
        fit.read(write.fit(write.file_id(kind), write.records(3)))

    assert refused.value.facts == {"format": "FIT", "kind": words}


def test_a_file_of_a_kind_of_its_maker_is_refused_too() -> None:
    with pytest.raises(NotActivity) as refused:
        fit.read(write.fit(write.file_id(251)))

    assert refused.value.facts["kind"] == "of a kind that we do not know"


@pytest.mark.parametrize("kind", [4, 20, None])
def test_an_activity_its_summary_and_what_does_not_say_are_read(kind: int | None) -> None:
    assert len(only(write.file_id(kind), write.records(3)).track) == 3


@pytest.mark.parametrize("messages", [b"", write.file_id(), write.file_id() + write.timer(0, 0)])
def test_an_activity_of_nothing_is_none(messages: bytes) -> None:
    with pytest.raises(NoActivity) as refused:
        fit.read(write.fit(messages))

    assert refused.value.facts == {"format": "FIT"}


def test_files_in_a_row_are_read_one_by_one() -> None:
    monday = write.fit(write.file_id(), write.records(3), write.session(0, 2, 5))
    tuesday = write.fit(
        write.file_id(), write.records(4, begin=86_400), write.session(86_400, 3, 7)
    )

    activities = fit.read(monday + write.fit(write.file_id(2)) + tuesday)

    assert [len(activity.track) for activity in activities] == [3, 4]
    assert [activity.stated.distance_m for activity in activities] == [5, 7]
    assert all(activity.damage is None for activity in activities)


@pytest.mark.parametrize(
    "data",
    [b"", b"\x0e", b"\x0e\x10\0\0\0\0\0\0.FIT"[:11], b"ABCDEFGH.FIT is text", b"\x0e" + b"\0" * 40],
)
def test_what_has_no_mark_at_its_place_is_no_fit(data: bytes) -> None:
    assert not fit.sniff(data)


def labels(kind: str) -> dict[int, str]:
    """The names of the SDK, as fitdecode carries them."""
    return {
        int(number): str(name) for number, name in fitdecode.profile.FIELD_TYPES[kind].enum.items()
    }


def plain(name: str) -> str:
    return "".join(c for c in name.lower().replace("forerunner", "fr") if c.isalnum())


#: By what the SDK tells apart the same watch for another part of the world, or in another size.
VARIANTS = re.compile(
    r"_(?:asia|apac|china(?:_nfc)?|chn|japan|jpn|korea|kor|taiwan|twn|sea|russia|hebrew|thai|4t|v2"
    r"|40mm|45mm|47mm|50mm|51mm|42|47|51|large|small(?=$|_))"
)
#: What the SDK abbreviates, or names by its size where the maker adds a letter.
OTHERWISE = {
    "fr245m": "fr245music",
    "fr645m": "fr645music",
    "vivoactive4oled": "vivoactive4",
    "epixgen2pro": "epixprogen2",
}


def test_product_names_are_those_of_the_sdk() -> None:
    """It writes fr645_asia, fenix5s_plus_apac and fr255_small_music."""
    sdk = {number: label.lower() for number, label in labels("garmin_product").items()}
    strange = {}
    for number, name in fit_names.GARMIN_PRODUCTS.items():
        label = plain(VARIANTS.sub("", sdk.get(number, name)))
        said = re.sub("(?<=[0-9])s(?=music|$)", "", plain(name))
        if OTHERWISE.get(label, label) not in (plain(name), said):
            strange[number] = (name, sdk[number])

    assert strange == {}


@pytest.mark.parametrize("table", [fit_names.MAKERS, fit_names.APPS])
def test_makers_are_those_of_the_sdk(table: dict[int, str]) -> None:
    renamed = {16: "timex", 52: "seikoepson", 284: "virtualtraining", 28: "peaksware"}
    sdk = labels("manufacturer")
    for number, name in table.items():
        if number in sdk:
            known = renamed.get(number, plain(name))
            assert plain(sdk[number]).startswith(known[:5]) or known in plain(sdk[number]), name


def test_every_sport_of_the_sdk_is_known() -> None:
    assert labels("sport").keys() - SPORTS.keys() == {254}
