"""`python -m race check`: what a script relies on, exit codes and keys of the JSON."""

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest

from race.__main__ import main
from race.processes import Here
from tests.runs import DAY_S, broken_off, gpx, stating, steady, with_kilometres, without_times

#: 2020-09-14 05:00 in Việt Nam: past on every machine that runs this.
LONG_AGO: Final = 1_600_034_400.0
ROOT: Final = Path(__file__).resolve().parent.parent

ACCEPTED: Final = gpx(steady(5050, 1515), start=LONG_AGO)
REVIEW: Final = gpx(*with_kilometres(300, 205, 300), start=LONG_AGO)
REJECTED: Final = gpx(steady(900, 300), start=LONG_AGO)
UNREADABLE: Final = b"no run at all"

FILE_KEYS: Final = {"file", "sha256", "bytes", "format", "error", "skipped", "activities"}
ACTIVITY_KEYS: Final = {
    *("member", "format", "app", "device", "sport", "indoor", "started_at", "points", "segments"),
    *("distance_m", "stated_distance_m", "official_distance_m", "elapsed_s", "timer_s"),
    *("moving_s", "ascent_m", "avg_pace_s_per_km", "splits", "efforts", "verdict", "flags"),
    "evidence",
}
FLAG_KEYS: Final = {"code", "severity", "message", "limit", "measured", "where"}


@pytest.fixture
def file(tmp_path: Path) -> Callable[[bytes], str]:
    """Bytes as a file on the disk."""
    count = 0

    def kept(data: bytes) -> str:
        nonlocal count
        count += 1
        path = tmp_path / f"run {count}.gpx"
        path.write_bytes(data)
        return str(path)

    return kept


def _no_number(text: str) -> None:
    raise ValueError(f"{text} is no JSON")


@pytest.fixture
def checked(
    file: Callable[[bytes], str], capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, Any]]:
    """The exit code and the JSON for files of those bytes."""

    def check(*files: bytes, options: tuple[str, ...] = ()) -> tuple[int, Any]:
        code = main(["check", *map(file, files), "--json", *options], Here())
        shown = json.loads(capsys.readouterr().out, parse_constant=_no_number)
        return code, shown

    return check


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ([ACCEPTED], 0),
        ([REVIEW], 1),
        ([REJECTED], 2),
        ([UNREADABLE], 3),
        ([b""], 3),
        ([without_times(ACCEPTED)], 2),
        ([ACCEPTED, ACCEPTED], 0),
        ([REVIEW, ACCEPTED], 1),
        ([ACCEPTED, REJECTED, REVIEW], 2),
        ([UNREADABLE, ACCEPTED, REJECTED], 3),
        ([broken_off(ACCEPTED)], 0),
    ],
)
def test_the_worst_file_gives_the_exit_code(
    checked: Callable[..., tuple[int, Any]], files: list[bytes], code: int
) -> None:
    found, shown = checked(*files)
    assert found == code
    assert len(shown["files"]) == len(files)


def test_the_worst_run_of_a_file_gives_its_exit_code(
    checked: Callable[..., tuple[int, Any]],
) -> None:
    short = gpx(steady(900, 300), start=LONG_AGO + DAY_S).decode()
    second = "<trk>" + short.partition("<trk>")[2].partition("</trk>")[0] + "</trk>"
    both = ACCEPTED.decode().replace("</gpx>", f"{second}</gpx>").encode()
    code, shown = checked(both)
    assert code == 2
    verdicts = [run["verdict"] for run in shown["files"][0]["activities"]]
    assert verdicts == ["accepted", "rejected"]


def test_every_key_of_the_contract_is_there(checked: Callable[..., tuple[int, Any]]) -> None:
    _, shown = checked(REVIEW, UNREADABLE)
    assert set(shown) == {"files"}
    good, bad = shown["files"]
    assert set(good) == set(bad) == FILE_KEYS
    (run,) = good["activities"]
    assert set(run) >= ACTIVITY_KEYS
    assert all(set(split) >= {"km", "elapsed_s"} for split in run["splits"])
    assert all(set(effort) >= {"distance_m", "elapsed_s", "start_s"} for effort in run["efforts"])
    (flag,) = run["flags"]
    assert set(flag) >= FLAG_KEYS
    assert set(flag["message"]) == {"vi", "en"}
    assert set(flag["where"]) == {"from_s", "to_s", "from_m", "to_m"}
    assert set(bad["error"]) == {"code", "message"}
    assert set(bad["error"]["message"]) == {"vi", "en"}
    assert (bad["format"], bad["activities"], bad["skipped"]) == (None, [], [])


def test_the_numbers_are_those_of_the_run(checked: Callable[..., tuple[int, Any]]) -> None:
    """5,050 m in 25:15 at an even pace, a point every 5 s."""
    _, shown = checked(ACCEPTED)
    (file,) = shown["files"]
    assert file["sha256"] == hashlib.sha256(ACCEPTED).hexdigest()
    assert (file["bytes"], file["format"], file["error"]) == (len(ACCEPTED), "gpx", None)
    (run,) = file["activities"]
    assert run["started_at"] == "2020-09-13T22:00:00Z"
    assert (run["points"], run["segments"], run["sport"]) == (304, 1, "run")
    assert (run["app"], run["device"], run["member"]) == ("Chạy cùng nhau", None, None)
    assert (run["elapsed_s"], run["moving_s"], run["timer_s"]) == (1515, 1515, None)
    assert run["distance_m"] == run["official_distance_m"] == pytest.approx(5050, abs=0.01)
    assert (run["stated_distance_m"], run["ascent_m"], run["indoor"]) == (None, None, False)
    assert run["avg_pace_s_per_km"] == 300
    assert [(s["km"], s["elapsed_s"]) for s in run["splits"]] == [(k, 300) for k in range(1, 6)]
    efforts = {e["distance_m"]: e["elapsed_s"] for e in run["efforts"]}
    assert efforts == {1000: 300, 3000: 900, 5000: 1500}
    assert (run["verdict"], run["flags"]) == ("accepted", [])


def test_heights_and_a_stated_distance_are_told(checked: Callable[..., tuple[int, Any]]) -> None:
    hilly = gpx(steady(5050, 1515), start=LONG_AGO, heights=(20.0, 120.0, 70.0))
    _, shown = checked(stating(hilly, 5100))
    (run,) = shown["files"][0]["activities"]
    assert run["ascent_m"] == pytest.approx(100, abs=2)
    assert run["stated_distance_m"] == run["official_distance_m"] == 5100


@pytest.mark.parametrize(
    ("text", "metres", "seconds"),
    [("2km", 2000, 600), ("800 m", 800, 240), ("1,5 km", 1500, 450), ("1mi", 1609.344, 482.803)],
)
def test_the_best_effort_over_any_distance_is_found(
    checked: Callable[..., tuple[int, Any]], text: str, metres: float, seconds: float
) -> None:
    _, shown = checked(ACCEPTED, options=("--distance", text))
    (run,) = shown["files"][0]["activities"]
    efforts = {e["distance_m"]: e["elapsed_s"] for e in run["efforts"]}
    assert efforts[metres] == pytest.approx(seconds, abs=0.001)


def test_a_distance_that_was_not_run_has_no_effort(
    checked: Callable[..., tuple[int, Any]],
) -> None:
    _, shown = checked(ACCEPTED, options=("--distance", "10km"))
    (run,) = shown["files"][0]["activities"]
    assert [e["distance_m"] for e in run["efforts"]] == [1000, 3000, 5000]


@pytest.mark.parametrize(
    ("preset", "code"), [("huu-lung", 1), ("uprace-2024", 2), ("vrace-2025", 2), ("free", 0)]
)
def test_the_preset_judges(checked: Callable[..., tuple[int, Any]], preset: str, code: int) -> None:
    """A kilometre in 3:25."""
    assert checked(REVIEW, options=("--preset", preset))[0] == code


def test_no_event_and_no_history_is_asked_about(
    checked: Callable[..., tuple[int, Any]],
) -> None:
    """A run of 2020, the same file twice: neither late nor a copy."""
    code, shown = checked(ACCEPTED, ACCEPTED)
    assert code == 0
    assert all(run["flags"] == [] for file in shown["files"] for run in file["activities"])


def test_a_broken_file_is_read_up_to_the_damage(checked: Callable[..., tuple[int, Any]]) -> None:
    _, shown = checked(broken_off(ACCEPTED))
    (run,) = shown["files"][0]["activities"]
    assert [(f["code"], f["severity"]) for f in run["flags"]] == [("CORRUPT_PARTIAL", "info")]
    assert 2500 < run["distance_m"] < 3500


def test_a_run_without_times_is_an_activity_that_does_not_count(
    checked: Callable[..., tuple[int, Any]],
) -> None:
    _, shown = checked(without_times(ACCEPTED))
    assert shown["files"][0]["error"] is None
    (run,) = shown["files"][0]["activities"]
    assert "NO_TIME" in [flag["code"] for flag in run["flags"]]
    assert run["distance_m"] == pytest.approx(5050, abs=0.01)
    assert (run["started_at"], run["elapsed_s"], run["splits"]) == (None, None, [])


class TestUsage:
    """64, with a sentence on stderr and nothing on stdout."""

    @pytest.mark.parametrize(
        "arguments",
        [
            ["--preset", "marathon"],
            ["--distance", "far"],
            ["--distance", "-5km"],
            ["--distance", "0km"],
        ],
    )
    def test_a_wrong_option(
        self,
        file: Callable[[bytes], str],
        capsys: pytest.CaptureFixture[str],
        arguments: list[str],
    ) -> None:
        assert _code(["check", file(ACCEPTED), "--json", *arguments]) == 64
        said = capsys.readouterr()
        assert said.out == ""
        assert "race check" in said.err

    @pytest.mark.parametrize(
        "arguments",
        [["check"], ["check", "--json"], ["check", "x.gpx", "--wrong"], ["chek"], []],
    )
    def test_a_wrong_command(
        self, capsys: pytest.CaptureFixture[str], arguments: list[str]
    ) -> None:
        assert _code(arguments) == 64
        assert "usage" in capsys.readouterr().err

    def test_a_file_that_is_not_there_and_a_folder(
        self, tmp_path: Path, file: Callable[[bytes], str]
    ) -> None:
        for missing in (tmp_path / "none.gpx", tmp_path):
            assert _code(["check", file(ACCEPTED), str(missing)]) == 64


def _code(arguments: list[str]) -> int:
    """The exit code, however it is given."""
    try:
        return main(arguments)
    except SystemExit as stop:
        return int(stop.code or 0)


class TestText:
    """For people: Vietnamese first, English when asked."""

    @pytest.mark.parametrize(
        ("options", "said"),
        [((), "Chờ duyệt: km 2 là 3:25"), (("--lang", "en"), "In review: km 2 took 3:25")],
    )
    def test_a_run_is_told_with_its_reason(
        self,
        file: Callable[[bytes], str],
        capsys: pytest.CaptureFixture[str],
        options: tuple[str, ...],
        said: str,
    ) -> None:
        assert main(["check", file(REVIEW), *options], Here()) == 1
        assert said in capsys.readouterr().out

    def test_a_file_that_cannot_be_read_is_told(
        self, file: Callable[[bytes], str], capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["check", file(UNREADABLE), file(ACCEPTED)], Here()) == 3
        out = capsys.readouterr().out
        assert "văn bản" in out
        assert "5,05\N{NO-BREAK SPACE}km" in out


def test_it_needs_no_database_and_writes_nothing(tmp_path: Path) -> None:
    """As a script calls it, from a folder of its own, under an old locale."""
    (tmp_path / "run.gpx").write_bytes(REJECTED)
    environment = {"PYTHONPATH": str(ROOT), "LC_ALL": "POSIX", "PYTHONWARNINGS": "error"}
    done = subprocess.run(
        [sys.executable, "-m", "race", "check", "run.gpx", "--json"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.stderr == b""
    assert done.returncode == 2
    assert json.loads(done.stdout)["files"][0]["file"] == "run.gpx"
    assert [path.name for path in tmp_path.iterdir()] == ["run.gpx"]
