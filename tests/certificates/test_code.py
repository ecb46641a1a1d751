import pytest
from hypothesis import given
from hypothesis import strategies as st

from race.certificates.code import new_code, normal_code


def test_a_code_is_sixty_bits_in_three_groups_of_four() -> None:
    assert new_code(bytes(8)) == "0000-0000-0000"
    assert new_code(b"\xff" * 8) == "ZZZZ-ZZZZ-ZZZZ"


def test_the_digits_of_a_code_have_the_values_of_crockfords_base_32() -> None:
    # 0x08 0x86 0x42 0x98 0xE8 … in groups of five bits: 1, 2, 3, 4, 5, 6, 7, 8 and zeros.
    number = int(
        "".join(f"{n:05b}" for n in (1, 2, 3, 10, 17, 18, 20, 22, 27, 31, 0, 16)) + "0000", 2
    )
    assert new_code(number.to_bytes(8, "big")) == "123A-HJMP-VZ0G"


def test_too_little_chance_makes_no_code() -> None:
    with pytest.raises(ValueError, match="8 random bytes"):
        new_code(bytes(7))


@pytest.mark.parametrize(
    "typed",
    [
        "7XK4-D9QF-2M01",
        "7xk4d9qf2m01",
        " 7XK4 D9QF 2M01 ",
        "7xk4–d9qf–2moi",
        "7XK4‑D9QF‑2MOL",
        "7XK4_D9QF.2M01\n",
    ],
)
def test_a_code_is_understood_however_it_is_typed(typed: str) -> None:
    assert normal_code(typed) == "7XK4-D9QF-2M01"


@pytest.mark.parametrize(
    "typed",
    ["", "7XK4-D9QF-2M0", "7XK4-D9QF-2M011", "7XK4-D9QF-2M0U", "7XK4-D9QF-2M0Đ", "٧XK4D9QF2M01"],
)
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert normal_code(typed) is None


@given(st.binary(min_size=8, max_size=16))
def test_every_code_is_its_own_normal_form_in_small_letters_too(random_bytes: bytes) -> None:
    code = new_code(random_bytes)
    assert normal_code(code) == code
    assert normal_code(code.lower().replace("-", "")) == code


@given(st.text(max_size=40))
def test_no_text_at_all_raises(typed: str) -> None:
    assert normal_code(typed) is None or len(typed) >= 12
