"""The people at the top of the boards, and the runner whose own page the demo opens."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from race.demo.atlas import ROADS
from race.demo.diary import Calendar, Expected, Runner, Upload, outing, sent
from race.demo.motion import Pacing, Surge
from race.demo.people import DEMO_RUNNER
from race.demo.recording import DEVICES

#: Name → (metres in all, number of runs). Two count to the metre: their app states the distance.
_TOTALS: Final = {
    "Nông Quốc Thắng": (64_800, 9),
    "Hoàng Thị Mai Phương": (61_200, 10),
    "Vi Đức Thịnh": (58_700, 8),
    "Nguyễn Trường Giang": (57_900, 7),
    "Lộc Thị Huyền Trang": (55_300, 9),
    "Dương Đình Nghĩa": (54_100, 8),
    "Triệu Minh Hiếu": (52_600, 8),
    "Lương Thị Kiều Diễm": (51_000, 8),
    "Chu Bá Tường": (50_000, 8),
    "Đàm Quang Khải": (49_200, 8),
    "Hứa Thị Bích Ngọc": (47_400, 8),
    "Phạm Hữu Nghị": (46_100, 7),
    "Bế Thị Ánh Tuyết": (44_800, 8),
    "Lý Văn Sáu": (38_500, 7),
    "Nguyễn Hoàng Tường Khánh Quỳnh Phương Uyên": (36_200, 7),
    "Mạc Thị Thuỳ Dương": (33_000, 6),
    "Lành Thị Thu Hằng": (27_000, 6),
    "Linh Văn Sỹ": (5_200, 1),
}
_EXACT: Final = {"Chu Bá Tường": "exactly-fifty", "Đàm Quang Khải": "nearly-fifty"}

#: (day, metres, expected) of the demo runner: 31.40 km accepted.
_DIARY: Final = (
    (1, 4200, Expected.ACCEPTED),
    (4, 4630, Expected.ACCEPTED),
    (7, 10_240, Expected.ACCEPTED),
    (9, 5020, Expected.ACCEPTED),
    (11, 7310, Expected.ACCEPTED),
    (12, 6050, Expected.REVIEW),
    (13, 8420, Expected.REJECTED),
)
#: Her kilometre in the review, and the one on the back of a motorbike.
_SURGES: Final = {
    Expected.REVIEW: Surge(from_m=3950.0, to_m=5060.0, s_per_km=200.0),
    Expected.REJECTED: Surge(from_m=1950.0, to_m=3060.0, s_per_km=173.0),
}


def heroes(everybody: Sequence[Runner], calendar: Calendar) -> list[Upload]:
    """The runs of the cast."""
    uploads = _diary(everybody[DEMO_RUNNER], calendar)
    for runner in everybody:
        if runner.person.name in _TOTALS:
            uploads += _collected(runner, calendar)
        elif runner.person.name == "Trần Đăng Khôi":
            uploads += _best_of_seven(runner, calendar)
    return uploads


def _diary(runner: Runner, calendar: Calendar) -> list[Upload]:
    """The runs of the demo runner: good ones, one for the referee, one rejected."""
    uploads: list[Upload] = []
    for day, metres, expected in _DIARY:
        runner.busy.add(day)
        run = outing(runner, calendar, day=day, distance_m=metres)
        surges = (_SURGES[expected],) if expected in _SURGES else ()
        stops = () if surges else run.pacing.stops
        run = replace(
            run,
            road=ROADS["huu-lien"],
            device=DEVICES["opentracks"],
            stated_m=metres,
            pacing=replace(run.pacing, surges=surges, stops=stops),
        )
        codes = ("KM_TOO_FAST",) if surges else ()
        uploads.append(
            sent(runner, calendar, run, expected=expected, codes=codes, story="demo-runner")
        )
    return uploads


def _collected(runner: Runner, calendar: Calendar) -> list[Upload]:
    """Runs that add up to the total of `_TOTALS`."""
    total, count = _TOTALS[runner.person.name]
    story = _EXACT.get(runner.person.name, "")
    uploads: list[Upload] = []
    for metres in _parts(total, count, calendar):
        day = calendar.free_day(runner)
        run = outing(runner, calendar, day=day, distance_m=metres)
        if story:
            run = replace(run, device=DEVICES["opentracks"], stated_m=metres)
        uploads.append(sent(runner, calendar, run, story=story))
    return uploads


def _parts(total: int, count: int, calendar: Calendar) -> list[int]:
    """`count` distances in whole tens of metres whose sum is `total`, no two days alike."""
    weights = calendar.rng.uniform(0.65, 1.45, count)
    parts = [int(share * total / 10) * 10 for share in weights / weights.sum()]
    parts[-1] += total - sum(parts)
    return parts


def _best_of_seven(runner: Runner, calendar: Calendar) -> list[Upload]:
    """7 km with a slow beginning and end: the five in between are the result. Then a plain five."""
    first = outing(runner, calendar, day=calendar.free_day(runner, latest=5), distance_m=5030)
    day = calendar.free_day(runner, earliest=7)
    second = outing(runner, calendar, day=day, distance_m=7040)
    slow = (Surge(from_m=0, to_m=950, s_per_km=372), Surge(from_m=6020, to_m=7300, s_per_km=395))
    start = second.start.replace(hour=5, minute=31)
    pacing = Pacing(s_per_km=runner.person.s_per_km - 3.0, fade=0.02, surges=slow)
    second = replace(second, start=start, pacing=pacing)
    late = start + timedelta(minutes=55)
    return [
        sent(runner, calendar, first),
        sent(runner, calendar, second, story="best-five-of-seven", received_at=late),
    ]
