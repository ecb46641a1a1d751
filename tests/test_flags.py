"""Every code that can come up has its words, and every case of one its own."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from race import i18n
from race.errors import NotActivity
from race.flags import WORDINGS
from race.flags.wording import Wording
from race.ingest import checks

#: The codes of findings as they are published.
PUBLISHED = (
    "NO_TIME NO_POINTS NOT_ACTIVITY WRONG_SPORT BEFORE_WINDOW AFTER_WINDOW LATE_UPLOAD "
    "TOO_SHORT TOO_LONG TOO_SLOW TOO_FAST KM_TOO_FAST BURST TOO_FAST_WR VEHICLE_PART "
    "BIKE_LIKE LOOKS_DRAWN TELEPORTS POOR_GPS TIME_SCALED HEART_RATE CADENCE "
    "MISMATCH_DISTANCE DUP_SAME_FILE DUP_COPY OVERLAP_OWN INDOOR CLOCK CORRUPT_PARTIAL "
    "PER_DAY FORBIDDEN_HOURS GEOFENCE LONG_PAUSE"
)


def _written(name: str) -> Iterator[str]:
    """The texts that the checks give as `code=` or as the fact `case`, choices too."""
    for path in Path(checks.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.keyword) and node.arg == name:
                yield from _texts(node.value)
            if isinstance(node, ast.Dict):
                for key, value in zip(node.keys, node.values, strict=True):
                    if isinstance(key, ast.Constant) and key.value == name:
                        yield from _texts(value)


def _texts(value: ast.expr) -> Iterator[str]:
    yield from (
        node.value
        for node in ast.walk(value)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def test_every_code_of_a_check_has_words_and_is_published() -> None:
    codes = set(_written("code"))
    assert codes == set(WORDINGS)
    assert codes <= set(PUBLISHED.split())


def test_a_file_that_is_no_recording_is_told_by_its_error() -> None:
    assert NotActivity.code in PUBLISHED.split()
    assert set(i18n.both(NotActivity.text, {"format": "FIT", "kind": "x"})) == {"vi", "en"}


def test_every_case_that_a_check_names_has_words() -> None:
    known = {case for words in WORDINGS.values() for case in words.cases}
    assert set(_written("case")) <= known


def _all() -> Iterator[tuple[str, Wording]]:
    for code, words in WORDINGS.items():
        yield code, words
        yield from ((f"{code} {case}", each) for case, each in words.cases.items())


@pytest.mark.parametrize(("name", "words"), list(_all()), ids=[name for name, _ in _all()])
def test_words_are_whole(name: str, words: Wording) -> None:
    """A title, and a sentence for each severity; what a runner reads is said in Vietnamese too."""
    assert words.title, name
    assert words.said
    for said in (words.title, *words.said.values(), words.advice):
        assert not said or i18n.translate(said, "vi") != said, said
