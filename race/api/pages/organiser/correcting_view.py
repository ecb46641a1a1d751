"""The forms by which a referee corrects a run, filled with what is corrected now."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from race.api.pages import showing
from race.api.pages.organiser.frame import Desk, said
from race.api.pages.organiser.typed import Place, place
from race.api.pages.views_correcting import ClockForm, Correcting, PartForm, WholeRun
from race.api.pages.views_runner import Said
from race.errors import InvalidField
from race.i18n import N_
from race.services import parts, rejudging
from race.services.parts import Whole
from race.store.activities import ActivityRow
from race.store.database import Connection
from race.store.rulings import RulingRow
from race.units import clock
from race.verdict import Amends, Decision


@dataclass(frozen=True, kw_only=True)
class Typed:
    """A correction that came back, or a part that is looked at."""

    form: str
    clock: ClockForm
    part: PartForm
    then: str = "judge"
    reason: str = ""
    error: Said | None = None
    #: The part is only looked at.
    is_preview: bool = False


def correcting(
    connection: Connection,
    at: Desk,
    run: ActivityRow,
    rulings: Sequence[RulingRow],
    typed: Typed | None,
) -> Correcting | None:
    """The forms; None for a run that is not remembered, which nothing can correct."""
    if not rejudging.is_remembered(run):
        return None
    amends, began = amends_of(run), run.started_at
    root = f"{at.root}/duyet/{run.id}"
    whole, wrong = _whole(connection, run, amends, typed)
    form = "" if typed is None else typed.form
    return Correcting(
        action=f"{root}/sua",
        look=root,
        seen=len(rulings),
        started_at=None if began is None else at.event.window.local(began),
        is_corrected=run.amended is not None,
        is_ruled=bool(rulings) and rulings[-1].decision != Decision.JUDGE,
        clock=typed.clock if typed is not None and form == "clock" else _clock(amends),
        part=typed.part if typed is not None and form == "part" else _part(amends),
        whole=whole,
        open=form,
        then="judge" if typed is None else typed.then,
        reason="" if typed is None else typed.reason,
        error=wrong if typed is None or typed.error is None else typed.error,
    )


def amends_of(run: ActivityRow) -> Amends:
    """What is corrected in a run now."""
    return Amends() if run.amended is None else Amends(**run.amended)


def _clock(amends: Amends) -> ClockForm:
    minutes, seconds = divmod(round(abs(amends.shift_s)), 60)
    hours, minutes = divmod(minutes, 60)
    shown = (str(part) if amends.shift_s else "" for part in (hours, minutes, seconds))
    way = "-" if amends.shift_s < 0 else "+"
    return ClockForm(way=way, **dict(zip(("hours", "minutes", "seconds"), shown, strict=True)))


def _part(amends: Amends) -> PartForm:
    begin, end = ("" if s is None else clock(s) for s in (amends.from_s, amends.to_s))
    return PartForm(begin=begin, end=end)


def part_of(recording: Whole, form: PartForm, amends: Amends) -> Amends:
    """The part that was typed, beside what else is corrected. InvalidField where it is no place,
    or where the recording does not tell kilometres."""
    kept = _part(amends)
    return Amends(
        shift_s=amends.shift_s,
        from_s=amends.from_s if form.begin == kept.begin else _seconds(recording, form.begin),
        to_s=amends.to_s if form.end == kept.end else _seconds(recording, form.end),
    )


def _seconds(recording: Whole, text: str) -> float | None:
    typed = place(text)
    return None if typed is None else _at(recording, typed)


def _at(recording: Whole, typed: Place) -> float:
    if typed.seconds is not None:
        return typed.seconds
    found = parts.at_metres(recording, typed.metres or 0.0)
    if math.isnan(found):
        raise InvalidField(
            field=N_("part"), reason=N_("This recording tells no kilometres: write times.")
        )
    return found


def _whole(
    connection: Connection, run: ActivityRow, amends: Amends, typed: Typed | None
) -> tuple[WholeRun | None, Said | None]:
    """The whole recording, where a part of it counts or is looked at, and what is wrong with the
    part that is looked at."""
    looks = typed is not None and typed.is_preview
    if not looks and not amends.cuts:
        return None, None
    recording = parts.whole(connection, run)
    if not len(recording.track):
        return None, None
    try:
        shown = part_of(recording, typed.part, amends) if typed is not None and looks else amends
    except InvalidField as error:
        return None, said(error)
    return _drawn(recording, shown, is_preview=looks), None


def _drawn(recording: Whole, amends: Amends, *, is_preview: bool) -> WholeRun:
    left = parts.left_out(recording, amends)
    route, chart = showing.whole(recording, left)
    part_m, part_s = parts.measured(recording, amends)
    return WholeRun(
        route=route,
        chart=chart,
        left_out=showing.left_out(left, failed=True),
        part_m=part_m,
        part_s=part_s,
        whole_m=recording.total_m,
        whole_s=recording.total_s,
        is_preview=is_preview,
    )
