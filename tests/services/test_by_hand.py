"""Results that a referee enters by hand: kept and judged like runs, counted by a ruling alone."""

import hashlib
import math
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from fastapi import FastAPI

from race.activity import Sport
from race.errors import EnteredBefore, InvalidField, UnknownFormat
from race.event import EventState
from race.ingest import amending, formats
from race.ingest.amending import ByHand
from race.result import Status
from race.services import by_hand, events, overlaps, printing, rejudging, submissions
from race.services.entries import Entered
from race.services.printing import Print
from race.store import certificates, fingerprints, official, rulings
from race.store import submissions as uploads
from race.store.activities import ActivityRow
from race.store.database import reading, transaction
from race.verdict import Amends, Decision
from tests.conftest import Clock
from tests.runs import gpx, steady
from tests.services.refereeing import TOO_FAST, Court, court, woman
from tests.tracks import MORNING

WHY = "Đồng hồ hỏng; giờ theo bảng ở vạch đích."
#: 5 km in half an hour, on the day before today.
FIVE_KM = ByHand(distance_m=5000.0, elapsed_s=1800.0, started_at=MORNING - 86_400)


@pytest.fixture
def here(app: FastAPI, clock: Clock) -> Court:
    return court(app, clock)


@pytest.fixture
def huong(here: Court) -> Entered:
    return woman(here, races=("5km", "50km"))


def enters(here: Court, who: Entered, reason: str = WHY, **changes: Any) -> ActivityRow:
    with transaction(here.binh.here.engine) as connection:
        return by_hand.enter(
            connection,
            here.binh.here.blobs,
            events.by_id(connection, here.event.id),
            who.entry,
            replace(FIVE_KM, **changes),
            reason=reason,
            by=here.account,
            now=here.clock(),
        )


def moment(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


class TestAResultByHand:
    def test_counts_and_says_who_and_why(self, here: Court, huong: Entered) -> None:
        run = enters(here, huong)
        assert (run.state, run.official_distance_m, run.elapsed_s) == ("accepted", 5000.0, 1800.0)
        assert here.now(run) == run
        result = here.result(huong)
        assert (result.status, result.time_s, result.activity_id) == ("OK", 1800, run.id)
        assert here.result(huong, "50km").distance_m == 5000.0
        assert here.ranked() == [(1, huong.entry.bib)]
        with reading(here.binh.here.engine) as connection:
            (ruling,) = rulings.of_run(connection, run.event_id, run.id)
            assert by_hand.reason_of(connection, run) == WHY
        assert (ruling.decision, ruling.previous, ruling.reason) == ("accept", "rejected", WHY)
        assert ruling.account_id == here.account

    def test_is_refused_by_the_checks_for_want_of_a_record_alone(
        self, here: Court, huong: Entered
    ) -> None:
        run = enters(here, huong, started_at=moment("2026-11-03T05:00:00+07:00"))  # 11 days ago
        assert run.verdict == "rejected"
        grave = {flag["code"]: flag for flag in run.flags if flag["severity"] != "pass"}
        assert set(grave) == {"NO_POINTS"}
        (told,) = [f for f in submissions.listed(run)["flags"] if f["code"] == "NO_POINTS"]
        assert told["message"]["vi"].startswith("Trọng tài nhập tay kết quả này")
        assert "MISMATCH_DISTANCE" not in {flag["code"] for flag in run.flags}

    def test_is_told_and_written_down(self, here: Court, huong: Entered) -> None:
        run = enters(here, huong)
        (notice,) = here.told(huong)
        assert (notice.kind, notice.activity_id) == ("entered", run.id)
        assert (notice.facts["reason"], notice.facts["distance_m"]) == (WHY, 5000.0)
        (line,) = here.trail("result.enter")
        assert (line.account_id, line.subject) == (here.account, run.id)
        assert line.detail["bib"] == huong.entry.bib
        assert line.detail["distance_m"] == 5000.0

    def test_is_kept_byte_for_byte_under_its_hash(self, here: Court, huong: Entered) -> None:
        run = enters(here, huong)
        with reading(here.binh.here.engine) as connection:
            upload = uploads.get(connection, run.event_id, run.submission_id)
        assert upload is not None
        assert (upload.format, upload.state, upload.filename) == ("hand", "accepted", "")
        assert upload.sent_by == here.account
        data = here.binh.here.blobs.get(upload.sha256)
        assert hashlib.sha256(data).hexdigest() == upload.sha256
        assert amending.from_bytes(data) == FIVE_KM

    def test_is_judged_again_as_it_was(self, here: Court, huong: Entered) -> None:
        run = enters(here, huong)
        entry = here.entry(huong)
        assert replace(rejudging.alone(here.event, entry, run), state=run.state) == run
        with transaction(here.binh.here.engine) as connection:
            fresh = [rejudging.alone(here.event, entry, run)]
            assert overlaps.rejudge(connection, here.event, run.bib, fresh) == []

    @pytest.mark.parametrize(
        ("metres", "status"),
        [(4949.0, Status.DNF), (4950.0, Status.OK), (5000.0, Status.OK), (7000.0, Status.OK)],
    )
    def test_of_a_distance_takes_the_whole_time_from_99_percent_on(
        self, here: Court, huong: Entered, metres: float, status: Status
    ) -> None:
        enters(here, huong, distance_m=metres, elapsed_s=2400.4)
        result = here.result(huong)
        assert result.status == status
        if status is Status.OK:
            assert result.time_s == 2401  # the next whole second, as everywhere

    def test_has_a_certificate_without_a_route(self, here: Court, huong: Entered) -> None:
        enters(here, huong)
        with reading(here.binh.here.engine) as connection:
            (paper,) = certificates.of_entry(connection, here.event.id, "5km", huong.entry.bib)
            wanted = Print(verify_url="http://x/c/1", language="vi", now=here.clock())
            assert printing.pdf(connection, here.event, paper, wanted).startswith(b"%PDF")

    def test_lets_the_broken_record_of_the_same_hours_lie_by(
        self, here: Court, huong: Entered
    ) -> None:
        recorded = here.sends(huong, gpx(steady(5050, 1515), start=MORNING - 86_400))
        run = enters(here, huong)
        assert (here.now(run).state, here.now(recorded).state) == ("accepted", "rejected")
        assert here.result(huong, "50km").runs == 1

    def test_can_be_rejected_and_judged_like_any_run(self, here: Court, huong: Entered) -> None:
        run = enters(here, huong)
        for decision in (Decision.REJECT, Decision.JUDGE):
            assert here.decides(run, decision, reason="Nhầm người.").state == "rejected"
        assert here.status(huong) is Status.DNF

    def test_can_have_its_clock_set_right_and_no_part_cut_out(
        self, here: Court, huong: Entered
    ) -> None:
        run = enters(here, huong)
        after = here.decides(run, Decision.ACCEPT, amends=Amends(shift_s=-3600.0))
        assert (after.started_at, after.elapsed_s) == (FIVE_KM.started_at - 3600, 1800.0)
        with pytest.raises(InvalidField):
            here.decides(run, Decision.ACCEPT, amends=Amends(to_s=600.0))

    def test_of_two_friends_is_no_copy(self, here: Court, huong: Entered) -> None:
        mai = woman(here, "Hoàng Thị Mai")
        runs = [enters(here, who) for who in (huong, mai)]
        for run in runs:
            grave = [flag["code"] for flag in run.flags if flag["severity"] != "pass"]
            assert grave == ["NO_POINTS"]
        with reading(here.binh.here.engine) as connection:
            assert fingerprints.missing(connection, here.event.id) == []
            assert fingerprints.copies_with(connection, here.event.id, runs[1].id) == []

    def test_after_results_are_official_is_a_late_change(self, here: Court, huong: Entered) -> None:
        here.sends(huong, TOO_FAST)
        here.becomes(state=EventState.FINAL.value)
        enters(here, huong)
        with reading(here.binh.here.engine) as connection:
            changes = official.changes(connection, here.event.id)
        assert {change.race: change.reason for change in changes} == {"5km": WHY, "50km": WHY}
        five = next(change for change in changes if change.race == "5km")
        assert (five.before["status"], five.after["status"]) == ("DNF", "OK")


class TestWhatCannotBeEntered:
    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"distance_m": 99.9}, "distance_m"),
            ({"distance_m": 1_000_001.0, "elapsed_s": 900_000.0}, "distance_m"),
            ({"distance_m": math.nan}, "distance_m"),
            ({"distance_m": -5000.0}, "distance_m"),
            ({"distance_m": 100.0, "elapsed_s": 59.0}, "elapsed_s"),
            ({"elapsed_s": 14 * 86_400 + 1.0}, "elapsed_s"),
            ({"elapsed_s": math.nan}, "elapsed_s"),
            # 5 km in 10:00: minutes typed as seconds, or kilometres as miles.
            ({"elapsed_s": 600.0}, "elapsed_s"),
            # The event goes from 2026-11-01 00:00 to 2026-11-22 23:59 in Việt Nam.
            ({"started_at": moment("2026-10-31T23:59:59+07:00")}, "started_at"),
            ({"started_at": moment("2026-11-22T23:40:00+07:00")}, "started_at"),
            ({"started_at": math.nan}, "started_at"),
            # It is 12:30 on the 14th.
            ({"started_at": moment("2026-11-14T12:01:00+07:00")}, "started_at"),
            ({"sport": Sport.RIDE}, "sport"),
            ({"sport": Sport.UNKNOWN}, "sport"),
            ({"reason": " \n "}, "reason"),
        ],
    )
    def test_is_named_and_leaves_nothing(
        self, here: Court, huong: Entered, changes: dict[str, Any], field: str
    ) -> None:
        if field == "started_at" and "22T" in str(changes):
            here.clock.pass_by(days=20)
        with pytest.raises(InvalidField) as refusal:
            enters(here, huong, **changes)
        assert refusal.value.facts["field"] == field
        with reading(here.binh.here.engine) as connection:
            assert uploads.of_event(connection, here.event.id) == []
        assert here.trail("result.enter") == []

    @pytest.mark.parametrize(
        "changes",
        [
            {"distance_m": 100.0, "elapsed_s": 60.0},
            {"distance_m": 300_000.0, "elapsed_s": 10 * 86_400.0},
            {"started_at": moment("2026-11-01T00:00:00+07:00")},
            {"started_at": moment("2026-11-14T12:00:00+07:00")},
            {"sport": Sport.WALK, "elapsed_s": 4000.0},
        ],
    )
    def test_what_lies_at_the_limit_can(
        self, here: Court, huong: Entered, changes: dict[str, Any]
    ) -> None:
        if changes.get("elapsed_s", 0.0) > 86_400:
            here.clock.pass_by(days=7)
            changes["started_at"] = moment("2026-11-02T00:00:00+07:00")
        assert enters(here, huong, **changes).state == "accepted"

    def test_the_same_result_of_the_same_runner(self, here: Court, huong: Entered) -> None:
        run = enters(here, huong)
        with pytest.raises(EnteredBefore):
            enters(here, huong, reason="Lần nữa.")
        with pytest.raises(EnteredBefore):
            enters(here, huong, distance_m=5000.0001)  # the same to the millimetre
        assert len(here.trail("result.enter")) == 1
        assert enters(here, huong, distance_m=5001.0).id != run.id


class TestTheSameBytesAsAFile:
    def test_are_read_by_no_format(self) -> None:
        with pytest.raises(UnknownFormat):
            formats.read(amending.to_bytes(FIVE_KM), "run.json")

    def test_of_a_runner_stand_in_no_referees_way(self, here: Court, huong: Entered) -> None:
        """Whoever guesses what a referee would enter cannot keep it from being entered."""
        sent = here.binh.has_sent(here.event, huong, amending.to_bytes(FIVE_KM), "run.json")
        assert sent.submission.state == "unreadable"
        assert enters(here, huong).state == "accepted"
