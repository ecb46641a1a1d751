import math
import unicodedata
from typing import get_args

import fontpkg
import pytest
from fontTools.ttLib import TTFont as FontFile
from hypothesis import given
from hypothesis import strategies as st

from race.certificates.fonts import CUTS, UNKNOWN, Face, font, has
from race.certificates.shapes import INK
from race.certificates.text import Style, fit, fit_two, runs, width
from tests.certificates.finishers import VIETNAMESE

FACES: tuple[Face, ...] = get_args(Face)
NAME = Style(face="name", size=40, colour=INK)


@pytest.mark.parametrize("face", FACES)
def test_every_face_draws_every_letter_of_vietnamese_by_itself(face: Face) -> None:
    assert [letter for letter in VIETNAMESE if not has(face, letter)] == []


def test_the_alphabet_of_these_tests_is_whole() -> None:
    # 12 vowels in 6 tones and 17 consonants, in both cases.
    assert len(set(VIETNAMESE)) == 2 * (12 * 6 + 17)
    assert sum(ord(letter) > 127 for letter in VIETNAMESE) == 134


@pytest.mark.parametrize("face", ["title", "name"])
def test_the_serif_is_cut_in_the_weight_that_was_asked_for(face: Face) -> None:
    cut = CUTS[face]
    style = "italic" if cut.italic else "normal"
    variable = FontFile(str(fontpkg.path(cut.family, cut.weight, style=style)))
    # The variable file is drawn at its default weight of 400 by whoever does not read its axis.
    assert variable["fvar"].axes[0].defaultValue == 400
    regular = variable["hmtx"][variable.getBestCmap()[ord("m")]][0]
    per_em = variable["head"].unitsPerEm
    assert font(face).stringWidth("m", per_em) > regular
    assert font(face).face.name.decode().endswith(str(cut.weight))


def test_the_serif_keeps_the_time_stamp_of_its_source() -> None:
    source = FontFile(str(fontpkg.path("playfair-display", 700)))["head"].modified
    cut = font("title").face
    cut.seek_table("head", 28)  # LONGDATETIME modified, behind eight shorter fields
    assert cut.read_ulong() << 32 | cut.read_ulong() == source


def test_composed_and_decomposed_letters_are_drawn_alike() -> None:
    assert runs(unicodedata.normalize("NFD", "Nguyễn Thị Ngọc Ánh"), "name") == (
        ("name", "Nguyễn Thị Ngọc Ánh"),
    )


def test_characters_that_nobody_sees_are_gone() -> None:
    hidden = "\u202eVi\u200b \u0000\ufeff\tÁ\u2069\n"
    assert runs(hidden, "name") == (("name", "Vi Á"),)


def test_a_letter_that_a_face_lacks_comes_from_its_fallback() -> None:
    assert not has("sans", "И")
    assert runs("số И", "sans") == (("sans", "số "), ("title", "И"))


def test_a_letter_that_no_face_has_is_a_box_and_never_a_blank() -> None:
    assert runs("王 Á", "name") == (
        ("name", f"{UNKNOWN}{UNKNOWN} Á".replace(UNKNOWN * 2, UNKNOWN)),
    )
    assert runs("\N{CIRCLED LATIN CAPITAL LETTER A}", "name") == (("name", "A"),)


def test_a_picture_in_a_name_is_left_out_unless_it_is_the_name() -> None:
    assert runs("Vi \N{RUNNER} Á", "name") == (("name", "Vi Á"),)
    assert runs("\N{RUNNER}", "name") == (("name", UNKNOWN),)


@given(st.text(max_size=60), st.sampled_from(FACES))
def test_whatever_is_left_of_a_text_can_be_drawn(text: str, face: Face) -> None:
    for used, piece in runs(text, face):
        assert all(has(used, character) for character in piece)


@given(st.text(max_size=120), st.floats(min_value=20, max_value=800))
def test_fitted_words_never_leave_their_room(text: str, room: float) -> None:
    one = fit(text, NAME, room=room)
    two = fit_two(text, NAME, room=room, least=26, two=0.75)
    for fitted in (one, two):
        assert fitted.style.size <= NAME.size
        assert all(width(line, fitted.style) <= room * (1 + 1e-9) for line in fitted.lines)


@given(st.text(max_size=80))
def test_two_lines_lose_no_letter(text: str) -> None:
    two = fit_two(text, NAME, room=60, least=NAME.size, two=0.75)
    whole = "".join(piece for _, piece in runs(text, "name")).replace(" ", "")
    said = "".join(p for line in two.lines for _, p in runs(line, "name")).replace(" ", "")
    assert said.replace(UNKNOWN, "") == whole.replace(UNKNOWN, "")


def test_a_short_name_keeps_its_size_and_a_long_one_is_broken_at_a_space() -> None:
    assert fit_two("Vi Á", NAME, room=490, least=26, two=0.75).style == NAME
    long = fit_two("Nguyễn Hoàng Tường Khánh Quỳnh Phương Uyên", NAME, room=400, least=30, two=0.75)
    assert " ".join(long.lines) == "Nguyễn Hoàng Tường Khánh Quỳnh Phương Uyên"
    assert len(long.lines) == 2


def test_a_line_is_rather_broken_after_a_comma() -> None:
    text = "Huyện Đoàn Hữu Lũng, tỉnh Lạng Sơn mến yêu"
    assert fit_two(text, NAME, room=200, least=39, two=1).lines[0].endswith(",")


def test_tracking_opens_every_gap_and_none_at_the_end() -> None:
    wide = Style(face="sans", size=10, colour=INK, tracking=0.5)
    plain = Style(face="sans", size=10, colour=INK)
    assert math.isclose(width("abcd", wide) - width("abcd", plain), 3 * 0.5 * 10)
    assert width("", wide) == 0
