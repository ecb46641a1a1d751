"""Every sentence of the program, as its source marks it, beside the catalogues that translate it.

``python -m tests.catalogue`` (``make i18n``) prints what lacks a translation, ready to be pasted
into a file of ``locale/<language>/``.
"""

import ast
import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import jinja2
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import escape, read_po
from jinja2 import nodes

from race.i18n import LANGUAGES, LOCALE_DIR

ROOT: Final = Path(__file__).resolve().parent.parent
#: English is the source and needs no catalogue.
TRANSLATED: Final = tuple(language for language in LANGUAGES if language != "en")
#: What takes a sentence as its first argument: marked in Python, or said at once.
IN_PYTHON: Final = ("N_", "say", "both", "translate")
#: The same in templates, with the number of sentences it takes (`tn`: one, and many).
IN_TEMPLATES: Final = {"t": 1, "th": 1, "tn": 2}


def sentences() -> dict[str, list[str]]:
    """Each sentence with the places ("file:line") that say it."""
    found: dict[str, list[str]] = {}
    for message, place in (*_of_python(), *_of_templates()):
        found.setdefault(message, []).append(place)
    return found


def _of_python() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "race").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(), str(path))):
            if isinstance(node, ast.Call) and node.args and _speaks(node.func):
                for message in _literals(node.args[0]):
                    yield message, f"{path.relative_to(ROOT)}:{node.lineno}"


def _speaks(function: ast.expr) -> bool:
    """Whether it is a function of `race.i18n`: a name of `IN_PYTHON`, or `i18n.` before it."""
    return ast.unparse(function).removeprefix("i18n.") in IN_PYTHON


def _literals(node: ast.expr) -> Iterator[str]:
    """The sentences that an argument may be; none when it is only known later."""
    if isinstance(node, ast.IfExp):
        yield from (*_literals(node.body), *_literals(node.orelse))
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        yield from (a + b for a in _literals(node.left) for b in _literals(node.right))
    elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        yield node.value


def _of_templates() -> Iterator[tuple[str, str]]:
    syntax = jinja2.Environment(autoescape=True, extensions=["jinja2.ext.do"])
    for path in sorted(p for p in (ROOT / "templates").rglob("*") if p.is_file()):
        template = syntax.parse(path.read_text(), filename=str(path))
        for call in template.find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name in IN_TEMPLATES:
                for argument in call.args[: IN_TEMPLATES[call.node.name]]:
                    for message in _constants(argument):
                        yield message, f"{path.relative_to(ROOT)}:{call.lineno}"


def _constants(node: nodes.Node | None) -> Iterator[str]:
    """The same as `_literals`, of an expression in a template."""
    if isinstance(node, nodes.CondExpr):
        yield from (*_constants(node.expr1), *_constants(node.expr2))
    elif isinstance(node, (nodes.Add, nodes.Const)):
        with contextlib.suppress(nodes.Impossible):
            yield str(node.as_const())


def catalogues(language: str) -> dict[Path, Catalog]:
    """The files that translate into `language`."""
    found = {}
    for path in sorted((LOCALE_DIR / language).glob("*.po")):
        with path.open("rb") as source:
            found[path] = read_po(source, locale=language, abort_invalid=True)
    return found


def messages(language: str) -> Iterator[tuple[str, str, Message, Path]]:
    """(sentence, translation, the entry, its file) of every entry but the headers."""
    for path, catalogue in catalogues(language).items():
        for entry in catalogue:
            if entry.id:
                yield str(entry.id), str(entry.string), entry, path


def missing(language: str) -> dict[str, list[str]]:
    """The sentences without a translation, with the places that say them."""
    done = {said for said, text, entry, _ in messages(language) if text and not entry.fuzzy}
    return {said: places for said, places in sentences().items() if said not in done}


if __name__ == "__main__":
    for language in TRANSLATED:
        lacking = missing(language)
        for said, places in lacking.items():
            sys.stdout.write(f'#: {" ".join(places)}\nmsgid {escape(said)}\nmsgstr ""\n\n')
        sys.stdout.write(f"# {language}: {len(lacking)} of {len(sentences())} not translated\n")
