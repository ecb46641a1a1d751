"""Rules in words for their organiser: names, values, and what changed from one set to another."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from race.api.pages.organiser import reasons
from race.api.pages.organiser.rules_checks import STATES, TITLES, USUAL
from race.api.pages.organiser.rules_fields import NUMBERS, Quantity, typed
from race.api.pages.rules_shown import hours_view
from race.api.pages.views_rules import RuleDiff
from race.api.pages.views_runner import Said
from race.i18n import LANGUAGES, N_, both, race_distance, say, translate
from race.rules import Area, ForbiddenHours, IndoorPolicy, PaceBasis, Rules
from race.services.rules_in_force import SPORTS

_NBSP: Final = "\N{NO-BREAK SPACE}"

#: What each rule is called, in the order of the form.
LABELS: Final[Mapping[str, str]] = {
    "pace_basis": N_("The average pace is taken of"),
    "pace_fast_s": N_("Fastest average pace"),
    "pace_slow_s": N_("Slowest while running"),
    "walk_slow_s": N_("Slowest while walking"),
    "km_review_s": N_("Each km: limit for the referee"),
    "km_reject_s": N_("Each km: limit of rejection"),
    "burst_review_s": N_("Short stretch: limit for the referee"),
    "burst_m": N_("Length of the short stretch"),
    "min_distance_m": N_("Shortest run"),
    "max_distance_m": N_("Longest run"),
    "distance_tolerance": N_("What may be missing of a distance"),
    "upload_within_s": N_("To be sent after the run within"),
    "max_pause_s": N_("Pauses in one run, all together"),
    "runs_per_day": N_("Runs of one day"),
    "day_distance_m": N_("Distance of one day"),
    "sports": N_("Sports that count"),
    "indoor": N_("Runs indoors, without GPS"),
    "heart_rate_required": N_("A heart rate is required"),
    "cadence_required": N_("A cadence is required"),
    "forbidden_hours": N_("Hours in which runs do not count"),
    "areas": N_("Where runs must lie"),
}
BASES: Final[Mapping[PaceBasis, str]] = {
    PaceBasis.ELAPSED: N_("the whole time, pauses included"),
    PaceBasis.MOVING: N_("the time in motion"),
}
INDOOR: Final[Mapping[IndoorPolicy, str]] = {
    IndoorPolicy.DENY: N_("do not count"),
    IndoorPolicy.REVIEW: N_("go to the referee"),
    IndoorPolicy.ALLOW: N_("count"),
}
#: What stands behind a value, as a word to be translated.
_BEHIND: Final[Mapping[Quantity, str]] = {
    Quantity.PACE: "/km",
    Quantity.KILOMETRES: "km",
    Quantity.METRES: "m",
    Quantity.MINUTES: N_("min"),
    Quantity.HOURS: N_("h"),
}
#: Reasons that have a number: the sentence and the rule of its `limit`.
_LIMITED: Final[Mapping[str, tuple[str, str]]] = {
    "TOO_SLOW": (N_("Slower than {limit}"), "pace_slow_s"),
    "TOO_FAST": (N_("On average faster than {limit}"), "pace_fast_s"),
    "KM_TOO_FAST": (N_("A kilometre faster than {limit}"), "km_reject_s"),
    "BURST": (N_("A short stretch faster than {limit}"), "burst_review_s"),
    "TOO_SHORT": (N_("Shorter than {limit}"), "min_distance_m"),
    "TOO_LONG": (N_("Longer than {limit}"), "max_distance_m"),
    "LATE_UPLOAD": (N_("Sent later than {limit} after the run"), "upload_within_s"),
    "LONG_PAUSE": (N_("Pauses of more than {limit}"), "max_pause_s"),
    "PER_DAY": (N_("More than {limit} runs on one day"), "runs_per_day"),
}


def label(rule: str) -> Said:
    """The name of a rule."""
    return both(LABELS.get(rule, rule))


def value(rule: str, held: Any) -> Said:
    """What a rule is set to, in words."""
    return {lang: _value(rule, held, lang) for lang in LANGUAGES}


def reason(code: str | None, rules: Rules) -> Said:
    """Why runs are rejected, with the number of these rules where there is one."""
    sentence, rule = _LIMITED.get(code or "", ("", ""))
    limit = getattr(rules, rule) if rule else None
    if limit is None:
        return reasons.label(code)
    walk = rules.walk_slow_s
    facts: dict[str, Said] = {"limit": value(rule, limit)}
    if code == "TOO_SLOW" and walk is not None and walk != limit:
        sentence = N_("Slower than {limit} (walking: {walk})")
        facts["walk"] = value("walk_slow_s", walk)
    return {
        lang: say(sentence, lang, {name: said[lang] for name, said in facts.items()})
        for lang in LANGUAGES
    }


def differences(before: Rules, after: Rules) -> tuple[RuleDiff, ...]:
    """What changed from one set of rules to another, in the order of the form."""
    return (*_of_limits(before, after), *_of_checks(before, after))


def _of_limits(before: Rules, after: Rules) -> Iterator[RuleDiff]:
    for rule in LABELS:
        old, new = getattr(before, rule), getattr(after, rule)
        if old != new:
            yield RuleDiff(label=label(rule), before=value(rule, old), after=value(rule, new))


def _of_checks(before: Rules, after: Rules) -> Iterator[RuleDiff]:
    for name, title in TITLES.items():
        old, new = (rules.state_of(name, USUAL[name]) for rules in (before, after))
        if old is not new:
            yield RuleDiff(
                label=both(N_("Check “{check:word}”"), {"check": title}),
                before=both(STATES[old]),
                after=both(STATES[new]),
            )


def _value(rule: str, held: Any, lang: str) -> str:
    if rule in NUMBERS:
        return _number(NUMBERS[rule].quantity, held, lang)
    if rule == "areas":
        return "; ".join(_area(area, lang) for area in held) or translate(N_("anywhere"), lang)
    if rule == "forbidden_hours":
        return "; ".join(_hours(hours, lang) for hours in held) or translate(N_("none"), lang)
    return translate(_word(rule, held), lang) if rule != "sports" else _sports(held, lang)


def _number(quantity: Quantity, held: float | None, lang: str) -> str:
    if held is None:
        return translate(N_("no limit"), lang)
    text = typed(quantity, held, lang)
    if quantity is Quantity.PERCENT:
        return f"{text}%"
    word = _BEHIND.get(quantity)
    return text if word is None else f"{text}{_NBSP}{translate(word, lang)}"


def _word(rule: str, held: Any) -> str:
    """A msgid."""
    if rule == "pace_basis":
        return BASES[held]
    if rule == "indoor":
        return INDOOR[held]
    return N_("yes") if held else N_("no")


def _sports(held: Sequence[str], lang: str) -> str:
    return ", ".join(translate(sport_name(sport), lang) for sport in held)


def sport_name(sport: str) -> str:
    """What a sport is called, a msgid; its own word for one that we do not know."""
    return next((name for known, name in SPORTS.items() if known == sport), sport)


def _area(area: Area, lang: str) -> str:
    place = ", ".join(format(Decimal(repr(degrees)), "f") for degrees in (area.lat, area.lon))
    return f"{area.name} ({race_distance(area.radius_m, lang)}, {place})"


def _hours(hours: ForbiddenHours, lang: str) -> str:
    view = hours_view(hours)
    words = [
        " – ".join(translate(day, lang) for day in dict.fromkeys(stretch)) for stretch in view.days
    ]
    days = ", ".join(words) or translate(N_("every day"), lang)
    return f"{days} {view.begins}–{view.ends}"
