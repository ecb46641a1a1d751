"""The story of an event that people decide, as they see it: a runner's phone, a referee's desk.

A question and its answer; a rejection and a protest; rules that turn out too strict; results that
become official, and one that changes after.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import httpx2
import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.conftest import LiveServer
from tests.browser.test_upload import enters, gpx, upload

SLUG = "chuyen-mot-giai"
PHONE: ViewportSize = {"width": 360, "height": 740}
DESK: ViewportSize = {"width": 1280, "height": 900}
KM_S = 330.0


@dataclass(frozen=True, kw_only=True)
class Stage:
    """An event, the desk of its organiser, and phones to hand out."""

    server: LiveServer
    browser: Browser
    desk: Page

    @property
    def event(self) -> str:
        return f"{self.server.url}/e/{SLUG}"

    @property
    def office(self) -> str:
        return f"{self.server.url}/btc/{SLUG}"

    def phone(self) -> Page:
        """A runner's."""
        return self.browser.new_context(viewport=PHONE, has_touch=True).new_page()

    def decides(self, decision: str, reason: str = "") -> None:
        """Under the thumb, about the run on the desk."""
        bar = self.desk.locator(f"[data-decision={decision}]")
        if reason:
            bar.locator("summary").click()
            if bar.get_by_label("Lý do khác").count():
                bar.get_by_label("Lý do khác").check()
            bar.locator("textarea").fill(reason)
        bar.locator("button").last.click()
        self.desk.wait_for_load_state()

    def opens_first(self) -> None:
        """The first run that waits."""
        self.desk.goto(f"{self.office}/duyet")
        self.desk.locator("a[href*='/duyet/']").first.click()
        expect(self.desk.locator("[data-decision=accept]")).to_be_visible()


@pytest.fixture
def stage(
    live_server: LiveServer, browser: Browser, referee: tuple[str, object]
) -> Iterator[Stage]:
    token, cookies = referee
    now = datetime.now(UTC)
    with httpx2.Client(
        base_url=live_server.url, headers={"Authorization": f"Bearer {token}"}
    ) as api:
        body = {
            "slug": SLUG,
            "name": "Hữu Lũng vẻ đẹp thanh bình",
            "starts_at": (now - timedelta(days=3)).isoformat(),
            "ends_at": (now + timedelta(days=3)).isoformat(),
            "races": [{"slug": "3km", "name": "Chặng 3 km", "kind": "single", "distance_m": 3000}],
        }
        assert api.post("/api/v1/events", json=body).is_success
        assert api.patch(f"/api/v1/events/{SLUG}", json={"state": "open"}).is_success
    context = browser.new_context(storage_state=cookies, viewport=DESK)  # type: ignore[arg-type]  # as Playwright gave it
    yield Stage(server=live_server, browser=browser, desk=context.new_page())
    context.close()


def kilometres(*seconds: float) -> tuple[tuple[float, float], ...]:
    """Kilometres in so many seconds each, and 50 m more."""
    return (*((s, 1000 / s) for s in seconds), (15.0, 50 / 15))


def test_an_event_that_people_decide(stage: Stage) -> None:
    huong, anh, walker = stage.phone(), stage.phone(), stage.phone()
    is_asked_and_answers(stage, huong)
    protested = protests_and_is_right(stage, anh)
    counts_by_other_rules(stage, walker)
    board = f"{stage.event}/bxh"
    walker.goto(board)
    expect(walker.locator(".lb tbody tr")).to_have_count(3)
    becomes_official(stage)
    walker.goto(board)
    expect(walker.locator(".stage")).to_contain_text("Mã băm")
    stage.desk.goto(f"{stage.office}/duyet/{protested.rpartition('/')[2]}")
    stage.decides("reject", "Có người xác nhận là đi nhờ xe ở km 2.")
    walker.goto(board)
    expect(walker.locator("main")).to_contain_text("đi nhờ xe")
    expect(walker.locator(".lb tbody tr")).to_have_count(2)


def is_asked_and_answers(stage: Stage, huong: Page) -> None:
    """A doubtful kilometre: the referee asks, the runner answers where the question stands."""
    bib = enters(huong, stage.event, "Lý Thị Hương")
    upload(huong, stage.event, "a.gpx", gpx(*kilometres(KM_S, 205, KM_S), hours_ago=3))
    expect(huong.locator("#results")).to_contain_text("Chờ duyệt", timeout=20_000)
    stage.opens_first()
    stage.decides("ask", "Km 2 rất nhanh, bạn chạy xuống dốc phải không?")
    huong.goto(f"{stage.event}/vdv/{bib}")
    expect(huong.locator("main")).to_contain_text("Km 2 rất nhanh")
    huong.get_by_role("link", name="Trả lời").first.click()
    huong.get_by_label("Câu trả lời của bạn").fill("Vâng, đoạn đó dốc xuống cầu.")
    huong.get_by_role("button", name="Gửi câu trả lời").click()
    expect(huong.get_by_role("status")).to_be_visible()
    stage.opens_first()
    expect(stage.desk.locator("main")).to_contain_text("dốc xuống cầu")
    stage.decides("accept")
    huong.goto(f"{stage.event}/vdv/{bib}")
    expect(huong.locator("main")).to_contain_text("hợp lệ")


def protests_and_is_right(stage: Stage, anh: Page) -> str:
    """A rejection: the runner protests in time; the page of the run."""
    protester = enters(anh, stage.event, "Hoàng Thu Ánh")
    upload(anh, stage.event, "b.gpx", gpx(*kilometres(KM_S, 170, KM_S), hours_ago=5))
    expect(anh.locator("#results")).to_contain_text("Bị loại", timeout=20_000)
    anh.goto(f"{stage.event}/vdv/{protester}")
    anh.locator(".list .rl").first.click()
    anh.locator(".note").first.get_by_role("link", name="Khiếu nại").click()
    form = anh.locator("form[action$='/khieu-nai']")
    form.locator("textarea").fill("Đồng hồ mất sóng dưới vách núi.")
    form.locator("button").last.click()
    expect(anh.get_by_role("status")).to_be_visible()
    protested = anh.url.partition("?")[0].partition("#")[0]
    stage.opens_first()
    expect(stage.desk.locator("main")).to_contain_text("mất sóng dưới vách núi")
    stage.decides("accept", "Km 2 do GPS nhảy dưới vách núi.")
    anh.goto(f"{stage.event}/vdv/{protester}")
    expect(anh.locator("main")).to_contain_text("Khiếu nại được chấp nhận")
    return protested


def counts_by_other_rules(stage: Stage, walker: Page) -> None:
    """The rules reject walkers: looked at first, then published, then judged again."""
    slow = enters(walker, stage.event, "Nông Văn Chậm")
    upload(walker, stage.event, "c.gpx", gpx(*kilometres(960, 960, 960), hours_ago=7))
    expect(walker.locator("#results")).to_contain_text("Bị loại", timeout=20_000)
    stage.desk.goto(f"{stage.office}/the-le/sua")
    stage.desk.locator("[name=pace_slow_s]").fill("20:00")
    stage.desk.get_by_role("button", name="Xem trước ai thay đổi").last.click()
    expect(stage.desk.locator("main")).to_contain_text("Nông Văn Chậm")
    stage.desk.locator("[name=reason]").fill("Mời cả người đi bộ.")
    stage.desk.locator("form[action$='/cong-bo'] button").last.click()
    stage.server.works()
    walker.goto(f"{stage.event}/vdv/{slow}")
    expect(walker.locator("main")).to_contain_text("Theo thể lệ số 2")


def becomes_official(stage: Stage) -> None:
    """Closed, and frozen with a reason, for protests are not over."""
    stage.desk.goto(f"{stage.office}/ket-qua")
    stage.desk.locator("form[action$='/trang-thai'] button").click()
    stage.desk.goto(f"{stage.office}/ket-qua")
    official = stage.desk.locator("form[action$='/ket-qua']")
    official.locator("[name=reason]").fill("Trao giải tối nay.")
    official.locator("[name=confirm]").fill(SLUG)
    official.locator("button").last.click()
    stage.desk.wait_for_load_state()
