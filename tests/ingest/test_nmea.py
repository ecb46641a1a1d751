"""What an NMEA log becomes. Expected values are computed by hand."""

import time
from datetime import UTC, datetime
from math import nan
from pathlib import Path

import numpy as np
import pytest

from race.errors import MalformedFile, NoActivity, NoDate, TooManyPoints
from race.ingest.formats import nmea
from race.track import Track
from tests.ingest.writing.nmea import gga, rmc, sample, sentence, zda

#: 2026-11-08T06:00:00Z
SIX = datetime(2026, 11, 8, 6, tzinfo=UTC).timestamp()
DAY_S = 86_400
CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "gpsbabel"
needs_corpus = pytest.mark.skipif(
    not list(CORPUS.glob("*.nmea")), reason=f"no NMEA files in {CORPUS}"
)


def track(*lines: str) -> Track:
    (activity,) = nmea.read("".join(lines).encode())
    assert activity.format == "nmea"
    return activity.track


def test_a_moment_takes_position_and_speed_of_rmc_and_height_of_gga() -> None:
    run = track(rmc("060000.00", "2130.6000,N,10637.5000,E"), gga("060000.00"))

    assert len(run) == 1
    assert run.time[0] == SIX
    assert (run.lat[0], run.lon[0], run.ele[0]) == (21.51, 106.625, 30.5)
    assert run.sensors["speed"][0] == pytest.approx(5 * 0.514444, abs=1e-5)


def test_south_and_west_are_negative() -> None:
    run = track(rmc("060000", "2130.0000,S,10630.0000,W"))

    assert (run.lat[0], run.lon[0]) == (-21.5, -106.5)


@pytest.mark.parametrize(
    ("clock", "second"), [("060001", 1), ("060001.", 1), ("060001.25", 1.25), (" 060001 ", 1)]
)
def test_a_time_of_day_is_read_in_every_shape(clock: str, second: float) -> None:
    assert track(rmc(clock)).time[0] == SIX + second


@pytest.mark.parametrize("clock", ["", ".1", "060001.x", "250000", "066000", "0600"])
def test_a_sentence_without_a_time_of_day_is_left_out(clock: str) -> None:
    assert len(track(rmc("060000"), rmc(clock))) == 1


@pytest.mark.parametrize("talker", ["GP", "GN", "GL", "GA", "GB", "BD"])
def test_every_talker_is_heard(talker: str) -> None:
    body = f"{talker}RMC,060000,A,2130.0,N,10630.0,E,5.0,0.0,081126,,,A"

    assert track(sentence(body)).positioned.all()


def test_without_a_fix_there_is_a_time_and_no_position() -> None:
    run = track(rmc("060000"), rmc("060001", status="V"), rmc("060002", ",,,", status="V"))

    assert list(run.positioned) == [True, False, False]
    assert list(run.time - SIX) == [0, 1, 2]
    assert np.isnan(run.sensors["speed"][1:]).all()


@pytest.mark.parametrize(
    "place", ["0000.0,N,00000.0,E", "2160.0,N,10630.0,E", "2130.0,X,10630.0,E", "9130.0,N,1.0,E"]
)
def test_a_place_that_is_none_is_nan(place: str) -> None:
    assert list(track(rmc("060000"), rmc("060001", place)).positioned) == [True, False]


def test_a_wrong_checksum_costs_its_sentence_and_nothing_else() -> None:
    run = track(rmc("060000"), rmc("060001").replace("2130", "2139"), rmc("060002"))

    assert list(run.time - SIX) == [0, 2]


def test_a_log_may_do_without_checksums() -> None:
    lines = [rmc(f"06000{n}").partition("*")[0] + "\n" for n in range(3)]

    assert len(track(*lines)) == 3


def test_a_time_stamp_before_the_sentence_does_not_hide_it() -> None:
    assert len(track(rmc("060000"), "NMEA 06:00:01 " + rmc("060001"))) == 2


def test_midnight_goes_over_into_the_next_day() -> None:
    run = track(rmc("235959"), rmc("000000", date="091126"))

    assert run.time[1] - run.time[0] == 1


def test_sentences_without_a_date_take_the_day_from_those_with_one() -> None:
    before = track(gga("235958"), gga("235959"), zda("000000", "09,11,2026"), gga("000001"))
    after = track(zda("235958"), gga("235959"), gga("000000"))

    assert list(before.time - SIX) == [17 * 3600 + 3598, 17 * 3600 + 3599, 18 * 3600 + 1]
    assert list(after.time - SIX) == [17 * 3600 + 3599, 18 * 3600]


def test_a_late_sentence_after_midnight_is_of_the_day_before() -> None:
    run = track(rmc("000000"), gga("235959"), gga("000001"))

    assert list(run.time - SIX) == [-6 * 3600, -6 * 3600 - 1, -6 * 3600 + 1]


def test_days_that_a_logger_was_off_are_counted_by_the_date() -> None:
    run = track(rmc("060000"), rmc("190000", date="111126"), gga("190001"))

    assert list(run.time - SIX) == [0, 3 * DAY_S + 13 * 3600, 3 * DAY_S + 13 * 3600 + 1]


def test_the_date_of_a_receiver_without_a_fix_counts_only_where_no_other_is() -> None:
    factory = rmc("055959", ",,,", status="V", date="010118")

    assert track(factory, rmc("060000")).time[0] == SIX - 1
    assert track(factory).time[0] == datetime(2018, 1, 1, 5, 59, 59, tzinfo=UTC).timestamp()


@pytest.mark.parametrize(("date", "year"), [("081199", 1999), ("081180", 1980), ("081179", 2079)])
def test_years_of_two_digits_begin_with_gps(date: str, year: int) -> None:
    assert (
        track(rmc("060000", date=date)).time[0] == datetime(year, 11, 8, 6, tzinfo=UTC).timestamp()
    )


@pytest.mark.parametrize(
    "lines", [gga("060000"), rmc("060000", date=""), rmc("060000", date="993326")]
)
def test_a_log_without_a_date_is_refused_for_that(lines: str) -> None:
    with pytest.raises(NoDate) as refused:
        track(lines)
    assert refused.value.facts == {"format": "NMEA"}


def test_a_log_without_points_holds_no_activity() -> None:
    with pytest.raises(NoActivity):
        track(sentence("GPGSV,1,1,00"), zda("060000"))


def test_a_log_that_breaks_off_is_read_up_to_there() -> None:
    for end in (3, 20, 40):
        (activity,) = nmea.read((rmc("060000") + rmc("060001")[:-end]).encode())
        assert len(activity.track) == 1
        assert activity.damage is not None
        assert activity.damage.line == 2

    (whole,) = nmea.read(sample().rstrip())
    assert whole.damage is None


def test_a_log_that_breaks_off_in_its_first_sentence_is_refused() -> None:
    with pytest.raises(MalformedFile) as refused:
        nmea.read(rmc("060000")[:30].encode())
    assert refused.value.facts["line"] == 1


def test_too_many_points_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nmea, "MAX_POINTS", 2)

    with pytest.raises(TooManyPoints):
        nmea.read(sample())


@pytest.mark.parametrize("noise", [b"$", b"$GPRMC,", b"*00", b",", b"$GPRMC,060000,A,,,,\n"])
def test_a_log_made_to_hurt_is_refused_in_its_time(noise: bytes) -> None:
    began = time.process_time()
    with pytest.raises((MalformedFile, NoActivity, NoDate)):
        nmea.read(b"$GPRMC," + noise * (2_000_000 // len(noise)))
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    "data", [b"", b"<gpx/>", b'{"nmea": "$GPRMC"}', b"a,b\n1,2\n", b"$PMTK,1\n", b"\x0e\x10"]
)
def test_other_files_are_not_claimed(data: bytes) -> None:
    assert not nmea.sniff(data)
    assert nmea.sniff(sample())
    assert nmea.sniff(b"@logger 5.0\r\n" + sample())


@needs_corpus
@pytest.mark.parametrize(
    ("name", "count", "first", "last"),
    [
        ("addmultipledaysbkw", 28, "2019-03-08T22:00:00", "2019-03-10T01:00:00"),
        ("addmultipledaysmid", 28, "2019-03-08T22:00:00", "2019-03-10T01:00:00"),
        ("backfilldate2", 240, "2019-03-08T23:56:00", "2019-03-08T23:59:59"),
        ("nmeadatetime", 16, "2019-10-23T22:25:07", "2019-10-23T22:25:24"),
    ],
)
def test_real_logs_get_their_dates(name: str, count: int, first: str, last: str) -> None:
    (activity,) = nmea.read((CORPUS / f"GPSBabel_{name}.nmea").read_bytes())

    ends = [datetime.fromisoformat(f"{text}+00:00").timestamp() for text in (first, last)]
    assert len(activity.track) == count
    assert activity.damage is None
    np.testing.assert_array_equal(activity.track.time[[0, -1]], ends)
    assert np.median(np.diff(activity.track.time)) > 0


@needs_corpus
def test_a_real_log_without_a_date_is_refused() -> None:
    with pytest.raises(NoDate):
        nmea.read((CORPUS / "GPSBabel_adddate.nmea").read_bytes())


def test_a_height_that_is_none_is_unknown() -> None:
    run = track(rmc("060000"), gga("060000", ele=""), rmc("060001"), gga("060001", ele="1e308"))

    np.testing.assert_array_equal(run.ele, [nan, nan])
