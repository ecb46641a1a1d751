"""What is run: a Race is one distance or one goal inside an event."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a race is won."""

    #: One run over the distance; the best elapsed time counts.
    SINGLE = "single"
    #: Kilometres of many runs towards a goal.
    COLLECTED = "collected"


@dataclass(frozen=True, kw_only=True)
class Race:
    """One distance or goal inside an event."""

    #: Its part of an address, unique in the event.
    slug: str
    name: str
    kind: Kind
    #: Metres to run once, or to collect.
    distance_m: float


@dataclass(frozen=True, kw_only=True)
class Sight:
    """A place on the way of a collected race: the road through the event's country."""

    #: Metres from the start.
    at_m: float
    name: str
