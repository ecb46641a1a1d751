"""The results of an event as one table, for spreadsheets and reports."""

import csv
import io
from collections.abc import Iterator
from typing import Final

from race import i18n, units
from race.course import Race
from race.event import Event
from race.i18n import N_
from race.rankings import OVERALL, Filter, Line
from race.result import Status
from race.services import boards
from race.store.database import Connection

_HEAD: Final = (
    N_("Race"),
    N_("Rank"),
    N_("BIB"),
    N_("Name"),
    N_("Sex"),
    N_("Age group"),
    N_("Unit"),
    N_("Status"),
    N_("Distance (km)"),
    N_("Time"),
    N_("Pace"),
    N_("Runs"),
    N_("Finished"),
)
#: A cell that begins with one of these is a formula to a spreadsheet (OWASP, CSV injection).
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def as_csv(connection: Connection, event: Event, *, language: str, separator: str) -> str:
    """Every runner in every race; begins with a byte order mark, so that Excel shows Vietnamese."""
    target = io.StringIO()
    writer = csv.writer(target, delimiter=separator, lineterminator="\r\n")
    writer.writerow([i18n.translate(title, language) for title in _HEAD])
    for race in event.races:
        for row in _rows(boards.lines(connection, event, race), race, language):
            writer.writerow([harmless(cell) for cell in row])
    return "\ufeff" + target.getvalue()


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _rows(lines: list[Line], race: Race, language: str) -> Iterator[list[str]]:
    board = boards.Board(race=race, ranking=OVERALL)
    ranked = boards.standings(lines, board, Filter())
    ranks = {standing.line.bib: standing.rank for standing in ranked}
    for line in sorted(lines, key=lambda ln: (ranks.get(ln.bib, len(lines) + 1), ln.bib)):
        result = line.result
        ok = result.status is Status.OK
        yield [
            race.name,
            str(ranks.get(line.bib, "")),
            line.bib,
            line.name,
            line.sex.value,
            boards.group_of(line),
            line.team_name or "",
            result.status.value,
            i18n.number(result.distance_m / 1000, language, 2) if ok else "",
            units.clock(result.time_s) if result.time_s is not None else "",
            units.pace(result.pace_s_per_km) if ok else "",
            str(result.runs),
            "1" if result.finished else "0",
        ]
