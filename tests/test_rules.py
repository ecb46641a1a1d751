"""Rules as people write them in JSON: what is read, what is refused and why."""

import json
from dataclasses import fields
from typing import Any

import pytest

from race.presets import PRESETS
from race.rules import (
    Area,
    CheckState,
    ForbiddenHours,
    IndoorPolicy,
    PaceBasis,
    Rules,
    rules_from,
)

OFFICE_HOURS = {"days": [1, 2, 3, 4, 5], "from": "08:00", "to": "12:00"}
COMMUNE = {"name": "xã Hữu Lũng", "lat": 21.505, "lon": 106.345, "radius_m": 8000}
#: As an organiser may write every rule there is.
EVERYTHING: dict[str, Any] = {
    "version": 3,
    "sports": ["run"],
    "pace_fast_s": 240,
    "pace_slow_s": 900,
    "walk_slow_s": 1200,
    "pace_basis": "moving",
    "indoor": "review",
    "km_review_s": 210,
    "km_reject_s": 180,
    "min_distance_m": 1000,
    "upload_within_s": 259_200,
    "distance_tolerance": 0.01,
    "max_distance_m": 15_000,
    "burst_review_s": 170,
    "burst_m": 500,
    "max_pause_s": 1800,
    "runs_per_day": 2,
    "day_distance_m": 42_200,
    "heart_rate_required": True,
    "cadence_required": True,
    "forbidden_hours": [OFFICE_HOURS, {"days": [6], "from": "21:30", "to": "24:00"}],
    "areas": [COMMUNE],
    "checks": {"geofence": "shadow", "sport": "off"},
}


def test_every_rule_is_read_as_it_is_written() -> None:
    assert EVERYTHING.keys() == {each.name for each in fields(Rules)}
    rules = rules_from(EVERYTHING)
    assert rules.forbidden_hours == (
        ForbiddenHours(days=(1, 2, 3, 4, 5), from_s=8 * 3600, to_s=12 * 3600),
        ForbiddenHours(days=(6,), from_s=21.5 * 3600, to_s=24 * 3600),
    )
    assert rules.areas == (Area(name="xã Hữu Lũng", lat=21.505, lon=106.345, radius_m=8000),)
    assert rules.checks == {"geofence": CheckState.SHADOW, "sport": CheckState.OFF}
    assert (rules.pace_basis, rules.indoor) == (PaceBasis.MOVING, IndoorPolicy.REVIEW)
    assert (rules.runs_per_day, rules.burst_m, rules.sports) == (2, 500, ("run",))


def test_what_is_written_out_can_be_read_again_from_json() -> None:
    """Through text, for that is how they are stored and sent."""
    rules = rules_from(EVERYTHING)
    written = json.loads(json.dumps(rules.to_dict()))
    assert written == EVERYTHING
    assert rules_from(written) == rules


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_can_be_stored(name: str) -> None:
    rules = PRESETS[name].rules
    assert rules_from(json.loads(json.dumps(rules.to_dict()))) == rules


def test_what_is_left_out_is_as_it_was_before_there_was_such_a_rule() -> None:
    """Events that were made earlier know neither hours nor places."""
    stored = {"version": 1, "sports": ["run", "walk", "hike"], "pace_fast_s": 240.0, "checks": {}}
    assert rules_from(stored) == Rules(pace_fast_s=240.0)
    assert rules_from({}) == Rules()


def test_a_limit_that_is_none_is_switched_off() -> None:
    limits = {each.name: None for each in fields(Rules) if each.type and "None" in str(each.type)}
    assert len(limits) == 12
    rules = rules_from(limits)
    assert {getattr(rules, name) for name in limits} == {None}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("pace_fast_s", -240),
        ("pace_fast_s", "4:00"),
        ("pace_fast_s", True),
        ("pace_fast_s", float("nan")),
        ("pace_fast_s", float("inf")),
        ("pace_fast_s", 10**400),
        ("pace_slow_s", 4),  # minutes for seconds
        ("min_distance_m", 1),  # kilometres for metres
        ("min_distance_m", -1000),
        ("max_distance_m", 0),
        ("upload_within_s", 72),  # hours for seconds
        ("upload_within_s", 1e20),
        ("distance_tolerance", None),
        ("distance_tolerance", 1.5),
        ("burst_m", 299.9),
        ("burst_m", 500.1),
        ("burst_m", None),
        ("max_pause_s", 0),
        ("runs_per_day", 0),
        ("runs_per_day", 1.5),
        ("runs_per_day", False),
        ("runs_per_day", "2"),
        ("version", None),
        ("day_distance_m", [42_200]),
        ("heart_rate_required", 1),
        ("cadence_required", None),
        ("sports", "run"),
        ("sports", []),
        ("sports", [1]),
        ("pace_basis", "wall clock"),
        ("indoor", "sometimes"),
        ("indoor", []),
        ("checks", ["sport"]),
        ("checks", {"sport": "maybe"}),
        ("checks", {"sport": False}),
        ("forbidden_hours", OFFICE_HOURS),
        ("forbidden_hours", [[1, "08:00", "12:00"]]),
        ("forbidden_hours", [OFFICE_HOURS] * 51),
        ("areas", COMMUNE),
        ("areas", "xã Hữu Lũng"),
        ("areas", None),
    ],
)
def test_what_cannot_be_is_refused_by_the_name_of_its_rule(name: str, value: object) -> None:
    with pytest.raises(ValueError, match=rf"^{name}\b.+") as refused:
        rules_from({name: value})
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize(
    "change",
    [
        {"days": []},
        {"days": [0]},
        {"days": [8]},
        {"days": [True]},
        {"days": ["Monday"]},
        {"days": 1},
        {"from": "12:00"},  # nothing in between
        {"from": "22:00", "to": "05:00"},  # over midnight
        {"from": "24:01"},
        {"from": "8"},
        {"from": "08:60"},
        {"from": 28_800},
        {"to": None},
        {"to": "24:30"},
        {"zone": "Asia/Ho_Chi_Minh"},
    ],
)
def test_hours_that_cannot_be_are_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"^forbidden_hours"):
        rules_from({"forbidden_hours": [OFFICE_HOURS | change]})


def test_hours_over_midnight_are_two_entries_and_the_refusal_says_so() -> None:
    with pytest.raises(ValueError, match="midnight are two entries"):
        rules_from({"forbidden_hours": [OFFICE_HOURS | {"from": "22:00", "to": "05:00"}]})
    night = [
        {"days": [5], "from": "22:00", "to": "24:00"},
        {"days": [6], "from": "00:00", "to": "05:00"},
    ]
    late, early = rules_from({"forbidden_hours": night}).forbidden_hours
    assert (late.to_s, early.from_s) == (86_400, 0)
    assert (late.ends, early.begins) == ("24:00", "00:00")


def test_days_are_put_in_order_and_hours_may_lack_their_zero() -> None:
    given = {"days": [5, 1, 5], "from": "8:05", "to": "9:00"}
    (hours,) = rules_from({"forbidden_hours": [given]}).forbidden_hours
    assert hours == ForbiddenHours(days=(1, 5), from_s=29_100, to_s=32_400)


@pytest.mark.parametrize(
    "change",
    [
        {"name": ""},
        {"name": " \n"},
        {"name": 7},
        {"name": "x" * 121},
        {"lat": 90.1},
        {"lat": -91},
        {"lat": float("nan")},
        {"lat": "21.5"},
        {"lon": 180.1},
        {"lon": None},
        {"radius_m": 0},
        {"radius_m": -8000},
        {"radius_m": 8},  # kilometres for metres
        {"radius_m": float("inf")},
        {"radius_m": True},
        {"polygon": []},
    ],
)
def test_areas_that_cannot_be_are_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"^areas"):
        rules_from({"areas": [COMMUNE | change]})


def test_a_part_of_an_area_must_not_be_missing() -> None:
    for lacking in COMMUNE:
        with pytest.raises(ValueError, match=rf"^areas.*{lacking}"):
            rules_from({"areas": [{k: v for k, v in COMMUNE.items() if k != lacking}]})


@pytest.mark.parametrize(
    ("less", "more"),
    [
        ({"pace_fast_s": 901}, {"pace_slow_s": 900}),
        ({"pace_fast_s": 901}, {"walk_slow_s": 900}),
        ({"km_reject_s": 211}, {"km_review_s": 210}),
        ({"min_distance_m": 15_001}, {"max_distance_m": 15_000}),
    ],
)
def test_limits_that_contradict_each_other_are_refused(
    less: dict[str, float], more: dict[str, float]
) -> None:
    with pytest.raises(ValueError, match=rf"^{next(iter(less))}.*{next(iter(more))}"):
        rules_from(less | more)
    assert rules_from(less | dict.fromkeys(more))


def test_a_rule_that_nobody_knows_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown rules: pace, speed"):
        rules_from({"speed": 1, "pace": 2})
