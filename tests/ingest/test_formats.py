"""What holds for every format and every index, and how a file is recognised by its bytes."""

import gzip
import io
import unicodedata
import zipfile

import pytest

from race.activity import Activity
from race.errors import EmptyFile, UnknownFormat, UnreadableFile
from race.i18n import LANGUAGES, translate
from race.ingest.formats import read, recognise
from race.ingest.formats.format import Format
from race.ingest.formats.kinds import kind_of
from tests.ingest.contract import KNOWN, READERS, SAMPLES, Reader, equal, points
from tests.ingest.large import LARGE

every = pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)


def zipped(*names: str) -> bytes:
    with io.BytesIO() as target:
        with zipfile.ZipFile(target, "w") as archive:
            for name in names:
                archive.writestr(name, "content")
        return target.getvalue()


def test_every_format_and_every_index_has_a_name_of_its_own_and_its_samples() -> None:
    names = [known.name for known in KNOWN]

    assert len(set(names)) == len(names)
    assert set(names) == set(SAMPLES) == set(LARGE)


@every
def test_a_sample_is_recognised_by_its_own_reader_and_no_other(reader: Reader) -> None:
    claimed = [known.name for known in KNOWN if known.sniff(reader.sample)]

    assert claimed == [reader.name]
    assert recognise(reader.sample, "run") is reader.known


@every
def test_a_sample_is_read_into_what_its_reader_promises(reader: Reader) -> None:
    found = reader.outcome(reader.sample)

    assert not isinstance(found, UnreadableFile)
    assert len(found) > 0
    if isinstance(reader.known, Format):
        assert points(found) > 0


@every
def test_whatever_a_file_is_activities_come_of_it_that_name_their_format(reader: Reader) -> None:
    activities = read(reader.sample, "run")

    assert activities
    assert all(isinstance(a, Activity) and a.format == reader.name for a in activities)


@every
def test_reading_twice_gives_the_same_to_the_last_bit(reader: Reader) -> None:
    first, second = reader.read(reader.sample), reader.read(reader.sample)

    assert len(first) == len(second)
    assert all(equal(a, b) for a, b in zip(first, second, strict=True))


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
    "html": (b"\n<!DOCTYPE html><html><head>", "a web page"),
    "html, bare": (b"<HTML><BODY>404</BODY></HTML>", "a web page"),
    "xml": (b"<ClinicalDocument/>", "an XML file of another kind"),
    "json": (b'{"activities": []}', "a JSON file"),
    "text": ("Hôm nay tôi chạy 5 km".encode(), "plain text"),
    "text, UTF-16": ("Hôm nay tôi chạy 5 km".encode("utf-16"), "plain text"),
    "csv": (b"name,phone\nLan,0912345678\n", "plain text"),
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
