"""The page of the rules says every rule that is set, in both languages, and none that is not."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from race.api.pages.rendering import render
from race.api.pages.rules_shown import rules_view
from race.api.pages.views_public import RulesPage
from race.event import Event, EventState, Window
from race.ingest.checks import CHECKS
from race.presets import PRESETS
from race.rules import CheckState, IndoorPolicy, Rules, rules_from
from race.services.rules_in_force import in_force
from tests.pages import fakes_public as fakes
from tests.test_rules import EVERYTHING

STARTS = datetime(2026, 11, 1, tzinfo=UTC)


def event(rules: Rules) -> Event:
    return Event(
        id="1",
        slug="huu-lung",
        name=fakes.HEAD.name,
        organiser=fakes.HEAD.organiser,
        place="Hữu Lũng",
        contact="",
        window=Window(
            starts_at=STARTS, ends_at=STARTS + timedelta(days=21), timezone="Asia/Ho_Chi_Minh"
        ),
        language="vi",
        preset="huu-lung",
        rules=rules,
        state=EventState.OPEN,
        races=(fakes.FIVE, fakes.FIFTY),
        teams=(),
    )


def words(rules: Rules, lang: str) -> str:
    """The page of the rules as text, its white space folded."""
    shown = event(rules)
    view = RulesPage(
        rules=rules_view(shown),
        races=shown.races,
        starts_at=shown.window.starts_at,
        ends_at=shown.window.ends_at,
        since=None,
        masked_below=16,
        words="",
    )
    html = render("rules.html", lang, v=view, path="/e/huu-lung/the-le", event=fakes.HEAD)
    main = html[html.index("<main") : html.index("</main>")]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


#: What each rule of `EVERYTHING` is on the page, in Vietnamese and in English.
SAID = {
    "max_distance_m": ("đến 15 km", "up to 15 km"),
    "burst_review_s": ("500 m nhanh nhất trong bài chạy", "Fastest 500 m in a run"),
    "max_pause_s": ("Tổng thời gian nghỉ", "Pauses in one run"),
    "runs_per_day": ("Mỗi ngày 2 bài", "2 runs a day"),
    "day_distance_m": ("đến 42,2 km", "up to 42.2 km"),
    "heart_rate_required": ("Có nhịp tim trong lúc chạy", "Heart rate, of the time"),
    "cadence_required": ("Có nhịp bước trong lúc chạy", "Cadence, of the time"),
    "forbidden_hours": ("thứ Hai – thứ Sáu, 08:00–12:00", "Monday – Friday, 08:00–12:00"),
    "areas": ("8 km quanh điểm 21.5050, 106.3450", "8 km around the place 21.5050, 106.3450"),
    "indoor": ("Chạy trong nhà, không có GPS", "Runs indoors, without GPS"),
    "km_reject_s": ("từ 3:00", "from 3:00"),
}


@pytest.mark.parametrize(("number", "lang"), [(0, "vi"), (1, "en")])
def test_every_rule_that_is_set_is_said(number: int, lang: str) -> None:
    text = words(rules_from(EVERYTHING | {"checks": {}}), lang).replace("\N{NO-BREAK SPACE}", " ")
    assert [name for name, said in SAID.items() if said[number] not in text] == []


@pytest.mark.parametrize(("number", "lang"), [(0, "vi"), (1, "en")])
def test_a_rule_that_is_not_set_is_not_said(number: int, lang: str) -> None:
    free = replace(PRESETS["free"].rules, indoor=IndoorPolicy.ALLOW)
    text = words(free, lang).replace("\N{NO-BREAK SPACE}", " ")
    assert [name for name, said in SAID.items() if said[number] in text] == []


@pytest.mark.parametrize(
    ("days", "vi"),
    [
        ([1, 2, 3, 4, 5, 6, 7], "hằng ngày, 08:00–12:00"),
        ([7], "Chủ nhật, 08:00–12:00"),
        ([1, 2, 5, 7], "thứ Hai – thứ Ba, thứ Sáu, Chủ nhật, 08:00–12:00"),
    ],
)
def test_days_that_follow_each_other_are_said_as_one(days: list[int], vi: str) -> None:
    rules = rules_from({"forbidden_hours": [{"days": days, "from": "08:00", "to": "12:00"}]})
    assert vi in words(rules, "vi")


@pytest.mark.parametrize(
    ("check", "name"),
    [
        ("average_pace", "pace_fast_s"),
        ("every_kilometre", "km_reject_s"),
        ("burst", "burst_review_s"),
        ("shortest", "min_distance_m"),
        ("longest", "max_distance_m"),
        ("pauses", "max_pause_s"),
        ("per_day", "runs_per_day"),
        ("forbidden_hours", "forbidden_hours"),
        ("geofence", "areas"),
        ("heart_rate_required", "heart_rate_required"),
        ("cadence_required", "cadence_required"),
    ],
)
def test_a_limit_that_nothing_judges_by_is_not_shown(check: str, name: str) -> None:
    assert check in {each.name for each in CHECKS}
    whole: dict[str, Any] = EVERYTHING | {"checks": {}}
    assert getattr(in_force(rules_from(whole)), name)
    for state in (CheckState.OFF, CheckState.SHADOW):
        silent = in_force(rules_from(whole | {"checks": {check: state}}))
        assert getattr(silent, name) == getattr(Rules(), name)
