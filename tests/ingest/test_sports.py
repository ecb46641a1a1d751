"""Words for sports, as the apps and the languages of their users write them."""

import unicodedata

import pytest

from race.activity import Sport
from race.ingest.formats.sports import indoor, sport

SAID = {
    Sport.RUN: "running Run RUNNING run 9 TrailRun trail_running street_running track_running "
    "treadmill_running VirtualRun Jogging Laufen|Chạy bộ|chạy địa hình|跑步|户外跑步|Run/Walk|"
    "Course à pied|Hardlopen|Hardloopsessie|Bieg|Koşu|Бег|Трейловый бег|ラン|朝のランニング|달리기|"
    "실내 달리기",
    Sport.WALK: "walking Walk WALKING 10 casual_walking|Đi bộ|Nordic Walking|健走|步行|Spaziergang|"
    "Wandeling|Ходьба|ウォーキング|걷기",
    Sport.HIKE: "hiking HIKING Hike 4 mountaineering|Leo núi|徒步|Randonnée|Wanderung",
    Sport.RIDE: "cycling Cycling biking Ride 1 road_biking VirtualRide EBikeRide mountain_biking "
    "indoor_cycling|Đạp xe|骑行|Outdoor riding|Radfahrt|Fietsen|Rit|Велозаезд|ライド|라이딩",
    Sport.SWIM: "swimming Swim 16 open_water_swimming lap_swimming|Bơi|游泳",
    Sport.DRIVE: "driving motorcycling Car|Xe máy|Motorbike ride",
    Sport.OTHER: "resort_skiing strength_training yoga NordicSki Crossfit StairStepper|Bóng đá|"
    "Stair-Stepper|Horse riding",
    Sport.UNKNOWN: "other Workout incident_detected t 42|generic sport|Bài tập||brunch|"
    "Ritual|Bieganie na nartach|トランポリン|スライド",
}


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        (word, meant)
        for meant, words in SAID.items()
        for first, *phrases in [words.split("|")]
        for word in (*first.split(), *phrases)
    ],
)
def test_a_word_means_a_sport(word: str, meant: Sport) -> None:
    assert sport(word) is meant


@pytest.mark.parametrize(("word", "meant"), [("Chạy bộ", Sport.RUN), ("ライド", Sport.RIDE)])
def test_letters_and_their_marks_may_come_apart(word: str, meant: Sport) -> None:
    assert sport(unicodedata.normalize("NFD", word)) is meant


@pytest.mark.parametrize(
    "word", ["treadmill_running", "Indoor Run", "VirtualRun", "Máy chạy bộ", "跑步机"]
)
def test_a_treadmill_is_indoors(word: str) -> None:
    assert indoor(word)


@pytest.mark.parametrize("word", ["running", "Chạy bộ", ""])
def test_a_run_is_outdoors_unless_it_says_otherwise(word: str) -> None:
    assert not indoor(word)


def test_a_very_long_word_costs_nothing() -> None:
    assert sport("x" * 10_000_000) is Sport.UNKNOWN
