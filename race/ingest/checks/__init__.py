"""Every check, in the order in which their findings are shown.

A new rule is one function of `Evidence`, a line here, and its words in `race.flags`.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from race.ingest.checks import (
    body,
    copies,
    days,
    distance,
    drawn,
    history,
    hours,
    indoor,
    pace,
    place,
    record,
    recorder,
    speed,
    window,
)
from race.ingest.checks.evidence import Check, Evidence
from race.rules import CheckState
from race.verdict import Flag, Severity

CHECKS: Final = (
    Check(name="positions", run=record.positions),
    Check(name="times", run=record.times),
    Check(name="indoor", run=indoor.indoor),
    Check(name="whole_file", run=record.whole_file),
    Check(name="sport", run=distance.sport),
    Check(name="clock", run=record.clock),
    Check(name="poor_gps", run=recorder.poor_gps),
    Check(name="teleports", run=recorder.teleports),
    Check(name="drawn", run=drawn.drawn),
    Check(name="time_scaled", run=drawn.time_scaled),
    Check(name="event_window", run=window.event_window),
    Check(name="upload_deadline", run=window.upload_deadline),
    Check(name="forbidden_hours", run=hours.forbidden_hours),
    Check(name="geofence", run=place.geofence),
    Check(name="own_overlap", run=history.own_overlap),
    Check(name="per_day", run=days.per_day),
    Check(name="same_file", run=copies.same_file),
    Check(name="copies", run=copies.copied),
    Check(name="shortest", run=distance.shortest),
    Check(name="longest", run=distance.longest),
    Check(name="pauses", run=days.pauses),
    Check(name="device_difference", run=distance.device_difference),
    Check(name="average_pace", run=pace.average),
    Check(name="every_kilometre", run=pace.every_kilometre),
    Check(name="burst", run=speed.burst),
    Check(name="world_record", run=speed.world_record),
    Check(name="vehicle_part", run=speed.vehicle_part),
    Check(name="bike_like", run=speed.bike_like),
    Check(name="heart_rate_required", run=body.heart_rate_required),
    Check(name="heart_rate", run=body.heart_rate),
    Check(name="cadence_required", run=body.cadence_required),
    Check(name="cadence", run=body.cadence),
)


def run_checks(evidence: Evidence) -> Iterator[Flag]:
    """What every check that is not OFF finds; one in SHADOW weighs no more than INFO."""
    for check in CHECKS:
        state = evidence.rules.state_of(check.name, check.state)
        if state is CheckState.OFF:
            continue
        for finding in check.run(evidence):
            yield weighed(finding, state)


def weighed(finding: Flag, state: CheckState) -> Flag:
    """A finding of a check in that state."""
    shadowed = state is CheckState.SHADOW and finding.severity > Severity.INFO
    return replace(finding, severity=Severity.INFO) if shadowed else finding
