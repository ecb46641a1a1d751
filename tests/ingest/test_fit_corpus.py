"""Real FIT files of many devices, where a collection of them stands beside the project."""

import csv
import io
import zipfile
from collections.abc import Iterator
from math import nan
from pathlib import Path
from typing import Any

import fitdecode
import numpy as np
import pytest

from race.activity import Activity, Sport
from race.errors import NotActivity, UnreadableFile
from race.ingest.formats import fit
from race.track import FloatArray

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"

#: What becomes of a file that is not one sound activity, by the end of its name: how many
#: activities, points, and the damage of the last; or why it is refused.
OUTCOMES: dict[str, tuple[int, int, str | None] | str] = {
    "WeightScaleSingleUser.fit": "a list of weights",
    "WorkoutCustomTargetValues.fit": "a workout plan",
    "WorkoutIndividualSteps.fit": "a workout plan",
    "WorkoutRepeatGreaterThanStep.fit": "a workout plan",
    "SamR1_example.fit": "a course",
    "25822184777.fit": "daily monitoring",
    "37140810636.fit": "daily monitoring",
    "38014592427.fit": "daily monitoring",
    "24696160481.fit": "daily monitoring",
    "25519562859.fit": "daily monitoring",
    "25532154264.fit": "daily monitoring",
    "25539076032.fit": "daily monitoring",
    "MonitoringFile.fit": "daily monitoring",
    # The ways between the sports are left out.
    "6471559601_ACTIVITY.fit": (2, 48, None),
    "multi-actIds.fit": (3, 953, None),
    "activity_multisport.fit": (2, 78, None),
    "activity-filecrc.fit": (1, 14, "its checksum does not match its content"),
    "activity-settings-corruptheader.fit": (1, 14, "something stands after the end"),
    "polyvertex_activity-unexpected-eof.fit": (1, 14, "the file ends too early"),
    "8CS90646.FIT": (1, 1_109, "a message comes without its definition"),
    "bad-endian.fit": (1, 804, "the file ends too early"),
    "2018-04-15-09-18-20.fit": (1, 10_856, "the file ends too early"),
}
#: Files in which fitdecode gives up; what it read until then is compared.
GIVES_UP = ("8CS90646.FIT", "bad-endian.fit", "corruptheader.fit", "2018-04-15-09-18-20.fit",
            "event_timestamp.fit", "unexpected-eof.fit")  # fmt: skip


#: Whose cadence is doubled, for two steps are one turn.
ON_FOOT = (Sport.RUN, Sport.WALK, Sport.HIKE, Sport.UNKNOWN)


def contents() -> dict[str, bytes]:
    """Every FIT file by its path, those in archives under the path of the archive."""
    found = {}
    for path in sorted(CORPUS.glob("**/*")):
        name = str(path.relative_to(CORPUS))
        if path.suffix.lower() == ".fit":
            found[name] = path.read_bytes()
        elif path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                inside = [n for n in archive.namelist() if n.lower().endswith(".fit")]
                for member in inside:
                    if not member.startswith("__MACOSX"):
                        found[name] = archive.read(member)
    return found


FILES = contents()
needs_corpus = pytest.mark.skipif(not FILES, reason=f"no FIT files in {CORPUS}")
each_file = pytest.mark.parametrize("name", FILES)


def activities(name: str) -> list[Activity]:
    try:
        return fit.read(FILES[name])
    except UnreadableFile:
        return []


@needs_corpus
@each_file
def test_a_real_file_becomes_what_its_kind_says(name: str) -> None:
    expected = next((said for end, said in OUTCOMES.items() if name.endswith(end)), None)
    assert fit.sniff(FILES[name][:65_536])
    if isinstance(expected, str):
        with pytest.raises(NotActivity) as refused:
            fit.read(FILES[name])
        assert refused.value.facts["kind"] == expected
        return
    found = fit.read(FILES[name])
    damage = found[-1].damage
    outcome = (
        len(found),
        sum(len(activity.track) for activity in found),
        damage.reason if damage else None,
    )
    assert outcome == (expected or (1, outcome[1], None))


def messages(data: bytes) -> Iterator[Any]:
    """The records as fitdecode reads them, up to where it gives up."""
    if data[4:8] == b"\0" * 4:  # the device never wrote the size
        data = data[:4] + (len(data) - 16).to_bytes(4, "little") + data[8:]
    reader = fitdecode.FitReader(
        io.BytesIO(data),
        check_crc=fitdecode.CrcCheck.DISABLED,
        error_handling=fitdecode.ErrorHandling.IGNORE,
    )
    try:
        for frame in reader:
            if isinstance(frame, fitdecode.FitDataMessage) and frame.name == "record":
                yield frame
    except (fitdecode.FitError, AssertionError, ValueError):
        pass


def column(records: list[Any], *names: str) -> FloatArray:
    """The first of these fields that a record has, NaN without any."""
    values = np.full(len(records), nan)
    for row, record in enumerate(records):
        found = (record.get_value(name, fallback=None) for name in names)
        value = next((value for value in found if value is not None), nan)
        values[row] = value.timestamp() if hasattr(value, "timestamp") else value
    return values


@needs_corpus
@each_file
def test_every_value_of_a_real_file_is_that_of_fitdecode(name: str) -> None:
    found = activities(name)
    records = list(messages(FILES[name])) if found else []
    time = column(records, "timestamp")
    time[time < 0x1000_0000] = nan
    shown = np.ones(len(records), dtype=np.bool_)
    if len(found) > 1:  # without the ways between the sports
        shown = np.isin(time, np.concatenate([activity.track.time for activity in found]))
    records = [record for record, keep in zip(records, shown, strict=True) if keep]
    count = len(records)
    total = sum(len(activity.track) for activity in found)
    assert count == total or name.endswith(GIVES_UP)

    def ours(channel: str) -> FloatArray:
        parts = [
            getattr(activity.track, channel, activity.track.sensors.get(channel))
            for activity in found
        ]
        filled = [
            np.full(len(activity.track), nan) if part is None else part
            for part, activity in zip(parts, found, strict=True)
        ]
        return np.concatenate([[], *filled])[:count]

    lat, lon = (column(records, f"position_{axis}") * 180 / 2**31 for axis in ("lat", "long"))
    nowhere = (lat == 0) & (lon == 0)
    heart = column(records, "heart_rate")
    np.testing.assert_array_equal(ours("time"), time[shown])
    np.testing.assert_allclose(ours("lat"), np.where(nowhere, nan, lat), rtol=0, atol=1e-12)
    np.testing.assert_allclose(ours("lon"), np.where(nowhere, nan, lon), rtol=0, atol=1e-12)
    np.testing.assert_array_equal(ours("heart_rate"), np.where(heart == 0, nan, heart))
    np.testing.assert_allclose(ours("ele"), column(records, "enhanced_altitude", "altitude"))
    np.testing.assert_allclose(ours("speed"), column(records, "enhanced_speed", "speed"))
    np.testing.assert_allclose(ours("distance"), column(records, "distance"))
    np.testing.assert_array_equal(ours("power"), column(records, "power"))
    np.testing.assert_array_equal(ours("temperature"), column(records, "temperature"))
    if len(found) == 1:
        turns = column(records, "cadence") + np.nan_to_num(column(records, "fractional_cadence"))
        on_foot = found[0].stated.sport in ON_FOOT
        np.testing.assert_allclose(ours("cadence"), turns * (2 if on_foot else 1))


@needs_corpus
def test_what_real_files_state_is_what_the_index_of_the_collection_says() -> None:
    with (CORPUS / "index.csv").open(newline="") as index:
        rows = {row["file"]: row for row in csv.DictReader(index) if row["file"] in FILES}
    off, checked = {}, 0
    for name, row in rows.items():
        found = activities(name)
        # A file of several sports has several sums, and a mile is not the whole of a cut run.
        if len(found) != 1 or name.endswith(("8CS90646.FIT", "2018-04-15-09-18-20.fit")):
            continue
        stated = found[0].stated
        for key, value in [
            ("ref_distance_m", stated.distance_m),
            ("ref_elapsed_s", stated.elapsed_s),
            ("ref_timer_s", stated.timer_s),
        ]:
            if row[key] and float(row[key]) > 0:
                checked += 1
                if value != pytest.approx(float(row[key]), abs=0.06):
                    off[name, key] = (value, row[key])

    assert off == {}
    assert checked > 180
