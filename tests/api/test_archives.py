"""Archives too large to be waited for: asked for, watched, taken back, and what stops them."""

from dataclasses import replace
from typing import Any

import pytest

from race.services.tasks import TASKS
from race.services.work import Inline
from race.settings import Settings
from tests.cast import API, EVENT, Cast, Runner, told
from tests.ingest.archives.packed import run, zipped
from tests.runs import gpx, steady

UPLOADS = f"{API}/{EVENT}/submissions"
LONG = gpx(steady(5050, 1515))


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, upload_max_bytes=2_000)


@pytest.fixture
def anh(open_event: Cast) -> Runner:
    return open_event.anh.enters("5km")


def account(*extra: tuple[str, bytes]) -> bytes:
    members = {f"{day}.gpx": run(day, hour=1) for day in range(1, 10)}
    return zipped({**members, "long.gpx": LONG, "photo.jpg": b"\xff\xd8\xff\xe0", **dict(extra)})


def sent(runner: Runner, data: bytes) -> dict[str, Any]:
    return told(runner.asks("POST", UPLOADS, files={"file": ("export.zip", data)}), 202)


def works(cast: Cast) -> None:
    """The queue is worked to its end."""
    assert isinstance(cast.here.queue, Inline)
    cast.here.queue.run(cast.here.tools, TASKS)


def test_it_is_answered_at_once_with_a_job_and_read_by_it(open_event: Cast, anh: Runner) -> None:
    answer = sent(anh, account())
    assert (answer["state"], answer["activities"], answer["skipped"]) == ("queued", [], [])
    job = told(anh.sees(f"/api/v1/jobs/{answer['job']}"))
    assert (job["state"], job["done"], job["total"]) == ("queued", 0, None)

    works(open_event)

    job = told(anh.sees(f"/api/v1/jobs/{answer['job']}"))
    assert (job["state"], job["done"], job["total"]) == ("done", 10, 10)
    upload = told(anh.sees(f"{UPLOADS}/{answer['id']}"))
    assert upload["state"] == "accepted"
    assert [each["member"] for each in upload["skipped"]] == ["photo.jpg"]
    assert len(upload["activities"]) == 10
    assert [name for _, name in open_event.visitor.ranks("5km-overall")] == [anh.name]


def test_the_same_bytes_again_are_the_same_upload(open_event: Cast, anh: Runner) -> None:
    first = sent(anh, account())
    again = told(anh.asks("POST", UPLOADS, files={"file": ("b.zip", account())}), 200)

    assert (again["id"], again["job"]) == (first["id"], first["job"])


def test_a_second_archive_waits_until_the_first_is_read(open_event: Cast, anh: Runner) -> None:
    sent(anh, account())
    other = account(("more.gpx", run(10)))
    refused = anh.asks("POST", UPLOADS, files={"file": ("b.zip", other)})
    assert (refused.status_code, refused.json()["code"]) == (429, "TOO_OFTEN")

    works(open_event)

    assert sent(anh, other)["state"] == "queued"


def test_what_is_taken_back_before_it_is_read_leaves_nothing(open_event: Cast, anh: Runner) -> None:
    answer = sent(anh, account())
    assert anh.asks("DELETE", f"{UPLOADS}/{answer['id']}").status_code == 204

    works(open_event)

    assert open_event.visitor.ranks("5km-overall") == []
    assert list(open_event.here.tools.scratch.glob("*")) == []


def test_official_results_wait_for_an_archive_that_is_being_read(
    open_event: Cast, anh: Runner
) -> None:
    answer = sent(anh, account())
    told(open_event.binh.changes(state="closed"))
    problem = told(open_event.binh.changes(state="final", reason="Ngay."), 409)
    assert (problem["code"], problem["reading"]) == ("NOT_READY", 1)

    works(open_event)

    assert told(anh.sees(f"{UPLOADS}/{answer['id']}"))["error"] is None
    told(open_event.binh.changes(state="final", reason="Ngay."))
    assert [rank for rank, _ in open_event.visitor.ranks("5km-overall")] == [1]


def test_an_archive_that_cannot_be_opened_says_so_on_its_upload(
    open_event: Cast, anh: Runner
) -> None:
    answer = sent(anh, account()[:3000])

    works(open_event)

    upload = told(anh.sees(f"{UPLOADS}/{answer['id']}"))
    assert (upload["state"], upload["error"]["code"]) == ("unreadable", "BAD_ARCHIVE")


def test_an_account_is_for_its_runner_and_the_owner_alone(open_event: Cast, anh: Runner) -> None:
    path = f"{UPLOADS}/{sent(anh, account())['id']}/file"

    assert anh.sees(path).content == account()
    assert open_event.binh.sees(path).status_code == 200
    assert open_event.vy.sees(path).status_code in {403, 404}
