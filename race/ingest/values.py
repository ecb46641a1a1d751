"""Frozen dataclasses of numbers as JSON values, and back: NaN, which JSON has not, is null."""

import math
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeAlias, TypeVar, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")
#: A class of `dataclasses`, or any type that a field of one may have.
_Type: TypeAlias = Any


def plain(value: Any, digits: int | None = None) -> Any:
    """JSON values of a value; floats with so many significant digits, or every one of them."""
    if is_dataclass(value):
        return {f.name: plain(getattr(value, f.name), digits) for f in fields(value)}
    if isinstance(value, list | tuple):
        return [plain(each, digits) for each in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, float):
        return _number(value, digits)
    return value


def of(kind: type[T], values: Mapping[str, Any]) -> T:
    """The dataclass that `plain` wrote; a field that is missing is as its class says."""
    return cast("T", _maker(cast("_Type", kind))(values))


def _number(value: float, digits: int | None) -> float | None:
    if not math.isfinite(value):
        return None
    return value if digits is None else float(f"{value:.{digits}g}")


#: Makes a value of what `plain` wrote of it.
_Reader: TypeAlias = Callable[[Any], Any]


@cache
def _maker(kind: _Type) -> _Reader:
    """What makes a dataclass. Thousands of runs are read at once, each of dozens of values: the
    fields of a class are looked at once, and a value costs no call where JSON has it as it is."""
    hints = get_type_hints(kind)
    readers = {field.name: _reader(hints[field.name]) for field in fields(kind)}
    names = readers.keys()
    floats = [name for name, read in readers.items() if read is _float]
    made = [(n, read) for n, read in readers.items() if read not in {_as_it_is, _float}]

    def make(values: Mapping[str, Any]) -> Any:
        known = values.keys() <= names
        given = dict(values) if known else {n: v for n, v in values.items() if n in names}
        for name in floats:
            if name in given and type(given[name]) is not float:
                given[name] = _float(given[name])
        for name, read in made:
            if name in given:
                given[name] = read(given[name])
        return kind(**given)

    return make


def _reader(kind: _Type) -> _Reader:
    if isinstance(kind, UnionType):
        (inner,) = (_reader(each) for each in get_args(kind) if each is not NoneType)
        return lambda value: None if value is None else inner(value)
    if cast("object", get_origin(kind)) is tuple:
        each = _reader(get_args(kind)[0])
        return tuple if each is _as_it_is else lambda values: tuple(map(each, values))
    if is_dataclass(kind):
        return _maker(cast("_Type", kind))
    if kind is float:
        return _float
    reader: _Reader = kind  # an Enum
    return _as_it_is if kind in {int, str, bool} else reader


def _as_it_is(value: Any) -> Any:
    """What JSON has too."""
    return value


def _float(value: float | None) -> float:
    # JSON of other makers writes 3 for 3.0.
    return math.nan if value is None else float(value)
