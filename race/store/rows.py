"""Between a table and the frozen dataclass of its subject: every column by its name.

The fields of a dataclass are columns of its table; a column that it leaves out is kept by the
subject's own functions.
"""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Select, Table, select
from sqlalchemy.dialects import postgresql, sqlite

T = TypeVar("T")


def pick(table: Table, kind: type[Any]) -> Select[Any]:
    """SELECT the columns of `table` that the dataclass `kind` has."""
    return select(*(table.c[field.name] for field in fields(kind)))


def one(connection: Connection, statement: Select[Any], kind: type[T]) -> T | None:
    """The only row of `statement`; None when there is none."""
    row = connection.execute(statement).mappings().one_or_none()
    return None if row is None else kind(**row)


def many(connection: Connection, statement: Select[Any], kind: type[T]) -> list[T]:
    """Every row of `statement`, in its order."""
    found = connection.execute(statement)
    names = tuple(found.keys())
    return [kind(**dict(zip(names, row, strict=True))) for row in found]


def add(connection: Connection, table: Table, row: object, **more: object) -> None:
    """INSERT `row` and the columns `more`; IntegrityError when its key is taken."""
    connection.execute(table.insert().values(**vars(row), **more))


def update(connection: Connection, table: Table, row: object, **more: object) -> bool:
    """Write every column of `row` where its primary key is; False when it is nowhere."""
    values = {**vars(row), **more}
    keys = [column.name for column in table.primary_key]
    where = [table.c[key] == values.pop(key) for key in keys]
    return connection.execute(table.update().where(*where).values(**values)).rowcount == 1


def upsert(connection: Connection, table: Table, rows: Sequence[object]) -> None:
    """INSERT each of `rows`, or write it over the one with its primary key."""
    if not rows:
        return
    keys = [column.name for column in table.primary_key]
    statement = insert_for(connection, table)
    written = {name: statement.excluded[name] for name in vars(rows[0]) if name not in keys}
    connection.execute(
        statement.on_conflict_do_update(index_elements=keys, set_=written),
        [dict(vars(row)) for row in rows],
    )


def insert_for(connection: Connection, table: Table) -> sqlite.Insert:
    """The INSERT with ON CONFLICT of this engine; both engines write it the same way."""
    if connection.dialect.name == "postgresql":
        return cast("sqlite.Insert", postgresql.insert(table))
    return sqlite.insert(table)
