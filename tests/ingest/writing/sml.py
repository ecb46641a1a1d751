"""SML in the words of the format."""

from math import radians

HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'


def values(second: int, **said: object) -> str:
    """A sample at 06:00 and `second` seconds."""
    inside = "".join(f"<{name}>{value}</{name}>" for name, value in said.items())
    return (
        f"<Sample>{inside}<UTC>2026-11-08T06:{second // 60:02d}:{second % 60:02d}Z</UTC></Sample>"
    )


def place(second: int, lat: float = 21.5, lon: float = 106.5) -> str:
    """A place."""
    return values(second, Latitude=radians(lat), Longitude=radians(lon), SampleType="gps-tiny")


def event(second: int, inside: str) -> str:
    """Something happens; its time stands inside of it too, and counts only outside."""
    return values(second, Events=f"{inside}")


def log(*samples: str, header: str = "<Activity>Running</Activity>") -> bytes:
    """A whole file."""
    return (
        f'{HEAD}<sml xmlns="http://www.suunto.com/schemas/sml"><DeviceLog>'
        f"<Header>{header}</Header><Device><Name>Suunto Ambit2 S</Name></Device>"
        f"<Samples>{''.join(samples)}</Samples><R-R><Data>507 521</Data></R-R></DeviceLog></sml>"
    ).encode()


def sample() -> bytes:
    """A run of two places and a heart rate."""
    return log(place(0), values(0, HR=2.35, SampleType="periodic"), place(3, 21.501))
