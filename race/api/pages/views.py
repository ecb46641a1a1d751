"""What the pages share: the frame around them and small values.

A view holds domain values and SI numbers; the templates alone turn them into words.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from race.rules import Rules
from race.services.rules_in_force import Tolerances


@dataclass(frozen=True, kw_only=True)
class Said:
    """A sentence of the catalogue with its facts, to be said in the language of the page."""

    text: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class EventHead:
    """The event that a page belongs to."""

    #: As in the address: "huu-lung".
    slug: str
    name: str
    #: Who holds the event, as written on the certificates.
    organiser: str
    #: How runners reach the organiser; "" when not given.
    contact: str = ""


@dataclass(frozen=True, kw_only=True)
class MeView:
    """The runner whose browser this is."""

    #: Race number with its leading zeros.
    bib: str
    name: str
    #: Address of the runner's own page.
    url: str


@dataclass(frozen=True, kw_only=True)
class HoursView:
    """Hours in which runs do not count."""

    #: (first, last) weekday of each stretch of days, msgids; empty for every day.
    days: tuple[tuple[str, str], ...]
    #: "08:00" and "12:00"; midnight is "24:00".
    begins: str
    ends: str


@dataclass(frozen=True, kw_only=True)
class RulesView:
    """The rules of an event, with what they mean for its days."""

    #: Those in force: a limit that nothing judges by is none.
    rules: Rules
    #: Last moment for uploads, in the event's zone.
    upload_until: datetime
    #: Runs on a treadmill count.
    indoor: bool
    #: Share by which the distance of a watch may differ from ours, 0..1.
    watch_share: float
    #: Share beyond which a referee looks, 0..1.
    watch_review_share: float
    #: The sports that count, msgids.
    sports: tuple[str, ...] = ()
    hours: tuple[HoursView, ...] = ()
    tolerances: Tolerances = field(default_factory=Tolerances)
