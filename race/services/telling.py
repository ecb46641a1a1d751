"""Telling runners what was decided: on their page always, by e-mail where they gave one."""

from datetime import datetime
from typing import Any

from race import i18n
from race import notices as words
from race.event import Event
from race.i18n import N_
from race.store import notices
from race.store.activities import ActivityRow
from race.store.database import Connection
from race.store.entries import EntryRow
from race.store.notices import NoticeRow


def tell(
    connection: Connection,
    event: Event,
    entry: EntryRow,
    kind: str,
    run: ActivityRow | None = None,
    *,
    now: datetime,
    **facts: Any,
) -> NoticeRow:
    """Tell a runner something of a kind of `race.notices.WORDS`; `facts` are what its words need
    beside the run's own."""
    return notices.add(
        connection,
        event_id=event.id,
        bib=entry.bib,
        at=now,
        kind=kind,
        activity_id=None if run is None else run.id,
        facts={**({} if run is None else _of_run(event, run)), **facts},
        mail="waiting" if entry.email else None,
    )


def _of_run(event: Event, run: ActivityRow) -> dict[str, Any]:
    zone = event.window.zone
    begun = None if run.started_at is None else event.window.local(run.started_at)
    day = (begun or run.examined_at.astimezone(zone)).date()
    return {"day": day.isoformat(), "distance_m": run.official_distance_m or 0.0}


def link(public_url: str, event: Event, bib: str, activity_id: str | None) -> str:
    """Where a runner looks a notice up: at the run that it is about, or at the own page. It opens
    in a browser that knows the runner, and is no secret."""
    page = f"{public_url}/e/{event.slug}/vdv/{bib}"
    return page if activity_id is None else f"{page}/{activity_id}"


def letter(event: Event, entry: EntryRow, notice: NoticeRow, link: str, language: str) -> str:
    """A notice as a text to be sent: who is spoken to, what is said, where it stands, and whom to
    ask."""
    facts = {"name": entry.name, "link": link, "contact": event.contact}
    said = words.sentence(notice.kind, notice.facts)[language]
    lines = [i18n.say(_GREETING, language, facts), said, i18n.say(_WHERE, language, facts)]
    if event.contact:
        lines.append(i18n.say(_QUESTIONS, language, facts))
    return "\n".join([*lines, event.name])


def copyable(event: Event, entry: EntryRow, notice: NoticeRow, link: str) -> str:
    """A notice to be copied into a chat, as Zalo, in the language of the event."""
    return letter(event, entry, notice, link, event.language)


_GREETING = N_("Hello {name},")
_WHERE = N_("See {link} (if it does not open, open your personal link first).")
_QUESTIONS = N_("Questions: {contact}.")
