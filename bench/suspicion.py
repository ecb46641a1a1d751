"""Train the suspicion score and say how far it can be believed.

``python -m bench.suspicion [--index INDEX.csv] [--write]`` makes honest tracks and forgeries, takes
the honest runs of a collection of real files too where there is one, learns a logistic regression
and prints what it says of each kind: cross-validated by source, and of forgeries of a kind that it
never saw. A plain rule, every feature weighing the same, stands beside it. ``--write`` keeps the
model of all tracks in race/ingest/suspicion/model.json.
"""

import argparse
import csv
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import numpy as np

from bench.logistic import regression
from race.ingest import suspicion
from race.ingest.examine import measured
from race.ingest.suspicion import FEATURES, Model, Weighed
from race.track import BoolArray, FloatArray
from tests.fairness import corpus, forgeries, honest
from tests.fairness.samples import Sample

#: Where the model is kept.
KEPT: Final = Path(suspicion.__file__).with_name("model.json")
#: From here on the table counts a track as suspicious; the desk knows no such limit.
SHOWN: Final = 0.7
HONEST: Final = ("real", "made")
#: What is learnt. F7 and F8 are true recordings with other times, and F7 of whole seconds is found
#: by nothing: learning them only makes honest runs suspicious.
LEARNT: Final = ("F1", "F2", "F3", "F4", "F5", "F6", "F9")
_FOLDS: Final = 5
#: Numbers of honest tracks and of each forgery; the tests of the checks use lower ones.
_MADE, _FORGED = range(5000, 5500), range(300, 360)
#: Forgeries with neighbouring numbers are one source.
_FAMILY: Final = 6

Learner = Callable[[FloatArray, FloatArray, FloatArray], FloatArray]


@dataclass(frozen=True, kw_only=True)
class Example:
    """One track."""

    #: "real", "made", or the name of a forgery.
    kind: str
    #: Tracks of one source are learnt from together or not at all.
    source: str
    #: By names of `FEATURES`.
    features: Mapping[str, float]


@dataclass(frozen=True, kw_only=True)
class Rates:
    """What is said of tracks that were not learnt from."""

    #: Scores of each kind, its sources held out in turn.
    by_source: Mapping[str, FloatArray]
    #: Scores of each forgery by a model that never saw one of its kind.
    unseen: Mapping[str, FloatArray]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it."""
    parser = argparse.ArgumentParser(prog="bench.suspicion", description=__doc__)
    parser.add_argument("--index", type=Path, help="the list of a collection of real files")
    parser.add_argument("--write", action="store_true", help="keep the model")
    chosen = parser.parse_args(arguments)
    examples = [*made(), *forged(), *(real(chosen.index) if chosen.index else ())]
    known = [each for each in examples if suspicion.tells(each.features)]
    silent = Counter(each.kind for each in examples if not suspicion.tells(each.features))
    print("no answer:", ", ".join(f"{kind} {count}" for kind, count in silent.items()) or "none")
    for name, learner in (("logistic", weights), ("plain rule", equal_weights)):
        show(name, rates(known, learner))
    model = train(known, weights)
    for name, weighed in model.weighed.items():
        print(f"{name:12} {weighed.weight:+.2f}")
    if chosen.write:
        KEPT.write_text(json.dumps(_plain(model), indent=2) + "\n", encoding="utf-8")
    return 0


def made() -> Iterator[Example]:
    """Honest tracks; a source is a way of sampling in one format."""
    for number in _MADE:
        sample = honest.honest(number)
        sampling, form = sample.name.split(", ")[1:3]
        yield _example(sample, "made", f"{sampling}, {form}")


def forged() -> Iterator[Example]:
    """Every forgery, a few numbers of it a source."""
    for kind, forge in forgeries.FORGERIES.items():
        for number in _FORGED:
            yield _example(forge(number), kind, f"{kind}, {number // _FAMILY}")


def real(index: Path) -> Iterator[Example]:
    """Honest runs of a collection; a source is the project or person that a file came from."""
    with index.open(newline="", encoding="utf-8") as text:
        origin = {row["file"]: row["source"].partition("@")[0] for row in csv.DictReader(text)}
    for found in corpus.honest_runs(index.parent):
        source = origin[found.name.partition("#")[0]]
        features = suspicion.features(found.run.signals)
        yield Example(kind="real", source=source, features=features)


def _example(sample: Sample, kind: str, source: str) -> Example:
    signals = measured(sample.activity, None).signals
    return Example(kind=kind, source=source, features=suspicion.features(signals))


def train(examples: Sequence[Example], learner: Learner) -> Model:
    """A model of these: real and made tracks weigh as much as all forgeries together."""
    learnt = [each for each in examples if each.kind in (*HONEST, *LEARNT)]
    forged = np.array([each.kind not in HONEST for each in learnt])
    values = np.array([[each.features[name] for name in FEATURES] for each in learnt])
    fill = np.nanmedian(values[~forged], axis=0)
    filled = np.where(np.isnan(values), fill, values)
    least = [feature.least_spread for feature in FEATURES.values()]
    mean, spread = filled[~forged].mean(axis=0), np.maximum(filled[~forged].std(axis=0), least)
    blank = {
        name: Weighed(fill=float(f), mean=float(m), spread=float(s), weight=0.0)
        for name, f, m, s in zip(FEATURES, fill, mean, spread, strict=True)
    }
    strange = np.array(
        [[suspicion.strangeness(e.features[n], w) for n, w in blank.items()] for e in learnt]
    )
    found = learner(strange, forged.astype(np.float64), _shares(learnt))
    return Model(
        intercept=float(found[0]),
        weighed={
            name: Weighed(**asdict(blank[name]) | {"weight": float(weight)})
            for name, weight in zip(FEATURES, found[1:], strict=True)
            if weight
        },
    )


def _shares(examples: Sequence[Example]) -> FloatArray:
    """What each track weighs: 400 in all, half of it forged, each kind alike on its side."""
    kinds = [each.kind for each in examples]
    honest_kinds = sum(kind in HONEST for kind in set(kinds))
    forged_kinds = len(set(kinds)) - honest_kinds
    side = {kind: honest_kinds if kind in HONEST else forged_kinds for kind in set(kinds)}
    return np.array([200.0 / side[kind] / kinds.count(kind) for kind in kinds])


def weights(strange: FloatArray, forged: FloatArray, shares: FloatArray) -> FloatArray:
    """Intercept and a weight for each feature; none where it would be against its direction."""
    direction = np.array([feature.direction for feature in FEATURES.values()])
    kept = np.arange(len(direction))
    while True:
        found = regression(strange[:, kept], forged, shares)
        right = found[1:] * direction[kept]
        if (right >= 0).all():
            break
        kept = np.delete(kept, int(np.argmin(right)))
    every = np.zeros(1 + len(direction))
    every[0], every[1 + kept] = found[0], found[1:]
    return every


def equal_weights(strange: FloatArray, forged: FloatArray, shares: FloatArray) -> FloatArray:
    """The plain rule: every feature weighs the same, in its direction."""
    direction = np.array([float(feature.direction) for feature in FEATURES.values()])
    intercept, weight = regression((strange @ direction)[:, None], forged, shares)
    return np.concatenate([[intercept], weight * direction])


def rates(examples: Sequence[Example], learner: Learner) -> Rates:
    """What models say of tracks whose source, or whose kind of forgery, they never saw."""
    fold = _folds(examples)
    scores = np.full(len(examples), np.nan)
    for number in range(_FOLDS):
        model = train([e for e, f in zip(examples, fold, strict=True) if f != number], learner)
        held_out = fold == number
        scores[held_out] = _scores(model, examples, held_out)
    kinds = np.array([each.kind for each in examples])
    unseen = {}
    for kind in forgeries.FORGERIES:
        model = train([each for each in examples if each.kind != kind], learner)
        unseen[kind] = _scores(model, examples, kinds == kind)
    by_source = {str(kind): scores[kinds == kind] for kind in dict.fromkeys(kinds.tolist())}
    return Rates(by_source=by_source, unseen=unseen)


def _folds(examples: Sequence[Example]) -> np.ndarray:
    """The fold of each track: sources of each kind are dealt out in the order of their names."""
    dealt: dict[tuple[str, str], int] = {}
    for kind in {each.kind for each in examples}:
        sources = sorted({each.source for each in examples if each.kind == kind})
        dealt |= {(kind, source): number % _FOLDS for number, source in enumerate(sources)}
    return np.array([dealt[each.kind, each.source] for each in examples])


def _scores(model: Model, examples: Iterable[Example], which: BoolArray) -> FloatArray:
    chosen = [each for each, wanted in zip(examples, which, strict=True) if wanted]
    return np.array([suspicion.said(each.features, model).score for each in chosen])


def show(name: str, found: Rates) -> None:
    """Percent of each kind at 0.5 and at the shown limit; how often a forgery is ranked above a
    real run (above a made one without a collection)."""
    below = found.by_source.get("real", found.by_source["made"])
    print(f"\n{name:14}{'tracks':>7}{'>= 0.5':>8}{f'>= {SHOWN}':>8}{'ranked':>8}   never seen")
    for kind, scores in found.by_source.items():
        line = f"{kind:14}{len(scores):7d}{_percent(scores, 0.5)}{_percent(scores, SHOWN)}"
        if kind in found.unseen:
            alone = found.unseen[kind]
            line += f"{_ranked(scores, below):8.2f}   {_percent(alone, SHOWN)}"
            line += f"{_ranked(alone, below):8.2f}"
        print(line)


def _percent(scores: FloatArray, limit: float) -> str:
    return f"{100 * float((scores >= limit).mean()):7.1f}%"


def _ranked(above: FloatArray, below: FloatArray) -> float:
    """Share of pairs in which the first is the more suspicious one; 0.5 is chance."""
    return float((above[:, None] > below[None, :]).mean())


def _plain(model: Model) -> dict[str, object]:
    weighed = {
        name: {field: round(value, 4) for field, value in asdict(each).items()}
        for name, each in model.weighed.items()
    }
    return {"intercept": round(model.intercept, 4), "weighed": weighed}


if __name__ == "__main__":
    sys.exit(main())
