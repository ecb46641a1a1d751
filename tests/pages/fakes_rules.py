"""The organiser's pages about the rules, with made-up runs and people."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from race.api.pages import views_rules as views
from race.api.pages.organiser.rules_form import RuleFields, filled, hidden
from race.api.pages.organiser.rules_read import read
from race.api.pages.organiser.rules_view import form_page
from race.api.pages.organiser.rules_words import differences, reason
from race.api.pages.rules_shown import rules_view
from race.api.pages.views_organiser import LooserLine, OrganisedEvent
from race.api.pages.views_runner import Said
from race.event import Phase
from race.i18n import both
from race.presets import PRESETS
from race.rules import Rules, rules_from
from race.verdict import Outcome
from tests.pages.test_rules_page import event
from tests.test_rules import EVERYTHING

ZONE: Final = ZoneInfo("Asia/Ho_Chi_Minh")
EVENT: Final = OrganisedEvent(
    slug="huu-lung",
    name="Hữu Lũng vẻ đẹp thanh bình",
    organiser="Huyện Đoàn Hữu Lũng, tỉnh Lạng Sơn",
    state=Phase.RUNNING,
    starts_at=datetime(2026, 11, 1, tzinfo=ZONE),
    ends_at=datetime(2026, 11, 22, 23, 59, tzinfo=ZONE),
    waiting=23,
    unreadable=2,
)
STANDING: Final = replace(PRESETS["huu-lung"].rules, version=2)
#: Walkers get more time, somebody asks for a place, and copies are only noted for a while.
WANTED: Final = rules_from(
    STANDING.to_dict()
    | {
        "version": 3,
        "pace_slow_s": 960.0,
        "max_pause_s": None,
        "areas": EVERYTHING["areas"],
        "forbidden_hours": EVERYTHING["forbidden_hours"],
        "checks": {"copies": "shadow"},
    }
)
ACCEPTED, REVIEW, REJECTED = Outcome.ACCEPTED, Outcome.REVIEW, Outcome.REJECTED
PEOPLE: Final = (
    ("00733", "Hoàng Văn Thăng"),
    ("00349", "Nguyễn Hoàng Tường Khánh Quỳnh Phương Uyên"),
    ("01190", "Mông Thị Lan"),
)


def at(day: int, hour: int) -> datetime:
    """A moment of the event."""
    return datetime(2026, 11, day, hour, 5, tzinfo=ZONE)


def looser(vi: str, en: str, rule: str, value: float, runs: int) -> LooserLine:
    """What another limit would do."""
    url = f"/btc/huu-lung/the-le/sua?rule={rule}&value={value}"
    return LooserLine(said={"vi": vi, "en": en}, url=url, runs=runs)


SLOWER: Final = looser(
    "Nới “Chậm nhất khi chạy” đến 20:00 /km thì 121 bài của 58 VĐV thành hợp lệ.",
    "With “Slowest while running” at 20:00 /km, 121 runs of 58 runners are accepted.",
    "pace_slow_s",
    1200.0,
    121,
)


def why(code: str, rejected: int, **more: Any) -> views.WhyRejected:
    """One reason of 349 rejections."""
    usual = {"reviewed": 0, "runners": rejected // 2, "share": rejected / 349, "overruled": 0}
    return views.WhyRejected(label=reason(code, STANDING), rejected=rejected, **{**usual, **more})


WHY: Final = (
    why("TOO_SLOW", 133, overruled=4, looser=(SLOWER,)),
    why("TOO_SHORT", 71, overruled=1),
    why("KM_TOO_FAST", 52, reviewed=31),
    why("LATE_UPLOAD", 38),
    why("VEHICLE_PART", 29, reviewed=1),
)
FIRST: Final = views.VersionLine(version=1, at=at(1, 0), by="", reason="", changes=())
SECOND: Final = views.VersionLine(
    version=2,
    at=at(12, 21),
    by="quynh.bi-thu",
    reason="Đường vào Hữu Liên dốc, mức 14:00 quá chặt với người đi bộ <chậm>.",
    changes=differences(replace(STANDING, pace_slow_s=840.0), STANDING),
)
DESK: Final = views.RulesDeskPage(
    event=EVENT,
    rules=rules_view(event(STANDING)),
    versions=(SECOND, FIRST),
    why=WHY,
    may_edit=True,
    final=False,
)
WORK: Final = views.Work(
    url="/api/v1/jobs/j1",
    outcome_url="/btc/huu-lung/the-le",
    state="running",
    done=1204,
    total=4279,
)
DONE: Final = replace(
    WORK,
    state="done",
    outcome=(
        both("Now accepted: {n:number}", {"n": 1121}),
        both("Now in review: {n:number}", {"n": 3}),
    ),
)
FAILED: Final = replace(
    WORK,
    state="failed",
    error={"vi": "Đã thử 5 lần mà không được.", "en": "This was tried 5 times and failed."},
)


def form(rules: Rules = STANDING, **changes: Any) -> views.RulesFormPage:
    """The form of some rules."""
    return form_page(EVENT, filled(rules, "vi", base=2), standing=STANDING, **changes)


def typed_wrong() -> views.RulesFormPage:
    """The form with something wrong in every kind of field."""
    fields = RuleFields(
        pace_fast_s="bốn phút",
        pace_slow_s="4,5",
        walk_slow_s="<b>20</b>",
        pace_basis="x",
        min_distance_m="10",
        max_distance_m="5",
        upload_within_s="1",
        burst_m="300",
        runs_per_day="1,5",
        hours_day=["0.1", "0.2"],
        hours_from=["22:00", "8h", ""],
        hours_to=["5:00", "", ""],
        area_name=["xã Hữu Lũng"],
        area_middle=["106,345; 21,505"],
        area_radius=["8"],
        base="2",
    )
    draft = read(fields.shown(), STANDING)
    return form_page(EVENT, draft.form, standing=STANDING, errors=draft.errors)


def moved_run(n: int, before: Outcome, after: Outcome, code: str) -> views.MovedRun:
    """One of many runs."""
    bib, name = PEOPLE[n % len(PEOPLE)]
    return views.MovedRun(
        activity=f"a{n}",
        bib=bib,
        name=name,
        before=before,
        after=after,
        why=(reason(code, WANTED),),
    )


def by_rule(code: str, accepted: int, review: int, rejected: int) -> views.ByRule:
    """What one rule does."""
    label: Said = reason(code, WANTED)
    return views.ByRule(label=label, accepted=accepted, review=review, rejected=rejected)


PREVIEW: Final = views.PreviewPage(
    event=EVENT,
    version=3,
    changes=differences(STANDING, WANTED),
    fields=hidden(filled(WANTED, "vi", base=2)),
    moved=(
        views.Moved(before=REJECTED, after=ACCEPTED, runs=121, runners=58),
        views.Moved(before=ACCEPTED, after=REVIEW, runs=3, runners=1),
        views.Moved(before=ACCEPTED, after=REJECTED, runs=1, runners=1),
    ),
    by_rule=(by_rule("TOO_SLOW", 121, 0, 0), by_rule("GEOFENCE", 0, 3, 1)),
    runs=tuple(moved_run(n, REJECTED, ACCEPTED, "TOO_SLOW") for n in range(100)),
    total=125,
    ranks=(
        views.RaceRanks(
            name="5 km một lần chạy",
            ranks=(
                views.MovedRank(bib="00733", name=PEOPLE[0][1], before=12, after=9),
                views.MovedRank(bib="00349", name=PEOPLE[1][1], before=None, after=1204),
                views.MovedRank(bib="01190", name=PEOPLE[2][1], before=9, after=None),
            ),
            total=72,
        ),
    ),
)
QUIET: Final = replace(PREVIEW, moved=(), by_rule=(), runs=(), total=0, ranks=())
TRYING: Final = views.TryingPage(
    event=EVENT,
    work=replace(WORK, outcome_url="/btc/huu-lung/the-le/xem-truoc/j1"),
    changes=PREVIEW.changes,
    fields=PREVIEW.fields,
)

#: Template, nav, view.
CASES: Final[Mapping[str, tuple[str, str, Any]]] = {
    "rules": ("rules", "rules", DESK),
    "rules-first": ("rules", "rules", replace(DESK, versions=(FIRST,), why=())),
    "rules-at-work": ("rules", "rules", replace(DESK, work=WORK, why=())),
    "rules-queued": (
        "rules",
        "rules",
        replace(DESK, work=replace(WORK, state="queued", total=None)),
    ),
    "rules-done": ("rules", "rules", replace(DESK, work=DONE)),
    "rules-failed": ("rules", "rules", replace(DESK, work=FAILED, again=PREVIEW.fields)),
    "rules-viewer": ("rules", "rules", replace(DESK, may_edit=False)),
    "rules-final": ("rules", "rules", replace(DESK, final=True, may_edit=False)),
    "form": ("rules_form", "rules", form()),
    "form-full": ("rules_form", "rules", form(WANTED)),
    "form-preset": ("rules_form", "rules", form(PRESETS["free"].rules, preset="free")),
    "form-filled": (
        "rules_form",
        "rules",
        form(brought=differences(STANDING, replace(STANDING, pace_slow_s=1200.0))[0]),
    ),
    "form-wrong": ("rules_form", "rules", typed_wrong()),
    "preview": ("rules_preview", "rules", PREVIEW),
    "preview-quiet": ("rules_preview", "rules", QUIET),
    "preview-no-reason": (
        "rules_preview",
        "rules",
        replace(PREVIEW, errors={"reason": both("Write why: the runners will read it.")}),
    ),
    "trying": ("rules_trying", "rules", TRYING),
    "trying-failed": ("rules_trying", "rules", replace(TRYING, work=FAILED)),
}
