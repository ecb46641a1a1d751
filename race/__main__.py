"""The command line: `python -m race COMMAND`. `python -m race --help` lists the commands."""

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NoReturn

from race import commands
from race.processes import Examiner, Processes
from race.settings import BadSettings

#: What a shell calls a usage error (EX_USAGE of sysexits.h).
USAGE = 64


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(USAGE, f"{self.prog}: {message}\n")


def parser() -> argparse.ArgumentParser:
    """Every command with its arguments."""
    root = _Parser(prog="python -m race", description="Chặng: virtual running events.")
    found = root.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in commands.COMMANDS:
        sub = found.add_parser(command.name, help=command.help, description=command.help)
        command.arguments(sub)
        sub.set_defaults(run=command.run)
    return root


def main(argv: Sequence[str] | None = None, examiner: Examiner | None = None) -> int:
    """Run one command; the exit code is its answer. Files are read by `examiner`, a pool of
    processes unless another is given."""
    arguments = parser().parse_args(argv)
    pool = Processes(count=os.cpu_count() or 1)
    world = commands.World(
        environ=os.environ, now=datetime.now(UTC), out=sys.stdout, examiner=examiner or pool
    )
    try:
        return int(arguments.run(arguments, world))
    except (commands.Usage, BadSettings) as mistake:
        print(f"python -m race {arguments.command}: {mistake}", file=sys.stderr)
        return USAGE
    finally:
        pool.close()


if __name__ == "__main__":
    sys.exit(main())
