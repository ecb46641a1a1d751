"""What was just decided: the line over the next run, and the message to send to its runner."""

from collections.abc import Mapping
from typing import Final

from race.api.pages.organiser.frame import Call, Desk
from race.api.pages.views_queue import Told
from race.i18n import N_, both
from race.services import entries, telling
from race.store import activities, notices
from race.store.activities import ActivityRow
from race.store.database import Connection
from race.store.entries import EntryRow

#: By the decision, which ``?xong=`` carries.
_DONE: Final[Mapping[str, str]] = {
    "accept": N_("Accepted: the run of {name} (BIB {bib})."),
    "reject": N_("Rejected: the run of {name} (BIB {bib})."),
    "ask": N_("Asked: {name} (BIB {bib}). The run goes on waiting."),
    "judge": N_("The rules have judged the run of {name} (BIB {bib}) again."),
    "amend": N_("Corrected: the run of {name} (BIB {bib})."),
}


def told(connection: Connection, asked: Call, at: Desk) -> Told | None:
    """What the address says was decided about which run; None for nothing."""
    sentence = _DONE.get(asked.request.query_params.get("xong", ""))
    run = _run(connection, at, asked.request.query_params.get("bai", ""))
    if sentence is None or run is None:
        return None
    entry = entries.find(connection, at.event, run.bib)
    return Told(
        said=both(sentence, {"name": entry.name, "bib": entry.bib}),
        url=f"{at.root}/duyet/{run.id}",
        name=entry.name,
        message=_message(connection, asked, at, run, entry),
    )


def _message(
    connection: Connection, asked: Call, at: Desk, run: ActivityRow, entry: EntryRow
) -> str:
    """What the runner was told last about a run, as a text to paste into a chat; "" for nothing."""
    said = notices.of_runs(connection, at.event.id, [run.id])
    link = telling.link(asked.here.settings.public_url, at.event, run.bib, run.id)
    return telling.copyable(at.event, entry, said[-1], link) if said else ""


def _run(connection: Connection, at: Desk, activity: str) -> ActivityRow | None:
    return activities.get(connection, at.event.id, activity) if activity else None
