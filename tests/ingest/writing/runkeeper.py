"""The list of activities in a Runkeeper export."""

NAMES = (
    "Activity Id,Date,Type,Route Name,Distance ({unit}),Duration,Average Pace,"
    "Average Speed ({speed}),Calories Burned,Climb ({climb}),Average Heart Rate (bpm),"
    "Friend's Tagged,Notes,GPX File"
)
KM = NAMES.format(unit="km", speed="km/h", climb="m")
MI = NAMES.format(unit="mi", speed="mph", climb="ft")


def line(
    *,
    date: str = "2026-11-08 06:00:05",
    kind: str = "Running",
    distance: object = "5.02",
    duration: str = "29:36",
    speed: object = "",
    notes: str = "",
    file: str = "2026-11-08-060005.gpx",
) -> str:
    """A run; by default one of 5.02 in 29 minutes and 36 seconds."""
    first = f"0a1b2c3d-0000-4000-8000-000000000000,{date},{kind},,{distance},{duration},5:54"
    return f'{first},{speed},320.0,12,152,"","{notes}",{file}'


def export(*lines: str, names: str = KM) -> bytes:
    """A whole list."""
    return "\n".join([names, *lines, ""]).encode()


def sample() -> bytes:
    """One run."""
    return export(line())
