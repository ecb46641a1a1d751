"""The organiser's pages at work: who gets in, what they see, what they change."""

import html
import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from race.api.pages.organiser.routes import ROUTERS
from race.api.pages.organiser.signing_in import safe_path
from race.event import Event
from race.i18n import LANGUAGES
from race.services import accounts
from race.store import entries, results, sessions
from race.store.database import reading
from tests.api.officers import PASSWORD, Officer, browser, officer, official, words
from tests.conftest import Clock
from tests.runs import gpx, steady, with_kilometres
from tests.tracks import MORNING

#: 5 km at 5:00 /km.
GOOD = gpx(steady(5050.0, 1515.0))
#: The first of five kilometres in 3:20: a referee looks.
DOUBTFUL = gpx(*with_kilometres(200.0, 300.0, 300.0, 300.0, 300.0))


@pytest.fixture
def binh(app: FastAPI) -> Iterator[Officer]:
    """The organiser of Hữu Lũng."""
    found = officer(app, "Nguyễn Văn Bình")
    yield found
    found.http.close()
    found.here.engine.dispose()


@pytest.fixture
def event(binh: Officer) -> Event:
    """The event, open and under way."""
    return binh.creates()


# ---- Coming and going --------------------------------------------------------------------------


class TestSetUp:
    """The one-time link."""

    def test_looking_at_the_link_uses_nothing_up(self, app: FastAPI, client: TestClient) -> None:
        path = accounts.setup_path(official(app, "Bình").setup_secret)
        for _ in range(3):
            assert client.get(path).status_code == 200
        answer = client.post(path, data={"password": PASSWORD, "repeat": PASSWORD})
        assert (answer.status_code, answer.headers["location"]) == (303, "/btc?xong=mat-khau")
        assert "Bình" in client.get("/btc").text

    def test_the_page_is_kept_nowhere_and_tells_nobody_its_address(
        self, app: FastAPI, client: TestClient
    ) -> None:
        answer = client.get(accounts.setup_path(official(app, "Bình").setup_secret))
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "no-referrer"

    def test_it_works_once(self, app: FastAPI, client: TestClient) -> None:
        path = accounts.setup_path(official(app, "Bình").setup_secret)
        both = {"password": PASSWORD, "repeat": PASSWORD}
        assert client.post(path, data=both).status_code == 303
        for again in (client.get(path), client.post(path, data=both)):
            assert again.status_code == 404
            assert "không còn dùng được" in again.text

    @pytest.mark.parametrize(
        ("password", "repeat", "said"),
        [
            (PASSWORD, "khác", "không giống nhau"),
            ("ngắn", "ngắn", "10"),
            ("", "", "10"),
        ],
    )
    def test_a_password_that_is_not_taken_leaves_the_link_good(
        self, app: FastAPI, client: TestClient, password: str, repeat: str, said: str
    ) -> None:
        path = accounts.setup_path(official(app, "Bình").setup_secret)
        answer = client.post(path, data={"password": password, "repeat": repeat})
        assert answer.status_code == 422
        assert said in words(answer.text)
        assert PASSWORD not in answer.text
        assert client.get(path).status_code == 200


class TestSigningIn:
    """Name and password."""

    def test_the_right_password_leads_to_where_somebody_wanted_to_go(self, binh: Officer) -> None:
        fields = {"name": "nguyen van binh", "password": PASSWORD, "next": "/btc/huu-lung/duyet"}
        answer = binh.http.post("/btc/dang-nhap", data=fields)
        assert (answer.status_code, answer.headers["location"]) == (303, "/btc/huu-lung/duyet")

    def test_a_new_session_ends_the_one_before(self, app: FastAPI, binh: Officer) -> None:
        before = dict(binh.http.cookies)
        binh.sends("/btc/dang-nhap", name="Nguyễn Văn Bình", password=PASSWORD)
        assert dict(binh.http.cookies) != before
        with browser(app) as old:
            old.cookies.update(before)
            assert old.get("/btc").status_code == 303

    def test_a_wrong_password_and_a_wrong_name_get_the_same_answer(
        self, app: FastAPI, binh: Officer, client: TestClient
    ) -> None:
        answers = [
            client.post("/btc/dang-nhap", data={"name": name, "password": "x" * 12})
            for name in ("Nguyễn Văn Bình", "Không Ai Cả")
        ]
        assert [a.status_code for a in answers] == [401, 401]
        known, unknown = (a.text for a in answers)
        assert known.replace("Nguyễn Văn Bình", "Không Ai Cả") == unknown
        assert "Set-Cookie" not in answers[0].headers

    def test_who_tries_too_often_has_to_wait_even_with_the_right_password(
        self, binh: Officer, client: TestClient
    ) -> None:
        for _ in range(10):
            client.post("/btc/dang-nhap", data={"name": "nguyen van binh", "password": "x"})
        fields = {"name": "NGUYỄN VĂN BÌNH", "password": PASSWORD}
        answer = client.post("/btc/dang-nhap", data=fields)
        assert answer.status_code == 429
        assert int(answer.headers["retry-after"]) > 0

    def test_signing_out_ends_the_session_on_the_server(self, app: FastAPI, binh: Officer) -> None:
        before = dict(binh.http.cookies)
        assert binh.sends("/btc/dang-xuat").headers["location"] == "/btc/dang-nhap"
        assert not dict(binh.http.cookies)
        with browser(app) as old:
            old.cookies.update(before)
            assert old.get("/btc").status_code == 303

    @pytest.mark.parametrize(
        "path",
        [
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "/btc//evil.example",
            "/btc\\evil.example",
            "/btc/../u/huu-lung/00001.x",
            "/btc/%2e%2e/c",
            "/btcx",
            "/e/huu-lung",
            "javascript:alert(1)",
            "/btc/\nLocation: https://evil.example",
            "/btc@evil.example",
        ],
    )
    def test_nobody_is_led_away_from_the_organisers_pages(
        self, binh: Officer, client: TestClient, path: str
    ) -> None:
        fields = {"name": "Nguyễn Văn Bình", "password": PASSWORD, "next": path}
        assert client.post("/btc/dang-nhap", data=fields).headers["location"] == "/btc"
        signed_in_already = client.get(f"/btc/dang-nhap?next={quote(path)}")
        assert signed_in_already.headers["location"] == "/btc"

    def test_pages_of_ours_are_gone_on_to(self) -> None:
        for path in ("/btc", "/btc/huu-lung/vdv/00001", "/btc/huu-lung/vdv?team=xa&page=2"):
            assert safe_path(path) == path


# ---- Who may -----------------------------------------------------------------------------------


def every_route() -> list[tuple[str, str]]:
    """(method, path) of every route about one event, with addresses filled in by `address`."""
    found = [
        (method, route.path)
        for router in ROUTERS
        for route in router.routes
        if isinstance(route, APIRoute)
        for method in route.methods or ()
    ]
    return sorted((method, path) for method, path in found if "{event}" in path)


def address(path: str, bib: str, activity: str, submission: str) -> str:
    """A route's path about the event of these tests."""
    names = {"event": "huu-lung", "bib": bib, "activity": activity, "submission": submission}
    return path.format(**names, job="khong-co")


@pytest.fixture
def things(binh: Officer, event: Event) -> tuple[str, str, str]:
    """A bib, a run of it that waits, and the upload."""
    entered = binh.enters(event, "Lý Thị Hương")
    sent = binh.has_sent(event, entered, DOUBTFUL)
    return entered.entry.bib, sent.activities[0].id, sent.submission.id


def test_there_are_routes_to_guard() -> None:
    assert len(every_route()) >= 13


@pytest.mark.parametrize(("method", "path"), every_route())
def test_the_organiser_of_another_event_finds_nothing_here(
    app: FastAPI, things: tuple[str, str, str], method: str, path: str
) -> None:
    cuong = officer(app, "Cường")
    cuong.creates(slug="khac")
    with cuong.http:
        answer = cuong.http.request(method, address(path, *things), data=_FORM or None)
        nowhere = cuong.http.request(
            method, address(path, *things).replace("huu-lung", "khong-co"), data=_FORM or None
        )
    assert answer.status_code == nowhere.status_code == 404


#: Enough for every form to be read.
_FORM = {"seen": "0", "decision": "accept", "slug": "huu-lung", "confirm": "00001", "state": "open"}


@pytest.mark.parametrize(("method", "path"), every_route())
def test_who_is_not_signed_in_is_led_to_the_door(
    client: TestClient, things: tuple[str, str, str], method: str, path: str
) -> None:
    asked = address(path, *things)
    answer = client.request(method, asked, data=_FORM if method == "POST" else None)
    if method == "GET":
        assert answer.status_code == 303
        assert answer.headers["location"] == f"/btc/dang-nhap?next={asked}"
    else:
        assert answer.status_code == 401


@pytest.mark.parametrize("path", ["/btc", "/btc/giai-moi"])
def test_the_list_and_the_new_event_are_for_organisers(client: TestClient, path: str) -> None:
    assert client.get(path).headers["location"] == f"/btc/dang-nhap?next={path}"
    assert client.post("/btc/giai-moi", data={"name": "Giải"}).status_code == 401


@pytest.mark.parametrize(("role", "opens"), [("viewer", 0), ("referee", 1), ("editor", 5)])
def test_each_role_may_what_it_may_and_no_more(
    app: FastAPI, binh: Officer, things: tuple[str, str, str], role: str, opens: int
) -> None:
    other = officer(app, "Vỹ")
    binh.appoints(other, binh.events()[0], role)
    bib = things[0]
    deeds = [  # from what a referee may to what an editor may
        f"/btc/huu-lung/duyet/{things[1]}",
        "/btc/huu-lung/trang-thai",
        f"/btc/huu-lung/vdv/{bib}",
        f"/btc/huu-lung/vdv/{bib}/lien-ket",
        f"/btc/huu-lung/vdv/{bib}/xoa",
    ]
    with other.http:
        pages = [other.http.get(f"/btc/huu-lung{tail}") for tail in ("", "/vdv", "/tep")]
        statuses = [other.http.post(path, data={"seen": "0"}).status_code for path in deeds]
        assert other.http.post("/btc/huu-lung/xoa", data={"slug": "huu-lung"}).status_code == 403
        assert "Xóa giải này" not in other.http.get("/btc/huu-lung").text
    assert [page.status_code for page in pages] == [200, 200, 200]
    assert [status == 403 for status in statuses] == [False] * opens + [True] * (5 - opens)


# ---- The overview ------------------------------------------------------------------------------


def test_the_list_shows_my_events_only(app: FastAPI, binh: Officer, event: Event) -> None:
    cuong = officer(app, "Cường")
    cuong.drafts(slug="khac", name="Giải của Cường")
    with cuong.http:
        assert "Hữu Lũng vẻ đẹp" not in cuong.sees("/btc")
    assert "Giải của Cường" not in binh.sees("/btc")
    assert "Hữu Lũng vẻ đẹp" in binh.sees("/btc")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("tail", ["", "/vdv", "/vdv/00001", "/duyet", "/duyet?xep=age", "/tep"])
def test_every_page_speaks_both_languages(
    binh: Officer, things: tuple[str, str, str], lang: str, tail: str
) -> None:
    binh.sees("/btc", lang=lang)
    page = binh.sees(f"/btc/huu-lung{tail}")
    assert f'<html lang="{lang}">' in page
    assert ("Runners" in words(page)) is (lang == "en")


def test_the_overview_counts_what_was_sent_today_and_before(
    binh: Officer, event: Event, clock: Clock
) -> None:
    huong = binh.enters(event, "Lý Thị Hương", team="dong-lam")
    binh.enters(event, "Nông Quốc Thăng")
    binh.has_sent(event, huong, GOOD)
    seconds = (200.0, 300.0, 300.0, 300.0, 300.0)
    binh.has_sent(event, huong, gpx(*with_kilometres(*seconds), start=MORNING - 7200.0))
    binh.has_sent(event, huong, gpx(steady(600.0, 240.0), start=MORNING - 10_800.0))
    binh.has_sent(event, huong, b"not a run", "anh.jpg")
    clock.pass_by(hours=21)
    binh.signs_in()
    page = words(binh.sees("/btc/huu-lung", lang="en"))
    assert "Day 15 of 22" in page
    assert "runners 2" in page
    assert "runs sent 3" in page
    assert "valid km 5 " in page  # 5.05 km; the whole kilometres are shown
    assert "judged by the machine 66%" in page  # one of three went to the referee
    assert "finishes 1" in page
    assert "units that run 1 /2" in page
    assert "1 run to review 1 has waited longer than 20 hours" in page
    assert "1 file that could not be read" in page
    assert "Why was 1 run rejected? Too short 1 100%" in page
    assert "Đoàn trường THPT Hữu Lũng 420 members · 0 entered" in page
    assert "Chi đoàn Đồng Lâm" not in page


def test_a_day_begins_at_midnight_in_the_zone_of_the_event(
    binh: Officer, event: Event, clock: Clock
) -> None:
    huong = binh.enters(event, "Lý Thị Hương")
    binh.has_sent(event, huong, GOOD)  # 12:30 on the 14th in Việt Nam
    clock.pass_by(hours=11, minutes=29)  # 23:59, still the 14th
    assert "runs sent +1 today 1" in words(binh.sees("/btc/huu-lung", lang="en"))
    clock.pass_by(minutes=1)
    assert "runs sent 1" in words(binh.sees("/btc/huu-lung"))


def test_an_event_is_opened_closed_and_opened_again(binh: Officer, client: TestClient) -> None:
    binh.drafts()
    assert client.get("/e/huu-lung").status_code == 404
    answer = binh.sends("/btc/huu-lung/trang-thai", state="open")
    assert answer.headers["location"] == "/btc/huu-lung?xong=mo"
    assert "Đã mở giải." in words(binh.sees("/btc/huu-lung?xong=mo"))
    assert client.get("/e/huu-lung").status_code == 200
    binh.sends("/btc/huu-lung/trang-thai", state="closed")
    assert binh.events()[0].state == "closed"
    binh.sends("/btc/huu-lung/trang-thai", state="open")
    assert binh.events()[0].state == "open"


@pytest.mark.parametrize("state", ["", "draft", "final", "OPEN", "x" * 9999])
def test_other_states_are_not_taken_from_the_page(binh: Officer, event: Event, state: str) -> None:
    answer = binh.sends("/btc/huu-lung/trang-thai", state=state)
    assert answer.status_code == 422
    assert binh.events()[0].state == "open"


def test_a_notice_is_one_of_ours_whatever_stands_in_the_address(
    binh: Officer, event: Event
) -> None:
    assert "Gửi tiền" not in binh.sees("/btc/huu-lung", xong="Gửi tiền cho tôi")


def test_an_event_is_deleted_when_its_address_is_typed(
    binh: Officer, event: Event, things: tuple[str, str, str]
) -> None:
    wrong = binh.sends("/btc/huu-lung/xoa", slug="huu-lun")
    assert wrong.status_code == 422
    assert "chưa xóa gì" in words(wrong.text)
    answer = binh.sends("/btc/huu-lung/xoa", slug=" huu-lung ")
    assert answer.headers["location"] == "/btc?xong=xoa-giai"
    assert binh.http.get("/btc/huu-lung").status_code == 404
    assert binh.http.get("/e/huu-lung").status_code == 404
    assert not list((binh.here.settings.data_dir / "blobs").rglob("?" * 64))


# ---- Runners -----------------------------------------------------------------------------------


class TestEntries:
    """The list, and one runner."""

    @pytest.fixture
    def people(self, binh: Officer, event: Event) -> list[str]:
        """Bibs of Hương (unit Đồng Lâm, finished), Thăng (collects) and Ánh (nothing sent)."""
        huong = binh.enters(event, "Lý Thị Hương", team="dong-lam")
        thang = binh.enters(event, "Nông Quốc Thăng", races=("50km",))
        anh = binh.enters(event, "Nguyễn Thị Ngọc Ánh", races=("5km", "50km"), team="huu-lien")
        binh.has_sent(event, huong, GOOD)
        binh.has_sent(event, thang, gpx(steady(5000.0, 1500.0)))
        return [who.entry.bib for who in (huong, thang, anh)]

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({}, [0, 1, 2]),
            ({"q": "huong"}, [0]),
            ({"q": "THĂNG"}, [1]),
            ({"q": "00003"}, [2]),
            ({"q": "3"}, [2]),
            ({"q": "%"}, []),
            ({"q": "\0"}, [0, 1, 2]),
            ({"race": "50km"}, [1, 2]),
            ({"team": "huu-lien"}, [0, 2]),  # the unit below it too
            ({"team": "dong-lam", "race": "5km"}, [0]),
            ({"race": "marathon"}, [0, 1, 2]),
            ({"page": "99"}, [0, 1, 2]),
            ({"page": "-1"}, [0, 1, 2]),
            ({"page": "²"}, [0, 1, 2]),
        ],
    )
    def test_a_search_finds(
        self, binh: Officer, people: list[str], query: dict[str, str], found: list[int]
    ) -> None:
        page = binh.sees("/btc/huu-lung/vdv", **query)
        assert re.findall(r'href="/btc/huu-lung/vdv/(\d+)"', page) == [people[i] for i in found]

    def test_the_list_says_where_everybody_stands(self, binh: Officer, people: list[str]) -> None:
        page = binh.sees("/btc/huu-lung/vdv", lang="en")
        rows = [words(row) for row in re.findall(r"<tr><td.*?</tr>", page, re.S)]
        assert [row.split("km ")[-1] for row in rows] == [
            "1 Finished",
            "1 On the way",
            "0 No run yet",
        ]

    def test_fifty_stand_on_a_page(self, binh: Officer, event: Event) -> None:
        for number in range(51):
            binh.enters(event, f"VĐV {chr(65 + number // 26)}{chr(65 + number % 26)}")
        link = r'href="/btc/huu-lung/vdv/\d+"'
        assert len(re.findall(link, binh.sees("/btc/huu-lung/vdv", q="vdv"))) == 50
        second = binh.sees("/btc/huu-lung/vdv", q="vdv", page="2")
        assert len(re.findall(link, second)) == 1
        assert 'href="/btc/huu-lung/vdv?q=vdv"' in second

    def test_a_correction_changes_result_and_ranking_at_once(
        self, binh: Officer, event: Event, people: list[str], client: TestClient
    ) -> None:
        path = f"/btc/huu-lung/vdv/{people[0]}"
        form = {"name": "Lý Thị Hường", "sex": "F", "birth": "26/03/1999", "team": ""}
        answer = binh.sends(path, **form)
        assert answer.headers["location"] == f"{path}?xong=luu"
        page = binh.sees(path)
        assert 'value="26/03/1999"' in page
        assert "Lý Thị Hường" in client.get("/e/huu-lung/bxh").text
        with reading(binh.here.engine) as connection:
            row = entries.get(connection, event.id, people[0])
            result = results.get(connection, event.id, "5km", people[0])
        assert row is not None
        assert (row.name, row.team, row.birth_year) == ("Lý Thị Hường", None, 1999)
        assert result is not None
        assert result.finished

    def test_a_certificate_follows_the_corrected_name(
        self, binh: Officer, people: list[str]
    ) -> None:
        path = f"/e/huu-lung/vdv/{people[0]}"
        before = re.findall(r"/c/([0-9A-Z-]{14})", binh.sees(path))
        form = {"name": "Lý Thị Hường", "sex": "F", "birth": "2001", "team": "dong-lam"}
        binh.sends(f"/btc/huu-lung/vdv/{people[0]}", **form)
        after = re.findall(r"/c/([0-9A-Z-]{14})", binh.sees(path))
        assert before
        assert after
        assert before != after
        assert "Lý Thị Hường" in binh.sees(f"/c/{after[0]}")

    @pytest.mark.parametrize(
        ("field", "typed", "said"),
        [
            ("name", "", "họ tên"),
            ("name", "12345", "họ tên"),
            ("sex", "Q", "chọn"),
            ("birth", "30/02/2001", "Không có ngày này"),
            ("birth", "hai nghìn", "năm sinh"),
            ("birth", "", "năm sinh"),
            ("birth", "1066", "năm sinh"),
            ("birth", "٢٠٠١", "năm sinh"),
            ("team", "khong-co", "đơn vị"),
        ],
    )
    def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(
        self, binh: Officer, people: list[str], field: str, typed: str, said: str
    ) -> None:
        form = {"name": "Lý Thị Hương", "sex": "F", "birth": "2001", "team": "", field: typed}
        answer = binh.sends(f"/btc/huu-lung/vdv/{people[0]}", **form)
        assert answer.status_code == 422
        (wrong,) = re.findall(rf'id="{field}-wrong".*?</p>', answer.text, re.S)
        assert said in words(wrong)
        shown = html.unescape(answer.text)
        assert field in {"sex", "team"} or f'name="{field}" type="text" value="{typed}"' in shown

    def test_a_name_that_somebody_else_has_entered_with_is_not_taken(
        self, binh: Officer, people: list[str]
    ) -> None:
        form = {"name": "Nguyen Thi Ngoc Anh", "sex": "F", "birth": "2001", "team": ""}
        answer = binh.sends(f"/btc/huu-lung/vdv/{people[0]}", **form)
        assert answer.status_code == 422
        assert 'id="name-wrong"' in answer.text

    def test_a_new_link_is_shown_once_and_ends_the_old_one(
        self, app: FastAPI, binh: Officer, event: Event
    ) -> None:
        entered = binh.enters(event, "Lý Thị Hương")
        bib = entered.entry.bib
        old = accounts.personal_path("huu-lung", bib, entered.token)
        with browser(app) as phone:
            assert phone.get(old).status_code == 303
            assert "Lý Thị Hương" in phone.get("/e/huu-lung/nop-bai").text
            answer = binh.sends(f"/btc/huu-lung/vdv/{bib}/lien-ket")
            assert answer.headers["cache-control"] == "no-store"
            assert answer.headers["referrer-policy"] == "no-referrer"
            (new,) = set(re.findall(rf"http://testserver(/u/huu-lung/{bib}\.\w+)", answer.text))
            assert phone.get(old).status_code == 404
            assert "Lý Thị Hương" not in phone.get("/e/huu-lung/nop-bai").text
            assert phone.get(new).status_code == 303
        assert new not in binh.sees(f"/btc/huu-lung/vdv/{bib}")
        with reading(binh.here.engine) as connection:
            row = entries.get(connection, event.id, bib)
            assert row is not None
            assert new.rpartition(".")[2] not in str(row)
            assert sessions.find_runners(connection, []) == []

    def test_a_runner_is_removed_once_the_box_is_ticked(
        self, binh: Officer, people: list[str], client: TestClient
    ) -> None:
        path = f"/btc/huu-lung/vdv/{people[0]}"
        assert binh.sends(f"{path}/xoa").status_code == 422
        assert binh.sends(f"{path}/xoa", confirm=people[1]).status_code == 422
        answer = binh.sends(f"{path}/xoa", confirm=people[0])
        assert answer.headers["location"] == "/btc/huu-lung/vdv?xong=xoa-vdv"
        assert binh.http.get(path).status_code == 404
        assert "Hương" not in client.get("/e/huu-lung/bxh").text

    def test_names_are_escaped(self, binh: Officer, event: Event) -> None:
        entered = binh.enters(event, "<img src=x onerror=alert(1)>")
        for path in ("/btc/huu-lung/vdv", f"/btc/huu-lung/vdv/{entered.entry.bib}"):
            assert "<img" not in binh.sees(path)


# ---- Files -------------------------------------------------------------------------------------


def test_unreadable_files_are_listed_with_their_reason_and_can_be_had(
    binh: Officer, event: Event
) -> None:
    huong = binh.enters(event, "Lý Thị Hương")
    sent = binh.has_sent(event, huong, b"", "trống.gpx")
    page = binh.sees("/btc/huu-lung/tep")
    assert "trống.gpx" in page
    assert "Tệp trống" in words(page) or "rỗng" in words(page)
    answer = binh.http.get(f"/btc/huu-lung/tep/{sent.submission.id}", follow_redirects=True)
    assert answer.status_code == 200
    assert answer.content == b""
    assert answer.headers["content-disposition"].startswith("attachment")


def test_the_file_of_a_run_can_be_had(binh: Officer, things: tuple[str, str, str]) -> None:
    answer = binh.http.get(f"/btc/huu-lung/duyet/{things[1]}/tep", follow_redirects=True)
    assert answer.content == DOUBTFUL


# ---- Odd requests ------------------------------------------------------------------------------

ODD: tuple[object, ...] = (
    {},
    {"unknown": "x"},
    {"name": "\0\ud7ff", "slug": "\0", "seen": "1e9", "state": "\0", "confirm": "\0"},
    {"name": "x" * 100_000, "reason": "x" * 100_000, "code": "x" * 1000, "seen": "9" * 5000},
    {"seen": "-1", "decision": "accept"},
    {"seen": "0", "decision": ["accept", "reject"], "name": ["a", "b"], "birth": ["1", "2"]},
    {"starts_at": "2000-01-01T00:00", "ends_at": "9999-12-31T23:59", "timezone": "../etc/passwd"},
    {"race_km": ["1e308", "nan", "-5", "0"], "race_name": ["a"] * 50, "race_kind": "x"},
    {"teams": ">" * 1000 + ";;;\n\t;9\n" * 50},
)


@pytest.mark.parametrize("fields", ODD)
def test_odd_forms_are_refused_and_never_break_anything(
    binh: Officer, things: tuple[str, str, str], fields: dict[str, object]
) -> None:
    paths = [address(path, *things) for method, path in every_route() if method == "POST"]
    for path in ("/btc/dang-nhap", "/btc/thiet-lap/x", "/btc/giai-moi", *paths):
        if path.endswith("/lien-ket"):
            continue  # takes no field at all
        answer = binh.http.post(path, data=fields)
        assert 400 <= answer.status_code < 500, (path, answer.status_code)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\xff\xfe%%%=%zz&&&=", "application/x-www-form-urlencoded"),
        (b"{}", "application/json"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (
            b'--x\r\nContent-Disposition: form-data; name="name"; filename="f"\r\n\r\nx\r\n'
            b"--x--\r\n",
            "multipart/form-data; boundary=x",
        ),
    ],
)
def test_bodies_that_are_no_form_are_refused(
    binh: Officer, things: tuple[str, str, str], content: bytes, kind: str
) -> None:
    paths = [address(path, *things) for method, path in every_route() if method == "POST"]
    for path in ("/btc/dang-nhap", "/btc/giai-moi", *paths):
        if not path.endswith("/lien-ket"):
            answer = binh.http.post(path, content=content, headers={"Content-Type": kind})
            assert 400 <= answer.status_code < 500, (path, answer.status_code)
