"""The guides for runners: one for every app, whole in both languages, and the way back."""

import re

import pytest
from fastapi.testclient import TestClient

from race import i18n
from race.api.pages.guides.finding import GUIDES, fitting, named
from race.api.pages.guides.guide import Guide
from race.i18n import LANGUAGES
from tests.api.officers import words
from tests.cast import EVENT, Cast

#: The apps of runners in Việt Nam, by the addresses that are passed on.
APPS = (
    *("strava", "garmin", "coros", "apple", "samsung", "huawei", "zepp", "mi-fitness"),
    *("suunto", "polar", "nike", "adidas", "runkeeper", "google-fit", "opentracks", "other"),
)
ALL = pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.slug)
#: The same in every language.
NAMES_OF_FORMATS = {"GPX"}


def links(page: str) -> list[str]:
    """Where a page leads within the site."""
    return [link.replace("&amp;", "&") for link in re.findall(r'<a[^>]* href="(/[^"]*)"', page)]


def test_every_app_has_a_guide_and_the_list_leads_to_it(client: TestClient) -> None:
    assert {guide.slug for guide in GUIDES} == set(APPS)
    listed = links(client.get("/huong-dan").text)
    assert {f"/huong-dan/{app}" for app in APPS} <= set(listed)


@pytest.mark.parametrize("slug", ["", *APPS])
def test_a_guide_and_all_that_it_links_to_is_there(client: TestClient, slug: str) -> None:
    for lang in LANGUAGES:
        page = client.get(f"/huong-dan/{slug}".rstrip("/"), params={"lang": lang})
        assert page.status_code == 200
        assert f'<html lang="{lang}">' in page.text
    for link in set(links(page.text)):
        assert client.get(link).status_code in {200, 303}, link


@ALL
def test_no_sentence_of_a_guide_is_without_its_translation(guide: Guide) -> None:
    for said in (guide.gives, *guide.steps, *guide.traps, *guide.account):
        if said not in NAMES_OF_FORMATS:
            assert i18n.translate(said, "vi") != said


@ALL
def test_a_guide_is_three_to_six_steps_and_what_comes_out(client: TestClient, guide: Guide) -> None:
    page = client.get(f"/huong-dan/{guide.slug}?lang=en").text
    steps = page.split('<ol class="steps card">')[1].split("</ol>")[0]
    assert 3 <= steps.count("<li>") <= 6
    assert guide.gives in words(page)
    assert "Come back here and choose that file." in words(steps)


@ALL
def test_a_guide_needs_no_script(client: TestClient, guide: Guide) -> None:
    main = client.get(f"/huong-dan/{guide.slug}").text.split("<main")[1].split("</main>")[0]
    assert not re.search(r"<button|<script|<[a-z]+[^>]* hidden[ >]", main)


def test_a_guide_that_sends_to_another_names_one_that_exists() -> None:
    assert all(named(slug) is not None for guide in GUIDES for slug in guide.see)


def test_an_app_that_nobody_knows_has_no_page(client: TestClient) -> None:
    assert client.get("/huong-dan/fax").status_code == 404


def test_whoever_comes_from_an_event_gets_back_to_it(open_event: Cast) -> None:
    page = open_event.visitor.sees("/huong-dan", e=EVENT).text
    assert f"/e/{EVENT}/nop-bai" in links(page)
    guides = [link for link in links(page) if link.startswith("/huong-dan/")]
    assert guides
    assert all(link.endswith(f"?e={EVENT}") for link in guides)
    strava = open_event.visitor.sees("/huong-dan/strava", e=EVENT).text
    assert f"/huong-dan?e={EVENT}" in links(strava)
    assert strava.count(f'href="/e/{EVENT}/nop-bai"') == 2  # the tab, and the last step


@pytest.mark.parametrize("event", ["khong-co", "../btc", "https://evil.example", "\x00", EVENT])
def test_an_event_that_is_not_there_or_a_draft_changes_nothing(cast: Cast, event: str) -> None:
    page = cast.visitor.sees("/huong-dan/strava", e=event)
    assert page.status_code == 200
    assert "nop-bai" not in page.text
    assert "evil" not in page.text.split("<main")[1]


@pytest.mark.parametrize(
    ("hints", "slug"),
    [
        (("Garmin Connect",), "garmin"),
        (("StravaGPX Android",), "strava"),
        (("Mi Fitness",), "mi-fitness"),
        (("Mi Fit",), "zepp"),
        ((None, "HUAWEI_HEALTH_20261114.zip"), "huawei"),
        (("", "samsunghealth_anh_20261114.zip"), "samsung"),
        (("apple_health_export.zip",), "apple"),
        (("takeout-20261114T-001.zip",), "google-fit"),
        (("OpenTracks", "strava.gpx"), "opentracks"),
        (("IMG_2201.jpg", "GPX", None), None),
        ((), None),
    ],
)
def test_the_guide_is_that_of_the_app_that_is_named_first(
    hints: tuple[str | None, ...], slug: str | None
) -> None:
    found = fitting(*hints)
    assert (None if found is None else found.slug) == slug


def test_the_upload_page_leads_to_every_guide(open_event: Cast) -> None:
    anh = open_event.anh.enters("5km")
    page = anh.sees(f"/e/{EVENT}/nop-bai").text
    assert {f"/huong-dan/{app}?e={EVENT}" for app in APPS} <= set(links(page))
    assert "GPX, TCX" in words(page)
