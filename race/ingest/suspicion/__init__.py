"""How much the points of a run look like those of forged ones: an order for the review desk.

It never judges. No check reads it, and a run that nothing was found against never waits for it. It
was learnt from tracks that were made up and from a few real ones: docs/suspicion.md is its card.
"""

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

from race.ingest.signals import Signals

NAN: Final = float("nan")
#: Fewer places, or fewer features that are known, tell nothing.
_FEWEST_PLACES: Final = 60
_FEWEST_KNOWN: Final = 3
#: Standard deviations: one feature alone, however strange, says no more than this.
_STRANGEST: Final = 3.0
#: A feature is named when it adds so much to the logarithm of the odds; so many at most are.
_SPEAKS: Final = 0.5
_NAMED: Final = 3


@dataclass(frozen=True, kw_only=True)
class Feature:
    """A signal as the score takes it."""

    #: NaN where the recording cannot tell.
    take: Callable[[Signals], float]
    #: 1 when more of it is suspicious, -1 when less of it is: what was known before anything was
    #: learnt. A weight that says otherwise is none.
    direction: int
    #: The standard deviation of honest tracks counts as at least so much.
    least_spread: float = 1e-3


@dataclass(frozen=True, kw_only=True)
class Weighed:
    """What was learnt of a feature."""

    #: What stands for it where it is not known: the median of honest tracks.
    fill: float
    #: Mean and standard deviation of honest tracks.
    mean: float
    spread: float
    #: Added to the logarithm of the odds by each standard deviation from the mean.
    weight: float


@dataclass(frozen=True, kw_only=True)
class Model:
    """A logistic regression."""

    #: Logarithm of the odds of a track that is honest in the mean of every feature.
    intercept: float
    #: By names of `FEATURES`.
    weighed: Mapping[str, Weighed]


@dataclass(frozen=True, kw_only=True)
class Suspicion:
    """What the model says of a run."""

    #: 0 to 1, and no probability: half of what it learnt from was forged. NaN when the recording
    #: cannot tell.
    score: float = NAN
    #: Names of `FEATURES` that speak for it, the loudest first.
    signs: tuple[str, ...] = ()


def _log(value: float, least: float) -> float:
    return math.log(max(value, least)) if math.isfinite(value) else NAN


#: Speed, step length, sex, age, place and device are none: nobody is suspicious for what they are.
FEATURES: Final[Mapping[str, Feature]] = {
    "line": Feature(take=lambda s: s.texture.collinear, direction=1),
    "even": Feature(take=lambda s: _log(s.texture.speed_spread_10s, 0.01), direction=-1),
    "steady": Feature(take=lambda s: _log(s.motion.cv_10, 0.01), direction=-1),
    "memoryless": Feature(take=lambda s: s.texture.memoryless, direction=1),
    "tame": Feature(take=lambda s: _log(s.texture.kurtosis, 1.0), direction=-1),
    # Hardly any honest track has one in ten; that some have one in thirty is no matter.
    "fractional": Feature(take=lambda s: s.texture.fractional, direction=1, least_spread=0.1),
}


def suspicion(signals: Signals) -> Suspicion:
    """How suspicious a recording looks; NaN of one without satellites, or with too few points."""
    return said(features(signals), learnt())


def features(signals: Signals) -> dict[str, float]:
    """Every feature by its name; all NaN where there are too few places."""
    if signals.texture.places < _FEWEST_PLACES:
        return dict.fromkeys(FEATURES, NAN)
    return {name: feature.take(signals) for name, feature in FEATURES.items()}


def tells(found: Mapping[str, float]) -> bool:
    """Whether enough features are known for a score."""
    return sum(math.isfinite(value) for value in found.values()) >= _FEWEST_KNOWN


def said(found: Mapping[str, float], model: Model) -> Suspicion:
    """What a model says of features."""
    if not tells(found):
        return Suspicion()
    adds = {
        name: weighed.weight * strangeness(found[name], weighed)
        for name, weighed in model.weighed.items()
    }
    speaking = sorted((name for name in adds if adds[name] >= _SPEAKS), key=lambda n: -adds[n])
    odds = model.intercept + sum(adds.values())
    return Suspicion(score=1 / (1 + math.exp(-odds)), signs=tuple(speaking[:_NAMED]))


def strangeness(value: float, weighed: Weighed) -> float:
    """Standard deviations from the mean of honest tracks, at most 3 either way."""
    value = value if math.isfinite(value) else weighed.fill
    return min(max((value - weighed.mean) / weighed.spread, -_STRANGEST), _STRANGEST)


@cache
def learnt() -> Model:
    """The model that is kept beside this module."""
    text = resources.files(__name__).joinpath("model.json").read_text(encoding="utf-8")
    return model_from(json.loads(text))


def model_from(values: Mapping[str, Any]) -> Model:
    """A model as it is kept."""
    return Model(
        intercept=values["intercept"],
        weighed={name: Weighed(**weighed) for name, weighed in values["weighed"].items()},
    )
