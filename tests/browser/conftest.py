"""What tests in a browser stand on: the browser, and a server with the whole program behind it."""

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import uvicorn
from playwright.sync_api import Browser, ConsoleMessage, Page, Request

from race.services.tasks import TASKS
from race.services.work import Inline
from race.settings import Settings
from tests.browser import chromium

HERE = Path(__file__).resolve().parent
PASSWORD = "núi đá và sông Thương"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests come last: they are the slowest, and Playwright keeps an event loop running in
    this thread, beside which no other test could start one."""
    items.sort(key=lambda item: HERE in item.path.parents)


@pytest.fixture(scope="session")
def browser_program() -> chromium.Chromium:
    """The browser; without one the tests fail and say what to do."""
    try:
        found = chromium.ready()
        os.environ["PLAYWRIGHT_NODEJS_PATH"] = str(chromium.node())
    except chromium.NoBrowser as error:
        pytest.fail(str(error), pytrace=False)
    return found


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_program: chromium.Chromium, browser_type_launch_args: dict[str, Any]
) -> dict[str, Any]:
    """What pytest-playwright launches."""
    return {
        **browser_type_launch_args,
        "executable_path": browser_program.executable,
        "env": {**os.environ, **browser_program.environment},
        "args": [*chromium.ARGS],
    }


@pytest.fixture(scope="session")
def playwright(browser_program: chromium.Chromium, playwright: Any) -> Any:
    """Playwright, started after its node is named."""
    return playwright


@pytest.fixture(scope="session")
def base_url() -> None:
    """Addresses are written in full; the plugin's own fixture warns under pytest 9."""


@dataclass(frozen=True, kw_only=True)
class LiveServer:
    """The whole program, answering on this machine."""

    #: Scheme, host and port, without a slash at the end.
    url: str
    #: What it was started with; its database may be opened beside it.
    settings: Settings
    #: Does the long work that was asked for.
    works: Callable[[], None]


@pytest.fixture(scope="session")
def live_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """The program on an empty database of its own, for the whole session."""
    from race.api import create_app

    with socket.create_server(("127.0.0.1", 0)) as door:
        port = str(door.getsockname()[1])
        data = str(tmp_path_factory.mktemp("live"))
        settings = Settings.from_env({"RACE_DATA_DIR": data, "PORT": port, "RACE_DEMO": "0"})
        queue = Inline()
        app = create_app(settings, lambda: datetime.now(UTC), queue)
        config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1)
        with _serving(uvicorn.Server(config), door):
            yield LiveServer(
                url=settings.public_url,
                settings=settings,
                works=lambda: queue.run(app.state.resources.tools, TASKS),
            )


@contextmanager
def _serving(server: uvicorn.Server, door: socket.socket) -> Iterator[None]:
    thread = threading.Thread(target=server.run, kwargs={"sockets": [door]}, daemon=True)
    thread.start()
    _wait(lambda: server.started or not thread.is_alive())
    assert server.started, "the program did not start; its log is above"
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(10)
        assert not thread.is_alive(), "the program does not stop"


def _wait(done: Callable[[], bool], longest_s: float = 30.0) -> None:
    end = time.monotonic() + longest_s
    while not done() and time.monotonic() < end:
        time.sleep(0.02)


@pytest.fixture
def quiet_page(page: Page) -> Iterator[Page]:
    """A page that fails its test when the console complains or anything is asked of another host.

    For pages that should be well; a test of a cut line or of a 404 takes `page`.
    """
    complaints: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            complaints.append(f"{message.type}: {message.text}")

    def watch(request: Request) -> None:
        if urlsplit(request.url).hostname not in {"127.0.0.1", None}:
            complaints.append(f"asks another host: {request.url}")

    page.on("console", listen)
    page.on("pageerror", lambda error: complaints.append(f"uncaught: {error}"))
    page.on("request", watch)
    yield page
    assert not complaints, "\n".join(complaints)


@pytest.fixture(scope="session")
def referee(browser: Browser, live_server: LiveServer) -> tuple[str, Any]:
    """Somebody who came by a set-up link; the token, and the cookies."""
    made = subprocess.run(
        [sys.executable, "-m", "race", "create-admin", "Trần Nguyệt Vỹ", "--json"],
        capture_output=True,
        check=True,
        text=True,
        env={"RACE_DATA_DIR": str(live_server.settings.data_dir), "PATH": ""},
        cwd=HERE.parent.parent,
    )
    account = json.loads(made.stdout)
    context = browser.new_context()
    page = context.new_page()
    path = account["setup_url"].partition("/btc/")[2]
    page.goto(f"{live_server.url}/btc/{path}")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=repeat]").fill(PASSWORD)
    page.locator("main button").first.click()
    page.wait_for_url("**/btc?*")
    cookies = context.storage_state()
    context.close()
    return account["token"], cookies
