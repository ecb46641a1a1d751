"""What each rule does: counted by hand, and a looser limit held against a dry run of it."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from race.services import dry_run, rule_statistics
from race.services.rule_statistics import Looser, RuleNumbers
from race.services.rules_change import merged
from race.settings import Settings
from race.store.database import reading
from race.verdict import Decision, Outcome
from tests.conftest import Clock
from tests.runs import gpx, steady
from tests.services.contested import YESTERDAY, Contested, Saved, save
from tests.tracks import MORNING


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Saved:
    return save(tmp_path_factory.mktemp("contested"))


@pytest.fixture
def here(saved: Saved, settings: Settings, clock: Clock) -> Iterator[Contested]:
    found = saved.again(settings, clock)
    yield found
    found.binh.here.engine.dispose()


def numbers(here: Contested) -> dict[str, RuleNumbers]:
    """By code, what rejects most first."""
    event = here.event
    with reading(here.binh.here.engine) as connection:
        return {each.code: each for each in rule_statistics.of_event(connection, event)}


def let_in(here: Contested, changes: Mapping[str, Any], code: str) -> tuple[int, int]:
    """(runs, runners) that a dry run would accept because of a code."""
    event = here.event
    with reading(here.binh.here.engine) as connection:
        found = dry_run.try_out(connection, event, merged(event, changes))
    runs = [r for r in found.changed if r.after is Outcome.ACCEPTED and code in r.because]
    return len(runs), len({run.bib for run in runs})


def test_every_rejection_and_review_is_counted_under_its_first_reason(here: Contested) -> None:
    """Chậm and Oan are too slow, Xe has a kilometre of 2:50, Ngắn ran 800 m, and one of Máy's two
    recordings of one run does not count; Dốc waits for a kilometre of 3:25."""
    found = numbers(here)
    counted = {code: (n.rejected, n.reviewed, n.runners) for code, n in found.items()}
    assert counted == {
        "TOO_SLOW": (2, 0, 2),
        "KM_TOO_FAST": (1, 1, 2),
        "OVERLAP_OWN": (1, 0, 1),
        "TOO_SHORT": (1, 0, 1),
    }
    assert next(iter(found)) == "TOO_SLOW", "what rejects most stands first"
    assert {code: n.share for code, n in found.items()} == pytest.approx(
        {"TOO_SLOW": 0.4, "KM_TOO_FAST": 0.2, "OVERLAP_OWN": 0.2, "TOO_SHORT": 0.2}
    )


def test_what_a_referee_accepted_is_counted_as_overruled(here: Contested) -> None:
    """Oan's run; Gian's was accepted by the program, which rejected nothing there."""
    assert {code: n.overruled for code, n in numbers(here).items()} == {
        "TOO_SLOW": 1,
        "KM_TOO_FAST": 0,
        "OVERLAP_OWN": 0,
        "TOO_SHORT": 0,
    }
    here.decides("Dốc", Decision.REJECT)
    here.decides("Xe", Decision.ASK)
    assert numbers(here)["KM_TOO_FAST"].overruled == 0


def test_looser_limits_are_those_that_people_choose_with_what_they_would_let_in(
    here: Contested,
) -> None:
    """Chậm ran 16:10 /km; Oan's 16:30 counts already."""
    found = numbers(here)
    assert found["TOO_SLOW"].looser == (
        Looser(rule="pace_slow_s", value=960, runs=0, runners=0),
        Looser(rule="pace_slow_s", value=1200, runs=1, runners=1),
    )
    assert found["TOO_SHORT"].looser == (
        Looser(rule="min_distance_m", value=500, runs=1, runners=1),
    )
    assert found["OVERLAP_OWN"].looser == ()


def test_a_kilometre_that_a_looser_rejection_lets_go_still_waits(here: Contested) -> None:
    steps = {(each.rule, each.value): each.runs for each in numbers(here)["KM_TOO_FAST"].looser}
    assert steps == {
        ("km_reject_s", 165): 0,  # it waits for a referee then
        ("km_reject_s", 150): 0,
        ("km_review_s", 195): 1,
        ("km_review_s", 180): 1,
    }


def test_what_is_said_of_a_looser_limit_is_what_a_dry_run_of_it_finds(here: Contested) -> None:
    here.sends("Hương", gpx(steady(5050, 4750), start=YESTERDAY))  # 15:40
    here.sends("Dốc", gpx(steady(5050, 5900), start=YESTERDAY))  # 19:28
    here.sends("Đôi", gpx(steady(8000, 2500), start=MORNING))
    here.publishes({"runs_per_day": 1, "upload_within_s": 12 * 3600, "pace_fast_s": 300})
    checked = 0
    for code, each in numbers(here).items():
        for step in each.looser:
            assert let_in(here, {step.rule: step.value}, code) == (step.runs, step.runners), step
            checked += step.runs > 0
    assert checked >= 4, "these runs say little"


def test_runs_of_one_runner_are_one_runner(here: Contested) -> None:
    for day in (0, 1):
        here.sends("Chậm", gpx(steady(5050, 5100 + day), start=YESTERDAY + day * 12 * 3600))
    found = numbers(here)["TOO_SLOW"]
    assert (found.rejected, found.runners) == (4, 2)
    assert found.looser[-1] == Looser(rule="pace_slow_s", value=1200, runs=3, runners=1)


def test_nothing_is_written(here: Contested) -> None:
    before = here.everything()
    assert numbers(here)
    assert here.everything() == before


def test_an_event_without_a_run_has_none(here: Contested) -> None:
    with reading(here.binh.here.engine) as connection:
        empty = here.binh.creates(slug="vang")
        assert rule_statistics.of_event(connection, empty) == ()
