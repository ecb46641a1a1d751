"""What a runner was told, as the own page tells it: what is new above, everything below."""

from collections.abc import Iterable, Mapping

from race import notices
from race.api.pages.frame import runner_url
from race.api.pages.views_said import News
from race.event import Event
from race.store.activities import ActivityRow
from race.store.notices import NoticeRow
from race.verdict import Waits


def news_of(
    event: Event, bib: str, told: Iterable[NoticeRow], runs: Iterable[ActivityRow]
) -> tuple[News, ...]:
    """Notices as they came; each leads to its run while that is there."""
    there = {run.id: run for run in runs}
    return tuple(_news(event, bib, row, there) for row in told)


def _news(event: Event, bib: str, row: NoticeRow, runs: Mapping[str, ActivityRow]) -> News:
    run = runs.get(row.activity_id or "")
    return News(
        subject=notices.subject(row.kind),
        text=notices.sentence(row.kind, row.facts),
        at=row.at.astimezone(event.window.zone),
        url=None if run is None else f"{runner_url(event, bib)}/{run.id}",
        asks=row.kind == "asked" and run is not None and run.waits == Waits.ASKED,
    )
