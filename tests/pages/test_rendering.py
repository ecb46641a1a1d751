"""Numbers, dates and addresses as the pages write them."""

from datetime import date

import jinja2
import pytest

from race.api.pages.assets import STATIC_DIR, asset
from race.api.pages.rendering import environment, render, with_query

NBSP = "\N{NO-BREAK SPACE}"


def said(lang: str, source: str, **facts: object) -> str:
    return environment(lang).from_string(source).render(**facts)


@pytest.mark.parametrize(
    ("seconds", "vi", "en"),
    [
        (8 * 86400 + 9 * 3600 + 1674, "8 ngày 9 giờ", "8 days 9 hours"),
        (86400, "1 ngày", "1 day"),
        (86400 + 59, "1 ngày", "1 day"),
        (2 * 3600 + 60, "2 giờ 1 phút", "2 hours 1 minute"),
        (59, "0 phút", "0 minutes"),
        (-5, "0 phút", "0 minutes"),
    ],
)
def test_a_time_to_wait_is_said_in_its_two_largest_units(seconds: float, vi: str, en: str) -> None:
    assert said("vi", "{{ s|remaining }}", s=seconds) == vi
    assert said("en", "{{ s|remaining }}", s=seconds) == en


@pytest.mark.parametrize(
    ("first", "last", "vi", "en"),
    [
        (date(2026, 11, 1), date(2026, 11, 22), "01 – 22/11/2026", "1 – 22 Nov 2026"),
        (date(2026, 10, 25), date(2026, 11, 2), "25/10 – 02/11/2026", "25 Oct – 2 Nov 2026"),
        (
            date(2026, 12, 31),
            date(2027, 1, 1),
            "31/12/2026 – 01/01/2027",
            "31 Dec 2026 – 1 Jan 2027",
        ),
        (date(2026, 3, 26), date(2026, 3, 26), "26/03/2026", "26 Mar 2026"),
    ],
)
def test_the_days_of_an_event_repeat_nothing(first: date, last: date, vi: str, en: str) -> None:
    assert said("vi", "{{ dates(a, b) }}", a=first, b=last) == vi
    assert said("en", "{{ dates(a, b) }}", a=first, b=last) == en


def test_shares_and_kilometres_are_cut_and_never_rounded_up() -> None:
    assert said("vi", "{{ 0.9999|percent }}") == "99%"
    assert said("vi", "{{ 0.29|percent }}") == "29%"
    assert said("vi", "{{ 1|percent }}") == "100%"
    assert said("vi", "{{ 49999|bare_km(1) }}") == "49,9"
    assert said("en", "{{ 1234567|km(0) }}") == f"1,234{NBSP}km"


def test_a_fact_in_an_html_sentence_is_escaped_and_markup_is_kept() -> None:
    source = '{{ th("<i>{who}</i> {left}", who="<b>", left=left) }}'
    filled = environment("en").from_string("{% set left %}<u>1</u>{% endset %}" + source).render()
    assert filled == "<i>&lt;b&gt;</i> <u>1</u>"


def test_a_sentence_that_is_text_is_escaped_as_a_whole() -> None:
    assert said("en", '{{ t("{who} & co", who=who) }}', who="<b>") == "&lt;b&gt; &amp; co"


def test_english_tells_one_from_many() -> None:
    assert said("en", '{{ tn("one runner", "{n:number} runners", n=1) }}') == "one runner"
    assert said("en", '{{ tn("one runner", "{n:number} runners", n=1284) }}') == "1,284 runners"


def test_a_query_is_changed_and_the_rest_of_the_address_kept() -> None:
    assert with_query("/e/x/bxh?board=a&sex=F", sex=None, page=2) == "/e/x/bxh?board=a&page=2"
    assert with_query("/c", lang="en") == "/c?lang=en"
    assert with_query("/?q=Ánh %26 x", lang="vi") == "/?q=%C3%81nh+%26+x&lang=vi"


def test_a_template_that_reads_what_it_was_not_given_fails() -> None:
    with pytest.raises(jinja2.UndefinedError):
        said("vi", "{{ nobody_gave_this }}")
    with pytest.raises(jinja2.UndefinedError):
        render("rules.html", "vi")


def test_the_address_of_a_static_file_names_the_content_of_all() -> None:
    address = asset("app.css")
    assert address == f"/static/{address.split('/')[2]}/app.css"
    assert len(address.split("/")[2]) == 12
    assert (STATIC_DIR / "app.css").is_file()
