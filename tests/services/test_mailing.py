"""Notices by e-mail: through a real server, each once, in both languages, and none for ever."""

import smtplib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from race import mailer
from race.services import events, mailing, telling, work
from race.services.tasks import TASKS
from race.services.work import Inline, Tools
from race.settings import Settings
from race.store import entries, jobs, notices
from race.store.blobs import FileBlobs
from race.store.database import Engine, reading, transaction
from race.store.entries import EntryRow
from race.store.jobs import JobRow
from race.store.notices import NoticeRow
from race.verdict import Decision
from tests.conftest import Clock
from tests.post_office import Delivered, PostOffice, free_port, open_office, silent_office
from tests.runs import gpx, steady
from tests.services.eventful import Eventful

SITE = "https://chay.example.org"
ASKED = "Km 3 rất nhanh. Bạn chạy xuống dốc phải không?"


@dataclass(kw_only=True)
class Posted:
    """An event with a mail server."""

    all: Eventful
    office: PostOffice

    @property
    def tools(self) -> Tools:
        return self.all.tools

    @property
    def queue(self) -> Inline:
        return self.all.queue

    def enters(self, name: str, email: str | None) -> EntryRow:
        return self.all.enters(name, email=email)

    def tells(self, entry: EntryRow, kind: str = "asked") -> NoticeRow:
        """A notice about no run, in a transaction of its own."""
        now = self.all.clock()
        facts: dict[str, Any] = {"day": "2026-11-14", "distance_m": 5050.0, "reason": ASKED}
        with transaction(self.tools.engine) as connection:
            return telling.tell(connection, self.all.event, entry, kind, now=now, **facts)

    def goes_to(self, url: str) -> None:
        """The settings name another server."""
        sender = mailer.sender_of("Chặng <run@example.org>")
        post = mailer.post_of(mailer.server_of(url), sender)
        self.all.tools = replace(self.tools, post=post)

    def asks(self) -> list[str]:
        """The jobs that are asked for now."""
        before = len(self.queue.asked)
        mailing.ask_where_waiting(self.tools, self.queue)
        return list(self.queue.asked)[before:]

    def sends(self) -> JobRow:
        """All that waits, by one job; that job."""
        (job_id,) = self.asks()
        self.queue.run(self.tools, TASKS)
        return self.all.job(job_id)

    def mail(self, entry: EntryRow) -> list[str | None]:
        """How it went with the notices of a runner, the first first."""
        with reading(self.tools.engine) as connection:
            found = notices.of_entry(connection, self.all.id, entry.bib, limit=100)
        return [row.mail for row in found][::-1]

    @property
    def letters(self) -> list[Delivered]:
        return self.office.delivered


@pytest.fixture
def posted(engine: Engine, settings: Settings, clock: Clock) -> Iterator[Posted]:
    tools = Tools(
        engine=engine,
        blobs=FileBlobs(folder=settings.data_dir / "blobs"),
        clock=clock,
        scratch=settings.data_dir / "scratch",
        public_url=SITE,
    )
    with open_office() as office:
        event = Posted(all=Eventful(tools=tools, clock=clock).opens(), office=office)
        event.goes_to(office.url)
        yield event


class TestLetters:
    """What a runner finds in the mailbox."""

    def test_a_decision_arrives_in_both_languages_with_its_link(self, posted: Posted) -> None:
        anh = posted.enters("Nguyễn Thị Ngọc Ánh", "anh@example.org")
        run = posted.all.sends(anh, gpx(steady(5050, 1515))).activities[0]
        posted.all.decides(run.id, Decision.REJECT)
        job = posted.sends()
        assert (job.state, job.result) == ("done", {"sent": 1, "failed": 0, "later": 0, "last": 0})
        (found,) = posted.letters
        assert found.to == ["anh@example.org"]
        assert found.letter["To"] == "Nguyễn Thị Ngọc Ánh <anh@example.org>"
        vi, en = _halves(found)
        assert vi.startswith("Chào Nguyễn Thị Ngọc Ánh,\nBài chạy ngày 14/11/2026")
        assert en.startswith("Hello Nguyễn Thị Ngọc Ánh,\nYour run of 14 Nov 2026 (5.05\xa0km)")
        for half in (vi, en):
            assert "Đã xem kỹ." in half
            assert f"{SITE}/e/huu-lung/vdv/{anh.bib}/{run.id}" in half
            assert "btc@example.org" in half
        assert found.letter["Subject"].endswith(
            "/ Your run does not count – " + posted.all.event.name
        )
        assert found.letter["Auto-Submitted"] == "auto-generated"
        assert posted.mail(anh) == ["sent"]

    def test_the_link_is_no_key(self, posted: Posted) -> None:
        anh = posted.enters("Nguyễn Thị Ngọc Ánh", "anh@example.org")
        posted.tells(anh)
        posted.sends()
        assert f"{SITE}/e/huu-lung/vdv/{anh.bib} " in _halves(posted.letters[0])[1]
        assert "/u/" not in posted.letters[0].letter.get_content()

    def test_the_language_of_the_event_comes_first(self, posted: Posted) -> None:
        event = replace(posted.all.event, language="en")
        anh = posted.enters("Nguyễn Thị Ngọc Ánh", "anh@example.org")
        said = telling.copyable(event, anh, posted.tells(anh), SITE)
        assert said.splitlines()[0] == "Hello Nguyễn Thị Ngọc Ánh,"

    def test_a_name_is_a_name_and_nothing_else(self, posted: Posted) -> None:
        names = [
            "Ánh\r\nBcc: victim@example.org",
            'Ánh" <victim@example.org>, "',
            "victim@example.org, Ánh",
            "Ánh " * 19,
        ]
        for number, name in enumerate(names):
            entry = posted.enters(f"Ánh {number}", f"anh{number}@example.org")
            with transaction(posted.tools.engine) as connection:
                entries.update(connection, replace(entry, name=name))
            posted.tells(entry)
        posted.sends()
        for number, found in enumerate(posted.letters):
            assert found.to == [f"anh{number}@example.org"]
            assert [a.addr_spec for a in found.letter["To"].addresses] == found.to
            assert found.letter["Bcc"] is None
        assert len(posted.letters) == len(names)

    def test_the_text_for_a_chat_is_one_half(self, posted: Posted) -> None:
        anh = posted.enters("Nguyễn Thị Ngọc Ánh", None)
        link = f"{SITE}/e/huu-lung/vdv/{anh.bib}"
        assert telling.copyable(posted.all.event, anh, posted.tells(anh), link).splitlines() == [
            "Chào Nguyễn Thị Ngọc Ánh,",
            f"Trọng tài hỏi về bài chạy ngày 14/11/2026 (5,05\xa0km): {ASKED}",
            f"Xem tại {link} (nếu không mở được, hãy mở liên kết cá nhân của bạn trước).",
            "Mọi thắc mắc xin liên hệ: btc@example.org.",
            "Hữu Lũng vẻ đẹp thanh bình",
        ]


class TestAsking:
    """A job where something waits and none is at it."""

    def test_where_nothing_waits_none_is_asked_for(self, posted: Posted) -> None:
        posted.tells(posted.enters("Nguyễn Thị Ngọc Ánh", None))
        assert posted.asks() == []

    def test_without_a_server_notices_stay_on_the_page(self, posted: Posted) -> None:
        posted.all.tools = replace(posted.tools, post=None)
        anh = posted.enters("Nguyễn Thị Ngọc Ánh", "anh@example.org")
        posted.tells(anh)
        assert (posted.asks(), posted.mail(anh)) == ([], ["waiting"])

    def test_one_at_a_time(self, posted: Posted) -> None:
        posted.tells(posted.enters("Nguyễn Thị Ngọc Ánh", "anh@example.org"))
        assert len(posted.asks()) == 1
        posted.all.clock.pass_by(hours=1)
        assert posted.asks() == []

    def test_the_next_one_a_minute_later(self, posted: Posted) -> None:
        anh = posted.enters("Nguyễn Thị Ngọc Ánh", "anh@example.org")
        posted.tells(anh)
        posted.sends()
        posted.all.clock.pass_by(seconds=30)
        posted.tells(anh)
        assert posted.asks() == []
        posted.all.clock.pass_by(seconds=31)
        posted.sends()
        assert posted.mail(anh) == ["sent", "sent"]

    def test_of_another_event_nothing_is_asked(self, posted: Posted) -> None:
        posted.tells(posted.enters("Nguyễn Thị Ngọc Ánh", "anh@example.org"))
        mailing.ask_where_waiting(posted.tools, posted.queue, "another")
        assert not posted.queue.asked

    def test_a_job_that_lost_its_server_sends_nothing(self, posted: Posted) -> None:
        anh = posted.enters("Nguyễn Thị Ngọc Ánh", "anh@example.org")
        posted.tells(anh)
        posted.asks()
        posted.all.tools = replace(posted.tools, post=None)
        posted.all.works()
        assert posted.mail(anh) == ["waiting"]


class TestWhatGoesWrong:
    """Nobody's letter waits for somebody else's."""

    def test_a_refused_address_fails_and_the_others_go_on(self, posted: Posted) -> None:
        gone = posted.enters("Nông Quốc Thăng", "gone@example.org")
        anh = posted.enters("Nguyễn Thị Ngọc Ánh", "anh@example.org")
        posted.office.answers["gone@example.org"] = "550 5.1.1 no such user"
        posted.tells(gone)
        posted.tells(anh)
        assert posted.sends().result == {"sent": 1, "failed": 1, "later": 0, "last": 0}
        assert (posted.mail(gone), posted.mail(anh)) == (["failed"], ["sent"])

    @pytest.mark.parametrize("email", ["không có", "a@b@c", "a@example.org, b@example.org"])
    def test_so_does_what_is_no_address(self, posted: Posted, email: str) -> None:
        anh = posted.enters("Nguyễn Thị Ngọc Ánh", email)
        posted.tells(anh)
        posted.sends()
        assert (posted.mail(anh), posted.letters) == (["failed"], [])

    def test_an_address_that_is_put_off_waits_for_the_next_job(self, posted: Posted) -> None:
        """There are more than one piece of them, and somebody behind."""
        grey = [posted.enters(f"Hoàng Văn {n}", f"grey{n}@example.org") for n in range(25)]
        for entry in grey:
            posted.office.answers[str(entry.email)] = "451 4.7.1 come back in some minutes"
            posted.tells(entry)
        anh = posted.enters("Nguyễn Thị Ngọc Ánh", "anh@example.org")
        posted.tells(anh)
        job = posted.sends()
        assert (job.state, job.done) == ("done", 26)
        assert posted.mail(anh) == ["sent"]
        assert {*map(tuple, map(posted.mail, grey))} == {("waiting",)}
        posted.all.clock.pass_by(minutes=9)
        assert posted.asks() == []
        posted.all.clock.pass_by(minutes=1)
        posted.office.answers.clear()
        posted.sends()
        assert {*map(tuple, map(posted.mail, grey))} == {("sent",)}

    def test_a_server_that_is_away_is_tried_again(self, posted: Posted) -> None:
        anh = posted.enters("Nguyễn Thị Ngọc Ánh", "anh@example.org")
        posted.tells(anh)
        posted.goes_to(f"smtp://127.0.0.1:{free_port()}?starttls=no")
        (job_id,) = posted.asks()
        for _ in range(work.MOST_TRIES):
            with pytest.raises(ConnectionRefusedError):
                posted.all.does_a_piece(job_id)
        assert not posted.all.does_a_piece(job_id)
        assert (posted.all.job(job_id).state, posted.mail(anh)) == ("failed", ["waiting"])
        posted.goes_to(posted.office.url)
        posted.all.clock.pass_by(minutes=10)
        posted.sends()
        assert posted.mail(anh) == ["sent"]

    def test_a_server_that_hangs_does_not_hold_us(
        self, posted: Posted, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(mailer, "PATIENCE_S", 0.2)
        posted.tells(posted.enters("Nguyễn Thị Ngọc Ánh", "anh@example.org"))
        with silent_office() as port:
            posted.goes_to(f"smtp://127.0.0.1:{port}?starttls=no")
            (job_id,) = posted.asks()
            with pytest.raises(OSError, match="timed out"):
                posted.all.does_a_piece(job_id)

    def test_what_was_sent_before_it_went_away_is_not_sent_again(self, posted: Posted) -> None:
        runners = [posted.enters(f"Hoàng Văn {n}", f"runner{n}@example.org") for n in range(3)]
        for entry in runners:
            posted.tells(entry)
        posted.office.answers["runner1@example.org"] = "421 4.3.2 shutting down"
        (job_id,) = posted.asks()
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            posted.all.does_a_piece(job_id)
        assert [posted.mail(entry) for entry in runners] == [["sent"], ["waiting"], ["waiting"]]
        posted.office.answers.clear()
        posted.all.works()
        sent = [found.to for found in posted.letters]
        assert sent == [[f"runner{n}@example.org"] for n in range(3)]

    def test_what_nobody_counted_is_sent_twice_under_one_number(
        self, posted: Posted, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The program dies between handing over and counting."""
        posted.tells(posted.enters("Nguyễn Thị Ngọc Ánh", "anh@example.org"))
        (job_id,) = posted.asks()
        with monkeypatch.context() as patch:
            patch.setattr(notices, "mailed", _dies)
            with pytest.raises(InterruptedError):
                posted.all.does_a_piece(job_id)
        posted.all.works()
        first, second = posted.letters
        assert first.letter["Message-ID"] == second.letter["Message-ID"]

    def test_news_of_three_days_ago_are_no_news(self, posted: Posted) -> None:
        anh = posted.enters("Nguyễn Thị Ngọc Ánh", "anh@example.org")
        posted.tells(anh)
        posted.all.clock.pass_by(seconds=1)
        posted.tells(anh)
        posted.all.clock.now += timedelta(days=3) - timedelta(seconds=1)
        posted.sends()
        assert posted.mail(anh) == ["sent", "sent"]
        posted.tells(anh)
        posted.all.clock.now += timedelta(days=3, seconds=1)
        posted.goes_to(f"smtp://127.0.0.1:{free_port()}?starttls=no")  # nobody is even asked
        posted.sends()
        assert posted.mail(anh) == ["sent", "sent", "failed"]

    def test_more_than_one_piece_is_sent_to_its_end(self, posted: Posted) -> None:
        anh = posted.enters("Nguyễn Thị Ngọc Ánh", "anh@example.org")
        for _ in range(45):
            posted.tells(anh)
        assert posted.sends().done == 45
        assert (len(posted.letters), len(posted.office.peers)) == (45, 3)

    def test_an_event_that_is_gone_takes_its_job_along(self, posted: Posted) -> None:
        posted.tells(posted.enters("Nguyễn Thị Ngọc Ánh", "anh@example.org"))
        (job_id,) = posted.asks()
        event = posted.all.event
        with transaction(posted.tools.engine) as connection:
            events.remove(connection, event)
        posted.all.works()
        with reading(posted.tools.engine) as connection:
            assert jobs.get(connection, job_id) is None
        assert posted.letters == []


def _halves(found: Delivered) -> list[str]:
    """The text in Vietnamese, and in English."""
    vi, en = found.letter.get_content().split("\n\n\n")
    return [vi, en]


def _dies(*_: object) -> None:
    raise InterruptedError
