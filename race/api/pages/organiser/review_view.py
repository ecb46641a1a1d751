"""One run as a referee sees it: whole track, evidence, history, and the queue beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from race import flags
from race.api.pages import showing
from race.api.pages.organiser.entries import race_names, team_name
from race.api.pages.organiser.frame import Desk, finding, organised, run_line
from race.api.pages.views_review import (
    QueueRow,
    ReviewPage,
    RulingLine,
    choices,
    suggested,
)
from race.api.pages.views_run import Stretch
from race.api.pages.views_runner import Said
from race.services import desk, entries, reviews, runs, submissions
from race.store import accounts, activities
from race.store import entries as entry_rows
from race.store.activities import ActivityRow
from race.store.database import Connection
from race.store.entries import EntryRow
from race.units import pace_s_per_km
from race.verdict import Decision, Flag, Outcome, Severity

#: Rows of the queue beside a run.
_BESIDE: Final = 10


@dataclass(frozen=True, kw_only=True)
class Typed:
    """A decision that was not taken."""

    #: The reason chosen, the message typed, and how many decisions the page had shown.
    code: str
    message: str
    seen: int
    #: Why it was not taken.
    error: Said


def review_page(
    connection: Connection,
    at: Desk,
    run: ActivityRow,
    *,
    typed: Typed | None = None,
    notice: Said | None = None,
) -> ReviewPage:
    """Everything about one run."""
    event, zone = at.event, at.event.window.zone
    entry = entries.find(connection, event, run.bib)
    upload = submissions.find(connection, event, run.submission_id)
    waiting = reviews.queue(connection, event)
    place = _place(waiting, run)
    found = showing.findings(run)
    stretch = _stretch(found)
    drawn = runs.drawn(connection, run, entry, whole=True)
    drafts = choices(finding(run), event.language)
    chosen = typed.code if typed else suggested(found[0].code if found else "")
    drafted = next((draft.text for draft in drafts if draft.code == chosen), "")
    line = run_line(event, run)
    history = _history(connection, at, run)
    overtaken = typed is not None and len(history) > typed.seen
    return ReviewPage(
        event=organised(connection, at),
        activity=run.id,
        state=Outcome(run.state),
        place=place,
        risk=reviews.risk(run),
        waited_s=None if place is None else _waited_s(at, run),
        bib=run.bib,
        name=entry.name,
        team=team_name(event, entry.team),
        race=race_names(desk.standing_of(connection, event, entry)),
        started_at=line.started_at,
        findings=_sentences(found),
        official_m=line.official_m,
        elapsed_s=line.elapsed_s,
        pace_s_per_km=line.pace_s_per_km,
        ascent_m=run.stated["ascent_m"],
        others=tuple(
            run_line(event, other)
            for other in reversed(activities.of_entry(connection, event.id, run.bib))
            if other.id != run.id
        ),
        reasons=drafts,
        reason=chosen,
        message=typed.message if typed else drafted.strip(),
        rulings=history,
        route=showing.route(drawn, stretch),
        chart=showing.chart(drawn, stretch),
        stretch=stretch,
        evidence=showing.evidence(found),
        file=showing.file_facts(connection, event, run, upload),
        file_name=upload.filename if run.member is None else f"{upload.filename} › {run.member}",
        queue=queue_rows(connection, at, _around(waiting, place)),
        next=following(waiting, run),
        overtaken=overtaken,
        error=typed.error if typed and not overtaken else None,
        notice=notice,
    )


def queue_rows(
    connection: Connection, at: Desk, waiting: Sequence[ActivityRow]
) -> tuple[QueueRow, ...]:
    """Runs that wait, as lines of the queue."""
    people = entry_rows.of_bibs(connection, at.event.id, {run.bib for run in waiting})
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


def _sentences(found: Sequence[Flag]) -> tuple[Said, ...]:
    return tuple(flags.sentence(flag) for flag in found if flag.severity > Severity.PASS)


def _stretch(found: Sequence[Flag]) -> Stretch | None:
    """The stretch to draw, when somebody could have run it: its speed is told beside it."""
    stretch = showing.stretch_of(found)
    return stretch if stretch is not None and stretch.pace_s_per_km > 0 else None


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
