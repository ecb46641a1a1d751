"""The words about how fast a run was: bursts, records, wheels."""

from collections.abc import Mapping
from typing import Final

from race.flags.wording import Wording
from race.i18n import N_
from race.verdict import Severity

_OTHER_FILE: Final = N_(
    "If it was a GPS jump, write to the organiser or send another device's file."
)
_ON_WHEELS: Final = N_(
    "If the recording ran on while you rode, or if it was a GPS jump, write to the organiser."
)
_STEPS_WRONG: Final = N_(
    "If it was a run and the device counts steps wrongly, write to the organiser."
)

_BETWEEN: Final = Wording(
    title=N_("World record pace over {over_m:km}"),
    limit=N_("slower than {limit:clock}"),
    measured=N_("{measured:clock}"),
    said={
        Severity.REVIEW: N_(
            "In review: {over_m:km} in {measured:clock}, close to the pace of world records. A "
            "referee looks at everything under {limit:clock}."
        ),
        Severity.REJECT: N_(
            "Not counted: {over_m:km} in {measured:clock}, faster than the pace of world records "
            "({limit:clock})."
        ),
    },
    advice=_OTHER_FILE,
)
_AGE: Final = Wording(
    title=N_("Best of the age over {over_m:km}"),
    limit=N_("slower than {limit:clock}"),
    measured=N_("{measured:clock}"),
    said={
        Severity.REVIEW: N_(
            "In review: {over_m:km} in {measured:clock}, close to the best ever run at the age in "
            "your entry. A referee looks at everything under {limit:clock}."
        ),
    },
    advice=N_("If the date of birth in your entry is wrong, write to the organiser."),
)
_UNCOUNTED: Final = Wording(
    title=N_("Speed of the fastest part"),
    limit=N_("a minute up to {limit:kmh}"),
    measured=N_("{measured:kmh}"),
    said={
        Severity.REVIEW: N_(
            "In review: at {from_m:km} the recording goes {way_m:km} further at {measured:kmh}, "
            "which is faster than people run. That part is not in your distance."
        ),
        Severity.REJECT: N_(
            "Not counted: at {from_m:km} the recording goes {way_m:km} further at {measured:kmh}, "
            "which nobody can run."
        ),
    },
    advice=_ON_WHEELS,
)
_SHARE: Final = Wording(
    title=N_("Share of the run over {faster_m_s:kmh}"),
    limit=N_("up to {limit:percent}"),
    measured=N_("{measured:percent}"),
    said={
        Severity.REVIEW: N_(
            "In review: {measured:percent} of the time you moved faster than {faster_m_s:kmh}, "
            "more like a bicycle than a run. The limit is {limit:percent}."
        ),
    },
    advice=_ON_WHEELS,
)

WORDINGS: Final[Mapping[str, Wording]] = {
    "BURST": Wording(
        title=N_("Fastest {over_m:metres}"),
        limit=N_("from {limit:pace}"),
        measured=N_("{measured:pace}"),
        said={
            Severity.REVIEW: N_(
                "In review: your fastest {over_m:metres} are at {measured:pace}, faster than the "
                "{limit:pace} limit."
            ),
        },
        advice=_OTHER_FILE,
    ),
    "TOO_FAST_WR": Wording(
        title=N_("World record over {over_m:race}"),
        limit=N_("slower than {limit:clock}"),
        measured=N_("{measured:clock}"),
        said={
            Severity.REVIEW: N_(
                "In review: {over_m:race} in {measured:clock}, close to the world record. A "
                "referee looks at everything under {limit:clock}."
            ),
            Severity.REJECT: N_(
                "Not counted: {over_m:race} in {measured:clock}, faster than the world record "
                "{limit:clock}."
            ),
        },
        advice=_OTHER_FILE,
        cases={"between": _BETWEEN, "age": _AGE},
    ),
    "VEHICLE_PART": Wording(
        title=N_("Speed of the fastest part"),
        limit=N_("a minute up to {limit:kmh}"),
        measured=N_("{measured:kmh}"),
        said={
            Severity.REVIEW: N_(
                "In review: from {from_m:km} to {to_m:km} you moved at {measured:kmh}, faster than "
                "people usually run."
            ),
            Severity.REJECT: N_(
                "Not counted: from {from_m:km} to {to_m:km} you moved at {measured:kmh}, which "
                "nobody can run."
            ),
        },
        advice=_ON_WHEELS,
        cases={"uncounted": _UNCOUNTED},
    ),
    "BIKE_LIKE": Wording(
        title=N_("Speed in motion"),
        limit=N_("up to {limit:kmh}"),
        measured=N_("{measured:kmh}"),
        said={
            Severity.REVIEW: N_(
                "In review: half of the time you moved at {measured:kmh} and faster, more like a "
                "bicycle than a run. The limit is {limit:kmh}."
            ),
        },
        advice=_ON_WHEELS,
        cases={
            "share_30": _SHARE,
            "share_60": _SHARE,
            "minute": Wording(
                title=N_("Speed of the fastest minutes"),
                limit=N_("up to {limit:kmh}"),
                measured=N_("{measured:kmh}"),
                said={
                    Severity.REVIEW: N_(
                        "In review: your fastest minutes are at {measured:kmh}, more like a "
                        "bicycle than a run. The limit is {limit:kmh}."
                    ),
                },
                advice=_ON_WHEELS,
            ),
            "coasting": Wording(
                title=N_("Time without steps"),
                limit=N_("up to {limit:percent}"),
                measured=N_("{measured:percent}"),
                said={
                    Severity.REVIEW: N_(
                        "In review: {measured:percent} of the time you moved quickly without a "
                        "step, as a bicycle rolls. The limit is {limit:percent}."
                    ),
                },
                advice=_STEPS_WRONG,
            ),
            "hills": Wording(
                title=N_("Speed lost on a slope of 1%"),
                limit=N_("up to {limit:number}%"),
                measured=N_("{measured:number}%"),
                said={
                    Severity.REVIEW: N_(
                        "In review: on each 1% of slope you lose {measured:number}% of your speed "
                        "and gain it downhill, as on wheels; runners lose up to {limit:number}%."
                    ),
                },
                advice=_ON_WHEELS,
            ),
            "step": Wording(
                title=N_("Length of a step"),
                limit=N_("up to {limit_cm:number} cm"),
                measured=N_("{cm:number} cm"),
                said={
                    Severity.REVIEW: N_(
                        "In review: speed and cadence make steps of {cm:number} cm; runners make "
                        "up to {limit_cm:number} cm."
                    ),
                },
                advice=_STEPS_WRONG,
            ),
        },
    ),
}
