"""Suunto's JSON: a ``DeviceLog`` of a head, samples with a time each, and windows.

``Samples`` are objects with ``TimeISO8601`` and either values or ``Events``: a pause or its end, or
an activity, the begin of a session. A ``Window`` of type "Activity" has the totals of a session;
its laps are not read.
"""

from typing import Final

from race.activity import Activity
from race.errors import NoActivity
from race.ingest.formats import jsons, records, suunto_log
from race.ingest.formats.records import Record
from race.ingest.formats.suunto_log import SENSORS, Log
from race.ingest.formats.times import Clock

_VALUES: Final = (*SENSORS, "Latitude", "Longitude")
_TOTALS: Final = ("Distance", "Duration", "PauseDuration", "Activity", "ActivityType")


def sniff(data: bytes) -> bool:
    """JSON whose beginning names a ``DeviceLog``."""
    return '"DeviceLog"' in jsons.head(data)


def read(data: bytes) -> list[Activity]:
    """The activities of a log, one for each session of a multisport one.

    Raises NoActivity, MalformedFile, TooDeep, TooManyPoints and TooManyRuns.
    """
    whole = jsons.load(data)
    said = _inside(whole if isinstance(whole, dict) else {}, "DeviceLog")
    samples = records.objects(said.get("Samples"))
    if not samples:
        raise NoActivity(format="Suunto")
    log = Log(head=_head(said), totals=_totals(said))
    clock = Clock()
    for sample in samples:
        time = clock.read(jsons.text(sample.get("TimeISO8601") or sample.get("UTC")))
        values = {name: jsons.number(sample.get(name)) for name in _VALUES if name in sample}
        log.add(time, values)
        for event in records.objects(sample.get("Events")):
            _event(log, time, event)
    log.zone_known = clock.unzoned == 0
    return suunto_log.activities(log, "suunto", "Suunto")


def _event(log: Log, time: float, event: Record) -> None:
    if "Pause" in event:
        log.pauses.append(time)
    activity = _inside(event, "Activity")
    if activity:
        log.begin(time, _word(activity.get("Type")), _word(activity.get("ActivityType")))


def _head(said: Record) -> dict[str, str]:
    head = _inside(said, "Header")
    device = _inside(said, "Device") or _inside(head, "Device")
    return {name: _word(head.get(name)) for name in _TOTALS} | {"Device": _word(device.get("Name"))}


def _totals(said: Record) -> list[tuple[float, float]]:
    windows = [_inside(each, "Window") for each in records.objects(said.get("Windows"))]
    return [
        (jsons.number(window.get("Distance")), jsons.number(window.get("Duration")))
        for window in windows
        if window.get("Type") == "Activity"
    ]


def _inside(said: Record, name: str) -> Record:
    value = said.get(name)
    return value if isinstance(value, dict) else {}


def _word(value: object) -> str:
    """A text, or a number as one."""
    return str(value) if isinstance(value, int | float) else jsons.text(value)
