"""How alike two recordings are, and whether one is a copy of the other."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from race.ingest.copies.alongside import UNTOLD, apart_m, paths, step
from race.ingest.copies.hearts import pulse
from race.ingest.copies.nearby import nearby
from race.track import Track

#: Share of the shorter one's time, and metres at the same moment, median: two exports of one
#: recording are 0 to 0.035 m apart, or half a metre with five decimals; two devices on one runner
#: 3.4 to 8.3 m (97 real pairs), good ones 1.2 m and more.
SAME_OVERLAP: Final = 0.95
SAME_APART_M: Final = 0.5
#: Share of the points that have a vertex of the other within 15 cm, beyond chance. Real pairs: two
#: exports of one recording 0.50 to 1.00 (81), two devices on one runner at most 0.042 (97), one
#: runner on other days at most 0.032 (398).
SAME_VERTICES: Final = 0.15
#: Share of the points that have a vertex of the other within 1.5 m: that tells a moved copy from
#: one that was not, and nothing else.
SAME_LINE: Final = 0.55
#: Correlation of speeds, beside the step: of 398 real pairs of other days at most 0.66, of copies
#: with 1 m of jitter 0.76 at least, of one with 2 m 0.60. By itself it tells nothing: two who run
#: by the same intervals reach 0.9.
STEP_SPEED: Final = 0.6
#: Metres off the step of another, as far as that is jitter: of copies 1.3 with 1 m of it and 2.4
#: with 2 m. Jitter leaves nothing of it from one point to the next, while receivers drift: two
#: devices on one runner keep 0.84 of it and more; they come down to 1.6 m, and people of one pace
#: on a short straight way to 1.1 m.
STEP_JITTER_M: Final = 2.5
STEP_DRIFT: Final = 0.4
#: Metres off the step of another, whatever it is: of copies that were moved or rounded 0.45.
STEP_M: Final = 0.5
#: Share of the moments with the same heart rate: two devices on one runner reach 0.33, copies have
#: 0.8 and more.
SAME_PULSE: Final = 0.8


class Kind(StrEnum):
    """How a copy shows itself."""

    #: The same seconds and places.
    SAME = "same"
    #: The same vertices within 15 cm: shifted in time, trimmed, reversed, exported again.
    VERTICES = "vertices"
    #: The same line within 1.5 m, and the same rise and fall of speed: jittered, thinned.
    LINE = "line"
    #: The same rise and fall of speed alone: moved aside.
    SPEED = "speed"
    #: The same heart, of a run without satellites.
    PULSE = "pulse"


@dataclass(frozen=True, kw_only=True)
class Likeness:
    """How alike two recordings are; NaN where it cannot be told."""

    #: Share of the points of one that have a vertex of the other within 15 cm, beyond chance, and
    #: within 1.5 m; the larger of both directions.
    within_15cm: float
    within_1_5m: float
    #: Best correlation of their speeds over 10 s, -1..1.
    speed: float
    #: Share of the shorter one's time that both were recorded in.
    overlap: float
    #: Metres between them at the same moment, median; NaN when they share no time.
    apart_m: float
    #: Metres: one moved in time and aside as fits best, most of the time they are nearer.
    step_m: float = float("nan")
    #: How much of what they are off at one vertex is left at the next: 0 of jitter, 1 of drifting.
    drift: float = float("nan")
    #: Share of the moments with the same heart rate, where one has no positions.
    pulse: float = float("nan")

    @property
    def kind(self) -> Kind | None:
        """How it shows that one is a copy; None when it is not."""
        if self.overlap >= SAME_OVERLAP and self.apart_m <= SAME_APART_M:
            return Kind.SAME
        if self.within_15cm >= SAME_VERTICES:
            return Kind.VERTICES
        if self.pulse >= SAME_PULSE:
            return Kind.PULSE
        if self.speed >= STEP_SPEED and self.step_m <= self.step_limit_m:
            return Kind.LINE if self.within_1_5m >= SAME_LINE else Kind.SPEED
        return None

    @property
    def step_limit_m(self) -> float:
        """Metres off the step of the other up to which it is a copy of it."""
        return STEP_JITTER_M if self.drift <= STEP_DRIFT else STEP_M


def compare(later: Track, earlier: Track) -> Likeness:
    """How alike two clean tracks are."""
    shares = nearby(later, earlier)
    both = paths(later, earlier)
    found = UNTOLD if both is None else step(*both)
    return Likeness(
        within_15cm=shares.same,
        within_1_5m=shares.line,
        speed=found.speed,
        overlap=_overlap(later, earlier),
        apart_m=float("nan") if both is None else apart_m(later, earlier, both),
        step_m=found.off_m,
        drift=found.drift,
        pulse=pulse(later, earlier) if both is None else float("nan"),
    )


def _overlap(a: Track, b: Track) -> float:
    times = [each.time[each.timed] for each in (a, b)]
    if min(map(len, times)) < 2:
        return float("nan")
    shared = min(each[-1] for each in times) - max(each[0] for each in times)
    shorter = min(float(np.ptp(each)) for each in times)
    return max(float(shared), 0.0) / shorter if shorter > 0 else float("nan")


@dataclass(frozen=True, kw_only=True)
class Copied:
    """An earlier run that a run is a copy of."""

    #: Activity and bib of the earlier run: for staff only.
    activity: str
    bib: str
    #: Of the event that it is in.
    event: str
    kind: Kind
    likeness: Likeness
    #: The earlier run is the runner's own.
    own: bool
    #: Seconds since 1970 UTC at which the earlier one began; NaN without times.
    started_at: float
