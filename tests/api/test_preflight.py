"""A phone tried out before the race: what is told, and that nothing of it stays."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from race.settings import Settings
from tests.cast import API, EVENT, Cast, told
from tests.conftest import Clock
from tests.runs import DAY_S, gpx, steady, without_times

PREFLIGHT = f"{API}/{EVENT}/preflight"
PAGE = f"/e/{EVENT}/thu-may"
#: Two days before the event begins.
BEFORE = datetime(2026, 10, 30, 5, 30, tzinfo=UTC)
#: Half an hour earlier a test of ten minutes at 6:00 /km ended.
ENDS = BEFORE.timestamp() - 1800
GOOD = gpx(steady(1670, 600), start=ENDS - 600)


@pytest.fixture
def entered(open_event: Cast, clock: Clock) -> Cast:
    """Ánh has entered an event that has not begun."""
    clock.now = BEFORE
    open_event.anh.enters("5km")
    return open_event


def tried(cast: Cast, data: bytes, name: str = "test.gpx") -> dict[str, Any]:
    return dict(told(cast.anh.asks("POST", PREFLIGHT, files={"file": (name, data)}), 200))


def only(answer: Mapping[str, Any]) -> dict[str, Any]:
    (run,) = answer["activities"]
    return dict(run)


def test_a_phone_that_records_well_is_ready(entered: Cast) -> None:
    run = only(tried(entered, GOOD))

    assert run["readiness"] == "ready"
    assert run["flags"] == []
    assert run["distance_m"] == pytest.approx(1670, abs=1)


def test_neither_length_nor_pace_of_a_test_is_held_against_it(entered: Cast) -> None:
    stroll = gpx(steady(350, 600), start=ENDS - 600)

    assert only(tried(entered, stroll))["readiness"] == "ready"


def test_a_test_of_a_minute_tells_too_little(entered: Cast) -> None:
    run = only(tried(entered, gpx(steady(200, 60), start=ENDS - 60)))

    assert (run["readiness"], run["too_little"]) == ("nearly", True)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(without_times(GOOD), "NO_TIME", id="a route without times"),
        pytest.param(
            gpx(steady(1670, 600), start=ENDS - 600, sport="cycling"), "WRONG_SPORT", id="a ride"
        ),
        pytest.param(gpx(steady(1670, 600), start=ENDS + DAY_S), "CLOCK", id="a clock ahead"),
        pytest.param(
            gpx(steady(1680, 600), start=ENDS - 600, every_s=60.0),
            "POOR_GPS",
            id="a point a minute",
        ),
    ],
)
def test_what_is_wrong_with_a_recording_is_told_with_what_to_do(
    entered: Cast, data: bytes, code: str
) -> None:
    run = only(tried(entered, data))
    flag = next(f for f in run["flags"] if f["code"] == code)

    assert run["readiness"] == "not_ready"
    assert all(flag["message"].values())
    assert all(flag["advice"].values())


def test_a_clock_that_is_behind_is_noticed(entered: Cast) -> None:
    run = only(tried(entered, gpx(steady(1670, 600), start=ENDS - 3 * DAY_S)))

    assert (run["readiness"], run["old"]) == ("nearly", True)


def test_a_file_that_is_no_run_is_named(entered: Cast) -> None:
    answer = tried(entered, b"hello", "notes.txt")

    assert answer["error"]["code"] == "UNKNOWN_FORMAT"
    assert answer["activities"] == []


def test_nothing_of_a_test_is_kept(entered: Cast, settings: Settings) -> None:
    mine = f"/e/{EVENT}/vdv/{entered.anh.bib}"
    before = _files(settings), entered.anh.sees(mine).text
    tried(entered, GOOD)
    answer = entered.anh.asks("POST", PAGE, files={"file": ("test.gpx", GOOD)})

    assert answer.status_code == 200
    assert (_files(settings), entered.anh.sees(mine).text) == before


def test_the_page_says_it_in_both_languages(entered: Cast) -> None:
    said = {
        lang: entered.anh.asks(
            "POST", f"{PAGE}?lang={lang}", files={"file": ("test.gpx", GOOD)}
        ).text
        for lang in ("vi", "en")
    }

    assert "Sẵn sàng: máy của bạn ghi tốt" in said["vi"]
    assert "Ready: your phone records well" in said["en"]


def _files(settings: Settings) -> set[Path]:
    folder = settings.data_dir
    return {p for p in folder.rglob("*") if p.is_file() and not p.name.startswith("race.db")}
