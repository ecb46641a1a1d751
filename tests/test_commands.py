"""`python -m race create-admin`, `export`, `jobs`, `seed`, `verify`, as an organiser types them."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from fastapi.testclient import TestClient

from race.__main__ import main
from race.api import create_app
from race.errors import Locked
from race.services import work
from race.settings import Settings
from race.store import jobs
from race.store.database import Engine, transaction
from tests.cast import API, EVENT, Cast, certificate_code
from tests.conftest import Clock
from tests.runs import gpx, steady


@pytest.fixture
def at_home(settings: Settings, empty_database: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The commands work on the installation of the test, whose database is up to date."""
    monkeypatch.setenv("RACE_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("RACE_PUBLIC_URL", "http://testserver")
    monkeypatch.setenv("RACE_DEMO", "0")
    shutil.copy(empty_database, settings.data_dir / "race.db")
    return settings


def test_create_admin_gives_a_token_that_works_and_a_link_to_choose_a_password(
    at_home: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["create-admin", " Bình  An ", "--json"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert set(made) == {"name", "token", "setup_url"}
    assert made["name"] == "Bình An"
    client = TestClient(create_app(at_home, Clock()), follow_redirects=False)
    mine = client.get(API, headers={"Authorization": f"Bearer {made['token']}"})
    assert (mine.status_code, mine.json()) == (200, [])
    assert made["setup_url"].startswith("http://testserver/btc/thiet-lap/")
    client.app.state.resources.engine.dispose()  # type: ignore[attr-defined] # it is a FastAPI


def test_a_name_that_is_taken_is_a_usage_error(
    at_home: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["create-admin", "Bình"]) == 0
    capsys.readouterr()
    assert main(["create-admin", "Bình", "--json"]) == 64
    said = capsys.readouterr()
    assert said.out == ""
    assert "exists already" in said.err


def test_seed_that_is_switched_off_says_so_and_makes_no_event(
    at_home: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["seed"]) == 0
    assert "nothing was seeded" in capsys.readouterr().out
    client = TestClient(create_app(at_home, Clock()))
    assert client.get(API).json() == []
    client.app.state.resources.engine.dispose()  # type: ignore[attr-defined] # it is a FastAPI


def test_export_writes_what_the_organiser_downloads(
    open_event: Cast,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    open_event.anh.enters("5km").sends(gpx(steady(5050, 1515)))
    monkeypatch.setenv("RACE_DATA_DIR", str(open_event.here.settings.data_dir))
    target = tmp_path / "results.csv"
    assert main(["export", EVENT, "--out", str(target)]) == 0
    downloaded = open_event.binh.sees(f"{API}/{EVENT}/export.csv").content
    assert target.read_bytes() == downloaded
    assert main(["export", "nothing"]) == 64
    assert "NOT_FOUND" in capsys.readouterr().err


class TestVerify:
    """Anybody can check a certificate without us."""

    @pytest.fixture
    def signed(self, open_event: Cast, tmp_path: Path) -> Path:
        anh = open_event.anh.enters("5km")
        anh.sends(gpx(steady(5050, 1515)))
        code = certificate_code(open_event, anh)
        link = urlsplit(f"http://testserver/api/v1/certificates/{code}.json").path
        file = tmp_path / "signed.json"
        file.write_bytes(open_event.visitor.sees(link).content)
        return file

    def test_a_genuine_one_is_good(self, signed: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["verify", str(signed)]) == 0
        assert "GOOD: Nguyễn Thị Ngọc Ánh · Chặng 5 km" in capsys.readouterr().out

    @pytest.mark.parametrize(
        ("what", "into"),
        [
            ('"time_s":1500', '"time_s":1400'),
            ("Ngọc Ánh", "Ngọc Anh"),
            ('"certificate"', '"Certificate"'),
            ('"alg":"Ed25519"', '"alg":"none"'),
        ],
    )
    def test_a_changed_one_is_bad(
        self, signed: Path, capsys: pytest.CaptureFixture[str], what: str, into: str
    ) -> None:
        text = json.dumps(json.loads(signed.read_text()), ensure_ascii=False, separators=(",", ":"))
        assert what in text
        signed.write_text(text.replace(what, into))
        assert main(["verify", str(signed)]) == 2
        assert capsys.readouterr().out.startswith("BAD")

    @pytest.mark.parametrize("text", ["", "[", "[" * 100_000, "\xff"])
    def test_what_is_no_json_is_a_usage_error(self, tmp_path: Path, text: str) -> None:
        file = tmp_path / "x.json"
        file.write_bytes(text.encode("latin-1"))
        assert main(["verify", str(file)]) == 64

    @pytest.mark.parametrize("text", ["null", "[]", "{}", '{"certificate":1,"signature":2}'])
    def test_json_that_is_no_certificate_is_bad(self, tmp_path: Path, text: str) -> None:
        file = tmp_path / "x.json"
        file.write_text(text)
        assert main(["verify", str(file)]) == 2


def test_jobs_shows_a_bar_for_each_and_why_one_failed(
    at_home: Settings, engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    now = datetime(2026, 11, 14, tzinfo=UTC)
    with transaction(engine) as connection:
        row = work.ask(
            connection,
            work.Inline(),
            kind="archive",
            event_id=None,
            subject={},
            asked_by="runner",
            total=40,
            now=now,
        )
        work.advance(connection, row, done=10, now=now)

    assert main(["jobs"]) == 0
    assert f"{row.id}  archive  running  [{'#' * 8}{'.' * 22}]  10/40\n" in capsys.readouterr().out

    with transaction(engine) as connection:
        error = {"code": "LOCKED", "text": Locked.text, "facts": {}}
        jobs.fail(connection, row.id, error=error, now=now)

    assert main(["jobs", row.id, "--wait"]) == 1
    assert "password" in capsys.readouterr().out
    assert main(["jobs", "nothing"]) == 64
    assert main(["jobs", "--wait"]) == 64
