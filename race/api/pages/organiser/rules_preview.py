"""What other rules would do, for the page that is shown before they are published."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from race.api.pages.organiser import reasons
from race.api.pages.organiser.rules_words import differences
from race.api.pages.views_organiser import OrganisedEvent
from race.api.pages.views_rules import (
    ByRule,
    Moved,
    MovedRank,
    MovedRun,
    PreviewPage,
    RaceRanks,
)
from race.event import Event
from race.rules import Rules
from race.services.dry_run import ChangedRank, ChangedRun, DryRun

#: Runs that the page lists, and ranks of each race.
_MOST_RUNS: Final = 100
_MOST_RANKS: Final = 50


def preview_page(
    head: OrganisedEvent,
    event: Event,
    rules: Rules,
    tried: DryRun,
    *,
    fields: tuple[tuple[str, str], ...],
) -> PreviewPage:
    """What `rules` would change in an event; `fields` is the form that they came from."""
    return PreviewPage(
        event=head,
        version=rules.version,
        changes=differences(event.rules, rules),
        fields=fields,
        moved=_moved(tried.changed),
        by_rule=tuple(_by_rule(tried)),
        runs=tuple(_run(run) for run in tried.changed[:_MOST_RUNS]),
        total=len(tried.changed),
        ranks=tuple(_ranks(event, tried.ranks)),
    )


def _moved(runs: Sequence[ChangedRun]) -> tuple[Moved, ...]:
    """How many runs, of how many runners, go from which state to which; the most first."""
    count = Counter((run.before, run.after) for run in runs)
    runners = defaultdict(set)
    for run in runs:
        runners[run.before, run.after].add(run.bib)
    return tuple(
        Moved(before=way[0], after=way[1], runs=number, runners=len(runners[way]))
        for way, number in count.most_common()
    )


def _by_rule(tried: DryRun) -> Iterable[ByRule]:
    """The rule that moves most first."""
    weighty = sorted(
        tried.by_rule.items(),
        key=lambda each: -(each[1].accepted + each[1].review + each[1].rejected),
    )
    for code, change in weighty:
        yield ByRule(
            label=reasons.label(code),
            accepted=change.accepted,
            review=change.review,
            rejected=change.rejected,
        )


def _run(run: ChangedRun) -> MovedRun:
    return MovedRun(
        activity=run.activity,
        bib=run.bib,
        name=run.name,
        before=run.before,
        after=run.after,
        why=tuple(reasons.label(code) for code in run.because or run.codes),
    )


def _ranks(event: Event, ranks: Iterable[ChangedRank]) -> Iterable[RaceRanks]:
    """Race by race, in the order of the event, whoever stands first now or then first."""
    by_race: dict[str, list[ChangedRank]] = defaultdict(list)
    for rank in ranks:
        by_race[rank.race].append(rank)
    for race in event.races:
        found = sorted(by_race[race.slug], key=_best)
        if found:
            shown = tuple(
                MovedRank(bib=r.bib, name=r.name, before=r.before, after=r.after)
                for r in found[:_MOST_RANKS]
            )
            yield RaceRanks(name=race.name, ranks=shown, total=len(found))


def _best(rank: ChangedRank) -> int:
    return min(place for place in (rank.before, rank.after) if place is not None)
