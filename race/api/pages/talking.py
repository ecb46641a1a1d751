"""What was said about a run and what can be said now, as its page shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, cast
from zoneinfo import ZoneInfo

from race.api.pages.frame import Scene, runner_url
from race.api.pages.views_runner import Said
from race.api.pages.views_said import Corrected, Form, Kind, Talk, Turn
from race.event import UPLOADING, EventState
from race.i18n import N_, both
from race.services import by_hand, remarking
from race.store import activities, rulings
from race.store.activities import ActivityRow
from race.store.database import Connection
from race.store.remarks import RemarkRow
from race.store.rulings import RulingRow
from race.verdict import Amends, Decision, Outcome, Remark, Waits

#: The last part of the address of each form.
ANSWER: Final = "tra-loi"
PROTEST: Final = "khieu-nai"
WITHDRAW: Final = "rut"
REPLACE: Final = "thay"
REPORT: Final = "bao-cao"

#: What was just done, by the word in ``?xong=``; other words say nothing.
_DONE: Final[Mapping[str, str]] = {
    ANSWER: N_("Your answer is with the referee. The decision will stand here."),
    PROTEST: N_("Your protest is with the referee. The decision will stand here."),
    WITHDRAW: N_("The run is taken back and does not count any more."),
    REPLACE: N_("The new file has taken the place of the old one."),
    REPORT: N_("Thank you. The organisers will look at this run; nobody learns who reported it."),
}


@dataclass(frozen=True, kw_only=True)
class Typed:
    """A form that was sent and not taken."""

    #: Which one: the last part of its address.
    form: str
    text: str = ""
    #: Why.
    error: Said
    #: Where there is more to see about it; None without.
    more_url: str | None = None


def done(word: str | None) -> Said | None:
    """What was just done, by the word in the address."""
    sentence = _DONE.get(word or "")
    return None if sentence is None else both(sentence)


def run_url(seen: Scene, run: ActivityRow) -> str:
    """The page of a run."""
    return f"{runner_url(seen.event, run.bib)}/{run.id}"


def public_talk(
    connection: Connection, seen: Scene, run: ActivityRow, *, now: datetime, typed: Typed | None
) -> Talk:
    """What everybody may know of it: what was corrected, and why. Runners of the event may report
    it, where the event wants that."""
    decided = rulings.of_run(connection, run.event_id, run.id)
    me = seen.me
    may = me is not None and remarking.may_report(connection, seen.event, run, by=me.bib, now=now)
    report = _form(seen, run, REPORT, typed) if may else None
    return Talk(
        corrected=_stands(connection, run, decided),
        report=report,
        error=None if typed is None or report is not None else typed.error,
    )


def whole_talk(connection: Connection, seen: Scene, run: ActivityRow) -> Talk:
    """Everything that was said between runner and referee: the reports of others are not."""
    decided = rulings.of_run(connection, run.event_id, run.id)
    said = remarking.heard(connection, seen.event, run)
    turns = tuple(_turns(seen, run, decided, said))
    last_protest = next((t.at for t in reversed(turns) if t.kind == "protest"), None)
    return Talk(
        turns=turns,
        corrected=_stands(connection, run, decided),
        question=turns[-1] if turns and turns[-1].kind == "ask" else None,
        protesting_since=last_protest if run.waits == Waits.PROTEST else None,
    )


def own_talk(
    connection: Connection, seen: Scene, run: ActivityRow, *, now: datetime, typed: Typed | None
) -> Talk:
    """The same for the runner, with what can be said now."""
    can = remarking.possible(connection, seen.event, run, now)
    until = can.protest_until
    forms = {
        ANSWER: can.answer,
        PROTEST: can.protest,
        WITHDRAW: can.withdraw,
        REPLACE: can.withdraw and seen.event.phase(now) in UPLOADING,
    }
    shown = {name: _form(seen, run, name, typed) if may else None for name, may in forms.items()}
    lost = typed is not None and shown.get(typed.form) is None
    return replace(
        whole_talk(connection, seen, run),
        answer=shown[ANSWER],
        protest=shown[PROTEST],
        protest_until=None if until is None else until.astimezone(seen.event.window.zone),
        protest_within_s=seen.event.procedure.protest_within_s,
        protest_over=until is not None and now > until,
        final=seen.event.state is EventState.FINAL,
        withdraw=shown[WITHDRAW],
        replace=shown[REPLACE],
        in_the_file=len(activities.of_submission(connection, run.event_id, run.submission_id)),
        error=typed.error if typed is not None and lost else None,
    )


def _form(seen: Scene, run: ActivityRow, name: str, typed: Typed | None) -> Form:
    url = f"{run_url(seen, run)}/{name}"
    if typed is None or typed.form != name:
        return Form(url=url)
    return Form(url=url, text=typed.text, error=typed.error, more_url=typed.more_url)


def _turns(
    seen: Scene, run: ActivityRow, decided: Sequence[RulingRow], said: Sequence[RemarkRow]
) -> list[Turn]:
    """Decisions and remarks as they followed each other."""
    zone = seen.event.window.zone
    turns = [(row.id, _remark(row, zone)) for row in said]
    since = 0
    for row, state in zip(decided, _states_after(run, decided), strict=True):
        answers = any(r.kind == Remark.PROTEST and since < r.id < row.id for r in said)
        upheld = None
        if row.decision != Decision.ASK:
            upheld = state == Outcome.ACCEPTED if answers else None
            since = row.id
        turns.append((row.id, _decision(row, zone, upheld)))
    return [turn for _, turn in sorted(turns, key=lambda numbered: numbered[0])]


def _remark(row: RemarkRow, zone: ZoneInfo) -> Turn:
    return Turn(kind=cast("Kind", row.kind), text=row.text, at=row.at.astimezone(zone))


def _decision(row: RulingRow, zone: ZoneInfo, upheld: bool | None) -> Turn:
    return Turn(
        kind=cast("Kind", row.decision),
        text=row.reason,
        at=row.decided_at.astimezone(zone),
        upheld=upheld,
        card=row.card,
        corrected=None if row.amends is None else _corrected(row.amends, ""),
    )


def _states_after(run: ActivityRow, decided: Sequence[RulingRow]) -> list[str]:
    """The state of the run after each decision: what the next one found, or how it stands."""
    return [row.previous for row in decided[1:]] + [run.state for _ in decided[-1:]]


def _stands(
    connection: Connection, run: ActivityRow, decided: Sequence[RulingRow]
) -> Corrected | None:
    """What is corrected in a run, and why; None where nothing is."""
    amending = [row for row in decided if row.amends is not None]
    entered = by_hand.reason_of(connection, run)
    if run.amended is not None and amending:
        corrected = _corrected(run.amended, amending[-1].reason)
        return replace(corrected, by_hand=entered is not None)
    return None if entered is None else Corrected(by_hand=True, reason=entered)


def _corrected(amends: Mapping[str, Any], reason: str) -> Corrected:
    return Corrected(**vars(Amends(**amends)), reason=reason)
