"""Real files of app exports, where a collection of them stands beside the project."""

import io
from pathlib import Path

import numpy as np
import pytest

from race.activity import Sport
from race.geo import hops
from race.ingest.formats import (
    nike,
    polar_csv,
    polar_session,
    runtastic,
    samsung,
    samsung_tracks,
    strava_streams,
    zepp,
)

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
NIKE = sorted(CORPUS.glob("nike-run-club/*.json"))
FILES = sorted(path for path in CORPUS.rglob("*") if path.is_file())
SNIFFS = {
    "nike": nike.sniff,
    "runtastic": runtastic.sniff,
    "runtastic-session": runtastic.sniff_session,
    "runtastic-heart": runtastic.sniff_heart,
    "polar-csv": polar_csv.sniff,
    "polar-session": polar_session.sniff,
    "samsung": samsung.sniff,
    "samsung-location": samsung_tracks.sniff,
    "samsung-live": samsung_tracks.sniff_live,
    "zepp": zepp.sniff,
    "strava-streams": strava_streams.sniff,
}
#: Files of these apps; all others of the collection are none of them.
OURS = {
    "fcrespel_GpsData.json": ["runtastic"],
    "fcrespel_SportSession.json": ["runtastic-session"],
    "jimmykane_strava_3183465494.json": ["strava-streams"],
} | {path.name: ["nike"] for path in NIKE}
needs_corpus = pytest.mark.skipif(not NIKE, reason=f"no files of Nike Run Club in {CORPUS}")


@needs_corpus
def test_real_files_are_claimed_by_their_app_and_no_other() -> None:
    wrong = {}
    for path in FILES:
        with path.open("rb") as file:
            head = file.read(65_536)
        found = [name for name, sniff in SNIFFS.items() if sniff(head)]
        if found != OURS.get(path.name, []):
            wrong[path.name] = found

    assert wrong == {}


@needs_corpus
@pytest.mark.parametrize("path", NIKE, ids=lambda path: path.name)
def test_a_run_of_nike_keeps_what_the_app_stated(path: Path) -> None:
    (found,) = nike.read(path.read_bytes())

    # As the index of the collection has it, taken from the totals in the files.
    assert found.stated.sport is Sport.RUN
    assert found.stated.distance_m == pytest.approx(3371.3, abs=0.05)
    assert found.stated.elapsed_s == pytest.approx(1394.0, abs=0.05)
    assert found.stated.timer_s == pytest.approx(1365.2, abs=0.05)
    counted = found.track.sensors["distance"]
    assert np.nanmax(counted) == pytest.approx(3371.3, abs=35)


@needs_corpus
@pytest.mark.parametrize(
    ("name", "positions"),
    [
        ("missing_columns_nikerun", 404),
        ("outofsync", 404),
        ("malformed_lat", 0),
        ("malformed_lat_lon", 0),
    ],
)
def test_a_run_of_nike_has_the_positions_whose_streams_are_there(name: str, positions: int) -> None:
    (found,) = nike.read((CORPUS / "nike-run-club" / f"corriporai_{name}.json").read_bytes())

    assert found.track.positioned.sum() == positions
    assert found.track.timed.all()


@needs_corpus
def test_a_run_of_runtastic_is_read_with_its_session() -> None:
    (found,) = runtastic.read((CORPUS / "runtastic" / "fcrespel_GpsData.json").read_bytes())
    session = (CORPUS / "runtastic" / "fcrespel_SportSession.json").read_bytes()
    (said,) = runtastic.read_session(io.BytesIO(session), "fcrespel_SportSession.json")
    track = found.track

    assert track.positioned.sum() == 999
    assert float(hops(track.lat, track.lon).sum()) == pytest.approx(10_107.0, rel=0.002)
    assert track.sensors["distance"][-1] == 10_107
    assert said.stated.started_at == track.time[0]
    assert said.stated.distance_m == 10_110
    assert said.stated.sport is Sport.RUN


@needs_corpus
def test_streams_of_strava_have_no_day() -> None:
    data = (CORPUS / "misc" / "jimmykane_strava_3183465494.json").read_bytes()
    (found,) = strava_streams.read(data)
    track = found.track

    assert len(track) == 2921
    assert not track.timed.any()
    assert not track.positioned.any()
    # The same run as the watch's own file in the collection has it: 10,743.6 m in 2922 s.
    assert found.stated.distance_m == pytest.approx(10_743.6, abs=1)
    assert found.stated.elapsed_s == 2922
