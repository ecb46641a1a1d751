"""`/e/{event}/vdv/{bib}/{activity}`: one run, for its runner, for staff and for everybody."""

from dataclasses import dataclass, replace
from typing import cast

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from race import flags
from race.api.deps import Asking, Here, Resources
from race.api.pages import showing, talking
from race.api.pages.evidence import evidence
from race.api.pages.frame import Scene, page, runner_url, scene
from race.api.pages.sending import contact
from race.api.pages.talking import Typed
from race.api.pages.views_run import Counting, Distances, RunPage
from race.api.pages.views_runner import RunState
from race.api.pages.views_said import Talk
from race.errors import NotFound
from race.event import UPLOADING
from race.privacy import CUT_M
from race.services import access, entries, parts, reviews, runs
from race.services import submissions as submission_service
from race.services.access import Visitor
from race.store.activities import ActivityRow
from race.store.database import Connection, reading
from race.store.entries import EntryRow
from race.verdict import Amends, Flag, Outcome, Severity

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, kw_only=True)
class Sight:
    """One run as somebody sees it."""

    seen: Scene
    entry: EntryRow
    run: ActivityRow
    #: All of it: its runner and staff.
    whole: bool

    @property
    def mine(self) -> bool:
        """Whether its runner looks."""
        return self.seen.me is not None and self.seen.me.bib == self.entry.bib

    @property
    def url(self) -> str:
        """The address of its page."""
        return talking.run_url(self.seen, self.run)


@router.get("/e/{event}/vdv/{bib}/{activity}")
def show(
    event: str, bib: str, activity: str, request: Request, *, here: Here, asking: Asking
) -> HTMLResponse:
    """Whole for the runner and staff; cut for everybody else, when it is accepted."""
    with reading(here.engine) as connection:
        seen = scene(connection, request, asking, event)
        sight = sight_of(connection, asking, seen, bib, activity)
        view = run_view(connection, here, sight, done=request.query_params.get("xong"))
    return page(request, "run.html", view, seen=seen, nav="me" if sight.whole else None)


def sight_of(
    connection: Connection, asking: Visitor, seen: Scene, bib: str, activity: str
) -> Sight:
    """The run of an address as whoever asks may see it; NotFound."""
    entry = entries.find(connection, seen.event, bib)
    run = reviews.find(connection, seen.event, activity)
    mine = seen.me is not None and seen.me.bib == entry.bib
    whole = runs.sees_whole(access.role_in(connection, asking, seen.event.id), mine=mine)
    hidden = run.state != Outcome.ACCEPTED or entries.is_masked(seen.event, entry)
    if run.bib != entry.bib or (hidden and not whole):
        raise NotFound(activity=activity)
    return Sight(seen=seen, entry=entry, run=run, whole=whole)


def run_view(
    connection: Connection,
    here: Resources,
    sight: Sight,
    *,
    typed: Typed | None = None,
    done: str | None = None,
) -> RunPage:
    """What the page of a run shows; `typed` is a form that was not taken, `done` what was."""
    run, whole, event = sight.run, sight.whole, sight.seen.event
    drawn = runs.drawn(connection, run, sight.entry, whole=whole)
    found = showing.findings(run) if whole else []
    told = showing.told(found)
    rows = showing.splits(run, drawn)
    sheet = evidence(found, rows, showing.known(run.distance_m))
    began = None if run.started_at is None else event.window.local(run.started_at)
    upload = submission_service.find(connection, event, run.submission_id)
    open_now = event.phase(here.clock()) in UPLOADING
    return RunPage(
        name=sight.entry.name,
        bib=sight.entry.bib,
        runner_url=runner_url(event, sight.entry.bib),
        own=whole,
        mine=sight.mine,
        day=None if began is None else began.date(),
        started_at=began if whole else None,
        state=cast("RunState", run.state),
        distance_m=showing.known(run.official_distance_m),
        elapsed_s=showing.known(run.elapsed_s),
        moving_s=showing.known(run.stated["moving_s"]),
        ascent_m=showing.known(run.stated["ascent_m"]),
        findings=tuple(map(flags.sentence, told)),
        advice=flags.advice(told[0]) if told and _is_advised(run, told[0]) else None,
        contact=contact(event),
        upload_url=f"{sight.seen.root}/nop-bai" if sight.mine and open_now else None,
        route=showing.route(drawn, sheet),
        chart=showing.chart(drawn, sheet),
        splits=rows,
        evidence=sheet,
        distances=_distances(run) if whole else None,
        file=showing.file_facts(connection, event, run, upload) if whole else None,
        indoor=bool(run.stated["indoor"]),
        hidden_m=0.0 if whole else CUT_M,
        talk=_talk(connection, here, sight, typed=typed, done=done),
        counting=_counting(connection, run) if whole else None,
    )


def _talk(
    connection: Connection, here: Resources, sight: Sight, *, typed: Typed | None, done: str | None
) -> Talk:
    now, seen, run = here.clock(), sight.seen, sight.run
    if sight.mine:
        found = talking.own_talk(connection, seen, run, now=now, typed=typed)
    elif sight.whole:
        found = talking.whole_talk(connection, seen, run)
    else:
        found = talking.public_talk(connection, seen, run, now=now, typed=typed)
    return found if typed is not None else replace(found, done=talking.done(done))


def _is_advised(run: ActivityRow, gravest: Flag) -> bool:
    """Whether there is something to do about it: not where the run counts all the same."""
    return run.state != Outcome.ACCEPTED and gravest.severity > Severity.INFO


def _distances(run: ActivityRow) -> Distances | None:
    if run.distance_m is None or run.official_distance_m is None:
        return None
    return Distances(
        stated_m=run.stated["stated_distance_m"],
        ours_m=run.distance_m,
        official_m=run.official_distance_m,
    )


def _counting(connection: Connection, run: ActivityRow) -> Counting | None:
    """The whole recording with what does not count marked in it; None where all of it does."""
    amends = Amends() if run.amended is None else Amends(**run.amended)
    recording = parts.whole(connection, run) if amends.cuts else None
    if recording is None or not len(recording.track):
        return None
    left = parts.left_out(recording, amends)
    route, chart = showing.whole(recording, left)
    return Counting(
        left_out=showing.left_out(left, failed=False),
        part_m=parts.measured(recording, amends)[0],
        whole_m=recording.total_m,
        route=route,
        chart=chart,
    )
