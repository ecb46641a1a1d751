"""Units as an officer types them: one a line, those below further to the right or behind ``>``.

::

    Đoàn xã Hữu Liên; 131
    > Chi đoàn thôn Đồng Lâm; 31
    Đoàn trường THPT Hữu Lũng; 420
"""

import re
from typing import Final

from race.i18n import tidy
from race.services.new_event import LONGEST_NAME
from race.team import Team, slug_of

#: Characters of a slug that a name gives, so that a number fits behind it.
_SLUG: Final = 50
#: How far a ``>`` moves a line to the right, and a tab, in spaces.
_ARROW, _TAB = 100, 4
_LINE: Final = re.compile(r"([\s>]*)([^;]*)(?:;(.*))?")
#: A headcount as people write it: 1204, 1.204, 1 204.
_HEADCOUNT: Final = re.compile(r"[0-9]{1,3}(?:[., ]?[0-9]{3}){0,2}|[0-9]{1,9}")


class BadLine(ValueError):
    """A line that is no unit; `number` counts from 1."""

    def __init__(self, number: int) -> None:
        super().__init__(f"line {number}")
        self.number = number


def read(text: str) -> tuple[Team, ...]:
    """The units of a list; BadLine names the first line that is none.

    A unit belongs to the nearest line above that stands further left.
    """
    teams: list[Team] = []
    above: list[tuple[int, str]] = []
    slugs: set[str] = set()
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        left, name, headcount = _parts(line, number)
        while above and above[-1][0] >= left:
            above.pop()
        slug = _slug(name, slugs)
        slugs.add(slug)
        parent = above[-1][1] if above else None
        teams.append(Team(slug=slug, name=name, parent=parent, headcount=headcount))
        above.append((left, slug))
    return tuple(teams)


def _parts(line: str, number: int) -> tuple[int, str, int | None]:
    """(how far right it stands, name, headcount) of a line."""
    found = _LINE.fullmatch(line)
    left, name, members = found.groups(default="") if found else ("", "", "")
    name, members = tidy(name), members.strip()
    if not 1 <= len(name) <= LONGEST_NAME or (members and not _HEADCOUNT.fullmatch(members)):
        raise BadLine(number)
    return _indent(left), name, int(re.sub(r"[., ]", "", members)) if members else None


def _indent(left: str) -> int:
    """How far right a line stands, by its arrows or else by its spaces."""
    return left.count(">") * _ARROW or len(left.expandtabs(_TAB))


def _slug(name: str, taken: set[str]) -> str:
    return slug_of(slug_of(name)[:_SLUG].strip("-"), taken)
