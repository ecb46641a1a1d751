"""`/` and `/e/{event}`: the list of events, and one event with everything that happens in it."""

from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from race.api.deps import Asking, Here
from race.api.pages import rules_versions, stages
from race.api.pages.frame import Scene, page, runner_url, scene
from race.api.pages.rules_shown import rules_view
from race.api.pages.views_event import (
    CourseView,
    EventPage,
    Leader,
    Leaders,
    OnTheWay,
    RaceCard,
    RecentRun,
    Stop,
    TeamRow,
    Totals,
)
from race.api.pages.views_public import EventCard, HomePage, RulesPage
from race.category import MASKED_BELOW
from race.course import Kind, Race, Sight
from race.drawing.course_map import course_map
from race.event import Event, Phase
from race.leaderboard import Standing, TeamStanding
from race.rankings import OVERALL, Filter
from race.services import boards, entries, events, overview
from race.services.boards import Board
from race.services.overview import Overview, RaceNumbers
from race.store import activities
from race.store import entries as entry_rows
from race.store.database import Connection, reading
from race.verdict import Outcome

router = APIRouter(include_in_schema=False)

#: Rows of the event page before "see all".
_LEADERS = 3
_RECENT = 5
_TEAMS = 5
_ORDER = (Phase.RUNNING, Phase.BEFORE, Phase.GRACE, Phase.ENDED, Phase.CLOSED, Phase.FINAL)


@router.get("/")
def home(request: Request, here: Here) -> HTMLResponse:
    """Every published event, running ones first."""
    now = here.clock()
    with reading(here.engine) as connection:
        found = sorted(events.published(connection), key=lambda e: _ORDER.index(e.phase(now)))
        cards = tuple(_card(connection, event, now) for event in found)
    return page(request, "home.html", HomePage(events=cards), nav="home")


@router.get("/e/{event}")
def show(event: str, request: Request, here: Here, asking: Asking) -> HTMLResponse:
    """The event as it stands."""
    now = here.clock()
    with reading(here.engine) as connection:
        seen = scene(connection, request, asking, event)
        view = _event_page(connection, seen, now)
    return page(request, "event.html", view, seen=seen, nav="home")


@router.get("/e/{event}/the-le")
def rules(event: str, request: Request, here: Here, asking: Asking) -> HTMLResponse:
    """The rules in words."""
    with reading(here.engine) as connection:
        seen = scene(connection, request, asking, event)
        versions = rules_versions.versions(connection, seen.event)
    zone = seen.event.window.zone
    changed = len(versions) > 1
    view = RulesPage(
        rules=rules_view(seen.event),
        races=seen.event.races,
        starts_at=seen.event.window.starts_at.astimezone(zone),
        ends_at=seen.event.window.ends_at.astimezone(zone),
        since=versions[0].at if changed else None,
        reason=versions[0].reason if changed else "",
        versions=versions,
        procedure=seen.event.procedure,
        masked_below=MASKED_BELOW,
        words="",
    )
    return page(request, "rules.html", view, seen=seen)


@router.get("/quyen-rieng-tu")
def privacy(request: Request) -> HTMLResponse:
    """What is kept, why, and who sees it."""
    return page(request, "privacy.html", None)


def _card(connection: Connection, event: Event, now: datetime) -> EventCard:
    zone = event.window.zone
    return EventCard(
        slug=event.slug,
        name=event.name,
        organiser=event.organiser,
        place=event.place,
        state=event.phase(now),
        starts_at=event.window.starts_at.astimezone(zone),
        ends_at=event.window.ends_at.astimezone(zone),
        entries=entry_rows.count(connection, event.id),
        accepted_m=activities.total_m(connection, event.id, Outcome.ACCEPTED.value),
    )


def _event_page(connection: Connection, seen: Scene, now: datetime) -> EventPage:
    event, zone = seen.event, seen.event.window.zone
    numbers = overview.overview(connection, event)
    turns_at = _turns_at(event, now)
    return EventPage(
        state=event.phase(now),
        place=event.place,
        starts_at=event.window.starts_at.astimezone(zone),
        ends_at=event.window.ends_at.astimezone(zone),
        turns_at=None if turns_at is None else turns_at.astimezone(zone),
        turns_in_s=0.0 if turns_at is None else (turns_at - now).total_seconds(),
        totals=_totals(event, numbers),
        races=tuple(_race_card(event, race) for race in numbers.races),
        course=_course(seen, numbers),
        leaders=tuple(_leaders(event, race) for race in numbers.races),
        recent=_recent(connection, event),
        teams=tuple(team_row(team) for team in numbers.teams[:_TEAMS]),
        teams_board="" if numbers.teams_race is None else f"{numbers.teams_race.slug}-teams",
        rules=rules_view(event),
        stage=stages.stage_view(connection, event, now),
    )


def _turns_at(event: Event, now: datetime) -> datetime | None:
    turns = {
        Phase.BEFORE: event.window.starts_at,
        Phase.RUNNING: event.window.ends_at,
        Phase.GRACE: event.uploads_end_at,
    }
    return turns.get(event.phase(now))


def _totals(event: Event, numbers: Overview) -> Totals:
    return Totals(
        entries=numbers.entries,
        accepted_m=numbers.accepted_m,
        finishes=numbers.finishes,
        teams_active=sum(team.active > 0 for team in numbers.teams),
        teams=len(numbers.teams),
    )


def _race_card(event: Event, numbers: RaceNumbers) -> RaceCard:
    collected = numbers.race.kind is Kind.COLLECTED
    return RaceCard(
        race=numbers.race,
        entered=len(numbers.lines),
        finished=numbers.finished,
        goal_name=event.sights[-1].name if collected and event.sights else "",
    )


def _leaders(event: Event, numbers: RaceNumbers) -> Leaders:
    board = Board(race=numbers.race, ranking=OVERALL)
    first = boards.standings(numbers.lines, board, Filter())[:_LEADERS]
    people = tuple(_leader(event, standing) for standing in first)
    return Leaders(race=numbers.race, board=board.key, people=people)


def _leader(event: Event, standing: Standing) -> Leader:
    line = standing.line
    return Leader(
        name=line.name,
        url=None if line.age < MASKED_BELOW else runner_url(event, line.bib),
        distance_m=line.result.distance_m,
        time_s=float(line.result.time_s or 0),
    )


def _recent(connection: Connection, event: Event) -> tuple[RecentRun, ...]:
    teams = {team.slug: team.name for team in event.teams}
    return tuple(
        RecentRun(
            name=entries.shown_name(event, entry),
            team=teams.get(entry.team or "", ""),
            at=run.examined_at.astimezone(event.window.zone),
            distance_m=run.official_distance_m or 0.0,
        )
        for run, entry in overview.latest(connection, event, _RECENT)
    )


def team_row(row: TeamStanding) -> TeamRow:
    """A unit as tables show it."""
    return TeamRow(
        rank=row.rank,
        slug=row.team.slug,
        name=row.team.name,
        active=row.active,
        headcount=row.size,
        share=row.participation,
        mean_m=row.distance_m / row.active if row.active else 0.0,
        accepted_m=row.distance_m,
    )


def _course(seen: Scene, numbers: Overview) -> CourseView | None:
    """The drawn road of the first collected race, when the event has sights."""
    collected = [n for n in numbers.races if n.race.kind is Kind.COLLECTED]
    sights = tuple(sorted(seen.event.sights, key=lambda sight: sight.at_m))
    if not collected or len(sights) < 2:
        return None
    race, lines = collected[0].race, collected[0].lines
    reached = [line.result.distance_m for line in lines]
    mine = next((ln for ln in lines if seen.me is not None and ln.bib == seen.me.bib), None)
    me_m = None if mine is None else min(mine.result.distance_m, race.distance_m)
    return CourseView(
        race=race,
        picture=course_map(
            sights,
            goal_m=max(race.distance_m, sights[-1].at_m),
            counts=_on_each_leg(sights, reached),
            me_m=me_m,
        ),
        stops=tuple(
            Stop(at_m=s.at_m, name=s.name, arrived=sum(m >= s.at_m for m in reached))
            for s in sights
        ),
        me=None if me_m is None else _on_the_way(race, sights, me_m),
    )


def _on_each_leg(sights: tuple[Sight, ...], reached: list[float]) -> list[int]:
    ends = [sight.at_m for sight in sights[1:-1]] + [float("inf")]
    starts = [0.0, *ends[:-1]]
    return [sum(a <= m < b and m > 0 for m in reached) for a, b in zip(starts, ends, strict=True)]


def _on_the_way(race: Race, sights: tuple[Sight, ...], me_m: float) -> OnTheWay:
    passed = [sight for sight in sights if sight.at_m <= me_m]
    ahead = next((sight for sight in sights if sight.at_m > me_m), None)
    return OnTheWay(
        at_m=me_m,
        passed=passed[-1].name if passed else "",
        next_name="" if ahead is None else ahead.name,
        next_m=0.0 if ahead is None else ahead.at_m - me_m,
        left_m=max(0.0, race.distance_m - me_m),
    )
