"""What the pages for everybody show: the list of events, entering, rules, certificates, errors."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from race.api.pages.views import RulesView, Said
from race.api.pages.views_runner import Said as Translated
from race.course import Race
from race.event import Phase, Procedure
from race.team import Team
from race.units import pace_s_per_km


@dataclass(frozen=True, kw_only=True)
class EventCard:
    """An event in the list of events."""

    slug: str
    name: str
    organiser: str
    #: "" when the event has none.
    place: str
    state: Phase
    #: In the event's zone.
    starts_at: datetime
    ends_at: datetime
    #: Runners.
    entries: int
    #: Metres of all accepted runs.
    accepted_m: float


@dataclass(frozen=True, kw_only=True)
class HomePage:
    """`/`: the events, running ones first."""

    events: tuple[EventCard, ...]


@dataclass(frozen=True, kw_only=True)
class EnterForm:
    """What was typed, to be shown again beside what is wrong with it."""

    name: str = ""
    #: "F", "M", "X" or "" before a choice.
    sex: str = ""
    #: As typed.
    birth_year: str = ""
    #: "2008-03-26" or "".
    birth_date: str = ""
    #: Slugs of the races chosen.
    race: tuple[str, ...] = ()
    #: Slug of the team or "".
    team: str = ""
    phone: str = ""
    consent: bool = False


@dataclass(frozen=True, kw_only=True)
class EnterPage:
    """`/e/{event}/dang-ky`."""

    #: Entries are taken now.
    open: bool
    state: Phase
    races: tuple[Race, ...]
    teams: tuple[Team, ...]
    #: Under this age names are masked.
    masked_below: int
    form: EnterForm = field(default_factory=EnterForm)
    #: By the name of the field; "" is the form as a whole.
    errors: Mapping[str, Said] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class EnteredPage:
    """After entering: the race number and, once, the personal link."""

    bib: str
    name: str
    #: "" without a team.
    team: str
    races: tuple[Race, ...]
    #: The whole personal link, with host.
    personal_url: str
    #: Uploads are taken now.
    can_upload: bool
    starts_at: datetime


@dataclass(frozen=True, kw_only=True)
class RulesVersion:
    """One version of the rules of an event."""

    #: 1 at first.
    version: int
    #: When it was published, in the event's zone.
    at: datetime
    #: Why; "" of the first.
    reason: str
    #: What changed from the version before: the rule, how it was, how it is.
    changes: tuple[tuple[Translated, Translated, Translated], ...] = ()


@dataclass(frozen=True, kw_only=True)
class RulesPage:
    """`/e/{event}/the-le`."""

    rules: RulesView
    races: tuple[Race, ...]
    #: In the event's zone.
    starts_at: datetime
    ends_at: datetime
    #: Since when these rules are in force, in the event's zone; None: from the start.
    since: datetime | None
    #: Under this age names are masked.
    masked_below: int
    #: Why they were changed; "" of the first.
    reason: str = ""
    #: All of them, the newest first.
    versions: tuple[RulesVersion, ...] = ()
    procedure: Procedure = field(default_factory=Procedure)
    #: Text of the organiser, one paragraph a line; "" without.
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class CertificateView:
    """A certificate as it may be shown to whoever has its code."""

    name: str
    bib: str
    #: "" without a team.
    team: str
    #: Name of the event and its organiser.
    event: str
    organiser: str
    race: Race
    #: Official metres and seconds.
    distance_m: float
    time_s: float
    #: Place and number of finishers, overall and among the sex; None when not ranked.
    rank: tuple[int, int] | None
    rank_in_sex: tuple[int, int] | None
    #: "F", "M" or "X".
    sex: str
    issued_on: date
    #: 1 for the first issue.
    revision: int
    #: Results are final; otherwise provisional.
    final: bool

    @property
    def pace_s_per_km(self) -> float:
        """Seconds for one kilometre; NaN when nothing was run."""
        return pace_s_per_km(self.distance_m, self.time_s)


@dataclass(frozen=True, kw_only=True)
class VerifyPage:
    """`/c` and `/c/{code}`."""

    #: As typed, "" before a search.
    code: str = ""
    #: None before a search.
    state: Literal["valid", "replaced", "revoked", "unknown"] | None = None
    #: When it was looked up, in the zone of the event or of the site.
    checked_at: datetime | None = None
    #: Only when valid.
    certificate: CertificateView | None = None
    #: When it was replaced or revoked.
    changed_on: date | None = None
    #: Why, in the organiser's words.
    reason: str = ""
    #: Code in force instead, when replaced.
    newer_code: str = ""
    #: Code that was probably meant, when unknown.
    meant: str = ""


@dataclass(frozen=True, kw_only=True)
class ErrorPage:
    """Any page that could not be shown."""

    #: Status of the answer.
    status: int
    said: Said
    #: Number of the request, to be told to the organiser; "" without.
    request_id: str = ""
