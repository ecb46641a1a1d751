"""Several recordings of one runner at one time: which of them counts.

A second device is no fraud. What both of them recorded counts once, by the recording that says
most; the others lie by, and count again should that one go.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import IntEnum
from typing import Final

import numpy as np

from race.ingest.checks import thresholds
from race.track import BoolArray, FloatArray, IntArray
from race.verdict import Decision, Flag, Outcome, Severity


class Source(IntEnum):
    """How much a recording says of a run, the most first; the order means something."""

    FIT = 0
    TCX_WITH_HEART = 1
    GPX_WITH_HEART = 2
    SENSORS = 3
    TRACK = 4
    #: No positions: a row of a table, the summary of an account, a run indoors.
    TOTALS = 5


def source(form: str, *, positions: bool, heart: bool, cadence: bool) -> Source:
    """How much a file of that format says, with or without positions, heart rate, cadence."""
    if not positions:
        return Source.TOTALS
    if form == "fit":
        return Source.FIT
    if heart and form in _WITH_HEART:
        return _WITH_HEART[form]
    return Source.SENSORS if heart or cadence else Source.TRACK


_WITH_HEART: Final = {"tcx": Source.TCX_WITH_HEART, "gpx": Source.GPX_WITH_HEART}


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """One run of a runner as far as its other runs are concerned."""

    #: Seconds since 1970 UTC.
    started_at: float
    ended_at: float
    source: Source
    #: The file does not break off.
    whole: bool
    #: What it would be without its other runs.
    outcome: Outcome
    #: What a referee said last; None when nobody did.
    decision: Decision | None = None


class _Class(IntEnum):
    """Who counts before whom."""

    ACCEPTED_BY_REFEREE = 0
    CLEAN = 1
    DOUBTFUL = 2
    #: Does not count, whatever the others are.
    OUT = 3


def settled(runs: Sequence[Recorded], zone: tzinfo) -> list[Flag]:
    """What OVERLAP_OWN says to each of a runner's runs, given in the order in which they came in.

    1. Of runs of one time that counts which a referee accepted; then one without doubts, one that
       is no part of a longer one, a whole file, the one that says most (`Source`), the first.
       REJECT for every other one that is covered to more than a half.
    2. REVIEW for a run that shares less with one that came in before it and counts, and for one
       that shares its time with one that a referee refused before. Nothing to one that shares its
       time only with runs that do not count.
    """
    if not _any_shared(runs):  # as of most runners, and sooner known
        return [finding(Severity.PASS, 0.0, run.started_at, zone) for run in runs]
    times = _Times(runs)
    classes = np.array([_class(runs, times, i) for i in range(len(runs))], dtype=np.int64)
    found: dict[int, Flag] = {}
    counted = np.zeros(len(runs), dtype=np.bool_)
    for i in _best_first(runs, times, classes):
        # What is out is not judged anew by what comes after it.
        among = counted if classes[i] < _Class.OUT else counted & times.before(i)
        better = times.covering(i, among)
        if better is not None:
            found[i] = _same_run(runs, times, i, better, zone)
        overruled = classes[i] == _Class.ACCEPTED_BY_REFEREE
        counted[i] = classes[i] < _Class.OUT and (better is None or overruled)
    firm = counted & (classes < _Class.DOUBTFUL)
    for i in sorted(set(range(len(runs))) - found.keys()):
        found[i] = _partly(runs, times, i, firm, zone)
        overruled = classes[i] == _Class.ACCEPTED_BY_REFEREE
        firm[i] &= found[i].severity is Severity.PASS or overruled
    return [found[i] for i in range(len(runs))]


def finding(severity: Severity, share: float, at: float, zone: tzinfo, **facts: str) -> Flag:
    """OVERLAP_OWN of a run that shares that much of its time with one that began at `at` (s since
    1970); with itself where it shares nothing."""
    return Flag(
        code="OVERLAP_OWN",
        severity=severity,
        limit=thresholds.OVERLAP_SAME,
        measured=share,
        facts={"at": datetime.fromtimestamp(at, zone).isoformat(timespec="seconds"), **facts},
    )


def _any_shared(runs: Sequence[Recorded]) -> bool:
    """Whether any two runs may share more of their time than chance."""
    ended = -math.inf
    for run in sorted(runs, key=lambda each: each.started_at):
        if ended - run.started_at > thresholds.OVERLAP_SLACK_S:
            return True
        ended = max(ended, run.ended_at)
    return False


class _Times:
    """When runs were run, and what they share."""

    def __init__(self, runs: Sequence[Recorded]) -> None:
        self.start = np.array([run.started_at for run in runs], dtype=np.float64)
        self.end = np.array([run.ended_at for run in runs], dtype=np.float64)
        self.lasted = np.maximum(self.end - self.start, 0.0)
        self.refused = np.array([run.decision is Decision.REJECT for run in runs], dtype=np.bool_)

    def shared(self, i: int) -> FloatArray:
        """Seconds that each run shares with the one at `i`; 0 where they may be chance."""
        shared = np.minimum(self.end, self.end[i]) - np.maximum(self.start, self.start[i])
        shared[i] = 0.0
        known: FloatArray = np.where(shared > thresholds.OVERLAP_SLACK_S, shared, 0.0)
        return known

    def before(self, i: int) -> BoolArray:
        """The runs that came in before the one at `i`."""
        earlier: BoolArray = np.arange(len(self.start)) < i
        return earlier

    def covering(self, i: int, among: BoolArray) -> int | None:
        """The run of `among` that covers most of the one at `i`, where that is more than a half."""
        shared = np.where(among, self.shared(i), 0.0)
        most = int(shared.argmax())
        return most if shared[most] > thresholds.OVERLAP_SAME * self.lasted[i] else None

    def share(self, i: int, j: int) -> float:
        """What two runs share of the shorter one."""
        return float(self.shared(i)[j] / min(self.lasted[i], self.lasted[j]))


def _class(runs: Sequence[Recorded], times: _Times, i: int) -> _Class:
    run = runs[i]
    if run.decision is Decision.ACCEPT:
        return _Class.ACCEPTED_BY_REFEREE
    if run.decision is Decision.REJECT or run.outcome is Outcome.REJECTED:
        return _Class.OUT
    doubted = run.decision is Decision.ASK or run.outcome is Outcome.REVIEW
    sent_again = (times.shared(i) * (times.refused & times.before(i))).any()
    return _Class.DOUBTFUL if doubted or sent_again else _Class.CLEAN


def _best_first(runs: Sequence[Recorded], times: _Times, classes: IntArray) -> Iterable[int]:
    def place(i: int) -> tuple[int, ...]:
        is_part = _is_part(times, i, classes <= classes[i])
        return int(classes[i]), is_part, not runs[i].whole, runs[i].source, i

    return sorted(range(len(runs)), key=place)


def _is_part(times: _Times, i: int, among: BoolArray) -> bool:
    """Whether a run of `among` covers more than half of the one at `i`, which covers no more than
    half of it: a watch that stopped early, beside the phone that went on."""
    shared = np.where(among, times.shared(i), 0.0)
    inside = shared > thresholds.OVERLAP_SAME * times.lasted[i]
    return bool((inside & (shared <= thresholds.OVERLAP_SAME * times.lasted)).any())


def _same_run(runs: Sequence[Recorded], times: _Times, i: int, better: int, zone: tzinfo) -> Flag:
    facts = {"case": "better"} if i < better else {}
    return finding(Severity.REJECT, times.share(i, better), runs[better].started_at, zone, **facts)


def _partly(runs: Sequence[Recorded], times: _Times, i: int, firm: BoolArray, zone: tzinfo) -> Flag:
    weighed = times.shared(i) * ((firm | times.refused) & times.before(i))
    if not weighed.any():
        return finding(Severity.PASS, 0.0, runs[i].started_at, zone)
    most = int(weighed.argmax())
    return finding(Severity.REVIEW, times.share(i, most), runs[most].started_at, zone)
