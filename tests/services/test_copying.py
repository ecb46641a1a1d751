"""Copies of runs, from the upload to what staff are shown; and a runner's own second device."""

import zipfile
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from fastapi import FastAPI
from sqlalchemy import delete

from race.category import Sex
from race.event import Event
from race.ingest.copies import Likeness, compare
from race.ingest.copies.likeness import Kind
from race.ingest.examine import Circumstances, Examination, Measured, judged
from race.services import backfill, copying, deciding, judging, likenesses, submissions
from race.services.deciding import Choice
from race.services.entries import Entered
from race.services.likenesses import Similar
from race.services.submissions import Submitted
from race.store import activities, fingerprints, results, tables
from race.store.activities import ActivityRow
from race.store.database import reading, transaction
from race.store.results import ResultRow
from race.track import Track
from race.verdict import Decision
from tests.api.officers import NEW, Officer, officer
from tests.conftest import Clock
from tests.ingest import copying as forged
from tests.ingest.copying import DAY_S, Receiver
from tests.runs import beating, written
from tests.tracks import MORNING


@pytest.fixture
def binh(app: FastAPI) -> Officer:
    """An organiser."""
    return officer(app, "Bình")


@dataclass(frozen=True, kw_only=True)
class Field:
    """One event with two runners."""

    binh: Officer
    event: Event
    anh: Entered
    thang: Entered

    def sends(self, who: Entered, data: bytes, name: str = "r.gpx") -> Submitted:
        return self.binh.has_sent(self.event, who, data, name)

    def similar(self, run: ActivityRow) -> tuple[Similar, ...]:
        with reading(self.binh.here.engine) as connection:
            return likenesses.similar(connection, self.event, run)

    def now(self, run: ActivityRow) -> ActivityRow:
        """A run as it stands now."""
        with reading(self.binh.here.engine) as connection:
            found = activities.get(connection, run.event_id, run.id)
        assert found is not None
        return found

    def withdraws(self, sent: Submitted, who: Entered) -> None:
        with transaction(self.binh.here.engine) as connection:
            submissions.withdraw(
                connection,
                self.event,
                who.entry,
                sent.submission,
                now=self.binh.here.clock(),
                officer=None,
            )

    def rules(self, run: ActivityRow, decision: Decision) -> None:
        with transaction(self.binh.here.engine) as connection:
            deciding.decide(
                connection,
                self.event,
                run,
                Choice(decision=decision, reason="Đã xem"),
                by=self.binh.account.account_id,
                now=self.binh.here.clock(),
            )


def field_of(organiser: Officer, slug: str = "huu-lung") -> Field:
    event = organiser.creates(slug=slug)
    return Field(
        binh=organiser,
        event=event,
        anh=organiser.enters(event, "Nguyễn Thị Ngọc Ánh"),
        thang=organiser.enters(event, "Nông Quốc Thăng", sex=Sex.MALE, birth_year=1995),
    )


@pytest.fixture
def here(binh: Officer) -> Field:
    return field_of(binh)


def run_of(seed: int, *, start: float = MORNING, receiver: Receiver | None = None) -> Track:
    """An honest run of 6 km in 33 minutes; of one seed the same legs on the same road."""
    rng = np.random.default_rng(seed)
    made = forged.effort(forged.road(rng), rng, start=start)
    device = np.random.default_rng([seed, 0 if receiver is None else 1])
    return forged.recorded(made, device, receiver)


def gpx(track: Track, app: str = "Chạy cùng nhau") -> bytes:
    return written(track, sport="running", app=app, zoned=True)


def jittered(track: Track) -> Track:
    return forged.jittered(track, np.random.default_rng(7))


def only(sent: Submitted) -> ActivityRow:
    (run,) = sent.activities
    return run


def codes(run: ActivityRow) -> set[str]:
    """What speaks against a run."""
    return {flag["code"] for flag in run.flags if flag["severity"] in {"review", "reject"}}


class TestCopiesOfOthers:
    """The later one goes to a referee; the earlier one is not touched."""

    @pytest.mark.parametrize(
        "change",
        [
            forged.shifted,
            lambda track: forged.trimmed(forged.shifted(track, -DAY_S)),
            lambda track: forged.turned(forged.shifted(track, -DAY_S)),
            lambda track: forged.thinned(forged.shifted(track, -DAY_S)),
            lambda track: jittered(forged.shifted(track, -DAY_S)),
            jittered,
            lambda track: track,
        ],
        ids=["shifted", "trimmed", "turned", "thinned", "jittered", "at the time", "re-exported"],
    )
    def test_a_copy_by_another_runner_is_looked_at(self, here: Field, change: Any) -> None:
        track = run_of(1, start=MORNING - DAY_S)
        first = only(here.sends(here.anh, gpx(track)))
        copy = only(here.sends(here.thang, gpx(change(track), app="Another program")))
        late = {"CLOCK"} if change is forged.shifted else set()
        assert codes(copy) - late == {"DUP_COPY"}
        assert codes(here.now(first)) == set()
        assert here.now(first).state == "accepted"

    def test_staff_see_both_ends(self, here: Field) -> None:
        track = run_of(1, start=MORNING - DAY_S)
        first = only(here.sends(here.anh, gpx(track)))
        copy = only(here.sends(here.thang, gpx(forged.shifted(track, DAY_S / 2))))
        (original,) = here.similar(copy)
        assert (original.activity, original.bib, original.later) == (
            first.id,
            here.anh.entry.bib,
            False,
        )
        assert original.name == "Nguyễn Thị Ngọc Ánh"
        assert (original.event_slug, original.event_name) == ("huu-lung", NEW.name)
        assert (original.kind, original.own, original.state) == (Kind.VERTICES, False, "accepted")
        assert original.likeness.within_15cm == pytest.approx(1.0, abs=0.01)
        assert original.started_at == pytest.approx(MORNING - DAY_S)
        assert original.sent_at == here.binh.here.clock()
        (later,) = here.similar(first)
        assert (later.activity, later.bib, later.later) == (copy.id, here.thang.entry.bib, True)
        assert later.likeness == original.likeness

    def test_two_people_on_one_road_are_no_copies(self, here: Field) -> None:
        way = forged.road(np.random.default_rng(1))
        for who, seed in ((here.anh, 2), (here.thang, 3)):
            rng = np.random.default_rng(seed)
            run = only(here.sends(who, gpx(forged.recorded(forged.effort(way, rng), rng))))
            assert (codes(run), here.similar(run)) == (set(), ())

    def test_a_copy_of_a_copy_points_at_the_first(self, here: Field, clock: Clock) -> None:
        track = run_of(1, start=MORNING - DAY_S)
        first = only(here.sends(here.anh, gpx(track)))
        clock.pass_by(minutes=1)
        here.sends(here.thang, gpx(forged.shifted(track, 3600.0)))
        huong = here.binh.enters(here.event, "Lý Thị Hương")
        third = only(here.sends(huong, gpx(forged.shifted(track, 7200.0))))
        assert here.similar(third)[0].activity == first.id
        assert len(here.similar(third)) == 2

    def test_a_file_that_goes_round_a_group_is_found_every_time(
        self, here: Field, clock: Clock
    ) -> None:
        """More copies than one key is kept for."""
        track = run_of(1, start=MORNING - DAY_S)
        here.sends(here.anh, gpx(track))
        for n in range(fingerprints.CROWD + 4):
            clock.pass_by(seconds=1)
            friend = here.binh.enters(here.event, f"Người thứ {n}")
            copy = only(here.sends(friend, gpx(forged.shifted(track, 60.0 * (n + 1)))))
            assert "DUP_COPY" in codes(copy)
            assert here.similar(copy)[0].bib == here.anh.entry.bib

    def test_a_run_that_was_rejected_is_the_original_all_the_same(self, here: Field) -> None:
        track = run_of(1, start=MORNING - 20 * DAY_S)
        first = only(here.sends(here.anh, gpx(track)))
        assert first.state == "rejected"  # before the event
        copy = only(here.sends(here.thang, gpx(forged.shifted(track, 20 * DAY_S))))
        assert codes(copy) == {"DUP_COPY"}

    def test_what_was_taken_back_is_no_original_any_more(self, here: Field) -> None:
        track = run_of(1, start=MORNING - DAY_S)
        first = here.sends(here.anh, gpx(track))
        copy = only(here.sends(here.thang, gpx(forged.shifted(track, DAY_S / 2))))
        here.withdraws(first, here.anh)
        assert here.similar(copy) == ()
        assert here.now(copy).state == "review"  # a referee has it on the desk
        huong = here.binh.enters(here.event, "Lý Thị Hương")
        third = only(here.sends(huong, gpx(forged.shifted(track, DAY_S / 4))))
        assert [other.activity for other in here.similar(third)] == [copy.id]

    def test_a_member_of_an_archive_is_the_file_that_somebody_sent(self, here: Field) -> None:
        data = gpx(run_of(1))
        here.sends(here.anh, data)
        with BytesIO() as target:
            with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr("activities/1.gpx", data)
                archive.writestr("activities/2.gpx", gpx(run_of(2, start=MORNING - DAY_S)))
            sent = here.sends(here.thang, target.getvalue(), "export.zip")
        honest, copy = sent.activities
        assert (codes(honest), codes(copy)) == (set(), {"DUP_SAME_FILE"})
        (original,) = here.similar(copy)
        assert (original.kind, original.likeness.within_15cm) == (Kind.SAME, 1.0)

    def test_runs_of_before_are_found_once_they_are_made_up_for(self, here: Field) -> None:
        track = run_of(1, start=MORNING - DAY_S)
        first = only(here.sends(here.anh, gpx(track)))
        engine = here.binh.here.engine
        with transaction(engine) as connection:
            connection.execute(delete(tables.fingerprint_keys))
            connection.execute(delete(tables.fingerprints))
        assert [backfill.index(engine), backfill.index(engine)] == [1, 0]
        copy = only(here.sends(here.thang, gpx(forged.shifted(track, DAY_S / 2))))
        assert [other.activity for other in here.similar(copy)] == [first.id]


class TestOtherEvents:
    """Of the same organiser: a run of last month is not a run of this one."""

    def test_a_copy_of_another_event_of_the_organiser_is_found(self, here: Field) -> None:
        track = run_of(1, start=MORNING - DAY_S)
        first = only(here.sends(here.anh, gpx(track)))
        there = field_of(here.binh, "mua-xuan")
        copy = only(there.sends(there.thang, gpx(forged.shifted(track, DAY_S / 2))))
        assert codes(copy) == {"DUP_COPY"}
        (original,) = there.similar(copy)
        assert (original.event_slug, original.activity) == ("huu-lung", first.id)

    @pytest.mark.parametrize("seconds", [0.0, DAY_S / 2])
    def test_another_organisers_event_is_not_looked_at(
        self, app: FastAPI, here: Field, seconds: float
    ) -> None:
        track = run_of(1, start=MORNING - DAY_S)
        here.sends(here.anh, gpx(track))
        there = field_of(officer(app, "Cường"), "khac")
        sent = only(there.sends(there.thang, gpx(forged.shifted(track, seconds))))
        assert (sent.state, codes(sent), there.similar(sent)) == ("accepted", set(), ())

    def test_the_same_person_may_send_a_run_to_two_events(self, here: Field) -> None:
        track = run_of(1)
        there = field_of(here.binh, "mua-xuan")
        for data in (gpx(track), gpx(forged.thinned(track))):
            here.sends(here.anh, data)
            sent = only(there.sends(there.anh, data))
            assert codes(sent) - {"OVERLAP_OWN"} == set()
            assert there.similar(sent) == ()

    def test_a_namesake_of_another_age_is_another_person(self, here: Field) -> None:
        there = here.binh.creates(slug="mua-xuan")
        namesake = here.binh.enters(there, "Nguyễn Thị Ngọc Ánh", birth_year=1980)
        here.sends(here.anh, gpx(run_of(1)))
        sent = here.binh.has_sent(there, namesake, gpx(run_of(1)))
        assert codes(only(sent)) == {"DUP_SAME_FILE"}

    def test_a_birthday_and_its_year_are_one_person(self, here: Field) -> None:
        anh = replace(here.anh.entry, birth_date=date(2001, 4, 30), birth_year=None)
        with reading(here.binh.here.engine) as connection:
            there = here.binh.creates(slug="mua-xuan")
            scope = copying.scope(connection, there, anh)
        assert scope.runner == {(there.id, anh.bib), (here.event.id, anh.bib)}


class TestOwnRuns:
    def test_an_own_run_with_another_date_is_looked_at(self, here: Field) -> None:
        track = run_of(1, start=MORNING - DAY_S)
        here.sends(here.anh, gpx(track))
        again = only(here.sends(here.anh, gpx(forged.shifted(track, DAY_S / 2))))
        assert codes(again) == {"DUP_COPY"}
        assert [other.own for other in here.similar(again)] == [True]

    def test_the_way_home_and_the_way_there_are_two_runs(self, here: Field) -> None:
        way = forged.road(np.random.default_rng(1))
        for day in range(2):
            rng = np.random.default_rng(day)
            made = forged.effort(way, rng, start=MORNING - day * DAY_S)
            assert codes(only(here.sends(here.anh, gpx(forged.recorded(made, rng))))) == set()

    def test_a_second_device_is_no_copy_and_the_better_one_counts(self, here: Field) -> None:
        """A phone first, then the watch with a heart rate: the result is of the watch."""
        phone = run_of(1, receiver=Receiver(smart=True, decimals=6))
        first = only(here.sends(here.anh, gpx(phone)))
        assert first.state == "accepted"
        second = only(here.sends(here.anh, with_heart(run_of(1))))
        assert (second.state, codes(second)) == ("accepted", set())
        first = here.now(first)
        assert (first.state, codes(first)) == ("rejected", {"OVERLAP_OWN"})
        (result,) = results_of(here)
        assert result.activity_id == second.id
        assert here.similar(second) == ()

    def test_it_counts_again_when_the_better_one_is_taken_back(self, here: Field) -> None:
        first = only(here.sends(here.anh, gpx(run_of(1, receiver=Receiver(smart=True)))))
        second = here.sends(here.anh, with_heart(run_of(1)))
        here.withdraws(second, here.anh)
        assert here.now(first).state == "accepted"
        (result,) = results_of(here)
        assert result.activity_id == first.id

    def test_what_a_referee_accepted_stays(self, here: Field) -> None:
        first = only(here.sends(here.anh, gpx(run_of(1, receiver=Receiver(smart=True)))))
        here.rules(first, Decision.ACCEPT)
        second = only(here.sends(here.anh, with_heart(run_of(1))))
        assert (second.state, codes(second)) == ("rejected", {"OVERLAP_OWN"})
        assert here.now(first).state == "accepted"


def test_a_flood_of_copies_in_one_file_is_compared_so_often_and_no_more(
    here: Field, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody else writes while runs are compared."""
    calls: list[int] = []

    def spy(later: Track, earlier: Track) -> Likeness:
        calls.append(1)
        return compare(later, earlier)

    monkeypatch.setattr(copying, "compare", spy)
    monkeypatch.setattr(judging, "_COMPARED", 5)
    track = run_of(1, start=MORNING - DAY_S)
    parts = [gpx(forged.shifted(track, 7200.0 * n)).decode() for n in range(8)]
    tracks = [part.split("<trk>")[1].split("</trk>")[0] for part in parts[1:]]
    whole = parts[0].replace("</trk>", "</trk>" + "".join(f"<trk>{t}</trk>" for t in tracks))
    sent = here.sends(here.anh, whole.encode())
    assert len(sent.activities) == 8
    assert len(calls) == 5


def test_a_run_is_judged_by_the_age_on_the_first_day(
    here: Field, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a bare year the last day counts: who is born in 2001 is 24 on 1 November 2026."""
    seen: list[int | None] = []

    def spy(run: Measured, circumstances: Circumstances) -> Examination:
        seen.append(circumstances.age)
        return judged(run, circumstances)

    monkeypatch.setattr(judging, "judged", spy)
    here.sends(here.anh, gpx(run_of(1)))
    assert seen == [24]


def with_heart(track: Track) -> bytes:
    """A file of a watch, with the heart rate that a strap tells."""
    wander = forged.wandering(np.random.default_rng(5), len(track), 60.0)
    return beating(gpx(track), np.round(150 + 8 * wander).tolist())


def results_of(here: Field) -> list[ResultRow]:
    """The result of Ánh over five kilometres."""
    with reading(here.binh.here.engine) as connection:
        every = results.of_event(connection, here.event.id)
    return [row for row in every if row.bib == here.anh.entry.bib and row.race == "5km"]
