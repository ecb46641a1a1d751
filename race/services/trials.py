"""Some runners' runs judged by other rules, and what these runs would be worth. Nothing is written.

Every run is judged by what is remembered of it, as a replay judges it once the rules are published;
what people decided stands.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, TypeAlias

from race.event import Event
from race.result import Result
from race.rules import Rules
from race.services import cards, rejudging, scoring, standing
from race.services.standing import Said
from race.store import activities, entries, submissions
from race.store.activities import ActivityRow, FoundRow
from race.store.database import Connection
from race.store.entries import EntryRow
from race.verdict import Outcome, Severity

#: Runners whose runs are in memory at a time.
AT_A_TIME: Final = 50

#: The runs of some runners as they are kept, by bib.
Runs: TypeAlias = Mapping[str, Sequence[ActivityRow]]
#: Makes runs that are not remembered ready to be judged, as far as that can be done.
Remember: TypeAlias = Callable[[Sequence[ActivityRow]], Sequence[ActivityRow]]


@dataclass(frozen=True, kw_only=True)
class Turned:
    """A run that would stand otherwise. Without the name of its runner: this is kept with a job,
    and people may be erased."""

    activity: str
    bib: str
    before: Outcome
    after: Outcome
    #: Flags that would come or go, or weigh otherwise.
    codes: tuple[str, ...]
    #: Those of them that its state follows from.
    because: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Part:
    """What came of some runners."""

    turned: tuple[Turned, ...] = ()
    #: What would be worth something else.
    results: tuple[Result, ...] = ()
    #: Runs of which too little is remembered, so that they were left as they stand.
    unread: int = 0


@dataclass(frozen=True, kw_only=True)
class Trial:
    """One set of rules to be tried, with what does not depend on it."""

    #: The event as it is, and with those rules.
    event: Event
    tried: Event
    said: Said = field(repr=False)
    #: How many each runner has, by bib.
    cards: Mapping[str, int] = field(repr=False)
    #: Slugs of the races that each runner is in, by bib.
    races: Mapping[str, frozenset[str]] = field(repr=False)


def trial_of(connection: Connection, event: Event, rules: Rules) -> Trial:
    """What is needed to try `rules`."""
    held: dict[str, set[str]] = {}
    for row in entries.races_of_event(connection, event.id):
        held.setdefault(row.bib, set()).add(row.race)
    return Trial(
        event=event,
        tried=replace(event, rules=rules),
        said=standing.of_event(connection, event),
        cards=cards.of_event(connection, event),
        races={bib: frozenset(races) for bib, races in held.items()},
    )


def count(connection: Connection, event: Event) -> int:
    """How many runs an event has."""
    return sum(activities.count_by_state(connection, event.id).values())


def senders(connection: Connection, event: Event, after: str, limit: int) -> list[str]:
    """The next runners after a bib who have sent anything, by bib."""
    return submissions.senders(connection, event.id, after_bib=after, limit=limit)


def parts(connection: Connection, trial: Trial) -> Iterator[Part]:
    """What comes of everybody, some runners at a time."""
    after = ""
    while bibs := senders(connection, trial.event, after, AT_A_TIME):
        yield part(connection, trial, bibs)
        after = bibs[-1]


def part(connection: Connection, trial: Trial, bibs: Sequence[str]) -> Part:
    """What comes of some runners."""
    return judged(connection, trial, runs_of(connection, trial.event, bibs))


def runs_of(connection: Connection, event: Event, bibs: Sequence[str]) -> Runs:
    """What some runners have sent; with what was found in it only where that is not found anew."""
    rows = activities.unjudged(connection, event.id, bibs)
    forgotten = [row.id for row in rows if not rejudging.is_remembered(row)]
    found = {row.id: row.flags for row in activities.found_in(connection, event.id, forgotten)}
    runs: dict[str, list[ActivityRow]] = {}
    for row in rows:
        known = replace(row, flags=found[row.id]) if row.id in found else row
        runs.setdefault(row.bib, []).append(known)
    return runs


def judged(connection: Connection, trial: Trial, runs: Runs, remember: Remember = list) -> Part:
    """What comes of these runs, all of some runners. `remember` is given those of each."""
    people = entries.of_bibs(connection, trial.event.id, runs.keys())
    tried = [_of_runner(trial, entry, runs[entry.bib], remember) for entry in people]
    changed = {row.id: row for each in tried for row in each.changed}
    found = {row.id: row for row in activities.found_in(connection, trial.event.id, changed.keys())}
    return Part(
        turned=tuple(_turned(found[run], after) for run, after in changed.items()),
        results=tuple(result for each in tried for result in each.results),
        unread=sum(each.unread for each in tried),
    )


def together(some: Iterable[Part]) -> Part:
    """Several parts as one."""
    several = tuple(some)
    return Part(
        turned=tuple(run for each in several for run in each.turned),
        results=tuple(result for each in several for result in each.results),
        unread=sum(each.unread for each in several),
    )


@dataclass(frozen=True, kw_only=True)
class _Tried:
    """What came of one runner."""

    #: The runs that stand otherwise, as they would.
    changed: tuple[ActivityRow, ...]
    results: tuple[Result, ...]
    unread: int


def _of_runner(
    trial: Trial, entry: EntryRow, rows: Sequence[ActivityRow], remember: Remember
) -> _Tried:
    known = remember(rows)
    after = {row.id: row for row in rejudging.of_entry(trial.tried, entry, known, trial.said)}
    worth_before = _results(trial, trial.event, entry, rows)
    worth_after = _results(trial, trial.tried, entry, after.values())
    return _Tried(
        changed=tuple(after[row.id] for row in rows if row.state != after[row.id].state),
        results=tuple(
            now for was, now in zip(worth_before, worth_after, strict=True) if now != was
        ),
        unread=sum(not rejudging.is_remembered(row) for row in known),
    )


def _results(
    trial: Trial, event: Event, entry: EntryRow, rows: Iterable[ActivityRow]
) -> list[Result]:
    runs = list(rows)
    out = event.procedure.takes_out(trial.cards.get(entry.bib, 0))
    held = trial.races.get(entry.bib, frozenset())
    return [
        scoring.result_in(event, race, entry.bib, runs, out=out)
        for race in event.races
        if race.slug in held
    ]


def _turned(row: FoundRow, after: ActivityRow) -> Turned:
    was, now = _weights(row.flags), _weights(after.flags)
    codes = [code for code in {**was, **now} if was.get(code) != now.get(code)]
    worst_was, worst_now = max(was.values(), default=0), max(now.values(), default=0)
    heavier, lighter = (now, worst_was) if worst_now > worst_was else (was, worst_now)
    return Turned(
        activity=row.id,
        bib=row.bib,
        before=Outcome(row.state),
        after=Outcome(after.state),
        codes=tuple(codes),
        because=tuple(code for code in codes if heavier.get(code, 0) > lighter),
    )


def _weights(flags: Iterable[Mapping[str, Any]]) -> dict[str, Severity]:
    """How much each code weighs; rules that were kept are none."""
    found: dict[str, Severity] = {}
    for flag in flags:
        weight = Severity[flag["severity"].upper()]
        if weight > Severity.PASS:
            found[flag["code"]] = max(weight, found.get(flag["code"], weight))
    return found
