"""Believable values for the public pages: an event of 150 runners in Hữu Lũng, all invented."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise
from typing import Final

from race.api.pages.views import EventHead, MeView, RulesView
from race.api.pages.views_board import BoardChoice, BoardPage, BoardRow, MyRank
from race.api.pages.views_event import (
    CourseView,
    EventPage,
    Leader,
    Leaders,
    OnTheWay,
    RaceCard,
    RecentRun,
    Stop,
    TeamRow,
    Totals,
)
from race.course import Kind, Race, Sight
from race.drawing.course_map import course_map
from race.event import Phase
from race.presets import PRESETS
from race.team import Team

ZONE: Final = timezone(timedelta(hours=7))
STARTS: Final = datetime(2026, 11, 1, tzinfo=ZONE)
ENDS: Final = datetime(2026, 11, 22, 23, 59, 59, tzinfo=ZONE)
NOW: Final = datetime(2026, 11, 14, 14, 32, 8, tzinfo=ZONE)

HEAD: Final = EventHead(
    slug="huu-lung",
    name="Hữu Lũng vẻ đẹp thanh bình",
    organiser="Huyện Đoàn Hữu Lũng, tỉnh Lạng Sơn",
    contact="0205 3825 000, doanthanhnien@huulung.example",
)
ME: Final = MeView(bib="00104", name="Nguyễn Thị Ngọc Ánh", url="/e/huu-lung/vdv/00104")
FIVE: Final = Race(slug="5km", name="Chặng 5 km", kind=Kind.SINGLE, distance_m=5000)
FIFTY: Final = Race(slug="50km", name="Hành trình 50 km", kind=Kind.COLLECTED, distance_m=50_000)

FAMILY: Final = ("Nông", "Hoàng", "Vi", "Nguyễn", "Lộc", "Dương", "Triệu", "Lương", "Chu", "Hứa")
MIDDLE: Final = ("Thị Mai", "Đức", "Quốc", "Thị Huyền", "Đình", "Minh", "Thị Kiều", "Bá")
GIVEN: Final = ("Việt", "Phương", "Thắng", "Trang", "Nghĩa", "Hiếu", "Diễm", "Tường", "Ngọc")
LONG_NAME: Final = "Nguyễn Hoàng Tường Khánh Quỳnh Phương Uyên"
TEAMS: Final = (
    "Chi đoàn 12A1 THPT Hữu Lũng",
    "Đoàn xã Hữu Liên",
    "Chi đoàn Công an xã Hữu Lũng",
    "Đoàn xã Cai Kinh",
    "Chi đoàn Trung tâm Y tế Hữu Lũng",
    "Đoàn xã Yên Bình",
    "Chi đoàn Kiểm lâm Khu dự trữ thiên nhiên Hữu Liên, huyện Hữu Lũng",
    "Đoàn xã Vân Nham",
)
SIGHTS: Final = tuple(
    Sight(at_m=at_m, name=name)
    for at_m, name in (
        (0, "Hữu Lũng"),
        (8_000, "Đền Bắc Lệ"),
        (16_000, "Dãy Cai Kinh"),
        (24_000, "Đồng lúa Yên Thịnh"),
        (31_000, "Thác Khe Dầu"),
        (38_000, "Hồ Nong Dùng"),
        (44_000, "Thảo nguyên Đồng Lâm"),
        (50_000, "Hữu Liên"),
    )
)
ARRIVED: Final = (812, 638, 434, 256, 132, 70, 33, 9)

RULES: Final = RulesView(
    rules=PRESETS["huu-lung"].rules,
    upload_until=ENDS + timedelta(hours=72),
    indoor=False,
    watch_share=0.05,
    watch_review_share=0.15,
)


def runner_name(number: int) -> str:
    """A name for runner `number`: different for 720 of them, one very long, one masked."""
    if number == 16:
        return "H. T. A."
    if number == 17:
        return LONG_NAME
    return f"{FAMILY[number % 10]} {MIDDLE[number % 8]} {GIVEN[number % 9]}"


def board_rows(count: int, race: Race = FIFTY) -> tuple[BoardRow, ...]:
    """`count` runners in order; the collected race from 64.8 km down, the single from 19:52 up."""
    return tuple(_row(number, race) for number in range(count))


def _row(number: int, race: Race) -> BoardRow:
    adding = race.kind is Kind.COLLECTED
    distance_m = 64_810 - 415.0 * number if adding else 5000.0
    pace = 312 + number * 7 % 95 if adding else 238.4 + 2.13 * number
    return BoardRow(
        rank=number + 1,
        change=(0, 1, -1, 0, 2, 0, -2, None)[number % 8],
        bib=f"{(417 + 131 * number) % 2000:05d}" if number != 103 else ME.bib,
        name=ME.name if number == 103 else runner_name(number),
        masked=number == 16,
        url=None if number == 16 else f"/e/huu-lung/vdv/{number:05d}",
        team="" if number % 11 == 10 else TEAMS[number % 8],
        distance_m=distance_m,
        time_s=distance_m / 1000 * pace,
        progress=distance_m / race.distance_m,
        finished=distance_m >= 0.99 * race.distance_m,
    )


def team_rows() -> tuple[TeamRow, ...]:
    """Eight teams, the last of which has not said how many members it has."""
    numbers = ((41, 43), (118, 131), (22, 26), (97, 124), (31, 41), (104, 140), (9, 13), (17, None))
    return tuple(
        TeamRow(
            rank=place,
            slug=f"doi-{place}",
            name=name,
            active=active,
            headcount=headcount,
            share=active / (headcount or 25),
            mean_m=9_830.0 + 1_270 * place,
            accepted_m=active * (9_830.0 + 1_270 * place),
        )
        for place, (name, (active, headcount)) in enumerate(zip(TEAMS, numbers, strict=True), 1)
    )


def team_choices() -> tuple[Team, ...]:
    """The eight teams as they can be chosen."""
    return tuple(Team(slug=team.slug, name=team.name) for team in team_rows())


def leaders(race: Race) -> Leaders:
    """The first three of a race."""
    people = tuple(
        Leader(name=row.name, url=row.url, distance_m=row.distance_m, time_s=row.time_s)
        for row in board_rows(3, race)
    )
    return Leaders(race=race, board=f"{race.slug}-overall", people=people)


def course(me_m: float | None) -> CourseView:
    """The road of 50 km; the runner who looks has come `me_m` metres."""
    counts = [before - after for before, after in pairwise(ARRIVED)]
    on_the_way = None
    if me_m is not None:
        ahead = [sight for sight in SIGHTS if sight.at_m > me_m]
        behind = [sight for sight in SIGHTS[1:] if sight.at_m <= me_m]
        on_the_way = OnTheWay(
            at_m=me_m,
            passed=behind[-1].name if behind else "",
            next_name=ahead[0].name if ahead else "",
            next_m=ahead[0].at_m - me_m if ahead else 0,
            left_m=max(0, 50_000 - me_m),
        )
    return CourseView(
        race=FIFTY,
        picture=course_map(SIGHTS, goal_m=50_000, counts=counts, me_m=me_m),
        stops=tuple(
            Stop(at_m=sight.at_m, name=sight.name, arrived=arrived)
            for sight, arrived in zip(SIGHTS, ARRIVED, strict=True)
        ),
        me=on_the_way,
    )


def event_page() -> EventPage:
    """The event on its fourteenth day, seen by a runner at km 31.4."""
    return EventPage(
        state=Phase.RUNNING,
        place="Hữu Lũng, Lạng Sơn",
        starts_at=STARTS,
        ends_at=ENDS,
        turns_at=ENDS,
        turns_in_s=(ENDS - NOW).total_seconds(),
        totals=Totals(entries=1284, accepted_m=18_642_310, finishes=517, teams_active=46, teams=52),
        races=(
            RaceCard(race=FIVE, entered=748, finished=508, goal_name=""),
            RaceCard(race=FIFTY, entered=812, finished=9, goal_name="Hữu Liên"),
        ),
        course=course(31_400),
        leaders=(leaders(FIFTY),),
        recent=(
            RecentRun(name=runner_name(4), team=TEAMS[4], at=NOW, distance_m=5_214),
            RecentRun(name="H. T. A.", team="", at=NOW - timedelta(minutes=2), distance_m=3_061),
        ),
        teams=team_rows()[:5],
        teams_board="50km-teams",
        rules=RULES,
    )


def empty_event_page() -> EventPage:
    """The same event before its first day: nobody, nothing."""
    return replace(
        event_page(),
        state=Phase.BEFORE,
        turns_at=STARTS,
        turns_in_s=3 * 3600 + 59.0,
        totals=Totals(entries=0, accepted_m=0, finishes=0, teams_active=0, teams=0),
        races=(RaceCard(race=FIVE, entered=0, finished=0, goal_name=""),),
        course=None,
        leaders=(),
        recent=(),
        teams=(),
    )


def board_page(race: Race = FIFTY) -> BoardPage:
    """The first page of 150 runners; the one who looks is the 104th."""
    rows = board_rows(150, race)
    boards = tuple(
        BoardChoice(key=f"{choice.slug}-{kind}", race=choice, teams=kind == "teams")
        for choice in (FIVE, FIFTY)
        for kind in ("overall", "teams")
    )
    return BoardPage(
        boards=boards,
        board=next(b for b in boards if b.race == race and not b.teams),
        state=Phase.RUNNING,
        version=4279,
        updated_at=datetime(2026, 11, 14, 7, 32, 8, tzinfo=UTC).astimezone(ZONE),
        live=True,
        age_groups=("U16", "16-19", "20-29", "30-39", "40-49", "50-59", "60-69", "70+"),
        teams=team_choices(),
        sex="",
        age_group="",
        team="",
        query="",
        found=150,
        total=150,
        podium=rows[:3],
        rows=rows[:50],
        team_rows=(),
        mine=MyRank(row=rows[103], around=rows[101:106], gap=300.0, page=3),
        page=1,
        pages=3,
    )
