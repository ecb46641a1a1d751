"""The queue of the review desk: what waits and since when, filters, pages, and many at once."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi import FastAPI

from tests.api.officers import Officer, officer, words
from tests.cast import API, EVENT, Cast, Runner, Sent, listed, told
from tests.conftest import Clock
from tests.runs import gpx, steady, with_kilometres
from tests.tracks import MORNING

QUEUE = f"{API}/{EVENT}/reviews"
RULINGS = f"{API}/{EVENT}/rulings"
DESK = f"/btc/{EVENT}/duyet"
REASON = "GPS nhảy ở km đầu."
QUESTION = "Bạn có đi xe đoạn đầu không?"
#: What the tests' clock shows when the runs come in.
NOON = datetime(2026, 11, 14, 5, 30, tzinfo=UTC)

#: The place of a run that began to wait on the 99th of a month.
NO_DAY = "1.50.2026-11-99T05:30:00+00:00.x"


def doubtful(first_s: float) -> bytes:
    """Five kilometres; the first one took so many seconds, and a referee looks at it."""
    return gpx(*with_kilometres(first_s, 300.0, 300.0, 300.0, 300.0), start=MORNING - first_s)


def says(runner: Runner, kind: str, sent: Sent, text: str = "Em chạy thật ạ.") -> None:
    path = f"{API}/{EVENT}/activities/{sent.run['id']}/{kind}"
    answer = runner.asks("POST", path, json={"text": text})
    assert answer.status_code == 201, answer.text


@pytest.fixture
def waiting(open_event: Cast) -> dict[str, Sent]:
    """A run for every reason to wait, by the reason; each reason came up an hour after the one
    before, in this order."""
    cast, clock = open_event, open_event.clock
    lan, mai = cast.runner("Mông Thị Lan"), cast.runner("Bế Thị Mai", birth_year=1999)
    sent = {
        "review": cast.anh.enters("5km").sends(doubtful(200.0)),
        "asked": cast.thang.enters("5km").sends(doubtful(201.0)),
        "protest": cast.huong.enters("5km", "10km").sends(gpx(steady(4000, 3800))),
        "answered": lan.enters("5km").sends(doubtful(202.0)),
        "report": mai.enters("10km").sends(gpx(steady(5050, 1515))),
    }
    assert [each.state for each in sent.values()] == [
        "review",
        "review",
        "rejected",
        "review",
        "accepted",
    ]
    clock.pass_by(hours=1)
    cast.vy.wonders(sent["asked"], because=QUESTION)
    cast.vy.wonders(sent["answered"], because=QUESTION)
    clock.pass_by(hours=1)
    says(cast.huong, "protest", sent["protest"])
    clock.pass_by(hours=1)
    says(lan, "answer", sent["answered"])
    clock.pass_by(hours=1)
    says(cast.anh, "report", sent["report"])
    return sent


class TestWhatWaits:
    """Everything that a person has to look at, and nothing else."""

    def test_every_reason_is_told_with_the_moment_from_which_it_counts(
        self, open_event: Cast, waiting: dict[str, Sent]
    ) -> None:
        rows = listed(open_event.vy.sees(QUEUE))
        since = {row["waits"]: datetime.fromisoformat(row["since"]) for row in rows}
        hours = {why: (moment - NOON) / timedelta(hours=1) for why, moment in since.items()}
        assert hours == {"review": 0, "asked": 1, "protest": 2, "answered": 3, "report": 4}
        assert {row["waits"]: row["id"] for row in rows} == {
            why: sent.run["id"] for why, sent in waiting.items()
        }
        decisions = {row["waits"]: row["decisions"] for row in rows}
        assert decisions == {"review": 0, "asked": 1, "protest": 0, "answered": 1, "report": 0}

    @pytest.mark.usefixtures("waiting")
    def test_what_runners_say_comes_first_and_what_they_owe_last(self, open_event: Cast) -> None:
        order = [row["waits"] for row in listed(open_event.vy.sees(QUEUE))]
        # A rejection weighs more than a doubtful kilometre, that more than a run without a fault.
        assert order == ["protest", "answered", "review", "report", "asked"]

    def test_the_first_of_several_answers_is_when_it_began_to_wait(self, open_event: Cast) -> None:
        sent = open_event.anh.enters("5km").sends(doubtful(200.0))
        open_event.vy.wonders(sent, because=QUESTION)
        for minutes in (10, 20):
            open_event.clock.pass_by(minutes=minutes)
            says(open_event.anh, "answer", sent)
        (row,) = listed(open_event.vy.sees(QUEUE))
        assert datetime.fromisoformat(row["since"]) == NOON + timedelta(minutes=10)

    def test_a_decision_takes_a_protest_and_a_report_off_the_desk(
        self, open_event: Cast, waiting: dict[str, Sent]
    ) -> None:
        for why in ("protest", "report"):
            open_event.vy.accepts(waiting[why], because="Đã xem.")
        left = {row["waits"] for row in listed(open_event.vy.sees(QUEUE))}
        assert left == {"review", "asked", "answered"}

    @pytest.mark.usefixtures("waiting")
    def test_nobody_on_the_desk_is_told_who_reported(self, open_event: Cast) -> None:
        rows = listed(open_event.vy.sees(QUEUE, waits="report"))
        assert "Ngọc Ánh" not in str(rows)


class TestFilters:
    """Each narrows; together they narrow together."""

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({"waits": "protest"}, {"protest"}),
            ({"code": "TOO_SLOW"}, {"protest"}),
            ({"code": "KM_TOO_FAST"}, {"review", "asked", "answered"}),
            ({"race": "10km"}, {"protest", "report"}),
            ({"team": "huu-lien"}, {"review"}),
            ({"q": "nguyen thi ngoc anh"}, {"review"}),
            ({"q": "MONG"}, {"answered"}),
            ({"q": "3"}, {"protest"}),
            ({"q": "nobody"}, set()),
            ({"race": "10km", "code": "TOO_SLOW"}, {"protest"}),
            ({"race": "10km", "waits": "review"}, set()),
        ],
    )
    @pytest.mark.usefixtures("waiting")
    def test_a_filter_finds_what_it_names(
        self, open_event: Cast, query: dict[str, str], found: set[str]
    ) -> None:
        rows = listed(open_event.vy.sees(QUEUE, **query))
        assert {row["waits"] for row in rows} == found

    @pytest.mark.parametrize(
        "query",
        [
            {"waits": "never"},
            {"limit": "0"},
            {"after": "x"},
            {"after": "1.2.3.4"},
            {"after": NO_DAY},
        ],
    )
    def test_what_is_no_filter_is_refused_in_words(
        self, open_event: Cast, query: dict[str, str]
    ) -> None:
        answer = open_event.vy.sees(QUEUE, **query)
        assert answer.status_code == 422
        assert answer.json()["detail"]


class TestPages:
    """A page at a time; the place holds while others decide."""

    def test_every_run_is_on_one_page_although_one_is_decided_between_them(
        self, open_event: Cast, waiting: dict[str, Sent]
    ) -> None:
        first = open_event.vy.sees(QUEUE, limit=2)
        assert [row["waits"] for row in listed(first)] == ["protest", "answered"]
        open_event.binh.accepts(waiting["answered"], because="Đã xem.")
        rest = open_event.vy.sees(_next(first.headers["link"]))
        assert [row["waits"] for row in listed(rest)] == ["review", "report"]
        last = open_event.vy.sees(_next(rest.headers["link"]))
        assert [row["waits"] for row in listed(last)] == ["asked"]
        assert "link" not in last.headers

    @pytest.mark.usefixtures("waiting")
    def test_the_next_page_keeps_the_filters(self, open_event: Cast) -> None:
        first = open_event.vy.sees(QUEUE, limit=1, code="KM_TOO_FAST")
        rest = open_event.vy.sees(_next(first.headers["link"]))
        assert [row["waits"] for row in listed(first) + listed(rest)] == ["answered", "review"]


def _next(link: str) -> str:
    match = re.fullmatch(r'<(.+)>; rel="next"', link)
    assert match is not None
    return match[1]


class TestManyAtOnce:
    """One decision for several runs; each is decided on its own."""

    def test_what_somebody_decided_before_is_left_alone_and_named(
        self, open_event: Cast, waiting: dict[str, Sent]
    ) -> None:
        ids = {why: sent.run["id"] for why, sent in waiting.items()}
        open_event.binh.accepts(waiting["review"], because="Đã gặp.")
        picked = [
            _seen(ids["review"]),
            _seen(ids["answered"], 1),
            _seen("x"),
            _seen(ids["protest"]),
        ]
        answer = _ruled(open_event, picked, "reject", REASON)
        assert answer == {
            "decided": [ids["answered"], ids["protest"]],
            "left": [{"id": ids["review"], "code": "CONFLICT"}, {"id": "x", "code": "NOT_FOUND"}],
        }
        assert _state(open_event, ids["review"]) == "accepted"
        assert _state(open_event, ids["answered"]) == "rejected"
        assert REASON in _page(open_event, waiting["answered"])

    def test_the_same_run_twice_is_decided_once(
        self, open_event: Cast, waiting: dict[str, Sent]
    ) -> None:
        run = waiting["review"].run["id"]
        answer = _ruled(open_event, [_seen(run), _seen(run)], "accept", "")
        assert answer == {"decided": [run], "left": []}

    @pytest.mark.parametrize("decision", ["reject", "ask"])
    def test_without_a_reason_nothing_is_decided(
        self, open_event: Cast, waiting: dict[str, Sent], decision: str
    ) -> None:
        run = waiting["review"].run["id"]
        body = {"activities": [_seen(run)], "decision": decision, "reason": " "}
        assert open_event.vy.asks("POST", RULINGS, json=body).status_code == 422
        assert _state(open_event, run) == "review"

    @pytest.mark.parametrize(
        "activities", [[], [{"id": "x"}], [{"id": "x", "seen": -1}], [{"id": "x", "seen": 0}] * 101]
    )
    def test_a_list_that_cannot_be_taken_is_refused(
        self, open_event: Cast, activities: list[dict[str, Any]]
    ) -> None:
        body = {"activities": activities, "decision": "accept"}
        assert open_event.vy.asks("POST", RULINGS, json=body).status_code == 422

    def test_only_referees_decide(self, open_event: Cast, waiting: dict[str, Sent]) -> None:
        body = {"activities": [_seen(waiting["review"].run["id"])], "decision": "accept"}
        tried = {
            name: somebody.asks("POST", RULINGS, json=body).status_code
            for name, somebody in {
                "visitor": open_event.visitor,
                "runner": open_event.anh,
                "other organiser": open_event.cuong,
            }.items()
        }
        assert tried == {"visitor": 401, "runner": 401, "other organiser": 404}


def _seen(run: str, decisions: int = 0) -> dict[str, Any]:
    return {"id": run, "seen": decisions}


def _ruled(cast: Cast, picked: list[dict[str, Any]], decision: str, reason: str) -> dict[str, Any]:
    body = {"activities": picked, "decision": decision, "reason": reason}
    return told(cast.vy.asks("POST", RULINGS, json=body))


def _state(cast: Cast, run: str) -> str:
    return str(told(cast.vy.sees(f"{API}/{EVENT}/activities/{run}"))["verdict"])


def _page(cast: Cast, sent: Sent) -> str:
    return str(told(cast.vy.sees(f"{API}/{EVENT}/activities/{sent.run['id']}")))


# ---- The pages --------------------------------------------------------------------------------


@pytest.fixture
def desk(app: FastAPI, clock: Clock) -> tuple[Officer, list[str]]:
    """Bình, and five doubtful runs of five runners, the first the longest waiting; their ids."""
    binh = officer(app, "Nguyễn Văn Bình")
    event = binh.creates()
    people = ("Lý Thị Hương", "Nông Quốc Thăng", "Mông Thị Lan", "Bế Thị Mai", "Vi Văn Đạt")
    ids = []
    for number, name in enumerate(people):
        sent = binh.has_sent(event, binh.enters(event, name), doubtful(200.0 + number))
        ids.append(sent.activities[0].id)
        clock.pass_by(minutes=1)
    return binh, ids


def _ticked(ids: list[str], *, of: list[str], **more: Any) -> dict[str, Any]:
    """The fields of the queue with `ids` ticked, as a browser sends them."""
    return {"run": ids, "seen": [f"{each} 0" for each in of], **more}


def test_ticked_runs_are_decided_and_what_was_decided_before_is_named(
    desk: tuple[Officer, list[str]],
) -> None:
    binh, ids = desk
    binh.sends(f"{DESK}/{ids[1]}", decision="accept", seen="0")
    fields = _ticked(ids[:4], of=ids, decision="reject", code="other", reason=REASON)
    answer = binh.sends(DESK, **fields)
    assert answer.status_code == 200
    said = words(answer.text)
    assert "3 bài đã loại. 1 bài đã có người duyệt trước, được giữ nguyên:" in said
    assert "Nông Quốc Thăng 00002 : Nguyễn Văn Bình đã chấp nhận" in said
    rows = re.findall(r'name="run" value="(\w+)"', answer.text)
    assert rows == [ids[4]]


def test_an_acceptance_of_many_needs_no_reason_and_a_reason_has_its_usual_message(
    desk: tuple[Officer, list[str]],
) -> None:
    binh, ids = desk
    binh.sends(DESK, **_ticked(ids[:1], of=ids, decision="accept", code="", reason=""))
    binh.sends(DESK, **_ticked(ids[1:2], of=ids, decision="reject", code="gps", reason=""))
    decided = words(binh.sees(DESK, xem="da-duyet"))
    assert "2 quyết định" in decided
    rejected, accepted = decided.index("Nông Quốc Thăng"), decided.index("Lý Thị Hương")
    assert rejected < accepted, "the newest first"
    assert "Có vẻ GPS bị nhảy ở đoạn này" in decided[rejected:accepted]
    assert "Nguyễn Văn Bình · 12:35 ngày 14/11/2026" in decided[rejected:accepted]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"run": []}, "Hãy đánh dấu ít nhất một bài."),
        ({"decision": ""}, "Hãy chọn Chấp nhận, Loại hoặc Hỏi."),
        ({"decision": "reject", "code": "other", "reason": ""}, "VĐV sẽ đọc"),
    ],
)
def test_a_form_that_cannot_be_taken_comes_back_with_its_ticks(
    desk: tuple[Officer, list[str]], changes: dict[str, Any], says: str
) -> None:
    binh, ids = desk
    fields = _ticked(ids[:2], of=ids, decision="accept", reason=REASON) | changes
    answer = binh.sends(DESK, **fields)
    assert answer.status_code == 422
    assert says in words(answer.text)
    ticked = re.findall(r'name="run" value="(\w+)" checked', answer.text)
    assert set(ticked) == set(fields["run"])
    assert "5 bài chờ duyệt" in words(answer.text)


def test_the_number_of_decisions_cannot_be_made_up(desk: tuple[Officer, list[str]]) -> None:
    binh, ids = desk
    for seen in ([], [f"{ids[0]} 7"], [f"{ids[0]} x"], [f"{ids[0]} ９"]):
        answer = binh.sends(DESK, run=ids[:1], seen=seen, decision="accept")
        assert "0 bài đã chấp nhận. 1 bài đã có người duyệt trước" in words(answer.text)


def test_a_queue_that_is_narrowed_stays_so_from_run_to_run(
    desk: tuple[Officer, list[str]],
) -> None:
    binh, ids = desk
    page = binh.sees(f"{DESK}/{ids[3]}", q="thi", xep="age")
    assert "Bài 3 / 3" in words(page)
    answer = binh.sends(f"{DESK}/{ids[0]}?q=thi&xep=age", decision="accept", seen="0")
    onwards = f"{DESK}/{ids[2]}?xep=age&q=thi&xong=accept&bai={ids[0]}"
    assert answer.headers["location"] == onwards
    assert "Bài 1 / 2" in words(binh.sees(onwards))


def test_a_filter_says_how_many_runs_it_shows_beside_the_others(
    desk: tuple[Officer, list[str]],
) -> None:
    binh, ids = desk
    binh.sends(f"{DESK}/{ids[0]}", decision="ask", reason=QUESTION, seen="0")
    everything = words(binh.sees(DESK))
    assert "Tất cả 5 Cần xem 4 Đã hỏi 1" in everything
    # Hương, who was asked, Lan and Mai are called Thị.
    narrowed = words(binh.sees(DESK, q="thi", waits="asked"))
    assert "Tất cả 3 Cần xem 2 Đã hỏi 1" in narrowed
    assert "1 bài phù hợp" in narrowed
    none = words(binh.sees(DESK, q="thang", waits="asked", code="TOO_SLOW"))
    assert "Đã hỏi 0" in none
    assert "Quy định: Quá chậm" in none


def test_what_waits_for_its_runner_is_passed_over_and_does_not_count(
    desk: tuple[Officer, list[str]],
) -> None:
    binh, ids = desk
    for each in ids[1:]:
        answer = binh.sends(f"{DESK}/{each}", decision="ask", reason=QUESTION, seen="0")
    assert answer.headers["location"].startswith(f"{DESK}/{ids[0]}?")
    last = binh.sends(f"{DESK}/{ids[0]}", decision="ask", reason=QUESTION, seen="0")
    assert last.headers["location"].startswith(f"{DESK}?xong=ask")
    said = words(binh.sees(DESK))
    assert "Đã hỏi 5" in said
    assert "0 bài chờ duyệt" not in said


def test_a_page_holds_fifty_runs(app: FastAPI, clock: Clock) -> None:
    binh = officer(app, "Nguyễn Văn Bình")
    event = binh.creates()
    for number in range(52):
        binh.has_sent(event, binh.enters(event, f"Vi Văn {number}"), doubtful(182.0 + number / 2))
    first, second = binh.sees(DESK), binh.sees(DESK, page="2")
    assert len(re.findall(r'name="run"', first)) == 50
    assert len(re.findall(r'name="run"', second)) == 2
    assert 'rel="next"' in first
    assert 'rel="prev"' in second


@pytest.mark.parametrize(
    "query", ["waits=never", "code=NONE", "race=x", "team=x", "xep=x", "xem=x", "page=999", "q=%00"]
)
def test_filters_that_name_nothing_are_no_error(
    desk: tuple[Officer, list[str]], query: str
) -> None:
    binh, _ = desk
    assert binh.http.get(f"{DESK}?{query}").status_code == 200
