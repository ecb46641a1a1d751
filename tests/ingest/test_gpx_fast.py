"""The fast way of GPX against the careful reader: the same bits, or the careful reader itself."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from race.activity import Activity
from race.errors import UnreadableFile
from race.ingest.formats import gpx, gpx_events, gpx_fast, xml
from race.ingest.formats.point_runs import MARKER
from race.track import SENSORS, Track
from tests.gpx_writing import document, one_run, point, seconds, segment, trk
from tests.ingest.test_corpus_gpx import CORPUS, FILES, needs_corpus
from tests.ingest.writing.gpx_apps import APPS

#: A track, bit by bit, and what stands beside it.
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
    assert outcome(gpx.read, data) == outcome(gpx.read_with_care, data)


def is_fast(data: bytes) -> bool:
    return gpx_fast.events(data) is not None


@pytest.mark.parametrize("app", APPS)
def test_what_an_app_writes_is_read_fast_and_the_same(app: str) -> None:
    data = APPS[app](400)

    assert is_fast(data)
    assert_same(data)


def test_a_long_file_is_the_same_over_the_edges_of_its_pieces() -> None:
    assert_same(APPS["COROS"](9_000))


@needs_corpus
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_real_file_is_the_same(path: Path) -> None:
    assert_same(path.read_bytes())


@needs_corpus
def test_most_real_tracks_are_read_fast(capsys: pytest.CaptureFixture[str]) -> None:
    tracks = [path for path in FILES if b"<trkpt" in path.read_bytes()]
    slow = {str(path.relative_to(CORPUS)) for path in tracks if not is_fast(path.read_bytes())}
    share = 1 - len(slow) / len(tracks)
    with capsys.disabled():
        print(f"\n{share:.1%} of {len(tracks)} real tracks are read the fast way")  # noqa: T201 -- the measured share is the point

    assert share >= 0.8, slow


P = point(time="2026-11-08T06:00:00Z", extensions="<a:hr>141</a:hr>")
RUN = f"{P}{P}{P}"

#: What must not be mistaken for points, or not be read as the points beside it.
TRAPS: dict[str, str] = {
    "a comment": document(trk(f"<trkseg>{RUN}<!--{RUN}-->{RUN}</trkseg>")),
    "a comment inside a point": document(trk(segment(RUN, P.replace("<a:hr>", "<!-- --><a:hr>")))),
    "a CDATA section": document(trk(segment(RUN, f"<![CDATA[{RUN}]]>", RUN))),
    "a processing instruction": document(trk(segment(RUN, f"<?a {RUN}?>", RUN))),
    "an attribute": document(trk(segment(RUN, f"<a b='{RUN}'/>"))),
    "a document type": f"<!DOCTYPE gpx>\n{document(trk(segment(RUN)))}",
    "an entity": document(trk(segment(RUN, P.replace("141", "&#49;41")))),
    "outside of tracks": document(RUN, trk(segment(RUN))),
    "in a route": document(f"<rte>{RUN}</rte>", trk(segment(RUN))),
    "right under the track": document(trk(RUN, segment(RUN))),
    "in a point": document(trk(segment(RUN, P.replace("</trkpt>", f"{RUN}</trkpt>")))),
    "in a waypoint": document(f"<wpt>{trk(segment(RUN))}</wpt>", trk(segment(RUN))),
    "another root": document(trk(segment(RUN))).replace("gpx", "gpz"),
    "prefixed around": document(trk(segment(RUN))).replace("trkseg", "g:trkseg"),
    "a deep shape": document(trk(segment(P, P.replace("<a:hr>", "<a>" * 70 + "<a:hr>").replace(
        "</a:hr>", "</a:hr>" + "</a>" * 70)))),
    "the marker": document(trk(segment(RUN, f"<{MARKER}/>", RUN))),
    "the marker and no points": document(trk(segment(f"<{MARKER}/>"))),
    "the marker in a name": document(trk(segment(RUN), name=MARKER)),
    "a field twice": document(trk(segment(P.replace("<a:hr>", "<a:hr>99</a:hr><a:hr>"), RUN))),
    "a field in two places": document(trk(segment(point(extensions="<hr>1</hr><b:hr>2</b:hr>"),
                                                  point(extensions="<hr>1</hr>")))),
    "a field in two places, once empty": document(trk(segment(
        point(extensions="<a:hr>1</a:hr><b:hr><x/></b:hr>"),
        *[point(extensions="<a:hr>1</a:hr><b:hr></b:hr>")] * 3))),
    "two times": document(trk(segment(
        *[P.replace("<extensions>", "<b:time>2026-02-30T00:00:00Z</b:time><extensions>")] * 3))),
    "no longitude": document(trk(segment(*['<trkpt lat="21.5"><ele>1</ele></trkpt>'] * 3))),
    "a third attribute": document(trk(segment(*['<trkpt lat="1" lon="2" id="x"/>'] * 3))),
    "attributes turned round": document(trk(segment(RUN, '<trkpt lon="2" lat="1"/>', RUN))),
    "an attribute inside": document(trk(segment(*[P.replace("<a:hr>", '<a:hr b="c">')] * 3))),
    "a strange attribute inside": document(trk(segment(
        *[P.replace("<a:hr>", "<a:hr b='\"'>")] * 3))),
    "no number": document(trk(segment(RUN, *[P.replace("141", "-")] * 3))),
    "a great number": document(trk(segment(RUN, *[P.replace("141", "1e400")] * 3))),
    "a small number": document(trk(segment(RUN, *[P.replace("141", "-3")] * 3))),
    "no position": document(trk(segment(RUN, point(0, 0), point(91, 5), point(5, 181)))),
    "no zone": document(trk(segment(*[P.replace("00Z", "00")] * 3))),
    "no zone at last": document(trk(segment(RUN, P.replace("00Z", "00")))),
    "times of three lengths": document(trk(segment(RUN, P.replace("00Z", "00.5Z"),
                                                   P.replace("00Z", "00+07:00"), RUN))),
    "times of one length": document(trk(segment(P.replace("00Z", "00.12345Z"),
                                                P.replace("00Z", "00.1+07:00"), RUN))),
    "an impossible time": document(trk(segment(RUN, *[P.replace("11-08", "02-30")] * 3))),
    "a time of another age": document(trk(segment(RUN, *[P.replace("2026", "0026")] * 3))),
    "a leap second": document(trk(segment(RUN, *[P.replace("00Z", "60Z")] * 3))),
    "no seconds": document(trk(segment(RUN, *[P.replace(":00Z", "Z")] * 3))),
    "a bare ampersand": document(trk(segment(RUN), name="Nam & Mai")),
    "a stray control character": document(trk(segment(RUN), name="a\x07b")),
    "a bad end": document(trk(segment(RUN))) + "\n<more/>",
    "an unfinished end": document(trk(segment(RUN)))[:-20],
    "an unfinished point": document(trk(segment(RUN)))[: -len("</trkpt></trkseg></trk></gpx>")],
    "zeros at the end": document(trk(segment(RUN))) + "\0" * 100,
    "tracks that go on": document(trk(segment(*seconds(5))), trk(segment(*seconds(5, start=9)))),
    "tracks that do not": document(trk(segment(*seconds(5)), kind="run"),
                                   trk(segment(*seconds(5)))),
    "statistics in a point": document(trk(segment(*[point(
        extensions="<TrackStatsExtension><Distance>5</Distance></TrackStatsExtension>")] * 3))),
    "empty segments": document(trk("<trkseg/>", segment(RUN), "<trkseg></trkseg>", segment(RUN))),
}  # fmt: skip


@pytest.mark.parametrize("trap", TRAPS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_trap_is_read_the_same(trap: str, encoding: str) -> None:
    assert_same(TRAPS[trap].encode(encoding))


@pytest.mark.parametrize("encoding", ["windows-1258", "gb18030", "cp037", "shift_jis", "utf-7"])
def test_another_encoding_is_read_the_same(encoding: str) -> None:
    run = document(trk(segment(RUN), name="Ä à", kind="ÿ running"), creator="ß")

    assert_same(f'<?xml version="1.0" encoding="{encoding}"?>{run}'.encode("latin-1"))


def test_more_points_than_are_read_are_refused_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gpx_events, "MAX_POINTS", 3)

    assert_same(one_run(*seconds(3)))
    assert_same(one_run(*seconds(4)))


def test_the_names_of_points_count_too(monkeypatch: pytest.MonkeyPatch) -> None:
    data = APPS["Garmin Connect"](9)
    refused = []
    for limit in range(10, 40):
        monkeypatch.setattr(xml, "MAX_NAMES", limit)
        assert_same(data)
        refused.append(isinstance(outcome(gpx.read, data), tuple))

    assert refused == sorted(refused, reverse=True)
    assert {*refused} == {True, False}


#: Bytes that mean something in XML, and some that mean nothing.
_SIGNS = st.sampled_from([*(b"<>/\"'=& .-+e09:TZ!?[]\n\0\x07"), 0x80, 0xC3, 0xFF]).map(
    lambda sign: bytes([sign])
)
_EDITS = st.lists(
    st.tuples(
        st.sampled_from(["delete", "repeat", "replace", "move"]),
        st.floats(0, 1),
        st.integers(1, 60) | st.integers(1, 600),
        st.floats(0, 1),
        _SIGNS,
    ),
    min_size=1,
    max_size=4,
)


def edited(data: bytes, edits: Sequence[tuple[str, float, int, float, bytes]]) -> bytes:
    """`data` after some accidents."""
    for kind, at, length, to, sign in edits:
        start, target = int(at * len(data)), int(to * len(data))
        piece = data[start : start + length]
        if kind == "delete":
            data = data[:start] + data[start + length :]
        elif kind == "replace":
            data = data[:start] + sign + data[start + 1 :]
        elif kind == "repeat":
            data = data[:start] + piece + data[start:]
        else:
            data = data[:target] + piece + data[target:]
    return data


@settings(deadline=None, max_examples=300)
@given(app=st.sampled_from(sorted(APPS)), edits=_EDITS)
@example(app="Strava", edits=[("delete", 0.99, 600, 0.0, b"<")])
def test_a_damaged_file_is_read_the_same(
    app: str, edits: list[tuple[str, float, int, float, bytes]]
) -> None:
    assert_same(edited(APPS[app](12), edits))


_PIECES = st.sampled_from(
    [P, P, P, RUN, point(), '<trkpt lat="1" lon="2"/>', "<trkseg>", "</trkseg>", "<trk>", "</trk>",
     "<!--", "-->", "<![CDATA[", "]]>", "<rte>", "</rte>", "<a>", "</a>", "<type>running</type>",
     P.replace("</extensions>", "<b:cad>85</b:cad></extensions>"), P.replace("06:00", "07:30"),
     point(ele=5, time="2026-11-08T06:00:00.250+07:00"), "\n", "&", "&amp;", f"<{MARKER}/>"]
)  # fmt: skip


@settings(deadline=None, max_examples=300)
@given(pieces=st.lists(_PIECES, max_size=12))
def test_any_order_of_pieces_is_read_the_same(pieces: list[str]) -> None:
    assert_same(document(trk(segment(P, *pieces, P))).encode())
    assert_same(document(*pieces).encode())
