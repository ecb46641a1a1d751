"""TCX files that are written badly, cut off or meant to hurt."""

import codecs
import contextlib
import time
import tracemalloc
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from race.activity import Activity
from race.errors import (
    ForbiddenMarkup,
    MalformedFile,
    NoActivity,
    TooDeep,
    TooMuchMarkup,
    UnreadableFile,
)
from race.ingest.formats import tcx
from race.ingest.formats.xml import MAX_DEPTH
from tests.ingest.writing.tcx import (
    DECLARATION,
    NAMESPACES,
    activity,
    document,
    lap,
    one_run,
    point,
    points,
    sample,
)

RUN = document(
    activity(
        lap(points(0, 1, 2), timer=3, distance=9),
        lap(points(3, 4), start=3, timer=2, distance=6),
        device="Đồng hồ",
    )
)


def only(data: bytes) -> Activity:
    assert tcx.sniff(data)
    (found,) = tcx.read(data)
    return found


def prefixed(text: str) -> str:
    """Each element with a prefix, as some programs write."""
    text = text.replace("</", "<\0").replace("<", "<ns2:").replace("<ns2:\0", "</ns2:")
    return text.replace(" xmlns=", " xmlns:tcx=")


#: The same run, as programs really write it.
WRITINGS: dict[str, Callable[[str], bytes]] = {
    "no declaration": lambda text: text.encode(),
    "declared": lambda text: (DECLARATION + text).encode(),
    "mark": lambda text: codecs.BOM_UTF8 + (DECLARATION + text).encode(),
    "ten blanks first": lambda text: (" " * 10 + DECLARATION + text).encode(),
    "empty lines first": lambda text: ("\r\n\n" + DECLARATION + text).encode(),
    "comment first": lambda text: ("<!-- <gpx> -->" + text).encode(),
    "UTF-16": lambda text: (DECLARATION + text).encode("utf-16"),
    "prefixed": lambda text: prefixed(text).encode(),
    "no namespaces": lambda text: text.replace(NAMESPACES, "").encode(),
    "a prefix that nobody declared": lambda text: text.replace("xmlns:xsi=", "xsi=").encode(),
    "only the activities": lambda text: text[
        text.index("<Activities>") : text.index("</TrainingCenterDatabase>")
    ].encode(),
    "a blank before the end of a tag": lambda text: text.replace("Time>", "Time >").encode(),
    "carriage returns": lambda text: text.replace("><", ">\r\n\t<").encode(),
    "zeros at the end": lambda text: text.encode() + b"\0" * 512,
    "a bare ampersand": lambda text: text.replace("<Id>", "<Notes>A & B</Notes><Id>").encode(),
    "Latin-1 inside": lambda text: text.encode().replace(b"<Id>", b"<Notes>\xe1</Notes><Id>"),
}


@pytest.mark.parametrize("written", WRITINGS.values(), ids=WRITINGS.keys())
def test_a_run_is_the_same_in_every_writing(written: Callable[[str], bytes]) -> None:
    run, plain = only(written(RUN)), only(RUN.encode())

    assert run.track.lat.tobytes() == plain.track.lat.tobytes()
    assert run.track.time.tobytes() == plain.track.time.tobytes()
    assert run.stated == plain.stated
    assert run.stated.device == "Đồng hồ"
    assert run.damage is None


def test_a_file_cut_inside_a_lap_keeps_its_points_and_states_no_sum() -> None:
    run = only(RUN[: RUN.rindex("</Trackpoint>")].encode())

    assert len(run.track) == 4
    assert (run.stated.distance_m, run.stated.timer_s) == (None, None)
    assert [each.distance_m for each in run.stated.laps] == [9]
    assert run.damage is not None
    assert (run.damage.line, run.damage.reason) == (1, "the file ends too early")


@pytest.mark.parametrize("rest", ["", "<", "<Lap", "<Creator><Name>Wat", "</Track>", "&"])
def test_a_file_cut_between_laps_states_what_it_has(rest: str) -> None:
    run = only((RUN[: RUN.index("</Lap>") + len("</Lap>")] + rest).encode())

    assert len(run.track) == 3
    assert (run.stated.distance_m, run.stated.timer_s) == (9, 3)
    assert run.damage is not None


def test_a_lap_that_has_begun_makes_the_sums_unknown() -> None:
    run = only(RUN[: RUN.rindex("<Track>")].encode())

    assert len(run.track) == 3
    assert run.stated.distance_m is None


def test_a_closing_tag_of_another_name_is_damage() -> None:
    """As a converter wrote it: a distance that closes as a time."""
    text = one_run(points(0, 1) + point(2, extra="<Distance>5</Time>") + points(3))

    run = only(text.replace("<Trackpoint>", "\n<Trackpoint>").encode())

    assert len(run.track) == 2
    assert run.damage is not None
    assert (run.damage.line, run.damage.reason) == (
        4,
        "an opening and a closing tag do not match",
    )


def test_the_activity_that_the_damage_cut_is_the_one_that_carries_it() -> None:
    text = document(activity(lap(points(0, 1))), activity(lap(points(90, 91))))

    whole, cut = tcx.read(text[: text.rindex("</Track>")].encode())

    assert whole.damage is None
    assert cut.damage is not None


def test_an_activity_of_which_nothing_came_is_none() -> None:
    text = document(activity(lap(points(0, 1))), activity(lap(points(90), distance=9)))

    run = only(text[: text.rindex("<Trackpoint>")].encode())

    assert len(run.track) == 2
    assert run.damage is not None


@pytest.mark.parametrize("junk", ["x", "<more/>", RUN])
def test_what_follows_the_end_is_damage(junk: str) -> None:
    run = only(f"{RUN}\n{junk}".encode())

    assert len(run.track) == 5
    assert run.stated.distance_m == 15
    assert run.damage is not None


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("<TrainingCenterDatabase>\n<Activities>\n", 3),
        ('<Activities>\n<Activity Sport="Running">\n<Lap>\n<Track>\n<Trackpoint>', 5),
        ('<Activities>\n<Activity Sport="Running">\n<Lap>\n</Activity>', 4),
    ],
)
def test_damage_before_anything_whole_is_told_with_its_line(text: str, line: int) -> None:
    with pytest.raises(MalformedFile) as refused:
        tcx.read(text.encode())
    assert refused.value.facts["line"] == line


def test_wherever_a_file_is_cut_its_whole_points_are_read() -> None:
    data = sample()
    (whole,) = tcx.read(data)
    for end in range(0, len(data), 17):
        count = data[:end].count(b"</Trackpoint>")
        try:
            (run,) = tcx.read(data[:end])
        except UnreadableFile:
            assert count == 0
            continue
        assert len(run.track) == count
        assert run.track.lat.tobytes() == whole.track.lat[:count].tobytes()


@settings(deadline=None, max_examples=300)
@given(data=st.binary(max_size=300), start=st.integers(0, 2000), length=st.integers(0, 300))
def test_whatever_the_bytes_only_a_refusal_is_raised(data: bytes, start: int, length: int) -> None:
    text = RUN.encode()
    for attempt in (data, text[:start] + data + text[start + length :]):
        tcx.sniff(attempt)
        with contextlib.suppress(UnreadableFile):
            tcx.read(attempt)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused(encoding: str) -> None:
    bomb = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    with pytest.raises(ForbiddenMarkup) as refused:
        tcx.read(f"\n\n{bomb}{RUN.replace('Đồng', '&b;')}".encode(encoding))
    assert refused.value.facts == {"line": 3}


@pytest.mark.parametrize("inside", ["a", "Trackpoint", "Extensions", "Value", "Speed"])
def test_elements_may_be_nested_to_the_limit_and_no_deeper(inside: str) -> None:
    above = len(("TrainingCenterDatabase", "Activities", "Activity", "Lap", "Track", "Trackpoint"))

    def nested(levels: int) -> bytes:
        deep = f"<{inside}>" * levels + f"</{inside}>" * levels
        return one_run(points(0, 1) + point(2, extra=deep)).encode()

    assert len(only(nested(MAX_DEPTH - above)).track) == 3
    with pytest.raises(TooDeep) as refused:
        tcx.read(nested(MAX_DEPTH - above + 1))
    assert refused.value.facts == {"line": 1, "limit": MAX_DEPTH}


@pytest.mark.parametrize("inside", ["a", "Activity", "Lap", "Track", "Trackpoint"])
def test_200_000_levels_are_refused_at_once(inside: str) -> None:
    began = time.process_time()
    with pytest.raises(TooDeep):
        tcx.read(f"<TrainingCenterDatabase>{f'<{inside}>' * 200_000}".encode())
    assert time.process_time() - began < 2


MANY = 200_000
LONG: dict[str, str] = {
    "laps": document(activity("<Lap/>" * MANY, lap(points(0)))),
    "laps with points": document(activity(*[lap(points(0), timer=1)] * (MANY // 20))),
    "activities of laps": document(
        *[activity(lap(points(0)), lap(points(5)))] * 1900, activity("<Lap/>" * MANY)
    ),
    "tracks": document(activity(lap(*[""] * MANY, points(0)))),
    "pauses": document(activity(lap(*[points(0)] * (MANY // 20)))),
    "activities": document("<Activity/>" * MANY, activity(lap(points(0)))),
    "courses": document(activity(lap(points(0))), plans="<Courses/>" * MANY),
    "empty points": one_run("<Trackpoint/>" * MANY),
    "notes": document(activity(lap(points(0)), notes="&amp;" * MANY)),
    "a sport": document(activity(lap(points(0)), sport="x" * 8 * MANY)),
    "digits": one_run(point(lat="1" * 4 * MANY, lon="1." + "1" * 4 * MANY)),
    "sensors": one_run(point(extra="<Cadence>1</Cadence>" * MANY)),
    "blanks": one_run(points(0)) + " " * 8 * MANY,
    "open comments": "<!--" * 2 * MANY,
    "element names": one_run(point(extra="".join(f"<a{i}/>" for i in range(MANY)))),
}


@pytest.mark.parametrize("what", LONG)
def test_a_file_that_is_long_in_one_way_is_read_in_its_time(what: str) -> None:
    data = LONG[what].encode()
    began = time.process_time()
    with contextlib.suppress(MalformedFile, NoActivity, TooMuchMarkup):
        tcx.read(data)
    # 0.1 to 0.5 s here; what grows with the square of the length would take minutes.
    assert time.process_time() - began < 5


def test_laps_that_say_nothing_take_little_memory() -> None:
    data = document(activity("<Lap/>" * 100_000, lap(points(0)))).encode()
    tracemalloc.start()
    try:
        (run,) = tcx.read(data)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert len(run.stated.laps) == 100_001
    # Of each lap three doubles and a reference at its end, twice for a moment, for six bytes.
    assert peak < 12 * len(data)
