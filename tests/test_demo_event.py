"""The demo event tells the truth: what its stories expect is what the rules make of their files."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Final

import pytest

from race.demo.diary import Expected
from race.demo.diary import Upload as Told
from race.demo.event import DemoEvent, demo
from race.demo.story import STORIES
from race.event import Event, EventState
from race.flags import WORDINGS
from race.services import boards, entries, events, submissions
from race.services.entries import Entered
from race.services.filing import Upload
from race.services.new_entry import NewEntry
from race.services.new_event import NewEvent
from race.services.submissions import Submitted
from race.services.work import Inline, Tools
from race.store.blobs import FileBlobs
from race.store.database import Engine, open_engine, reading, transaction
from race.store.migrate import migrate

NOW: Final = datetime(2026, 11, 14, 5, 30, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Played:
    """The uploads of everybody who has a story, and what became of them."""

    engine: Engine
    event: Event
    story: DemoEvent
    entered: list[Entered]
    done: list[tuple[Told, Submitted]]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """Sent in order through the same door as everybody's. Who only has plain runs stays at home:
    `tests/demo` measures those, and all of them would take half a minute."""
    folder = tmp_path_factory.mktemp("demo")
    engine = open_engine(f"sqlite:///{folder}/race.db")
    migrate(engine)
    story = demo(NOW)
    event, entered = _entered(engine, story)
    with_a_story = {upload.entry for upload in story.uploads if upload.story}
    done = [
        (told, _sent(engine, folder, event, entered[told.entry], told))
        for told in story.uploads
        if told.entry in with_a_story
    ]
    yield Played(engine=engine, event=event, story=story, entered=entered, done=done)
    engine.dispose()


def _entered(engine: Engine, story: DemoEvent) -> tuple[Event, list[Entered]]:
    named = ("slug", "name", "organiser", "place", "contact", "starts_at", "ends_at", "timezone")
    more = ("language", "preset", "races", "teams", "sights", "signatories")
    new = NewEvent(**{name: getattr(story, name) for name in named + more}, demo=True)
    begin = story.starts_at - timedelta(days=1)
    with transaction(engine) as connection:
        draft = events.create(connection, new, owner=None, now=begin)
        event = events.set_state(connection, draft, EventState.OPEN, by=None, now=begin)
        people = [
            NewEntry(
                name=person.name,
                sex=person.sex,
                birth_date=None,
                birth_year=person.birth_year,
                races=person.races,
                team=person.team,
                consent=True,
            )
            for person in story.entries
        ]
        return event, [entries.enter(connection, event, one, now=begin) for one in people]


def _sent(engine: Engine, folder: Path, event: Event, entered: Entered, told: Told) -> Submitted:
    upload = Upload(
        file=BytesIO(told.data),
        filename=told.filename,
        sent_by="runner",
        received_at=told.received_at,
    )
    tools = Tools(
        engine=engine,
        blobs=FileBlobs(folder=folder / "blobs"),
        clock=lambda: told.received_at,
        scratch=folder,
    )
    return submissions.submit(tools, Inline(), event, entered.entry, upload)


def _codes(done: Submitted) -> set[str]:
    """What was said to an upload, kept rules left out."""
    error = done.submission.error
    flags = [flag for run in done.activities for flag in run.flags if flag["severity"] != "pass"]
    return {flag["code"] for flag in flags} | ({error["code"]} if error else set())


def test_every_upload_comes_out_as_its_story_says(played: Played) -> None:
    wrong = [
        (told.story, told.filename, done.submission.state, sorted(_codes(done)))
        for told, done in played.done
        if done.submission.state != told.expected or not set(told.codes) <= _codes(done)
    ]
    assert wrong == []


def test_no_upload_is_judged_by_a_code_that_its_story_does_not_name(played: Played) -> None:
    """A quick kilometre is not also an overlap, nor a late one also a bad clock."""
    surprising = [
        (told.story, sorted(_codes(done) - set(told.codes)))
        for told, done in played.done
        for run in done.activities
        if told.expected is Expected.ACCEPTED
        and {flag["code"] for flag in run.flags if flag["severity"] in {"review", "reject"}}
        - set(told.codes)
    ]
    assert surprising == []


def test_every_story_was_played_by_codes_that_there_are(played: Played) -> None:
    told = Counter(upload.story for upload, _ in played.done if upload.story)
    assert {story.name for story in STORIES} <= set(told)
    assert {code for story in STORIES for code in story.codes} <= {*WORDINGS, "UNKNOWN_FORMAT"}


def test_equal_times_share_a_place(played: Played) -> None:
    """Two stop their watches just short of 5 km after the same 27:45."""
    bibs = {done.submission.bib for told, done in played.done if told.story == "equal-times"}
    assert len(bibs) == 2
    race = played.event.race("5km")
    assert race is not None
    with reading(played.engine) as connection:
        lines = boards.lines(connection, played.event, race)
    times = {line.bib: line.result.time_s for line in lines if line.bib in bibs}
    assert set(times.values()) == {1665}


def test_exactly_fifty_is_the_goal_and_nearly_fifty_is_not(played: Played) -> None:
    race = played.event.race("50km")
    assert race is not None
    with reading(played.engine) as connection:
        lines = boards.lines(connection, played.event, race)
    finished = {line.name: line.result.finished for line in lines}
    metres = {line.name: line.result.distance_m for line in lines}
    assert (finished["Chu Bá Tường"], round(metres["Chu Bá Tường"])) == (True, 50_000)
    assert (finished["Đàm Quang Khải"], round(metres["Đàm Quang Khải"])) == (False, 49_200)


def test_the_demo_runner_has_one_of_each(played: Played) -> None:
    bib = played.entered[played.story.demo_runner].entry.bib
    states = Counter(done.submission.state for _, done in played.done if done.submission.bib == bib)
    assert states == {"accepted": 5, "review": 1, "rejected": 1}
