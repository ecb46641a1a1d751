"""Real TCX files of many devices, where a collection of them stands beside the project."""

import csv
from pathlib import Path

import numpy as np
import pytest

from race.activity import Activity, Sport
from race.errors import NoActivity
from race.ingest.formats import tcx

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
FILES = sorted(CORPUS.glob("**/*.tcx"))
needs_corpus = pytest.mark.skipif(not FILES, reason=f"no TCX files in {CORPUS}")

#: What each file holds: its sport, points, those with a position, segments, laps and device.
Held = tuple[Sport, int, int, int, int, str | None]
TABLE: dict[str, Held] = {
    "garmin/aaron-schroeder_testdata.tcx": (Sport.RUN, 49, 49, 1, 4, "Garmin Forerunner 220"),
    "garmin/corriporai_malformed.tcx":
        (Sport.RUN, 384, 383, 1, 3, "Forerunner 410 Software Version 2.20"),
    "garmin/firefly-cpp_dead_end.tcx": (Sport.RIDE, 48, 48, 1, 1, "Garmin Edge 500"),
    # Its fifth point opens as a distance and closes as a time.
    "huawei/aricooperdavis_Invalid_TCX.tcx": (Sport.RUN, 5, 4, 1, 0, None),
    "misc/alenrajsp_sup_activity_1.tcx": (Sport.UNKNOWN, 111, 111, 1, 2, "vívoactive HR"),
    "misc/corriporai_2020-12-04T19_09_21-300_Running.tcx": (Sport.RUN, 1353, 1281, 1, 10, None),
    "misc/corriporai_2020-12-08T06_36_12-300_Running.tcx": (Sport.RUN, 898, 808, 1, 7, None),
    "misc/corriporai_2020-12-13T07_25_55-300_Running.tcx": (Sport.RUN, 1355, 1291, 1, 10, None),
    # The runner stood 75 s at the end of the first kilometre.
    "misc/corriporai_2020-12-16T05_44_18-300_Running.tcx": (Sport.RUN, 805, 795, 2, 7, None),
    "misc/corriporai_2020-12-26T06_03_49-300_Running.tcx": (Sport.RUN, 808, 806, 1, 7, None),
    # Two tracks in one lap.
    "misc/dblock_20090528-202902.tcx": (Sport.RUN, 494, 492, 2, 1, None),
    "misc/dblock_pool_swim-activity_1.tcx": (Sport.UNKNOWN, 32, 0, 1, 1, "vívoactive HR"),
    "misc/dblock_sup_activity_3.tcx": (Sport.UNKNOWN, 145, 145, 1, 2, "vívoactive HR"),
    "misc/firefly-cpp_pool_swim-activity_1.tcx": (Sport.UNKNOWN, 32, 0, 1, 1, "vívoactive HR"),
    "misc/jimmykane_20181021_run_3106033902.tcx": (Sport.RUN, 422, 421, 1, 3, "vívoactive 3"),
    "polar/pcolby_training-sessions-1912463368.utc.tcx": (Sport.RIDE, 181, 0, 1, 4, None),
    "suunto/jimmykane_unknown_example.tcx":
        (Sport.RUN, 752, 752, 1, 32, "Suunto Spartan Ultra"),
    "tomtom/corriporai_run.tcx": (Sport.RUN, 1424, 1424, 1, 1, "TomTom GPS Sport Watch"),
}  # fmt: skip
#: Its author and nothing else.
EMPTY = "polar/pcolby_training-sessions-1.utc.tcx"
BROKEN = "huawei/aricooperdavis_Invalid_TCX.tcx"


def name_of(path: Path) -> str:
    return str(path.relative_to(CORPUS))


def held(run: Activity) -> Held:
    segments = len(np.unique(run.track.segment))
    points, positions = len(run.track), int(run.track.positioned.sum())
    return (run.stated.sport, points, positions, segments, len(run.stated.laps), run.stated.device)


@needs_corpus
@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_real_file_holds_what_the_table_says(path: Path) -> None:
    data = path.read_bytes()
    assert tcx.sniff(data)
    if name_of(path) == EMPTY:
        with pytest.raises(NoActivity):
            tcx.read(data)
        return

    (run,) = tcx.read(data)

    assert held(run) == TABLE[name_of(path)]
    assert (run.damage is not None) == (name_of(path) == BROKEN)
    assert run.zone_known


@needs_corpus
def test_the_table_says_something_of_every_file() -> None:
    assert {name_of(path) for path in FILES} == {*TABLE, EMPTY}


@needs_corpus
def test_real_files_state_what_the_collection_says_they_do() -> None:
    """Distance, timer time and points, by whoever made the collection; not of the broken file."""
    with (CORPUS / "index.csv").open(newline="") as index:
        rows = {row["file"]: row for row in csv.DictReader(index) if row["file"] in TABLE}
    for path in FILES:
        if name_of(path) in TABLE.keys() - {BROKEN}:
            (run,) = tcx.read(path.read_bytes())
            row = rows[name_of(path)]
            assert run.stated.distance_m == pytest.approx(float(row["ref_distance_m"]), abs=0.05)
            assert run.stated.timer_s == pytest.approx(float(row["ref_timer_s"]), abs=0.05)
            assert len(run.track) == int(row["points"])
            assert run.track.positioned.sum() == int(row["gps_points"])


@needs_corpus
def test_a_broken_real_file_states_no_sum() -> None:
    (run,) = tcx.read((CORPUS / BROKEN).read_bytes())

    assert (run.stated.distance_m, run.stated.timer_s) == (None, None)
    assert run.damage is not None
    assert run.damage.line == 61
