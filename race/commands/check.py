"""`check FILE…`: read and judge files; no database, no event."""

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from race import i18n, presets, units
from race.commands.command import Command, Usage, World
from race.ingest import report
from race.ingest.examine import Circumstances, judged
from race.ingest.reading import Source, Wanted
from race.services import unpacking
from race.store.blobs import summed
from race.verdict import Outcome

#: Exit codes, worst wins.
_EXIT = {Outcome.ACCEPTED.value: 0, Outcome.REVIEW.value: 1, Outcome.REJECTED.value: 2}
_UNREADABLE = 3
_MARKS = {"accepted": "✓", "review": "?", "rejected": "✗"}


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--preset", default=presets.DEFAULT, help="rules to judge by")
    parser.add_argument("--distance", help="also find the best effort over it, like 5km")
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout")
    parser.add_argument("--lang", choices=i18n.LANGUAGES, default="vi", help="language of the text")


def _run(arguments: argparse.Namespace, world: World) -> int:
    circumstances = _circumstances(arguments, world)
    files = [_file(name, circumstances, world) for name in arguments.files]
    if arguments.json:
        world.say(json.dumps({"files": files}, ensure_ascii=False, allow_nan=False, indent=1))
    else:
        for file in files:
            _tell(file, arguments.lang, world)
    return max(_exit_code(file) for file in files)


def _circumstances(arguments: argparse.Namespace, world: World) -> Circumstances:
    preset = presets.PRESETS.get(arguments.preset)
    if preset is None:
        raise Usage(f"no preset {arguments.preset!r}; there are {', '.join(presets.PRESETS)}")
    try:
        wanted = (units.parse_distance(arguments.distance),) if arguments.distance else ()
    except ValueError as mistake:
        raise Usage(str(mistake)) from None
    return Circumstances(rules=preset.rules, received_at=world.now, distances=wanted)


def _file(name: str, circumstances: Circumstances, world: World) -> dict[str, Any]:
    path = Path(name)
    try:
        with path.open("rb") as file:
            kept = summed(file)
    except OSError as problem:
        raise Usage(f"cannot read {name}: {problem.strerror}") from None
    source = Source(path=path, name=path.name, limits=unpacking.BY_JOB)
    wanted = Wanted(distances=circumstances.distances)
    found = unpacking.patiently(world.examiner, source, wanted)
    examined = [judged(run, circumstances) for run in found.runs]
    error = found.error
    return {
        "file": name,
        "sha256": kept.sha256,
        "bytes": kept.size,
        "format": examined[0].activity.format if examined else None,
        "error": None if error is None else _said(error.code, error.text, error.facts),
        "skipped": [
            {"member": each.member, **_said(each.code, each.text, each.facts)}
            for each in found.skipped
        ],
        "activities": [report.report(examination) for examination in examined],
    }


def _said(code: str, text: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    return {"code": code, "message": i18n.both(text, facts)}


def _exit_code(file: dict[str, Any]) -> int:
    if file["error"] is not None:
        return _UNREADABLE
    return max(_EXIT[activity["verdict"]] for activity in file["activities"])


def _tell(file: dict[str, Any], language: str, world: World) -> None:
    world.say(f"{file['file']}")
    if file["error"] is not None:
        world.say(f"  ! {file['error']['message'][language]}")
    for passed in file["skipped"]:
        world.say(f"  – {passed['member']}: {passed['message'][language]}")
    for activity in file["activities"]:
        member = "" if activity["member"] is None else f"{activity['member']}: "
        world.say(f"  {_MARKS[activity['verdict']]} {member}{_numbers(activity, language)}")
        for flag in activity["flags"]:
            world.say(f"      {flag['message'][language]}")


def _numbers(activity: dict[str, Any], language: str) -> str:
    unknown = float("nan")
    metres, seconds = activity["official_distance_m"], activity["elapsed_s"]
    pace = activity["avg_pace_s_per_km"]
    return " · ".join(
        (
            i18n.kilometres(unknown if metres is None else metres, language),
            units.clock(unknown if seconds is None else seconds),
            f"{units.pace(unknown if pace is None else pace)} /km",
            activity["app"] or activity["format"],
        )
    )


COMMAND = Command(
    name="check",
    help="Read and judge files without a database.",
    arguments=_arguments,
    run=_run,
)
