"""A runner in a browser: enter, send a run, see the verdict, the board and the certificate."""

import csv
import io
import json
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import gpxpy.gpx
import httpx2
import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import LiveServer
from tests.browser.test_evidence import Scheme
from tests.tracks import run

NAME = "Nguyễn Thị Ngọc Ánh"
CORPUS = Path(__file__).resolve().parents[2].parent / "shared" / "corpus"


@dataclass(frozen=True, kw_only=True)
class Organiser:
    """Somebody with an account, acting through the API."""

    url: str
    token: str

    def creates(self, slug: str, *, starts_at: datetime, ends_at: datetime, preset: str) -> None:
        body = {
            "slug": slug,
            "name": "Hữu Lũng vẻ đẹp thanh bình",
            "organiser": "Đoàn xã Hữu Lũng",
            "contact": "bantochuc@example.org",
            "starts_at": starts_at.isoformat(),
            "ends_at": ends_at.isoformat(),
            "timezone": "Asia/Ho_Chi_Minh",
            "language": "vi",
            "preset": preset,
            "races": [
                {"slug": "3km", "name": "Chặng 3 km", "kind": "single", "distance_m": 3000},
                {
                    "slug": "30km",
                    "name": "Hành trình 30 km",
                    "kind": "collected",
                    "distance_m": 30_000,
                },
            ],
            "teams": [
                {"slug": "doan-xa", "name": "Đoàn xã Hữu Liên", "parent": None, "headcount": 9}
            ],
        }
        self._call("POST", "/api/v1/events", body)
        self._call("PATCH", f"/api/v1/events/{slug}", {"state": "open"})

    def _call(self, method: str, path: str, body: dict[str, Any]) -> None:
        headers = {"Authorization": f"Bearer {self.token}"}
        answer = httpx2.request(method, self.url + path, json=body, headers=headers)
        assert answer.is_success, answer.text


@pytest.fixture(scope="session")
def organiser(live_server: LiveServer) -> Organiser:
    made = subprocess.run(
        [sys.executable, "-m", "race", "create-admin", "Ban Tổ chức", "--json"],
        capture_output=True,
        check=True,
        text=True,
        env={"RACE_DATA_DIR": str(live_server.settings.data_dir), "PATH": ""},
        cwd=Path(__file__).resolve().parents[2],
    )
    return Organiser(url=live_server.url, token=json.loads(made.stdout)["token"])


@pytest.fixture(scope="session")
def event(organiser: Organiser) -> str:
    now = datetime.now(UTC)
    organiser.creates(
        "trinh-duyet",
        starts_at=now - timedelta(days=3),
        ends_at=now + timedelta(days=3),
        preset="huu-lung",
    )
    return f"{organiser.url}/e/trinh-duyet"


def gpx(*legs: tuple[float, float], hours_ago: float = 2.0) -> bytes:
    """A run due north that ended `hours_ago`, as gpxpy writes it; each on a road of its own."""
    seconds = sum(duration for duration, _ in legs)
    start = datetime.now(UTC).timestamp() - hours_ago * 3600 - seconds
    road = (21.5 + 0.01 * hours_ago, 106.3 + 1e-4 * seconds)
    track = run(*legs, every_s=3, start=start, heights=[60, 90, 70], place=road)
    written = gpxpy.gpx.GPX()
    written.creator = "OpenTracks"
    segment = gpxpy.gpx.GPXTrackSegment()
    for time, lat, lon, ele in zip(track.time, track.lat, track.lon, track.ele, strict=True):
        moment = datetime.fromtimestamp(time, UTC)
        segment.points.append(gpxpy.gpx.GPXTrackPoint(lat, lon, elevation=ele, time=moment))
    written.tracks.append(gpxpy.gpx.GPXTrack())
    written.tracks[0].segments.append(segment)
    return written.to_xml().encode()


def enters(page: Page, event: str, name: str, year: str = "2001") -> str:
    """Fill the form in as a runner would; the bib."""
    page.goto(f"{event}/dang-ky")
    page.get_by_label("Họ và tên").fill(name)
    page.get_by_label("Nữ", exact=True).check()
    page.locator("[name=birth_year]").fill(year)
    for race in page.locator("[name=race]").all():
        race.check()
    page.locator("[name=consent]").check()
    page.get_by_role("button", name="Đăng ký").click()
    expect(page.locator(".bib b")).to_be_visible()
    return page.locator(".bib b").inner_text()


def upload(page: Page, event: str, name: str, data: bytes) -> None:
    page.goto(f"{event}/nop-bai")
    page.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    )
    page.get_by_role("button", name="Gửi").click()


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    text: str = document[0].get_textpage().get_text_bounded()
    return text


def test_from_the_form_to_the_certificate(quiet_page: Page, event: str) -> None:
    page = quiet_page
    bib = enters(page, event, NAME)
    upload(page, event, "chay sáng.gpx", gpx((1200, 3.0)))
    card = page.locator("#results article.sent, #results .note").first
    expect(card).to_contain_text("3,6", timeout=20_000)
    expect(page.locator("#results")).to_contain_text("Hợp lệ")

    page.goto(f"{event}/bxh?board=3km-overall")
    expect(page.locator("table.lb")).to_contain_text(NAME)
    expect(page.locator("table.lb")).to_contain_text("16:40")  # 3,000 m at 3 m/s

    page.goto(f"{event}/vdv/{bib}")
    pdf = page.request.get(page.get_by_role("link", name="Tải PDF").first.evaluate("a => a.href"))
    assert pdf.headers["content-type"] == "application/pdf"
    assert unicodedata.normalize("NFC", NAME) in " ".join(text_of(pdf.body()).split())
    picture = pypdfium2.PdfDocument(pdf.body())[0].render(scale=2).to_pil()
    codes = [found.text for found in zxingcpp.read_barcodes(picture)]
    assert len(codes) == 1
    page.goto(codes[0])
    expect(page.locator("main")).to_contain_text("Giấy chứng nhận hợp lệ")
    expect(page.locator("main")).to_contain_text(NAME)


def test_the_verdict_says_which_kilometre_and_which_limit(quiet_page: Page, event: str) -> None:
    enters(quiet_page, event, "Vi Đức Thắng", "1999")
    upload(quiet_page, event, "nhanh.gpx", gpx((800, 2.5), (170, 1000 / 170), (800, 2.5)))
    results = quiet_page.locator("#results")
    expect(results).to_contain_text("Bị loại", timeout=20_000)
    expect(results).to_contain_text("3:00")


def test_a_picture_is_named_as_a_picture(quiet_page: Page, event: str) -> None:
    enters(quiet_page, event, "Lý Thị Ngọc Quỳnh", "1998")
    upload(quiet_page, event, "IMG_2201.jpg", b"\xff\xd8\xff\xe0" + bytes(2000))
    expect(quiet_page.locator("#results")).to_contain_text("ảnh", timeout=20_000)


def test_a_file_can_be_dropped(quiet_page: Page, event: str) -> None:
    enters(quiet_page, event, "Chu Bá Tường", "1997")
    quiet_page.goto(f"{event}/nop-bai")
    drop = """([text]) => {
        const data = new DataTransfer();
        data.items.add(new File([text], "tha.gpx"));
        const area = document.querySelector(".drop");
        for (const kind of ["dragenter", "dragover", "drop"])
            area.dispatchEvent(
                new DragEvent(kind, {dataTransfer: data, bubbles: true, cancelable: true}));
    }"""
    quiet_page.evaluate(drop, [gpx((800, 3.0)).decode()])
    expect(quiet_page.locator("#results")).to_contain_text("2,4", timeout=20_000)


def test_a_cut_line_keeps_the_file_and_sends_it_again(page: Page, event: str) -> None:
    enters(page, event, "Đàm Quang Khải", "1996")
    calls: list[str] = []

    def cut_once(route: Route) -> None:
        if route.request.method == "POST" and not calls:
            calls.append("cut")
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/nop-bai", cut_once)
    upload(page, event, "mat-mang.gpx", gpx((800, 3.0), hours_ago=30))
    retry = page.get_by_role("button", name="Gửi lại")
    expect(retry).to_be_visible(timeout=20_000)
    retry.click()
    expect(page.locator("#results")).to_contain_text("2,4", timeout=20_000)


def test_everything_works_without_a_script(browser: Browser, event: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    enters(page, event, "Bế Thị Ánh Tuyết", "1995")
    upload(page, event, "khong-js.gpx", gpx((1100, 3.0), hours_ago=5))
    expect(page.locator("main")).to_contain_text("3,3")
    expect(page.locator("main")).to_contain_text("Hợp lệ")
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_no_page_scrolls_sideways_and_the_console_is_quiet(
    browser: Browser, event: str, width: int, scheme: Scheme
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 700},
        color_scheme=scheme,
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for path in ("", "/bxh", "/dang-ky", "/the-le", "/nop-bai"):
        for language in ("vi", "en"):
            page.goto(f"{event}{path}?lang={language}")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert complaints == []
    context.close()


def recorded_runs() -> Iterator[Path]:
    """Real GPX runs of 3 to 15 km with a stated distance, the shortest files first."""
    with (CORPUS / "index.csv").open(newline="") as index:
        rows = [
            row
            for row in csv.DictReader(index)
            if row["format"] == "gpx" and row["sport"] == "run" and row["segment_sum_m"]
        ]
    for row in sorted(rows, key=lambda row: int(row["bytes"])):
        if 3_100 < float(row["segment_sum_m"]) < 15_000 and "no-time" not in row["remarks"]:
            yield CORPUS / row["file"]


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the folder of real activity files is not here")
def test_a_real_run_goes_all_the_way(
    quiet_page: Page, organiser: Organiser, live_server: LiveServer
) -> None:
    path = next(recorded_runs())
    parsed = gpxpy.parse(io.StringIO(path.read_text(encoding="utf-8-sig")))
    first = parsed.get_time_bounds().start_time
    assert first is not None
    organiser.creates(
        "that",
        starts_at=first.replace(tzinfo=UTC) - timedelta(days=2),
        ends_at=datetime.now(UTC) + timedelta(days=1),
        preset="free",
    )
    event = f"{live_server.url}/e/that"
    bib = enters(quiet_page, event, NAME)
    upload(quiet_page, event, path.name, path.read_bytes())
    expect(quiet_page.locator("#results")).to_contain_text("Hợp lệ", timeout=20_000)
    quiet_page.goto(f"{event}/bxh?board=3km-overall")
    expect(quiet_page.locator("table.lb")).to_contain_text(NAME)
    pdf = quiet_page.request.get(
        f"{live_server.url}/api/v1/events/that/entries/{bib}/certificate.pdf"
    )
    assert NAME in " ".join(text_of(pdf.body()).split())
