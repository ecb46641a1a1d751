"""A new event through its form: it becomes an event, or comes back with all that is wrong."""

import html
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from race.api.pages.organiser import unit_list
from race.api.pages.organiser.routes import ROUTERS
from race.course import Kind, Race
from race.event import EventState
from race.services.new_event import RESERVED
from race.team import Team, is_tree
from tests.api.officers import Officer, officer, words

UNITS = """\
Đoàn xã Hữu Liên; 131
> Chi đoàn thôn Đồng Lâm; 31
> Chi đoàn Làng Bên
>> Phân đoàn Bưu điện; 4

Đoàn trường THPT Hữu Lũng; 1.204
"""
#: The form as a browser sends it.
FORM: dict[str, Any] = {
    "name": "Giải chạy Hữu Lũng",
    "slug": "",
    "organiser": "Huyện Đoàn Hữu Lũng",
    "starts_at": "2026-12-01T05:00",
    "ends_at": "2026-12-20T23:59",
    "timezone": "Asia/Ho_Chi_Minh",
    "preset": "huu-lung",
    "race_name": ["5 km", "Về Hữu Liên", "", ""],
    "race_kind": ["single", "collected", "single", "single"],
    "race_km": ["5", "50", "", ""],
    "teams": UNITS,
}


@pytest.fixture
def binh(app: FastAPI) -> Iterator[Officer]:
    found = officer(app, "Nguyễn Văn Bình")
    yield found
    found.http.close()
    found.here.engine.dispose()


def sends(binh: Officer, **changes: Any) -> httpx2.Response:
    """The form with some fields changed."""
    return binh.http.post("/btc/giai-moi", data={**FORM, **changes})


def test_a_form_becomes_a_draft_that_only_its_maker_sees(binh: Officer, client: TestClient) -> None:
    answer = sends(binh)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/btc/giai-chay-huu-lung?xong=tao"
    (event,) = binh.events()
    assert event.state is EventState.DRAFT
    assert (event.name, event.organiser) == ("Giải chạy Hữu Lũng", "Huyện Đoàn Hữu Lũng")
    assert event.window.starts_at == datetime(2026, 11, 30, 22, tzinfo=UTC)
    assert event.window.ends_at == datetime(2026, 12, 20, 16, 59, tzinfo=UTC)
    assert event.races == (
        Race(slug="5km", name="5 km", kind=Kind.SINGLE, distance_m=5000.0),
        Race(slug="ve-huu-lien", name="Về Hữu Liên", kind=Kind.COLLECTED, distance_m=50_000.0),
    )
    assert client.get("/e/giai-chay-huu-lung").status_code == 404
    assert "bản nháp" in words(binh.sees("/btc/giai-chay-huu-lung"))


def test_units_are_read_as_a_tree(binh: Officer) -> None:
    sends(binh)
    (event,) = binh.events()
    assert set(event.teams) == {
        Team(slug="doan-xa-huu-lien", name="Đoàn xã Hữu Liên", headcount=131),
        Team(
            slug="chi-doan-thon-dong-lam",
            name="Chi đoàn thôn Đồng Lâm",
            parent="doan-xa-huu-lien",
            headcount=31,
        ),
        Team(slug="chi-doan-lang-ben", name="Chi đoàn Làng Bên", parent="doan-xa-huu-lien"),
        Team(
            slug="phan-doan-buu-dien",
            name="Phân đoàn Bưu điện",
            parent="chi-doan-lang-ben",
            headcount=4,
        ),
        Team(slug="doan-truong-thpt-huu-lung", name="Đoàn trường THPT Hữu Lũng", headcount=1204),
    }


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"name": " "}, "name", "1 đến 120"),
        ({"organiser": ""}, "organiser", "1 đến 120"),
        ({"slug": "Hữu Lũng"}, "slug", "chữ thường"),
        ({"slug": "giai-moi"}, "slug", "trang của hệ thống"),
        ({"starts_at": ""}, "starts_at", "chọn ngày"),
        ({"starts_at": "2026-02-30T05:00"}, "starts_at", "Không có ngày này"),
        ({"ends_at": "2026-11-30T05:00"}, "ends_at", "sau"),
        ({"ends_at": "0001-01-01T00:00"}, "ends_at", "chọn ngày"),
        ({"timezone": "Asia/Huu_Lung"}, "starts_at", "múi giờ"),
        ({"preset": "khong-co"}, "preset", "khong-co"),
        ({"race_name": [], "race_km": []}, "races", "ít nhất một"),
        ({"race_km": ["năm", "50", "", ""]}, "race-1", "21,0975"),
        ({"race_km": ["5", "0,05", "", ""]}, "race-2", "100 m"),
        ({"race_km": ["5", "99999", "", ""]}, "race-2", "10.000 km"),
        ({"race_kind": ["chạy", "collected", "", ""]}, "race-1", "chọn"),
        ({"teams": "Đoàn xã Hữu Liên; 131\n\n> Chi đoàn; ba mốt"}, "teams", "Dòng 3"),
        ({"teams": "; 12"}, "teams", "Dòng 1"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(
    binh: Officer, changes: dict[str, Any], field: str, said: str
) -> None:
    answer = sends(binh, **changes)
    assert answer.status_code == 422
    (wrong,) = re.findall(rf'id="{field}-wrong".*?</p>', answer.text, re.DOTALL)
    assert said in words(wrong)
    page = html.unescape(answer.text)
    for typed in {**FORM, **changes}.values():
        for text in typed if isinstance(typed, list) else [typed]:
            assert text.strip() in page
    assert binh.events() == []


def test_everything_that_is_wrong_is_said_at_once(binh: Officer) -> None:
    answer = sends(binh, name="", ends_at="", race_km=["x", "", "", ""], teams=";")
    assert set(re.findall(r'id="([\w-]+)-wrong"', answer.text)) == {
        "name",
        "ends_at",
        "race-1",
        "race-2",
        "teams",
    }


def test_an_address_that_another_event_has_is_not_taken(binh: Officer) -> None:
    sends(binh)
    answer = sends(binh)
    assert answer.status_code == 422
    assert "giai-chay-huu-lung" in words(answer.text)
    assert len(binh.events()) == 1


def test_a_race_without_a_name_is_called_by_its_distance(binh: Officer) -> None:
    sends(binh, race_name=["", "", "", ""], race_km=["21,0975", "10 km", "10", ""])
    (event,) = binh.events()
    assert [(race.slug, race.name, race.distance_m) for race in event.races] == [
        ("21-0975km", "21,0975 km", 21_097.5),
        ("10km", "10 km", 10_000.0),
        ("10km-2", "10 km", 10_000.0),
    ]


def test_names_too_long_for_an_address_are_cut_and_told_apart(binh: Officer) -> None:
    name = "Chi đoàn thôn Đồng Lâm xã Hữu Liên huyện Hữu Lũng tỉnh Lạng Sơn"
    assert sends(binh, name=name, teams=f"{name}\n{name}").status_code == 303
    (event,) = binh.events()
    assert len({team.slug for team in event.teams}) == 2
    assert event.slug == "chi-doan-thon-dong-lam-xa-huu-lien-huyen-huu-lung"


def test_no_event_can_take_the_address_of_a_page(binh: Officer) -> None:
    """Every fixed word behind /btc/ is kept from being an event's."""
    paths = [getattr(route, "path", "") for router in ROUTERS for route in router.routes]
    fixed = {path.split("/")[2] for path in paths if path.count("/") > 1} - {"{event}"}
    assert fixed == RESERVED


# ---- The list of units ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Tỉnh\n> Xã\n>> Thôn\n> Trường",
        "Tỉnh\n  Xã\n    Thôn\n  Trường",
        "Tỉnh\n\tXã\n\t\tThôn\n\tTrường",
        "  Tỉnh\n    Xã\n        Thôn\n    Trường",
        "Tỉnh\n>Xã\n> > Thôn\n >Trường",
    ],
)
def test_arrows_spaces_and_tabs_say_the_same(text: str) -> None:
    teams = {team.name: team.parent for team in unit_list.read(text)}
    assert teams == {"Tỉnh": None, "Xã": "tinh", "Thôn": "xa", "Trường": "tinh"}


@given(st.text(st.sampled_from("ĐoànA1 >;.,\t\n\u200b"), max_size=80))
def test_whatever_is_typed_is_a_tree_or_names_a_line(text: str) -> None:
    try:
        teams = unit_list.read(text)
    except unit_list.BadLine as bad:
        number = bad.number
    else:
        assert is_tree(teams)
        assert len({team.slug for team in teams}) == len(teams)
        return
    with pytest.raises(unit_list.BadLine):
        unit_list.read(text.splitlines()[number - 1])
