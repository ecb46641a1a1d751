"""The review desk at work: one referee decides, the result follows, nobody is overwritten."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI

from race.event import Event, EventState
from race.services import events, finalising, ranks, remarking
from race.services.entries import Entered
from race.services.ranks import Place
from race.services.submissions import Submitted
from race.store import activities, official, rulings
from race.store.database import reading, transaction
from tests.api.officers import Officer, officer, words
from tests.conftest import Clock
from tests.runs import DAY_S, gpx, steady, with_kilometres
from tests.tracks import MORNING

#: The first of five kilometres in 3:20, which a referee looks at: 1,415 s in all.
DOUBTFUL = gpx(*with_kilometres(200.0, 300.0, 300.0, 300.0, 300.0))
REASON = "Bạn có đi xe đoạn đầu không?"


@pytest.fixture
def binh(app: FastAPI) -> Iterator[Officer]:
    found = officer(app, "Nguyễn Văn Bình")
    yield found
    found.http.close()
    found.here.engine.dispose()


@pytest.fixture
def vy(app: FastAPI, binh: Officer, event: Event) -> Iterator[Officer]:
    """A referee."""
    found = officer(app, "Trần Nguyệt Vỹ")
    binh.appoints(found, event, "referee")
    yield found
    found.http.close()


@pytest.fixture
def event(binh: Officer) -> Event:
    return binh.creates()


@pytest.fixture
def huong(binh: Officer, event: Event) -> Entered:
    return binh.enters(event, "Lý Thị Hương")


@pytest.fixture
def sent(binh: Officer, event: Event, huong: Entered) -> Submitted:
    return binh.has_sent(event, huong, DOUBTFUL)


@pytest.fixture
def path(sent: Submitted) -> str:
    """The page of the doubtful run."""
    assert sent.submission.state == "review"
    return f"/btc/huu-lung/duyet/{sent.activities[0].id}"


def place(binh: Officer, event: Event, entered: Entered) -> Place:
    with reading(binh.here.engine) as connection:
        return ranks.of_entry(connection, event, entered.entry.bib)["5km"]


def test_the_page_shows_the_run_and_drafts_messages_without_choosing_one(
    binh: Officer, path: str
) -> None:
    page = binh.sees(path)
    said = words(page)
    assert "Lý Thị Hương" in said
    assert "3:20" in said
    assert re.search(r'name="seen" value="0"', page)
    drafts = re.findall(r'name="code" value="(\w+)" data-text="([^"]*)" required>', page)
    # One list to reject and one to ask; the reason that fits a fast kilometre stands first.
    assert [code for code, _ in drafts] == ["gps", "vehicle", "copy", "other"] * 2
    assert "GPS" in drafts[0][1]
    assert drafts[3][1] == ""
    messages = re.findall(r'<textarea id="reason-\w+"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    assert messages == ["", ""]


@pytest.mark.parametrize(
    ("decision", "now", "state"),
    [
        ("accept", ("OK", 1), "accepted"),
        ("reject", ("DNF", None), "rejected"),
        ("ask", ("PENDING", None), "review"),
    ],
)
def test_a_decision_changes_the_result(
    binh: Officer,
    sent: Submitted,
    *,
    event: Event,
    huong: Entered,
    path: str,
    decision: str,
    now: tuple[str, int | None],
    state: str,
) -> None:
    assert place(binh, event, huong).result.status == "PENDING"
    answer = binh.sends(path, decision=decision, code="vehicle", reason=REASON, seen="0")
    assert answer.status_code == 303
    done = f"?xong={decision}&bai={sent.activities[0].id}"
    assert answer.headers["location"] == f"/btc/huu-lung/duyet{done}"
    after = place(binh, event, huong)
    assert (after.result.status, after.rank) == now
    with reading(binh.here.engine) as connection:
        run = activities.get(connection, event.id, sent.activities[0].id)
    assert run is not None
    assert run.state == state


def test_the_best_five_kilometres_count_once_the_run_is_accepted(
    binh: Officer, event: Event, huong: Entered, path: str
) -> None:
    binh.sends(path, decision="accept", reason="", seen="0")
    assert place(binh, event, huong).result.time_s == 200 + 4 * 300


def test_the_runner_reads_the_message_and_can_be_sent_it_in_a_chat(
    binh: Officer, event: Event, huong: Entered, path: str
) -> None:
    run = f"/e/huu-lung/vdv/{huong.entry.bib}/{path.rpartition('/')[2]}"
    answer = binh.sends(path, decision="reject", code="other", reason=REASON, seen="0")
    assert REASON in binh.sees(run)
    after = binh.sees(answer.headers["location"])
    (message,) = re.findall(r'<textarea id="message"[^>]*readonly>(.*?)</textarea>', after, re.S)
    greeting, said, where, *_ = message.splitlines()
    assert greeting == "Chào Lý Thị Hương,"
    assert said.startswith("Bài chạy ngày 14/11/2026 (5,05")
    assert said.endswith(REASON)
    assert f"http://testserver{run}" in where
    # The way back to the run is beside it, and so is the word of what was done.
    assert f'href="{path}"' in after
    assert "Đã loại bài của Lý Thị Hương (BIB 00001)" in words(after)


def test_of_two_referees_the_second_is_told_and_nothing_is_overwritten(
    binh: Officer, vy: Officer, event: Event, huong: Entered, path: str
) -> None:
    binh.sees(path)
    vy.sees(path)
    assert vy.sends(path, decision="accept", seen="0", reason="").status_code == 303
    late = binh.sends(path, decision="reject", seen="0", reason=REASON)
    assert late.status_code == 409
    assert "Đã có người quyết định trước" in words(late.text)
    assert "Trần Nguyệt Vỹ đã chấp nhận" in words(late.text)
    assert place(binh, event, huong).result.status == "OK"
    # What was typed is not lost, and the page now knows of the first decision.
    assert REASON in late.text
    again = binh.sends(path, decision="reject", seen="1", reason=REASON)
    assert again.status_code == 303
    assert place(binh, event, huong).result.status == "DNF"


def test_a_form_that_claims_to_have_seen_more_than_there_is_changes_nothing(
    binh: Officer, event: Event, huong: Entered, path: str
) -> None:
    answer = binh.sends(path, decision="accept", seen="7", reason="")
    assert answer.status_code == 409
    assert place(binh, event, huong).result.status == "PENDING"


@pytest.mark.parametrize("decision", ["reject", "ask"])
def test_a_rejection_and_a_question_need_a_message(binh: Officer, path: str, decision: str) -> None:
    answer = binh.sends(path, decision=decision, reason=" \n", seen="0")
    assert answer.status_code == 422
    assert f'id="reason-{decision}-wrong"' in answer.text


@pytest.mark.parametrize("decision", ["reject", "ask"])
def test_a_reason_that_is_chosen_sends_its_message_where_none_is_typed(
    binh: Officer, event: Event, sent: Submitted, path: str, decision: str
) -> None:
    """As a browser without scripts sends it."""
    assert binh.sends(path, decision=decision, code="gps", reason="", seen="0").status_code == 303
    with reading(binh.here.engine) as connection:
        (ruling,) = rulings.of_run(connection, event.id, sent.activities[0].id)
    assert "Có vẻ GPS bị nhảy" in ruling.reason
    assert "3:20" in ruling.reason


def test_something_else_is_no_reason_until_it_is_written(binh: Officer, path: str) -> None:
    answer = binh.sends(path, decision="reject", code="other", reason="", seen="0")
    assert answer.status_code == 422


@pytest.mark.parametrize("decision", ["", "maybe", "ACCEPT"])
def test_without_a_decision_nothing_is_decided(
    binh: Officer, event: Event, huong: Entered, *, path: str, decision: str
) -> None:
    answer = binh.sends(path, decision=decision, reason=REASON, seen="0")
    assert answer.status_code == 422
    assert place(binh, event, huong).result.status == "PENDING"


def test_after_a_decision_the_next_run_comes(binh: Officer, event: Event, path: str) -> None:
    thang = binh.enters(event, "Nông Quốc Thăng")
    other = binh.has_sent(event, thang, gpx(*with_kilometres(205.0, 300.0), start=MORNING - 3600.0))
    answer = binh.sends(path, decision="accept", reason="", seen="0")
    onwards = f"/btc/huu-lung/duyet/{other.activities[0].id}"
    run = path.rpartition("/")[2]
    assert answer.headers["location"] == f"{onwards}?xong=accept&bai={run}"
    assert "Đã chấp nhận bài của Lý Thị Hương" in words(binh.sees(answer.headers["location"]))
    last = binh.sends(onwards, decision="reject", reason=REASON, seen="0")
    thangs = other.activities[0].id
    assert last.headers["location"] == f"/btc/huu-lung/duyet?xong=reject&bai={thangs}"
    assert "không còn bài nào chờ duyệt" in words(binh.sees(last.headers["location"]))


def test_the_queue_stands_by_risk_or_by_age(
    binh: Officer, event: Event, huong: Entered, clock: Clock
) -> None:
    """A doubtful kilometre, and an hour later the file of another runner: a copy is riskier."""
    binh.has_sent(event, huong, DOUBTFUL)
    clock.pass_by(hours=1)
    binh.has_sent(event, binh.enters(event, "Nông Quốc Thăng"), DOUBTFUL)
    names = r"<b>(Lý Thị Hương|Nông Quốc Thăng)</b>"
    by_risk = re.findall(names, binh.sees("/btc/huu-lung/duyet"))
    by_age = re.findall(names, binh.sees("/btc/huu-lung/duyet", xep="age"))
    assert by_risk == ["Nông Quốc Thăng", "Lý Thị Hương"]
    assert by_age == ["Lý Thị Hương", "Nông Quốc Thăng"]
    assert "chờ 1 giờ" in words(binh.sees("/btc/huu-lung/duyet"))


def test_who_else_sent_the_same_file_is_told_to_staff(
    binh: Officer, event: Event, huong: Entered, clock: Clock
) -> None:
    first = binh.has_sent(event, huong, DOUBTFUL)
    clock.pass_by(hours=1)
    thang = binh.enters(event, "Nông Quốc Thăng")
    copy = binh.has_sent(event, thang, DOUBTFUL)
    root = "/btc/huu-lung/duyet"
    page = binh.sees(f"{root}/{copy.activities[0].id}")
    (box,) = re.findall(r'<h2 id="similar">.*?</section>', page, re.DOTALL)
    assert "Lý Thị Hương" in words(box)
    assert "hai bài là một bản ghi" in words(box)
    assert "nộp lúc 12:30 ngày 14/11/2026, trước bài này" in words(box)
    assert f'href="{root}/{first.activities[0].id}"' in box
    public = binh.http.get(f"/e/huu-lung/vdv/{thang.entry.bib}/{copy.activities[0].id}")
    assert "Lý Thị Hương" not in public.text


def test_an_accepted_run_can_be_looked_at_and_taken_back(
    binh: Officer, event: Event, huong: Entered
) -> None:
    good = binh.has_sent(event, huong, gpx(steady(5050.0, 1515.0)))
    path = f"/btc/huu-lung/duyet/{good.activities[0].id}"
    assert "Bài chạy đạt mọi luật" in words(binh.sees(path))
    binh.sends(path, decision="ask", reason=REASON, seen="0")
    assert "Không vi phạm luật nào" in words(binh.sees("/btc/huu-lung/duyet"))
    binh.sends(path, decision="reject", reason=REASON, seen="1")
    assert place(binh, event, huong).result.status == "DNF"
    assert "Trọng tài loại 1" in words(binh.sees("/btc/huu-lung"))


def test_official_results_change_with_a_reason_alone_and_it_is_kept_beside_them(
    binh: Officer, event: Event, huong: Entered, path: str
) -> None:
    by, now = binh.account.account_id, binh.here.clock()
    with transaction(binh.here.engine) as connection:
        closed = events.set_state(connection, event, EventState.CLOSED, by=by, now=now)
        finalising.finalise(connection, closed, by=by, now=now, reason="Hết hạn")
    page = binh.sees(path)
    assert "Kết quả đã chính thức" in words(page)
    (accept,) = re.findall(r'<textarea id="reason-accept"[^>]*>', page)
    assert " required" in accept
    answer = binh.sends(path, decision="accept", reason=" ", seen="0")
    assert answer.status_code == 422
    assert 'id="reason-accept-wrong"' in answer.text
    assert place(binh, event, huong).result.status == "PENDING"
    assert binh.sends(path, decision="accept", reason="Đã gặp", seen="0").status_code == 303
    assert place(binh, event, huong).result.status == "OK"
    with reading(binh.here.engine) as connection:
        late = official.changes(connection, event.id)
    told = [(c.race, c.reason, c.before["status"], c.after["status"]) for c in late]
    assert told == [("5km", "Đã gặp", "PENDING", "OK")]


def test_a_run_without_positions_has_a_page_too(
    binh: Officer, event: Event, huong: Entered
) -> None:
    planned = re.sub(rb"<time>.*?</time>", b"", DOUBTFUL)
    sent = binh.has_sent(event, huong, planned)
    page = binh.sees(f"/btc/huu-lung/duyet/{sent.activities[0].id}")
    assert "Lý Thị Hương" in page


def test_everything_that_was_said_stands_in_order_and_who_reported_is_told_to_nobody(
    binh: Officer, vy: Officer, event: Event, huong: Entered, *, sent: Submitted, path: str
) -> None:
    reporter = binh.enters(event, "Nông Quốc Thăng")
    vy.sends(path, decision="ask", reason=REASON, seen="0")
    says(binh, event, sent, remarking.answer, "Em chạy xuống dốc ạ.", by=huong)
    vy.sends(path, decision="accept", reason="Đã hiểu.", seen="1")
    says(binh, event, sent, remarking.report, "Tôi thấy bạn ấy đi xe.", by=reporter)
    page = words(binh.sees(path))
    told = [page.index(each) for each in _SAID]
    assert told == sorted(told)
    assert "Nông Quốc Thăng" not in page
    assert "Bị báo từ 12:30 ngày 14/11/2026 Hợp lệ" in page


_SAID = (
    "Máy chấm · 12:30 ngày 14/11/2026",
    f"Trần Nguyệt Vỹ đã hỏi VĐV · 12:30 ngày 14/11/2026 {REASON}",
    "VĐV trả lời · 12:30 ngày 14/11/2026 Em chạy xuống dốc ạ.",
    "Trần Nguyệt Vỹ đã chấp nhận · 12:30 ngày 14/11/2026 Đã hiểu.",
    "Có người báo bài này · 12:30 ngày 14/11/2026 Tôi thấy bạn ấy đi xe.",
)


def says(
    binh: Officer, event: Event, sent: Submitted, speak: Any, text: str, *, by: Entered
) -> None:
    """What a runner says about the run."""
    with transaction(binh.here.engine) as connection:
        run = activities.get(connection, event.id, sent.activities[0].id)
        assert run is not None
        speak(connection, event, run, text, by=by.entry.bib, now=binh.here.clock())


def test_a_viewer_sees_the_desk_and_has_nothing_to_press(
    app: FastAPI, binh: Officer, event: Event, path: str
) -> None:
    viewer = officer(app, "Lương Đình Chung")
    binh.appoints(viewer, event, "viewer")
    for page in (viewer.sees(path), viewer.sees("/btc/huu-lung/duyet")):
        assert "Lý Thị Hương" in page
        assert 'method="post"' not in page
    for where, fields in (
        (path, {"decision": "accept", "seen": "0"}),
        (f"{path}/sua", {"form": "clock", "hours": "1", "seen": "0", "reason": REASON}),
        ("/btc/huu-lung/duyet", {"run": "x", "decision": "accept"}),
    ):
        assert viewer.sends(where, **fields).status_code == 403


def test_a_card_goes_with_a_rejection_and_two_take_the_runner_out(
    binh: Officer, event: Event, huong: Entered, sent: Submitted, *, path: str
) -> None:
    assert 'name="card"' not in binh.sees(path)
    token = {"Authorization": f"Bearer {binh.account.token}"}
    body = {"procedure": {"cards": True}}
    assert binh.http.patch(f"/api/v1/events/{event.slug}", json=body, headers=token).is_success
    page = binh.sees(path)
    assert "VĐV đang có 0 thẻ. Đủ 2 thẻ, mọi bài của VĐV không được tính." in words(page)
    fields = {"code": "vehicle", "reason": REASON, "card": "true"}
    assert binh.sends(path, decision="ask", seen="0", **fields).status_code == 422
    assert binh.sends(path, decision="reject", seen="0", **fields).status_code == 303
    other = binh.has_sent(event, huong, gpx(*with_kilometres(205.0, 300.0), start=MORNING - 3600))
    second = f"/btc/huu-lung/duyet/{other.activities[0].id}"
    assert "Thêm thẻ này, mọi bài của VĐV không được tính." in words(binh.sees(second))
    binh.sends(second, decision="reject", seen="0", **fields)
    last = binh.has_sent(event, huong, gpx(steady(5050.0, 1515.0), start=MORNING - DAY_S))
    assert last.submission.state == "accepted"
    assert place(binh, event, huong).result.status != "OK"
    # A card that is taken back is none any more.
    binh.sends(second, decision="accept", seen="1", reason="")
    assert place(binh, event, huong).result.status == "OK"
