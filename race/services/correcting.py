"""A corrected entry, and what follows: judged by the right sex and age, results, certificates."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from race.event import Event
from race.i18n import N_, say
from race.services import entries, overlaps, rejudging, scoring, telling
from race.services.entries import Correction
from race.store import activities
from race.store import entries as entry_rows
from race.store.activities import ActivityRow
from race.store.database import Connection
from race.store.entries import EntryRow
from race.verdict import Outcome

#: Why a run is judged anew, for the runner.
_WHY: Final = N_("Sex or birth in your entry was corrected.")
#: What tells of a run that stands otherwise since.
_KINDS: Final[Mapping[str, str]] = {Outcome.ACCEPTED: "accepted", Outcome.REJECTED: "rejected"}


def correct(
    connection: Connection,
    event: Event,
    entry: EntryRow,
    correction: Correction,
    *,
    now: datetime,
    by: str | None,
) -> EntryRow:
    """Write a correction into an entry and let everything follow: who is judged by another sex or
    age is judged anew, by what is remembered of the runs, and told what changed.

    InvalidField, AlreadyEntered, EventFinal.
    """
    entry_rows.hold(connection, event.id, entry.bib)
    changed = entries.correct(connection, event, entry, correction, now=now, by=by)
    if _judged_by(changed) != _judged_by(entry):
        before = activities.of_entry(connection, event.id, entry.bib)
        fresh = [rejudging.alone(event, changed, run) for run in before]
        after = overlaps.rejudge(connection, event, entry.bib, fresh)
        _tell(connection, event, changed, before, after, now=now)
    scoring.rescore(connection, event, changed, now=now)
    return changed


def _judged_by(entry: EntryRow) -> tuple[object, ...]:
    """What checks know of a runner."""
    return entry.sex, entry.birth_date, entry.birth_year


def _tell(
    connection: Connection,
    event: Event,
    entry: EntryRow,
    before: Sequence[ActivityRow],
    after: Sequence[ActivityRow],
    *,
    now: datetime,
) -> None:
    was = {run.id: run.state for run in before}
    why = say(_WHY, event.language)
    for run in after:
        if run.state != was[run.id]:
            kind = _KINDS.get(run.state, "judged")
            telling.tell(connection, event, entry, kind, run, now=now, reason=why)
