"""Certificates follow results: issued at the finish, replaced when a fact changes, revoked when the
result no longer stands."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

from race.certificates.code import new_code
from race.course import Kind, Race
from race.event import Event
from race.i18n import N_
from race.result import Result, Status
from race.services import entries as entry_service
from race.store import certificates
from race.store.certificates import CertificateRow
from race.store.database import Connection
from race.store.entries import EntryRow

#: Why a certificate was revoked without a person saying so.
NO_LONGER_FINISHED = N_("The run that it was issued for does not count any more.")

#: Facts that are the event's.
_OF_EVENT: Final = frozenset({"event", "organiser", "place"})


def follow(
    connection: Connection,
    event: Event,
    race: Race,
    entry: EntryRow,
    result: Result,
    *,
    now: datetime,
) -> None:
    """Issue, replace or revoke what this result asks for."""
    current = standing(connection, event, race.slug, entry.bib)
    finished = result.finished and result.status is Status.OK
    if finished:
        facts = _facts(event, race, entry, result)
        if current is None or _of_runner(current.facts) != _of_runner(facts):
            row = _certificate(connection, entry, race, facts, now)
            certificates.add(connection, row)
            if current is not None:
                certificates.update(connection, replace(current, replaced_by=row.code))
    elif current is not None:
        revoked = replace(current, revoked_at=now, revoked_reason=NO_LONGER_FINISHED)
        certificates.update(connection, revoked)


def _of_runner(facts: Mapping[str, Any]) -> dict[str, Any]:
    """What is the runner's own: a renamed event makes no certificate untrue."""
    return {name: fact for name, fact in facts.items() if name not in _OF_EVENT}


def standing(connection: Connection, event: Event, race: str, bib: str) -> CertificateRow | None:
    """The certificate of a runner in a race that is neither replaced nor revoked."""
    found = certificates.of_entry(connection, event.id, race, bib)
    return next((c for c in found if c.replaced_by is None and c.revoked_at is None), None)


def _certificate(
    connection: Connection, entry: EntryRow, race: Race, facts: Mapping[str, Any], now: datetime
) -> CertificateRow:
    return CertificateRow(
        code=new_code(secrets.token_bytes(8)),
        event_id=entry.event_id,
        race=race.slug,
        bib=entry.bib,
        serial=certificates.next_serial(connection, entry.event_id),
        facts=facts,
        issued_at=now,
        replaced_by=None,
        revoked_at=None,
        revoked_reason=None,
    )


def _facts(event: Event, race: Race, entry: EntryRow, result: Result) -> dict[str, Any]:
    teams = {team.slug: team.name for team in event.teams}
    reached = datetime.fromtimestamp(result.achieved_at or 0.0, UTC)
    return {
        "event": event.name,
        "organiser": event.organiser,
        "place": event.place,
        "race": race.name,
        "kind": race.kind.value,
        "distance_m": race.distance_m,
        "covered_m": round(result.distance_m, 1),
        "time_s": result.time_s,
        # In a single race it is one run that counts, however many were sent.
        "runs": result.runs if race.kind is Kind.COLLECTED else 1,
        "name": entry.name,
        "bib": entry.bib,
        "team": teams.get(entry.team or ""),
        "sex": entry.sex,
        "age_group": entry_service.group_in(event, entry),
        "achieved_on": reached.astimezone(event.window.zone).date().isoformat(),
    }


@dataclass(frozen=True, kw_only=True)
class Verified:
    """What a code leads to."""

    #: "valid", "replaced" or "revoked".
    state: str
    row: CertificateRow
    #: The certificate of this runner in this race that stands now; None when none does.
    newest: CertificateRow | None


def verify(connection: Connection, code: str) -> Verified | None:
    """What is known of a code; None when it was never given out."""
    row = certificates.get(connection, code)
    if row is None:
        return None
    issued = certificates.of_entry(connection, row.event_id, row.race, row.bib)
    newest = next((c for c in issued if c.replaced_by is None and c.revoked_at is None), None)
    if row.revoked_at is not None:
        state = "revoked"
    else:
        state = "valid" if row.replaced_by is None else "replaced"
    return Verified(state=state, row=row, newest=newest)


def revision(connection: Connection, row: CertificateRow) -> int:
    """1 for the first certificate of a runner in a race, 2 for the one that took its place, …"""
    issued = certificates.of_entry(connection, row.event_id, row.race, row.bib)
    return sum(other.serial <= row.serial for other in issued)
