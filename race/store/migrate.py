"""Bringing a database up to date, without a configuration file and by as many processes as like.

On SQLite the whole upgrade is one transaction that keeps other writers out: of two processes that
start together, the second waits, looks again and finds nothing to do.
"""

from pathlib import Path
from typing import Any, Final

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from race.store.database import reading, transaction
from race.store.tables import metadata

_SCRIPTS: Final = Path(__file__).resolve().parent.parent.parent / "migrations"
#: Any number, but always the same: the advisory lock that migrations take on PostgreSQL.
_LOCK: Final = 5_021_114
#: Tables of the job engine (`race.jobs`), which makes and changes them itself. On SQLite they stand
#: among ours, for a file has no schemas; on PostgreSQL in the schema "dbos", where nobody looks.
OTHERS: Final = frozenset(
    {
        "application_versions",
        "dbos_migrations",
        "notifications",
        "operation_outputs",
        "queues",
        "streams",
        "workflow_events",
        "workflow_events_history",
        "workflow_input",
        "workflow_output",
        "workflow_schedules",
        "workflow_status",
    }
)


def migrate(engine: Engine) -> None:
    """Create the tables, or bring them to the newest version; nothing when they are there."""
    with transaction(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        command.upgrade(_config(connection), "head")


def version(engine: Engine) -> str | None:
    """The migration at which a database stands; None before the first."""
    with reading(engine) as connection:
        return MigrationContext.configure(connection).get_current_revision()


def is_current(engine: Engine) -> bool:
    """Whether a database stands at the newest migration; raises what the driver raises."""
    return version(engine) == ScriptDirectory(str(_SCRIPTS)).get_current_head()


def differences(engine: Engine) -> list[Any]:
    """What alembic would change to make the database like `race.store.tables`."""
    with reading(engine) as connection:
        ours = MigrationContext.configure(connection, opts={"include_name": _is_ours})
        return list(compare_metadata(ours, metadata))


def _is_ours(name: str | None, kind: str, _parents: object) -> bool:
    return kind != "table" or name not in OTHERS


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
