"""Entries: enter a race, correct an entry, take one out. Personal links are in `accounts`."""

import secrets
from dataclasses import dataclass, replace
from datetime import date, datetime

from race import privacy
from race.category import MASKED_BELOW, Sex, age_group, age_on, born
from race.course import Race
from race.errors import AlreadyEntered, EventClosed, EventNotOpen, NotFound
from race.event import ENTERING, Event, Phase
from race.i18n import fold
from race.services import standing, tokens
from race.services.events import check_not_final
from race.services.new_entry import NewEntry, check_race, valid, year_of
from race.store import activities, audit, entries, remarks
from race.store.database import Connection
from race.store.entries import EntryRaceRow, EntryRow


@dataclass(frozen=True, kw_only=True)
class Entered:
    """A new entry and the secret that is shown once."""

    entry: EntryRow
    races: tuple[str, ...]
    token: str


def enter(
    connection: Connection,
    event: Event,
    new: NewEntry,
    *,
    now: datetime,
    by: str | None = None,
    bib: str | None = None,
) -> Entered:
    """Enter somebody; `by` is the officer's account, who may do it while the event is a draft.

    InvalidField, AlreadyEntered, EventClosed.
    """
    _check_phase(event, now, officer=by is not None)
    new = valid(new, event)
    birth = born(birth_date=new.birth_date, birth_year=year_of(new))
    _check_unknown(connection, event, new.name, birth, new.races)
    token = tokens.new_secret()
    entry = EntryRow(
        event_id=event.id,
        bib=bib or entries.next_bib(connection, event.id),
        name=new.name,
        sex=new.sex.value,
        birth_date=new.birth_date,
        birth_year=year_of(new),
        team=new.team,
        phone=new.phone,
        email=new.email,
        token_sha256=tokens.digest(token),
        privacy_extra_m=_privacy_extra(),
        consent_at=now,
        entered_at=now,
        entered_by=by,
    )
    entries.add(connection, entry)
    for race in new.races:
        _add_race(connection, entry, race, now)
    return Entered(entry=entry, races=new.races, token=token)


def enter_also(
    connection: Connection, event: Event, entry: EntryRow, race: str, *, now: datetime
) -> None:
    """Enter a runner in one more race of the event; AlreadyEntered when they are in it."""
    _check_phase(event, now, officer=False)
    check_race(event, race)
    _check_unknown(connection, event, entry.name, birth_of(entry), (race,))
    _add_race(connection, entry, race, now)


def same_person(entry: EntryRow, new: NewEntry) -> bool:
    """Whether a new entry is of the same folded name and birth as one that is there."""
    if new.birth_date is None and new.birth_year is None:
        return False
    birth = born(birth_date=new.birth_date, birth_year=year_of(new))
    return _identity(new.name, birth) == _identity(entry.name, birth_of(entry))


def find(connection: Connection, event: Event, bib: str) -> EntryRow:
    """The entry of a bib, also written without its leading zeros; NotFound."""
    found = entries.get(connection, event.id, bib)
    if found is None:
        raise NotFound(bib=bib)
    return found


def races_of(connection: Connection, event: Event, bib: str) -> tuple[Race, ...]:
    """The races that a runner is entered in, in the event's order."""
    slugs = {row.race for row in entries.races_of(connection, event.id, bib)}
    return tuple(race for race in event.races if race.slug in slugs)


@dataclass(frozen=True, kw_only=True)
class Correction:
    """What an organiser may correct; None leaves it as it is."""

    name: str | None = None
    sex: Sex | None = None
    birth_date: date | None = None
    birth_year: int | None = None
    #: "" is no unit.
    team: str | None = None
    phone: str | None = None
    email: str | None = None
    races: tuple[str, ...] | None = None


def correct(
    connection: Connection,
    event: Event,
    entry: EntryRow,
    correction: Correction,
    *,
    now: datetime,
    by: str | None,
) -> EntryRow:
    """Write a correction into an entry; InvalidField, AlreadyEntered, EventFinal."""
    check_not_final(event)
    held = tuple(row.race for row in entries.races_of(connection, event.id, entry.bib))
    keeps_birth = correction.birth_date is None and correction.birth_year is None
    wanted = NewEntry(
        name=entry.name if correction.name is None else correction.name,
        sex=Sex(entry.sex) if correction.sex is None else correction.sex,
        races=held if correction.races is None else correction.races,
        team=entry.team if correction.team is None else correction.team or None,
        phone=entry.phone if correction.phone is None else correction.phone,
        email=entry.email if correction.email is None else correction.email,
        consent=True,
        birth_date=entry.birth_date if keeps_birth else correction.birth_date,
        birth_year=entry.birth_year if keeps_birth else correction.birth_year,
    )
    new = valid(wanted, event)
    changed = replace(
        entry,
        name=new.name,
        sex=new.sex.value,
        birth_date=new.birth_date,
        birth_year=year_of(new),
        team=new.team,
        phone=new.phone,
        email=new.email,
    )
    entries.update(connection, changed)
    _set_races(connection, event, changed, new.races, now)
    audit.record(
        connection,
        event_id=event.id,
        at=now,
        account_id=by,
        action="entry.correct",
        subject=entry.bib,
        detail={},
    )
    return changed


def remove(
    connection: Connection, event: Event, entry: EntryRow, *, now: datetime, by: str | None
) -> None:
    """Erase an entry with all its runs, results and certificates; a person may ask for it at any
    time, when the results are official too."""
    spoken_of = remarks.reported_by(connection, event.id, entry.bib)
    entries.remove(connection, event.id, entry.bib)
    for activity_id in spoken_of:
        _settle(connection, event, activity_id)
    audit.record(
        connection,
        event_id=event.id,
        at=now,
        account_id=by,
        action="entry.remove",
        subject=entry.bib,
        detail={},
    )


def _settle(connection: Connection, event: Event, activity_id: str) -> None:
    """Let a run stand by what is still said about it."""
    run = activities.get(connection, event.id, activity_id)
    if run is not None:
        said = standing.about(connection, event, run.bib)
        activities.update(connection, standing.settled(run, said))


def birth_of(entry: EntryRow) -> date:
    """The date that a runner's ages are counted from."""
    return born(birth_date=entry.birth_date, birth_year=entry.birth_year or 1900)


def age_in(event: Event, entry: EntryRow) -> int:
    """Whole years on the first day of the event, in its zone."""
    return age_on(birth_of(entry), event.window.starts_at.astimezone(event.window.zone).date())


def group_in(event: Event, entry: EntryRow) -> str:
    """Name of the runner's age group."""
    return age_group(max(age_in(event, entry), 0)).name


def shown_name(event: Event, entry: EntryRow) -> str:
    """The name as the public sees it: masked under 16."""
    return privacy.masked(entry.name) if is_masked(event, entry) else entry.name


def is_masked(event: Event, entry: EntryRow) -> bool:
    """Whether a runner's name, map and photo stay hidden."""
    return age_in(event, entry) < MASKED_BELOW


def _check_phase(event: Event, now: datetime, *, officer: bool) -> None:
    phase = event.phase(now)
    if phase in ENTERING or (officer and phase in {Phase.DRAFT, Phase.GRACE}):
        return
    raise (EventNotOpen if phase is Phase.DRAFT else EventClosed)(event=event.name)


def _check_unknown(
    connection: Connection, event: Event, name: str, birth: date, races: tuple[str, ...]
) -> None:
    identity = _identity(name, birth)
    for race in races:
        if entries.by_identity(connection, event.id, race, identity) is not None:
            raise AlreadyEntered(event=event.name)


def _add_race(connection: Connection, entry: EntryRow, race: str, now: datetime) -> None:
    identity = _identity(entry.name, birth_of(entry))
    entries.add_race(
        connection,
        EntryRaceRow(
            event_id=entry.event_id, bib=entry.bib, race=race, identity=identity, entered_at=now
        ),
    )


def _set_races(
    connection: Connection, event: Event, entry: EntryRow, wanted: tuple[str, ...], now: datetime
) -> None:
    identity = _identity(entry.name, birth_of(entry))
    held = {row.race: row for row in entries.races_of(connection, event.id, entry.bib)}
    for race in wanted:
        other = entries.by_identity(connection, event.id, race, identity)
        if other is not None and other.bib != entry.bib:
            raise AlreadyEntered(event=event.name)
        if race in held:
            entries.update_race(connection, replace(held[race], identity=identity))
        else:
            _add_race(connection, entry, race, now)
    for race in held.keys() - set(wanted):
        entries.remove_race(connection, event.id, entry.bib, race)


def _identity(name: str, birth: date) -> str:
    return f"{fold(name)}|{birth.isoformat()}"


def _privacy_extra() -> float:
    low, high = privacy.EXTRA_M
    return low + (high - low) * secrets.randbelow(10_000) / 10_000
