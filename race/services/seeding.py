"""The first start: an account for the organiser, and the demo event in an empty database."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from typing import Final

from race.demo.event import DemoEvent, demo
from race.demo.people import DEMO_RUNNER, Person
from race.event import Event, EventState
from race.services import accounts, deciding, entries, events, reviews, submissions
from race.services.accounts import Lifetimes
from race.services.deciding import Choice
from race.services.filing import Upload
from race.services.new_entry import NewEntry
from race.services.new_event import NewEvent
from race.services.work import Inline, Tools
from race.store import accounts as account_rows
from race.store import audit
from race.store import entries as entry_rows
from race.store import events as event_rows
from race.store.database import Connection, Engine, transaction
from race.verdict import Decision

#: The organiser's account that the first start makes.
FIRST_ACCOUNT: Final = "Ban Tổ chức giải"
#: Marks in the trail of an event that its demo is whole, and how far back to look for the mark.
_SEEDED: Final = "demo.seeded"
_TRAIL: Final = 100_000
#: The demo's referee decides so long after a run came in, and leaves the latest to who looks.
_REFEREE_TAKES: Final = timedelta(hours=9)
_REFEREE_PATIENCE: Final = timedelta(days=3)
#: What it rejects, and what the referee wrote, in the language of the event.
_COPIES: Final = frozenset({"DUP_SAME_FILE", "DUP_COPY"})
_COPIED: Final = "Tệp giống hệt bài của VĐV khác; mỗi bài chỉ tính cho một người."
_LOOKED_AT: Final = "Đã xem bản đồ và pace từng km: các km khác đều bình thường, bài được tính."


@dataclass(frozen=True, kw_only=True)
class Links:
    """What the first start shows; secrets, so only on the screen of who started it."""

    #: Path of the page on which the organiser chooses a password.
    setup: str
    #: Path of the personal link of one demo runner; None without the demo event.
    runner: str | None


def first_account(engine: Engine, *, now: datetime, lifetimes: Lifetimes) -> None:
    """Make the organiser's account when there is none at all."""
    with transaction(engine) as connection:
        if account_rows.count(connection) == 0:
            accounts.create_admin(connection, FIRST_ACCOUNT, now=now, lifetimes=lifetimes)


def _owner(connection: Connection, now: datetime) -> str:
    """Whose the demo event is: the first account's, which is made where there are only others."""
    account = account_rows.by_name(connection, FIRST_ACCOUNT)
    if account is not None:
        return account.id
    made = accounts.create_admin(connection, FIRST_ACCOUNT, now=now, lifetimes=Lifetimes())
    return made.account_id


def fresh_links(engine: Engine, *, now: datetime, lifetimes: Lifetimes) -> Links | None:
    """New first links while the organiser has chosen no password yet; None from then on."""
    with transaction(engine) as connection:
        account = account_rows.by_name(connection, FIRST_ACCOUNT)
        if account is None or account.password_hash is not None:
            return None
        secret = accounts.renew_setup_link(connection, account.id, now=now, lifetimes=lifetimes)
        return Links(setup=accounts.setup_path(secret), runner=_runner_link(connection))


def _runner_link(connection: Connection) -> str | None:
    bib = f"{DEMO_RUNNER + 1:05d}"
    for event in event_rows.every(connection):
        if event.demo and entry_rows.get(connection, event.id, bib) is not None:
            secret = accounts.renew_personal_link(connection, event.id, bib)
            return accounts.personal_path(event.slug, bib, secret)
    return None


def is_wanted(engine: Engine) -> bool:
    """Whether nobody has begun here: no event, and no password chosen.

    Half a demo, of a start that was cut off, is taken away.
    """
    with transaction(engine) as connection:
        account = account_rows.by_name(connection, FIRST_ACCOUNT)
        if account is not None and account.password_hash is not None:
            return False  # an organiser has begun; a demo that they deleted stays deleted
        for event in event_rows.every(connection):
            trail = audit.of_event(connection, event.id, limit=_TRAIL)
            if event.demo and all(line.action != _SEEDED for line in trail):
                event_rows.remove(connection, event.id)
        return not event_rows.every(connection)


def seed(tools: Tools, *, now: datetime) -> Iterator[tuple[int, int]]:
    """Fill the database with the demo event, run by run through the same door as everybody's;
    yields (uploads done, uploads in all)."""
    story, engine = demo(now), tools.engine
    with transaction(engine) as connection:
        event = _event(connection, story, now)
        entered = [
            entries.enter(connection, event, _entry(person), now=_entered_at(story, index))
            for index, person in enumerate(story.entries)
        ]
    for done, sent in enumerate(story.uploads, start=1):
        upload = Upload(
            file=BytesIO(sent.data),
            filename=sent.filename,
            sent_by="runner",
            received_at=sent.received_at,
        )
        submissions.submit(tools, Inline(), event, entered[sent.entry].entry, upload)
        yield done, len(story.uploads)
    with transaction(engine) as connection:
        _decide_the_old(connection, event, now)
        audit.record(
            connection,
            event_id=event.id,
            at=now,
            account_id=None,
            action=_SEEDED,
            subject=event.slug,
            detail={},
        )


def _decide_the_old(connection: Connection, event: Event, now: datetime) -> None:
    """A referee has been at work: what waited for longer than two days is decided."""
    referee = _owner(connection, now)
    for run in reviews.queue(connection, event):
        at = run.examined_at + _REFEREE_TAKES
        if now - run.examined_at < _REFEREE_PATIENCE:
            continue
        copied = any(flag["code"] in _COPIES for flag in reviews.weighty(run))
        decision = Decision.REJECT if copied else Decision.ACCEPT
        reason = _COPIED if copied else _LOOKED_AT
        choice = Choice(decision=decision, reason=reason)
        deciding.decide(connection, event, run, choice, by=referee, now=at)


def _event(connection: Connection, story: DemoEvent, now: datetime) -> Event:
    owner = _owner(connection, now)
    new = NewEvent(
        slug=story.slug,
        name=story.name,
        organiser=story.organiser,
        place=story.place,
        contact=story.contact,
        starts_at=story.starts_at,
        ends_at=story.ends_at,
        timezone=story.timezone,
        language=story.language,
        preset=story.preset,
        races=story.races,
        teams=story.teams,
        sights=story.sights,
        signatories=story.signatories,
        demo=True,
    )
    event = events.create(connection, new, owner=owner, now=now)
    return events.set_state(connection, event, EventState.OPEN, by=owner, now=now)


def _entry(person: Person) -> NewEntry:
    return NewEntry(
        name=person.name,
        sex=person.sex,
        birth_date=None,
        birth_year=person.birth_year,
        races=person.races,
        team=person.team,
        consent=True,
    )


def _entered_at(story: DemoEvent, index: int) -> datetime:
    return story.starts_at - timedelta(days=6) + timedelta(minutes=37 * index)
