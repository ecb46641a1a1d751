"""The points of a TCX file all at once (`point_runs`), the rest by the careful reader."""

import re
from typing import Final
from xml.parsers.expat import XMLParserType

from race.errors import UnreadableFile
from race.ingest.formats import point_runs, xml
from race.ingest.formats.tcx_events import MOST_LEVELS, Events, field_of

#: The first point, to learn under which prefix they stand.
_POINT: Final = re.compile(rb"<((?:[A-Za-z_][\w.-]*:)?Trackpoint)[\s>]")


def events(data: bytes) -> Events | None:
    """What `xml.parse(data, Events)` would read, closed; None where `data` needs all care.

    Care is for whatever is no plain UTF-8, damaged, over a limit or without points of one shape in
    the `Track` of a `Lap`.
    """
    point = _POINT.search(data)
    runs = None if point is None else point_runs.split(data, point[1].decode(), field_of)
    if runs is None or len(runs.names) > MOST_LEVELS:
        return None

    def begin(parser: XMLParserType) -> Events:
        parser.intern.update((name, name) for name in runs.names)  # they count, though unseen
        return Events(parser, runs.counts)

    try:
        found, damage = xml.parse(runs.skeleton, begin)
    except UnreadableFile:
        return None  # with lines of the skeleton; the careful reader tells those of the file
    found.close()
    if damage is not None or len(found.runs) != len(runs.counts):
        return None
    found.fill(runs.columns)
    return found
