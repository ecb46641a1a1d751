"""Errors as answers: one table, problem+json for programs, a page for people."""

import logging
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import BaseModel

from race import errors
from race.api.errors import STATUSES, status_of
from race.errors import RaceError
from race.i18n import LANGUAGES, both

JSON = {"Accept": "application/json"}
PAGE = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


class Born(BaseModel):
    """A body with one number."""

    birth_year: int


@pytest.fixture
def app(app: FastAPI) -> FastAPI:
    """The application with four more routes, three of which fail."""

    @app.get("/api/v1/lost")
    def lost() -> None:
        raise errors.AlreadyEntered(event="Hữu Lũng")

    @app.get("/api/v1/often")
    def often() -> None:
        raise errors.TooOften(wait_s=41.2)

    @app.get("/broken")
    def broken() -> None:
        raise ZeroDivisionError("the password is hunter2")

    @app.post("/api/v1/born")
    def born(body: Born) -> int:
        return body.birth_year

    return app


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, raise_server_exceptions=False, follow_redirects=False) as client:
        yield client


def _all(kind: type[RaceError] = RaceError) -> Iterator[type[RaceError]]:
    for child in kind.__subclasses__():
        yield child
        yield from _all(child)


@pytest.mark.parametrize("kind", list(_all()), ids=lambda kind: kind.__name__)
def test_every_error_that_a_person_can_cause_has_a_status_of_its_own(kind: type[RaceError]) -> None:
    assert 400 <= status_of(kind) < 500


def test_the_nearest_ancestor_decides() -> None:
    assert status_of(errors.EventNotOpen) == STATUSES[errors.Conflict] == 409
    assert status_of(errors.WrongPassword) == 401


def test_a_problem_has_the_keys_of_the_contract_and_both_languages(client: TestClient) -> None:
    answer = client.get("/api/v1/lost", headers={"Accept-Language": "en"})
    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    said = both(errors.AlreadyEntered.text, {"event": "Hữu Lũng"})
    assert body["type"] == "/api/docs#ALREADY_ENTERED"
    assert body["title"] == "Conflict"
    assert body["status"] == 409
    assert body["code"] == "ALREADY_ENTERED"
    assert body["detail"] == said["en"]
    assert body["message"] == said
    assert said["vi"] != said["en"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_detail_is_in_the_language_that_was_asked_for(
    client: TestClient, language: str
) -> None:
    body = client.get(f"/api/v1/lost?lang={language}").json()
    assert body["detail"] == body["message"][language]


def test_who_tries_too_often_hears_when_to_come_back(client: TestClient) -> None:
    answer = client.get("/api/v1/often")
    assert answer.status_code == 429
    assert answer.headers["retry-after"] == "42"


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/v1/nothing", 404, "NOT_FOUND"),
        ("POST", "/api/v1/lost", 405, "METHOD_NOT_ALLOWED"),
        ("PUT", "/healthz", 405, "METHOD_NOT_ALLOWED"),
        ("GET", "/static/0/app.css", 404, "NOT_FOUND"),
    ],
)
def test_what_is_not_there_is_a_problem_too(
    client: TestClient, method: str, path: str, status: int, code: str
) -> None:
    answer = client.request(method, path, headers=JSON)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == code


@pytest.mark.parametrize(
    ("body", "field"),
    [({}, "birth_year"), ({"birth_year": "old"}, "birth_year"), ([], "Request")],
)
def test_a_field_that_cannot_be_read_is_named(client: TestClient, body: object, field: str) -> None:
    answer = client.post("/api/v1/born?lang=en", json=body)
    assert answer.status_code == 422
    problem = answer.json()
    assert problem["code"] == "INVALID_FIELD"
    assert problem["detail"].startswith(f"{field}: ")


def test_a_body_that_is_no_json_is_a_problem(client: TestClient) -> None:
    headers = {"Content-Type": "application/json"}
    answer = client.post("/api/v1/born", content=b"{", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (422, "INVALID_FIELD")


def test_people_get_a_page_in_their_language(client: TestClient) -> None:
    for language in LANGUAGES:
        answer = client.put("/broken", headers={**PAGE, "Accept-Language": language})
        assert answer.status_code == 405
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert f'<html lang="{language}">' in answer.text
        assert both("This address does not take such a request.")[language] in answer.text


def test_an_organiser_who_is_not_signed_in_is_led_to_the_door(app: FastAPI) -> None:
    @app.get("/btc/huu-lung")
    def desk() -> None:
        raise errors.NotSignedIn

    with TestClient(app, follow_redirects=False) as client:
        answer = client.get("/btc/huu-lung", headers=PAGE)
        assert answer.status_code == 303
        assert answer.headers["location"] == "/btc/dang-nhap?next=/btc/huu-lung"
        assert client.get("/btc/huu-lung", headers=JSON).status_code == 401


@pytest.mark.parametrize("accept", [JSON, PAGE])
def test_a_crash_says_nothing_but_the_number_under_which_it_is_logged(
    client: TestClient, caplog: pytest.LogCaptureFixture, accept: dict[str, str]
) -> None:
    with caplog.at_level(logging.ERROR, logger="race.api.errors"):
        answer = client.get("/broken", headers=accept)
    number = answer.headers["x-request-id"]
    assert answer.status_code == 500
    assert "hunter2" not in answer.text
    assert "ZeroDivision" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"
    (record,) = [r for r in caplog.records if r.name == "race.api.errors"]
    assert number in record.getMessage()
    assert record.exc_info is not None
