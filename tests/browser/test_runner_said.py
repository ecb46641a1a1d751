"""Answering a referee and protesting on a phone, with a script and without; and for everybody's
eyes, in both schemes."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, expect

from race.api.pages.rendering import render
from tests.browser.conftest import LiveServer
from tests.browser.test_evidence import PLACE, Scheme, serve
from tests.browser.test_upload import enters, gpx, upload
from tests.pages.fakes_runner import EVENT, ME
from tests.pages.fakes_said import PAGES

PHONE: ViewportSize = {"width": 360, "height": 740}
SMALL: ViewportSize = {"width": 320, "height": 640}
DESK: ViewportSize = {"width": 1280, "height": 800}
#: The pages without those that only say other words in the same places.
SHOWN = {
    name: render(template, "vi", event=EVENT, me=ME, nav=nav, path="/", v=view())
    for name, (template, nav, view) in PAGES.items()
    if name not in {"early", "protesting", "upheld", "final", "public-corrected"}
}


@dataclass(frozen=True, kw_only=True)
class Referee:
    """The owner of an event, who decides through the API."""

    url: str
    token: str

    def asks(self, method: str, path: str, **body: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.token}"}
        answer = httpx2.request(method, f"{self.url}{path}", json=body or None, headers=headers)
        assert answer.is_success, answer.text
        return answer.json()

    def rules(self, activity: str, decision: str, reason: str) -> None:
        self.asks(
            "POST",
            f"/api/v1/events/noi-chuyen/activities/{activity}/ruling",
            decision=decision,
            reason=reason,
        )


@pytest.fixture(scope="module")
def referee(live_server: LiveServer) -> Referee:
    made = subprocess.run(
        [sys.executable, "-m", "race", "create-admin", "Trọng tài", "--json"],
        capture_output=True,
        check=True,
        text=True,
        env={"RACE_DATA_DIR": str(live_server.settings.data_dir), "PATH": ""},
        cwd=Path(__file__).resolve().parents[2],
    )
    referee = Referee(url=live_server.url, token=json.loads(made.stdout)["token"])
    now = datetime.now(UTC)
    referee.asks(
        "POST",
        "/api/v1/events",
        slug="noi-chuyen",
        name="Hữu Lũng vẻ đẹp thanh bình",
        organiser="Đoàn xã Hữu Lũng",
        contact="bantochuc@example.org",
        starts_at=(now - timedelta(days=3)).isoformat(),
        ends_at=(now + timedelta(days=3)).isoformat(),
        timezone="Asia/Ho_Chi_Minh",
        language="vi",
        preset="huu-lung",
        races=[{"slug": "3km", "name": "Chặng 3 km", "kind": "single", "distance_m": 3000}],
    )
    referee.asks("PATCH", "/api/v1/events/noi-chuyen", state="open")
    return referee


@pytest.fixture(params=["script", "no script"])
def phone(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A phone, whose browser may run no script."""
    context = browser.new_context(
        viewport=PHONE, java_script_enabled=request.param == "script", has_touch=True
    )
    yield context.new_page()
    context.close()


def sends(page: Page, referee: Referee, name: str, *legs: tuple[float, float]) -> str:
    """Enter and send a run; the address of its page."""
    event = f"{referee.url}/e/noi-chuyen"
    # Runners of one event never run the same road: the second is told by its name's length.
    bib = enters(page, event, name)
    upload(page, event, "chay.gpx", gpx(*legs, hours_ago=3 + len(name) / 7))
    expect(page.locator(".note").first).to_be_visible(timeout=20_000)
    page.goto(f"{event}/vdv/{bib}")
    return str(page.locator(".list .rl").first.get_attribute("href"))


def test_a_question_is_answered_where_it_stands(
    phone: Page, referee: Referee, request: pytest.FixtureRequest
) -> None:
    name = f"Lương Thị Hoa {'Kiều' if 'no' in request.node.name else ''}".strip()
    path = sends(phone, referee, name, (1210, 3.0))
    referee.rules(path.rpartition("/")[2], "ask", "Bạn chạy cùng ai?")
    phone.goto(f"{referee.url}{path.rpartition('/')[0]}")
    expect(phone.locator("main")).to_contain_text("Bạn chạy cùng ai?")
    phone.get_by_role("link", name="Trả lời").first.click()
    box = phone.get_by_label("Câu trả lời của bạn")
    expect(box).to_be_visible()
    box.fill("Chạy cùng chị Hà.")
    phone.get_by_role("button", name="Gửi câu trả lời").dblclick()
    expect(phone.get_by_role("status")).to_contain_text("Trọng tài đã nhận câu trả lời")
    expect(phone.locator(".said li")).to_have_count(2)
    referee.rules(path.rpartition("/")[2], "accept", "Đúng vậy.")
    phone.goto(f"{referee.url}{path.rpartition('/')[0]}")
    expect(phone.locator("main")).to_contain_text("Đúng vậy.")


def test_a_protest_is_sent_once_and_waits(
    phone: Page, referee: Referee, request: pytest.FixtureRequest
) -> None:
    name = f"Nông Đức Thịnh {'Vượng' if 'no' in request.node.name else ''}".strip()
    path = sends(phone, referee, name, (800, 2.5), (170, 1000 / 170), (800, 2.5))
    phone.goto(f"{referee.url}{path}")
    note = phone.locator(".note").first
    expect(note).to_contain_text("Bị loại")
    note.get_by_role("link", name="Khiếu nại").click()
    if "no" in request.node.name:  # where no script opens the fold, its head is pressed
        fold = phone.locator("#khieu-nai")
        if fold.get_attribute("open") is None:
            fold.locator("summary").click()
    phone.get_by_label("Quyết định chưa đúng ở chỗ nào?").fill("GPS nhảy dưới vách núi.")
    phone.get_by_role("button", name="Gửi khiếu nại").dblclick()
    expect(phone.locator(".note.no")).to_contain_text("Trọng tài đang xem khiếu nại")
    expect(phone.locator(".said li")).to_have_count(1)
    expect(phone.locator("#khieu-nai")).to_have_count(0)
    phone.goto(f"{referee.url}{path.rpartition('/')[0]}")
    expect(phone.locator(".list")).to_contain_text("Đang khiếu nại")


def opened(browser: Browser, name: str, viewport: ViewportSize, scheme: Scheme = "light") -> Page:
    context = browser.new_context(
        viewport=viewport,
        color_scheme=scheme,
    )
    page = context.new_page()
    page.route("**/*", lambda route: serve(route, SHOWN[name]))
    page.goto(PLACE)
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", SHOWN)
def test_everybody_can_read_it(browser: Browser, name: str, scheme: Scheme) -> None:
    page = opened(browser, name, SMALL, scheme)
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") <= SMALL["width"]
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    page.context.close()


def test_what_can_be_pressed_is_large_enough_for_a_thumb(browser: Browser) -> None:
    for name in ("open", "asked", "reportable"):
        page = opened(browser, name, PHONE)
        page.evaluate(
            "document.querySelectorAll('details').forEach((each) => { each.open = true })"
        )
        for target in page.locator("main :is(button, summary, textarea, input, .pick, a.b)").all():
            box = target.bounding_box()
            if box is not None and target.get_attribute("type") != "checkbox":
                assert box["height"] >= 44, (name, target.inner_text())
        page.context.close()


def test_a_link_opens_the_form_that_it_names(browser: Browser) -> None:
    page = opened(browser, "open", DESK)
    expect(page.locator("#khieu-nai textarea")).to_be_hidden()
    page.get_by_role("link", name="Khiếu nại").click()
    expect(page.locator("#khieu-nai textarea")).to_be_visible()
    page.context.close()
