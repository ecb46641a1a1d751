"""Results and boards, from runs that are known by hand."""

import math
from dataclasses import replace

import pytest

from race.category import Sex
from race.course import Kind, Race
from race.leaderboard import placed, rank, rank_teams
from race.metrics import Effort
from race.rankings import Filter, Line, found
from race.result import Attempt, Result, Status, score
from race.rules import Rules
from race.team import Team, lineage
from race.verdict import Outcome

FIVE = Race(slug="5km", name="Chặng 5 km", kind=Kind.SINGLE, distance_m=5000)
FIFTY = Race(slug="50km", name="Hành trình 50 km", kind=Kind.COLLECTED, distance_m=50_000)


def ran(
    metres: float,
    seconds: float,
    *,
    best_s: float | None = None,
    outcome: Outcome = Outcome.ACCEPTED,
    ended_at: float = 1000.0,
    name: str = "a",
) -> Attempt:
    best = None
    if best_s is not None:
        best = Effort(distance_m=5000, elapsed_s=best_s, start_s=0, start_m=0)
    return Attempt(
        activity=name,
        outcome=outcome,
        official_m=metres,
        elapsed_s=seconds,
        ended_at=ended_at,
        effort=best,
    )


def of(race: Race, *attempts: Attempt) -> Result:
    return score(race, "00001", attempts, Rules())


def test_the_best_five_kilometres_inside_seven_count() -> None:
    result = of(FIVE, ran(7000, 2520, best_s=1700.2))
    assert (result.status, result.time_s, result.finished) == (Status.OK, 1701, True)


def test_one_percent_short_is_enough_and_the_whole_time_counts_unscaled() -> None:
    assert of(FIVE, ran(4950, 1800)).time_s == 1800
    assert of(FIVE, ran(4949, 1800)).status is Status.DNF


def test_the_fastest_accepted_run_counts_and_a_waiting_one_does_not() -> None:
    slow = ran(5000, 1900, best_s=1900, name="slow")
    fast = ran(5000, 1500, best_s=1500, outcome=Outcome.REVIEW, name="fast")
    assert of(FIVE, slow, fast).activity == "slow"
    assert of(FIVE, fast).status is Status.PENDING
    assert of(FIVE, replace(fast, outcome=Outcome.REJECTED)).status is Status.DNF
    assert of(FIVE).status is Status.DNS


def test_published_times_are_rounded_up_to_the_second() -> None:
    assert of(FIVE, ran(5000, 1500.001, best_s=1500.001)).time_s == 1501
    assert of(FIVE, ran(5000, 1500.0, best_s=1500.0)).time_s == 1500


def test_collected_kilometres_add_up_and_the_goal_has_no_tolerance() -> None:
    runs = [ran(12_400, 4000, ended_at=10_000.0 * k) for k in range(4)]
    result = of(FIFTY, *runs)
    assert result.distance_m == pytest.approx(49_600)
    assert (result.status, result.finished, result.runs) == (Status.OK, False, 4)
    finished = of(
        FIFTY, *runs, ran(400, 120, ended_at=40_000.0), ran(5000, 1500, ended_at=50_000.0)
    )
    assert finished.finished
    assert finished.achieved_at == 40_000  # when the goal was reached, not the last run


def test_two_devices_on_one_run_are_counted_once_whoever_accepted_them() -> None:
    watch, phone = ran(10_000, 3600, ended_at=4000.0), ran(9_800, 3550, ended_at=3990.0)
    assert of(FIFTY, phone, watch).distance_m == 10_000
    later = ran(5_000, 1800, ended_at=9000.0)
    assert of(FIFTY, phone, watch, later).distance_m == 15_000


def test_a_run_without_a_distance_collects_nothing() -> None:
    assert of(FIFTY, ran(math.nan, 1500)).status is Status.DNF
    assert of(FIFTY, ran(5000, 1500, outcome=Outcome.REVIEW)).status is Status.PENDING


def line(bib: str, seconds: int | None, *, sex: Sex = Sex.FEMALE, team: str | None = None) -> Line:
    status = Status.DNS if seconds is None else Status.OK
    return Line(
        bib=bib,
        name="Nguyễn Thị Ngọc Ánh",
        sex=sex,
        age=24,
        team=team,
        team_name=team,
        lineage=lineage(team, TREE),
        result=Result(
            race="5km", bib=bib, status=status, time_s=seconds, distance_m=5000, achieved_at=0.0
        ),
    )


TREE = {
    "tinh": Team(slug="tinh", name="Tỉnh Đoàn"),
    "xa": Team(slug="xa", name="Đoàn xã", parent="tinh", headcount=10),
    "chi-doan": Team(slug="chi-doan", name="Chi đoàn", parent="xa", headcount=4),
    "truong": Team(slug="truong", name="Đoàn trường", parent="tinh", headcount=2),
}


def test_ties_share_a_place_and_the_next_is_skipped() -> None:
    board = rank(FIVE, [line("1", 1500), line("2", 1510), line("3", 1510), line("4", 1520)])
    assert [s.rank for s in board] == [1, 2, 2, 4]
    assert [s.behind for s in board] == [0, 10, 10, 20]
    assert placed([], key=float) == []


def test_only_results_that_are_ok_are_ranked() -> None:
    waiting = line("2", 1400)
    waiting = replace(waiting, result=replace(waiting.result, status=Status.PENDING))
    board = rank(FIVE, [line("1", 1500), waiting, line("3", None)])
    assert [s.line.bib for s in board] == ["1"]


def test_collected_boards_rank_by_the_ten_metres_they_show() -> None:
    def collected(bib: str, metres: float) -> Line:
        runner = line(bib, 100)
        return replace(runner, result=replace(runner.result, distance_m=metres))

    board = rank(FIFTY, [collected("1", 31_404), collected("2", 31_409), collected("3", 64_800)])
    assert [(s.line.bib, s.rank) for s in board] == [("3", 1), ("1", 2), ("2", 2)]
    assert board[1].behind == pytest.approx(33_400)


def test_units_count_everybody_below_them() -> None:
    lines = [
        line("1", 1500, team="chi-doan"),
        line("2", 1500, team="xa"),
        line("3", None, team="xa"),
    ]
    by_slug = {row.team.slug: row for row in rank_teams(TREE.values(), lines)}
    assert (by_slug["xa"].active, by_slug["xa"].size) == (2, 10)  # the headcount declared for xa
    assert (by_slug["chi-doan"].active, by_slug["chi-doan"].size) == (1, 4)
    assert (by_slug["tinh"].active, by_slug["tinh"].size) == (2, 12)  # 10 + 2, nothing twice
    assert by_slug["truong"].participation == 0
    assert by_slug["chi-doan"].rank == 1


def test_filters_take_a_unit_with_all_below_and_sex_x_stands_in_overall_only() -> None:
    assert Filter(team="xa").holds(line("1", 1, team="chi-doan"))
    assert not Filter(team="chi-doan").holds(line("1", 1, team="xa"))
    assert not Filter(sex=Sex.FEMALE).holds(line("1", 1, sex=Sex.OPEN))
    assert Filter().holds(line("1", 1, sex=Sex.OPEN))
    assert Filter(age_group="20-29").holds(line("1", 1))


@pytest.mark.parametrize("query", ["ngoc anh", "NGỌC ÁNH", "Nguyen", "7", "00007"])
def test_search_ignores_diacritics_and_leading_zeros(query: str) -> None:
    assert found(line("00007", 1), query)
    assert not found(line("00017", 1), "ngoc em")
