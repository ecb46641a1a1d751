"""KML text in the words of the format."""

from collections.abc import Iterable, Mapping

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2">'
)
#: A time of the day 2026-11-08 and a place: longitude, latitude, height.
Stop = tuple[str, str]


def when(clock: str) -> str:
    """The moment `clock` (06:00:00) of the morning of the race, UTC."""
    return f"<when>2026-11-08T{clock}Z</when>"


def track(*stops: Stop, sensors: Mapping[str, Iterable[object]] | None = None) -> str:
    """A `gx:Track`, all times before all places, as its reference writes it."""
    times = "".join(when(clock) for clock, _ in stops)
    places = "".join(f"<gx:coord>{place}</gx:coord>" for _, place in stops)
    return f"<gx:Track>{times}{places}{arrays(sensors or {})}</gx:Track>"


def arrays(sensors: Mapping[str, Iterable[object]]) -> str:
    """The `ExtendedData` of a track: one value a point of each sensor."""
    inside = "".join(
        f'<gx:SimpleArrayData name="{name}">'
        + "".join(f"<gx:value>{value}</gx:value>" for value in values)
        + "</gx:SimpleArrayData>"
        for name, values in sensors.items()
    )
    return f'<ExtendedData><SchemaData schemaUrl="#s">{inside}</SchemaData></ExtendedData>'


def placemark(*inside: str, data: Mapping[str, str] | None = None) -> str:
    """A placemark that says `data` of itself."""
    said = "".join(
        f'<Data name="{name}"><value>{value}</value></Data>' for name, value in (data or {}).items()
    )
    return f"<Placemark><ExtendedData>{said}</ExtendedData>{''.join(inside)}</Placemark>"


def point(place: str, clock: str | None = None) -> str:
    """A placemark of one place "lon,lat,ele", seen at `clock`."""
    stamp = "" if clock is None else f"<TimeStamp>{when(clock)}</TimeStamp>"
    return f"<Placemark>{stamp}<Point><coordinates>{place}</coordinates></Point></Placemark>"


def line(coordinates: str) -> str:
    """A `LineString` through "lon,lat,ele lon,lat,ele"."""
    return f"<LineString><coordinates>{coordinates}</coordinates></LineString>"


def folder(*inside: str) -> str:
    """A folder."""
    return f"<Folder>{''.join(inside)}</Folder>"


def document(*inside: str, app: str | None = None) -> bytes:
    """A whole file."""
    by = "" if app is None else f"<atom:generator>{app}</atom:generator>"
    return f"{HEAD}<Document>{by}{''.join(inside)}</Document></kml>".encode()


def sample() -> bytes:
    """A run of two segments."""
    first = track(("06:00:00", "106.5 21.5 30"), ("06:00:05", "106.5 21.50012 31"))
    second = track(("06:01:00", "106.5 21.50013 31.5"), sensors={"heart_rate": [141]})
    run = placemark(f"<gx:MultiTrack>{first}{second}</gx:MultiTrack>", data={"type": "running"})
    return document(run, app="OpenTracks")
