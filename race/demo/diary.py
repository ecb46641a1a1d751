"""Who runs when: homes, devices, habits, and the honest runs of two weeks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.random import Generator

from race.demo import roads
from race.demo.atlas import ROADS
from race.demo.motion import Pacing, Pause, Stop
from race.demo.people import Person
from race.demo.recording import DEVICES, Outing, filename, record
from race.demo.teams import PUPILS, RUNNERS

#: Days of the event that have passed; no run is of today, so that a day gives one demo.
DAYS: Final = 14


class Expected(StrEnum):
    """What the preset `huu-lung` makes of an upload."""

    ACCEPTED = "accepted"
    REVIEW = "review"
    REJECTED = "rejected"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, kw_only=True)
class Upload:
    """One file that a runner sends."""

    #: Index of the runner among the entries.
    entry: int
    filename: str
    data: bytes
    received_at: datetime
    expected: Expected = Expected.ACCEPTED
    #: Codes of the flags that decide it.
    codes: tuple[str, ...] = ()
    #: Its story by name; empty for one run among many.
    story: str = ""


@dataclass(frozen=True, kw_only=True)
class Runner:
    """A person with a home, a device and the days already run on."""

    #: Index among the entries.
    index: int
    person: Person
    #: Slug of the road, and metres along it to the lane of the house.
    road: str
    home_m: float
    direction: int
    #: Key of `DEVICES`.
    device: str
    #: Days of the event with a run; -1 is the day before.
    busy: set[int] = field(default_factory=set)


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """The days of the event, and chance."""

    starts_at: datetime
    rng: Generator

    @property
    def today(self) -> datetime:
        """The midnight before which everything here has happened."""
        return self.starts_at + timedelta(days=DAYS)

    def day_of(self, moment: datetime) -> int:
        """The day of the event, from 0, on which `moment` falls."""
        return (moment - self.starts_at).days

    def moment(self, day: int) -> datetime:
        """When somebody sets out on a day: before work or after it."""
        early = self.rng.random() < 0.55
        minutes = self.rng.normal(338, 22) if early else self.rng.normal(1056, 26)
        return self.starts_at + timedelta(days=day, seconds=int(minutes * 60))

    def free_day(self, runner: Runner, *, earliest: int = 0, latest: int = DAYS - 1) -> int:
        """A day on which `runner` has not run, which is then taken; weekends are liked best."""
        days = [d for d in range(earliest, latest + 1) if d not in runner.busy]
        weekdays = [(self.starts_at + timedelta(days=d)).weekday() for d in days]
        weights = np.array([{5: 1.6, 6: 2.2}.get(weekday, 1.0) for weekday in weekdays])
        day = int(self.rng.choice(days, p=weights / weights.sum()))
        runner.busy.add(day)
        return day

    def sent(self, ended_at: datetime) -> datetime:
        """When a run that ended then is sent: mostly soon, sometimes the next day."""
        chance = self.rng.random()
        if chance < 0.72:
            hours = self.rng.uniform(0.06, 1.2)
        else:
            hours = self.rng.uniform(2, 13) if chance < 0.92 else self.rng.uniform(15, 58)
        at = ended_at + timedelta(seconds=int(hours * 3600))
        if at.hour < 5:
            at += timedelta(hours=5)
        soon = ended_at + timedelta(seconds=int(self.rng.uniform(240, 1500)))
        return at if at < self.today else soon


_DEVICES: Final = {
    "strava": 0.375,
    "samsung": 0.29,
    "garmin": 0.06,
    "opentracks": 0.08,
    "apple": 0.07,
    "strava-watch": 0.07,
    "coros": 0.05,
    "garmin-1s": 0.005,
}


def runners(people: Sequence[Person], rng: Generator) -> tuple[Runner, ...]:
    """Everybody with a home on one of the roads of their unit, and a device."""
    return tuple(_runner(index, person, rng) for index, person in enumerate(people))


def _runner(index: int, person: Person, rng: Generator) -> Runner:
    ways = RUNNERS[person.team][1]
    road = ways[int(rng.integers(len(ways)))]
    device = str(rng.choice(list(_DEVICES), p=list(_DEVICES.values())))
    if person.team in PUPILS and device in ("garmin", "coros", "strava-watch"):
        device = "samsung"
    return Runner(
        index=index,
        person=person,
        road=road,
        home_m=float(rng.uniform(0.0, roads.STEP_M * len(roads.middle(ROADS[road])))),
        direction=int(rng.choice([-1, 1])),
        device=device,
    )


def outing(runner: Runner, calendar: Calendar, *, day: int, distance_m: float) -> Outing:
    """One honest run of `runner` from home."""
    rng = calendar.rng
    start = calendar.moment(day)
    longer = 1 + 0.012 * (distance_m / 1000.0 - 5.0)
    pacing = Pacing(
        s_per_km=runner.person.s_per_km * longer * float(np.exp(0.025 * rng.standard_normal())),
        fade=float(rng.uniform(0.0, 0.09)),
        stops=_stops(runner.device, distance_m, rng),
    )
    return Outing(
        road=ROADS[runner.road],
        home_m=runner.home_m,
        direction=runner.direction if rng.random() < 0.8 else -runner.direction,
        distance_m=distance_m,
        start=start,
        pacing=pacing,
        device=DEVICES[runner.device],
        seed=int(rng.integers(1 << 31)),
        title="Chạy bộ buổi sáng" if start.hour < 12 else "Chạy bộ buổi chiều",
    )


def _stops(device: str, distance_m: float, rng: Generator) -> tuple[Stop, ...]:
    """A crossing, a shoe lace, a friend: every third run stands still somewhere."""
    if rng.random() > 0.36:
        return ()
    pauses = {
        "garmin": Pause.SEGMENT,
        "coros": Pause.SEGMENT,
        "samsung": Pause.SEGMENT,
        "strava": Pause.GAP,
        "strava-watch": Pause.GAP,
    }
    pause = pauses.get(device, Pause.RECORDED) if rng.random() < 0.5 else Pause.RECORDED
    at_m = float(rng.uniform(500.0, max(distance_m - 300.0, 600.0)))
    return (Stop(at_m=at_m, seconds=float(rng.uniform(8.0, 75.0)), pause=pause),)


def ended_at(run: Outing) -> datetime:
    """About when a run is over."""
    standing = sum(stop.seconds for stop in run.pacing.stops)
    return run.start + timedelta(
        seconds=run.elapsed_s or run.distance_m / 1000.0 * run.pacing.s_per_km * 1.06 + standing
    )


def sent(
    runner: Runner,
    calendar: Calendar,
    run: Outing,
    *,
    expected: Expected = Expected.ACCEPTED,
    codes: tuple[str, ...] = (),
    story: str = "",
    received_at: datetime | None = None,
) -> Upload:
    """`run`, recorded and sent by `runner`."""
    return Upload(
        entry=runner.index,
        filename=filename(run, int(calendar.rng.integers(10**10, 2 * 10**10))),
        data=record(run),
        received_at=received_at or calendar.sent(ended_at(run)),
        expected=expected,
        codes=codes,
        story=story,
    )


def crowd(everybody: Iterable[Runner], calendar: Calendar) -> list[Upload]:
    """The honest runs of people without a story: many of none, most of few, some of many."""
    uploads: list[Upload] = []
    for runner in everybody:
        kind = calendar.rng.choice(4, p=[0.12, 0.55, 0.25, 0.08])
        least, most = ((0, 0), (1, 1), (2, 3), (4, 6))[int(kind)]
        for _ in range(int(calendar.rng.integers(least, most + 1))):
            metres = _distance(runner.person, calendar.rng)
            day = calendar.free_day(runner)
            run = outing(runner, calendar, day=day, distance_m=metres)
            uploads.append(sent(runner, calendar, run))
    return uploads


def _distance(person: Person, rng: Generator) -> float:
    """Metres of one run: who wants the 5 km stops soon after them, others as they like."""
    if "5km" in person.races and rng.random() < 0.62:
        return float(rng.uniform(5010.0, 5240.0))
    return float(np.clip(rng.lognormal(np.log(4400.0), 0.38), 1300.0, 12_500.0))
