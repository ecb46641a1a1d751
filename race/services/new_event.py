"""What an organiser fills in to make an event, and what is wrong with it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from race.course import Race, Sight
from race.errors import InvalidField, UnknownPreset
from race.i18n import LANGUAGES, N_, tidy
from race.presets import PRESETS
from race.team import Team, is_tree

_SLUG: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?")
#: Addresses under /btc that are pages of their own.
RESERVED: Final = frozenset({"dang-nhap", "dang-xuat", "thiet-lap", "giai-moi"})
#: Longest name of anything (characters), so that no page and no certificate breaks.
LONGEST_NAME: Final = 120
#: Of events: at the ends of the calendar another zone is no date any more.
_YEARS: Final = range(2000, 2200)


@dataclass(frozen=True, kw_only=True)
class NewEvent:
    """What an organiser fills in; everything else follows from the preset."""

    slug: str
    name: str
    organiser: str
    place: str
    contact: str
    starts_at: datetime
    ends_at: datetime
    timezone: str
    language: str
    preset: str
    races: tuple[Race, ...]
    teams: tuple[Team, ...] = ()
    sights: tuple[Sight, ...] = ()
    signatories: tuple[tuple[str, str], ...] = ()
    demo: bool = False


def valid(new: NewEvent) -> NewEvent:
    if not _SLUG.fullmatch(new.slug) or new.slug in RESERVED:
        raise InvalidField(
            field=N_("slug"),
            reason=N_("Use small letters without accents, digits and dashes, like huu-lung."),
        )
    if new.preset not in PRESETS:
        raise UnknownPreset(preset=new.preset, known=", ".join(PRESETS))
    check_window(new.starts_at, new.ends_at, new.timezone)
    check_language(new.language)
    _check_races(new.races)
    _check_teams(new.teams)
    return replace(
        new,
        name=named("name", new.name),
        organiser=line(new.organiser),
        place=line(new.place),
        contact=line(new.contact),
        signatories=tuple((line(title), line(name)) for title, name in new.signatories[:2]),
        races=tuple(replace(race, name=named("races", race.name)) for race in new.races),
        teams=tuple(replace(team, name=named("teams", team.name)) for team in new.teams),
    )


def named(field: str, text: str) -> str:
    name = tidy(text)
    if not name or len(name) > LONGEST_NAME:
        raise InvalidField(field=field, reason=N_("Write a name of 1 to 120 characters."))
    return name


def line(text: str) -> str:
    """A line that may be empty, tidied, and cut where no page and no certificate holds more."""
    return tidy(text)[:LONGEST_NAME]


def check_window(starts_at: datetime, ends_at: datetime, timezone: str) -> None:
    try:
        ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise InvalidField(
            field=N_("timezone"), reason=N_("Write a zone like Asia/Ho_Chi_Minh.")
        ) from None
    if starts_at.tzinfo is None or ends_at.tzinfo is None:
        raise InvalidField(
            field=N_("starts_at"), reason=N_("Write the time with its offset, like +07:00.")
        )
    for field, moment in ((N_("starts_at"), starts_at), (N_("ends_at"), ends_at)):
        if moment.year not in _YEARS:
            raise InvalidField(field=field, reason=N_("The year lies from 2000 to 2199."))
    if ends_at <= starts_at:
        raise InvalidField(field=N_("ends_at"), reason=N_("The end lies after the start."))


def check_language(language: str) -> None:
    if language not in LANGUAGES:
        raise InvalidField(field=N_("language"), reason=N_("Choose vi or en."))


def _check_races(new: Sequence[Race]) -> None:
    slugs = [race.slug for race in new]
    if not new or len(new) > 20:
        raise InvalidField(field=N_("races"), reason=N_("An event has 1 to 20 races."))
    if len(set(slugs)) < len(slugs) or not all(_SLUG.fullmatch(slug) for slug in slugs):
        raise InvalidField(
            field=N_("races"), reason=N_("Every race needs an address of its own, like 5km.")
        )
    if not all(100 <= race.distance_m <= 10_000_000 for race in new):
        raise InvalidField(
            field=N_("races"), reason=N_("A distance is between 100 m and 10,000 km.")
        )


def _check_teams(teams: Sequence[Team]) -> None:
    slugs = [team.slug for team in teams]
    whole = all(_SLUG.fullmatch(slug) for slug in slugs)
    if not whole or len(set(slugs)) < len(slugs) or not is_tree(teams):
        raise InvalidField(
            field=N_("teams"),
            reason=N_(
                "Every unit needs an address of its own and a unit above it that exists; 20 levels "
                "at most."
            ),
        )
    if any(team.headcount is not None and team.headcount < 0 for team in teams):
        raise InvalidField(field=N_("teams"), reason=N_("A headcount is not below zero."))
