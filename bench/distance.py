"""How far our distance is from what devices state, over files of one's own: the numbers of
decision 0005 measured again.

``python -m bench.distance FILE…`` reads the files, leaves out what is no run on foot or states no
distance, and prints for each way of measuring: error = measured ÷ stated − 1, in percent.

``python -m bench.distance --index INDEX.csv`` takes the runs of a list instead: the files in its
column ``file`` (beside the list) with ``sport`` run, positions (``gps_points``) and a stated
``ref_distance_m`` of 1 km or more. It prints how many lie within 1 % and 5 %, and what there is to
know of each that does not. A zip is read as the file in it.
"""

import argparse
import csv
import io
import sys
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from race.activity import Activity, Sport
from race.errors import UnknownFormat, UnreadableFile
from race.ingest import formats
from race.ingest.clean import clean
from race.ingest.examine import Measured, measured
from race.metrics import raw_distance
from race.track import FloatArray

_ON_FOOT = (Sport.RUN, Sport.UNKNOWN)
#: m. Less is a test file of somebody's.
_SHORTEST_M = 1000.0


@dataclass(frozen=True, kw_only=True)
class Compared:
    """A file of a list, measured; several recordings in it are added up."""

    #: As the list names it.
    file: str
    #: Metres that the list says the device states.
    stated_m: float
    runs: tuple[Measured, ...]

    @property
    def ours_m(self) -> float:
        """Metres that we measure."""
        return sum(run.metrics.distance_m for run in self.runs)

    @property
    def error(self) -> float:
        """Ours by the stated distance, less 1."""
        return self.ours_m / self.stated_m - 1

    @property
    def counted_m(self) -> float:
        """Metres that the device wrote beside its samples; NaN when it wrote none."""
        streams = [run.activity.track.sensor("distance") for run in self.runs]
        told = [float(np.nanmax(stream)) for stream in streams if np.isfinite(stream).any()]
        return sum(told) if told else float("nan")

    @property
    def damaged(self) -> bool:
        """The file breaks off, so that what it states is more than what can be read."""
        return any(run.activity.damage is not None for run in self.runs)


def listed(index: Path) -> Iterator[Compared]:
    """The runs of a list that can be read."""
    with index.open(newline="", encoding="utf-8") as text:
        rows = [row for row in csv.DictReader(text) if row["sport"] == "run"]
    for row in rows:
        stated_m = float(row["ref_distance_m"] or 0)
        if stated_m >= _SHORTEST_M and int(row["gps_points"] or 0) > 0:
            try:
                found = _read(index.parent / row["file"])
            except UnknownFormat:
                continue
            runs = tuple(measured(activity, None) for activity in found)
            yield Compared(file=row["file"], stated_m=stated_m, runs=runs)


def within(compared: Sequence[Compared], share: float) -> float:
    """The share of files whose error is at most `share`."""
    return sum(abs(each.error) <= share for each in compared) / len(compared)


def described(each: Compared) -> str:
    """What there is to know of a file that is measured otherwise than stated, in one line."""
    notes = [run.notes for run in each.runs]
    lost = sum(n.unpositioned for n in notes) / max(1, sum(n.points for n in notes))
    return (
        f"{each.error:+7.1%}  {each.file}: stated {each.stated_m:.0f} m, ours {each.ours_m:.0f} m, "
        f"every point {sum(run.metrics.raw_distance_m for run in each.runs):.0f} m, counted "
        f"{each.counted_m:.0f} m; {each.runs[0].metrics.interval_s:g} s between points, {lost:.1%} "
        f"without position, {sum(n.spikes for n in notes)} spikes, "
        f"{sum(n.cuts for n in notes)} cuts, "
        f"{max(n.longest_silence_s for n in notes):.0f} s of silence"
    )


def _read(path: Path) -> list[Activity]:
    data = path.read_bytes()
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            data = archive.read(archive.namelist()[0])
    return formats.read(data, path.name)


def runs(paths: Iterable[Path]) -> Iterator[Activity]:
    """The runs with positions, times and a stated distance in readable files."""
    for path in paths:
        try:
            found = _read(path)
        except UnreadableFile:
            continue
        for activity in found:
            usable = (activity.track.timed & activity.track.positioned).sum() > 1
            if usable and activity.stated.distance_m and activity.stated.sport in _ON_FOOT:
                yield activity


def errors(activities: Sequence[Activity]) -> Mapping[str, FloatArray]:
    """Errors in percent by way of measuring, each of shape (n,)."""
    stated = np.asarray([activity.stated.distance_m for activity in activities], dtype=np.float64)
    ways = {
        "all points, each segment": [raw_distance(a.track) for a in activities],
        "cleaned, every point": [raw_distance(clean(a.track)[0]) for a in activities],
        "ours": [measured(a, None).metrics.distance_m for a in activities],
    }
    return {name: (np.asarray(metres) / stated - 1) * 100 for name, metres in ways.items()}


def _tell_ways(found: Sequence[Activity]) -> int:
    print(f"{len(found)} runs with a stated distance\n")
    if not found:
        return 1
    print(f"{'error in %':26}{'median':>8}{'p5':>8}{'p95':>8}{'mean':>8}{'>1 %':>7}{'>5 %':>7}")
    for name, percent in errors(found).items():
        p5, p50, p95 = np.percentile(percent, [5, 50, 95])
        size = np.abs(percent)
        over = [f"{(size > limit).mean() * 100:.0f}" for limit in (1, 5)]
        print(
            f"{name:26}{p50:+8.2f}{p5:+8.2f}{p95:+8.2f}{size.mean():8.2f}{over[0]:>7}{over[1]:>7}"
        )
    return 0


def _tell_list(index: Path) -> int:
    found = list(listed(index))
    whole = [each for each in found if not each.damaged]
    print(f"{len(whole)} runs of the list, {len(found) - len(whole)} broken files left out\n")
    if not whole:
        return 1
    for share in (0.01, 0.05):
        print(f"within {share:.0%}: {within(whole, share):.1%}")
    for each in sorted(whole, key=lambda each: -abs(each.error)):
        if abs(each.error) > 0.01:
            print(described(each))
    return 0


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; exit code 1 when there is nothing to measure."""
    options = argparse.ArgumentParser(prog="python -m bench.distance")
    options.add_argument("files", nargs="*", type=Path, metavar="FILE")
    options.add_argument("--index", type=Path, metavar="INDEX.csv", help="the runs of a list")
    chosen = options.parse_args(argv)
    if chosen.index is not None:
        return _tell_list(chosen.index)
    return _tell_ways(list(runs(chosen.files)))


if __name__ == "__main__":
    sys.exit(main())
