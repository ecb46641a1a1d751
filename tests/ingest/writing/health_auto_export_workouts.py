"""The table of workouts of the app Health Auto Export."""

NAMES = (
    "Workout Type,Start,End,Duration,Năng lượng (kcal),Khoảng cách (km),Tốc độ tối đa (km/giờ),"
    "Độ cao tăng (m),Vị trí,"
)


def line(
    *,
    kind: str = "Chạy ngoài trời",
    start: str = "2026-11-08 06:00",
    end: str = "2026-11-08 06:30",
    duration: str = "00:29:36",
    distance: object = 5.02,
    place: str = "Ngoài trời",
) -> str:
    """A workout; by default half an hour of running."""
    return f"{kind},{start},{end},{duration},320.5,{distance},13.5,12.0,{place},"


def export(*lines: str, names: str = NAMES) -> bytes:
    """A whole table."""
    return "\n".join([names, *lines, ""]).encode()


def sample() -> bytes:
    """One run."""
    return export(line())
