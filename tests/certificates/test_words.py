import math
from datetime import date, datetime, timedelta, timezone

import pytest

from race.certificates import RoutePicture, Standing, words
from tests.certificates.finishers import collector, finisher, loop

VIETNAM = timezone(timedelta(hours=7))


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_a_race_says_its_distance_once() -> None:
    assert plain(words.deed(finisher(), "vi")) == "đã hoàn thành Bán marathon 21,0975 km tại"
    named = finisher(race_name="Chặng 5 km", distance_m=5000.0)
    assert words.deed(named, "vi") == "đã hoàn thành Chặng 5 km tại"
    assert words.deed(finisher(race_name="Chạy 5K", distance_m=5000.0), "en") == (
        "who completed Chạy 5K at"
    )
    other = finisher(race_name="Đội 15 km", distance_m=5000.0)
    assert plain(words.deed(other, "en")) == "who completed Đội 15 km 5 km at"


def test_a_collected_race_tells_how_far_and_in_how_many_runs() -> None:
    assert plain(words.deed(collector(), "vi")) == (
        "đã về đích Hành trình 50 km, 52,34 km trong 9 bài chạy, tại"
    )
    assert plain(words.deed(collector(runs=1), "en")) == (
        "who reached the finish of Hành trình 50 km, 52.34 km in one run, at"
    )
    assert plain(words.deed(collector(covered_m=math.nan), "vi")) == (
        "đã về đích Hành trình 50 km tại"
    )


@pytest.mark.parametrize(
    ("metres", "short", "stone"),
    [
        (5000.0, "5K", ("5", "km")),
        (21097.5, "21K", ("21", "km")),
        (42195.0, "42K", ("42", "km")),
        (2500.0, "2,5K", ("2,5", "km")),
        (800.0, "800M", ("800", "m")),
        (999.6, "999M", ("999", "m")),
        (100_000.0, "100K", ("100", "km")),
    ],
)
def test_the_seal_and_the_stone_show_the_distance(
    metres: float, short: str, stone: tuple[str, str]
) -> None:
    certificate = finisher(distance_m=metres)
    assert words.short_distance(certificate, "vi") == short
    assert words.stone(certificate, "vi") == stone


def test_the_seal_of_a_journey_is_not_a_race_distance() -> None:
    assert words.short_distance(collector(), "vi") == "50 KM"


def values(certificate: object, language: str = "vi") -> list[str]:
    return [plain(n.value) for n in words.numbers(certificate, language)]  # type: ignore[arg-type]  # one certificate or another


def test_the_strip_holds_what_is_known_and_nothing_else() -> None:
    assert values(finisher()) == ["1:58:42", "5:38 /km", "127 / 3.480", "18 / 1.205", "7 / 412"]
    assert values(finisher(standings=())) == ["1:58:42", "5:38 /km"]
    assert values(finisher(pace_s_per_km=math.nan, standings=())) == ["1:58:42"]
    assert values(finisher(time_s=math.nan, pace_s_per_km=math.nan, standings=())) == ["21,0975 km"]
    assert values(collector(standings=()))[0] == "52,34 km"
    assert values(finisher(time_s=37_322.0), "en")[0] == "10:22:02"
    alone = (Standing(kind="overall", rank=3),)
    assert values(finisher(standings=alone))[-1] == "3"


def test_a_group_is_named_in_the_language_of_the_page() -> None:
    def labels(language: str) -> list[str]:
        return [number.label for number in words.numbers(finisher(), language)]

    assert labels("vi")[2:] == ["Hạng chung", "Hạng nữ", "Nhóm tuổi 30-39"]
    assert labels("en")[2:] == ["Overall rank", "Rank, women", "Age group 30-39"]


def test_ranks_that_may_change_say_until_when_they_are_right() -> None:
    evening = datetime(2026, 11, 22, 20, 0, tzinfo=VIETNAM)
    assert words.provisional(finisher(provisional_as_of=evening), "vi") == (
        "Hạng tạm thời tính đến 20:00 ngày 22/11/2026"
    )
    assert words.provisional(finisher(), "vi") == ""
    assert words.provisional(finisher(provisional_as_of=evening, standings=()), "vi") == ""


@pytest.mark.parametrize(
    ("day", "vietnamese"),
    [
        (date(2026, 11, 23), "Hữu Lũng, ngày 23 tháng 11 năm 2026"),
        (date(2027, 2, 5), "Hữu Lũng, ngày 05 tháng 02 năm 2027"),
        (date(2027, 3, 10), "Hữu Lũng, ngày 10 tháng 3 năm 2027"),
    ],
)
def test_the_date_is_written_as_on_official_papers(day: date, vietnamese: str) -> None:
    assert words.issued(finisher(issued_on=day), "vi") == vietnamese


def test_the_page_to_open_is_the_address_without_the_code() -> None:
    assert words.verification(finisher(), "vi")[2] == "chang.example.vn/c"
    shouted = finisher(verify_url="HTTPS://CHANG.EXAMPLE.VN/C/7XK4-D9QF-2M3H")
    assert words.verification(shouted, "en")[2] == "chang.example.vn/c"


def test_a_longest_run_is_never_given_the_length_of_the_goal() -> None:
    def heading(route: RoutePicture) -> tuple[str, str]:
        left, right = words.route(route, collector(), "vi")
        return left, plain(right)

    assert heading(loop(shown="longest")) == ("BÀI CHẠY DÀI NHẤT", "")
    assert heading(loop(shown="longest", length_m=9412.0)) == ("BÀI CHẠY DÀI NHẤT", "9,41 km")
    assert heading(loop()) == ("HÀNH TRÌNH CỦA BẠN", "50 km")


def test_an_unknown_climb_is_not_said() -> None:
    assert words.ascent(None, "vi") == ""
    assert words.ascent(math.nan, "vi") == ""
    assert plain(words.ascent(1386.4, "vi")) == "Tổng leo +1.386 m"
