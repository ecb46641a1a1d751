"""What becomes of every file of a collection of real ones, where it stands beside the project.

The table is written by hand from what the index of the collection says of each file, and from what
is known of the app; nothing in it was copied from a result. Where it differs from the index, or the
index says too little, the reason stands beside it.
"""

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from race.ingest.examine import Circumstances, judged
from race.ingest.reading import Source, Wanted
from race.presets import DEFAULT, PRESETS
from race.processes import Here
from race.services import unpacking
from race.services.unpacking import AT_ONCE, Found
from race.verdict import Severity

CORPUS: Final = Path(__file__).resolve().parents[3] / "shared" / "corpus"
INDEX: Final = CORPUS / "index.csv"
needs_corpus = pytest.mark.skipif(not INDEX.exists(), reason=f"no index of real files in {CORPUS}")


@dataclass(frozen=True, kw_only=True)
class Kind:
    """Files that have something in common, and what is to become of them."""

    #: Why, or what they are.
    why: str
    #: Found in "path | format | sport | remarks" of the index, in any case.
    of: str
    #: How many runs are in each, if it can be read …
    runs: int = 1
    #: … and what every one of them is rejected for: "" if none is to be rejected, None if that is
    #: for a referee or different from run to run.
    rejected: str | None = ""
    #: Why it cannot be read.
    error: str | None = None


def refused(of: str, error: str, why: str) -> Kind:
    return Kind(of=of, error=error, why=why)


def rejected(of: str, code: str, why: str, *, runs: int = 1) -> Kind:
    return Kind(of=of, rejected=code, runs=runs, why=why)


def undecided(of: str, why: str, *, runs: int = 1) -> Kind:
    return Kind(of=of, rejected=None, runs=runs, why=why)


def sound(of: str, why: str) -> Kind:
    return Kind(of=of, why=why)


#: The first that a file is of counts. Lengths, times and sports are those of the index, or of the
#: first and last time in the file.
KINDS: Final[Sequence[Kind]] = (
    # What cannot be read.
    refused(r"fit-type:(monitoring|weight|workout|course)", "NOT_ACTIVITY", "FIT, but no activity"),
    refused(r"apple-health/.* hdr:Date/Time,", "UNKNOWN_FORMAT", "a table of one measure"),
    refused(r"hdr:XDATA: WEATHER", "UNKNOWN_FORMAT", "the weather of a ride"),
    refused(r"token\.json|ImagesMetaData2|SportSessionAlbums", "UNKNOWN_FORMAT", "no recording"),
    refused(r"adddate\.nmea", "NO_DATE", "GGA alone: a time of day and no date"),
    refused(r"no_gpx\.zip", "NO_ACTIVITY", "an archive with one file of no bytes"),
    refused(
        r"unicode\.gpx|unicode_with_bom|gpx1\.1_with_extensions|dougfales_waypoints"
        r"|custom_schema_locations|gpx_with_garmin_extension|training-sessions-1\.utc\.tcx",
        "NO_ACTIVITY",
        "way points, or nothing at all: neither track nor route",
    ),
    # Several runs in one file.
    undecided(r"2013_MAY\.json", "85 ways of a phone, 20 of them with a raw path", runs=20),
    undecided(r"cerknicko-jezero", "8 tracks: one empty, one goes on after 33 s", runs=6),
    undecided(r"dougfales_tracks", "3 tracks over two years", runs=3),
    undecided(r"thomthom_ashland", "11 tracks: LAP 1 to 3 are one, most have no times", runs=9),
    rejected(r"dougfales_routes", "NO_TIME", "two plans", runs=2),
    undecided(r"multi-actIds", "5 sessions, two of them ways between sports", runs=3),
    rejected(r"activity_multisport", "NO_POINTS", "2 sessions on machines", runs=2),
    rejected(r"6471559601", "NO_POINTS", "3 sessions, one the way between the others", runs=2),
    rejected(r"miltisport-laps", "NO_POINTS", "3 sports in a hall", runs=3),
    rejected(r"jimmykane_multisport\.json", "NO_POINTS", "2 sports in a hall", runs=2),
    # No times. The columns of two tables are called otherwise than the index knew.
    rejected(r"\.(gpx|km[lz]) \| .* no-time", "NO_TIME", "a plan, or the times were taken out"),
    rejected(r"gpx10\.gpx|with-node-with|_with_all_fields", "NO_TIME", "one point, without time"),
    rejected(r"tkrajina_route\.gpx", "NO_TIME", "a plan"),
    # Another sport, which the file says.
    rejected(
        r"(?<!moxy)\.(fit|fit\.zip) \| .* \| (indoor-)?(ride|swim|other) \|",
        "WRONG_SPORT",
        "FIT always has its sport; the moxy is a sensor, and a ride by its folder only",
    ),
    rejected(
        r"\.(tcx|gpx) \| .* \| (ride|resort_skiing|strength_training) \|",
        "WRONG_SPORT",
        "the attribute Sport, or the type of the track",
    ),
    rejected(r"505056427\.fit", "WRONG_SPORT", "strength training, as its GPX file says"),
    rejected(r"2018-04-15-09-18-20\.fit", "WRONG_SPORT", "a ride; the index stops at its header"),
    # Nothing that was recorded, or nothing that shows a way.
    rejected(r"Workouts-2026\d+|SportSession\.json", "NO_POINTS", "the index of tracks elsewhere"),
    rejected(r"0571_export\.xml", "NO_POINTS", "an account without its routes"),
    rejected(
        r"1-empty-segs; no-trackpoints|465951470", "NO_POINTS", "a treadmill, or no track kept"
    ),
    rejected(r"garmin-trackpoint", "NO_POINTS", "a track without even a segment"),
    rejected(r"antfs-dump|compressed-speed", "NO_POINTS", "no place, and a clock without a day"),
    rejected(r"moxy|TestEncode", "NO_POINTS", "neither place nor distance, and no session"),
    rejected(r"strava_3183465494", "NO_POINTS", "streams with neither place nor day"),
    rejected(r"\| treadmill \|", "INDOOR", "a distance that only the watch has seen"),
    rejected(r"\.tcx \| .* \| swim \|", "TOO_SLOW", "Sport says Other; 17:01 /km by its laps"),
    # Less than a kilometre.
    rejected(r"test_1\.gpx|SamR1_(test\.gpx|example\.kmz)", "TOO_SHORT", "320 m, once or thrice"),
    rejected(r"dynastream/", "TOO_SHORT", "6 m, whole and with all sorts of damage"),
    rejected(r"gadgetbridge/", "TOO_SHORT", "49 to 329 m"),
    rejected(r"sf_30km_h|420592876|HrmPlugin|fenix-5-walk", "TOO_SHORT", "780, 107, 60 and 68 m"),
    rejected(r"segmented_tracks", "TOO_SHORT", "23 points in a city"),
    rejected(r"aaron-schroeder_testdata", "TOO_SHORT", "159 m, or 188 with its noise"),
    rejected(r"with-empty-segment|track_with_speed", "TOO_SHORT", "86 and 19 m"),
    rejected(r"26004849|less-sec-time|FR55-", "TOO_SHORT", "978 m, 2 m, 733 m"),
    rejected(r"addmultipledays|nmeadatetime", "TOO_SHORT", "28 and 16 sentences of one place"),
    rejected(r"Invalid_TCX", "TOO_SHORT", "breaks off at its line 61, where the index went on"),
    rejected(r"Mojstrovka", "TOO_SHORT", "181 of 184 points have one time"),
    # A pace that nobody runs, or walks.
    rejected(r"endomondo", "TOO_SLOW", "a hike at 23:02 /km"),
    rejected(r"arches|one_track", "TOO_SLOW", "3.1 km in four hours"),
    rejected(r"236988445|237250055", "TOO_SLOW", "22:40 and 23:19 /km"),
    rejected(r"foxboro", "TOO_SLOW", "15:02 /km"),
    rejected(r"alenrajsp_sup", "TOO_SLOW", "standing on a board at 16:01 /km; Sport says Other"),
    rejected(r"423082456", "TOO_FAST", "3:58 /km: a ride that calls itself a run"),
    rejected(r"423082455", "KM_TOO_FAST", "another such ride, of the same day"),
    rejected(r"forerunner-10|garmin_xt|first_and_last_elev", "TOO_FAST", "2:46, 2:17, 0:36 /km"),
    rejected(r"motoActv|backfilldate2", "TOO_FAST", "a ride and a drive that name no sport"),
    rejected(r"broken4", "KM_TOO_FAST", "a ride of 34 km that names no sport"),
    # For a referee, or for rules that look at more than the index does.
    undecided(r"mixed_times", "584 of 588 points have no time"),
    undecided(r"testcourse", "a route that was given times"),
    undecided(r"martincostello_[12]", "two points, 1.3 km and 20 minutes apart"),
    undecided(r"556160e9", "22 km, of which a jump over the sea is most"),
    # What a runner means to send.
    sound(r"nike-run-club/.*\.json", "a run of which a referee sees the two distances"),
    sound(r"\.json .*json-keys:data", "Health Auto Export: a route and a heart"),
    sound(r"-Route-20260705.*\.csv|strava_run_1_test\.csv", "the points of a run as a table"),
    sound(r"HiTrack_3|\.sml ", "formats that the index does not look into"),
    sound(r"\.zip \| .* \| run \|", "one run in an archive, once with what a Mac adds"),
    sound(r"8CS90646", "cut off after 1109 points; the index has the length of one lap"),
    sound(r"\.(gpx|tcx|fit|json) \| .* \| (run|walk|hike|unknown) \|", "a run, walk or hike"),
)


#: Whose length in the index is another than that of what can be read.
LONGER: Final = {
    "gpsbabel/tkrajina_Mojstrovka.gpx",  # 2.7 km, in no time
    "huawei/aricooperdavis_Invalid_TCX.tcx",  # 1.7 km, most of them behind the damage
}
#: What the index has not counted: the points of routes, and of a file whose header it refused.
UNSEEN: Final = re.compile(r"-rtept; no-trackpoints|not a FIT file @ 16$")
#: (points, those with a place) where they are others than in the index, which does not look into
#: archives, JSON, KML, NMEA and most tables, and why.
OTHER_POINTS: Final = {
    "garmin/andrewcooke_multi-actIds.fit": (953, 953),  # 49 on the ways between sports
    "garmin/GoldenCheetah_6471559601_ACTIVITY.fit": (48, 0),  # 12 on the way between
    "garmin/SamR1_example.fit": (0, 0),  # a course
    "garmin-handheld/FABallemand_square_1.gpx": (4, 3),  # one at 0° N 0° E
    "garmin-handheld/FABallemand_square_2.gpx": (20, 19),  # the same
    "misc/GoldenCheetah_Fr955v19.28andStryd-saved.fit": (3118, 3114),  # as its original has it
    "huawei/aricooperdavis_Invalid_TCX.tcx": (5, 4),  # before the damage at line 61
}


@cache
def rows() -> list[dict[str, str]]:
    """The index of the collection."""
    with INDEX.open(newline="") as file:
        return list(csv.DictReader(file))


def kind_of(row: dict[str, str]) -> Kind | None:
    """The first kind that a file is of."""
    about = " | ".join(row[column] for column in ("file", "format", "sport", "remarks"))
    return next((kind for kind in KINDS if re.search(kind.of, about, re.IGNORECASE)), None)


@cache
def came(file: str) -> Found:
    """What comes of a file on the way that `check` takes."""
    path = CORPUS / file
    found = unpacking.at_once(Here(), Source(path=path, name=path.name, limits=AT_ONCE), Wanted())
    assert found is not None
    return found


def reasons(found: Found) -> list[set[str]]:
    """For what each run is rejected."""
    circumstances = Circumstances(rules=PRESETS[DEFAULT].rules, received_at=datetime.now(UTC))
    verdicts = [judged(run, circumstances).verdict for run in found.runs]
    return [
        {flag.code for flag in each.flags if flag.severity is Severity.REJECT} for each in verdicts
    ]


def differs(kind: Kind, found: Found) -> str:
    """How a file is not as it should be; "" when it is."""
    if found.error is not None or kind.error is not None:
        code = found.error.code if found.error else "it was read"
        return "" if code == kind.error else code
    if len(found.runs) != kind.runs:
        return f"{len(found.runs)} runs"
    told = reasons(found)
    if kind.rejected is None or all(kind.rejected in (each or {""}) for each in told):
        return ""
    return f"rejected for {told}"


@needs_corpus
def test_every_real_file_becomes_what_the_table_says(capsys: pytest.CaptureFixture[str]) -> None:
    wrong, totals = {}, Counter[str]()
    for row in rows():
        kind, found = kind_of(row), came(row["file"])
        wrong[row["file"]] = "of no kind" if kind is None else differs(kind, found)
        totals[_total(found)] += 1
    with capsys.disabled():
        print("\n" + ", ".join(f"{n} {what}" for what, n in totals.most_common()))  # noqa: T201 -- what becomes of real files is the point

    assert {file: how for file, how in wrong.items() if how} == {}


def _total(found: Found) -> str:
    if found.error is not None:
        return found.error.code
    return "with a run that may count" if not all(reasons(found)) else "rejected"


@needs_corpus
def test_no_line_of_the_table_is_without_a_file() -> None:
    used = {id(kind_of(row)) for row in rows()}

    assert [kind.of for kind in KINDS if id(kind) not in used] == []


@needs_corpus
def test_what_the_table_calls_too_short_is_so_by_the_index() -> None:
    for row in rows():
        kind = kind_of(row)
        if kind is not None and kind.rejected == "TOO_SHORT" and row["gps_points"] != "0":
            length = float(row["ref_distance_m"] or row["segment_sum_m"] or row["geodesic_sum_m"])
            assert length < 1000 or row["file"] in LONGER, row["file"]


@needs_corpus
def test_points_are_as_many_as_the_index_counts() -> None:
    wrong = {}
    for row in rows():
        if row["format"] in {"gpx", "tcx", "fit", "zip/fit"} and not UNSEEN.search(row["remarks"]):
            tracks = [run.activity.track for run in came(row["file"]).runs]
            counted = (sum(map(len, tracks)), sum(int(t.positioned.sum()) for t in tracks))
            stated = OTHER_POINTS.get(row["file"], (int(row["points"]), int(row["gps_points"])))
            if counted != stated:
                wrong[row["file"]] = (counted, stated)

    assert wrong == {}
