"""A referee corrects a run: a wrong clock, the part that counts; what follows, and the way back."""

import re
from typing import Any

import pytest
from fastapi import FastAPI

from race.event import Event
from race.services.entries import Entered
from race.store import rulings
from race.store.database import reading
from tests.api.officers import Officer, browser, officer, words
from tests.conftest import Clock
from tests.runs import DAY_S, gpx, steady, without_times
from tests.tracks import MORNING

API = "/api/v1/events/huu-lung"
REASON = "Đồng hồ của bạn sai ngày, đã đối chiếu với ảnh."
#: 5,050 m at 5:00 /km, 25:15 in all; the best 5 km take 25:00.
RUN = (1515.0, 10 / 3)
#: Then 4,500 m by car in 5 minutes: 9,550 m in 30:15.
CAR = (300.0, 15.0)
#: A watch that is 31 days behind: 14 October, 06:00.
BEHIND = gpx(RUN, start=MORNING - 31 * DAY_S)


@pytest.fixture
def binh(app: FastAPI) -> Officer:
    return officer(app, "Nguyễn Văn Bình")


@pytest.fixture
def event(binh: Officer) -> Event:
    return binh.creates()


@pytest.fixture
def huong(binh: Officer, event: Event) -> Entered:
    return binh.enters(event, "Lý Thị Hương")


class Run:
    """One run that was sent, as staff and the public see it."""

    def __init__(self, binh: Officer, event: Event, huong: Entered, data: bytes) -> None:
        self.binh, self.event, self.bib = binh, event, huong.entry.bib
        self.id = binh.has_sent(event, huong, data).activities[0].id
        self.desk = f"/btc/huu-lung/duyet/{self.id}"
        self.public = f"/e/huu-lung/vdv/{self.bib}/{self.id}"

    def corrects(self, form: str, status: int = 303, seen: int = 0, **fields: Any) -> str:
        """One of the forms; the page that answers where nothing was decided."""
        fields = {"reason": REASON, "form": form, "seen": str(seen)} | fields
        answer = self.binh.sends(f"{self.desk}/sua", **fields)
        assert answer.status_code == status, words(answer.text)
        return answer.text

    def shown(self) -> dict[str, Any]:
        """The run as the API shows it, without what was said about it."""
        token = self.binh.account.token
        answer = self.binh.http.get(
            f"{API}/activities/{self.id}", headers={"Authorization": f"Bearer {token}"}
        )
        assert answer.status_code == 200
        whole = dict(answer.json())
        return {name: whole[name] for name in whole if name in _OF_RUN}

    def ranked(self) -> list[tuple[int, float]]:
        """(rank, seconds) of the board of 5 km."""
        board = self.binh.http.get(f"{API}/leaderboards/5km-overall").json()
        return [(row["rank"], row["time_s"]) for row in board["standings"]]

    def amended(self) -> list[Any]:
        """What the decisions so far corrected."""
        with reading(self.binh.here.engine) as connection:
            return [r.amends for r in rulings.of_run(connection, self.event.id, self.id)]


#: What a run is, beside what people say about it.
_OF_RUN = frozenset(
    """id started_at points segments distance_m raw_distance_m stated_distance_m official_distance_m
    elapsed_s timer_s moving_s ascent_m avg_pace_s_per_km splits efforts laps verdict proposed flags
    evidence""".split()  # noqa: SIM905 -- twenty quoted names read worse
)


class TestAWrongClock:
    """The hours were right, the day was not."""

    @pytest.mark.parametrize(
        "typed",
        [
            {"way": "+", "hours": "744", "minutes": "", "seconds": ""},
            {"way": "+", "hours": "743", "minutes": "59", "seconds": "60"},
            {"start": "2026-11-14T06:00:00"},
            {"start": "2026-11-14T06:00"},
        ],
    )
    def test_the_run_counts_once_its_clock_is_right(
        self, binh: Officer, event: Event, huong: Entered, typed: dict[str, Any]
    ) -> None:
        run = Run(binh, event, huong, BEHIND)
        before = run.shown()
        assert [flag["code"] for flag in before["flags"]] == ["BEFORE_WINDOW", "LATE_UPLOAD"]
        assert run.ranked() == []
        run.corrects("clock", **typed)
        now = run.shown()
        assert (now["verdict"], now["proposed"], now["flags"]) == ("accepted", "accepted", [])
        assert now["started_at"] == "2026-11-13T23:00:00Z"
        assert run.ranked() == [(1, 1500.0)]
        # Nothing else of it moved.
        same = set(now) - {"started_at", "verdict", "proposed", "flags", "evidence"}
        assert {name: now[name] for name in same} == {name: before[name] for name in same}

    def test_everybody_sees_the_right_day_and_why(
        self, app: FastAPI, binh: Officer, event: Event, huong: Entered
    ) -> None:
        run = Run(binh, event, huong, BEHIND)
        run.corrects("clock", hours="744")
        stranger = words(browser(app).get(run.public).text)
        assert "thứ Bảy, 14/11" in stranger
        assert "14/10" not in stranger
        assert REASON in stranger
        desk = words(binh.sees(run.desk))
        assert "06:00 ngày 14/11/2026" in desk
        assert "Đồng hồ chạy chậm 744:00:00" in desk
        assert "Nguyễn Văn Bình đã để thể lệ quyết định" in desk

    def test_the_sheet_speaks_of_the_right_day(
        self, binh: Officer, event: Event, huong: Entered
    ) -> None:
        run = Run(binh, event, huong, BEHIND)
        run.corrects("clock", hours="744")
        lines = {line["code"]: line for line in run.shown()["evidence"]}
        assert lines["LATE_UPLOAD"]["outcome"] == "passed"
        # From the end at 06:25:15 to 12:30 it took 6 hours and 5 minutes.
        assert lines["LATE_UPLOAD"]["measured_value"] == pytest.approx(6 * 3600 + 285)

    def test_a_clock_that_was_fast_is_taken_back(
        self, binh: Officer, event: Event, huong: Entered, clock: Clock
    ) -> None:
        run = Run(binh, event, huong, gpx(RUN, start=MORNING + 7 * 3600))
        assert "CLOCK" in str(run.shown()["flags"])
        run.corrects("clock", way="-", hours="7")
        assert run.shown()["started_at"] == "2026-11-13T23:00:00Z"
        assert run.shown()["verdict"] == "accepted"

    def test_a_start_time_is_the_right_one_for_the_one_shown(
        self, binh: Officer, event: Event, huong: Entered
    ) -> None:
        run = Run(binh, event, huong, BEHIND)
        run.corrects("clock", hours="700")
        run.corrects("clock", seen=1, start="2026-11-14T06:00:00")
        assert run.shown()["started_at"] == "2026-11-13T23:00:00Z"
        assert run.amended()[-1]["shift_s"] == 31 * DAY_S

    def test_an_acceptance_stands_whatever_the_rules_say(
        self, binh: Officer, event: Event, huong: Entered
    ) -> None:
        run = Run(binh, event, huong, BEHIND)
        run.corrects("clock", hours="1", then="accept")
        assert (run.shown()["verdict"], run.shown()["proposed"]) == ("accepted", "rejected")


class TestThePartThatCounts:
    """A run with a ride in a car at its end."""

    @pytest.mark.parametrize(
        "typed",
        [{"end": "25:15"}, {"end": "0:25:15"}, {"end": "km 5,05"}, {"end": "5.05", "begin": "0"}],
    )
    def test_it_counts_without_its_ride(
        self, binh: Officer, event: Event, huong: Entered, typed: dict[str, Any]
    ) -> None:
        run = Run(binh, event, huong, gpx(RUN, CAR))
        before = run.shown()
        assert before["verdict"] == "rejected"
        assert before["distance_m"] == pytest.approx(9550, rel=1e-4)
        run.corrects("part", **typed)
        now = run.shown()
        assert (now["verdict"], now["flags"]) == ("accepted", [])
        assert now["distance_m"] == pytest.approx(5050, rel=1e-4)
        assert now["official_distance_m"] == pytest.approx(5050, rel=1e-4)
        assert now["elapsed_s"] == 1515.0
        assert [round(split["elapsed_s"]) for split in now["splits"]] == [300] * 5
        assert run.ranked() == [(1, 1500.0)]

    def test_a_part_in_the_middle_is_measured_from_its_own_start(
        self, binh: Officer, event: Event, huong: Entered
    ) -> None:
        """A car to the start and a car home."""
        run = Run(binh, event, huong, gpx(CAR, RUN, CAR))
        run.corrects("part", begin="5:00", end="30:15")
        now = run.shown()
        assert (now["distance_m"], now["elapsed_s"]) == (pytest.approx(5050, rel=1e-4), 1515.0)
        assert now["started_at"] == "2026-11-13T23:05:00Z"
        assert now["verdict"] == "accepted"

    def test_the_desk_marks_what_does_not_count_and_the_public_sees_only_what_does(
        self, app: FastAPI, binh: Officer, event: Event, huong: Entered
    ) -> None:
        run = Run(binh, event, huong, gpx(RUN, CAR))
        run.corrects("part", end="25:15")
        desk = binh.sees(run.desk)
        assert "Phần được tính: 5,05 km trong 25:15, trên cả bài 9,55 km trong 30:15." in _said(
            desk
        )
        assert "km 5,0–9,5: 54,0 km/giờ" in _said(desk)
        stranger = words(browser(app).get(run.public).text)
        assert "5,05" in stranger
        assert "9,55" not in stranger

    def test_a_part_can_be_looked_at_before_anything_is_decided(
        self, binh: Officer, event: Event, huong: Entered
    ) -> None:
        run = Run(binh, event, huong, gpx(RUN, CAR))
        page = binh.sees(run.desk, form="part", seen="0", begin="", end="km 5,05", reason="Có xe")
        assert "Phần được tính: 5,05 km trong 25:15, trên cả bài 9,55 km trong 30:15." in _said(
            page
        )
        # What was typed is still there, also the reason.
        assert 'value="km 5,05"' in page
        assert ">Có xe</textarea>" in page
        assert run.amended() == []
        assert "Ghi km như 1,5" in _said(binh.sees(run.desk, form="part", end="sáu"))

    def test_a_clock_that_is_corrected_later_leaves_the_part_as_it_is(
        self, binh: Officer, event: Event, huong: Entered
    ) -> None:
        run = Run(binh, event, huong, gpx(RUN, CAR, start=MORNING - 31 * DAY_S))
        run.corrects("part", end="25:15")
        run.corrects("clock", seen=1, hours="744")
        assert run.amended()[-1] == {"shift_s": 31 * DAY_S, "from_s": None, "to_s": 1515.0}
        run.corrects("part", seen=2, end="24:00")
        assert run.amended()[-1] == {"shift_s": 31 * DAY_S, "from_s": None, "to_s": 1440.0}

    def test_the_certificate_follows(
        self, app: FastAPI, binh: Officer, event: Event, huong: Entered
    ) -> None:
        run = Run(binh, event, huong, gpx(RUN, CAR))
        assert _certificates(binh, run) == []
        run.corrects("part", end="25:15")
        (code,) = _certificates(binh, run)
        checked = browser(app).get(f"/api/v1/certificates/{code}").json()
        assert (checked["state"], checked["certificate"]["time_s"]) == ("valid", 1500)
        run.corrects("undo", seen=1)
        assert browser(app).get(f"/api/v1/certificates/{code}").json()["state"] == "revoked"


class TestTheWayBack:
    """Undo and judge."""

    @pytest.mark.parametrize(
        ("form", "typed"),
        [
            ("clock", {"way": "-", "hours": "1", "seconds": "7"}),
            ("part", {"begin": "km 1", "end": "20:00"}),
        ],
    )
    def test_undone_it_is_what_it_was_to_the_last_digit(
        self, binh: Officer, event: Event, huong: Entered, *, form: str, typed: dict[str, Any]
    ) -> None:
        run = Run(binh, event, huong, gpx(RUN, CAR, heights=(10.0, 60.0, 20.0)))
        before, results = run.shown(), run.ranked()
        run.corrects(form, **typed)
        assert run.shown() != before
        run.corrects("undo", seen=1)
        assert run.shown() == before
        assert run.ranked() == results
        said = words(binh.sees(run.desk))
        assert "Đã bỏ mọi chỗ sửa: bài chạy trở lại như bản ghi gốc." in said
        assert "Trọng tài đã sửa" not in said

    def test_the_rules_speak_again_where_a_decision_stood(
        self, binh: Officer, event: Event, huong: Entered
    ) -> None:
        run = Run(binh, event, huong, gpx(steady(5050, 1515)))
        binh.sends(run.desk, decision="reject", reason="Nhầm người.", seen="0")
        assert run.shown()["verdict"] == "rejected"
        run.corrects("judge", seen=1)
        assert run.shown()["verdict"] == "accepted"
        assert run.amended() == [None, None]


class TestWhatIsRefused:
    """With words, and without a decision."""

    @pytest.mark.parametrize(
        ("form", "typed", "says"),
        [
            ("clock", {"hours": "744", "reason": " "}, "VĐV sẽ đọc"),
            ("part", {"end": "25:15", "reason": ""}, "VĐV sẽ đọc"),
            ("undo", {"reason": ""}, "VĐV sẽ đọc"),
            ("judge", {"reason": ""}, "VĐV sẽ đọc"),
            ("clock", {"hours": "9000"}, "tối đa một năm"),
            ("clock", {"hours": "một"}, "phải là số"),
            ("clock", {"hours": "-1"}, "phải là số"),
            ("clock", {"start": "hôm qua"}, "Ghi giờ xuất phát"),
            ("part", {"begin": "40:00"}, "không có đủ hai điểm"),
            ("part", {"begin": "km 3", "end": "km 2"}, "kết thúc sau khi bắt đầu"),
            ("part", {"end": "0:00"}, "kết thúc sau khi bắt đầu"),
            ("part", {"begin": "sáu"}, "Ghi km như 1,5"),
            ("part", {"begin": "-3"}, "Ghi km như 1,5"),
            ("clock", {"hours": "1", "then": "ask"}, "Hãy chọn một mục"),
            ("else", {}, "Hãy chọn một mục"),
        ],
    )
    def test_nothing_is_decided(
        self,
        binh: Officer,
        event: Event,
        huong: Entered,
        *,
        form: str,
        typed: dict[str, Any],
        says: str,
    ) -> None:
        run = Run(binh, event, huong, gpx(RUN, CAR))
        before = run.shown()
        page = run.corrects(form, 422, **typed)
        assert run.shown() == before
        assert run.amended() == []
        assert says in _said(page)

    def test_what_was_typed_is_not_lost(self, binh: Officer, event: Event, huong: Entered) -> None:
        run = Run(binh, event, huong, gpx(RUN, CAR))
        page = run.corrects("part", 422, begin="40:00", end="", then="accept")
        assert 'value="40:00"' in page
        assert f">{REASON}</textarea>" in page
        assert re.search(r'name="then" value="accept" checked', page)

    def test_who_comes_second_is_told(self, binh: Officer, event: Event, huong: Entered) -> None:
        run = Run(binh, event, huong, BEHIND)
        binh.sends(run.desk, decision="reject", reason="Sai ngày.", seen="0")
        page = run.corrects("clock", 409, hours="744")
        assert "Nguyễn Văn Bình đã loại" in words(page)
        assert run.shown()["verdict"] == "rejected"

    @pytest.mark.parametrize(
        ("form", "typed", "says"),
        [
            ("clock", {"start": "2026-11-14T06:00"}, "không có giờ"),
            ("part", {"end": "km 3"}, "không cho biết km"),
            ("part", {"end": "10:00"}, "không có đủ hai điểm"),
        ],
    )
    def test_a_recording_without_times_says_so(
        self, binh: Officer, event: Event, huong: Entered, *, form: str, typed: Any, says: str
    ) -> None:
        run = Run(binh, event, huong, without_times(gpx(RUN)))
        page = run.corrects(form, 422, **typed)
        assert run.amended() == []
        assert says in _said(page)
        assert binh.http.get(run.desk, params={"form": "part", **typed}).status_code == 200


def _said(page: str) -> str:
    """The words of a page; sentences stand together although a part of them is bold."""
    return re.sub(r" ([,.:])", r"\1", words(page.replace("\xa0", " ")))


def _certificates(binh: Officer, run: Run) -> list[str]:
    """The codes on the page of the runner."""
    page = binh.sees(f"/e/huu-lung/vdv/{run.bib}")
    return sorted(set(re.findall(r'href="/c/([\w-]+)"', page)))
