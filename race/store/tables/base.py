"""What every table is made of."""

from typing import Final

from sqlalchemy import ForeignKeyConstraint, MetaData

metadata: Final = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def belongs_to(*columns: str, to: str, ondelete: str | None = "CASCADE") -> ForeignKeyConstraint:
    """A foreign key whose row goes when its owner goes; `to` is "table(column, column)"."""
    table, names = to.rstrip(")").split("(")
    targets = [f"{table}.{name.strip()}" for name in names.split(",")]
    return ForeignKeyConstraint(columns, targets, ondelete=ondelete)


def points_at(*columns: str, to: str) -> ForeignKeyConstraint:
    """A foreign key that keeps what it points at from going."""
    return belongs_to(*columns, to=to, ondelete=None)
