"""GET /api/v1/jobs/{job}: how far long work is, over HTTP."""

from race.services import events
from race.services.work import ask
from race.store import jobs
from race.store.database import transaction
from tests.cast import API, EVENT, Cast, told


def _asked(cast: Cast, *, bib: str | None) -> str:
    here = cast.here
    with transaction(here.engine) as connection:
        event = events.find(connection, EVENT).id
        job = ask(
            connection,
            here.queue,
            kind="archive",
            event_id=event,
            subject={},
            asked_by="runner",
            bib=bib,
            total=1450,
            now=cast.clock(),
        )
    return job.id


def test_a_runner_follows_their_job_from_the_queue_to_its_end(open_event: Cast) -> None:
    anh = open_event.anh.enters("5km")
    job = _asked(open_event, bib=anh.bib)
    moment = open_event.clock().isoformat()
    assert told(anh.sees(f"/api/v1/jobs/{job}")) == {
        "id": job,
        "kind": "archive",
        "state": "queued",
        "done": 0,
        "total": 1450,
        "created_at": moment,
        "updated_at": moment,
        "error": None,
        "result": None,
    }
    with transaction(open_event.here.engine) as connection:
        jobs.advance(
            connection,
            job,
            done_before=0,
            done=320,
            total=1450,
            result={"accepted": 2},
            now=open_event.clock(),
        )
    running = told(anh.sees(f"/api/v1/jobs/{job}"))
    assert (running["state"], running["done"], running["result"]) == (
        "running",
        320,
        {"accepted": 2},
    )


def test_nobody_else_follows_it(open_event: Cast) -> None:
    anh, huong = open_event.anh.enters("5km"), open_event.huong.enters("5km")
    job = _asked(open_event, bib=anh.bib)
    assert open_event.binh.sees(f"/api/v1/jobs/{job}").status_code == 200
    for other in (huong, open_event.cuong):
        assert other.sees(f"/api/v1/jobs/{job}").status_code == 404
    assert open_event.visitor.sees(f"/api/v1/jobs/{job}").status_code == 401
    assert anh.sees("/api/v1/jobs/gone").status_code == 404


def test_a_job_goes_with_its_runner(open_event: Cast) -> None:
    anh = open_event.anh.enters("5km")
    job = _asked(open_event, bib=anh.bib)
    gone = open_event.binh.asks("DELETE", f"{API}/{EVENT}/entries/{anh.bib}")
    assert gone.status_code == 204
    assert open_event.binh.sees(f"/api/v1/jobs/{job}").status_code == 404
