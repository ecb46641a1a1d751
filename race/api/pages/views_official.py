"""What the organiser's pages about results show: their stages, how doubt is dealt with, the trail.

Moments carry the event's zone; numbers are SI.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from race.api.pages.views_organiser import OrganisedEvent
from race.api.pages.views_runner import Said
from race.event import Procedure, Stage


@dataclass(frozen=True, kw_only=True)
class Step:
    """One of the four stages of results."""

    stage: Stage
    #: Gone by, where the results are, or still to come.
    state: Literal["done", "here", "ahead"]
    #: When it began or will, and when it ended or will; None where nobody knows yet.
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class InTheWay:
    """What keeps provisional results from becoming official."""

    #: Runs that wait for a referee, and of those that their runner protests about.
    waiting: int
    protests: int
    #: Uploads that are being read.
    reading: int
    #: All runs are being judged again.
    replaying: bool
    #: Runners may still protest, until then; None when that is over.
    protests_until: datetime | None

    @property
    def nothing(self) -> bool:
        """Whether the way is free."""
        return not (
            self.waiting or self.protests or self.reading or self.replaying or self.protests_until
        )


@dataclass(frozen=True, kw_only=True)
class Frozen:
    """What is official."""

    sha256: str
    made_at: datetime
    #: Name of the account that did it; "" when that is gone.
    by: str
    #: Why it was done while something was open; "" else.
    reason: str
    #: Absolute address of the document.
    url: str


@dataclass(frozen=True, kw_only=True)
class LateLine:
    """A result that changed after it was official."""

    at: datetime
    bib: str
    name: str
    race: str
    reason: str
    #: Name of the account that did it; "" when that is gone.
    by: str
    #: The result before and after, JSON values of `race.services.official`; empty for none.
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class ResultsPage:
    """`/btc/{event}/ket-qua`."""

    event: OrganisedEvent
    stage: Stage
    steps: tuple[Step, ...]
    #: When uploads end.
    uploads_end_at: datetime
    #: None but for a closed event.
    in_the_way: InTheWay | None
    #: Whether this account may close the event and open it, and make its results official.
    may_turn: bool
    may_finalise: bool
    procedure: Procedure
    #: None before the results are official, and of those of a release that froze nothing.
    frozen: Frozen | None
    late: tuple[LateLine, ...]
    #: The reason as it was typed.
    reason: str = ""
    #: What is wrong, by field: "reason", "confirm", or "" for the whole.
    errors: Mapping[str, Said] = field(default_factory=dict)
    #: What was just done.
    notice: Said | None = None


@dataclass(frozen=True, kw_only=True)
class ProcedureForm:
    """How doubt is dealt with, as typed."""

    protest_hours: str
    reports: bool
    cards: bool
    runner_out_at: str
    team_out_at: str


@dataclass(frozen=True, kw_only=True)
class ProcedurePage:
    """`/btc/{event}/cach-lam`."""

    event: OrganisedEvent
    form: ProcedureForm
    #: Whether this account may change it now: not once the results are official.
    may_edit: bool
    #: What is wrong, by field of `ProcedureForm`.
    errors: Mapping[str, Said] = field(default_factory=dict)
    notice: Said | None = None


@dataclass(frozen=True, kw_only=True)
class TrailLine:
    """One thing that was done."""

    number: int
    at: datetime
    #: Name of who did it; None for a runner, and for the program itself.
    by: str | None
    #: It was a runner.
    by_runner: bool
    #: What was done, in a few words, and more of it: sentences.
    what: Said
    details: tuple[Said, ...]
    #: Whom or what it was done to, and the page of it; "" where there is nothing to name or see.
    subject: str = ""
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One value of a filter."""

    value: str
    words: Said


@dataclass(frozen=True, kw_only=True)
class TrailPage:
    """`/btc/{event}/nhat-ky`."""

    event: OrganisedEvent
    lines: tuple[TrailLine, ...]
    #: Lines on all pages.
    total: int
    page: int
    pages: int
    people: tuple[Choice, ...]
    kinds: tuple[Choice, ...]
    #: The chosen filters, "" for all.
    person: str = ""
    kind: str = ""
