"""A test run: examined, told, and kept nowhere."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, Final

from race.errors import RaceError, TooLarge
from race.event import Event
from race.i18n import tidy
from race.ingest import report
from race.ingest.archives.members import Limits
from race.ingest.preflight import Preflight, preflight
from race.ingest.reading import Source, Wanted
from race.services import unpacking
from race.services.filing import Upload
from race.services.work import Tools
from race.verdict import Flag

#: A test is one run, perhaps in the zip that an app makes of it.
_LIMITS: Final = Limits(members=50, unpacked=64_000_000)
#: Runs that are told of.
_MOST_RUNS: Final = 5


@dataclass(frozen=True, kw_only=True)
class TriedRun:
    """What one test run says."""

    #: One of `race.ingest.preflight.Readiness`.
    readiness: str
    #: What was read and measured, as `race.ingest.report.facts`.
    facts: Mapping[str, Any]
    #: What was found about the recording, the gravest first.
    findings: tuple[Flag, ...]
    #: Too short to tell of gaps and of the battery saver.
    too_little: bool
    #: It ended more than a day before it was sent.
    old: bool


@dataclass(frozen=True, kw_only=True)
class Tried:
    """What a test file says: its last runs, the newest first, or why nothing could be read."""

    runs: tuple[TriedRun, ...] = ()
    error: RaceError | None = None


def try_out(tools: Tools, event: Event, upload: Upload) -> Tried:
    """Look at a test file of a runner; TooLarge, TooHard and ReaderFailed as for any upload.

    Nothing of it is stored: neither the bytes, which lie in a temporary file while they are read,
    nor what was found.
    """
    tools.scratch.mkdir(mode=0o700, parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=tools.scratch, prefix="test-") as copy:
        shutil.copyfileobj(upload.file, copy)
        if copy.tell() > tools.most_at_once:
            raise TooLarge(limit=tools.most_at_once)
        copy.flush()
        source = Source(path=Path(copy.name), name=tidy(upload.filename)[:200], limits=_LIMITS)
        found = unpacking.at_once(tools.examiner, source, Wanted(window=event.window))
    if found is None:
        return Tried(error=TooLarge(limit=_LIMITS.unpacked))
    newest = list(reversed(found.runs))[:_MOST_RUNS]
    tried = tuple(_told(preflight(run, event.rules, upload.received_at)) for run in newest)
    return Tried(runs=tried, error=found.error)


def _told(run: Preflight) -> TriedRun:
    return TriedRun(
        readiness=run.readiness.value,
        facts=report.facts(run.examination),
        findings=run.findings,
        too_little=run.too_little,
        old=run.old,
    )
