"""Runs that look like the one on the desk: whose they are, what is alike, both routes in one."""

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from race.api.pages.organiser.frame import Desk
from race.api.pages.views_review import SimilarRun
from race.api.pages.views_runner import Said
from race.drawing.pair import PairPicture, pair_picture
from race.i18n import N_, both
from race.services import likenesses
from race.services.likenesses import Similar
from race.store import events, tracks
from race.store.activities import ActivityRow
from race.store.database import Connection
from race.track import Track
from race.verdict import Outcome

#: Runs that are told, and of those the ones that are drawn.
_MOST: Final = 12
_DRAWN: Final = 3
#: By the kind of a copy.
_ALIKE: Final[Mapping[str, str]] = {
    "same": N_("The same moments and places: it is one recording."),
    "vertices": N_("{within_15cm:percent} of the points lie within 15 cm of a point of it."),
    "line": N_(
        "{within_1_5m:percent} of the points lie within 1.5 m of it, and the speed rises and falls "
        "in the same places."
    ),
    "speed": N_(
        "The speed rises and falls in the same places all along; the route was moved aside."
    ),
    "pulse": N_("The heart rate is the same in {pulse:percent} of the time."),
}


def similar_runs(
    connection: Connection, at: Desk, run: ActivityRow, track: Track
) -> tuple[SimilarRun, ...]:
    """The runs that look like `run`, whose whole track is `track`; the first ones are drawn."""
    found = likenesses.similar(connection, at.event, run)[:_MOST]
    return tuple(
        _similar(connection, at, other, _picture(connection, other, track) if n < _DRAWN else None)
        for n, other in enumerate(found)
    )


def _similar(
    connection: Connection, at: Desk, other: Similar, picture: PairPicture | None
) -> SimilarRun:
    account, zone = at.organiser.account_id, at.event.window.zone
    mine = events.role(connection, other.event_id, account) is not None
    began = other.started_at
    return SimilarRun(
        url=f"/btc/{other.event_slug}/duyet/{other.activity}" if mine else None,
        bib=other.bib if mine else "",
        name=other.name if mine else "",
        event=None if other.event_id == at.event.id else other.event_name,
        sent_at=other.sent_at.astimezone(zone),
        later=other.later,
        started_at=None if began is None else datetime.fromtimestamp(began, UTC).astimezone(zone),
        own=other.own,
        state=Outcome(other.state),
        alike=alike(other),
        picture=picture if mine else None,
    )


def alike(other: Similar) -> Said:
    """What shows that two runs are one, in a sentence."""
    numbers = {name: 0.0 if math.isnan(n) else n for name, n in vars(other.likeness).items()}
    return both(_ALIKE[other.kind.value], numbers)


def _picture(connection: Connection, other: Similar, track: Track) -> PairPicture | None:
    whole = tracks.get(connection, other.event_id, other.activity)
    return None if whole is None else pair_picture(below=whole, above=track)
