"""The people of the tests. Each acts as people do, through HTTP, and knows only what they may.

Ánh runs fast and honestly, Thăng cheats, Hương runs because the others do; Bình organises the event
and owns it, Vỹ is its referee, Cường organises another event. A visitor is anybody.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from race.api.deps import Resources
from race.services import accounts
from race.services.accounts import Lifetimes
from race.store import events
from race.store.database import transaction
from race.store.events import RoleRow
from tests.conftest import Clock

EVENT = "huu-lung"
API = "/api/v1/events"
#: What Bình creates, in the words of the contract.
HUU_LUNG: dict[str, Any] = {
    "slug": EVENT,
    "name": "Hữu Lũng vẻ đẹp thanh bình",
    "organiser": "Đoàn xã Hữu Lũng",
    "place": "Hữu Lũng",
    "contact": "Ban Tổ chức, bantochuc@example.org",
    "starts_at": "2026-11-01T00:00:00+07:00",
    "ends_at": "2026-11-22T23:59:59+07:00",
    "timezone": "Asia/Ho_Chi_Minh",
    "language": "vi",
    "preset": "huu-lung",
    "races": [
        {"slug": "5km", "name": "Chặng 5 km", "kind": "single", "distance_m": 5000},
        {"slug": "10km", "name": "Gom 10 km", "kind": "collected", "distance_m": 10_000},
    ],
    "teams": [
        {"slug": "huu-lien", "name": "Đoàn xã Hữu Liên", "parent": None, "headcount": 4},
        {"slug": "du-lich", "name": "Chi đoàn Du lịch", "parent": "huu-lien", "headcount": None},
    ],
}


@dataclass(kw_only=True)
class Visitor:
    """Anybody with a browser, or with a program when there is a `token`."""

    http: TestClient
    token: str | None = None

    def asks(self, method: str, path: str, **more: Any) -> httpx2.Response:
        """Any request, as this person."""
        headers = dict(more.pop("headers", {}))
        if self.token is not None:
            headers["Authorization"] = f"Bearer {self.token}"
        return self.http.request(method, path, headers=headers, **more)

    def sees(self, path: str, **query: Any) -> httpx2.Response:
        """A page or a JSON document."""
        return self.asks("GET", path, params=query or None)

    def board(self, key: str, **query: Any) -> dict[str, Any]:
        """A board of the event as JSON."""
        return told(self.sees(f"{API}/{EVENT}/leaderboards/{key}", **query))

    def ranks(self, key: str, **query: Any) -> list[tuple[int, str]]:
        """(rank, name) down a board."""
        return [(row["rank"], row["name"]) for row in self.board(key, **query)["standings"]]


@dataclass(kw_only=True)
class Sent:
    """What came back for an upload."""

    status: int
    body: dict[str, Any]

    @property
    def id(self) -> str:
        return str(self.body["id"])

    @property
    def state(self) -> str:
        return str(self.body["state"])

    @property
    def run(self) -> dict[str, Any]:
        """The only run in the file."""
        (only,) = self.body["activities"]
        return dict(only)

    @property
    def flags(self) -> dict[str, dict[str, Any]]:
        """The flags of the only run by their codes."""
        return {flag["code"]: flag for flag in self.run["flags"]}

    @property
    def codes(self) -> list[str]:
        return list(self.flags)

    def result(self, race: str) -> dict[str, Any]:
        """What the run changed in a race."""
        return next(change for change in self.run["result"] if change["race"] == race)


@dataclass(kw_only=True)
class Runner(Visitor):
    """Somebody who enters and sends runs from the browser that holds the personal link."""

    name: str
    sex: str = "F"
    birth_year: int = 2000
    team: str | None = None
    bib: str = ""
    secret: str = field(default="", repr=False)
    event: str = EVENT

    def tries_to_enter(self, *races: str) -> httpx2.Response:
        """The form, as a program would send it."""
        body = {
            "name": self.name,
            "sex": self.sex,
            "birth_year": self.birth_year,
            "races": list(races),
            "team": self.team,
            "consent": True,
        }
        return self.asks("POST", f"{API}/{self.event}/entries", json=body)

    def enters(self, *races: str) -> "Runner":
        """Enters, and opens the personal link in this browser."""
        entered = told(self.tries_to_enter(*races), 201)
        self.bib = entered["bib"]
        if entered["token"] is not None:
            self.secret = entered["token"]
            self.opens(entered["personal_url"])
        return self

    def opens(self, personal_url: str) -> httpx2.Response:
        """The personal link."""
        return self.sees(urlsplit(personal_url).path)

    def tries_to_send(self, data: bytes, filename: str = "run.gpx") -> httpx2.Response:
        """An upload, whatever is answered."""
        files = {"file": (filename, data)}
        return self.asks("POST", f"{API}/{self.event}/submissions", files=files)

    def sends(self, data: bytes, filename: str = "run.gpx") -> Sent:
        """An upload that is kept."""
        answer = self.tries_to_send(data, filename)
        assert answer.status_code in {200, 201}, answer.text
        return Sent(status=answer.status_code, body=answer.json())

    def upload(self, sent: Sent) -> httpx2.Response:
        """An upload as it stands now."""
        return self.sees(f"{API}/{self.event}/submissions/{sent.id}")

    def certificate(self, race: str) -> httpx2.Response:
        """The own certificate as a PDF."""
        return self.sees(f"{API}/{self.event}/entries/{self.bib}/certificate.pdf", race=race)

    @property
    def page(self) -> str:
        """The address of the runner's page."""
        return f"/e/{self.event}/vdv/{self.bib}"


@dataclass(kw_only=True)
class Official(Visitor):
    """Somebody with an account: organiser, referee, or organiser of something else."""

    name: str
    account: str

    def creates(self, event: dict[str, Any], status: int = 201) -> dict[str, Any]:
        """An event, as a draft."""
        return told(self.asks("POST", API, json=event), status)

    def changes(self, **fields: Any) -> httpx2.Response:
        """Fields of the event."""
        return self.asks("PATCH", f"{API}/{EVENT}", json=fields)

    def opens(self) -> None:
        """The event, to everybody."""
        told(self.changes(state="open"))

    def corrects(self, runner: Runner, **fields: Any) -> dict[str, Any]:
        """An entry."""
        return told(self.asks("PATCH", f"{API}/{EVENT}/entries/{runner.bib}", json=fields))

    def reviews(self) -> list[dict[str, Any]]:
        """What waits for a decision."""
        return listed(self.sees(f"{API}/{EVENT}/reviews"))

    def rules(self, sent: Sent, decision: str, because: str) -> httpx2.Response:
        """A ruling over the only run of an upload, whatever is answered."""
        body = {"decision": decision, "reason": because}
        return self.asks("POST", f"{API}/{EVENT}/activities/{sent.run['id']}/ruling", json=body)

    def accepts(self, sent: Sent, *, because: str) -> dict[str, Any]:
        return told(self.rules(sent, "accept", because))

    def rejects(self, sent: Sent, *, because: str) -> dict[str, Any]:
        return told(self.rules(sent, "reject", because))

    def wonders(self, sent: Sent, *, because: str) -> dict[str, Any]:
        """Asks the runner; the run waits."""
        return told(self.rules(sent, "ask", because))


def told(answer: httpx2.Response, status: int = 200) -> dict[str, Any]:
    """The JSON of an answer that is as it should be."""
    assert answer.status_code == status, answer.text
    return dict(answer.json())


def listed(answer: httpx2.Response) -> list[dict[str, Any]]:
    """The JSON list of an answer that is as it should be."""
    assert answer.status_code == 200, answer.text
    return list(answer.json())


@dataclass(frozen=True, kw_only=True)
class Cast:
    """Everybody, in front of one installation that has a draft of the event and no entry."""

    clock: Clock
    here: Resources
    browser: Callable[[], TestClient]
    binh: Official
    vy: Official
    cuong: Official
    visitor: Visitor
    anh: Runner
    thang: Runner
    huong: Runner

    def runner(self, name: str, **about: Any) -> Runner:
        """One more runner."""
        return Runner(http=self.browser(), name=name, **about)

    def set_clock(self, moment: str) -> None:
        """It is now that moment (ISO 8601 with its offset)."""
        self.clock.now = datetime.fromisoformat(moment).astimezone(UTC)


def certificate_code(cast: Cast, runner: Runner) -> str:
    """The code of a certificate, as its runner finds it on the own page."""
    page = runner.sees(runner.page).text
    code = page.split('href="/c/')[1].split('"')[0]
    assert cast.visitor.sees(f"/c/{code}").status_code == 200
    return code


def assembled(app: FastAPI, clock: Clock) -> Cast:
    """Everybody, and the draft that Bình creates."""

    def browser() -> TestClient:
        return TestClient(app, follow_redirects=False)

    here: Resources = app.state.resources
    binh, vy, cuong = (_official(here, browser(), name) for name in ("Bình", "Vỹ", "Cường"))
    event = binh.creates(HUU_LUNG)
    assert event["state"] == "draft"
    _appoint(here, vy, "referee")
    return Cast(
        clock=clock,
        here=here,
        browser=browser,
        binh=binh,
        vy=vy,
        cuong=cuong,
        visitor=Visitor(http=browser()),
        anh=Runner(http=browser(), name="Nguyễn Thị Ngọc Ánh", birth_year=2001, team="du-lich"),
        thang=Runner(http=browser(), name="Nông Quốc Thăng", sex="M", birth_year=1995),
        huong=Runner(http=browser(), name="Lý Thị Hương", birth_year=1990),
    )


@pytest.fixture
def cast(app: FastAPI, clock: Clock) -> Iterator[Cast]:
    """Everybody before the event opens."""
    everybody = assembled(app, clock)
    yield everybody
    everybody.here.engine.dispose()


@pytest.fixture
def open_event(cast: Cast) -> Cast:
    """Everybody once the event runs."""
    cast.binh.opens()
    return cast


def _official(here: Resources, http: TestClient, name: str) -> Official:
    """An account as `create-admin` makes it."""
    with transaction(here.engine) as connection:
        admin = accounts.create_admin(connection, name, now=here.clock(), lifetimes=Lifetimes())
    return Official(http=http, token=admin.token, name=name, account=admin.account_id)


def _appoint(here: Resources, official: Official, role: str) -> None:
    with transaction(here.engine) as connection:
        event = events.by_slug(connection, EVENT)
        assert event is not None
        row = RoleRow(event_id=event.id, account_id=official.account, role=role)
        events.set_role(connection, row)
