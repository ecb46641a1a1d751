"""Certificates to test with: one good one, changed field by field."""

import unicodedata
from dataclasses import replace
from datetime import date
from typing import Any, Final

import numpy as np
import pypdfium2 as pdfium

from race.certificates import Certificate, KmMark, RoutePicture, Signatory, Standing

#: All letters of Vietnamese, built from the alphabet and its five tone marks, in both cases.
VIETNAMESE: Final = "".join(
    case(unicodedata.normalize("NFC", vowel + tone))
    for case in (str, str.upper)
    for vowel in "aăâeêioôơuưy"
    for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
) + "bcdđghklmnpqrstvxBCDĐGHKLMNPQRSTVX"  # fmt: skip

STANDINGS: Final = (
    Standing(kind="overall", rank=127, total=3480),
    Standing(kind="sex", label="women", rank=18, total=1205),
    Standing(kind="age_group", label="30-39", rank=7, total=412),
)
SIGNATORIES: Final = (
    Signatory(title="Trưởng Ban Tổ chức", name="Lương Đình Chung"),
    Signatory(title="Giám đốc đường chạy", name="Trần Quỳnh Nguyệt Vỹ"),
)
_GOOD: Final = Certificate(
    event_name="Hữu Lũng vẻ đẹp thanh bình",
    organiser="Huyện Đoàn Hữu Lũng, tỉnh Lạng Sơn",
    place="Hữu Lũng",
    name="Nguyễn Thị Ngọc Ánh",
    bib="02026",
    team="Đoàn xã Hữu Liên",
    race_name="Bán marathon",
    kind="single",
    distance_m=21097.5,
    time_s=7122,
    pace_s_per_km=337.6,
    standings=STANDINGS,
    issued_on=date(2026, 11, 23),
    signatories=SIGNATORIES,
    code="7XK4-D9QF-2M3H",
    verify_url="https://chang.example.vn/c/7XK4-D9QF-2M3H",
)


def finisher(**changes: Any) -> Certificate:
    """A finisher of a half marathon, all signed and ranked, without a route."""
    return replace(_GOOD, **changes)


def collector(**changes: Any) -> Certificate:
    """Somebody who collected 50 km in nine runs."""
    facts = {"race_name": "Hành trình 50 km", "kind": "collected", "distance_m": 50_000.0}
    run = {"covered_m": 52_341.0, "runs": 9, "time_s": 18_700.0, "pace_s_per_km": 357.3}
    return replace(_GOOD, **{**facts, **run, **changes})


def loop(radius_m: float = 800.0, **changes: Any) -> RoutePicture:
    """A circle run once, with a hill and four kilometre stones."""
    angle = np.linspace(0, 2 * np.pi, 721)
    way = radius_m * angle
    marks = tuple(
        KmMark(
            label=str(km),
            east_m=radius_m * float(np.cos(km * 1000 / radius_m)),
            north_m=radius_m * float(np.sin(km * 1000 / radius_m)),
        )
        for km in range(1, 5)
    )
    circle = RoutePicture(
        east_m=radius_m * np.cos(angle),
        north_m=radius_m * np.sin(angle),
        km_marks=marks,
        distance_m=way,
        ele_m=100 + 60 * np.sin(angle),
        ascent_m=120.0,
    )
    return replace(circle, **changes)


def path(east: Any, north: Any, **changes: Any) -> RoutePicture:
    """A route through places, without a profile."""
    east_m, north_m = np.asarray(east, dtype=np.float64), np.asarray(north, dtype=np.float64)
    return RoutePicture(east_m=east_m, north_m=north_m, **changes)


def text_of(pdf: bytes) -> str:
    """The words of a page as another program reads them, lines joined by a space."""
    return " ".join(pdfium.PdfDocument(pdf)[0].get_textpage().get_text_range().split())
