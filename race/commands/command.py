"""What a command of the command line is."""

import argparse
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TextIO

from race.processes import Examiner


class Usage(Exception):
    """The command was not written as it wants to be; exit code 64."""


@dataclass(frozen=True, kw_only=True)
class World:
    """What a command may see of the outside."""

    environ: Mapping[str, str]
    #: Aware.
    now: datetime
    out: TextIO
    #: Reads and measures files.
    examiner: Examiner

    def say(self, text: str) -> None:
        """Print a line at once, also into a pipe."""
        print(text, file=self.out, flush=True)


@dataclass(frozen=True, kw_only=True)
class Command:
    """One word after `python -m race`."""

    name: str
    help: str
    arguments: Callable[[argparse.ArgumentParser], None]
    #: Returns the exit code.
    run: Callable[[argparse.Namespace, World], int]
