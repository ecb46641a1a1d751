"""What the page of the rules and their form show."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import Final

from race.api.pages.organiser.frame import Desk, organised
from race.api.pages.organiser.rules_checks import FAMILIES, STATES, USUAL, Family
from race.api.pages.organiser.rules_fields import NUMBERS, UNITS
from race.api.pages.organiser.rules_form import MOST_ROWS, filled, hidden, with_room
from race.api.pages.organiser.rules_words import (
    BASES,
    INDOOR,
    LABELS,
    differences,
    reason,
    sport_name,
    value,
)
from race.api.pages.rules_shown import rules_view
from race.api.pages.views_organiser import LooserLine, OrganisedEvent
from race.api.pages.views_rules import (
    CheckFamily,
    Choices,
    RuleDiff,
    RulesDeskPage,
    RulesForm,
    RulesFormPage,
    VersionLine,
    WhyRejected,
    Work,
)
from race.api.pages.views_runner import Said
from race.event import Event, EventState
from race.flags.event_rules import WEEKDAYS
from race.i18n import LANGUAGES, N_, both, say
from race.presets import DEFAULT, PRESETS
from race.rules import Rules, rules_from
from race.services import rule_statistics
from race.services.access import Role
from race.services.rule_statistics import Looser, RuleNumbers
from race.store import accounts, jobs, rules_versions
from race.store.database import Connection
from race.store.jobs import JobRow
from race.store.rules_versions import RulesRow

#: Sports that are always offered; others stand in the form where they are chosen already.
_OFFERED: Final = ("run", "walk", "hike")
#: Rules beyond which a run is not rejected but reviewed.
_FOR_REVIEW: Final = frozenset({"km_review_s", "burst_review_s", "max_pause_s", "day_distance_m"})
#: What a replay made of runs, by their new state.
_CAME_TO: Final[Mapping[str, str]] = {
    "accepted": N_("Now accepted: {n:number}"),
    "review": N_("Now in review: {n:number}"),
    "rejected": N_("Now rejected: {n:number}"),
}
_MISSING: Final = N_("Judged by what was kept of them, for their files are gone: {n:number}")


def desk_page(connection: Connection, at: Desk, notice: Said | None) -> RulesDeskPage:
    """The rules in force, their versions, and what they reject."""
    rows = rules_versions.of_event(connection, at.event.id)
    job = replay(connection, at.event)
    waits = job is not None and job.state in jobs.OPEN
    may_edit = at.role.reaches(Role.EDITOR) and at.event.state is not EventState.FINAL
    failed = job is not None and job.state == "failed" and may_edit
    return RulesDeskPage(
        event=organised(connection, at),
        rules=rules_view(at.event),
        versions=tuple(_versions(connection, at.event, rows)),
        why=() if waits else why_rejected(connection, at.event),
        may_edit=may_edit,
        again=hidden(filled(at.event.rules, at.lang, base=at.event.rules.version))
        if failed
        else (),
        final=at.event.state is EventState.FINAL,
        work=None if job is None else work(at, job),
        notice=notice,
    )


def replay(connection: Connection, event: Event) -> JobRow | None:
    """The job that examines every run by the rules in force; None of the first rules."""
    rows = rules_versions.of_event(connection, event.id)
    job_id = rows[0].job_id if rows else None
    return None if job_id is None else jobs.get(connection, job_id)


def why_rejected(connection: Connection, event: Event) -> tuple[WhyRejected, ...]:
    """The reasons of rejection, the commonest first, with what looser limits would do."""
    numbers = rule_statistics.of_event(connection, event)
    rejecting = [each for each in numbers if each.rejected]
    return tuple(_why(event, each) for each in rejecting)


def work(at: Desk, job: JobRow, outcome_url: str | None = None) -> Work:
    """A job as the pages follow it."""
    return Work(
        url=f"/api/v1/jobs/{job.id}",
        outcome_url=outcome_url or f"{at.root}/the-le",
        state=job.state,
        done=job.done,
        total=job.total,
        outcome=_outcome(job) if job.state == "done" else (),
        error=None if job.error is None else both(job.error["text"], job.error["facts"]),
    )


def form_page(
    head: OrganisedEvent,
    form: RulesForm,
    *,
    standing: Rules,
    preset: str = "",
    errors: Mapping[str, Said] | None = None,
    brought: RuleDiff | None = None,
) -> RulesFormPage:
    """The form with all that it offers; `standing` are the rules in force."""
    form = with_room(form)
    return RulesFormPage(
        event=head,
        form=form,
        choices=_choices((*standing.sports, *form.sports)),
        families=tuple(_family(family, form) for family in FAMILIES),
        more_hours=len(form.hours) < MOST_ROWS,
        more_areas=len(form.areas) < MOST_ROWS,
        preset=preset,
        errors=errors or {},
        filled=brought,
    )


def _versions(
    connection: Connection, event: Event, rows: Sequence[RulesRow]
) -> Iterable[VersionLine]:
    """Newest first, each with what changed from the one below it."""
    read = [rules_from(row.rules) for row in rows]
    for row, rules, before in zip_longest(rows, read, read[1:]):
        account = None if row.account_id is None else accounts.get(connection, row.account_id)
        yield VersionLine(
            version=row.version,
            at=row.published_at.astimezone(event.window.zone),
            by="" if account is None else account.name,
            reason=row.reason,
            changes=() if before is None else differences(before, rules),
        )


def _why(event: Event, numbers: RuleNumbers) -> WhyRejected:
    return WhyRejected(
        label=reason(numbers.code, event.rules),
        rejected=numbers.rejected,
        reviewed=numbers.reviewed,
        runners=numbers.runners,
        share=numbers.share,
        overruled=numbers.overruled,
        looser=tuple(_looser(event, each) for each in _worth_it(numbers.looser)),
    )


def _worth_it(steps: Sequence[Looser]) -> Iterable[Looser]:
    """Those that let in more than the step before of the same rule."""
    most: dict[str, int] = {}
    for step in steps:
        if step.runs > most.get(step.rule, 0):
            most[step.rule] = step.runs
            yield step


def _looser(event: Event, looser: Looser) -> LooserLine:
    limit = value(looser.rule, looser.value)
    name = both(LABELS[looser.rule])
    sentence = (
        N_("With “{rule}” at {limit}, one more run is accepted.")
        if looser.runs == 1
        else N_(
            "With “{rule}” at {limit}, {runs:number} runs of {runners:number} runners are accepted."
        )
    )
    facts = {"runs": looser.runs, "runners": looser.runners}
    return LooserLine(
        said={
            lang: say(sentence, lang, {**facts, "rule": name[lang], "limit": limit[lang]})
            for lang in LANGUAGES
        },
        url=f"/btc/{event.slug}/the-le/sua?rule={looser.rule}&value={looser.value!r}",
        runs=looser.runs,
        rejects=looser.rule not in _FOR_REVIEW,
    )


def _outcome(job: JobRow) -> tuple[Said, ...]:
    """What a replay changed, in sentences."""
    result = job.result or {}
    to = result.get("to") or {}
    if not result.get("changed"):
        changed: tuple[Said, ...] = (both(N_("No run changed its state.")),)
    else:
        changed = tuple(
            both(sentence, {"n": to[state]})
            for state, sentence in _CAME_TO.items()
            if to.get(state)
        )
    missing = result.get("missing")
    return (*changed, *((both(_MISSING, {"n": missing}),) if missing else ()))


def _choices(chosen: Sequence[str]) -> Choices:
    sports = dict.fromkeys((*chosen, *_OFFERED))
    order = [*(s for s in _OFFERED if s in sports), *(s for s in sports if s not in _OFFERED)]
    presets = sorted(PRESETS.values(), key=lambda preset: preset.name != DEFAULT)
    return Choices(
        sports=tuple((sport, sport_name(sport)) for sport in order),
        bases=tuple((basis.value, words) for basis, words in BASES.items()),
        indoor=tuple((policy.value, words) for policy, words in INDOOR.items()),
        states=tuple((state.value, words) for state, words in STATES.items()),
        weekdays=WEEKDAYS,
        labels=LABELS,
        units={name: UNITS[field.quantity] for name, field in NUMBERS.items()},
        presets=tuple(presets),
    )


def _family(family: Family, form: RulesForm) -> CheckFamily:
    states = {name: form.checks.get(name, USUAL[name].value) for name in family.checks}
    return CheckFamily(
        title=family.title,
        checks=tuple((name, title, states[name]) for name, title in family.checks.items()),
        changed=sum(states[name] != USUAL[name].value for name in states),
    )
