"""The page of a run while runner and referee talk about it, and the own page with news."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from race.api.pages.views_evidence import Stretch
from race.api.pages.views_run import Counting, RunPage
from race.api.pages.views_runner import RunnerPage
from race.api.pages.views_said import Corrected, Form, News, StageView, Talk, Turn
from race.drawing.chart import chart_picture
from race.drawing.route import route_picture
from race.event import Stage
from tests.pages.fakes_runner import (
    CONTACT,
    LENGTH_M,
    ME,
    VIET_NAM,
    public_run,
    review_run,
    run_page,
    runner_page,
    valley,
)

PAGE: Final = f"{ME.url}/7"
QUESTION: Final = "Km 3 nhanh hơn hẳn. Bạn chạy xuống dốc phải không?"
ANSWER: Final = "Vâng, đoạn đó dốc xuống <cầu>."
REFUSED: Final = {"vi": "Hãy viết từ 1 đến 1.000 chữ.", "en": "Write 1 to 1,000 letters."}
ASKED: Final = Turn(kind="ask", text=QUESTION, at=datetime(2026, 11, 15, 9, 5, tzinfo=VIET_NAM))
ANSWERED: Final = Turn(
    kind="answer", text=ANSWER, at=datetime(2026, 11, 15, 19, 30, tzinfo=VIET_NAM)
)
REJECTED: Final = Turn(
    kind="reject", text="Km 3 là đi xe.", at=datetime(2026, 11, 16, 8, 0, tzinfo=VIET_NAM)
)
PROTESTED: Final = Turn(
    kind="protest", text="GPS nhảy.", at=datetime(2026, 11, 16, 20, 0, tzinfo=VIET_NAM)
)
UNTIL: Final = datetime(2026, 11, 24, 20, 0, tzinfo=VIET_NAM)
SHA256: Final = "4a1f" + "9c" * 28 + "09c2"


def form(name: str) -> Form:
    """A form that nobody has filled in."""
    return Form(url=f"{PAGE}/{name}")


def asked_run() -> RunPage:
    """The referee asks."""
    talk = Talk(turns=(ASKED,), question=ASKED, answer=form("tra-loi"), replace=form("thay"))
    return replace(review_run(), talk=talk)


def refused_answer() -> RunPage:
    """The answer came back: there was nothing in it."""
    talk = asked_run().talk
    empty = replace(form("tra-loi"), text=" <b> ", error=REFUSED)
    return replace(asked_run(), talk=replace(talk, answer=empty))


def answered_run() -> RunPage:
    """The runner has answered and may add something."""
    done = {"vi": "Trọng tài đã nhận câu trả lời của bạn.", "en": "Your answer is there."}
    talk = Talk(turns=(ASKED, ANSWERED), answer=form("tra-loi"), done=done)
    return replace(review_run(), talk=talk)


def open_run() -> RunPage:
    """Rejected, and everything can be done about it."""
    talk = Talk(
        protest=form("khieu-nai"),
        protest_until=UNTIL,
        protest_within_s=48 * 3600.0,
        replace=form("thay"),
        withdraw=form("rut"),
        in_the_file=3,
    )
    return replace(run_page(), talk=talk)


def early_run() -> RunPage:
    """The same while the event runs: there is no last moment yet."""
    return replace(open_run(), talk=replace(open_run().talk, protest_until=None))


def protesting_run() -> RunPage:
    """A protest is with the referees."""
    talk = Talk(turns=(REJECTED, PROTESTED), protesting_since=PROTESTED.at)
    return replace(run_page(), talk=talk)


def decided_run() -> RunPage:
    """The protest was not upheld, with a card."""
    last = replace(REJECTED, at=datetime(2026, 11, 17, 9, 0, tzinfo=VIET_NAM), upheld=False)
    talk = Talk(turns=(REJECTED, PROTESTED, replace(last, card=True)), protest_until=UNTIL)
    return replace(run_page(), talk=talk)


def upheld_run() -> RunPage:
    """The protest was right."""
    last = Turn(kind="accept", text="Đúng.", at=UNTIL, upheld=True)
    return replace(run_page(), state="accepted", talk=Talk(turns=(REJECTED, PROTESTED, last)))


def late_run() -> RunPage:
    """Too late to protest."""
    talk = Talk(turns=(REJECTED,), protest_until=UNTIL, protest_over=True)
    return replace(run_page(), talk=talk)


def final_run() -> RunPage:
    """The results are official."""
    return replace(run_page(), talk=Talk(protest_until=UNTIL, final=True))


def corrected_run() -> RunPage:
    """An hour was added and the warm-up left out."""
    now = Corrected(shift_s=3600.0, from_s=360.0, reason="Đồng hồ chậm một giờ.")
    last = Turn(kind="judge", text=now.reason, at=UNTIL, corrected=replace(now, reason=""))
    page = run_page()
    left = Stretch(number=1, failed=False, from_m=0.0, to_m=900.0, lasts_s=360.0)
    track, along = valley()
    marked = [(left.from_m, left.to_m)]
    whole = Counting(
        left_out=(left,),
        part_m=LENGTH_M - 900,
        whole_m=LENGTH_M,
        route=route_picture(lat=track.lat, lon=track.lon, distance_m=along, marked_m=marked),
        chart=chart_picture(
            distance_m=along, time_s=track.time, elevation_m=track.ele, marked_m=marked
        ),
    )
    return replace(page, state="accepted", talk=Talk(turns=(last,), corrected=now), counting=whole)


def public_corrected() -> RunPage:
    """The same for everybody."""
    now = Corrected(shift_s=-90.0, to_s=3000.0, reason="Đồng hồ nhanh.")
    return replace(public_run(), talk=Talk(corrected=now))


def by_hand() -> RunPage:
    """A result that a referee entered, for everybody."""
    now = Corrected(by_hand=True, reason="Máy hỏng sau vạch đích.")
    bare = replace(public_run(), route=None, chart=None, splits=(), hidden_m=0.0)
    return replace(bare, talk=Talk(corrected=now))


def reportable_run() -> RunPage:
    """The run of somebody else, seen by a runner of the event."""
    return replace(public_run(), talk=Talk(report=form("bao-cao")))


def news_page() -> RunnerPage:
    """The own page: a question, a decision, a word about the rules."""
    asks = News(
        subject={"vi": "Trọng tài hỏi về bài chạy của bạn", "en": "A question about your run"},
        text={"vi": f"Trọng tài hỏi: {QUESTION}", "en": f"The referee asks: {QUESTION}"},
        at=ASKED.at,
        url=f"{ME.url}/13",
        asks=True,
    )
    upheld = replace(
        asks,
        text={"vi": "Khiếu nại được chấp nhận: hợp lệ.", "en": "Protest upheld: it counts."},
        url=f"{ME.url}/14",
        asks=False,
    )
    gone = replace(upheld, text={"vi": "Thể lệ số 2.", "en": "Rules no. 2."}, url=None)
    page = runner_page()
    waits = {"13": "asked", "14": "protest", "12": "answered"}
    runs = tuple(
        replace(run, waits=waits.get(run.url[-2:]))  # type: ignore[arg-type]  # its three words
        for run in page.runs
    )
    stage = StageView(stage=Stage.PROTESTS, protests_until=UNTIL)
    return replace(
        page, runs=runs, news=(asks, upheld), told=(asks, upheld, gone), stage=stage, open=True
    )


def out_page() -> RunnerPage:
    """Cards took the runner out."""
    races = tuple(replace(race, out=True, finished=False) for race in runner_page().races)
    return replace(runner_page(), races=races, certificates=(), contact=CONTACT)


#: Every page in every state: the template, its tab, its view.
PAGES: Final[Mapping[str, tuple[str, str | None, Callable[[], object]]]] = {
    "asked": ("run.html", "me", asked_run),
    "refused": ("run.html", "me", refused_answer),
    "answered": ("run.html", "me", answered_run),
    "open": ("run.html", "me", open_run),
    "early": ("run.html", "me", early_run),
    "protesting": ("run.html", "me", protesting_run),
    "decided": ("run.html", "me", decided_run),
    "upheld": ("run.html", "me", upheld_run),
    "late": ("run.html", "me", late_run),
    "final": ("run.html", "me", final_run),
    "corrected": ("run.html", "me", corrected_run),
    "public-corrected": ("run.html", None, public_corrected),
    "by-hand": ("run.html", None, by_hand),
    "reportable": ("run.html", None, reportable_run),
    "news": ("runner.html", "me", news_page),
    "out": ("runner.html", "me", out_page),
}
