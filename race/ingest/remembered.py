"""What checks look at, as JSON values, so that a run can be judged again without its file.

Signals are kept beside it (`race.ingest.signals.to_dict`), in as many digits as they are judged by;
everything else here is kept to the last one. So a run that is judged again by what is remembered
gets the findings that it got from its file.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from race.activity import Activity, Damage, Stated
from race.ingest import signals, values
from race.ingest.clean import Notes
from race.ingest.copies import Fingerprint
from race.ingest.examine import Measured
from race.ingest.indoor import Indoor
from race.metrics import Metrics
from race.track import Track, track_of

_NOWHERE: Final[Track] = track_of(time=[], lat=[], lon=[])


@dataclass(frozen=True, kw_only=True)
class _Remembered:
    format: str
    zone_known: bool
    damage: Damage | None
    stated: Stated
    notes: Notes
    metrics: Metrics
    official_m: float
    indoor: Indoor | None


def to_dict(run: Measured) -> dict[str, Any]:
    """JSON values of what checks look at, but for the signals."""
    activity = run.activity
    kept = _Remembered(
        format=activity.format,
        zone_known=activity.zone_known,
        damage=activity.damage,
        stated=replace(activity.stated, laps=()),
        notes=run.notes,
        metrics=run.metrics,
        official_m=run.official_m,
        indoor=run.indoor,
    )
    found: dict[str, Any] = values.plain(kept)
    return found


def of(kept: Mapping[str, Any], seen: Mapping[str, Any]) -> Measured:
    """The run of which `to_dict` wrote `kept`, and `race.ingest.signals.to_dict` wrote `seen`;
    without its track, its laps, and what copies are found by."""
    found = values.of(_Remembered, kept)
    return Measured(
        activity=Activity(
            track=_NOWHERE,
            stated=found.stated,
            format=found.format,
            zone_known=found.zone_known,
            damage=found.damage,
        ),
        track=_NOWHERE,
        notes=found.notes,
        metrics=found.metrics,
        official_m=found.official_m,
        indoor=found.indoor,
        signals=signals.from_dict(seen),
        fingerprint=Fingerprint(),
    )
