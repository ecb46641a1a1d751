"""What somebody fills in to enter, and what is wrong with it."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from race.category import Sex
from race.errors import InvalidField
from race.event import Event
from race.i18n import N_, tidy

#: Years: nobody older has finished a race, nobody younger has run one alone.
_OLDEST: Final = 110
_YOUNGEST: Final = 4


@dataclass(frozen=True, kw_only=True)
class NewEntry:
    """What a runner, or an officer for them, fills in."""

    name: str
    sex: Sex
    #: One of the two.
    birth_date: date | None
    birth_year: int | None
    #: Slugs; at least one.
    races: tuple[str, ...]
    team: str | None = None
    phone: str | None = None
    email: str | None = None
    consent: bool = False


def check_race(event: Event, slug: str) -> None:
    if event.race(slug) is None:
        raise InvalidField(field=N_("race"), reason=N_("This event has no such race."))


def valid(new: NewEntry, event: Event) -> NewEntry:
    name = tidy(new.name)
    if not 2 <= len(name) <= 80 or not any(letter.isalpha() for letter in name):
        raise InvalidField(field=N_("name"), reason=N_("Write your full name, 2 to 80 letters."))
    if new.consent is not True:
        raise InvalidField(
            field=N_("consent"), reason=N_("We need your consent to keep and judge your runs.")
        )
    if not new.races:
        raise InvalidField(field=N_("race"), reason=N_("Choose at least one race."))
    for race in new.races:
        check_race(event, race)
    if new.team is not None and new.team not in {team.slug for team in event.teams}:
        raise InvalidField(field=N_("team"), reason=N_("This event has no such unit."))
    _check_birth(new, event)
    return replace(
        new,
        name=name,
        races=tuple(dict.fromkeys(new.races)),
        phone=_contact(new.phone, N_("phone")),
        email=_contact(new.email, N_("email")),
    )


def _check_birth(new: NewEntry, event: Event) -> None:
    year, start = year_of(new), event.window.starts_at.year
    if not start - _OLDEST <= year <= start - _YOUNGEST:
        raise InvalidField(field=N_("birth_year"), reason=N_("Write the year of birth, like 2001."))


def _contact(text: str | None, field: str) -> str | None:
    tidied = tidy(text or "")
    if len(tidied) > 100:
        raise InvalidField(field=field, reason=N_("This is too long."))
    return tidied or None


def year_of(new: NewEntry) -> int:
    return new.birth_date.year if new.birth_date is not None else (new.birth_year or 0)
