"""What becomes of a run: the verdict, the ruling over it, the certificate."""

import pytest

from tests.cast import API, EVENT, Cast, certificate_code, told
from tests.runs import DAY_S, broken_off, gpx, stating, steady, without_times
from tests.tracks import MORNING

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(64)
#: 5,050 m at 5:00 /km: the best 5 km take 25:00.
FIVE_KM = steady(5050, 1515)


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
        code = certificate_code(open_event, anh)
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

    @pytest.mark.parametrize(
        ("decision", "reason"), [("reject", "  "), ("ask", ""), ("pardon", "Vì sao?")]
    )
    def test_a_ruling_that_is_no_acceptance_needs_a_reason_and_every_one_a_word_of_three(
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

    def test_an_organiser_may_take_out_what_a_referee_has_decided(self, open_event: Cast) -> None:
        sent = open_event.thang.enters("5km").sends(gpx(FIVE_KM))
        open_event.vy.rejects(sent, because="Đi xe máy.")
        gone = open_event.binh.asks("DELETE", f"{API}/{EVENT}/submissions/{sent.id}")
        assert gone.status_code == 204

    def test_a_run_that_a_referee_rejected_cannot_be_taken_back_and_sent_again(
        self, open_event: Cast
    ) -> None:
        thang = open_event.thang.enters("5km")
        sent = thang.sends(gpx(FIVE_KM))
        open_event.vy.rejects(sent, because="Đi xe máy.")
        gone = thang.asks("DELETE", f"{API}/{EVENT}/submissions/{sent.id}")
        assert (gone.status_code, gone.json()["code"]) == (409, "ALREADY_RULED")
        assert thang.sends(gpx(FIVE_KM)).state == "rejected"


class TestCertificates:
    """A certificate changes when what stands on it does."""

    def test_a_slower_run_leaves_the_certificate_of_a_single_race_alone(
        self, open_event: Cast
    ) -> None:
        anh = open_event.anh.enters("5km")
        anh.sends(gpx(FIVE_KM, start=MORNING - DAY_S))
        code = certificate_code(open_event, anh)
        anh.sends(gpx(steady(5050, 1700)))
        assert certificate_code(open_event, anh) == code

    def test_a_better_run_replaces_it(self, open_event: Cast) -> None:
        anh = open_event.anh.enters("5km")
        anh.sends(gpx(steady(5050, 1700), start=MORNING - DAY_S))
        code = certificate_code(open_event, anh)
        anh.sends(gpx(FIVE_KM))
        shown = told(anh.sees(f"/api/v1/certificates/{code}"))
        assert (shown["state"], shown["newest"]) == ("replaced", certificate_code(open_event, anh))

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
