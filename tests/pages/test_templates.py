"""Every public page, in both languages: whole HTML, nothing inline, nothing untranslated."""

from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser

import jinja2
import pytest
from jinja2 import nodes

from race import i18n
from race.api.pages.rendering import TEMPLATE_DIR, render
from tests.pages.gallery import samples

SAMPLES = samples()
#: The templates of these pages and what they import.
TEMPLATES = [
    *sorted({sample.template for sample in SAMPLES.values()}),
    *("base.html", "organiser_base.html"),
    *("_macros.html", "_course.html", "_rules.html", "_landscape.html"),
]
#: Elements without an end tag.
VOID = {"br", "hr", "img", "input", "link", "meta"}


class Page(HTMLParser):
    """A page taken apart: its elements, its text, and the tags that are not closed in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> at {self.getpos()}")

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def all(self, attribute: str) -> list[str]:
        """Every value of `attribute`."""
        return [attrs[attribute] or "" for _, attrs in self.elements if attribute in attrs]


@pytest.fixture(params=i18n.LANGUAGES)
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=SAMPLES)
def page(request: pytest.FixtureRequest, lang: str) -> Page:
    sample = SAMPLES[request.param]
    return Page(render(sample.template, lang, **sample.context))


def test_every_element_is_closed_in_order(page: Page) -> None:
    assert page.wrong == []
    assert page.open == []


def test_nothing_is_inline_that_the_content_policy_forbids(page: Page) -> None:
    scripts = [attrs for tag, attrs in page.elements if tag == "script"]
    assert all(attrs.get("src") for attrs in scripts)
    assert not any(tag == "style" for tag, _ in page.elements)
    names = {name for _, attrs in page.elements for name in attrs}
    assert not {name for name in names if name == "style" or name.startswith("on")}


def test_ids_are_unique_and_everything_that_points_at_one_finds_it(page: Page) -> None:
    ids = page.all("id")
    assert [name for name, count in Counter(ids).items() if count > 1] == []
    pointers = {"for", "aria-labelledby", "aria-describedby", "data-copy", "data-share"}
    wanted = {name for pointer in pointers for value in page.all(pointer) for name in value.split()}
    wanted |= {href[1:] for href in page.all("href") if href.startswith("#")}
    assert wanted - set(ids) == set()


def test_a_drawing_either_says_what_it_shows_or_is_hidden_from_readers(page: Page) -> None:
    for index, (tag, attrs) in enumerate(page.elements):
        if tag == "svg" and attrs.get("aria-hidden") != "true":
            assert attrs.get("role") == "img"
            assert attrs.get("aria-labelledby")
            assert page.elements[index + 1][0] == "title"


def test_every_link_leads_somewhere_and_every_field_has_a_name(page: Page) -> None:
    assert all(page.all("href"))
    labelled = set(page.all("for"))
    for tag, attrs in page.elements:
        if tag == "select" or (tag == "input" and attrs.get("type") in ("text", "search", "tel")):
            assert attrs.get("id") in labelled


def test_a_page_has_one_first_heading_and_its_own_title(page: Page) -> None:
    assert [tag for tag, _ in page.elements].count("h1") == 1
    assert "{" not in "".join(page.words), "a fact was not filled in"


def test_the_language_switch_keeps_the_page(lang: str) -> None:
    sample = SAMPLES["leaderboard"]
    other = "en" if lang == "vi" else "vi"
    html = render(sample.template, lang, **sample.context)
    assert f'href="/e/huu-lung/bxh?board=50km-overall&amp;lang={other}"' in html
    assert f'<html lang="{lang}">' in html


def test_what_people_typed_is_shown_as_text() -> None:
    typed = "Nguyễn <b>Ánh</b>"
    html = render("enter.html", "vi", **SAMPLES["enter-wrong"].context)
    assert typed not in html
    assert "Nguyễn &lt;b&gt;Ánh&lt;/b&gt;" in html
    assert "“&lt;x&gt;”" in render("leaderboard.html", "vi", **SAMPLES["leaderboard-none"].context)


def test_consent_is_never_given_in_advance() -> None:
    entry = Page(render("enter.html", "vi", **SAMPLES["enter"].context))
    (consent,) = [attrs for _, attrs in entry.elements if attrs.get("name") == "consent"]
    assert "checked" not in consent
    assert "required" in consent


def test_a_masked_runner_has_no_link() -> None:
    html = render("leaderboard.html", "vi", **SAMPLES["leaderboard"].context)
    assert '<span class="who">H. T. A.</span>' in html
    assert ">H. T. A.</a>" not in html


def test_a_revoked_certificate_shows_no_name() -> None:
    html = render("verify.html", "vi", **SAMPLES["verify-revoked"].context)
    assert "Nguyễn" not in html
    assert "9HQ2-6VDB-X4N7" in html


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_sentence_of_a_template_is_in_the_vietnamese_catalogue(template: str) -> None:
    vietnamese = i18n.catalogue("vi")
    unknown = [s for s in sentences(template) if vietnamese.ugettext(s) == s]
    assert unknown == []


def sentences(template: str) -> Iterator[str]:
    """What `t`, `th` and `tn` are told to say in a template."""
    syntax = jinja2.Environment(autoescape=True)
    for call in syntax.parse((TEMPLATE_DIR / template).read_text()).find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in ("t", "th", "tn"):
            said = call.args[: 2 if call.node.name == "tn" else 1]
            yield from (str(arg.value) for arg in said if isinstance(arg, nodes.Const))
