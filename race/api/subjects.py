"""What a route is about, found and guarded in one step: the event, the entry, the upload."""

from race.event import Event
from race.services import access, events
from race.services.access import Role, Visitor
from race.store.database import Connection
from race.store.entries import EntryRow


def event_seen(connection: Connection, asking: Visitor, slug: str) -> Event:
    """An event as anybody may see it; NotFound for a draft of somebody else."""
    return events.event_of(connection, access.event_for(connection, asking, slug))


def event_run(connection: Connection, asking: Visitor, slug: str, least: Role) -> Event:
    """An event for its staff; NotSignedIn, NotFound, Forbidden."""
    return events.event_of(connection, access.event_as(connection, asking, slug, least))


def entry_owned(
    connection: Connection, asking: Visitor, event: Event, bib: str, least: Role = Role.VIEWER
) -> EntryRow:
    """An entry for its runner or for staff; NotSignedIn, NotFound."""
    return access.entry_for(connection, asking, event.id, bib, least)


def account_in(connection: Connection, asking: Visitor, event: Event) -> str | None:
    """The account of an organiser who has a role in the event; None for everybody else."""
    if asking.organiser is None or access.role_in(connection, asking, event.id) is None:
        return None
    return asking.organiser.account_id
