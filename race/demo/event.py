"""The whole demo event of a day: everything that a store needs to look alive."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np

from race.course import Kind, Race, Sight
from race.demo.diary import DAYS, Calendar, Upload, crowd, runners
from race.demo.heroes import heroes
from race.demo.people import CAST, DEMO_RUNNER, Person, people
from race.demo.story import STORIES, tell
from race.demo.teams import teams
from race.team import Team

SLUG: Final = "huu-lung"
_TIMEZONE: Final = "Asia/Ho_Chi_Minh"
#: Days that the event still runs after today.
_DAYS_LEFT: Final = 8
_ENTRIES: Final = 168


@dataclass(frozen=True, kw_only=True)
class DemoEvent:
    """Values only: whoever stores them gives ids, bibs and tokens."""

    slug: str
    name: str
    organiser: str
    contact: str
    place: str
    #: Aware; it started 14 days before the day it was made on, and goes on for 8 more.
    starts_at: datetime
    ends_at: datetime
    timezone: str
    language: str
    preset: str
    races: tuple[Race, ...]
    sights: tuple[Sight, ...]
    #: (title, name) of those who sign certificates.
    signatories: tuple[tuple[str, str], ...]
    #: Parents before children.
    teams: tuple[Team, ...]
    #: In the order in which they entered.
    entries: tuple[Person, ...]
    #: In the order in which they are sent.
    uploads: tuple[Upload, ...]
    #: Index among the entries of the runner whose page shows every state.
    demo_runner: int


_RACES: Final = (
    Race(slug="5km", name="Chặng 5 km", kind=Kind.SINGLE, distance_m=5_000.0),
    Race(slug="50km", name="Hành trình 50 km", kind=Kind.COLLECTED, distance_m=50_000.0),
)
_SIGHTS: Final = (
    Sight(at_m=0.0, name="Hữu Lũng"),
    Sight(at_m=8_000.0, name="Đền Bắc Lệ"),
    Sight(at_m=16_000.0, name="Dãy Cai Kinh"),
    Sight(at_m=24_000.0, name="Đồng lúa Yên Thịnh"),
    Sight(at_m=31_000.0, name="Thác Khe Dầu"),
    Sight(at_m=38_000.0, name="Hồ Nong Dùng"),
    Sight(at_m=44_000.0, name="Thảo nguyên Đồng Lâm"),
    Sight(at_m=50_000.0, name="Hữu Liên"),
)


def demo(now: datetime, seed: int = 2026) -> DemoEvent:
    """The demo event as it stands on the day of `now` in Việt Nam (ValueError when `now` is
    naive): the same for the whole of a day and one seed."""
    if now.tzinfo is None:
        raise ValueError("now carries its zone")
    today = now.astimezone(ZoneInfo(_TIMEZONE)).replace(hour=0, minute=0, second=0, microsecond=0)
    starts_at = today - timedelta(days=DAYS)
    rng = np.random.default_rng([seed, today.toordinal()])
    entries = people(_ENTRIES, year=starts_at.year, rng=rng)
    return DemoEvent(
        slug=SLUG,
        name="Hữu Lũng vẻ đẹp thanh bình",
        organiser="Đoàn xã Hữu Lũng, tỉnh Lạng Sơn",
        contact="Ban Tổ chức, bantochuc@example.org",
        place="Hữu Lũng",
        starts_at=starts_at,
        ends_at=today + timedelta(days=_DAYS_LEFT, hours=23, minutes=59, seconds=59),
        timezone=_TIMEZONE,
        language="vi",
        preset="huu-lung",
        races=_RACES,
        sights=_SIGHTS,
        signatories=(
            ("Trưởng Ban Tổ chức", "Lương Đình Chung"),
            ("Trọng tài trưởng", "Trần Quỳnh Nguyệt Vỹ"),
        ),
        teams=teams(),
        entries=entries,
        uploads=_uploads(entries, Calendar(starts_at=starts_at, rng=rng)),
        demo_runner=DEMO_RUNNER,
    )


def _uploads(entries: tuple[Person, ...], calendar: Calendar) -> tuple[Upload, ...]:
    """Every file in the order in which it is sent."""
    everybody = runners(entries, calendar.rng)
    others = everybody[len(CAST) :]
    sent = heroes(everybody, calendar)
    sent += tell(STORIES, list(others), calendar)
    sent += crowd(others, calendar)
    return tuple(sorted(sent, key=lambda upload: (upload.received_at, upload.entry)))
