"""Organisers: their accounts, and the links by which a password is chosen."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from race.i18n import fold
from race.store import rows
from race.store.tables import accounts, setup_links


@dataclass(frozen=True, kw_only=True)
class AccountRow:
    """One organiser."""

    id: str
    #: As it was typed; two names that fold to the same are the same.
    name: str
    #: As pwdlib writes it; None until a password is chosen.
    password_hash: str | None
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class SetupLinkRow:
    """A link by which the owner of an account chooses a password, once."""

    token_sha256: str
    account_id: str
    expires_at: datetime
    #: None while it can be used.
    used_at: datetime | None


def add(connection: Connection, row: AccountRow) -> None:
    """Keep a new account; IntegrityError when its name is taken."""
    rows.add(connection, accounts, row, name_folded=fold(row.name))


def get(connection: Connection, account_id: str) -> AccountRow | None:
    """The account of that id."""
    wanted = rows.pick(accounts, AccountRow).where(accounts.c.id == account_id)
    return rows.one(connection, wanted, AccountRow)


def by_name(connection: Connection, name: str) -> AccountRow | None:
    """The account of that name, however it is accented or capitalised."""
    wanted = rows.pick(accounts, AccountRow).where(accounts.c.name_folded == fold(name))
    return rows.one(connection, wanted, AccountRow)


def count(connection: Connection) -> int:
    """How many accounts there are."""
    return connection.execute(select(func.count()).select_from(accounts)).scalar_one()


def set_password(connection: Connection, account_id: str, password_hash: str) -> None:
    """Replace the password of an account."""
    changed = accounts.update().where(accounts.c.id == account_id)
    connection.execute(changed.values(password_hash=password_hash))


def add_setup_link(connection: Connection, row: SetupLinkRow) -> None:
    """Keep a new set-up link."""
    rows.add(connection, setup_links, row)


def setup_link(connection: Connection, token_sha256: str) -> SetupLinkRow | None:
    """Look at a set-up link; that changes nothing."""
    wanted = rows.pick(setup_links, SetupLinkRow).where(setup_links.c.token_sha256 == token_sha256)
    return rows.one(connection, wanted, SetupLinkRow)


def use_setup_link(connection: Connection, token_sha256: str, now: datetime) -> bool:
    """Use a link up; False when it is unknown, used or over. Of two at once one gets True."""
    usable = (
        setup_links.c.token_sha256 == token_sha256,
        setup_links.c.used_at.is_(None),
        setup_links.c.expires_at > now,
    )
    used = connection.execute(setup_links.update().where(*usable).values(used_at=now))
    return used.rowcount == 1


def withdraw_setup_links(connection: Connection, account_id: str) -> None:
    """Drop every link of an account that was not used."""
    unused = (setup_links.c.account_id == account_id, setup_links.c.used_at.is_(None))
    connection.execute(setup_links.delete().where(*unused))
