"""The script of the upload page in a browser, with the server's answers made up."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

import pytest
from playwright.sync_api import Page, Request, Route, expect

from race.api.pages.assets import STATIC_DIR
from race.api.pages.rendering import render
from race.api.pages.views_upload import UploadedPage
from tests.pages.fakes_runner import (
    EVENT,
    ME,
    queued_upload,
    read_archive,
    upload_page,
    uploaded_page,
    waiting_upload,
)

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


def choose(page: Page, *names: str, size: int = 1000, start: bytes = b"<") -> None:
    """Choose files and press send."""
    files = [{"name": name, "mimeType": "", "buffer": start + bytes(size - 1)} for name in names]
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


@pytest.mark.parametrize("start", [b"PK\x03\x04", b"\x1f\x8b\x08"], ids=["zip", "gzip"])
def test_an_archive_may_be_larger_than_a_run_whatever_it_is_called(
    quiet_page: Page, start: bytes
) -> None:
    posts = opened(quiet_page, accepted)
    choose(quiet_page, "tất cả.dat", size=upload_page().most_bytes + 1, start=start)
    expect(quiet_page.locator("#results article")).to_contain_text("Hợp lệ", timeout=20_000)
    assert len(posts) == 1


def test_a_server_that_wants_less_is_believed(page: Page) -> None:
    opened(page, lambda route: route.fulfill(status=413, body="<h1>413</h1>"))
    choose(page, "export.zip", start=b"PK\x03\x04")
    expect(page.locator("#results article")).to_contain_text("Tệp nén lớn hơn 1.000\xa0MB")
    expect(page.get_by_role("button", name="Gửi lại")).to_be_hidden()


def card(view: UploadedPage) -> str:
    """The answer to the script for one file."""
    return render("_uploaded.html", "vi", v=replace(view, files=view.files[:1]))


def job(state: str, done: int = 0, runs: int = 0) -> dict[str, Any]:
    """A job as the API tells it."""
    total = None if state == "queued" else 2431
    return {"state": state, "done": done, "total": total, "result": {"runs": runs}}


def test_an_archive_is_followed_until_its_outcome_stands_in_its_place(page: Page) -> None:
    lost = None  # one answer that does not come changes nothing
    to_tell = [job("queued"), lost, job("running", 120, 37), job("done", 2431, 40)]

    def jobs(route: Route) -> None:
        told = to_tell.pop(0)
        if told is lost:
            route.fulfill(status=502, body="")
        else:
            route.fulfill(json=told)

    opened(page, lambda route: route.fulfill(body=card(queued_upload()), content_type="text/html"))
    page.route("**/api/v1/jobs/7", jobs)
    page.route("**/nop-bai/41", lambda route: route.fulfill(body=card(read_archive())))
    page.clock.install()
    choose(page, "apple_health_export.zip", start=b"PK\x03\x04")
    shown = page.locator("#results article")
    expect(shown).to_contain_text("Tệp nén đang chờ đến lượt.")
    page.clock.run_for(2_100)
    expect(shown).to_contain_text("Tệp nén đang chờ đến lượt.")
    page.clock.run_for(2_100)
    page.clock.run_for(3_100)
    expect(shown).to_contain_text("Đang đọc 120/2.431 tệp · 37 bài chạy")
    assert shown.locator("progress").get_attribute("max") == "2431"
    page.clock.run_for(2_100)
    expect(shown).to_contain_text("Tìm thấy 23 bài chạy")
    expect(page.get_by_role("status")).to_have_text("Đã có kết quả ở bên dưới.")
    page.clock.run_for(60_000)  # nobody asks a fifth time, for which there is no answer
    assert to_tell == []


def test_the_page_of_an_upload_follows_it_too(page: Page) -> None:
    view = waiting_upload()

    def serve(route: Route) -> None:
        url = route.request.url
        if "/static/" in url:
            path = STATIC_DIR / url.rsplit("/", 1)[1]
            route.fulfill(body=path.read_bytes(), content_type=TYPES[path.suffix])
        elif "/jobs/" in url:
            route.fulfill(json=job("done", 2431, 40))
        elif route.request.headers.get("x-requested-with") == "fetch":
            route.fulfill(body=card(read_archive()), content_type="text/html")
        else:
            html = render("uploaded.html", "vi", event=EVENT, me=ME, nav="upload", v=view)
            route.fulfill(body=html, content_type="text/html; charset=utf-8")

    page.route("**/*", serve)
    page.clock.install()
    page.goto(f"{PLACE}/41")
    expect(page.locator("article.sent")).to_contain_text("Đang đọc 120/2.431 tệp · 37 bài chạy")
    page.clock.run_for(2_100)
    expect(page.locator("article.sent")).to_contain_text("Tìm thấy 23 bài chạy")


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
