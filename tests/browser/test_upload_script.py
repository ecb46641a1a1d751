"""The script of the upload page in a browser, with the server's answers made up."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

import pytest
from playwright.sync_api import Page, Request, Route, expect

from race.api.pages.assets import STATIC_DIR
from race.api.pages.rendering import render
from tests.pages.fakes_runner import EVENT, ME, upload_page, uploaded_page

PLACE: Final = "http://127.0.0.1:9/e/huu-lung/nop-bai"
TYPES: Final = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
Answer = Callable[[Route], None]


def accepted(route: Route) -> None:
    """The cards of the server for the file that came."""
    name = re.search(rb'filename="([^"]*)"', route.request.post_data_buffer or b"")
    assert name is not None
    page = uploaded_page()
    sent = replace(page.files[0], name=name[1].decode())
    body = render("_uploaded.html", "vi", v=replace(page, files=(sent,)))
    route.fulfill(status=201, content_type="text/html; charset=utf-8", body=body)


def opened(page: Page, answer: Answer) -> list[Request]:
    """The upload page, whose posts get `answer`; the list of them grows."""
    posts: list[Request] = []

    def serve(route: Route) -> None:
        if route.request.method == "POST":
            posts.append(route.request)
            answer(route)
        elif "/static/" in route.request.url:
            path = STATIC_DIR / route.request.url.rsplit("/", 1)[1]
            route.fulfill(body=path.read_bytes(), content_type=TYPES[path.suffix])
        else:
            view = upload_page()
            html = render("upload.html", "vi", event=EVENT, me=ME, nav="upload", path="/", v=view)
            route.fulfill(body=html, content_type="text/html; charset=utf-8")

    page.route("**/*", serve)
    page.goto(PLACE)
    return posts


def choose(page: Page, *names: str, size: int = 1000) -> None:
    """Choose files and press send."""
    files = [{"name": name, "mimeType": "", "buffer": b"<" * size} for name in names]
    page.set_input_files("input[type=file]", files)  # type: ignore[arg-type]  # a list of FilePayload
    page.get_by_role("button", name="Gửi đi").click()


def test_several_files_get_a_card_each_one_after_the_other(quiet_page: Page) -> None:
    posts = opened(quiet_page, accepted)
    choose(quiet_page, "sáng.gpx", "chiều.gpx")
    cards = quiet_page.locator("#results article")
    expect(cards).to_have_count(2)
    expect(cards.filter(has_text="Hợp lệ, cộng 7,31")).to_have_count(2)
    assert all(post.headers["x-requested-with"] == "fetch" for post in posts)
    expect(quiet_page.get_by_role("status")).to_have_text("Đã có kết quả ở bên dưới.")


def test_a_file_that_is_too_large_is_not_even_sent(quiet_page: Page) -> None:
    posts = opened(quiet_page, accepted)
    choose(quiet_page, "all.gpx", size=upload_page().most_bytes + 1)
    expect(quiet_page.locator("#results")).to_contain_text("Tệp lớn hơn 32\xa0MB")
    assert posts == []


def test_a_dropped_file_is_sent_at_once(quiet_page: Page) -> None:
    opened(quiet_page, accepted)
    dropped = quiet_page.evaluate_handle(
        "() => { const d = new DataTransfer(); d.items.add(new File(['<'], 'kéo.gpx')); return d }"
    )
    quiet_page.dispatch_event(".drop", "drop", {"dataTransfer": dropped})
    expect(quiet_page.locator("#results article")).to_contain_text("kéo.gpx")
    expect(quiet_page.locator("#results article")).to_contain_text("Hợp lệ")


@pytest.mark.parametrize("broken", ["cut", "gateway"])
def test_after_a_failure_the_same_file_is_sent_again(page: Page, broken: str) -> None:
    tries: list[str] = []

    def answer(route: Route) -> None:
        tries.append(broken)
        if len(tries) > 1:
            accepted(route)
        elif broken == "cut":
            route.abort("connectionreset")
        else:
            route.fulfill(status=502, body="<h1>Bad Gateway</h1>")

    opened(page, answer)
    choose(page, "một.gpx")
    expect(page.locator("#results article")).to_contain_text("Máy chủ chưa trả lời")
    page.get_by_role("button", name="Gửi lại").click()
    expect(page.locator("#results article")).to_contain_text("Hợp lệ, cộng 7,31")
    assert len(tries) == 2


def test_back_online_the_file_goes_by_itself(page: Page) -> None:
    posts = opened(page, accepted)
    page.context.set_offline(True)
    page.unroute("**/*")
    choose(page, "mưa.gpx")
    expect(page.locator("#results article")).to_contain_text("Mất mạng")
    page.route("**/*", accepted)
    page.context.set_offline(False)
    expect(page.locator("#results article")).to_contain_text("Hợp lệ, cộng 7,31")
    assert posts == []
