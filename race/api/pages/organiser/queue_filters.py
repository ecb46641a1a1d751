"""The filters of the queue as its address carries them: ``?waits=protest&code=TOO_FAST&q=anh``."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Annotated, Final

from fastapi import Depends, Query
from pydantic import BaseModel, Field

from race import flags
from race.api.pages.organiser.reasons import label
from race.api.pages.rendering import with_query
from race.api.pages.views_queue import FilterLink, Filters
from race.api.pages.views_runner import Said
from race.event import Event
from race.i18n import LANGUAGES, N_, both
from race.services import desk, reviews
from race.services.reviews import Line, Order, Wanted
from race.store.database import Connection
from race.verdict import Waits

#: Why a run waits, in a word or two.
WAITS: Final[Mapping[Waits, str]] = {
    Waits.PROTEST: N_("Protest"),
    Waits.ANSWERED: N_("Answered"),
    Waits.REVIEW: N_("To review"),
    Waits.REPORT: N_("Reported"),
    Waits.ASKED: N_("Asked"),
}


class _Fields(BaseModel):
    xep: str = ""
    waits: Annotated[str, Field(max_length=20)] = ""
    code: Annotated[str, Field(max_length=40)] = ""
    race: Annotated[str, Field(max_length=60)] = ""
    team: Annotated[str, Field(max_length=60)] = ""
    q: Annotated[str, Field(max_length=100)] = ""


@dataclass(frozen=True, kw_only=True)
class Filter:
    """What of the queue is shown, and in which order; "" narrows nothing."""

    order: Order = "risk"
    waits: str = ""
    code: str = ""
    race: str = ""
    team: str = ""
    q: str = ""

    def fields(self) -> dict[str, str]:
        """What the address carries of it."""
        narrowed = {name: getattr(self, name) for name in _NARROWING}
        order = {"xep": "age"} if self.order == "age" else {}
        return order | {name: value for name, value in narrowed.items() if value}

    def url(self, path: str, **changes: str | int | None) -> str:
        """An address with the filters, some of them changed."""
        return with_query(path, **{**self.fields(), **changes})


_NARROWING: Final = ("waits", "code", "race", "team", "q")


def read(fields: Annotated[_Fields, Query()]) -> Filter:
    """The filters of an address; what does not exist narrows nothing."""
    return Filter(
        order="age" if fields.xep == "age" else "risk",
        waits=fields.waits if fields.waits in set(Waits) else "",
        code=fields.code if fields.code in flags.WORDINGS else "",
        race=fields.race,
        team=fields.team,
        q=fields.q.strip(),
    )


Filtered = Annotated[Filter, Depends(read)]


@dataclass(frozen=True, kw_only=True)
class Queue:
    """The queue of an event."""

    filter: Filter
    #: Everything that waits, in no order.
    everything: Sequence[Line] = field(repr=False)
    #: What fits the filters, in their order.
    lines: Sequence[Line] = field(repr=False)


def queue_of(connection: Connection, event: Event, chosen: Filter) -> Queue:
    """The queue as its filters show it."""
    everything = reviews.lines(connection, event)
    found = reviews.matching(connection, event, everything, wanted(event, chosen))
    ordered = reviews.in_order(found, chosen.order)
    return Queue(filter=chosen, everything=everything, lines=ordered)


def wanted(event: Event, chosen: Filter) -> Wanted:
    """What the filters ask for."""
    narrows = chosen.q or chosen.race or chosen.team
    runner = desk.wanted(event, chosen.q, chosen.race, chosen.team) if narrows else None
    waits = Waits(chosen.waits) if chosen.waits else None
    return Wanted(waits=waits, code=chosen.code or None, runner=runner)


#: One choice of a filter: what the address carries, its words, and how many runs it shows.
_Option = tuple[str, Said, int | None]


def filters(connection: Connection, queue: Queue, event: Event, root: str) -> Filters:
    """Every filter as links, each with how many runs it shows beside the other filters; the choice
    in use stays in sight even where nothing fits it."""
    chosen = queue.filter
    of_any_reason = _fitting(connection, event, queue, replace(chosen, waits=""))
    of_any_code = _fitting(connection, event, queue, replace(chosen, code=""))
    races: list[_Option] = [(race.slug, _name(race.name), None) for race in event.races]
    teams: list[_Option] = [(team.slug, _name(team.name), None) for team in event.teams]
    rest = {name: value for name, value in chosen.fields().items() if name != "q"}
    every = both(N_("All"))
    any_reason, any_code = ("", every, len(of_any_reason)), ("", every, len(of_any_code))
    return Filters(
        orders=_orders(chosen, root),
        waits=_links(chosen, root, "waits", [any_reason, *_why(of_any_reason, chosen.waits)]),
        codes=_links(chosen, root, "code", [any_code, *_codes(of_any_code, chosen.code)]),
        races=_links(chosen, root, "race", [("", every, None), *races]) if len(races) > 1 else (),
        teams=_links(chosen, root, "team", [("", every, None), *teams]) if teams else (),
        q=chosen.q,
        hidden=tuple(rest.items()),
        clear=root if any(getattr(chosen, name) for name in _NARROWING) else "",
    )


def _fitting(connection: Connection, event: Event, queue: Queue, others: Filter) -> Sequence[Line]:
    """What fits other filters than those in use, in no order."""
    if others == queue.filter:
        return queue.lines
    return reviews.matching(connection, event, queue.everything, wanted(event, others))


def _orders(chosen: Filter, root: str) -> tuple[FilterLink, ...]:
    words = {"risk": N_("By risk"), "age": N_("By waiting time")}
    return tuple(
        FilterLink(
            words=both(words[order]),
            url=chosen.url(root, xep="age" if order == "age" else None),
            current=chosen.order == order,
        )
        for order in words
    )


def _links(
    chosen: Filter, root: str, name: str, options: Iterable[_Option]
) -> tuple[FilterLink, ...]:
    return tuple(
        FilterLink(
            words=words,
            url=chosen.url(root, **{name: value or None}),
            current=getattr(chosen, name) == value,
            runs=runs,
        )
        for value, words, runs in options
    )


def _why(lines: Iterable[Line], current: str) -> list[_Option]:
    counted = Counter(line.waits for line in lines)
    shown = [why for why in WAITS if counted[why] or why == current]
    return [(why.value, both(WAITS[why]), counted[why]) for why in shown]


def _codes(lines: Iterable[Line], current: str) -> list[_Option]:
    counted = Counter(code for line in lines for code in line.codes)
    if current and current not in counted:
        counted[current] = 0
    return [(code, label(code), runs) for code, runs in counted.most_common()]


def _name(text: str) -> Said:
    """A name as the organiser wrote it: the same in every language."""
    return dict.fromkeys(LANGUAGES, text)
