"""Who runs: entries, and the races that each is entered in."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, Select, func, or_, select

from race.i18n import fold, tidy
from race.store import rows, sequences
from race.store.tables import entries, entry_races

#: Digits of a race number.
BIB_DIGITS: Final = 5


@dataclass(frozen=True, kw_only=True)
class EntryRow:
    """One runner in one event."""

    event_id: str
    #: The race number, unique in the event.
    bib: str
    name: str
    #: "F", "M" or "X".
    sex: str
    #: One of the two is known.
    birth_date: date | None
    birth_year: int | None
    #: Slug of a unit; None runs for nobody.
    team: str | None
    phone: str | None
    email: str | None
    #: Of the secret in the personal link.
    token_sha256: str
    #: Metres that are hidden at both ends of every public track, beyond what all have hidden.
    privacy_extra_m: float
    consent_at: datetime
    entered_at: datetime
    #: Account of the officer who entered them; None when they did it themselves.
    entered_by: str | None


@dataclass(frozen=True, kw_only=True)
class EntryRaceRow:
    """One race that a runner is entered in."""

    event_id: str
    bib: str
    race: str
    #: Folded name and birth: nobody enters a race twice.
    identity: str
    entered_at: datetime


def add(connection: Connection, row: EntryRow) -> None:
    """Keep a new entry; IntegrityError when the bib is taken or the unit unknown."""
    rows.add(connection, entries, row, name_folded=fold(row.name))


def get(connection: Connection, event_id: str, bib: str) -> EntryRow | None:
    """The entry of that bib, also written without its leading zeros."""
    wanted = _entries(event_id).where(entries.c.bib == full_bib(bib))
    return rows.one(connection, wanted, EntryRow)


def hold(connection: Connection, event_id: str, bib: str) -> None:
    """Let nobody else judge the runs of a runner, or decide about them, until this transaction is
    over: whoever comes next waits here, and sees what was done. SQLite has one writer anyway."""
    row = select(entries.c.bib).where(entries.c.event_id == event_id, entries.c.bib == bib)
    connection.execute(row.with_for_update())


def full_bib(bib: str) -> str:
    """A race number as it is kept: "7" → "00007"."""
    return bib.zfill(BIB_DIGITS) if bib.isascii() and bib.isdigit() else bib


def by_token(connection: Connection, token_sha256: str) -> EntryRow | None:
    """The entry whose personal link holds that secret, in whatever event."""
    wanted = rows.pick(entries, EntryRow).where(entries.c.token_sha256 == token_sha256)
    return rows.one(connection, wanted, EntryRow)


def of_event(connection: Connection, event_id: str) -> list[EntryRow]:
    """Every entry of an event, by bib."""
    return rows.many(connection, _entries(event_id).order_by(entries.c.bib), EntryRow)


def of_bibs(connection: Connection, event_id: str, bibs: Collection[str]) -> list[EntryRow]:
    """The entries of some bibs, by bib."""
    wanted = _entries(event_id).where(entries.c.bib.in_(bibs)).order_by(entries.c.bib)
    return rows.many(connection, wanted, EntryRow)


def of_name(connection: Connection, event_ids: Collection[str], name: str) -> list[EntryRow]:
    """The entries of that name in some events, however it is accented or capitalised."""
    wanted = rows.pick(entries, EntryRow).where(
        entries.c.event_id.in_(event_ids), entries.c.name_folded == fold(name)
    )
    return rows.many(connection, wanted.order_by(entries.c.event_id, entries.c.bib), EntryRow)


def search(
    connection: Connection, event_id: str, text: str, *, after_bib: str = "", limit: int
) -> list[EntryRow]:
    """Entries whose name holds `text` (accents do not matter) or whose bib begins with it, by
    bib, those after `after_bib`; an empty text finds all."""
    found = or_(
        entries.c.name_folded.contains(fold(text), autoescape=True),
        entries.c.bib.startswith(text.strip(), autoescape=True),
    )
    wanted = _entries(event_id).where(found, entries.c.bib > after_bib)
    return rows.many(connection, wanted.order_by(entries.c.bib).limit(limit), EntryRow)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which entries of an event somebody looks for."""

    #: A part of the name, accents do not matter, or the bib, with its zeros or without.
    text: str = ""
    #: Slug of a race; None is any.
    race: str | None = None
    #: Slugs of units; None is any, and no unit too.
    teams: Collection[str] | None = None


def matching(
    connection: Connection, event_id: str, wanted: Wanted, *, skip: int, limit: int
) -> list[EntryRow]:
    """A page of the entries that are looked for, by bib."""
    found = _matching(rows.pick(entries, EntryRow), event_id, wanted).order_by(entries.c.bib)
    return rows.many(connection, found.offset(skip).limit(limit), EntryRow)


def count_matching(connection: Connection, event_id: str, wanted: Wanted) -> int:
    """How many entries are looked for."""
    counted = _matching(select(func.count()).select_from(entries), event_id, wanted)
    return int(connection.execute(counted).scalar_one())


def bibs_matching(connection: Connection, event_id: str, wanted: Wanted) -> frozenset[str]:
    """The bibs of all entries that are looked for."""
    found = _matching(select(entries.c.bib), event_id, wanted)
    return frozenset(connection.execute(found).scalars())


def _matching(statement: Select[Any], event_id: str, wanted: Wanted) -> Select[Any]:
    text = tidy(wanted.text)
    found = statement.where(entries.c.event_id == event_id)
    if text:
        found = found.where(
            or_(
                entries.c.name_folded.contains(fold(text), autoescape=True),
                entries.c.bib.startswith(text, autoescape=True),
                func.ltrim(entries.c.bib, "0") == text.lstrip("0"),
            )
        )
    if wanted.race is not None:
        held = select(entry_races.c.bib).where(
            entry_races.c.event_id == event_id, entry_races.c.race == wanted.race
        )
        found = found.where(entries.c.bib.in_(held))
    if wanted.teams is not None:
        found = found.where(entries.c.team.in_(wanted.teams))
    return found


def count(connection: Connection, event_id: str) -> int:
    """How many are entered in an event."""
    wanted = select(func.count()).select_from(entries).where(entries.c.event_id == event_id)
    return connection.execute(wanted).scalar_one()


def update(connection: Connection, row: EntryRow) -> bool:
    """Write an entry over itself; False when it is gone."""
    return rows.update(connection, entries, row, name_folded=fold(row.name))


def remove(connection: Connection, event_id: str, bib: str) -> bool:
    """Erase a runner with all that is theirs: sessions, uploads, runs, results, certificates.
    Blobs stay until `race.store.submissions.unused_blobs` names them."""
    gone = entries.delete().where(entries.c.event_id == event_id, entries.c.bib == bib)
    return connection.execute(gone).rowcount == 1


def next_bib(connection: Connection, event_id: str) -> str:
    """The next free race number, five digits: bibs that an organiser gave by hand are passed."""
    while True:
        bib = full_bib(str(sequences.next_number(connection, event_id, "bib")))
        if get(connection, event_id, bib) is None:
            return bib


def add_race(connection: Connection, row: EntryRaceRow) -> None:
    """Enter a runner in a race; IntegrityError when this person already is."""
    rows.add(connection, entry_races, row)


def by_identity(
    connection: Connection, event_id: str, race: str, identity: str
) -> EntryRaceRow | None:
    """Who of that folded name and birth is entered in a race."""
    wanted = _races(event_id).where(entry_races.c.race == race, entry_races.c.identity == identity)
    return rows.one(connection, wanted, EntryRaceRow)


def races_of(connection: Connection, event_id: str, bib: str) -> list[EntryRaceRow]:
    """The races that a runner is entered in."""
    wanted = _races(event_id).where(entry_races.c.bib == bib).order_by(entry_races.c.race)
    return rows.many(connection, wanted, EntryRaceRow)


def races_of_event(connection: Connection, event_id: str) -> list[EntryRaceRow]:
    """Every race of every runner of an event, by bib."""
    wanted = _races(event_id).order_by(entry_races.c.bib, entry_races.c.race)
    return rows.many(connection, wanted, EntryRaceRow)


def update_race(connection: Connection, row: EntryRaceRow) -> bool:
    """Write the identity of a runner in a race anew, as after a corrected name."""
    return rows.update(connection, entry_races, row)


def remove_race(connection: Connection, event_id: str, bib: str, race: str) -> bool:
    """Take a runner out of a race, with their result in it."""
    mine = (
        entry_races.c.event_id == event_id,
        entry_races.c.bib == bib,
        entry_races.c.race == race,
    )
    return connection.execute(entry_races.delete().where(*mine)).rowcount == 1


def _entries(event_id: str) -> Select[Any]:
    return rows.pick(entries, EntryRow).where(entries.c.event_id == event_id)


def _races(event_id: str) -> Select[Any]:
    return rows.pick(entry_races, EntryRaceRow).where(entry_races.c.event_id == event_id)
