"""The guides and the answers to uploads, on a small phone and by the rules of accessibility."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Route

from race.api.pages.assets import STATIC_DIR
from race.api.pages.rendering import render
from tests.browser.test_evidence import Scheme
from tests.pages.fakes_runner import EVENT, ME, PAGES
from tests.pages.gallery import samples

PLACE = "http://127.0.0.1:9/"
#: Every shape of these pages; the guides differ in their words alone.
SHOWN = {
    name: render(sample.template, "vi", **sample.context)
    for name, sample in samples().items()
    if name in {"guides", "guide-strava"}
} | {
    name: render(template, "vi", event=EVENT, me=ME, nav=nav, path="/", v=view())
    for name, (template, nav, view) in PAGES.items()
    if name in {"upload", "uploaded", "uploaded-archive", "uploaded-waiting", "runner"}
}


def serve(route: Route, html: str) -> None:
    if route.request.url.endswith(".css"):
        css = (STATIC_DIR / "app.css").read_bytes()
        route.fulfill(body=css, content_type="text/css")
    elif route.request.url == PLACE:
        route.fulfill(body=html, content_type="text/html; charset=utf-8")
    else:
        route.fulfill(status=404)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", SHOWN)
def test_everybody_can_read_it(browser: Browser, name: str, scheme: Scheme) -> None:
    context = browser.new_context(
        viewport={"width": 320, "height": 640},
        color_scheme=scheme,
    )
    page = context.new_page()
    page.route("**/*", lambda route: serve(route, SHOWN[name]))
    page.goto(PLACE)
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    context.close()
