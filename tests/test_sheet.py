"""The evidence sheet: every rule that was looked at, in words, for everybody the same."""

import string

import pytest

from race import flags
from race.flags import WORDINGS, sheet
from race.flags.sheet import Family, Result
from race.i18n import LANGUAGES
from race.verdict import Flag, Severity, Where
from tests.ingest.examining import examined
from tests.ingest.test_checks import CASES, Case

HALF_KM = Where(from_s=100.0, to_s=250.0, from_m=400.0, to_m=900.0)
SHORT = Flag(code="TOO_SHORT", severity=Severity.REJECT, limit=1000.0, measured=860.0)
KEPT = Flag(code="TOO_FAST", severity=Severity.PASS, limit=240.0, measured=351.0)
QUICK = Flag(
    code="KM_TOO_FAST",
    severity=Severity.REVIEW,
    limit=210.0,
    measured=201.0,
    where=HALF_KM,
    facts={"km": 3, "too_fast": [3]},
)
APART = Flag(
    code="MISMATCH_DISTANCE",
    severity=Severity.INFO,
    limit=0.15,
    measured=0.08,
    facts={"stated_m": 9090.0, "ours_m": 8420.0, "official_m": 8420.0},
)


def test_the_gravest_stands_first_and_what_was_kept_last() -> None:
    found = sheet.lines([KEPT, APART, QUICK, SHORT])
    assert [(line.code, line.outcome) for line in found] == [
        ("TOO_SHORT", Result.FAILED),
        ("KM_TOO_FAST", Result.LOOK),
        ("MISMATCH_DISTANCE", Result.INFO),
        ("TOO_FAST", Result.PASSED),
    ]


def test_rules_of_one_kind_stand_together_in_the_order_in_which_they_were_checked() -> None:
    codes = ("OVERLAP_OWN", "TOO_SHORT", "NO_POINTS", "TOO_SLOW", "LATE_UPLOAD")
    facts = {"at": "2026-11-14T06:00:00+07:00"}
    kept = [
        Flag(code=code, severity=Severity.PASS, limit=1.0, measured=1.0, facts=facts)
        for code in codes
    ]
    assert [line.code for line in sheet.lines(kept)] == [
        *("LATE_UPLOAD", "TOO_SHORT", "TOO_SLOW", "NO_POINTS", "OVERLAP_OWN")
    ]


def test_a_line_has_words_in_both_languages_and_the_numbers_behind_them() -> None:
    (shown,) = sheet.report([QUICK])
    assert shown == {
        "code": "KM_TOO_FAST",
        "family": "pace",
        "outcome": "look",
        "title": {"vi": "Km nhanh nhất: km 3", "en": "Fastest kilometre: km 3"},
        "limit": {"vi": "từ 3:30\xa0/km", "en": "from 3:30\xa0/km"},
        "measured": {"vi": "3:21\xa0/km", "en": "3:21\xa0/km"},
        "message": flags.sentence(QUICK),
        "advice": flags.advice(QUICK),
        "where": {"from_s": 100.0, "to_s": 250.0, "from_m": 400.0, "to_m": 900.0},
        "limit_value": 210.0,
        "measured_value": 201.0,
    }


def test_advice_is_for_those_whose_run_does_not_count_yet() -> None:
    assert all(flags.advice(APART).values())
    assert [any(line.advice.values()) for line in sheet.lines([QUICK, APART, KEPT])] == [
        *(True, False, False)
    ]


def test_only_a_pace_is_a_line_to_draw() -> None:
    quick, short = sheet.lines([QUICK])[0], sheet.lines([SHORT])[0]
    assert (quick.limit_s_per_km, short.limit_s_per_km) == (210.0, None)


def test_every_code_has_a_kind_and_every_kind_a_title() -> None:
    assert set(WORDINGS) <= set(sheet.FAMILIES)
    assert set(sheet.TITLES) == set(Family)


def test_of_an_honest_run_every_rule_is_kept() -> None:
    shown = sheet.report(examined().findings)
    assert {line["outcome"] for line in shown} == {"passed"}
    assert len(shown) >= 10


@pytest.mark.parametrize("case", CASES, ids=[f"{case.check} {case.code}" for case in CASES])
def test_whatever_a_check_finds_can_be_said(case: Case) -> None:
    for line in sheet.report(case.cheat({}).findings):
        told = (line["title"], line["limit"], line["measured"], line["message"], line["advice"])
        for text in told:
            assert text is None or set(text) == set(LANGUAGES)
            said = "" if text is None else text["vi"] + text["en"]
            assert not any(field for _, field, _, _ in string.Formatter().parse(said)), said
        assert line["outcome"] == "passed" or all(line["message"].values())
