"""An examination as JSON values, the same on the command line, in the API and in the database."""

import math
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, Final

from race import flags
from race.flags import sheet
from race.ingest import signals
from race.ingest.examine import Examination, Measured
from race.ingest.suspicion import suspicion
from race.metrics import Effort
from race.units import pace_s_per_km

#: As many as there are splits at most: a broken file may claim a hundred thousand.
_MOST_LAPS: Final = 1000


def facts(run: Measured) -> dict[str, Any]:
    """What was read and measured; numbers that are not known are None."""
    stated, metrics = run.activity.stated, run.metrics
    return {
        "member": run.activity.member,
        "format": run.activity.format,
        "app": stated.app,
        "device": stated.device,
        "sport": stated.sport.value,
        "indoor": stated.indoor or run.indoor is not None,
        "started_at": utc(metrics.started_at),
        "points": metrics.points,
        "segments": metrics.segments,
        "distance_m": rounded(metrics.distance_m),
        "raw_distance_m": rounded(metrics.raw_distance_m),
        "stated_distance_m": stated.distance_m,
        "official_distance_m": rounded(run.official_m),
        "elapsed_s": rounded(metrics.elapsed_s),
        "timer_s": stated.timer_s,
        "laps": [asdict(lap) for lap in stated.laps[:_MOST_LAPS]],
        "moving_s": rounded(metrics.moving_s),
        "ascent_m": rounded(metrics.ascent_m),
        "avg_pace_s_per_km": rounded(pace_s_per_km(run.official_m, metrics.elapsed_s)),
        "splits": [{"km": s.km, "elapsed_s": rounded(s.elapsed_s)} for s in metrics.splits],
        "efforts": [_effort(e) for e in metrics.efforts],
    }


def report(examination: Examination) -> dict[str, Any]:
    """One activity as `check --json` shows it."""
    return facts(examination) | {
        "verdict": examination.verdict.outcome.value,
        "flags": [flags.report(flag) for flag in examination.verdict.flags],
        "evidence": sheet.report(examination.findings),
    }


def measures(run: Measured) -> dict[str, Any]:
    """What results and checks need beside `facts`: the best of each distance of the event, and what
    the recording looks like; and how suspicious that is, for the review desk alone."""
    said = suspicion(run.signals)
    return {
        "efforts": [_effort(effort) for effort in run.race_efforts],
        "signals": signals.to_dict(run.signals),
        "suspicion": {"score": rounded(said.score), "signs": list(said.signs)},
    }


def effort_from(values: Mapping[str, Any]) -> Effort:
    """An effort that `measures` wrote."""
    return Effort(**values)


def _effort(effort: Effort) -> dict[str, Any]:
    return {
        "distance_m": effort.distance_m,
        "elapsed_s": rounded(effort.elapsed_s),
        "start_s": rounded(effort.start_s),
        "start_m": rounded(effort.start_m),
    }


def rounded(value: float) -> float | None:
    """Millimetres and milliseconds are enough; None when unknown."""
    return round(value, 3) if math.isfinite(value) else None


def none_if_nan(value: float) -> float | None:
    """JSON has no NaN."""
    return value if math.isfinite(value) else None


def utc(seconds: float) -> str | None:
    """ "2026-11-14T23:05:12Z", None when unknown."""
    if not math.isfinite(seconds):
        return None
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
