"""Runs judged again by what is remembered of them: without their files, and without their tracks.

What checks look at is kept with a run in the digits in which it was judged, so a run that is judged
again by the same rules is judged the same. Everything that changes after an upload goes this way:
other rules, another sex or year of birth, a decision, a correction, another run of the same hours.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from race.event import Event
from race.ingest import amending, remembered, report
from race.ingest.examine import Examination, Measured, judged
from race.services import copying, filing, judging, overlaps, standing
from race.services.standing import Said
from race.store.activities import ActivityRow
from race.store.entries import EntryRow
from race.track import Track
from race.verdict import Amends


def is_remembered(row: ActivityRow) -> bool:
    """Whether a run can be judged again without its file: not one of an older release."""
    return "remembered" in row.metrics


def recalled(row: ActivityRow) -> Measured:
    """What is remembered of a run; LookupError where nothing is."""
    return recalled_from(row.metrics)


def recalled_from(metrics: Mapping[str, Any]) -> Measured:
    """What is remembered in `ActivityRow.metrics`, or in what that holds of the run before it was
    corrected."""
    run = remembered.of(metrics["remembered"], metrics["signals"])
    return replace(run, race_efforts=tuple(map(report.effort_from, metrics["efforts"])))


def corrected(
    row: ActivityRow, amends: Amends, track: Track, distances: Iterable[float]
) -> ActivityRow:
    """A run as a referee corrected it, instead of all that was corrected before; measured and not
    judged yet: `alone` does that. `track` is its whole clean track, `distances` (m) are those of
    the event. What the run was before stays with it.

    LookupError where it is not remembered; ValueError for a part that holds no two points.
    """
    whole = row.metrics.get("unamended", row.metrics)
    run = amending.amended(recalled_from(whole), amends, track, distances)
    now = filing.measured(run)
    kept = {name: row.stated[name] for name in _OF_FILE if name in row.stated}
    if amends == Amends():
        metrics, amended = whole, None
    else:
        metrics, amended = now["metrics"] | {"unamended": whole}, standing.amends_dict(amends)
    measured = now | {"stated": now["stated"] | kept, "metrics": metrics}
    return replace(row, **measured, amended=amended)


#: What a file says of itself and no correction changes; laps are not remembered.
_OF_FILE: Final = ("member", "format", "app", "device", "sport", "indoor", "laps")


def of_entry(
    event: Event, entry: EntryRow, rows: Sequence[ActivityRow], said: Said
) -> list[ActivityRow]:
    """Every run of a runner as it stands under the rules of `event`, in the order in which they
    came in; one that is not remembered as it was. Nothing is written."""
    fresh = [alone(event, entry, row) for row in rows]
    return overlaps.settled(event, fresh, said)


def alone(event: Event, entry: EntryRow, row: ActivityRow) -> ActivityRow:
    """A run judged again, without the runner's other runs and without what people said: `of_entry`
    has those."""
    if not is_remembered(row):
        return row
    examination = examined(event, entry, row, recalled(row))
    return replace(row, **filing.judged(examination, event.rules.version))


def examined(event: Event, entry: EntryRow, row: ActivityRow, run: Measured) -> Examination:
    """`run`, as which `row` was measured, judged by the rules of `event`."""
    known = copying.history(row.known)
    return judged(run, judging.circumstances(event, entry, row.examined_at, known))
