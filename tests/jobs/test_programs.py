"""`python -m race worker` and `serve`, as an operator starts and stops them."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from race.store.database import open_engine
from race.store.migrate import is_current

ROOT: Final = Path(__file__).resolve().parent.parent.parent
PATIENCE_S: Final = 60


def _started(command: str, environ: Mapping[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "race", command],
        cwd=ROOT,
        env={**os.environ, "RACE_DEMO": "0", **environ},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def _stopped(program: subprocess.Popen[str], by: signal.Signals) -> str:
    """What it still said."""
    program.send_signal(by)
    said, _ = program.communicate(timeout=PATIENCE_S)
    return said


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def test_a_worker_brings_the_database_up_to_date_works_and_stops_when_told(tmp_path: Path) -> None:
    environ = {"RACE_DATA_DIR": str(tmp_path), "RACE_WORKER_ID": "ridge"}
    for by in (signal.SIGTERM, signal.SIGINT):
        worker = _started("worker", environ)
        assert worker.stdout is not None
        assert "ridge/worker, 2 at once" in worker.stdout.readline()
        said = _stopped(worker, by)
        assert worker.returncode == 0
        assert said.split() == ["Stopping", "after", "what", "is", "in", "hand."]
    engine = open_engine(f"sqlite:///{tmp_path}/race.db")
    assert is_current(engine)
    engine.dispose()


def test_the_web_server_works_by_itself_and_stops_without_a_word(tmp_path: Path) -> None:
    port = _free_port()
    server = _started("serve", {"RACE_DATA_DIR": str(tmp_path), "PORT": str(port)})
    deadline = time.monotonic() + PATIENCE_S
    answered = 0
    while answered != 200:
        assert time.monotonic() < deadline
        assert server.poll() is None
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
                answered = answer.status
        except OSError:
            time.sleep(0.1)
    said = _stopped(server, signal.SIGTERM)
    assert "Traceback" not in said
    assert "ERROR" not in said
