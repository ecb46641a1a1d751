"""One race day through HTTP, from the draft to the certificate, and what else happens at a race.

Every expected number is worked out beside the legs that a run is made of.
"""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from race.__main__ import main
from tests.cast import API, EVENT, Cast, Official, Runner, Sent, listed, told
from tests.runs import DAY_S, broken_off, gpx, stating, steady, with_kilometres, without_times
from tests.tracks import MORNING

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(64)
#: 5,050 m at 5:00 /km: the best 5 km take 25:00.
FIVE_KM = steady(5050, 1515)


def test_a_race_day(open_event: Cast, tmp_path: Path) -> None:
    """Entries, uploads, the board, a ruling and its end, a certificate and its successor."""
    cast = open_event
    cast.anh.enters("5km", "10km")
    cast.huong.enters("5km")
    cast.thang.enters("5km")
    dung = cast.runner("Hoàng Thị Dung", birth_year=1984).enters("5km")

    best = _anh_runs_seven_kilometres(cast.anh)
    _the_same_file_again_changes_nothing(cast.anh, best)
    suspicious = _thang_waits_for_the_referee(cast)
    _thang_sends_anhs_file(cast, best)
    cast.huong.sends(gpx(FIVE_KM, start=MORNING - DAY_S))
    dung.sends(gpx(steady(5050, 1616), start=MORNING - DAY_S))
    assert cast.visitor.ranks("5km-overall") == [
        (1, "Lý Thị Hương"),  # the day before Ánh: who reached a tie first stands first
        (1, "Nguyễn Thị Ngọc Ánh"),
        (3, "Hoàng Thị Dung"),
    ]
    _the_referee_accepts_and_everybody_moves_down(cast, suspicious)
    _the_referee_rejects_and_the_certificate_is_revoked(cast, suspicious)
    _a_corrected_name_replaces_the_certificate(cast, tmp_path)
    _the_results_become_official(cast, suspicious)


def _anh_runs_seven_kilometres(anh: Runner) -> Sent:
    """950 m slowly, 5,000 m in 25:00, 1,100 m slowly: 7,050 m in 38:40."""
    sent = anh.sends(gpx((380, 2.5), steady(5000, 1500), (440, 2.5)), "Chạy sáng.gpx")
    assert (sent.status, sent.state, sent.codes) == (201, "accepted", [])
    assert sent.run["official_distance_m"] == pytest.approx(7050, abs=0.01)
    assert sent.run["elapsed_s"] == 2320
    five, ten = sent.result("5km"), sent.result("10km")
    assert (five["time_s"], five["rank"], five["finished"]) == (1500, 1, True)
    assert ten["distance_m"] == pytest.approx(7050, abs=0.1)
    assert (ten["time_s"], ten["finished"]) == (2320, False)
    return sent


def _the_same_file_again_changes_nothing(anh: Runner, first: Sent) -> None:
    again = anh.sends(gpx((380, 2.5), steady(5000, 1500), (440, 2.5)), "copy.gpx")
    assert (again.status, again.id) == (200, first.id)
    assert (again.state, again.codes) == ("accepted", [])
    assert anh.board("10km-overall")["standings"][0]["runs"] == 1


def _thang_waits_for_the_referee(cast: Cast) -> Sent:
    """His second kilometre took 3:25; the whole run would be the fastest."""
    sent = cast.thang.sends(
        gpx(*with_kilometres(280, 205, 280, 280, 280), start=MORNING - 2 * DAY_S)
    )
    assert (sent.state, sent.codes) == ("review", ["KM_TOO_FAST"])
    flag = sent.flags["KM_TOO_FAST"]
    assert (flag["severity"], flag["limit"], flag["measured"]) == ("review", 210.0, 205.0)
    assert flag["where"] == {"from_s": 280, "to_s": 485, "from_m": 1000, "to_m": 2000}
    assert sent.result("5km")["status"] == "PENDING"
    assert sent.result("5km")["rank"] is None
    assert cast.thang.name not in [name for _, name in cast.visitor.ranks("5km-overall")]
    assert cast.thang.certificate("5km").status_code == 409
    return sent


def _thang_sends_anhs_file(cast: Cast, original: Sent) -> None:
    copy = cast.thang.sends(gpx((380, 2.5), steady(5000, 1500), (440, 2.5)), "my run.gpx")
    assert (copy.status, copy.state, copy.codes) == (201, "review", ["DUP_SAME_FILE"])
    told_to_thang = json.dumps(copy.body, ensure_ascii=False)
    assert cast.anh.name not in told_to_thang
    assert original.id not in told_to_thang
    assert original.run["id"] not in told_to_thang
    mine = told(cast.anh.upload(original))
    assert (mine["state"], mine["activities"][0]["flags"]) == ("accepted", [])
    cast.vy.rejects(copy, because="Tệp này là của VĐV khác.")


def _the_referee_accepts_and_everybody_moves_down(cast: Cast, sent: Sent) -> None:
    waiting = cast.vy.reviews()
    assert [(run["id"], run["bib"]) for run in waiting] == [(sent.run["id"], cast.thang.bib)]
    ruled = cast.vy.accepts(sent, because="Xuống dốc Hữu Liên, nhịp tim khớp.")
    assert (ruled["verdict"], ruled["proposed"]) == ("accepted", "review")
    assert cast.vy.reviews() == []
    assert cast.visitor.ranks("5km-overall") == [
        (1, "Nông Quốc Thăng"),  # 280 + 205 + 3 × 280 s = 22:05
        (2, "Lý Thị Hương"),
        (2, "Nguyễn Thị Ngọc Ánh"),
        (4, "Hoàng Thị Dung"),
    ]
    assert cast.visitor.board("5km-overall")["standings"][0]["time_s"] == 1325
    assert cast.visitor.ranks("5km-female")[0] == (1, "Lý Thị Hương")
    assert cast.visitor.ranks("5km-male") == [(1, "Nông Quốc Thăng")]
    assert cast.thang.certificate("5km").content.startswith(b"%PDF-")


def _the_referee_rejects_and_the_certificate_is_revoked(cast: Cast, sent: Sent) -> None:
    code = _code(cast, cast.thang)
    assert told(cast.visitor.sees(f"/api/v1/certificates/{code}"))["state"] == "valid"
    because = "Bạn chạy cùng xác nhận đã đi xe máy ở km 2."
    cast.vy.rejects(sent, because=because)
    assert cast.visitor.ranks("5km-overall")[0] == (1, "Lý Thị Hương")
    revoked = cast.visitor.sees(f"/api/v1/certificates/{code}")
    assert told(revoked)["state"] == "revoked"
    page = cast.visitor.sees(f"/c/{code}", lang="en")
    assert page.status_code == 200
    assert "No longer valid" in page.text
    assert cast.thang.name not in revoked.text + page.text
    assert cast.visitor.sees(f"/api/v1/certificates/{code}.json").status_code == 404
    assert cast.visitor.sees(f"/c/{code}.pdf").status_code == 404
    assert cast.thang.certificate("5km").status_code == 409
    mine = cast.thang.sees(f"{cast.thang.page}/{sent.run['id']}")
    assert because in mine.text


def _a_corrected_name_replaces_the_certificate(cast: Cast, folder: Path) -> None:
    first = _code(cast, cast.anh)
    cast.binh.corrects(cast.anh, name="  Nguyễn   Thị Ngọc\u00a0A\u0301nh ")
    assert _code(cast, cast.anh) == first  # folded and composed it is the same name
    cast.binh.corrects(cast.anh, name="Nguyễn Thị Hồng Ánh")
    second = _code(cast, cast.anh)
    replaced = told(cast.visitor.sees(f"/api/v1/certificates/{first}"))
    assert (replaced["state"], replaced["newest"]) == ("replaced", second)
    assert f"/c/{second}" in cast.visitor.sees(f"/c/{first}").text
    shown = told(cast.visitor.sees(f"/api/v1/certificates/{second}"))
    assert shown["state"] == "valid"
    assert shown["certificate"]["name"] == "Nguyễn Thị Hồng Ánh"
    signed = told(cast.visitor.sees(f"/api/v1/certificates/{second}.json"))
    assert signed["certificate"]["time_s"] == 1500
    _is_genuine(folder / "signed.json", signed)


def _is_genuine(file: Path, signed: dict[str, Any]) -> None:
    file.write_text(json.dumps(signed), encoding="utf-8")
    assert main(["verify", str(file)]) == 0
    signed["certificate"]["time_s"] = 1400
    file.write_text(json.dumps(signed), encoding="utf-8")
    assert main(["verify", str(file)]) == 2


def _the_results_become_official(cast: Cast, sent: Sent) -> None:
    told(cast.binh.changes(state="closed"))
    late = cast.huong.tries_to_send(gpx(FIVE_KM, start=MORNING - 3 * DAY_S))
    assert (late.status_code, late.json()["code"]) == (409, "EVENT_CLOSED")
    told(cast.binh.changes(state="final"))
    assert cast.vy.rules(sent, "accept", "Xem lại.").status_code == 409
    assert cast.visitor.ranks("5km-overall")[0] == (1, "Lý Thị Hương")


def _code(cast: Cast, runner: Runner) -> str:
    """The code of a certificate, as its runner finds it on the own page."""
    page = runner.sees(runner.page).text
    code = page.split('href="/c/')[1].split('"')[0]
    assert cast.visitor.sees(f"/c/{code}").status_code == 200
    return code


class TestDraft:
    """Nobody sees what is not opened, and an organiser sees only their own."""

    @pytest.mark.parametrize(
        "path",
        [
            f"{API}/{EVENT}",
            f"{API}/{EVENT}/leaderboards",
            f"{API}/{EVENT}/leaderboards/5km-overall",
            f"/e/{EVENT}",
            f"/e/{EVENT}/bxh",
            f"/e/{EVENT}/dang-ky",
            f"/e/{EVENT}/nop-bai",
            f"/e/{EVENT}/the-le",
        ],
    )
    def test_a_draft_is_there_for_its_staff_only(self, cast: Cast, path: str) -> None:
        assert cast.visitor.sees(path).status_code == 404
        assert cast.cuong.sees(path).status_code == 404
        assert cast.binh.sees(path).status_code == 200
        assert cast.vy.sees(path).status_code == 200

    def test_a_draft_is_in_no_list_but_that_of_its_staff(self, cast: Cast) -> None:
        assert listed(cast.visitor.sees(API)) == []
        assert listed(cast.cuong.sees(API)) == []
        assert [event["slug"] for event in listed(cast.binh.sees(API))] == [EVENT]
        assert "Hữu Lũng vẻ đẹp thanh bình" not in cast.visitor.sees("/").text

    def test_nobody_enters_a_draft_by_themselves(self, cast: Cast) -> None:
        assert cast.anh.tries_to_enter("5km").status_code == 404

    def test_taken_back_to_draft_an_event_is_gone_for_its_runners(self, open_event: Cast) -> None:
        cast = open_event
        cast.anh.enters("5km")
        sent = cast.anh.sends(gpx(FIVE_KM))
        told(cast.binh.changes(state="draft"))
        assert cast.anh.sees(cast.anh.page).status_code == 404
        assert cast.anh.upload(sent).status_code == 404
        assert cast.anh.tries_to_send(gpx(FIVE_KM, start=MORNING + 7200)).status_code == 404


class TestEntering:
    """Once for each person and race."""

    def test_a_second_race_is_entered_under_the_same_bib_and_earlier_runs_count(
        self, open_event: Cast
    ) -> None:
        anh = open_event.anh.enters("5km")
        bib, secret = anh.bib, anh.secret
        anh.sends(gpx(FIVE_KM))
        anh.enters("10km")
        assert (anh.bib, anh.secret) == (bib, secret)
        assert anh.board("10km-overall")["standings"][0]["distance_m"] == pytest.approx(5050)

    @pytest.mark.parametrize(
        "name", ["Nguyễn Thị Ngọc Ánh", "nguyen thi ngoc anh", " NGUYỄN  THỊ NGỌC ÁNH"]
    )
    def test_the_same_person_again_is_told_how_to_find_the_link(
        self, open_event: Cast, name: str
    ) -> None:
        open_event.anh.enters("5km")
        again = open_event.runner(name, birth_year=2001).tries_to_enter("5km")
        assert (again.status_code, again.json()["code"]) == (409, "ALREADY_ENTERED")
        assert "Ban Tổ chức" in again.json()["message"]["vi"]
        assert "organiser" in again.json()["message"]["en"]

    def test_who_was_born_in_another_year_is_another_person(self, open_event: Cast) -> None:
        open_event.anh.enters("5km")
        other = open_event.runner(open_event.anh.name, birth_year=1999).enters("5km")
        assert other.bib != open_event.anh.bib

    def test_a_lost_link_is_issued_again_and_the_old_one_ends(self, open_event: Cast) -> None:
        anh = open_event.anh.enters("5km")
        path = f"{API}/{EVENT}/entries/{anh.bib}/link"
        fresh = told(open_event.binh.asks("POST", path), 201)
        assert anh.sees(anh.page).status_code == 200  # a page that everybody may see
        assert anh.tries_to_send(gpx(FIVE_KM)).status_code == 401
        assert anh.opens(f"http://testserver/u/{EVENT}/{anh.bib}.{anh.secret}").status_code == 404
        anh.opens(fresh["personal_url"])
        assert anh.sends(gpx(FIVE_KM)).state == "accepted"

    def test_names_are_kept_composed_and_folded(self, open_event: Cast) -> None:
        open_event.runner("  Trâ\u0300n\u200b  Văn\tBình ", sex="M").enters("5km")
        entries = listed(open_event.binh.sees(f"{API}/{EVENT}/entries"))
        assert [entry["name"] for entry in entries] == ["Trần Văn Bình"]


class TestUploadsOfAllKinds:
    """Each gets a verdict with its reason, or an error that says what to do."""

    @pytest.mark.parametrize(
        ("data", "state", "codes"),
        [
            (gpx(FIVE_KM), "accepted", []),
            (gpx(FIVE_KM, sport="walking"), "accepted", []),
            (gpx(FIVE_KM, sport=""), "accepted", []),
            (gpx(steady(4000, 3800), sport="hiking"), "accepted", []),
            (gpx(FIVE_KM, sport="cycling"), "rejected", ["WRONG_SPORT"]),
            (gpx(steady(4000, 3800)), "rejected", ["TOO_SLOW"]),
            (gpx(steady(5000, 1150)), "rejected", ["TOO_FAST"]),
            (gpx(steady(900, 300)), "rejected", ["TOO_SHORT"]),
            (
                gpx(FIVE_KM, start=MORNING - 20 * DAY_S),
                "rejected",
                ["BEFORE_WINDOW", "LATE_UPLOAD"],
            ),
            (gpx(FIVE_KM, start=MORNING - 4 * DAY_S), "rejected", ["LATE_UPLOAD"]),
            (gpx(FIVE_KM, start=MORNING + 7 * 3600), "rejected", ["CLOCK"]),
            (without_times(gpx(FIVE_KM)), "rejected", ["NO_TIME"]),
            (stating(gpx(FIVE_KM), 6500), "review", ["MISMATCH_DISTANCE"]),
            (stating(gpx(FIVE_KM), 5500), "accepted", ["MISMATCH_DISTANCE"]),
            (stating(gpx(FIVE_KM), 5100), "accepted", []),
            (broken_off(gpx(FIVE_KM)), "accepted", ["CORRUPT_PARTIAL"]),
        ],
    )
    def test_a_run_gets_its_verdict(
        self, open_event: Cast, data: bytes, state: str, codes: list[str]
    ) -> None:
        sent = open_event.anh.enters("5km").sends(data)
        assert (sent.status, sent.state, sent.codes) == (201, state, codes)
        for flag in sent.flags.values():
            assert set(flag["message"]) == {"vi", "en"}
            assert all(flag["message"].values())

    def test_a_picture_is_kept_and_called_one(self, open_event: Cast) -> None:
        sent = open_event.anh.enters("5km").sends(PICTURE, "IMG_2201.png")
        assert (sent.status, sent.state, sent.body["activities"]) == (201, "unreadable", [])
        assert sent.body["error"]["code"] == "UNKNOWN_FORMAT"
        assert "là ảnh" in sent.body["error"]["message"]["vi"]
        assert "a picture" in sent.body["error"]["message"]["en"]

    def test_times_without_a_zone_are_those_of_the_event(self, open_event: Cast) -> None:
        """06:00 on the clock in Hữu Lũng; the file does not say where."""
        sent = open_event.anh.enters("5km").sends(
            gpx(FIVE_KM, start=MORNING + 7 * 3600, zoned=False)
        )
        assert (sent.state, sent.codes) == ("accepted", ["CLOCK"])
        assert sent.flags["CLOCK"]["severity"] == "info"
        assert sent.run["started_at"] == "2026-11-13T23:00:00Z"

    def test_a_second_device_counts_once_and_takes_nothing_away(self, open_event: Cast) -> None:
        anh = open_event.anh.enters("10km")
        anh.sends(gpx(steady(6000, 1800)))
        phone = anh.sends(gpx(steady(6000, 1800), app="Another phone", start=MORNING + 5))
        assert (phone.state, phone.codes) == ("rejected", ["OVERLAP_OWN"])
        assert anh.board("10km-overall")["standings"][0]["distance_m"] == pytest.approx(6000)

    def test_an_officer_sends_for_a_runner_and_must_say_for_whom(self, open_event: Cast) -> None:
        anh, binh = open_event.anh.enters("5km"), open_event.binh
        path, files = f"{API}/{EVENT}/submissions", {"file": ("run.gpx", gpx(FIVE_KM))}
        unsaid = binh.asks("POST", path, files=files)
        assert (unsaid.status_code, unsaid.json()["code"]) == (422, "INVALID_FIELD")
        kept = told(binh.asks("POST", path, files=files, data={"bib": anh.bib}), 201)
        assert (kept["bib"], kept["state"]) == (anh.bib, "accepted")
        assert anh.sees(f"{path}/{kept['id']}").status_code == 200

    def test_a_file_that_is_taken_back_takes_its_result_along(self, open_event: Cast) -> None:
        anh = open_event.anh.enters("5km")
        sent = anh.sends(gpx(FIVE_KM))
        code = _code(open_event, anh)
        gone = anh.asks("DELETE", f"{API}/{EVENT}/submissions/{sent.id}")
        assert gone.status_code == 204
        assert anh.upload(sent).status_code == 404
        assert anh.ranks("5km-overall") == []
        assert told(anh.sees(f"/api/v1/certificates/{code}"))["state"] == "revoked"
        assert anh.sends(gpx(FIVE_KM)).status == 201


class TestRulings:
    """People decide, with a reason, and the runner reads it."""

    def test_to_ask_takes_a_run_off_the_board_until_it_is_decided(self, open_event: Cast) -> None:
        anh, vy = open_event.anh.enters("5km"), open_event.vy
        sent = anh.sends(gpx(FIVE_KM))
        assert vy.wonders(sent, because="Bạn chạy đường nào?")["verdict"] == "review"
        assert anh.ranks("5km-overall") == []
        assert [run["id"] for run in vy.reviews()] == [sent.run["id"]]
        vy.accepts(sent, because="Cảm ơn bạn.")
        assert anh.ranks("5km-overall") == [(1, anh.name)]
        assert anh.sends(gpx(FIVE_KM)).state == "accepted"

    @pytest.mark.parametrize(("decision", "reason"), [("accept", "  "), ("pardon", "Vì sao?")])
    def test_a_ruling_needs_a_reason_and_one_of_three_words(
        self, open_event: Cast, decision: str, reason: str
    ) -> None:
        sent = open_event.anh.enters("5km").sends(gpx(FIVE_KM))
        assert open_event.vy.rules(sent, decision, reason).status_code == 422

    def test_a_run_that_a_referee_rejected_does_not_come_back_by_the_same_file(
        self, open_event: Cast
    ) -> None:
        thang = open_event.thang.enters("5km")
        sent = thang.sends(gpx(FIVE_KM))
        open_event.vy.rejects(sent, because="Đi xe máy.")
        assert thang.sends(gpx(FIVE_KM)).state == "rejected"
        assert thang.ranks("5km-overall") == []

    @pytest.mark.parametrize(
        "changed",
        [gpx(FIVE_KM) + b"\n", gpx(FIVE_KM, app="Strava"), gpx(FIVE_KM, start=MORNING + 9)],
    )
    def test_a_run_that_a_referee_rejected_does_not_come_back_by_a_changed_file(
        self, open_event: Cast, changed: bytes
    ) -> None:
        """It is looked at by a person again; no program overrules a referee."""
        thang = open_event.thang.enters("5km")
        open_event.vy.rejects(thang.sends(gpx(FIVE_KM)), because="Đi xe máy.")
        again = thang.sends(changed)
        assert (again.state, again.codes) == ("review", ["OVERLAP_OWN"])
        assert thang.ranks("5km-overall") == []

    def test_a_run_that_a_referee_rejected_cannot_be_taken_back_and_sent_again(
        self, open_event: Cast
    ) -> None:
        thang = open_event.thang.enters("5km")
        sent = thang.sends(gpx(FIVE_KM))
        open_event.vy.rejects(sent, because="Đi xe máy.")
        gone = thang.asks("DELETE", f"{API}/{EVENT}/submissions/{sent.id}")
        assert gone.status_code == 409
        assert thang.sends(gpx(FIVE_KM)).state == "rejected"


class TestCertificates:
    """A certificate changes when what stands on it does."""

    def test_a_slower_run_leaves_the_certificate_of_a_single_race_alone(
        self, open_event: Cast
    ) -> None:
        anh = open_event.anh.enters("5km")
        anh.sends(gpx(FIVE_KM, start=MORNING - DAY_S))
        code = _code(open_event, anh)
        anh.sends(gpx(steady(5050, 1700)))
        assert _code(open_event, anh) == code

    def test_a_better_run_replaces_it(self, open_event: Cast) -> None:
        anh = open_event.anh.enters("5km")
        anh.sends(gpx(steady(5050, 1700), start=MORNING - DAY_S))
        code = _code(open_event, anh)
        anh.sends(gpx(FIVE_KM))
        shown = told(anh.sees(f"/api/v1/certificates/{code}"))
        assert (shown["state"], shown["newest"]) == ("replaced", _code(open_event, anh))

    def test_exactly_the_goal_is_the_goal(self, open_event: Cast) -> None:
        """10,000 m as geographiclib lays them out, and 3,000 + 7,000 m on two days."""
        anh, huong = open_event.anh.enters("10km"), open_event.huong.enters("10km")
        anh.sends(gpx(steady(10_000, 3000)))
        huong.sends(gpx(steady(3000, 900), start=MORNING - DAY_S))
        huong.sends(gpx(steady(7000, 2100), start=MORNING))
        for standing in anh.board("10km-overall")["standings"]:
            assert (standing["rank"], standing["finished"]) == (1, True)

    def test_ninety_nine_percent_is_enough_for_five_kilometres_and_no_metre_less(
        self, open_event: Cast
    ) -> None:
        anh, huong = open_event.anh.enters("5km"), open_event.huong.enters("5km")
        short = huong.sends(gpx(steady(4949, 1500)))
        assert (short.state, short.result("5km")["status"]) == ("accepted", "DNF")
        enough = anh.sends(gpx(steady(4950, 1500)))
        assert enough.result("5km")["time_s"] == 1500  # the whole time, unscaled
        assert enough.result("5km")["finished"] is True


class TestBoards:
    """Pages of standings."""

    @pytest.fixture
    def crowd(self, open_event: Cast) -> Cast:
        """Thirteen runners, the later the slower by ten seconds; bibs in the order of ranks."""
        for i in range(13):
            runner = open_event.runner(f"Vi Thị {'ABCDEFGHIKLMN'[i]}", sex="FM"[i % 2])
            runner.enters("5km").sends(gpx(steady(5000, 1500 + 10 * i), start=MORNING + i))
        return open_event

    def test_around_gives_five_on_each_side(self, crowd: Cast) -> None:
        near = crowd.visitor.board("5km-overall", around="00007")["standings"]
        assert [row["rank"] for row in near] == list(range(2, 13))
        first = crowd.visitor.board("5km-overall", around="00001")["standings"]
        assert [row["rank"] for row in first] == list(range(1, 7))
        assert crowd.visitor.board("5km-overall", around="99999")["standings"] == []

    def test_pages_are_walked_by_their_cursor(self, crowd: Cast) -> None:
        seen: list[list[int]] = []
        after: Any = "0"
        while after is not None:
            page = crowd.visitor.board("5km-overall", limit=5, after=after)
            assert page["total"] == 13
            seen.append([row["rank"] for row in page["standings"]])
            after = page["next"]
        assert seen == [[1, 2, 3, 4, 5], [6, 7, 8, 9, 10], [11, 12, 13]]

    def test_a_page_is_fifty_and_never_more_than_two_hundred(self, crowd: Cast) -> None:
        assert len(crowd.visitor.board("5km-overall", limit=10**9)["standings"]) == 13
        refused = crowd.visitor.sees(f"{API}/{EVENT}/leaderboards/5km-overall", limit=0)
        assert refused.status_code == 422

    def test_behind_is_counted_from_the_first(self, crowd: Cast) -> None:
        rows = crowd.visitor.board("5km-overall")["standings"]
        assert [row["behind"] for row in rows[:3]] == [0, 10, 20]
        assert [row["time_s"] for row in rows[:3]] == [1500, 1510, 1520]

    def test_filters_rank_anew_and_a_search_does_not(self, crowd: Cast) -> None:
        men = crowd.visitor.ranks("5km-overall", sex="M")
        assert men[:2] == [(1, "Vi Thị B"), (2, "Vi Thị D")]
        assert crowd.visitor.ranks("5km-male") == men
        assert crowd.visitor.ranks("5km-overall", q="vi thi d") == [(4, "Vi Thị D")]
        assert crowd.visitor.ranks("5km-overall", q="7") == [(7, "Vi Thị G")]
        assert crowd.visitor.ranks("5km-overall", age_group="20-29", sex="F")[0][0] == 1
        assert crowd.visitor.ranks("5km-overall", age_group="70+") == []

    @pytest.mark.parametrize("query", ["nguyen thi ngoc anh", "NGỌC ÁNH", "ngoc  anh", "1"])
    def test_a_search_needs_no_diacritics(self, open_event: Cast, query: str) -> None:
        open_event.anh.enters("5km").sends(gpx(FIVE_KM))
        open_event.huong.enters("5km").sends(gpx(steady(5050, 1600)))
        assert open_event.visitor.ranks("5km-overall", q=query) == [(1, open_event.anh.name)]

    def test_units_count_those_below_them_by_the_members_they_declare(
        self, open_event: Cast
    ) -> None:
        open_event.anh.enters("5km").sends(gpx(FIVE_KM))
        rows = open_event.visitor.board("5km-teams")["standings"]
        commune = next(row for row in rows if row["team"] == "huu-lien")
        assert (commune["active"], commune["size"], commune["participation"]) == (1, 4, 0.25)

    def test_sex_x_is_ranked_in_overall_only(self, open_event: Cast) -> None:
        open_event.runner("Bế Minh", sex="X").enters("5km").sends(gpx(FIVE_KM))
        assert open_event.visitor.ranks("5km-overall") == [(1, "Bế Minh")]
        assert open_event.visitor.ranks("5km-female") == []
        assert open_event.visitor.ranks("5km-male") == []
        assert open_event.visitor.ranks("5km-overall", sex="F") == []


class TestMinors:
    """Under 16 on the first day: the letters of the name, no page, no map."""

    @pytest.fixture
    def an(self, open_event: Cast) -> Runner:
        """Thirteen on 1 November 2026, for a birth year counts as its 31 December."""
        an = open_event.runner("Hoàng Thu An", birth_year=2012).enters("5km")
        an.sends(gpx(FIVE_KM))
        return an

    def test_the_name_is_its_letters_on_every_board(self, an: Runner, open_event: Cast) -> None:
        assert open_event.visitor.ranks("5km-overall") == [(1, "H. T. A.")]
        assert open_event.visitor.ranks("5km-overall", q="Thu An") == []
        for path in ("/", f"/e/{EVENT}", f"/e/{EVENT}/bxh"):
            assert "Thu An" not in open_event.visitor.sees(path).text

    def test_the_pages_are_for_the_runner_alone(self, an: Runner, open_event: Cast) -> None:
        assert open_event.visitor.sees(an.page).status_code == 404
        assert an.sees(an.page).status_code == 200

    def test_who_is_sixteen_on_the_day_is_not_masked(self, open_event: Cast) -> None:
        open_event.runner("Lăng Văn Tú", sex="M", birth_year=2009).enters("5km").sends(gpx(FIVE_KM))
        assert open_event.visitor.ranks("5km-overall") == [(1, "Lăng Văn Tú")]


class TestExport:
    """A table that Excel opens with its Vietnamese, and that runs nothing."""

    def test_a_table_begins_with_a_mark_and_holds_everybody(self, open_event: Cast) -> None:
        open_event.anh.enters("5km").sends(gpx(FIVE_KM))
        open_event.huong.enters("5km")
        rows = _table(open_event.binh)
        assert len(rows) == 3
        assert rows[1][:4] == ["Chặng 5 km", "1", open_event.anh.bib, "Nguyễn Thị Ngọc Ánh"]
        assert "25:00" in rows[1]
        assert rows[2][1] == ""

    @pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+84 Bình", "-2+3 An", "@SUM(An)"])
    def test_a_name_is_never_a_formula(self, open_event: Cast, name: str) -> None:
        open_event.runner(name).enters("5km")
        (row,) = _table(open_event.binh)[1:]
        assert row[3] == f"'{name}"

    def test_a_table_for_an_excel_that_writes_a_decimal_comma(self, open_event: Cast) -> None:
        open_event.anh.enters("5km").sends(gpx(FIVE_KM))
        text = open_event.binh.sees(f"{API}/{EVENT}/export.csv", sep=";").text
        assert ";5,00;" in text


def _table(organiser: Official) -> list[list[str]]:
    answer = organiser.sees(f"{API}/{EVENT}/export.csv")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
