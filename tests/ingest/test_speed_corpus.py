"""No honest run of a collection of real files is taken for anything else by its speed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from race.activity import Sport
from race.ingest.examine import Circumstances, Measured, judged
from race.presets import PRESETS
from race.verdict import Severity
from tests.ingest.test_corpus_outcomes import came, needs_corpus, rows

#: Files that the index calls runs, or says nothing of, and that are none: what they are stands in
#: the table of `test_corpus_outcomes`, or in the file itself.
NOT_RUN: Final = {
    "car/mapillary_sf_30km_h.gpx",  # a car at 30 km/h
    "codoon/arthurfsy2_423082455.gpx",  # rides that call themselves runs
    "codoon/arthurfsy2_423082456.gpx",
    "google-takeout/GPSBabel_2013_MAY.json",  # the ways of a phone, by car too
    "gpsbabel/GPSBabel_backfilldate2.nmea",  # a drive
    "gpsbabel/GPSBabel_garmin-forerunner-10-output.gpx",  # 2:46 /km over 10 km
    "gpsbabel/GPSBabel_garmin_xt_atrk.gpx",  # a motorcyclist's device
    "gpsbabel/tkrajina_cerknicko-jezero-with-elevations-zero.gpx",  # by car to a walk
    "gpsbabel/tkrajina_cerknicko-jezero-without-elevations.gpx",
    "gpx-parser-tests/tkrajina_cerknicko-jezero-no-creator.gpx",
    "gpx-parser-tests/dougfales_tracks.gpx",  # drives
    "gpxpy-rewritten/tkrajina_first_and_last_elevation.gpx",  # hours of a flight
    "misc/GoldenCheetah_motoActv_powertap.csv",  # a power meter of a bicycle
    "misc/firefly-cpp_broken4.gpx",  # a ride
    "topografix/thomthom_ashland.gpx",  # a ride
}
CODES: Final = {"BURST", "TOO_FAST_WR", "VEHICLE_PART", "BIKE_LIKE"}
ON_FOOT: Final = {Sport.RUN, Sport.WALK, Sport.HIKE, Sport.UNKNOWN}


def _runs() -> Iterator[tuple[str, str, Measured]]:
    """(file, sport of the index, run) of everything in the collection that has a track."""
    for row in rows():
        for each in came(row["file"]).runs:
            if each.track.positioned.sum() > 10 and each.metrics.elapsed_s >= 300:
                yield row["file"], row["sport"], each


def _weighed(run: Measured) -> Severity:
    """What the checks of speed say of a run in an event with all their rules."""
    rules = replace(PRESETS["free"].rules, burst_review_s=170.0)
    seen = judged(run, Circumstances(rules=rules, received_at=datetime.now(UTC)))
    return max((f.severity for f in seen.findings if f.code in CODES), default=Severity.PASS)


@needs_corpus
def test_no_honest_run_is_looked_at_for_its_speed() -> None:
    looked: dict[str, Severity] = {}
    honest = 0
    for file, sport, run in _runs():
        on_foot = run.activity.stated.sport in ON_FOOT and sport not in {"ride", "motor"}
        if on_foot and file not in NOT_RUN:
            honest += 1
            weighs = _weighed(run)
            if weighs > Severity.PASS:
                looked[file] = weighs
    assert looked == {}
    assert honest > 90


@needs_corpus
def test_four_of_five_rides_are_found_without_their_sport() -> None:
    rides = [run for _, sport, run in _runs() if sport == "ride"]
    found = [run for run in rides if _weighed(run) > Severity.PASS]
    assert len(rides) >= 14
    assert len(found) >= 0.8 * len(rides)


@needs_corpus
def test_no_real_runner_rolls_or_follows_hills_as_on_wheels() -> None:
    for file, sport, run in _runs():
        if sport == "run" and file not in NOT_RUN:
            motion = run.signals.motion
            assert not motion.coasting_share > 0.02, file
            assert not motion.hill_response > 4.0, file
            assert motion.wheels == (), file
