import hashlib
import math
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from itertools import combinations
from typing import Final

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_raw
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from race.certificates import DESIGNS, Certificate, render
from race.certificates.frame import INNER
from race.i18n import LANGUAGES, tidy
from tests.certificates.finishers import (
    SIGNATORIES,
    STANDINGS,
    VIETNAMESE,
    collector,
    finisher,
    loop,
    path,
    text_of,
)

LONG_EVENT: Final = (
    "Giải chạy bộ trực tuyến chào mừng kỷ niệm 96 năm Ngày thành lập Đoàn TNCS Hồ Chí Minh "
    "“Hữu Lũng vẻ đẹp thanh bình”"
)
LONG_ORGANISER: Final = (
    "Ban Chấp hành Đoàn TNCS Hồ Chí Minh huyện Hữu Lũng, tỉnh Lạng Sơn "
    "và Câu lạc bộ Chạy bộ Hữu Lũng"
)
LAP: Final = np.linspace(0, 2 * np.pi * 12.5, 3000)
EVENING: Final = datetime(2026, 11, 22, 20, 0, tzinfo=timezone(timedelta(hours=7)))

#: Everything that a page has to bear, one thing at a time and at last all at once.
CASES: Final = {
    "a half marathon on a loop": finisher(route=loop()),
    "no route": finisher(),
    "the shortest name": finisher(name="Vi Á", team=None),
    "a long name": finisher(name="Nguyễn Hoàng Tường Khánh Quỳnh Phương Uyên"),
    "eighty letters": finisher(name="Công Tằng Tôn Nữ Phương " * 3 + "Hồng Vân"),
    "eighty letters without a space": finisher(name="Ộ" * 80),
    "a long event": finisher(event_name=LONG_EVENT),
    "an English event": finisher(event_name="Peaceful Beauty of Hữu Lũng Virtual Run 2026"),
    "a journey": collector(route=loop(shown="longest", length_m=9412.0)),
    "a straight line": finisher(route=path(np.linspace(0, 5000, 400), np.zeros(400))),
    "an upright line": finisher(route=path(np.zeros(400), np.linspace(0, 5000, 400))),
    "a 400 m track": finisher(route=path(80 * np.cos(LAP), 37 * np.sin(LAP))),
    "one place": finisher(route=path([12.0], [7.0])),
    "no place": finisher(route=path([], [])),
    "nowhere known": finisher(route=path([math.nan] * 5, [math.nan] * 5)),
    "one place for an hour": finisher(route=path([3.0] * 3600, [4.0] * 3600)),
    "a line with holes": finisher(route=path([0, 9, math.nan, 20, 30, math.nan, 40], [0] * 7)),
    "no elevation": finisher(route=loop(distance_m=None, ele_m=None, ascent_m=None)),
    "unknown elevation": finisher(route=loop(ele_m=np.full(721, math.nan), ascent_m=math.nan)),
    "level ground": finisher(route=loop(ele_m=np.full(721, 41.0))),
    "no signatures": finisher(signatories=()),
    "one signature": finisher(signatories=SIGNATORIES[:1]),
    "no standing": finisher(standings=()),
    "one standing": finisher(standings=STANDINGS[:1]),
    "provisional": finisher(provisional_as_of=EVENING),
    "over ten hours": collector(time_s=37_322.0),
    "untimed": finisher(time_s=math.nan, pace_s_per_km=math.nan, standings=()),
    "a short race": finisher(distance_m=800.0, race_name="Thiếu nhi"),
    "a long address": finisher(verify_url="https://" + "giai-chay-" * 12 + ".example.vn/c/X"),
    "other letters": finisher(name="王小明 Иван Ⓐ \N{RUNNER}", team="ทีม"),
    "all at once": collector(
        name="Công Tằng Tôn Nữ Phương " * 3 + "Hồng Vân",
        organiser=LONG_ORGANISER,
        event_name=LONG_EVENT,
        race_name="Hành trình 50 km vòng quanh miền núi đá Hữu Lũng – Chi Lăng – Bắc Sơn mở rộng",
        team="Chi đoàn Trường Trung học phổ thông Hữu Lũng, thị trấn Hữu Lũng",
        provisional_as_of=EVENING,
        route=loop(),
    ),
}


def pages() -> Iterator[tuple[str, Certificate, str, str]]:
    for what, certificate in CASES.items():
        for design in DESIGNS:
            for language in LANGUAGES:
                yield what, certificate, design, language


every_page = pytest.mark.parametrize(
    ("certificate", "design", "language"),
    [(c, d, x) for _, c, d, x in pages()],
    ids=[f"{what}-{d}-{x}" for what, _, d, x in pages()],
)


def words_on(page: pdfium.PdfPage) -> list[tuple[str, tuple[float, float, float, float]]]:
    """Each stretch of text with its left, lower, right and upper edge."""
    kinds = [pdfium_raw.FPDF_PAGEOBJ_TEXT]
    found = page.get_objects(filter=kinds, textpage=page.get_textpage())
    return [(text.extract(), text.get_bounds()) for text in found]


@every_page
def test_a_page_keeps_its_words_apart_and_inside_its_frame(
    certificate: Certificate, design: str, language: str
) -> None:
    pdf = render(certificate, design, language)
    document = pdfium.PdfDocument(pdf)
    assert len(document) == 1
    assert len(pdf) <= 250_000
    words = words_on(document[0])
    for said, (left, lower, right, upper) in words:
        assert INNER.x < left, said
        assert right < INNER.right, said
        assert INNER.y < lower, said
        assert upper < INNER.top, said
    for (one, a), (other, b) in combinations(words, 2):
        across = min(a[2], b[2]) - max(a[0], b[0])
        up = min(a[3], b[3]) - max(a[1], b[1])
        assert across < 0.5 or up < 0.5, f"{one!r} and {other!r} overlap"


@every_page
def test_the_name_can_be_read_back_from_the_file(
    certificate: Certificate, design: str, language: str
) -> None:
    said = text_of(render(certificate, design, language))
    if certificate is CASES["other letters"]:
        assert "□□□ Иван A" in said
    else:
        assert tidy(certificate.name).replace(" ", "") in said.replace(" ", "")
    assert unicodedata.is_normalized("NFC", said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_of_vietnamese_can_be_read_back(language: str) -> None:
    halves = VIETNAMESE[:80], VIETNAMESE[80:]
    certificate = finisher(name=halves[0], event_name=halves[1], organiser=VIETNAMESE)
    said = text_of(render(certificate, "classic", language)).replace(" ", "")
    assert set(VIETNAMESE) <= set(said)
    assert halves[0] in said
    assert halves[1] in said


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler is not installed")
def test_another_reader_reads_the_same_words() -> None:
    pdf = render(finisher(route=loop()), "classic", "vi")
    said = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    text = " ".join(said.stdout.decode().split())
    for words in ("GIẤY CHỨNG NHẬN", "Nguyễn Thị Ngọc Ánh", "Hữu Lũng vẻ đẹp thanh bình"):
        assert words in text


@pytest.mark.parametrize("what", ["no route", "a 400 m track", "a long address"])
def test_a_phone_reads_the_address_from_a_picture_of_the_page(what: str) -> None:
    page = pdfium.PdfDocument(render(CASES[what], "classic", "vi"))[0]
    picture = page.render(scale=1500 / page.get_width()).to_pil()
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [CASES[what].verify_url]


def test_an_address_in_capitals_is_read_as_it_was_given() -> None:
    address = "HTTPS://CHANG.EXAMPLE.VN/C/7XK4-D9QF-2M3H"
    page = pdfium.PdfDocument(render(finisher(verify_url=address), "classic", "en"))[0]
    picture = page.render(scale=1500 / page.get_width()).to_pil()
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [address]


@every_page
def test_every_font_travels_with_the_file(
    certificate: Certificate, design: str, language: str
) -> None:
    pdf = render(certificate, design, language)
    assert b"Helvetica" not in pdf
    assert pdf.count(b"/FontFile2") == pdf.count(b"/Type /FontDescriptor")
    assert b"ASCII85" not in pdf


def test_the_file_says_what_it_is() -> None:
    document = pdfium.PdfDocument(render(finisher(), "classic", "vi"))
    about = document.get_metadata_dict()
    assert about["Title"] == "Giấy chứng nhận – Nguyễn Thị Ngọc Ánh – Hữu Lũng vẻ đẹp thanh bình"
    assert about["Author"] == "Huyện Đoàn Hữu Lũng, tỉnh Lạng Sơn"
    assert about["Creator"] == "Chặng"
    assert "1:58:42" in about["Subject"]
    page = document[0]
    # A4 across: 297 by 210 mm.
    assert math.isclose(page.get_width() * 25.4 / 72, 297, abs_tol=0.1)
    assert math.isclose(page.get_height() * 25.4 / 72, 210, abs_tol=0.1)


def test_a_reader_is_told_the_language_and_to_show_the_title() -> None:
    assert b"/Lang (vi-VN)" in render(finisher(), "classic", "vi")
    assert b"/Lang (en-GB)" in render(finisher(), "classic", "en")
    assert b"/DisplayDocTitle true" in render(finisher(), "classic", "en")


_ELSEWHERE: Final = """
import hashlib
from race.certificates import render
from tests.certificates.finishers import finisher, loop
print(hashlib.sha256(render(finisher(route=loop()), "classic", "vi")).hexdigest())
"""


def test_equal_certificates_are_equal_bytes_in_every_process() -> None:
    here = render(finisher(route=loop()), "classic", "vi")
    assert render(finisher(route=loop()), "classic", "vi") == here
    there = subprocess.run(
        [sys.executable, "-c", _ELSEWHERE], capture_output=True, check=True, text=True
    )
    assert there.stdout.strip() == hashlib.sha256(here).hexdigest()


@settings(max_examples=30, deadline=None)
@given(
    name=st.text(max_size=90),
    event=st.text(max_size=160),
    team=st.none() | st.text(max_size=60),
    language=st.sampled_from(LANGUAGES),
)
def test_no_text_at_all_stops_a_certificate(
    name: str, event: str, team: str | None, language: str
) -> None:
    certificate = finisher(name=name, event_name=event, team=team, organiser=event, race_name=name)
    for _, (left, lower, right, upper) in words_on(
        pdfium.PdfDocument(render(certificate, "classic", language))[0]
    ):
        assert INNER.x < left <= right < INNER.right
        assert INNER.y < lower <= upper < INNER.top


def test_a_page_holds_no_more_than_it_has_room_for() -> None:
    with pytest.raises(ValueError, match="at most 3 standings"):
        finisher(standings=STANDINGS[:1] * 4)
    with pytest.raises(ValueError, match="at most 2 signatories"):
        finisher(signatories=SIGNATORIES[:1] * 3)
    with pytest.raises(ValueError, match="positive"):
        finisher(distance_m=math.nan)


def test_an_unknown_design_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(KeyError):
        render(finisher(), "baroque", "vi")
