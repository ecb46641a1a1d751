"""What a recording looks like, as numbers: how it moves, how its points lie, what its sensors say,
how well it was recorded.

They cost time, so they are taken once, where a run is measured; checks only compare them with their
limits. Stored with the run, they let a rule be tried again without its track.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from race.ingest import values
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


#: Significant digits in which signals are kept, and judged by.
_DIGITS: Final = 6


def signals(recording: Recording) -> Signals:
    """The signals of one recording; NaN where it cannot tell. In the digits in which they are kept,
    so that nothing is judged by more than can be looked up later."""
    found = Signals(
        motion=motion(recording),
        texture=texture(recording),
        body=body(recording),
        recorder=recorder(recording),
        places=places(recording),
    )
    return from_dict(to_dict(found))


def none() -> Signals:
    """The signals of what was not recorded."""
    return Signals(
        motion=Motion(), texture=Texture(), body=Body(), recorder=Recorder(), places=Places()
    )


def to_dict(found: Signals) -> dict[str, Any]:
    """JSON values, None for NaN."""
    plain: dict[str, Any] = values.plain(found, _DIGITS)
    return plain


def from_dict(kept: Mapping[str, Any]) -> Signals:
    """The signals that `to_dict` wrote; of one that was not taken then, what it is without any."""
    return values.of(Signals, kept)
