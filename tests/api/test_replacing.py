"""Another file in the place of one that was sent: nothing is lost on the way."""

from typing import Any

import httpx2
import pytest

from race import processes
from race.errors import TooHard
from race.services import events, submissions
from race.store import submissions as rows
from race.store.database import reading
from tests.cast import API, EVENT, Cast, Runner, Sent, Visitor, told
from tests.runs import DAY_S, gpx, steady
from tests.tracks import MORNING

HERE = f"{API}/{EVENT}"
#: The watch stopped after 4 km; the phone has all 5.
CUT_SHORT = gpx(steady(4000, 1200))
WHOLE = gpx(steady(5050, 1515), app="Điện thoại")
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(64)


def tries(who: Visitor, earlier: Sent, data: bytes, name: str = "whole.gpx") -> httpx2.Response:
    """Another file instead, whatever is answered."""
    path = f"{HERE}/submissions/{earlier.id}/replacement"
    return who.asks("POST", path, files={"file": (name, data)})


def replaces(who: Visitor, earlier: Sent, data: bytes, status: int = 201) -> dict[str, Any]:
    return told(tries(who, earlier, data), status)


def is_there(runner: Runner, upload_id: str) -> bool:
    """Whether an upload is still there."""
    return runner.sees(f"{HERE}/submissions/{upload_id}").status_code == 200


@pytest.fixture
def anh(open_event: Cast) -> Runner:
    return open_event.anh.enters("5km", "10km")


@pytest.fixture
def earlier(anh: Runner) -> Sent:
    return anh.sends(CUT_SHORT)


class TestInItsPlace:
    """The new one counts, and the earlier one is gone."""

    def test_of_the_same_time_it_takes_the_place(self, anh: Runner, earlier: Sent) -> None:
        """While both are there, the phone's is a second recording of one time."""
        done = replaces(anh, earlier, WHOLE)
        assert (done["replaced"], done["message"]) == (earlier.id, None)
        assert (done["state"], done["activities"][0]["flags"]) == ("accepted", [])
        assert not is_there(anh, earlier.id)
        assert is_there(anh, done["id"])
        (line,) = anh.board("5km-overall")["standings"]
        assert line["time_s"] == pytest.approx(1500, abs=1)

    def test_it_tells_what_that_changed(self, anh: Runner, earlier: Sent) -> None:
        done = replaces(anh, earlier, WHOLE)
        changes = {change["race"]: change for change in done["activities"][0]["result"]}
        assert (changes["5km"]["status"], changes["5km"]["rank"]) == ("OK", 1)
        assert changes["10km"]["distance_m"] == pytest.approx(5050, abs=1)

    def test_the_bytes_of_the_earlier_one_are_gone_too(
        self, open_event: Cast, anh: Runner, earlier: Sent
    ) -> None:
        replaces(anh, earlier, WHOLE)
        assert not open_event.here.blobs.keeps(earlier.body["sha256"])

    def test_a_rejected_one_gives_way_to_another_rejected_one(self, anh: Runner) -> None:
        slow = anh.sends(gpx(steady(5050, 4900)))
        done = replaces(anh, slow, gpx(steady(5050, 4800), start=MORNING + 1))
        assert (done["state"], done["replaced"]) == ("rejected", slow.id)

    def test_so_does_one_that_could_not_be_read(self, anh: Runner) -> None:
        picture = anh.sends(PICTURE, "IMG_2201.png")
        assert replaces(anh, picture, WHOLE)["replaced"] == picture.id

    def test_a_file_that_was_sent_before_stays_the_one_it_is(
        self, anh: Runner, earlier: Sent
    ) -> None:
        before = anh.sends(gpx(steady(5050, 1515), start=MORNING - DAY_S))
        done = replaces(anh, earlier, gpx(steady(5050, 1515), start=MORNING - DAY_S), status=200)
        assert (done["id"], done["replaced"]) == (before.id, earlier.id)

    def test_one_that_was_too_hard_may_be_sent_again(
        self, anh: Runner, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with monkeypatch.context() as patch:
            patch.setattr(processes.Here, "run", _too_hard)
            hard = anh.sends(WHOLE)
        assert hard.body["error"]["code"] == "TOO_HARD"
        done = replaces(anh, hard, WHOLE)
        assert (done["state"], done["replaced"]) == ("accepted", hard.id)


class TestTheEarlierOneStays:
    """And the answer says why."""

    @pytest.mark.parametrize(
        ("data", "state", "why"),
        [
            (PICTURE, "unreadable", "Không đọc được tệp mới"),
            (gpx(steady(5050, 4900), start=MORNING + 1), "rejected", "không được tính"),
            (gpx(steady(5050, 1515), start=MORNING - 4 * DAY_S), "rejected", "không được tính"),
        ],
    )
    def test_where_the_new_one_does_not_count(
        self, anh: Runner, earlier: Sent, data: bytes, state: str, why: str
    ) -> None:
        done = replaces(anh, earlier, data)
        assert (done["state"], done["replaced"]) == (state, None)
        assert why in done["message"]["vi"]
        assert is_there(anh, earlier.id)
        assert is_there(anh, done["id"])
        assert anh.board("10km-overall")["standings"][0]["distance_m"] == pytest.approx(4000, abs=1)

    def test_where_it_is_the_same(self, anh: Runner, earlier: Sent) -> None:
        done = replaces(anh, earlier, CUT_SHORT, status=200)
        assert (done["id"], done["replaced"]) == (earlier.id, None)
        assert "tệp cũ" in done["message"]["vi"]
        assert is_there(anh, earlier.id)

    def test_where_a_referee_decides_while_the_new_one_is_read(
        self,
        open_event: Cast,
        anh: Runner,
        earlier: Sent,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        submit = submissions.submit

        def slowly(*given: Any) -> Any:
            done = submit(*given)
            open_event.vy.rejects(earlier, because="Đi nhờ xe.")
            return done

        monkeypatch.setattr(submissions, "submit", slowly)
        done = replaces(anh, earlier, WHOLE)
        assert done["replaced"] is None
        assert "Trọng tài" in done["message"]["vi"]
        assert is_there(anh, earlier.id)


class TestRefused:
    """Then nothing is kept."""

    def test_once_a_referee_has_decided(self, open_event: Cast, anh: Runner, earlier: Sent) -> None:
        open_event.vy.accepts(earlier, because="Đã xem.")
        for who in (anh, open_event.binh):
            answer = tries(who, earlier, WHOLE)
            assert (answer.status_code, answer.json()["code"]) == (409, "ALREADY_RULED")
        assert _kept(open_event) == 1

    def test_when_the_event_takes_no_runs(
        self, open_event: Cast, anh: Runner, earlier: Sent
    ) -> None:
        told(open_event.binh.changes(state="closed"))
        answer = tries(anh, earlier, WHOLE)
        assert (answer.status_code, answer.json()["code"]) == (409, "EVENT_CLOSED")
        assert is_there(anh, earlier.id)

    def test_for_everybody_else(self, open_event: Cast, anh: Runner, earlier: Sent) -> None:
        huong = open_event.huong.enters("5km")
        people = [open_event.visitor, huong, open_event.vy, open_event.cuong]
        assert [tries(who, earlier, WHOLE).status_code for who in people] == [401, 404, 404, 404]
        assert tries(open_event.binh, earlier, WHOLE).status_code == 201

    def test_without_a_file_or_with_two(self, anh: Runner, earlier: Sent) -> None:
        path = f"{HERE}/submissions/{earlier.id}/replacement"
        assert anh.asks("POST", path).status_code == 422
        two = [("file", ("a.gpx", WHOLE)), ("file", ("b.gpx", CUT_SHORT))]
        assert anh.asks("POST", path, files=two).status_code == 422


def _kept(cast: Cast) -> int:
    """How many uploads the event has."""
    with reading(cast.here.engine) as connection:
        return rows.count(connection, events.find(connection, EVENT).id)


def _too_hard(*_: Any, **__: Any) -> Any:
    raise TooHard
