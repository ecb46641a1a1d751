"""GPX files that are written badly, cut off or meant to hurt."""

import codecs
import contextlib
import time
import tracemalloc
from collections.abc import Callable

import pytest

from race.activity import Activity
from race.errors import ForbiddenMarkup, MalformedFile, TooDeep, TooMuchMarkup, UnknownFormat
from race.i18n import translate
from race.ingest.formats import gpx, read
from race.ingest.formats.xml import MAX_DEPTH, MAX_NAMES
from tests.gpx_writing import document, point, seconds, segment, trk

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
RUN = document(trk(segment(*seconds(3)), name="Chạy sáng"), creator="Đồng hồ")


def only(data: bytes) -> Activity:
    (activity,) = read(data, "run.gpx")
    return activity


#: The same run, as programs really write it.
WRITINGS: dict[str, Callable[[str], bytes]] = {
    "no declaration": lambda text: text.encode(),
    "declared": lambda text: (DECLARATION + text).encode(),
    "mark": lambda text: codecs.BOM_UTF8 + (DECLARATION + text).encode(),
    "mark, not declared": lambda text: codecs.BOM_UTF8 + text.encode(),
    "blanks first": lambda text: ("  \r\n\n" + DECLARATION + text).encode(),
    "blanks and a mark first": lambda text: f" \n\ufeff{DECLARATION}{text}".encode(),
    "comment first": lambda text: ("<!-- <gpx> -->" + DECLARATION + text).encode(),
    "comment after": lambda text: (DECLARATION + "<!-- <kml> -->\n" + text).encode(),
    "style sheet": lambda text: (DECLARATION + '<?xml-stylesheet href="a.xsl"?>' + text).encode(),
    "UTF-16 with mark": lambda text: (DECLARATION + text).encode("utf-16"),
    "UTF-16 LE": lambda text: (DECLARATION + text).encode("utf-16-le"),
    "UTF-16 BE": lambda text: (DECLARATION + text).encode("utf-16-be"),
    "UTF-16 LE after blanks": lambda text: ("\n " + DECLARATION + text).encode("utf-16-le"),
    "UTF-16 BE, no declaration": lambda text: text.encode("utf-16-be"),
    "says UTF-16, is UTF-8": lambda text: (DECLARATION.replace("8", "16") + text).encode(),
    "says Latin-1, is UTF-8": lambda text: (
        DECLARATION.replace("UTF-8", "ISO-8859-1") + text
    ).encode(),
    "unknown encoding": lambda text: (DECLARATION.replace("UTF-8", "x-huawei") + text).encode(),
    "XML 1.1": lambda text: (DECLARATION.replace("1.0", "1.1") + text).encode(),
    "prefixed": lambda text: (
        text.replace("</", "</gpx:").replace("<", "<gpx:").replace("<gpx:/gpx:", "</gpx:")
    ).replace("xmlns=", "xmlns:gpx=").encode(),
    "undeclared prefix": lambda text: text.replace("gpx version", "g:gpx version").replace(
        "</gpx", "</g:gpx"
    ).encode(),
    "no namespace": lambda text: text.replace("xmlns=", "was=").encode(),
    "GPX 1.0": lambda text: text.replace('"1.1"', '"1.0"').replace("GPX/1/1", "GPX/1/0").encode(),
    "carriage returns": lambda text: (DECLARATION + text.replace("><", ">\r\n<")).encode(),
    "zeros at the end": lambda text: text.encode() + b"\0" * 512,
    "end of file sign": lambda text: text.encode() + b"\r\n\x1a",
}  # fmt: skip


@pytest.mark.parametrize("written", WRITINGS.values(), ids=WRITINGS.keys())
def test_a_run_is_the_same_in_every_writing(written: Callable[[str], bytes]) -> None:
    activity, plain = only(written(RUN)), only(RUN.encode())

    assert activity.track.lat.tobytes() == plain.track.lat.tobytes()
    assert activity.track.time.tobytes() == plain.track.time.tobytes()
    assert activity.stated.app == "Đồng hồ"
    assert activity.damage is None


def test_a_declared_old_character_set_is_decoded() -> None:
    text = DECLARATION.replace("UTF-8", "windows-1258") + document(
        trk(segment(*seconds(3))), creator="Äàn"
    )

    assert only(text.encode("cp1258")).stated.app == "Äàn"


@pytest.mark.parametrize(
    "name",
    [b"Ch\xe1y s\xe1ng", b"cut \xe1\xba", b"Tom & Jerry", b"a &nbsp; b", b"&#55357;&#56832;",
     b"bell \x07", b"zero \0", b"&amp; &lt; &#233;"],
)  # fmt: skip
def test_a_bad_name_does_not_lose_the_run(name: bytes) -> None:
    activity = only(DECLARATION.encode() + RUN.encode().replace("Chạy sáng".encode(), name))

    assert len(activity.track) == 3
    assert activity.damage is None


@pytest.mark.parametrize("rest", ["<trk", "</trkseg>", "</trkseg></trk>", "</trkseg></gpx>", "&"])
def test_a_broken_file_is_read_up_to_the_damage(rest: str) -> None:
    head, _, _ = RUN.partition("</trkseg>")

    activity = only((head.replace("<trkpt", "\n<trkpt") + "\n\n" + rest).encode())

    assert len(activity.track) == 3
    assert activity.damage is not None
    assert activity.damage.line == 6


def test_a_point_that_is_not_finished_is_dropped_whole() -> None:
    head, _, _ = RUN.rpartition("</trkpt>")

    activity = only(head.encode())

    assert len(activity.track) == 2
    assert len(activity.track.time) == 2


def test_the_run_that_the_damage_cut_is_the_one_that_carries_it() -> None:
    monday, tuesday = (segment(*seconds(3, day=f"2026-11-{day:02d}")) for day in (9, 10))

    whole, cut = read(document(trk(monday), trk(tuesday))[:-20].encode(), "two.gpx")

    assert whole.damage is None
    assert cut.damage is not None


@pytest.mark.parametrize("junk", ["x", "<gpx/>", DECLARATION + RUN, "&"])
def test_what_follows_the_end_is_damage(junk: str) -> None:
    activity = only(f"{RUN}\n{junk}".encode())

    assert len(activity.track) == 3
    assert activity.damage is not None


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("<gpx>\n<trk>\n", 3, "the file ends too early"),
        ("<gpx>\n<trk>\n<trkseg>\n<trkpt lat='1' lon='2'>", 4, "the file ends too early"),
        ("<gpx>\n<trk></gpx>", 2, "an opening and a closing tag do not match"),
        ("<gpx>\n< trk/></gpx>", 2, "there are characters that do not belong there"),
        ("<gpx>\n<trk a='1' a='2'/></gpx>", 2, "this is not valid XML"),
    ],
)
def test_damage_before_the_first_point_is_told_with_its_line(
    text: str, line: int, reason: str
) -> None:
    with pytest.raises(MalformedFile) as refused:
        gpx.read(text.encode())

    assert refused.value.facts == {"line": line, "reason": reason}
    assert translate(reason, "vi") != reason


BOMB = (
    '<!DOCTYPE lolz [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True)
    )
    + "]>"
)


@pytest.mark.parametrize(
    "doctype",
    [
        "<!DOCTYPE gpx>",
        '<!DOCTYPE gpx SYSTEM "gpx.dtd">',
        '<!DOCTYPE gpx [<!ENTITY xxe SYSTEM "file:///etc/passwd">]>',
        BOMB,
    ],
    ids=["bare", "system", "external entity", "billion laughs"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_before_anything_expands(doctype: str, encoding: str) -> None:
    began = time.process_time()
    with pytest.raises(ForbiddenMarkup) as refused:
        read(f"\n\n{doctype}{RUN.replace('Chạy', '&j;')}".encode(encoding), "run.gpx")

    assert refused.value.facts == {"line": 3}
    assert time.process_time() - began < 1


def nested(inside: str, levels: int) -> bytes:
    """A run whose last point holds this element `levels` times in itself."""
    deep = f"<{inside}>" * levels + f"</{inside}>" * levels
    return document(trk(segment(*seconds(2), point(extensions=deep)))).encode()


@pytest.mark.parametrize("inside", ["a", "hr", "trkpt", "extensions"])
def test_elements_may_be_nested_to_the_limit_and_no_deeper(inside: str) -> None:
    above = len(("gpx", "trk", "trkseg", "trkpt", "extensions"))

    assert len(only(nested(inside, MAX_DEPTH - above)).track) == 3
    with pytest.raises(TooDeep) as refused:
        only(nested(inside, MAX_DEPTH - above + 1))
    assert refused.value.facts == {"line": 1, "limit": MAX_DEPTH}


@pytest.mark.parametrize("inside", ["a", "trk", "trkpt", "hr"])
def test_200_000_levels_are_refused_at_once(inside: str) -> None:
    began = time.process_time()
    for data in (nested(inside, 200_000), f"<gpx>{f'<{inside}>' * 200_000}".encode()):
        with pytest.raises(TooDeep):
            read(data, "deep.gpx")
    assert time.process_time() - began < 2


MANY = 200_000
LONG: dict[str, str] = {
    "a name": document(trk(segment(*seconds(1)), name="x" * 8 * MANY)),
    "a creator": document(trk(segment(*seconds(1))), creator="x" * 8 * MANY),
    "digits": document(trk(segment(point("1" * 4 * MANY, "1." + "1" * 4 * MANY)))),
    "way points": document("<wpt/>" * MANY, trk(segment(*seconds(1)))),
    "tracks": document("<trk/>" * MANY, trk(segment(*seconds(1)))),
    "segments": document(trk("<trkseg/>" * MANY, segment(*seconds(1)))),
    "sensors": document(trk(segment(point(extensions="<hr>1</hr>" * MANY)))),
    "an end": document(trk(segment(*seconds(1)))) + "\n" * 8 * MANY,
    "an open comment": "<!--" + "-" * 8 * MANY,
    "open comments": "<!--" * 2 * MANY,
    "blanks": " " * 8 * MANY + "<",
    "a document type": "<!DOCTYPE a [" + "] " * 4 * MANY,
    "ampersands": document(trk(segment(*seconds(1)), name="&" * 8 * MANY)),
}


@pytest.mark.parametrize("what", LONG)
def test_a_file_that_is_long_in_one_way_is_read_in_its_time(what: str) -> None:
    began = time.process_time()
    with contextlib.suppress(UnknownFormat, MalformedFile):
        read(LONG[what].encode(), "long.gpx")
    # 0.1 to 0.5 s here; what grows with the square of the length would take minutes.
    assert time.process_time() - began < 5


def with_names(count: int) -> bytes:
    """A run in which so many elements have names of their own."""
    names = "".join(f"<a{i}/>" for i in range(count))
    return document(trk(segment(point(extensions=names)))).encode()


def test_hundreds_of_names_are_read() -> None:
    assert len(only(with_names(MAX_NAMES - 20)).track) == 1


@pytest.mark.parametrize("end", [None, -20], ids=["whole", "broken"])
def test_a_file_of_nothing_but_names_is_refused_early(end: int | None) -> None:
    data = with_names(1_000_000)[:end]
    began = time.process_time()
    tracemalloc.start()
    with pytest.raises(TooMuchMarkup) as refused:
        read(data, "names.gpx")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert refused.value.facts == {"limit": MAX_NAMES}
    assert peak < 3 * len(data)
    assert time.process_time() - began < 3


def test_a_file_that_is_named_gpx_and_holds_text_is_told_so() -> None:
    with pytest.raises(UnknownFormat) as refused:
        read("Hôm nay tôi chạy 5 km".encode(), "run.gpx")
    assert refused.value.facts["kind"] == "plain text"
