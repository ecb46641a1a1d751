"""What a runner sends from the page of a run: it is taken once, said in words, and seen by those
whom it concerns."""

import re
from typing import Any

import httpx2
import pytest

from tests.api.officers import words
from tests.cast import API, EVENT, Cast, Runner, Sent, Visitor, told
from tests.runs import DAY_S, gpx, steady, with_kilometres
from tests.tracks import MORNING

#: 5,050 m at 5:00 /km; the same with one kilometre that a referee has to see, and one too fast.
GOOD = gpx(steady(5050, 1515))
DOUBTFUL = gpx(*with_kilometres(300, 300, 205, 300, 300), start=MORNING - DAY_S)
TOO_FAST = gpx(*with_kilometres(280, 280, 170, 280, 280), start=MORNING - 2 * DAY_S)


def page_of(runner: Runner, sent: Sent) -> str:
    return f"{runner.page}/{sent.run['id']}"


def says(who: Visitor, page: str, form: str, **fields: Any) -> httpx2.Response:
    """A form as a browser sends it."""
    return who.asks("POST", f"{page}/{form}", data=fields)


def seen(who: Visitor, path: str, **query: str) -> str:
    """The words of a page that is there."""
    answer = who.sees(path, **query)
    assert answer.status_code == 200, (path, answer.status_code)
    return words(answer.text)


def goes_on(who: Visitor, answer: httpx2.Response) -> str:
    """The words of the page to which a form leads."""
    assert answer.status_code == 303, words(answer.text)
    return seen(who, answer.headers["location"])


def closes(story: Cast) -> None:
    """The event, with provisional results; it is the morning of 26 November."""
    story.set_clock("2026-11-26T08:00:00+07:00")
    told(story.binh.changes(state="closed"))


class TestAnswers:
    """A referee asks, the runner answers right there."""

    @pytest.fixture
    def asked(self, open_event: Cast) -> tuple[Cast, str]:
        anh = open_event.anh.enters("5km")
        sent = anh.sends(DOUBTFUL)
        open_event.vy.wonders(sent, because="Bạn chạy xuống dốc ở km 3 phải không?")
        return open_event, page_of(anh, sent)

    def test_the_question_stands_on_the_page_and_on_the_own_page(
        self, asked: tuple[Cast, str]
    ) -> None:
        story, page = asked
        assert "Bạn chạy xuống dốc ở km 3 phải không?" in seen(story.anh, page)
        own = seen(story.anh, story.anh.page)
        assert "Trọng tài có câu hỏi cho bạn" in own
        assert "Cần bạn trả lời" in own
        asking = own.index("Bạn chạy xuống dốc ở km 3 phải không?")
        assert own.index("Trọng tài có câu hỏi cho bạn") < asking < own.index("Bài chạy của bạn")
        for stranger in (story.visitor, story.huong.enters("5km")):
            assert stranger.sees(page).status_code == 404
            assert "câu hỏi" not in seen(stranger, story.anh.page)

    def test_an_answer_is_thanked_for_and_stands_in_the_conversation(
        self, asked: tuple[Cast, str]
    ) -> None:
        story, page = asked
        after = goes_on(story.anh, says(story.anh, page, "tra-loi", text="Vâng, dốc xuống cầu."))
        assert "Trọng tài đã nhận câu trả lời của bạn" in after
        assert "“Vâng, dốc xuống cầu.”" in after
        assert "Đã trả lời, chờ duyệt" in seen(story.anh, story.anh.page)

    def test_pressing_twice_says_it_once(self, asked: tuple[Cast, str]) -> None:
        story, page = asked
        for _ in range(2):
            after = goes_on(story.anh, says(story.anh, page, "tra-loi", text="Dốc  xuống\ncầu. "))
        assert after.count("“Dốc xuống cầu.”") == 1

    @pytest.mark.parametrize("text", ["", " \n ", "ư" * 1001])
    def test_what_cannot_be_taken_is_shown_again_with_what_was_typed(
        self, asked: tuple[Cast, str], text: str
    ) -> None:
        story, page = asked
        answer = says(story.anh, page, "tra-loi", text=text)
        assert answer.status_code == 422
        assert "1.000" in words(answer.text)
        assert f">{text}</textarea>" in answer.text
        assert answer.headers["cache-control"] == "private, no-cache"
        # The other language leads to the page, for the form itself cannot be looked at.
        assert f'href="{page}?lang=en"' in answer.text

    def test_where_nobody_asks_any_more_the_page_says_so(self, asked: tuple[Cast, str]) -> None:
        story, page = asked
        sent = story.anh.sees(page)  # the page with the form is open in the browser
        assert "Câu trả lời của bạn" in words(sent.text)
        ruling = {"decision": "accept", "reason": "Đã xem bản đồ."}
        path = f"{API}/{EVENT}/activities/{page.rpartition('/')[2]}/ruling"
        told(story.vy.asks("POST", path, json=ruling))
        late = says(story.anh, page, "tra-loi", text="Vâng.")
        assert late.status_code == 409
        assert "không còn" in words(late.text) or "không ai hỏi" in words(late.text).lower()

    def test_nobody_else_answers(self, asked: tuple[Cast, str]) -> None:
        story, page = asked
        huong = story.huong.enters("5km")
        people = ((story.visitor, 401), (huong, 404), (story.vy, 401), (story.binh, 401))
        for who, status in people:
            assert says(who, page, "tra-loi", text="Tôi đây.").status_code == status
        assert "Tôi đây." not in seen(story.anh, page)


class TestProtests:
    """What does not count can be protested against, until a time that is said in words."""

    @pytest.fixture
    def rejected(self, open_event: Cast) -> tuple[Cast, str]:
        anh = open_event.anh.enters("5km")
        return open_event, page_of(anh, anh.sends(TOO_FAST))

    def test_a_protest_waits_and_what_came_of_it_stands_there(
        self, rejected: tuple[Cast, str]
    ) -> None:
        story, page = rejected
        assert "hết 48 giờ kể từ lúc công bố kết quả tạm thời" in seen(story.anh, page)
        text = "Đồng hồ mất sóng dưới vách núi."
        after = goes_on(story.anh, says(story.anh, page, "khieu-nai", text=text))
        assert "Trọng tài đang xem khiếu nại bạn gửi lúc 12:30" in after
        assert "Đang khiếu nại" in seen(story.anh, story.anh.page)
        again = goes_on(story.anh, says(story.anh, page, "khieu-nai", text=text))
        assert again.count(f"“{text}”") == 1
        other = says(story.anh, page, "khieu-nai", text="Xin xem lại lần nữa.")
        assert other.status_code == 409

        path = f"{API}/{EVENT}/activities/{page.rpartition('/')[2]}/ruling"
        told(story.vy.asks("POST", path, json={"decision": "reject", "reason": "Km 3 là đi xe."}))
        final = seen(story.anh, page)
        assert "Khiếu nại không được chấp nhận." in final
        assert "“Km 3 là đi xe.”" in final
        assert "quyết định cuối cùng" in final
        assert f'action="{page}/khieu-nai"' not in story.anh.sees(page).text
        assert "Khiếu nại không được chấp nhận" in seen(story.anh, story.anh.page)

    def test_the_time_is_said_and_when_it_is_over_who_is_left_to_ask(
        self, rejected: tuple[Cast, str]
    ) -> None:
        story, page = rejected
        closes(story)
        assert "đến 08:00 ngày 28/11/2026" in seen(story.anh, page)
        assert "until 08:00 on 28 Nov 2026" in seen(story.anh, page, lang="en")
        story.clock.pass_by(hours=48, seconds=1)
        over = seen(story.anh, page, lang="vi")
        assert "08:00 ngày 28/11/2026" in over
        assert "bantochuc@example.org" in over
        late = says(story.anh, page, "khieu-nai", text="Tôi gửi muộn.")
        assert late.status_code == 409
        assert "08:00 ngày 28/11/2026" in words(late.text)
        assert f'action="{page}/khieu-nai"' not in late.text

    def test_an_upheld_protest_counts(self, rejected: tuple[Cast, str]) -> None:
        story, page = rejected
        says(story.anh, page, "khieu-nai", text="GPS nhảy.")
        path = f"{API}/{EVENT}/activities/{page.rpartition('/')[2]}/ruling"
        told(story.vy.asks("POST", path, json={"decision": "accept", "reason": "Đúng."}))
        assert "Khiếu nại được chấp nhận." in seen(story.anh, page)
        public = seen(story.visitor, page)
        assert "GPS nhảy" not in public
        assert "Khiếu nại" not in public


class TestTakingBack:
    """An own run goes, or another file comes in its place."""

    def test_a_run_goes_when_its_runner_is_sure_and_going_twice_is_going_once(
        self, open_event: Cast
    ) -> None:
        anh = open_event.anh.enters("5km")
        page = page_of(anh, anh.sends(GOOD))
        unsure = says(anh, page, "rut")
        assert unsure.status_code == 422
        assert "Nếu bạn chắc chắn" in words(unsure.text)
        for _ in range(2):
            after = goes_on(anh, says(anh, page, "rut", sure="1"))
            assert "Đã rút bài chạy" in after
        assert anh.sees(page).status_code == 404
        assert anh.ranks("5km-overall") == []

    def test_nobody_takes_the_run_of_somebody_else_back(self, open_event: Cast) -> None:
        anh = open_event.anh.enters("5km")
        page = page_of(anh, anh.sends(GOOD))
        huong = open_event.huong.enters("5km")
        stealing = page.replace(f"/vdv/{anh.bib}/", f"/vdv/{huong.bib}/")
        assert says(huong, page, "rut", sure="1").status_code == 404
        assert says(open_event.visitor, page, "rut", sure="1").status_code == 401
        assert says(huong, stealing, "rut", sure="1").status_code == 404
        assert anh.sees(page).status_code == 200

    def test_once_a_referee_has_decided_it_stays(self, open_event: Cast) -> None:
        anh = open_event.anh.enters("5km")
        sent = anh.sends(DOUBTFUL)
        page = page_of(anh, sent)
        assert f'action="{page}/rut"' in anh.sees(page).text
        open_event.vy.rejects(sent, because="Km 3 là đi xe.")
        assert f'action="{page}/rut"' not in anh.sees(page).text
        refused = says(anh, page, "rut", sure="1")
        assert refused.status_code == 409
        assert "Trọng tài đã quyết định" in words(refused.text)

    def test_another_file_takes_the_place_of_a_run(self, open_event: Cast) -> None:
        anh = open_event.anh.enters("5km")
        page = page_of(anh, anh.sends(TOO_FAST))
        other = gpx(*with_kilometres(280, 280, 280, 280, 280), start=MORNING - 2 * DAY_S)
        answer = anh.asks("POST", f"{page}/thay", files={"file": ("dong-ho.gpx", other)})
        after = goes_on(anh, answer)
        assert "Tệp mới đã thay cho tệp cũ" in after
        assert answer.headers["location"].startswith(anh.page + "/")
        assert anh.sees(page).status_code == 404
        assert anh.ranks("5km-overall") == [(1, anh.name)]

    def test_a_file_that_cannot_be_read_takes_nobodys_place(self, open_event: Cast) -> None:
        anh = open_event.anh.enters("5km")
        page = page_of(anh, anh.sends(GOOD))
        picture = b"\x89PNG\r\n\x1a\n" + bytes(64)
        answer = anh.asks("POST", f"{page}/thay", files={"file": ("anh.png", picture)})
        assert answer.status_code == 409
        assert re.search(r'href="/e/huu-lung/nop-bai/\w+"', answer.text)
        assert anh.ranks("5km-overall") == [(1, anh.name)]
        empty = anh.asks("POST", f"{page}/thay", files={"file": ("", b"")})
        assert empty.status_code == 422

    def test_a_double_click_on_another_file_ends_well(self, open_event: Cast) -> None:
        anh = open_event.anh.enters("5km")
        page = page_of(anh, anh.sends(TOO_FAST))
        other = gpx(*with_kilometres(280, 280, 280, 280, 280), start=MORNING - 2 * DAY_S)
        for _ in range(2):
            answer = anh.asks("POST", f"{page}/thay", files={"file": ("dong-ho.gpx", other)})
            assert "Tệp mới đã thay cho tệp cũ" in goes_on(anh, answer)
        assert seen(anh, anh.page).count("5,00 km") <= 4


class TestReports:
    """Runners of the event may say that a run of somebody else looks odd; nobody learns who."""

    def test_a_runner_of_the_event_reports_and_nobody_is_told_who(self, open_event: Cast) -> None:
        anh, huong = open_event.anh.enters("5km"), open_event.huong.enters("5km")
        page = page_of(anh, anh.sends(GOOD))
        assert "Báo cáo bài chạy này" in seen(huong, page)
        assert "Báo cáo" not in seen(open_event.visitor, page)
        assert "Báo cáo" not in seen(anh, page)
        text = "Tôi thấy bạn ấy đi xe đạp ở cầu."
        assert "Cảm ơn bạn" in goes_on(huong, says(huong, page, "bao-cao", text=text))
        assert "Cảm ơn bạn" in goes_on(huong, says(huong, page, "bao-cao", text=text))
        for who in (anh, open_event.visitor, huong):
            for path in (page, anh.page, f"/e/{EVENT}/bxh"):
                told_there = seen(who, path)
                assert text not in told_there
                assert "Báo cáo:" not in told_there
        assert huong.name not in seen(anh, page)
        assert "Đang khiếu nại" not in seen(anh, anh.page)

    def test_only_runners_of_the_event_report(self, open_event: Cast) -> None:
        anh = open_event.anh.enters("5km")
        page = page_of(anh, anh.sends(GOOD))
        for who in (open_event.visitor, open_event.vy, open_event.binh, open_event.cuong):
            assert says(who, page, "bao-cao", text="Lạ quá.").status_code == 401
        assert says(anh, page, "bao-cao", text="Của tôi.").status_code == 409

    def test_six_reports_on_one_day_are_one_too_many(self, open_event: Cast) -> None:
        anh, huong = open_event.anh.enters("5km"), open_event.huong.enters("5km")
        pages = [
            page_of(anh, anh.sends(gpx(steady(2000 + 10 * n, 700), start=MORNING - n * 9000)))
            for n in range(6)
        ]
        statuses = [says(huong, page, "bao-cao", text="Lạ quá.").status_code for page in pages]
        assert statuses == [303] * 5 + [429]
        last = says(huong, pages[-1], "bao-cao", text="Lạ quá.")
        assert "5 báo cáo" in words(last.text)

    def test_a_minor_cannot_be_reported_for_nobody_sees_the_run(self, open_event: Cast) -> None:
        an = open_event.runner("Hoàng Thu An", birth_year=2012).enters("5km")
        huong = open_event.huong.enters("5km")
        page = page_of(an, an.sends(GOOD))
        assert huong.sees(page).status_code == 404
        assert says(huong, page, "bao-cao", text="Lạ quá.").status_code == 404


def test_a_form_of_another_site_is_refused(open_event: Cast) -> None:
    anh = open_event.anh.enters("5km")
    page = page_of(anh, anh.sends(GOOD))
    for form in ("tra-loi", "khieu-nai", "rut", "thay", "bao-cao"):
        answer = anh.asks("POST", f"{page}/{form}", headers={"Sec-Fetch-Site": "cross-site"})
        assert answer.status_code == 403


def rules(story: Cast, sent: Sent, decision: str, reason: str, **more: Any) -> None:
    """A ruling with all that may come with it."""
    body = {"decision": decision, "reason": reason, **more}
    told(story.vy.asks("POST", f"{API}/{EVENT}/activities/{sent.run['id']}/ruling", json=body))


class TestCorrections:
    """What a referee corrected shows with its reason, and never who did it."""

    def test_a_clock_and_a_part_are_told_to_everybody_with_the_reason(
        self, open_event: Cast
    ) -> None:
        anh = open_event.anh.enters("5km")
        sent = anh.sends(gpx(steady(6000, 1800), start=MORNING - DAY_S))
        page, why = page_of(anh, sent), "Đồng hồ chậm một giờ, phút đầu còn đi bộ."
        rules(open_event, sent, "accept", why, amends={"shift_s": 3600, "from_s": 60})
        public = open_event.visitor.sees(page).text
        assert "Trọng tài chỉnh giờ: +1 giờ." in words(public)
        assert "Chỉ tính phần bản ghi từ 1:00 trở đi." in words(public)
        assert f"Lý do: {why}" in words(public)
        own = anh.sees(page).text
        # 200 m of the first minute at 5:00 /km are left out of 6,000 m.
        assert "Được tính 5,80 km trong 6,00 km." in words(own)
        assert "Được tính" not in words(public)
        for html in (public, own):
            assert open_event.vy.name not in words(html)
            assert open_event.vy.account not in html
        assert "Bạn khiếu nại được" in words(own)

    def test_what_was_talked_about_is_not_for_everybody(self, open_event: Cast) -> None:
        anh = open_event.anh.enters("5km")
        sent = anh.sends(DOUBTFUL)
        page = page_of(anh, sent)
        open_event.vy.wonders(sent, because="Ai chạy cùng bạn?")
        says(anh, page, "tra-loi", text="Chị Hà nhà bên.")
        open_event.vy.accepts(sent, because="Đã gọi cho chị Hà.")
        public = seen(open_event.visitor, page)
        for private in ("Ai chạy cùng", "Chị Hà", "chị Hà", "Trao đổi với trọng tài"):
            assert private not in public
        staff = seen(open_event.vy, page)
        assert "VĐV trả lời lúc" in staff
        assert "“Chị Hà nhà bên.”" in staff
        assert "action=" not in open_event.vy.sees(page).text


class TestTheOwnPage:
    """What was decided since the last visit comes first; after half an hour it is old."""

    def test_news_is_new_for_one_visit(self, open_event: Cast) -> None:
        anh = open_event.anh.enters("5km")
        sent = anh.sends(DOUBTFUL)
        assert "Từ lần xem trước" not in seen(anh, anh.page)
        open_event.clock.pass_by(hours=2)
        open_event.vy.accepts(sent, because="Đúng là dốc.")
        open_event.clock.pass_by(minutes=1)
        for _ in range(2):
            own = seen(anh, anh.page)
            assert own.index("Từ lần xem trước") < own.index("Đúng là dốc.") < own.rindex("BIB 0")
        assert "Đúng là dốc." not in seen(open_event.visitor, anh.page)
        assert "Đúng là dốc." not in seen(open_event.vy, anh.page)
        open_event.clock.pass_by(hours=2)
        later = seen(anh, anh.page)
        assert "Từ lần xem trước" not in later
        assert "1 tin gửi bạn" in later
        assert "counts" in seen(anh, anh.page, lang="en")


class TestStages:
    """From runs that come in to official results, by the clock and what the organiser does."""

    def test_the_pages_tell_how_far_the_results_are(self, open_event: Cast) -> None:
        story, visitor = open_event, open_event.visitor
        anh = story.anh.enters("5km", "10km")
        sent = anh.sends(gpx(steady(5050, 1515), start=MORNING - DAY_S))
        pages = (f"/e/{EVENT}", f"/e/{EVENT}/bxh", anh.page)
        assert "Đang diễn ra" in seen(visitor, pages[0])
        assert not any("tạm thời" in seen(visitor, page) for page in pages[1:])
        closes(story)
        for page in pages:
            told_there = seen(visitor, page)
            assert "Kết quả tạm thời" in told_there
            assert "Nhận khiếu nại đến 08:00 ngày 28/11/2026" in told_there
        story.clock.pass_by(hours=49)
        for page in pages:
            assert "Hết hạn khiếu nại lúc 08:00 ngày 28/11/2026" in seen(visitor, page)
        official = told(story.binh.asks("POST", f"{API}/{EVENT}/finalise", json={}))
        sha256 = official["sha256"]
        for page in pages:
            html = visitor.sees(page).text
            assert "Chính thức từ 09:00 ngày 28/11/2026" in words(html)
            assert f"{sha256[:4]} … {sha256[-4:]}" in words(html)
            assert sha256 in html
            (link,) = set(re.findall(r'href="([^"]+final\.json)"', html))
        assert visitor.sees(link).status_code == 200
        assert f'action="{page_of(anh, sent)}/' not in anh.sees(page_of(anh, sent)).text

        story.clock.pass_by(days=1)
        story.vy.rejects(sent, because="Đi nhờ xe ở km 3.")
        board = visitor.sees(f"/e/{EVENT}/bxh").text
        assert "Thay đổi sau khi kết quả đã chính thức" in words(board)
        assert "25:00 → không có kết quả" in words(board)
        assert "Lý do: Đi nhờ xe ở km 3." in words(board)
        assert story.vy.name not in words(board)
        assert story.vy.account not in board
        assert "Đi nhờ xe" not in seen(visitor, f"/e/{EVENT}")

    def test_a_minor_stays_masked_in_the_list_of_changes(self, open_event: Cast) -> None:
        story = open_event
        an = story.runner("Hoàng Thu An", birth_year=2012).enters("5km")
        sent = an.sends(GOOD)
        closes(story)
        story.clock.pass_by(hours=49)
        told(story.binh.asks("POST", f"{API}/{EVENT}/finalise", json={}))
        story.vy.rejects(sent, because="Đi nhờ xe.")
        board = seen(story.visitor, f"/e/{EVENT}/bxh")
        assert "Lý do: Đi nhờ xe." in board
        assert "Hoàng Thu An" not in board
        assert "H. T. A." in board


def test_who_is_out_by_cards_is_told_calmly(open_event: Cast) -> None:
    story = open_event
    told(story.binh.changes(procedure={"cards": True, "runner_out_at": 1, "team_out_at": 1}))
    anh, huong = story.anh.enters("5km"), story.huong.enters("5km")
    anh.sends(GOOD)
    cheated = anh.sends(gpx(steady(5100, 1600), start=MORNING - DAY_S))
    huong.sends(gpx(steady(5050, 1700), start=MORNING - 2 * DAY_S))
    rules(story, cheated, "reject", "Đi xe đạp cả bài.", card=True)
    own = seen(anh, anh.page)
    assert "Các bài chạy của bạn không được xếp hạng" in own
    assert "bantochuc@example.org" in own
    assert "Kèm thẻ" in seen(anh, page_of(anh, cheated))
    board = seen(story.visitor, f"/e/{EVENT}/bxh?board=5km-overall")
    assert "1 VĐV không được xếp hạng" in board
    assert f"{anh.name} {anh.bib}" in board
    assert "Đi xe đạp" not in board
    public = seen(story.visitor, anh.page)
    assert "Không xếp hạng" in public
    assert "Đi xe đạp" not in public
    units = seen(story.visitor, f"/e/{EVENT}/bxh?board=5km-teams")
    assert "– Chi đoàn Du lịch" in units
    assert "đơn vị có 1 thẻ" in seen(story.visitor, f"/e/{EVENT}/the-le")


def test_a_change_of_the_rules_is_told_with_its_reason_and_not_by_whom(open_event: Cast) -> None:
    story = open_event
    body = {"rules": {"pace_slow_s": 1200}, "reason": "Mời cả người đi bộ."}
    told(story.binh.asks("PUT", f"{API}/{EVENT}/rules", json=body), 202)
    html = story.visitor.sees(f"/e/{EVENT}/the-le").text
    assert "Bộ luật số 2" in words(html)
    assert "Lý do: Mời cả người đi bộ." in words(html)
    assert "15:00 /km → 20:00 /km" in words(html).replace("\xa0", " ")
    assert story.binh.name not in words(html)
    assert story.binh.account not in html
