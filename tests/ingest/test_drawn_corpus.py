"""Real recordings: none is called drawn, and no clock is called pressed.

Where a collection of real files stands beside the project; see `test_corpus_outcomes`.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

import numpy as np

from race.activity import Sport
from race.ingest.checks.drawn import longest_step
from race.ingest.examine import Circumstances, Measured, judged
from race.presets import DEFAULT, PRESETS
from race.rules import CheckState
from race.verdict import Severity
from tests.ingest.test_corpus_outcomes import came, needs_corpus, rows

#: What was not run by anybody, and the signs in it.
DRAWN: Final = {
    # A plan of 4,990 points, given times at one speed and to whole seconds.
    "alltrails/aaron-schroeder_testcourse.gpx": {"minutes", "steps"},
    # 780 m at 30.0 km/h between any two of 49 points, milliseconds: times that were worked out.
    "car/mapillary_sf_30km_h.gpx": {"clock"},
}
ON: Final = replace(
    PRESETS[DEFAULT].rules, checks={"drawn": CheckState.ON, "time_scaled": CheckState.ON}
)


def on_foot() -> Iterator[tuple[str, Measured]]:
    """Every run on foot with positions and times, or of a file that names no sport."""
    for row in rows():
        for run in came(row["file"]).runs:
            sport = run.activity.stated.sport
            if sport in {Sport.RUN, Sport.WALK, Sport.HIKE, Sport.UNKNOWN} and len(run.track) > 1:
                yield row["file"], run


@needs_corpus
def test_no_recording_is_called_drawn_and_a_plan_with_times_is() -> None:
    found = {}
    circumstances = Circumstances(rules=ON, received_at=datetime.now(UTC))
    for file, run in on_foot():
        for flag in judged(run, circumstances).findings:
            if flag.code == "LOOKS_DRAWN" and flag.severity > Severity.PASS:
                found[file] = set(flag.facts["sprung"])

    assert found == DRAWN


@needs_corpus
def test_no_clock_and_no_step_of_a_recording_is_looked_at() -> None:
    circumstances = Circumstances(rules=ON, received_at=datetime.now(UTC))
    found = [
        file
        for file, run in on_foot()
        for flag in judged(run, circumstances).findings
        if flag.code == "TIME_SCALED" and flag.severity > Severity.PASS
    ]

    assert found == []


@needs_corpus
def test_real_steps_stay_well_under_the_longest() -> None:
    """Of every run with a cadence: no step comes nearer than a tenth to what is too long for it."""
    bodies = [run.signals.body for _, run in on_foot() if run.signals.body.cadence >= 140.0]
    shares = [body.step_m / longest_step(body.cadence) for body in bodies]

    assert len(shares) >= 30
    assert np.nanmax(shares) < 0.9
