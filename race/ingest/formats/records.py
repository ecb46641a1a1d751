"""JSON lists of flat objects, one a moment: how account exports write what sensors said."""

import re
from itertools import islice
from typing import Final

import numpy as np

from race.errors import NoActivity
from race.ingest.formats import jsons
from race.ingest.formats.channels import limited
from race.track import FloatArray

#: One object of such a list.
Record = dict[str, object]

#: Objects whose keys say what a list is: not every one has every key.
_LOOKED_AT: Final = 50
_START: Final = re.compile(r"\[\s*\{")
_FLAT: Final = re.compile(r"\{[^{}\[\]]*\}")
_KEY: Final = re.compile(r'"(\w+)"\s*:')


def keys(data: bytes) -> frozenset[str]:
    """All keys of the first objects of such a list, by the beginning of the file; none for
    anything else."""
    head = jsons.head(data)
    if _START.match(head) is None:
        return frozenset()
    first = islice(_FLAT.finditer(head), _LOOKED_AT)
    return frozenset(key for each in first for key in _KEY.findall(each[0]))


def load(data: bytes, title: str) -> list[Record]:
    """The objects of such a list, at least one.

    Raises MalformedFile, TooDeep, TooManyPoints, and NoActivity (fact format: `title`).
    """
    found = objects(jsons.load(data))
    if limited(len(found)) == 0:
        raise NoActivity(format=title)
    return found


def objects(value: object) -> list[Record]:
    """The objects in a list; none of anything else."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def column(found: list[Record], key: str) -> FloatArray:
    """One number of each object, as large as it may be; NaN where it has none."""
    return np.array([jsons.number(each.get(key)) for each in found], dtype=np.float64)
