"""The words about the limits of an event and of people, and about runs of the same time."""

from collections.abc import Mapping
from typing import Final

from race.flags.wording import Wording
from race.i18n import N_
from race.verdict import Severity

_OTHER_FILE: Final = N_(
    "If it was a GPS jump, write to the organiser or send another device's file."
)
_REFEREE: Final = N_("A referee will look at it. There is nothing you need to do.")

WORDINGS: Final[Mapping[str, Wording]] = {
    "BEFORE_WINDOW": Wording(
        title=N_("Day of the run"),
        limit=N_("from {opens:moment}"),
        measured=N_("{at:moment}"),
        said={
            Severity.REJECT: N_(
                "Not counted: this run began at {at:moment}; the event starts at {opens:moment}."
            )
        },
        advice=N_(
            "To try things out before the start, use “Try your phone out”: it counts nothing and "
            "answers at once."
        ),
    ),
    "AFTER_WINDOW": Wording(
        title=N_("Day of the run"),
        limit=N_("until {closes:moment}"),
        measured=N_("{at:moment}"),
        said={
            Severity.REJECT: N_(
                "Not counted: this run ended at {at:moment}; the event ended at {closes:moment}."
            )
        },
        advice=N_("Runs that ended before that can still be sent until uploads close."),
    ),
    "LATE_UPLOAD": Wording(
        title=N_("Sent after the run"),
        limit=N_("within {limit:hours} hours"),
        measured=N_("{measured:hours} hours"),
        said={
            Severity.REJECT: N_(
                "Not counted: sent {measured:hours} hours after the run; the limit is "
                "{limit:hours} hours."
            )
        },
        advice=N_("Send your next runs the same day."),
    ),
    "TOO_SHORT": Wording(
        title=N_("Distance"),
        limit=N_("from {limit:km}"),
        measured=N_("{measured:km}"),
        said={
            Severity.REJECT: N_(
                "Not counted: {measured:km}; a run needs at least {limit:km}. Two short runs "
                "cannot be joined."
            )
        },
    ),
    "MISMATCH_DISTANCE": Wording(
        title=N_("Difference from the device"),
        limit=N_("within {limit:percent}"),
        measured=N_("{measured:percent}"),
        said={
            Severity.INFO: N_(
                "Your device says {stated_m:km}, we measured {ours_m:km} ({measured:percent} "
                "apart). {official_m:km} counts."
            ),
            Severity.REVIEW: N_(
                "In review: your device says {stated_m:km}, we measured {ours_m:km} "
                "({measured:percent} apart, limit {limit:percent})."
            ),
        },
        advice=_REFEREE,
    ),
    "TOO_FAST": Wording(
        title=N_("Average pace"),
        limit=N_("from {limit:pace}"),
        measured=N_("{measured:pace}"),
        said={
            Severity.REJECT: N_(
                "Not counted: the average is {measured:pace}, faster than the {limit:pace} limit."
            )
        },
        advice=_OTHER_FILE,
    ),
    "TOO_SLOW": Wording(
        title=N_("Average pace"),
        limit=N_("up to {limit:pace}"),
        measured=N_("{measured:pace}"),
        said={
            Severity.REJECT: N_(
                "Not counted: the average is {measured:pace}, slower than the {limit:pace} limit."
            )
        },
        advice=N_("Stop the recording as soon as you are done."),
    ),
    "KM_TOO_FAST": Wording(
        title=N_("Fastest kilometre: km {km}"),
        limit=N_("from {limit:pace}"),
        measured=N_("{measured:pace}"),
        said={
            Severity.REVIEW: N_(
                "In review: km {km} took {measured:pace}, faster than the {limit:pace} limit."
            ),
            Severity.REJECT: N_(
                "Not counted: km {km} took {measured:pace}, faster than the {limit:pace} limit."
            ),
        },
        advice=_OTHER_FILE,
    ),
    "OVERLAP_OWN": Wording(
        title=N_("Time shared with your other runs"),
        limit=N_("up to {limit:percent}"),
        measured=N_("{measured:percent}"),
        said={
            Severity.REVIEW: N_(
                "In review: this run and another one of yours share {measured:percent} of their "
                "time."
            ),
            Severity.REJECT: N_(
                "Not counted: it covers the same time as your run that began at {at:moment}. "
                "Nothing is counted twice or taken away."
            ),
        },
        cases={
            "better": Wording(
                title=N_("Time shared with your other runs"),
                limit=N_("up to {limit:percent}"),
                measured=N_("{measured:percent}"),
                said={
                    Severity.REJECT: N_(
                        "Not counted: your other recording of this run, which began at "
                        "{at:moment}, says more and counts instead. Nothing is lost."
                    ),
                },
            )
        },
    ),
}
