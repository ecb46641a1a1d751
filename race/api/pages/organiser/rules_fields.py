"""Numbers of rules as people type them, and as the form writes them: the same both ways, exactly.

Decimals are read with a comma or a point, for both are typed in Viet Nam, and phones offer either.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from race.i18n import N_


class Quantity(StrEnum):
    """What a number is, and so how it is typed."""

    #: Minutes and seconds for one kilometre: "4:30".
    PACE = "pace"
    #: "30", "30,5" or "30:15".
    MINUTES = "minutes"
    #: "72", "1,5" or "1:30".
    HOURS = "hours"
    #: "42,2".
    KILOMETRES = "km"
    METRES = "metres"
    #: "1" for a hundredth.
    PERCENT = "percent"
    #: A whole number.
    COUNT = "count"


@dataclass(frozen=True, kw_only=True)
class NumberField:
    """One number of the rules."""

    quantity: Quantity
    #: What is taken, SI, both ends too.
    low: float
    high: float
    #: Left empty it means that there is no limit; else it has to be filled in.
    optional: bool = True


_PACE: Final = NumberField(quantity=Quantity.PACE, low=60, high=7200)
_WAY: Final = NumberField(quantity=Quantity.KILOMETRES, low=100, high=1_000_000)

#: The numbers of `race.rules.Rules`, in the order of the form.
NUMBERS: Final[Mapping[str, NumberField]] = {
    "pace_fast_s": _PACE,
    "pace_slow_s": _PACE,
    "walk_slow_s": _PACE,
    "km_review_s": _PACE,
    "km_reject_s": _PACE,
    "burst_review_s": _PACE,
    "burst_m": NumberField(quantity=Quantity.METRES, low=300, high=500, optional=False),
    "min_distance_m": _WAY,
    "max_distance_m": _WAY,
    "distance_tolerance": NumberField(quantity=Quantity.PERCENT, low=0, high=0.5, optional=False),
    "upload_within_s": NumberField(quantity=Quantity.HOURS, low=600, high=366 * 86_400),
    "max_pause_s": NumberField(quantity=Quantity.MINUTES, low=60, high=86_400),
    "runs_per_day": NumberField(quantity=Quantity.COUNT, low=1, high=100),
    "day_distance_m": _WAY,
}

#: What a number of each kind is written in, "" for nothing; words are msgids.
UNITS: Final[Mapping[Quantity, str]] = {
    Quantity.PACE: N_("min:s /km"),
    Quantity.MINUTES: N_("minutes"),
    Quantity.HOURS: N_("hours"),
    Quantity.KILOMETRES: "km",
    Quantity.METRES: "m",
    Quantity.PERCENT: "%",
    Quantity.COUNT: "",
}

#: What is said under a field that holds something else; facts: low, high (SI).
ASKED_FOR: Final[Mapping[Quantity, str]] = {
    Quantity.PACE: N_("Write minutes and seconds, such as 4:30, from {low:pace} to {high:pace}."),
    Quantity.MINUTES: N_("Write minutes, from {low:minutes} to {high:minutes}."),
    Quantity.HOURS: N_(
        "Write hours, such as 72, from 0:10 (ten minutes) to {high:hours} (a year)."
    ),
    Quantity.KILOMETRES: N_("Write kilometres, from {low:race} to {high:race}."),
    Quantity.METRES: N_("Write metres, from {low:number} to {high:number}."),
    Quantity.PERCENT: N_("Write how many per cent, from 0 to 50."),
    Quantity.COUNT: N_("Write a whole number, from {low:number} to {high:number}."),
}

#: Seconds of the first part of a time, and SI of one in every other kind.
_FIRST: Final = {Quantity.PACE: 60, Quantity.MINUTES: 60, Quantity.HOURS: 3600}
_ONE: Final = {
    Quantity.KILOMETRES: Decimal(1000),
    Quantity.METRES: Decimal(1),
    Quantity.PERCENT: Decimal("0.01"),
    Quantity.COUNT: Decimal(1),
}
#: Longer numbers are none that a rule may be; a float has 17 digits at most.
_DECIMAL: Final = re.compile(r"\d{1,9}(?:[.,]\d{1,25})?", re.ASCII)
_TIME: Final = re.compile(r"(\d{1,5}):([0-5]?\d)(?::([0-5]\d))?(?:[.,](\d{1,25}))?", re.ASCII)
#: Paces as they are written elsewhere: 4'30", 4’30, 4p30, and 4.30 from keyboards without a colon.
_PACE_MARKS: Final = re.compile(r"(\d{1,3})[:'’′.,p](\d\d)(?:\"|”|″|'')?", re.ASCII)
_UNIT: Final = re.compile(
    r"\s*(?:/\s*km|km|m|%|phút|giờ|h|min|minutes?|hours?|bài)\s*\Z", re.IGNORECASE
)


def typed(quantity: Quantity, value: float, lang: str) -> str:
    """A number as the form writes it: "4:30", "42,2", "72"; `meant` reads it back as it was."""
    exact = Decimal(repr(value))
    if quantity in _ONE:
        return plain(exact / _ONE[quantity], lang)
    return _time(quantity, exact, lang)


def meant(quantity: Quantity, text: str) -> float:
    """The number that somebody typed, SI; ValueError when it is none."""
    bare = _UNIT.sub("", text).strip()
    if quantity is Quantity.COUNT:
        if not re.fullmatch(r"\d{1,9}", bare, re.ASCII):
            raise ValueError("no whole number")
        return int(bare)
    if quantity in _ONE:
        return float(decimal(bare) * _ONE[quantity])
    return float(_seconds(quantity, bare))


def plain(number: Decimal, lang: str) -> str:
    """A number without an exponent or idle zeros, its decimals behind the mark of the language."""
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace(".", ",") if lang == "vi" else text


def decimal(text: str) -> Decimal:
    """What "42,2" or "42.2" is; ValueError when it is no number."""
    if not _DECIMAL.fullmatch(text):
        raise ValueError("no number")
    return Decimal(text.replace(",", "."))


def _time(quantity: Quantity, seconds: Decimal, lang: str) -> str:
    """ "72" hours, "30" minutes; more exactly where it has to be: "1:30", "30:15", "1:00:05"."""
    first = _FIRST[quantity]
    whole, rest = divmod(seconds, first)
    if not rest and quantity is not Quantity.PACE:
        return plain(whole, lang)
    minutes, left = divmod(rest, 60)
    full = int(left)
    tail = f"{full:02d}" + plain(left - full, lang)[1:]
    if quantity is not Quantity.HOURS:
        return f"{whole}:{tail}"
    return f"{whole}:{minutes:02.0f}" + (f":{tail}" if left else "")


def _seconds(quantity: Quantity, text: str) -> Decimal:
    first = _FIRST[quantity]
    if quantity is Quantity.PACE:
        marked = _PACE_MARKS.fullmatch(text)
        text = f"{marked[1]}:{marked[2]}" if marked else text
    match = _TIME.fullmatch(text)
    if match is None:
        number = decimal(text)
        if quantity is Quantity.PACE and number % 1:
            raise ValueError("half a minute, or 5 seconds?")
        return number * first
    if match[3] and quantity is not Quantity.HOURS:
        raise ValueError("hours where minutes are asked for")
    steps = (first, first // 60, first // 3600)
    if match[4] and not (match[3] or first == 60):
        raise ValueError("parts of a minute are seconds")
    parts = (Decimal(part or 0) for part in match.groups()[:3])
    whole = sum((part * step for part, step in zip(parts, steps, strict=True)), Decimal(0))
    return whole + Decimal(f"0.{match[4] or 0}")
