"""The checksum of FIT files: CRC-16 with the polynomial 0x8005 reflected, begun at 0.

A CRC is linear over exclusive or. Two words become one, the first moved past the second, and the
words of a file fold in half until one is left: some twenty passes of numpy instead of a loop over
every byte. The FIT protocol defines the sum, https://developer.garmin.com/fit/protocol/
"""

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

_POLYNOMIAL: Final = 0xA001
#: Bytes folded at once, an even number: numpy needs some five times as much while it folds.
_BLOCK: Final = 1 << 20

_Words = NDArray[np.uint16]


def crc16(data: bytes | memoryview) -> int:
    """The checksum of `data`; 0 for what ends in its own checksum, low byte first."""
    rest = memoryview(data)
    state = 0
    while len(rest) > 1:
        block = rest[: min(_BLOCK, len(rest) & ~1)]
        words = np.frombuffer(block, "<u2").copy()
        words[0] ^= state
        state = _folded(words)
        rest = rest[len(block) :]
    for byte in rest:
        state = (state >> 8) ^ int(_past_byte()[(state ^ byte) & 0xFF])
    return state


def _folded(words: _Words) -> int:
    level = 0
    while len(words) > 1:
        if len(words) % 2:
            words = np.append(np.uint16(0), words)  # zeros in front change nothing
        words = _past(level)[words[::2]] ^ words[1::2]
        level += 1
    return int(_past(0)[words[0]])


@cache
def _past(level: int) -> _Words:
    """Every state after 2 ** `level` words of zeros."""
    if level:
        half = _past(level - 1)
        return half[half]
    states = np.arange(1 << 16, dtype=np.uint16)
    for _ in range(16):
        states = np.where(states & 1, (states >> 1) ^ np.uint16(_POLYNOMIAL), states >> 1)
    return states


@cache
def _past_byte() -> _Words:
    """Every state of one byte after eight bits of zeros."""
    states = np.arange(1 << 8, dtype=np.uint16)
    for _ in range(8):
        states = np.where(states & 1, (states >> 1) ^ np.uint16(_POLYNOMIAL), states >> 1)
    return states
