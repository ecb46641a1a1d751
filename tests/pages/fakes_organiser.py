"""The organiser's pages in the states that matter, with made-up people."""

import math
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import numpy as np

from race import errors, i18n
from race.api.pages import views_correcting as correcting
from race.api.pages import views_entries as entries
from race.api.pages import views_organiser as organiser
from race.api.pages import views_queue as queue
from race.api.pages import views_reasons as reasons
from race.api.pages import views_review as review
from race.api.pages.evidence import evidence
from race.api.pages.views_evidence import NO_EVIDENCE, Stretch
from race.api.pages.views_run import FileFacts
from race.api.pages.views_runner import Said
from race.drawing.chart import chart_picture
from race.drawing.pair import pair_picture
from race.drawing.route import route_picture
from race.drawing.splits import split_rows
from race.event import Phase
from race.presets import PRESETS
from race.track import track_of
from race.verdict import Decision, Flag, Outcome, Severity, Waits, Where

ZONE: Final = ZoneInfo("Asia/Ho_Chi_Minh")
NOW: Final = datetime(2026, 11, 14, 14, 32, tzinfo=ZONE)


def said(error: type[errors.RaceError], **facts: Any) -> Said:
    """The sentence of an error, as a route hands it over."""
    return i18n.both(error.text, facts)


EVENT: Final = organiser.OrganisedEvent(
    slug="huu-lung",
    name="Hữu Lũng vẻ đẹp thanh bình",
    organiser="Huyện Đoàn Hữu Lũng, tỉnh Lạng Sơn",
    state=Phase.RUNNING,
    starts_at=datetime(2026, 11, 1, tzinfo=ZONE),
    ends_at=datetime(2026, 11, 22, 23, 59, tzinfo=ZONE),
    waiting=23,
    unreadable=2,
)
DRAFT: Final = replace(EVENT, state=Phase.DRAFT, waiting=0, unreadable=0)
QUIET: Final = replace(EVENT, waiting=0, unreadable=0)

# ---- Account and list of events ----------------------------------------------------------------

SIGN_IN: Final = organiser.SignInPage()
SIGN_IN_WRONG: Final = organiser.SignInPage(
    name="quynh.bi-thu", next="/btc/huu-lung", error=said(errors.WrongPassword)
)
SIGN_IN_TOO_OFTEN: Final = organiser.SignInPage(
    name="quynh.bi-thu", error=said(errors.TooOften, wait_s=60)
)
SETUP: Final = organiser.SetupPage(token="4mkq-ex9p", name="quynh.bi-thu")
SETUP_WRONG: Final = replace(
    SETUP,
    error={
        "vi": "Hai mật khẩu không giống nhau. Hãy nhập lại cả hai.",
        "en": "The two passwords differ. Type both again.",
    },
)
SETUP_USED: Final = organiser.SetupPage(token="4mkq-ex9p", name=None)
NO_EVENTS: Final = organiser.EventsPage(account="quynh.bi-thu", events=())


def event_card(name: str, slug: str, state: Phase, entered: int, waiting: int) -> Any:
    """One event of the list."""
    return organiser.EventCard(
        slug=slug,
        name=name,
        state=state,
        starts_at=EVENT.starts_at,
        ends_at=EVENT.ends_at,
        entries=entered,
        waiting=waiting,
    )


EVENTS: Final = organiser.EventsPage(
    account="quynh.bi-thu",
    events=(
        event_card(EVENT.name, "huu-lung", Phase.RUNNING, 1284, 23),
        event_card("Giải chạy trực tuyến Chào năm mới 2027", "nam-moi", Phase.DRAFT, 0, 0),
        event_card("Bước chân tháng Thanh niên", "thang-3", Phase.ENDED, 1, 1),
        event_card("Vì biển xanh", "bien-xanh", Phase.FINAL, 311, 0),
    ),
    notice={"vi": "Đã xóa giải demo.", "en": "The event demo is deleted."},
)

# ---- A new event -------------------------------------------------------------------------------

NEW_EVENT: Final = organiser.NewEventPage(
    form=organiser.EventForm(), presets=tuple(PRESETS.values())
)
NEW_EVENT_WRONG: Final = organiser.NewEventPage(
    form=organiser.EventForm(
        name="Hữu Lũng <vẻ đẹp> thanh bình",
        slug="huu-lung",
        organiser="Huyện Đoàn Hữu Lũng",
        starts_at="2026-11-22T00:00",
        ends_at="2026-11-01T23:59",
        timezone="Asia/Bangkok",
        preset="vrace-2025",
        races=(
            organiser.RaceRow(name="5 km", km="5"),
            organiser.RaceRow(
                name="Về Hữu Liên",
                kind="collected",
                km="năm mươi",
                error={"vi": "Ghi số km, như 21,0975.", "en": "Write kilometres, such as 21.0975."},
            ),
            organiser.RaceRow(),
            organiser.RaceRow(),
        ),
        teams="Đoàn xã Hữu Liên; 131\n> Chi đoàn thôn Đồng Lâm; ba mốt",
    ),
    presets=tuple(PRESETS.values()),
    errors={
        "slug": said(errors.SlugTaken, slug="huu-lung"),
        "ends_at": {"vi": "Phải sau lúc bắt đầu.", "en": "Has to be after the start."},
        "teams": {"vi": "Dòng 2: số đoàn viên là số.", "en": "Line 2: members are a number."},
    },
)

# ---- Overview ----------------------------------------------------------------------------------

RUNS_PER_DAY: Final = (412, 298, 251, 239, 262, 280, 369, 502, 275, 262, 288, 301, 326, 214)
REASONS: Final = (
    ("Chậm hơn 15:00 /km", "Slower than 15:00 /km", 133),
    ("Ngắn hơn 1 km", "Shorter than 1 km", 71),
    ("Có km nhanh hơn 3:00", "A km faster than 3:00", 52),
    ("Nộp quá 72 giờ", "Sent after 72 hours", 38),
    ("Giống xe đạp, xe máy", "Like a bike or motorbike", 29),
    ("Trùng bài", "Copied run", 26),
)


def idle_team(name: str, headcount: int | None, entered: int) -> organiser.IdleTeam:
    """A unit without a run."""
    return organiser.IdleTeam(slug="dong-lam", name=name, headcount=headcount, entries=entered)


OVERVIEW: Final = organiser.OverviewPage(
    event=EVENT,
    now=NOW,
    day=14,
    days=22,
    numbers=organiser.Numbers(
        entries=1284,
        entries_today=12,
        runs=4279,
        runs_today=214,
        valid_m=18_642_400.0,
        by_machine=0.964,
        finishes=517,
        active_teams=46,
        teams=52,
    ),
    waiting_long=4,
    patience_s=20 * 3600.0,
    per_day=tuple(
        organiser.DayRuns(day=date(2026, 11, n), runs=runs)
        for n, runs in enumerate(RUNS_PER_DAY, start=1)
    ),
    rejected=349,
    reasons=tuple(
        organiser.Reason(label={"vi": vi, "en": en}, runs=runs) for vi, en, runs in REASONS
    ),
    idle=(
        idle_team("Chi đoàn 11A5, Đoàn trường THPT Vân Nham", 42, 3),
        idle_team("Chi đoàn thôn Đồng Lâm, Đoàn xã Hữu Liên", 31, 0),
        idle_team("Chi đoàn Bưu điện Hữu Lũng", None, 1),
    ),
    may_delete=True,
)
OVERVIEW_DRAFT: Final = organiser.OverviewPage(
    event=DRAFT,
    now=NOW,
    day=0,
    days=22,
    numbers=organiser.Numbers(
        entries=0,
        entries_today=0,
        runs=0,
        runs_today=0,
        valid_m=0.0,
        by_machine=math.nan,
        finishes=0,
        active_teams=0,
        teams=0,
    ),
    waiting_long=0,
    patience_s=20 * 3600.0,
    per_day=(),
    rejected=0,
    reasons=(),
    idle=(),
    may_delete=True,
    notice={"vi": "Đã tạo bản nháp.", "en": "The draft is created."},
)
OVERVIEW_FIRST_DAY: Final = replace(
    OVERVIEW,
    event=QUIET,
    day=1,
    per_day=(organiser.DayRuns(day=date(2026, 11, 14), runs=1),),
    numbers=replace(OVERVIEW.numbers, runs=1, runs_today=1, by_machine=1.0),
    waiting_long=0,
    rejected=1,
    reasons=(replace(OVERVIEW.reasons[0], runs=1),),
    idle=(),
)
OVERVIEW_CLOSED: Final = replace(
    OVERVIEW,
    event=replace(EVENT, state=Phase.CLOSED),
    day=22,
    error={"vi": "Bạn gõ chưa đúng “huu-lung”.", "en": "That was not “huu-lung”."},
)
OVERVIEW_FINAL: Final = replace(
    OVERVIEW, event=replace(QUIET, state=Phase.FINAL), idle=(), may_delete=False
)

# ---- Runners -----------------------------------------------------------------------------------

TEAMS: Final = (
    entries.Choice(value="huu-lien", label="Đoàn xã Hữu Liên"),
    entries.Choice(value="dong-lam", label="Chi đoàn thôn Đồng Lâm", depth=1),
    entries.Choice(value="thpt", label="Đoàn trường THPT Hữu Lũng"),
)
RACES: Final = (
    entries.Choice(value="5km", label="5 km một lần chạy"),
    entries.Choice(value="ve-huu-lien", label="Về Hữu Liên 50 km"),
)
PEOPLE: Final = (
    ("00733", "Hoàng Văn Thăng", "Đoàn xã Hữu Liên", 6, "waiting"),
    ("00349", "Nguyễn Hoàng Tường Khánh Quỳnh Phương Uyên", None, 11, "finished"),
    ("01190", "Mông Thị Lan", "Chi đoàn thôn Đồng Lâm", 2, "going"),
    ("02026", "Nguyễn Thị Ngọc Ánh", "Đoàn trường THPT Hữu Lũng", 0, "none"),
)


def entry_row(bib: str, name: str, team: str | None, runs: int, state: Any) -> entries.EntryRow:
    """One line of the list."""
    race = RACES[1].label
    return entries.EntryRow(bib=bib, name=name, team=team, race=race, runs=runs, state=state)


ENTRIES: Final = entries.EntriesPage(
    event=EVENT,
    q="",
    race="",
    team="",
    races=RACES,
    teams=TEAMS,
    rows=tuple(entry_row(*person) for person in PEOPLE),
    total=1284,
    page=2,
    pages=26,
)
ENTRIES_NONE_FIT: Final = replace(
    ENTRIES, q='"xyz" & co', race="5km", team="dong-lam", rows=(), total=0, page=1, pages=1
)
ENTRIES_EMPTY: Final = replace(ENTRIES, event=QUIET, rows=(), total=0, page=1, pages=1, teams=())
ENTRIES_DRAFT: Final = replace(ENTRIES_EMPTY, event=DRAFT)

RIDDEN: Final = {
    "vi": "Chờ duyệt: km 6,1–8,2 ở 26,0 km/giờ, nhanh hơn mức 23,4 km/giờ.",
    "en": "In review: km 6.1–8.2 at 26.0 km/h, faster than 23.4 km/h.",
}
SPARSE: Final = {
    "vi": "Chờ duyệt: mất GPS 12 phút, mức cho phép 10 phút.",
    "en": "In review: no GPS for 12 minutes, limit 10.",
}


def run_line(day: int, metres: float, seconds: float, state: Outcome, finding: Any = None) -> Any:
    """A run of the same runner."""
    return entries.RunLine(
        activity=f"a{day}",
        started_at=datetime(2026, 11, day, 5, 41, tzinfo=ZONE) if day else None,
        official_m=metres,
        elapsed_s=seconds,
        pace_s_per_km=seconds * 1000 / metres,
        state=state,
        finding=finding,
    )


RUNS: Final = (
    run_line(13, 12_040.0, 3490.0, Outcome.REVIEW, RIDDEN),
    run_line(11, 6210.0, 2390.0, Outcome.ACCEPTED),
    run_line(
        9,
        860.0,
        401.0,
        Outcome.REJECTED,
        {
            "vi": "Chưa tính: 0,86 km, mỗi bài cần từ 1 km.",
            "en": "Not counted: 0.86 km; a run needs at least 1 km.",
        },
    ),
    run_line(0, 5000.0, math.nan, Outcome.REJECTED, SPARSE),
)
ENTRY: Final = entries.EntryPage(
    event=EVENT,
    bib="00733",
    name="Hoàng Văn Thăng",
    team="Đoàn xã Hữu Liên",
    race=RACES[1].label,
    state="waiting",
    entered_at=datetime(2026, 10, 28, 21, 5, tzinfo=ZONE),
    phone="0912 345 678",
    email="thang@example.vn",
    valid_m=31_420.0,
    runs=RUNS,
    form=entries.EntryForm(name="Hoàng Văn Thăng", sex="M", birth="2001", team="huu-lien"),
    teams=TEAMS,
)
ENTRY_NEW_LINK: Final = replace(
    ENTRY, new_link="https://chang.example.vn/u/huu-lung/00733.f3Kq9vXyTzWm2LhPbNc8Ra"
)
ENTRY_WRONG: Final = replace(
    ENTRY,
    form=entries.EntryForm(name="", sex="M", birth="30/02/2001", team=""),
    errors={
        "name": {"vi": "Hãy ghi họ và tên.", "en": "Write the full name."},
        "birth": {"vi": "Không có ngày này.", "en": "There is no such day."},
        "team": {"vi": "Không có đơn vị này.", "en": "There is no such unit."},
        "confirm": {"vi": "Hãy đánh dấu để xác nhận.", "en": "Tick to confirm."},
    },
)
ENTRY_BARE: Final = replace(
    ENTRY,
    team=None,
    state="none",
    phone=None,
    email=None,
    valid_m=0.0,
    runs=(),
    teams=(),
    form=replace(ENTRY.form, team=""),
    notice={"vi": "Đã lưu.", "en": "Saved."},
)

# ---- Review desk -------------------------------------------------------------------------------

LONG_NAME: Final = "Nguyễn Hoàng Tường Khánh Quỳnh Phương Uyên"
WAITING: Final = (
    ("a13", ("00733", "Hoàng Văn Thăng"), RIDDEN, 86, Waits.REVIEW),
    ("b1", ("01190", "Mông Thị Lan"), SPARSE, 81, Waits.PROTEST),
    ("c1", ("02026", LONG_NAME), SPARSE, 41, Waits.ANSWERED),
    ("d1", ("00099", "Bế Thị Ánh Tuyết"), SPARSE, 22, Waits.ASKED),
)
#: How long each has waited, seconds.
WAITED_S: Final = {"a13": 76_200.0, "b1": 30_000.0, "c1": 4000.0, "d1": 259_200.0}


def queue_row(
    activity: str,
    runner: tuple[str, str],
    finding: Said,
    risk: int,
    waits: Waits,
) -> queue.QueueRow:
    """One run that waits; the runner is a BIB and a name."""
    bib, name = runner
    return queue.QueueRow(
        activity=activity,
        url=f"/btc/huu-lung/duyet/{activity}",
        bib=bib,
        name=name,
        waits=waits,
        finding=finding,
        risk=risk,
        waited_s=WAITED_S[activity],
        official_m=12_040.0,
        decisions=int(waits in {Waits.ANSWERED, Waits.ASKED}),
    )


def filter_link(
    words: str, where: str, current: bool = False, runs: int | None = None
) -> queue.FilterLink:
    """One filter; its words are the same in both languages."""
    said = dict.fromkeys(i18n.LANGUAGES, words)
    return queue.FilterLink(
        words=said, url=f"/btc/huu-lung/duyet{where}", current=current, runs=runs
    )


FILTERS: Final = queue.Filters(
    orders=(filter_link("Rủi ro", "", True), filter_link("Chờ lâu", "?xep=age")),
    waits=(
        filter_link("Tất cả", "", True, 24),
        filter_link("Khiếu nại", "?waits=protest", False, 1),
    ),
    codes=(
        filter_link("Tất cả", "", True, 24),
        filter_link("Mất GPS", "?code=POOR_GPS", False, 22),
    ),
    races=(filter_link("Tất cả", "", True), filter_link("5 km", "?race=5km")),
    teams=(filter_link("Tất cả", "", True), filter_link("Hữu Liên", "?team=huu-lien")),
    q="",
    hidden=(),
    clear="",
)
TOLD: Final = queue.Told(
    said={
        "vi": "Đã chấp nhận bài của Triệu Văn Phúc (BIB 00378).",
        "en": "Accepted: the run of Triệu Văn Phúc (BIB 00378).",
    },
    url="/btc/huu-lung/duyet/z9",
    name="Triệu Văn Phúc",
    message="Chào Triệu Văn Phúc (BIB 00378). Bài chạy ngày 13/11/2026 (6,21 km) được tính.",
)
QUEUE: Final = queue.QueuePage(
    event=EVENT,
    rows=tuple(queue_row(*row) for row in WAITING),
    total=24,
    waiting=24,
    late=4,
    patience_s=20 * 3600.0,
    filters=FILTERS,
    before="",
    after="",
    page=1,
    pages=1,
    action="/btc/huu-lung/duyet",
    decided_url="/btc/huu-lung/duyet?xem=da-duyet",
    reasons=reasons.choices("vi"),
    told=TOLD,
)
QUEUE_NARROWED: Final = replace(
    QUEUE,
    rows=QUEUE.rows[1:2],
    total=1,
    told=None,
    action="/btc/huu-lung/duyet?waits=protest&q=%3Cmong%3E",
    filters=replace(
        FILTERS,
        orders=tuple(reversed(FILTERS.orders)),
        q="<mong>",
        hidden=(("waits", "protest"),),
        clear="/btc/huu-lung/duyet",
    ),
    before="/btc/huu-lung/duyet?waits=protest",
    after="/btc/huu-lung/duyet?waits=protest&page=3",
    page=2,
    pages=3,
)
QUEUE_NONE_FIT: Final = replace(
    QUEUE_NARROWED, rows=(), total=0, before="", after="", pages=1, page=1
)
QUEUE_TO_LOOK: Final = replace(QUEUE, action="")
QUEUE_DECIDED: Final = replace(
    QUEUE,
    told=None,
    bulk=queue.BulkDone(
        decision=Decision.REJECT,
        decided=3,
        left=(
            queue.LeftRow(
                name="Mông Thị Lan",
                bib="01190",
                url="/btc/huu-lung/duyet/b1",
                by="Lương Đình Chung",
                decision=Decision.ACCEPT,
            ),
            queue.LeftRow(name="", bib="", url="", by="", decision=None),
        ),
    ),
)
QUEUE_WRONG: Final = replace(
    QUEUE,
    told=None,
    is_late=True,
    error={"vi": "Hãy viết lý do.", "en": "Write why."},
    ticked=frozenset({"b1", "c1"}),
    reason="other",
    message=" ",
)
QUEUE_EMPTY: Final = replace(QUEUE, event=QUIET, rows=(), total=0, waiting=0, late=0, told=None)


def decided_row(decision: Decision, reason: str, **changes: Any) -> queue.DecidedRow:
    """One decision."""
    row = queue.DecidedRow(
        at=NOW,
        by="Lương Đình Chung",
        decision=decision,
        reason=reason,
        url="/btc/huu-lung/duyet/b1",
        name="Mông Thị Lan",
        bib="01190",
        corrects=False,
        card=False,
    )
    return replace(row, **changes)


DECIDED: Final = queue.DecidedPage(
    event=EVENT,
    rows=(
        decided_row(Decision.JUDGE, "Đồng hồ sai giờ <b>đã sửa</b>.", corrects=True),
        decided_row(Decision.REJECT, "Có đoạn đi xe.", card=True),
        decided_row(Decision.ASK, "Bạn có đi xe không?"),
        decided_row(Decision.ACCEPT, ""),
    ),
    total=104,
    before="",
    after="/btc/huu-lung/duyet?xem=da-duyet&page=2",
    page=1,
    pages=3,
    queue_url="/btc/huu-lung/duyet",
)
DECIDED_NONE: Final = replace(DECIDED, rows=(), total=0, after="", pages=1)


def track() -> dict[str, Any]:
    """A run of 12 km at 6:00 /km along a winding road, 2.1 km of it at 26 km/h."""
    metres = np.arange(0.0, 12_041.0, 10.0)
    speed = np.where((metres > 6100) & (metres < 8200), 26 / 3.6, 1000 / 360)
    turn = np.sin(metres / 900) * 0.9 + 0.4
    north, east = np.cumsum(np.cos(turn)) * 10.0, np.cumsum(np.sin(turn)) * 10.0
    return {
        "lat": 21.5 + north / 110_700,
        "lon": 106.34 + east / 103_600,
        "distance_m": metres,
        "time_s": np.concatenate(([0.0], np.cumsum(10.0 / speed[1:]))),
        "elevation_m": 60 + 25 * np.sin(metres / 1500),
    }


RIDE: Final = Where(from_s=2196.0, to_s=2487.0, from_m=6100.0, to_m=8200.0)
FOUND: Final = (
    Flag(
        code="TOO_FAST_WR",
        severity=Severity.REJECT,
        limit=437.55,
        measured=415.0,
        where=RIDE,
        facts={"over_m": 3000.0},
    ),
    Flag(
        code="KM_TOO_FAST",
        severity=Severity.REVIEW,
        limit=210.0,
        measured=190.0,
        where=Where(from_s=3200.0, to_s=3390.0, from_m=10_000.0, to_m=11_000.0),
        facts={"km": 11, "too_fast": [11]},
    ),
    Flag(code="DUP_SAME_FILE", severity=Severity.REVIEW, limit=0.0, measured=1.0),
    Flag(code="TOO_FAST", severity=Severity.PASS, limit=240.0, measured=290.0),
)


RUN: Final = track()
SPLITS: Final = split_rows(full_s=[360.0] * 12, total_m=12_040.0, total_s=4340.0)
SHEET: Final = evidence(FOUND, SPLITS, 12_040.0)
MARKED: Final = [(each.from_m, each.to_m) for each in SHEET.stretches]
GROUND: Final = track_of(time=RUN["time_s"], lat=RUN["lat"], lon=RUN["lon"])
DECIDING: Final = review.Deciding(
    action="/btc/huu-lung/duyet/a13",
    seen=0,
    reasons=reasons.choices("vi", RIDDEN, "VEHICLE_PART"),
)
CARDS: Final = review.Cards(runner=1, team=2, runner_out_at=2, team_out_at=3)
CORRECTING: Final = correcting.Correcting(
    action="/btc/huu-lung/duyet/a13/sua",
    look="/btc/huu-lung/duyet/a13",
    seen=0,
    started_at=datetime(2026, 11, 13, 5, 41, tzinfo=ZONE),
    is_corrected=False,
    is_ruled=False,
)


def spoken(kind: review.Speech, hour: int, text: str, **changes: Any) -> review.SaidLine:
    """One thing that was said."""
    at = datetime(2026, 11, 14, hour, 2, tzinfo=ZONE)
    said = dict.fromkeys(i18n.LANGUAGES, text)
    return replace(review.SaidLine(kind=kind, at=at, text=said), **changes)


MACHINE: Final = spoken("program", 7, "Chờ duyệt: km 6,1–8,2 ở 26,0 km/giờ.")
REVIEW: Final = review.ReviewPage(
    event=EVENT,
    activity="a13",
    state=Outcome.REVIEW,
    waits=Waits.REVIEW,
    since=NOW - timedelta(seconds=76_200),
    place=1,
    places=24,
    risk=86,
    waited_s=76_200.0,
    bib="00733",
    name="Hoàng Văn Thăng",
    team="Đoàn xã Hữu Liên",
    race=RACES[1].label,
    started_at=datetime(2026, 11, 13, 5, 41, tzinfo=ZONE),
    findings=(RIDDEN, SPARSE),
    corrections=(),
    official_m=12_040.0,
    elapsed_s=3490.0,
    pace_s_per_km=3490.0 / 12.04,
    ascent_m=96.0,
    others=RUNS[1:],
    conversation=(MACHINE,),
    route=route_picture(
        lat=RUN["lat"], lon=RUN["lon"], distance_m=RUN["distance_m"], marked_m=MARKED
    ),
    chart=chart_picture(
        distance_m=RUN["distance_m"],
        time_s=RUN["time_s"],
        elevation_m=RUN["elevation_m"],
        marked_m=MARKED,
        limit_s_per_km=3600 / 23.4,
    ),
    splits=SPLITS,
    evidence=SHEET,
    file=FileFacts(
        format="GPX",
        app="Strava",
        device=None,
        size=184_221,
        sha256="9f2c41d0" + "5" * 52 + "a71e",
        received_at=datetime(2026, 11, 13, 7, 2, tzinfo=ZONE),
        rules="3",
    ),
    file_name="Chạy_sáng.gpx",
    queue=QUEUE.rows,
    queue_url="/btc/huu-lung/duyet",
    next="/btc/huu-lung/duyet/b1",
    before=None,
    deciding=DECIDING,
    correcting=CORRECTING,
    told=TOLD,
)


CONVERSATION: Final = (
    MACHINE,
    spoken("ask", 9, "Bạn có đi xe đoạn này không?", by="Trần Quỳnh Nguyệt Vỹ"),
    spoken("answer", 10, "Không ạ. <b>Em chạy thật</b>."),
    spoken("reject", 11, "Tốc độ là của xe máy.", by="Lương Đình Chung", card=True),
    spoken("protest", 12, "Đồng hồ của em sai giờ."),
    spoken("report", 13, "Tôi thấy bạn ấy đi xe."),
    spoken(
        "judge",
        14,
        "Đã sửa giờ.",
        by="Lương Đình Chung",
        corrections=({"vi": "Đồng hồ chạy chậm 1:00:00.", "en": "The clock was slow by 1:00:00."},),
    ),
)
FIRST: Final = review.RulingLine(
    at=datetime(2026, 11, 14, 14, 2, tzinfo=ZONE), by="Lương Đình Chung", decision=Decision.ACCEPT
)


def similar(**changes: Any) -> review.SimilarRun:
    """A run that looks like it."""
    run = review.SimilarRun(
        url="/btc/huu-lung/duyet/b1",
        bib="01190",
        name="Mông Thị Lan",
        event=None,
        sent_at=NOW,
        later=True,
        started_at=datetime(2026, 11, 12, 5, 41, tzinfo=ZONE),
        own=False,
        state=Outcome.REVIEW,
        alike={"vi": "92,0% số điểm trùng trong 15 cm.", "en": "92.0% of the points …"},
        picture=pair_picture(below=GROUND, above=GROUND),
    )
    return replace(run, **changes)


REVIEW_SIMILAR: Final = replace(
    REVIEW,
    similar=(
        similar(),
        similar(url=None, bib="", name="", event="Vì biển xanh", picture=None, later=False),
        similar(own=True, started_at=None),
    ),
)
REVIEW_OVERTAKEN: Final = replace(
    REVIEW,
    state=Outcome.ACCEPTED,
    waits=None,
    since=None,
    place=None,
    waited_s=None,
    conversation=CONVERSATION[:2],
    deciding=replace(DECIDING, seen=2, open="reject", reason="other", message="Có xe."),
    overtaken=FIRST,
    told=None,
)
REVIEW_LAST: Final = replace(
    REVIEW_OVERTAKEN,
    next=None,
    queue=QUEUE.rows[:1],
    others=(),
    team=None,
    before="/btc/huu-lung/duyet/b1",
)
WRONG_REASON: Final = {
    "vi": "Hãy viết cho VĐV một câu vì sao.",
    "en": "Write the runner one sentence of why.",
}
REVIEW_NO_TRACK: Final = replace(
    REVIEW,
    state=Outcome.REJECTED,
    started_at=None,
    findings=(SPARSE,),
    elapsed_s=math.nan,
    pace_s_per_km=math.nan,
    ascent_m=None,
    route=None,
    chart=None,
    splits=(),
    evidence=NO_EVIDENCE,
    deciding=replace(
        DECIDING,
        open="reject",
        error=WRONG_REASON,
    ),
    correcting=replace(CORRECTING, started_at=None),
    told=None,
)
REVIEW_CLEAN: Final = replace(
    REVIEW,
    state=Outcome.ACCEPTED,
    waits=None,
    since=None,
    place=None,
    waited_s=None,
    findings=(),
    correcting=None,
)
REVIEW_TO_LOOK: Final = replace(REVIEW, deciding=None, correcting=None, told=None)
REVIEW_PROTEST: Final = replace(
    REVIEW,
    state=Outcome.REJECTED,
    waits=Waits.PROTEST,
    conversation=CONVERSATION,
    corrections=CONVERSATION[-1].corrections,
    deciding=replace(DECIDING, accept_may_say=True, cards=CARDS),
    correcting=replace(CORRECTING, is_corrected=True, is_ruled=True),
    told=None,
)
REVIEW_OFFICIAL: Final = replace(
    REVIEW_PROTEST,
    is_late=True,
    deciding=replace(DECIDING, accept_needs_reason=True, open="accept", error=WRONG_REASON),
)
LEFT_OUT: Final = (
    Stretch(number=1, failed=True, from_m=0.0, to_m=1000.0, lasts_s=360.0),
    Stretch(number=2, failed=True, from_m=8200.0, to_m=12_040.0, lasts_s=1382.0),
)
WHOLE: Final = correcting.WholeRun(
    route=route_picture(
        lat=RUN["lat"],
        lon=RUN["lon"],
        distance_m=RUN["distance_m"],
        marked_m=[(each.from_m, each.to_m) for each in LEFT_OUT],
    ),
    chart=None,
    left_out=LEFT_OUT,
    part_m=7200.0,
    part_s=2127.0,
    whole_m=12_040.0,
    whole_s=3869.0,
    is_preview=True,
)
REVIEW_LOOKING: Final = replace(
    REVIEW,
    told=None,
    correcting=replace(
        CORRECTING,
        part=correcting.PartForm(begin="km 1", end="40:27"),
        whole=WHOLE,
        open="part",
        then="accept",
        reason="Có đoạn đi xe.",
    ),
)
REVIEW_CUT: Final = replace(
    REVIEW_PROTEST,
    correcting=replace(
        CORRECTING,
        is_corrected=True,
        is_ruled=True,
        clock=correcting.ClockForm(way="-", hours="1", minutes="0", seconds="0"),
        whole=replace(WHOLE, is_preview=False),
        open="undo",
        error={"vi": "Hãy viết lý do.", "en": "Write why."},
    ),
)

FILES: Final = review.FilesPage(
    event=EVENT,
    files=(
        review.UnreadableFile(
            submission="s1",
            at=NOW - timedelta(hours=3),
            bib="02026",
            name="Nguyễn Thị Ngọc Ánh",
            file_name="IMG_2201_anh_chup_man_hinh_ung_dung_chay_bo_cua_toi_ngay_13_11.jpg",
            size=2_410_022,
            why=said(errors.UnknownFormat, kind="a photo"),
        ),
        review.UnreadableFile(
            submission="s2",
            at=NOW - timedelta(days=1),
            bib="01190",
            name="Mông Thị Lan",
            file_name="<b>.gpx",
            size=0,
            why=said(errors.EmptyFile),
        ),
    ),
)
FILES_NONE: Final = replace(FILES, event=QUIET, files=())

#: Every page in every state: name → (template, tab, view).
CASES: Final[Mapping[str, tuple[str, str | None, Any]]] = {
    "sign-in": ("sign_in", None, SIGN_IN),
    "sign-in-wrong": ("sign_in", None, SIGN_IN_WRONG),
    "sign-in-too-often": ("sign_in", None, SIGN_IN_TOO_OFTEN),
    "setup": ("setup", None, SETUP),
    "setup-wrong": ("setup", None, SETUP_WRONG),
    "setup-used": ("setup", None, SETUP_USED),
    "events": ("events", "home", EVENTS),
    "events-none": ("events", "home", NO_EVENTS),
    "event-new": ("event_new", "home", NEW_EVENT),
    "event-new-wrong": ("event_new", "home", NEW_EVENT_WRONG),
    "overview": ("overview", "home", OVERVIEW),
    "overview-draft": ("overview", "home", OVERVIEW_DRAFT),
    "overview-first-day": ("overview", "home", OVERVIEW_FIRST_DAY),
    "overview-closed": ("overview", "home", OVERVIEW_CLOSED),
    "overview-final": ("overview", "home", OVERVIEW_FINAL),
    "entries": ("entries", "entries", ENTRIES),
    "entries-none-fit": ("entries", "entries", ENTRIES_NONE_FIT),
    "entries-empty": ("entries", "entries", ENTRIES_EMPTY),
    "entries-draft": ("entries", "entries", ENTRIES_DRAFT),
    "entry": ("entry", "entries", ENTRY),
    "entry-new-link": ("entry", "entries", ENTRY_NEW_LINK),
    "entry-wrong": ("entry", "entries", ENTRY_WRONG),
    "entry-bare": ("entry", "entries", ENTRY_BARE),
    "queue": ("queue", "review", QUEUE),
    "queue-narrowed": ("queue", "review", QUEUE_NARROWED),
    "queue-none-fit": ("queue", "review", QUEUE_NONE_FIT),
    "queue-to-look": ("queue", "review", QUEUE_TO_LOOK),
    "queue-decided": ("queue", "review", QUEUE_DECIDED),
    "queue-wrong": ("queue", "review", QUEUE_WRONG),
    "decided": ("decided", "review", DECIDED),
    "decided-none": ("decided", "review", DECIDED_NONE),
    "queue-empty": ("queue", "review", QUEUE_EMPTY),
    "review": ("review", "review", REVIEW),
    "review-similar": ("review", "review", REVIEW_SIMILAR),
    "review-overtaken": ("review", "review", REVIEW_OVERTAKEN),
    "review-last": ("review", "review", REVIEW_LAST),
    "review-no-track": ("review", "review", REVIEW_NO_TRACK),
    "review-clean": ("review", "review", REVIEW_CLEAN),
    "review-to-look": ("review", "review", REVIEW_TO_LOOK),
    "review-protest": ("review", "review", REVIEW_PROTEST),
    "review-official": ("review", "review", REVIEW_OFFICIAL),
    "review-looking": ("review", "review", REVIEW_LOOKING),
    "review-cut": ("review", "review", REVIEW_CUT),
    "files": ("files", "review", FILES),
    "files-none": ("files", "review", FILES_NONE),
}
