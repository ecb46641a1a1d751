"""What SML becomes. Expected values are computed by hand; `test_suunto` tests what both share."""

from datetime import UTC, datetime
from math import nan
from pathlib import Path

import numpy as np
import pytest

from race.activity import Activity, Sport
from race.errors import ForbiddenMarkup, MalformedFile, NoActivity, TooDeep
from race.geo import hops
from race.ingest.formats import sml
from tests.ingest.writing.sml import event, log, place, sample, values

#: 2026-11-08T06:00:00Z
SIX = datetime(2026, 11, 8, 6, tzinfo=UTC).timestamp()
CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "suunto"
FILES = sorted(CORPUS.glob("*.sml"))
needs_corpus = pytest.mark.skipif(not FILES, reason=f"no SML in {CORPUS}")


def only(data: bytes) -> Activity:
    assert sml.sniff(data)
    (activity,) = sml.read(data)
    assert activity.format == "sml"
    return activity


def test_places_are_radians_and_take_what_was_measured_in_their_second() -> None:
    run = only(sample())

    assert list(run.track.time - SIX) == [0, 3]
    np.testing.assert_allclose(run.track.lat, [21.5, 21.501], rtol=1e-12)
    np.testing.assert_allclose(run.track.sensors["heart_rate"], [141, nan])
    assert run.stated.device == "Suunto Ambit2 S"
    assert run.damage is None


def test_the_head_states_the_run_and_the_parts_of_it_do_not() -> None:
    header = (
        "<Duration>2273.7</Duration><Speed><Distance>1</Distance></Speed>"
        "<ActivityType>3</ActivityType><Distance>7280</Distance>"
    )

    stated = only(log(place(0), header=header)).stated

    assert (stated.distance_m, stated.timer_s) == (7280, 2273.7)
    assert stated.sport is Sport.RUN


def test_a_pause_begins_a_segment() -> None:
    pause = event(4, "<Pause><State>True</State><UTC>2026-11-08T05:00:00Z</UTC></Pause>")

    assert list(only(log(place(0), place(3), pause, place(51))).track.segment) == [0, 0, 1]


def test_each_session_is_a_run() -> None:
    swim = event(0, "<Activity><CustomModeId>9</CustomModeId><Type>Swimming</Type></Activity>")
    run = event(10, "<Activity><Type>Run</Type></Activity>")

    found = sml.read(log(swim, place(1), place(4), run, place(11)))

    assert [a.stated.sport for a in found] == [Sport.SWIM, Sport.RUN]
    assert [len(a.track) for a in found] == [2, 1]


def test_a_value_deeper_in_a_sample_is_of_something_else() -> None:
    deep = values(0, Latitude=0.3, Longitude=1.8, Satellites="<Satellite><HR>36</HR></Satellite>")

    assert only(log(deep)).track.sensors == {}


def test_a_file_that_breaks_off_is_read_up_to_its_last_whole_sample() -> None:
    activity = only(sample().rpartition(b"<UTC>")[0])

    assert len(activity.track) == 1
    assert activity.damage is not None
    with pytest.raises(MalformedFile):
        sml.read(sample()[:200])


def test_a_log_without_samples_holds_no_activity() -> None:
    with pytest.raises(NoActivity):
        sml.read(log())


def test_markup_that_no_log_has_is_refused() -> None:
    with pytest.raises(ForbiddenMarkup):
        sml.read(b"<!DOCTYPE sml>" + sample().split(b"\n")[1])
    with pytest.raises(TooDeep):
        sml.read(b"<sml>" + b"<a>" * 100)


@needs_corpus
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_real_log_is_as_long_as_its_watch_says(path: Path) -> None:
    activity = only(path.read_bytes())

    track = activity.track
    assert track.positioned.all()
    assert hops(track.lat, track.lon).sum() == pytest.approx(activity.stated.distance_m, rel=0.001)
    assert activity.stated.sport is Sport.RUN
    assert np.nanmedian(track.sensors["cadence"]) > 150
