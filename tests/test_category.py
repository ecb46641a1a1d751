"""Ages and groups."""

from datetime import date

import pytest

from race.category import AGE_GROUPS, age_group, age_on, born


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        (date(2000, 11, 1), date(2026, 11, 1), 26),  # the birthday itself
        (date(2000, 11, 2), date(2026, 11, 1), 25),
        (date(2008, 2, 29), date(2026, 2, 28), 17),  # not yet
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2008, 2, 29), date(2028, 2, 29), 20),
        (date(2026, 1, 1), date(2026, 11, 1), 0),
    ],
)
def test_age_is_whole_years_on_race_day(birth: date, day: date, age: int) -> None:
    assert age_on(birth, day) == age


def test_a_birth_year_counts_as_its_last_day() -> None:
    assert age_on(born(birth_date=None, birth_year=2010), date(2026, 11, 1)) == 15
    assert age_on(born(birth_date=date(2010, 5, 1), birth_year=2010), date(2026, 11, 1)) == 16


def test_every_age_has_exactly_one_group() -> None:
    for age in range(120):
        assert sum(group.holds(age) for group in AGE_GROUPS) == 1
    edges = {15: "U16", 16: "16-19", 19: "16-19", 20: "20-29", 69: "60-69", 70: "70+", 99: "70+"}
    assert {age: age_group(age).name for age in edges} == edges
    with pytest.raises(ValueError, match="-1"):
        age_group(-1)
