"""The runner's pages in every state, with a made-up run around a valley of Hữu Lũng."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Final

import numpy as np
from numpy.typing import NDArray

from race.api.pages.evidence import evidence
from race.api.pages.guides import finding
from race.api.pages.views import EventHead, MeView
from race.api.pages.views_evidence import NO_EVIDENCE, Evidence
from race.api.pages.views_run import Distances, FileFacts, RunPage
from race.api.pages.views_runner import (
    CertificateCard,
    Contact,
    Place,
    RaceCard,
    RunLine,
    RunnerPage,
    Said,
    Unread,
)
from race.api.pages.views_said import Talk, Turn
from race.api.pages.views_upload import (
    Change,
    Passed,
    PassedGroup,
    Progress,
    SentFile,
    SentRun,
    UploadedPage,
    UploadPage,
)
from race.drawing.chart import chart_picture
from race.drawing.route import route_picture
from race.drawing.splits import SplitRow, split_rows
from race.track import Track, track_of
from race.verdict import Flag, Severity, Where

VIET_NAM: Final = timezone(timedelta(hours=7))
EVENT: Final = EventHead(
    slug="huu-lung",
    name="Hữu Lũng vẻ đẹp thanh bình",
    organiser="Đoàn TNCS Hồ Chí Minh xã Hữu Lũng, tỉnh Lạng Sơn",
)
ME: Final = MeView(bib="02026", name="Nguyễn Thị Ngọc Ánh", url="/e/huu-lung/vdv/02026")
UPLOAD: Final = "/e/huu-lung/nop-bai/41"
GARMIN: Final = finding.link(finding.named("garmin"), EVENT.slug)
CONTACT: Final = Contact(words="btc@huulung.vn", href="mailto:btc@huulung.vn")
LENGTH_M: Final = 8424.0
#: Where and how long the runner stood still with the watch stopped.
PAUSE_M: Final = 6096.0
PAUSE_S: Final = 65.0

FAST: Final[Said] = {
    "vi": "Bị loại: km 3 là 2:58\xa0/km, nhanh hơn mức 3:00\xa0/km.",
    "en": "Not counted: km 3 took 2:58\xa0/km, faster than the 3:00\xa0/km limit.",
}
QUICK: Final[Said] = {
    "vi": "Chờ duyệt: km 3 là 3:21\xa0/km, nhanh hơn mức 3:30\xa0/km.",
    "en": "In review: km 3 took 3:21\xa0/km, faster than the 3:30\xa0/km limit.",
}
ADVICE: Final[Said] = {
    "vi": "Nếu GPS bị nhảy, hãy viết cho Ban Tổ chức hoặc nộp tệp của thiết bị khác.",
    "en": "If it was a GPS jump, write to the organiser or send another device's file.",
}
PHOTO: Final[Said] = {
    "vi": "Tệp này là ảnh, không phải bài chạy. Hãy chọn tệp mà ứng dụng của bạn xuất ra.",
    "en": "This file is a photo, not a recorded run. Choose the file that your app exports.",
}


def valley(*, fast_s: float = 178.0, ele: bool = True) -> tuple[Track, NDArray[np.float64]]:
    """A loop of 8.42 km with a pause, and the metres run at each point; km 3 takes `fast_s`."""
    along = np.sort(np.append(np.arange(0.0, LENGTH_M + 1, 8.0), PAUSE_M))
    after = np.arange(len(along)) > np.searchsorted(along, PAUSE_M)
    turn = 2 * np.pi * (along / LENGTH_M * 0.97 + 0.55)
    radius = 1150 + 190 * np.sin(3 * turn) + 90 * np.cos(5 * turn + 1) + 25 * np.sin(23 * turn)
    noise = np.random.default_rng(3).normal(0, 2.0, (2, len(along)))
    east, north = radius * np.cos(turn) * 1.25 + noise[0], radius * np.sin(turn) + noise[1]
    pace = 368 + 14 * np.sin(along / 310) + 9 * np.sin(along / 95)
    pace[(along >= 2000) & (along < 3000)] = fast_s + 9 * np.sin(
        2 * np.pi * along[(along >= 2000) & (along < 3000)] / 250
    )
    seconds = np.concatenate(([0.0], np.cumsum(np.diff(along) * pace[:-1] / 1000)))
    height = 62 + 14 * np.sin(along / 900) ** 2 + 28 * np.exp(-(((along - 5400) / 800) ** 2))
    start = datetime(2026, 11, 14, 5, 40, tzinfo=VIET_NAM).timestamp()
    track = track_of(
        time=start + seconds + np.where(after, PAUSE_S, 0.0),
        lat=21.5105 + north / 110_730,
        lon=106.3442 + east / 103_600,
        ele=height if ele else None,
        segment=after.astype(np.int64),
    )
    return track, along


def full_seconds(track: Track, along: NDArray[np.float64]) -> list[float]:
    """Seconds of each full kilometre."""
    edges = np.interp(np.arange(9) * 1000.0, along, track.time)
    seconds: list[float] = np.diff(edges).tolist()
    return seconds


def flags_found(severity: Severity, seconds: float) -> tuple[Flag, ...]:
    """What checks found: the third kilometre, a fast stretch, a note, and rules that were kept."""
    limit = 180.0 if severity is Severity.REJECT else 210.0
    return (
        Flag(
            code="KM_TOO_FAST",
            severity=severity,
            limit=limit,
            measured=seconds,
            where=Where(from_s=736.0, to_s=736.0 + seconds, from_m=2000.0, to_m=3000.0),
            facts={"km": 3, "too_fast": [3]},
        ),
        Flag(
            code="TOO_FAST_WR",
            severity=Severity.REVIEW,
            limit=483.0,
            measured=480.0,
            where=Where(from_s=1800.0, to_s=2280.0, from_m=4900.0, to_m=7900.0),
            facts={"over_m": 3000.0},
        ),
        Flag(
            code="MISMATCH_DISTANCE",
            severity=Severity.INFO,
            limit=0.15,
            measured=0.1039,
            facts={"stated_m": 9300.0, "ours_m": 8424.0, "official_m": 8424.0},
        ),
        Flag(code="TOO_SHORT", severity=Severity.PASS, limit=1000.0, measured=8424.0),
        Flag(code="TOO_FAST", severity=Severity.PASS, limit=240.0, measured=351.0),
        Flag(code="TOO_SLOW", severity=Severity.PASS, limit=900.0, measured=351.0),
        Flag(code="LATE_UPLOAD", severity=Severity.PASS, limit=259_200.0, measured=6480.0),
    )


def sheet(rows: tuple[SplitRow, ...], severity: Severity, seconds: float) -> Evidence:
    """The sheet of these findings."""
    return evidence(flags_found(severity, seconds), rows, LENGTH_M)


def run_page(
    *, fast_s: float = 178.0, ele: bool = True, severity: Severity = Severity.REJECT
) -> RunPage:
    """A run of one's own that was rejected for its third kilometre."""
    track, along = valley(fast_s=fast_s, ele=ele)
    elapsed = float(track.time[-1] - track.time[0])
    rows = split_rows(
        full_s=full_seconds(track, along),
        total_m=LENGTH_M,
        total_s=elapsed,
        distance_m=along,
        elevation_m=track.ele,
    )
    found = sheet(rows, severity, fast_s)
    marked = [(each.from_m, each.to_m) for each in found.stretches]
    return RunPage(
        name=ME.name,
        bib=ME.bib,
        runner_url=ME.url,
        own=True,
        mine=True,
        day=date(2026, 11, 14),
        started_at=datetime(2026, 11, 14, 5, 40, tzinfo=VIET_NAM),
        state="rejected",
        distance_m=LENGTH_M,
        elapsed_s=elapsed,
        moving_s=elapsed - PAUSE_S,
        ascent_m=58.0 if ele else float("nan"),
        findings=(FAST,),
        advice=ADVICE,
        contact=CONTACT,
        upload_url="/e/huu-lung/nop-bai",
        route=route_picture(
            lat=track.lat,
            lon=track.lon,
            distance_m=along,
            segment=track.segment,
            marked_m=marked,
        ),
        chart=chart_picture(
            distance_m=along,
            time_s=track.time,
            elevation_m=track.ele,
            segment=track.segment,
            marked_m=marked,
            limit_s_per_km=found.limit_s_per_km,
        ),
        splits=rows,
        evidence=found,
        distances=Distances(stated_m=8520.0, ours_m=8424.0, official_m=8520.0),
        file=FileFacts(
            format="GPX",
            app="Garmin Connect",
            device=None,
            size=1_843_112,
            sha256="9f2c41d0" * 7 + "77e1a71e",
            received_at=datetime(2026, 11, 14, 7, 27, tzinfo=VIET_NAM),
            rules="3",
        ),
    )


def review_run() -> RunPage:
    """The same run, a little slower: a referee has to look."""
    page = run_page(fast_s=201.0, ele=False, severity=Severity.REVIEW)
    return replace(
        page,
        state="review",
        findings=(QUICK, {"vi": "Đồng hồ lệch.", "en": "The clock was off."}),
        advice=None,
        distances=Distances(stated_m=9300.0, ours_m=8424.0, official_m=8424.0),
    )


def public_run() -> RunPage:
    """An accepted run as everybody sees it: both ends cut away, no moment, no sheet, no file."""
    track, along = valley(fast_s=352.0)
    shown = (along > 230) & (along < LENGTH_M - 260)
    cut = track.take(shown)
    page = run_page(fast_s=352.0)
    return replace(
        page,
        own=False,
        mine=False,
        started_at=None,
        state="accepted",
        findings=(),
        advice=None,
        contact=None,
        upload_url=None,
        evidence=NO_EVIDENCE,
        file=None,
        distances=None,
        hidden_m=200.0,
        route=route_picture(lat=cut.lat, lon=cut.lon, distance_m=along[shown], segment=cut.segment),
        chart=chart_picture(
            distance_m=along[shown],
            time_s=cut.time,
            elevation_m=cut.ele,
            segment=cut.segment,
        ),
    )


def bare_run() -> RunPage:
    """A treadmill file: no position, no date, hardly a number."""
    nan = float("nan")
    return RunPage(
        name=ME.name,
        bib=ME.bib,
        runner_url=ME.url,
        own=True,
        mine=True,
        day=None,
        started_at=None,
        state="rejected",
        distance_m=nan,
        elapsed_s=nan,
        moving_s=nan,
        ascent_m=nan,
        findings=(
            {
                "vi": "Chưa tính: tệp không có vị trí GPS, như tệp của máy chạy bộ.",
                "en": "Not counted: the file holds no GPS positions, as treadmill files do.",
            },
        ),
        indoor=True,
    )


def ruled_run() -> RunPage:
    """A run that a referee let stand."""
    ruling = Turn(
        kind="accept",
        text="Km 3 do GPS nhảy dưới vách núi; hai người chạy cùng xác nhận.",
        at=datetime(2026, 11, 15, 9, 5, tzinfo=VIET_NAM),
    )
    return replace(run_page(), state="accepted", talk=Talk(turns=(ruling,)), advice=None)


def runner_page() -> RunnerPage:
    """The own page in the middle of an event."""
    lines = (
        ("14", 8420.0, 2952.0, "rejected", FAST, None),
        ("13", 6050.0, 2208.0, "review", QUICK, None),
        ("12", 7310.0, 2650.0, "accepted", None, None),
        ("10", 5020.0, 1831.0, "accepted", None, (5000.0, 1824.0)),
        ("08", 10240.0, 3785.0, "accepted", None, None),
        ("05", 4630.0, 1694.0, "accepted", None, None),
        ("02", 4200.0, 1573.0, "accepted", None, None),
    )
    runs = tuple(
        RunLine(
            url=f"/e/huu-lung/vdv/02026/{day}",
            day=date(2026, 11, int(day)),
            distance_m=metres,
            elapsed_s=seconds,
            state=state,  # type: ignore[arg-type]  # a tuple of tuples forgets literals
            finding=finding,
            best=best,
        )
        for day, metres, seconds, state, finding, best in lines
    )
    return RunnerPage(
        name=ME.name,
        bib=ME.bib,
        sex="F",
        age_group="18–29",
        team="Đoàn xã Hữu Liên",
        team_url="/e/huu-lung/don-vi/huu-lien",
        races=(
            RaceCard(
                name="Hành trình 50 km",
                kind="collected",
                goal_m=50_000,
                done_m=31_400,
                time_s=11_533,
                finished=False,
                days_left=9,
                places=(
                    Place(scope="overall", rank=128, of=812),
                    Place(scope="sex", rank=41, of=338),
                    Place(scope="age_group", rank=17, of=142),
                ),
            ),
            RaceCard(
                name="Chặng 5 km",
                kind="single",
                goal_m=5_000,
                done_m=10_240,
                time_s=1824,
                finished=True,
                days_left=9,
                places=(
                    Place(scope="overall", rank=301, of=812),
                    Place(scope="sex", rank=88, of=301),
                    Place(scope="age_group", rank=None, of=0),
                ),
            ),
        ),
        runs=runs,
        unread=(
            Unread(name="export_20481.zip", url=UPLOAD, failed=False),
            Unread(name="cu.zip", url=UPLOAD, failed=True),
        ),
        own=True,
        open=True,
        upload_url="/e/huu-lung/nop-bai",
        certificates=(
            CertificateCard(
                race="Chặng 5 km",
                code="7XK4-D9QF-2M3H",
                url="/c/7XK4-D9QF-2M3H",
                pdf_url="/e/huu-lung/vdv/02026/giay-chung-nhan.pdf",
                size=214_000,
                time_s=1824,
            ),
            CertificateCard(race="Hành trình 50 km", left_m=18_600),
        ),
        share_url="https://chay.vn/e/huu-lung/vdv/02026",
    )


def public_runner() -> RunnerPage:
    """The same runner as everybody sees her."""
    page = runner_page()
    accepted = tuple(replace(run, finding=None) for run in page.runs if run.state == "accepted")
    return replace(page, own=False, runs=accepted, races=page.races[:1], share_url=None)


def empty_runner() -> RunnerPage:
    """Somebody who entered a minute ago."""
    race = replace(runner_page().races[0], done_m=0, time_s=float("nan"), places=(), days_left=None)
    single = replace(runner_page().races[1], done_m=0, finished=False, places=())
    return replace(
        runner_page(),
        name="Hoàng Văn Thụ",
        sex="X",
        age_group=None,
        team=None,
        team_url=None,
        races=(race, single),
        runs=(),
        certificates=(),
    )


def finished_runner() -> RunnerPage:
    """The goal reached; the last run of the other race waits."""
    first, second = runner_page().races
    return replace(
        runner_page(),
        races=(
            replace(first, done_m=50_200, finished=True, time_s=18_700),
            replace(second, finished=False, waiting=True),
        ),
        certificates=(replace(runner_page().certificates[1], left_m=0.0),),
        open=False,
    )


def upload_page() -> UploadPage:
    """Ready to send."""
    return UploadPage(
        name=ME.name,
        bib=ME.bib,
        runner_url=ME.url,
        state="open",
        opens_at=datetime(2026, 11, 1, tzinfo=VIET_NAM),
        closes_at=datetime(2026, 11, 25, 23, 59, tzinfo=VIET_NAM),
        most_bytes=32_000_000,
        most_of_archives=1_000_000_000,
        guides=finding.links(EVENT.slug),
        guides_url=finding.address(None, EVENT.slug),
        keep_days=30,
        contact=CONTACT,
        entry_url="/e/huu-lung/dang-ky",
    )


def stranger_upload() -> UploadPage:
    """A browser that knows nobody."""
    return replace(upload_page(), name=None, bib=None, runner_url=None)


def closed_upload() -> UploadPage:
    """After the last day."""
    return replace(upload_page(), state="closed", keep_days=None)


def early_upload() -> UploadPage:
    """Before the first day."""
    return replace(upload_page(), state="before")


def uploaded_page() -> UploadedPage:
    """One file of every kind."""
    change = Change(
        race="Hành trình 50 km",
        kind="collected",
        goal_m=50_000,
        added_m=7310,
        total_m=31_400,
        time_s=11_533,
        rank=128,
        moved=6,
    )
    best = Change(
        race="Chặng 5 km",
        kind="single",
        goal_m=5000,
        added_m=5000,
        total_m=7310,
        time_s=1790,
        best=True,
    )
    done = replace(
        change, total_m=50_200, finished=True, certificate_url="/c/7XK4-D9QF-2M3H", rank=96, moved=0
    )
    good = SentRun(
        url="/e/huu-lung/vdv/02026/12",
        member=None,
        day=date(2026, 11, 12),
        distance_m=7310,
        elapsed_s=2650,
        state="accepted",
        changes=(change, best),
    )
    bad = replace(
        good, distance_m=8420, elapsed_s=2952, state="rejected", findings=(FAST,), advice=ADVICE
    )
    waits = replace(
        good, distance_m=6050, elapsed_s=2208, state="review", findings=(QUICK,), advice=None
    )
    bare = replace(
        bad, distance_m=float("nan"), elapsed_s=float("nan"), day=None, advice=None, changes=()
    )
    others = (
        replace(best, best=False),
        replace(best, time_s=float("nan"), best=False),
        replace(best, finished=True, rank=12, moved=3),
    )
    return UploadedPage(
        files=(
            SentFile(name="chay_sang_12-11.gpx", runs=(good,)),
            SentFile(name="activity_1849229931.gpx", runs=(bad,)),
            SentFile(name="13-11.gpx", runs=(waits,)),
            SentFile(
                name="IMG_2201.jpg", error=PHOTO, guide=finding.link(None, EVENT.slug), url=UPLOAD
            ),
            SentFile(name="last.gpx", runs=(replace(good, changes=(done,)),)),
            SentFile(
                name="chay_sang_12-11 (1).gpx",
                runs=(replace(good, changes=()),),
                again_at=datetime(2026, 11, 12, 7, 12, tzinfo=UTC).astimezone(VIET_NAM),
            ),
            SentFile(name="treadmill.gpx", runs=(replace(bare, guide=GARMIN),)),
            SentFile(name="5km.gpx", runs=(replace(good, changes=others),)),
        ),
        runner_url=ME.url,
        upload_url="/e/huu-lung/nop-bai",
        total_m=31_400,
        contact=CONTACT,
    )


def waiting_upload() -> UploadedPage:
    """The page of an archive that is half read."""
    progress = Progress(url="/api/v1/jobs/7", state="running", done=120, total=2431, runs=37)
    file = SentFile(name="export_20481.zip", url=UPLOAD, progress=progress)
    return replace(
        uploaded_page(), files=(file,), received_at=datetime(2026, 11, 14, 7, 12, tzinfo=VIET_NAM)
    )


def queued_upload() -> UploadedPage:
    """An archive that nobody has begun to read, among other files of a form."""
    progress = Progress(url="/api/v1/jobs/7", state="queued", done=0, total=None, runs=0)
    file = SentFile(name="apple_health_export.zip", url=UPLOAD, progress=progress)
    return replace(uploaded_page(), files=(file, uploaded_page().files[0]))


def read_archive() -> UploadedPage:
    """An archive of years: 23 runs of the event, and everything else passed over."""
    answer = uploaded_page()
    good, bad, waits = (answer.files[n].runs[0] for n in range(3))
    runs = [
        replace(run, member=f"activities/{1849229931 + n}.fit.gz", changes=())
        for n, run in enumerate([good] * 20 + [waits, bad, bad])
    ]
    outside = [
        _passed(
            n, "A run of 3 May 2025, outside the time.", "Bài chạy ngày 03/05/2025, ngoài giải."
        )
        for n in range(200)
    ]
    broken = _passed(9, "The file is damaged at line 3.", "Tệp bị hỏng ở dòng 3.")
    groups = (
        PassedGroup(title="Could not be read: {n:number}", count=1, members=(broken,)),
        PassedGroup(
            title="Not from the days of the event: {n:number}", count=2407, members=tuple(outside)
        ),
    )
    file = SentFile(
        name="export_20481.zip",
        url=UPLOAD,
        runs=tuple(runs),
        changes=good.changes,
        passed=groups,
    )
    return replace(answer, files=(file,))


def _passed(number: int, en: str, vi: str) -> Passed:
    return Passed(name=f"activities/{number}.gpx", reason={"vi": vi, "en": en})


def fruitless_archive() -> UploadedPage:
    """An archive without a run of the event, as staff see it later."""
    said = {"vi": "Không có bài nào trong 12 bài thuộc giải.", "en": "No run of the 12 fits."}
    one = PassedGroup(
        title="Passed over: {n:number}", count=1, members=(_passed(1, "Not a run.", "Không phải."),)
    )
    strava = finding.link(finding.named("strava"), EVENT.slug)
    file = SentFile(name="export_1.zip", url=UPLOAD, error=said, guide=strava, passed=(one,))
    return replace(
        waiting_upload(), files=(file,), upload_url=None, contact=None, total_m=float("nan")
    )


#: Every page in every state: the template, its tab, its view.
PAGES: Final[Mapping[str, tuple[str, str | None, Callable[[], object]]]] = {
    "runner": ("runner.html", "me", runner_page),
    "runner-public": ("runner.html", None, public_runner),
    "runner-empty": ("runner.html", "me", empty_runner),
    "runner-finished": ("runner.html", "me", finished_runner),
    "run": ("run.html", "me", run_page),
    "run-review": ("run.html", "me", review_run),
    "run-public": ("run.html", None, public_run),
    "run-bare": ("run.html", "me", bare_run),
    "run-ruled": ("run.html", "me", ruled_run),
    "upload": ("upload.html", "upload", upload_page),
    "upload-stranger": ("upload.html", "upload", stranger_upload),
    "upload-closed": ("upload.html", "upload", closed_upload),
    "upload-early": ("upload.html", "upload", early_upload),
    "uploaded": ("uploaded.html", "upload", uploaded_page),
    "uploaded-waiting": ("uploaded.html", "upload", waiting_upload),
    "uploaded-queued": ("uploaded.html", "upload", queued_upload),
    "uploaded-archive": ("uploaded.html", "upload", read_archive),
    "uploaded-fruitless": ("uploaded.html", "upload", fruitless_archive),
}
