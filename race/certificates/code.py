"""The code of a certificate: 60 random bits, written so that people can read and type them."""

import re
from typing import Final

#: Crockford's base 32 (2002): no I, L, O or U.
_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
#: What readers take for a digit, and which they mean.
_MISREAD: Final = str.maketrans("OIL", "011")
_GROUP: Final = 4
_LETTERS: Final = 12
_BITS: Final = _LETTERS * 5


def new_code(random_bytes: bytes) -> str:
    """ "7XK4-D9QF-2M3H" from the first 60 bits of `random_bytes`; ValueError for fewer than 8."""
    if len(random_bytes) * 8 < _BITS:
        raise ValueError("a code takes at least 8 random bytes")
    number = int.from_bytes(random_bytes[:8], "big") >> (64 - _BITS)
    letters = (_ALPHABET[number >> shift & 31] for shift in range(_BITS - 5, -1, -5))
    return _grouped("".join(letters))


def normal_code(text: str) -> str | None:
    """A code as people type it, as it is stored; None when it cannot be one.

    Small letters, missing or other dashes, spaces, and O, I or L for a digit are all understood.
    """
    letters = re.sub(r"[\s\-‐-―−_.]", "", text).upper().translate(_MISREAD)
    known = len(letters) == _LETTERS and all(letter in _ALPHABET for letter in letters)
    return _grouped(letters) if known else None


def _grouped(letters: str) -> str:
    return "-".join(letters[i : i + _GROUP] for i in range(0, len(letters), _GROUP))
