"""The evidence sheet on pages: cards, numbered stretches, and one row for two limits."""

import math
from dataclasses import replace

import pytest

from race.api.pages.evidence import MOST_STRETCHES, evidence
from race.api.pages.views_evidence import Evidence, Stretch
from race.drawing.splits import split_rows
from race.flags.sheet import Result
from race.verdict import Flag, Severity, Where

ROWS = split_rows(full_s=[360.0] * 8, total_m=8420.0, total_s=3031.0)
THIRD = Stretch(number=1, failed=True, from_m=2000, to_m=3000, lasts_s=178.0)


def where(from_m: float, to_m: float, seconds: float = 100.0) -> Where:
    return Where(from_s=0.0, to_s=seconds, from_m=from_m, to_m=to_m)


def quick(km: int, place: Where | None, severity: Severity = Severity.REVIEW) -> Flag:
    facts = {"km": km, "too_fast": [km]}
    return Flag(
        code="KM_TOO_FAST",
        severity=severity,
        limit=210.0,
        measured=200.0,
        where=place,
        facts=facts,
    )


def record(place: Where, over_m: float, severity: Severity = Severity.REVIEW) -> Flag:
    facts = {"over_m": over_m}
    return Flag(
        code="TOO_FAST_WR",
        severity=severity,
        limit=480.0,
        measured=470.0,
        where=place,
        facts=facts,
    )


def sheet(*found: Flag, total_m: float = 8420.0) -> Evidence:
    return evidence(found, ROWS, total_m)


def test_stretches_are_numbered_as_the_list_speaks_of_them() -> None:
    found = sheet(
        record(where(100, 1100), 1000.0),
        quick(6, where(5000, 6000), Severity.REJECT),
    )
    assert [(s.number, s.failed, s.from_m) for s in found.stretches] == [
        (1, True, 5000),
        (2, False, 100),
    ]
    assert [card.parts[0].stretch for card in found.cards] == list(found.stretches)
    assert found.limit_s_per_km == 210.0


def test_two_findings_about_one_place_share_its_number() -> None:
    found = sheet(quick(3, where(2000, 3000)), record(where(2060, 3060), 1000.0))
    (only,) = found.stretches
    assert (only.from_m, only.km) == (2000, 3)
    assert [card.parts[0].stretch for card in found.cards] == [only, only]


def test_what_is_about_all_of_a_run_marks_nothing() -> None:
    found = sheet(record(where(0, 8000), 5000.0), quick(3, None), quick(4, where(math.nan, 9.0)))
    assert found.stretches == ()
    assert all(part.stretch is None for card in found.cards for part in card.parts)


def test_kept_rules_and_notes_mark_nothing() -> None:
    kept = replace(quick(3, where(2000, 3000)), severity=Severity.PASS)
    assert sheet(kept).stretches == ()
    assert sheet(kept).cards == ()


def test_more_than_nine_stretches_are_told_and_not_drawn() -> None:
    found = sheet(*(record(where(700.0 * n, 700.0 * n + 300), 300.0) for n in range(12)))
    assert [s.number for s in found.stretches] == list(range(1, MOST_STRETCHES + 1))
    (card,) = found.cards
    assert [part.stretch is None for part in card.parts] == [False] * 9 + [True] * 3


def test_the_same_advice_is_given_once() -> None:
    found = sheet(quick(3, where(2000, 3000)), record(where(4000, 5000), 1000.0))
    assert [card.advice is None for card in found.cards] == [False, True]


def test_an_average_pace_with_two_limits_is_one_row() -> None:
    found = sheet(
        Flag(code="TOO_FAST", severity=Severity.PASS, limit=240.0, measured=351.0),
        Flag(code="TOO_SLOW", severity=Severity.PASS, limit=900.0, measured=351.0),
    )
    ((row,),) = (group.rows for group in found.kept)
    assert row.limit is not None
    assert row.limit["en"] == "from 4:00\xa0/km, up to 15:00\xa0/km"
    assert found.count(Result.PASSED) == 1
    assert found.count(Result.FAILED) == 0


def test_a_sheet_without_a_rule_is_none() -> None:
    assert not sheet()
    assert sheet(quick(3, None))


def test_a_stretch_is_a_kilometre_only_when_it_is_one() -> None:
    assert THIRD.km == 3
    assert replace(THIRD, from_m=2100, to_m=3100).km is None
    assert replace(THIRD, to_m=2300).km is None


def test_a_stop_has_a_place_and_a_length_of_time_and_no_pace() -> None:
    stop = replace(THIRD, from_m=4200.0, to_m=4200.0, lasts_s=840.0)
    assert stop.is_place
    assert math.isnan(stop.pace_s_per_km)
    assert replace(stop, lasts_s=0.0).is_place
    assert THIRD.speed == pytest.approx(1000 / 178)
    assert math.isnan(replace(THIRD, lasts_s=0.0).speed)


@pytest.mark.parametrize(
    ("from_m", "to_m", "kilometres"),
    [
        (2000.0, 3000.0, [3]),
        (2990.0, 5600.0, [4, 5, 6]),
        (2940.0, 3400.0, [3, 4]),
        (4200.0, 4200.0, [5]),
        (2985.0, 3015.0, [3, 4]),
        (8100.0, 8400.0, [None]),
    ],
)
def test_a_stretch_stands_in_the_kilometres_that_it_runs_through(
    from_m: float, to_m: float, kilometres: list[int | None]
) -> None:
    found = Evidence(stretches=(replace(THIRD, from_m=from_m, to_m=to_m),))
    assert [row.km for row in ROWS if found.touching(row)] == kilometres


def test_how_much_a_kilometre_climbs_is_known_from_its_row() -> None:
    rows = tuple(replace(row, rise_m=7.0 * (row.km or 0)) for row in ROWS)
    found = evidence([quick(3, where(2000, 3000)), record(where(4100, 5100), 1000.0)], rows, 8420.0)
    third, other = found.stretches
    assert third.rise_m == 21.0
    assert math.isnan(other.rise_m)
