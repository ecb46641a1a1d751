"""A corrected sex or year of birth: the runs are judged anew, boards move, the runner is told."""

from dataclasses import replace
from typing import Any

import pytest
from fastapi import FastAPI

from race.category import Sex
from race.errors import AlreadyEntered, EventFinal
from race.event import EventState
from race.result import Status
from race.rules import CheckState
from race.services import correcting, events
from race.services.entries import Correction, Entered
from race.store.activities import ActivityRow
from race.store.database import transaction
from race.verdict import Decision
from tests.cast import EVENT, Cast
from tests.conftest import Clock
from tests.runs import gpx, steady
from tests.services.refereeing import DOUBTFUL, Court, court

#: Its first kilometre takes 2:27.5. The record of women is 2:28.98; that of men 2:11.96, which is
#: looked at from 2:26.6 on, 90 % of its speed.
FASTER_THAN_A_WOMAN = gpx(steady(1010, 148.975), steady(4040, 1212))
#: Its first kilometre takes 2:50: 78 % of the men's record, and 88 % of the women's. A woman of
#: 76 has run 65.1 % of the record's speed at best, a man 69.3 %.
FAST_FOR_76 = gpx(steady(1010, 171.7), steady(4040, 1212))


@pytest.fixture
def here(app: FastAPI, clock: Clock) -> Court:
    """An event without limits of pace: only records are looked at, and no bicycles."""
    found = court(app, clock, preset="free")
    found.becomes(rules=replace(found.event.rules, checks={"bike_like": CheckState.OFF}).to_dict())
    return found


@pytest.fixture
def mai(here: Court) -> Entered:
    """Entered as a man of 26 by mistake."""
    return here.enters("Hoàng Thị Mai", sex=Sex.MALE, birth_year=2000, races=("5km", "50km"))


def corrects(here: Court, who: Entered, **about: Any) -> None:
    with transaction(here.binh.here.engine) as connection:
        correcting.correct(
            connection,
            events.by_id(connection, here.event.id),
            here.entry(who),
            Correction(**about),
            now=here.clock(),
            by=here.account,
        )


def told_of(run: ActivityRow) -> set[str]:
    return {flag["code"] for flag in run.flags if flag["severity"] in {"review", "reject"}}


def test_a_run_that_only_a_man_can_have_run_counts_no_more_and_again(
    here: Court, mai: Entered
) -> None:
    run = here.sends(mai, FASTER_THAN_A_WOMAN)
    assert (run.state, told_of(run)) == ("accepted", set())
    assert here.ranked("5km-male") == [(1, mai.entry.bib)]

    corrects(here, mai, sex=Sex.FEMALE)
    as_woman = here.now(run)
    assert (as_woman.state, told_of(as_woman)) == ("rejected", {"TOO_FAST_WR"})
    assert [here.status(mai, race) for race in ("5km", "50km")] == [Status.DNF, Status.DNF]
    assert (here.ranked("5km-male"), here.ranked("5km-female")) == ([], [])
    assert here.kinds(mai) == ["rejected"]
    assert here.told(mai)[0].facts["reason"].startswith("Giới tính hoặc ngày sinh")

    corrects(here, mai, sex=Sex.MALE)
    assert here.now(run) == run
    assert here.ranked("5km-male") == [(1, mai.entry.bib)]
    assert here.kinds(mai) == ["rejected", "accepted"]


def test_a_year_of_birth_asks_for_a_person_and_asks_no_more(here: Court, mai: Entered) -> None:
    run = here.sends(mai, FAST_FOR_76)
    assert run.state == "accepted"
    corrects(here, mai, birth_year=1950)
    old = here.now(run)
    assert (old.state, old.waits, told_of(old)) == ("review", "review", {"TOO_FAST_WR"})
    assert here.status(mai) is Status.PENDING
    corrects(here, mai, birth_year=2000)
    assert here.now(run) == run
    assert here.kinds(mai) == ["judged", "accepted"]


def test_what_a_referee_decided_stands(here: Court, mai: Entered) -> None:
    run = here.sends(mai, FASTER_THAN_A_WOMAN)
    here.decides(run, Decision.ACCEPT)
    corrects(here, mai, sex=Sex.FEMALE)
    after = here.now(run)
    assert (after.verdict, after.state) == ("rejected", "accepted")
    assert here.ranked("5km-female") == [(1, mai.entry.bib)]
    assert here.kinds(mai) == ["accepted"]  # of the referee, and nothing since


def test_the_second_recording_of_the_hours_counts_when_the_first_goes(
    here: Court, mai: Entered
) -> None:
    """Runs of one runner speak to each other: one that falls makes room for the other."""
    fast = here.sends(mai, FASTER_THAN_A_WOMAN)
    slow = here.sends(mai, gpx(steady(5050, 1515)))
    assert [here.now(run).state for run in (fast, slow)] == ["accepted", "rejected"]
    corrects(here, mai, sex=Sex.FEMALE)
    assert [here.now(run).state for run in (fast, slow)] == ["rejected", "accepted"]
    assert here.status(mai) is Status.OK
    assert sorted(here.kinds(mai)) == ["accepted", "rejected"]


def test_a_name_changes_no_verdict(here: Court, mai: Entered) -> None:
    run = here.sends(mai, FASTER_THAN_A_WOMAN)
    corrects(here, mai, name="Hoàng Văn Mai", team="thpt")
    assert here.now(run) == run
    assert here.kinds(mai) == []
    assert here.entry(mai).name == "Hoàng Văn Mai"


def test_a_correction_that_cannot_be_changes_nothing(here: Court, mai: Entered) -> None:
    run = here.sends(mai, FASTER_THAN_A_WOMAN)
    here.enters("Hoàng Thị Mai", sex=Sex.FEMALE, birth_year=1999)
    with pytest.raises(AlreadyEntered):
        corrects(here, mai, sex=Sex.FEMALE, birth_year=1999)
    here.becomes(state=EventState.FINAL.value)
    with pytest.raises(EventFinal):
        corrects(here, mai, sex=Sex.FEMALE)
    assert (here.now(run), here.entry(mai).sex) == (run, "M")


def test_an_old_question_goes_on_waiting(here: Court) -> None:
    binh = here.binh.creates(slug="huu-lung-2")
    strict = Court(binh=here.binh, event=binh, clock=here.clock)
    mai = strict.enters("Hoàng Thị Mai", sex=Sex.MALE, birth_year=2000)
    run = strict.sends(mai, DOUBTFUL)
    strict.decides(run, Decision.ASK)
    corrects(strict, mai, sex=Sex.FEMALE)
    after = strict.now(run)
    assert (after.state, after.waits) == ("review", "asked")


def test_the_program_and_the_page_correct_the_same_way(open_event: Cast) -> None:
    anh = open_event.anh.enters("5km")
    anh.sends(gpx(steady(5050, 1515)))
    assert open_event.visitor.ranks("5km-female") == [(1, anh.name)]
    open_event.binh.corrects(anh, sex="M")
    assert open_event.visitor.ranks("5km-male") == [(1, anh.name)]
    form = {"name": anh.name, "sex": "F", "birth": "2001", "team": "du-lich"}
    answer = open_event.binh.asks("POST", f"/btc/{EVENT}/vdv/{anh.bib}", data=form)
    assert answer.status_code == 303
    assert open_event.visitor.ranks("5km-female") == [(1, anh.name)]
