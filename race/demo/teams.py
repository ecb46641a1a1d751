"""The units of the demo: the eight communes of the old district, and who runs in them.

The district level ended on 1 July 2025; since then the units of the Youth Union stand under the
communes. Names of communes and schools are of the country, the units' members are invented.
"""

from typing import Final

from race.team import Team, slug_of

#: (commune unit, its sub-units as (name, declared members, weight among the entries, roads run
#: on)). A weight of 0 is a unit from which nobody has entered.
_TREE: Final = (
    (
        "Đoàn xã Hữu Lũng",
        (
            ("Chi đoàn 12A1 THPT Hữu Lũng", 43, 15, ("pho-huu-lung", "bo-song-trung")),
            ("Chi đoàn 11A2 THPT Hữu Lũng", 41, 9, ("pho-huu-lung", "quoc-lo-cu")),
            ("Chi đoàn Giáo viên THPT Hữu Lũng", 16, 6, ("pho-huu-lung", "van-nham")),
            ("CLB Chạy bộ Hữu Lũng", 14, 12, ("bo-song-trung", "quoc-lo-cu", "pho-huu-lung")),
            ("Chi đoàn Công an xã Hữu Lũng", 9, 8, ("pho-huu-lung", "quoc-lo-cu")),
            ("Chi đoàn Trung tâm Y tế Hữu Lũng", 18, 9, ("bo-song-trung", "pho-huu-lung")),
            ("Chi đoàn Bưu điện Hữu Lũng", 9, 0, ("pho-huu-lung",)),
        ),
    ),
    (
        "Đoàn xã Tuấn Sơn",
        (
            ("Chi đoàn thôn Tuấn Sơn", 22, 6, ("tuan-son",)),
            ("Chi đoàn Trường THCS Tuấn Sơn", 12, 4, ("tuan-son",)),
        ),
    ),
    (
        "Đoàn xã Tân Thành",
        (
            ("Chi đoàn 11A2 THPT Tân Thành", 40, 8, ("tan-thanh-bac-le",)),
            ("Chi đoàn thôn Bắc Lệ", 19, 6, ("tan-thanh-bac-le",)),
            ("Chi đoàn Đường sắt Bắc Lệ", 8, 3, ("tan-thanh-bac-le",)),
        ),
    ),
    (
        "Đoàn xã Vân Nham",
        (
            ("Chi đoàn 10A3 THPT Vân Nham", 42, 9, ("van-nham",)),
            ("Chi đoàn thôn Vân Nham", 21, 5, ("van-nham",)),
            ("Chi đoàn 11A5 THPT Vân Nham", 42, 0, ("van-nham",)),
        ),
    ),
    (
        "Đoàn xã Thiện Tân",
        (
            ("Chi đoàn thôn Thiện Tân", 24, 7, ("thien-tan",)),
            ("Chi đoàn Quân sự xã Thiện Tân", 7, 5, ("thien-tan",)),
            ("Chi đoàn Trạm Y tế xã Thiện Tân", 6, 0, ("thien-tan",)),
        ),
    ),
    (
        "Đoàn xã Yên Bình",
        (
            ("Chi đoàn thôn Yên Thịnh", 26, 8, ("dong-lua-yen-thinh", "yen-binh")),
            ("Chi đoàn Trường THCS Yên Bình", 13, 6, ("yen-binh", "dong-lua-yen-thinh")),
            ("Chi đoàn Hợp tác xã Na Yên Bình", 11, 5, ("dong-lua-yen-thinh",)),
        ),
    ),
    (
        "Đoàn xã Hữu Liên",
        (
            ("Chi đoàn Du lịch cộng đồng Hữu Liên", 17, 11, ("huu-lien", "ho-nong-dung")),
            ("Chi đoàn Kiểm lâm Hữu Liên", 8, 7, ("ho-nong-dung", "huu-lien")),
            ("Chi đoàn thôn Đồng Lâm", 31, 0, ("thao-nguyen-dong-lam",)),
            ("Chi đoàn Trường THCS Hữu Liên", 12, 4, ("thao-nguyen-dong-lam", "huu-lien")),
        ),
    ),
    (
        "Đoàn xã Cai Kinh",
        (
            ("Chi đoàn thôn Cai Kinh", 20, 8, ("duong-cai-kinh",)),
            ("Chi đoàn Uỷ ban xã Cai Kinh", 10, 7, ("duong-cai-kinh",)),
            ("Chi đoàn Mỏ đá Cai Kinh", 15, 2, ("duong-cai-kinh",)),
        ),
    ),
)

#: Sub-unit slug → (weight among the entries, roads); see `_TREE`.
RUNNERS: Final = {
    slug_of(name): (weight, roads) for _, units in _TREE for name, _, weight, roads in units
}

#: Units whose members are pupils, with the year in which most of them were born less the event's.
PUPILS: Final = {
    slug_of("Chi đoàn 12A1 THPT Hữu Lũng"): -17,
    slug_of("Chi đoàn 11A2 THPT Hữu Lũng"): -16,
    slug_of("Chi đoàn 11A2 THPT Tân Thành"): -16,
    slug_of("Chi đoàn 10A3 THPT Vân Nham"): -15,
}


def teams() -> tuple[Team, ...]:
    """The whole tree, parents first."""
    found: list[Team] = []
    for parent, units in _TREE:
        above = slug_of(parent)
        found.append(Team(slug=above, name=parent))
        found += [
            Team(slug=slug_of(name), name=name, parent=above, headcount=members)
            for name, members, _, _ in units
        ]
    return tuple(found)
