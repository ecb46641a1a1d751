"""A referee enters a result by hand, by program and by form; who may, and how it shows."""

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from fastapi import FastAPI

from race.event import Event
from race.ingest import amending
from race.ingest.amending import ByHand
from race.services import events
from race.services.entries import Entered
from race.store import submissions
from race.store.database import reading
from tests.api.officers import Officer, officer, words
from tests.cast import API, EVENT, Cast, Official, Runner, certificate_code, listed, told
from tests.runs import gpx, steady
from tests.tracks import MORNING

WHY = "Đồng hồ hỏng; giờ theo bảng ở vạch đích."
#: 5 km in half an hour, the morning before.
BODY: dict[str, Any] = {
    "distance_m": 5000,
    "elapsed_s": 1800,
    "started_at": "2026-11-13T06:00:00+07:00",
    "reason": WHY,
}


def path_of(runner: Runner) -> str:
    return f"{API}/{EVENT}/entries/{runner.bib}/results"


def enters(who: Official, runner: Runner, **changes: Any) -> dict[str, Any]:
    return told(who.asks("POST", path_of(runner), json=BODY | changes), 201)


class TestByProgram:
    def test_a_referee_enters_a_result_and_it_stands_on_the_board(self, open_event: Cast) -> None:
        huong = open_event.huong.enters("5km", "10km")
        run = enters(open_event.vy, huong)
        assert (run["verdict"], run["proposed"], run["format"]) == ("accepted", "rejected", "hand")
        assert (run["bib"], run["official_distance_m"], run["elapsed_s"]) == (huong.bib, 5000, 1800)
        assert run["stated_distance_m"] is None
        (board,) = open_event.visitor.board("5km-overall")["standings"]
        assert (board["bib"], board["time_s"]) == (huong.bib, 1800)
        assert open_event.visitor.board("10km-overall")["standings"][0]["distance_m"] == 5000
        (notice,) = listed(huong.sees(f"{API}/{EVENT}/entries/{huong.bib}/notices"))
        assert notice["kind"] == "entered"

    def test_who_may(self, open_event: Cast) -> None:
        huong, anh = open_event.huong.enters("5km"), open_event.anh.enters("5km")
        people = {
            "visitor": open_event.visitor,
            "runner": huong,
            "other runner": anh,
            "other organiser": open_event.cuong,
            "referee": open_event.vy,
        }
        answers = {
            name: who.asks("POST", path_of(huong), json=BODY).status_code
            for name, who in people.items()
        }
        assert answers == {
            "visitor": 401,
            "runner": 401,
            "other runner": 401,
            "other organiser": 404,
            "referee": 201,
        }

    @pytest.mark.parametrize(
        ("changes", "status", "code"),
        [
            ({"distance_m": None}, 422, "INVALID_FIELD"),
            ({"distance_m": "xa"}, 422, "INVALID_FIELD"),
            ({"distance_m": 1e308, "elapsed_s": 1e308}, 422, "INVALID_FIELD"),
            ({"elapsed_s": 30}, 422, "INVALID_FIELD"),
            ({"started_at": "hôm qua"}, 422, "INVALID_FIELD"),
            ({"started_at": "2026-11-13T06:00:00"}, 422, "INVALID_FIELD"),
            ({"started_at": "0001-01-01T00:00:00+14:00"}, 422, "INVALID_FIELD"),
            ({"started_at": "9999-12-31T23:59:59-12:00"}, 422, "INVALID_FIELD"),
            ({"sport": "ride"}, 422, "INVALID_FIELD"),
            ({"sport": "bay"}, 422, "INVALID_FIELD"),
            ({"reason": ""}, 422, "INVALID_FIELD"),
            ({"reason": "\x00"}, 422, "INVALID_FIELD"),
        ],
    )
    def test_what_cannot_be_is_named(
        self, open_event: Cast, changes: dict[str, Any], status: int, code: str
    ) -> None:
        huong = open_event.huong.enters("5km")
        answer = open_event.vy.asks("POST", path_of(huong), json=BODY | changes)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
        assert next(iter(changes)) in answer.json()["detail"] or "reason" in changes
        assert open_event.visitor.board("5km-overall")["standings"] == []

    def test_the_same_once_more_is_a_conflict_in_words(self, open_event: Cast) -> None:
        huong = open_event.huong.enters("5km")
        enters(open_event.vy, huong)
        answer = open_event.binh.asks("POST", path_of(huong), json=BODY)
        assert (answer.status_code, answer.json()["code"]) == (409, "ENTERED_BEFORE")
        assert "đã được nhập tay rồi" in answer.json()["message"]["vi"]

    def test_nobody_gets_a_file_that_nobody_sent(self, open_event: Cast) -> None:
        huong = open_event.huong.enters("5km")
        enters(open_event.vy, huong)
        run = huong.sees(huong.page).text.split(f'href="{huong.page}/')[1].split('"')[0]
        pages = [who.sees(f"{huong.page}/{run}").text for who in (huong, open_event.visitor)]
        assert all(WHY in page and "/file" not in page for page in pages)
        desk = open_event.vy.sees(f"/btc/{EVENT}/duyet/{run}/tep")
        assert open_event.vy.sees(desk.headers["location"]).status_code == 404

    def test_its_certificate_stands(self, open_event: Cast) -> None:
        huong = open_event.huong.enters("5km")
        enters(open_event.vy, huong)
        code = certificate_code(open_event, huong)
        assert told(open_event.visitor.sees(f"/api/v1/certificates/{code}"))["state"] == "valid"
        assert huong.certificate("5km").content.startswith(b"%PDF")

    def test_its_runner_cannot_take_it_back_and_the_organiser_can(self, open_event: Cast) -> None:
        huong = open_event.huong.enters("5km")
        enters(open_event.vy, huong)
        with reading(open_event.here.engine) as connection:
            event = events.find(connection, EVENT)
            (upload,) = submissions.of_entry(connection, event.id, huong.bib)
        path = f"{API}/{EVENT}/submissions/{upload.id}"
        assert huong.asks("DELETE", path).json()["code"] == "ALREADY_RULED"
        assert open_event.visitor.ranks("5km-overall") == [(1, huong.name)]
        assert open_event.binh.asks("DELETE", path).status_code == 204
        assert open_event.visitor.ranks("5km-overall") == []


class TestTheSameLineAsAFile:
    """What a referee's entry is kept as is no format: no upload is ever read as one."""

    LINE = amending.to_bytes(ByHand(distance_m=5000.0, elapsed_s=900.0, started_at=MORNING))

    @pytest.mark.parametrize("name", ["run.json", "run.gpx", "hand"])
    def test_is_not_read(self, open_event: Cast, name: str) -> None:
        sent = open_event.thang.enters("5km").sends(self.LINE, name)
        assert (sent.state, sent.body["error"]["code"]) == ("unreadable", "UNKNOWN_FORMAT")
        assert sent.body["activities"] == []

    def test_is_not_read_inside_an_archive(self, open_event: Cast) -> None:
        with BytesIO() as target:
            with zipfile.ZipFile(target, "w") as archive:
                archive.writestr("activities/1.json", self.LINE)
                archive.writestr("activities/2.gpx", gpx(steady(5050, 1515)))
            sent = open_event.thang.enters("5km").sends(target.getvalue(), "export.zip")
        assert [run["member"] for run in sent.body["activities"]] == ["activities/2.gpx"]
        assert open_event.visitor.board("5km-overall")["standings"][0]["time_s"] > 900


@pytest.fixture
def binh(app: FastAPI) -> Iterator[Officer]:
    found = officer(app, "Nguyễn Văn Bình")
    yield found
    found.http.close()
    found.here.engine.dispose()


@pytest.fixture
def event(binh: Officer) -> Event:
    return binh.creates()


@pytest.fixture
def huong(binh: Officer, event: Event) -> Entered:
    return binh.enters(event, "Lý Thị Hương")


FORM = {
    "km": "5,05",
    "time": "30:15",
    "started_at": "2026-11-13T06:00",
    "sport": "run",
    "reason": WHY,
}


class TestByForm:
    PATH = "/btc/huu-lung/vdv/00001/nhap-tay"

    def test_the_runners_page_leads_there(self, binh: Officer, huong: Entered) -> None:
        assert self.PATH.endswith(f"{huong.entry.bib}/nhap-tay")
        assert f'href="{self.PATH}"' in binh.sees("/btc/huu-lung/vdv/00001")
        assert "Lý Thị Hương" in binh.sees(self.PATH)

    @pytest.mark.parametrize(
        ("changes", "shown"),
        [
            ({}, "5,05 km · 30:15"),
            ({"km": "5.05"}, "5,05 km · 30:15"),
            ({"km": " 5,05 km "}, "5,05 km · 30:15"),
            ({"km": "21,0975", "time": "1:58:42"}, "21,09 km · 1:58:42"),
            ({"started_at": "2026-11-13T06:00:30"}, "5,05 km · 30:15"),
            ({"started_at": "13/11/2026 6:00"}, "5,05 km · 30:15"),
            ({"sport": "walk", "time": "1:15:00"}, "5,05 km · 1:15:00"),
        ],
    )
    def test_what_people_type_is_taken(
        self, binh: Officer, huong: Entered, changes: dict[str, str], shown: str
    ) -> None:
        answer = binh.sends(self.PATH, **FORM | changes)
        assert answer.status_code == 303, words(answer.text)
        assert answer.headers["location"] == "/btc/huu-lung/vdv/00001?xong=nhap-tay"
        said = words(binh.sees(answer.headers["location"])).replace("\xa0", " ")
        assert "Đã nhập kết quả" in said
        assert shown in said
        assert huong.entry.bib in said

    @pytest.mark.parametrize(
        ("changes", "field", "said"),
        [
            ({"km": ""}, "km", "Hãy ghi số km"),
            ({"km": "năm"}, "km", "Hãy ghi số km"),
            ({"km": "5,0,5"}, "km", "Hãy ghi số km"),
            ({"km": "0,05"}, "km", "Cự ly từ 100 m"),
            ({"km": "1001", "time": "300:00:00"}, "km", "Cự ly từ 100 m"),
            ({"time": ""}, "time", "Hãy ghi giờ, phút, giây"),
            ({"time": "30"}, "time", "Hãy ghi giờ, phút, giây"),
            ({"time": "30:75"}, "time", "Hãy ghi giờ, phút, giây"),
            ({"time": "5:00"}, "time", "Không ai chạy nhanh"),
            ({"km": "0,2", "time": "0:45"}, "time", "Thời gian từ một phút"),
            ({"started_at": ""}, "started_at", "Hãy chọn ngày và giờ"),
            ({"started_at": "hôm qua"}, "started_at", "Hãy chọn ngày và giờ"),
            ({"started_at": "2026-11-31T06:00"}, "started_at", "Không có thời điểm này"),
            ({"started_at": "31/11/2026 6:00"}, "started_at", "Không có thời điểm này"),
            ({"started_at": "2026-10-13T06:00"}, "started_at", "trong thời gian của giải"),
            ({"started_at": "2026-11-15T06:00"}, "started_at", "chưa thể kết thúc"),
            ({"sport": "bay"}, "sport", "Hãy chọn"),
            ({"reason": " "}, "reason", "lý do"),
        ],
    )
    def test_what_is_wrong_is_named_beside_its_field_and_all_of_it_is_kept(
        self, binh: Officer, huong: Entered, changes: dict[str, str], field: str, said: str
    ) -> None:
        typed = FORM | changes
        answer = binh.sends(self.PATH, **typed)
        assert answer.status_code == 422
        (wrong,) = re.findall(rf'id="{field}-wrong">(.*?)</p>', answer.text, re.DOTALL)
        assert said in words(wrong)
        for name in {"km", "time", "started_at"} - {field}:
            assert f'value="{typed[name]}"' in answer.text
        if field != "reason":
            assert f">{WHY}</textarea>" in answer.text
        assert "Chưa có bài" in words(binh.sees(f"/btc/huu-lung/vdv/{huong.entry.bib}"))

    def test_the_same_once_more_is_told(self, binh: Officer, huong: Entered) -> None:
        assert binh.sends(self.PATH, **FORM).status_code == 303
        answer = binh.sends(self.PATH, **FORM)
        assert answer.status_code == 409
        assert "đã được nhập tay rồi" in words(answer.text)
        assert 'value="5,05"' in answer.text
        assert words(binh.sees(f"/btc/huu-lung/vdv/{huong.entry.bib}")).count("30:15") == 1

    def test_what_a_page_holds_is_escaped(self, binh: Officer, huong: Entered) -> None:
        answer = binh.sends(self.PATH, **FORM | {"km": '"><script>x</script>', "reason": "<b>x"})
        assert answer.status_code == 422
        assert "<script>x" not in answer.text
        assert "<b>x" not in answer.text
        assert huong.entry.bib in answer.text
