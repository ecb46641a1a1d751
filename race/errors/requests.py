"""What is asked and cannot be done: by the form of it, by who asks, by how things stand."""

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


class NotFinished(Conflict):
    """A certificate before the finish."""

    code = "NOT_FINISHED"
    text = N_("There is no certificate yet: it comes when the distance is reached and accepted.")


class TooOften(RaceError):
    """Facts: wait_s (seconds until the next try)."""

    code = "TOO_OFTEN"
    text = N_("Too many tries. Please wait {wait_s:number} seconds.")


class BadSignature(RaceError):
    """A signed result that was changed, or was not signed by this key."""

    code = "BAD_SIGNATURE"
    text = N_("The signature does not match: this file was changed, or comes from somewhere else.")
