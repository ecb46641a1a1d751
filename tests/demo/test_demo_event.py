"""The demo event: everybody and everything in it, and every story as it is told."""

import hashlib
import re
import unicodedata
import zlib
from collections import Counter
from datetime import UTC, datetime, timedelta, timezone

import numpy as np
import pytest
from gpxpy.gpx import GPXXMLSyntaxException

from race.category import Sex
from race.demo.diary import Expected, Upload
from race.demo.event import DemoEvent, demo
from race.demo.story import STORIES
from race.team import is_tree
from tests.demo.gpx_files import points, signal

_VIETNAM = timezone(timedelta(hours=7))
_TODAY = datetime(2026, 11, 15, tzinfo=_VIETNAM)


@pytest.fixture(scope="module")
def event() -> DemoEvent:
    return demo(datetime(2026, 11, 15, 2, 30, tzinfo=UTC))


def _told(event: DemoEvent, story: str) -> list[Upload]:
    """What a story is about: its uploads that are not merely accepted, all if none is."""
    uploads = [upload for upload in event.uploads if upload.story == story]
    return [u for u in uploads if u.expected is not Expected.ACCEPTED] or uploads


def _fingerprint(event: DemoEvent) -> str:
    digest = hashlib.sha256(repr((event.entries, event.teams, event.starts_at)).encode())
    for upload in event.uploads:
        digest.update(repr((upload.entry, upload.filename, upload.received_at)).encode())
        digest.update(upload.data)
    return digest.hexdigest()


def test_a_day_and_a_seed_give_one_event(event: DemoEvent) -> None:
    late = demo(datetime(2026, 11, 15, 16, 59, tzinfo=UTC))
    assert _fingerprint(late) == _fingerprint(event)


def test_another_day_is_another_event_and_a_naive_now_is_refused() -> None:
    # 17:00 UTC is midnight in Việt Nam.
    tomorrow = demo(datetime(2026, 11, 15, 17, 0, tzinfo=UTC))
    assert tomorrow.starts_at == datetime(2026, 11, 2, tzinfo=_VIETNAM)
    with pytest.raises(ValueError, match="zone"):
        demo(datetime(2026, 11, 15, 9, 0))  # noqa: DTZ001 -- the mistake under test


def test_the_event_is_running(event: DemoEvent) -> None:
    assert event.starts_at == datetime(2026, 11, 1, tzinfo=_VIETNAM)
    assert event.ends_at == datetime(2026, 11, 23, 23, 59, 59, tzinfo=_VIETNAM)
    assert [(race.slug, race.kind, race.distance_m) for race in event.races] == [
        ("5km", "single", 5000.0),
        ("50km", "collected", 50_000.0),
    ]
    assert [sight.at_m for sight in event.sights][:: len(event.sights) - 1] == [0.0, 50_000.0]


def test_people_have_proper_names_and_all_ages(event: DemoEvent) -> None:
    names = [person.name for person in event.entries]
    assert len(set(names)) == len(names) >= 160
    assert all(unicodedata.is_normalized("NFC", name) for name in names)
    assert "Nguyễn Hoàng Tường Khánh Quỳnh Phương Uyên" in names
    ages = [2026 - person.birth_year for person in event.entries]
    assert sum(age < 16 for age in ages) >= 3
    assert sum(16 <= age <= 35 for age in ages) > len(ages) / 2
    assert sum(age >= 60 for age in ages) >= 3
    assert {person.sex for person in event.entries} == {Sex.FEMALE, Sex.MALE}
    entered = Counter(person.races for person in event.entries)
    assert set(entered) == {("5km",), ("50km",), ("5km", "50km")}


def test_units_are_a_tree_and_some_have_not_run(event: DemoEvent) -> None:
    assert is_tree(event.teams)
    leaves = {team.slug for team in event.teams if team.parent is not None}
    assert len(event.teams) - len(leaves) == 8
    assert len(leaves) >= 24
    running = Counter(event.entries[i].team for i in {u.entry for u in event.uploads})
    assert running.keys() <= leaves
    assert len(leaves - running.keys()) >= 3
    headcounts = {team.slug: team.headcount or 0 for team in event.teams}
    assert all(running[slug] <= headcounts[slug] for slug in running)


def test_the_files_are_many_and_small(event: DemoEvent) -> None:
    assert 400 <= len(event.uploads) <= 480
    assert sum(len(upload.data) for upload in event.uploads) < 40_000_000
    assert max(len(upload.data) for upload in event.uploads) < 3_000_000


def test_everything_was_sent_in_order_and_before_today(event: DemoEvent) -> None:
    sent = [upload.received_at for upload in event.uploads]
    assert sent == sorted(sent)
    assert event.starts_at < sent[0]
    assert sent[-1] < _TODAY


def test_most_runs_are_fine_and_every_state_exists(event: DemoEvent) -> None:
    states = Counter(upload.expected for upload in event.uploads)
    assert set(states) == set(Expected)
    assert 0.04 < states[Expected.REVIEW] / len(event.uploads) < 0.08
    assert 0.06 < states[Expected.REJECTED] / len(event.uploads) < 0.10


def test_every_story_is_told_as_often_as_it_should_be(event: DemoEvent) -> None:
    for story in STORIES:
        told = [u for u in event.uploads if u.story == story.name and u.codes == story.codes]
        assert len(told) >= len(story.times), story.name
        assert {upload.expected for upload in told} == {story.expected}


def test_honest_runs_look_recorded_and_are_within_the_rules(event: DemoEvent) -> None:
    plain = [u for u in event.uploads if not u.story][::9]
    for upload in plain:
        track = points(upload.data)
        assert np.isfinite(track.lat).all()
        assert (np.abs(track.lat) < 90).all()
        assert 240 < track.seconds * 1000 / track.metres < 900
        assert min(track.split_seconds(), default=300) > 212
        assert event.starts_at.timestamp() < track.time[0] < track.time[-1]
        assert 0 < upload.received_at.timestamp() - track.time[-1] < 72 * 3600
        found = signal(track)
        assert found.collinear < 0.40
        assert found.even < 0.35
        assert found.variation > 0.06
        assert not (found.across <= -0.5 and found.along <= -0.5)


def test_nobody_runs_twice_on_a_day_but_in_the_story_of_it(event: DemoEvent) -> None:
    allowed = {"watch-and-phone", "overlapping-runs"}
    days: set[tuple[int, object]] = set()
    for upload in event.uploads:
        moment = re.search(rb"<trkpt[^<]*<ele>[^<]*</ele>\s*<time>([^<]*)</time>", upload.data)
        if upload.story not in allowed and moment:
            start = datetime.fromisoformat(moment[1].decode()).astimezone(_VIETNAM)
            assert (upload.entry, start.date()) not in days, upload.story
            days.add((upload.entry, start.date()))
    assert len(days) > 400


@pytest.mark.parametrize(
    ("story", "fastest_s", "slowest_s"),
    [
        ("quick-kilometre", 180, 210),
        ("kilometre-at-2-50", 160, 180),
        ("two-kilometres-on-a-motorbike", 132, 150),
    ],
)
def test_the_fastest_kilometre_is_what_the_story_says(
    event: DemoEvent, story: str, fastest_s: float, slowest_s: float
) -> None:
    for upload in _told(event, story):
        assert fastest_s < min(points(upload.data).split_seconds()) < slowest_s


@pytest.mark.parametrize(
    ("story", "fastest_s", "slowest_s"),
    [
        ("too-fast-all-the-way", 210, 240),
        ("walk-recorded-as-run", 900, 1200),
        ("honest-walk", 780, 1200),
    ],
)
def test_the_average_pace_is_what_the_story_says(
    event: DemoEvent, story: str, fastest_s: float, slowest_s: float
) -> None:
    for upload in _told(event, story):
        track = points(upload.data)
        assert fastest_s < track.seconds * 1000 / track.metres < slowest_s


def test_short_runs_are_short(event: DemoEvent) -> None:
    assert all(points(upload.data).metres < 1000 for upload in _told(event, "too-short"))


def test_rides_say_that_they_are_rides(event: DemoEvent) -> None:
    rides = _told(event, "bike-ride")
    assert all(b"<type>cycling</type>" in upload.data for upload in rides)


def test_late_and_early_runs_are_late_and_early(event: DemoEvent) -> None:
    for upload in _told(event, "sent-late"):
        waited = upload.received_at.timestamp() - points(upload.data).time[-1]
        assert 72 * 3600 < waited < 110 * 3600
    for upload in _told(event, "before-the-start"):
        assert points(upload.data).time[-1] < event.starts_at.timestamp()


def test_a_friends_file_is_the_same_and_comes_later(event: DemoEvent) -> None:
    for upload in _told(event, "file-of-a-friend"):
        twins = [u for u in event.uploads if u.data == upload.data]
        assert twins[0].expected is Expected.ACCEPTED
        assert twins[1] == upload
        assert twins[0].entry != upload.entry


def test_a_re_dated_copy_has_the_places_of_another_run_at_another_time(event: DemoEvent) -> None:
    originals = [u for u in event.uploads if u.story == "re-dated-copy" and not u.codes]
    for upload in _told(event, "re-dated-copy"):
        copy = points(upload.data)
        shared = []
        for original in originals:
            track = points(original.data)
            places = set(zip(np.round(track.lat, 5), np.round(track.lon, 5), strict=True))
            mine = zip(np.round(copy.lat, 5), np.round(copy.lon, 5), strict=True)
            shared.append(sum(place in places for place in mine) / len(copy.lat))
        assert max(shared) > 0.9


def test_two_people_have_equal_times_just_short_of_five_kilometres(event: DemoEvent) -> None:
    first, second = (points(upload.data) for upload in _told(event, "equal-times"))
    assert first.seconds == second.seconds == 1665.0
    assert 4950 < min(first.metres, second.metres) <= max(first.metres, second.metres) < 5000


def test_a_plan_has_no_times_and_a_treadmill_no_points(event: DemoEvent) -> None:
    for upload in _told(event, "planned-route"):
        assert np.isnan(points(upload.data).time).all()
    (treadmill,) = _told(event, "treadmill")
    assert len(points(treadmill.data).lat) == 0


def test_a_broken_off_file_is_no_whole_gpx_any_more(event: DemoEvent) -> None:
    for upload in _told(event, "sending-broke-off"):
        with pytest.raises(GPXXMLSyntaxException):
            points(upload.data)


def test_the_photograph_is_a_picture(event: DemoEvent) -> None:
    data = _told(event, "photograph")[0].data
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    assert data.endswith(b"IEND\xaeB`\x82")
    start = data.index(b"IDAT") + 4
    # 16 rows of a filter byte and 24 pixels.
    assert len(zlib.decompressobj().decompress(data[start:])) == 16 * (1 + 24 * 3)


@pytest.mark.parametrize(
    ("story", "total_m"), [("exactly-fifty", 50_000), ("nearly-fifty", 49_200)]
)
def test_some_totals_are_exact_by_what_the_app_states(
    event: DemoEvent, story: str, total_m: float
) -> None:
    uploads = [u for u in event.uploads if u.story == story]
    assert len({upload.entry for upload in uploads}) == 1
    stated = [_stated(upload) for upload in uploads]
    assert sum(stated) == pytest.approx(total_m, abs=1e-6)
    for upload, metres in zip(uploads, stated, strict=True):
        assert points(upload.data).metres == pytest.approx(metres, rel=0.02)


def test_the_demo_runner_has_run_31_4_km_and_has_one_of_each(event: DemoEvent) -> None:
    uploads = [u for u in event.uploads if u.entry == event.demo_runner]
    states = Counter(upload.expected for upload in uploads)
    assert (states[Expected.REVIEW], states[Expected.REJECTED]) == (1, 1)
    accepted = [_stated(u) for u in uploads if u.expected is Expected.ACCEPTED]
    assert sum(accepted) == pytest.approx(31_400.0)
    assert sum(metres >= 5000 for metres in accepted) >= 1
    assert event.entries[event.demo_runner].races == ("5km", "50km")


def _stated(upload: Upload) -> float:
    """The distance that OpenTracks counted."""
    return float(upload.data.split(b"<gpxtrkx:Distance>")[1].split(b"<")[0])
