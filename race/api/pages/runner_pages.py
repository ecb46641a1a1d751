"""`/e/{event}/vdv/{bib}`: a runner's runs and places, for the runner and for everybody."""

from dataclasses import replace
from datetime import datetime
from typing import Final, Literal, cast

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from race import flags
from race.api.deps import Asking, Here, Resources
from race.api.pages import sent_files, showing, stages, talking
from race.api.pages.frame import Scene, page, runner_url, scene
from race.api.pages.news import news_of
from race.api.pages.sending import contact
from race.api.pages.views_runner import (
    CertificateCard,
    Place,
    RaceCard,
    RunLine,
    RunnerPage,
    RunState,
    Said,
    Unread,
    Waiting,
)
from race.course import Kind, Race
from race.errors import NotFound
from race.event import UPLOADING, Event, Phase
from race.privacy import CUT_M
from race.result import Result, Status
from race.services import certificates, entries, printing, scoring, visits
from race.services.filing import QUEUED
from race.store import activities, notices, results, submissions
from race.store.activities import ActivityRow
from race.store.database import Connection, reading
from race.store.entries import EntryRow
from race.verdict import Flag, Outcome, Severity, Waits

router = APIRouter(include_in_schema=False)

_UNKNOWN: Final = float("nan")
#: Notices that the own page lists.
_MOST_NOTICES: Final = 100
#: What a runner may know of why a run waits: that somebody reported it is told to nobody.
_WAITING: Final[dict[str, Waiting]] = {
    Waits.ASKED.value: "asked",
    Waits.ANSWERED.value: "answered",
    Waits.PROTEST.value: "protest",
}


@router.get("/e/{event}/vdv/{bib}")
def runner(event: str, bib: str, request: Request, here: Here, asking: Asking) -> HTMLResponse:
    """Somebody's runs and places; a minor's page is the runner's own."""
    with reading(here.engine) as connection:
        seen = scene(connection, request, asking, event)
        entry = entries.find(connection, seen.event, bib)
        own = seen.me is not None and seen.me.bib == entry.bib
        if not own and entries.is_masked(seen.event, entry):
            raise NotFound(bib=bib)
    if own:
        visits.note_visit(here.engine, seen.event.id, entry.bib, here.clock())
    with reading(here.engine) as connection:
        view = _runner_page(connection, here, seen, entry)
        if own:
            view = _told(connection, seen.event, entry, view)
    view = replace(view, done=talking.done(request.query_params.get("xong")))
    return page(request, "runner.html", view, seen=seen, nav="me" if own else None)


def _runner_page(
    connection: Connection, here: Resources, seen: Scene, entry: EntryRow
) -> RunnerPage:
    event, now = seen.event, here.clock()
    own = seen.me is not None and seen.me.bib == entry.bib
    everything = activities.of_entry(connection, event.id, entry.bib)
    shown = [r for r in everything if own or r.state == Outcome.ACCEPTED]
    cards = {
        race: _race_card(connection, event, race, entry, now)
        for race in entries.races_of(connection, event, entry.bib)
    }
    team = next((team for team in event.teams if team.slug == entry.team), None)
    return RunnerPage(
        name=entry.name,
        bib=entry.bib,
        sex=cast("Literal['F', 'M', 'X']", entry.sex),
        age_group=entries.group_in(event, entry),
        team=None if team is None else team.name,
        team_url=None if team is None else f"{seen.root}/bxh?team={team.slug}",
        races=tuple(cards.values()),
        runs=tuple(_run_line(connection, event, r, own=own) for r in reversed(shown)),
        own=own,
        unread=_unread(connection, event, entry) if own else (),
        open=event.phase(now) in UPLOADING,
        upload_url=f"{seen.root}/nop-bai",
        certificates=tuple(
            _certificate_card(connection, event, race, entry, card)
            for race, card in cards.items()
            if (own or card.finished) and not card.out
        ),
        share_url=here.settings.public_url + runner_url(event, entry.bib),
        hidden_m=CUT_M,
        stage=stages.stage_view(connection, event, now),
        contact=contact(event),
    )


def _told(connection: Connection, event: Event, entry: EntryRow, view: RunnerPage) -> RunnerPage:
    """The own page with what the runner was told: what is new, and all of it."""
    runs = activities.of_entry(connection, event.id, entry.bib)
    everything = notices.of_entry(connection, event.id, entry.bib, limit=_MOST_NOTICES)
    new = visits.news(connection, event, entry.bib)
    return replace(
        view,
        news=news_of(event, entry.bib, new, runs),
        told=news_of(event, entry.bib, everything, runs),
    )


def _unread(connection: Connection, event: Event, entry: EntryRow) -> tuple[Unread, ...]:
    sent = submissions.of_entry(connection, event.id, entry.bib)
    waiting = [row for row in sent if row.state == QUEUED]
    return tuple(
        Unread(
            name=row.filename,
            url=sent_files.page_of(event, row),
            failed=sent_files.is_given_up(connection, row),
        )
        for row in waiting
    )


def _race_card(
    connection: Connection, event: Event, race: Race, entry: EntryRow, now: datetime
) -> RaceCard:
    result = _result(connection, event, race, entry)
    places = printing.places(connection, event, race, entry.bib)
    return RaceCard(
        name=race.name,
        kind=race.kind.value,
        goal_m=race.distance_m,
        done_m=result.distance_m,
        time_s=_UNKNOWN if result.time_s is None else float(result.time_s),
        finished=result.finished,
        out=result.status is Status.DQ,
        waiting=result.status is Status.PENDING and _would_do(connection, event, race, entry),
        days_left=_days_left(event, now),
        places=tuple(Place(scope=p.kind, rank=p.rank, of=p.total or 0) for p in places),
    )


def _would_do(connection: Connection, event: Event, race: Race, entry: EntryRow) -> bool:
    """Whether a referee's answer is all that is missing: what waits reaches the goal."""
    if race.kind is Kind.SINGLE:
        return True
    found = activities.of_entry(connection, event.id, entry.bib)
    waiting = [run for run in found if run.state == Outcome.REVIEW]
    return sum(run.official_distance_m or 0.0 for run in waiting) >= race.distance_m


def _result(connection: Connection, event: Event, race: Race, entry: EntryRow) -> Result:
    row = results.get(connection, event.id, race.slug, entry.bib)
    if row is None:
        return Result(race=race.slug, bib=entry.bib, status=Status.DNS)
    return scoring.result_of(row)


def _days_left(event: Event, now: datetime) -> int | None:
    """Days until the end, today not counted; None before the start and after the end."""
    if event.phase(now) is not Phase.RUNNING:
        return None
    zone = event.window.zone
    return (event.window.ends_at.astimezone(zone).date() - now.astimezone(zone).date()).days


def _run_line(connection: Connection, event: Event, run: ActivityRow, *, own: bool) -> RunLine:
    began = None if run.started_at is None else event.window.local(run.started_at)
    return RunLine(
        url=f"{runner_url(event, run.bib)}/{run.id}",
        day=None if began is None else began.date(),
        distance_m=showing.known(run.official_distance_m),
        elapsed_s=showing.known(run.elapsed_s),
        state=cast("RunState", run.state),
        waits=_WAITING.get(run.waits or "") if own else None,
        finding=_said(showing.findings(run)) if own else None,
        best=_best(connection, event, run),
    )


def _said(found: list[Flag]) -> Said | None:
    """The gravest thing worth saying."""
    grave = [flag for flag in found if flag.severity > Severity.PASS]
    return flags.sentence(grave[0]) if grave else None


def _best(connection: Connection, event: Event, run: ActivityRow) -> tuple[float, float] | None:
    for race in event.races:
        row = results.get(connection, event.id, race.slug, run.bib)
        if race.kind is Kind.SINGLE and row is not None and row.activity_id == run.id:
            return race.distance_m, row.time_s or _UNKNOWN
    return None


def _certificate_card(
    connection: Connection, event: Event, race: Race, entry: EntryRow, card: RaceCard
) -> CertificateCard:
    row = certificates.standing(connection, event, race.slug, entry.bib)
    if row is None:
        return CertificateCard(race=race.name, left_m=0.0 if card.waiting else card.left_m)
    pdf = f"/api/v1/events/{event.slug}/entries/{entry.bib}/certificate.pdf?race={race.slug}"
    return CertificateCard(
        race=race.name,
        code=row.code,
        url=f"/c/{row.code}",
        pdf_url=pdf,
        time_s=card.time_s if race.kind is Kind.SINGLE else _UNKNOWN,
    )
