"""The words about the quality of a recording, which is no offence."""

from collections.abc import Mapping
from typing import Final

from race.flags.wording import Wording
from race.i18n import N_
from race.verdict import Severity

_CLOCK: Final = N_("Set the clock of your phone or watch to automatic before the next run.")
_OPEN_SKY: Final = N_(
    "This is an error of GPS and not your fault. If you ran with a second device, tell the "
    "organiser. Next time wait for GPS under open sky before you start."
)
_PHONE: Final = N_(
    "Switch battery saver off for your running app, and let it use your location all the time."
)
_GPS: Final = N_("GPS reception")

#: The cases of CLOCK: it was set during the run.
CLOCK_CASES: Final[Mapping[str, Wording]] = {
    "back": Wording(
        title=N_("Clock of the device"),
        limit=N_("steps back by {limit:clock} at most"),
        measured=N_("{measured:clock}"),
        said={
            Severity.REVIEW: N_(
                "In review: the clock of your device stepped back by {measured:clock} during the "
                "run, so its times are uncertain."
            )
        },
        advice=_CLOCK,
    ),
    "leap": Wording(
        title=N_("Clock of the device"),
        limit=N_("silent for {limit:hours} hours at most"),
        measured=N_("{measured:hours} hours"),
        said={
            Severity.REVIEW: N_(
                "In review: between two points of this file lie {measured:hours} hours. It holds "
                "several runs, or the clock was set during the run."
            )
        },
        advice=N_("Send each run as a file of its own."),
    ),
}

WORDINGS: Final[Mapping[str, Wording]] = {
    "TELEPORTS": Wording(
        title=N_("Jumps of GPS"),
        limit=N_("in up to {limit:percent} of the points"),
        measured=N_("in {measured:percent}"),
        said={
            Severity.REVIEW: N_(
                "In review: GPS jumped in {measured:percent} of the points, so the distance is "
                "uncertain; {limit:percent} is the limit."
            )
        },
        advice=_OPEN_SKY,
        cases={
            "cuts": Wording(
                title=N_("Jumps of GPS"),
                limit=N_("up to {limit:number} breaks"),
                measured=N_("{measured:number} breaks"),
                said={
                    Severity.REVIEW: N_(
                        "In review: GPS jumped {measured:number} times and went on elsewhere. "
                        "Nothing is measured across a jump, so the distance is uncertain."
                    )
                },
                advice=_OPEN_SKY,
            )
        },
    ),
    "POOR_GPS": Wording(
        title=_GPS,
        limit=N_("a point every {limit:number} s or more often"),
        measured=N_("every {measured:number} s"),
        said={
            Severity.INFO: N_(
                "Your device wrote a point every {measured:number} s: so few cut the corners, and "
                "the distance comes out short."
            ),
            Severity.REVIEW: N_(
                "In review: your device wrote a point every {measured:number} s; at least one in "
                "{limit:number} s is needed to see how you ran."
            ),
        },
        advice=_PHONE,
        cases={
            "points": Wording(
                title=_GPS,
                limit=N_("from {limit:number} points"),
                measured=N_("{measured:number} points"),
                said={
                    Severity.REVIEW: N_(
                        "In review: this run has {measured:number} points, too few to see how far "
                        "and how fast you ran."
                    )
                },
                advice=_PHONE,
            ),
            "per_km": Wording(
                title=_GPS,
                limit=N_("from {limit:number} points for each km"),
                measured=N_("{measured:number} for each km"),
                said={
                    Severity.INFO: N_(
                        "Your device wrote {measured:number} points for each km: so few cut the "
                        "corners, and the distance comes out short."
                    ),
                    Severity.REVIEW: N_(
                        "In review: {measured:number} points for each km; at least {limit:number} "
                        "are needed to see how you ran."
                    ),
                },
                advice=_PHONE,
            ),
            "gaps": Wording(
                title=N_("Gaps of GPS"),
                limit=N_("up to {limit:percent} of the distance"),
                measured=N_("{measured:percent} of the distance"),
                said={
                    Severity.INFO: N_(
                        "GPS was lost over {measured:percent} of the distance, once for "
                        "{seconds:clock}."
                    ),
                    Severity.REVIEW: N_(
                        "In review: GPS was lost over {measured:percent} of the distance, once for "
                        "{seconds:clock}, so the distance is uncertain."
                    ),
                },
                advice=_PHONE,
            ),
            "accuracy": Wording(
                title=N_("Error of GPS"),
                limit=N_("up to {limit:metres}"),
                measured=N_("{measured:metres}"),
                said={
                    Severity.INFO: N_(
                        "By its own account GPS was off by {measured:metres} half of the time."
                    ),
                    Severity.REVIEW: N_(
                        "In review: by its own account GPS was off by {measured:metres} half of "
                        "the time, so the distance is uncertain."
                    ),
                },
                advice=_OPEN_SKY,
            ),
            "untimed": Wording(
                title=N_("Points with a time"),
                limit=N_("up to {limit:percent} without"),
                measured=N_("{measured:percent} without"),
                said={
                    Severity.REVIEW: N_(
                        "In review: {measured:percent} of the points have no time, so nobody can "
                        "say how fast you ran."
                    )
                },
                advice=N_("Send the file that your watch or app recorded itself, unedited."),
            ),
            "hidden": Wording(
                title=N_("Start of the recording"),
                limit=N_("up to {limit:metres} missing"),
                measured=N_("{measured:metres} missing"),
                said={
                    Severity.INFO: N_(
                        "The first {measured:metres} are not on the map: GPS came late, or your "
                        "app hides where you live."
                    )
                },
                advice=N_(
                    "Wait for GPS before you start, and switch off hidden starts (privacy zones) "
                    "for files that you send."
                ),
            ),
        },
    ),
}
