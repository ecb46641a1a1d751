"""Other rules tried out: who would come to stand otherwise, on which place, and because of what."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from race.course import Race
from race.event import Event
from race.leaderboard import rank
from race.rankings import Line
from race.result import Result
from race.rules import Rules
from race.services import boards, trials
from race.services.trials import Part, Turned
from race.store import entries
from race.store.database import Connection
from race.verdict import Outcome

#: Runs that are tried while somebody waits: about ten seconds. More are left to a job.
MOST_AT_ONCE: Final = 15_000


@dataclass(frozen=True, kw_only=True)
class ChangedRun:
    """A run that would stand otherwise."""

    activity: str
    bib: str
    #: Of its runner, as staff read it.
    name: str
    before: Outcome
    after: Outcome
    #: Flags that would come or go, or weigh otherwise.
    codes: tuple[str, ...]
    #: Those of them that its state follows from.
    because: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ChangedRank:
    """A runner who would have another place on the overall board of a race."""

    race: str
    bib: str
    name: str
    #: None where the runner is not ranked.
    before: int | None
    after: int | None


@dataclass(frozen=True, kw_only=True)
class RuleChange:
    """How many runs would come to each state because of one code."""

    accepted: int = 0
    review: int = 0
    rejected: int = 0


@dataclass(frozen=True, kw_only=True)
class DryRun:
    """What other rules would change; runs by bib, ranks by race and bib."""

    changed: tuple[ChangedRun, ...]
    ranks: tuple[ChangedRank, ...]
    by_rule: Mapping[str, RuleChange]
    #: Runs of which too little is remembered, so that they were left as they stand.
    unread: int


def try_out(connection: Connection, event: Event, rules: Rules) -> DryRun:
    """What `rules` would change, of every run that is remembered, however long that takes."""
    trial = trials.trial_of(connection, event, rules)
    return told(connection, event, trials.together(trials.parts(connection, trial)))


def at_once(connection: Connection, event: Event, rules: Rules) -> DryRun | None:
    """The same while somebody waits; None where a job has to do it: of too many runs, and of one
    that has to be read again."""
    if trials.count(connection, event) > MOST_AT_ONCE:
        return None
    found: list[Part] = []
    for part in trials.parts(connection, trials.trial_of(connection, event, rules)):
        if part.unread:
            return None
        found.append(part)
    return told(connection, event, trials.together(found))


def told(connection: Connection, event: Event, whole: Part) -> DryRun:
    """What came of everybody, with the places that follow and the names of the runners."""
    names = _names(connection, event)
    return DryRun(
        changed=tuple(
            ChangedRun(**vars(run), name=names[run.bib]) for run in whole.turned if run.bib in names
        ),
        ranks=tuple(_moved(connection, event, whole.results, names)),
        by_rule=_by_rule(whole.turned),
        unread=whole.unread,
    )


def shown(found: DryRun) -> dict[str, Any]:
    """JSON values; the keys are a promise (docs/api.md). Without names: this may be kept with a
    job, and people may be erased."""
    return {
        "changed": [
            {
                "bib": run.bib,
                "activity": run.activity,
                "from": run.before.value,
                "to": run.after.value,
                "codes": list(run.codes),
                "because": list(run.because),
            }
            for run in found.changed
        ],
        "ranks": [
            {"race": moved.race, "bib": moved.bib, "from": moved.before, "to": moved.after}
            for moved in found.ranks
        ],
        "by_rule": {code: dict(vars(change)) for code, change in found.by_rule.items()},
        "unread": found.unread,
    }


def kept(connection: Connection, event: Event, values: Mapping[str, Any]) -> DryRun:
    """What `shown` wrote, as in the result of a job, with the names of the runners; those who are
    gone are left out."""
    names = _names(connection, event)
    return DryRun(
        changed=tuple(
            ChangedRun(
                activity=run["activity"],
                bib=run["bib"],
                name=names[run["bib"]],
                before=Outcome(run["from"]),
                after=Outcome(run["to"]),
                codes=tuple(run["codes"]),
                because=tuple(run["because"]),
            )
            for run in values["changed"]
            if run["bib"] in names
        ),
        ranks=tuple(
            ChangedRank(
                race=moved["race"],
                bib=moved["bib"],
                name=names[moved["bib"]],
                before=moved["from"],
                after=moved["to"],
            )
            for moved in values["ranks"]
            if moved["bib"] in names
        ),
        by_rule={code: RuleChange(**change) for code, change in values["by_rule"].items()},
        unread=values["unread"],
    )


def _names(connection: Connection, event: Event) -> dict[str, str]:
    return {entry.bib: entry.name for entry in entries.of_event(connection, event.id)}


def _by_rule(turned: Iterable[Turned]) -> dict[str, RuleChange]:
    counted: dict[str, Counter[str]] = {}
    for run in turned:
        for code in run.because:
            counted.setdefault(code, Counter())[run.after.value] += 1
    return {code: RuleChange(**to) for code, to in sorted(counted.items())}


def _moved(
    connection: Connection, event: Event, results: Iterable[Result], names: Mapping[str, str]
) -> Iterator[ChangedRank]:
    """Who would have another place on the overall board of a race."""
    anew = {(result.race, result.bib): result for result in results}
    for race in event.races:
        if not any(slug == race.slug for slug, _ in anew):
            continue
        lines = boards.lines(connection, event, race)
        fresh = [replace(ln, result=anew.get((race.slug, ln.bib), ln.result)) for ln in lines]
        was, now = _places(race, lines), _places(race, fresh)
        for line in lines:
            before, after = was.get(line.bib), now.get(line.bib)
            if before != after:
                yield ChangedRank(
                    race=race.slug,
                    bib=line.bib,
                    name=names[line.bib],
                    before=before,
                    after=after,
                )


def _places(race: Race, lines: Iterable[Line]) -> dict[str, int]:
    """The overall board: everybody in the race is on it."""
    return {standing.line.bib: standing.rank for standing in rank(race, lines)}
