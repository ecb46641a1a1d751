"""The organiser's desk: what waits, the numbers of the overview, where each runner stands."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any, Final, Literal

from race.course import Race
from race.event import Event
from race.services import reviews
from race.store import activities, counts, entries, waiting
from race.store.database import Connection
from race.store.entries import EntryRow, Wanted
from race.team import Team, subtree
from race.verdict import Outcome, Severity, Waits

#: A run that has waited longer is late, seconds: a runner who sends one in the evening should
#: know the next day.
PATIENCE_S: Final = 20 * 3600.0
#: Days of the chart; of a longer event the last ones.
_MOST_DAYS: Final = 92
#: Entries on a page of the list.
PAGE: Final = 50

#: Where a runner stands: every race finished, a run waits for a referee, on the way, nothing sent.
Progress = Literal["finished", "waiting", "going", "none"]


@dataclass(frozen=True, kw_only=True)
class Todo:
    """What waits for an organiser."""

    #: Runs that wait for a referee, without those that wait for their runner's answer.
    waiting: int
    #: Uploads in which no run could be read.
    unreadable: int


@dataclass(frozen=True, kw_only=True)
class TeamNumbers:
    """A unit without units below it."""

    team: Team
    #: The unit above it; None at the top.
    above: Team | None
    #: Runners entered for it.
    entries: int
    #: Runs that they have sent.
    runs: int


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """An event as it stands, counted at one moment."""

    #: Runners entered, and those of today.
    entries: int
    entries_today: int
    #: Runs sent, and those of today.
    runs: int
    runs_today: int
    #: Metres of all accepted runs.
    accepted_m: float
    #: Share of the runs that no person had to look at, 0 to 1; NaN without runs.
    by_machine: float
    #: Distances and goals reached, in all races together.
    finishes: int
    #: Runs that have waited longer than `PATIENCE_S`.
    late: int
    #: (day, runs sent on it) from the start to today or the end of uploads.
    per_day: tuple[tuple[date, int], ...]
    #: (flag code, runs rejected by it first), the commonest first; None is a referee's decision.
    why: tuple[tuple[str | None, int], ...]
    #: Units that nobody is below, in the organiser's order.
    teams: tuple[TeamNumbers, ...]


@dataclass(frozen=True, kw_only=True)
class EntryNumbers:
    """One runner in the list."""

    entry: EntryRow
    races: tuple[Race, ...]
    #: Runs sent.
    runs: int
    progress: Progress


@dataclass(frozen=True, kw_only=True)
class EntriesFound:
    """One page of a search."""

    rows: tuple[EntryNumbers, ...]
    #: Entries on all pages.
    total: int
    #: The page found, from 1, and how many there are, at least 1.
    page: int
    pages: int


def todo(connection: Connection, event: Event) -> Todo:
    """What waits in an event."""
    waits = waiting.count(connection, event.id)
    return Todo(
        waiting=sum(runs for why, runs in waits.items() if why != Waits.ASKED),
        unreadable=counts.unreadable(connection, event.id),
    )


def numbers(connection: Connection, event: Event, now: datetime) -> Numbers:
    """Every number of the overview."""
    verdicts = counts.runs_by_verdict(connection, event.id)
    runs = sum(verdicts.values())
    zone = event.window.zone
    today = datetime.combine(now.astimezone(zone).date(), time.min, zone)
    looked_at = verdicts.get(Outcome.REVIEW.value, 0)
    return Numbers(
        entries=entries.count(connection, event.id),
        entries_today=counts.entries_since(connection, event.id, today),
        runs=runs,
        runs_today=counts.runs_sent(connection, event.id, today, today + timedelta(days=1)),
        accepted_m=activities.total_m(connection, event.id, Outcome.ACCEPTED.value),
        by_machine=1 - looked_at / runs if runs else math.nan,
        finishes=counts.finishes(connection, event.id),
        late=_late(connection, event, now),
        per_day=_per_day(connection, event, now),
        why=_why(counts.rejected_flags(connection, event.id)),
        teams=_leaf_teams(connection, event),
    )


def _late(connection: Connection, event: Event, now: datetime) -> int:
    patience = timedelta(seconds=PATIENCE_S)
    lines = reviews.lines(connection, event)
    return sum(line.waits is not Waits.ASKED and now - line.since > patience for line in lines)


def day_of(event: Event, now: datetime) -> tuple[int, int]:
    """(day of the event, days in all): 0 before the start, the last day after the end."""
    zone = event.window.zone
    first, last = (
        moment.astimezone(zone).date() for moment in (event.window.starts_at, event.window.ends_at)
    )
    days = (last - first).days + 1
    return min(max((now.astimezone(zone).date() - first).days + 1, 0), days), days


def entries_found(
    connection: Connection, event: Event, wanted: Wanted, *, page: int
) -> EntriesFound:
    """A page of the entries that somebody looks for; the last one where there are fewer."""
    total = entries.count_matching(connection, event.id, wanted)
    pages = max(1, math.ceil(total / PAGE))
    shown = min(max(page, 1), pages)
    skip = (shown - 1) * PAGE
    rows = entries.matching(connection, event.id, wanted, skip=skip, limit=PAGE)
    return EntriesFound(
        rows=_standings(connection, event, rows), total=total, page=shown, pages=pages
    )


def wanted(event: Event, text: str, race: str, team: str) -> Wanted:
    """What a search asks for; a race or unit that the event does not have narrows nothing."""
    known = team in {t.slug for t in event.teams}
    return Wanted(
        text=text[:100],
        race=race if event.race(race) else None,
        teams=subtree(team, event.teams) if known else None,
    )


def standing_of(connection: Connection, event: Event, entry: EntryRow) -> EntryNumbers:
    """Where one runner stands."""
    return _standings(connection, event, [entry])[0]


def _standings(
    connection: Connection, event: Event, rows: Sequence[EntryRow]
) -> tuple[EntryNumbers, ...]:
    bibs = [row.bib for row in rows]
    held = counts.races_of(connection, event.id, bibs)
    states = counts.runs_of(connection, event.id, bibs)
    finished = counts.finished_of(connection, event.id, bibs)
    return tuple(
        EntryNumbers(
            entry=row,
            races=tuple(race for race in event.races if race.slug in held.get(row.bib, ())),
            runs=sum(states.get(row.bib, {}).values()),
            progress=_progress(
                held.get(row.bib, frozenset()),
                finished.get(row.bib, frozenset()),
                states.get(row.bib, {}),
            ),
        )
        for row in rows
    )


def _progress(
    held: frozenset[str], finished: frozenset[str], states: Mapping[str, int]
) -> Progress:
    if held and held <= finished:
        return "finished"
    if states.get(Outcome.REVIEW.value):
        return "waiting"
    return "going" if states else "none"


def _per_day(connection: Connection, event: Event, now: datetime) -> tuple[tuple[date, int], ...]:
    zone = event.window.zone
    first = event.window.starts_at.astimezone(zone).date()
    last = min(now, event.uploads_end_at).astimezone(zone).date()
    days = [first + timedelta(days=n) for n in range((last - first).days + 2)][-_MOST_DAYS - 1 :]
    return tuple(
        (day, counts.runs_sent(connection, event.id, _midnight(day, event), _midnight(end, event)))
        for day, end in pairwise(days)
    )


def _midnight(day: date, event: Event) -> datetime:
    return datetime.combine(day, time.min, event.window.zone)


def _why(rejected: Iterable[Sequence[Mapping[str, Any]]]) -> tuple[tuple[str | None, int], ...]:
    grave = Severity.REJECT.name.lower()
    first = Counter(
        next((flag["code"] for flag in found if flag["severity"] == grave), None)
        for found in rejected
    )
    return tuple(first.most_common())


def _leaf_teams(connection: Connection, event: Event) -> tuple[TeamNumbers, ...]:
    entered = counts.entries_by_team(connection, event.id)
    runs = counts.runs_by_team(connection, event.id)
    teams = {team.slug: team for team in event.teams}
    parents = {team.parent for team in event.teams}
    return tuple(
        TeamNumbers(
            team=team,
            above=teams.get(team.parent or ""),
            entries=entered.get(team.slug, 0),
            runs=runs.get(team.slug, 0),
        )
        for team in event.teams
        if team.slug not in parents
    )
