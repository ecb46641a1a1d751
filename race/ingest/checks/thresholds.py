"""Limits that hold for every event, each with its unit, source and reason.

What differs from event to event is a field of `race.event.Rules`.
"""

from collections.abc import Mapping
from typing import Final

from race.category import Sex
from race.units import HALF_MARATHON_M, MARATHON_M

#: s. A phone's clock may be ahead by minutes; a run that ended later than this after its upload
#: has a wrong clock.
FUTURE_SLACK_S: Final = 600.0
#: s since 1970: 2000-01-01 UTC. Devices that lost their clock start at 1980 or 1989.
OLDEST_TIME_S: Final = 946_684_800.0
#: s. UTC+14 to UTC−12: a time without a zone may be this far off.
ZONELESS_SLACK_S: Final = 26 * 3600.0
#: Share of points that run backwards from which the record is not one recording: honest files
#: have single reversals (13 of about 500 files had any).
REVERSED_SHARE: Final = 0.5
#: m. Where an event sets no shortest run: a phone that lies on a table "runs" less.
SHORTEST_M: Final = 100.0
#: Share of the shorter run: two devices on one runner share nearly all of it.
OVERLAP_SAME: Final = 0.5
#: s. Less than this is a watch that was stopped late.
OVERLAP_SLACK_S: Final = 60.0
#: s. One sample of distance or cadence in so long, at least, bears out a run indoors.
INDOOR_INTERVAL_S: Final = 30.0
#: Share of a run indoors with a heart rate; those we met had one all the way.
INDOOR_HEART_RATE_SHARE: Final = 0.5
#: What a watch writes sample by sample. Phones' exports are read too, and looked at.
INDOOR_FORMATS: Final = frozenset({"fit", "tcx"})
#: m. Steps of 230 runs: 0.94 in the median, 95 % under 1.25 and 99 % under 1.40; a bicycle's turns,
#: read as steps, have 1.6 and more.
SHORTEST_STEP_M: Final = 0.5
LONGEST_STEP_M: Final = 1.6
#: m. Steps of walks: 0.41 to 0.81.
WALKED_STEP_M: Final = 0.4
#: Share of the world record's speed from which a person looks: 1.5 % of honest foot files reach it
#: with windows of 1 km and more, at 1.00 only vehicle parts, wrong labels and teleports did.
RECORD_REVIEW_SHARE: Final = 0.90

#: World records (m → s), men and women: 1000 m to marathon, as World Athletics lists them
#: (half marathon: Kiplimo, Lisbon, 8 March 2026; men's marathon: Sawe, London, 26 April 2026).
_MEN: Final = {
    1000.0: 131.96,
    3000.0: 437.55,
    5000.0: 755.36,
    10_000.0: 1571.00,
    HALF_MARATHON_M: 3440.0,
    MARATHON_M: 7170.0,
}
_WOMEN: Final = {
    1000.0: 148.98,
    3000.0: 486.11,
    5000.0: 838.06,
    10_000.0: 1734.14,
    HALF_MARATHON_M: 3772.0,
    MARATHON_M: 7796.0,
}
#: Sex X is judged by the men's limits.
WORLD_RECORDS: Final[Mapping[Sex, Mapping[float, float]]] = {
    Sex.MALE: _MEN,
    Sex.OPEN: _MEN,
    Sex.FEMALE: _WOMEN,
}
