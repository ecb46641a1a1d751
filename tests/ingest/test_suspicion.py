"""The suspicion score orders the review desk, and nothing else."""

import ast
import json
import math
from dataclasses import replace
from pathlib import Path

import pytest

from race.activity import Activity
from race.ingest import report, suspicion
from race.ingest.examine import measured
from race.ingest.signals import Signals
from race.ingest.suspicion import FEATURES, Model, Suspicion, Weighed
from race.services import reviews
from race.verdict import Outcome
from tests.fairness import forgeries, honest
from tests.ingest.examining import HONEST, activity, examined
from tests.store import rows

CHECKS = Path(suspicion.__file__).parents[1] / "checks"
#: Not those that the model learnt from.
NUMBERS = range(24)


def _signals(of: Activity) -> Signals:
    return measured(of, None).signals


def _said(of: Activity) -> Suspicion:
    return suspicion.suspicion(_signals(of))


def _constant(score: float) -> Suspicion:
    return Suspicion(score=score, signs=("memoryless",))


def test_careful_forgeries_stand_above_honest_runs_most_often() -> None:
    forged = [_said(forgeries.careful(number).activity).score for number in NUMBERS]
    true = [_said(honest.honest(number).activity).score for number in NUMBERS]
    known = [score for score in true if not math.isnan(score)]
    pairs = [above > below for above in forged for below in known]
    assert sum(pairs) / len(pairs) >= 0.85


@pytest.mark.parametrize("kind", forgeries.FORGERIES)
def test_a_score_is_between_0_and_1_and_its_signs_are_features(kind: str) -> None:
    for number in range(3):
        found = _said(forgeries.FORGERIES[kind](number).activity)
        assert math.isnan(found.score) or 0.0 <= found.score <= 1.0
        assert set(found.signs) <= set(FEATURES)


def test_errors_without_memory_are_named_as_a_sign() -> None:
    assert "memoryless" in _said(forgeries.white_noise(7).activity).signs


def test_too_few_points_cannot_tell() -> None:
    found = _said(activity(HONEST.take(slice(0, 12))))
    assert math.isnan(found.score)
    assert found.signs == ()


def test_a_run_without_satellites_cannot_tell() -> None:
    nowhere = HONEST.lat * math.nan
    indoors = activity(replace(HONEST, lat=nowhere, lon=nowhere), indoor=True, distance_m=5000.0)
    assert math.isnan(_said(indoors).score)


def test_what_cannot_be_told_is_null_in_what_is_stored() -> None:
    stored = report.measures(measured(activity(HONEST.take(slice(0, 12))), None))
    assert stored["suspicion"] == {"score": None, "signs": []}
    json.dumps(stored, allow_nan=False)


def test_every_weight_is_of_a_feature_and_in_its_direction() -> None:
    for name, weighed in suspicion.learnt().weighed.items():
        assert weighed.weight * FEATURES[name].direction > 0
        assert weighed.spread > 0


def test_an_unknown_feature_says_what_the_median_honest_run_says() -> None:
    weighed = Weighed(fill=2.0, mean=1.0, spread=0.5, weight=1.0)
    assert suspicion.strangeness(math.nan, weighed) == 2.0


def test_one_feature_however_strange_has_a_limit() -> None:
    weighed = Weighed(fill=0.0, mean=0.0, spread=1.0, weight=1.0)
    assert suspicion.strangeness(1e9, weighed) == 3.0
    assert suspicion.strangeness(-1e9, weighed) == -3.0


def test_a_score_is_the_logistic_function_of_what_its_features_add() -> None:
    """Two standard deviations at a weight of 1, on odds of 1: 1 / (1 + e⁻²)."""
    blank = Weighed(fill=0.0, mean=0.0, spread=1.0, weight=0.0)
    weighed = dict.fromkeys(FEATURES, blank) | {"line": replace(blank, weight=1.0)}
    found = suspicion.said(
        dict.fromkeys(FEATURES, 0.0) | {"line": 2.0}, Model(intercept=0.0, weighed=weighed)
    )
    assert found.score == pytest.approx(0.880797, abs=1e-6)
    assert found.signs == ("line",)


@pytest.mark.parametrize("path", sorted(CHECKS.glob("*.py")), ids=lambda path: path.stem)
def test_no_check_knows_the_score(path: Path) -> None:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    assert not [name for name in names if "suspicion" in name]


@pytest.mark.parametrize("score", [0.0, 0.5, 1.0])
def test_a_verdict_is_the_same_whatever_the_score(
    score: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    forged = forgeries.careful(3).activity
    before = [report.report(examined(each, window=None)) for each in (activity(), forged)]
    monkeypatch.setattr(suspicion, "suspicion", lambda _: _constant(score))
    monkeypatch.setattr(report, "suspicion", lambda _: _constant(score))
    after = [report.report(examined(each, window=None)) for each in (activity(), forged)]
    assert report.measures(examined())["suspicion"]["score"] == score
    assert after == before


def _waits(score: float | None, *codes: str) -> int:
    row = rows.activity("event", "7", "a-run", "an-upload")
    flags = [{"severity": "review", "code": code} for code in codes]
    return reviews.risk(
        replace(
            row, verdict=Outcome.REVIEW.value, flags=flags, metrics={"suspicion": {"score": score}}
        )
    )


def test_the_desk_sees_the_more_suspicious_of_two_like_runs_first() -> None:
    assert _waits(0.9, "POOR_GPS") > _waits(0.1, "POOR_GPS")
    assert _waits(0.0, "POOR_GPS") == _waits(None, "POOR_GPS")


def test_a_copy_stands_above_the_most_suspicious_doubt() -> None:
    assert _waits(None, "DUP_COPY") > _waits(1.0, "POOR_GPS", "CADENCE")
    assert 0 <= _waits(1.0, "DUP_COPY", "TOO_FAST_WR") <= 99
