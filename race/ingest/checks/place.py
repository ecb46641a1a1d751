"""Was it run where the event is held."""

from collections.abc import Iterator
from itertools import takewhile

import numpy as np

from race import geo
from race.ingest.checks import thresholds
from race.ingest.checks.evidence import Evidence
from race.ingest.signals.places import PER_DEGREE, Places
from race.rules import Area
from race.track import BoolArray
from race.verdict import Flag, Severity, Where


def geofence(evidence: Evidence) -> Iterator[Flag]:
    """GEOFENCE: the run lies outside the circles of the event; nothing of a run without positions.

    A way has no sharp border: a twentieth of it may lie outside, and up to half of it a person
    looks, for a circle on a map is a rough word for "in our commune".
    """
    areas, places = evidence.rules.areas, evidence.signals.places
    if not areas or not places.lat_e5:
        return
    outside = _outside(areas, places)
    share = float(outside.mean())
    limit, severity = thresholds.OUTSIDE_REVIEW_SHARE, Severity.PASS
    if share > thresholds.OUTSIDE_REJECT_SHARE:
        limit, severity = thresholds.OUTSIDE_REJECT_SHARE, Severity.REJECT
    elif share > limit:
        severity = Severity.REVIEW
    yield Flag(
        code="GEOFENCE",
        severity=severity,
        limit=limit,
        measured=share,
        where=None if severity is Severity.PASS else _first(outside.tolist(), places),
        facts={"areas": ", ".join(area.name for area in areas)},
    )


def _outside(areas: tuple[Area, ...], places: Places) -> BoolArray:
    """Which places lie in no circle, shape (n,)."""
    lat, lon = np.array(places.lat_e5) / PER_DEGREE, np.array(places.lon_e5) / PER_DEGREE
    outside = np.ones(len(lat), dtype=np.bool_)
    for area in areas:
        outside &= _away(area, lat, lon) > area.radius_m + thresholds.AREA_SLACK_M
    return outside


def _away(area: Area, lat: np.ndarray, lon: np.ndarray) -> np.ndarray:
    """Metres from the middle of a circle to each place, shape (n,)."""
    # There and back again, from place to place: every second hop starts in the middle.
    to_lat = np.stack((np.full(len(lat), area.lat), lat), axis=1).ravel()
    to_lon = np.stack((np.full(len(lon), area.lon), lon), axis=1).ravel()
    return geo.hops(to_lat, to_lon)[::2]


def _first(outside: list[bool], places: Places) -> Where:
    """The first stretch outside."""
    begins = outside.index(True)
    ends = begins + len(list(takewhile(bool, outside[begins:]))) - 1
    every_m = places.every_m if len(outside) > 1 else 0.0
    return Where(
        from_s=float(places.at_s[begins]),
        to_s=float(places.at_s[ends]),
        from_m=begins * every_m,
        to_m=ends * every_m,
    )
