"""Accounts: set-up links, passwords, sessions; and who may look at what."""

import re
import unicodedata
from dataclasses import replace
from datetime import timedelta
from typing import Final, Literal

import pytest

from race.errors import Forbidden, InvalidField, NotFound, NotSignedIn, RaceError, WrongPassword
from race.services import access, accounts
from race.services.access import Organiser, Role, Runner, Visitor
from race.services.accounts import Lifetimes, NewAdmin
from race.services.accounts import _hasher as full_strength
from race.services.tokens import digest, new_secret
from race.store import accounts as account_rows
from race.store import events, sessions
from race.store.database import Engine, reading, transaction
from race.store.events import RoleRow
from tests.conftest import Clock
from tests.store import rows

LIFETIMES = Lifetimes()
FORMS: Final[tuple[Literal["NFC", "NFD"], ...]] = ("NFC", "NFD")
PASSWORD = "Ải Chi Lăng mùa thu"


@pytest.fixture
def admin(engine: Engine, clock: Clock) -> NewAdmin:
    with transaction(engine) as connection:
        return accounts.create_admin(
            connection, " Nguyễn  Văn Bình ", now=clock(), lifetimes=LIFETIMES
        )


@pytest.fixture
def signed_up(engine: Engine, clock: Clock, admin: NewAdmin) -> NewAdmin:
    accounts.choose_password(engine, admin.setup_secret, PASSWORD, now=clock())
    return admin


def _sign_in(engine: Engine, clock: Clock, name: str, password: str) -> str:
    return accounts.sign_in(engine, name, password, now=clock(), lifetimes=LIFETIMES)


def test_a_new_organiser_gets_a_tidy_name_a_token_and_a_link(admin: NewAdmin) -> None:
    assert admin.name == "Nguyễn Văn Bình"
    assert re.fullmatch(r"rvn_[0-9a-z]{8}_[0-9a-z]{26}", admin.token)
    assert accounts.setup_path(admin.setup_secret).startswith("/btc/thiet-lap/")


@pytest.mark.parametrize("name", ["nguyen van binh", "NGUYỄN VĂN BÌNH", "", "x" * 101])
def test_a_name_that_is_taken_empty_or_endless_is_refused(
    engine: Engine, clock: Clock, admin: NewAdmin, name: str
) -> None:
    assert admin
    with pytest.raises(InvalidField), transaction(engine) as connection:
        accounts.create_admin(connection, name, now=clock(), lifetimes=LIFETIMES)


def test_passwords_are_hashed_slowly_enough() -> None:
    # OWASP Password Storage Cheat Sheet: argon2id with at least 19 MiB, 2 passes, 1 lane
    parts = re.match(r"\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$", full_strength().hash("x"))
    assert parts is not None
    memory_kib, passes, lanes = map(int, parts.groups())
    assert (memory_kib >= 19 * 1024, passes >= 2, lanes >= 1) == (True, True, True)


def test_no_secret_is_kept_as_it_is(engine: Engine, signed_up: NewAdmin, clock: Clock) -> None:
    session = _sign_in(engine, clock, signed_up.name, PASSWORD)
    with reading(engine) as connection:
        tables = ("accounts", "sessions", "api_tokens", "setup_links")
        kept = str(
            [connection.exec_driver_sql(f"SELECT * FROM {t}").all() for t in tables]  # noqa: S608 -- names above
        )
    for secret in (PASSWORD, session, signed_up.token, signed_up.setup_secret):
        assert secret not in kept
    assert "$argon2id$" in kept


class TestSetupLink:
    """It can be looked at for ever and used once."""

    def test_looking_uses_nothing_up(self, engine: Engine, clock: Clock, admin: NewAdmin) -> None:
        for _ in range(3):
            with reading(engine) as connection:
                found = accounts.look_at_setup_link(connection, admin.setup_secret, now=clock())
            assert found.id == admin.account_id
        accounts.choose_password(engine, admin.setup_secret, PASSWORD, now=clock())

    def test_it_is_used_once(self, engine: Engine, clock: Clock, signed_up: NewAdmin) -> None:
        with pytest.raises(NotFound):
            accounts.choose_password(
                engine, signed_up.setup_secret, "another password", now=clock()
            )
        assert _sign_in(engine, clock, signed_up.name, PASSWORD)

    def test_a_password_that_is_refused_leaves_it_good(
        self, engine: Engine, clock: Clock, admin: NewAdmin
    ) -> None:
        for password in ("chín chữ!", "x" * 257):
            with pytest.raises(InvalidField):
                accounts.choose_password(engine, admin.setup_secret, password, now=clock())
        accounts.choose_password(engine, admin.setup_secret, "mười chữ!!", now=clock())

    def test_it_is_over_after_its_hours(
        self, engine: Engine, clock: Clock, admin: NewAdmin
    ) -> None:
        clock.pass_by(hours=72)
        with pytest.raises(NotFound):
            accounts.choose_password(engine, admin.setup_secret, PASSWORD, now=clock())

    def test_a_fresh_one_ends_those_before(
        self, engine: Engine, clock: Clock, admin: NewAdmin
    ) -> None:
        with transaction(engine) as connection:
            fresh = accounts.renew_setup_link(
                connection, admin.account_id, now=clock(), lifetimes=LIFETIMES
            )
        with pytest.raises(NotFound):
            accounts.choose_password(engine, admin.setup_secret, PASSWORD, now=clock())
        accounts.choose_password(engine, fresh, PASSWORD, now=clock())

    def test_a_new_password_ends_every_session(
        self, engine: Engine, clock: Clock, signed_up: NewAdmin
    ) -> None:
        session = _sign_in(engine, clock, signed_up.name, PASSWORD)
        with transaction(engine) as connection:
            fresh = accounts.renew_setup_link(
                connection, signed_up.account_id, now=clock(), lifetimes=LIFETIMES
            )
        accounts.choose_password(engine, fresh, "một câu hoàn toàn khác", now=clock())
        found = access.by_cookies(engine, session, [], now=clock(), lifetimes=LIFETIMES)
        assert found == Visitor()
        with pytest.raises(WrongPassword):
            _sign_in(engine, clock, signed_up.name, PASSWORD)


class TestSigningIn:
    """By name and password; a wrong one tells nothing."""

    @pytest.mark.parametrize(
        ("name", "password"),
        [
            ("Nguyễn Văn Bình", PASSWORD + "."),
            ("Nobody", PASSWORD),
            ("", ""),
            ("x" * 999, "y" * 9999),
        ],
    )
    def test_name_and_password_must_fit(
        self, engine: Engine, clock: Clock, signed_up: NewAdmin, name: str, password: str
    ) -> None:
        assert signed_up
        with pytest.raises(WrongPassword):
            _sign_in(engine, clock, name, password)

    def test_an_account_without_a_password_lets_nobody_in(
        self, engine: Engine, clock: Clock, admin: NewAdmin
    ) -> None:
        with pytest.raises(WrongPassword):
            _sign_in(engine, clock, admin.name, "")

    @pytest.mark.parametrize("form", FORMS)
    def test_it_does_not_matter_how_a_keyboard_composes_letters(
        self, engine: Engine, clock: Clock, signed_up: NewAdmin, form: Literal["NFC", "NFD"]
    ) -> None:
        spelled = unicodedata.normalize(form, PASSWORD)
        assert _sign_in(engine, clock, signed_up.name, spelled)

    def test_an_unknown_name_is_hashed_like_a_known_one(
        self, engine: Engine, clock: Clock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        hashed: list[str] = []

        def verify(password: str, stored: str) -> tuple[bool, None]:
            hashed.append(stored)
            return True, None

        monkeypatch.setattr(accounts, "_verify", verify)
        with pytest.raises(WrongPassword):
            _sign_in(engine, clock, "Nobody", PASSWORD)
        assert len(hashed) == 1
        assert hashed[0].startswith("$argon2id$")

    def test_the_session_before_ends_when_the_next_begins(
        self, engine: Engine, clock: Clock, signed_up: NewAdmin
    ) -> None:
        first = _sign_in(engine, clock, signed_up.name, PASSWORD)
        second = accounts.sign_in(
            engine, signed_up.name, PASSWORD, now=clock(), lifetimes=LIFETIMES, replaces=first
        )
        assert first != second
        with reading(engine) as connection:
            assert sessions.find(connection, digest(first)) is None
            assert sessions.find(connection, digest(second)) is not None

    def test_sessions_that_are_over_are_swept_out(
        self, engine: Engine, clock: Clock, signed_up: NewAdmin
    ) -> None:
        _sign_in(engine, clock, signed_up.name, PASSWORD)
        clock.pass_by(hours=12)
        _sign_in(engine, clock, signed_up.name, PASSWORD)
        with reading(engine) as connection:
            assert len(sessions.of_account(connection, signed_up.account_id)) == 1

    def test_signing_out_ends_the_session(
        self, engine: Engine, clock: Clock, signed_up: NewAdmin
    ) -> None:
        secret = _sign_in(engine, clock, signed_up.name, PASSWORD)
        with transaction(engine) as connection:
            accounts.sign_out(connection, secret)
        found = access.by_cookies(engine, secret, [], now=clock(), lifetimes=LIFETIMES)
        assert found.organiser is None


def test_a_token_of_an_organiser_ends_when_it_says(
    engine: Engine, clock: Clock, admin: NewAdmin
) -> None:
    with transaction(engine) as connection:
        token = accounts.new_token(
            connection,
            admin.account_id,
            "bảng điện tử",
            now=clock(),
            expires_at=clock() + timedelta(days=1),
        )
    assert access.by_bearer(engine, token, now=clock()).organiser is not None
    with pytest.raises(NotSignedIn):
        access.by_bearer(engine, token, now=clock.pass_by(days=1))


def test_an_ordinary_use_is_noted_only_now_and_then(
    engine: Engine, clock: Clock, admin: NewAdmin
) -> None:
    begun = clock()
    for minutes in (0, 4, 5):
        access.by_bearer(engine, admin.token, now=begun + timedelta(minutes=minutes))
        with reading(engine) as connection:
            (row,) = sessions.tokens_of(connection, admin.account_id)
        assert row.last_used_at == begun + timedelta(minutes=minutes if minutes == 5 else 0)


def test_secrets_never_begin_like_a_token_of_an_organiser() -> None:
    # Both come as Bearer tokens, and the prefix alone tells them apart.
    assert "_" not in "".join(new_secret() for _ in range(200))


class TestWhoMayLook:
    """Two organisers with an event each, and the runner of one."""

    @pytest.fixture
    def mine(self, engine: Engine) -> str:
        with transaction(engine) as connection:
            rows.fill(connection, "khac", "Cường")
            return rows.fill(connection, "huu-lung", "Bình")

    binh = Visitor(organiser=Organiser(account_id="account-Bình", name="Bình"))
    cuong = Visitor(organiser=Organiser(account_id="account-Cường", name="Cường"))
    huong = Visitor(runners=(Runner(event_id="event-huu-lung", bib="00001"),))

    @pytest.mark.parametrize(
        ("visitor", "error"),
        [(cuong, NotFound), (huong, NotSignedIn), (Visitor(), NotSignedIn), (binh, None)],
    )
    def test_the_desk_of_an_event_is_for_its_staff(
        self, engine: Engine, mine: str, visitor: Visitor, error: type[RaceError] | None
    ) -> None:
        with reading(engine) as connection:
            if error is None:
                event = access.event_as(connection, visitor, "huu-lung", Role.OWNER)
                assert event.id == mine
            else:
                with pytest.raises(error):
                    access.event_as(connection, visitor, "huu-lung", Role.VIEWER)

    def test_a_lesser_role_may_do_less(self, engine: Engine, mine: str) -> None:
        role = RoleRow(event_id=mine, account_id="account-Cường", role=Role.REFEREE)
        with transaction(engine) as connection:
            events.set_role(connection, role)
            access.event_as(connection, self.cuong, "huu-lung", Role.REFEREE)
            access.event_as(connection, self.cuong, "huu-lung", Role.VIEWER)
            with pytest.raises(Forbidden):
                access.event_as(connection, self.cuong, "huu-lung", Role.EDITOR)

    @pytest.mark.parametrize(
        ("visitor", "error"),
        [(cuong, NotFound), (Visitor(), NotSignedIn), (huong, None), (binh, None)],
    )
    def test_an_entry_is_for_its_runner_and_the_staff(
        self, engine: Engine, mine: str, visitor: Visitor, error: type[RaceError] | None
    ) -> None:
        with reading(engine) as connection:
            if error is None:
                entry = access.entry_for(connection, visitor, mine, "00001", Role.VIEWER)
                assert entry.name == "Lý Thị Hương"
            else:
                with pytest.raises(error):
                    access.entry_for(connection, visitor, mine, "00001", Role.VIEWER)

    def test_the_same_bib_of_another_event_is_somebody_else(
        self, engine: Engine, mine: str
    ) -> None:
        assert mine
        with reading(engine) as connection, pytest.raises(NotFound):
            access.entry_for(connection, self.huong, "event-khac", "00001", Role.VIEWER)

    def test_a_draft_is_there_for_its_staff_alone(self, engine: Engine, mine: str) -> None:
        with transaction(engine) as connection:
            event = events.get(connection, mine)
            assert event is not None
            events.update(connection, replace(event, state="draft"))
            assert access.event_for(connection, self.binh, "huu-lung").id == mine
            for visitor in (self.cuong, self.huong, Visitor()):
                with pytest.raises(NotFound):
                    access.event_for(connection, visitor, "huu-lung")


def test_an_account_is_counted(engine: Engine, admin: NewAdmin) -> None:
    with reading(engine) as connection:
        assert account_rows.count(connection) == 1
        found = account_rows.by_name(connection, "NGUYEN VAN BINH")
    assert found is not None
    assert found.id == admin.account_id
