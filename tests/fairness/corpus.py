"""The honest runs, walks and hikes of a collection of real files, where it lies beside the project.

Which files are not honest, or no run, was decided by hand: by the index of the collection, by what
the files say of themselves, and by speeds that no legs reach. None is left out because a check
springs on it.
"""

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from race.activity import Sport
from race.ingest.examine import Measured
from race.ingest.reading import Source, Wanted
from race.processes import Here
from race.services import unpacking
from race.services.unpacking import AT_ONCE

#: Where the collection lies when nobody says otherwise.
BESIDE: Final = Path(__file__).resolve().parents[3] / "shared" / "corpus"
_FOOT: Final = {Sport.RUN, Sport.WALK, Sport.HIKE, Sport.UNKNOWN}
#: What the index may call a run on foot.
_FOOT_SAID: Final = {"run", "walk", "hike", "unknown", ""}
#: Fixes with a time, and seconds: less is no recording of a run.
_FIXES, _SECONDS = 10, 120.0

#: (found in "file | app | remarks" of the index, why it is no honest run on foot).
LEFT_OUT: Final = (
    (r"codoon/arthurfsy2_42308245[56]", "two rides of one evening, labelled Run: 20 to 30 km/h"),
    (r"forerunner-10-output", "a ride: 7.1 m/s in the median over 10 km, in a reader's test"),
    (r"garmin_xt_atrk", "a navigator for motorcycles, 38 km/h"),
    (r"backfilldate2", "a drive: 58 km/h, in a reader's test"),
    (r"broken4", "a mountain bike: 34 km, named after the sport"),
    (r"ashland", "a duathlon; its bicycle is part of it"),
    (r"foxboro", "trails by mountain bike: 28 km/h over half a minute"),
    (r"dougfales_one_segment\.gpx", "Rabbit Valley, by mountain bike: 20 km/h over half a minute"),
    (r"cerknicko-jezero", "halts round a lake and the drive between them, 50 km/h; thrice"),
    (r"dougfales_(arches|one_track|tracks)", "logs of days and years, drives and flights in them"),
    (r"2013_MAY", "a phone's history: ways by car and otherwise, 2 to 5 points each"),
    (r"testcourse", "a plan: a route that was given times"),
    (r"martincostello_[12]\.gpx", "two points"),
    (r"first_and_last_elevation", "ten points over 390 km, of a reader's test"),
    (r"dynastream/", "a maker's sample: 14 points in 13 s, with damage of all sorts"),
    (r"addmultipledays", "an hour from sentence to sentence, in one place, of a reader's test"),
    (r"gpx-parser-test", "four points that a programmer made"),
    (r"sup_activity", "standing on a board"),
    (r"SamR1_gpx_.*\.zip|Stryd\.fit\.zip", "the bytes of another file, in an archive"),
)

#: Files that hold one recording: of two that are of one line, the later is a copy of the earlier.
ONE_RECORDING: Final = (
    r"fankangsong.*(2026-07-03|2026-06-30)",  # once with its times moved by three days
    r"fankangsong.*(2026-07-05|20260705)",
    r"SamR1_",
    r"Fr955v19",
    r"3386684871",
    r"GoldenCheetah_FR55-",
    r"aaron-schroeder_testdata",
    r"FABallemand_strava_(short_)?run_1",  # the short one is its beginning
    r"corriporai_(missing_columns_nikerun|outofsync)",
)


class Real(NamedTuple):
    """One honest run of a real file."""

    name: str
    run: Measured


def left_out(row: dict[str, str]) -> str | None:
    """Why a file is no honest run on foot; None when it may be one."""
    about = " | ".join(row[column] for column in ("file", "app", "remarks"))
    why = next((why for of, why in LEFT_OUT if re.search(of, about)), None)
    if why is None and row["sport"] not in _FOOT_SAID:
        why = f"the index calls it {row['sport']}"
    return why


def honest_runs(folder: Path) -> Iterator[Real]:
    """Every honest run with places and times of 2 minutes and more, in the order of the index."""
    with (folder / "index.csv").open(newline="", encoding="utf-8") as text:
        rows = [row for row in csv.DictReader(text) if left_out(row) is None]
    for row in rows:
        path = folder / row["file"]
        found = unpacking.at_once(
            Here(), Source(path=path, name=path.name, limits=AT_ONCE), Wanted()
        )
        runs = [run for run in (found.runs if found else ()) if _on_foot(run)]
        for number, run in enumerate(runs, start=1):
            yield Real(f"{row['file']}#{number}" if len(runs) > 1 else row["file"], run)


def _on_foot(run: Measured) -> bool:
    track = run.activity.track
    times = track.time[track.positioned & track.timed]
    return (
        run.activity.stated.sport in _FOOT
        and len(times) >= _FIXES
        and float(np.ptp(times)) >= _SECONDS
    )


def one_recording(name: str, other: str) -> bool:
    """Whether two files of the collection hold one recording."""
    return any(re.search(of, name) and re.search(of, other) for of in ONE_RECORDING)
