"""Organisers at their desk, for the tests of their pages: an account, a browser, an event."""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import httpx2
from fastapi import FastAPI
from fastapi.testclient import TestClient

from race.api.deps import Resources
from race.category import Sex
from race.course import Kind, Race
from race.event import Event, EventState
from race.services import accounts, entries, events, submissions
from race.services.accounts import Lifetimes, NewAdmin
from race.services.entries import Entered
from race.services.filing import Upload
from race.services.new_entry import NewEntry
from race.services.new_event import NewEvent
from race.services.submissions import Submitted
from race.store import events as event_rows
from race.store.database import reading, transaction
from race.store.events import RoleRow
from race.team import Team

PASSWORD = "núi đá và sông Thương"
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
NEW = NewEvent(
    slug="huu-lung",
    name="Hữu Lũng vẻ đẹp thanh bình",
    organiser="Huyện Đoàn Hữu Lũng",
    place="Hữu Lũng",
    contact="btc@example.org",
    starts_at=datetime(2026, 11, 1, tzinfo=VIETNAM),
    ends_at=datetime(2026, 11, 22, 23, 59, tzinfo=VIETNAM),
    timezone="Asia/Ho_Chi_Minh",
    language="vi",
    preset="huu-lung",
    races=(
        Race(slug="5km", name="Chặng 5 km", kind=Kind.SINGLE, distance_m=5000.0),
        Race(slug="50km", name="Gom 50 km", kind=Kind.COLLECTED, distance_m=50_000.0),
    ),
    teams=(
        Team(slug="huu-lien", name="Đoàn xã Hữu Liên"),
        Team(slug="dong-lam", name="Chi đoàn Đồng Lâm", parent="huu-lien", headcount=31),
        Team(slug="thpt", name="Đoàn trường THPT Hữu Lũng", headcount=420),
    ),
)


def official(app: FastAPI, name: str) -> NewAdmin:
    """An account as `create-admin` makes it."""
    here: Resources = app.state.resources
    with transaction(here.engine) as connection:
        return accounts.create_admin(connection, name, now=here.clock(), lifetimes=Lifetimes())


def browser(app: FastAPI) -> TestClient:
    """A browser that nobody has used; it goes where a link leads only when it is told to."""
    return TestClient(app, follow_redirects=False)


@dataclass(kw_only=True)
class Officer:
    """Somebody who has chosen a password and is signed in."""

    http: TestClient
    account: NewAdmin
    here: Resources = field(repr=False)

    def signs_in(self) -> None:
        """Once more, as after a night."""
        answer = self.sends("/btc/dang-nhap", name=self.account.name, password=PASSWORD)
        assert answer.status_code == 303

    def sees(self, path: str, **query: str) -> str:
        """A page that is there."""
        answer = self.http.get(path, params=query or None)
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.text

    def sends(self, path: str, **fields: Any) -> httpx2.Response:
        """A form, whatever is answered."""
        return self.http.post(path, data=fields)

    def creates(self, **changes: Any) -> Event:
        """An event that takes entries and runs."""
        draft = self.drafts(**changes)
        with transaction(self.here.engine) as connection:
            return events.set_state(
                connection, draft, EventState.OPEN, by=None, now=self.here.clock()
            )

    def drafts(self, **changes: Any) -> Event:
        """An event that only its staff sees."""
        with transaction(self.here.engine) as connection:
            return events.create(
                connection,
                replace(NEW, **changes),
                owner=self.account.account_id,
                now=self.here.clock(),
            )

    def appoints(self, other: "Officer", event: Event, role: str) -> None:
        """Another officer to a role."""
        row = RoleRow(event_id=event.id, account_id=other.account.account_id, role=role)
        with transaction(self.here.engine) as connection:
            event_rows.set_role(connection, row)

    def enters(self, event: Event, name: str, **about: Any) -> Entered:
        """A runner."""
        new = NewEntry(
            name=name,
            sex=about.pop("sex", Sex.FEMALE),
            birth_date=None,
            birth_year=about.pop("birth_year", 2001),
            races=about.pop("races", ("5km",)),
            consent=True,
            **about,
        )
        with transaction(self.here.engine) as connection:
            return entries.enter(connection, event, new, now=self.here.clock())

    def has_sent(
        self, event: Event, entered: Entered, data: bytes, name: str = "r.gpx"
    ) -> Submitted:
        """A run of a runner."""
        upload = Upload(
            file=BytesIO(data), filename=name, sent_by="runner", received_at=self.here.clock()
        )
        return submissions.submit(self.here.tools, self.here.queue, event, entered.entry, upload)

    def events(self) -> Sequence[Event]:
        """The events in which this officer has a role."""
        with reading(self.here.engine) as connection:
            return events.of_organiser(connection, self.account.account_id)


def officer(app: FastAPI, name: str) -> Officer:
    """Somebody who came by a set-up link and is signed in."""
    account, http = official(app, name), browser(app)
    path = accounts.setup_path(account.setup_secret)
    answer = http.post(path, data={"password": PASSWORD, "repeat": PASSWORD})
    assert answer.status_code == 303, answer.text
    return Officer(http=http, account=account, here=app.state.resources)


def words(page: str) -> str:
    """What a page says, without its markup."""
    text = re.sub(r"<(script|style|svg)[^>]*>.*?</\1>", " ", page, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())
