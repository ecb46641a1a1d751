"""Both languages of everything: sentences are written in English and translated by catalogue.

A sentence is a format string whose fields carry SI numbers and say by their format how they are
to be read: ``"Km {km} took {measured:pace}, faster than the {limit:pace} limit."``. The formats
are listed in `_FORMATS`. The catalogues are the ``.po`` files of ``locale/<language>/``, read once
a process and compiled in memory, so that no compiled file can be older than its source.
"""

import io
import math
import re
import string
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import Translations

from race import units

#: The languages of every text, the language of the first event first.
LANGUAGES: Final = ("vi", "en")
LOCALE_DIR: Final = Path(__file__).resolve().parent.parent / "locale"
_NBSP: Final = "\N{NO-BREAK SPACE}"


def N_(message: str) -> str:  # noqa: N802 -- the name that gettext tools look for
    """Mark a sentence for translation where it is defined; it is translated where it is said."""
    return message


@cache
def catalogue(language: str) -> Translations:
    """The translations into `language`; English, the source, has none and needs none."""
    merged = Translations()
    for path in sorted((LOCALE_DIR / language).glob("*.po")):
        with path.open("rb") as source, io.BytesIO() as compiled:
            write_mo(compiled, read_po(source, locale=language))
            compiled.seek(0)
            merged.merge(Translations(compiled))
    return merged


def translate(message: str, language: str) -> str:
    """`message` in `language`, its fields not filled in."""
    return catalogue(language).ugettext(message) if message else ""


def say(message: str, language: str, facts: Mapping[str, Any] | None = None) -> str:
    """`message` in `language` with `facts` put in; KeyError when a fact is missing."""
    return _Speaker(language).vformat(translate(message, language), (), facts or {})


def both(message: str, facts: Mapping[str, Any] | None = None) -> dict[str, str]:
    """`message` in every language: ``{"vi": …, "en": …}``."""
    return {language: say(message, language, facts) for language in LANGUAGES}


def number(value: float, language: str, decimals: int = 0) -> str:
    """1284 as "1.284" and 7.314 as "7,31" in Vietnamese; "–" when unknown."""
    if not math.isfinite(value):
        return "–"
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(value, format=pattern, locale=language)


def kilometres(metres: float, language: str, decimals: int = 2) -> str:
    """ "7,31 km": cut, never rounded up, so that nobody reads a kilometre that was not run."""
    scale = 10**decimals
    shown = math.floor(metres * scale / 1000 + 1e-9) / scale if math.isfinite(metres) else metres
    return number(shown, language, decimals) + f"{_NBSP}km"


def race_distance(metres: float, language: str) -> str:
    """The name of a distance: "5 km", "21,0975 km"."""
    shown = f"{metres / 1000:.4f}".rstrip("0").rstrip(".")
    return (shown.replace(".", ",") if language == "vi" else shown) + f"{_NBSP}km"


def day(when: date, language: str) -> str:
    """ "14/11/2026" in Vietnamese, "14 Nov 2026" in English."""
    return format_date(when, "dd/MM/yyyy" if language == "vi" else "d MMM yyyy", locale=language)


def short_day(when: date, language: str) -> str:
    """ "14/11" in Vietnamese, "14 Nov" in English."""
    return format_date(when, "dd/MM" if language == "vi" else "d MMM", locale=language)


def weekday(when: date, language: str) -> str:
    """ "Thứ Bảy" or "Saturday"."""
    return format_date(when, "EEEE", locale=language)


def moment(when: datetime, language: str) -> str:
    """ "23:59 ngày 16/11/2026" or "23:59 on 16 Nov 2026", in the zone that `when` carries."""
    link = " ngày " if language == "vi" else " on "
    return f"{when:%H:%M}{link}{day(when, language)}"


def fold(text: str) -> str:
    """`text` as people search it: no diacritics, đ as d, lower case, single spaces."""
    bare = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    letters = "".join(c for c in bare if not unicodedata.combining(c))
    return " ".join(letters.casefold().split())


def tidy(text: str) -> str:
    """`text` in NFC with white space folded and control and format characters gone."""
    kept = (" " if c.isspace() else c for c in text)
    clean = "".join(c for c in kept if not unicodedata.category(c).startswith("C"))
    return " ".join(unicodedata.normalize("NFC", clean).split())


def preferred(accept_language: str) -> str | None:
    """The first of our languages that an Accept-Language header asks for, by its weights
    (RFC 9110, section 12.4.2; 0 refuses); what is no weight is passed over."""
    wanted: list[tuple[float, int, str]] = []
    for part in accept_language.split(","):
        match = re.fullmatch(
            r"\s*([a-zA-Z]{2})(?:-\w+)*\s*(?:;\s*q=([01](?:\.\d{0,3})?))?\s*", part
        )
        weight = float(match[2] or 1) if match else 0.0
        if match and weight > 0 and match[1].lower() in LANGUAGES:
            wanted.append((-weight, len(wanted), match[1].lower()))
    return min(wanted)[2] if wanted else None


def _pace(value: float, language: str) -> str:
    return units.pace(value) + f"{_NBSP}/km"


def _moment(value: datetime | str, language: str) -> str:
    return moment(datetime.fromisoformat(value) if isinstance(value, str) else value, language)


def _date(value: date | str, language: str) -> str:
    return day(datetime.fromisoformat(value) if isinstance(value, str) else value, language)


#: How a fact is read, by the format in its field.
_FORMATS: Final[Mapping[str, Callable[[Any, str], str]]] = {
    "pace": _pace,
    "km": kilometres,
    "race": race_distance,
    "metres": lambda value, language: number(value, language) + f"{_NBSP}m",
    "clock": lambda value, language: units.clock(value),
    "hours": lambda value, language: number(value / 3600, language, 0 if value % 3600 == 0 else 1),
    "minutes": lambda value, language: number(value / 60, language),
    "kmh": lambda value, language: (
        number(value * 3.6, language, 1) + _NBSP + {"vi": "km/giờ", "en": "km/h"}[language]
    ),
    "percent": lambda value, language: number(value * 100, language, 1) + "%",
    "number": number,
    "megabytes": lambda value, language: number(value / 1_000_000, language) + f"{_NBSP}MB",
    "moment": _moment,
    "day": _date,
    "word": lambda value, language: translate(str(value), language),
}

#: The names of the formats above, for the tests of the catalogues.
FORMATS: Final[Sequence[str]] = tuple(_FORMATS)


class _Speaker(string.Formatter):
    """Fills the fields of a sentence by the formats of `_FORMATS` in one language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def format_field(self, value: Any, format_spec: str) -> str:
        how = _FORMATS.get(format_spec)
        return how(value, self.language) if how else str(super().format_field(value, format_spec))

    def get_field(self, field_name: str, args: Any, kwargs: Any) -> Any:
        # A fact is a plain name: attribute and index look-ups have no place in a sentence.
        return kwargs[field_name], field_name
