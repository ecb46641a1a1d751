"""The organiser's pages: what they say in each state, and that every form is safe and labelled."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from html.parser import HTMLParser
from typing import Any, Final

import pytest

from race.api.pages import views_reasons as reasons
from race.api.pages.rendering import render
from race.i18n import LANGUAGES
from race.verdict import Outcome
from tests.pages import fakes_organiser as fakes
from tests.pages.fakes_organiser import CASES

VOID: Final = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
)
#: The flag codes that the public contract names.
FLAGS: Final = frozenset(
    re.findall(
        r"\w+",
        "NO_TIME NO_POINTS NOT_ACTIVITY WRONG_SPORT BEFORE_WINDOW AFTER_WINDOW LATE_UPLOAD "
        "TOO_SHORT TOO_LONG TOO_SLOW TOO_FAST KM_TOO_FAST BURST TOO_FAST_WR VEHICLE_PART BIKE_LIKE "
        "LOOKS_DRAWN TELEPORTS POOR_GPS TIME_SCALED HEART_RATE CADENCE MISMATCH_DISTANCE "
        "DUP_SAME_FILE DUP_COPY OVERLAP_OWN INDOOR CLOCK CORRUPT_PARTIAL PER_DAY "
        "FORBIDDEN_HOURS GEOFENCE LONG_PAUSE",
    )
)
FIELDS: Final = frozenset({"input", "select", "textarea"})


@dataclass
class Element:
    """One element of a page."""

    tag: str
    attributes: dict[str, str]
    parent: "Element | None"
    children: "list[Element | str]" = field(default_factory=list)

    def all(self, *tags: str) -> "Iterator[Element]":
        """Elements below, in the order of the page; all of them when no tag is named."""
        for child in self.children:
            if isinstance(child, Element):
                if not tags or child.tag in tags:
                    yield child
                yield from child.all(*tags)

    def within(self, tag: str) -> "Element | None":
        """The nearest element around of that tag."""
        found = self.parent
        while found is not None and found.tag != tag:
            found = found.parent
        return found

    @property
    def classes(self) -> list[str]:
        """The names in its class attribute."""
        return self.attributes.get("class", "").split()

    @property
    def text(self) -> str:
        """Its words, white space folded."""
        return " ".join(
            " ".join(c if isinstance(c, str) else c.text for c in self.children).split()
        )


class _Tree(HTMLParser):
    """Builds the elements, and refuses what a browser would have to guess."""

    def __init__(self) -> None:
        super().__init__()
        self.root = self.here = Element("", {}, None)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, self.here)
        assert len(element.attributes) == len(attrs), f"an attribute of <{tag}> stands twice"
        self.here.children.append(element)
        if tag not in VOID:
            self.here = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.here.children.append(Element(tag, {n: v or "" for n, v in attrs}, self.here))

    def handle_endtag(self, tag: str) -> None:
        assert self.here.tag == tag, f"</{tag}> closes <{self.here.tag}>"
        assert self.here.parent is not None
        self.here = self.here.parent

    def handle_data(self, data: str) -> None:
        self.here.children.append(data)


def parse(html: str) -> Element:
    """The root of a page."""
    tree = _Tree()
    tree.feed(html)
    tree.close()
    assert tree.here is tree.root, f"<{tree.here.tag}> is never closed"
    return tree.root


def page(name: str, lang: str = "vi", view: Any = None) -> Element:
    """A case rendered, or another view of the same page; trees are shared and only read."""
    return _usual(name, lang) if view is None else _rendered(name, lang, view)


@cache
def _usual(name: str, lang: str) -> Element:
    return _rendered(name, lang, CASES[name][2])


def _rendered(name: str, lang: str, view: Any) -> Element:
    template, nav, _ = CASES[name]
    event = getattr(view, "event", None)
    waiting = event.waiting if event else 0
    path = f"/btc?page={name}"
    context = {"v": view, "event": event, "waiting": waiting, "nav": nav, "path": path}
    return parse(render(f"organiser/{template}.html", lang, **context))


@pytest.fixture(params=LANGUAGES)
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=CASES)
def shown(request: pytest.FixtureRequest, lang: str) -> Element:
    return page(request.param, lang)


def forms(root: Element) -> dict[str, Element]:
    """The forms that change something, by their address."""
    return {f.attributes["action"]: f for f in root.all("form") if f.attributes["method"] == "post"}


def names(form: Element) -> set[str]:
    """What a form sends."""
    return {
        e.attributes["name"] for e in form.all(*FIELDS, "button") if e.attributes.get("name", "")
    }


def links(root: Element) -> set[str]:
    """Where a page leads."""
    return {a.attributes["href"] for a in root.all("a")}


# ---- Every page, every state, both languages ---------------------------------------------------


def test_no_page_needs_what_the_content_policy_forbids(shown: Element) -> None:
    for element in shown.all():
        assert "style" not in element.attributes
        assert not [name for name in element.attributes if name.startswith("on")]
        if element.tag == "script":
            assert element.attributes["src"].startswith("/static/")
            assert not element.text


def test_ids_are_unique_and_every_reference_is_there(shown: Element) -> None:
    ids = [e.attributes["id"] for e in shown.all() if "id" in e.attributes]
    assert sorted(ids) == sorted(set(ids))
    for element in shown.all():
        for attribute in ("for", "aria-describedby", "aria-labelledby", "data-copy"):
            assert set(element.attributes.get(attribute, "").split()) <= set(ids), attribute


def test_every_field_has_a_label(shown: Element) -> None:
    pointed_at = {label.attributes.get("for") for label in shown.all("label")}
    for element in shown.all(*FIELDS):
        if element.attributes.get("type") != "hidden":
            inside = element.within("label")
            label = inside.text if inside else ""
            assert label or element.attributes.get("id") in pointed_at, element.attributes


def test_nothing_but_the_search_is_sent_by_get(shown: Element) -> None:
    for form in shown.all("form"):
        assert form.attributes["action"].startswith("/btc/")
        if form.attributes["method"] == "get":
            assert form.attributes["role"] == "search"
        else:
            assert form.attributes["method"] == "post"


def test_every_form_can_be_sent_without_a_script(shown: Element) -> None:
    for form in shown.all("form"):
        buttons = [
            b
            for b in form.all("button")
            if b.attributes.get("type", "submit") == "submit" and "formmethod" not in b.attributes
        ]
        assert buttons
        assert all(button.text for button in buttons)


def test_every_page_has_one_heading_and_a_title(shown: Element) -> None:
    assert len([h for h in shown.all("h1") if h.text]) == 1
    (title,) = (t for t in shown.all("title") if t.within("head"))
    assert title.text.endswith("· Chặng")
    assert len(title.text) > len("· Chặng") + 2


def test_at_most_one_button_is_orange(shown: Element) -> None:
    orange = [e for e in shown.all("a", "button") if {"b", "hot"} <= set(e.classes)]
    assert len(orange) <= 1


def test_links_and_buttons_have_words(shown: Element) -> None:
    for element in shown.all("a", "button"):
        if "formmethod" not in element.attributes:
            assert element.text or element.attributes.get("aria-label")


def test_organisers_are_not_found_by_search_engines(shown: Element) -> None:
    robots = [m for m in shown.all("meta") if m.attributes.get("name") == "robots"]
    assert [m.attributes["content"] for m in robots] == ["noindex"]


@pytest.mark.parametrize("name", CASES)
def test_vietnamese_pages_hold_no_english_sentence_of_ours(name: str) -> None:
    english = {" ".join(re.findall(r"\w+", e.text)) for e in page(name, "en").all("h1", "h2", "dt")}
    vietnamese = {" ".join(re.findall(r"\w+", e.text)) for e in page(name).all("h1", "h2", "dt")}
    ours = {words for words in english & vietnamese if words.isascii() and len(words.split()) > 2}
    assert not ours


# ---- Account -----------------------------------------------------------------------------------


def test_sign_in_keeps_the_name_and_never_the_password() -> None:
    form = forms(page("sign-in-wrong"))["/btc/dang-nhap"]
    values = {e.attributes["name"]: e.attributes["value"] for e in form.all("input")}
    assert values == {"name": "quynh.bi-thu", "password": "", "next": "/btc/huu-lung"}


def test_a_failed_sign_in_says_one_sentence_that_tells_nothing() -> None:
    (alert,) = (e for e in page("sign-in-wrong", "en").all() if e.attributes.get("role") == "alert")
    assert alert.text == "Name or password is not right."


def test_a_link_that_is_used_up_offers_no_form() -> None:
    used = page("setup-used")
    assert not forms(used)
    assert "/btc/dang-nhap" in links(used)


def test_the_set_up_asks_for_the_password_twice() -> None:
    form = forms(page("setup"))["/btc/thiet-lap/4mkq-ex9p"]
    assert names(form) == {"name", "password", "repeat"}
    kinds = {e.attributes["name"]: e.attributes.get("autocomplete") for e in form.all("input")}
    assert kinds == {"name": "username", "password": "new-password", "repeat": "new-password"}


# ---- Events ------------------------------------------------------------------------------------


def test_the_list_says_how_many_runs_wait() -> None:
    cards = [a.text for a in page("events", "en").all("a") if "card" in a.classes]
    assert "23 runs wait for your decision" in cards[0]
    assert "Nothing waits for you" in cards[1]
    assert "1 run waits for your decision" in cards[2]
    assert "1 runner" in cards[2]
    assert "1 runners" not in cards[2]


def test_the_new_event_keeps_what_was_typed_and_says_what_is_wrong_beside_it() -> None:
    form = forms(page("event-new-wrong", "en"))["/btc/giai-moi"]
    by_id = {e.attributes.get("id"): e for e in form.all()}
    assert by_id["name"].attributes["value"] == "Hữu Lũng <vẻ đẹp> thanh bình"
    assert "already used" in by_id["slug-wrong"].text
    assert by_id["slug"].attributes["aria-invalid"] == "true"
    assert "slug-wrong" in by_id["slug"].attributes["aria-describedby"].split()
    assert by_id["race-2-km"].attributes["value"] == "năm mươi"
    assert by_id["race-2-wrong"].text == "Write kilometres, such as 21.0975."
    assert by_id["teams"].text.startswith("Đoàn xã Hữu Liên; 131 > Chi đoàn")


def test_the_new_event_sends_the_agreed_names_and_four_rows_of_races() -> None:
    form = forms(page("event-new"))["/btc/giai-moi"]
    races = {"race_name", "race_kind", "race_km"}
    event = {"name", "slug", "organiser", "contact", "place", "starts_at", "ends_at", "timezone"}
    event |= {"preset", "teams", "signatory_title", "signatory_name"}
    assert names(form) == event | races
    for name in races:
        fields = [e for e in form.all("input", "select") if e.attributes.get("name") == name]
        assert len(fields) == 4


def test_the_recommended_rules_are_chosen_at_first_and_every_preset_is_offered() -> None:
    radios = [e for e in page("event-new").all("input") if e.attributes.get("name") == "preset"]
    assert [r.attributes["value"] for r in radios] == [
        "huu-lung",
        "uprace-2024",
        "vrace-2025",
        "vietrace365",
        "free",
    ]
    assert [r.attributes["value"] for r in radios if "checked" in r.attributes] == ["huu-lung"]


@pytest.mark.parametrize(("name", "open_"), [("event-new", False), ("event-new-wrong", True)])
def test_further_races_are_folded_away_until_one_of_them_is_filled_in(
    name: str, open_: bool
) -> None:
    (fold,) = page(name).all("details")
    assert ("open" in fold.attributes) is open_


# ---- Overview ----------------------------------------------------------------------------------


def test_the_overview_begins_with_what_needs_doing() -> None:
    todo = [a.text for a in page("overview", "en").all("a") if "todo" in a.classes]
    assert todo == [
        "23 runs to review 4 have waited longer than 20 hours",
        "3 units in which nobody has run Write to their secretaries",
        "2 files that could not be read Their runners may need help",
    ]


def test_a_draft_can_be_opened_and_every_other_event_leads_to_its_results() -> None:
    def offered(name: str) -> list[str]:
        form = forms(page(name)).get("/btc/huu-lung/trang-thai")
        return [e.attributes["value"] for e in form.all("input")] if form else []

    assert offered("overview-draft") == ["open"]
    for name in ("overview", "overview-closed", "overview-final"):
        assert offered(name) == []
        assert len([a for a in page(name).all("a") if _leads(a, "/btc/huu-lung/ket-qua")]) == 2


def _leads(link: Element, to: str) -> bool:
    return link.attributes["href"] == to


def test_deleting_an_event_asks_for_its_address_and_only_its_owner_is_asked() -> None:
    form = forms(page("overview", "en"))["/btc/huu-lung/xoa"]
    assert names(form) == {"slug"}
    assert form.within("details") is not None
    assert "Type huu-lung to confirm" in form.text
    assert "/btc/huu-lung/xoa" not in forms(page("overview-final"))


def test_the_bars_of_the_days_are_as_high_as_their_runs() -> None:
    # The tallest day, 502 runs, is 150 units high; 251 runs, half of it, are 75.
    (chart,) = (s for s in page("overview").all("svg") if s.attributes.get("class") == "cht")
    heights = [float(r.attributes["height"]) for r in chart.all("rect")]
    assert len(heights) == 14
    assert heights[7] == 150.0
    assert heights[2] == 75.0
    bottoms = {
        round(float(r.attributes["y"]) + float(r.attributes["height"]), 1)
        for r in chart.all("rect")
    }
    assert bottoms == {176.0}


def test_sundays_are_gold_and_today_is_orange() -> None:
    # 1 and 8 November 2026 are Sundays; today is the 14th.
    (chart,) = (s for s in page("overview").all("svg") if s.attributes.get("class") == "cht")
    inks = [r.attributes["class"] for r in chart.all("rect")]
    assert [day for day, ink in enumerate(inks, start=1) if ink == "fg"] == [1, 8]
    assert [day for day, ink in enumerate(inks, start=1) if ink == "fh"] == [14]


def test_the_share_of_the_machine_is_unknown_before_the_first_run() -> None:
    (strip,) = page("overview-draft", "en").all("dl")
    cells = [cell.text for cell in strip.all("div")]
    assert cells[3] == "judged by the machine –"


# ---- Runners -----------------------------------------------------------------------------------


def test_the_pages_of_a_search_keep_the_search() -> None:
    view = replace(fakes.ENTRIES, q="ánh & co", race="5km", team="thpt")
    there = {h for h in links(page("entries", view=view)) if "page=" in h and "/vdv?" in h}
    query = "q=%C3%A1nh+%26+co&race=5km&team=thpt&page=3"
    assert f"/btc/huu-lung/vdv?{query}" in there


def test_the_first_page_has_the_plain_address() -> None:
    back = {a.attributes["href"] for a in page("entries").all("a") if _is(a, "rel", "prev")}
    assert back == {"/btc/huu-lung/vdv"}


def _is(element: Element, attribute: str, value: str) -> bool:
    return element.attributes.get(attribute) == value


def test_an_empty_search_says_what_to_try_and_an_empty_event_what_to_send() -> None:
    assert "Nobody fits" in page("entries-none-fit", "en").text
    assert "/e/huu-lung" in page("entries-empty", "en").text
    assert "draft" in page("entries-draft", "en").text


def test_a_new_personal_link_is_shown_only_in_the_answer_that_made_it() -> None:
    secret = "00733.f3Kq9vXyTzWm2LhPbNc8Ra"
    assert secret in page("entry-new-link").text
    assert "/u/" not in page("entry").text


def test_an_entry_is_corrected_reissued_and_removed_by_three_forms() -> None:
    here = "/btc/huu-lung/vdv/00733"
    found = forms(page("entry"))
    assert {address: names(form) for address, form in found.items()} == {
        here: {"name", "sex", "birth", "team"},
        f"{here}/lien-ket": set(),
        f"{here}/xoa": {"confirm"},
    }
    (tick,) = found[f"{here}/xoa"].all("input")
    assert tick.attributes["value"] == "00733"
    assert "required" in tick.attributes


def test_an_event_without_units_keeps_the_field_that_the_form_promises() -> None:
    assert "team" in names(forms(page("entry-bare"))["/btc/huu-lung/vdv/00733"])


# ---- Review desk -------------------------------------------------------------------------------


HERE = "/btc/huu-lung/duyet/a13"


def decisions(root: Element) -> dict[str, Element]:
    """The forms that decide about the run, by their decision."""
    return {
        field.attributes["value"]: form
        for form in root.all("form")
        for field in form.all("input")
        if field.attributes["name"] == "decision"
    }


def corrections(root: Element) -> dict[str, Element]:
    """The forms that correct the run, by what they do."""
    return {
        field.attributes["value"]: form
        for form in root.all("form")
        for field in form.all("input")
        if field.attributes["name"] == "form"
    }


def test_the_queue_tells_late_runs_from_others_and_from_those_that_wait_for_their_runner() -> None:
    # Patience is 20 hours; the first has waited 21 h 10 min, the last three days for an answer.
    late = [e.text for e in page("queue", "en").all("span") if "late" in e.classes]
    assert late == ["12.04 km · waiting for 21 hours 10 minutes"]


def test_every_run_of_the_queue_can_be_ticked_with_what_was_seen_of_it() -> None:
    form = forms(page("queue"))["/btc/huu-lung/duyet"]
    ticks = [e for e in form.all("input") if _is(e, "name", "run")]
    assert [e.attributes["value"] for e in ticks] == ["a13", "b1", "c1", "d1"]
    assert not [e for e in ticks if "checked" in e.attributes]
    seen = [e.attributes["value"] for e in form.all("input") if _is(e, "name", "seen")]
    assert seen == ["a13 0", "b1 0", "c1 1", "d1 1"]
    assert names(form) == {"run", "seen", "code", "reason", "decision"}


def test_of_many_only_an_acceptance_needs_no_reason_and_of_official_ones_nothing() -> None:
    def free(name: str) -> list[str]:
        buttons = [b for b in page(name).all("button") if _is(b, "name", "decision")]
        return [b.attributes["value"] for b in buttons if "formnovalidate" in b.attributes]

    reasons = [e for e in page("queue").all("input") if _is(e, "name", "code")]
    assert all("required" in e.attributes for e in reasons)
    assert free("queue") == ["accept"]
    assert free("queue-wrong") == []


def test_a_form_of_many_that_comes_back_keeps_ticks_and_words() -> None:
    wrong = page("queue-wrong", "en")
    ticked = [e.attributes["value"] for e in wrong.all("input") if "checked" in e.attributes]
    assert ticked == ["b1", "c1", "other"]
    (alert,) = (e for e in wrong.all() if e.attributes.get("role") == "alert")
    assert alert.text == "Write why."


def test_who_may_only_look_decides_nothing() -> None:
    for name in ("queue-to-look", "review-to-look"):
        assert not forms(page(name))


def test_filters_are_links_and_the_search_keeps_them() -> None:
    there = page("queue-narrowed")
    assert {"/btc/huu-lung/duyet", "/btc/huu-lung/duyet?xep=age"} <= links(there)
    (search,) = (f for f in there.all("form") if f.attributes.get("role") == "search")
    fields = {e.attributes["name"]: e.attributes["value"] for e in search.all("input")}
    assert fields == {"waits": "protest", "q": "<mong>"}
    (fold,) = (e for e in there.all("details") if list(e.all("form")))
    assert "open" in fold.attributes


def test_what_was_left_alone_is_named_with_who_was_first() -> None:
    (note,) = (e for e in page("queue-decided", "en").all("div") if _is(e, "role", "status"))
    assert note.text == (
        "3 runs rejected. 2 were decided by somebody else before, and stay as they are: "
        "Mông Thị Lan 01190 : Lương Đình Chung accepted it A run that is not there any more."
    )


def test_the_list_of_decisions_says_who_what_and_why() -> None:
    rows = [li.text for ol in page("decided", "en").all("ol") for li in ol.all("li")]
    assert rows[1].startswith("Mông Thị Lan 01190 Rejected Lương Đình Chung · 14:32 on 14 Nov 2026")
    assert "with a card" in rows[1]
    assert "with a correction" in rows[0]
    assert "<b>đã sửa</b>" in rows[0]


@pytest.mark.parametrize("name", ["queue", "review"])
def test_what_was_done_leads_back_and_can_be_told(name: str) -> None:
    there = page(name, "en")
    assert "/btc/huu-lung/duyet/z9" in links(there)
    (message,) = (e for e in there.all("textarea") if _is(e, "id", "message"))
    assert "readonly" in message.attributes
    (copy,) = (b for b in there.all("button") if "data-copy-text" in b.attributes)
    assert copy.attributes["data-copy-text"] == "message"


def test_a_decision_sends_the_agreed_names() -> None:
    found = decisions(page("review"))
    assert list(found) == ["reject", "ask", "accept"]
    assert {form.attributes["action"] for form in found.values()} == {HERE}
    sent = {decision: names(form) for decision, form in found.items()}
    assert sent == {
        "reject": {"decision", "seen", "code", "reason"},
        "ask": {"decision", "seen", "code", "reason"},
        "accept": {"decision", "seen"},
    }


def test_a_browser_sends_no_rejection_and_no_question_without_a_reason() -> None:
    for decision in ("reject", "ask"):
        reasons = [
            e for e in decisions(page("review"))[decision].all("input") if _is(e, "name", "code")
        ]
        assert [e.attributes["value"] for e in reasons] == ["vehicle", "gps", "copy", "other"]
        assert all("required" in e.attributes for e in reasons)
        assert not [e for e in reasons if "checked" in e.attributes]


def test_to_accept_takes_one_press_unless_there_is_something_to_say() -> None:
    def said(name: str) -> list[dict[str, str]]:
        return [e.attributes for e in decisions(page(name))["accept"].all("textarea")]

    assert said("review") == []
    (protest,) = said("review-protest")
    (official,) = said("review-official")
    assert "required" not in protest
    assert "required" in official
    assert official["aria-invalid"] == "true"


def test_a_card_goes_with_a_rejection_and_says_what_follows() -> None:
    assert "card" not in names(decisions(page("review"))["reject"])
    found = decisions(page("review-protest", "en"))
    assert [d for d, form in found.items() if "card" in names(form)] == ["reject"]
    (card,) = (e for e in found["reject"].all("label") if "card" in e.text)
    assert card.text == (
        "Show a card The runner has 1 card; the unit has 2. With this one all runs of the runner "
        "are out. With this one the unit is out of the ranking."
    )


def test_the_page_says_how_many_rulings_it_showed() -> None:
    for name, count in (("review", "0"), ("review-overtaken", "2")):
        found = [e for e in page(name).all("input") if _is(e, "name", "seen")]
        assert {e.attributes["value"] for e in found if e.within("details")} >= {count}
        decided = [
            e.attributes["value"]
            for form in decisions(page(name)).values()
            for e in form.all("input")
            if _is(e, "name", "seen")
        ]
        assert decided == [count] * 3


def test_a_decision_that_came_too_late_is_told_with_the_name_of_the_other() -> None:
    there = page("review-overtaken", "en")
    (note,) = (a for a in there.all("article") if "er" in a.classes)
    assert "Lương Đình Chung accepted it at 14:02 on 14 Nov 2026." in note.text
    assert "/btc/huu-lung/duyet/b1" in links(note)
    # What was typed is still there.
    assert [e.text for e in decisions(there)["reject"].all("textarea")] == ["Có xe."]


def test_the_last_run_leads_back_to_the_queue() -> None:
    (note,) = (a for a in page("review-last").all("article") if "er" in a.classes)
    assert links(note) == {"/btc/huu-lung/duyet"}


def test_the_conversation_stands_in_order_and_names_no_one_who_reported() -> None:
    (said,) = (e for e in page("review-protest", "en").all("ol") if "turns" in e.classes)
    heads = [next(li.all("p")).text.partition(" · ")[0] for li in said.all("li")]
    assert heads == [
        "The program",
        "Trần Quỳnh Nguyệt Vỹ asked the runner",
        "The runner answered",
        "Lương Đình Chung rejected it",
        "The runner protests",
        "Somebody reported this run",
        "Lương Đình Chung let the rules decide",
    ]
    assert "<b>Em chạy thật</b>" in said.text
    assert "The clock was slow by 1:00:00." in said.text


def test_what_only_the_program_said_is_not_said_twice() -> None:
    assert not [e for e in page("review").all("ol") if "turns" in e.classes]


def test_corrections_are_offered_where_they_mean_something() -> None:
    def offered(name: str) -> list[str]:
        return list(corrections(page(name)))

    assert offered("review") == ["clock", "part"]
    assert offered("review-no-track") == ["part"]
    assert offered("review-protest") == ["clock", "part", "undo", "judge"]
    assert offered("review-clean") == []


def test_every_correction_needs_its_reason_and_is_closed_until_asked_for() -> None:
    there = page("review-protest")
    for form in corrections(there).values():
        (reason,) = form.all("textarea")
        assert "required" in reason.attributes
        fold = form.within("details")
        assert fold is not None
        assert "open" not in fold.attributes


def test_a_part_that_is_looked_at_is_drawn_beside_what_was_typed() -> None:
    form = corrections(page("review-looking", "en"))["part"]
    assert "What counts: 7.20 km in 35:27 , of 12.04 km in 1:04:29." in form.text
    values = {e.attributes["name"]: e.attributes["value"] for e in form.all("input")}
    assert (values["begin"], values["end"]) == ("km 1", "40:27")
    (look,) = (b for b in form.all("button") if "formmethod" in b.attributes)
    assert look.attributes["formmethod"] == "get"
    assert "formnovalidate" in look.attributes


def test_official_results_say_what_a_change_means() -> None:
    assert "The results are official." in page("review-official", "en").text
    assert "The results are official." not in page("review-protest", "en").text


def test_waiting_is_gold_and_only_a_rejection_is_red() -> None:
    def ink(name: str) -> set[str]:
        found = {c for e in page(name).all("div") if "note" in e.classes for c in e.classes}
        return found & {"wait", "no"}

    assert ink("review") == {"wait"}
    assert ink("review-no-track") == {"no"}
    assert ink("review-clean") == set()


def test_a_run_without_positions_says_so_instead_of_drawing() -> None:
    there = page("review-no-track", "en")
    assert not [s for s in there.all("svg") if _is(s, "role", "img")]
    assert "The file holds no positions" in there.text


def test_the_original_file_can_be_downloaded() -> None:
    assert "/btc/huu-lung/duyet/a13/tep" in links(page("review"))
    assert {"/btc/huu-lung/tep/s1", "/btc/huu-lung/tep/s2"} <= links(page("files"))


def test_what_runners_send_is_escaped() -> None:
    assert "<b>.gpx" in page("files").text


@pytest.mark.parametrize(
    ("flag", "code"),
    [
        ("VEHICLE_PART", "vehicle"),
        ("DUP_COPY", "copy"),
        ("TELEPORTS", "gps"),
        ("PER_DAY", "other"),
    ],
)
def test_the_suggested_reason_follows_the_flag(flag: str, code: str) -> None:
    assert reasons.suggested(flag) == code
    first = reasons.choices("vi", fakes.RIDDEN, flag)[0]
    assert first.code == code


def test_reasons_speak_of_flags_that_exist() -> None:
    spoken = {flag for reason in reasons.REASONS for flag in reason.flags}
    assert spoken <= FLAGS


def test_drafts_name_the_finding_without_its_state_in_the_language_of_the_runner() -> None:
    drafts = {choice.code: choice.text for choice in reasons.choices("en", fakes.RIDDEN)}
    assert drafts.pop("other") == ""
    finding = "Km 6.1–8.2 at 26.0 km/h, faster than 23.4 km/h."
    assert all(text.startswith(finding) for text in drafts.values())


def test_drafts_for_many_name_no_finding() -> None:
    drafts = {choice.code: choice.text for choice in reasons.choices("en")}
    assert drafts["copy"].startswith("A run counts for one runner only.")


@pytest.mark.parametrize(
    ("code", "typed", "sent"),
    [
        ("copy", "", "A run counts"),
        ("copy", " \n", "A run counts"),
        ("copy", "Chép", "Chép"),
        ("other", "", ""),
        ("", "", ""),
        ("<x>", "Có xe", "Có xe"),
    ],
)
def test_what_is_typed_goes_before_what_is_drafted(code: str, typed: str, sent: str) -> None:
    found = reasons.drafted(reasons.choices("en"), code, typed)
    assert found.startswith(sent)
    assert bool(found) == bool(sent)


def test_findings_on_the_desk_lose_the_state_that_a_sign_already_shows() -> None:
    assert fakes.REVIEW.state is Outcome.REVIEW
    assert fakes.REVIEW.found[1]["en"] == "No GPS for 12 minutes, limit 10."
    assert fakes.QUEUE.rows[1].reason["vi"] == "Mất GPS 12 phút, mức cho phép 10 phút."
