"""The stories of the demo: what goes wrong in a real event, and what the rules say to it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from race.demo import incidents
from race.demo.diary import Calendar, Expected, Runner, Upload
from race.demo.incidents import Runners


@dataclass(frozen=True, kw_only=True)
class Story:
    """One kind of thing that happens."""

    name: str
    expected: Expected
    #: Codes of the flags that decide it.
    codes: tuple[str, ...] = ()
    #: One entry for each time it happens; what the number means is the story's own affair.
    times: tuple[float, ...]
    #: How many runners each time takes.
    runners: int = 1
    #: (calendar, runners, number) → uploads; the last one is what the story is about.
    tell: Callable[[Calendar, Runners, float], list[Upload]]
    #: Seconds for a kilometre: who can run it.
    from_s: float = 0.0
    to_s: float = 1000.0


def tell(stories: tuple[Story, ...], everybody: list[Runner], calendar: Calendar) -> list[Upload]:
    """Every story with runners of its own, taken from the front of `everybody`."""
    uploads: list[Upload] = []
    waiting = list(everybody)
    for story in stories:
        for number in story.times:
            fit = (r for r in waiting if story.from_s <= r.person.s_per_km <= story.to_s)
            chosen = tuple(runner for runner, _ in zip(fit, range(story.runners), strict=False))
            for runner in chosen:
                waiting.remove(runner)
            *before, last = story.tell(calendar, chosen, number)
            uploads += [replace(upload, story=story.name) for upload in before]
            uploads.append(
                replace(last, story=story.name, expected=story.expected, codes=story.codes)
            )
    return uploads


#: Everything that happens, the hardest to cast first.
STORIES: Final = (
    Story(
        name="too-fast-all-the-way",
        expected=Expected.REJECTED,
        codes=("TOO_FAST",),
        times=(227.0, 229.0),
        tell=partial(incidents.pace, distance_m=4300, sport="running", title="Chạy bộ buổi sáng"),
        to_s=350.0,
    ),
    Story(
        name="quick-kilometre",
        expected=Expected.REVIEW,
        codes=("KM_TOO_FAST",),
        times=(200, 187, 193, 204, 198, 190, 201, 195, 203, 188, 199, 192, 197, 202, 196),
        tell=partial(incidents.quick_kilometres, count=1),
        from_s=325.0,
        to_s=410.0,
    ),
    Story(
        name="kilometre-at-2-50",
        expected=Expected.REJECTED,
        codes=("KM_TOO_FAST",),
        times=(170, 168, 172, 166),
        tell=partial(incidents.quick_kilometres, count=1),
        from_s=360.0,
        to_s=480.0,
    ),
    Story(
        name="two-kilometres-on-a-motorbike",
        expected=Expected.REJECTED,
        codes=("KM_TOO_FAST",),
        times=(138, 144, 141),
        tell=partial(incidents.quick_kilometres, count=2),
        from_s=390.0,
    ),
    Story(
        name="walk-recorded-as-run",
        expected=Expected.REJECTED,
        codes=("TOO_SLOW",),
        times=(1010, 1040, 985, 1075, 1025, 995),
        tell=partial(incidents.pace, distance_m=3100, sport="running", title="Chạy bộ buổi chiều"),
        from_s=440.0,
    ),
    Story(
        name="honest-walk",
        expected=Expected.ACCEPTED,
        times=(1010, 960, 900),
        tell=partial(incidents.pace, distance_m=4100, sport="walking", title="Đi bộ buổi sáng"),
        from_s=440.0,
    ),
    Story(
        name="too-short",
        expected=Expected.REJECTED,
        codes=("TOO_SHORT",),
        times=(860, 740, 930, 610, 880),
        tell=incidents.distance,
    ),
    Story(
        name="bike-ride",
        expected=Expected.REJECTED,
        codes=("WRONG_SPORT",),
        times=(205, 190, 215),
        tell=partial(incidents.pace, distance_m=9200, sport="cycling", title="Đạp xe buổi sáng"),
    ),
    Story(
        name="sent-late",
        expected=Expected.REJECTED,
        codes=("LATE_UPLOAD",),
        times=(80, 75, 97),
        tell=incidents.late,
    ),
    Story(
        name="before-the-start",
        expected=Expected.REJECTED,
        codes=("BEFORE_WINDOW",),
        times=(5060, 4300, 5140),
        tell=incidents.before_start,
    ),
    Story(
        name="file-of-a-friend",
        expected=Expected.REVIEW,
        codes=("DUP_SAME_FILE",),
        times=(45, 190, 610),
        runners=2,
        tell=incidents.same_file,
    ),
    Story(
        name="re-dated-copy",
        expected=Expected.REVIEW,
        codes=("DUP_COPY",),
        times=(1, 2),
        runners=2,
        tell=incidents.re_dated,
    ),
    Story(
        name="watch-and-phone",
        expected=Expected.REJECTED,
        codes=("OVERLAP_OWN",),
        times=(1, 2, 3),
        tell=incidents.two_devices,
        to_s=440.0,
    ),
    Story(
        name="overlapping-runs",
        expected=Expected.REVIEW,
        codes=("OVERLAP_OWN",),
        times=(0.12,),
        tell=incidents.overlapping,
    ),
    Story(
        name="phone-counts-too-much",
        expected=Expected.REVIEW,
        codes=("MISMATCH_DISTANCE",),
        times=(1.24, 1.31, 1.2),
        tell=incidents.counts_too_much,
    ),
    Story(
        name="planned-route",
        expected=Expected.REJECTED,
        codes=("NO_TIME",),
        times=(5600, 10_200),
        tell=incidents.planned,
    ),
    Story(
        name="treadmill",
        expected=Expected.REJECTED,
        codes=("NO_POINTS",),
        times=(5,),
        tell=partial(
            incidents.not_a_run, name="activity_20631847702.gpx", data=incidents.TREADMILL
        ),
    ),
    Story(
        name="sending-broke-off",
        expected=Expected.ACCEPTED,
        codes=("CORRUPT_PARTIAL",),
        times=(0.72, 0.91),
        tell=incidents.cut,
    ),
    Story(
        name="photograph",
        expected=Expected.UNREADABLE,
        codes=("UNKNOWN_FORMAT",),
        times=(3, 10),
        tell=partial(incidents.not_a_run, name="IMG_2201.png", data=incidents.picture()),
    ),
    Story(
        name="login-page",
        expected=Expected.UNREADABLE,
        codes=("UNKNOWN_FORMAT",),
        times=(8,),
        tell=partial(incidents.not_a_run, name="export.html", data=incidents.LOGIN_PAGE),
    ),
    Story(
        name="equal-times",
        expected=Expected.ACCEPTED,
        times=(1665,),
        runners=2,
        tell=incidents.equal_times,
        from_s=310.0,
        to_s=400.0,
    ),
    Story(
        name="coffee",
        expected=Expected.ACCEPTED,
        times=(12,),
        tell=incidents.coffee,
        to_s=430.0,
    ),
)
