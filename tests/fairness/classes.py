"""The classes of tracks that are measured, how many of each, and what is asked of them."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from tests.fairness import measure
from tests.fairness.copies import CHANGES, HONEST_PAIRS, copy_of
from tests.fairness.forgeries import FORGERIES
from tests.fairness.honest import honest
from tests.fairness.measure import Result
from tests.fairness.samples import Pair, Sample
from tests.fairness.vehicles import VEHICLES


@dataclass(frozen=True, kw_only=True)
class Target:
    """What is asked of a class: shares of 1; None where nothing is."""

    #: At most so many rejected, and rejected or reviewed.
    rejected_most: float | None = None
    flagged_most: float | None = None
    #: At least so many rejected or reviewed.
    flagged_least: float | None = None

    def met(self, rejected: float, flagged: float) -> bool:
        """Whether these shares meet it."""
        return (
            (self.rejected_most is None or rejected <= self.rejected_most)
            and (self.flagged_most is None or flagged <= self.flagged_most)
            and (self.flagged_least is None or flagged >= self.flagged_least)
        )

    def __str__(self) -> str:
        said = [
            ("rejected", "≤", self.rejected_most),
            ("flagged", "≤", self.flagged_most),
            ("flagged", "≥", self.flagged_least),
        ]
        return ", ".join(
            f"{of} {sign} {share:.0%}" for of, sign, share in said if share is not None
        )


@dataclass(frozen=True, kw_only=True)
class Class:
    """Tracks or pairs of one kind."""

    name: str
    #: How many, and how many of them are a quick look.
    count: int
    quick: int
    target: Target
    #: What came of number n.
    result: Callable[[int], Result]
    #: Honest ones are named when they spring.
    honest: bool = False


@dataclass(frozen=True, kw_only=True)
class Row:
    """One class, measured."""

    name: str
    target: Target
    results: Sequence[Result]
    honest: bool = False

    def share(self, *outcomes: str) -> float:
        """Share of the results with one of these outcomes."""
        return sum(each.outcome in outcomes for each in self.results) / max(len(self.results), 1)

    def suspicious(self, score: float) -> float:
        """Share of the results that have a score with so much and more; NaN where none has one."""
        scores = [each.score for each in self.results if not math.isnan(each.score)]
        return sum(each >= score for each in scores) / len(scores) if scores else math.nan

    @property
    def met(self) -> bool:
        """Whether the class is as it should be."""
        return self.target.met(self.share("rejected"), self.share("rejected", "reviewed"))


#: The bar of the project, by class.
HONEST: Final = Target(rejected_most=0.0, flagged_most=0.02)
REAL: Final = Target(rejected_most=0.0, flagged_most=0.05)
FOUND: Final = Target(flagged_least=0.99)
NOT_ACCUSED: Final = Target(flagged_most=0.0)
_FORGED: Final = {
    "F1": Target(flagged_least=0.98),
    "F2": Target(flagged_least=0.98),
    "F3": Target(flagged_least=0.98),
    "F4": Target(flagged_least=0.98),
    "F5": Target(flagged_least=0.85),
    "F7": Target(flagged_least=0.90),
}
_DRIVEN: Final = {
    "ride with cadence": Target(flagged_least=0.98),
    "ride": Target(flagged_least=0.80),
    "motorbike": Target(flagged_least=1.0),
    "tram, bus": Target(flagged_least=1.0),
    "car in the middle": Target(flagged_least=0.95),
}


def classes() -> Iterator[Class]:
    """All classes that need no collection of real files, in the order of the table."""
    yield Class(
        name="honest", count=500, quick=60, target=HONEST, result=partial(_one, honest), honest=True
    )
    for made, targets in ((FORGERIES, _FORGED), (VEHICLES, _DRIVEN)):
        for name, make in made.items():
            target = targets.get(name, Target())
            yield Class(name=name, count=120, quick=12, target=target, result=partial(_one, make))
    for change in CHANGES:
        make_pair = partial(copy_of, change)
        result = partial(_two, make_pair, found_first=True)
        target = copies_target(change)
        yield Class(name=f"copy, {change}", count=120, quick=10, target=target, result=result)
    for name, make_honest in HONEST_PAIRS.items():
        yield Class(
            name=f"pair, {name}",
            count=120,
            quick=10,
            target=NOT_ACCUSED,
            result=partial(_two, make_honest, found_first=False),
            honest=True,
        )


def copies_target(change: str) -> Target:
    """What is asked of copies changed so: of several changes at once nothing, for half a run of a
    phone that saves its power, thinned to one point a minute, has lost what it had of its own."""
    return Target() if change == "combined" else FOUND


def _one(make: Callable[[int], Sample], number: int) -> Result:
    return measure.of_sample(make(number))


def _two(make: Callable[[int], Pair], number: int, *, found_first: bool) -> Result:
    return measure.of_pair(make(number), found_first=found_first)
