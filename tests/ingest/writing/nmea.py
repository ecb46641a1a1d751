"""NMEA sentences in the words of the format."""

from functools import reduce
from operator import xor


def sentence(body: str) -> str:
    """A line of this body with its checksum."""
    return f"${body}*{reduce(xor, body.encode()):02X}\r\n"


def rmc(
    clock: str, place: str = "2130.0000,N,10630.0000,E", *, date: str = "081126", status: str = "A"
) -> str:
    """Position, speed (5 knots) and date at `clock` (060000.00)."""
    return sentence(f"GNRMC,{clock},{status},{place},5.0,0.0,{date},,,A")


def gga(clock: str, place: str = "2130.0000,N,10630.0000,E", *, ele: str = "30.5") -> str:
    """Position and height at `clock`."""
    return sentence(f"GPGGA,{clock},{place},1,09,0.9,{ele},M,-20.0,M,,")


def zda(clock: str, day: str = "08,11,2026") -> str:
    """The date at `clock`."""
    return sentence(f"GPZDA,{clock},{day},00,00")


def sample() -> bytes:
    """Three seconds of a log."""
    lines = [
        rmc(f"06000{n}.00", f"2130.000{n},N,10630.0000,E")
        + gga(f"06000{n}.00", f"2130.000{n},N,10630.0000,E")
        for n in range(3)
    ]
    return "".join(lines).encode()
