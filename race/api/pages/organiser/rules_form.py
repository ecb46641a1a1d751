"""The form of the rules: as a browser sends it, filled from rules, and sent again unseen."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import islice, zip_longest
from typing import Annotated, Final

from pydantic import BaseModel, Field

from race.api.pages.organiser.rules_checks import USUAL
from race.api.pages.organiser.rules_fields import NUMBERS, Quantity, plain, typed
from race.api.pages.views_rules import AreaRow, HoursRow, RulesForm
from race.rules import Area, ForbiddenHours, Rules

_Text = Annotated[str, Field(max_length=500)]
_Texts = Annotated[list[_Text], Field(max_length=500)]

#: Rows of hours, and of areas, at most; as many as rules may have.
MOST_ROWS: Final = 50
#: Empty rows that "more rows" adds.
_MORE_ROWS: Final = 3


class RuleFields(BaseModel):
    """The form as a browser sends it; every field may be missing or wrong."""

    pace_fast_s: _Text = ""
    pace_slow_s: _Text = ""
    walk_slow_s: _Text = ""
    pace_basis: _Text = ""
    km_review_s: _Text = ""
    km_reject_s: _Text = ""
    burst_review_s: _Text = ""
    burst_m: _Text = ""
    min_distance_m: _Text = ""
    max_distance_m: _Text = ""
    distance_tolerance: _Text = ""
    upload_within_s: _Text = ""
    max_pause_s: _Text = ""
    runs_per_day: _Text = ""
    day_distance_m: _Text = ""
    sports: _Texts = []
    indoor: _Text = ""
    heart_rate_required: _Text = ""
    cadence_required: _Text = ""
    #: "0.5" is Friday in the first row.
    hours_day: _Texts = []
    hours_from: _Texts = []
    hours_to: _Texts = []
    area_name: _Texts = []
    area_middle: _Texts = []
    area_radius: _Texts = []
    #: "average_pace:off".
    check: _Texts = []
    base: _Text = ""
    #: "hours" or "areas" when more rows are asked for.
    more: _Text = ""
    reason: Annotated[str, Field(max_length=4000)] = ""

    def shown(self) -> RulesForm:
        """As typed, to be read or shown again."""
        form = RulesForm(
            numbers={name: getattr(self, name) for name in NUMBERS},
            sports=tuple(dict.fromkeys(self.sports)),
            pace_basis=self.pace_basis,
            indoor=self.indoor,
            heart_rate_required=self.heart_rate_required,
            cadence_required=self.cadence_required,
            hours=tuple(self._hours()),
            areas=tuple(self._areas()),
            checks=dict(text.split(":", 1) for text in self.check if ":" in text),
            base=self.base,
        )
        return _with_rows(
            form,
            hours=_MORE_ROWS if self.more == "hours" else 0,
            areas=_MORE_ROWS if self.more == "areas" else 0,
        )

    def _hours(self) -> Iterator[HoursRow]:
        typed_in = zip_longest(self.hours_from, self.hours_to, fillvalue="")
        for n, (begins, ends) in enumerate(islice(typed_in, MOST_ROWS)):
            days = frozenset(day for day in range(1, 8) if f"{n}.{day}" in self.hours_day)
            yield HoursRow(days=days, begins=begins, ends=ends)

    def _areas(self) -> Iterator[AreaRow]:
        rows = zip_longest(self.area_name, self.area_middle, self.area_radius, fillvalue="")
        for name, middle, radius in islice(rows, MOST_ROWS):
            yield AreaRow(name=name, middle=middle, radius=radius)


def filled(rules: Rules, lang: str, *, base: int) -> RulesForm:
    """The form of these rules, as the organiser would have typed them; `base` is the version in
    force."""
    return RulesForm(
        numbers={name: _number(name, getattr(rules, name), lang) for name in NUMBERS},
        sports=rules.sports,
        pace_basis=rules.pace_basis.value,
        indoor=rules.indoor.value,
        heart_rate_required="1" if rules.heart_rate_required else "",
        cadence_required="1" if rules.cadence_required else "",
        hours=tuple(_hours_row(hours) for hours in rules.forbidden_hours),
        areas=tuple(_area_row(area, lang) for area in rules.areas),
        checks={name: rules.state_of(name, usual).value for name, usual in USUAL.items()},
        base=str(base),
    )


def with_room(form: RulesForm) -> RulesForm:
    """The form with an empty row of each kind to write in, where there may be one more."""
    return _with_rows(
        form,
        hours=int(all(map(is_filled, form.hours))),
        areas=int(all(map(is_filled, form.areas))),
    )


def _with_rows(form: RulesForm, *, hours: int, areas: int) -> RulesForm:
    return replace(
        form,
        hours=(*form.hours, *[HoursRow()] * hours)[:MOST_ROWS],
        areas=(*form.areas, *[AreaRow()] * areas)[:MOST_ROWS],
    )


def hidden(form: RulesForm) -> tuple[tuple[str, str], ...]:
    """The same form as names and values, to be sent again from another page."""
    singles = {
        **form.numbers,
        "pace_basis": form.pace_basis,
        "indoor": form.indoor,
        "heart_rate_required": form.heart_rate_required,
        "cadence_required": form.cadence_required,
        "base": form.base,
    }
    return (
        *((name, text) for name, text in singles.items() if text),
        *(("sports", sport) for sport in form.sports),
        *_hidden_hours([row for row in form.hours if is_filled(row)]),
        *_hidden_areas([row for row in form.areas if is_filled(row)]),
        *(
            ("check", f"{name}:{state}")
            for name, state in form.checks.items()
            if state != USUAL.get(name)
        ),
    )


def is_filled(row: HoursRow | AreaRow) -> bool:
    """Whether somebody typed anything in a row."""
    if isinstance(row, HoursRow):
        return bool(row.days or row.begins.strip() or row.ends.strip())
    return bool(row.name.strip() or row.middle.strip() or row.radius.strip())


def _hidden_hours(rows: Sequence[HoursRow]) -> Iterator[tuple[str, str]]:
    for n, row in enumerate(rows):
        yield from (("hours_day", f"{n}.{day}") for day in sorted(row.days))
        yield "hours_from", row.begins
        yield "hours_to", row.ends


def _hidden_areas(rows: Sequence[AreaRow]) -> Iterator[tuple[str, str]]:
    for row in rows:
        yield "area_name", row.name
        yield "area_middle", row.middle
        yield "area_radius", row.radius


def _number(name: str, held: float | None, lang: str) -> str:
    return "" if held is None else typed(NUMBERS[name].quantity, held, lang)


def _hours_row(hours: ForbiddenHours) -> HoursRow:
    return HoursRow(days=frozenset(hours.days), begins=hours.begins, ends=hours.ends)


def _area_row(area: Area, lang: str) -> AreaRow:
    # Places are written with points everywhere, as maps give them.
    middle = ", ".join(plain(Decimal(repr(degrees)), "en") for degrees in (area.lat, area.lon))
    radius = typed(Quantity.KILOMETRES, area.radius_m, lang)
    return AreaRow(name=area.name, middle=middle, radius=radius)
