"""What the organiser's pages about the entries of an event show; see `views_organiser`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from race.api.pages.views_organiser import OrganisedEvent
from race.api.pages.views_runner import Said, bare
from race.verdict import Outcome

#: Where a runner stands: distance reached and accepted, a run waits for a referee, on the way,
#: nothing sent yet.
EntryState = Literal["finished", "waiting", "going", "none"]


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One option of a list to choose from."""

    #: What the form sends.
    value: str
    #: What people read: a name as the organiser wrote it, not translated.
    label: str
    #: How deep it stands in the tree of units, from 0.
    depth: int = 0


@dataclass(frozen=True, kw_only=True)
class EntryRow:
    """One line of the list of entries."""

    #: The race number, as printed.
    bib: str
    #: The full name.
    name: str
    #: The unit's name; None without one.
    team: str | None
    #: The race's name.
    race: str
    #: Runs sent.
    runs: int
    #: Where the runner stands.
    state: EntryState


@dataclass(frozen=True, kw_only=True)
class EntriesPage:
    """`/btc/{event}/vdv`; `q`, `race`, `team` and `page` come from the query."""

    #: The event.
    event: OrganisedEvent
    #: What was searched for, as typed.
    q: str
    #: The address of the race shown; empty for all.
    race: str
    #: The address of the unit shown; empty for all.
    team: str
    #: Races to choose from.
    races: tuple[Choice, ...]
    #: Units to choose from, in the order of their tree.
    teams: tuple[Choice, ...]
    #: One page of entries.
    rows: tuple[EntryRow, ...]
    #: Entries that fit, on all pages.
    total: int
    #: The page shown, from 1.
    page: int
    #: Pages there are, at least 1.
    pages: int
    #: What was just done.
    notice: Said | None = None


@dataclass(frozen=True, kw_only=True)
class RunLine:
    """One run in a list of runs of the same runner."""

    #: The activity's id, for its address.
    activity: str
    #: When it was run; None when the file does not say.
    started_at: datetime | None
    #: Official distance, metres.
    official_m: float
    #: Elapsed time, seconds; NaN when unknown.
    elapsed_s: float
    #: Average pace, seconds per km; NaN when unknown.
    pace_s_per_km: float
    #: How it stands, rulings included.
    state: Outcome
    #: Why, when it is not simply accepted.
    finding: Said | None

    @property
    def reason(self) -> Said | None:
        """The finding without its state."""
        return None if self.finding is None else bare(self.finding)


@dataclass(frozen=True, kw_only=True)
class EntryForm:
    """The correction as typed, or the entry as it is."""

    #: The full name.
    name: str
    #: `F`, `M` or `X`.
    sex: str
    #: A year, or a day as dd/mm/yyyy.
    birth: str
    #: The unit's address; empty without one.
    team: str


@dataclass(frozen=True, kw_only=True)
class EntryPage:
    """`/btc/{event}/vdv/{bib}`."""

    #: The event.
    event: OrganisedEvent
    #: The race number, as printed.
    bib: str
    #: The full name as it is stored.
    name: str
    #: The unit's name; None without one.
    team: str | None
    #: The race's name.
    race: str
    #: Where the runner stands.
    state: EntryState
    #: When the entry was made.
    entered_at: datetime
    #: The phone number given; None without one.
    phone: str | None
    #: The e-mail address given; None without one.
    email: str | None
    #: Accepted distance, metres.
    valid_m: float
    #: The runs, newest first.
    runs: tuple[RunLine, ...]
    #: The form.
    form: EntryForm
    #: Units to choose from, in the order of their tree.
    teams: tuple[Choice, ...]
    #: What is wrong, by field name of `EntryForm`.
    errors: Mapping[str, Said] = field(default_factory=dict)
    #: The new personal link, only in the answer that made it.
    new_link: str | None = None
    #: What was just done.
    notice: Said | None = None
