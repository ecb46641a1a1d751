"""What the pages of the guides show."""

from collections.abc import Sequence
from dataclasses import dataclass

from race.api.pages.guides.guide import Guide


@dataclass(frozen=True, kw_only=True)
class GuideLink:
    """A link to a guide."""

    #: The app, to be translated; None for the list of all.
    name: str | None
    url: str


@dataclass(frozen=True, kw_only=True)
class GuidesPage:
    """`/huong-dan`: every app."""

    guides: Sequence[GuideLink]
    #: The guide for who has a phone and no watch.
    phone_url: str
    #: Where runs are sent; None where no event is known.
    upload_url: str | None


@dataclass(frozen=True, kw_only=True)
class GuidePage:
    """`/huong-dan/{app}`: one app."""

    guide: Guide
    #: The list of all.
    list_url: str
    #: Where runs are sent; None where no event is known.
    upload_url: str | None
    #: Guides that this one names.
    see: Sequence[GuideLink] = ()
