"""Files that nobody should send: each is kept, answered once and clearly, and breaks no page."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from fastapi import FastAPI
from sqlalchemy import event as sql_event

from race.services import scoring
from race.settings import Settings
from race.store import events, submissions
from race.store.blobs import FileBlobs, Kept
from race.store.database import reading
from tests import gpx_writing as written
from tests.cast import API, EVENT, Cast, Runner, Sent, told
from tests.runs import DAY_S, broken_off, gpx, steady
from tests.tracks import MORNING

RUN = gpx(steady(5050, 1515))
UPLOADS = f"{API}/{EVENT}/submissions"
#: Bytes of the largest page that a run may have.
LARGEST_PAGE = 200_000


def track(count: int, point: Callable[[int], str]) -> bytes:
    """A file of one segment."""
    return written.one_run(*map(point, range(count)))


def clock(second: int) -> str:
    """A moment of the morning of 14 November 2026 in Việt Nam."""
    return f"2026-11-13T23:{second // 60 % 60:02d}:{second % 60:02d}Z"


def north(second: int, **more: Any) -> str:
    """A point that goes north at 3.3 m/s."""
    return written.point(f"{21.5 + second * 3e-5:.6f}", 106.3, time=clock(second), **more)


def bomb() -> bytes:
    entities = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12))
    return f'<!DOCTYPE gpx [<!ENTITY a0 "ha">{entities}]><gpx><name>&a11;</name></gpx>'.encode()


def nested(levels: int) -> bytes:
    return b"<gpx>" + b"<a>" * levels


def points(count: int) -> bytes:
    return b"<gpx><trk><trkseg>" + b'<trkpt lat="1" lon="1"/>' * count + b"</trkseg></trk></gpx>"


@dataclass(frozen=True, kw_only=True)
class Hostile:
    """A file, and the state and the code that it gets."""

    data: Callable[[], bytes]
    state: str
    code: str


def _unreadable(code: str, data: Callable[[], bytes]) -> Hostile:
    return Hostile(data=data, state="unreadable", code=code)


def _rejected(code: str, data: Callable[[], bytes]) -> Hostile:
    return Hostile(data=data, state="rejected", code=code)


HOSTILE = {
    "empty": _unreadable("EMPTY_FILE", bytes),
    "text": _unreadable("UNKNOWN_FORMAT", "Tôi chạy 5 km trong 25 phút.".encode),
    "picture": _unreadable("UNKNOWN_FORMAT", lambda: b"\x89PNG\r\n\x1a\n" + bytes(99)),
    "archive": _unreadable("BAD_ARCHIVE", lambda: b"PK\x03\x04" + bytes(99)),
    "broken before the first point": _unreadable("MALFORMED_FILE", lambda: broken_off(RUN, 0.01)),
    "an entity bomb": _unreadable("FORBIDDEN_MARKUP", bomb),
    "200,000 levels": _unreadable("TOO_DEEP", lambda: nested(200_000)),
    "500,001 points": _unreadable("TOO_MANY_POINTS", lambda: points(500_001)),
    "no run": _unreadable("NO_ACTIVITY", lambda: b"<gpx></gpx>"),
    "no number": _rejected(
        "NO_POINTS", lambda: track(50, lambda s: written.point("NaN", "nan", time=clock(s)))
    ),
    "1e308": _rejected(
        "NO_POINTS", lambda: track(50, lambda s: written.point("1e308", "-1e308", time=clock(s)))
    ),
    "no times": _rejected("NO_TIME", lambda: track(50, lambda _: written.point())),
    "one point": _rejected("NO_TIME", lambda: track(1, north)),
    "one moment": _rejected(
        "NO_TIME", lambda: track(50, lambda s: written.point(21.5 + s / 1000, time=clock(0)))
    ),
    "standing still": _rejected(
        "TOO_SHORT", lambda: track(900, lambda s: written.point(time=clock(s)))
    ),
    "the year 1900": _rejected(
        "CLOCK", lambda: track(99, partial(_north_at, year="1900", seconds=1))
    ),
    "the year 2199": _rejected(
        "CLOCK", lambda: track(99, partial(_north_at, year="2199", seconds=1))
    ),
    "from pole to pole": _rejected(
        "TOO_FAST_WR", lambda: track(99, lambda s: written.point(90 - s % 2 * 180, time=clock(s)))
    ),
    "around the world": _rejected(
        "TOO_FAST_WR",
        lambda: track(
            999, lambda s: written.point(s * 37 % 179 - 89, s * 91 % 359 - 179, time=clock(s))
        ),
    ),
    "a day between two points around the world": _rejected(
        "TOO_FAST",
        lambda: track(
            14,
            lambda d: written.point(
                d * 37 % 179 - 89, d * 91 % 359 - 179, time=f"2026-11-{d + 1:02d}T00:00:00Z"
            ),
        ),
    ),
}


def _north_at(point: int, *, year: str, seconds: int) -> str:
    second = point * seconds
    when = f"{year}-06-01T00:{second // 60:02d}:{second % 60:02d}Z"
    return written.point(21.5 + point * 3e-5, 106.3, time=when)


@pytest.fixture
def anh(open_event: Cast) -> Runner:
    """In both races."""
    return open_event.anh.enters("5km", "10km")


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_kept_answered_once_and_breaks_no_page(
    open_event: Cast, anh: Runner, name: str
) -> None:
    """Neither now nor when somebody looks at it."""
    data = HOSTILE[name].data()
    sent = anh.sends(data, "chạy bộ.gpx")
    assert (sent.status, sent.state) == (201, HOSTILE[name].state)
    error = sent.body["error"]
    found = [error["code"]] if error else sent.codes
    messages = [error["message"]] if error else [f["message"] for f in sent.flags.values()]
    assert HOSTILE[name].code in found
    assert all(set(message) == {"vi", "en"} for message in messages)
    assert all(len(text) > 20 for message in messages for text in message.values())
    assert anh.sees(f"{UPLOADS}/{sent.id}/file").content == data
    assert _pages_stand(open_event, anh, sent) == []


@pytest.mark.parametrize("data", [RUN, b"\x89PNG\r\n\x1a\n" + bytes(99)], ids=["run", "picture"])
def test_a_file_is_for_its_runner_and_staff_alone(
    open_event: Cast, anh: Runner, data: bytes
) -> None:
    path = f"{UPLOADS}/{anh.sends(data).id}/file"
    for friend in (anh, open_event.binh, open_event.vy):
        kept = friend.sees(path)
        assert (kept.status_code, kept.content) == (200, data)
        assert kept.headers["content-type"] == "application/octet-stream"
        assert kept.headers["content-disposition"].startswith("attachment")
    assert open_event.huong.enters("5km").sees(path).status_code == 404
    assert open_event.cuong.sees(path).status_code == 404
    assert open_event.visitor.sees(path).status_code == 401


def _pages_stand(cast: Cast, runner: Runner, sent: Sent) -> list[str]:
    """The pages about an upload that fail or are too large."""
    runs = [run["id"] for run in sent.body["activities"]]
    own = [(runner, f"{runner.page}/{run}") for run in runs] + [(runner, runner.page)]
    desk = [(cast.binh, f"/btc/{EVENT}/duyet/{run}") for run in runs]
    desk += [(cast.binh, path) for path in (f"/btc/{EVENT}", f"/btc/{EVENT}/tep")]
    public = [(cast.visitor, path) for path in (runner.page, f"/e/{EVENT}", f"/e/{EVENT}/bxh")]
    answers = {
        f"{path} {language}": who.sees(path, lang=language)
        for who, path in (*own, *desk, *public)
        for language in ("vi", "en")
    }
    return [
        where
        for where, page in answers.items()
        if page.status_code != 200 or len(page.content) > LARGEST_PAGE
    ]


@pytest.mark.parametrize(
    "point",
    [
        lambda s: north(s, ele=9.9e9 * (-1) ** s),
        lambda s: north(s, extensions="<hr>1e9</hr><cad>-1e300</cad><speed>inf</speed>"),
        lambda s: north(s, ele="-1e400"),
    ],
    ids=["heights of ten million km", "wild sensors", "a height without end"],
)
def test_an_honest_way_with_wild_channels_counts_and_can_be_looked_at(
    open_event: Cast, anh: Runner, point: Callable[[int], str]
) -> None:
    sent = anh.sends(track(1200, point))
    assert (sent.state, sent.codes) == ("accepted", [])
    assert _pages_stand(open_event, anh, sent) == []
    public = open_event.visitor.sees(f"{anh.page}/{sent.run['id']}")
    assert public.status_code == 200
    assert len(public.content) < LARGEST_PAGE


def test_many_tracks_are_many_runs_and_the_best_of_them_is_the_state(anh: Runner) -> None:
    """One good run among forty that are too short."""
    short = [
        written.trk(written.segment(*written.seconds(3, start=60 * i, day="2026-11-12")))
        for i in range(40)
    ]
    good = RUN.decode().partition("<trk>")[2].partition("</trk>")[0]
    sent = anh.sends(written.document(*short, f"<trk>{good}</trk>").encode())
    assert sent.state == "accepted"
    verdicts = [run["verdict"] for run in sent.body["activities"]]
    assert sorted(set(verdicts)) == ["accepted", "rejected"]
    assert verdicts.count("accepted") == 1


def test_two_copies_of_one_run_in_one_file_count_once(anh: Runner) -> None:
    track_of_it = "<trk>" + RUN.decode().partition("<trk>")[2].partition("</trk>")[0] + "</trk>"
    sent = anh.sends(written.document(track_of_it, track_of_it).encode())
    assert [run["verdict"] for run in sent.body["activities"]] == ["accepted", "rejected"]
    assert anh.board("10km-overall")["standings"][0]["distance_m"] == pytest.approx(5050)


class TestRefused:
    """4xx only where nothing is kept."""

    @pytest.mark.parametrize(
        "parts",
        [
            {},
            {"data": {"bib": "00001"}},
            {"files": {"tệp": ("run.gpx", RUN)}},
            {"json": {"file": "run.gpx"}},
        ],
    )
    def test_no_file_is_422(self, anh: Runner, parts: dict[str, Any]) -> None:
        answer = anh.asks("POST", UPLOADS, **parts)
        assert (answer.status_code, answer.json()["code"]) == (422, "NO_FILE")

    @pytest.mark.parametrize("state", ["closed", "final"])
    def test_a_closed_event_takes_nothing(self, open_event: Cast, anh: Runner, state: str) -> None:
        told(open_event.binh.changes(state="closed"))
        told(open_event.binh.changes(state=state, reason="Ngay."))
        answer = anh.tries_to_send(RUN)
        assert (answer.status_code, answer.json()["code"]) == (409, "EVENT_CLOSED")
        assert "không nhận" in answer.json()["message"]["vi"]
        assert list(FileBlobs(folder=open_event.here.settings.data_dir / "blobs").every()) == []

    @pytest.mark.parametrize(
        ("moment", "status"),
        [
            ("2026-11-22T23:59:59+07:00", 201),
            ("2026-11-25T23:59:59+07:00", 201),  # 72 hours after the end
            ("2026-11-26T00:00:00+07:00", 409),
        ],
    )
    def test_an_open_event_takes_runs_until_72_hours_after_its_end(
        self, open_event: Cast, anh: Runner, moment: str, status: int
    ) -> None:
        open_event.set_clock(moment)
        assert anh.tries_to_send(RUN).status_code == status

    def test_staff_cannot_fill_a_draft(self, cast: Cast) -> None:
        answer = cast.binh.asks("POST", UPLOADS, files={"file": ("a", RUN)}, data={"bib": "00001"})
        assert answer.status_code == 404  # nobody is entered yet

    def test_who_is_nobody_sends_nothing(self, open_event: Cast) -> None:
        answer = open_event.visitor.asks("POST", UPLOADS, files={"file": ("a", RUN)})
        assert (answer.status_code, answer.json()["code"]) == (401, "NOT_SIGNED_IN")

    class TestTooLarge:
        """Over the limit of the installation."""

        @pytest.fixture
        def settings(self, settings: Settings) -> Settings:
            return replace(settings, upload_max_bytes=len(RUN))

        def test_the_limit_itself_is_taken_and_one_file_more_is_413(self, anh: Runner) -> None:
            assert anh.sends(RUN).status == 201
            answer = anh.tries_to_send(RUN + bytes(100_000))
            assert (answer.status_code, answer.json()["code"]) == (413, "TOO_LARGE")
            page = anh.asks("POST", f"/e/{EVENT}/nop-bai", files={"file": ("a", bytes(200_000))})
            assert page.status_code == 413


@pytest.mark.parametrize(
    "filename",
    [
        "../../etc/passwd",
        "C:\\chạy\\bài 1.gpx",
        "ạ" * 240,
        '"; filename="y',
        "<script>alert(1)</script>.gpx",
        "\u202egpx.exe",
    ],
)
def test_a_name_of_a_file_is_only_shown(open_event: Cast, anh: Runner, filename: str) -> None:
    sent = anh.sends(b"nonsense", filename)
    assert len(sent.body["filename"]) <= 200
    assert anh.sees(f"{UPLOADS}/{sent.id}/file").content == b"nonsense"
    for page in (open_event.binh.sees(f"/btc/{EVENT}/tep"), anh.sees(anh.page)):
        assert page.status_code == 200
        assert "<script>alert" not in page.text
    folder = open_event.here.settings.data_dir / "blobs"
    assert {path.name for path in folder.rglob("*") if path.is_file()} == {sent.body["sha256"]}


@pytest.mark.parametrize("charset", ["unicode_escape", "utf-7", "idna", "punycode", "hex", "zz"])
def test_a_strange_character_set_of_a_form_is_no_crash(
    open_event: Cast, anh: Runner, charset: str
) -> None:
    """A lone surrogate, smuggled in by an encoding, fits into no database."""
    body = (
        b'--x\r\nContent-Disposition: form-data; name="bib"\r\n\r\n\\ud800\r\n'
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="\\ud800"\r\n\r\nrun\r\n'
        b"--x--\r\n"
    )
    headers = {"Content-Type": f"multipart/form-data; boundary=x; charset={charset}"}
    for who in (anh, open_event.binh):
        answer = who.asks("POST", UPLOADS, content=body, headers=headers)
        assert answer.status_code in {201, 400, 404, 422}


class TestTheForm:
    """The page sends what the API takes, several files at once."""

    def test_one_bad_file_stops_no_other(self, anh: Runner) -> None:
        files = [("file", ("a.png", b"\x89PNG\r\n\x1a\n")), ("file", ("b.gpx", RUN))]
        page = anh.asks("POST", f"/e/{EVENT}/nop-bai?lang=en", files=files)
        assert page.status_code == 200
        assert "This file is a picture" in page.text
        assert anh.board("5km-overall")["total"] == 1

    def test_no_file_is_said_on_the_page(self, anh: Runner) -> None:
        page = anh.asks("POST", f"/e/{EVENT}/nop-bai?lang=en", headers={"Accept": "text/html"})
        assert page.status_code == 422
        assert "No file was sent" in page.text


class _Watched:
    """Blobs on disk that note what the database knew when they were put."""

    def __init__(self, real: FileBlobs, log: list[str]) -> None:
        self.real = real
        self.log = log

    def put(self, data: bytes) -> str:
        return self.put_file(BytesIO(data)).sha256

    def put_file(self, file: BinaryIO) -> Kept:
        kept = self.real.put_file(file)
        file.seek(0)
        assert self.real.get(kept.sha256) == file.read()
        self.log.append("bytes")
        return kept

    def keeps(self, sha256: str) -> bool:
        return self.real.keeps(sha256)

    def get(self, sha256: str) -> bytes:
        return self.real.get(sha256)

    def local(self, sha256: str) -> AbstractContextManager[Path]:
        return self.real.local(sha256)

    def delete(self, sha256: str) -> None:
        self.real.delete(sha256)


class TestDurability:
    """What was answered with 201 is on the disk, and what points at bytes finds them."""

    @pytest.fixture
    def log(self, app: FastAPI, open_event: Cast) -> list[str]:
        """In the order in which it happens: bytes kept, rows written, changes committed."""
        noted: list[str] = []
        here = open_event.here
        real = FileBlobs(folder=here.settings.data_dir / "blobs")
        watched = _Watched(real, noted)
        tools = replace(here.tools, blobs=watched)
        app.state.resources = replace(here, blobs=watched, tools=tools)

        def on_statement(_c: Any, _d: Any, statement: str, *_rest: Any) -> None:
            if statement.startswith("INSERT INTO submissions"):
                noted.append("row")

        sql_event.listen(here.engine, "before_cursor_execute", on_statement)
        sql_event.listen(here.engine, "commit", lambda _: noted.append("commit"))
        return noted

    def test_the_bytes_are_kept_before_the_row_and_both_before_the_answer(
        self, log: list[str], anh: Runner
    ) -> None:
        log.clear()
        anh.sends(RUN)
        written_at = log.index("row")
        assert log[0] == "bytes"
        assert "commit" in log[written_at:]

    def test_a_crash_while_judging_loses_no_byte_and_leaves_no_half_upload(
        self, log: list[str], open_event: Cast, anh: Runner, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def crash(*_: object, **__: object) -> None:
            raise ZeroDivisionError

        log.clear()
        with monkeypatch.context() as broken:
            broken.setattr(scoring, "rescore", crash)
            with pytest.raises(ZeroDivisionError):
                anh.tries_to_send(RUN)
        assert log[0] == "bytes"
        assert _uploads(open_event) == 0
        assert anh.sends(RUN).status == 201
        assert _uploads(open_event) == 1

    def test_a_full_disk_leaves_no_row(
        self, open_event: Cast, anh: Runner, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(*_: object) -> str:
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as broken:
            broken.setattr(FileBlobs, "put_file", full)
            with pytest.raises(OSError, match="No space"):
                anh.tries_to_send(RUN)
        assert _uploads(open_event) == 0

    def test_what_is_taken_out_leaves_no_bytes_but_those_that_another_sent_too(
        self, open_event: Cast, anh: Runner
    ) -> None:
        blobs = FileBlobs(folder=open_event.here.settings.data_dir / "blobs")
        alone = anh.sends(gpx(steady(5050, 1515), start=MORNING - DAY_S))
        shared = anh.sends(RUN)
        copy = open_event.thang.enters("5km").sends(RUN)
        removed = open_event.binh.asks("DELETE", f"{API}/{EVENT}/entries/{anh.bib}")
        assert removed.status_code == 204
        assert list(blobs.every()) == [shared.body["sha256"]]
        assert alone.body["sha256"] not in list(blobs.every())
        assert open_event.thang.sees(f"{UPLOADS}/{copy.id}/file").content == RUN


def _uploads(cast: Cast) -> int:
    """How many uploads of Ánh the database knows."""
    with reading(cast.here.engine) as connection:
        row = events.by_slug(connection, EVENT)
        assert row is not None
        return len(submissions.of_entry(connection, row.id, cast.anh.bib))


def test_the_same_bytes_at_once_from_one_runner_are_one_upload(
    open_event: Cast, anh: Runner
) -> None:
    """A thumb that pressed four times."""
    start = threading.Barrier(4)

    def press(_: int) -> int:
        impatient = replace(anh, http=open_event.browser(), token=anh.secret)
        start.wait()
        return impatient.sends(RUN).status

    with ThreadPoolExecutor(4) as pool:
        statuses = sorted(pool.map(press, range(4)))
    assert statuses == [200, 200, 200, 201]
    assert anh.board("10km-overall")["standings"][0]["runs"] == 1


def test_the_same_bytes_at_once_from_two_runners_flag_one_of_them(
    open_event: Cast, anh: Runner
) -> None:
    friends = [anh, open_event.thang.enters("5km")]
    start = threading.Barrier(2)

    def send(friend: Runner) -> str:
        alone = replace(friend, http=open_event.browser(), token=friend.secret)
        start.wait()
        return alone.sends(RUN).state

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(send, friends)) == ["accepted", "review"]
