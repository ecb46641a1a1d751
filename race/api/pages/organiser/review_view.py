"""One run as a referee sees it: whole track, evidence, history, and the queue beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from race import flags
from race.api.pages import showing
from race.api.pages.evidence import evidence
from race.api.pages.organiser.entries import race_names, team_name
from race.api.pages.organiser.frame import Desk, finding, organised, run_line
from race.api.pages.organiser.similar import similar_runs
from race.api.pages.views_entries import RunLine
from race.api.pages.views_evidence import Evidence
from race.api.pages.views_review import (
    QueueRow,
    ReasonChoice,
    ReviewPage,
    RulingLine,
    choices,
    suggested,
)
from race.api.pages.views_runner import Said
from race.drawing.splits import SplitRow
from race.event import Event
from race.i18n import LANGUAGES
from race.services import desk, entries, reviews, runs, submissions
from race.services.runs import Drawn
from race.store import accounts, activities
from race.store import entries as entry_rows
from race.store.activities import ActivityRow
from race.store.database import Connection
from race.store.entries import EntryRow
from race.store.submissions import SubmissionRow
from race.verdict import Decision, Flag, Outcome, Severity

#: A finding that says nothing, in both languages.
_NOTHING: Final = dict.fromkeys(LANGUAGES, "")
#: Rows of the queue beside a run.
_BESIDE: Final = 10


@dataclass(frozen=True, kw_only=True)
class Typed:
    """A decision as it stands in the form."""

    #: The reason chosen, the message typed, and how many decisions the page had shown.
    code: str
    message: str
    seen: int
    #: Why it was not taken.
    error: Said | None


@dataclass(frozen=True, kw_only=True)
class _Case:
    """A run with all that is looked up for it."""

    run: ActivityRow
    entry: EntryRow
    upload: SubmissionRow
    #: The whole queue, and the place of the run in it, from 1.
    waiting: Sequence[ActivityRow]
    place: int | None
    #: Every rule, the gravest finding first; the same as a sheet.
    found: Sequence[Flag]
    sheet: Evidence
    #: Its kilometres.
    splits: tuple[SplitRow, ...]
    #: The whole track.
    drawn: Drawn
    history: tuple[RulingLine, ...]


def review_page(
    connection: Connection,
    at: Desk,
    run: ActivityRow,
    *,
    typed: Typed | None = None,
    notice: Said | None = None,
) -> ReviewPage:
    """Everything about one run."""
    event, case, line = at.event, _case(connection, at, run), run_line(at.event, run)
    drafts, typed_or_drafted = _drafts(event, case), typed or _drafted(event, case)
    overtaken = typed is not None and len(case.history) > typed.seen
    return ReviewPage(
        event=organised(connection, at),
        activity=run.id,
        state=Outcome(run.state),
        place=case.place,
        risk=reviews.risk(run),
        waited_s=None if case.place is None else _waited_s(at, run),
        bib=run.bib,
        name=case.entry.name,
        team=team_name(event, case.entry.team),
        race=race_names(desk.standing_of(connection, event, case.entry)),
        started_at=line.started_at,
        findings=tuple(map(flags.sentence, _grave(case.found) or _speaking(case.found))),
        official_m=line.official_m,
        elapsed_s=line.elapsed_s,
        pace_s_per_km=line.pace_s_per_km,
        ascent_m=run.stated["ascent_m"],
        others=_others(connection, at, run),
        reasons=drafts,
        reason=typed_or_drafted.code,
        message=typed_or_drafted.message,
        rulings=case.history,
        route=showing.route(case.drawn, case.sheet),
        chart=showing.chart(case.drawn, case.sheet),
        splits=case.splits,
        evidence=case.sheet,
        file=showing.file_facts(connection, event, run, case.upload),
        file_name=_file_name(case),
        queue=queue_rows(connection, at, _around(case.waiting, case.place)),
        next=following(case.waiting, run),
        similar=similar_runs(connection, at, run, case.drawn.track),
        overtaken=overtaken,
        error=None if overtaken else typed_or_drafted.error,
        notice=notice,
    )


def _case(connection: Connection, at: Desk, run: ActivityRow) -> _Case:
    entry = entries.find(connection, at.event, run.bib)
    waiting = reviews.queue(connection, at.event)
    found = showing.findings(run)
    drawn = runs.drawn(connection, run, entry, whole=True)
    splits = showing.splits(run, drawn)
    return _Case(
        run=run,
        entry=entry,
        upload=submissions.find(connection, at.event, run.submission_id),
        waiting=waiting,
        place=_place(waiting, run),
        found=found,
        sheet=evidence(found, splits, showing.known(run.distance_m)),
        splits=splits,
        drawn=drawn,
        history=_history(connection, at, run),
    )


def _drafts(event: Event, case: _Case) -> tuple[ReasonChoice, ...]:
    """The reasons to choose from, in the language of the event's runners."""
    grave = _grave(case.found)
    return choices(flags.sentence(grave[0]) if grave else _NOTHING, event.language)


def _drafted(event: Event, case: _Case) -> Typed:
    """What the page proposes."""
    grave = _grave(case.found)
    code = suggested(grave[0].code if grave else "")
    text = next(draft.text for draft in _drafts(event, case) if draft.code == code)
    return Typed(code=code, message=text.strip(), seen=len(case.history), error=None)


def queue_rows(
    connection: Connection, at: Desk, waiting: Sequence[ActivityRow]
) -> tuple[QueueRow, ...]:
    """Runs that wait, as lines of the queue."""
    found = entry_rows.of_bibs(connection, at.event.id, {run.bib for run in waiting})
    people = {entry.bib: entry for entry in found}
    return tuple(
        QueueRow(
            activity=run.id,
            bib=run.bib,
            name=people[run.bib].name,
            finding=finding(run),
            risk=reviews.risk(run),
            waited_s=_waited_s(at, run),
            official_m=showing.known(run.official_distance_m),
        )
        for run in waiting
    )


def following(waiting: Sequence[ActivityRow], run: ActivityRow) -> str | None:
    """The run to judge after one: the next in the queue, from the top again behind the last."""
    place = _place(waiting, run)
    rest = waiting if place is None else [*waiting[place:], *waiting[: place - 1]]
    return rest[0].id if rest else None


def _place(waiting: Sequence[ActivityRow], run: ActivityRow) -> int | None:
    """The place of a run in the queue, from 1."""
    return next((n for n, other in enumerate(waiting, start=1) if other.id == run.id), None)


def _around(waiting: Sequence[ActivityRow], place: int | None) -> Sequence[ActivityRow]:
    """A part of a long queue, with the run at `place` in it."""
    first = max(0, min((place or 1) - 3, len(waiting) - _BESIDE))
    return waiting[first : first + _BESIDE]


def _waited_s(at: Desk, run: ActivityRow) -> float:
    return max(0.0, (at.now - run.examined_at).total_seconds())


def _speaking(found: Sequence[Flag]) -> list[Flag]:
    """The findings that say something."""
    return [flag for flag in found if flag.severity > Severity.PASS]


def _grave(found: Sequence[Flag]) -> list[Flag]:
    """The findings that a person should look at."""
    return [flag for flag in found if flag.severity > Severity.INFO]


def _history(connection: Connection, at: Desk, run: ActivityRow) -> tuple[RulingLine, ...]:
    lines = []
    for ruling in reviews.rulings(connection, at.event, run.id):
        account = accounts.get(connection, ruling.account_id)
        lines.append(
            RulingLine(
                at=ruling.decided_at.astimezone(at.event.window.zone),
                by="" if account is None else account.name,
                decision=Decision(ruling.decision),
                reason=ruling.reason,
            )
        )
    return tuple(lines)


def _others(connection: Connection, at: Desk, run: ActivityRow) -> tuple[RunLine, ...]:
    """Other runs of the same runner, the newest first."""
    everything = activities.of_entry(connection, at.event.id, run.bib)
    return tuple(run_line(at.event, other) for other in reversed(everything) if other.id != run.id)


def _file_name(case: _Case) -> str:
    """As it was sent; of a file inside an archive both names."""
    inside = "" if case.run.member is None else f" › {case.run.member}"
    return case.upload.filename + inside
