"""The frozen document beside the results of now: equal, but for what is recorded to have changed.

1. The hash of the document is taken again.
2. The result of each runner in each race is as frozen, or a chain of late changes leads from the
   frozen one to it, or the runner was erased.
3. With the frozen results in the place of those of now, every board is ranked again: the places are
   as frozen, closed up where somebody was erased.
4. Certificates that stand are as frozen, but for runners of whom 2. tells why.

Who was in a unit is told by nobody's race number, so boards of units are ranked again only as long
as nobody was erased.
"""

import hashlib
import json
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from race.event import Event
from race.rankings import OVERALL, Filter, Line
from race.result import Result, Status
from race.services import boards, final_document
from race.services.boards import Board
from race.services.final_document import Results
from race.store import activities, audit, official, rulings
from race.store.database import Connection
from race.store.official import LateChangeRow, SnapshotRow

#: A result that is none: of somebody who has sent nothing.
_NONE: Final = Result(race="", bib="", status=Status.DNS)
#: What the trail says when a runner is erased.
_ERASED: Final = "entry.remove"

#: A race, and a bib in it.
Place = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Checked:
    """What the comparison found."""

    #: What differs and is not recorded, one English sentence each; empty when all is well.
    wrong: tuple[str, ...]
    #: The late changes, the first first.
    late: tuple[LateChangeRow, ...]
    #: How many runners were erased since.
    erased: int


def is_genuine(data: bytes, snapshot: SnapshotRow) -> bool:
    """Whether these bytes are what was frozen, by their hash."""
    return hashlib.sha256(data).hexdigest() == snapshot.sha256


def check(connection: Connection, event: Event, snapshot: SnapshotRow) -> Checked:
    """Compare what was frozen with the results of now."""
    late = official.changes(connection, event.id)
    if not is_genuine(snapshot.document, snapshot):
        wrong = "the kept document is not the one of which the hash was published"
        return Checked(wrong=(wrong,), late=tuple(late), erased=0)
    frozen = json.loads(snapshot.document)
    now = final_document.results_of(connection, event)
    then = _frozen_results(frozen)
    there = {line.bib for lines in now.lines.values() for line in lines}
    erased = audit.subjects(connection, event.id, _ERASED) & {bib for _, bib in then}
    found = _Comparison(
        frozen=frozen, then=then, now=now, late=_by_place(late), gone=erased - there
    )
    decided = _units_decided_about(connection, found, snapshot)
    wrong_here = (
        *_heads(found),
        *_results(found),
        *_places(found),
        *_units(found, decided),
        *_certificates(found),
    )
    return Checked(wrong=wrong_here, late=tuple(late), erased=len(found.gone))


@dataclass(frozen=True, kw_only=True)
class _Comparison:
    """Both sides, and what is recorded of the way from one to the other."""

    frozen: Mapping[str, Any]
    #: Every frozen result.
    then: Mapping[Place, Mapping[str, Any]]
    now: Results
    #: The late changes of each result that has any, the first first.
    late: Mapping[Place, Sequence[LateChangeRow]]
    #: Bibs that are frozen, and erased since as the trail says.
    gone: frozenset[str]


def _frozen_results(frozen: Mapping[str, Any]) -> dict[Place, dict[str, Any]]:
    found: dict[Place, dict[str, Any]] = {}
    for race in frozen["races"]:
        overall = f"{race['race']}-{OVERALL.key}"
        for board in race["boards"]:
            for row in board["standings"] if board["board"] == overall else ():
                told = {name: fact for name, fact in row.items() if name not in {"rank", "bib"}}
                found[race["race"], row["bib"]] = told
        for row in race["unranked"]:
            found[race["race"], row["bib"]] = _unranked(row["status"])
    return found


def _by_place(late: Sequence[LateChangeRow]) -> dict[Place, list[LateChangeRow]]:
    found: dict[Place, list[LateChangeRow]] = {}
    for row in late:
        found.setdefault((row.race, row.bib), []).append(row)
    return found


def _unranked(status: str) -> dict[str, Any]:
    return final_document.told_result(replace(_NONE, status=Status(status)))


def _heads(found: _Comparison) -> Iterator[str]:
    """What is the event's own."""
    event = found.now.event
    now = {"event": final_document.about(event), "rules": event.rules.to_dict()}
    for name, told in now.items():
        if final_document.written(told) != final_document.written(found.frozen[name]):
            yield f"the {name} of now and of then differ"
    races = {race.slug for race in event.races}
    if races != {race["race"] for race in found.frozen["races"]}:
        yield "the races of now and of then differ"


def _results(found: _Comparison) -> Iterator[str]:
    """Results that are neither as frozen nor where late changes lead."""
    then = found.then
    now = {
        (race, line.bib): final_document.told_result(line.result)
        for race, lines in found.now.lines.items()
        for line in lines
    }
    for place in sorted(then.keys() | now.keys()):
        race, bib = place
        if place not in now:
            if bib not in found.gone:
                yield f"{race} {bib}: frozen, and not there any more"
        elif place not in then:
            yield f"{race} {bib}: there now, and not frozen"
        else:
            yield from _led(place, then[place], now[place], found.late.get(place, ()))


def _led(
    place: Place,
    then: Mapping[str, Any],
    now: Mapping[str, Any],
    late: Sequence[LateChangeRow],
) -> Iterator[str]:
    """Whether late changes lead from `then` to `now`, each from where the one before it ended."""
    here = dict(then)
    for change in late:
        if _told(change.before) != here:
            yield f"{' '.join(place)}: a change before late change {change.id} is not recorded"
        here = _told(change.after)
    if here != now:
        yield f"{' '.join(place)}: {_short(here)} is recorded, {_short(now)} is there"


def _told(recorded: Mapping[str, Any]) -> dict[str, Any]:
    """A result as a late change recorded it, in the figures of the document."""
    if not recorded:
        return final_document.told_result(_NONE)
    time_s = recorded["time_s"]
    return {
        "status": recorded["status"],
        "time_s": None if time_s is None else int(time_s),
        "distance_m": round(recorded["distance_m"] or 0.0, 3),
        "finished": recorded["finished"],
        "runs": recorded["runs"],
    }


def _short(told: Mapping[str, Any]) -> str:
    return f"{told['status']} {told['time_s']} s {told['distance_m']} m {told['runs']} runs"


def _lines_then(found: _Comparison, race: str) -> list[Line]:
    """The runners of now with their frozen results."""
    then = found.then
    lines = [line for line in found.now.lines[race] if (race, line.bib) in then]
    return [replace(line, result=_result(race, line.bib, then[race, line.bib])) for line in lines]


def _result(race: str, bib: str, told: Mapping[str, Any]) -> Result:
    return Result(race=race, bib=bib, **{**told, "status": Status(told["status"])})


def _boards(found: _Comparison, *, of_units: bool) -> Iterator[tuple[Board, list[dict[str, Any]]]]:
    """Each board with its frozen lines."""
    frozen = {
        board["board"]: board["standings"]
        for race in found.frozen["races"]
        for board in race["boards"]
    }
    for board in boards.of_event(found.now.event):
        if (board.ranking.holds is None) is of_units:
            yield board, frozen.get(board.key, [])


def _places(found: _Comparison) -> Iterator[str]:
    """Places of runners that the frozen results do not give any more: somebody is on a board who
    was not, or the other way round."""
    for board, frozen in _boards(found, of_units=False):
        ranked = boards.standings(_lines_then(found, board.race.slug), board, Filter())
        now = {row.line.bib: row.rank for row in ranked}
        then = _closed_up({row["bib"]: row["rank"] for row in frozen}, found.gone)
        for bib in sorted(now.keys() | then.keys()):
            if now.get(bib) != then.get(bib):
                yield f"{board.key} {bib}: place {then.get(bib)} was frozen, now {now.get(bib)}"


def _closed_up(ranks: Mapping[str, int], gone: frozenset[str]) -> dict[str, int]:
    """Places by bib without those who are gone: everybody behind them moves up."""
    left = {bib: rank for bib, rank in ranks.items() if bib not in gone}
    in_order = sorted(left.values())
    return {bib: 1 + bisect_left(in_order, rank) for bib, rank in left.items()}


def _units(found: _Comparison, decided: frozenset[str | None]) -> Iterator[str]:
    """Units that are not as frozen; `decided` are those with runners about whom anything was
    decided since."""
    for board, frozen in _boards(found, of_units=True):
        then = {row["team"]: row for row in frozen}
        out = frozenset(slug for slug, row in then.items() if row["out"])
        for slug in sorted((out ^ found.now.out) - decided):
            if not found.gone:
                yield f"{board.key} {slug}: out of the competition or not, and nobody decided it"
        lines = _lines_then(found, board.race.slug)
        ranked = boards.team_standings(lines, found.now.event, out=out)
        now = {row.team.slug: final_document.team(row) for row in ranked}
        for slug in sorted(now.keys() | then.keys()):
            if now.get(slug) != then.get(slug) and not found.gone:
                yield f"{board.key} {slug}: {then.get(slug)} was frozen, now {now.get(slug)}"


def _units_decided_about(
    connection: Connection, found: _Comparison, snapshot: SnapshotRow
) -> frozenset[str | None]:
    """The units with runners about whom a referee has decided since."""
    event_id = snapshot.event_id
    said = rulings.of_event(connection, event_id)
    late = [run for run, rows in said.items() if rows[-1].decided_at >= snapshot.made_at]
    runs = [activities.get(connection, event_id, run) for run in late]
    bibs = {run.bib for run in runs if run is not None}
    everybody = (line for lines in found.now.lines.values() for line in lines)
    return frozenset(line.team for line in everybody if line.bib in bibs)


def _certificates(found: _Comparison) -> Iterator[str]:
    """Certificates that are not as frozen, of runners whose results are."""
    then = {(row["race"], row["bib"]): row for row in found.frozen["certificates"]}
    now = {
        (row.race, row.bib): final_document.certificate(found.now, row)
        for row in found.now.certificates
    }
    for place in sorted(then.keys() | now.keys()):
        told_why = place in found.late or place[1] in found.gone
        if now.get(place) != then.get(place) and not told_why:
            yield f"{' '.join(place)}: the certificate that stands is not the frozen one"
