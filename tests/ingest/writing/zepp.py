"""The table of workouts in an export of Zepp, in the words of the domain."""

NAMES = (
    "type,startTime,sportTime(s),maxPace(/meter),minPace(/meter),distance(m),avgPace(/meter),"
    "calories(kcal)"
)
RUN = "1,2026-11-08 06:00:00+0000,1800,0.31,0.4,5000.5,0.36,310.0"


def workouts(*rows: str, names: str = NAMES) -> bytes:
    """The bytes of the table."""
    return "\ufeff".encode() + "\n".join([names, *rows, ""]).encode()


def sample() -> bytes:
    """One run."""
    return workouts(RUN)
