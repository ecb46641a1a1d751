"""What is official, as one JSON document: every board, every status, every certificate that stands.

It is written in one way only, so that its SHA-256 can be taken by anybody: UTF-8, members sorted by
name, no space between tokens, seconds whole, metres to the millimetre, whole numbers without a
point, a line feed at the end.

Runners are in it by their race numbers alone. Somebody may have themselves erased at any time, and
a number of which nothing is known any more is nobody; were there names, the document would have to
change, and its hash with it. For the same reason nobody's unit is told: the boards of units count.
The code of a certificate leads to a full name, so those of runners whose names the boards shorten
are left out; their serials tell them apart.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from race.certificates.signature import canonical
from race.course import Race
from race.event import Event
from race.leaderboard import Standing, TeamStanding
from race.rankings import Filter, Line
from race.result import Result, Status
from race.services import boards, cards, entries
from race.services.boards import Board
from race.store import certificates
from race.store import entries as entry_rows
from race.store.certificates import CertificateRow
from race.store.database import Connection

#: What such a document calls itself.
FORMAT: Final = "chang final results 1"


@dataclass(frozen=True, kw_only=True)
class Results:
    """The results of an event at one moment."""

    event: Event
    #: Everybody entered, by the slug of the race.
    lines: Mapping[str, Sequence[Line]]
    #: Slugs of the units that cards took out.
    out: frozenset[str]
    #: The certificates that stand, by their serials.
    certificates: Sequence[CertificateRow]
    #: Bibs of those whose names are shortened.
    masked: frozenset[str]


def results_of(connection: Connection, event: Event) -> Results:
    """The results as they are now."""
    issued = certificates.of_event(connection, event.id)
    people = entry_rows.of_event(connection, event.id)
    return Results(
        event=event,
        lines={race.slug: boards.lines(connection, event, race) for race in event.races},
        out=cards.teams_out(connection, event),
        certificates=[c for c in issued if c.replaced_by is None and c.revoked_at is None],
        masked=frozenset(row.bib for row in people if entries.is_masked(event, row)),
    )


def document(found: Results, made_at: datetime) -> dict[str, Any]:
    """The results as JSON values."""
    return {
        "format": FORMAT,
        "made_at": _moment(found.event, made_at),
        "event": about(found.event),
        "rules": found.event.rules.to_dict(),
        "races": [_race(found, race) for race in found.event.races],
        "certificates": [certificate(found, row) for row in found.certificates],
    }


def written(told: Mapping[str, Any]) -> bytes:
    """The one way in which a document is written."""
    return canonical(told) + b"\n"


def about(event: Event) -> dict[str, Any]:
    """Which event it is."""
    return {
        "slug": event.slug,
        "name": event.name,
        "organiser": event.organiser,
        "place": event.place,
        "starts_at": _moment(event, event.window.starts_at),
        "ends_at": _moment(event, event.window.ends_at),
        "timezone": event.window.timezone,
    }


def told_result(result: Result) -> dict[str, Any]:
    """A result on a board."""
    return {
        "status": result.status.value,
        "time_s": result.time_s,
        "distance_m": round(result.distance_m, 3),
        "finished": result.finished,
        "runs": result.runs,
    }


def team(row: TeamStanding) -> dict[str, Any]:
    """A unit on a board."""
    return {
        "rank": row.rank,
        "team": row.team.slug,
        "active": row.active,
        "size": row.size,
        "distance_m": round(row.distance_m, 3),
        "out": row.out,
    }


def certificate(found: Results, row: CertificateRow) -> dict[str, Any]:
    """A certificate that stands."""
    return {
        "code": None if row.bib in found.masked else row.code,
        "serial": row.serial,
        "race": row.race,
        "bib": row.bib,
    }


def _race(found: Results, race: Race) -> dict[str, Any]:
    everybody = found.lines[race.slug]
    of_race = [board for board in boards.of_event(found.event) if board.race == race]
    unranked = [line for line in everybody if line.result.status is not Status.OK]
    return {
        "race": race.slug,
        "name": race.name,
        "kind": race.kind.value,
        "distance_m": race.distance_m,
        "boards": [{"board": b.key, "standings": _standings(found, b)} for b in of_race],
        "unranked": [
            {"bib": line.bib, "status": line.result.status.value}
            for line in sorted(unranked, key=lambda line: line.bib)
        ],
    }


def _standings(found: Results, board: Board) -> list[dict[str, Any]]:
    everybody = found.lines[board.race.slug]
    if board.ranking.holds is None:
        ranked = boards.team_standings(everybody, found.event, out=found.out)
        return [team(row) for row in ranked]
    return [_standing(row) for row in boards.standings(everybody, board, Filter())]


def _standing(row: Standing) -> dict[str, Any]:
    return {"rank": row.rank, "bib": row.line.bib, **told_result(row.line.result)}


def _moment(event: Event, moment: datetime) -> str:
    return moment.astimezone(event.window.zone).isoformat(timespec="seconds")
