"""The evidence sheet as pages lay it out: cards of what speaks against a run, rows of the rest."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from race.api.pages.views_evidence import (
    Evidence,
    EvidenceCard,
    EvidenceGroup,
    EvidencePart,
    EvidenceRow,
    Stretch,
)
from race.api.pages.views_runner import Said, bare
from race.drawing.splits import SplitRow
from race.flags import sheet
from race.flags.sheet import Line, Result
from race.i18n import LANGUAGES, both
from race.verdict import Flag, Where

#: Stretches that are numbered and drawn: more would hide the run.
MOST_STRETCHES: Final = 9
#: Two stretches that share this much of what they cover together are one place to the eye.
_SAME: Final = 0.8
#: A stretch that covers so much of the run is all of it, and marks nothing.
_ALL: Final = 0.9


def evidence(found: Iterable[Flag], rows: Sequence[SplitRow], total_m: float) -> Evidence:
    """The sheet of a run of `total_m` metres; `rows` are its kilometres."""
    lines = sheet.lines(found)
    grave = [line for line in lines if line.is_open]
    stretches = _stretches(grave, rows, total_m)
    limits = (line.limit_s_per_km for line in grave)
    return Evidence(
        cards=_cards(grave, stretches),
        notes=_cards([line for line in lines if line.outcome is Result.INFO], ()),
        kept=_kept([line for line in lines if line.outcome is Result.PASSED]),
        stretches=stretches,
        limit_s_per_km=next((limit for limit in limits if limit is not None), None),
    )


def _stretches(
    lines: Sequence[Line], rows: Sequence[SplitRow], total_m: float
) -> tuple[Stretch, ...]:
    """The parts of the run that findings are about, numbered as the sheet speaks of them."""
    rises = {row.km: row.rise_m for row in rows if row.km is not None}
    found: list[Stretch] = []
    for line in lines:
        where = line.where
        if where is None or not _is_part(where, total_m) or _at(found, where) is not None:
            continue
        stretch = Stretch(
            number=len(found) + 1,
            failed=line.outcome is Result.FAILED,
            from_m=where.from_m,
            to_m=where.to_m,
            lasts_s=where.to_s - where.from_s,
        )
        rise = rises.get(stretch.km, math.nan) if stretch.km is not None else math.nan
        found.append(replace(stretch, rise_m=rise))
    return tuple(found[:MOST_STRETCHES])


def _is_part(where: Where, total_m: float) -> bool:
    """Whether there is something to mark: a place of the run, and not nearly all of it."""
    known = math.isfinite(where.from_m) and math.isfinite(where.to_m)
    return known and not where.to_m - where.from_m > _ALL * total_m


def _at(stretches: Iterable[Stretch], where: Where) -> Stretch | None:
    """The stretch that is this place, if it is one of them."""
    return next((each for each in stretches if _shared(each, where) >= _SAME), None)


def _shared(stretch: Stretch, where: Where) -> float:
    """What both cover as a share of what either covers."""
    common = min(stretch.to_m, where.to_m) - max(stretch.from_m, where.from_m)
    either = max(stretch.to_m, where.to_m) - min(stretch.from_m, where.from_m)
    return common / either if either > 0 else 1.0


def _cards(lines: Iterable[Line], stretches: Sequence[Stretch]) -> tuple[EvidenceCard, ...]:
    """Findings of one rule together; the same advice is given once."""
    cards: dict[tuple[str, Result], list[Line]] = {}
    for line in lines:
        cards.setdefault((line.title[LANGUAGES[0]], line.outcome), []).append(line)
    given: list[Said] = []
    return tuple(_card(each, stretches, given) for each in cards.values())


def _card(lines: Sequence[Line], stretches: Sequence[Stretch], given: list[Said]) -> EvidenceCard:
    advice = lines[0].advice
    is_new = any(advice.values()) and advice not in given
    if is_new:
        given.append(advice)
    return EvidenceCard(
        title=lines[0].title,
        outcome=lines[0].outcome,
        parts=tuple(_part(line, stretches) for line in lines),
        advice=advice if is_new else None,
    )


def _part(line: Line, stretches: Sequence[Stretch]) -> EvidencePart:
    return EvidencePart(
        message=bare(line.message),
        limit=line.limit,
        measured=line.measured,
        stretch=None if line.where is None else _at(stretches, line.where),
    )


def _kept(lines: Iterable[Line]) -> tuple[EvidenceGroup, ...]:
    """Rules that were kept, family by family."""
    families: dict[sheet.Family, list[Line]] = {}
    for line in lines:
        families.setdefault(line.family, []).append(line)
    return tuple(
        EvidenceGroup(title=both(sheet.TITLES[family]), rows=_rows(kept))
        for family, kept in families.items()
    )


def _rows(lines: Iterable[Line]) -> tuple[EvidenceRow, ...]:
    """One row for two limits of one measure: an average pace has a fastest and a slowest."""
    rows: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        language = LANGUAGES[0]
        measured = "" if line.measured is None else line.measured[language]
        rows.setdefault((line.title[language], measured), []).append(line)
    return tuple(
        EvidenceRow(
            title=each[0].title,
            limit=_joined([line.limit for line in each if line.limit is not None]),
            measured=each[0].measured,
        )
        for each in rows.values()
    )


def _joined(limits: Sequence[Mapping[str, str]]) -> Said | None:
    if not limits:
        return None
    return {
        language: ", ".join(dict.fromkeys(limit[language] for limit in limits))
        for language in LANGUAGES
    }
