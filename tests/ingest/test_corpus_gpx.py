"""Real GPX files of many apps, where a collection of them stands beside the project."""

import csv
from pathlib import Path

import numpy as np
import pytest

from race.activity import Activity
from race.errors import UnreadableFile
from race.geo import hops
from race.ingest.formats import read
from race.track import Track

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
FILES = sorted(CORPUS.glob("**/*.gpx"))
needs_corpus = pytest.mark.skipif(not FILES, reason=f"no GPX files in {CORPUS}")


def activities(path: Path) -> list[Activity]:
    try:
        return read(path.read_bytes(), path.name)
    except UnreadableFile:
        return []


def length_m(track: Track) -> float:
    """Metres over the positions of each segment, segments not joined."""
    total = 0.0
    for number in np.unique(track.segment):
        stretch = track.take((track.segment == number) & track.positioned)
        total += float(hops(stretch.lat, stretch.lon).sum())
    return total


@needs_corpus
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_real_file_is_read_or_refused_and_nothing_else(path: Path) -> None:
    for activity in activities(path):
        assert activity.format == "gpx"
        assert not np.isinf(activity.track.time).any()


@needs_corpus
def test_lengths_of_real_files_agree_with_another_reader(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with (CORPUS / "index.csv").open(newline="") as index:
        rows = [
            row
            for row in csv.DictReader(index)
            if row["file"].endswith(".gpx")
            and row["segment_sum_m"]
            and int(row["gps_points"]) >= 100
        ]
    off = {}
    for row in rows:
        ours = sum(length_m(a.track) for a in activities(CORPUS / row["file"]))
        if ours != pytest.approx(float(row["segment_sum_m"]), rel=0.001):
            off[row["file"]] = (ours, row["segment_sum_m"])
    share = 1 - len(off) / len(rows)
    with capsys.disabled():
        print(f"\n{share:.1%} of {len(rows)} files have the reference length ± 0.1 %")  # noqa: T201 -- the measured share is the point

    assert share >= 0.95, off
