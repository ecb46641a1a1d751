"""The house rules, held by reading the source: who may import whom, and how large a part may grow.

`LAYERS` is the map. A line is a level; lower never imports higher. Inside a level the arrow of the
map reads from left to right: what stands in a later group may import the earlier groups, and those
within one group are brothers, who never import each other.
"""

import ast
import graphlib
import math
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median, quantiles
from typing import Final, TypeAlias

import pytest

ROOT: Final = Path(__file__).resolve().parent.parent

LAYERS: Final = (
    # 0: words and numbers
    (("race",), ("race.units",), ("race.i18n",), ("race.errors", "race.geo")),
    # 1: what is run, by whom
    (("race.track", "race.course", "race.category", "race.team"),),
    # 2: the judgement, pure
    (
        ("race.activity", "race.metrics", "race.official", "race.verdict", "race.rules"),
        ("race.event",),
        ("race.flags", "race.result", "race.notices"),
        ("race.presets", "race.rankings"),
        ("race.leaderboard", "race.privacy", "race.drawing"),
    ),
    # 3: bytes in, values or bytes out
    (("race.ingest", "race.certificates", "race.demo"),),
    # 4: all SQL, processes with limits, letters
    (("race.store", "race.processes", "race.mailer"),),
    # 5: load, call a pure function, save
    (("race.services",),),
    # 6: entry points
    (("race.settings",), ("race.api", "race.jobs"), ("race.commands",), ("race.__main__",)),
    # 7: the application object
    (("app",),),
)
PURE, SERVICES = 3, 5

#: Files that may catch everything, for they must outlive it: the job loop and the 500 handler.
MAY_CATCH_ALL: Final = ("race/jobs.py", "race/api/errors.py")
NOT_IN_PURE: Final = ("fastapi", "starlette", "sqlalchemy", "jinja2", "uvicorn", "socket")
#: Reading the clock or the environment is for entry points; everybody else is handed the value.
CLOCK_AND_ENVIRONMENT: Final = {
    "os.environ",
    "os.getenv",
    "time.time",
    "time.time_ns",
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
}
#: What services and entry points may name of SQLAlchemy: the handle they pass on to the store.
HANDLES: Final = ("sqlalchemy.Connection", "sqlalchemy.Engine")
#: Lines of a function without its docstring, and of a file.
MEDIAN, P95, LONGEST = 10, 40, 60
FILE_LINES, ROUTE_FILE_LINES = 300, 400
NAMES_THAT_SAY_NOTHING: Final = ("utils", "util", "helpers", "helper", "manager", "common", "misc")

Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef


def _modules() -> dict[str, ast.Module]:
    """Every module of the product by its dotted name."""
    paths = [*sorted((ROOT / "race").rglob("*.py")), *ROOT.glob("app.py")]
    return {_dotted(path): ast.parse(path.read_text(), str(path)) for path in paths}


def _dotted(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES: Final = _modules()


def _file(module: str) -> str:
    path = ROOT.joinpath(*module.split("."))
    found = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    return str(found.relative_to(ROOT))


def _imports(module: str) -> Iterator[tuple[str, int]]:
    """(dotted name, line) of everything a module imports, wherever in the file it does so."""
    for node in ast.walk(MODULES[module]):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{_file(module)}:{node.lineno}: write the import in full"
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def _module_of(name: str) -> str | None:
    """The module of ours that an imported name is or stands in; None for names of others."""
    return next((each for each in (name, name.rpartition(".")[0]) if each in MODULES), None)


def _within(name: str, package: str) -> bool:
    return name == package or name.startswith(package + ".")


def _place(module: str) -> tuple[int, int, str]:
    """(level, group, room) of a module on the map; the most exact name wins."""
    rooms = [
        (len(room), level, group, room)
        for level, groups in enumerate(LAYERS)
        for group, brothers in enumerate(groups)
        for room in brothers
        if _within(module, room) and (room != "race" or module == "race")
    ]
    assert rooms, f"{_file(module)} has no place in LAYERS of {__name__}: give it one, or merge it"
    _, level, group, room = max(rooms)
    return level, group, room


def _edges(keep: Callable[[str], bool] = lambda _: True) -> Iterator[tuple[str, str, str]]:
    """(importer, imported, "file:line") of each import that `keep` wants by its importer."""
    for module in MODULES:
        if keep(module):
            yield from (
                (module, name, f"{_file(module)}:{line}") for name, line in _imports(module)
            )


def _named(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """("datetime.now", line) of each attribute, by its owner's last name, and of each import."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield f"{ast.unparse(node.value).split('.')[-1]}.{node.attr}", node.lineno
        elif isinstance(node, ast.ImportFrom):
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def _functions() -> Iterator[tuple[str, Function]]:
    for module, tree in MODULES.items():
        for node in ast.walk(tree):
            if isinstance(node, Function):
                yield f"{_file(module)}:{node.lineno}: {node.name}", node


def _lines(function: Function) -> int:
    """From `def` to the last line; a docstring is no burden and does not count."""
    whole = (function.end_lineno or 0) - function.lineno + 1
    first = function.body[0]
    has_docstring = ast.get_docstring(function) is not None
    return whole - ((first.end_lineno or 0) - first.lineno + 1 if has_docstring else 0)


def _none(offenders: list[str], cure: str) -> None:
    if offenders:
        pytest.fail("\n  ".join([cure, *offenders]), pytrace=False)


def test_lower_levels_never_import_higher_ones_nor_brothers_each_other() -> None:
    offenders = []
    for importer, imported, where in _edges():
        other = _module_of(imported)
        if other is None:
            continue
        level, group, room = _place(importer)
        its_level, its_group, its_room = _place(other)
        if room != its_room and (its_level, its_group) >= (level, group):
            offenders.append(f"{where}: {importer} imports {other}")
    _none(offenders, "Pass the value in from above, or move the code down (see LAYERS):")


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph: dict[str, set[str]] = {module: set() for module in MODULES}
    for importer, imported, _ in _edges():
        other = _module_of(imported)
        if other is not None and not _within(importer, other):
            graph[importer].add(other)
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        pytest.fail(f"Move what both need into a third module: {' → '.join(error.args[1])}")


@pytest.mark.parametrize("library", NOT_IN_PURE)
def test_the_pure_levels_know_no_web_and_no_database(library: str) -> None:
    edges = _edges(lambda module: _place(module)[0] <= PURE)
    offenders = [where for _, imported, where in edges if _within(imported, library)]
    _none(offenders, f"{library} belongs to store, services or the entry points; take values in:")


def test_only_entry_points_read_the_clock_and_the_environment() -> None:
    offenders = [
        f"{_file(module)}:{line}: {name}"
        for module, tree in MODULES.items()
        if _place(module)[0] <= SERVICES
        for name, line in _named(tree)
        if name in CLOCK_AND_ENVIRONMENT
    ]
    _none(offenders, "Take `now` or the setting as an argument:")


def test_all_sql_is_in_the_store() -> None:
    edges = _edges(lambda module: not _within(module, "race.store"))
    offenders = [
        f"{where}: {imported}"
        for importer, imported, where in edges
        if _within(imported, "sqlalchemy")
        and not (_place(importer)[0] >= SERVICES and imported in HANDLES)
    ]
    _none(offenders, "Give the query a name in race/store and call it:")


@pytest.mark.parametrize("room", ["race.ingest", "race.store.tables"])
def test_the_web_reaches_files_and_tables_only_through_services(room: str) -> None:
    edges = _edges(lambda module: _within(module, "race.api"))
    offenders = [where for _, imported, where in edges if _within(imported, room)]
    _none(offenders, f"Call a function of race.services instead of {room}:")


def test_readers_know_no_rules_and_checks_no_files() -> None:
    pair = ("race.ingest.formats", "race.ingest.checks")
    offenders = [
        where
        for mine, other in (pair, pair[::-1])
        for importer, imported, where in _edges()
        if _within(importer, mine) and _within(imported, other)
    ]
    _none(offenders, "What both need belongs to race.ingest or below:")


def test_only_the_job_loop_and_the_last_handler_catch_everything() -> None:
    offenders = []
    for module, tree in MODULES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ExceptHandler) and _file(module) not in MAY_CATCH_ALL:
                caught = ast.unparse(node.type) if node.type else "Exception"
                if {"Exception", "BaseException"} & set(caught.strip("()").split(", ")):
                    offenders.append(f"{_file(module)}:{node.lineno}")
    _none(offenders, "Name the errors that can come here:")


def test_functions_are_short() -> None:
    sizes = {where: _lines(node) for where, node in _functions()}
    longest = sorted(sizes, key=lambda where: -sizes[where])
    _none([f"{w} ({sizes[w]})" for w in longest if sizes[w] > LONGEST], f"Over {LONGEST} lines:")
    p95 = quantiles(sizes.values(), n=20)[-1]
    above = [f"{w} ({sizes[w]})" for w in longest[: math.ceil(len(sizes) / 20)]]
    assert p95 <= P95, "\n".join([f"95 % are to fit {P95} lines, now {p95}; divide:", *above])
    assert median(sizes.values()) <= MEDIAN, f"the median function is over {MEDIAN} lines"


def test_files_are_short() -> None:
    offenders = []
    for module in MODULES:
        count = len((ROOT / _file(module)).read_text().splitlines())
        if count > (ROUTE_FILE_LINES if _within(module, "race.api") else FILE_LINES):
            offenders.append(f"{_file(module)} ({count})")
    _none(offenders, f"Over {FILE_LINES} lines (routes {ROUTE_FILE_LINES}); divide:")


def test_file_names_say_what_is_inside() -> None:
    words = {module: module.split(".")[-1].split("_") for module in MODULES}
    offenders = [_file(m) for m, parts in words.items() if {*parts} & {*NAMES_THAT_SAY_NOTHING}]
    _none(offenders, "Name the file after its subject:")


def test_every_module_says_what_it_is_for() -> None:
    offenders = [_file(module) for module, tree in MODULES.items() if not ast.get_docstring(tree)]
    _none(offenders, "Begin the file with a sentence in a docstring:")


def test_a_public_yes_or_no_is_named_where_it_is_passed() -> None:
    offenders = [
        f"{where}({argument.arg})"
        for where, node in _functions()
        if not node.name.startswith("_")
        for argument in (*node.args.posonlyargs, *node.args.args)
        if argument.annotation and "bool" in ast.unparse(argument.annotation).split(" | ")
    ]
    _none(offenders, "Put `*` before it, so that the call reads `f(x, dry_run=True)`:")
