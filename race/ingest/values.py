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
    return kind(
        **{
            name: read(values[name])
            for name, read in _fields(cast("_Type", kind))
            if name in values
        }
    )


def _number(value: float, digits: int | None) -> float | None:
    if not math.isfinite(value):
        return None
    return value if digits is None else float(f"{value:.{digits}g}")


@cache
def _fields(kind: _Type) -> tuple[tuple[str, Callable[[Any], Any]], ...]:
    hints = get_type_hints(kind)
    return tuple((field.name, _reader(hints[field.name])) for field in fields(kind))


def _reader(kind: _Type) -> Callable[[Any], Any]:
    if isinstance(kind, UnionType):
        (inner,) = (_reader(each) for each in get_args(kind) if each is not NoneType)
        return lambda value: None if value is None else inner(value)
    if cast("object", get_origin(kind)) is tuple:
        each = _reader(get_args(kind)[0])
        return lambda values: tuple(map(each, values))
    if is_dataclass(kind):
        inside: _Type = kind
        return lambda values: of(inside, values)
    if kind is float:
        return lambda value: math.nan if value is None else float(value)
    reader: Callable[[Any], Any] = kind  # int, str, bool, an Enum
    return reader
