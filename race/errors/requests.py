"""What is asked and cannot be done: by the form of it, by who asks, by how things stand."""

from typing import Any

from race.errors.base import RaceError
from race.i18n import N_


class Invalid(RaceError):
    """A request that cannot be taken as it is."""

    code = "INVALID"
    text = N_("Something in the form is not right. Check it and send it again.")


class InvalidField(Invalid):
    """Facts: field, reason (a sentence of its own, to be translated)."""

    code = "INVALID_FIELD"
    text = N_("{field:word}: {reason:word}")


class InvalidRule(InvalidField):
    """Facts: field, sentence (to be translated, it names the field), and what the sentence says."""

    def __init__(self, **facts: Any) -> None:
        super().__init__(**facts)
        self.text = facts["sentence"]


class NoFile(Invalid):
    """An upload without a file."""

    code = "NO_FILE"
    text = N_("No file was sent. Choose the file of your run first.")


class TooManyFiles(Invalid):
    """More files in one form than are taken at once."""

    code = "TOO_MANY_FILES"
    text = N_("Not taken: at most 20 files at once. Send this one again.")


class UnknownPreset(Invalid):
    """Facts: preset, known."""

    code = "UNKNOWN_PRESET"
    text = N_("There is no preset {preset}. Choose one of: {known}.")


class TooLarge(RaceError):
    """More bytes than are taken at once. Facts: limit (bytes)."""

    code = "TOO_LARGE"
    text = N_("The file is larger than {limit:megabytes}. Send one run at a time.")


class NotSignedIn(RaceError):
    """Who asks is not known."""

    code = "NOT_SIGNED_IN"
    text = N_("Open your personal link, or sign in as organiser, and try again.")


class WrongPassword(NotSignedIn):
    """Name or password do not fit; it is not said which."""

    code = "WRONG_PASSWORD"
    text = N_("Name or password is not right.")


class Forbidden(RaceError):
    """Who asks is known and may not, or the request comes from another site."""

    code = "FORBIDDEN"
    text = N_("You may not do this here. Reload the page and try again.")


class NotFound(RaceError):
    """There is no such thing, or it is not yours: the answer is the same."""

    code = "NOT_FOUND"
    text = N_("This page does not exist, or it is not yours.")


class Conflict(RaceError):
    """What is asked does not fit what is there."""

    code = "CONFLICT"
    text = N_("Somebody changed this meanwhile. Reload the page and look again.")


class AlreadyEntered(Conflict):
    """The same name, birth and race again. Facts: event (name)."""

    code = "ALREADY_ENTERED"
    text = N_(
        "Somebody with this name and date of birth is already entered in this race. If it is you "
        "and you lost your personal link, ask the organiser of {event} for a new one."
    )


class EventClosed(Conflict):
    """Facts: event (name)."""

    code = "EVENT_CLOSED"
    text = N_("{event} does not take this any more: entries and uploads are closed.")


class EventNotOpen(EventClosed):
    """Facts: event (name)."""

    code = "EVENT_CLOSED"
    text = N_("{event} is not open yet.")


class EventFinal(Conflict):
    """Facts: event (name)."""

    code = "EVENT_FINAL"
    text = N_("The results of {event} are official and stay as they are.")


class NotClosed(Conflict):
    """Results are to become official before they are provisional. Facts: event (name)."""

    code = "NOT_CLOSED"
    text = N_("Close {event} first: results are provisional before they are official.")


class NotReady(Conflict):
    """Results are to become official while something is open. Facts: waiting and protests (runs),
    reading (uploads), replaying (whether all runs are being judged again), protests_end_at (ISO
    8601)."""

    code = "NOT_READY"
    text = N_(
        "The results cannot become official yet. Runs that wait: {waiting:number}; open protests: "
        "{protests:number}; files being read: {reading:number}; the time for protests ends at "
        "{protests_end_at:moment}. Wait, or say why it must be now."
    )


class SlugTaken(Conflict):
    """Facts: slug."""

    code = "SLUG_TAKEN"
    text = N_("The address {slug} is already used by another event. Choose another one.")


class AlreadyRuled(Conflict):
    """A runner takes a run back about which a referee has decided. Facts: submission."""

    code = "ALREADY_RULED"
    text = N_(
        "A referee has already decided about this run, so it cannot be taken back. Write to the "
        "organiser."
    )


class NothingAsked(Conflict):
    """An answer where no referee asks."""

    code = "NOTHING_ASKED"
    text = N_("Nobody asks about this run any more. Reload the page to see how it stands.")


class AnsweredEnough(Conflict):
    """Facts: most (answers to one question)."""

    code = "ANSWERED_ENOUGH"
    text = N_("You have answered {most:number} times; the referee reads all of it. Please wait.")


class NothingToProtest(Conflict):
    """A protest against a run that counts as it was sent, or waits for a decision."""

    code = "NOTHING_TO_PROTEST"
    text = N_("There is no decision against this run, so there is nothing to protest against.")


class AlreadyProtested(Conflict):
    """A second protest before the first one is decided."""

    code = "ALREADY_PROTESTED"
    text = N_("Your protest is with the referees already. Wait for what they decide.")


class ProtestDecided(Conflict):
    """A protest against the decision about a protest. Facts: event (name)."""

    code = "PROTEST_DECIDED"
    text = N_(
        "Your protest about this run was decided, and the decision of the organiser of {event} is "
        "final."
    )


class TooLateToProtest(Conflict):
    """Facts: until (moment, in the event's zone)."""

    code = "TOO_LATE_TO_PROTEST"
    text = N_("The time for protests about this run was over at {until:moment}.")


class NoReports(Conflict):
    """The event has switched reports off. Facts: event (name)."""

    code = "NO_REPORTS"
    text = N_("{event} takes no reports about the runs of others. Write to the organiser.")


class OwnRun(Conflict):
    """A report about an own run."""

    code = "OWN_RUN"
    text = N_("This run is your own. If something is wrong with it, take it back or replace it.")


class AlreadyReported(Conflict):
    """A second report about one run by the same runner."""

    code = "ALREADY_REPORTED"
    text = N_("You have reported this run already. A referee will look at it.")


class EnteredBefore(Conflict):
    """A referee enters a result by hand that is there."""

    code = "ENTERED_BEFORE"
    text = N_("This result of the runner has been entered by hand already. Decide about that one.")


class NotFinished(Conflict):
    """A certificate before the finish."""

    code = "NOT_FINISHED"
    text = N_("There is no certificate yet: it comes when the distance is reached and accepted.")


class TooOften(RaceError):
    """Facts: wait_s (seconds until the next try)."""

    code = "TOO_OFTEN"
    text = N_("Too many tries. Please wait {wait_s:number} seconds.")


class TooManyReports(TooOften):
    """Facts: most (reports a day), wait_s (seconds until the next day of the event)."""

    code = "TOO_MANY_REPORTS"
    text = N_("You have sent {most:number} reports today, and no more are taken. Try tomorrow.")


class BadSignature(RaceError):
    """A signed result that was changed, or was not signed by this key."""

    code = "BAD_SIGNATURE"
    text = N_("The signature does not match: this file was changed, or comes from somewhere else.")
