"""What is read of FIT: the numbers of its messages and fields, and what their values mean.

Taken from the public Profile of the FIT SDK, https://developer.garmin.com/fit/overview/
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from race.activity import Sport
from race.i18n import N_

#: 1989-12-31T00:00:00Z, the zero of FIT times, in seconds since 1970.
EPOCH_S: Final = 631_065_600
#: Times below count from when the device was switched on, for it did not know the date.
FIRST_DATE: Final = 0x1000_0000
#: The field that is the time of its message, in every message.
TIMESTAMP: Final = 253

FILE_ID: Final = 0
SPORT: Final = 12
SESSION: Final = 18
LAP: Final = 19
RECORD: Final = 20
EVENT: Final = 21
DEVICE_INFO: Final = 23


@dataclass(frozen=True, kw_only=True)
class Field:
    """One field of a message; its value is what is written, over `scale`, minus `offset`."""

    number: int
    scale: float = 1.0
    offset: float = 0.0
    #: "number"; "text"; or "packed": three bytes that are one number.
    kind: str = "number"


#: The fields that are read of each message, by our names; numbers in SI where scaled.
FIELDS: Final[Mapping[int, Mapping[str, Field]]] = {
    FILE_ID: {
        "type": Field(number=0),
        "manufacturer": Field(number=1),
        "product": Field(number=2),
        "product_name": Field(number=8, kind="text"),
    },
    DEVICE_INFO: {
        "index": Field(number=0),
        "manufacturer": Field(number=2),
        "product": Field(number=4),
        "product_name": Field(number=27, kind="text"),
    },
    SPORT: {"sport": Field(number=0), "sub_sport": Field(number=1)},
    SESSION: {
        "end": Field(number=TIMESTAMP),
        "start": Field(number=2),
        "sport": Field(number=5),
        "sub_sport": Field(number=6),
        "elapsed": Field(number=7, scale=1000.0),
        "timer": Field(number=8, scale=1000.0),
        "distance": Field(number=9, scale=100.0),
    },
    LAP: {
        "end": Field(number=TIMESTAMP),
        "start": Field(number=2),
        "sport": Field(number=25),
        "sub_sport": Field(number=39),
        "elapsed": Field(number=7, scale=1000.0),
        "timer": Field(number=8, scale=1000.0),
        "distance": Field(number=9, scale=100.0),
    },
    EVENT: {"time": Field(number=TIMESTAMP), "event": Field(number=0), "type": Field(number=1)},
    RECORD: {
        "time": Field(number=TIMESTAMP),
        "lat": Field(number=0, scale=2**31 / 180),
        "lon": Field(number=1, scale=2**31 / 180),
        "ele": Field(number=2, scale=5.0, offset=500.0),
        "enhanced_ele": Field(number=78, scale=5.0, offset=500.0),
        "heart_rate": Field(number=3),
        "cadence": Field(number=4),
        "fractional_cadence": Field(number=53, scale=128.0),
        "distance": Field(number=5, scale=100.0),
        "speed": Field(number=6, scale=1000.0),
        "enhanced_speed": Field(number=73, scale=1000.0),
        "speed_distance": Field(number=8, kind="packed"),
        "power": Field(number=7),
        "temperature": Field(number=13),
        "accuracy": Field(number=31),
    },
}

#: The values of `file_id.type` that are recordings: an activity, or only its summary.
RECORDINGS: Final = frozenset({4, 20})
_MONITORING: Final = N_("daily monitoring")
_SEGMENT: Final = N_("a segment to race on")
#: What the other files of a watch are.
KINDS: Final[Mapping[int, str]] = {
    1: N_("a description of the device"),
    2: N_("a settings file"),
    3: N_("a list of sport settings"),
    5: N_("a workout plan"),
    6: N_("a course"),
    7: N_("a training calendar"),
    9: N_("a list of weights"),
    10: N_("a list of totals"),
    11: N_("a list of goals"),
    14: N_("a list of blood pressures"),
    15: _MONITORING,
    28: _MONITORING,
    32: _MONITORING,
    34: _SEGMENT,
    35: _SEGMENT,
}

#: `event.event` of the timer, and the values of `event.event_type` that start and stop it.
TIMER: Final = 0
STARTS: Final = (0,)
STOPS: Final = (1, 4, 8, 9)

#: The way from one sport of a triathlon to the next.
TRANSITION: Final = 3
#: `session.sport`. 0 generic, 18 multisport and 254 all say nothing, nor do the numbers above.
SPORTS: Final[Mapping[float, Sport]] = {
    **dict.fromkeys(range(3, 96), Sport.OTHER),
    0: Sport.UNKNOWN,
    1: Sport.RUN,
    2: Sport.RIDE,
    5: Sport.SWIM,
    11: Sport.WALK,
    16: Sport.HIKE,  # mountaineering
    17: Sport.HIKE,
    18: Sport.UNKNOWN,
    21: Sport.RIDE,  # with a motor
    22: Sport.DRIVE,  # a motorcycle
    24: Sport.DRIVE,
    65: Sport.WALK,  # in a wheelchair
    66: Sport.RUN,
}
#: The values of `session.sport` that leave it to `session.sub_sport`: generic, fitness equipment.
VAGUE_SPORTS: Final = frozenset({0, 4})
#: The number of the sport that a `session.sub_sport` belongs to.
SPORT_OF: Final[Mapping[float, int]] = {
    1: 1,  # treadmill
    2: 1,  # street
    3: 1,  # trail
    4: 1,  # track
    5: 2,  # spin
    6: 2,  # indoor cycling
    27: 11,  # indoor walking
    45: 1,  # indoor running
}
#: `session.sub_sport` of what is done without satellites: treadmill, spin, indoor cycling, indoor
#: rowing, elliptical, stair climbing, lap swimming, indoor skiing, walking and running, virtual.
INDOOR: Final = frozenset({1, 5, 6, 14, 15, 16, 17, 25, 27, 45, 58})
