"""The papers keep up with the program, both languages with each other, and every file with itself.

What a newcomer adds (a format, a rule, a setting, an error, an endpoint, a command, a sentence)
fails here until it is described and translated.
"""

import itertools
import re
import string
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from fastapi import FastAPI

from race import i18n, units
from race.category import Sex
from race.commands import COMMANDS
from race.errors import RaceError
from race.flags import WORDINGS
from race.ingest.checks import CHECKS
from race.ingest.checks.thresholds import WORLD_RECORDS
from race.ingest.formats import FORMATS
from race.presets import PRESETS
from race.result import Status
from race.settings import SETTINGS
from tests import catalogue
from tests.test_architecture import LAYERS

ROOT: Final = Path(__file__).resolve().parent.parent
#: What .gitignore leaves out of the project.
_IGNORED: Final = {
    ".git",
    *(line.strip("/") for line in (ROOT / ".gitignore").read_text().split() if line[-1] == "/"),
}
_TEXT: Final = {"", ".css", ".html", ".in", ".js", ".json", ".md", ".mako", ".po", ".py", ".svg"}
_TEXT_TOO: Final = {".toml", ".txt", ".xml", ".yaml", ".yml", ".ini", ".cfg", ".geojson", ".csv"}


def _texts() -> Iterator[Path]:
    """Every text file of the project, tracked or about to be."""
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        if path.is_file() and not _IGNORED & set(parts) and path.suffix in _TEXT | _TEXT_TOO:
            yield path


def _documented(paper: str) -> set[str]:
    """Everything that a paper of docs/ sets in `code type`."""
    text = re.sub(r"^```.*?^```", "", (ROOT / "docs" / paper).read_text(), flags=re.M | re.S)
    return set(re.findall(r"`([^`\n]+)`", text))


def _errors(root: type[RaceError] = RaceError) -> Iterator[type[RaceError]]:
    yield root
    for child in root.__subclasses__():
        yield from _errors(child)


@pytest.mark.parametrize(
    ("paper", "names"),
    [
        ("formats.md", {each.name for each in FORMATS}),
        ("rules.md", {*WORDINGS, *(check.name for check in CHECKS)}),
        ("settings.md", {setting.name for setting in SETTINGS}),
        ("api.md", {error.code for error in _errors()} | {status.value for status in Status}),
    ],
)
def test_every_name_that_people_meet_is_explained(paper: str, names: set[str]) -> None:
    lacking = sorted(names - _documented(paper))
    assert not lacking, f"docs/{paper} does not mention, in `code type`: {', '.join(lacking)}"


def test_settings_that_do_not_exist_are_not_documented() -> None:
    known = {setting.name for setting in SETTINGS}
    known |= {f"{name}_FILE" for name in known}
    invented = {name for name in _documented("settings.md") if re.fullmatch(r"RACE_\w+", name)}
    assert not invented - known, "docs/settings.md explains what nobody reads"


def test_links_between_the_papers_lead_somewhere() -> None:
    broken = []
    for paper in (path for path in _texts() if path.suffix == ".md"):
        for target in re.findall(r"\]\((?!\w+:|#)([^)#\s]+)", paper.read_text()):
            if not (paper.parent / target).exists():
                broken.append(f"{paper.relative_to(ROOT)}: {target}")
    assert not broken, "\n".join(broken)


@pytest.mark.parametrize("language", catalogue.TRANSLATED)
class TestTranslations:
    """Every sentence is said in every language, in the same terms."""

    def test_no_sentence_is_left_untranslated(self, language: str) -> None:
        lacking = [f"{where[0]}: {said}" for said, where in catalogue.missing(language).items()]
        assert not lacking, "\n".join(["`make i18n` prints them for a .po file:", *lacking])

    def test_no_translation_outlives_its_sentence(self, language: str) -> None:
        said = catalogue.sentences()
        dead = [f"{p.name}: {m}" for m, _, _, p in catalogue.messages(language) if m not in said]
        for path, entries in catalogue.catalogues(language).items():
            dead += [f"{path.name}: #~ {message}" for message in entries.obsolete]
        assert not dead, "\n".join(["Nobody says these any more; delete them:", *dead])

    def test_a_translation_names_the_same_facts_in_the_same_manner(self, language: str) -> None:
        differing = [
            f"{path.name}: {said!r} → {text!r}"
            for said, text, _, path in catalogue.messages(language)
            if text and _shape(said) != _shape(text)
        ]
        assert not differing, "\n".join(["Other fields, formats or tags:", *differing])

    def test_a_sentence_has_one_translation(self, language: str) -> None:
        first: dict[str, tuple[str, str]] = {}
        differing = []
        for said, text, _, path in catalogue.messages(language):
            here = (text, path.name)
            if first.setdefault(said, here)[0] != text:
                differing.append(f"{said!r}: {first[said]} and {here}")
        assert not differing, "\n".join(differing)

    def test_every_format_of_a_fact_is_known(self, language: str) -> None:
        used = {spec for said in catalogue.sentences() for _, spec in _shape(said)[0] if spec}
        assert used <= set(i18n.FORMATS), language


def _shape(sentence: str) -> tuple[set[tuple[str, str | None]], list[str]]:
    """({(fact, format)}, tags) of a sentence."""
    parts = string.Formatter().parse(sentence)
    fields = {(name, spec) for _, name, spec, _ in parts if name is not None}
    return fields, sorted(re.findall(r"</?[a-z]+", sentence))


def test_text_is_written_in_composed_letters() -> None:
    decomposed = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in _texts()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if not unicodedata.is_normalized("NFC", line)
    ]
    assert not decomposed, "\n".join(["Write these lines in Unicode NFC:", *decomposed])


#: What a reader elsewhere cannot follow: paths of one machine, numbers of tickets, unfinished work.
_PRIVATE: Final = {
    "a path of one machine": re.compile(r"(?<![\w.:/~-])/(?:work|tmp|root|home|Users)/\w"),
    "a ticket": re.compile(r"\b(?:issue|fixe?[sd]?|close[sd]?) #\d", re.IGNORECASE),
    "unfinished work": re.compile(r"\b(?:TODO|FIXME|XXX)\b"),
    "one download host": re.compile(r'"resolved":|--(?:extra-)?index-url\b'),
}


@pytest.mark.parametrize("what", _PRIVATE)
def test_no_file_points_where_its_reader_cannot_follow(what: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}"
        for path in _texts()
        if path != Path(__file__)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if _PRIVATE[what].search(line)
    ]
    assert not found, "\n".join([f"{what.capitalize()} stands in:", *found])


def _paths(text: str) -> set[str]:
    """What a paper sets in `code type` and means as a path of the project; `<name>` stands for a
    choice, `…` for any letters, and what begins with a slash is an address."""
    named = set(re.findall(r"`([\w.…<>-]*[\w>…](?:/[\w.…<>-]+)*/?)`", text))
    ends = {*_TEXT - {""}, ".po", ".txt", ".toml"}
    return {name for name in named if "/" in name or Path(name).suffix in ends}


@pytest.mark.parametrize(
    "paper", ["ARCHITECTURE.md", "CONTRIBUTING.md", "README.md", "SECURITY.md"]
)
def test_every_path_that_a_paper_names_is_there(paper: str) -> None:
    patterns = {re.sub(r"<[\w-]+>|…", "*", name) for name in _paths((ROOT / paper).read_text())}
    gone = [each for each in sorted(patterns) if not _somewhere(each)]
    assert not gone, f"{paper} names what is not there: {', '.join(gone)}"


def _somewhere(pattern: str) -> bool:
    """Whether a path is there, from the root or, for a bare name of a catalogue, beside others; or
    is made by the program, and so left out of the project."""
    if Path(pattern).parts[0] in _IGNORED:
        return True
    return any(ROOT.glob(pattern)) or ("/" not in pattern and any(ROOT.glob(f"locale/*/{pattern}")))


def test_the_map_of_the_house_names_every_room() -> None:
    named = _paths((ROOT / "ARCHITECTURE.md").read_text())
    rooms = {f"race/{path.name}" for path in (ROOT / "race").glob("*.py")} - {"race/__init__.py"}
    for package in (ROOT / "race").rglob("__init__.py"):
        rooms.add(f"{package.parent.relative_to(ROOT)}/")
    lacking = sorted(rooms - named - {"race/"})
    assert not lacking, f"ARCHITECTURE.md does not name: {', '.join(lacking)}"


def test_the_map_of_the_house_is_the_one_that_is_held() -> None:
    rooms = {room for level in LAYERS for group in level for room in group} - {"race"}
    lacking = sorted(rooms - set(re.findall(r"`([\w.]+)`", (ROOT / "ARCHITECTURE.md").read_text())))
    assert not lacking, f"ARCHITECTURE.md gives no place to: {', '.join(lacking)}"


def test_every_endpoint_is_described(app: FastAPI) -> None:
    wanted = {
        f"{method.upper()} {path.replace('/api/v1/events/{event}', '…')}"
        for path, item in app.openapi()["paths"].items()
        for method in item
    }
    lacking = sorted(wanted - _documented("api.md"))
    assert not lacking, f"docs/api.md does not describe: {', '.join(lacking)}"


def test_every_command_is_described() -> None:
    text = (ROOT / "docs" / "command-line.md").read_text()
    lacking = [c.name for c in COMMANDS if not re.search(rf"^\| `{c.name}[` ]", text, re.M)]
    assert not lacking, f"docs/command-line.md does not describe: {', '.join(lacking)}"


def test_the_presets_stand_in_the_papers_as_they_are() -> None:
    rows = _rows("rules.md", "rule", "`huu-lung`")
    columns = [name.strip("`") for name in rows[0][1:]]
    told = {row[0].lstrip("… "): dict(zip(columns, row[1:], strict=True)) for row in rows[1:]}
    assert set(columns) == set(PRESETS)
    for name, preset in PRESETS.items():
        rules = preset.rules
        within, least = rules.upload_within_s, rules.min_distance_m
        assert told["average pace, fastest"][name] == _pace(rules.pace_fast_s)
        assert told["average pace, slowest"][name] == _pace(rules.pace_slow_s)
        assert told["of a walk or hike"][name] == _pace(rules.walk_slow_s)
        assert told["every full kilometre: review under"][name] == _pace(rules.km_review_s)
        assert told["every full kilometre: reject under"][name] == _pace(rules.km_reject_s)
        assert told["shortest run"][name] == ("–" if least is None else f"{least / 1000:g} km")
        assert told["sent within"][name] == ("–" if within is None else f"{within / 3600:g} h")
        assert told["tolerance of a distance"][name] == f"{rules.distance_tolerance:.0%}".replace(
            "%", " %"
        )
        basis = "–" if rules.pace_fast_s is None else f"{rules.pace_basis} time"
        assert told["the average is taken of"][name] == basis


def test_the_world_records_stand_in_the_papers_as_they_are() -> None:
    told = {row[0]: (row[1], row[3]) for row in _rows("rules.md", "distance", "men")[1:]}
    men, women = WORLD_RECORDS[Sex.MALE], WORLD_RECORDS[Sex.FEMALE]
    kept = {f"{m / 1000:g} km": (_record(men[m]), _record(women[m])) for m in men}
    assert told == kept


def _rows(paper: str, *head: str) -> list[list[str]]:
    """The cells of the table of a paper whose head begins so, the head first."""
    lines = (ROOT / "docs" / paper).read_text().splitlines()
    first = next(i for i, line in enumerate(lines) if line.startswith(f"| {' | '.join(head)} |"))
    table = itertools.takewhile(lambda line: line.startswith("|"), lines[first:])
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table]
    return [rows[0], *rows[2:]]


def _pace(seconds: float | None) -> str:
    return "–" if seconds is None else units.pace(seconds)


def _record(seconds: float) -> str:
    """As records are written: hundredths on the track, whole seconds on the road."""
    whole, hundredths = divmod(round(seconds * 100), 100)
    return units.clock(whole) + (f".{hundredths:02d}" if hundredths else "")
