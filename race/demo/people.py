"""Invented people with names as the region has them: Tày, Nùng and Kinh families."""

from dataclasses import dataclass
from typing import Final

from numpy.random import Generator

from race.category import Sex
from race.demo.teams import PUPILS, RUNNERS
from race.team import slug_of


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody who enters. Nobody has a phone number or a house number."""

    name: str
    sex: Sex
    birth_year: int
    #: Slug of the sub-unit.
    team: str
    #: Slugs of the races entered.
    races: tuple[str, ...]
    #: Seconds for a kilometre of an easy run.
    s_per_km: float


_FAMILIES: Final = (
    *("Hoàng", "Nông", "Vi", "Lý", "Lương", "Hứa", "Chu", "Đàm", "Triệu", "Bế", "Lành", "Linh"),
    *("Lộc", "Mã", "Mạc", "Dương", "Nguyễn", "Trần", "Phạm", "Vũ", "Đỗ", "Phùng", "Tô", "Lăng"),
    *("Hoàng", "Nông", "Vi", "Lý", "Hứa", "Nguyễn", "Nguyễn", "Trần", "Liễu", "Ma", "Lê", "Đinh"),
)
_MIDDLES: Final = {
    Sex.MALE: (
        *("Văn", "Văn", "Đức", "Quốc", "Minh", "Tuấn", "Hữu", "Xuân", "Đình", "Quang", "Trường"),
        *("Thanh", "Tiến", "Công", "Mạnh", "Việt", "Hoàng", "Gia", "Bảo", "Anh", "Văn", "Trung"),
    ),
    Sex.FEMALE: (
        *("Thị", "Thị Thu", "Thị Hồng", "Thị Bích", "Thị Kim", "Thị Mai", "Thị Ánh", "Thị Hương"),
        *("Thị Thanh", "Thị Phương", "Thuỳ", "Khánh", "Ngọc", "Diệu", "Bảo", "Thị", "Thị Minh"),
    ),
}
_GIVEN: Final = {
    Sex.MALE: (
        *("Hiếu", "Thắng", "Nghĩa", "Khải", "Nghị", "Khôi", "Bảo", "Thuận", "Đạt", "Sơn", "Lâm"),
        *("Duy", "Tùng", "Kiên", "Vinh", "Phong", "Huy", "Thịnh", "Quyết", "Tú", "Hoà", "Cường"),
        *("Long", "Bách", "Chiến", "Dũng", "Giáp", "Hưng", "Luân", "Nam", "Toản", "Vượng"),
    ),
    Sex.FEMALE: (
        *("Phương", "Trang", "Diễm", "Ngọc", "Dương", "Quỳnh", "Tuyết", "Hằng", "Nhung", "Hạnh"),
        *("Hiền", "Linh", "Thảo", "Vân", "Yến", "Mai", "Hoa", "Thuý", "Lan", "Chi", "Huyền"),
        *("Nga", "Loan", "Giang", "Hà", "Thơm", "Xuyến", "Liễu", "Nhàn", "Uyên", "Ánh", "Vy"),
    ),
}
#: Chance would make these, and they belong to people in public life.
_KNOWN: Final = frozenset(
    {
        "Nông Đức Mạnh",
        "Hoàng Văn Thái",
        "Hoàng Quốc Việt",
        "Lê Đức Anh",
        "Nguyễn Tuấn Anh",
        "Nguyễn Quang Hải",
        "Nguyễn Văn Linh",
        "Trần Quốc Vượng",
        "Trần Mạnh Dũng",
        "Đinh Thanh Trung",
        "Nguyễn Công Phượng",
        "Vũ Văn Thanh",
        "Phạm Tuấn Anh",
    }
)

_CLUB: Final = "CLB Chạy bộ Hữu Lũng"
_GUIDES: Final = "Chi đoàn Du lịch cộng đồng Hữu Liên"
_RANGERS: Final = "Chi đoàn Kiểm lâm Hữu Liên"
_POLICE: Final = "Chi đoàn Công an xã Hữu Lũng"
_HOSPITAL: Final = "Chi đoàn Trung tâm Y tế Hữu Lũng"
_BOTH: Final = ("5km", "50km")

#: (name, sex, age on 31 December, unit, races, s/km): people with a story of their own.
CAST: Final = (
    ("Nguyễn Thị Ngọc Ánh", Sex.FEMALE, 24, _GUIDES, _BOTH, 362.0),
    ("Nông Quốc Thắng", Sex.MALE, 29, _POLICE, _BOTH, 312.0),
    ("Hoàng Thị Mai Phương", Sex.FEMALE, 27, "Chi đoàn Uỷ ban xã Cai Kinh", _BOTH, 346.0),
    ("Vi Đức Thịnh", Sex.MALE, 33, _GUIDES, _BOTH, 331.0),
    ("Nguyễn Trường Giang", Sex.MALE, 31, _CLUB, _BOTH, 268.0),
    ("Lộc Thị Huyền Trang", Sex.FEMALE, 35, _HOSPITAL, _BOTH, 362.0),
    ("Dương Đình Nghĩa", Sex.MALE, 41, "Chi đoàn thôn Vân Nham", _BOTH, 340.0),
    ("Triệu Minh Hiếu", Sex.MALE, 17, "Chi đoàn 12A1 THPT Hữu Lũng", _BOTH, 305.0),
    ("Lương Thị Kiều Diễm", Sex.FEMALE, 22, "Chi đoàn thôn Yên Thịnh", _BOTH, 377.0),
    ("Chu Bá Tường", Sex.MALE, 38, "Chi đoàn thôn Bắc Lệ", ("50km",), 355.0),
    ("Đàm Quang Khải", Sex.MALE, 26, "Chi đoàn Quân sự xã Thiện Tân", ("50km",), 366.0),
    ("Hứa Thị Bích Ngọc", Sex.FEMALE, 30, "Chi đoàn Giáo viên THPT Hữu Lũng", _BOTH, 389.0),
    ("Phạm Hữu Nghị", Sex.MALE, 45, _RANGERS, _BOTH, 371.0),
    ("Bế Thị Ánh Tuyết", Sex.FEMALE, 28, "Chi đoàn thôn Cai Kinh", _BOTH, 386.0),
    ("Lý Văn Sáu", Sex.MALE, 66, _CLUB, _BOTH, 428.0),
    (
        "Nguyễn Hoàng Tường Khánh Quỳnh Phương Uyên",
        Sex.FEMALE,
        17,
        "Chi đoàn 12A1 THPT Hữu Lũng",
        _BOTH,
        411.0,
    ),
    ("Trần Đăng Khôi", Sex.MALE, 19, _CLUB, ("5km",), 258.0),
    ("Mạc Thị Thuỳ Dương", Sex.FEMALE, 25, "Chi đoàn thôn Tuấn Sơn", _BOTH, 394.0),
    ("Lành Thị Thu Hằng", Sex.FEMALE, 61, "Chi đoàn thôn Yên Thịnh", ("50km",), 488.0),
    ("Linh Văn Sỹ", Sex.MALE, 72, _GUIDES, ("5km",), 505.0),
)
#: Index of the runner whose personal link the demo shows.
DEMO_RUNNER: Final = 0


def people(count: int, *, year: int, rng: Generator) -> tuple[Person, ...]:
    """`count` people, the cast first; no two have the same name."""
    found = [_cast(row, year) for row in CAST]
    taken = {person.name for person in found} | _KNOWN
    units = [slug for slug, (weight, _) in RUNNERS.items() for _ in range(weight)]
    for person in found:
        units.remove(person.team)
    while len(found) < count:
        sex = Sex.FEMALE if rng.random() < 0.46 else Sex.MALE
        name = _name(sex, rng)
        words = name.split()
        if name not in taken and len(set(words)) == len(words):
            taken.add(name)
            found.append(_member(name, sex, units[len(found) * 7 % len(units)], year, rng))
    return tuple(found)


def _cast(row: tuple[str, Sex, int, str, tuple[str, ...], float], year: int) -> Person:
    name, sex, age, unit, races, s_per_km = row
    return Person(
        name=name,
        sex=sex,
        birth_year=year - age,
        team=slug_of(unit),
        races=races,
        s_per_km=s_per_km,
    )


def _name(sex: Sex, rng: Generator) -> str:
    parts = (_FAMILIES, _MIDDLES[sex], _GIVEN[sex])
    return " ".join(words[int(rng.integers(len(words)))] for words in parts)


def _member(name: str, sex: Sex, team: str, year: int, rng: Generator) -> Person:
    age = _age(team, rng)
    races = (_BOTH, ("5km",), ("50km",))[int(rng.choice(3, p=[0.4, 0.36, 0.24]))]
    usual = 385.0 + (38.0 if sex is Sex.FEMALE else 0.0) + max(0, age - 32) * 2.6
    return Person(
        name=name,
        sex=sex,
        birth_year=year - age,
        team=team,
        races=races,
        s_per_km=float(min(max(rng.normal(usual, 46.0), 285.0), 570.0)),
    )


def _age(team: str, rng: Generator) -> int:
    """Years on 31 December: pupils near their class's age, members mostly young, some old."""
    if team in PUPILS:
        return -PUPILS[team] - int(rng.random() < 0.25)
    if rng.random() < 0.06:
        return int(rng.integers(60, 74))
    return int(min(17 + rng.gamma(2.2, 5.6), 57))
