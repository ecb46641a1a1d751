"""How far the results of an event are, what changed after they were official, and who is out."""

from collections.abc import Sequence
from datetime import datetime

from race.api.pages.views_said import LateChange, StageView, Unranked
from race.course import Race
from race.event import Event, Stage
from race.rankings import Line
from race.result import Status
from race.services import entries, finalising
from race.store import entries as entry_rows
from race.store.database import Connection
from race.store.official import LateChangeRow


def stage_view(connection: Connection, event: Event, now: datetime) -> StageView:
    """The stage of the results, with what everybody can check of official ones."""
    zone, stage = event.window.zone, event.stage(now)
    until = event.protests_end_at()
    frozen = finalising.frozen(connection, event) if stage is Stage.OFFICIAL else None
    return StageView(
        stage=stage,
        phase=event.phase(now),
        protests_until=None if until is None else until.astimezone(zone),
        since=None if frozen is None else frozen.made_at.astimezone(zone),
        sha256="" if frozen is None else frozen.sha256,
        document_url="" if frozen is None else f"/api/v1/events/{event.slug}/final.json",
    )


def late_changes(connection: Connection, event: Event, race: Race) -> tuple[LateChange, ...]:
    """What changed in a race after its results were official, the first first; names as the public
    sees them."""
    found = [
        row
        for row in finalising.late_changes(connection, event)
        if row.race == race.slug and row.shows
    ]
    people = {e.bib: e for e in entry_rows.of_bibs(connection, event.id, {r.bib for r in found})}
    return tuple(
        _late_change(event, row, number, entries.shown_name(event, people[row.bib]))
        for number, row in enumerate(found, start=1)
    )


def _late_change(event: Event, row: LateChangeRow, number: int, name: str) -> LateChange:
    return LateChange(
        number=number,
        at=row.at.astimezone(event.window.zone),
        bib=row.bib,
        name=name,
        reason=row.reason,
        before=row.before,
        after=row.after,
    )


def unranked(everybody: Sequence[Line]) -> tuple[Unranked, ...]:
    """The runners of a race whom cards took out of the competition, by bib."""
    out = [line for line in everybody if line.result.status is Status.DQ]
    return tuple(Unranked(bib=line.bib, name=line.name) for line in out)
