"""Everything examined anew: what changes does, and nothing else."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from race.errors import Conflict, EventFinal, InvalidField
from race.event import EventState
from race.ingest.amending import ByHand
from race.services import backfill, publishing, replaying, rules_change
from race.services.work import Overtaken, Tools
from race.settings import Settings
from race.store import activities, audit, jobs, rules_versions, tables
from race.store import entries as entry_rows
from race.store import events as event_rows
from race.store.blobs import FileBlobs
from race.store.database import Engine, open_engine, reading, transaction
from race.store.entries import EntryRow
from race.store.migrate import migrate
from race.verdict import Amends, Decision
from tests.conftest import Clock
from tests.ingest import copying as forged
from tests.ingest.archives.packed import gzipped, run, zipped
from tests.ingest.writing import strava_export, tcx
from tests.ingest.writing.strava_export import Run
from tests.runs import DAY_S, beating, broken_off, gpx, steady, with_kilometres, written
from tests.services.eventful import Eventful
from tests.tracks import MORNING

pytest_plugins = ("tests.postgres",)

#: On the morning of 12 November, 5,050 m in 25:15.
BEGIN = MORNING - 2 * DAY_S
FIVE = steady(5050, 1515)


@pytest.fixture
def tools(engine: Engine, settings: Settings, clock: Clock) -> Tools:
    return Tools(
        engine=engine,
        blobs=FileBlobs(folder=settings.data_dir / "blobs"),
        clock=clock,
        scratch=settings.data_dir / "scratch",
    )


@pytest.fixture
def story(tools: Tools, clock: Clock) -> Eventful:
    return Eventful(tools=tools, clock=clock).opens()


@pytest.fixture
def anh(story: Eventful) -> EntryRow:
    return story.enters("Nguyễn Thị Ngọc Ánh")


@pytest.fixture
def thang(story: Eventful) -> EntryRow:
    return story.enters("Nông Quốc Thăng", birth_year=1995)


def only(done: Any) -> str:
    (activity,) = done.activities
    return str(activity.id)


class TestPublish:
    def test_a_version_is_kept_with_its_reason_its_author_and_its_job(
        self, story: Eventful, anh: EntryRow
    ) -> None:
        story.sends(anh, gpx(FIVE, start=BEGIN))
        published = story.asks_to_publish({"pace_slow_s": 1200.0})
        with reading(story.tools.engine) as connection:
            new, first = rules_versions.of_event(connection, story.id)
            line = audit.of_event(connection, story.id, limit=1)[0]
        assert (new.version, first.version) == (2, 1)
        assert (new.reason, new.account_id) == ("Nắng quá.", story.referee)
        assert (new.job_id, published.version) == (published.job.id, 2)
        assert (new.rules["pace_slow_s"], new.rules["version"]) == (1200.0, 2)
        assert story.event.rules.pace_slow_s == 1200.0
        assert story.event.rules.version == 2
        assert (line.action, line.account_id) == ("rules.publish", story.referee)
        assert line.detail["rules"] == ["pace_slow_s"]
        assert (published.job.kind, published.job.total) == ("replay", 1)

    def test_without_a_reason_nothing_is_published(self, story: Eventful) -> None:
        rules = rules_change.merged(story.event, {})
        with transaction(story.tools.engine) as connection, pytest.raises(InvalidField):
            publishing.publish(
                connection, story.queue, story.event, rules, "  ", by="", now=story.clock()
            )

    def test_official_results_keep_their_rules(self, story: Eventful) -> None:
        final = replace(story.event, state=EventState.FINAL)
        with transaction(story.tools.engine) as connection, pytest.raises(EventFinal):
            publishing.publish(
                connection, story.queue, final, final.rules, "Vì sao", by="", now=story.clock()
            )

    def test_who_saw_other_rules_than_there_are_is_told(self, story: Eventful) -> None:
        seen = story.event
        story.asks_to_publish({"pace_slow_s": 1200.0})
        with pytest.raises(Conflict), transaction(story.tools.engine) as connection:
            publishing.publish(
                connection,
                story.queue,
                seen,
                seen.rules,
                "Tôi cũng sửa",
                by=story.referee,
                now=story.clock(),
            )
        assert story.event.rules.pace_slow_s == 1200.0


class TestWhatChanges:
    def test_a_looser_limit_accepts_who_was_too_slow_and_tells_them(
        self, story: Eventful, anh: EntryRow, thang: EntryRow
    ) -> None:
        slow = only(story.sends(anh, gpx(steady(5050, 4900), start=BEGIN)))
        fine = only(story.sends(thang, gpx(FIVE, start=BEGIN)))
        assert story.states() == {slow: "rejected", fine: "accepted"}

        job = story.publishes(pace_slow_s=1200.0)

        assert story.states() == {slow: "accepted", fine: "accepted"}
        assert (job.state, job.done, job.total) == ("done", 2, 2)
        to = {"accepted": 1, "review": 0, "rejected": 0}
        assert job.result == {"changed": 1, "to": to, "missing": 0}
        assert story.told(anh) == ["rules-accepted"]
        assert story.told(thang) == []
        ranked = story.boards()["5km-overall"][1]
        assert [(line.rank, line.line.bib) for line in ranked] == [(1, thang.bib), (2, anh.bib)]

    def test_a_stricter_limit_rejects_and_a_ruling_stands_over_it(
        self, story: Eventful, anh: EntryRow, thang: EntryRow
    ) -> None:
        theirs = [
            only(story.sends(entry, gpx(FIVE, start=BEGIN + shift)))
            for entry, shift in ((anh, 0.0), (thang, 60.0))
        ]
        story.decides(theirs[0], Decision.ACCEPT)

        story.publishes(pace_fast_s=310.0)

        assert story.states() == {theirs[0]: "accepted", theirs[1]: "rejected"}
        assert {run.verdict for run in story.runs().values()} == {"rejected"}
        assert story.told(thang) == ["rules-rejected"]

    def test_a_rule_about_a_day_looks_at_the_runs_in_the_order_in_which_they_came(
        self, story: Eventful, anh: EntryRow
    ) -> None:
        first = only(story.sends(anh, gpx(FIVE, start=BEGIN + 7200)))
        second = only(story.sends(anh, gpx(FIVE, start=BEGIN)))

        story.publishes(runs_per_day=1)
        assert story.states() == {first: "accepted", second: "rejected"}
        story.publishes(runs_per_day=2)
        assert story.states() == {first: "accepted", second: "accepted"}
        assert story.told(anh) == ["rules-rejected", "rules-accepted"]

    def test_a_part_that_counts_is_judged_by_the_new_rules(
        self, story: Eventful, anh: EntryRow
    ) -> None:
        """A minute by car at the end is cut off; what is left has 3:20 /km."""
        driven = only(story.sends(anh, gpx(steady(6000, 1200), (60, 20), start=BEGIN)))
        story.decides(driven, Decision.JUDGE, Amends(to_s=1200.0))
        assert story.states() == {driven: "rejected"}

        story.publishes(pace_fast_s=180.0)

        run = story.runs()[driven]
        assert run.state == "review"  # each kilometre in 3:20 is for a referee
        assert run.distance_m == pytest.approx(6000, abs=1)
        assert run.amended == {"shift_s": 0.0, "from_s": None, "to_s": 1200.0}


@pytest.fixture
def zoo(story: Eventful, tools: Tools, anh: EntryRow, thang: EntryRow) -> Eventful:
    """Every kind of upload there is, and what people do about them."""
    rng = np.random.default_rng(5)
    huong = story.enters("Lý Thị Hương", birth_year=1990)
    story.publishes(runs_per_day=2, indoor="review", upload_within_s=30 * DAY_S)
    plain = gpx(FIVE, start=BEGIN)
    story.sends(anh, plain)
    story.sends(thang, plain)  # the same bytes
    way = forged.recorded(forged.effort(forged.road(rng), rng, start=BEGIN - 6 * DAY_S), rng)
    story.sends(anh, written(way, sport="running", app="Strava", zoned=True))
    copy = forged.thinned(forged.shifted(way, DAY_S))
    story.sends(thang, written(copy, sport="running", app="Chạy", zoned=True))
    again = written(way.take(slice(0, 900)), sport="running", app="Garmin", zoned=True)
    story.sends(anh, beating(again, [140.0 + n % 2 for n in range(900)]))  # a second device
    for hour in (0, 3, 6):
        story.sends(huong, gpx(FIVE, start=BEGIN - 4 * DAY_S + hour * 3600))  # three on a day
    belt = [tcx.point(n, lat=None, lon=None, distance=2.8 * n) for n in range(0, 1800, 5)]
    story.sends(huong, tcx.one_run("".join(belt)).encode(), "tread.tcx")
    story.sends(huong, broken_off(gpx(*with_kilometres(300, 300, 205, 300), start=BEGIN)))
    story.sends(huong, b"\x89PNG\r\n\x1a\n no run at all", "map.png")
    story.sends(thang, gzipped(tcx.recording(1900)), "run.tcx.gz")
    told = strava_export.export([Run(file="")])
    account = {"activities.csv": told, "activities/1.gpx": run(9), "2.gpx": run(2), "a.png": b"P"}
    story.sends(thang, zipped(account), "export.zip")
    story.tools = replace(tools, most_at_once=500)
    story.sends(huong, zipped({f"{day}.gpx": run(day, hour=1) for day in range(1, 13)}))
    story.tools = tools
    driven = story.sends(anh, gpx(steady(6000, 1800), (60, 20), start=BEGIN - 2 * DAY_S))
    story.decides(only(driven), Decision.JUDGE, Amends(to_s=1800.0))
    late = story.sends(anh, gpx(FIVE, start=BEGIN - 365 * DAY_S))
    story.decides(only(late), Decision.ACCEPT, Amends(shift_s=365 * DAY_S))
    begun = BEGIN - 3 * DAY_S
    story.enters_by_hand(thang, ByHand(distance_m=5000, elapsed_s=1600, started_at=begun))
    return story


class TestTheSameRulesAgain:
    def test_nothing_at_all_changes(self, zoo: Eventful) -> None:
        before = zoo.everything()
        flags = [flag for r in zoo.runs().values() for flag in r.flags]
        found = {flag["code"] for flag in flags if flag["severity"] in {"review", "reject"}}
        assert len(zoo.runs()) > 25
        assert {"DUP_SAME_FILE", "DUP_COPY", "OVERLAP_OWN", "PER_DAY", "INDOOR"} <= found
        assert "CORRUPT_PARTIAL" in {flag["code"] for flag in flags}
        assert {run.state for run in zoo.runs().values()} == {"accepted", "review", "rejected"}

        job = zoo.publishes()

        assert job.result == {
            "changed": 0,
            "to": {"accepted": 0, "review": 0, "rejected": 0},
            "missing": 0,
        }
        assert (job.state, job.done) == ("done", job.total)
        after = zoo.everything()
        for what, was in before.items():
            assert after[what] == was, what
        assert {r.rules_version for r in _rows(zoo)} == {3}
        assert not list(zoo.tools.scratch.glob("*"))

    def test_what_is_lost_but_the_bytes_and_what_people_said_is_made_again(
        self, zoo: Eventful
    ) -> None:
        before = zoo.everything()
        zoo.loses_what_was_derived()
        assert zoo.boards() != before["boards"]

        zoo.publishes()

        after = zoo.everything()
        for what in ("runs", "tracks", "uploads", "boards"):
            assert after[what] == before[what], what


class TestOnTheWay:
    def test_pieces_that_are_done_twice_count_once(self, zoo: Eventful) -> None:
        """Each piece is begun by two workers, of whom one is always too late."""
        job_id = zoo.asks_to_publish({"runs_per_day": 1, "day_distance_m": 5_000.0}).job.id
        more, pieces = True, 0
        while more:
            with transaction(zoo.tools.engine) as connection:
                job = jobs.begin(connection, job_id, zoo.clock())
            assert job is not None
            more, pieces = replaying.piece(zoo.tools, job), pieces + 1
            with pytest.raises(Overtaken):
                replaying.piece(zoo.tools, job)
        assert pieces > 1
        twice = zoo.everything(), zoo.job(job_id)
        assert twice[1].done == twice[1].total

        once = zoo.publishes()

        assert once.result is not None
        assert once.result["changed"] == 0
        assert zoo.everything()["runs"] == twice[0]["runs"]
        assert zoo.everything()["notices"] == twice[0]["notices"]

    def test_an_archive_is_read_in_stretches_and_judged_once_it_is_read(
        self, story: Eventful, anh: EntryRow
    ) -> None:
        story.publishes(upload_within_s=30 * DAY_S)
        members = {f"{n}.gpx": run(1 + n // 4, hour=1 + 3 * (n % 4)) for n in range(48)}
        other = gpx(FIVE, start=BEGIN - 365 * DAY_S)  # last year: it was passed over
        story.sends(anh, zipped({**members, "other.gpx": other, "a.png": b"\xff\xd8\xff"}))
        before = story.everything()
        story.loses_what_was_derived()

        job_id = story.asks_to_publish({}).job.id
        seen = []
        while story.does_a_piece(job_id):
            job = story.job(job_id)
            seen.append((job.done, job.total, set(story.states().values())))
            assert len(list(story.tools.scratch.glob("*.plan"))) == 1

        assert seen == [(20, 48, {"rejected"}), (40, 48, {"rejected"})]
        assert (story.job(job_id).done, story.job(job_id).total) == (48, 48)
        for what in ("runs", "tracks", "uploads", "boards"):
            assert story.everything()[what] == before[what], what
        assert list(story.tools.scratch.glob("*")) == []

    def test_an_archive_that_is_taken_back_while_it_is_read_is_no_error(
        self, story: Eventful, anh: EntryRow
    ) -> None:
        members = {f"{n}.gpx": run(12, hour=n) for n in range(1, 23)}
        account = story.sends(anh, zipped(members))
        kept = only(story.sends(anh, gpx(FIVE, start=BEGIN)))
        job_id = story.asks_to_publish({}).job.id
        assert story.does_a_piece(job_id)

        story.withdraws(account.submission.id)
        while story.does_a_piece(job_id):
            pass

        assert story.job(job_id).state == "done"
        assert list(story.states()) == [kept]
        assert list(story.tools.scratch.glob("*")) == []

    def test_who_is_taken_out_and_who_comes_meanwhile(
        self, story: Eventful, anh: EntryRow, thang: EntryRow
    ) -> None:
        crowd = [story.enters(f"Nguyễn Văn {n}") for n in range(25)]
        sent = [story.sends(one, gpx(FIVE, start=BEGIN + 60 * n)) for n, one in enumerate(crowd)]
        job_id = story.asks_to_publish({"pace_fast_s": 310.0}).job.id
        assert story.does_a_piece(job_id)
        story.withdraws(sent[-1].submission.id)
        with transaction(story.tools.engine) as connection:
            entry_rows.remove(connection, story.id, crowd[-2].bib)
        story.sends(thang, gpx(FIVE, start=BEGIN + 7777))
        story.works()

        job = story.job(job_id)
        assert (job.state, len(story.states())) == ("done", 24)
        assert set(story.states().values()) == {"rejected"}
        assert job.done == job.total

    def test_what_people_do_between_pieces_is_as_if_they_had_waited(
        self, zoo: Eventful, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(replaying, "_PIECE", 3)
        job_id = zoo.asks_to_publish({"runs_per_day": 1, "pace_fast_s": 290.0}).job.id
        decisions = iter([*Decision] * 3)
        pieces = 0
        while zoo.does_a_piece(job_id):
            pieces += 1
            runs = zoo.in_order()
            zoo.decides(runs[7 * pieces % len(runs)], next(decisions))
            zoo.decides(runs[5 * pieces % len(runs)], Decision.JUDGE, Amends(shift_s=-60.0))
            if pieces % 4 == 0:
                zoo.withdraws(zoo.runs()[runs[3 * pieces % len(runs)]].submission_id)
        assert pieces > 8
        ended = zoo.everything()

        zoo.publishes()

        for what in ("runs", "tracks", "uploads", "boards", "notices"):
            assert zoo.everything()[what] == ended[what], what

    def test_newer_rules_end_it_and_have_a_job_of_their_own(
        self, story: Eventful, anh: EntryRow
    ) -> None:
        story.sends(anh, gpx(FIVE, start=BEGIN))
        first = story.asks_to_publish({"pace_fast_s": 310.0}).job
        second = story.asks_to_publish({"pace_fast_s": 300.0}).job
        story.works()

        assert story.job(first.id).state == story.job(second.id).state == "done"
        assert story.job(first.id).result == {
            "changed": 0,
            "to": {"accepted": 0, "review": 0, "rejected": 0},
            "missing": 0,
            "superseded": 3,
        }
        assert set(story.states().values()) == {"accepted"}
        assert story.told(anh) == []

    def test_results_that_become_official_stay(self, story: Eventful, anh: EntryRow) -> None:
        story.sends(anh, gpx(FIVE, start=BEGIN))
        job_id = story.asks_to_publish({"pace_fast_s": 310.0}).job.id
        with transaction(story.tools.engine) as connection:
            row = event_rows.get(connection, story.id)
            assert row is not None
            event_rows.update(connection, replace(row, state="final"))
        story.works()

        job = story.job(job_id)
        assert (job.state, (job.error or {})["code"]) == ("failed", "EVENT_FINAL")
        assert set(story.states().values()) == {"accepted"}


class TestWhatCannotBeRead:
    def test_a_run_whose_bytes_are_lost_is_judged_by_what_is_remembered(
        self, story: Eventful, settings: Settings, anh: EntryRow, thang: EntryRow
    ) -> None:
        lost = story.sends(anh, gpx(FIVE, start=BEGIN))
        story.decides(only(lost), Decision.JUDGE, Amends(to_s=1400.0))
        story.sends(thang, zipped({"a.gpx": run(12), "b.gpx": run(13)}))
        story.enters_by_hand(thang, ByHand(distance_m=5000, elapsed_s=1600, started_at=BEGIN))
        before = story.runs()
        shutil.rmtree(settings.data_dir / "blobs")

        job = story.publishes(pace_fast_s=310.0)

        assert job.result is not None
        assert (job.result["missing"], job.result["changed"]) == (4, 3)
        after = story.runs()
        assert after[only(lost)].state == "rejected"
        assert after[only(lost)].metrics == before[only(lost)].metrics

    def test_a_run_of_an_older_release_is_read_again_and_stays_a_copy(
        self, story: Eventful, anh: EntryRow, thang: EntryRow
    ) -> None:
        rng = np.random.default_rng(11)
        way = forged.recorded(forged.effort(forged.road(rng), rng, start=BEGIN), rng)
        plain = gpx(FIVE, start=BEGIN + 9000)
        for entry, track in ((anh, way), (thang, forged.thinned(forged.shifted(way, DAY_S)))):
            story.sends(entry, written(track, sport="running", app="Chạy", zoned=True))
            story.sends(entry, plain)
        before = story.runs()
        with transaction(story.tools.engine) as connection:
            for row in before.values():
                old = {n: v for n, v in row.metrics.items() if n != "remembered"}
                activities.update(connection, replace(row, metrics=old, known=None))
        backfill.remember(story.tools.engine)

        job = story.publishes()

        assert job.result is not None
        assert (job.result["changed"], job.result["missing"]) == (0, 0)
        after = story.runs()
        assert sorted(run.state for run in after.values()) == ["accepted"] * 2 + ["review"] * 2
        for run_id, was in before.items():
            assert after[run_id].flags == was.flags
            assert after[run_id].metrics == was.metrics


def test_on_postgresql_everything_is_made_again_too(
    tmp_path: Path, postgresql_url: str, clock: Clock
) -> None:
    engine = open_engine(postgresql_url)
    migrate(engine)
    blobs, scratch = FileBlobs(folder=tmp_path / "blobs"), tmp_path / "scratch"
    tools = Tools(engine=engine, blobs=blobs, clock=clock, scratch=scratch)
    story = Eventful(tools=tools, clock=clock).opens()
    anh, thang = story.enters("Nguyễn Thị Ngọc Ánh"), story.enters("Nông Quốc Thăng")
    for entry in (anh, thang):
        story.sends(entry, gpx(FIVE, start=BEGIN))
        story.sends(entry, gpx(FIVE, start=BEGIN + 60))
    kept = only(story.sends(anh, gpx(steady(6000, 1800), (60, 20), start=BEGIN + DAY_S)))
    story.decides(kept, Decision.JUDGE, Amends(to_s=1800.0, shift_s=-3600.0))
    story.sends(thang, zipped({"a.gpx": run(12), "b.gpx": run(13)}))
    before = story.everything()
    story.loses_what_was_derived()

    job = story.publishes()

    after = story.everything()
    engine.dispose()
    assert (job.state, job.done, job.total) == ("done", 7, 7)
    for what in ("runs", "tracks", "uploads", "boards"):
        assert after[what] == before[what], what


def _rows(story: Eventful) -> list[Any]:
    with reading(story.tools.engine) as connection:
        return list(connection.execute(tables.activities.select()))
