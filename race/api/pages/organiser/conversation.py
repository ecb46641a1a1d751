"""What was said about a run, in order: the program, referees, its runner, and others unnamed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from race import flags
from race.api.pages.organiser.frame import Desk
from race.api.pages.organiser.queue_view import names_of
from race.api.pages.views_review import SaidLine, Speech
from race.api.pages.views_runner import Said
from race.i18n import LANGUAGES, N_, both
from race.store import remarks
from race.store.activities import ActivityRow
from race.store.database import Connection
from race.store.remarks import RemarkRow
from race.store.rulings import RulingRow
from race.verdict import Amends, Decision, Flag, Outcome, Remark

#: Sentences of the program that are repeated here; the sheet has them all.
_MOST: Final = 3
_VERDICTS: Final[Mapping[Outcome, str]] = {
    Outcome.ACCEPTED: N_("It counts."),
    Outcome.REVIEW: N_("A referee should look."),
    Outcome.REJECTED: N_("It does not count."),
}
_DECISIONS: Final[Mapping[Decision, Speech]] = {
    Decision.ACCEPT: "accept",
    Decision.REJECT: "reject",
    Decision.ASK: "ask",
    Decision.JUDGE: "judge",
}
_REMARKS: Final[Mapping[Remark, Speech]] = {
    Remark.ANSWER: "answer",
    Remark.PROTEST: "protest",
    Remark.REPORT: "report",
}


def conversation(
    connection: Connection,
    at: Desk,
    run: ActivityRow,
    found: Sequence[Flag],
    decided: Sequence[RulingRow],
) -> tuple[SaidLine, ...]:
    """Everything in order; `found` are the findings, the gravest first."""
    said = remarks.of_run(connection, at.event.id, run.id)
    names = names_of(connection, (row.account_id for row in decided))
    return tuple(_lines(at, run, found, sorted([*decided, *said], key=lambda row: row.id), names))


def _lines(
    at: Desk,
    run: ActivityRow,
    found: Sequence[Flag],
    said: Iterable[RulingRow | RemarkRow],
    names: Mapping[str, str],
) -> Iterator[SaidLine]:
    zone = at.event.window.zone
    yield SaidLine(kind="program", at=run.examined_at.astimezone(zone), text=_verdict(run, found))
    for row in said:
        if isinstance(row, RemarkRow):
            kind = _REMARKS[Remark(row.kind)]
            yield SaidLine(kind=kind, at=row.at.astimezone(zone), text=_as_written(row.text))
        else:
            yield SaidLine(
                kind=_DECISIONS[Decision(row.decision)],
                at=row.decided_at.astimezone(zone),
                by=names[row.account_id],
                text=_as_written(row.reason),
                corrections=_corrected(row.amends),
                card=row.card,
            )


def _corrected(amends: Mapping[str, Any] | None) -> tuple[Said, ...]:
    """What a decision corrected; that it undid everything, where it did."""
    return () if amends is None else corrections(amends) or (both(_UNDONE),)


def _verdict(run: ActivityRow, found: Sequence[Flag]) -> Said:
    """What the program says now, in the words in which the runner reads it."""
    outcome = Outcome(run.verdict)
    grave = [flag for flag in found if flag.severity.name.lower() in _SAYS[outcome]][:_MOST]
    said = [both(_VERDICTS[outcome]), *map(flags.sentence, grave)]
    if grave:
        said = said[1:]
    return {language: " ".join(each[language] for each in said) for language in LANGUAGES}


#: What speaks for an outcome.
_SAYS: Final[Mapping[Outcome, tuple[str, ...]]] = {
    Outcome.ACCEPTED: (),
    Outcome.REVIEW: ("review",),
    Outcome.REJECTED: ("reject",),
}


def corrections(amended: Mapping[str, Any] | None) -> tuple[Said, ...]:
    """What is corrected, in sentences; none for nothing."""
    amends = Amends() if amended is None else Amends(**amended)
    told: list[Said] = []
    if amends.shift_s:
        words = _SLOW if amends.shift_s > 0 else _FAST
        told.append(both(words, {"by": abs(amends.shift_s)}))
    if amends.cuts:
        told.append(both(_part(amends), {"begins": amends.from_s or 0.0, "ends": amends.to_s}))
    return tuple(told)


_SLOW: Final = N_("The clock was slow by {by:clock}: every time is that much later.")
_FAST: Final = N_("The clock was fast by {by:clock}: every time is that much earlier.")
_UNDONE: Final = N_("Every correction is undone: the run is as it was recorded.")


def _part(amends: Amends) -> str:
    if amends.to_s is None:
        return N_("Only what comes after {begins:clock} counts.")
    if amends.from_s is None:
        return N_("Only what comes before {ends:clock} counts.")
    return N_("Only what lies between {begins:clock} and {ends:clock} counts.")


def _as_written(text: str) -> Said:
    """What somebody wrote: the same in every language."""
    return dict.fromkeys(LANGUAGES, text)
