"""One run as a referee sees it: whole track, evidence, what was said, and the queue beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from race import flags
from race.api.pages import showing
from race.api.pages.evidence import evidence
from race.api.pages.organiser import correcting_view
from race.api.pages.organiser.conversation import conversation, corrections
from race.api.pages.organiser.correcting_view import correcting
from race.api.pages.organiser.entries import race_names, team_name
from race.api.pages.organiser.frame import Desk, organised, run_line
from race.api.pages.organiser.queue_filters import Queue
from race.api.pages.organiser.queue_view import names_of, queue_rows, waited_s
from race.api.pages.organiser.similar import similar_runs
from race.api.pages.views_entries import RunLine
from race.api.pages.views_evidence import Evidence
from race.api.pages.views_reasons import ReasonChoice, choices
from race.api.pages.views_review import Cards, Deciding, ReviewPage, RulingLine
from race.api.pages.views_runner import Said
from race.drawing.splits import SplitRow
from race.event import Event, EventState
from race.services import cards, desk, entries, reviews, runs, submissions
from race.services.access import Role
from race.services.reviews import Line
from race.services.runs import Drawn
from race.store import activities
from race.store import entries as entry_rows
from race.store.activities import ActivityRow
from race.store.database import Connection
from race.store.entries import EntryRow
from race.store.rulings import RulingRow
from race.store.submissions import SubmissionRow
from race.verdict import Decision, Flag, Outcome, Severity, Waits

#: Rows of the queue beside a run.
_BESIDE: Final = 10


@dataclass(frozen=True, kw_only=True)
class Typed:
    """A decision that came back."""

    decision: str
    #: The reason chosen, the message typed, and the card.
    code: str
    message: str
    card: bool
    #: Why it was not taken; None where somebody was first.
    error: Said | None


@dataclass(frozen=True, kw_only=True)
class _Case:
    """A run with all that is looked up for it."""

    run: ActivityRow
    entry: EntryRow
    upload: SubmissionRow
    #: Every rule, the gravest finding first; the same as a sheet.
    found: Sequence[Flag]
    sheet: Evidence
    #: Its kilometres.
    splits: tuple[SplitRow, ...]
    #: The whole track of what counts.
    drawn: Drawn
    rulings: Sequence[RulingRow]


def review_page(
    connection: Connection,
    at: Desk,
    run: ActivityRow,
    queue: Queue,
    *,
    typed: Typed | None = None,
    correction: correcting_view.Typed | None = None,
    overtaken: int | None = None,
) -> ReviewPage:
    """Everything about one run. `typed` or `correction` came back, or `correction` is looked at;
    `overtaken` is the number of decisions that were seen by who came second."""
    event, case, line = at.event, _case(connection, at, run), run_line(at.event, run)
    here = next((each for each in queue.everything if each.activity == run.id), None)
    place = _place(queue.lines, run.id)
    root, may = f"{at.root}/duyet", at.role.reaches(Role.REFEREE)
    onwards, back = following(queue.lines, run.id), _before(queue.lines, run.id)
    address = queue.filter.url
    return ReviewPage(
        event=organised(connection, at),
        activity=run.id,
        state=Outcome(run.state),
        waits=None if here is None else here.waits,
        since=None if here is None else here.since.astimezone(event.window.zone),
        place=place,
        places=len(queue.lines),
        risk=reviews.risk(run),
        waited_s=None if here is None else waited_s(here, at.now),
        bib=run.bib,
        name=case.entry.name,
        team=team_name(event, case.entry.team),
        race=race_names(desk.standing_of(connection, event, case.entry)),
        started_at=line.started_at,
        findings=tuple(map(flags.sentence, _grave(case.found) or _speaking(case.found))),
        corrections=corrections(run.amended),
        official_m=line.official_m,
        elapsed_s=line.elapsed_s,
        pace_s_per_km=line.pace_s_per_km,
        ascent_m=run.stated["ascent_m"],
        others=_others(connection, at, run),
        conversation=conversation(connection, at, run, case.found, case.rulings),
        route=showing.route(case.drawn, case.sheet),
        chart=showing.chart(case.drawn, case.sheet),
        splits=case.splits,
        evidence=case.sheet,
        file=showing.file_facts(connection, event, run, case.upload),
        file_name=_file_name(case),
        queue=queue_rows(connection, at, _around(queue.lines, place), queue.filter),
        queue_url=address(root),
        next=None if onwards is None else address(f"{root}/{onwards}"),
        before=None if back is None else address(f"{root}/{back}"),
        deciding=_deciding(connection, at, case, queue, typed) if may else None,
        correcting=correcting(connection, at, run, case.rulings, correction) if may else None,
        is_late=event.state is EventState.FINAL,
        similar=similar_runs(connection, at, run, case.drawn.track),
        overtaken=_overtaken(connection, at, case, overtaken),
    )


def _case(connection: Connection, at: Desk, run: ActivityRow) -> _Case:
    entry = entries.find(connection, at.event, run.bib)
    found = showing.findings(run)
    drawn = runs.drawn(connection, run, entry, whole=True)
    splits = showing.splits(run, drawn)
    return _Case(
        run=run,
        entry=entry,
        upload=submissions.find(connection, at.event, run.submission_id),
        found=found,
        sheet=evidence(found, splits, showing.known(run.distance_m)),
        splits=splits,
        drawn=drawn,
        rulings=reviews.rulings(connection, at.event, run.id),
    )


def reasons_for(event: Event, run: ActivityRow) -> tuple[ReasonChoice, ...]:
    """The reasons to choose from, in the language of the event's runners; what fits the gravest
    finding first."""
    grave = _grave(showing.findings(run))
    if not grave:
        return choices(event.language)
    return choices(event.language, flags.sentence(grave[0]), grave[0].code)


def _deciding(
    connection: Connection, at: Desk, case: _Case, queue: Queue, typed: Typed | None
) -> Deciding:
    event, run = at.event, case.run
    return Deciding(
        action=queue.filter.url(f"{at.root}/duyet/{run.id}"),
        seen=len(case.rulings),
        reasons=reasons_for(event, run),
        accept_needs_reason=event.state is EventState.FINAL,
        accept_may_say=run.waits == Waits.PROTEST,
        cards=_cards(connection, event, case),
        open="" if typed is None else typed.decision,
        reason="" if typed is None else typed.code,
        message="" if typed is None else typed.message,
        card=typed is not None and typed.card,
        error=None if typed is None else typed.error,
    )


def _cards(connection: Connection, event: Event, case: _Case) -> Cards | None:
    if not event.procedure.cards:
        return None
    shown, unit = cards.of_event(connection, event), case.entry.team
    people = entry_rows.of_bibs(connection, event.id, shown.keys())
    of_unit = sum(shown[entry.bib] for entry in people if entry.team == unit)
    return Cards(
        runner=shown.get(case.entry.bib, 0),
        team=None if unit is None else of_unit,
        runner_out_at=event.procedure.runner_out_at,
        team_out_at=event.procedure.team_out_at,
        here=bool(case.rulings) and case.rulings[-1].card,
    )


def _overtaken(
    connection: Connection, at: Desk, case: _Case, seen: int | None
) -> RulingLine | None:
    """Who was first, where somebody was."""
    if seen is None or not case.rulings:
        return None
    last = case.rulings[-1]
    return RulingLine(
        at=last.decided_at.astimezone(at.event.window.zone),
        by=names_of(connection, [last.account_id])[last.account_id],
        decision=Decision(last.decision),
    )


def following(lines: Sequence[Line], activity: str) -> str | None:
    """The run to judge after one: the next in the queue, from the top again behind the last. Runs
    that wait for their runner are passed over."""
    place = _place(lines, activity)
    rest = lines if place is None else [*lines[place:], *lines[: place - 1]]
    return next((line.activity for line in rest if line.waits is not Waits.ASKED), None)


def _before(lines: Sequence[Line], activity: str) -> str | None:
    """The run before one in the queue; None for the first."""
    place = _place(lines, activity)
    return lines[place - 2].activity if place is not None and place > 1 else None


def _place(lines: Sequence[Line], activity: str) -> int | None:
    """The place of a run in the queue, from 1."""
    return next((n for n, other in enumerate(lines, start=1) if other.activity == activity), None)


def _around(lines: Sequence[Line], place: int | None) -> Sequence[Line]:
    """A part of a long queue, with the run at `place` in it."""
    first = max(0, min((place or 1) - 3, len(lines) - _BESIDE))
    return lines[first : first + _BESIDE]


def _speaking(found: Sequence[Flag]) -> list[Flag]:
    """The findings that say something."""
    return [flag for flag in found if flag.severity > Severity.PASS]


def _grave(found: Sequence[Flag]) -> list[Flag]:
    """The findings that a person should look at."""
    return [flag for flag in found if flag.severity > Severity.INFO]


def _others(connection: Connection, at: Desk, run: ActivityRow) -> tuple[RunLine, ...]:
    """Other runs of the same runner, the newest first."""
    everything = activities.of_entry(connection, at.event.id, run.bib)
    return tuple(run_line(at.event, other) for other in reversed(everything) if other.id != run.id)


def _file_name(case: _Case) -> str:
    """As it was sent; of a file inside an archive both names."""
    inside = "" if case.run.member is None else f" › {case.run.member}"
    return case.upload.filename + inside
