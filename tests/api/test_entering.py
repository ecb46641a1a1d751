"""Drafts, entries and minors: who is there, and what others see of them."""

import pytest

from tests.cast import API, EVENT, Cast, Runner, listed, told
from tests.runs import gpx, steady
from tests.tracks import MORNING

#: 5,050 m at 5:00 /km: the best 5 km take 25:00.
FIVE_KM = steady(5050, 1515)


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
