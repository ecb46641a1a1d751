"""The form of a new event: what was typed, what it means, everything that is wrong with it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice, zip_longest
from typing import Annotated, Any, Final, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, Field

from race.api.pages.organiser import unit_list
from race.api.pages.views_organiser import EventForm, RaceRow
from race.api.pages.views_runner import Said
from race.certificates.certificate import MOST_SIGNATORIES
from race.course import Kind, Race
from race.i18n import N_, both, race_distance, tidy
from race.presets import DEFAULT
from race.services.new_event import LONGEST_NAME, RESERVED, NewEvent
from race.team import Team, slug_of
from race.units import HALF_MARATHON_M, parse_distance

T = TypeVar("T")
_Text = Annotated[str, Field(max_length=500)]

#: Rows of races on the page.
_ROWS: Final = 4
#: Units of one event.
_MOST_TEAMS: Final = 3000
#: As browsers send ``datetime-local``.
_MOMENT: Final = re.compile(r"20\d\d-\d\d-\d\dT\d\d:\d\d(?::\d\d)?", re.ASCII)
_BAD_NAME: Final = N_("Write a name of 1 to 120 characters.")


class EventFields(BaseModel):
    """The form as a browser sends it; every field may be missing or wrong."""

    name: _Text = ""
    slug: _Text = ""
    organiser: _Text = ""
    place: _Text = ""
    contact: _Text = ""
    signatory_title: list[_Text] = []
    signatory_name: list[_Text] = []
    starts_at: _Text = ""
    ends_at: _Text = ""
    timezone: _Text = "Asia/Ho_Chi_Minh"
    preset: _Text = DEFAULT
    race_name: list[_Text] = []
    race_kind: list[_Text] = []
    race_km: list[_Text] = []
    teams: Annotated[str, Field(max_length=400_000)] = ""

    def shown(self) -> EventForm:
        """As typed, to be shown again; an address that was left out is proposed."""
        return EventForm(
            name=self.name,
            slug=self.slug.strip() or _slug(self.name),
            organiser=self.organiser,
            place=self.place,
            contact=self.contact,
            signatories=self._signatories(),
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            timezone=self.timezone,
            preset=self.preset,
            races=self._rows(),
            teams=self.teams,
        )

    def _signatories(self) -> tuple[tuple[str, str], ...]:
        typed = zip_longest(self.signatory_title, self.signatory_name, fillvalue="")
        found = [*islice(typed, MOST_SIGNATORIES)]
        return (*found, *[("", "")] * (MOST_SIGNATORIES - len(found)))

    def _rows(self) -> tuple[RaceRow, ...]:
        typed = zip_longest(self.race_name, self.race_kind, self.race_km, fillvalue="")
        rows = [RaceRow(name=name, kind=kind, km=km) for name, kind, km in islice(typed, _ROWS)]
        return (*rows, *[RaceRow()] * (_ROWS - len(rows)))


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What a form came to."""

    #: As typed, with what is wrong beside the rows of races.
    form: EventForm
    #: What is wrong, by field.
    errors: dict[str, Said]
    #: The event; None when something is wrong.
    new: NewEvent | None


@dataclass
class _Wrong(Exception):
    """What a field says under itself."""

    said: Said


def read(form: EventForm, language: str) -> Draft:
    """The event that a form describes, or everything that is wrong with it at once."""
    errors: dict[str, Said] = {}
    _kept(errors, "name", lambda: _name(form.name))
    _kept(errors, "slug", lambda: _free(form.slug))
    _kept(errors, "organiser", lambda: _name(form.organiser))
    starts_at = _kept(errors, "starts_at", lambda: _moment(form.starts_at, form.timezone))
    ends_at = _kept(errors, "ends_at", lambda: _moment(form.ends_at, form.timezone))
    teams = _kept(errors, "teams", lambda: _teams(form.teams))
    rows = tuple(_looked_at(row) for row in form.races)
    held = [row for row in rows if _is_filled(row)]
    if not held:
        errors["races"] = both(N_("Fill in one race at least."))
    shown = replace(form, races=rows)
    if starts_at is None or ends_at is None or errors or any(row.error for row in rows):
        return Draft(form=shown, errors=errors, new=None)
    new = NewEvent(
        slug=form.slug,
        name=form.name,
        organiser=form.organiser,
        place=form.place,
        contact=form.contact,
        starts_at=starts_at,
        ends_at=ends_at,
        timezone=form.timezone,
        language=language,
        preset=form.preset,
        races=_races(held, language),
        teams=teams or (),
        signatories=tuple((tidy(title), tidy(name)) for title, name in form.signatories if name),
    )
    return Draft(form=shown, errors=errors, new=new)


def _kept(errors: dict[str, Said], field: str, reading: Callable[[], T]) -> T | None:
    """What a field holds; what is wrong with it goes to `errors`."""
    try:
        return reading()
    except _Wrong as wrong:
        errors[field] = wrong.said
        return None


def _wrong(sentence: str, **facts: Any) -> _Wrong:
    return _Wrong(both(sentence, facts))


def _name(typed: str) -> str:
    name = tidy(typed)
    if not 1 <= len(name) <= LONGEST_NAME:
        raise _wrong(_BAD_NAME)
    return name


def _free(slug: str) -> str:
    if slug in RESERVED:
        raise _wrong(N_("This address is a page of ours. Choose another one."))
    return slug


def _moment(typed: str, timezone: str) -> datetime:
    if not _MOMENT.fullmatch(typed.strip()):
        raise _wrong(N_("Choose a day and a time."))
    try:
        moment = datetime.fromisoformat(typed.strip())
        return moment.replace(tzinfo=ZoneInfo(timezone))
    except (ZoneInfoNotFoundError, OSError):
        raise _wrong(N_("Write a zone like Asia/Ho_Chi_Minh.")) from None
    except ValueError:
        raise _wrong(N_("There is no such day.")) from None


def _teams(typed: str) -> tuple[Team, ...]:
    try:
        teams = unit_list.read(typed)
    except unit_list.BadLine as bad:
        sentence = N_("Line {line}: write a name and, after a semicolon, the number of members.")
        raise _wrong(sentence, line=bad.number) from None
    if len(teams) > _MOST_TEAMS:
        raise _wrong(N_("At most {most:number} units, please."), most=_MOST_TEAMS)
    return teams


def _is_filled(row: RaceRow) -> bool:
    return bool(row.name.strip() or row.km.strip())


def _looked_at(row: RaceRow) -> RaceRow:
    """A row with what is wrong with it."""
    try:
        if _is_filled(row):
            _check(row)
    except _Wrong as wrong:
        return replace(row, error=wrong.said)
    return row


def _check(row: RaceRow) -> None:
    if row.kind not in set(Kind):
        raise _wrong(N_("Choose one."))
    if len(tidy(row.name)) > LONGEST_NAME:
        raise _wrong(_BAD_NAME)
    if not 100 <= _metres(row) <= 10_000_000:
        raise _wrong(N_("A distance is between 100 m and 10,000 km."))


def _metres(row: RaceRow) -> float:
    km = row.km.strip()
    try:
        return parse_distance(km if km[-1:].isalpha() else f"{km} km")
    except ValueError:
        sentence = N_("Write the kilometres, such as {example:race}.")
        raise _wrong(sentence, example=HALF_MARATHON_M) from None


def _races(rows: list[RaceRow], language: str) -> tuple[Race, ...]:
    """A race without a name is called by its distance."""
    races: list[Race] = []
    for row in rows:
        metres = _metres(row)
        name = tidy(row.name) or tidy(race_distance(metres, language))
        taken = {race.slug for race in races}
        slug = slug_of(_slug(name) or "x", taken)
        races.append(Race(slug=slug, name=name, kind=Kind(row.kind), distance_m=metres))
    return tuple(races)


def _slug(name: str) -> str:
    """The address that a name gives: "Hữu Lũng" → "huu-lung", "5 km" → "5km"; "" without one."""
    joined = re.sub(r"(?<=\d)\s+km\b", "km", tidy(name))
    return slug_of(joined)[:50].strip("-") if joined else ""
