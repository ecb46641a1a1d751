"""Apple Health exports in the words of the domain, small ones and endless ones."""

from collections.abc import Iterator
from html import escape

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
#: As iOS 15 declares its document, cut down to what the tests write.
DOCTYPE = """<!DOCTYPE HealthData [
<!-- HealthKit Export Version: 11 -->
<!ELEMENT HealthData (ExportDate,Me,(Record|Correlation|Workout|ActivitySummary)*)>
<!ATTLIST HealthData
  locale CDATA #REQUIRED
>
<!ELEMENT ExportDate EMPTY>
<!ELEMENT Workout ((MetadataEntry|WorkoutEvent|WorkoutRoute|WorkoutStatistics)*)>
<!ATTLIST Workout
  workoutActivityType CDATA #REQUIRED
  startDate           CDATA #REQUIRED
>
]>
"""
#: iOS 16 forgot to close one list of attributes and closed another twice.
BROKEN_DOCTYPE = """<!DOCTYPE HealthData [
<!-- HealthKit Export Version: 12 -->
<!ELEMENT HealthData (ExportDate,Me,(Record|Workout|VisionPrescription)*)>
<!ATTLIST VisionPrescription
  type  CDATA #REQUIRED
  brand CDATA #IMPLIED
<!ELEMENT RightEye EMPTY>
<!ATTLIST RightEye
  sphere CDATA #IMPLIED
>
  axisUnit CDATA #IMPLIED
>
]>
"""
_HERE = "<!-- here -->"
WATCH = (
    "<<HKDevice: 0x283a5c0>, name:Apple Watch, manufacturer:Apple Inc., model:Watch, "
    "hardware:Watch6,2, software:10.6.1>"
)


def element(name: str, *inside: str, **attributes: object) -> str:
    """One element on a line of its own; attributes are escaped."""
    written = "".join(f' {key}="{escape(str(value))}"' for key, value in attributes.items())
    return f" <{name}{written}>{''.join(inside)}</{name}>\n" if inside else f" <{name}{written}/>\n"


def heart_rate(time: str, beats: object, unit: str = "count/min") -> str:
    """A record of the watch, with the child that Apple gives it."""
    return element(
        "Record",
        element("MetadataEntry", key="HKMetadataKeyHeartRateMotionContext", value="0"),
        type="HKQuantityTypeIdentifierHeartRate",
        sourceName="Apple Watch của Lan",
        device=WATCH,
        unit=unit,
        startDate=time,
        endDate=time,
        value=beats,
    )


def steps(count: object) -> str:
    """A record that nobody asked for."""
    return element(
        "Record",
        type="HKQuantityTypeIdentifierStepCount",
        sourceName="Apple Watch của Lan",
        device=WATCH,
        unit="count",
        creationDate="2026-11-08 06:31:07 +0700",
        startDate="2026-11-08 06:20:00 +0700",
        endDate="2026-11-08 06:30:00 +0700",
        value=count,
    )


def workout(*inside: str, **attributes: object) -> str:
    """Half an hour of running from 06:00 in Việt Nam, unless `attributes` say otherwise."""
    usual = {
        "workoutActivityType": "HKWorkoutActivityTypeRunning",
        "duration": "29.5",
        "durationUnit": "min",
        "sourceName": "Apple Watch của Lan",
        "device": WATCH,
        "startDate": "2026-11-08 06:00:00 +0700",
        "endDate": "2026-11-08 06:30:00 +0700",
    }
    return element("Workout", *inside, **(usual | attributes))


def distance(sum_: object, unit: str = "km", kind: str = "DistanceWalkingRunning") -> str:
    """The statistic of iOS 16 and later."""
    return element("WorkoutStatistics", type=f"HKQuantityTypeIdentifier{kind}", sum=sum_, unit=unit)


def event(kind: str, time: str, **attributes: object) -> str:
    """A lap, a pause or what else happened in a workout."""
    return element("WorkoutEvent", type=f"HKWorkoutEventType{kind}", date=time, **attributes)


def metadata(key: str, value: object) -> str:
    """One of the things that Apple has no attribute for."""
    return element("MetadataEntry", key=key, value=value)


def route(path: str) -> str:
    """The track of a workout."""
    return element("WorkoutRoute", element("FileReference", path=path), sourceName="iPhone")


def export(*parts: str, doctype: str = DOCTYPE) -> bytes:
    """A whole export."""
    head = f'{DECLARATION}{doctype}<HealthData locale="vi_VN">\n'
    return f"{head}{''.join(parts)}</HealthData>\n".encode()


def sample() -> bytes:
    """One run with its route, and three heart rates, one of them before it."""
    return export(
        heart_rate("2026-11-08 05:59:00 +0700", 71),
        heart_rate("2026-11-08 06:10:00 +0700", 152),
        heart_rate("2026-11-08 06:20:00 +0700", 158),
        steps(412),
        workout(distance("5.02"), route("/workout-routes/route_2026-11-08_6.30am.gpx")),
    )


class Stream:
    """A file that is made while it is read, as large as one likes."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._ready = b""
        #: Bytes handed out.
        self.size = 0

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes; b"" at the end."""
        while len(self._ready) < size and (piece := next(self._pieces, b"")):
            self._ready += piece
        out, self._ready = self._ready[:size], self._ready[size:]
        self.size += len(out)
        return out


def megabytes(count: int, *, beats: int) -> Iterator[bytes]:
    """An export of that size for a `Stream`: records, so many of each megabyte heart rates, and
    at its end a workout."""
    block = heart_rate("2026-11-08 06:10:00 +0700", 152).encode() * beats
    # Records with a child, as many of the watch are, cannot be told without parsing.
    block += element("Record", metadata("a", "b"), type="Stand").encode() * 2_000
    line = steps(412).encode()
    block += line * ((1_000_000 - len(block)) // len(line) + 1)
    start, _, end = export(_HERE).partition(_HERE.encode())
    yield start
    for _ in range(count):
        yield block
    yield workout().encode() + end
