"""What runners say and are told, through HTTP: who may what; nobody learns who reported."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from fastapi.testclient import TestClient

from race import mailer
from race.api import create_app
from race.services.tasks import TASKS
from race.services.work import Inline
from race.settings import Settings
from race.store import events
from race.store.database import transaction
from race.store.events import RoleRow
from tests.api.officers import officer
from tests.cast import API, EVENT, Cast, Official, Runner, Sent, Visitor, assembled, listed, told
from tests.conftest import Clock
from tests.post_office import PostOffice, open_office
from tests.runs import DAY_S, gpx, steady, with_kilometres
from tests.tracks import MORNING

HERE = f"{API}/{EVENT}"
FIVE_KM = steady(5050, 1515)
WHY = "Đồng hồ mất sóng dưới vách núi."
ASKED = "Km 3 rất nhanh. Bạn chạy xuống dốc phải không?"
#: Status for: a visitor, the runner, another runner, the referee, the owner, another organiser.
People = tuple[int, int, int, int, int, int]
#: What is said, to which run, and who may say it.
MAY: list[tuple[str, str, People]] = [
    ("answer", "asked", (401, 201, 404, 401, 401, 401)),
    ("protest", "rejected", (401, 201, 404, 401, 401, 401)),
    ("report", "accepted", (401, 409, 201, 401, 401, 401)),
    ("report", "rejected", (401, 409, 404, 401, 401, 401)),
]


def says(who: Visitor, sent: Sent, what: str, text: str = WHY) -> Any:
    """An answer, a protest or a report, whatever is answered."""
    path = f"{HERE}/activities/{sent.run['id']}/{what}"
    return who.asks("POST", path, json={"text": text})


def about(who: Visitor, sent: Sent) -> dict[str, Any]:
    """A run, as somebody gets it who may."""
    return told(who.sees(f"{HERE}/activities/{sent.run['id']}"))


def notices(who: Visitor, runner: Runner) -> list[dict[str, Any]]:
    return listed(who.sees(f"{HERE}/entries/{runner.bib}/notices"))


@pytest.fixture
def runs(open_event: Cast) -> dict[str, Sent]:
    """Three of Ánh: one that counts, one that does not, one about which Vỹ asks."""
    anh = open_event.anh.enters("5km")
    open_event.huong.enters("5km")
    asked = anh.sends(gpx(*with_kilometres(300, 300, 205, 300, 300), start=MORNING - DAY_S))
    open_event.vy.wonders(asked, because=ASKED)
    return {
        "accepted": anh.sends(gpx(FIVE_KM)),
        "rejected": anh.sends(gpx(steady(5050, 4900), start=MORNING - 2 * DAY_S)),
        "asked": asked,
    }


def _people(cast: Cast) -> list[Visitor]:
    return [cast.visitor, cast.anh, cast.huong, cast.vy, cast.binh, cast.cuong]


class TestWhoMayWhat:
    """Runners speak for themselves; staff decide, and read."""

    @pytest.mark.parametrize(("what", "run", "statuses"), MAY)
    def test_to_say_it(
        self, open_event: Cast, runs: dict[str, Sent], what: str, run: str, statuses: People
    ) -> None:
        for who, status in zip(_people(open_event), statuses, strict=True):
            assert says(who, runs[run], what).status_code == status, who

    def test_a_runner_may_by_the_token_as_well(
        self, open_event: Cast, runs: dict[str, Sent]
    ) -> None:
        program = Visitor(http=open_event.browser(), token=open_event.anh.secret)
        assert says(program, runs["asked"], "answer").status_code == 201

    def test_to_read_what_a_runner_was_told(self, open_event: Cast, runs: dict[str, Sent]) -> None:
        path = f"{HERE}/entries/{open_event.anh.bib}/notices"
        answered = [who.sees(path).status_code for who in _people(open_event)]
        assert answered == [401, 200, 404, 200, 200, 404]

    def test_what_was_said_comes_back_without_who(
        self, open_event: Cast, runs: dict[str, Sent]
    ) -> None:
        said = told(says(open_event.anh, runs["asked"], "answer"), 201)
        assert set(said) == {"id", "kind", "text", "at"}
        assert (said["kind"], said["text"]) == ("answer", WHY)

    @pytest.mark.parametrize("body", [{}, {"text": None}, {"text": 7}, {"text": "x" * 1001}, []])
    def test_what_is_no_text_is_refused(
        self, open_event: Cast, runs: dict[str, Sent], body: Any
    ) -> None:
        path = f"{HERE}/activities/{runs['asked'].run['id']}/answer"
        assert open_event.anh.asks("POST", path, json=body).status_code == 422

    def test_a_run_that_is_nowhere_is_not_found(self, open_event: Cast) -> None:
        anh = open_event.anh.enters("5km")
        for what in ("answer", "protest", "report"):
            path = f"{HERE}/activities/nowhere/{what}"
            assert anh.asks("POST", path, json={"text": WHY}).status_code == 404

    def test_somebody_who_never_stops_is_stopped(
        self, open_event: Cast, runs: dict[str, Sent]
    ) -> None:
        answers = [says(open_event.anh, runs["accepted"], "protest") for _ in range(31)]
        assert {answer.status_code for answer in answers[:30]} == {409}
        assert answers[30].status_code == 429
        assert int(answers[30].headers["Retry-After"]) <= 3600

    def test_a_sixth_report_of_a_day_says_when_to_come_back(self, open_event: Cast) -> None:
        huong = open_event.huong.enters("5km")
        for number in range(6):
            runner = open_event.runner(f"Hoàng Văn {'ABCDEF'[number]}").enters("5km")
            sent = runner.sends(gpx(steady(5050 + 10 * number, 1515), start=MORNING + number))
            answer = says(huong, sent, "report")
            assert answer.status_code == (201 if number < 5 else 429)
        assert answer.json()["code"] == "TOO_MANY_REPORTS"
        # It is 12:30 in Hữu Lũng.
        assert int(answer.headers["Retry-After"]) == 11.5 * 3600


class TestARun:
    """As its runner sees it, and as staff do."""

    def test_the_runner_sees_own_words_and_decisions_without_a_name(
        self, open_event: Cast, runs: dict[str, Sent]
    ) -> None:
        told(says(open_event.anh, runs["asked"], "answer"), 201)
        seen = about(open_event.anh, runs["asked"])
        assert [(said["kind"], said["text"]) for said in seen["remarks"]] == [("answer", WHY)]
        (ruling,) = seen["rulings"]
        assert (ruling["decision"], ruling["reason"], ruling["by"]) == ("ask", ASKED, None)
        assert "Vỹ" not in str(seen)

    def test_staff_see_who_decided(self, open_event: Cast, runs: dict[str, Sent]) -> None:
        for staff in (open_event.vy, open_event.binh):
            assert about(staff, runs["asked"])["rulings"][0]["by"] == "Vỹ"

    def test_it_says_what_can_be_done(self, open_event: Cast, runs: dict[str, Sent]) -> None:
        anh = open_event.anh
        nothing = {"answer": False, "protest": False, "protest_until": None, "withdraw": False}
        assert about(anh, runs["asked"])["possible"] == nothing | {"answer": True}
        assert about(anh, runs["accepted"])["possible"] == nothing | {"withdraw": True}
        rejected = nothing | {"withdraw": True, "protest": True}
        assert about(anh, runs["rejected"])["possible"] == rejected
        told(open_event.binh.changes(state="closed"))
        until = about(anh, runs["rejected"])["possible"]["protest_until"]
        assert until == "2026-11-16T05:30:00+00:00"

    def test_a_protest_that_comes_too_late_is_told_when_it_was_over(
        self, open_event: Cast, runs: dict[str, Sent]
    ) -> None:
        told(open_event.binh.changes(state="closed"))
        open_event.clock.pass_by(hours=48, seconds=1)
        answer = says(open_event.anh, runs["rejected"], "protest")
        assert (answer.status_code, answer.json()["code"]) == (409, "TOO_LATE_TO_PROTEST")
        assert "12:30 ngày 16/11/2026" in answer.json()["message"]["vi"]

    def test_a_protest_is_heard_and_the_runner_told(
        self, open_event: Cast, runs: dict[str, Sent]
    ) -> None:
        told(says(open_event.anh, runs["rejected"], "protest"), 201)
        open_event.vy.accepts(runs["rejected"], because="Đúng là lỗi đồng hồ.")
        newest, first = notices(open_event.anh, open_event.anh)
        assert (newest["kind"], first["kind"]) == ("upheld", "asked")
        assert newest["activity"] == runs["rejected"].run["id"]
        assert "Đúng là lỗi đồng hồ." in newest["message"]["vi"]
        assert newest["mail"] is None  # Ánh gave no address


class TestReportersStayUnknown:
    """Hương reports Ánh; wherever anybody looks, nothing says who did."""

    @pytest.fixture
    def reported(self, open_event: Cast, runs: dict[str, Sent]) -> Sent:
        told(says(open_event.huong, runs["accepted"], "report", "Có xe máy đi cùng."), 201)
        return runs["accepted"]

    def _everything(self, cast: Cast, sent: Sent) -> Iterator[tuple[Visitor, str]]:
        """Whoever might want to know, at every address that tells of the run or of Ánh."""
        bib, run = cast.anh.bib, sent.run["id"]
        api = [
            f"{HERE}/activities/{run}",
            f"{HERE}/reviews",
            f"{HERE}/submissions/{sent.id}",
            f"{HERE}/entries/{bib}",
            f"{HERE}/entries/{bib}/notices",
        ]
        public = [f"/e/{EVENT}/vdv/{bib}", f"/e/{EVENT}/vdv/{bib}/{run}"]
        desk = [
            f"/btc/{EVENT}/vdv/{bib}",
            f"/btc/{EVENT}/duyet",
            f"/btc/{EVENT}/duyet/{run}",
        ]
        signed_in = _signed_in(cast)
        for who in (cast.anh, cast.vy, cast.binh, cast.visitor, signed_in):
            yield from ((who, path) for path in (*api, *public))
        yield from ((signed_in, path) for path in desk)

    def test_not_in_any_answer_nor_on_any_page(self, open_event: Cast, reported: Sent) -> None:
        huong, seen = open_event.huong, 0
        for who, path in self._everything(open_event, reported):
            answer = who.sees(path)
            if answer.status_code != 200:
                continue
            seen += 1
            assert huong.name not in answer.text, (who, path)
            assert huong.bib not in answer.text, (who, path)
        assert seen >= 25

    def test_staff_read_the_report_and_the_runner_does_not(
        self, open_event: Cast, reported: Sent
    ) -> None:
        (said,) = about(open_event.vy, reported)["remarks"]
        assert (said["kind"], said["text"]) == ("report", "Có xe máy đi cùng.")
        assert set(said) == {"id", "kind", "text", "at"}
        assert about(open_event.anh, reported)["remarks"] == []
        page = open_event.anh.sees(f"{open_event.anh.page}/{reported.run['id']}").text
        assert "xe máy" not in page

    def test_the_state_of_the_run_is_what_it_was(self, open_event: Cast, reported: Sent) -> None:
        assert about(open_event.vy, reported)["verdict"] == "accepted"
        assert [row["name"] for row in open_event.anh.board("5km-overall")["standings"]] == [
            open_event.anh.name
        ]

    def test_whoever_reports_twice_is_told_alone(self, open_event: Cast, reported: Sent) -> None:
        answer = says(open_event.huong, reported, "report")
        assert (answer.status_code, answer.json()["code"]) == (409, "ALREADY_REPORTED")


class TestByEMail:
    """A decision is on its way as soon as it is made."""

    @pytest.fixture
    def office(self) -> Iterator[PostOffice]:
        with open_office() as opened:
            yield opened

    def test_a_ruling_asks_for_the_letter(
        self, settings: Settings, clock: Clock, office: PostOffice
    ) -> None:
        server, sender = mailer.server_of(office.url), mailer.sender_of("run@example.org")
        app = create_app(replace(settings, smtp=server, mail_from=sender), clock)
        cast = assembled(app, clock)
        cast.binh.opens()
        anh = cast.anh.enters("5km")
        cast.binh.corrects(anh, email="anh@example.org")
        cast.vy.rejects(anh.sends(gpx(FIVE_KM)), because="Đi nhờ xe ở km 3.")
        assert isinstance(cast.here.queue, Inline)
        cast.here.queue.run(cast.here.tools, TASKS)
        (found,) = office.delivered
        assert found.to == ["anh@example.org"]
        assert "Đi nhờ xe ở km 3." in found.letter.get_content()
        assert f"http://testserver/e/{EVENT}/vdv/{anh.bib}/" in found.letter.get_content()
        assert [notice["mail"] for notice in notices(anh, anh)] == ["sent"]
        cast.here.engine.dispose()


def _signed_in(cast: Cast) -> Visitor:
    """A referee in a browser, for the pages of the desk."""
    http: TestClient = cast.browser()
    someone = officer(http.app, "Lành")  # type: ignore[arg-type] # it is the FastAPI of the cast
    with transaction(cast.here.engine) as connection:
        event = events.by_slug(connection, EVENT)
        assert event is not None
        events.set_role(
            connection,
            RoleRow(event_id=event.id, account_id=someone.account.account_id, role="referee"),
        )
    return Official(http=someone.http, name="Lành", account=someone.account.account_id)
