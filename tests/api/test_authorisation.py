"""Every route of the application, and what each of six people gets there.

The columns are: V a visitor, R the runner whom it is about, O another runner, F the referee, B the
organiser who owns the event, C the organiser of another event. A new route fails here until it has
a row. Every request starts from the same installation, so a deletion hurts nobody after it.
"""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.routing import Mount, Route

from race.api import ROUTERS, create_app
from race.services import accounts, events
from race.services.accounts import Lifetimes
from race.services.work import ask
from race.settings import Settings
from race.store.database import transaction
from tests.cast import API, EVENT, HUU_LUNG, Cast, Visitor, assembled, certificate_code, told
from tests.conftest import Clock
from tests.runs import DAY_S, gpx, steady, with_kilometres
from tests.tracks import MORNING

PEOPLE = "VROFBC"
#: An event of Cường's, in which nobody else has a role.
BAC_SON = {**HUU_LUNG, "slug": "bac-son", "name": "Bắc Sơn", "teams": []}
ENTRY = {"name": "Hoàng Thị Mới", "sex": "F", "birth_year": 1999, "race": "5km", "consent": True}
FORM = {"name": "Hoàng Thị Mới", "sex": "F", "birth_year": "1999", "race": "5km", "consent": "1"}
RULING = {"decision": "accept", "reason": "Đã xem."}
RULINGS = {"activities": [{"id": "{waiting}", "seen": 0}], "decision": "accept"}
SAID = {"text": "Em chạy xuống dốc."}
SLOWER = {"pace_slow_s": 1200}
BY_HAND = {
    "distance_m": 5000,
    "elapsed_s": 1800,
    "started_at": "2026-11-13T06:00:00+07:00",
    "reason": "Đồng hồ hỏng.",
}
FILE = {"file": ("run.gpx", gpx(steady(5050, 1515), start=MORNING - DAY_S))}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One request, and its status for each of `PEOPLE`."""

    method: str
    path: str
    expected: str
    #: Arguments of the client.
    body: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.method} {self.path} {'+'.join(self.body)}"

    @property
    def statuses(self) -> dict[str, int]:
        """By person; one status alone is everybody's."""
        found = self.expected.split()
        return dict(zip(PEOPLE, map(int, found * 6 if len(found) == 1 else found), strict=True))


def _row(method: str, path: str, expected: str, **body: Any) -> Row:
    return Row(method=method, path=path, expected=expected, body=body)


E = "/api/v1/events/{event}"
STAFF = "401 401 401 200 200 404"
#: As STAFF, on a page: who is not known is led to the door.
DESK = "303 303 303 200 200 404"
ROWS = (
    _row("GET", "/healthz", "200"),
    _row("GET", "/readyz", "200"),
    _row("GET", "/api/docs", "200"),
    _row("GET", "/api/v1/openapi.json", "200"),
    _row("GET", "/u/{event}/{link}", "303"),
    _row("GET", "/api/v1/events", "200"),
    _row("POST", "/api/v1/events", "401 401 401 201 201 201", json={**HUU_LUNG, "slug": "moi"}),
    _row("GET", E, "200"),
    _row("PATCH", E, "401 401 401 403 200 404", json={"place": "Hữu Liên"}),
    _row("DELETE", E, "401 401 401 403 204 404"),
    _row("POST", E + "/entries", "201", json=ENTRY),
    _row("GET", E + "/entries", STAFF),
    _row("GET", E + "/entries/{bib}", "401 200 404 200 200 404"),
    _row("PATCH", E + "/entries/{bib}", "401 401 401 403 200 404", json={"phone": "0900"}),
    _row("DELETE", E + "/entries/{bib}", "401 401 401 403 204 404"),
    _row("POST", E + "/entries/{bib}/link", "401 401 401 403 201 404"),
    _row("GET", E + "/entries/{bib}/certificate.pdf", "401 200 404 200 200 404"),
    # Runners send for themselves; an officer says for whom, and a referee is no officer.
    _row("POST", E + "/submissions", "401 201 201 422 422 401", files=FILE),
    _row("POST", E + "/submissions", "401 201 404 404 201 401", files=FILE, data={"bib": "{bib}"}),
    _row("POST", E + "/preflight", "401 200 200 422 422 401", files=FILE),
    _row("POST", E + "/preflight", "401 200 404 404 200 401", files=FILE, data={"bib": "{bib}"}),
    _row("GET", E + "/submissions/{submission}", "401 200 404 200 200 404"),
    _row("GET", E + "/submissions/{submission}/file", "401 200 404 200 200 404"),
    _row("DELETE", E + "/submissions/{submission}", "401 204 404 404 204 404"),
    _row("GET", "/api/v1/jobs/{job}", "401 200 404 200 200 404"),
    _row("GET", E + "/leaderboards", "200"),
    _row("GET", E + "/leaderboards/{board}", "200"),
    _row("GET", E + "/reviews", STAFF),
    _row("GET", E + "/activities/{waiting}", "401 200 404 200 200 404"),
    _row("POST", E + "/activities/{waiting}/ruling", STAFF, json=RULING),
    _row("POST", E + "/rulings", STAFF, json=RULINGS),
    # What is said about a run: nobody asks about the one that waits, so its runner gets 409.
    _row("POST", E + "/activities/{waiting}/answer", "401 409 404 401 401 401", json=SAID),
    _row("POST", E + "/activities/{waiting}/protest", "401 409 404 401 401 401", json=SAID),
    _row("POST", E + "/activities/{activity}/report", "401 409 201 401 401 401", json=SAID),
    _row("GET", E + "/entries/{bib}/notices", "401 200 404 200 200 404"),
    _row(
        "POST",
        E + "/submissions/{submission}/replacement",
        "401 201 404 404 201 404",
        files=FILE,
    ),
    _row("POST", E + "/entries/{bib}/results", "401 401 401 201 201 404", json=BY_HAND),
    _row("GET", E + "/rules", "200"),
    _row("GET", E + "/rules/statistics", STAFF),
    _row("POST", E + "/rules/dry-run", "401 401 401 403 200 404", json={"rules": SLOWER}),
    _row("PUT", E + "/rules", "401 401 401 403 202 404", json={"rules": SLOWER, "reason": "Họp."}),
    # The event of these tests is open; official results are everybody's.
    _row("POST", E + "/finalise", "401 401 401 403 409 404", json={"reason": "Ngay."}),
    _row("GET", E + "/final.json", "404"),
    _row("GET", E + "/late-changes", "200"),
    _row("GET", E + "/export.csv", STAFF),
    _row("GET", "/api/v1/certificates/{code}", "200"),
    _row("GET", "/api/v1/certificates/{code}.json", "200"),
    _row("GET", "/api/v1/signing-key.pem", "200"),
    _row("GET", "/c", "200"),
    _row("GET", "/c/{code}", "200"),
    _row("GET", "/c/{code}.pdf", "200"),
    _row("GET", "/", "200"),
    _row("GET", "/quyen-rieng-tu", "200"),
    _row("GET", "/e/{event}", "200"),
    _row("GET", "/e/{event}/the-le", "200"),
    _row("GET", "/e/{event}/bxh", "200"),
    _row("GET", "/e/{event}/dang-ky", "200"),
    _row("POST", "/e/{event}/dang-ky", "201", data=FORM),
    _row("GET", "/e/{event}/nop-bai", "200"),
    _row("GET", "/huong-dan", "200"),
    _row("GET", "/huong-dan/{app}", "200"),
    _row("GET", "/e/{event}/nop-bai/{submission}", "404 200 404 200 200 404"),
    _row("POST", "/e/{event}/nop-bai", "401 200 200 401 401 401", files=FILE),
    _row("GET", "/e/{event}/thu-may", "200"),
    _row("POST", "/e/{event}/thu-may", "401 200 200 401 401 401", files=FILE),
    _row("GET", "/e/{event}/vdv/{bib}", "200"),
    # An accepted run is everybody's, its ends cut; one that waits is not.
    _row("GET", "/e/{event}/vdv/{bib}/{activity}", "200"),
    _row("GET", "/e/{event}/vdv/{bib}/{waiting}", "404 200 404 200 200 404"),
    # What a runner says on the page of a run: an own one, but for a report.
    _row("POST", "/e/{event}/vdv/{bib}/{waiting}/tra-loi", "401 409 404 401 401 401", data=SAID),
    _row("POST", "/e/{event}/vdv/{bib}/{waiting}/khieu-nai", "401 409 404 401 401 401", data=SAID),
    _row("POST", "/e/{event}/vdv/{bib}/{activity}/bao-cao", "401 409 303 401 401 401", data=SAID),
    _row(
        "POST", "/e/{event}/vdv/{bib}/{activity}/rut", "401 303 404 401 401 401", data={"sure": "1"}
    ),
    _row("POST", "/e/{event}/vdv/{bib}/{activity}/thay", "401 303 404 401 401 401", files=FILE),
    _row("GET", "/btc/dang-nhap", "200 200 200 303 303 303"),
    _row("POST", "/btc/dang-nhap", "401", data={"name": "Bình", "password": "wrong"}),
    _row("POST", "/btc/dang-xuat", "303"),
    _row("GET", "/btc/thiet-lap/{token}", "200"),
    _row(
        "POST",
        "/btc/thiet-lap/{token}",
        "303",
        data=dict.fromkeys(["password", "repeat"], "núi đá và sông"),
    ),
    _row("GET", "/btc", "303 303 303 200 200 200"),
    _row("GET", "/btc/giai-moi", "303 303 303 200 200 200"),
    _row("POST", "/btc/giai-moi", "401 401 401 422 422 422", data={"name": ""}),
    _row("GET", "/btc/{event}", DESK),
    _row("POST", "/btc/{event}/trang-thai", "401 401 401 403 303 404", data={"state": "closed"}),
    _row("POST", "/btc/{event}/xoa", "401 401 401 403 303 404", data={"slug": EVENT}),
    _row("GET", "/btc/{event}/vdv", DESK),
    _row("GET", "/btc/{event}/vdv/{bib}", DESK),
    _row(
        "POST", "/btc/{event}/vdv/{bib}", "401 401 401 403 303 404", data={**FORM, "birth": "1999"}
    ),
    _row("POST", "/btc/{event}/vdv/{bib}/lien-ket", "401 401 401 403 200 404"),
    _row(
        "POST", "/btc/{event}/vdv/{bib}/xoa", "401 401 401 403 303 404", data={"confirm": "{bib}"}
    ),
    _row("GET", "/btc/{event}/duyet", DESK),
    _row("GET", "/btc/{event}/duyet/{waiting}", DESK),
    _row(
        "POST",
        "/btc/{event}/duyet/{waiting}",
        "401 401 401 303 303 404",
        data={**RULING, "seen": "0"},
    ),
    _row("GET", "/btc/{event}/duyet/{activity}/tep", "303 303 303 307 307 404"),
    _row("GET", "/btc/{event}/tep", DESK),
    _row(
        "POST",
        "/btc/{event}/duyet",
        "401 401 401 200 200 404",
        data={"run": "{waiting}", "seen": "{waiting} 0", "decision": "accept"},
    ),
    _row(
        "POST",
        "/btc/{event}/duyet/{waiting}/sua",
        "401 401 401 303 303 404",
        data={"form": "clock", "minutes": "1", "seen": "0", "reason": "Lệch giờ."},
    ),
    _row("GET", "/btc/{event}/vdv/{bib}/nhap-tay", DESK),
    _row("POST", "/btc/{event}/vdv/{bib}/nhap-tay", "401 401 401 422 422 404", data={"km": "5"}),
    _row("GET", "/btc/{event}/ket-qua", DESK),
    _row("POST", "/btc/{event}/ket-qua", "401 401 401 403 422 404", data={"confirm": ""}),
    _row("GET", "/btc/{event}/cach-lam", DESK),
    _row(
        "POST",
        "/btc/{event}/cach-lam",
        "401 401 401 403 303 404",
        data={"protest_hours": "24", "runner_out_at": "2", "team_out_at": "3"},
    ),
    _row("GET", "/btc/{event}/nhat-ky", DESK),
    _row("GET", "/btc/{event}/the-le", DESK),
    _row("GET", "/btc/{event}/the-le/sua", "303 303 303 403 200 404"),
    _row("POST", "/btc/{event}/the-le/sua", "401 401 401 403 200 404", data={"base": "1"}),
    _row("POST", "/btc/{event}/the-le/xem-truoc", "401 401 401 403 422 404", data={"base": "1"}),
    _row("GET", "/btc/{event}/the-le/xem-truoc/{job}", "303 303 303 403 404 404"),
    _row("POST", "/btc/{event}/the-le/cong-bo", "401 401 401 403 422 404", data={"base": "1"}),
    _row("GET", "/btc/{event}/tep/{submission}", "303 303 303 307 307 404"),
)


@dataclass(kw_only=True)
class Scene:
    """One installation in which something of everything is there."""

    cast: Cast
    app: FastAPI
    #: What stands in the braces of an address.
    known: dict[str, str]
    #: The data directory as it was, and where the database is.
    kept: Path
    database: Path

    def person(self, letter: str) -> Visitor:
        """By the letter of the column; every request has its own credentials and no cookie."""
        cast = self.cast
        tokens = {
            "V": None,
            "R": cast.anh.secret,
            "O": cast.huong.secret,
            "F": cast.vy.token,
            "B": cast.binh.token,
            "C": cast.cuong.token,
        }
        return Visitor(http=cast.browser(), token=tokens[letter])

    def asks(self, letter: str, row: Row) -> httpx2.Response:
        """A row, asked by one of the people."""
        body = dict(row.body)
        if "data" in body:
            body["data"] = {k: v.format(**self.known) for k, v in body["data"].items()}
        return self.person(letter).asks(row.method, row.path.format(**self.known), **body)

    def restore(self) -> None:
        """Everything as it was."""
        self.cast.here.engine.dispose()
        for journal in self.database.parent.glob("race.db-*"):
            journal.unlink()
        shutil.copytree(self.kept, self.database.parent, dirs_exist_ok=True)


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> Iterator[Scene]:
    folder = tmp_path_factory.mktemp("matrix")
    shutil.copy(empty_database, folder / "race.db")
    environ = {"RACE_DATA_DIR": str(folder), "RACE_PUBLIC_URL": "http://testserver"}
    app = create_app(Settings.from_env(environ), Clock())
    cast = assembled(app, Clock())
    known = _filled(cast)
    cast.here.engine.dispose()
    kept = Path(shutil.copytree(folder, tmp_path_factory.mktemp("kept") / "data"))
    yield Scene(cast=cast, app=app, known=known, kept=kept, database=folder / "race.db")
    cast.here.engine.dispose()


def _filled(cast: Cast) -> dict[str, str]:
    """Ánh has an accepted run, a certificate, a run that waits, and a job; Hương is entered."""
    cast.binh.opens()
    cast.cuong.creates(BAC_SON)
    cast.anh.enters("5km")
    cast.huong.enters("5km")
    sent = cast.anh.sends(gpx(steady(5050, 1515)))
    waiting = cast.anh.sends(gpx(*with_kilometres(300, 205, 300), start=MORNING + 9000))
    code = certificate_code(cast, cast.anh)
    with transaction(cast.here.engine) as connection:
        fresh = accounts.create_admin(connection, "Khôi", now=cast.clock(), lifetimes=Lifetimes())
        job = ask(
            connection,
            cast.here.queue,
            kind="archive",
            event_id=events.find(connection, EVENT).id,
            subject={},
            asked_by="runner",
            bib=cast.anh.bib,
            now=cast.clock(),
        )
    return {
        "event": EVENT,
        "bib": cast.anh.bib,
        "link": f"{cast.anh.bib}.{cast.anh.secret}",
        "submission": sent.id,
        "activity": sent.run["id"],
        "waiting": waiting.run["id"],
        "code": code,
        "job": job.id,
        "board": "5km-overall",
        "token": fresh.setup_secret,
        "app": "strava",
    }


def _served(app: FastAPI) -> set[tuple[str, str]]:
    """(method, path) of everything that the application answers, but static files."""
    plain = {
        (method, route.path)
        for route in app.routes
        if isinstance(route, Route)
        for method in route.methods or ()
    }
    routed = {
        (method, route.path)
        for router in ROUTERS
        for route in router.routes
        if isinstance(route, APIRoute)
        for method in route.methods or ()
    }
    return {pair for pair in plain | routed if pair[0] != "HEAD"}


def test_every_route_has_a_row(scene: Scene) -> None:
    rows = {(row.method, row.path.replace("{waiting}", "{activity}")) for row in ROWS}
    assert _served(scene.app) - rows == set(), "say in ROWS who may do what there"
    assert rows - _served(scene.app) == set(), "these rows are of routes that are gone"


def test_nothing_is_served_outside_the_routers_but_static_files(scene: Scene) -> None:
    others = [route for route in scene.app.routes if isinstance(route, Route | Mount)]
    paths = sorted(route.path.rpartition("/")[0] for route in others)
    assert paths == ["/api/v1", "/static"]
    assert len(scene.app.routes) == len(ROUTERS) + 2


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_everybody_gets_what_is_theirs(scene: Scene, row: Row) -> None:
    found = {}
    for letter in PEOPLE:
        scene.restore()
        found[letter] = scene.asks(letter, row).status_code
    assert found == row.statuses


@pytest.mark.parametrize("row", [r for r in ROWS if r.method == "GET"], ids=str)
def test_head_is_get_without_a_body(scene: Scene, row: Row) -> None:
    scene.restore()
    for letter in "VB":
        answer = scene.asks(letter, Row(method="HEAD", path=row.path, expected=row.expected))
        assert answer.status_code == row.statuses[letter]
        assert answer.content == b""


@pytest.mark.parametrize("method", ["PUT", "TRACE", "OPTIONS", "CONNECT", "BREW"])
@pytest.mark.parametrize(
    "path", ["/", "/e/{event}", E, E + "/submissions/{submission}/file", "/btc"]
)
def test_odd_methods_are_refused(scene: Scene, method: str, path: str) -> None:
    scene.restore()
    for letter in PEOPLE:
        answer = scene.asks(letter, Row(method=method, path=path, expected="405"))
        assert answer.status_code == 405


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/api/v1/events/bac-son/submissions/{submission}", {}),
        ("GET", "/api/v1/events/bac-son/submissions/{submission}/file", {}),
        ("DELETE", "/api/v1/events/bac-son/submissions/{submission}", {}),
        ("GET", "/api/v1/events/bac-son/entries/{bib}", {}),
        ("PATCH", "/api/v1/events/bac-son/entries/{bib}", {"json": {"name": "Tôi"}}),
        ("POST", "/api/v1/events/bac-son/entries/{bib}/link", {}),
        ("POST", "/api/v1/events/bac-son/activities/{waiting}/ruling", {"json": RULING}),
        ("GET", "/e/bac-son/vdv/{bib}", {}),
        ("GET", "/e/bac-son/vdv/{bib}/{waiting}", {}),
        ("GET", "/btc/bac-son/vdv/{bib}", {}),
        ("GET", "/btc/bac-son/duyet/{waiting}", {}),
        ("GET", "/btc/bac-son/duyet/{waiting}/tep", {}),
        ("GET", "/btc/bac-son/tep/{submission}", {}),
        ("POST", "/btc/bac-son/vdv/{bib}/lien-ket", {}),
    ],
)
def test_an_own_event_is_no_door_to_another(
    scene: Scene, method: str, path: str, body: dict[str, Any]
) -> None:
    """Cường owns Bắc Sơn and knows the numbers of Hữu Lũng."""
    scene.restore()
    answer = scene.asks("C", Row(method=method, path=path, expected="404", body=body))
    assert answer.status_code == 404


def test_what_is_refused_changes_nothing(scene: Scene) -> None:
    scene.restore()
    before = told(scene.person("B").sees(f"{API}/{EVENT}/entries/{scene.known['bib']}"))
    for row in ROWS:
        for letter, status in row.statuses.items():
            if status >= 400 and row.method != "GET" and "dang-nhap" not in row.path:
                assert scene.asks(letter, row).status_code == status
    after = told(scene.person("B").sees(f"{API}/{EVENT}/entries/{scene.known['bib']}"))
    assert after == before
    upload = scene.person("R").sees(f"{API}/{EVENT}/submissions/{scene.known['submission']}")
    assert told(upload)["state"] == "accepted"


def test_a_runner_of_one_event_is_a_visitor_in_another(scene: Scene) -> None:
    scene.restore()
    told(scene.cast.cuong.asks("PATCH", f"{API}/bac-son", json={"state": "open"}))
    anh = scene.person("R")
    assert anh.asks("POST", f"{API}/bac-son/submissions", files=FILE).status_code == 401
    assert anh.asks("POST", "/e/bac-son/nop-bai", files=FILE).status_code == 401


@pytest.mark.parametrize("token", ["", "x", "rvn_00000000_x", "Bình", "\x00", "a" * 5000])
def test_a_bad_token_is_nobody(scene: Scene, token: str) -> None:
    scene.restore()
    answer = scene.cast.browser().get(
        f"{API}/{EVENT}", headers={b"Authorization": f"Bearer {token}".encode()}
    )
    assert (answer.status_code, answer.json()["code"]) == (401, "NOT_SIGNED_IN")
