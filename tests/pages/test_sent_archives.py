"""What runners see of files and archives: refused with a way on, taken, passed over, being read."""

import re
from typing import Any, Final

import httpx2
import pytest

from race.errors import TooHard
from race.ingest.archives.members import Limits
from race.services import archives, unpacking
from race.services.work import Task, run_piece
from race.store.jobs import JobRow
from tests.api.officers import words
from tests.cast import EVENT, Cast, Runner, Visitor, told
from tests.ingest.archives.packed import zipped
from tests.runs import DAY_S, gpx, steady, without_times
from tests.tracks import MORNING

UPLOADS: Final = f"/e/{EVENT}/nop-bai"
#: The tests' clock stands on 14 November 2026, the morning of these runs.
RUN: Final = gpx(steady(5050, 1515))
DAY_BEFORE: Final = gpx(steady(5050, 1600), start=MORNING - DAY_S)
LAST_YEAR: Final = gpx(steady(5050, 1600), start=MORNING - 365 * DAY_S)
PHOTO: Final = b"\xff\xd8\xff\xe0" + bytes(2000)
TASKS: Final = {archives.KIND: archives.piece}


def sends(runner: Runner, data: bytes, name: str, *, script: bool = False) -> httpx2.Response:
    """The form as the browser sends it, or our script."""
    headers = {"X-Requested-With": "fetch"} if script else {}
    return runner.asks("POST", UPLOADS, files={"file": (name, data)}, headers=headers)


def answer(runner: Runner, data: bytes, name: str = "export.zip") -> str:
    page = sends(runner, data, name)
    assert page.status_code == 200, page.text
    return page.text


@pytest.fixture
def anh(open_event: Cast) -> Runner:
    return open_event.anh.enters("5km", "10km")


@pytest.fixture
def left_to_a_job(monkeypatch: pytest.MonkeyPatch) -> None:
    """Archives of more than two files are not read while their sender waits."""
    monkeypatch.setattr(unpacking, "AT_ONCE", Limits(members=2))


TREADMILL: Final = gpx(steady(5050, 1515), app="Garmin Connect").split(b"<trkpt")[0] + (
    b"</trkseg></trk></gpx>"
)


@pytest.mark.parametrize(
    ("name", "data", "guide"),
    [
        ("IMG_2201.jpg", PHOTO, ""),
        ("HUAWEI_HEALTH.zip", b"PK\x03\x04" + bytes(99), "/huawei"),
        ("activity.gpx", TREADMILL, "/garmin"),
        ("tuyen.gpx", without_times(gpx(steady(5050, 1515), app="StravaGPX")), "/strava"),
        ("duong.gpx", without_times(RUN), ""),
    ],
)
def test_a_file_that_cannot_count_leads_to_the_guide_of_its_app(
    anh: Runner, name: str, data: bytes, guide: str
) -> None:
    card = answer(anh, data, name).split("<main")[1].split("</main>")[0]
    assert f'href="/huong-dan{guide}?e={EVENT}"' in card


def test_a_good_run_needs_no_guide(anh: Runner) -> None:
    assert "/huong-dan" not in answer(anh, RUN, "sang.gpx").split("<main")[1]


def test_an_archive_says_what_was_taken_and_why_the_rest_was_not(anh: Runner) -> None:
    members = {"a/sang.gpx": RUN, "a/hom-qua.gpx": DAY_BEFORE, "cu.gpx": LAST_YEAR, "x.jpg": PHOTO}
    said = words(answer(anh, zipped(members)))
    assert "Tìm thấy 2 bài chạy" in said
    assert "Hợp lệ: 2" in said
    assert "a/sang.gpx" in said
    assert "Bỏ qua 2 tệp" in said
    assert re.search(r"cu\.gpx [^.]*14/11/2025", said)
    assert re.search(r"x\.jpg [^.]*ảnh", said)


def test_the_runs_of_an_archive_tell_once_what_they_changed(anh: Runner) -> None:
    said = words(answer(anh, zipped({"a.gpx": RUN, "b.gpx": DAY_BEFORE})))
    assert said.count("Bạn đã hoàn thành") == 2  # each race once, though there are two runs
    assert "Gom 10 km : 10,10 km" in said.replace("\xa0", " ")
    assert "cộng" not in said.split("Kết quả từng tệp")[1]


def test_many_members_are_told_by_their_reasons(anh: Runner) -> None:
    photos = {f"media/{n}.jpg": PHOTO + bytes([n]) for n in range(24)}
    page = answer(anh, zipped({"a.gpx": RUN, "cu.gpx": LAST_YEAR, **photos}))
    said = words(page)
    assert "Bỏ qua 25 tệp" in said
    assert "Không thuộc những ngày của giải: 1" in said
    assert "Không chứa bài chạy: 24" in said
    assert "media/23.jpg" in said


def test_an_archive_without_a_run_of_the_event_says_so_and_lists_what_it_held(anh: Runner) -> None:
    page = answer(anh, zipped({"cu.gpx": LAST_YEAR, "x.jpg": PHOTO}), "strava.zip")
    assert "Tệp này không dùng được" in words(page)
    assert f'href="/huong-dan/strava?e={EVENT}"' in page
    assert "cu.gpx" in words(page)


def test_an_archive_of_many_runs_folds_away_what_goes_well(anh: Runner) -> None:
    good = {
        f"{n:02}.gpx": gpx(steady(1200, 400), start=MORNING - DAY_S - n * 1200) for n in range(22)
    }
    slow = gpx(steady(1200, 1600), start=MORNING)
    page = answer(anh, zipped({**good, "zz.gpx": slow}))
    assert "Xem thêm 3 bài chạy" in words(page)
    assert page.index("zz.gpx") < page.index("00.gpx")
    assert page.count('<div class="note ') == 23
    assert words(page).count("Bạn thấy chưa đúng?") == 1


ARCHIVE: Final = zipped({"a.gpx": RUN, "b.gpx": DAY_BEFORE, "cu.gpx": LAST_YEAR})


@pytest.mark.usefixtures("left_to_a_job")
def test_a_large_archive_leads_to_a_page_that_says_how_far_it_is(
    anh: Runner, open_event: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = sends(anh, ARCHIVE, "export.zip")
    assert sent.status_code == 303
    place = sent.headers["location"]
    waiting = anh.sees(place).text
    assert "Tệp nén đang chờ đến lượt." in words(waiting)
    assert '<noscript><meta http-equiv="refresh"' in waiting
    assert "Đang đọc “export.zip”" in words(anh.sees(anh.page).text)
    assert f'href="{place}"' in anh.sees(anh.page).text

    job = re.findall(r'data-follow="([^"]+)"', waiting)[0]
    monkeypatch.setattr(archives, "_PIECE", 1)
    here = open_event.here
    assert run_piece(here.tools, TASKS, job.rpartition("/")[2])
    assert "Đang đọc 1/3 tệp · 1 bài chạy" in words(anh.sees(place).text)
    asked = told(anh.sees(job))
    assert (asked["state"], asked["done"], asked["total"]) == ("running", 1, 3)
    assert asked["result"]["runs"] == 1

    done(open_event)
    read = anh.sees(place).text
    assert "Tìm thấy 2 bài chạy" in words(read)
    assert "Bỏ qua 1 tệp" in words(read)
    assert "data-follow" not in read
    assert "refresh" not in read
    assert "Đang đọc" not in words(anh.sees(anh.page).text)


@pytest.mark.usefixtures("left_to_a_job")
def test_a_script_gets_the_card_and_later_the_outcome_in_its_place(
    anh: Runner, open_event: Cast
) -> None:
    card = sends(anh, ARCHIVE, "export.zip", script=True)
    assert card.status_code == 200
    assert "<html" not in card.text
    place = re.findall(r'data-outcome="([^"]+)"', card.text)[0]
    done(open_event)
    outcome = anh.asks("GET", place, headers={"X-Requested-With": "fetch"}).text
    assert "<html" not in outcome
    assert outcome.count('<article class="stack sent"') == 1
    assert "Tìm thấy 2 bài chạy" in words(outcome)


@pytest.mark.usefixtures("left_to_a_job")
def test_an_archive_that_was_given_up_says_why(anh: Runner, open_event: Cast) -> None:
    place = sends(anh, ARCHIVE, "export.zip").headers["location"]

    def too_hard(tools: Any, job: JobRow) -> bool:
        raise TooHard(file="export.zip")

    done(open_event, too_hard)
    page = anh.sees(place).text
    assert "Tệp này không dùng được" in words(page)
    assert "data-follow" not in page
    assert "Không đọc hết được “export.zip”" in words(anh.sees(anh.page).text)


def test_the_page_of_an_upload_is_for_its_runner_and_for_staff(
    anh: Runner, open_event: Cast
) -> None:
    place = f"{UPLOADS}/{anh.sends(RUN).id}"
    huong = open_event.huong.enters("5km")
    allowed: tuple[Visitor, ...] = (anh, open_event.binh, open_event.vy)
    for person in allowed:
        assert "Hợp lệ: 5,05 km" in words(person.sees(place).text).replace("\xa0", " ")
    others: tuple[Visitor, ...] = (huong, open_event.cuong, open_event.visitor)
    for person in others:
        assert person.sees(place).status_code == 404
    assert anh.sees(f"{UPLOADS}/khong-co").status_code == 404


def test_staff_are_offered_nothing_that_only_the_runner_can_do(
    anh: Runner, open_event: Cast
) -> None:
    place = f"{UPLOADS}/{anh.sends(PHOTO, 'x.jpg').id}"
    assert "Chọn tệp khác" in words(anh.sees(place).text)
    assert "Chọn tệp khác" not in words(open_event.binh.sees(place).text)


def test_the_page_says_when_the_file_came(anh: Runner, open_event: Cast) -> None:
    open_event.set_clock("2026-11-14T18:30:00+07:00")
    place = f"{UPLOADS}/{anh.sends(RUN).id}"
    assert "Nộp lúc 18:30 ngày 14/11/2026" in words(anh.sees(place).text)


def done(cast: Cast, task: Task | None = None) -> None:
    """Everything that was asked for is done."""
    queue: Any = cast.here.queue
    queue.run(cast.here.tools, TASKS if task is None else {archives.KIND: task})
