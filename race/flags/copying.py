"""The words about copies. They never say whose run another one is like."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from race.flags.wording import Wording
from race.i18n import N_
from race.verdict import Severity

_COPY: Final = Wording(
    title=N_("Copy of another run"),
    limit=N_("like no other run"),
    measured=N_("none is like it"),
    said={
        Severity.INFO: N_("This recording is like one that was sent before."),
        Severity.REVIEW: N_(
            "In review: this recording is like one that was sent before. A referee compares the "
            "two and will contact you."
        ),
    },
    advice=N_(
        "If you recorded this run yourself, write to the organiser with which device, and keep "
        "the run in its app."
    ),
)
#: What shows a copy, by the case of a flag: the limit and what was measured.
_SHOWN: Final[Mapping[str, Wording]] = {
    "near": replace(
        _COPY,
        limit=N_("over {limit_cm:number} cm apart at the same moment"),
        measured=N_("{measured_cm:number} cm apart"),
    ),
    "places": replace(
        _COPY,
        limit=N_("under {limit:percent} of the points in one place, beyond chance"),
        measured=N_("{measured:percent} of the points"),
    ),
    "heart": replace(
        _COPY,
        limit=N_("under {limit:percent} of the time with the same heart rate"),
        measured=N_("{measured:percent} of the time"),
    ),
    "step": replace(
        _COPY,
        limit=N_("over {limit_cm:number} cm off its step"),
        measured=N_("{measured_cm:number} cm off"),
    ),
}
#: The runner's own run of another day.
_OWN_SAID: Final = {
    Severity.INFO: N_("This recording is like your run of {at:day}."),
    Severity.REVIEW: N_(
        "In review: this recording is like your run of {at:day}, with another date. A referee "
        "will look at it."
    ),
}
_OWN_ADVICE: Final = N_(
    "If one of the two has a wrong date, write to the organiser which date is right."
)

WORDINGS: Final[Mapping[str, Wording]] = {
    "DUP_SAME_FILE": Wording(
        title=N_("Same file"),
        limit=N_("sent by one runner only"),
        measured=N_("{measured:number} others"),
        said={
            Severity.REVIEW: N_(
                "In review: another runner sent exactly this file. A referee will contact you."
            )
        },
    ),
    "DUP_COPY": replace(
        _COPY,
        cases={
            **_SHOWN,
            **{
                f"own_{case}": replace(words, said=_OWN_SAID, advice=_OWN_ADVICE)
                for case, words in _SHOWN.items()
            },
        },
    ),
}
