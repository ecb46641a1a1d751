"""Numbers that only rise, one sequence per event and name: bibs, serials, versions."""

from sqlalchemy import Connection, select

from race.store.rows import insert_for
from race.store.tables import sequences


def next_number(connection: Connection, event_id: str, name: str) -> int:
    """The next number of a sequence, 1 at first; nobody else gets it once this is committed."""
    statement = insert_for(connection, sequences).values(event_id=event_id, name=name, last=1)
    raised = statement.on_conflict_do_update(
        index_elements=["event_id", "name"], set_={"last": sequences.c.last + 1}
    )
    return int(connection.execute(raised.returning(sequences.c.last)).scalar_one())


def current(connection: Connection, event_id: str, name: str) -> int:
    """The last number given out; 0 before the first."""
    wanted = (sequences.c.event_id == event_id, sequences.c.name == name)
    return connection.execute(select(sequences.c.last).where(*wanted)).scalar_one_or_none() or 0


def forget(connection: Connection, event_id: str) -> None:
    """Drop every sequence of an event."""
    connection.execute(sequences.delete().where(sequences.c.event_id == event_id))
