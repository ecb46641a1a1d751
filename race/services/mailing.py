"""Notices by e-mail: a job for each event in which some wait. Every notice stands on the runner's
page too, so a letter that cannot be delivered is given up without a word."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any, Final
from urllib.parse import urlsplit

from race import i18n, mailer
from race import notices as words
from race.event import Event
from race.i18n import tidy
from race.mailer import Later, Refused, Send
from race.services import events, telling, work
from race.services.work import Queue, Tools
from race.store import activities, entries, mails, notices, sequences
from race.store import events as event_rows
from race.store.database import Connection, reading, transaction
from race.store.entries import EntryRow
from race.store.jobs import JobRow
from race.store.notices import NoticeRow

#: What such a job is called.
KIND: Final = "mail"
#: Who asks for it.
_ASKED_BY: Final = "program"
#: Letters of one piece, over one connection.
_PIECE: Final = 20
#: What was told longer ago is not sent any more: by then it stands on the page.
_TOO_OLD: Final = timedelta(days=3)
#: So long after a job the next one begins: where something new waits, and where only that is left
#: which was not taken then. Servers that put strangers off want to be asked after some minutes.
_SOON: Final = timedelta(minutes=1)
_LATER: Final = timedelta(minutes=10)


def ask_where_waiting(tools: Tools, queue: Queue, event_id: str | None = None) -> None:
    """Ask for a job in each event, or in that one, where notices wait for one and none is at it.

    Nothing happens without a mail server. To be called after a transaction that told somebody
    something, and now and then.
    """
    if tools.post is None:
        return
    now = tools.clock()
    with reading(tools.engine) as connection:
        waiting = mails.newest(connection, event_id)
        due = [each for each, at in waiting.items() if _is_due(connection, each, at, now)]
    for each in due:
        with transaction(tools.engine) as connection:
            _ask(connection, queue, each, now)


def _is_due(connection: Connection, event_id: str, newest: datetime, now: datetime) -> bool:
    last = mails.last_try(connection, event_id, KIND)
    if last is None:
        return True
    return now - last >= (_SOON if newest > last else _LATER)


def _ask(connection: Connection, queue: Queue, event_id: str, now: datetime) -> None:
    # The number is worth nothing, but of two who take one the second waits here for the first,
    # and then sees the job.
    sequences.next_number(connection, event_id, "mail")
    gone = event_rows.get(connection, event_id) is None
    if gone or mails.is_being_sent(connection, event_id, KIND):
        return
    work.ask(
        connection,
        queue,
        kind=KIND,
        event_id=event_id,
        subject={},
        asked_by=_ASKED_BY,
        now=now,
    )


def piece(tools: Tools, job: JobRow) -> bool:
    """Send the next letters of an event; whether there are more.

    A letter is counted right after it was handed over: when the program dies in between it is sent
    twice, under one Message-ID. OSError where the server is away; what was handed over by then is
    counted.
    """
    if tools.post is None or job.event_id is None:
        return False
    now = tools.clock()
    with reading(tools.engine) as connection:
        event = events.by_id(connection, job.event_id)
        waiting = mails.after(connection, event.id, _tally(job)["last"], limit=_PIECE)
        letters = _letters(connection, tools.public_url, event, waiting, now)
    hopeless = [notice.id for notice in waiting if notice.id not in letters]
    if hopeless:
        job = _count(tools, job, hopeless, "failed")
    if letters:
        with tools.post() as send:
            for notice_id, letter in letters.items():
                job = _count(tools, job, [notice_id], _sent(send, letter))
    return len(waiting) == _PIECE


def _sent(send: Send, letter: EmailMessage) -> str:
    """Hand a letter over; "sent", "failed", or "later" where it goes on waiting."""
    try:
        send(letter)
    except Refused:
        return "failed"
    except Later:
        return "later"
    return "sent"


def _count(tools: Tools, job: JobRow, notice_ids: Sequence[int], how: str) -> JobRow:
    """Note what became of letters; the job as it is then."""
    tally = _tally(job)
    result = {**tally, how: tally[how] + len(notice_ids)}
    if how == "later":  # it goes on waiting, and this job passes it by
        result["last"] = notice_ids[-1]
    done = job.done + len(notice_ids)
    with transaction(tools.engine) as connection:
        work.advance(connection, job, done=done, now=tools.clock(), result=result)
        if how != "later":
            notices.mailed(connection, job.event_id or "", notice_ids, how)
    return replace(job, done=done, result=result)


def _tally(job: JobRow) -> Mapping[str, Any]:
    """What has come of a job so far: letters by how they went, and the last notice left waiting."""
    return {"sent": 0, "failed": 0, "later": 0, "last": 0, **(job.result or {})}


def _letters(
    connection: Connection,
    public_url: str,
    event: Event,
    waiting: Sequence[NoticeRow],
    now: datetime,
) -> dict[int, EmailMessage]:
    """The letter of each notice that can be sent at all, by its number."""
    found = entries.of_bibs(connection, event.id, {notice.bib for notice in waiting})
    runners = {entry.bib: entry for entry in found}
    letters = {}
    for notice in waiting:
        if now - notice.at > _TOO_OLD or notice.bib not in runners:
            continue
        activity = notice.activity_id
        there = activity is not None and activities.get(connection, event.id, activity) is not None
        link = telling.link(public_url, event, notice.bib, activity if there else None)
        letter = _letter(event, runners[notice.bib], notice, link)
        if letter is not None:
            letters[notice.id] = letter
    return letters


def _letter(event: Event, entry: EntryRow, notice: NoticeRow, link: str) -> EmailMessage | None:
    """A notice as a letter in both languages, that of the event first; None where no letter can be
    sent to what the runner gave as an address."""
    letter = EmailMessage()
    try:
        letter["To"] = mailer.address(entry.email or "", name=tidy(entry.name))
    except ValueError:
        return None
    languages = sorted(i18n.LANGUAGES, key=lambda language: language != event.language)
    subject = words.subject(notice.kind)
    about = " / ".join(subject[language] for language in languages)
    letter["Subject"] = tidy(f"{about} – {event.name}")
    letter["Date"] = notice.at
    letter["Message-ID"] = f"<notice-{notice.id}.{event.id}@{urlsplit(link).hostname}>"
    letter["Auto-Submitted"] = "auto-generated"  # RFC 3834: no machine is to answer
    texts = [telling.letter(event, entry, notice, link, language) for language in languages]
    letter.set_content("\n\n\n".join(texts) + "\n", cte="base64")
    return letter
