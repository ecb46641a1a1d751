"""Units in a tree of any depth: tỉnh, xã, chi đoàn, trường, cơ quan."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from race.i18n import fold

#: Levels of a tree: from a province to a class there are five or six.
DEEPEST: Final = 20


@dataclass(frozen=True, kw_only=True)
class Team:
    """One unit."""

    #: Its part of an address, unique in the event.
    slug: str
    name: str
    #: Slug of the unit above; None at the top.
    parent: str | None = None
    #: Members as the unit declares them; None when it does not.
    headcount: int | None = None


def slug_of(name: str, taken: Iterable[str] = ()) -> str:
    """An address for a name: "Đoàn xã Hữu Liên" → "doan-xa-huu-lien", numbered when taken."""
    base = re.sub(r"[^a-z0-9]+", "-", fold(name))[:50].strip("-") or "x"
    used, slug, count = set(taken), base, 1
    while slug in used:
        count += 1
        slug = f"{base}-{count}"
    return slug


def is_tree(teams: Iterable[Team]) -> bool:
    """Whether every parent exists, nobody is their own ancestor and no unit stands deeper than
    `DEEPEST`."""
    parents = {team.slug: team.parent for team in teams}
    return all(_reaches_top(slug, parents) for slug in parents)


def _reaches_top(slug: str, parents: Mapping[str, str | None]) -> bool:
    seen: set[str] = set()
    here: str | None = slug
    while here is not None:
        if here in seen or here not in parents or len(seen) == DEEPEST:
            return False
        seen.add(here)
        here = parents[here]
    return True


def lineage(slug: str | None, teams: Mapping[str, Team]) -> tuple[str, ...]:
    """A unit and all above it, nearest first; empty for None."""
    line: list[str] = []
    while slug is not None and slug in teams and slug not in line:
        line.append(slug)
        slug = teams[slug].parent
    return tuple(line)


def subtree(slug: str, teams: Iterable[Team]) -> frozenset[str]:
    """A unit and all below it."""
    by_slug = {team.slug: team for team in teams}
    return frozenset(s for s in by_slug if slug in lineage(s, by_slug))
