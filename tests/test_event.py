"""How far the results of an event are, and until when runners may protest: every case by hand."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

import pytest

from race.event import Event, EventState, Procedure, Stage, Window
from race.rules import Rules

HOUR: Final = timedelta(hours=1)
STARTS: Final = datetime(2026, 11, 1, tzinfo=UTC)
ENDS: Final = datetime(2026, 11, 22, 17, tzinfo=UTC)
#: The rules take uploads for 72 hours after the end.
UPLOADS_END: Final = datetime(2026, 11, 25, 17, tzinfo=UTC)
CLOSED: Final = datetime(2026, 11, 26, 1, tzinfo=UTC)
#: 48 hours later.
PROTESTS_END: Final = datetime(2026, 11, 28, 1, tzinfo=UTC)

DRAFT, OPEN, SHUT, FINAL = EventState.DRAFT, EventState.OPEN, EventState.CLOSED, EventState.FINAL


def event(state: EventState, closed_at: datetime | None = None) -> Event:
    return Event(
        id="event",
        slug="huu-lung",
        name="Hữu Lũng vẻ đẹp thanh bình",
        organiser="Đoàn xã Hữu Lũng",
        place="Hữu Lũng",
        contact="",
        window=Window(starts_at=STARTS, ends_at=ENDS, timezone="Asia/Ho_Chi_Minh"),
        language="vi",
        preset="huu-lung",
        rules=Rules(upload_within_s=72 * 3600.0),
        state=state,
        races=(),
        teams=(),
        closed_at=closed_at,
    )


@pytest.mark.parametrize(
    ("state", "closed_at", "now", "stage"),
    [
        # A draft has no results, whatever the clock says.
        (DRAFT, None, STARTS - HOUR, Stage.RUNNING),
        (DRAFT, None, CLOSED, Stage.RUNNING),
        # An open event follows the clock, up to the last upload.
        (OPEN, None, STARTS - HOUR, Stage.RUNNING),
        (OPEN, None, STARTS, Stage.RUNNING),
        (OPEN, None, ENDS, Stage.RUNNING),
        (OPEN, None, ENDS + HOUR, Stage.RUNNING),
        (OPEN, None, UPLOADS_END, Stage.RUNNING),
        (OPEN, None, UPLOADS_END + HOUR, Stage.PROVISIONAL),
        # Closed: protests for 48 hours, both ends within, and provisional after.
        (SHUT, CLOSED, CLOSED, Stage.PROTESTS),
        (SHUT, CLOSED, PROTESTS_END, Stage.PROTESTS),
        (SHUT, CLOSED, PROTESTS_END + HOUR, Stage.PROVISIONAL),
        # Closed before the end of its days: what counts is when that was.
        (SHUT, STARTS + HOUR, STARTS + 2 * HOUR, Stage.PROTESTS),
        # Of a release that did not note when.
        (SHUT, None, CLOSED, Stage.PROVISIONAL),
        # Official is official, within the days of protest too.
        (FINAL, CLOSED, CLOSED, Stage.OFFICIAL),
        (FINAL, CLOSED, PROTESTS_END + HOUR, Stage.OFFICIAL),
        (FINAL, None, STARTS - HOUR, Stage.OFFICIAL),
        # Reopened: it follows the clock again, as if it had never been closed.
        (OPEN, CLOSED, ENDS, Stage.RUNNING),
        (OPEN, CLOSED, CLOSED + HOUR, Stage.PROVISIONAL),
        # Closed once more: a second time of protests, from then on.
        (SHUT, PROTESTS_END + HOUR, PROTESTS_END + 2 * HOUR, Stage.PROTESTS),
    ],
)
def test_how_far_the_results_are(
    state: EventState, closed_at: datetime | None, now: datetime, stage: Stage
) -> None:
    assert event(state, closed_at).stage(now) is stage


@pytest.mark.parametrize(
    ("state", "closed_at", "decided_at", "ends_at"),
    [
        # Nothing is published as provisional, so there is no end yet.
        (DRAFT, None, None, None),
        (OPEN, None, None, None),
        (OPEN, None, ENDS, None),
        (OPEN, CLOSED, None, None),
        (OPEN, CLOSED, CLOSED + HOUR, None),
        # 48 hours from the closing, also for what was decided before it …
        (SHUT, CLOSED, None, PROTESTS_END),
        (SHUT, CLOSED, ENDS, PROTESTS_END),
        (SHUT, CLOSED, CLOSED, PROTESTS_END),
        # … and from the decision for what was decided later.
        (SHUT, CLOSED, CLOSED + 30 * HOUR, PROTESTS_END + 30 * HOUR),
        (SHUT, CLOSED, PROTESTS_END + HOUR, PROTESTS_END + 49 * HOUR),
        (SHUT, None, None, None),
        (FINAL, CLOSED, None, PROTESTS_END),
        (FINAL, None, None, None),
    ],
)
def test_until_when_a_runner_may_protest(
    state: EventState,
    closed_at: datetime | None,
    decided_at: datetime | None,
    ends_at: datetime | None,
) -> None:
    assert event(state, closed_at).protests_end_at(decided_at) == ends_at


def test_an_event_may_give_its_runners_a_day_or_no_time_at_all() -> None:
    closed = event(SHUT, CLOSED)
    a_day = replace(closed, procedure=Procedure(protest_within_s=86_400.0))
    assert a_day.protests_end_at() == datetime(2026, 11, 27, 1, tzinfo=UTC)
    none = replace(closed, procedure=Procedure(protest_within_s=0.0))
    assert none.stage(CLOSED + timedelta(seconds=1)) is Stage.PROVISIONAL


@pytest.mark.parametrize(
    ("procedure", "cards", "out"),
    [
        (Procedure(), 5, False),  # an event has no cards unless its organiser says so
        (Procedure(cards=True), 0, False),
        (Procedure(cards=True), 1, False),
        (Procedure(cards=True), 2, True),
        (Procedure(cards=True), 3, True),
        (Procedure(cards=True, runner_out_at=1), 1, True),
    ],
)
def test_how_many_cards_take_a_runner_out(procedure: Procedure, cards: int, *, out: bool) -> None:
    assert procedure.takes_out(cards) is out


def test_a_procedure_comes_back_from_json() -> None:
    procedure = Procedure(protest_within_s=3600.0, reports=False, cards=True, runner_out_at=3)
    assert Procedure(**procedure.to_dict()) == procedure
