"""GPX text in the words of the domain: files that apps write, and files that they should not."""

GPX_1_1 = "http://www.topografix.com/GPX/1/1"


def point(
    lat: object = 21.5,
    lon: object = 106.5,
    *,
    time: str | None = None,
    ele: object = None,
    extensions: str = "",
    tag: str = "trkpt",
) -> str:
    """One point; `extensions` is what stands inside that element."""
    inside = "" if ele is None else f"<ele>{ele}</ele>"
    inside += "" if time is None else f"<time>{time}</time>"
    inside += f"<extensions>{extensions}</extensions>" if extensions else ""
    return f'<{tag} lat="{lat}" lon="{lon}">{inside}</{tag}>'


def segment(*points: str) -> str:
    """An unbroken stretch."""
    return f"<trkseg>{''.join(points)}</trkseg>"


def trk(*segments: str, kind: str | None = None, name: str | None = None, facts: str = "") -> str:
    """A track; `facts` is what stands in its extensions."""
    head = "" if name is None else f"<name>{name}</name>"
    head += "" if kind is None else f"<type>{kind}</type>"
    head += f"<extensions>{facts}</extensions>" if facts else ""
    return f"<trk>{head}{''.join(segments)}</trk>"


def document(*parts: str, creator: str | None = "Chặng tests", facts: str = "") -> str:
    """A whole document without declaration, one line; `facts` stands in its extensions."""
    by = "" if creator is None else f' creator="{creator}"'
    stated = f"<extensions>{facts}</extensions>" if facts else ""
    return f'<gpx version="1.1"{by} xmlns="{GPX_1_1}">{stated}{"".join(parts)}</gpx>'


def one_run(*points: str, kind: str | None = None) -> bytes:
    """The bytes of a file with one track of one segment."""
    return document(trk(segment(*points), kind=kind)).encode()


def seconds(count: int, *, start: int = 0, day: str = "2026-11-08") -> list[str]:
    """Points a second apart from `start` seconds after 06:00 UTC, each a step further north."""
    return [
        point(
            f"{21.5 + s * 0.00003:.5f}",
            106.5,
            time=f"{day}T{6 + s // 3600:02d}:{s // 60 % 60:02d}:{s % 60:02d}Z",
        )
        for s in range(start, start + count)
    ]
