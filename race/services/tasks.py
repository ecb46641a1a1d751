"""What jobs there are: the task of each kind. A new kind is a function and a line here."""

from collections.abc import Mapping
from typing import Final

from race.services import archives, dry_run_job, mailing, publishing, replaying
from race.services.work import Task

TASKS: Final[Mapping[str, Task]] = {
    archives.KIND: archives.piece,
    publishing.KIND: replaying.piece,
    dry_run_job.KIND: dry_run_job.piece,
    mailing.KIND: mailing.piece,
}
