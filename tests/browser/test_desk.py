"""The review desk in a browser: under a thumb, by the keyboard, without a script, for everybody."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, Final

import httpx2
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from race.api.pages.rendering import render
from tests.browser.conftest import LiveServer
from tests.browser.test_evidence import PHONE, PLACE, Scheme, serve
from tests.pages.fakes_organiser import CASES
from tests.runs import gpx, with_kilometres

API: Final = "/api/v1/events"
#: A usual phone; the bar of tabs and the bar of decisions are both in sight.
HAND: ViewportSize = {"width": 360, "height": 740}
NUMBERS: Final = count(1)
SHOWN: Final = {
    name: render(f"organiser/{template}.html", "vi", event=view.event, nav=nav, path="/", v=view)
    for name, (template, nav, view) in CASES.items()
    if template in {"queue", "decided", "review"}
}


# ---- Every state of the pages, as they are drawn -----------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", SHOWN)
def test_everybody_can_read_it_without_scrolling_sideways(
    browser: Browser, name: str, scheme: Scheme
) -> None:
    context = browser.new_context(
        viewport=PHONE,
        color_scheme=scheme,
    )
    page = context.new_page()
    page.route("**/*", lambda route: serve(route, SHOWN[name]))
    page.goto(PLACE)
    for fold in page.locator("details").all():
        fold.evaluate("each => { each.open = true }")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    context.close()


# ---- A desk with runs on it --------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Desk:
    """An event with doubtful runs, and a referee who is signed in."""

    #: Of the queue, and of the runs in its order by waiting time.
    queue: str
    runs: tuple[str, ...]
    #: Cookies of the referee.
    cookies: Any


@pytest.fixture
def desk(live_server: LiveServer, referee: tuple[str, Any]) -> Desk:
    """An event of its own with three runs, each with a first kilometre in 3:20 or so."""
    token, cookies = referee
    slug, now = f"ban-duyet-{next(NUMBERS)}", datetime.now(UTC)
    api = httpx2.Client(base_url=live_server.url, headers={"Authorization": f"Bearer {token}"})
    with api:
        body = {
            "slug": slug,
            "name": "Hữu Lũng vẻ đẹp thanh bình",
            "starts_at": (now - timedelta(days=3)).isoformat(),
            "ends_at": (now + timedelta(days=3)).isoformat(),
            "races": [{"slug": "5km", "name": "5 km", "kind": "single", "distance_m": 5000}],
        }
        assert api.post(API, json=body).is_success
        assert api.patch(f"{API}/{slug}", json={"state": "open"}).is_success
        people = ("Lý Thị Hương", "Nông Quốc Thăng", "Mông Thị Lan")
        runs = tuple(_sent(api, slug, name, 200.0 + n) for n, name in enumerate(people))
    queue = f"{live_server.url}/btc/{slug}/duyet"
    return Desk(queue=queue, runs=tuple(f"{queue}/{run}" for run in runs), cookies=cookies)


def _sent(api: httpx2.Client, slug: str, name: str, first_s: float) -> str:
    """The id of a doubtful run of somebody."""
    entry = {"name": name, "sex": "F", "birth_year": 2001, "race": "5km", "consent": True}
    bib = api.post(f"{API}/{slug}/entries", json=entry).json()["bib"]
    start = datetime.now(UTC).timestamp() - 6 * 3600 - first_s
    data = gpx(*with_kilometres(first_s, 300.0, 300.0, 300.0, 300.0), start=start)
    answer = api.post(
        f"{API}/{slug}/submissions", data={"bib": bib}, files={"file": ("r.gpx", data)}
    )
    assert answer.json()["state"] == "review", answer.text
    return str(answer.json()["activities"][0]["id"])


@pytest.fixture
def signed_in(browser: Browser, desk: Desk) -> Iterator[BrowserContext]:
    """A phone of the referee."""
    context = browser.new_context(viewport=HAND, storage_state=desk.cookies, locale="vi-VN")
    yield context
    context.close()


@pytest.fixture
def page(signed_in: BrowserContext) -> Page:
    """One page of that phone."""
    return signed_in.new_page()


def oldest_first(desk: Desk, place: int) -> str:
    return f"{desk.runs[place]}?xep=age"


@pytest.mark.parametrize(("words", "sends"), [("Loại", "Loại bài này"), ("Hỏi", "Gửi câu hỏi")])
def test_the_reason_is_in_reach_of_the_thumb(
    page: Page, desk: Desk, words: str, sends: str
) -> None:
    page.goto(desk.runs[0])
    button = page.get_by_role("group", name="Quyết định").get_by_text(words, exact=True)
    box = button.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 5, box["y"] + 5)  # click() would scroll by itself
    form = page.locator(".over[open]")
    wanted = (
        *form.locator(".pick").all(),
        form.locator("textarea"),
        form.get_by_role("button", name=sends),
    )
    assert len(wanted) == 6
    for each in wanted:
        box = each.bounding_box()
        assert box is not None
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= HAND["height"] - 59, "above the tabs"
        assert box["height"] >= 44
    assert page.evaluate("window.scrollY") == 0


def test_a_reason_drafts_the_message_and_what_is_typed_stays(page: Page, desk: Desk) -> None:
    page.goto(desk.runs[0])
    page.locator("[data-decision=reject] summary").click()
    form, message = page.locator(".over[open]"), page.locator(".over[open] textarea")
    form.get_by_label("GPS bị nhảy").check()
    assert "Có vẻ GPS bị nhảy" in message.input_value()
    form.get_by_label("Có đoạn đi xe").check()
    assert "giống đi xe" in message.input_value()
    message.fill("Tôi đã xem lại.")
    form.get_by_label("Trùng bài").check()
    assert message.input_value() == "Tôi đã xem lại."


def test_who_writes_has_a_reason_and_who_does_not_is_held_back(page: Page, desk: Desk) -> None:
    page.goto(desk.runs[0])
    page.locator("[data-decision=reject] summary").click()
    form = page.locator(".over[open]")
    sends = form.get_by_role("button", name="Loại bài này")
    sends.click()
    form.get_by_label("Lý do khác").check()
    sends.click()
    assert page.url == desk.runs[0], "neither without a reason nor without a word"
    form.get_by_label("Lý do khác").evaluate("each => { each.checked = false }")
    form.locator("textarea").fill("Ảnh chụp cho thấy xe máy.")
    sends.click()
    expect(page.get_by_role("status").first).to_contain_text("Đã loại bài của Lý Thị Hương")


def test_without_a_script_a_reason_is_enough_and_none_is_refused(
    browser: Browser, desk: Desk
) -> None:
    context = browser.new_context(
        viewport=HAND, storage_state=desk.cookies, locale="vi-VN", java_script_enabled=False
    )
    page = context.new_page()
    page.goto(desk.runs[0])
    page.locator("[data-decision=reject] summary").click()
    sends = page.get_by_role("button", name="Loại bài này")
    sends.click()
    assert page.url == desk.runs[0]
    page.locator(".over[open]").get_by_label("GPS bị nhảy").check()
    sends.click()
    expect(page.get_by_role("status").first).to_contain_text("Đã loại bài của Lý Thị Hương")
    page.locator(".plainfold summary").click()
    expect(page.locator("#message")).to_contain_text("Có vẻ GPS bị nhảy ở đoạn này.")
    context.close()


def test_the_message_is_copied_for_a_chat(page: Page, desk: Desk) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(desk.runs[0])
    page.get_by_role("button", name="Chấp nhận").click()
    page.get_by_role("button", name="Chép tin nhắn Zalo").click()
    expect(page.get_by_role("button", name="Đã sao chép")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Chào Lý Thị Hương,\nBài chạy ngày")


def test_the_desk_goes_by_the_keyboard(page: Page, desk: Desk) -> None:
    page.goto(oldest_first(desk, 0))
    page.keyboard.press("j")
    page.wait_for_url(oldest_first(desk, 1))  # it waits until the page is whole
    page.keyboard.press("k")
    page.wait_for_url(oldest_first(desk, 0))
    page.keyboard.press("r")
    expect(page.locator("[data-decision=reject] .panel")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("[data-decision=reject] .panel")).to_be_hidden()
    page.keyboard.press("r")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    status = page.get_by_role("status").first
    expect(status).to_contain_text("Đã loại bài của Lý Thị Hương")
    page.wait_for_load_state()  # the keys are heard from then on
    page.keyboard.press("a")
    expect(status).to_contain_text("Đã chấp nhận bài của Nông Quốc Thăng")
    page.wait_for_load_state()
    page.keyboard.press("h")
    page.locator(".over[open] textarea").fill("Bạn arhjk đi xe không?")
    page.locator(".over[open]").get_by_role("button").click()
    expect(status).to_contain_text("Đã hỏi Mông Thị Lan")


def test_keys_do_nothing_while_somebody_writes_or_has_switched_them_off(
    browser: Browser, desk: Desk
) -> None:
    context = browser.new_context(
        viewport={"width": 1280, "height": 800}, storage_state=desk.cookies, locale="vi-VN"
    )
    page = context.new_page()
    page.goto(oldest_first(desk, 0))
    page.keyboard.press("r")
    message = page.locator(".over[open] textarea")
    message.focus()
    message.press_sequentially("ajkh")
    assert message.input_value() == "ajkh"
    page.keyboard.press("Escape")
    page.get_by_label("Dùng phím tắt").uncheck()
    page.keyboard.press("a")
    page.keyboard.press("j")
    assert page.url == oldest_first(desk, 0)
    context.close()


def test_several_runs_are_ticked_and_decided_at_once(page: Page, desk: Desk) -> None:
    page.goto(desk.queue)
    bar = page.locator(".act")
    expect(bar).to_be_hidden()
    for name in ("Lý Thị Hương", "Mông Thị Lan"):
        page.get_by_label(f"Đánh dấu bài của {name}").check()
    bar.get_by_text("Duyệt 2 bài đã đánh dấu").click()
    bar.get_by_role("button", name="Loại").click()
    assert page.get_by_role("status").count() == 0, "a reason is missing"
    bar.get_by_role("button", name="Chấp nhận").click()
    expect(page.get_by_role("status")).to_have_text("2 bài đã chấp nhận.")
    expect(page.locator(".picked > li")).to_have_count(1)


def test_a_part_is_looked_at_and_then_counted(page: Page, desk: Desk) -> None:
    page.goto(desk.runs[0])
    page.locator(".correct summary").click()
    page.get_by_label("Từ", exact=True).fill("km 1")
    page.get_by_role("button", name="Xem thử phần này").click()
    looked_at = page.locator("form", has=page.locator("#correct-part"))
    expect(looked_at).to_contain_text("Phần được tính: 4,0")
    looked_at.get_by_label("Vì sao sửa?").fill("Km đầu GPS nhảy.")
    looked_at.get_by_role("button", name="Tính phần này").click()
    expect(page.get_by_role("status").first).to_contain_text("Đã sửa bài của Lý Thị Hương")
    expect(page.locator(".strip dd").first).to_contain_text("4,0")
    assert page.evaluate("document.documentElement.scrollWidth") <= HAND["width"]
