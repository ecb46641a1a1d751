"""What a runner has not seen yet: since the visit before this one."""

from datetime import datetime, timedelta

import pytest

from race.event import Event
from race.services import events, visits
from race.store import notices
from race.store import visits as rows_of_visits
from race.store.database import Engine, reading, transaction
from race.store.visits import VisitRow
from tests.store import rows

FIRST = datetime.fromisoformat("2026-11-14T05:30:00+00:00")
BIB = "00001"


@pytest.fixture
def event(engine: Engine) -> Event:
    with transaction(engine) as connection:
        event_id = rows.fill(connection, "huu-lung", "Bình")
        return events.by_id(connection, event_id)


def tell(engine: Engine, event: Event, at: datetime) -> int:
    """A notice of that moment; its number."""
    with transaction(engine) as connection:
        row = notices.add(
            connection,
            event_id=event.id,
            bib=BIB,
            at=at,
            kind="accepted",
            activity_id=None,
            facts={},
            mail=None,
        )
    return row.id


def visit(engine: Engine, event: Event, at: datetime) -> list[int]:
    """The page is opened: the numbers of what is new."""
    visits.note_visit(engine, event.id, BIB, at)
    with reading(engine) as connection:
        return [notice.id for notice in visits.news(connection, event, BIB)]


def visits_of(engine: Engine, event: Event) -> VisitRow | None:
    with reading(engine) as connection:
        return rows_of_visits.get(connection, event.id, BIB)


def test_at_the_first_visit_everything_is_new(engine: Engine, event: Event) -> None:
    told = [tell(engine, event, FIRST - timedelta(days=day)) for day in (3, 2, 1)]
    assert visit(engine, event, FIRST) == told[::-1]


def test_at_the_next_one_what_came_since(engine: Engine, event: Event) -> None:
    tell(engine, event, FIRST - timedelta(hours=1))
    visit(engine, event, FIRST)
    new = tell(engine, event, FIRST + timedelta(hours=5))
    assert visit(engine, event, FIRST + timedelta(days=1)) == [new]


def test_the_page_opened_again_in_the_same_half_hour_shows_the_same(
    engine: Engine, event: Event
) -> None:
    visit(engine, event, FIRST)
    new = tell(engine, event, FIRST + timedelta(hours=5))
    second = FIRST + timedelta(days=1)
    for minutes in (0, 1, 30):
        assert visit(engine, event, second + timedelta(minutes=minutes)) == [new]
    assert visits_of(engine, event) == VisitRow(visited_at=second, visited_before=FIRST)
    assert visit(engine, event, second + timedelta(minutes=31)) == []


def test_at_most_20_are_new(engine: Engine, event: Event) -> None:
    told = [tell(engine, event, FIRST) for _ in range(25)]
    assert visit(engine, event, FIRST) == told[:4:-1]


def test_two_tabs_at_once_are_one_visit(engine: Engine, event: Event) -> None:
    visit(engine, event, FIRST)
    now = FIRST + timedelta(days=1)
    with transaction(engine) as connection:
        begun = [
            rows_of_visits.note(
                connection, event.id, BIB, now=now, begun_before=now - timedelta(minutes=30)
            )
            for _ in range(2)
        ]
    assert begun == [True, False]
    assert visits_of(engine, event) == VisitRow(visited_at=now, visited_before=FIRST)


def test_who_is_not_entered_visits_nothing(engine: Engine, event: Event) -> None:
    visits.note_visit(engine, event.id, "99999", FIRST)
    with reading(engine) as connection:
        assert rows_of_visits.get(connection, event.id, "99999") is None
        assert visits.news(connection, event, "99999") == ()
