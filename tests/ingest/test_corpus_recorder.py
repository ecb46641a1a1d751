"""What the checks of sensors and satellites say of real runs on foot, where a collection of them
stands beside the project: none is rejected, and each that a person looks at is named here."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from race.activity import Sport
from race.ingest.checks.evidence import WALKED
from race.ingest.examine import Circumstances, Measured, judged
from race.presets import PRESETS
from race.verdict import Severity
from tests.ingest.test_corpus_outcomes import came, needs_corpus, rows

MINE: Final = frozenset({"HEART_RATE", "CADENCE", "TELEPORTS", "POOR_GPS", "CLOCK"})
_ON_FOOT: Final = WALKED | {Sport.RUN, Sport.UNKNOWN}

#: By the end of the name, and why. The length of each is in the index.
REVIEWED: Final = {
    # Recordings of which nobody can tell how far they were.
    "martincostello_1.gpx": ({"POOR_GPS"}, "two points, 20 minutes apart"),
    "martincostello_2.gpx": ({"POOR_GPS"}, "the same"),
    "one_segment_mixed_times.gpx": ({"POOR_GPS", "CLOCK"}, "584 of 588 points have no time"),
    "2013_MAY.json": ({"POOR_GPS"}, "a phone that noted where it was every few minutes"),
    "keep/arthurfsy2_237250055.gpx": ({"POOR_GPS"}, "no fix over half of the way, once for 577 s"),
    "thomthom_ashland.gpx": ({"POOR_GPS"}, "a receiver of 2002: 20 points for each km"),
    "thomthom_foxboro.gpx": ({"POOR_GPS"}, "the same: 18, and no fix for a third of the way"),
    "first_and_last_elevation.gpx": ({"POOR_GPS", "CLOCK"}, "ten points over 390 km, by hand"),
    # Recordings of which the satellites made something else.
    "556160e9-d74c-440c-b0af-363efb753430.gpx": ({"TELEPORTS"}, "a jump over the sea"),
    "dougfales_tracks.gpx": ({"TELEPORTS", "POOR_GPS", "CLOCK"}, "the log of years"),
    "backfilldate2.nmea": ({"TELEPORTS"}, "a drive without a sport"),
}


def _on_foot() -> Iterator[tuple[str, Measured]]:
    for row in rows():
        for run in came(row["file"]).runs:
            stated = run.activity.stated
            if stated.sport in _ON_FOOT and run.indoor is None and run.metrics.distance_m >= 1000:
                yield row["file"], run


def _told(run: Measured, severity: Severity) -> set[str]:
    circumstances = Circumstances(rules=PRESETS["free"].rules, received_at=datetime.now(UTC))
    findings = judged(run, circumstances).findings
    return {flag.code for flag in findings if flag.severity is severity} & MINE


@needs_corpus
def test_no_real_run_on_foot_is_rejected_for_its_sensors_or_its_satellites() -> None:
    rejected = {file: _told(run, Severity.REJECT) for file, run in _on_foot()}
    assert {file: codes for file, codes in rejected.items() if codes} == {}


@needs_corpus
def test_the_real_runs_that_a_person_looks_at_are_known_by_name() -> None:
    seen: dict[str, set[str]] = {}
    for file, run in _on_foot():
        known = next((name for name in REVIEWED if file.endswith(name)), file)
        seen.setdefault(known, set()).update(_told(run, Severity.REVIEW))
    assert {file: codes for file, codes in seen.items() if codes} == {
        file: codes for file, (codes, _) in REVIEWED.items()
    }


@needs_corpus
def test_no_real_heart_and_no_real_step_is_doubted() -> None:
    doubted = {
        file: _told(run, Severity.REVIEW) & {"HEART_RATE", "CADENCE"} for file, run in _on_foot()
    }
    assert {file for file, codes in doubted.items() if codes} == set()
