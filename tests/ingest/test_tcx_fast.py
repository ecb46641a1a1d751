"""The fast way of TCX against the careful reader: the same bits, or the careful reader itself."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from race.activity import Activity
from race.errors import UnreadableFile
from race.ingest.formats import tcx, tcx_events, tcx_fast, xml
from race.ingest.formats.point_runs import MARKER
from race.track import SENSORS, Track
from tests.ingest.test_tcx_corpus import BROKEN, CORPUS, EMPTY, FILES, needs_corpus
from tests.ingest.writing.tcx import STYLES, activity, document, lap, one_run, point, recording

#: A track, bit by bit.
Bits = tuple[object, ...]


def bits(track: Track) -> Bits:
    columns = [track.time, track.lat, track.lon, track.ele, track.segment]
    columns += [track.sensors[name] for name in SENSORS if name in track.sensors]
    return (list(track.sensors), [(str(each.dtype), each.tobytes()) for each in columns])


def outcome(read: Callable[[bytes], Sequence[Activity]], data: bytes) -> object:
    """All that a reader says of a file, comparable."""
    try:
        return [
            (bits(a.track), a.stated, a.format, a.member, a.zone_known, a.damage)
            for a in read(data)
        ]
    except UnreadableFile as error:
        return (type(error), error.facts)


def assert_same(data: bytes) -> None:
    assert outcome(tcx.read, data) == outcome(tcx.read_with_care, data)


def is_fast(data: bytes) -> bool:
    return tcx_fast.events(data) is not None


@pytest.mark.parametrize("style", STYLES)
def test_a_run_in_any_style_is_read_fast_and_the_same(style: str) -> None:
    data = STYLES[style](400)

    assert is_fast(data)
    assert_same(data)
    assert len(tcx.read(data)[0].track) == 400


def test_a_long_file_is_the_same_over_the_edges_of_its_pieces() -> None:
    assert_same(recording(9_000))


@needs_corpus
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_real_file_is_the_same(path: Path) -> None:
    assert_same(path.read_bytes())


@needs_corpus
def test_most_files_are_read_fast(capsys: pytest.CaptureFixture[str]) -> None:
    files = {str(path.relative_to(CORPUS)): path.read_bytes() for path in FILES}
    sound = {name: data for name, data in files.items() if name not in (BROKEN, EMPTY)}
    sound |= {style: written(400) for style, written in STYLES.items()}
    slow = {name for name, data in sound.items() if not is_fast(data)}
    share = 1 - len(slow) / len(sound)
    with capsys.disabled():
        print(f"\n{share:.1%} of {len(sound)} sound TCX files are read the fast way")  # noqa: T201 -- the measured share is the point

    assert share >= 0.8, slow


P = point(
    extra="<HeartRateBpm><Value>141</Value></HeartRateBpm><Extensions><ns3:TPX>"
    "<ns3:Speed>2.5</ns3:Speed></ns3:TPX></Extensions>"
)
RUN = P * 3


def with_notes(notes: str) -> str:
    return document(activity(lap(RUN), notes=notes))


#: What must not be mistaken for points, or not be read as the points beside it.
TRAPS: dict[str, str] = {
    "a comment": one_run(f"{RUN}<!--{RUN}-->{RUN}"),
    "a comment inside a point": one_run(RUN + P.replace("<Extensions>", "<!-- --><Extensions>")),
    "a CDATA section": one_run(f"{RUN}<![CDATA[{RUN}]]>{RUN}"),
    "a processing instruction": one_run(f"{RUN}<?a {RUN}?>{RUN}"),
    "an attribute": one_run(f"{RUN}<a b='{RUN}'/>"),
    "a document type": f"<!DOCTYPE a>\n{one_run(RUN)}",
    "an entity": one_run(RUN + P.replace("141", "&#49;41")),
    "in a course": document(activity(lap(RUN)), plans=f"<Courses><Course><Track>{RUN}</Track>"
                            "</Course></Courses>"),
    "only in a course": document(plans=f"<Courses><Course><Lap/><Track>{RUN}</Track></Course>"
                                 "</Courses>"),
    "right under the lap": document(activity(f"<Lap>{RUN}</Lap>", lap(RUN))),
    "right under the activity": document(activity(RUN, lap(RUN))),
    "in a track of the activity": document(activity(f"<Track>{RUN}</Track>", lap(RUN))),
    "in a point": one_run(RUN + P.replace("</Trackpoint>", f"{RUN}</Trackpoint>")),
    "in the notes": with_notes(f"a{RUN}b"),
    "another root": one_run(RUN).replace("TrainingCenterDatabase", "Database"),
    "two prefixes": one_run(RUN + P.replace("Trackpoint", "a:Trackpoint") + RUN),
    "a deep shape": one_run(P.replace("<Extensions>", "<a>" * 70 + "<Extensions>").replace(
        "</Extensions>", "</Extensions>" + "</a>" * 70) * 3),
    "a lap in a lap": one_run(RUN).replace("<Track>", "<a><Lap><Track>").replace(
        "</Track>", "</Track></Lap></a>"),
    "a deep place": one_run(RUN).replace("<Activities>", "<a>" * 57 + "<Activities>").replace(
        "</Activities>", "</Activities>" + "</a>" * 57),
    "a place less deep": one_run(RUN).replace("<Activities>", "<a>" * 50 + "<Activities>").replace(
        "</Activities>", "</Activities>" + "</a>" * 50),
    "the marker": one_run(f"{RUN}<{MARKER}/>{RUN}"),
    "the marker and no points": one_run(f"<{MARKER}/>"),
    "the marker in the notes": with_notes(MARKER),
    "a field twice": one_run(P.replace("<ns3:Speed>", "<ns3:Speed>9</ns3:Speed><ns3:Speed>") + RUN),
    "a field in two places": one_run(P.replace("<Extensions>", "<Cadence>80</Cadence><Extensions>")
                                     .replace("</ns3:TPX>", "<RunCadence>81</RunCadence></ns3:TPX>")
                                     * 3),
    "a heart of another kind": one_run(P.replace("Value", "Beats") * 3),
    "a heart without a value": one_run(P.replace("<Value>141</Value>", "141") * 3),
    "a value without a heart": one_run(P.replace("HeartRateBpm", "Temperature") * 3),
    "a height in the position": one_run(P.replace(
        "</Position>", "<AltitudeMeters>5</AltitudeMeters></Position>") * 3),
    "a time in the extensions": one_run(P.replace(
        "</ns3:TPX>", "<Time>2026-11-08T06:00:00Z</Time></ns3:TPX>") * 3),
    "only latitudes": one_run(point(lon=None) * 3),
    "attributes": one_run(P.replace("<Trackpoint>", '<Trackpoint id="5">') * 3),
    "attributes inside": one_run(P.replace("<ns3:TPX>", '<ns3:TPX CadenceSensor="Footpod">') * 3),
    "strange attributes": one_run(P.replace("<ns3:TPX>", "<ns3:TPX a='\"&gt;'>") * 3),
    "a blank in a tag": one_run(P.replace("<Time>", "<Time >") * 3),
    "empty points": one_run("<Trackpoint/>" + RUN + "<Trackpoint></Trackpoint>"),
    "empty fields": one_run(RUN + P.replace("141", "") + P.replace(">141</Value>", "/>")),
    "no number": one_run(RUN + P.replace("141", "-") * 3),
    "a decimal comma": one_run(P.replace("2.5", "2,5") * 3),
    "a great number": one_run(RUN + P.replace("141", "1e400") * 3),
    "a small number": one_run(RUN + P.replace("141", "-3") * 3),
    "no zone": one_run(P.replace("000Z", "000") * 3),
    "no zone at last": one_run(RUN + P.replace("000Z", "000")),
    "times of three lengths": one_run(RUN + P.replace(".000Z", "Z") + P.replace("000Z", "5+07:00")),
    "an impossible time": one_run(RUN + P.replace("11-08", "02-30") * 3),
    "an unclosed point": one_run(RUN + P.removesuffix("</Trackpoint>") + RUN),
    "a bare ampersand": with_notes("Nam & Mai"),
    "a stray control character": with_notes("a\x07b"),
    "other letters": with_notes("Chạy sáng"),
    "a bad end": one_run(RUN) + "\n<more/>",
    "an unfinished end": one_run(RUN)[:-20],
    "an unfinished lap": one_run(RUN)[: one_run(RUN).index("</Track>")],
    "zeros at the end": one_run(RUN) + "\0" * 100,
    "many laps": document(activity(*[lap(RUN, start=3.0 * k, timer=3) for k in range(9)])),
    "many tracks": document(activity(lap(RUN, "", RUN), lap("", RUN))),
    "many activities": document(activity(lap(RUN)), activity(), activity(lap(RUN), sport="Other")),
}  # fmt: skip


@pytest.mark.parametrize("trap", TRAPS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_trap_is_read_the_same(trap: str, encoding: str) -> None:
    assert_same(TRAPS[trap].encode(encoding))


@pytest.mark.parametrize("encoding", ["windows-1258", "gb18030", "cp037", "utf-7"])
def test_another_encoding_is_read_the_same(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?>{with_notes("Ä à")}'

    assert_same(text.encode("cp1258"))


def test_more_points_than_are_read_are_refused_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tcx_events, "MAX_POINTS", 3)

    assert_same(one_run(RUN).encode())
    assert_same(one_run(RUN + P).encode())
    assert_same(document(activity(lap(RUN), lap(P))).encode())


@pytest.mark.parametrize("limit", range(15, 45))
def test_the_names_of_points_count_too(limit: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml, "MAX_NAMES", limit)

    assert_same(recording(9))


#: Bytes that mean something in XML, and some that mean nothing.
_SIGNS = st.sampled_from([*b"<>/\"'=& .-+e09:TZ!?[]\n\0\x07", 0x80, 0xC3, 0xFF])
_ACCIDENTS = st.lists(
    st.tuples(
        st.sampled_from(["lost", "twice", "garbled", "elsewhere"]),
        st.floats(0, 1),
        st.integers(1, 60) | st.integers(1, 900),
        st.floats(0, 1),
        _SIGNS,
    ),
    min_size=1,
    max_size=4,
)


def after(data: bytes, accidents: Sequence[tuple[str, float, int, float, int]]) -> bytes:
    """`data` after some accidents."""
    for what, at, length, to, sign in accidents:
        start, target = int(at * len(data)), int(to * len(data))
        piece = data[start : start + length]
        if what == "lost":
            data = data[:start] + data[start + length :]
        elif what == "garbled":
            data = data[:start] + bytes([sign]) + data[start + 1 :]
        elif what == "twice":
            data = data[:start] + piece + data[start:]
        else:
            data = data[:target] + piece + data[target:]
    return data


@settings(deadline=None, max_examples=300)
@given(style=st.sampled_from(sorted(STYLES)), accidents=_ACCIDENTS)
def test_a_damaged_file_is_read_the_same(
    style: str, accidents: list[tuple[str, float, int, float, int]]
) -> None:
    assert_same(after(STYLES[style](12), accidents))


_PIECES = st.sampled_from(
    [P, P, P, RUN, point(), "<Trackpoint/>", "<Track>", "</Track>", "<Track/>", "<Lap>", "</Lap>",
     '<Lap StartTime="2026-11-08T06:00:00Z">', "<TotalTimeSeconds>5</TotalTimeSeconds>",
     "<DistanceMeters>9</DistanceMeters>", "<Activity>", "</Activity>", "<!--", "-->", "<![CDATA[",
     "]]>", "<Courses><Course>", "</Course></Courses>", "<a>", "</a>", "<Notes>x</Notes>",
     P.replace("<Extensions>", "<Cadence>85</Cadence><Extensions>"), P.replace("06:00", "07:30"),
     point(9.25, ele=5), "\n", "&", "&amp;", f"<{MARKER}/>"]
)  # fmt: skip


@settings(deadline=None, max_examples=300)
@given(pieces=st.lists(_PIECES, max_size=12))
def test_any_order_of_pieces_is_read_the_same(pieces: list[str]) -> None:
    inside = "".join(pieces)

    assert_same(one_run(P + inside + P).encode())
    assert_same(document(activity(inside)).encode())
    assert_same(document(inside).encode())
