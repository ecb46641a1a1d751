"""The organiser's pages about the rules: what they say in each state, in words people use."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from race.api.pages.organiser.rules_checks import FAMILIES, TITLES
from race.api.pages.organiser.rules_fields import NUMBERS, Quantity, meant, typed
from race.api.pages.organiser.rules_words import LABELS, differences, reason
from race.api.pages.rendering import render
from race.i18n import LANGUAGES
from race.ingest.checks import CHECKS
from race.presets import PRESETS
from race.rules import RuleError, Rules, rules_from
from tests.pages.fakes_rules import CASES, PREVIEW, STANDING, WANTED
from tests.pages.test_organiser_pages import FIELDS, Element, forms, links, names, parse

ROOT = "/btc/huu-lung/the-le"


def page(name: str, lang: str = "vi", **changes: Any) -> Element:
    """A case rendered."""
    template, nav, view = CASES[name]
    view = replace(view, **changes) if changes else view
    context = {"v": view, "event": view.event, "waiting": view.event.waiting, "nav": nav}
    return parse(render(f"organiser/{template}.html", lang, path=ROOT, **context))


@pytest.fixture(params=LANGUAGES)
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=CASES)
def shown(request: pytest.FixtureRequest, lang: str) -> Element:
    return page(request.param, lang)


def words(element: Element) -> str:
    return element.text.replace("\N{NO-BREAK SPACE}", " ")


def main(element: Element) -> Element:
    (found,) = element.all("main")
    return found


def buttons(element: Element) -> Iterator[Element]:
    return (e for e in element.all("a", "button") if "b" in e.classes)


# ---- Every page, every state, both languages ---------------------------------------------------


def test_nothing_is_inline_and_every_reference_is_there(shown: Element) -> None:
    ids = [e.attributes["id"] for e in shown.all() if "id" in e.attributes]
    assert sorted(ids) == sorted(set(ids))
    for element in shown.all():
        assert "style" not in element.attributes
        assert not [name for name in element.attributes if name.startswith("on")]
        for attribute in ("for", "aria-describedby", "aria-labelledby"):
            assert set(element.attributes.get(attribute, "").split()) <= set(ids), attribute
    wanted = {link[1:] for link in links(shown) if link.startswith("#")}
    assert wanted <= set(ids)


def test_every_field_has_a_label_and_every_form_a_button(shown: Element) -> None:
    pointed_at = {label.attributes.get("for") for label in shown.all("label")}
    for element in shown.all(*FIELDS):
        if element.attributes.get("type") != "hidden":
            inside = element.within("label")
            assert (inside and inside.text) or element.attributes.get("id") in pointed_at
    for form in shown.all("form"):
        assert form.attributes["method"] == "post"
        assert [b for b in form.all("button") if b.text and "formaction" not in b.attributes]


def test_at_most_one_button_is_orange_and_there_is_one_heading(shown: Element) -> None:
    assert len([e for e in buttons(shown) if "hot" in e.classes]) <= 1
    assert len(list(shown.all("h1"))) == 1


def test_every_fact_is_filled_in(shown: Element) -> None:
    assert not re.search(r"[{}]|%\d", words(main(shown)))


@pytest.mark.parametrize("name", CASES)
def test_vietnamese_pages_hold_no_english_sentence_of_ours(name: str) -> None:
    tags = ("h1", "h2", "h3", "dt", "label", "legend", "summary", "p", "button")
    english, vietnamese = (
        {words(e) for e in main(page(name, each)).all(*tags)} for each in ("en", "vi")
    )
    same = {text for text in english & vietnamese if text.isascii() and len(text.split()) > 2}
    assert not same


# ---- The rules ---------------------------------------------------------------------------------


def test_the_version_is_told_with_when_by_whom_and_why() -> None:
    text = words(main(page("rules", "en")))
    assert "Rules no. 2 " in text
    assert "In force since 21:05 on 12 Nov 2026 · published by quynh.bi-thu" in text
    assert "Why: Đường vào Hữu Liên dốc" in text
    assert "<chậm>" in text, "what somebody typed is shown as text"


def test_versions_say_what_changed_in_words() -> None:
    (entry,) = (li for li in page("rules").all("li") if words(li).startswith("Số 2 "))
    assert "Chậm nhất khi chạy: 14:00 /km → thành 15:00 /km" in words(entry)
    (first,) = (li for li in page("rules").all("li") if words(li).startswith("Số 1 "))
    assert words(first).endswith("Thể lệ lúc bắt đầu giải.")


def test_reasons_have_a_share_a_bar_and_what_a_looser_limit_would_do() -> None:
    text = words(main(page("rules")))
    assert "38% số bài bị loại theo thể lệ là do: Chậm hơn 15:00 /km (đi bộ: 20:00 /km)" in text
    assert "thì 121 bài của 58 VĐV thành hợp lệ." in text
    assert f"{ROOT}/sua?rule=pace_slow_s&value=1200.0" in links(page("rules"))
    widths = [r.attributes["width"] for r in page("rules").all("rect")]
    assert "38.1%" in widths


@pytest.mark.parametrize("name", ["rules-viewer", "rules-final"])
def test_who_cannot_change_them_is_offered_no_form(name: str) -> None:
    assert not [link for link in links(page(name)) if link.startswith(f"{ROOT}/sua")]
    assert not [e for e in buttons(page(name)) if "hot" in e.classes]


def test_the_re_examination_is_followed_and_then_tells_what_it_changed() -> None:
    (card,) = (e for e in page("rules-at-work").all() if "data-follow" in e.attributes)
    assert card.attributes["data-follow"] == "/api/v1/jobs/j1"
    assert card.attributes["data-outcome"] == ROOT
    (bar,) = card.all("progress")
    assert (bar.attributes["value"], bar.attributes["max"]) == ("1204", "4279")
    assert "Đã xét 1.204 trên 4.279 tệp" in words(card)
    assert "VĐV vẫn nộp bài được" in words(card)
    (done,) = (e for e in page("rules-done").all("article") if "sent" in e.classes)
    assert "Thành hợp lệ: 1.121 bài" in words(done)
    assert "progress.js" not in str([s.attributes for s in page("rules-done").all("script")])
    assert "Đã thử 5 lần" in words(main(page("rules-failed")))


# ---- The form ----------------------------------------------------------------------------------


def test_the_form_speaks_in_the_units_of_people() -> None:
    values = {
        e.attributes["name"]: e.attributes["value"]
        for e in page("form").all("input")
        if e.attributes.get("type") == "text"
    }
    assert values["pace_slow_s"] == "15:00"
    assert values["day_distance_m"] == "42,2"
    assert values["upload_within_s"] == "72"
    assert values["max_pause_s"] == "30"
    assert values["distance_tolerance"] == "1"
    assert values["max_distance_m"] == ""


def test_every_number_has_a_sentence_of_help() -> None:
    form = page("form")
    ids = {e.attributes.get("id"): e for e in form.all()}
    assert [name for name in NUMBERS if len(words(ids[f"{name}-hint"])) < 10] == []


def test_the_button_of_the_form_publishes_nothing() -> None:
    found = forms(page("form"))
    assert list(found) == [f"{ROOT}/xem-truoc"]
    assert {b.text for b in found[f"{ROOT}/xem-truoc"].all("button")} >= {"Xem trước ai thay đổi"}


def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays() -> None:
    form = page("form-wrong")
    ids = {e.attributes.get("id"): e for e in form.all()}
    for name, text in {
        "pace_fast_s": "bốn phút",
        "pace_slow_s": "4,5",
        "walk_slow_s": "<b>20</b>",
        "runs_per_day": "1,5",
    }.items():
        assert ids[name].attributes["value"] == text
        assert ids[name].attributes["aria-invalid"] == "true"
        assert f"{name}-wrong" in ids[name].attributes["aria-describedby"].split()
        assert ids[f"{name}-wrong"].text
    assert "không thể dài hơn bài dài nhất, 5 km" in words(ids["min_distance_m-wrong"])
    assert "qua nửa đêm" in words(ids["hours-0-wrong"])
    assert "cả hai giờ" in words(ids["hours-1-wrong"])
    assert "vĩ độ trước" in words(ids["area-0-wrong"])
    assert "upload_within_s-wrong" not in ids


def test_checks_that_are_not_as_usual_are_unfolded() -> None:
    def open_families(name: str) -> list[str]:
        checks = [e for e in page(name).all("details") if list(e.all("select"))]
        assert len(checks) == len(FAMILIES)
        return [words(next(e.all("summary"))) for e in checks if "open" in e.attributes]

    assert open_families("form") == []
    assert open_families("form-full") == ["Bài trùng và giới hạn trong ngày 1 bước đã đổi"]


def test_hours_and_areas_stand_in_rows_with_one_left_to_write_in() -> None:
    form = page("form-full")
    begins = [e for e in form.all("input") if e.attributes.get("name") == "hours_from"]
    assert [e.attributes["value"] for e in begins] == ["08:00", "21:30", ""]
    days = [e for e in form.all("input") if e.attributes.get("name") == "hours_day"]
    ticked = [e.attributes["value"] for e in days if "checked" in e.attributes]
    assert ticked == ["0.1", "0.2", "0.3", "0.4", "0.5", "1.6"]
    middles = [e for e in form.all("input") if e.attributes.get("name") == "area_middle"]
    assert [e.attributes["value"] for e in middles] == ["21.505, 106.345", ""]


def test_every_preset_can_be_started_from() -> None:
    assert {f"{ROOT}/sua?bo={name}" for name in PRESETS} <= links(page("form"))
    assert f"{ROOT}/sua?bo=free" not in links(page("form-preset")), "it is filled in already"


# ---- Who changes -------------------------------------------------------------------------------


def test_the_preview_says_who_changes_and_from_what_to_what() -> None:
    text = words(main(page("preview")))
    assert "121 bài của 58 VĐV Bị loại thành Hợp lệ" in text
    assert "3 bài của 1 VĐV Hợp lệ thành Chờ duyệt" in text
    assert "Chậm nhất khi chạy: 15:00 /km → thành 16:00 /km" in text
    assert "Xem 100 bài đầu trong 125 bài" in text
    english = words(main(page("preview", "en")))
    assert "121 runs of 58 runners Rejected becomes Accepted" in english
    assert "1 run of 1 runner Accepted becomes Rejected" in english


def test_runs_lead_to_the_desk_and_ranks_to_their_runner() -> None:
    found = links(page("preview"))
    assert {"/btc/huu-lung/duyet/a0", "/btc/huu-lung/duyet/a99"} <= found
    assert "/btc/huu-lung/vdv/00349" in found
    text = words(main(page("preview", "en")))
    assert "12 → becomes 9" in text
    assert "unranked → becomes 1,204" in text
    assert "9 → becomes unranked" in text
    assert "and 69 more" in text


def test_publishing_asks_for_a_reason_and_sends_the_whole_form_again() -> None:
    found = forms(page("preview"))
    assert set(found) == {f"{ROOT}/cong-bo", f"{ROOT}/sua"}
    publishing = found[f"{ROOT}/cong-bo"]
    assert "reason" in names(publishing)
    sent = [
        (e.attributes["name"], e.attributes["value"])
        for e in publishing.all("input")
        if e.attributes["type"] == "hidden"
    ]
    assert sent == list(PREVIEW.fields)
    assert ("pace_slow_s", "16:00") in sent
    assert "Công bố thể lệ số 3" in words(publishing)


def test_a_missing_reason_is_named_beside_its_field() -> None:
    ids = {e.attributes.get("id"): e for e in page("preview-no-reason").all()}
    assert ids["reason-wrong"].text
    assert ids["reason"].attributes["aria-invalid"] == "true"


def test_rules_that_concern_nobody_say_so() -> None:
    text = words(main(page("preview-quiet")))
    assert "Không bài nào đổi trạng thái." in text
    assert "Không ai đổi hạng." in text


# ---- Words -------------------------------------------------------------------------------------


def test_every_check_has_its_words_in_one_family() -> None:
    assert sorted(TITLES) == sorted(check.name for check in CHECKS)
    assert sum(len(family.checks) for family in FAMILIES) == len(TITLES)


def test_every_rule_has_a_name() -> None:
    assert LABELS.keys() == {*vars(STANDING)} - {"version", "checks"}


@pytest.mark.parametrize(
    ("change", "vi"),
    [
        ({"pace_slow_s": 960.0}, "Chậm nhất khi chạy: 15:00 /km → 16:00 /km"),
        ({"max_pause_s": None}, "30 phút → không giới hạn"),
        ({"max_pause_s": 1815.0}, "30 phút → 30:15 phút"),
        ({"upload_within_s": 5400.0}, "72 giờ → 1:30 giờ"),
        ({"day_distance_m": 21_097.5}, "42,2 km → 21,0975 km"),
        ({"distance_tolerance": 0.025}, "1% → 2,5%"),
        ({"runs_per_day": 2}, "không giới hạn → 2"),
        ({"sports": ["run"]}, "Môn được tính: Chạy bộ, Đi bộ, Đi bộ đường dài → Chạy bộ"),
        ({"indoor": "allow"}, "không tính → được tính"),
        ({"heart_rate_required": True}, "Bắt buộc có nhịp tim: không → có"),
        (
            {"forbidden_hours": [{"days": [1, 2, 3, 4, 5], "from": "08:00", "to": "12:00"}]},
            "Khung giờ không tính: không có → thứ Hai – thứ Sáu 08:00–12:00",
        ),
        (
            {"areas": [{"name": "xã Hữu Lũng", "lat": 21.505, "lon": 106.345, "radius_m": 8000}]},
            "ở đâu cũng được → xã Hữu Lũng (8 km, 21.505, 106.345)",
        ),
        ({"checks": {"burst": "off"}}, "Kiểm tra “Pace của một đoạn ngắn”: Áp dụng → Tắt"),
    ],
)
def test_a_change_is_said_in_words(change: dict[str, Any], vi: str) -> None:
    (found,) = differences(STANDING, rules_from(STANDING.to_dict() | change))
    said = f"{found.label['vi']}: {found.before['vi']} → {found.after['vi']}"
    assert vi in said.replace("\N{NO-BREAK SPACE}", " ")


def test_equal_rules_differ_in_nothing_and_the_version_is_no_difference() -> None:
    assert differences(STANDING, replace(STANDING, version=9)) == ()
    spelt_out = replace(STANDING, checks={"sport": STANDING.state_of("sport", CHECKS[0].state)})
    assert differences(STANDING, spelt_out) == ()


def test_reasons_name_the_limit_of_the_event() -> None:
    assert "16:00" in reason("TOO_SLOW", WANTED)["vi"]
    assert reason("TOO_SHORT", Rules())["vi"] == "Quá ngắn"
    assert reason("LOOKS_DRAWN", WANTED)["en"] == "A drawn route"


# ---- Numbers as they are typed -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("quantity", "text", "si"),
    [
        (Quantity.PACE, "4:30", 270),
        (Quantity.PACE, "4.30", 270),
        (Quantity.PACE, "4,30", 270),
        (Quantity.PACE, "4'30\"", 270),
        (Quantity.PACE, "4’30” /km", 270),
        (Quantity.PACE, "15", 900),
        (Quantity.PACE, "15:00/km", 900),
        (Quantity.PACE, "2:50,5", 170.5),
        (Quantity.KILOMETRES, "42,2", 42_200),
        (Quantity.KILOMETRES, "42.195 km", 42_195),
        (Quantity.KILOMETRES, "0,8", 800),
        (Quantity.HOURS, "72", 259_200),
        (Quantity.HOURS, "1,5", 5400),
        (Quantity.HOURS, "1.5 giờ", 5400),
        (Quantity.HOURS, "1:30", 5400),
        (Quantity.MINUTES, "30", 1800),
        (Quantity.MINUTES, "30 phút", 1800),
        (Quantity.MINUTES, "30:15", 1815),
        (Quantity.PERCENT, "1", 0.01),
        (Quantity.PERCENT, "2,5 %", 0.025),
        (Quantity.METRES, "300 m", 300),
        (Quantity.COUNT, "2", 2),
    ],
)
def test_a_number_is_read_as_it_was_meant(quantity: Quantity, text: str, si: float) -> None:
    assert meant(quantity, text) == si


@pytest.mark.parametrize(
    ("quantity", "text"),
    [
        (Quantity.PACE, "4,5"),
        (Quantity.PACE, "4:60"),
        (Quantity.PACE, "1:04:30"),
        (Quantity.PACE, "-4:30"),
        (Quantity.KILOMETRES, "1.000,5"),
        (Quantity.KILOMETRES, "1e3"),
        (Quantity.KILOMETRES, "nan"),
        (Quantity.KILOMETRES, "٤٢"),
        (Quantity.HOURS, "1:30:75"),
        (Quantity.HOURS, "1:30,5"),
        (Quantity.MINUTES, "1:02:03"),
        (Quantity.COUNT, "1,5"),
        (Quantity.COUNT, "một"),
        (Quantity.COUNT, "²"),
        (Quantity.METRES, ""),
    ],
)
def test_what_is_ambiguous_or_no_number_is_refused(quantity: Quantity, text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        meant(quantity, text)


@pytest.mark.parametrize("name", NUMBERS)
def test_the_form_takes_what_the_rules_take_and_no_more(name: str) -> None:
    field = NUMBERS[name]
    for taken in (field.low, field.high):
        alone = {name: int(taken) if field.quantity is Quantity.COUNT else taken}
        assert getattr(rules_from(alone), name) == taken
        assert meant(field.quantity, typed(field.quantity, taken, "vi")) == taken
    beyond = (field.low - (1 if field.low >= 1 else 0.001), field.high * 1.01 + 1)
    for refused in beyond:
        number = round(refused) if field.quantity is Quantity.COUNT else refused
        with pytest.raises(RuleError):
            rules_from({name: number})
    if not field.optional:
        with pytest.raises(RuleError):
            rules_from({name: None})
