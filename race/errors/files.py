"""Files that cannot be read: each is kept, and its owner told what to do."""

from typing import Any

from race.errors.base import RaceError
from race.i18n import N_


class UnreadableFile(RaceError):
    """No activity can be recognised in a file."""

    code = "UNREADABLE"


class EmptyFile(UnreadableFile):
    """The file has no bytes."""

    code = "EMPTY_FILE"
    text = N_("The file is empty. Export it from your app again and send the new one.")


class UnknownFormat(UnreadableFile):
    """The bytes are of no format that we read. Facts: kind (what they look like)."""

    code = "UNKNOWN_FORMAT"
    text = N_(
        "This file is {kind:word}, not a recorded run. Choose the file that your app exports: FIT, "
        "GPX, TCX, or the archive of your account."
    )


class MalformedFile(UnreadableFile):
    """The file breaks before its first point. Facts: line (None in binary files), reason."""

    code = "MALFORMED_FILE"
    text = N_("The file is damaged at line {line}: {reason:word}. Export it from your app again.")

    def __init__(self, *, line: int | None, reason: str, **facts: Any) -> None:
        super().__init__(line=line, reason=reason, **facts)
        if line is None:
            self.text = N_("The file is damaged: {reason:word}. Export it from your app again.")


class ForbiddenMarkup(UnreadableFile):
    """XML that declares a document type. Facts: line."""

    code = "FORBIDDEN_MARKUP"
    text = N_(
        "The file declares a document type (DOCTYPE) at line {line}, which no running app writes. "
        "Send the file as your app exported it."
    )


class TooDeep(UnreadableFile):
    """XML nested deeper than any activity file. Facts: line, limit."""

    code = "TOO_DEEP"
    text = N_(
        "At line {line} the file is nested deeper than {limit} levels, so it is no recorded run. "
        "Send the file as your app exported it."
    )


class TooManyPoints(UnreadableFile):
    """Facts: limit (points)."""

    code = "TOO_MANY_POINTS"
    text = N_(
        "The file has more than {limit:number} points. "
        "Send one run at a time, not a whole collection."
    )


class TooManyRuns(UnreadableFile):
    """Facts: limit (runs in one file)."""

    code = "TOO_MANY_RUNS"
    text = N_(
        "The file holds more than {limit:number} runs. Export the runs of the event one by one."
    )


class TooMuchMarkup(UnreadableFile):
    """XML with more different names than any activity file. Facts: limit (names)."""

    code = "TOO_MUCH_MARKUP"
    text = N_(
        "The file uses more than {limit:number} different XML names, so it is no recorded run. "
        "Send the file as your app exported it."
    )


class NoActivity(UnreadableFile):
    """A well-formed file without a single activity, route or track. Facts: format."""

    code = "NO_ACTIVITY"
    text = N_("This {format} file holds no run. In your app, export the run itself.")


class NotActivity(UnreadableFile):
    """A sound file of a device that is no recorded run. Facts: format, kind (in English words)."""

    code = "NOT_ACTIVITY"
    text = N_(
        "This {format} file is {kind:word}, not a recorded run. In your app, export the run itself."
    )


class NothingInTime(UnreadableFile):
    """An archive of runs, and none is of the time of the event. Facts: count."""

    code = "NOTHING_IN_TIME"
    text = N_(
        "None of the {count:number} runs in this archive lies in the time of this event, so "
        "nothing was taken."
    )


class NoDate(UnreadableFile):
    """The file gives the time of day and no date. Facts: format."""

    code = "NO_DATE"
    text = N_(
        "This {format} file gives the time of day but no date, so nobody can say when it was run. "
        "Export the run as GPX or FIT."
    )


class BadArchive(UnreadableFile):
    """An archive that cannot be opened. Facts: file."""

    code = "BAD_ARCHIVE"
    text = N_(
        "This archive is damaged and cannot be opened. Download it again and send the new one."
    )


class Locked(BadArchive):
    """An encrypted archive or member. Facts: file."""

    code = "LOCKED"
    text = N_(
        "This archive is password-protected. Open it on your device with its password and send the "
        "file inside."
    )


class Bomb(BadArchive):
    """It unpacks to many times its size. Facts: file."""

    code = "BOMB"
    text = N_(
        "This archive unpacks to far more than any run could hold, so it was not opened. Send the "
        "files inside one by one."
    )


class TooMuchInside(BadArchive):
    """Facts: file, limit (bytes)."""

    code = "TOO_MUCH_INSIDE"
    text = N_(
        "This archive unpacks to more than {limit:megabytes}. Send the runs of the event alone."
    )


class TooNested(BadArchive):
    """An archive in an archive in an archive. Facts: file."""

    code = "TOO_NESTED"
    text = N_(
        "There is an archive inside an archive inside an archive. Unpack it on your device and "
        "send the files inside."
    )


class TooManyMembers(BadArchive):
    """Facts: file, limit (files in it)."""

    code = "TOO_MANY_MEMBERS"
    text = N_(
        "This archive holds more than {limit:number} files. Send the runs of the event alone."
    )


class ReaderFailed(UnreadableFile):
    """A mistake of ours, found by this file."""

    code = "READER_FAILED"
    text = N_(
        "This file could not be read because of a mistake in this software. It is kept; tell the "
        "organiser, and meanwhile send the run in another format."
    )


class TooHard(UnreadableFile):
    """Reading or measuring took more time or memory than any run needs. Facts: file."""

    code = "TOO_HARD"
    text = N_(
        "Reading this file takes more time or memory than any recorded run needs, so it was "
        "stopped. Export it from your app again, one run at a time."
    )
