"""What the evidence sheet of a run shows, and the stretches that its drawings mark."""

import math
from dataclasses import dataclass
from typing import Final

from race.api.pages.views_runner import Said
from race.drawing.splits import SplitRow
from race.flags.sheet import Result
from race.units import pace_s_per_km

#: m. A stretch shorter than this is a place, and has no speed.
_PLACE_M: Final = 30.0
#: m. A stretch that touches a kilometre by less than this, and by less than half, is not of it.
_TOUCHED_M: Final = 50.0


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """A part of a run that a rule stopped at; it is marked in every drawing."""

    #: What it is called in the list, on the map and along the kilometres, from 1.
    number: int
    #: The gravest rule that stopped here failed; otherwise a person has to look.
    failed: bool
    #: Metres since the start.
    from_m: float
    to_m: float
    #: Seconds from its start to its end.
    lasts_s: float
    #: Metres gained from its start to its end; NaN when unknown.
    rise_m: float = float("nan")

    @property
    def km(self) -> int | None:
        """Which full kilometre it is; None when it is any other stretch."""
        whole = round(self.to_m / 1000)
        fits = abs(self.to_m - whole * 1000) < 1 and abs(self.to_m - self.from_m - 1000) < 1
        return whole if fits else None

    @property
    def is_place(self) -> bool:
        """Whether the runner hardly moved: what counts is how long."""
        return self.to_m - self.from_m < _PLACE_M

    @property
    def pace_s_per_km(self) -> float:
        """Seconds for one kilometre."""
        return pace_s_per_km(self.to_m - self.from_m, self.lasts_s)

    @property
    def speed(self) -> float:
        """Metres a second; NaN when it took no time."""
        return (self.to_m - self.from_m) / self.lasts_s if self.lasts_s > 0 else math.nan

    def lies_in(self, from_m: float, to_m: float) -> bool:
        """Whether a good part of it lies between two places of the run."""
        shared = min(self.to_m, to_m) - max(self.from_m, from_m)
        enough = min(_TOUCHED_M, (self.to_m - self.from_m) / 2)
        return shared >= enough if enough > 0 else from_m <= self.from_m < to_m


@dataclass(frozen=True, kw_only=True)
class EvidencePart:
    """What one finding says."""

    #: The sentence without its state.
    message: Said
    #: None where there is nothing to show.
    limit: Said | None
    measured: Said | None
    #: None where it is about the whole run.
    stretch: Stretch | None


@dataclass(frozen=True, kw_only=True)
class EvidenceCard:
    """A rule that was not kept, with everything that was found about it."""

    title: Said
    outcome: Result
    parts: tuple[EvidencePart, ...]
    #: What the runner can do; None where there is nothing, or where it was just said.
    advice: Said | None


@dataclass(frozen=True, kw_only=True)
class EvidenceRow:
    """A rule that was kept, or that only tells something."""

    title: Said
    #: None where there is nothing to show.
    limit: Said | None
    measured: Said | None


@dataclass(frozen=True, kw_only=True)
class EvidenceGroup:
    """Rules of one kind that were kept."""

    title: Said
    rows: tuple[EvidenceRow, ...]


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """Every rule that was looked at: the same sheet for the runner and for staff."""

    #: What speaks against the run, the gravest first.
    cards: tuple[EvidenceCard, ...] = ()
    #: What is worth knowing and decides nothing.
    notes: tuple[EvidenceCard, ...] = ()
    #: What was kept, kind by kind.
    kept: tuple[EvidenceGroup, ...] = ()
    #: The stretches that cards speak of, by number.
    stretches: tuple[Stretch, ...] = ()
    #: The pace to draw a line for: the gravest limit that is one; s/km.
    limit_s_per_km: float | None = None

    def count(self, outcome: Result) -> int:
        """How many rules came out so."""
        if outcome == Result.PASSED:
            return sum(len(group.rows) for group in self.kept)
        return sum(card.outcome == outcome for card in (*self.cards, *self.notes))

    def __bool__(self) -> bool:
        return bool(self.cards or self.notes or self.kept)

    @property
    def main(self) -> Stretch | None:
        """The first stretch that is a full kilometre."""
        return next((each for each in self.stretches if each.km is not None), None)

    def touching(self, row: SplitRow) -> tuple[Stretch, ...]:
        """The stretches that lie in one row of the kilometres."""
        return tuple(each for each in self.stretches if each.lies_in(row.from_m, row.to_m))


#: A sheet that nobody may see, or of a run at which nothing was looked.
NO_EVIDENCE: Final = Evidence()
