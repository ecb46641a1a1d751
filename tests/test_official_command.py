"""`python -m race official`: what was frozen against the results of now, by somebody with the
database and a downloaded file."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from race.__main__ import main
from race.store.database import transaction
from tests.cast import API, EVENT, Cast, Sent, told
from tests.runs import gpx, steady
from tests.tracks import MORNING

HERE = f"{API}/{EVENT}"

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def sent(open_event: Cast) -> Sent:
    return open_event.anh.enters("5km").sends(gpx(steady(5050, 1515)))


@pytest.fixture
def official(open_event: Cast, sent: Sent) -> Cast:
    """Ánh 25:00, Hương 30:00, Thăng nothing; official, and an hour later."""
    open_event.huong.enters("5km").sends(gpx(steady(5050, 1818), start=MORNING + 1))
    open_event.thang.enters("5km", "10km")
    told(open_event.binh.changes(state="closed"))
    open_event.clock.pass_by(hours=49)
    told(open_event.binh.asks("POST", f"{HERE}/finalise", json={}))
    open_event.clock.pass_by(hours=1)
    return open_event


@pytest.fixture
def run(official: Cast, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """A command on the installation of the test: its exit code and what it says."""
    monkeypatch.setenv("RACE_DATA_DIR", str(official.here.settings.data_dir))

    def command(*words: str) -> tuple[int, str]:
        capsys.readouterr()
        code = main(list(words))
        return code, capsys.readouterr().out

    return command


@pytest.fixture
def copy(official: Cast, tmp_path: Path) -> Path:
    """The document as anybody downloads it."""
    file = tmp_path / "final.json"
    file.write_bytes(official.visitor.sees(f"{HERE}/final.json").content)
    return file


def tamper(cast: Cast, statement: str, **values: object) -> None:
    """Somebody with the database and without us."""
    with transaction(cast.here.engine) as connection:
        assert connection.execute(text(statement), values).rowcount >= 1


def test_what_nobody_touched_is_good_and_its_hash_is_the_one_of_the_file(
    run: Run, copy: Path
) -> None:
    code, out = run("official", EVENT, "--file", str(copy))
    assert code == 0
    assert out.startswith("GOOD: huu-lung as it became official at ")
    assert hashlib.sha256(copy.read_bytes()).hexdigest() in out


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE results SET time_s = 1400 WHERE bib = '00001' AND race = '5km'",
        "UPDATE results SET status = 'DNF', time_s = NULL WHERE bib = '00002' AND race = '5km'",
        "UPDATE results SET bib = '00003' WHERE bib = '00002' AND race = '5km'",
        "UPDATE results SET distance_m = 4999.99 WHERE bib = '00001' AND race = '5km'",
        "UPDATE results SET runs = 2 WHERE bib = '00001' AND race = '5km'",
        "UPDATE entries SET sex = 'M' WHERE bib = '00001'",
        "UPDATE entries SET team = NULL WHERE bib = '00001'",
        "UPDATE teams SET headcount = 3 WHERE slug = 'huu-lien'",
        "UPDATE events SET name = 'Giải khác'",
        "UPDATE events SET rules_version = 2",
        "UPDATE certificates SET revoked_at = issued_at WHERE bib = '00001'",
        "UPDATE certificates SET serial = 77 WHERE bib = '00001'",
        "DELETE FROM entry_races WHERE bib = '00003' AND race = '10km'",
        "DELETE FROM entries WHERE bib = '00003'",
        "UPDATE snapshots SET document = CAST(REPLACE(document, '1500', '1400') AS BLOB)",
        "UPDATE snapshots SET sha256 = REPLACE(sha256, 'a', 'b')",
    ],
)
def test_what_was_changed_in_the_database_is_bad(official: Cast, run: Run, statement: str) -> None:
    tamper(official, statement)
    code, out = run("official", EVENT)
    assert code == 2
    assert out.splitlines()[-1].startswith("BAD: ")


def test_a_late_change_that_is_recorded_is_good_and_told(
    official: Cast, run: Run, sent: Sent, copy: Path
) -> None:
    official.vy.rejects(sent, because="Đi nhờ xe ở km 3.")
    code, out = run("official", EVENT, "--file", str(copy))
    assert code == 0
    assert "5km 00001  OK 25:00 5.00 km → DNF" in out
    assert "Đi nhờ xe ở km 3." in out
    assert "with 1 late change. SHA-256" in out


def test_a_change_on_top_of_a_late_change_is_bad(official: Cast, run: Run, sent: Sent) -> None:
    official.vy.rejects(sent, because="Đi nhờ xe ở km 3.")
    tamper(official, "UPDATE results SET status = 'OTL' WHERE bib = '00001'")
    code, out = run("official", EVENT)
    assert (code, "5km 00001: DNF" in out) == (2, True)


def test_late_changes_lead_from_one_to_the_next(official: Cast, run: Run, sent: Sent) -> None:
    for _ in range(2):
        official.vy.rejects(sent, because="Đi nhờ xe ở km 3.")
        official.vy.accepts(sent, because="Nhầm người.")
    assert run("official", EVENT)[0] == 0
    tamper(official, "DELETE FROM late_changes WHERE id = 2")
    assert run("official", EVENT)[0] == 2


def test_a_card_after_the_results_takes_its_unit_out_and_is_good(
    open_event: Cast,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    sent: Sent,
) -> None:
    told(open_event.binh.changes(procedure={"cards": True, "team_out_at": 1}))
    told(open_event.binh.changes(state="closed"))
    told(open_event.binh.asks("POST", f"{HERE}/finalise", json={"reason": "Ngay."}))
    open_event.clock.pass_by(hours=1)
    body = {"decision": "reject", "reason": "Đi xe máy.", "card": True}
    told(open_event.vy.asks("POST", f"{HERE}/activities/{sent.run['id']}/ruling", json=body))
    last = open_event.visitor.board("5km-teams")["standings"][-1]
    assert (last["team"], last["out"]) == ("du-lich", True)
    monkeypatch.setenv("RACE_DATA_DIR", str(open_event.here.settings.data_dir))
    assert main(["official", EVENT]) == 0
    tamper(open_event, "UPDATE rulings SET decided_at = '2026-11-01 00:00:00.000000'")
    assert main(["official", EVENT]) == 2
    assert "nobody decided it" in capsys.readouterr().out


def test_who_was_erased_is_missing_and_everybody_behind_moves_up(
    official: Cast, run: Run, sent: Sent
) -> None:
    official.vy.rejects(sent, because="Đi nhờ xe ở km 3.")
    official.vy.accepts(sent, because="Nhầm người.")
    gone = official.binh.asks("DELETE", f"{HERE}/entries/{official.anh.bib}")
    assert gone.status_code == 204
    assert official.visitor.ranks("5km-overall") == [(1, official.huong.name)]
    code, out = run("official", EVENT)
    assert code == 0
    assert "with 1 runner erased since." in out
    assert official.anh.bib not in out


def test_a_copy_that_was_changed_is_bad(run: Run, copy: Path) -> None:
    copy.write_bytes(copy.read_bytes().replace(b'"time_s":1500', b'"time_s":1400'))
    code, out = run("official", EVENT, "--file", str(copy))
    assert code == 2
    assert out.startswith("BAD: this file is not what was frozen")


def test_what_is_not_official_or_not_there_is_a_usage_error(
    open_event: Cast, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RACE_DATA_DIR", str(open_event.here.settings.data_dir))
    assert main(["official", EVENT]) == 64
    assert "are not official" in capsys.readouterr().err
    assert main(["official", "nothing"]) == 64
    assert main(["official", EVENT, "--file", "no-such-file.json"]) == 64


class TestVerify:
    """The command that looks at a downloaded file alone."""

    def test_it_knows_official_results_and_says_their_hash(self, run: Run, copy: Path) -> None:
        code, out = run("verify", str(copy))
        assert code == 0
        assert "Official results of huu-lung" in out
        assert f"SHA-256 {hashlib.sha256(copy.read_bytes()).hexdigest()}\n" in out

    def test_one_that_was_written_anew_is_bad(self, run: Run, copy: Path) -> None:
        copy.write_text(json.dumps(json.loads(copy.read_bytes()), indent=1), encoding="utf-8")
        code, out = run("verify", str(copy))
        assert (code, out.startswith("BAD")) == (2, True)

    @pytest.mark.parametrize("more", ['"event":[]', '"made_at":NaN', '"event":{"slug":5}'])
    def test_one_that_only_says_so_breaks_nothing(
        self, run: Run, tmp_path: Path, more: str
    ) -> None:
        file = tmp_path / "odd.json"
        file.write_text(f'{{"format":"chang final results 1",{more}}}', encoding="utf-8")
        assert run("verify", str(file))[0] in {0, 2}
