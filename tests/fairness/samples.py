"""What is measured: one track with a name, or two that are or are not copies."""

from dataclasses import dataclass

from race.activity import Activity


@dataclass(frozen=True, kw_only=True)
class Sample:
    """A track, honest or not."""

    #: Says which it is when it springs: "honest 17, street, every second".
    name: str
    activity: Activity


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two tracks of which the later may be a copy of the earlier."""

    name: str
    earlier: Activity
    later: Activity
