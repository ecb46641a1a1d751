"""Was the recording sent before: the same bytes by somebody else, or a copy of another run.

Whatever is found, a referee looks, and the earlier run is not touched: two people may hold one file
for reasons that no program knows.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from math import isfinite
from typing import Final

from race.ingest.checks.evidence import Evidence
from race.ingest.copies import Copied, Kind
from race.ingest.copies.likeness import SAME_APART_M, SAME_PULSE, SAME_VERTICES
from race.verdict import Flag, Severity

#: From the strongest proof to the weakest.
_STRENGTH: Final = (Kind.SAME, Kind.VERTICES, Kind.PULSE, Kind.LINE, Kind.SPEED)


def same_file(evidence: Evidence) -> Iterator[Flag]:
    """DUP_SAME_FILE: another runner sent the same bytes; the earlier upload is not touched."""
    if evidence.history is not None:
        others = evidence.history.same_file_of_others
        yield Flag(
            code="DUP_SAME_FILE",
            severity=Severity.REVIEW if others else Severity.PASS,
            limit=0.0,
            measured=float(others),
        )


def copied(evidence: Evidence) -> Iterator[Flag]:
    """DUP_COPY: the recording is that of another runner, or of the runner's own on another day.

    Of several the strongest is told, another runner's before the runner's own. The earlier run
    stands in the facts for staff; no words name it. A second recording of the runner's own of the
    same hours is no copy: OVERLAP_OWN looks at it.
    """
    history = evidence.history
    if history is None or evidence.metrics.points == 0:
        return
    found = [each for each in history.copies if not (each.own and each.likeness.overlap > 0)]
    if not found:
        yield Flag(code="DUP_COPY", severity=Severity.PASS, limit=0.0, measured=0.0)
        return
    strongest = min(found, key=lambda each: (each.own, _STRENGTH.index(each.kind)))
    limit, measured = _proof(strongest)
    facts = {"case": _case(strongest), "of": strongest.activity}
    if strongest.own and isfinite(strongest.started_at):
        zone = evidence.window.zone if evidence.window else UTC
        facts["at"] = datetime.fromtimestamp(strongest.started_at, zone).isoformat()
    yield Flag(
        code="DUP_COPY",
        severity=Severity.REVIEW,
        limit=limit,
        measured=measured,
        facts=facts | {"limit_cm": round(limit * 100), "measured_cm": round(measured * 100)},
    )


def _proof(found: Copied) -> tuple[float, float]:
    """The limit of that kind of copy, and what was measured."""
    likeness = found.likeness
    match found.kind:
        case Kind.SAME:
            return SAME_APART_M, likeness.apart_m
        case Kind.VERTICES:
            return SAME_VERTICES, likeness.within_15cm
        case Kind.PULSE:
            return SAME_PULSE, likeness.pulse
    return likeness.step_limit_m, likeness.step_m


def _case(found: Copied) -> str:
    """How it is told: by what it shows itself, and whose it is."""
    shows = {Kind.SAME: "near", Kind.VERTICES: "places", Kind.PULSE: "heart"}
    told = shows.get(found.kind, "step")
    return f"own_{told}" if found.own and isfinite(found.started_at) else told
