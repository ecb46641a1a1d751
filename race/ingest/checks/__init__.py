"""Every check, in the order in which their findings are shown.

A new rule is one function of `Evidence`, a line here, and its words in `race.flags`.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from race.event import CheckState
from race.ingest.checks import distance, history, indoor, pace, record, window
from race.ingest.checks.evidence import Check, Evidence
from race.verdict import Flag, Severity

CHECKS: Final = (
    Check(name="positions", run=record.positions),
    Check(name="times", run=record.times),
    Check(name="indoor", run=indoor.indoor),
    Check(name="whole_file", run=record.whole_file),
    Check(name="sport", run=distance.sport),
    Check(name="clock", run=record.clock),
    Check(name="event_window", run=window.event_window),
    Check(name="upload_deadline", run=window.upload_deadline),
    Check(name="own_overlap", run=history.own_overlap),
    Check(name="same_file", run=history.same_file),
    Check(name="shortest", run=distance.shortest),
    Check(name="device_difference", run=distance.device_difference),
    Check(name="average_pace", run=pace.average),
    Check(name="every_kilometre", run=pace.every_kilometre),
    Check(name="world_record", run=pace.world_record),
)


def run_checks(evidence: Evidence) -> Iterator[Flag]:
    """What every check that is not OFF finds; one in SHADOW weighs no more than INFO."""
    for check in CHECKS:
        state = evidence.rules.state_of(check.name, check.state)
        if state is CheckState.OFF:
            continue
        for finding in check.run(evidence):
            shadowed = state is CheckState.SHADOW and finding.severity > Severity.INFO
            yield replace(finding, severity=Severity.INFO) if shadowed else finding
