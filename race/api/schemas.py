"""Bodies of the JSON API: what is taken, by type; what it means is checked in the services."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from race.category import Sex
from race.course import Kind, Race, Sight
from race.event import EventState
from race.presets import DEFAULT
from race.services import bulk
from race.services.bulk import Picked
from race.services.deciding import Choice
from race.services.entries import Correction
from race.services.new_entry import NewEntry
from race.services.new_event import NewEvent
from race.team import Team
from race.verdict import Amends, Decision

Name = Annotated[str, Field(min_length=1, max_length=200)]
Slug = Annotated[str, Field(min_length=1, max_length=60)]


class _Body(BaseModel):
    model_config = ConfigDict(extra="ignore", str_max_length=10_000)


class RaceBody(_Body):
    """One race of a new event."""

    slug: Slug
    name: Name
    kind: Kind
    distance_m: Annotated[float, Field(gt=0, allow_inf_nan=False)]


class TeamBody(_Body):
    """One unit of a new event."""

    slug: Slug
    name: Name
    parent: Slug | None = None
    headcount: Annotated[int, Field(ge=0, le=10_000_000)] | None = None


class SightBody(_Body):
    """One place on the way of a collected race."""

    km: Annotated[float, Field(ge=0, le=100_000, allow_inf_nan=False)]
    name: Name


class SignatoryBody(_Body):
    """Who signs certificates."""

    title: Name
    name: Name


class EventBody(_Body):
    """A new event."""

    slug: Slug
    name: Name
    organiser: str = ""
    place: str = ""
    contact: str = ""
    starts_at: datetime
    ends_at: datetime
    timezone: str = "Asia/Ho_Chi_Minh"
    language: Literal["vi", "en"] = "vi"
    preset: str = DEFAULT
    races: Annotated[list[RaceBody], Field(max_length=20)]
    teams: Annotated[list[TeamBody], Field(max_length=20_000)] = []
    sights: Annotated[list[SightBody], Field(max_length=100)] = []
    signatories: Annotated[list[SignatoryBody], Field(max_length=2)] = []
    state: EventState = EventState.DRAFT

    def new_event(self) -> NewEvent:
        """The value that the service takes."""
        return NewEvent(
            slug=self.slug,
            name=self.name,
            organiser=self.organiser,
            place=self.place,
            contact=self.contact,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            timezone=self.timezone,
            language=self.language,
            preset=self.preset,
            races=tuple(Race(**vars(race)) for race in self.races),
            teams=tuple(Team(**vars(team)) for team in self.teams),
            sights=tuple(Sight(at_m=s.km * 1000, name=s.name) for s in self.sights),
            signatories=tuple((s.title, s.name) for s in self.signatories),
        )


class ProcedureBody(_Body):
    """How an event deals with doubt; what is left out stays."""

    protest_within_s: Annotated[float, Field(allow_inf_nan=False)] | None = None
    reports: bool | None = None
    cards: bool | None = None
    runner_out_at: int | None = None
    team_out_at: int | None = None


class FinaliseBody(_Body):
    """Results become official."""

    #: Why now, where something is open.
    reason: Annotated[str, Field(max_length=2000)] = ""


class EventChanges(_Body):
    """What may be changed of an event; what is left out stays."""

    name: Name | None = None
    organiser: str | None = None
    place: str | None = None
    contact: str | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    timezone: str | None = None
    language: Literal["vi", "en"] | None = None
    signatories: Annotated[list[SignatoryBody], Field(max_length=2)] | None = None
    procedure: ProcedureBody | None = None
    state: EventState | None = None
    #: Why results become official while something is open: only with the state `final`.
    reason: Annotated[str, Field(max_length=2000)] = ""


class EntryBody(_Body):
    """A new entry."""

    name: Annotated[str, Field(max_length=200)]
    sex: Sex
    birth_date: date | None = None
    birth_year: Annotated[int, Field(ge=1, le=9999)] | None = None
    race: Slug | None = None
    races: Annotated[list[Slug], Field(max_length=20)] = []
    team: Slug | None = None
    phone: Annotated[str, Field(max_length=100)] | None = None
    email: Annotated[str, Field(max_length=100)] | None = None
    consent: bool = False

    def new_entry(self) -> NewEntry:
        """The value that the service takes."""
        return NewEntry(
            name=self.name,
            sex=self.sex,
            birth_date=self.birth_date,
            birth_year=self.birth_year,
            races=((self.race,) if self.race else ()) + tuple(self.races),
            team=self.team,
            phone=self.phone,
            email=self.email,
            consent=self.consent,
        )


class EntryChanges(_Body):
    """What an organiser may correct of an entry; what is left out stays."""

    name: Annotated[str, Field(max_length=200)] | None = None
    sex: Sex | None = None
    birth_date: date | None = None
    birth_year: Annotated[int, Field(ge=1, le=9999)] | None = None
    races: Annotated[list[Slug], Field(max_length=20)] | None = None
    team: Annotated[str, Field(max_length=60)] | None = None
    phone: Annotated[str, Field(max_length=100)] | None = None
    email: Annotated[str, Field(max_length=100)] | None = None

    def correction(self) -> Correction:
        """The value that the service takes."""
        values = self.model_dump(exclude={"races"})
        return Correction(**values, races=None if self.races is None else tuple(self.races))


class AmendsBody(_Body):
    """What a referee corrects in a run."""

    #: Seconds by which its clock was slow.
    shift_s: Annotated[float, Field(allow_inf_nan=False)] = 0.0
    #: The part that counts, in seconds since the start of the run.
    from_s: Annotated[float, Field(allow_inf_nan=False)] | None = None
    to_s: Annotated[float, Field(allow_inf_nan=False)] | None = None


class RulingBody(_Body):
    """What a referee decides."""

    decision: Decision
    #: Shown to the runner; may be left out when a run is accepted.
    reason: Annotated[str, Field(max_length=2000)] = ""
    #: What is corrected from now on, instead of what was before.
    amends: AmendsBody | None = None
    #: The runner is shown a card with it.
    card: bool = False
    #: How many decisions whoever decides has seen: 409 when there are more by now.
    seen: Annotated[int, Field(ge=0)] | None = None

    def choice(self) -> Choice:
        """The value that the service takes."""
        return Choice(
            decision=self.decision,
            reason=self.reason,
            amends=None if self.amends is None else Amends(**self.amends.model_dump()),
            card=self.card,
            seen=self.seen,
        )


class PickedBody(_Body):
    """One of several runs."""

    id: Slug
    #: How many decisions about it whoever decides has seen.
    seen: Annotated[int, Field(ge=0)]


class RulingsBody(_Body):
    """The same decision about several runs."""

    activities: Annotated[list[PickedBody], Field(min_length=1, max_length=bulk.MOST)]
    decision: Decision
    #: Shown to each runner; may be left out when runs are accepted.
    reason: Annotated[str, Field(max_length=2000)] = ""

    def picked(self) -> list[Picked]:
        """The runs, as the service takes them."""
        return [Picked(activity=each.id, seen=each.seen) for each in self.activities]

    def choice(self) -> Choice:
        """The decision, as the service takes it."""
        return Choice(decision=self.decision, reason=self.reason)


class RemarkBody(_Body):
    """What a runner says about a run."""

    text: str


class TriedRulesBody(_Body):
    """Rules to be tried, by name; the others are as they are."""

    #: What each may be stands in `race.rules`.
    rules: dict[Any, Any]


class RulesBody(TriedRulesBody):
    """Rules to be published."""

    #: Shown to everybody.
    reason: Annotated[str, Field(max_length=2000)] = ""
    #: The version that they follow: 409 when there is a newer one by now.
    version: Annotated[int, Field(ge=1)] | None = None
