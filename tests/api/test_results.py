"""Boards and tables: pages of standings, and what a spreadsheet gets."""

import csv
import io
from typing import Any

import pytest

from tests.cast import API, EVENT, Cast, Official
from tests.runs import gpx, steady
from tests.tracks import MORNING

#: 5,050 m at 5:00 /km: the best 5 km take 25:00.
FIVE_KM = steady(5050, 1515)


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
