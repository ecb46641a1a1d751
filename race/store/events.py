"""Events, and who has which role in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, select

from race.store import audit, rows, sequences
from race.store.tables import entries, event_roles, events


@dataclass(frozen=True, kw_only=True)
class EventRow:
    """One event as it is kept."""

    id: str
    #: Its part of an address, unique and changeable; the id never changes.
    slug: str
    name: str
    organiser: str
    place: str
    contact: str
    starts_at: datetime
    ends_at: datetime
    #: IANA name.
    timezone: str
    language: str
    #: Name of the preset that its rules were taken from.
    preset: str
    #: The whole set of rules, JSON values.
    rules: Mapping[str, Any]
    #: 1 at first, one more for each change of the rules.
    rules_version: int
    #: "draft", "open", "closed" or "final".
    state: str
    #: What the collected kilometres pass on their way, JSON values.
    sights: Sequence[Any]
    #: Who signs certificates, JSON values.
    signatories: Sequence[Any]
    #: Made by `seed`, to be played with.
    demo: bool
    created_at: datetime
    #: How it deals with doubt, JSON values of `race.event.Procedure`.
    procedure: Mapping[str, Any] = field(default_factory=dict)
    #: When it was closed last.
    closed_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class RoleRow:
    """What an organiser may do in an event."""

    event_id: str
    account_id: str
    #: "owner", "editor", "referee" or "viewer".
    role: str


def add(connection: Connection, row: EventRow) -> None:
    """Keep a new event; IntegrityError when its slug is taken."""
    rows.add(connection, events, row)


def get(connection: Connection, event_id: str) -> EventRow | None:
    """The event of that id."""
    return rows.one(connection, _events().where(events.c.id == event_id), EventRow)


def by_slug(connection: Connection, slug: str) -> EventRow | None:
    """The event of that address."""
    return rows.one(connection, _events().where(events.c.slug == slug), EventRow)


def every(connection: Connection) -> list[EventRow]:
    """All events, the latest start first."""
    return rows.many(connection, _events().order_by(events.c.starts_at.desc()), EventRow)


def of_account(connection: Connection, account_id: str) -> list[EventRow]:
    """The events in which an organiser has a role, the latest start first."""
    theirs = select(event_roles.c.event_id).where(event_roles.c.account_id == account_id)
    wanted = _events().where(events.c.id.in_(theirs)).order_by(events.c.starts_at.desc())
    return rows.many(connection, wanted, EventRow)


def of_one_owner(connection: Connection, event_id: str, *, at_most: int) -> list[EventRow]:
    """An event and others of whoever owns it: at most so many, those of the latest start."""
    owned = event_roles.c.role == "owner"
    owners = select(event_roles.c.account_id).where(event_roles.c.event_id == event_id, owned)
    theirs = select(event_roles.c.event_id).where(event_roles.c.account_id.in_(owners), owned)
    others = _events().where(events.c.id.in_(theirs), events.c.id != event_id)
    latest = others.order_by(events.c.starts_at.desc(), events.c.id).limit(at_most)
    this = _events().where(events.c.id == event_id)
    return rows.many(connection, this, EventRow) + rows.many(connection, latest, EventRow)


def update(connection: Connection, row: EventRow) -> bool:
    """Write an event over itself; False when it is gone."""
    return rows.update(connection, events, row)


def hold(connection: Connection, event_id: str, *, alone: bool = False) -> str | None:
    """The state of an event, which nobody changes until this transaction ends; None when it is
    gone. Several may hold it at once, but for one who is to be `alone`. SQLite has one writer
    anyway."""
    wanted = select(events.c.state).where(events.c.id == event_id)
    held = wanted.with_for_update(read=not alone)
    return connection.execute(held).scalar_one_or_none()


def remove(connection: Connection, event_id: str) -> bool:
    """Erase an event with everything that belongs to it, its trail included; False when it is
    gone. Blobs stay until `race.store.submissions.unused_blobs` names them."""
    sequences.forget(connection, event_id)
    audit.forget(connection, event_id)
    # PostgreSQL looks at what points at a race before what goes with the entry is gone.
    connection.execute(entries.delete().where(entries.c.event_id == event_id))
    return connection.execute(events.delete().where(events.c.id == event_id)).rowcount == 1


def set_role(connection: Connection, row: RoleRow) -> None:
    """Give an organiser a role in an event, instead of the one they had."""
    rows.upsert(connection, event_roles, [row])


def role(connection: Connection, event_id: str, account_id: str) -> str | None:
    """The role of an organiser in an event; None when they have none."""
    theirs = (event_roles.c.event_id == event_id, event_roles.c.account_id == account_id)
    return connection.execute(select(event_roles.c.role).where(*theirs)).scalar_one_or_none()


def roles_of_event(connection: Connection, event_id: str) -> list[RoleRow]:
    """Everybody who has a role in an event."""
    wanted = rows.pick(event_roles, RoleRow).where(event_roles.c.event_id == event_id)
    return rows.many(connection, wanted.order_by(event_roles.c.account_id), RoleRow)


def _events() -> Select[Any]:
    return rows.pick(events, EventRow)
