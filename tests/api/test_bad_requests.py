"""Requests that nobody should make: refused with a sentence, never a crash, and nothing is left."""

import json
from dataclasses import replace
from typing import Any

import httpx2
import pytest

from race.settings import Settings
from tests.cast import API, EVENT, HUU_LUNG, Cast, Visitor, listed, told

LONE = "\ud800"  # half of a pair: text that no UTF-8 can hold
JSON = {"Content-Type": "application/json"}
GOOD = {"name": "Hoàng Thị Mới", "sex": "F", "birth_year": 1999, "race": "5km", "consent": True}


def post(who: Visitor, path: str, body: object, method: str = "POST") -> httpx2.Response:
    """JSON as Python writes it: escapes for what no encoding holds, NaN where it is one."""
    return who.asks(method, path, content=json.dumps(body).encode(), headers=JSON)


class TestEvents:
    """What an organiser fills in."""

    @pytest.mark.parametrize(
        "wrong",
        [
            {"starts_at": "0001-01-01T00:00:00+14:00"},
            {"ends_at": "9999-12-31T23:59:59Z"},
            {"ends_at": "9999-12-31T23:59:59-12:00"},
            {"starts_at": "1999-12-31T00:00:00+07:00"},
            {"starts_at": "2026-11-01T00:00:00"},
            {"starts_at": "2026-11-30T00:00:00+07:00"},
            {"starts_at": "hôm nay"},
            {"timezone": "Asia"},
            {"timezone": "../../../etc/passwd"},
            {"timezone": "a\0b"},
            {"timezone": "x/" * 4000},
            {"slug": "Hữu Lũng"},
            {"slug": "../btc"},
            {"slug": "dang-nhap"},
            {"slug": "huu-lung-"},
            {"name": " \u200b "},
            {"name": f"Hữu {LONE}"},
            {"signatories": [{"title": "Bí thư", "name": LONE}]},
            {"preset": "marathon"},
            {"races": []},
            {"races": [HUU_LUNG["races"][0]] * 2},
            {"races": [HUU_LUNG["races"][0] | {"distance_m": float("nan")}]},
            {"races": [HUU_LUNG["races"][0] | {"distance_m": 1e300}]},
            {"races": [HUU_LUNG["races"][0] | {"kind": "relay"}]},
            {"teams": [{"slug": "a", "name": "A", "parent": "a"}]},
            {"teams": [{"slug": "a", "name": "A", "parent": "b"}]},
            {"teams": [{"slug": "a", "name": "A", "headcount": -1}]},
        ],
        ids=lambda wrong: json.dumps(wrong)[:60],
    )
    def test_what_cannot_be_an_event_is_refused_and_nothing_is_kept(
        self, cast: Cast, wrong: dict[str, Any]
    ) -> None:
        answer = post(cast.binh, API, {**HUU_LUNG, "slug": "khac", **wrong})
        assert answer.status_code == 422, answer.text
        assert set(answer.json()["message"]) == {"vi", "en"}
        assert [event["slug"] for event in listed(cast.binh.sees(API))] == [EVENT]
        assert cast.binh.sees("/btc").status_code == 200

    @pytest.mark.parametrize(
        "wrong",
        [
            {"starts_at": "0001-01-01T00:00:00+14:00"},
            {"ends_at": "9999-12-31T23:59:59Z"},
            {"ends_at": "2026-10-01T00:00:00+07:00"},
            {"starts_at": "2026-11-01T00:00:00"},
            {"timezone": "Asia"},
            {"contact": LONE},
            {"state": "running"},
        ],
    )
    def test_what_cannot_be_a_change_changes_nothing(
        self, cast: Cast, wrong: dict[str, Any]
    ) -> None:
        before = told(cast.binh.sees(f"{API}/{EVENT}"))
        assert post(cast.binh, f"{API}/{EVENT}", wrong, "PATCH").status_code == 422
        assert told(cast.binh.sees(f"{API}/{EVENT}")) == before

    def test_an_address_that_is_taken_is_409(self, cast: Cast) -> None:
        answer = post(cast.cuong, API, HUU_LUNG)
        assert (answer.status_code, answer.json()["code"]) == (409, "SLUG_TAKEN")

    def test_lines_are_tidied_and_as_short_after_a_change_as_at_first(self, cast: Cast) -> None:
        told(cast.binh.changes(contact="  Zalo\u202e 0900\n" + "x" * 500))
        contact = told(cast.binh.sees(f"{API}/{EVENT}"))["contact"]
        assert contact.startswith("Zalo 0900 xxx")
        assert len(contact) == 120

    def test_a_final_event_is_frozen(self, cast: Cast) -> None:
        for state in ("open", "closed", "final"):
            told(cast.binh.changes(state=state, reason="Ngay."))
        before = told(cast.binh.sees(f"{API}/{EVENT}"))
        for change in ({"starts_at": "2026-10-01T00:00:00+07:00"}, {"state": "open"}):
            assert cast.binh.changes(**change).status_code == 409
        assert told(cast.binh.sees(f"{API}/{EVENT}")) == before


class TestEntries:
    """What a runner fills in."""

    @pytest.mark.parametrize(
        "wrong",
        [
            {"name": "A"},
            {"name": "12345"},
            {"name": "\u200b\u202e"},
            {"name": "Hoàng" * 40},
            {"name": f"Hoàng {LONE}"},
            {"sex": "nữ"},
            {"birth_year": 26},
            {"birth_year": 2025},
            {"birth_year": None},
            {"birth_year": None, "birth_date": "0001-01-01"},
            {"birth_year": None, "birth_date": "9999-12-31"},
            {"birth_year": None, "birth_date": "2001-02-29"},
            {"race": "42km"},
            {"race": None},
            {"team": "nowhere"},
            {"phone": "0" * 101},
            {"consent": False},
        ],
        ids=lambda wrong: json.dumps(wrong)[:60],
    )
    def test_what_is_no_entry_is_refused(self, open_event: Cast, wrong: dict[str, Any]) -> None:
        answer = post(open_event.visitor, f"{API}/{EVENT}/entries", GOOD | wrong)
        assert answer.status_code == 422, answer.text
        assert set(answer.json()["message"]) == {"vi", "en"}
        assert listed(open_event.binh.sees(f"{API}/{EVENT}/entries")) == []

    def test_nobody_enters_before_it_opens_or_after_it_ends(self, open_event: Cast) -> None:
        open_event.set_clock("2026-10-01T00:00:00+07:00")
        open_event.anh.enters("5km")
        open_event.set_clock("2026-11-23T00:00:00+07:00")
        late = open_event.huong.tries_to_enter("5km")
        assert (late.status_code, late.json()["code"]) == (409, "EVENT_CLOSED")

    def test_a_correction_never_makes_two_of_one_person(self, open_event: Cast) -> None:
        anh, huong = open_event.anh.enters("5km"), open_event.huong.enters("5km")
        double = {"name": anh.name, "birth_year": anh.birth_year}
        path = f"{API}/{EVENT}/entries/{huong.bib}"
        answer = open_event.binh.asks("PATCH", path, json=double)
        assert (answer.status_code, answer.json()["code"]) == (409, "ALREADY_ENTERED")
        assert told(open_event.binh.sees(path))["name"] == huong.name


def test_units_stand_in_twenty_levels_and_no_deeper(cast: Cast) -> None:
    """A thousand levels would break every page that draws the tree."""

    def chain(levels: int) -> dict[str, Any]:
        teams = [
            {"slug": f"t{i}", "name": f"Cấp {i}", "parent": f"t{i - 1}" if i else None}
            for i in range(levels)
        ]
        return {**HUU_LUNG, "slug": f"chuoi-{levels}", "teams": teams[::-1]}

    assert post(cast.binh, API, chain(20)).status_code == 201
    assert cast.binh.sees("/btc/chuoi-20/vdv").status_code == 200
    for levels in (21, 1000, 20_000):
        assert post(cast.binh, API, chain(levels)).status_code == 422


@pytest.mark.parametrize(
    "header",
    ["vi;q=1.1.1", "en;q=.", "en;q=1e9", "en;q=-1", ";;;", ",,,", "*", "en;q=", "e" * 5000, "\x7f"],
)
def test_a_language_header_that_is_none_is_passed_over(cast: Cast, header: str) -> None:
    answer = cast.visitor.asks("GET", "/", headers={"Accept-Language": header})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("en-GB,en;q=0.9,vi;q=0.8", "en"),
        ("fr;q=1.0, vi;q=0.3, en;q=0.7", "en"),
        ("en;q=0", "vi"),
        ("en;q=0, vi;q=0.1", "vi"),
        ("en;q=0.0", "vi"),
        ("EN", "en"),
        ("zh-CN", "vi"),
        ("en;q=9, vi", "vi"),
    ],
)
def test_the_language_is_the_one_that_weighs_most(cast: Cast, header: str, language: str) -> None:
    page = cast.visitor.asks("GET", "/", headers={"Accept-Language": header}).text
    assert f'<html lang="{language}">' in page


@pytest.mark.parametrize(
    "path",
    [
        f"/e/{EVENT}/vdv/%00",
        f"/e/{EVENT}/vdv/%ED%A0%80",
        f"/e/{EVENT}/vdv/00001/..%2F..",
        f"/e/{EVENT}/bxh?board=nothing",
        "/e/%00",
        "/u/x/y",
        f"/u/{EVENT}/%00.%00",
        "/c/%00",
        "/c/" + "A" * 3000,
        "/btc/thiet-lap/%00",
        f"{API}/%00",
        f"{API}/{EVENT}/leaderboards/5km-nobody",
        f"{API}/{EVENT}/submissions/%27%20OR%201=1",
        "/api/v1/certificates/0000-0000-0000",
        "/static/..%2f..%2fpyproject.toml",
    ],
)
def test_what_is_not_there_is_404(open_event: Cast, path: str) -> None:
    for who in (open_event.visitor, open_event.anh):
        assert who.sees(path).status_code in {401, 404}


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("after=-1", 422),
        ("after=x", 422),
        ("after=99999999999999999999999999", 200),
        ("limit=99999999999999999999999999", 200),
        ("sex=Z", 422),
        ("q=" + "a" * 101, 422),
        ("q=%00%25(((", 200),
        ("team=%00&age_group=%ED%A0%80&around=%00", 200),
    ],
)
def test_a_board_is_asked_anything(open_event: Cast, query: str, status: int) -> None:
    path = f"{API}/{EVENT}/leaderboards/5km-overall?{query}"
    assert open_event.visitor.sees(path).status_code == status


@pytest.mark.parametrize(
    "body", [b"[" * 100_000, b'{"slug":' + b"1" * 5000 + b"}", b'{"slug":"\xff"}', b"", b"null"]
)
def test_a_body_that_is_no_object_is_refused(cast: Cast, body: bytes) -> None:
    answer = cast.binh.asks("POST", API, content=body, headers=JSON)
    assert answer.status_code in {400, 422}
    assert answer.headers["content-type"] == "application/problem+json"


class TestTooOften:
    """Whoever tries many times waits, and is told how long."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        three = "3 per minute"
        return replace(settings, limit_verify=three, limit_entry=three, limit_upload=three)

    @pytest.mark.parametrize(
        "path",
        [
            "/c/{code}",
            "/api/v1/certificates/{code}",
            "/api/v1/certificates/{code}.json",
            "/c/{code}.pdf",
        ],
    )
    def test_guessing_codes_ends_soon_on_every_way(self, cast: Cast, path: str) -> None:
        codes = (f"0000-0000-000{i}" for i in range(4))
        statuses = [cast.visitor.sees(path.format(code=code)).status_code for code in codes]
        assert statuses == [404, 404, 404, 429]

    def test_a_runner_who_sends_without_end_waits_and_others_do_not(self, open_event: Cast) -> None:
        anh, huong = open_event.anh.enters("5km"), open_event.huong.enters("5km")
        answers = [anh.tries_to_send(bytes([i])) for i in range(4)]
        assert [answer.status_code for answer in answers] == [201, 201, 201, 429]
        assert int(answers[-1].headers["retry-after"]) >= 1
        assert huong.tries_to_send(b"1").status_code == 201
