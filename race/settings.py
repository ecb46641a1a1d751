"""Everything that an installation may set, read once from the environment and checked as a whole.

`SETTINGS` is the list; docs/settings.md says what each means. A secret may also stand in a file
whose path is given in ``NAME_FILE``, as container platforms hand secrets out.
"""

import platform
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.headerregistry import Address
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import limits

from race import mailer
from race.mailer import Server


class BadSettings(ValueError):
    """Settings that cannot be used; the message lists every problem, one a line."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What this installation is told; made by `from_env`."""

    #: Reachable by others: weak secrets and plain http are refused.
    production: bool
    #: Where the database file, uploads and keys are, absolute.
    data_dir: Path
    #: A URL of SQLAlchemy: ``sqlite:///…`` or ``postgresql+psycopg://…``. May hold a password.
    database_url: str = field(repr=False)
    #: Fill an empty database with the demo event.
    demo: bool
    #: The address that `serve` listens on.
    host: str
    port: int
    #: Scheme and host of links and QR codes, without a slash at the end.
    public_url: str
    #: Proxies whose X-Forwarded-For is believed, comma-separated.
    trusted_proxies: str
    #: The Ed25519 key that signs results, 64 hexadecimal digits; None keeps one in `data_dir`.
    signing_key: str | None = field(repr=False)
    #: Bytes of one upload that is answered at once …
    upload_max_bytes: int
    #: … and of an archive that is left to a job.
    archive_max_bytes: int
    #: Hours after which an organiser who does nothing is signed out.
    session_idle_h: int
    #: Days after which an organiser signs in again in any case.
    session_days: int
    #: Days for which an opened personal link is remembered.
    runner_session_days: int
    #: Hours in which a set-up link has to be used.
    setup_link_h: int
    #: Where tries are counted: ``memory://``, or a store that several processes share.
    limits_url: str
    #: Tries to sign in, per name and address.
    limit_login: str
    #: Entries, per address.
    limit_entry: str
    #: Uploads, per runner.
    limit_upload: str
    #: Uploads that are too large for one file, per address.
    limit_archive: str
    #: Certificates looked up, per address.
    limit_verify: str
    #: Answers, protests and reports, per runner.
    limit_remark: str
    #: Who does long work: "here" the web server, "apart" only `worker` programs, "auto" by the
    #: database.
    work: str
    #: What this program is called among those that work on one database. The same after a restart:
    #: it takes up what its namesake had begun.
    worker_id: str
    #: Jobs that one program does at once.
    workers: int
    #: Where e-mail is handed over; None sends none. May hold a password.
    smtp: Server | None = field(repr=False)
    #: Who it comes from; None where none is sent.
    mail_from: Address | None

    @property
    def works_here(self) -> bool:
        """Whether the web server does long work itself: one file is one machine, so it does."""
        return self.work == "here" or (
            self.work == "auto" and self.database_url.startswith("sqlite")
        )

    @property
    def https(self) -> bool:
        """Whether people reach us by https: cookies are then bound to it."""
        return self.public_url.startswith("https:")

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Settings":
        """The settings of an environment; BadSettings with all that is wrong in it."""
        values: dict[str, Any] = {}
        problems: list[str] = []
        for setting in SETTINGS:
            try:
                values[setting.field] = setting.read(_text(setting, environ, values))
            except (ValueError, OSError) as error:
                problems.append(f"{setting.name}: {error}")
        if not problems:
            settings = cls(**values)
            problems = _weaknesses(settings)
        if problems:
            raise BadSettings("\n".join(problems))
        return settings


@dataclass(frozen=True, kw_only=True)
class Setting:
    """One line of the list: a variable, the field that it fills, and how it is read."""

    name: str
    field: str
    #: As it would be written; ``{field}`` stands for a setting further up.
    default: str
    #: ValueError says what is wrong with a text.
    read: Callable[[str], Any]


def _text(setting: Setting, environ: Mapping[str, str], known: Mapping[str, Any]) -> str:
    """What is set: the variable, else the file that it names, else the default."""
    if environ.get(setting.name):
        return environ[setting.name].strip()
    if path := environ.get(f"{setting.name}_FILE"):
        return Path(path).read_text(encoding="utf-8").strip()
    try:
        return setting.default.format(**known)
    except KeyError as error:
        raise ValueError(f"its default needs {error}, which is wrong") from None


def _environment(text: str) -> bool:
    if text not in {"development", "production"}:
        raise ValueError(f"{text!r} is neither development nor production")
    return text == "production"


def _yes_or_no(text: str) -> bool:
    if text not in {"0", "1"}:
        raise ValueError(f"{text!r} is neither 0 nor 1")
    return text == "1"


def _whole(low: int, high: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not re.fullmatch(r"\d{1,12}", text) or not low <= int(text) <= high:
            raise ValueError(f"{text!r} is not a whole number from {low} to {high}")
        return int(text)

    return read


def _folder(text: str) -> Path:
    return Path(text).expanduser().resolve()


def _database(text: str) -> str:
    """Any usual spelling of a PostgreSQL address is that of its driver here."""
    url = re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", text)
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise ValueError("only sqlite:///path and postgresql://… are known")
    return url


def _web_address(text: str) -> str:
    url = text.rstrip("/")
    parts = urlsplit(url)
    plain = f"{parts.scheme}://{parts.netloc}" == url and "@" not in parts.netloc
    if parts.scheme not in {"http", "https"} or not parts.hostname or not plain:
        raise ValueError(f"{text!r} is not like https://run.example.org, without a path")
    return url


def _key(text: str) -> str | None:
    if text and not re.fullmatch(r"[0-9a-f]{64}", text):
        raise ValueError("not 64 hexadecimal digits; make one with: openssl rand -hex 32")
    return text or None


def _rate(text: str) -> str:
    limits.parse(text)
    return text


def _place_of_work(text: str) -> str:
    if text not in {"auto", "here", "apart"}:
        raise ValueError(f"{text!r} is none of auto, here, apart")
    return text


def _worker_id(text: str) -> str:
    """A name; by default that of the machine."""
    name = text or platform.node() or "localhost"
    if not re.fullmatch(r"[\w.-]{1,100}", name):
        raise ValueError(f"{name!r} is not 1 to 100 letters, digits, dots, dashes")
    return name


#: Every setting, in the order in which they are read.
SETTINGS: Final = (
    Setting(name="RACE_ENV", field="production", default="development", read=_environment),
    Setting(name="RACE_DATA_DIR", field="data_dir", default="data", read=_folder),
    Setting(
        name="RACE_DATABASE_URL",
        field="database_url",
        default="sqlite:///{data_dir}/race.db",
        read=_database,
    ),
    Setting(name="RACE_DEMO", field="demo", default="1", read=_yes_or_no),
    Setting(name="HOST", field="host", default="127.0.0.1", read=str),
    Setting(name="PORT", field="port", default="8000", read=_whole(1, 65535)),
    Setting(
        name="RACE_PUBLIC_URL",
        field="public_url",
        default="http://127.0.0.1:{port}",
        read=_web_address,
    ),
    Setting(name="RACE_TRUSTED_PROXIES", field="trusted_proxies", default="127.0.0.1", read=str),
    Setting(name="RACE_SIGNING_KEY", field="signing_key", default="", read=_key),
    Setting(
        name="RACE_UPLOAD_MAX_BYTES",
        field="upload_max_bytes",
        default="32000000",
        read=_whole(1_000, 1_000_000_000),
    ),
    Setting(
        name="RACE_ARCHIVE_MAX_BYTES",
        field="archive_max_bytes",
        default="1000000000",
        read=_whole(1_000, 8_000_000_000),
    ),
    Setting(
        name="RACE_SESSION_IDLE_HOURS", field="session_idle_h", default="12", read=_whole(1, 720)
    ),
    Setting(name="RACE_SESSION_DAYS", field="session_days", default="30", read=_whole(1, 365)),
    Setting(
        name="RACE_RUNNER_SESSION_DAYS",
        field="runner_session_days",
        default="180",
        read=_whole(1, 400),
    ),
    Setting(name="RACE_SETUP_LINK_HOURS", field="setup_link_h", default="72", read=_whole(1, 720)),
    Setting(name="RACE_LIMITS_URL", field="limits_url", default="memory://", read=str),
    Setting(name="RACE_LIMIT_LOGIN", field="limit_login", default="10 per 5 minutes", read=_rate),
    Setting(name="RACE_LIMIT_ENTRY", field="limit_entry", default="120 per minute", read=_rate),
    Setting(name="RACE_LIMIT_UPLOAD", field="limit_upload", default="120 per minute", read=_rate),
    Setting(name="RACE_LIMIT_ARCHIVE", field="limit_archive", default="20 per hour", read=_rate),
    Setting(name="RACE_LIMIT_VERIFY", field="limit_verify", default="120 per minute", read=_rate),
    Setting(name="RACE_LIMIT_REMARK", field="limit_remark", default="30 per hour", read=_rate),
    Setting(name="RACE_WORK", field="work", default="auto", read=_place_of_work),
    Setting(name="RACE_WORKER_ID", field="worker_id", default="", read=_worker_id),
    Setting(name="RACE_WORKERS", field="workers", default="2", read=_whole(1, 64)),
    Setting(name="RACE_SMTP_URL", field="smtp", default="", read=mailer.server_of),
    Setting(name="RACE_MAIL_FROM", field="mail_from", default="", read=mailer.sender_of),
)

#: Passwords that stand in examples, and so are known to everybody.
_PLACEHOLDERS: Final = {"changeme", "change-me", "password", "postgres", "secret", "example"}


def _weaknesses(settings: Settings) -> list[str]:
    """What is set by halves, or would be dangerous where others can reach us."""
    found = []
    if settings.smtp is not None and settings.mail_from is None:
        found.append("RACE_MAIL_FROM: e-mail needs a sender, like Chặng <run@example.org>")
    if not settings.production:
        return found
    if not settings.https:
        found.append("RACE_PUBLIC_URL: production needs an address that begins with https://")
    if settings.signing_key and len(set(settings.signing_key)) < 8:
        found.append("RACE_SIGNING_KEY: this is no random key; make one with: openssl rand -hex 32")
    if (urlsplit(settings.database_url).password or "").lower() in _PLACEHOLDERS:
        found.append("RACE_DATABASE_URL: the password is one that everybody knows")
    if settings.smtp is not None and settings.smtp.is_overheard:
        found.append("RACE_SMTP_URL: names would travel in the clear; leave ?starttls=no out")
    return found
