"""The mountains behind the words."""

import re

import pytest

from race.drawing.landscape import landscape


def heights(path: str, ground: int) -> list[float]:
    """How high above the ground each point of a ridge is, by adding up its relative steps."""
    start, steps = re.fullmatch(r"M([^l]*)l(.*)V\d+H0z", path).groups()  # type: ignore[union-attr]  # no match is a failure
    numbers = [float(n) for n in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", start + " " + steps)]
    y, found = 0.0, []
    for step in numbers[1::2]:
        y += step
        found.append(ground - y)
    return found


def test_an_event_always_has_the_same_mountains_and_others_have_their_own() -> None:
    assert landscape("huu-lung") == landscape("huu-lung")
    assert landscape("huu-lung").far != landscape("bac-son").far


@pytest.mark.parametrize("seed", ["huu-lung", "bac-son", "chang", "đồng-lâm", ""])
def test_the_towers_stay_in_the_sky_and_rise_to_the_right(seed: str) -> None:
    land = landscape(seed)
    for ridge in (land.far, land.middle):
        tops = heights(ridge, 296)
        assert 90 < max(tops) < 296
        third = len(tops) // 3
        assert max(tops[:third]) < max(tops[-third:])


def test_a_smaller_picture_has_smaller_mountains() -> None:
    tops = heights(landscape("chang", width=720, height=300, ground=236).far, 236)
    assert max(tops) < 236


def test_a_landscape_is_light_enough_for_a_phone() -> None:
    land = landscape("huu-lung")
    assert len(land.far + land.middle + land.near) < 6000
