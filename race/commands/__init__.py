"""The commands of the command line, one file each. A new one is a file and a line here."""

from typing import Final

from race.commands import check, official, organising, rescoring, running, watching, working
from race.commands.command import Command, Usage, World

COMMANDS: Final = (
    check.COMMAND,
    running.SERVE,
    running.SEED,
    working.WORKER,
    watching.JOBS,
    organising.CREATE_ADMIN,
    organising.EXPORT,
    organising.VERIFY,
    official.OFFICIAL,
    rescoring.RESCORE,
)

__all__ = ["COMMANDS", "Command", "Usage", "World"]
