"""What stands: the verdict on a run, what people decided over it, and what they said since."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from race import flags
from race.event import Event
from race.store import remarks, rulings
from race.store.activities import ActivityRow
from race.store.database import Connection
from race.store.remarks import RemarkRow
from race.store.rulings import RulingRow
from race.verdict import (
    Amends,
    Decision,
    Flag,
    Outcome,
    Remark,
    Ruling,
    Verdict,
    judge,
    standing,
    waits,
)


@dataclass(frozen=True, kw_only=True)
class Said:
    """What people have said about runs, by the run, the first first."""

    rulings: Mapping[str, Sequence[RulingRow]] = field(default_factory=dict)
    remarks: Mapping[str, Sequence[RemarkRow]] = field(default_factory=dict)

    def ruling(self, activity_id: str) -> Ruling | None:
        """The decision that stands about a run; None where none does."""
        found = self.rulings.get(activity_id, ())
        return _ruling(found[-1]) if found else None

    def decision(self, activity_id: str) -> Decision | None:
        """What it says; None also where the rules are to speak again."""
        last = self.ruling(activity_id)
        return None if last is None or last.decision is Decision.JUDGE else last.decision

    def amends(self, activity_id: str) -> Amends | None:
        """What is corrected in a run; None for nothing."""
        found = [r.amends for r in self.rulings.get(activity_id, ()) if r.amends is not None]
        corrected = Amends(**found[-1]) if found else Amends()
        return None if corrected == Amends() else corrected

    def in_order(self, activity_id: str) -> list[Decision | Remark]:
        """Decisions and remarks about a run as they followed each other."""
        decided = self.rulings.get(activity_id, ())
        said = self.remarks.get(activity_id, ())
        everything: list[tuple[int, Decision | Remark]] = [
            *((row.id, Decision(row.decision)) for row in decided),
            *((row.id, Remark(row.kind)) for row in said),
        ]
        return [each for _, each in sorted(everything, key=lambda numbered: numbered[0])]


def about(connection: Connection, event: Event, bib: str) -> Said:
    """What people have said about the runs of a runner."""
    return Said(
        rulings=rulings.of_entry(connection, event.id, bib),
        remarks=remarks.of_entry(connection, event.id, bib),
    )


def of_event(connection: Connection, event: Event) -> Said:
    """What people have said about every run of an event."""
    return Said(
        rulings=rulings.of_event(connection, event.id),
        remarks=remarks.of_event(connection, event.id),
    )


def found_in(row: ActivityRow) -> list[Flag]:
    """What every check found in a run."""
    return [flags.from_dict(flag) for flag in row.flags]


def with_findings(row: ActivityRow, findings: Iterable[Flag], said: Said) -> ActivityRow:
    """A run in which this was found, with what stands by it."""
    found = list(findings)
    verdict: Verdict = judge(found)
    judged = replace(
        row, flags=[flags.to_dict(flag) for flag in found], verdict=verdict.outcome.value
    )
    return settled(judged, said)


def settled(row: ActivityRow, said: Said) -> ActivityRow:
    """A run as it stands after all that was said."""
    stands = standing(Outcome(row.verdict), said.ruling(row.id))
    why = waits(stands, said.in_order(row.id))
    state, waiting = stands.value, None if why is None else why.value
    if (row.state, row.waits) == (state, waiting):
        return row
    return replace(row, state=state, waits=waiting)


def amends_dict(amends: Amends | None) -> dict[str, Any] | None:
    """JSON values of a correction."""
    return None if amends is None else dict(vars(amends))


def _ruling(row: RulingRow) -> Ruling:
    return Ruling(
        decision=Decision(row.decision), reason=row.reason, by=row.account_id, at=row.decided_at
    )
