"""Copies as people meet them: a referee looks, the earlier run stays, nobody is named."""

import json
from dataclasses import replace

import numpy as np
import pytest

from race.track import Track
from tests.cast import API, EVENT, Cast, Runner, told
from tests.ingest import copying as forged
from tests.ingest.copying import DAY_S
from tests.runs import beating, written
from tests.tracks import MORNING

UPLOADS = f"{API}/{EVENT}/submissions"


@pytest.fixture
def track() -> Track:
    """6 km in 33 minutes, yesterday."""
    rng = np.random.default_rng(11)
    return forged.recorded(forged.effort(forged.road(rng), rng, start=MORNING - DAY_S), rng)


@pytest.fixture
def anh(open_event: Cast) -> Runner:
    return open_event.anh.enters("5km")


@pytest.fixture
def thang(open_event: Cast) -> Runner:
    return open_event.thang.enters("5km")


def gpx(track: Track, app: str = "Chạy cùng nhau") -> bytes:
    return written(track, sport="running", app=app, zoned=True)


def test_a_copy_with_another_date_waits_for_a_referee_and_the_original_counts(
    open_event: Cast, anh: Runner, thang: Runner, track: Track
) -> None:
    first = anh.sends(gpx(track))
    copy = thang.sends(gpx(forged.thinned(forged.shifted(track, DAY_S)), "Strava"))
    assert (copy.state, copy.codes) == ("review", ["DUP_COPY"])
    assert told(anh.upload(first))["state"] == "accepted"
    assert anh.ranks("5km-overall") == [(1, anh.name)]
    assert [run["id"] for run in open_event.vy.reviews()] == [copy.run["id"]]


def test_the_runner_reads_why_and_not_whose(
    anh: Runner, thang: Runner, track: Track, open_event: Cast
) -> None:
    first = anh.sends(gpx(track))
    copy = thang.sends(gpx(forged.shifted(track, DAY_S)))
    assert set(copy.flags["DUP_COPY"]["message"]) == {"vi", "en"}
    seen = [
        json.dumps(copy.body, ensure_ascii=False),
        thang.upload(copy).text,
        *(thang.sees(f"{thang.page}/{copy.run['id']}", lang=lang).text for lang in ("vi", "en")),
        thang.sees(thang.page).text,
    ]
    for secret in (anh.name, first.run["id"], first.id, f'"{anh.bib}"'):
        assert not [page for page in seen if secret in page], secret


def test_a_ruling_ends_it(open_event: Cast, anh: Runner, thang: Runner, track: Track) -> None:
    anh.sends(gpx(track))
    copy = thang.sends(gpx(forged.shifted(track, DAY_S)))
    open_event.vy.accepts(copy, because="Hai người dùng chung đồng hồ, ảnh chụp cho thấy.")
    assert {name for _, name in thang.ranks("5km-overall")} == {anh.name, thang.name}


def test_two_copies_of_one_run_in_one_upload_know_each_other(anh: Runner, track: Track) -> None:
    """Each run is judged after those before it, in one file too."""
    again = forged.shifted(track, DAY_S)
    both = gpx(track).decode().split("<trk>")[1].split("</trk>")[0]
    whole = gpx(again).decode().replace("<trk>", f"<trk>{both}</trk><trk>", 1)
    sent = anh.sends(whole.encode())
    states = [run["verdict"] for run in sent.body["activities"]]
    assert states == ["accepted", "review"]


def test_a_better_recording_counts_instead_and_says_so(
    open_event: Cast, anh: Runner, track: Track
) -> None:
    """The phone first, then the watch with a heart rate."""
    way, rng = forged.thinned(track, 4), np.random.default_rng(5)
    phone = anh.sends(gpx(replace(way, lon=way.lon + rng.normal(scale=3e-5, size=len(way)))))
    assert phone.state == "accepted"
    beats = np.round(150 + 8 * forged.wandering(rng, len(track), 60.0)).tolist()
    watch = anh.sends(beating(gpx(track), beats))
    assert (watch.state, watch.codes) == ("accepted", [])
    then = told(anh.upload(phone))
    assert then["state"] == "rejected"
    (flag,) = then["activities"][0]["flags"]
    assert flag["code"] == "OVERLAP_OWN"
    assert "counts instead" in flag["message"]["en"]
    assert "được tính thay" in flag["message"]["vi"]
    assert len(anh.board("5km-overall")["standings"]) == 1
    assert anh.asks("DELETE", f"{UPLOADS}/{watch.id}").status_code == 204
    assert told(anh.upload(phone))["state"] == "accepted"
