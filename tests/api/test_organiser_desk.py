"""The review desk at work: one referee decides, the result follows, nobody is overwritten."""

import re
from collections.abc import Iterator

import pytest
from fastapi import FastAPI

from race.event import Event, EventState
from race.services import events, ranks
from race.services.entries import Entered
from race.services.ranks import Place
from race.services.submissions import Submitted
from race.store import activities, official
from race.store.database import reading, transaction
from tests.api.officers import Officer, officer, words
from tests.conftest import Clock
from tests.runs import gpx, steady, with_kilometres
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


def test_the_page_shows_the_run_and_proposes_a_message(binh: Officer, path: str) -> None:
    page = binh.sees(path)
    said = words(page)
    assert "Lý Thị Hương" in said
    assert "3:20" in said
    assert re.search(r'name="seen" value="0"', page)
    (message,) = re.findall(r"<textarea[^>]*>(.*?)</textarea>", page, re.S)
    assert "GPS" in message
    assert not message.startswith(" ")


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
    assert answer.headers["location"].endswith(f"?xong={decision}")
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


def test_the_runner_reads_the_message_of_a_rejection_and_not_that_of_an_acceptance(
    binh: Officer, event: Event, huong: Entered, path: str
) -> None:
    run = f"/e/huu-lung/vdv/{huong.entry.bib}/{path.rpartition('/')[2]}"
    binh.sends(path, decision="accept", code="gps", reason="GPS nhảy.", seen="0")
    assert "GPS nhảy." not in binh.sees(run)
    binh.sends(path, decision="reject", code="other", reason=REASON, seen="1")
    assert REASON in binh.sees(run)


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
    assert 'id="reason-wrong"' in answer.text


@pytest.mark.parametrize("decision", ["", "maybe", "ACCEPT"])
def test_without_a_decision_the_page_comes_again_with_what_was_typed(
    binh: Officer, path: str, decision: str
) -> None:
    answer = binh.sends(path, decision=decision, reason=REASON, seen="0")
    assert answer.status_code == 422
    assert REASON in answer.text


def test_after_a_decision_the_next_run_comes(binh: Officer, event: Event, path: str) -> None:
    thang = binh.enters(event, "Nông Quốc Thăng")
    other = binh.has_sent(event, thang, gpx(*with_kilometres(205.0, 300.0), start=MORNING - 3600.0))
    answer = binh.sends(path, decision="accept", reason="", seen="0")
    onwards = f"/btc/huu-lung/duyet/{other.activities[0].id}"
    assert answer.headers["location"] == f"{onwards}?xong=accept"
    assert "Đã chấp nhận bài vừa rồi" in words(binh.sees(answer.headers["location"]))
    last = binh.sends(onwards, decision="reject", reason=REASON, seen="0")
    assert last.headers["location"] == "/btc/huu-lung/duyet?xong=reject"
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
    with transaction(binh.here.engine) as connection:
        events.set_state(connection, event, EventState.FINAL, by=None, now=binh.here.clock())
    answer = binh.sends(path, decision="accept", reason=" ", seen="0")
    assert answer.status_code == 422
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
