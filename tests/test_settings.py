"""Settings: read once, refused as a whole, secrets out of files and out of sight."""

import platform
from pathlib import Path

import pytest

from race.settings import SETTINGS, BadSettings, Settings

SAFE = {"RACE_ENV": "production", "RACE_PUBLIC_URL": "https://run.example.org"}


def test_nothing_has_to_be_set() -> None:
    settings = Settings.from_env({})
    assert settings.port == 8000
    assert settings.host == "127.0.0.1"
    assert settings.public_url == "http://127.0.0.1:8000"
    assert settings.demo
    assert not settings.production
    assert settings.upload_max_bytes == 32_000_000
    assert settings.database_url == f"sqlite:///{Path('data').resolve()}/race.db"


def test_what_follows_from_another_setting_follows_it() -> None:
    settings = Settings.from_env({"PORT": "8123", "RACE_DATA_DIR": "/srv/race"})
    assert settings.public_url == "http://127.0.0.1:8123"
    assert settings.database_url == "sqlite:////srv/race/race.db"


def test_every_problem_is_told_at_once() -> None:
    with pytest.raises(BadSettings) as refused:
        Settings.from_env({"PORT": "70000", "RACE_DEMO": "maybe", "RACE_LIMIT_LOGIN": "often"})
    told = str(refused.value).splitlines()
    assert [line.split(":")[0] for line in told] == [
        "RACE_DEMO",
        "PORT",
        "RACE_PUBLIC_URL",  # its default holds the port
        "RACE_LIMIT_LOGIN",
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("RACE_ENV", "staging"),
        ("PORT", "0"),
        ("PORT", "-1"),
        ("RACE_DATABASE_URL", "mysql://host/race"),
        ("RACE_PUBLIC_URL", "run.example.org"),
        ("RACE_PUBLIC_URL", "https://run.example.org/path"),
        ("RACE_PUBLIC_URL", "https://name:pass@run.example.org"),
        ("RACE_PUBLIC_URL", "ftp://run.example.org"),
        ("RACE_SIGNING_KEY", "changeme"),
        ("RACE_SIGNING_KEY", "A" * 64),
        ("RACE_UPLOAD_MAX_BYTES", "32 MB"),
        ("RACE_SESSION_DAYS", "0"),
        ("RACE_WORK", "yes"),
        ("RACE_WORKERS", "0"),
        ("RACE_WORKER_ID", "two words"),
        ("RACE_SIGNING_KEY_FILE", "/nowhere/key"),
        ("RACE_SMTP_URL", "mail.example.org"),
        ("RACE_MAIL_FROM", "Chặng"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused(name: str, value: str) -> None:
    with pytest.raises(BadSettings, match=name.removesuffix("_FILE")):
        Settings.from_env({name: value})


def test_every_setting_may_stand_in_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "key"
    secret.write_text("0123456789abcdef" * 4 + "\n")
    settings = Settings.from_env({"RACE_SIGNING_KEY_FILE": str(secret)})
    assert settings.signing_key == "0123456789abcdef" * 4


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_is_known_by_its_usual_names(scheme: str) -> None:
    settings = Settings.from_env({"RACE_DATABASE_URL": f"{scheme}://race@db/race"})
    assert settings.database_url == "postgresql+psycopg://race@db/race"


@pytest.mark.parametrize(
    ("where", "url", "here"),
    [
        ("auto", "sqlite:///race.db", True),
        ("auto", "postgresql://race@db/race", False),
        ("here", "postgresql://race@db/race", True),
        ("apart", "sqlite:///race.db", False),
    ],
)
def test_the_web_server_works_by_itself_where_there_is_but_one_file(
    where: str, url: str, here: bool
) -> None:
    settings = Settings.from_env({"RACE_WORK": where, "RACE_DATABASE_URL": url})
    assert settings.works_here is here


def test_a_worker_is_called_after_its_machine_unless_it_has_a_name() -> None:
    assert Settings.from_env({}).worker_id == platform.node()
    assert Settings.from_env({"RACE_WORKER_ID": "worker-2"}).worker_id == "worker-2"


@pytest.mark.parametrize(
    ("weak", "problem"),
    [
        ({"RACE_PUBLIC_URL": "http://run.example.org"}, "https"),
        ({"RACE_SIGNING_KEY": "0" * 64}, "no random key"),
        ({"RACE_DATABASE_URL": "postgresql://race:changeme@db/race"}, "everybody knows"),
        (
            {
                "RACE_SMTP_URL": "smtp://mail.example.org?starttls=no",
                "RACE_MAIL_FROM": "run@example.org",
            },
            "in the clear",
        ),
    ],
)
def test_production_refuses_what_is_dangerous_there(weak: dict[str, str], problem: str) -> None:
    Settings.from_env(weak)
    Settings.from_env(SAFE)
    with pytest.raises(BadSettings, match=problem):
        Settings.from_env({**SAFE, **weak})


def test_secrets_are_not_shown_with_the_rest() -> None:
    key = "0123456789abcdef" * 4
    settings = Settings.from_env(
        {
            "RACE_DATABASE_URL": "postgresql://race:hunter2@db/race",
            "RACE_SIGNING_KEY": key,
            "RACE_SMTP_URL": "smtp://run:hunter2@mail.example.org",
            "RACE_MAIL_FROM": "run@example.org",
        }
    )
    assert "hunter2" not in repr(settings)
    assert "hunter2" not in repr(settings.smtp)
    assert key not in repr(settings)


def test_e_mail_needs_a_sender_and_a_server_on_this_machine_no_encryption() -> None:
    with pytest.raises(BadSettings, match="RACE_MAIL_FROM"):
        Settings.from_env({"RACE_SMTP_URL": "smtp://mail.example.org"})
    local = {"RACE_SMTP_URL": "smtp://127.0.0.1:1025?starttls=no", "RACE_MAIL_FROM": "a@b.org"}
    assert Settings.from_env({**SAFE, **local}).smtp is not None
    assert Settings.from_env({"RACE_MAIL_FROM": "a@b.org"}).smtp is None


def test_the_paper_names_the_default_of_every_setting() -> None:
    paper = Path(__file__).parent.parent / "docs" / "settings.md"
    rows = [line.split("|") for line in paper.read_text().splitlines() if line.startswith("| `")]
    defaults = {row[1].strip().strip("`"): row[2].strip() for row in rows}
    for setting in SETTINGS:
        if "{" not in setting.default and setting.default:
            assert defaults[setting.name] == f"`{setting.default}`"
