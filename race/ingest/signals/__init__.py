"""What a recording looks like, as numbers: how it moves, how its points lie, what its sensors say,
how well it was recorded.

They cost time, so they are taken once, where a run is measured; checks only compare them with their
limits. Stored with the run, they let a rule be tried again without its track.
"""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from race.ingest.signals.body import Body, body
from race.ingest.signals.motion import Motion, motion
from race.ingest.signals.places import Places, places
from race.ingest.signals.recorder import Recorder, recorder
from race.ingest.signals.recording import Recording
from race.ingest.signals.texture import Texture, texture


@dataclass(frozen=True, kw_only=True)
class Signals:
    """Everything that checks and the suspicion score look at beside the usual measures."""

    motion: Motion
    texture: Texture
    body: Body
    recorder: Recorder
    #: For staff only, as the track is.
    places: Places


def signals(recording: Recording) -> Signals:
    """The signals of one recording; NaN where it cannot tell."""
    return Signals(
        motion=motion(recording),
        texture=texture(recording),
        body=body(recording),
        recorder=recorder(recording),
        places=places(recording),
    )


def to_dict(found: Signals) -> dict[str, Any]:
    """JSON values, None for NaN."""
    return _plain(asdict(found))


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _value(value) for name, value in values.items()}


def _value(value: Any) -> Any:
    if isinstance(value, Mapping):
        return _plain(value)
    if isinstance(value, list | tuple):
        return [_value(each) for each in value]
    if isinstance(value, float):
        return float(f"{value:.6g}") if math.isfinite(value) else None
    return value
