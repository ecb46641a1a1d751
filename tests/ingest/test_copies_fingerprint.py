"""What is kept of a run, and what a search for it meets."""

from dataclasses import replace

import numpy as np
import pytest

from race.ingest.copies import Fingerprint, fingerprint
from race.ingest.copies.fingerprint import MOST_KEYS, MOST_PROBES
from race.ingest.copies.hashing import hashed, lowest
from race.track import Track, track_of
from tests.ingest.copies_recall import FORGERIES, crowded, on_track, originals
from tests.ingest.copying import effort, jittered, recorded, road, rounded, shifted, trimmed, turned
from tests.tracks import MORNING, run, treadmill


@pytest.mark.parametrize(
    ("number", "mixed"), [(0, 0xE220A8397B1DCDAF), (1234567, 6457827717110365317)]
)
def test_hashes_are_those_of_splitmix64(number: int, mixed: int) -> None:
    """The first values that its authors' own program gives for these seeds."""
    assert hashed(0, np.array([number])).tolist() == [mixed]


def test_a_family_has_hashes_of_its_own() -> None:
    numbers = np.arange(100)

    assert set(hashed(1, numbers).tolist()).isdisjoint(hashed(2, numbers).tolist())


@pytest.mark.parametrize("count", [3, 40, 1000, 100_000])
def test_the_lowest_are_the_same_however_many_there_are(count: int) -> None:
    hashes = hashed(1, np.arange(count) % 50_000)
    signed = np.sort(np.unique(hashes))[:10].view(np.int64)

    assert lowest(hashes, 10) == tuple(signed.tolist())


def test_who_stood_still_has_few_hashes() -> None:
    assert len(lowest(hashed(1, np.arange(100_000) % 4), 10)) == 4


def test_numbers_fit_a_database_and_are_few() -> None:
    for track in originals(10, np.random.default_rng(1)):
        found = fingerprint(track)

        assert len(set(found.keys)) == len(found.keys) <= MOST_KEYS
        assert len(set(found.probes)) == len(found.probes) <= MOST_PROBES
        assert all(-(2**63) <= key < 2**63 for key in (*found.keys, *found.probes))


def test_a_run_finds_itself_by_all_its_keys() -> None:
    for track in originals(10, np.random.default_rng(2)):
        found = fingerprint(track)

        assert set(found.keys) <= set(found.probes)


def test_the_keys_of_places_are_the_lowest_hashes_of_all_of_them() -> None:
    """To 1e-6°. Stored keys depend on it: another way to take them needs another family."""
    track = run((600, 3.0))
    places = [np.rint(axis * 1e6).astype(np.int64) for axis in (track.lat, track.lon)]
    lowest_ten = np.sort(hashed(1, *places))[:10].view(np.int64).tolist()

    assert list(fingerprint(track).keys[:10]) == lowest_ten


def test_honest_runs_of_other_roads_share_nothing() -> None:
    rng = np.random.default_rng(3)
    keys = [set(fingerprint(recorded(effort(road(rng), rng), rng)).keys) for _ in range(60)]
    shared = [len(a & b) for i, a in enumerate(keys) for b in keys[:i]]

    # Roads of one length at one pace: a number of the whole may coincide now and then.
    assert max(shared) == 1
    assert sum(shared) < 0.01 * len(shared)


def test_among_many_runs_on_one_track_a_copy_leads_to_its_original() -> None:
    """Each key is kept for 32 runs; the first 20 that a search meets are compared."""
    met, places = crowded(800, 12, np.random.default_rng(4))
    missed = {
        name: sorted(place for place in places[name] if place >= 20)
        for name in FORGERIES
        if name != "slowed"
    }

    assert {name: far for name, far in missed.items() if far} == {}
    assert max(met) < 800


class TestCanonical:
    """The same seconds and places give the same, whatever else a file holds."""

    def test_exports_with_more_decimals_are_the_same(self) -> None:
        track = rounded(run((600, 3.0)), 6)

        assert fingerprint(rounded(track, 7)).canonical == fingerprint(track).canonical

    def test_sensors_heights_and_order_do_not_matter(self) -> None:
        track = run((600, 3.0))
        other = replace(
            track.take(slice(None, None, -1)),
            ele=np.full(len(track), 7.0),
            sensors={"heart_rate": np.full(len(track), 150.0)},
        )

        assert fingerprint(other).canonical == fingerprint(track).canonical

    @pytest.mark.parametrize("change", [shifted, trimmed, turned])
    def test_another_time_or_another_part_is_another_one(self, change: object) -> None:
        assert callable(change)
        track = on_track(np.random.default_rng(5), 0, 2000.0)

        assert fingerprint(change(track)).canonical != fingerprint(track).canonical

    def test_indoors_the_metres_tell(self) -> None:
        assert fingerprint(treadmill()).canonical == fingerprint(treadmill()).canonical != ""
        assert fingerprint(treadmill((1530, 3.0))).canonical != fingerprint(treadmill()).canonical

    def test_nothing_has_none(self) -> None:
        assert fingerprint(track_of(time=[], lat=[], lon=[])) == Fingerprint()


class TestIndoors:
    """What is left of a run without places."""

    def test_one_of_another_day_is_found_by_its_heart(self) -> None:
        rng = np.random.default_rng(6)
        beats = 150 + np.cumsum(rng.integers(-1, 2, size=1531)).astype(np.float64)
        track = replace(treadmill(), sensors={**treadmill().sensors, "heart_rate": beats})

        assert _shared(shifted(trimmed(track)), track) >= 1

    def test_one_of_another_day_is_found_by_its_length(self) -> None:
        heartless = treadmill(pulse=np.nan)

        assert _shared(shifted(heartless), heartless) == 1

    def test_another_length_is_not(self) -> None:
        assert _shared(treadmill((1530, 3.0), pulse=np.nan), treadmill(pulse=np.nan)) == 0


@pytest.mark.parametrize(
    "track",
    [
        track_of(time=[0.0], lat=[21.5], lon=[106.3]),
        track_of(time=[0.0, 1e9], lat=[21.5, 21.6], lon=[106.3, 106.3]),
        track_of(time=np.full(30, np.nan), lat=np.linspace(21, 22, 30), lon=np.full(30, 106.3)),
        track_of(time=np.arange(300.0), lat=np.full(300, np.nan), lon=np.full(300, np.nan)),
        track_of(time=np.arange(300) * 1e6, lat=np.linspace(-90, 90, 300), lon=np.zeros(300)),
        track_of(time=np.arange(300.0), lat=np.full(300, 89.99), lon=np.linspace(-180, 180, 300)),
        track_of(time=np.arange(600.0), lat=np.full(600, 21.5), lon=np.full(600, 106.3)),
    ],
    ids=["one", "ages apart", "no times", "no places", "years", "at the pole", "still"],
)
def test_whatever_a_track_holds_it_has_a_fingerprint(track: Track) -> None:
    found = fingerprint(track)

    assert found == fingerprint(track)
    assert len(found.keys) <= MOST_KEYS


def test_the_error_of_a_metre_keeps_the_whole() -> None:
    """A search finds a jittered copy by more than one key, so that it stands out in a crowd."""
    rng = np.random.default_rng(7)
    tracks = [recorded(effort(road(rng), rng, start=MORNING), rng) for _ in range(10)]

    assert min(_shared(jittered(track, rng), track) for track in tracks) >= 3


def _shared(one: Track, other: Track) -> int:
    return len(set(fingerprint(one).probes) & set(fingerprint(other).keys))
