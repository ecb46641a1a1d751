"""The engine behind long work: DBOS Transact, in the database that the program has anyway.

It remembers who does what across crashes; how far a job is and what came of it stands in our own
table (`race.store.jobs`), and `race.services.work.run_piece` does the work. So this file is all
that knows the library, and it uses nothing but its public names. Why, and how work survives:
docs/decisions/0008-jobs.md.

A job is worked in legs. A leg is one workflow, named after its job, that does piece after piece;
after `PIECES` of them, after a failure, or when the program is to stop, it asks for the next leg
and ends. A short leg is soon replayed, a job that waits to be tried again blocks nobody, and other
jobs get their turn.
"""

import logging
import threading
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from dbos import DBOS, DBOSClient, DBOSConfig, DBOSPortableJSONSerializer, EnqueueOptions

from race.services import mailing
from race.services.tasks import TASKS
from race.services.work import MOST_TRIES, Queue, Task, Tools, run_piece
from race.settings import Settings
from race.store import jobs
from race.store.database import Connection, reading, transaction
from race.store.jobs import JobRow

_LOG: Final = logging.getLogger(__name__)

#: Names in the tables of the library, which another release has to find again. The version says
#: which programs can do the same work; all can, so an update strands nothing.
APPLICATION, VERSION, QUEUE, WORKFLOW, STEP = "race", "1", "jobs", "work", "piece"
#: Seconds after which a program that has nothing to do looks for work.
POLL_EVERY_S: Final = 1.0
#: Pieces in one leg.
PIECES: Final = 500
#: Seconds before a piece is tried again, after the first failure, the second, …
PAUSES_S: Final = (1.0, 5.0, 30.0, 120.0)
#: Seconds that a stop waits for the pieces in hand: as long as one may take.
LONGEST_PIECE_S: Final = 60
#: How often it is looked whether work was left behind.
LOOK_EVERY_S: Final = 60.0
#: A job that nobody has touched for so long was left behind by a machine that is gone.
LEFT_BEHIND: Final = timedelta(minutes=15)
#: For so long the library's notes about ended legs are kept.
KEPT: Final = timedelta(days=7)
#: Connections of the library beside one for each job.
_MORE_CONNECTIONS: Final = 5

#: How a piece ended: there is more, there is none, it failed, or the program is to stop.
_MORE, _OVER, _FAULT, _STOP = "more", "over", "fault", "stop"


class DbosEngine:
    """A `race.services.work.JobEngine`. One to a process, for the library is one to a process."""

    def __init__(
        self,
        database_url: str,
        *,
        executor_id: str,
        at_once: int,
        works_here: bool,
        tasks: Mapping[str, Task] = TASKS,
    ) -> None:
        #: What the program is called among those that work on the database.
        self.executor_id = executor_id
        self._url = database_url
        self._at_once = at_once
        self._works_here = works_here
        self._tasks = tasks
        self._client = DBOSClient(
            system_database_url=database_url,
            application_name=APPLICATION,
            serializer=DBOSPortableJSONSerializer(),
            lazy=True,
        )
        self._stopping = threading.Event()
        self._watch: threading.Thread | None = None

    def enqueue(self, connection: Connection, job_id: str) -> None:
        """Have a job done once the caller's transaction is committed; never when it is undone."""
        self._client.enqueue_in_transaction(connection, _leg_named(job_id), job_id, 0, 0)

    def start(self, tools: Tools) -> None:
        """Make the library's tables; where work is done here, take up what was begun and go on."""
        logging.getLogger("dbos").setLevel(logging.WARNING)
        DBOS.migrate(self._url)
        if not self._works_here:
            return
        DBOS(config=self._config(tools))
        _register(partial(_piece, tools, self._tasks, self._stopping))
        DBOS.launch()
        DBOS.register_queue(
            QUEUE,
            worker_concurrency=self._at_once,
            polling_interval_sec=POLL_EVERY_S,
            on_conflict="always_update",
        )
        self._watch = threading.Thread(
            target=_watch, args=(self, tools, self._stopping), name="left-behind", daemon=True
        )
        self._watch.start()

    def stop(self) -> None:
        """End after the pieces in hand; whoever works next goes on from there."""
        self._stopping.set()
        if self._watch is not None:
            self._watch.join()
            DBOS.destroy(workflow_completion_timeout_sec=LONGEST_PIECE_S, destroy_registry=True)
        self._client.destroy()

    def _config(self, tools: Tools) -> DBOSConfig:
        config: DBOSConfig = {
            "name": APPLICATION,
            "application_version": VERSION,
            "executor_id": self.executor_id,
            "system_database_url": self._url,
            "serializer": DBOSPortableJSONSerializer(),
            "run_migrations": False,
            "use_listen_notify": False,
            "log_level": "WARNING",
            "sys_db_pool_size": self._at_once + _MORE_CONNECTIONS,
        }
        if tools.engine.dialect.name != "sqlite":
            # One pool for both. On SQLite it opens its own: ours begins every transaction itself.
            config["system_database_engine"] = tools.engine
        return config


def engine_for(settings: Settings, *, place: str) -> DbosEngine:
    """The engine of a program, which is called after its machine and its `place`: "web" works only
    where the settings say so, "worker" always."""
    return DbosEngine(
        settings.database_url,
        executor_id=f"{settings.worker_id}/{place}",
        at_once=settings.workers,
        works_here=place == "worker" or settings.works_here,
    )


def _leg_named(name: str, delay_s: float = 0.0) -> EnqueueOptions:
    options: EnqueueOptions = {
        "workflow_name": WORKFLOW,
        "queue_name": QUEUE,
        "workflow_id": name,
        "app_version": VERSION,
    }
    if delay_s:
        options["delay_seconds"] = delay_s
    return options


def _register(piece: Callable[[str], str]) -> None:
    """Tell the library what a leg is; before it is launched."""
    step = DBOS.step(name=STEP)(piece)

    @DBOS.workflow(name=WORKFLOW, max_recovery_attempts=None)  # run_piece counts the tries
    def work(job_id: str, leg: int, faults: int) -> None:
        pieces, ended = 0, _MORE
        while ended == _MORE and pieces < PIECES:
            pieces, ended = pieces + 1, step(job_id)
        if ended == _OVER:
            return
        if ended == _FAULT:
            faults = faults + 1 if pieces == 1 else 1
            pause_s = _pause_s(faults)
        else:
            faults, pause_s = 0, 0.0
        following = _leg_named(f"{job_id}.{leg + 1}", pause_s)
        DBOS.enqueue_workflow_with_options(following, job_id, leg + 1, faults)


def _pause_s(faults: int) -> float:
    """Seconds until a piece that has failed so often is begun again; the begin after the last try
    only says that it is given up."""
    return 0.0 if faults == MOST_TRIES else PAUSES_S[min(faults, len(PAUSES_S)) - 1]


def _piece(tools: Tools, tasks: Mapping[str, Task], stopping: threading.Event, job_id: str) -> str:
    """Do one piece; how it ended. What it returns is noted, so that a leg can be replayed."""
    if stopping.is_set():
        return _STOP
    try:
        return _MORE if run_piece(tools, tasks, job_id) else _OVER
    except Exception:  # noqa: BLE001 -- whatever it is, it is tried again and then given up
        _LOG.exception("job %s: a piece failed", job_id)
        return _FAULT


def _watch(queue: Queue, tools: Tools, stopping: threading.Event) -> None:
    """Until the program stops, take up what was left behind, drop old notes, and have letters sent
    that wait."""
    while not stopping.wait(LOOK_EVERY_S):
        try:
            _take_up(tools)
            _tidy(tools.clock())
            mailing.ask_where_waiting(tools, queue)
        except Exception:  # noqa: BLE001 -- it must be there after the next fault of the database too
            _LOG.exception("looking after the jobs failed")


def _take_up(tools: Tools) -> None:
    """Have jobs gone on with that no living program has in hand."""
    now = tools.clock()
    with reading(tools.engine) as connection:
        found = jobs.waiting(connection, untouched_since=now - LEFT_BEHIND)
    for job in found:
        legs = DBOS.list_workflows(
            workflow_id_prefix=job.id,
            status=["ENQUEUED", "DELAYED", "PENDING"],
            load_input=False,
            load_output=False,
        )
        if not any(leg.status != "PENDING" for leg in legs):  # else it waits for its turn
            _revive(tools, job, [leg.workflow_id for leg in legs], now)


def _revive(tools: Tools, job: JobRow, begun: list[str], now: datetime) -> None:
    """Give the begun legs of a job back to the queue, or begin a new one where none is left."""
    with transaction(tools.engine) as connection:
        if not jobs.touch(connection, job, now):
            return
    _LOG.warning("job %s was left behind; it is taken up again", job.id)
    if begun:
        DBOS.resume_workflows(begun, queue_name=QUEUE)
        return
    leg = int(now.timestamp() * 1000)  # a number that no leg of this job has had
    DBOS.enqueue_workflow_with_options(_leg_named(f"{job.id}.{leg}"), job.id, leg, 0)


def _tidy(now: datetime) -> None:
    """Drop the library's notes about legs that ended long ago."""
    ended = DBOS.list_workflows(
        completed_before=(now - KEPT).isoformat(), limit=500, load_input=False, load_output=False
    )
    if ended:
        DBOS.delete_workflows([leg.workflow_id for leg in ended])
