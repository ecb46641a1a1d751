"""The words about a recording itself: is it one, of what, and where."""

from collections.abc import Mapping
from typing import Final

from race.flags.recorder import CLOCK_CASES
from race.flags.wording import Wording
from race.i18n import N_
from race.verdict import Severity

_OUTDOORS: Final = N_("Send a run recorded outdoors with GPS switched on.")
_WATCH_FILE: Final = N_("In your app export the run itself as FIT or TCX, and send that file.")


def _no_points(
    sentence: str, *, advice: str = "", cases: Mapping[str, Wording] | None = None
) -> Wording:
    return Wording(
        title=N_("Positions"),
        limit=N_("recorded by GPS"),
        measured=N_("{measured:number} points"),
        said={Severity.REJECT: sentence},
        advice=advice,
        cases=cases or {},
    )


WORDINGS: Final[Mapping[str, Wording]] = {
    "NO_POINTS": _no_points(
        N_(
            "Not counted: the file holds no track, only what the run came to. Send the FIT, TCX or "
            "GPX file of the run."
        ),
        cases={
            "gpx": _no_points(
                N_(
                    "Not counted: there is no track in this GPX file. Upload the FIT or TCX file "
                    "of the run."
                ),
                advice=N_(
                    "In Garmin Connect open the run in a browser, press the gear, “Export File”."
                ),
            ),
            "hand": Wording(
                title=N_("Record"),
                limit=N_("recorded on the way"),
                measured=N_("no record"),
                said={
                    Severity.REJECT: N_(
                        "A referee entered this result by hand, for there is no record of it."
                    )
                },
            ),
            "samples": _no_points(
                N_(
                    "Not counted: the file holds neither positions nor metres with their times, so "
                    "nobody can say how far you ran."
                ),
                advice=_OUTDOORS,
            ),
        },
    ),
    "INDOOR": Wording(
        title=N_("Run indoors"),
        limit=N_("as this event takes it"),
        measured=N_("recorded without GPS"),
        said={
            Severity.INFO: N_("Recorded indoors: the distance is what your device counted."),
            Severity.REVIEW: N_(
                "In review: recorded indoors, so the distance is what your device counted."
            ),
            Severity.REJECT: N_(
                "Not counted: recorded indoors, and this event counts runs outdoors only."
            ),
        },
        advice=_OUTDOORS,
        cases={
            "unstated": Wording(
                title=N_("Run indoors"),
                limit=N_("the file says where"),
                measured=N_("no positions, no word of it"),
                said={
                    Severity.REVIEW: N_(
                        "In review: the file has no GPS positions and does not say that you ran "
                        "indoors."
                    )
                },
                advice=N_(
                    "Write to the organiser where you ran. Outdoors, wait for GPS before you start."
                ),
            ),
            "samples": Wording(
                title=N_("Run indoors: samples"),
                limit=N_("one in {limit:number} s or more often"),
                measured=N_("one in {measured:number} s"),
                said={
                    Severity.REJECT: N_(
                        "Not counted: recorded indoors with one sample of distance or cadence in "
                        "{measured:number} s; one in {limit:number} s is needed."
                    )
                },
                advice=_WATCH_FILE,
            ),
            "heart_rate": Wording(
                title=N_("Run indoors: heart rate"),
                limit=N_("in {limit:percent} of the time or more"),
                measured=N_("in {measured:percent}"),
                said={
                    Severity.REVIEW: N_(
                        "In review: recorded indoors, with a heart rate in {measured:percent} of "
                        "the time; {limit:percent} are wanted."
                    )
                },
                advice=N_("On a treadmill, let your watch measure your heart rate."),
            ),
            "format": Wording(
                title=N_("Run indoors: file"),
                limit=N_("FIT or TCX"),
                measured=N_("{format}"),
                said={
                    Severity.REVIEW: N_(
                        "In review: recorded indoors and sent as {format}. A FIT or TCX file tells "
                        "more."
                    )
                },
                advice=_WATCH_FILE,
            ),
            "steps": Wording(
                title=N_("Run indoors: length of a step"),
                limit=N_("from {from_cm:number} to {to_cm:number} cm"),
                measured=N_("{step_cm:number} cm"),
                said={
                    Severity.REVIEW: N_(
                        "In review: distance and cadence make steps of {step_cm:number} cm; from "
                        "{from_cm:number} to {to_cm:number} cm are usual."
                    )
                },
                advice=N_("Calibrate the distance of your watch on the treadmill."),
            ),
        },
    ),
    "NO_TIME": Wording(
        title=N_("Times"),
        limit=N_("the points carry their times"),
        measured=N_("{measured:number} points without time"),
        said={
            Severity.REJECT: N_(
                "Not counted: this file is a planned route without times, not a recorded run."
            )
        },
        advice=N_("In Strava open the run in a browser and choose “Export GPX” of the activity."),
    ),
    "CORRUPT_PARTIAL": Wording(
        title=N_("Whole file"),
        said={
            Severity.INFO: N_(
                "The file breaks off at line {line:number}; what stands before was read: "
                "{distance_m:km}. Export it again to get all of it."
            )
        },
    ),
    "CLOCK": Wording(
        title=N_("Clock of the device"),
        limit=N_("times run forward, none in the future"),
        measured=N_("{at:moment}"),
        said={
            Severity.INFO: N_("The times carry no zone; they were read as {zone} time."),
            Severity.REVIEW: N_("In review: the times of the points run backwards."),
            Severity.REJECT: N_(
                "Not counted: the file says that the run ended at {at:moment}, which cannot be."
            ),
        },
        advice=N_("Set the clock of your phone or watch to automatic before the next run."),
        cases=CLOCK_CASES,
    ),
    "WRONG_SPORT": Wording(
        title=N_("Sport"),
        limit=N_("running or walking"),
        measured=N_("{sport:word}"),
        said={Severity.REJECT: N_("Not counted: the file says “{sport:word}”.")},
        advice=N_("Chose the wrong sport by mistake? Write to the organiser."),
    ),
}
