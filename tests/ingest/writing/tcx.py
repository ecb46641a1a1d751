"""TCX text in the words of the domain: files that watches and websites write, and bad ones."""

import math
import struct
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

SCHEMAS = "http://www.garmin.com/xmlschemas"
#: When the runs of this module begin.
SIX = datetime(2026, 11, 8, 6, tzinfo=UTC)
#: What is declared by Garmin Connect, in its words.
NAMESPACES = (
    f'xsi:schemaLocation="{SCHEMAS}/TrainingCenterDatabase/v2 '
    f'{SCHEMAS}/TrainingCenterDatabasev2.xsd" '
    f'xmlns:ns5="{SCHEMAS}/ActivityGoals/v1" xmlns:ns3="{SCHEMAS}/ActivityExtension/v2" '
    f'xmlns:ns2="{SCHEMAS}/UserProfile/v2" xmlns="{SCHEMAS}/TrainingCenterDatabase/v2" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    f'xmlns:ns4="{SCHEMAS}/ProfileExtension/v1"'
)
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


def at(second: float, *, thousandths: bool = True) -> str:
    """So many seconds after `SIX`, as an app writes it."""
    moment = SIX + timedelta(seconds=second)
    text = moment.isoformat(timespec="milliseconds" if thousandths else "seconds")
    return text.replace("+00:00", "Z")


def element(name: str, inside: object) -> str:
    """An element, or nothing where there is nothing to say."""
    return "" if inside is None else f"<{name}>{inside}</{name}>"


def point(
    second: float | None = 0,
    *,
    time: str | None = None,
    lat: object = 21.5,
    lon: object = 106.5,
    ele: object = None,
    distance: object = None,
    extra: str = "",
) -> str:
    """One point: `second` after `SIX` or, where that is None, at a `time` as written or at none;
    None leaves an element out, and `extra` stands at the end."""
    when = time if second is None else at(second)
    position = element("LatitudeDegrees", lat) + element("LongitudeDegrees", lon)
    inside = element("Time", when) + element("Position", position or None)
    inside += element("AltitudeMeters", ele) + element("DistanceMeters", distance)
    return element("Trackpoint", inside + extra)


def points(*seconds: float) -> str:
    """Points at these seconds, 3 m north for each."""
    return "".join(point(s, lat=f"{21.5 + s * 0.000027:.6f}") for s in seconds)


def lap(
    *tracks: str, start: float | None = 0, timer: object = None, distance: object = None
) -> str:
    """A lap of these tracks of points, begun so many seconds after `SIX`."""
    begun = "" if start is None else f' StartTime="{at(start)}"'
    head = element("TotalTimeSeconds", timer) + element("DistanceMeters", distance)
    return f"<Lap{begun}>{head}{''.join(element('Track', track) for track in tracks)}</Lap>"


def activity(
    *laps: str, sport: str = "Running", device: str | None = None, notes: str | None = None
) -> str:
    """An activity of these laps."""
    head = element("Id", at(0)) + element("Notes", notes)
    creator = element("Name", device)
    maker = f'<Creator xsi:type="Device_t">{creator}</Creator>' if creator else ""
    return f'<Activity Sport="{sport}">{head}{"".join(laps)}{maker}</Activity>'


def document(*activities: str, app: str | None = None, plans: str = "") -> str:
    """A whole document without declaration, one line; `plans` stands before the activities."""
    name = element("Name", app)
    author = f'<Author xsi:type="Application_t">{name}</Author>' if name else ""
    inside = plans + element("Activities", "".join(activities)) + author
    return f"<TrainingCenterDatabase {NAMESPACES}>{inside}</TrainingCenterDatabase>"


def one_run(*tracks: str) -> str:
    """A run of one lap."""
    return document(activity(lap(*tracks)))


def sample() -> bytes:
    """A small valid file: two laps of a run, indented as Garmin Connect writes them."""
    return recording(10, lap_s=5)


def recording(count: int, *, lap_s: int = 330) -> bytes:
    """A run of `count` seconds as Garmin Connect writes it, a point a second at 3 m/s on a winding
    way, a lap each `lap_s`."""
    text = []
    for start in range(0, count, lap_s):
        seconds = range(start, min(start + lap_s, count))
        text.append(_LAP.format(start=at(start), timer=float(len(seconds)), far=3.0 * len(seconds)))
        text += [_POINT.format(**_values(s)) for s in seconds]
        text.append("        </Track>\n      </Lap>\n")
    return (_HEAD + "".join(text) + _TAIL).encode()


def _values(second: int) -> dict[str, object]:
    """What the point of this second holds, by the names in the styles."""
    lat = _semicircles(21.5061 + 0.000027 * second)
    lon = _semicircles(106.3436 + 0.0004 * math.sin(second / 60))
    position = f"<LatitudeDegrees>{lat!r}</LatitudeDegrees><LongitudeDegrees>{lon!r}"
    position = element("Position", f"{position}</LongitudeDegrees>")
    return {
        "time": at(second),
        "short": at(second, thousandths=False),
        "lat": lat,
        "lon": lon,
        "position": position,
        "position_or_not": "" if second % 7 in (2, 3) else position,
        "ele": _single(round(31.2 + 8 * math.sin(second / 200), 1)),
        "far": _single(round(3 * second + math.sin(second), 2)),
        "beats": round(140 + 20 * math.sin(second / 300)),
        "speed": _single(round(3 + 0.4 * math.sin(second / 30), 3)),
        "strides": 80 + second % 9,
    }


def _semicircles(degrees: float) -> float:
    """The nearest position a FIT file can hold: a 2³¹th of 180°."""
    return round(degrees * 2**31 / 180) * 180 / 2**31


def _single(value: float) -> float:
    """What Garmin makes of numbers: of single precision, written with all digits of a double."""
    (single,) = struct.unpack("f", struct.pack("f", value))
    return float(single)


_HEAD = f"""{DECLARATION}<TrainingCenterDatabase
  {NAMESPACES}>
  <Activities>
    <Activity Sport="Running">
      <Id>{at(0)}</Id>
"""
_LAP = """      <Lap StartTime="{start}">
        <TotalTimeSeconds>{timer}</TotalTimeSeconds>
        <DistanceMeters>{far}</DistanceMeters>
        <MaximumSpeed>3.4000000953674316</MaximumSpeed>
        <Calories>70</Calories>
        <AverageHeartRateBpm>
          <Value>148</Value>
        </AverageHeartRateBpm>
        <Intensity>Active</Intensity>
        <TriggerMethod>Manual</TriggerMethod>
        <Track>
"""
_POINT = """          <Trackpoint>
            <Time>{time}</Time>
            <Position>
              <LatitudeDegrees>{lat!r}</LatitudeDegrees>
              <LongitudeDegrees>{lon!r}</LongitudeDegrees>
            </Position>
            <AltitudeMeters>{ele!r}</AltitudeMeters>
            <DistanceMeters>{far}</DistanceMeters>
            <HeartRateBpm>
              <Value>{beats}</Value>
            </HeartRateBpm>
            <Extensions>
              <ns3:TPX>
                <ns3:Speed>{speed!r}</ns3:Speed>
                <ns3:RunCadence>{strides}</ns3:RunCadence>
              </ns3:TPX>
            </Extensions>
          </Trackpoint>
"""
_TAIL = """      <Creator xsi:type="Device_t">
        <Name>Forerunner 255</Name>
        <UnitId>1234567890</UnitId>
        <ProductID>3992</ProductID>
      </Creator>
    </Activity>
  </Activities>
  <Author xsi:type="Application_t">
    <Name>Connect Api</Name>
    <LangID>en</LangID>
  </Author>
</TrainingCenterDatabase>
"""


#: The same run as several programs write it: their blanks, prefixes, order and what they leave out.
STYLES: Mapping[str, Callable[[int], bytes]] = {
    "Garmin Connect": recording,
    "Garmin Training Center": lambda count: _styled(
        count,
        "<Trackpoint>\n  <Time>{short}</Time>\n{position}  <AltitudeMeters>{ele:.7f}"
        "</AltitudeMeters>\n  <DistanceMeters>{far}</DistanceMeters>\n  <HeartRateBpm>\n"
        "    <Value>{beats}</Value>\n  </HeartRateBpm>\n  <SensorState>Absent</SensorState>\n"
        "</Trackpoint>\n",
    ),
    "Polar": lambda count: _styled(
        count,
        "<Trackpoint>\r\n\t<Time>{time}</Time>\r\n\t{position}<AltitudeMeters>{ele:.3f}"
        "</AltitudeMeters>\r\n\t<HeartRateBpm><Value>{beats}</Value></HeartRateBpm>\r\n\t"
        "<Cadence>{strides}</Cadence>\r\n\t<SensorState>Present</SensorState>\r\n"
        "</Trackpoint>\r\n",
    ),
    "Suunto": lambda count: _styled(
        count,
        "<Trackpoint><Time>{short}</Time>{position}<HeartRateBpm><Value>{beats}</Value>"
        '</HeartRateBpm><Cadence>{strides}</Cadence><Extensions><TPX xmlns="a/v2"><Speed>'
        "{speed!r}</Speed></TPX></Extensions></Trackpoint>",
    ),
    "TomTom": lambda count: _styled(
        count,
        "<Trackpoint>\n<Time>{short}</Time>\n{position}\n<DistanceMeters>{far}</DistanceMeters>\n"
        "<Extensions><x:TPX><Speed>{speed:.2f}</Speed></x:TPX></Extensions>\n</Trackpoint>\n",
    ),
    "on a treadmill": lambda count: _styled(
        count,
        "<Trackpoint><Time>{time}</Time><DistanceMeters>{far}</DistanceMeters><HeartRateBpm>"
        "<Value>{beats}</Value></HeartRateBpm><Extensions><ns3:TPX><ns3:RunCadence>{strides}"
        "</ns3:RunCadence><ns3:Speed>{speed!r}</ns3:Speed></ns3:TPX></Extensions></Trackpoint>",
    ),
    "a fix now and then": lambda count: _styled(
        count,
        "<Trackpoint><Time>{short}</Time>{position_or_not}<DistanceMeters>{far}</DistanceMeters>"
        "</Trackpoint>\n",
    ),
    "a prefix everywhere": lambda count: (
        _styled(
            count,
            "<Trackpoint><Time>{short}</Time>{position}<AltitudeMeters>{ele:.1f}</AltitudeMeters>"
            "</Trackpoint>",
        )
        .replace(b"</", b"<\0")
        .replace(b"<", b"<ns2:")
        .replace(b"<ns2:\0", b"</ns2:")
    ),
}


def _styled(count: int, style: str) -> bytes:
    """A run of `count` seconds in two laps, its points in this style."""
    written = [style.format(**_values(second)) for second in range(count)]
    half = count // 2
    return document(
        activity(
            lap("".join(written[:half]), timer=half, distance=3.0 * half),
            lap("".join(written[half:]), start=half, timer=count - half),
            device="Watch",
        ),
        app="App",
    ).encode()
