"""Sex, age on race day and age group."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final


class Sex(StrEnum):
    """As entered. X is ranked in overall only, and judged by the men's limits."""

    FEMALE = "F"
    MALE = "M"
    OPEN = "X"


@dataclass(frozen=True, kw_only=True)
class AgeGroup:
    """The ages from `low` to `high`, both included; `high` None has no end."""

    name: str
    low: int
    high: int | None

    def holds(self, age: int) -> bool:
        """Whether somebody of `age` belongs here."""
        return self.low <= age and (self.high is None or age <= self.high)


#: Under this age a name is masked and no map is shown.
MASKED_BELOW: Final = 16

AGE_GROUPS: Final = (
    AgeGroup(name="U16", low=0, high=15),
    AgeGroup(name="16-19", low=16, high=19),
    *(AgeGroup(name=f"{low}-{low + 9}", low=low, high=low + 9) for low in range(20, 70, 10)),
    AgeGroup(name="70+", low=70, high=None),
)


def born(*, birth_date: date | None, birth_year: int) -> date:
    """The date that ages are counted from: a bare year counts as its 31 December."""
    return date(birth_year, 12, 31) if birth_date is None else birth_date


def age_on(birth: date, day: date) -> int:
    """Whole years on `day`. Who was born on 29 February grows older on 1 March of common years."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def age_group(age: int) -> AgeGroup:
    """The default group of an age; ages below 0 are a mistake of the caller: ValueError."""
    for group in AGE_GROUPS:
        if group.holds(age):
            return group
    raise ValueError(f"no age group for {age}")
