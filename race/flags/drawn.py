"""The words about runs that were drawn, and about times that were pressed together."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from race.flags.wording import Wording
from race.i18n import N_
from race.verdict import Severity

_ORIGINAL: Final = N_(
    "If your watch or app recorded this run, send the organiser the original file."
)
_DRAWN: Final = N_(
    "Not counted: the track looks drawn, not recorded: {first:word} ({measured:percent}), "
    "{second:word} ({second_measured:percent})."
)


def _sign(title: str, limit: str, sentence: str) -> Wording:
    """A sign of its own is for a referee; with a second one the run does not count."""
    return Wording(
        title=title,
        limit=limit,
        measured=N_("{measured:percent}"),
        said={Severity.REVIEW: sentence, Severity.REJECT: _DRAWN},
        advice=_ORIGINAL,
    )


_SIGNS: Final[Mapping[str, Wording]] = {
    "line": _sign(
        N_("Points in line"),
        N_("under {limit:percent}"),
        N_(
            "In review: {measured:percent} of the points lie in line to the last digit; in "
            "recordings under {limit:percent} do."
        ),
    ),
    "steps": _sign(
        N_("Same speed from point to point"),
        N_("under {limit:percent}"),
        N_(
            "In review: {measured:percent} of the stretches between points have one and the same "
            "speed; in recordings under {limit:percent} do."
        ),
    ),
    "spread": _sign(
        N_("Changes of speed"),
        N_("over {limit:percent}"),
        N_(
            "In review: from point to point the speed varies by {measured:percent} only; in "
            "recordings by more than {limit:percent}."
        ),
    ),
    "minutes": _sign(
        N_("Changes of speed by the minute"),
        N_("over {limit:percent}"),
        N_(
            "In review: every minute is as fast as the others, within {measured:percent}; in "
            "recordings they differ by more than {limit:percent}."
        ),
    ),
    "scatter": _sign(
        N_("Random errors of position"),
        N_("under {limit:percent}"),
        N_(
            "In review: {measured:percent} of the error of position is random from point to point; "
            "the error of GPS drifts, and under {limit:percent} of it is."
        ),
    ),
    "clock": _sign(
        N_("Times that follow from the distance"),
        N_("under {limit:percent}"),
        N_(
            "In review: the times follow from the distances ({measured:percent}) as if they had "
            "been worked out; a device keeps time by its clock."
        ),
    ),
}

WORDINGS: Final[Mapping[str, Wording]] = {
    "LOOKS_DRAWN": replace(_SIGNS["line"], cases=_SIGNS),
    "TIME_SCALED": Wording(
        title=N_("Time between points"),
        limit=N_("whole seconds, or an even part of one"),
        measured=N_("{unit_ms:number} ms"),
        said={
            Severity.REVIEW: N_(
                "In review: the points lie multiples of {unit_ms:number} ms apart. Devices count "
                "in seconds; times that were pressed together look like this."
            )
        },
        advice=_ORIGINAL,
        cases={
            "steps": Wording(
                title=N_("Length of a step at this cadence"),
                limit=N_("up to {limit_cm:number} cm"),
                measured=N_("{step_cm:number} cm"),
                said={
                    Severity.REVIEW: N_(
                        "In review: {cadence:number} steps a minute of {step_cm:number} cm each; "
                        "at this cadence up to {limit_cm:number} cm are usual."
                    )
                },
                advice=_ORIGINAL,
            ),
        },
    ),
}
