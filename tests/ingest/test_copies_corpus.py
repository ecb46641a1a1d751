"""Copies among real files: every pair of one recording is found, and no other pair is.

The groups were put together by hand, from the names of the files, what the index of the collection
says of them, and the times and places in them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import Final

from race.ingest.copies import Fingerprint, compare, fingerprint
from race.track import Track
from tests.ingest.test_corpus_outcomes import came, needs_corpus, rows

#: Files of one recording: beginnings of their paths.
GROUPS: Final = (
    # In several formats, or saved again by another program.
    ("garmin/arthurfsy2_420592876", "garmin-connect/arthurfsy2_420592876"),
    ("garmin/aaron-schroeder_testdata", "garmin-connect/aaron-schroeder_testdata"),
    ("garmin/GoldenCheetah_Fr955v19", "misc/GoldenCheetah_Fr955v19"),
    ("garmin/GoldenCheetah_3386684871", "misc/GoldenCheetah_3386684871"),
    ("garmin/GoldenCheetah_FR55-CoreTemp-Walk", "misc/GoldenCheetah_FR55-loaded"),
    ("strava/FABallemand_strava_", "misc/FABallemand_strava_run_1_test.csv"),
    ("apple-health/fankangsong_-Route-2026-07-05", "apple-health/fankangsong_-Route-20260705"),
    # In several formats, and the same once more three days later: a copy that was found in the
    # wild.
    (
        "apple-health/fankangsong_-2026-06-30",
        "apple-health/fankangsong_-2026-07-03",
        "apple-health/fankangsong_-Route-2026-06-30",
        "apple-health/fankangsong_-Route-2026-07-03",
    ),
    # Samples of readers' own tests, changed a little from one to the next.
    ("fittrackee/SamR1_test.gpx", "fittrackee/SamR1_gpx_", "fittrackee/SamR1_example.kmz"),
    ("gpsbabel/tkrajina_cerknicko", "gpx-parser-tests/tkrajina_cerknicko"),
    ("gpsbabel/GPSBabel_segmented_tracks",),
    ("gpsbabel/GPSBabel_addmultipledays",),
    ("gpx-parser-tests/dougfales_arches", "gpx-parser-tests/dougfales_one_track"),
    ("gpx-parser-tests/dougfales_tracks",),
    ("gpx-parser-tests/tkrajina_gpx1",),
    ("gadgetbridge/Freeyourgadget_gpx-parser-test",),
    ("nike-run-club/corriporai_malformed_lat",),
    ("nike-run-club/corriporai_missing_columns", "nike-run-club/corriporai_outofsync"),
    ("misc/dblock_pool_swim", "misc/firefly-cpp_pool_swim"),
    ("dynastream/",),
)
#: Of these every run of the one file must be found in the other, formats and programs apart.
EXPORTS: Final = GROUPS[:8]
#: Points. Fewer may be too few to tell.
ENOUGH_POINTS: Final = 40


@dataclass(frozen=True, kw_only=True)
class Run:
    """One run of a real file."""

    file: str
    track: Track
    fingerprint: Fingerprint


@cache
def runs() -> tuple[Run, ...]:
    return tuple(
        Run(file=row["file"], track=run.track, fingerprint=fingerprint(run.track))
        for row in rows()
        for run in came(row["file"]).runs
    )


def found() -> Iterator[tuple[Run, Run]]:
    """Pairs that a search brings together and that are told to be of one recording."""
    for earlier, later in combinations(runs(), 2):
        a, b = earlier.fingerprint, later.fingerprint
        same = bool(a.canonical) and a.canonical == b.canonical
        met = not set(a.keys).isdisjoint(b.probes)
        if same or (met and compare(later.track, earlier.track).kind is not None):
            yield earlier, later


def group_of(file: str) -> tuple[str, ...]:
    """The group of a file, by itself if it is in none."""
    return next((group for group in GROUPS if file.startswith(group)), (file,))


@needs_corpus
def test_no_pair_is_found_but_those_of_one_recording() -> None:
    """Some 270 runs are 36,000 pairs."""
    wrong = {(a.file, b.file) for a, b in found() if group_of(a.file) != group_of(b.file)}

    assert wrong == set()


@needs_corpus
def test_every_export_of_one_recording_is_found() -> None:
    pairs = {frozenset((a.file, b.file)) for a, b in found()}
    whole = {run.file for run in runs() if len(run.track) >= ENOUGH_POINTS}
    for group in EXPORTS:
        files = sorted(file for file in whole if file.startswith(group))

        assert len(files) > 1, group
        assert {frozenset(pair) for pair in combinations(files, 2)} <= pairs


@needs_corpus
def test_no_group_is_without_a_file() -> None:
    files = [run.file for run in runs()]

    assert [group for group in GROUPS if not any(f.startswith(group) for f in files)] == []
