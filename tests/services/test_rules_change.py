"""Rules as an organiser writes them: what they come to, and what is said where they cannot be."""

from dataclasses import replace
from typing import Any

import pytest

from race.errors import InvalidField, InvalidRule
from race.event import Event, EventState, Window
from race.i18n import both
from race.ingest.checks import CHECKS
from race.presets import PRESETS
from race.rules import CheckState, ForbiddenHours
from race.services.rules_change import merged
from tests.api.officers import NEW


@pytest.fixture
def event() -> Event:
    """As its organiser created it."""
    return Event(
        id="event",
        slug=NEW.slug,
        name=NEW.name,
        organiser=NEW.organiser,
        place=NEW.place,
        contact=NEW.contact,
        window=Window(starts_at=NEW.starts_at, ends_at=NEW.ends_at, timezone=NEW.timezone),
        language=NEW.language,
        preset=NEW.preset,
        rules=PRESETS[NEW.preset].rules,
        state=EventState.OPEN,
        races=NEW.races,
        teams=NEW.teams,
    )


def said(event: Event, changes: dict[Any, Any]) -> dict[str, str]:
    """The refusal in both languages."""
    with pytest.raises(InvalidField) as refused:
        merged(event, changes)
    return both(refused.value.text, refused.value.facts)


def test_what_is_named_changes_and_the_rest_stays(event: Event) -> None:
    rules = merged(event, {"pace_slow_s": 1200, "min_distance_m": None})
    assert rules == replace(event.rules, version=2, pace_slow_s=1200.0, min_distance_m=None)
    assert merged(event, {}) == replace(event.rules, version=2)


def test_a_whole_set_as_it_was_read_is_taken_whatever_version_it_names(event: Event) -> None:
    for version in (1, 7, "x", None):
        rules = merged(event, {**event.rules.to_dict(), "version": version})
        assert rules == replace(event.rules, version=2)


def test_a_rule_that_is_named_is_replaced_as_a_whole(event: Event) -> None:
    first = merged(event, {"checks": {"drawn": "shadow", "clock": "off"}})
    after = merged(replace(event, rules=first), {"checks": {"clock": "on"}})
    assert (after.version, after.checks) == (3, {"clock": CheckState.ON})
    hours = [{"days": [7], "from": "00:00", "to": "24:00"}]
    sunday = merged(event, {"forbidden_hours": hours}).forbidden_hours
    assert sunday == (ForbiddenHours(days=(7,), from_s=0, to_s=86_400),)


@pytest.mark.parametrize("check", [check.name for check in CHECKS])
def test_every_check_can_be_switched(event: Event, check: str) -> None:
    assert merged(event, {"checks": {check: "off"}}).checks == {check: CheckState.OFF}


def test_a_check_or_a_sport_that_nobody_knows_is_refused(event: Event) -> None:
    assert "average_pace" in said(event, {"checks": {"speed": "off"}})["en"]
    assert "run" in said(event, {"sports": ["running"]})["en"]
    # One that states no sport counts as a run: it is none that an event could choose.
    assert said(event, {"sports": ["unknown"]})
    assert merged(event, {"sports": ["run", "ride"]}).sports == ("run", "ride")


def test_a_check_of_an_older_release_in_stored_rules_is_in_nobodys_way(event: Event) -> None:
    old = replace(event, rules=replace(event.rules, checks={"gone": CheckState.OFF}))
    assert merged(old, {"pace_slow_s": 1000}).pace_slow_s == 1000


def test_what_contradicts_a_rule_that_stays_is_refused(event: Event) -> None:
    assert event.rules.pace_slow_s == 900
    assert said(event, {"pace_fast_s": 901})["en"] == (
        "pace_fast_s: 901 is more than pace_slow_s, which is 900."
    )


@pytest.mark.parametrize(
    ("changes", "english", "vietnamese"),
    [
        (
            {"pace_slow_s": 15},
            "pace_slow_s: 15 does not lie from 60 to 7200.",
            "Pace trung bình chậm nhất khi chạy (giây/km): 15 không nằm trong khoảng từ 60 đến "
            "7200.",
        ),
        (
            {"pace_slow_s": "15:00"},
            'pace_slow_s: "15:00" is no number.',
            'Pace trung bình chậm nhất khi chạy (giây/km): "15:00" không phải là số.',
        ),
        (
            {"tốc độ": 1},
            "rules: unknown rules: tốc độ",
            "Thể lệ: không có quy định nào tên là: tốc độ",
        ),
        (
            {"indoor": None},
            "indoor: null is none of these: deny, review, allow.",
            "Chạy trong nhà: null không thuộc các lựa chọn: deny, review, allow.",
        ),
        (
            {"areas": [[]]},
            "areas: each needs lat, lon, name, radius_m, and nothing else.",
            "Khu vực chạy: mỗi mục cần đủ lat, lon, name, radius_m và không thêm gì khác.",
        ),
    ],
)
def test_what_cannot_be_is_said_in_both_languages(
    event: Event, changes: dict[str, Any], english: str, vietnamese: str
) -> None:
    assert said(event, changes) == {"en": english, "vi": vietnamese}


def test_the_refusal_names_the_field_and_travels_between_processes(event: Event) -> None:
    with pytest.raises(InvalidRule) as refused:
        merged(event, {"forbidden_hours": [{"days": [8], "from": "1:00", "to": "2:00"}]})
    error = refused.value
    assert (error.code, error.facts["field"]) == ("INVALID_FIELD", "forbidden_hours.days")
    kind, given = error.__reduce__()
    again = kind(*given)
    assert both(again.text, again.facts) == both(error.text, error.facts)


@pytest.mark.parametrize(
    "changes",
    [
        {"\ud800": 1},
        {"x" * 100_000: 1},
        {"checks": {"\ud800": "maybe"}},
        {"checks": {"x" * 100_000: "off"}},
        {"sports": ["\ud800"]},
        {"sports": ["x" * 100_000]},
        {"pace_basis": "x" * 100_000},
        {"runs_per_day": 10**4000},
        {"areas": [{"name": "\ud800", "lat": 0, "lon": 0, "radius_m": 1000}]},
        {None: 1, 2: 3, (): 4},
    ],
    ids=lambda changes: str(ascii(changes))[:40],
)
def test_whatever_is_sent_the_refusal_can_be_written_and_is_short(
    event: Event, changes: dict[Any, Any]
) -> None:
    for sentence in said(event, changes).values():
        assert len(sentence.encode()) < 700


def test_a_value_as_deep_as_anybody_likes_is_refused_too(event: Event) -> None:
    deep: Any = []
    for _ in range(100_000):
        deep = [deep]
    assert "[…]" in said(event, {"pace_slow_s": deep})["en"]
    assert "[…]" in said(event, {"checks": {"sport": deep}})["en"]
