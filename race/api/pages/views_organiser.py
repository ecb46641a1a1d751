"""What the organiser's pages about events show: one frozen value a page, SI inside.

Sentences of flags and errors arrive in both languages (`Said`); every moment is aware and carries
the event's zone; numbers and moments become words in the templates only. What an organiser typed
comes back as it was typed, beside what is wrong with it. The entries are in `views_entries`, the
review desk in `views_review`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from race.api.pages.views_runner import Said
from race.event import Phase
from race.presets import Preset


@dataclass(frozen=True, kw_only=True)
class SignInPage:
    """`/btc/dang-nhap`."""

    #: The name as it was typed; empty at first.
    name: str = ""
    #: Where to go afterwards, a path of this site; empty for the list of events.
    next: str = ""
    #: Why nobody was signed in; never says whether the name exists.
    error: Said | None = None


@dataclass(frozen=True, kw_only=True)
class SetupPage:
    """`/btc/thiet-lap/{token}`: showing it uses nothing up."""

    #: The one-time secret of the link.
    token: str
    #: The account's name; None when the link is used up, too old or was never given out.
    name: str | None
    #: The shortest password taken, characters.
    shortest: int = 10
    #: What is wrong with the passwords sent.
    error: Said | None = None


@dataclass(frozen=True, kw_only=True)
class EventCard:
    """One event in the list of mine."""

    #: The event's address.
    slug: str
    #: The event's name.
    name: str
    #: Where the event stands.
    state: Phase
    #: First moment of the window.
    starts_at: datetime
    #: Last moment of the window.
    ends_at: datetime
    #: People entered.
    entries: int
    #: Runs that wait for a referee.
    waiting: int


@dataclass(frozen=True, kw_only=True)
class EventsPage:
    """`/btc`."""

    #: Who is signed in.
    account: str
    #: Events in which this account has a role, the one that ends last first.
    events: tuple[EventCard, ...]
    #: What was just done.
    notice: Said | None = None


@dataclass(frozen=True, kw_only=True)
class RaceRow:
    """One race of the form, as typed."""

    #: The race's name; an empty name and an empty km mean no race.
    name: str = ""
    #: `single` (in one run) or `collected` (over several).
    kind: str = "single"
    #: Kilometres, as typed.
    km: str = ""
    #: What is wrong with this row.
    error: Said | None = None


@dataclass(frozen=True, kw_only=True)
class EventForm:
    """The new event as typed so far."""

    #: The event's name.
    name: str = ""
    #: The address wanted, small letters, digits and hyphens.
    slug: str = ""
    #: Who holds the event.
    organiser: str = ""
    #: Where it is held, as it stands before a date.
    place: str = ""
    #: How runners reach the organiser.
    contact: str = ""
    #: Title and name of the two who may sign certificates; empty where nobody does.
    signatories: tuple[tuple[str, str], ...] = (("", ""), ("", ""))
    #: ``2026-11-01T00:00``, local to `timezone`.
    starts_at: str = ""
    #: ``2026-11-22T23:59``, local to `timezone`.
    ends_at: str = ""
    #: IANA name of the event's zone.
    timezone: str = "Asia/Ho_Chi_Minh"
    #: The key of the chosen preset.
    preset: str = "huu-lung"
    #: Always four rows, empty ones last.
    races: tuple[RaceRow, ...] = (RaceRow(), RaceRow(), RaceRow(), RaceRow())
    #: Units, one a line.
    teams: str = ""


@dataclass(frozen=True, kw_only=True)
class NewEventPage:
    """`/btc/giai-moi`."""

    #: What was typed.
    form: EventForm
    #: Presets to choose from, the recommended one first.
    presets: tuple[Preset, ...]
    #: What is wrong, by field name of `EventForm`; `races` when no row is filled in.
    errors: Mapping[str, Said] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class OrganisedEvent:
    """What every page about one event shows at its top and in its tabs."""

    #: The event's address.
    slug: str
    #: The event's name.
    name: str
    #: Who holds the event, for the foot of the page.
    organiser: str
    #: Where the event stands.
    state: Phase
    #: First moment of the window.
    starts_at: datetime
    #: Last moment of the window.
    ends_at: datetime
    #: Runs that wait for a referee.
    waiting: int
    #: Files that could not be read.
    unreadable: int
    #: How runners reach the organiser, for the foot of the page; "" when not given.
    contact: str = ""


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """The strip of the overview."""

    #: People entered.
    entries: int
    #: People entered today.
    entries_today: int
    #: Runs sent.
    runs: int
    #: Runs sent today.
    runs_today: int
    #: Accepted distance of all, metres.
    valid_m: float
    #: Share of the judged runs that no person had to look at, 0..1; NaN before the first run.
    by_machine: float
    #: Distances reached and accepted.
    finishes: int
    #: Units with at least one run.
    active_teams: int
    #: Units of the event.
    teams: int


@dataclass(frozen=True, kw_only=True)
class DayRuns:
    """One bar of the runs per day."""

    #: The day, in the event's zone.
    day: date
    #: Runs sent on it.
    runs: int


@dataclass(frozen=True, kw_only=True)
class Reason:
    """One bar of the reasons of rejection; a run counts once, under its first reason."""

    #: The rule, in a few words.
    label: Said
    #: Runs rejected by it.
    runs: int


@dataclass(frozen=True, kw_only=True)
class LooserLine:
    """What a looser limit would do."""

    #: The consequence, in a sentence.
    said: Said
    #: The form with that limit filled in.
    url: str
    #: Runs that would be accepted.
    runs: int
    #: Whether the limit is one of rejection, and not of review.
    rejects: bool = True


@dataclass(frozen=True, kw_only=True)
class IdleTeam:
    """A unit in which nobody has run."""

    #: The unit's address, for the list of its people.
    slug: str
    #: The unit's name, with the unit above it.
    name: str
    #: Members it declared; None when it did not.
    headcount: int | None
    #: Members entered.
    entries: int


@dataclass(frozen=True, kw_only=True)
class OverviewPage:
    """`/btc/{event}`."""

    #: The event.
    event: OrganisedEvent
    #: When these numbers were counted.
    now: datetime
    #: Day of the event, from 1; 0 before the start, `days` after the end.
    day: int
    #: Days from start to end.
    days: int
    #: The strip.
    numbers: Numbers
    #: Runs that have waited longer than `patience_s`.
    waiting_long: int
    #: After how long a waiting run counts as late, seconds.
    patience_s: float
    #: Days from the start to today, oldest first.
    per_day: tuple[DayRuns, ...]
    #: Runs rejected.
    rejected: int
    #: Why, the commonest first.
    reasons: tuple[Reason, ...]
    #: Units without a run, the largest first.
    idle: tuple[IdleTeam, ...]
    #: Whether this account may delete the event: its owner may.
    may_delete: bool
    #: The looser limit by which most runs would be accepted; None where there is none.
    looser: LooserLine | None = None
    #: What was just done.
    notice: Said | None = None
    #: Why the last thing asked was not done.
    error: Said | None = None
