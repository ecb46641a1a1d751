"""A certificate on paper and as a signed document: facts that were issued, drawn with the run."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

import numpy as np
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from race import certificates, geo
from race.category import Sex, age_group
from race.certificates import KmMark, RoutePicture, Signatory, Standing
from race.certificates.signature import sign
from race.course import Kind, Race
from race.event import Event, EventState
from race.i18n import N_
from race.metrics import ascent, distance_along
from race.privacy import public_view
from race.rankings import OVERALL, Filter, Line
from race.services import boards, entries, runs
from race.store import activities, results
from race.store.activities import ActivityRow
from race.store.certificates import CertificateRow
from race.store.database import Connection
from race.units import pace_s_per_km
from race.verdict import Outcome

_SEXES: Final = {Sex.FEMALE: N_("women"), Sex.MALE: N_("men")}
#: Points of a route on paper: more cannot be told apart.
_MOST_POINTS: Final = 600


@dataclass(frozen=True, kw_only=True)
class Print:
    """How a certificate is wanted."""

    #: The absolute address of the page that vouches for it.
    verify_url: str
    #: "vi" or "en".
    language: str
    now: datetime


def pdf(connection: Connection, event: Event, row: CertificateRow, wanted: Print) -> bytes:
    """The certificate as one page of PDF."""
    certificate = _certificate(connection, event, row, wanted)
    return certificates.render(certificate, "classic", wanted.language)


def signed(row: CertificateRow, key: Ed25519PrivateKey) -> dict[str, Any]:
    """The issued facts with their code and serial, signed."""
    facts = dict(row.facts) | {
        "code": row.code,
        "serial": row.serial,
        "issued_at": row.issued_at.isoformat(timespec="seconds"),
    }
    return sign(facts, key)


def places(connection: Connection, event: Event, race: Race, bib: str) -> tuple[Standing, ...]:
    """Overall, by sex and by age group, as the boards stand; empty when the runner is unranked."""
    everybody = boards.lines(connection, event, race)
    mine = next((line for line in everybody if line.bib == bib), None)
    if mine is None:
        return ()
    overall = boards.Board(race=race, ranking=OVERALL)
    found = []
    for standing, narrowed in _scopes(mine):
        ranked = boards.standings(everybody, overall, narrowed)
        rank = next((place.rank for place in ranked if place.line.bib == bib), None)
        if rank is not None:
            found.append(replace(standing, rank=rank, total=len(ranked)))
    return tuple(found)


def _scopes(mine: Line) -> list[tuple[Standing, Filter]]:
    """What somebody is ranked in; sex X in overall only."""
    scopes = [(Standing(kind="overall", rank=0), Filter())]
    if mine.sex in _SEXES:
        group = age_group(mine.age).name
        sex = Standing(kind="sex", label=_SEXES[mine.sex], rank=0)
        age = Standing(kind="age_group", label=group, rank=0)
        scopes.append((sex, Filter(sex=mine.sex)))
        scopes.append((age, Filter(sex=mine.sex, age_group=group)))
    return scopes


def _certificate(
    connection: Connection, event: Event, row: CertificateRow, wanted: Print
) -> certificates.Certificate:
    facts = row.facts
    race = event.race(row.race)
    final = event.state is EventState.FINAL
    return certificates.Certificate(
        event_name=facts["event"],
        organiser=facts["organiser"],
        place=facts["place"],
        name=facts["name"],
        bib=facts["bib"],
        team=facts["team"],
        race_name=facts["race"],
        kind=facts["kind"],
        distance_m=facts["distance_m"],
        covered_m=facts["covered_m"],
        runs=facts["runs"],
        time_s=float(facts["time_s"]),
        pace_s_per_km=_pace(facts),
        standings=() if race is None else places(connection, event, race, row.bib),
        provisional_as_of=None if final else wanted.now.astimezone(event.window.zone),
        issued_on=_issued_on(event, row),
        signatories=tuple(Signatory(title=title, name=name) for title, name in event.signatories),
        code=row.code,
        verify_url=wanted.verify_url,
        route=None if race is None else _route(connection, event, race, row.bib),
    )


def _pace(facts: Mapping[str, Any]) -> float:
    whole = facts["distance_m"] if facts["kind"] == Kind.SINGLE else facts["covered_m"]
    return pace_s_per_km(min(whole, facts["covered_m"]), float(facts["time_s"]))


def _issued_on(event: Event, row: CertificateRow) -> date:
    return row.issued_at.astimezone(event.window.zone).date()


def _route(connection: Connection, event: Event, race: Race, bib: str) -> RoutePicture | None:
    """The run that counted, or the longest of many, as the public may see it."""
    entry = entries.find(connection, event, bib)
    run = _shown_run(connection, event, race, bib)
    if run is None or entries.is_masked(event, entry):
        return None
    view = public_view(runs.counting(connection, run), entry.privacy_extra_m)
    if len(view) < 2:
        return None
    along = distance_along(view)
    every = max(1, len(view) // _MOST_POINTS)
    thin = np.unique(np.append(np.arange(0, len(view), every), len(view) - 1))
    east, north = geo.plane(view.lat, view.lon)
    marks = _marks(along, east, north, race.distance_m)
    east, north = east[thin].copy(), north[thin].copy()
    breaks = np.flatnonzero(np.diff(view.segment[thin]))
    east, north = np.insert(east, breaks + 1, np.nan), np.insert(north, breaks + 1, np.nan)
    high = bool(np.isfinite(view.ele[thin]).sum() > 1)
    known = np.isfinite(view.ele[thin])
    return RoutePicture(
        east_m=east,
        north_m=north,
        km_marks=marks,
        distance_m=along[thin][known] if high else None,
        ele_m=view.ele[thin][known] if high else None,
        ascent_m=ascent(view.time, view.ele) if high else None,
        shown="run" if race.kind is Kind.SINGLE else "longest",
    )


def _shown_run(connection: Connection, event: Event, race: Race, bib: str) -> ActivityRow | None:
    result = results.get(connection, event.id, race.slug, bib)
    if result is not None and result.activity_id is not None:
        return activities.get(connection, event.id, result.activity_id)
    everything = activities.of_entry(connection, event.id, bib)
    accepted = [run for run in everything if run.state == Outcome.ACCEPTED]
    return max(accepted, key=lambda run: run.official_distance_m or 0.0, default=None)


def _marks(
    along: np.ndarray, east: np.ndarray, north: np.ndarray, distance_m: float
) -> tuple[KmMark, ...]:
    step = 1000.0 if distance_m <= 12_000 else 5000.0
    places_m = np.arange(step, along[-1], step)
    at = np.searchsorted(along, places_m)
    return tuple(
        KmMark(label=f"{metres / 1000:.0f}", east_m=float(east[i]), north_m=float(north[i]))
        for metres, i in zip(places_m, at, strict=True)
    )
