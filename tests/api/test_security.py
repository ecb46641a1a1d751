"""What stands before every route: headers, same-site writes, bounded bodies, limits, who asks."""

import asyncio
from collections.abc import MutableMapping
from dataclasses import replace
from typing import Any

import pytest
from fastapi import FastAPI, UploadFile
from fastapi.testclient import TestClient

from race.api import create_app
from race.api.deps import Asking, Resources
from race.api.limits import Deed, limits_of
from race.api.pages.assets import asset
from race.api.security import FORM_SLACK
from race.errors import TooOften
from race.services import accounts
from race.services.access import Visitor
from race.services.accounts import Lifetimes
from race.services.tokens import digest, new_secret
from race.settings import Settings
from race.store import entries
from race.store.database import Engine, transaction
from tests.conftest import Clock
from tests.store import rows

LIMIT = 1_000
PASSWORD = "núi đá và sông Thương"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, upload_max_bytes=LIMIT)


@pytest.fixture
def app(app: FastAPI) -> FastAPI:
    """The application with routes that say who asks, and what was sent."""

    @app.get("/api/v1/me")
    def me(asking: Asking) -> Visitor:
        return asking

    @app.post("/api/v1/echo")
    async def echo(file: UploadFile) -> int:
        return len(await file.read())

    @app.post("/api/v1/write")
    def write() -> str:
        return "written"

    return app


@pytest.fixture
def runner(engine: Engine) -> str:
    """The secret of bib 00001 of huu-lung."""
    secret = new_secret()
    with transaction(engine) as connection:
        event_id = rows.fill(connection, "huu-lung", "Bình")
        row = rows.entry(event_id, "00001", "Lý Thị Hương")
        entries.update(connection, replace(row, token_sha256=digest(secret)))
    return secret


class TestSameSite:
    """The matrix of headers that browsers send, old and new."""

    @pytest.mark.parametrize(
        ("headers", "status"),
        [
            ({"Sec-Fetch-Site": "same-origin"}, 200),
            ({"Sec-Fetch-Site": "cross-site"}, 403),
            ({"Sec-Fetch-Site": "same-site"}, 403),  # another host of the same domain
            ({"Sec-Fetch-Site": "none"}, 200),
            ({"Origin": "http://testserver"}, 200),
            ({"Origin": "https://evil.example"}, 403),
            ({"Origin": "null"}, 403),  # a sandboxed frame
            ({"Origin": "http://testserver.evil.example"}, 403),
            ({}, 200),  # no browser
            ({"Sec-Fetch-Site": "cross-site", "Authorization": "Bearer x"}, 200),
            ({"Sec-Fetch-Site": "cross-site", "Authorization": "Basic x"}, 403),
            ({"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"}, 403),
        ],
    )
    def test_only_our_own_pages_and_programs_may_write(
        self, client: TestClient, headers: dict[str, str], status: int
    ) -> None:
        assert client.post("/api/v1/write", headers=headers).status_code == status

    @pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "POST"])
    def test_every_method_that_changes_something_is_guarded(
        self, client: TestClient, method: str
    ) -> None:
        answer = client.request(method, "/api/v1/nothing", headers={"Sec-Fetch-Site": "cross-site"})
        assert answer.status_code == 403
        assert answer.json()["code"] == "FORBIDDEN"

    def test_a_link_from_another_site_may_be_followed(self, client: TestClient) -> None:
        answer = client.get("/api/v1/me", headers={"Sec-Fetch-Site": "cross-site"})
        assert answer.status_code == 200


class TestHeaders:
    """The headers stand on every kind of answer."""

    @pytest.mark.parametrize(
        ("method", "path", "status"),
        [
            ("GET", "/healthz", 200),
            ("GET", "/api/docs", 200),
            ("GET", asset("app.css"), 200),
            ("GET", "/nothing", 404),
            ("GET", "/static/nothing", 404),
            ("PUT", "/healthz", 405),
            ("POST", "/api/v1/echo", 422),
        ],
    )
    def test_every_answer_carries_them(
        self, client: TestClient, method: str, path: str, status: int
    ) -> None:
        answer = client.request(method, path)
        assert answer.status_code == status
        _is_guarded(answer.headers["content-security-policy"])
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "strict-origin-when-cross-origin"
        assert "camera=()" in answer.headers["permissions-policy"]
        assert "strict-transport-security" not in answer.headers
        assert len(answer.headers["x-request-id"]) == 16

    def test_refusals_before_the_routes_carry_them_too(self, client: TestClient) -> None:
        forbidden = client.post("/", headers={"Sec-Fetch-Site": "cross-site"})
        too_large = client.post("/", content=b"x" * (LIMIT + FORM_SLACK + 1))
        assert (forbidden.status_code, too_large.status_code) == (403, 413)
        for answer in (forbidden, too_large):
            _is_guarded(answer.headers["content-security-policy"])

    def test_browsers_are_kept_on_https_only_where_https_is(
        self, settings: Settings, clock: Clock
    ) -> None:
        app = create_app(replace(settings, public_url="https://run.example.org"), clock)
        with TestClient(app, base_url="https://run.example.org") as client:
            age = client.get("/healthz").headers["strict-transport-security"]
        assert age == "max-age=31536000; includeSubDomains"

    def test_our_static_files_are_kept_for_ever_and_pages_are_not(self, client: TestClient) -> None:
        kept = client.get(asset("app.css")).headers["cache-control"]
        assert kept == "public, max-age=31536000, immutable"
        assert client.get("/healthz").headers["cache-control"] == "private, no-cache"

    def test_a_language_that_is_asked_for_is_remembered(self, client: TestClient) -> None:
        english = client.get("/nothing?lang=en", headers={"Accept": "text/html"})
        assert '<html lang="en">' in english.text
        again = client.get("/nothing", headers={"Accept": "text/html", "Accept-Language": "vi"})
        assert '<html lang="en">' in again.text

    def test_a_language_that_is_none_of_ours_is_not_remembered(self, client: TestClient) -> None:
        assert "set-cookie" not in client.get("/nothing?lang=en%0d%0aX:1").headers


class TestBodies:
    """413 as soon as it is certain, and nothing smaller is refused."""

    def test_the_largest_file_that_is_promised_is_taken(self, client: TestClient) -> None:
        answer = client.post("/api/v1/echo", files={"file": ("run.gpx", b"x" * LIMIT)})
        assert (answer.status_code, answer.json()) == (200, LIMIT)

    def test_a_body_that_announces_too_much_is_refused_unread(self, client: TestClient) -> None:
        answer = client.post("/api/v1/write", content=b"x" * (LIMIT + FORM_SLACK + 1))
        assert answer.status_code == 413
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["code"] == "TOO_LARGE"

    def test_a_body_without_a_length_is_counted_and_not_read_to_its_end(self, app: FastAPI) -> None:
        """The test client hands a body over in one go, so this one speaks ASGI itself."""
        chunks = [b'--b\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\n']
        taken = 0

        async def receive() -> dict[str, object]:
            nonlocal taken
            chunk = chunks.pop() if chunks else b"x" * 1_024
            taken += len(chunk)
            return {"type": "http.request", "body": chunk, "more_body": True}

        statuses: list[int] = []

        async def send(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                statuses.append(message["status"])

        scope = {
            "type": "http",
            "method": "POST",
            "path": "/api/v1/echo",
            "query_string": b"",
            "headers": [(b"content-type", b"multipart/form-data; boundary=b")],
            "client": ("127.0.0.1", 1),
        }
        asyncio.run(app(scope, receive, send))
        assert statuses == [413]
        assert taken <= LIMIT + FORM_SLACK + 1_024


class TestOrganisers:
    """Set-up link, password, session, token."""

    @pytest.fixture
    def admin(self, engine: Engine, clock: Clock) -> accounts.NewAdmin:
        with transaction(engine) as connection:
            return accounts.create_admin(connection, "Bình", now=clock(), lifetimes=Lifetimes())

    @pytest.fixture
    def session(self, engine: Engine, clock: Clock, admin: accounts.NewAdmin) -> str:
        accounts.choose_password(engine, admin.setup_secret, PASSWORD, now=clock())
        return accounts.sign_in(engine, "Bình", PASSWORD, now=clock(), lifetimes=Lifetimes())

    def test_a_session_names_its_organiser(
        self, client: TestClient, session: str, admin: accounts.NewAdmin
    ) -> None:
        client.cookies.set("session", session)
        organiser = client.get("/api/v1/me").json()["organiser"]
        assert organiser == {"account_id": admin.account_id, "name": "Bình"}

    def test_a_session_nobody_uses_ends_after_twelve_hours(
        self, client: TestClient, clock: Clock, session: str
    ) -> None:
        client.cookies.set("session", session)
        clock.pass_by(hours=11, minutes=59)
        assert client.get("/api/v1/me").json()["organiser"] is not None
        clock.pass_by(hours=11, minutes=59)  # since it was used
        assert client.get("/api/v1/me").json()["organiser"] is not None
        clock.pass_by(hours=12)
        assert client.get("/api/v1/me").json()["organiser"] is None

    def test_no_use_keeps_a_session_longer_than_thirty_days(
        self, client: TestClient, clock: Clock, session: str
    ) -> None:
        client.cookies.set("session", session)
        for _ in range(59):  # twice a day, up to 29 and a half days
            clock.pass_by(hours=11)
            clock.pass_by(minutes=59)
            assert client.get("/api/v1/me").json()["organiser"] is not None
        clock.pass_by(hours=11, minutes=59)
        clock.pass_by(minutes=60)
        assert client.get("/api/v1/me").json()["organiser"] is None

    def test_a_token_is_an_organiser_until_it_is_withdrawn(
        self, client: TestClient, engine: Engine, admin: accounts.NewAdmin
    ) -> None:
        headers = {"Authorization": f"Bearer {admin.token}"}
        assert client.get("/api/v1/me", headers=headers).json()["organiser"]["name"] == "Bình"
        with transaction(engine) as connection:
            accounts.withdraw_token(connection, admin.account_id, admin.token.split("_")[1])
        refused = client.get("/api/v1/me", headers=headers)
        assert refused.status_code == 401
        assert refused.headers["www-authenticate"] == "Bearer"

    def test_a_token_stands_alone_whatever_cookies_come_with_it(
        self, client: TestClient, session: str
    ) -> None:
        client.cookies.set("session", session)
        assert client.get("/api/v1/me", headers={"Authorization": "Bearer x"}).status_code == 401


class TestPersonalLink:
    """The link is exchanged for a cookie, as often as it is opened."""

    def test_it_leads_to_the_page_of_its_runner_and_out_of_the_address(
        self, client: TestClient, runner: str
    ) -> None:
        answer = client.get(f"/u/huu-lung/00001.{runner}")
        assert answer.status_code == 303
        assert answer.headers["location"] == "/e/huu-lung/vdv/00001"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["x-robots-tag"] == "noindex"
        assert answer.headers["cache-control"] == "no-store"
        cookie = answer.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie
        assert runner not in cookie
        me = client.get("/api/v1/me").json()
        assert me["runners"] == [{"event_id": "event-huu-lung", "bib": "00001"}]
        assert me["organiser"] is None

    def test_a_messenger_that_looks_first_takes_nothing_away(
        self, app: FastAPI, client: TestClient, runner: str
    ) -> None:
        preview = TestClient(app, follow_redirects=False)
        for visitor in (preview, client, client):
            assert visitor.get(f"/u/huu-lung/00001.{runner}").status_code == 303

    @pytest.mark.parametrize(
        "path",
        ["/u/huu-lung/00002.{}", "/u/khac/00001.{}", "/u/huu-lung/00001.{}x", "/u/huu-lung/{}"],
    )
    def test_a_secret_opens_its_own_bib_and_no_other(
        self, client: TestClient, runner: str, path: str
    ) -> None:
        assert client.get(path.format(runner)).status_code == 404

    def test_the_secret_is_the_bearer_token_of_its_runner(
        self, client: TestClient, runner: str
    ) -> None:
        me = client.get("/api/v1/me", headers={"Authorization": f"Bearer {runner}"}).json()
        assert me["runners"] == [{"event_id": "event-huu-lung", "bib": "00001"}]

    def test_a_new_link_ends_the_old_one_and_its_sessions(
        self, client: TestClient, engine: Engine, runner: str
    ) -> None:
        client.get(f"/u/huu-lung/00001.{runner}")
        with transaction(engine) as connection:
            newer = accounts.renew_personal_link(connection, "event-huu-lung", "00001")
        assert client.get("/api/v1/me").json()["runners"] == []
        assert client.get(f"/u/huu-lung/00001.{runner}").status_code == 404
        assert client.get(f"/u/huu-lung/00001.{newer}").status_code == 303

    def test_it_is_remembered_for_half_a_year(
        self, client: TestClient, clock: Clock, runner: str
    ) -> None:
        client.get(f"/u/huu-lung/00001.{runner}")
        clock.pass_by(days=179)
        assert client.get("/api/v1/me").json()["runners"] != []
        clock.pass_by(days=1)
        assert client.get("/api/v1/me").json()["runners"] == []

    def test_on_https_the_cookie_is_bound_to_its_host(
        self, settings: Settings, clock: Clock, runner: str
    ) -> None:
        app = create_app(replace(settings, public_url="https://run.example.org"), clock)
        with TestClient(app, base_url="https://run.example.org", follow_redirects=False) as https:
            cookie = https.get(f"/u/huu-lung/00001.{runner}").headers["set-cookie"]
        assert cookie.startswith("__Host-runner-")
        assert "Secure" in cookie
        assert "Path=/" in cookie
        assert "Domain" not in cookie  # RFC 6265bis 4.1.3.2: __Host- has none


class TestHealth:
    """The process lives; the installation can work."""

    def test_both_say_yes_on_a_whole_installation(self, client: TestClient) -> None:
        assert client.get("/healthz").json() == {"status": "ok"}
        answer = client.get("/readyz")
        assert (answer.status_code, answer.json()) == (200, {"database": True, "data_dir": True})

    def test_it_is_not_ready_without_its_folder_and_still_lives(
        self, client: TestClient, settings: Settings
    ) -> None:
        settings.data_dir.rename(settings.data_dir.with_name("gone"))
        answer = client.get("/readyz")
        assert answer.status_code == 503
        assert answer.json()["data_dir"] is False
        assert client.get("/healthz").status_code == 200


def test_one_try_too_many_is_refused_and_told_how_long_to_wait(settings: Settings) -> None:
    limits = limits_of(replace(settings, limit_login="2 per 60 seconds"))
    for _ in range(2):
        limits.count(Deed.LOGIN, "binh", "203.0.113.7")
    with pytest.raises(TooOften) as refused:
        limits.count(Deed.LOGIN, "binh", "203.0.113.7")
    assert 1 <= refused.value.facts["wait_s"] <= 60
    limits.count(Deed.LOGIN, "binh", "203.0.113.8")
    limits.count(Deed.ENTRY, "binh", "203.0.113.7")


def test_the_page_of_the_api_lists_every_operation_and_every_error(
    app: FastAPI, client: TestClient
) -> None:
    page = client.get("/api/docs?lang=en").text
    document = client.get("/api/v1/openapi.json").json()
    for path in document["paths"]:
        assert path in page
    assert 'id="ALREADY_ENTERED"' in page
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert isinstance(app.state.resources, Resources)


def _is_guarded(policy: str) -> None:
    parts = {part.strip() for part in policy.split(";")}
    assert {"default-src 'self'", "object-src 'none'", "frame-ancestors 'none'"} <= parts
    assert "unsafe" not in policy
    assert "http" not in policy


def test_head_is_answered_as_get_without_a_body(client: TestClient) -> None:
    asked = client.head("/quyen-rieng-tu")
    assert asked.status_code == 200
    assert asked.content == b""
    assert asked.headers["content-type"].startswith("text/html")


def test_pages_travel_compressed(client: TestClient) -> None:
    page = client.get("/quyen-rieng-tu", headers={"Accept-Encoding": "gzip"})
    assert page.headers["content-encoding"] == "gzip"
    assert "</html>" in page.text
