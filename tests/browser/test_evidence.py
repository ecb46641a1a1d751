"""The evidence sheet on a small phone, on a desk, and by the rules of accessibility."""

from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, ViewportSize

from race.api.pages.assets import STATIC_DIR
from race.api.pages.rendering import render
from tests.pages.fakes_organiser import CASES
from tests.pages.fakes_runner import EVENT, ME, PAGES

PLACE = "http://127.0.0.1:9/"
PHONE: ViewportSize = {"width": 320, "height": 640}
DESK: ViewportSize = {"width": 1280, "height": 800}
KINDS = {"css": "text/css", "js": "text/javascript"}
SHOWN = {
    name: render(template, "vi", event=EVENT, me=ME, nav=nav, path="/", v=view())
    for name, (template, nav, view) in PAGES.items()
    if name in {"run", "run-review", "run-ruled"}
} | {
    name: render(f"organiser/{template}.html", "vi", event=view.event, nav=nav, path="/", v=view)
    for name, (template, nav, view) in CASES.items()
    if name in {"review", "review-similar"}
}

#: What a reader may prefer.
Scheme = Literal["light", "dark"]


def serve(route: Route, html: str) -> None:
    """The page, and beside it the static files whatever their fingerprint."""
    name = route.request.url.rpartition("/")[2]
    kind = KINDS.get(name.rpartition(".")[2])
    if kind:
        route.fulfill(body=(STATIC_DIR / name).read_bytes(), content_type=kind)
    elif route.request.url == PLACE:
        route.fulfill(body=html, content_type="text/html; charset=utf-8")
    else:
        route.fulfill(status=404)


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
    page = opened(browser, name, PHONE, scheme)
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    page.context.close()


@pytest.mark.parametrize("name", ["run", "review"])
def test_kept_rules_are_folded_on_a_phone_and_open_on_a_desk(browser: Browser, name: str) -> None:
    for viewport, seen in ((PHONE, False), (DESK, True)):
        page = opened(browser, name, viewport)
        assert page.locator(".kept table").is_visible() is seen
        assert page.locator(".proof").first.is_visible()
        page.context.close()


def test_a_number_of_the_list_stands_on_the_map_the_chart_and_the_kilometres(
    browser: Browser,
) -> None:
    page = opened(browser, "run", DESK)
    for place in (".proofs", "svg:has(#rt)", "svg:has(#ct)", ".spl", "figcaption .pins"):
        drawn = page.locator(f"{place} :is(.pin, text.on)").all_text_contents()
        numbers = {text.split()[-1] for text in drawn}
        assert numbers == {"1", "2"}, place
    page.context.close()
