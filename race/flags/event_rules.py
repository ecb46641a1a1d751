"""The words about the rules of one event: hours, places, days, pauses."""

from collections.abc import Mapping
from typing import Final

from race.flags.wording import Wording
from race.i18n import N_
from race.verdict import Severity

#: The days of a week, Monday first, as they stand inside a sentence.
WEEKDAYS: Final = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)
_REFEREE: Final = N_("A referee will look at it. There is nothing you need to do.")

WORDINGS: Final[Mapping[str, Wording]] = {
    "TOO_LONG": Wording(
        title=N_("Longest run"),
        limit=N_("up to {limit:km}"),
        measured=N_("{measured:km}"),
        said={
            Severity.REJECT: N_(
                "Not counted: {measured:km}; in this event a run has {limit:km} at most."
            )
        },
        advice=N_("Stop the recording before that, and run the rest another time."),
    ),
    "FORBIDDEN_HOURS": Wording(
        title=N_("Hours of the run"),
        limit=N_("up to {limit:minutes} minutes in hours that do not count"),
        measured=N_("{measured:clock}"),
        said={
            Severity.REVIEW: N_(
                "In review: it seems that {measured:clock} of this run lie between {from} and {to} "
                "on a {day:word}, when runs do not count. The file does not say in which time zone."
            ),
            Severity.REJECT: N_(
                "Not counted: from {at:moment} on, {measured:clock} of this run lie between {from} "
                "and {to} on a {day:word}, when runs do not count."
            ),
        },
        advice=N_("Run outside these hours; they stand in the rules of the event."),
    ),
    "GEOFENCE": Wording(
        title=N_("Place of the run"),
        limit=N_("up to {limit:percent} outside {areas}"),
        measured=N_("{measured:percent} outside"),
        said={
            Severity.REVIEW: N_(
                "In review: {measured:percent} of the way lie outside {areas}, where this event is "
                "held."
            ),
            Severity.REJECT: N_(
                "Not counted: {measured:percent} of the way lie outside {areas}, where this event "
                "is held."
            ),
        },
        advice=N_(
            "The rules say where the event is held. If this is a mistake, write to the organiser."
        ),
    ),
    "PER_DAY": Wording(
        title=N_("Runs of one day"),
        limit=N_("up to {limit:number}"),
        measured=N_("{measured:number}"),
        said={
            Severity.REVIEW: N_(
                "In review: it seems to be your run no. {measured:number} of {date:day}, and "
                "{limit:number} a day count. The file does not say in which time zone."
            ),
            Severity.REJECT: N_(
                "Not counted: it is your run no. {measured:number} of {date:day}; {limit:number} "
                "a day count, those that came in first. Nothing is taken away."
            ),
        },
        advice=N_("Send the run that you want to count first."),
        cases={
            "distance": Wording(
                title=N_("Distance of one day"),
                limit=N_("up to {limit:km}"),
                measured=N_("{measured:km}"),
                said={
                    Severity.REVIEW: N_(
                        "In review: with this run you have {measured:km} on {date:day}; beyond "
                        "{limit:km} a day a referee looks."
                    )
                },
                advice=_REFEREE,
            )
        },
    ),
    "LONG_PAUSE": Wording(
        title=N_("Pauses"),
        limit=N_("up to {limit:minutes} minutes"),
        measured=N_("{measured:clock}"),
        said={
            Severity.REVIEW: N_(
                "In review: pauses of {measured:clock} in this run; beyond {limit:minutes} minutes "
                "a referee looks."
            )
        },
        advice=_REFEREE,
    ),
}
