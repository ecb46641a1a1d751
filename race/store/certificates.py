"""Certificates that were issued. A code is never given twice and never forgotten while its entry
is there: what is no longer right is replaced or revoked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from race.store import rows
from race.store.sequences import next_number
from race.store.tables import certificates


@dataclass(frozen=True, kw_only=True)
class CertificateRow:
    """One certificate as it was issued."""

    #: What is printed beside the QR code, unique everywhere.
    code: str
    event_id: str
    race: str
    bib: str
    #: 1, 2, 3, … in its event.
    serial: int
    #: Everything that stands on it, JSON values.
    facts: Mapping[str, Any]
    issued_at: datetime
    #: Code of the certificate that took its place; None while it stands.
    replaced_by: str | None
    #: None while it stands.
    revoked_at: datetime | None
    revoked_reason: str | None


def add(connection: Connection, row: CertificateRow) -> None:
    """Keep a certificate; IntegrityError when its code is taken."""
    rows.add(connection, certificates, row)


def get(connection: Connection, code: str) -> CertificateRow | None:
    """The certificate of a code, in whatever event."""
    wanted = rows.pick(certificates, CertificateRow).where(certificates.c.code == code)
    return rows.one(connection, wanted, CertificateRow)


def of_entry(connection: Connection, event_id: str, race: str, bib: str) -> list[CertificateRow]:
    """The certificates of a runner in a race, the newest first."""
    wanted = rows.pick(certificates, CertificateRow).where(
        certificates.c.event_id == event_id,
        certificates.c.race == race,
        certificates.c.bib == bib,
    )
    return rows.many(connection, wanted.order_by(certificates.c.serial.desc()), CertificateRow)


def of_event(connection: Connection, event_id: str) -> list[CertificateRow]:
    """Every certificate of an event by its serial."""
    wanted = rows.pick(certificates, CertificateRow).where(certificates.c.event_id == event_id)
    return rows.many(connection, wanted.order_by(certificates.c.serial), CertificateRow)


def update(connection: Connection, row: CertificateRow) -> bool:
    """Write a certificate over itself, as when it is replaced or revoked."""
    return rows.update(connection, certificates, row)


def next_serial(connection: Connection, event_id: str) -> int:
    """The next serial of an event."""
    return next_number(connection, event_id, "certificate")
