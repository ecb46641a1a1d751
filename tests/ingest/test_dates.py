"""Dates as people write them. What they should look like, Unicode's locale data knows."""

from collections import defaultdict
from datetime import UTC, datetime
from math import isnan

import pytest
from babel.dates import format_datetime, get_month_names

from race.i18n import fold
from race.ingest.formats import dates

AFTERNOON = datetime(2018, 9, 12, 15, 2, 23, tzinfo=UTC)
LOCALES = (
    "en_US", "en_GB", "de", "es", "es_MX", "fr", "id", "it", "nl", "pl",
    "pt_BR", "pt_PT", "ru", "sv", "tr", "vi", "zh_CN", "zh_TW", "ja", "ko",
)  # fmt: skip


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("locale", LOCALES)
def test_a_date_is_read_in_the_languages_of_accounts(locale: str, month: int) -> None:
    moment = AFTERNOON.replace(month=month)

    assert dates.epoch_s(format_datetime(moment, "medium", locale=locale)) == moment.timestamp()


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("language", dates.LANGUAGES)
def test_a_month_may_be_written_out(language: str, month: int) -> None:
    moment = AFTERNOON.replace(month=month)

    assert dates.epoch_s(format_datetime(moment, "long", locale=language)) == moment.timestamp()


@pytest.mark.parametrize(
    "text",
    [
        "Sep 12, 2018, 3:02:23 PM",
        "Sep 12, 2018, 3:02:23\N{NARROW NO-BREAK SPACE}PM",
        "12.09.2018, 15:02:23",
        "2018-09-12 15:02:23",
        "15:02:23, 12 thg 9, 2018",
        "3:02:23 CH, 12 tháng 9, 2018",
        "2018年9月12日 15:02:23",
        "12 sept. 2018 à 15:02:23",
        "12/09/2018 15:02:23",
        " 12 September 2018  15:02:23 ",
    ],
)
def test_these_have_been_seen(text: str) -> None:
    assert dates.epoch_s(text) == AFTERNOON.timestamp()


@pytest.mark.parametrize(("text", "hour"), [("12:28:00 AM", 0), ("12:28:00 PM", 12)])
def test_twelve_is_the_first_hour_of_each_half(text: str, hour: int) -> None:
    moment = datetime(2016, 7, 1, hour, 28, tzinfo=UTC).timestamp()

    assert dates.epoch_s(f"Jul 1, 2016, {text}") == moment


@pytest.mark.parametrize(
    "text",
    ["", "#error#", "Activity Date", "2018-09-12", "15:02:23", "12 Foo 2018, 15:02:23",
     "31/02/2018 10:00:00", "12 Sep 18, 15:02:23", "1/2/3/4 10:00:00", "12 Sep 2018, 25:00:00",
     "Sep Oct 12, 2018, 15:02:23", "9" * 1000 + ":00", "٣:٠٢"],
)  # fmt: skip
def test_what_is_no_date_is_unknown(text: str) -> None:
    assert isnan(dates.epoch_s(text))


def test_one_date_of_a_column_tells_whether_months_come_first() -> None:
    name, unsure, american, other = "Date", "9/12/2018 15:02", "9/25/2018 15:02", "25/9/2018 15:02"

    assert dates.month_first([name, unsure, american])
    assert not dates.month_first([name, unsure, other])
    assert not dates.month_first([name, unsure])
    assert not dates.month_first([american, other])
    assert dates.epoch_s(american, month_first=True) == dates.epoch_s(other)


def test_no_name_of_a_month_means_two_months() -> None:
    meanings = defaultdict(set)
    for language in dates.LANGUAGES:
        for width in ("wide", "abbreviated"):
            for month, name in get_month_names(width, locale=language).items():
                meanings[fold(name).strip(".")].add(month)

    assert {name: months for name, months in meanings.items() if len(months) > 1} == {}
