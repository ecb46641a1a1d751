"""Zepp, once Mi Fit: the list of workouts in the export of an account.

``SPORT/SPORT_<stamp>.csv`` has a workout a row, and there are no tracks anywhere in the export.
Newer ones leave columns out or add some; they are known by their names.
"""

import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO, Final

from race.activity import Sport, Stated, Summary
from race.errors import NoActivity
from race.ingest.formats import tables
from race.ingest.formats.exports import known, limited, positive
from race.ingest.formats.times import epoch_s

_APP: Final = "Zepp"
_HEAD: Final = 4_096
#: The numbers on which converters of this app's data agree; the others mean what nobody wrote down.
_SPORTS: Final[Mapping[str, Sport]] = {"1": Sport.RUN, "9": Sport.RIDE}
_NEEDED: Final = frozenset({"type", "startTime", "sportTime(s)"})


def sniff(data: bytes) -> bool:
    """The first line names the columns of workouts."""
    line = tables.decoded(data[:_HEAD]).partition("\n")[0]
    return _NEEDED.issubset(field.strip(' "') for field in re.split(r"[,;\t]", line))


def read(stream: BinaryIO, name: str) -> Iterator[Summary]:
    """The workouts, row by row; `name` is not needed.

    Raises NoActivity (no such table), MalformedFile and TooManyRuns.
    """
    rows = tables.stream(stream)
    names = [each.strip() for each in next(rows, [])]
    if not _NEEDED.issubset(names):
        raise NoActivity(format=_APP)
    return limited(_summary(dict(zip(names, row, strict=False))) for row in rows)


def _summary(row: Mapping[str, str]) -> Summary:
    began, zone_known = epoch_s(row.get("startTime", ""))
    stated = Stated(
        sport=_SPORTS.get(row.get("type", "").strip(), Sport.UNKNOWN),
        app=_APP,
        distance_m=positive(tables.number(row.get("distance(m)", ""))),
        timer_s=positive(tables.number(row.get("sportTime(s)", ""))),
        started_at=known(began),
    )
    return Summary(stated=stated, zone_known=zone_known)
