"""What was passed over in an archive, put together for people."""

from collections.abc import Iterable, Sequence
from typing import Final

from race import i18n
from race.api.pages.views_upload import Passed, PassedGroup
from race.i18n import N_
from race.store.submissions import SkippedRow

#: Members of a group that are named; an archive may hold fifty thousand.
_NAMED: Final = 200
#: So many are told one by one, without groups.
_FEW: Final = 20

_NO_RUN: Final = frozenset({"UNKNOWN_FORMAT", "NO_ACTIVITY", "NOT_ACTIVITY", "EMPTY_FILE"})
#: The groups with their codes, what the runner may want to act on first.
_GROUPS: Final[Sequence[tuple[str, frozenset[str]]]] = (
    (N_("Not reached in the time for one archive: {n:number}"), frozenset({"TIME_IS_UP"})),
    (N_("Not from the days of the event: {n:number}"), frozenset({"OUTSIDE_EVENT"})),
    (N_("The same run twice: {n:number}"), frozenset({"TWIN"})),
    (N_("Without a run in them: {n:number}"), _NO_RUN),
    (N_("Added by a computer: {n:number}"), frozenset({"SYSTEM_FILE"})),
)
#: Everything else is damage of some kind, and comes before all groups.
_BROKEN: Final = N_("Could not be read: {n:number}")
_ALL: Final = N_("Passed over: {n:number}")


def grouped(skipped: Sequence[SkippedRow]) -> tuple[PassedGroup, ...]:
    """A few members one after the other, many by their reasons."""
    if len(skipped) <= _FEW:
        return (_group(_ALL, skipped),) if skipped else ()
    known = frozenset[str]().union(*(codes for _, codes in _GROUPS))
    broken = [each for each in skipped if each.code not in known]
    groups = [(_BROKEN, broken)]
    groups += [(title, [e for e in skipped if e.code in codes]) for title, codes in _GROUPS]
    return tuple(_group(title, members) for title, members in groups if members)


def _group(title: str, members: Sequence[SkippedRow]) -> PassedGroup:
    return PassedGroup(title=title, count=len(members), members=tuple(_named(members[:_NAMED])))


def _named(members: Iterable[SkippedRow]) -> Iterable[Passed]:
    for each in members:
        yield Passed(name=each.member, reason=i18n.both(each.text, each.facts))
