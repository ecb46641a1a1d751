"""Archives in memory and on the disk, as apps and their enemies write them."""

import gzip
import io
import zipfile
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from race.errors import UnreadableFile
from race.ingest import reading
from race.ingest.archives.members import Limits, Skipped
from race.ingest.examine import Measured
from race.ingest.reading import Gathering, Outline, Source, Wanted
from race.processes import Here
from tests.gpx_writing import document, point, segment, trk


def zipped(members: Mapping[str, bytes]) -> bytes:
    """A zip of members by name, the same at any time; a name that ends with a slash is a folder."""
    with io.BytesIO() as target:
        with zipfile.ZipFile(target, "w") as archive:
            for name, data in members.items():
                # An entry made by hand is of 1980: the same bytes whenever it is packed.
                entry = zipfile.ZipInfo(name)
                archive.writestr(entry, data, zipfile.ZIP_DEFLATED)
        return target.getvalue()


def gzipped(data: bytes) -> bytes:
    """What gzip makes of it, the same at any time."""
    return gzip.compress(data, mtime=0)


def run(day: int, *, minutes: int = 10, hour: int = 6, kind: str | None = None) -> bytes:
    """A GPX run of November 2026 at 3.3 m/s, a point every 10 s."""
    points = [
        point(
            f"{21.5 + n * 0.0003:.6f}",
            106.5,
            time=f"2026-11-{day:02d}T{hour:02d}:{n // 6:02d}:{n % 6}0Z",
        )
        for n in range(minutes * 6)
    ]
    return document(trk(segment(*points), kind=kind)).encode()


def at(tmp_path: Path, data: bytes, *, limits: Limits | None = None) -> Source:
    """Those bytes as an uploaded file."""
    path = tmp_path / sha256(data).hexdigest()
    path.write_bytes(data)
    return Source(path=path, name="upload.zip", limits=limits or Limits())


def everything(
    source: Source, wanted: Wanted | None = None
) -> tuple[list[Measured], list[Skipped]]:
    """(runs, what was passed over) of an archive; UnreadableFile as a whole."""
    kept = source.path.with_suffix(".plan")
    reading.plan(source, kept)
    outline: Outline = reading.outline(kept, 0, source.limits.members)
    numbers = range(len(outline.runs))
    asked = wanted or Wanted()
    gathering = Gathering()
    came = Here().each(reading.member, [(source, kept, n, asked) for n in numbers])
    for member, read in zip(outline.runs, came, strict=True):
        gathering.add(member.name or source.name, read)
    begun = [each.metrics.started_at for each in gathering.runs]
    gathering.add(source.name, reading.trackless(kept, asked, begun))
    return gathering.runs, [*outline.skipped, *gathering.skipped]


def refusal(source: Source) -> type[UnreadableFile]:
    """The error by which an archive is refused as a whole."""
    try:
        everything(source)
    except UnreadableFile as error:
        return type(error)
    raise AssertionError("it was read")
