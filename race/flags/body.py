"""The words about steps and hearts."""

from collections.abc import Mapping
from typing import Final

from race.flags.wording import Wording
from race.i18n import N_
from race.verdict import Severity

_LIMIT_SHARE: Final = N_("in {limit:percent} of the time or more")
_SHARE: Final = N_("in {measured:percent}")
_ORIGINAL: Final = N_(
    "Send the file that your watch or app recorded itself, FIT if it can: it tells more."
)
_SENSOR: Final = N_(
    "Sensors err: a strap is dry, a watch sits loose. Write to the organiser what you wore."
)
_WEAR: Final = N_(
    "Run with a watch or a strap that measures it, and send the FIT or TCX file of the run."
)

_HEART: Final = N_("Heart rate")
_HEART_MEASURED: Final = N_("{measured:number} beats/min")
_STEPS: Final = N_("Steps a minute")
_STEPS_MEASURED: Final = N_("{measured:number} steps/min")

WORDINGS: Final[Mapping[str, Wording]] = {
    "HEART_RATE": Wording(
        title=_HEART,
        limit=N_("up to {limit:number} beats/min"),
        measured=_HEART_MEASURED,
        said={
            Severity.REVIEW: N_(
                "In review: a heart rate of {measured:number} beats/min half of the time, more "
                "than hearts reach; {limit:number} is the limit."
            )
        },
        advice=_SENSOR,
        cases={
            "required": Wording(
                title=N_("Heart rate recorded"),
                limit=_LIMIT_SHARE,
                measured=_SHARE,
                said={
                    Severity.INFO: N_(
                        "This event asks for a heart rate, which files of this kind do not hold; "
                        "it is not asked of this run."
                    ),
                    Severity.REVIEW: N_(
                        "In review: your file has a heart rate in {measured:percent} of the time; "
                        "this event asks for {limit:percent}."
                    ),
                    Severity.REJECT: N_(
                        "Not counted: this event asks for a heart rate, and your file holds none."
                    ),
                },
                advice=_WEAR,
            ),
            "slow": Wording(
                title=_HEART,
                limit=N_("from {limit:number} beats/min when running"),
                measured=_HEART_MEASURED,
                said={
                    Severity.REVIEW: N_(
                        "In review: a heart rate of {measured:number} beats/min at {pace:pace}; "
                        "running takes more than {limit:number}."
                    )
                },
                advice=_SENSOR,
            ),
            "same": Wording(
                title=_HEART,
                limit=N_("the same for {limit:minutes} minutes at most"),
                measured=N_("the same for {measured:minutes} minutes"),
                said={
                    Severity.REVIEW: N_(
                        "In review: the heart rate stays at {beats:number} beats/min for "
                        "{measured:minutes} minutes. Some apps write the average at every point."
                    )
                },
                advice=_ORIGINAL,
            ),
            "jumps": Wording(
                title=_HEART,
                limit=N_("up to {limit:number} beats/min from one sample to the next"),
                measured=_HEART_MEASURED,
                said={
                    Severity.REVIEW: N_(
                        "In review: the heart rate jumps by {measured:number} beats/min from one "
                        "sample to the next, all along; {limit:number} is the limit."
                    )
                },
                advice=_ORIGINAL,
            ),
        },
    ),
    "CADENCE": Wording(
        title=_STEPS,
        limit=N_("up to {limit:number} steps/min"),
        measured=_STEPS_MEASURED,
        said={
            Severity.REVIEW: N_(
                "In review: {measured:number} steps/min half of the time, more than runners make; "
                "{limit:number} is the limit."
            )
        },
        advice=_SENSOR,
        cases={
            "required": Wording(
                title=N_("Steps recorded"),
                limit=_LIMIT_SHARE,
                measured=_SHARE,
                said={
                    Severity.INFO: N_(
                        "This event asks for steps a minute, which files of this kind do not hold; "
                        "it is not asked of this run."
                    ),
                    Severity.REVIEW: N_(
                        "In review: your file has steps a minute in {measured:percent} of the "
                        "time; this event asks for {limit:percent}."
                    ),
                    Severity.REJECT: N_(
                        "Not counted: this event asks for steps a minute, and your file holds none."
                    ),
                },
                advice=_WEAR,
            ),
            "few": Wording(
                title=_STEPS,
                limit=N_("from {limit:number} steps/min when running"),
                measured=_STEPS_MEASURED,
                said={
                    Severity.REVIEW: N_(
                        "In review: {measured:number} steps/min at {pace:pace}; runners make more "
                        "than {limit:number}."
                    )
                },
                advice=_SENSOR,
            ),
            "same": Wording(
                title=_STEPS,
                limit=N_("the same for {limit:minutes} minutes at most"),
                measured=N_("the same for {measured:minutes} minutes"),
                said={
                    Severity.INFO: N_(
                        "The file says {steps:number} steps/min for {measured:minutes} minutes "
                        "without a change, as apps do that write the average."
                    ),
                    Severity.REVIEW: N_(
                        "In review: {steps:number} steps/min for {measured:minutes} minutes "
                        "without a change. Some apps write the average at every point."
                    ),
                },
                advice=_ORIGINAL,
            ),
        },
    ),
}
