"""The list of activities in a Strava archive, in the languages of its users."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from babel.dates import format_datetime
from babel.numbers import format_decimal

#: The names of the columns; those of the second block repeat some of the first.
NAMES = {
    "en": "Activity ID,Activity Date,Activity Name,Activity Type,Activity Description,"
    "Elapsed Time,Distance,Max Heart Rate,Relative Effort,Commute,Activity Private Note,"
    "Activity Gear,Filename,Athlete Weight,Bike Weight,Elapsed Time,Moving Time,Distance,Max Speed",
    "de": "Aktivitäts-ID,Aktivitätsdatum,Name der Aktivität,Aktivitätsart,Beschreibung,"
    "Verstrichene Zeit,Distanz,Max. Herzfrequenz,Relative Leistung,Pendeln,Hinweis,"
    "Ausrüstung,Dateiname,Sportlergewicht,Fahrradgewicht,Verstrichene Zeit,Bewegungszeit,Distanz,"
    "Höchstgeschw.",
    "vi": "ID hoạt động,Ngày hoạt động,Tên hoạt động,Loại hoạt động,Mô tả hoạt động,"
    "Thời gian trôi qua,Khoảng cách,Nhịp tim tối đa,Nỗ lực tương đối,Đi làm,Ghi chú riêng,"
    "Dụng cụ,Tên tệp,Cân nặng,Cân nặng xe,Thời gian trôi qua,Thời gian di chuyển,Khoảng cách,"
    "Tốc độ tối đa",
    "zh": "活动 ID,活动日期,活动名称,活动类型,活动描述,全程耗时,距离,最大心率,相对强度,通勤,"
    "私人备注,装备,文件名,体重,自行车重量,全程耗时,移动时间,距离,最大速度",
}
SPORTS = {"en": "Run", "de": "Lauf", "vi": "Chạy bộ", "zh": "跑步"}
OLD_NAMES = "id,date,name,type,description,elapsed_time,distance,commute,gear,filename"


@dataclass(frozen=True, kw_only=True)
class Run:
    """What Strava knows of one; by default 5,021.4 m in 1,800 s, 1,750 s of them moving."""

    start: datetime = datetime(2026, 11, 7, 23, 0, 5, tzinfo=UTC)
    sport: str | None = None
    name: str = "Chạy sáng"
    description: str = ""
    elapsed_s: int = 1800
    moving_s: int = 1750
    metres: float | None = 5021.4
    file: str = "activities/12345678901.fit.gz"


def export(runs: Sequence[Run], language: str = "en") -> bytes:
    """As Strava writes it since 2019: kilometres in front, cut; metres behind."""
    return _written([NAMES[language].split(","), *(_row(run, language) for run in runs)])


def short_export(runs: Sequence[Run], language: str = "en") -> bytes:
    """As it was for some months of 2019: no metres anywhere."""
    names = NAMES[language].split(",")
    rows: list[list[object]] = [[*names], *(_row(run, language) for run in runs)]
    return _written([[*row[:7], *row[9:10], row[11], row[12]] for row in rows])


def old_export(runs: Sequence[Run]) -> bytes:
    """As it was until 2019: metres, and a plain date."""
    rows = [
        [1, str(r.start)[:19], r.name, "Run", "", r.elapsed_s, r.metres, "false", "", r.file]
        for r in runs
    ]
    return _written([OLD_NAMES.split(","), *rows])


def sample() -> bytes:
    """One run in an account that is kept in English."""
    return export([Run()])


def _row(run: Run, language: str) -> list[object]:
    km = "" if run.metres is None else int(run.metres / 10) / 100
    front = format_decimal(km, "0.00", locale=language) if km != "" else ""
    behind = ["" if run.metres is None else run.metres]
    written = format_datetime(run.start, "medium", locale=language)
    sport = SPORTS[language] if run.sport is None else run.sport
    who = [12345678901, written, run.name, sport, run.description]
    what = [run.elapsed_s, front, 171, 38, "false", "", "Giày chạy", run.file]
    return [*who, *what, 62.0, "", float(run.elapsed_s), float(run.moving_s), *behind, 4.2]


def _written(rows: Sequence[Sequence[object]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()
