"""Results become official: who may, when, what is frozen, and what is told of it."""

import hashlib
import json
from typing import Any

import pytest

from tests.cast import API, EVENT, Cast, Runner, Sent, certificate_code, listed, told
from tests.certificates.finishers import text_of
from tests.runs import gpx, steady, with_kilometres
from tests.tracks import MORNING

HERE = f"{API}/{EVENT}"
#: 5,050 m at 5:00 /km: the best 5 km take 25:00.
FIVE_KM = steady(5050, 1515)
BECAUSE = "Lễ trao giải vào ngày mai."


def finalise(cast: Cast, **body: Any) -> dict[str, Any]:
    """Bình makes the results official."""
    return told(cast.binh.asks("POST", f"{HERE}/finalise", json=body))


def document(cast: Cast) -> dict[str, Any]:
    """What is official, as anybody gets it."""
    return told(cast.visitor.sees(f"{HERE}/final.json"))


def board(frozen: dict[str, Any], key: str) -> list[dict[str, Any]]:
    """A frozen board."""
    found = [b for race in frozen["races"] for b in race["boards"] if b["board"] == key]
    return list(found[0]["standings"])


@pytest.fixture
def anh_sent(open_event: Cast) -> Sent:
    return open_event.anh.enters("5km", "10km").sends(gpx(FIVE_KM))


@pytest.fixture
def closed(open_event: Cast, anh_sent: Sent) -> Cast:
    """Ánh ran 25:00, Hương 30:00, Thăng sent nothing; it is closed, and 49 hours have passed."""
    open_event.huong.enters("5km").sends(gpx(steady(5050, 1818), start=MORNING + 1))
    open_event.thang.enters("5km")
    told(open_event.binh.changes(state="closed"))
    open_event.clock.pass_by(hours=49)
    return open_event


class TestWhen:
    """Closed, heard, nothing open; or a reason."""

    def test_an_event_is_closed_first(self, open_event: Cast) -> None:
        answer = open_event.binh.asks("POST", f"{HERE}/finalise", json={"reason": BECAUSE})
        assert (answer.status_code, answer.json()["code"]) == (409, "NOT_CLOSED")
        assert told(open_event.binh.sees(HERE))["state"] == "open"

    def test_nobody_creates_an_event_that_is_official(self, cast: Cast) -> None:
        body = told(cast.binh.sees(HERE)) | {"slug": "moi", "state": "final"}
        answer = cast.binh.asks("POST", API, json=body)
        assert (answer.status_code, answer.json()["code"]) == (409, "NOT_CLOSED")
        assert cast.binh.sees(f"{API}/moi").status_code == 404

    def test_before_the_time_for_protests_is_over_everybody_reads_that_it_was_early(
        self, open_event: Cast
    ) -> None:
        told(open_event.binh.changes(state="closed"))
        open_event.clock.pass_by(hours=47)
        finalise(open_event)
        assert told(open_event.binh.sees(HERE))["state"] == "final"
        board = open_event.visitor.sees(f"/e/{EVENT}/bxh").text
        # closed on the 14th at 12:30 in the zone of the event
        assert "trước khi hết hạn khiếu nại (12:30 ngày 16/11/2026)" in board

    def test_after_it_nothing_is_said_of_it(self, closed: Cast) -> None:
        closed.clock.pass_by(hours=49)
        finalise(closed)
        assert "hết hạn khiếu nại" not in closed.visitor.sees(f"/e/{EVENT}/bxh").text

    def test_a_run_that_waits_is_in_the_way_until_it_is_decided(self, open_event: Cast) -> None:
        doubtful = open_event.huong.enters("5km").sends(
            gpx(*with_kilometres(300, 300, 205, 300, 300))
        )
        told(open_event.binh.changes(state="closed"))
        open_event.clock.pass_by(hours=49)
        problem = told(open_event.binh.asks("POST", f"{HERE}/finalise", json={}), 409)
        assert (problem["waiting"], problem["protests"], problem["replaying"]) == (1, 0, False)
        open_event.vy.accepts(doubtful, because="Đã xem.")
        finalise(open_event)

    def test_closing_a_closed_event_again_gives_no_more_time(self, closed: Cast) -> None:
        before = told(closed.binh.sees(HERE))["closed_at"]
        told(closed.binh.changes(state="closed"))
        assert told(closed.binh.sees(HERE))["closed_at"] == before

    def test_it_is_done_once(self, closed: Cast) -> None:
        first = finalise(closed)
        again = closed.binh.asks("POST", f"{HERE}/finalise", json={"reason": BECAUSE})
        assert (again.status_code, again.json()["code"]) == (409, "EVENT_FINAL")
        assert told(closed.binh.changes(state="final"))["state"] == "final"
        assert (
            hashlib.sha256(closed.visitor.sees(f"{HERE}/final.json").content).hexdigest()
            == first["sha256"]
        )

    def test_it_takes_no_body(self, closed: Cast) -> None:
        assert told(closed.binh.asks("POST", f"{HERE}/finalise"))["id"] == 1

    def test_the_state_of_an_event_is_another_way_to_the_same(self, closed: Cast) -> None:
        told(closed.binh.changes(state="final"))
        assert document(closed)["event"]["slug"] == EVENT

    @pytest.mark.parametrize("body", [{"reason": 5}, {"reason": "x" * 3000}, [], "x"])
    def test_a_body_that_is_none_is_422(self, closed: Cast, body: Any) -> None:
        assert closed.binh.asks("POST", f"{HERE}/finalise", json=body).status_code == 422


class TestDocument:
    """What is frozen."""

    def test_anybody_can_take_the_hash_again(self, closed: Cast) -> None:
        made = finalise(closed)
        answer = closed.visitor.sees(f"{HERE}/final.json")
        assert hashlib.sha256(answer.content).hexdigest() == made["sha256"]
        assert answer.headers["etag"] == f'"{made["sha256"]}"'
        assert answer.headers["content-type"] == "application/json"
        same = closed.visitor.asks(
            "GET", f"{HERE}/final.json", headers={"If-None-Match": f'W/"{made["sha256"]}"'}
        )
        assert (same.status_code, same.content) == (304, b"")

    def test_it_is_written_in_one_way(self, closed: Cast) -> None:
        finalise(closed)
        data = closed.visitor.sees(f"{HERE}/final.json").content
        assert data.endswith(b"}\n")
        again = json.dumps(
            json.loads(data), sort_keys=True, ensure_ascii=False, separators=(",", ":")
        )
        assert data == again.encode() + b"\n"

    def test_it_holds_every_board_and_everybody_who_is_on_none(self, closed: Cast) -> None:
        finalise(closed)
        frozen = document(closed)
        assert [b["board"] for race in frozen["races"] for b in race["boards"]] == [
            f"{race}-{kind}"
            for race in ("5km", "10km")
            for kind in ("overall", "female", "male", "teams")
        ]
        assert [
            (row["rank"], row["bib"], row["status"], row["time_s"], row["finished"], row["runs"])
            for row in board(frozen, "5km-overall")
        ] == [
            (1, closed.anh.bib, "OK", 1500, True, 1),
            (2, closed.huong.bib, "OK", 1800, True, 1),
        ]
        assert board(frozen, "5km-male") == []
        unit = next(r for r in board(frozen, "5km-teams") if r["team"] == "huu-lien")
        assert (unit["rank"], unit["active"], unit["size"], unit["out"]) == (2, 1, 4, False)
        assert frozen["races"][0]["unranked"] == [{"bib": closed.thang.bib, "status": "DNS"}]
        assert frozen["rules"]["version"] == 1

    def test_it_names_no_runner(self, closed: Cast) -> None:
        finalise(closed)
        text = closed.visitor.sees(f"{HERE}/final.json").text
        for runner in (closed.anh, closed.huong, closed.thang):
            assert runner.name not in text
            assert runner.bib in text

    def test_certificates_that_stand_are_in_it(self, closed: Cast) -> None:
        code = certificate_code(closed, closed.anh)
        finalise(closed)
        first, _ = document(closed)["certificates"]
        assert first == {"code": code, "serial": 1, "race": "5km", "bib": closed.anh.bib}

    def test_the_code_of_a_minor_whose_name_it_would_tell_is_left_out(
        self, open_event: Cast
    ) -> None:
        child = open_event.runner("Vi Thị Bé", birth_year=2014).enters("5km")
        child.sends(gpx(FIVE_KM))
        told(open_event.binh.changes(state="closed"))
        finalise(open_event, reason=BECAUSE)
        (only,) = document(open_event)["certificates"]
        assert only == {"code": None, "serial": 1, "race": "5km", "bib": child.bib}

    def test_there_is_none_before(self, closed: Cast) -> None:
        assert closed.visitor.sees(f"{HERE}/final.json").status_code == 404
        assert listed(closed.visitor.sees(f"{HERE}/late-changes")) == []

    def test_certificates_are_not_provisional_any_more(self, closed: Cast) -> None:
        def words() -> str:
            return text_of(closed.anh.certificate("5km").content)

        assert "tạm thời" in words()
        finalise(closed)
        assert "tạm thời" not in words()


class TestLate:
    """What changes after stands beside the result."""

    @pytest.fixture
    def official(self, closed: Cast) -> Cast:
        finalise(closed)
        closed.clock.pass_by(hours=1)
        return closed

    def test_a_decision_needs_a_reason_and_is_told_to_everybody(
        self, official: Cast, anh_sent: Sent
    ) -> None:
        before = official.visitor.sees(f"{HERE}/final.json").content
        assert official.vy.rules(anh_sent, "reject", " ").status_code == 422
        official.vy.rejects(anh_sent, because="Đi nhờ xe.")
        five, ten = listed(official.visitor.sees(f"{HERE}/late-changes"))
        assert (five["race"], ten["race"]) == ("10km", "5km")
        assert (ten["bib"], ten["reason"]) == (official.anh.bib, "Đi nhờ xe.")
        assert (ten["before"]["status"], ten["before"]["time_s"]) == ("OK", 1500)
        assert ten["after"]["status"] == "DNF"
        assert official.visitor.sees(f"{HERE}/final.json").content == before

    def test_to_accept_needs_a_reason_too(self, official: Cast, anh_sent: Sent) -> None:
        assert official.vy.rules(anh_sent, "accept", "").status_code == 422

    def test_the_board_says_which_line_changed_when_and_why(
        self, official: Cast, anh_sent: Sent
    ) -> None:
        official.vy.rejects(anh_sent, because="Đi nhờ xe.")
        official.clock.pass_by(hours=1)
        official.vy.accepts(anh_sent, because="Nhầm người, xin lỗi bạn.")
        first, second = official.visitor.board("5km-overall")["standings"]
        assert (first["bib"], second["bib"]) == (official.anh.bib, official.huong.bib)
        assert first["changed"] == {
            "at": official.clock.now.isoformat(),
            "reason": "Nhầm người, xin lỗi bạn.",
        }
        assert second["changed"] is None

    def test_who_is_erased_takes_late_changes_along_and_leaves_the_document(
        self, official: Cast, anh_sent: Sent
    ) -> None:
        before = official.visitor.sees(f"{HERE}/final.json").content
        official.vy.rejects(anh_sent, because="Đi nhờ xe.")
        gone = official.binh.asks("DELETE", f"{HERE}/entries/{official.anh.bib}")
        assert gone.status_code == 204
        assert listed(official.visitor.sees(f"{HERE}/late-changes")) == []
        assert official.visitor.sees(f"{HERE}/final.json").content == before

    @pytest.mark.parametrize(
        ("method", "path", "body"),
        [
            ("PATCH", "", {"name": "Tên khác"}),
            ("PATCH", "", {"state": "open"}),
            ("PATCH", "", {"procedure": {"cards": True}}),
            ("PATCH", "/entries/{bib}", {"sex": "M"}),
            ("PATCH", "/entries/{bib}", {"races": ["10km"]}),
            ("DELETE", "/submissions/{submission}", None),
        ],
    )
    def test_everything_else_is_refused(
        self, official: Cast, anh_sent: Sent, method: str, path: str, body: Any
    ) -> None:
        before = official.visitor.board("5km-overall")
        at = path.format(bib=official.anh.bib, submission=anh_sent.id)
        answer = official.binh.asks(method, HERE + at, json=body)
        assert (answer.status_code, answer.json()["code"]) == (409, "EVENT_FINAL")
        assert official.visitor.board("5km-overall") == before

    def test_a_runner_takes_nothing_back(self, official: Cast, anh_sent: Sent) -> None:
        answer = official.anh.asks("DELETE", f"{HERE}/submissions/{anh_sent.id}")
        assert (answer.status_code, answer.json()["code"]) == (409, "EVENT_FINAL")


class TestProcedure:
    """What an organiser may switch, and within which bounds."""

    def test_it_is_switched_field_by_field(self, cast: Cast) -> None:
        changed = told(cast.binh.changes(procedure={"protest_within_s": 86_400, "cards": True}))
        assert changed["procedure"] == {
            "protest_within_s": 86_400,
            "reports": True,
            "cards": True,
            "runner_out_at": 2,
            "team_out_at": 3,
        }

    @pytest.mark.parametrize(
        "wrong",
        [
            {"protest_within_s": 3599},
            {"protest_within_s": 336 * 3600 + 1},
            {"runner_out_at": 0},
            {"runner_out_at": 11},
            {"team_out_at": 51},
            {"team_out_at": 1.5},
            {"reports": "maybe"},
        ],
    )
    def test_other_values_are_refused_with_words(self, cast: Cast, wrong: dict[str, Any]) -> None:
        before = told(cast.binh.sees(HERE))["procedure"]
        answer = cast.binh.changes(procedure=wrong)
        assert (answer.status_code, answer.json()["code"]) == (422, "INVALID_FIELD")
        assert told(cast.binh.sees(HERE))["procedure"] == before

    def test_cards_that_are_switched_on_take_their_runners_out(
        self, open_event: Cast, anh_sent: Sent
    ) -> None:
        told(open_event.binh.changes(procedure={"cards": True, "runner_out_at": 2}))
        thang = open_event.thang.enters("5km")
        cheated = thang.sends(gpx(steady(5050, 1400), start=MORNING + 2))
        honest = thang.sends(gpx(steady(5050, 1600), start=MORNING - 30_000))
        _card(open_event, cheated)
        assert _names(open_event, thang) == [(2, thang.name)]
        told(open_event.binh.changes(procedure={"runner_out_at": 1}))
        assert _names(open_event, thang) == []
        told(open_event.binh.changes(procedure={"cards": False}))
        assert _names(open_event, thang) == [(2, thang.name)]
        assert honest.state == "accepted"

    def test_a_unit_with_too_many_cards_stands_last_and_has_no_place(
        self, open_event: Cast, anh_sent: Sent
    ) -> None:
        told(open_event.binh.changes(procedure={"cards": True, "team_out_at": 1}))
        assert [row["rank"] for row in open_event.visitor.board("5km-teams")["standings"]] == [1, 2]
        cheat = open_event.runner("Vi Văn Gian", team="du-lich").enters("5km")
        _card(open_event, cheat.sends(gpx(steady(5050, 1400), start=MORNING + 2)))
        rows = open_event.visitor.board("5km-teams")["standings"]
        assert [(row["team"], row["rank"], row["out"]) for row in rows] == [
            ("huu-lien", 1, False),
            ("du-lich", None, True),
        ]
        page = open_event.visitor.sees(f"/e/{EVENT}/bxh", board="5km-teams").text
        assert "None" not in page


def _card(cast: Cast, sent: Sent) -> None:
    body = {"decision": "reject", "reason": "Đi xe máy.", "card": True}
    told(cast.vy.asks("POST", f"{HERE}/activities/{sent.run['id']}/ruling", json=body))


def _names(cast: Cast, runner: Runner) -> list[tuple[int, str]]:
    return [row for row in cast.visitor.ranks("5km-overall") if row[1] == runner.name]
