"""What holds for every format, and how a file is recognised by its bytes."""

import gzip
import io
import unicodedata
import zipfile
from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from race.activity import Activity
from race.errors import EmptyFile, UnknownFormat, UnreadableFile
from race.i18n import LANGUAGES, translate
from race.ingest.formats import FORMATS, Format, read
from race.ingest.formats.kinds import kind_of
from tests.gpx_writing import one_run, seconds

#: A small file of each format, with at least one point: a new format adds its own.
SAMPLES: Mapping[str, bytes] = {
    "gpx": one_run(*seconds(3)),
}
formats = pytest.mark.parametrize("known", FORMATS, ids=lambda known: known.name)


def zipped(*names: str) -> bytes:
    with io.BytesIO() as target:
        with zipfile.ZipFile(target, "w") as archive:
            for name in names:
                archive.writestr(name, "content")
        return target.getvalue()


@formats
def test_every_format_has_a_sample_that_only_it_recognises(known: Format) -> None:
    assert [other.name for other in FORMATS if other.sniff(SAMPLES[known.name])] == [known.name]


@formats
def test_a_sample_is_read_into_activities_that_name_their_format(known: Format) -> None:
    activities = read(SAMPLES[known.name], "run")

    assert activities
    assert all(isinstance(a, Activity) and a.format == known.name for a in activities)
    assert sum(len(a.track) for a in activities) > 0


@formats
def test_reading_twice_gives_the_same_arrays_bit_for_bit(known: Format) -> None:
    first, second = (known.read(SAMPLES[known.name]) for _ in range(2))

    for a, b in zip(first, second, strict=True):
        assert a.track.time.tobytes() == b.track.time.tobytes()
        assert a.track.lat.tobytes() == b.track.lat.tobytes()
        assert a.stated == b.stated


@formats
def test_a_sample_cut_at_any_byte_is_read_in_part_or_refused_and_nothing_else(
    known: Format,
) -> None:
    whole = sum(len(a.track) for a in known.read(SAMPLES[known.name]))
    for end in range(len(SAMPLES[known.name])):
        try:
            activities = read(SAMPLES[known.name][:end], "cut")
        except UnreadableFile:
            continue
        assert sum(len(a.track) for a in activities) <= whole


@formats
def test_a_sample_with_any_byte_changed_is_read_or_refused_and_nothing_else(known: Format) -> None:
    for at in range(len(SAMPLES[known.name])):
        for other in (0x00, 0x3C, 0xFF):
            changed = bytearray(SAMPLES[known.name])
            changed[at] = other
            try:
                known.read(bytes(changed))
            except UnreadableFile:
                continue


@formats
@settings(max_examples=300, deadline=None)
@given(noise=st.binary(max_size=400))
def test_noise_is_refused_and_nothing_else(known: Format, noise: bytes) -> None:
    with pytest.raises(UnreadableFile):
        known.read(noise)
    with pytest.raises(UnreadableFile):
        read(noise, "noise")


@formats
def test_a_reader_gives_positions_within_the_globe_and_no_infinity(known: Format) -> None:
    for activity in known.read(SAMPLES[known.name]):
        track = activity.track
        for values in (track.time, track.ele, *track.sensors.values()):
            assert not np.isinf(values).any()


@pytest.mark.parametrize(
    "nothing", [b"", b"\0" * 100, b" \r\n\t", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n"]
)
def test_a_file_of_nothing_is_empty(nothing: bytes) -> None:
    with pytest.raises(EmptyFile) as refused:
        read(nothing, "buổi sáng.gpx")
    assert refused.value.facts["file"] == "buổi sáng.gpx"


#: First bytes as the specifications of these formats give them.
KINDS = {
    "jpeg": (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "a picture"),
    "png": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "a picture"),
    "gif": (b"GIF89a\x01\x00\x01\x00", "a picture"),
    "webp": (b"RIFF\x24\x00\x00\x00WEBPVP8 ", "a picture"),
    "heic": (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1", "a picture"),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "a picture"),
    "mp4": (b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00", "a video"),
    "mov": (b"\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00", "a video"),
    "webm": (b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01", "a video"),
    "mp3": (b"ID3\x04\x00\x00\x00\x00\x00\x00", "a sound recording"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "a PDF file"),
    "docx": (zipped("[Content_Types].xml", "word/document.xml"), "a Word document"),
    "xlsx": (zipped("[Content_Types].xml", "xl/workbook.xml"), "an Excel sheet"),
    "doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
    "zip": (zipped("run.txt"), "a packed archive"),
    "gz": (gzip.compress(b"run"), "a packed archive"),
    "rar": (b"Rar!\x1a\x07\x01\x00", "a packed archive"),
    "fit": (b"\x0e\x10\x5d\x08\x00\x01\x00\x00.FIT\x00\x00", "a FIT file"),
    "fit, short header": (b"\x0c\x10\x5d\x08\x00\x01\x00\x00.FIT", "a FIT file"),
    "tcx": (b'<?xml version="1.0"?>\n<TrainingCenterDatabase>', "a TCX file"),
    "tcx after blanks": (b'     <?xml version="1.0"?><TrainingCenterDatabase>', "a TCX file"),
    "kml": (b'\xef\xbb\xbf<kml xmlns="http://www.opengis.net/kml/2.2">', "a KML file"),
    "html": (b"\n<!DOCTYPE html><html><head>", "a web page"),
    "html, bare": (b"<HTML><BODY>404</BODY></HTML>", "a web page"),
    "xml": (b"<HealthData/>", "an XML file of another kind"),
    "json": (b'{"activities": []}', "a JSON file"),
    "text": ("Hôm nay tôi chạy 5 km".encode(), "plain text"),
    "text, UTF-16": ("Hôm nay tôi chạy 5 km".encode("utf-16"), "plain text"),
    "csv": (b"lat,lon\n21.5,106.5\n", "plain text"),
    "other": (b"\x00\x01\x02\x03\x04", "of a kind that we do not know"),
}


@pytest.mark.parametrize(("data", "kind"), KINDS.values(), ids=KINDS.keys())
def test_what_is_no_run_is_called_by_what_it_is(data: bytes, kind: str) -> None:
    with pytest.raises(UnknownFormat) as refused:
        read(data, "IMG_2201.gpx")
    assert refused.value.facts == {"kind": kind, "file": "IMG_2201.gpx"}
    assert kind_of(data) == kind


@pytest.mark.parametrize("kind", sorted({kind for _, kind in KINDS.values()}))
def test_every_kind_has_its_vietnamese_name(kind: str) -> None:
    for language in set(LANGUAGES) - {"en"}:
        said = translate(kind, language)
        assert said != kind
        assert said == unicodedata.normalize("NFC", said)


def test_the_name_of_a_file_decides_nothing() -> None:
    assert read(SAMPLES["gpx"], "IMG_2201.jpg")[0].format == "gpx"
