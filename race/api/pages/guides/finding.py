"""Which guides there are, and which one fits a file that somebody sent."""

from collections.abc import Sequence
from typing import Final

from race.api.pages.guides.guide import Guide
from race.api.pages.guides.phones import PHONES
from race.api.pages.guides.views import GuideLink
from race.api.pages.guides.watches import WATCHES

#: In the order in which they are shown.
GUIDES: Final[Sequence[Guide]] = (*PHONES[:1], *WATCHES, *PHONES[1:])


def named(slug: str) -> Guide | None:
    """The guide of that address."""
    return next((guide for guide in GUIDES if guide.slug == slug), None)


def fitting(*hints: str | None) -> Guide | None:
    """The guide for the app that is named first in `hints`: names of apps, of files, of devices.

    The longest word counts: "Mi Fitness" is not "Mi Fit".
    """
    for hint in hints:
        text = (hint or "").casefold().replace("_", " ")
        found = [(len(word), guide) for guide in GUIDES for word in guide.known_by if word in text]
        if found:
            return max(found, key=lambda each: each[0])[1]
    return None


def address(guide: Guide | None, event: str | None = None) -> str:
    """Where a guide is read, or the list of all; the slug of an event keeps the way back to it."""
    page = "/huong-dan" if guide is None else f"/huong-dan/{guide.slug}"
    return page if event is None else f"{page}?e={event}"


def link(guide: Guide | None, event: str | None) -> GuideLink:
    """A link to a guide, or to the list of all."""
    return GuideLink(name=None if guide is None else guide.name, url=address(guide, event))


def links(event: str | None) -> tuple[GuideLink, ...]:
    """Links to all guides, in their order."""
    return tuple(link(each, event) for each in GUIDES)
