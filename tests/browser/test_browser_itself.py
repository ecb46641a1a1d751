"""The browser that all other browser tests trust: it starts, it reads Vietnamese, it can draw."""

import io
import unicodedata

from PIL import Image
from playwright.sync_api import Browser, Page

from tests.browser.chromium import Chromium
from tests.browser.conftest import LiveServer

#: a, e, i, o, u, y with the marks of Vietnamese vowels and of its tones, and đ, in both cases.
_VOWELS = "aăâeêioôơuưy"
_TONES = "\u0300\u0301\u0303\u0309\u0323"
LETTERS = unicodedata.normalize("NFC", "".join(v + t for v in _VOWELS for t in ("", *_TONES)) + "đ")

#: Draws each letter by itself and answers the number of its dark pixels and a hash of them.
_DRAW = """letters => {
  const canvas = document.createElement("canvas")
  canvas.width = canvas.height = 60
  const pen = canvas.getContext("2d", { willReadFrequently: true })
  return letters.map(letter => {
    pen.fillStyle = "white"
    pen.fillRect(0, 0, 60, 60)
    pen.fillStyle = "black"
    pen.font = "30px sans-serif"
    pen.fillText(letter, 10, 42)
    return [...pen.getImageData(0, 0, 60, 60).data].filter((_, i) => i % 4 == 0).join()
  })
}"""


def test_the_browser_starts_and_says_its_version(browser: Browser) -> None:
    assert int(browser.version.split(".")[0]) >= 120


def test_every_vietnamese_letter_has_a_picture_of_its_own(page: Page) -> None:
    letters = [*LETTERS, *LETTERS.upper()]
    assert len(letters) == 146  # 12 vowels × 6 tones and đ, twice
    *pictures, unknown = page.evaluate(_DRAW, [*letters, "\U000f0000"])
    same = {a for a, b in zip(letters, pictures, strict=True) if pictures.count(b) > 1}
    assert not same, f"drawn alike, as boxes or without their marks: {''.join(sorted(same))}"
    assert unknown not in pictures


def test_a_page_in_vietnamese_can_be_photographed(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 240})
    page.set_content("<title>Hữu Lũng</title><h1 lang=vi>Hữu Lũng vẻ đẹp thanh bình</h1>")
    assert page.title() == "Hữu Lũng"
    with Image.open(io.BytesIO(page.screenshot())) as picture:
        assert picture.size == (360, 240)
        assert len(picture.convert("L").getcolors(256) or ()) > 20  # letters with smooth edges


def test_the_browser_is_not_one_that_playwright_downloaded(browser_program: Chromium) -> None:
    assert "ms-playwright" not in str(browser_program.executable)


def test_the_program_answers_the_browser(quiet_page: Page, live_server: LiveServer) -> None:
    answer = quiet_page.goto(f"{live_server.url}/healthz")
    assert answer is not None
    assert answer.status == 200
