"""From the log of events alone the boards are rebuilt: uploads, what people said, rules."""

import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, TypeAlias

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from race.errors import RaceError
from race.services.work import Tools
from race.store.blobs import FileBlobs
from race.store.database import open_engine
from race.verdict import Amends, Decision
from tests.conftest import Clock
from tests.ingest import copying as forged
from tests.ingest.archives.packed import run, zipped
from tests.runs import (
    DAY_S,
    beating,
    broken_off,
    gpx,
    steady,
    with_kilometres,
    without_times,
    written,
)
from tests.services.eventful import Eventful
from tests.tracks import MORNING

#: Something that somebody does.
Deed: TypeAlias = Callable[[Eventful], None]

BEGIN: Final = MORNING - 2 * DAY_S
RUNNERS: Final = ("Nguyễn Thị Ngọc Ánh", "Nông Quốc Thăng", "Lý Thị Hương")
AMENDS: Final = (
    None,
    Amends(),
    Amends(shift_s=3600.0),
    Amends(shift_s=-DAY_S, from_s=300.0),
    Amends(to_s=500.0),
)
RULES: Final[Sequence[dict[str, Any]]] = (
    {},
    {"runs_per_day": 1},
    {"runs_per_day": None, "day_distance_m": 8_000.0},
    {"pace_slow_s": 1200.0, "pace_fast_s": 200.0},
    {"pace_slow_s": 900.0, "pace_fast_s": 310.0},
    {"checks": {"own_overlap": "shadow", "copies": "off"}},
    {"checks": {}},
    {"min_distance_m": None, "km_review_s": None, "km_reject_s": None},
)


@lru_cache(maxsize=1)
def files() -> tuple[bytes, ...]:
    """Honest, doubtful and bad runs, some of one time, some of one day, one a copy of another."""
    rng = np.random.default_rng(3)
    way = forged.recorded(forged.effort(forged.road(rng, 2600.0), rng, start=BEGIN - DAY_S), rng)
    copy = forged.thinned(forged.shifted(way, DAY_S + 7 * 3600))
    five, two = steady(5050, 1515), steady(2050, 615)
    half = way.take(slice(0, 400))
    return (
        gpx(five, start=BEGIN),
        gpx(five, start=BEGIN + 300),
        gpx(two, start=BEGIN + 9000),
        gpx(two, start=BEGIN + DAY_S, zoned=False),
        gpx(*with_kilometres(300, 205), start=BEGIN + 5 * 3600),
        gpx(steady(2050, 400), start=BEGIN),
        gpx(steady(1050, 1000), start=BEGIN + 3600),
        written(way, sport="running", app="Strava", zoned=True),
        written(copy, sport="running", app="Chạy", zoned=True),
        beating(
            written(half, sport="running", app="Garmin", zoned=True),
            [140.0 + n % 2 for n in range(400)],
        ),
        zipped({f"{hour}.gpx": run(12, hour=hour) for hour in range(1, 5)}),
        broken_off(gpx(two, start=BEGIN + 1000)),
        without_times(gpx(two, start=BEGIN)),
        b"no run at all",
    )


def sends(runner: int, file: int) -> Deed:
    return lambda story: void(story.sends(story.people[runner], files()[file]))


def rules_over(which: int, decision: Decision, amends: Amends | None) -> Deed:
    def deed(story: Eventful) -> None:
        if runs := story.in_order():
            with suppress(RaceError):  # of a run without a track no part is chosen
                story.decides(runs[which % len(runs)], decision, amends)

    return deed


def protests(which: int) -> Deed:
    def deed(story: Eventful) -> None:
        if runs := story.in_order():
            story.protests(runs[which % len(runs)])

    return deed


def withdraws(which: int) -> Deed:
    def deed(story: Eventful) -> None:
        runs = story.runs()
        if runs:
            chosen = runs[story.in_order()[which % len(runs)]]
            story.withdraws(chosen.submission_id)

    return deed


def publishes(which: int) -> Deed:
    return lambda story: void(story.publishes(**RULES[which]))


def void(_: object) -> None:
    """A deed gives nothing back."""


numbers = st.integers(0, 30)
uploads = st.builds(sends, st.integers(0, 2), st.integers(0, len(files()) - 1))
deeds = st.one_of(
    uploads,
    uploads,
    st.builds(rules_over, numbers, st.sampled_from(Decision), st.sampled_from(AMENDS)),
    st.builds(protests, numbers),
    st.builds(publishes, st.integers(0, len(RULES) - 1)),
    st.builds(withdraws, numbers),
)
stories = st.tuples(
    st.lists(uploads, min_size=2, max_size=6), st.lists(deeds, min_size=3, max_size=12)
)


@settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(told=stories)
def test_whatever_happened_the_boards_are_made_again_of_the_log(
    empty_database: Path, told: tuple[list[Deed], list[Deed]]
) -> None:
    with TemporaryDirectory() as folder:
        story = begun(Path(folder), empty_database)
        for deed in (*told[0], *told[1]):
            deed(story)
        before = story.everything()
        story.loses_what_was_derived()

        story.publishes()

        after = story.everything()
        story.tools.engine.dispose()
    for what in ("runs", "tracks", "uploads", "boards"):
        assert after[what] == before[what], what


def begun(folder: Path, empty_database: Path) -> Eventful:
    """An event with three runners."""
    shutil.copy(empty_database, folder / "race.db")
    clock = Clock()
    tools = Tools(
        engine=open_engine(f"sqlite:///{folder}/race.db"),
        blobs=FileBlobs(folder=folder / "blobs"),
        clock=clock,
        scratch=folder / "scratch",
    )
    story = Eventful(tools=tools, clock=clock).opens()
    for name in RUNNERS:
        story.enters(name)
    return story
