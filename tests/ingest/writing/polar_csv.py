"""The CSV of a training session in Polar Flow, in the words of the domain."""

NAMES = (
    "Name,Sport,Date,Start time,Duration,Total distance (km),Average heart rate (bpm),"
    "Average speed (km/h),Notes,Height (cm),Weight (kg),"
)
SAMPLES = (
    "Sample rate,Time,HR (bpm),Speed (km/h),Pace (min/km),Cadence,Altitude (m),"
    "Stride length (m),Distances (m),Temperatures (C),Power (W),"
)


def row(second: int, *, heart: object = 141, metres: object = "", cadence: object = "") -> str:
    """One sample so many seconds after the start, at 10.8 km/h."""
    clock = f"{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}"
    return f"1,{clock},{heart},10.8,05:33,{cadence},31.5,,{metres},24.5,,"


def session(
    *rows: str,
    sport: str = "RUNNING",
    day: str = "08-11-2026",
    clock: str = "13:00:00",
    names: str = NAMES,
    samples: str = SAMPLES,
    distance: str = "2.50",
) -> bytes:
    """The bytes of a session that began at 13:00 of the wall clock and lasted ten minutes."""
    facts = f'Lan,{sport},{day},{clock},00:10:00,{distance},141,15.0,"sáng, mát",,,'
    return "\n".join([names, facts, samples, *rows, ""]).encode()


def sample() -> bytes:
    """Two samples."""
    return session(row(0, metres="0.00"), row(1, metres="3.00"))
