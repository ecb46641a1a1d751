"""The story of an event that people decide, told through HTTP as they would live it.

A question and its answer; a rejection and a protest; rules that turn out too strict; results that
become official, and one that changes after.
"""

import hashlib
from typing import Any

from race.services.tasks import TASKS
from race.services.work import Inline
from tests.cast import API, EVENT, Cast, Official, Runner, Sent, told
from tests.runs import DAY_S, gpx, steady, with_kilometres
from tests.tracks import MORNING

HERE = f"{API}/{EVENT}"


def about(sent: Sent) -> str:
    """The address of the only run of an upload."""
    return f"{HERE}/activities/{sent.run['id']}"


def says(runner: Runner, sent: Sent, what: str, text: str) -> dict[str, Any]:
    """An answer, a protest or a report."""
    return told(runner.asks("POST", f"{about(sent)}/{what}", json={"text": text}), 201)


def state(person: Runner | Official, sent: Sent) -> str:
    """How a run stands."""
    return str(told(person.sees(about(sent)))["verdict"])


def waiting(referee: Official) -> dict[str, str]:
    """Why each run that is on the desk waits, by the name of its runner."""
    return {run["name"]: run["waits"] for run in referee.reviews()}


def does_the_work(story: Cast) -> None:
    """All jobs that were asked for."""
    queue = story.here.queue
    assert isinstance(queue, Inline)
    queue.run(story.here.tools, TASKS)


def test_an_event_that_people_decide(open_event: Cast) -> None:
    story, vy, binh = open_event, open_event.vy, open_event.binh
    anh, huong = story.anh.enters("5km"), story.huong.enters("5km")
    walker = story.runner("Nông Văn Chậm", sex="M", birth_year=1970).enters("5km")

    # Hương's third kilometre is doubtful: the referee asks, she answers, it counts.
    doubtful = huong.sends(gpx(*with_kilometres(300, 300, 205, 300, 300), start=MORNING - DAY_S))
    assert (doubtful.state, waiting(vy)) == ("review", {huong.name: "review"})
    vy.wonders(doubtful, because="Km 3 rất nhanh. Bạn chạy xuống dốc phải không?")
    assert waiting(vy) == {huong.name: "asked"}
    says(huong, doubtful, "answer", "Vâng, đoạn đó dốc xuống cầu.")
    assert waiting(vy) == {huong.name: "answered"}
    vy.accepts(doubtful, because="Đúng là dốc, đã xem bản đồ.")
    assert (state(huong, doubtful), waiting(vy)) == ("accepted", {})
    assert vy.ranks("5km-overall") == [(1, huong.name)]

    # Ánh's is rejected by the machine; she protests in time, and is right.
    fast = anh.sends(gpx(*with_kilometres(280, 280, 170, 280, 280), start=MORNING - 2 * DAY_S))
    assert fast.state == "rejected"
    says(anh, fast, "protest", "Đồng hồ mất sóng dưới vách núi nên km 3 bị nhảy.")
    assert (state(anh, fast), waiting(vy)) == ("rejected", {anh.name: "protest"})
    vy.accepts(fast, because="Km 3 do GPS nhảy dưới vách núi.")
    assert state(anh, fast) == "accepted"
    kinds = [notice["kind"] for notice in notices(anh)]
    assert kinds == ["upheld"]

    # The rules reject walkers: looked at first, then published, then everything is judged again.
    walked = walker.sends(gpx(steady(5050, 4900), start=MORNING - DAY_S))
    assert walked.codes == ["TOO_SLOW"]
    looser = {"rules": {"pace_slow_s": 1200}}
    tried = told(binh.asks("POST", f"{HERE}/rules/dry-run", json=looser))
    changed = [(run["bib"], run["from"], run["to"]) for run in tried["changed"]]
    assert changed == [(walker.bib, "rejected", "accepted")]
    assert state(walker, walked) == "rejected"
    published = told(
        binh.asks("PUT", f"{HERE}/rules", json=looser | {"reason": "Mời cả người đi bộ."}), 202
    )
    does_the_work(story)
    job = told(binh.sees(f"/api/v1/jobs/{published['job']}"))
    assert (job["state"], job["result"]["changed"]) == ("done", 1)
    assert state(walker, walked) == "accepted"
    assert vy.ranks("5km-overall") == [(1, anh.name), (2, huong.name), (3, walker.name)]

    # Provisional, protests, official: frozen, with a hash that anybody can take again.
    story.set_clock("2026-11-26T08:00:00+07:00")
    told(binh.changes(state="closed"))
    story.clock.pass_by(hours=49)
    official = told(binh.asks("POST", f"{HERE}/finalise", json={}))
    document = story.visitor.sees(f"{HERE}/final.json")
    assert hashlib.sha256(document.content).hexdigest() == official["sha256"]
    assert official["sha256"][:4] in story.visitor.sees(f"/e/{EVENT}/bxh").text

    # A late change needs a reason and stands beside the result.
    assert vy.rules(fast, "reject", "").status_code == 422
    vy.rejects(fast, because="Có người xác nhận là đi nhờ xe ở km 3.")
    assert vy.ranks("5km-overall") == [(1, huong.name), (2, walker.name)]
    (late,) = story.visitor.sees(f"{HERE}/late-changes").json()
    assert (late["bib"], late["before"]["status"], late["after"]["status"]) == (
        anh.bib,
        "OK",
        "DNF",
    )
    assert "đi nhờ xe" in story.visitor.sees(f"/e/{EVENT}/bxh").text
    unchanged = story.visitor.sees(f"{HERE}/final.json").content
    assert unchanged == document.content


def notices(runner: Runner) -> list[dict[str, Any]]:
    """What a runner was told, the newest first."""
    answer = runner.sees(f"{HERE}/entries/{runner.bib}/notices")
    assert answer.status_code == 200, answer.text
    return list(answer.json())
