"""The organiser's pages about the rules on a small phone, by the rules of accessibility, and the
progress of a re-examination."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Route, expect

from race.api.pages.assets import STATIC_DIR
from race.api.pages.rendering import render
from tests.browser.test_evidence import Scheme
from tests.pages.fakes_rules import CASES

HOST = "http://127.0.0.1:9"
PLACE = f"{HOST}/btc/huu-lung/the-le"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


def shown(name: str, lang: str) -> str:
    template, nav, view = CASES[name]
    context = {"v": view, "event": view.event, "waiting": 23, "nav": nav, "path": "/btc"}
    return render(f"organiser/{template}.html", lang, **context)


def static(route: Route) -> None:
    """A static file."""
    name = route.request.url.rpartition("/")[2].partition("?")[0]
    path = STATIC_DIR / name
    if path.suffix in TYPES and path.exists():
        route.fulfill(body=path.read_bytes(), content_type=TYPES[path.suffix])
    else:
        route.fulfill(status=404)


def serve(route: Route, html: str) -> None:
    if route.request.url == PLACE:
        route.fulfill(body=html, content_type="text/html; charset=utf-8")
    else:
        static(route)


@pytest.mark.parametrize(("scheme", "lang"), [("light", "vi"), ("dark", "en")])
@pytest.mark.parametrize("name", CASES)
def test_everybody_can_read_it(browser: Browser, name: str, scheme: Scheme, lang: str) -> None:
    context = browser.new_context(
        viewport={"width": 320, "height": 640},
        color_scheme=scheme,
        java_script_enabled=True,
    )
    page = context.new_page()
    page.route("**/*", lambda route: serve(route, shown(name, lang)))
    page.goto(PLACE)
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    context.close()


def test_the_five_tabs_stand_side_by_side_under_a_thumb(browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.route("**/*", lambda route: serve(route, shown("rules", "vi")))
    page.goto(PLACE)
    boxes = [tab.bounding_box() for tab in page.locator("nav.tabs a").all()]
    found = [box for box in boxes if box is not None]
    assert len(found) == len(boxes) == 5
    assert len({round(box["y"]) for box in found}) == 1
    assert all(box["width"] >= 44 and box["height"] >= 44 for box in found)
    overflow = "(e) => e.scrollWidth > e.clientWidth + 1"
    assert not [tab for tab in page.locator("nav.tabs a").all() if tab.evaluate(overflow)]
    context.close()


def test_the_button_stays_in_sight_and_hides_no_field_that_is_typed_in(browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 640})
    page = context.new_page()
    page.route("**/*", lambda route: serve(route, shown("form", "vi")))
    page.goto(PLACE)
    button = page.locator(".stuck button")
    expect(button).to_be_in_viewport(ratio=1)
    for name in ("pace_slow_s", "max_distance_m", "day_distance_m"):
        field = page.locator(f"#{name}")
        field.focus()
        box, bar = field.bounding_box(), button.bounding_box()
        assert box is not None
        assert bar is not None
        assert box["y"] + box["height"] <= bar["y"], name
    context.close()


def test_the_bar_of_a_re_examination_moves_and_its_outcome_comes_in_its_place(
    browser: Browser,
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 640})
    page = context.new_page()
    page.clock.install()
    told = {"state": "running", "done": 3000, "total": 4279, "result": None}

    def answer(route: Route) -> None:
        if "/api/v1/jobs/j1" in route.request.url:
            route.fulfill(body=json.dumps(told), content_type="application/json")
        elif route.request.headers.get("x-requested-with") == "fetch":
            route.fulfill(body=shown("rules-done", "vi"), content_type="text/html; charset=utf-8")
        else:
            serve(route, shown("rules-at-work", "vi"))

    page.route("**/*", answer)
    page.goto(PLACE)
    page.clock.run_for(3000)
    expect(page.locator("[data-slot=state]")).to_have_text("Đã xét 3.000 trên 4.279 tệp")
    assert page.locator("progress").first.evaluate("(bar) => bar.value") == 3000
    told["state"] = "done"
    page.clock.run_for(20_000)
    expect(page.locator("article.sent")).to_contain_text("Thành hợp lệ: 1.121 bài")
    expect(page.locator("[data-slot=status]")).to_have_text(
        "Đã xong; kết quả ở ngay trên trang này."
    )
    context.close()
