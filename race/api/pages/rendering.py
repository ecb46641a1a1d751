"""Templates into HTML: one Jinja environment for each language.

Every page gets ``lang``, ``path`` (with its query, for the language switch), ``nav`` (the current
tab), ``event`` (EventHead or None), ``me`` (MeView or None) and ``v``, the page's own view. Because
the environment knows its language, macros need no context and no template is told it twice.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit

import jinja2
from babel.units import format_unit
from markupsafe import Markup, escape

from race import i18n, units
from race.api.pages.assets import asset
from race.drawing.landscape import landscape

TEMPLATE_DIR: Final = Path(__file__).resolve().parents[3] / "templates"

#: What a page gets when its route says nothing else.
_EVERY_PAGE: Final[Mapping[str, Any]] = {
    "path": "/",
    "nav": None,
    "event": None,
    "me": None,
    "v": None,
    "waiting": 0,
}


def render(template: str, lang: str, **context: Any) -> str:
    """The page `template` in `lang`; jinja2.UndefinedError when it reads what it was not given."""
    return environment(lang).get_template(template).render({**_EVERY_PAGE, **context})


@cache
def environment(lang: str) -> jinja2.Environment:
    """The environment of one language: strict, escaping, with our filters and functions."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATE_DIR),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        lang=lang,
        t=partial(_translate, lang),
        th=partial(_translate_html, lang),
        tn=partial(_translate_counted, lang),
        asset=asset,
        dates=partial(dates, lang),
        landscape=landscape,
        with_query=with_query,
    )
    made.filters.update({name: partial(_apply, how, lang) for name, how in _FILTERS.items()})
    return made


def with_query(path: str, **changes: str | int | None) -> str:
    """`path` with parameters of its query set, or taken away where the change is None."""
    parts = urlsplit(path)
    query: dict[str, Any] = {**dict(parse_qsl(parts.query)), **changes}
    left = urlencode({name: value for name, value in query.items() if value is not None})
    return parts.path + (f"?{left}" if left else "")


def dates(lang: str, first: date, last: date) -> str:
    """The days of an event: "01 – 22/11/2026", "1 – 22 Nov 2026"; in full over a new year."""
    if (first.year, first.month, first.day) == (last.year, last.month, last.day):
        return i18n.day(last, lang)
    if first.year != last.year:
        start = i18n.day(first, lang)
    elif first.month != last.month:
        start = i18n.short_day(first, lang)
    else:
        start = f"{first:%d}" if lang == "vi" else str(first.day)
    return f"{start} – {i18n.day(last, lang)}"


def _translate(lang: str, message: str, /, **facts: Any) -> str:
    """`t`: a sentence as text, to be escaped like any text."""
    return i18n.say(message, lang, facts)


def _translate_html(lang: str, message: str, /, **facts: Any) -> Markup:
    """`th`: a sentence that is HTML; the facts put into it are escaped."""
    safe = {name: escape(fact) if isinstance(fact, str) else fact for name, fact in facts.items()}
    return Markup(i18n.say(message, lang, safe))  # noqa: S704 -- the sentence is ours


def _translate_counted(lang: str, one: str, many: str, /, n: int, **facts: Any) -> str:
    """`tn`: the sentence for `n` things; only English tells one from many."""
    return i18n.say(one if n == 1 else many, lang, {"n": n, **facts})


def _apply(how: Callable[..., str], lang: str, value: Any, *options: Any, **named: Any) -> str:
    return how(value, lang, *options, **named)


def _bare_kilometres(metres: float, lang: str, decimals: int = 2) -> str:
    """Kilometres for a column that says "km" above: "64,8"."""
    return i18n.kilometres(metres, lang, decimals).removesuffix("\N{NO-BREAK SPACE}km")


def _percent(share: float, lang: str, decimals: int = 0) -> str:
    """0.996 as "99%": cut, so that nobody reads a hundred before the end."""
    scale = 10**decimals
    return i18n.number(int(share * 100 * scale + 1e-9) / scale, lang, decimals) + "%"


def _remaining(seconds: float, lang: str) -> str:
    """A time to wait in words: "8 ngày 9 giờ", "1 hour 5 minutes", "12 minutes"."""
    minutes = max(0, int(seconds // 60))
    days, hours = minutes // 1440, minutes // 60 % 24
    if days:
        parts = [(days, "day"), (hours, "hour")]
    else:
        parts = [(hours, "hour"), (minutes % 60, "minute")]
    return " ".join(_units(count, unit, lang) for count, unit in parts if count) or _units(
        0, "minute", lang
    )


def _units(count: int, unit: str, lang: str) -> str:
    # Vietnamese has one form only, which the locale data hold as the short one.
    return format_unit(count, unit, "short" if lang == "vi" else "long", locale=lang)


def _say(spec: str, value: Any, lang: str) -> str:
    """One value by a format of `race.i18n`, so that a filter never differs from a sentence."""
    return i18n.say(f"{{x:{spec}}}", lang, {"x": value})


#: The filters, each called with the value, the language and its own options.
_FILTERS: Final[Mapping[str, Callable[..., str]]] = {
    "km": i18n.kilometres,
    "bare_km": _bare_kilometres,
    "race": i18n.race_distance,
    "number": i18n.number,
    "day": i18n.day,
    "short_day": i18n.short_day,
    "weekday": i18n.weekday,
    "moment": i18n.moment,
    "percent": _percent,
    "remaining": _remaining,
    "clock": lambda value, _: units.clock(value),
    "pace": partial(_say, "pace"),
    "bare_pace": lambda value, _: units.pace(value),
    "metres": partial(_say, "metres"),
    "hours": partial(_say, "hours"),
    "minutes": partial(_say, "minutes"),
    "kmh": partial(_say, "kmh"),
    "megabytes": partial(_say, "megabytes"),
    "time": lambda value, _: f"{value:%H:%M}",
    "fact": lambda value, lang: i18n.translate(str(value), lang),
}
