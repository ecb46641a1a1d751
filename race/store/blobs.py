"""Raw bytes by their SHA-256, in files that no client can name.

A blob is written once and never changed. It is durable when `put` returns: the file and every new
folder above it have reached the disk, so that a row may point at it. `Blobs` is what another store
(an object store, say) has to offer; `FileBlobs` is the one for a disk.
"""

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Final, Protocol

_SHA256: Final = re.compile(r"[0-9a-f]{64}")
#: Bytes copied at a time.
_PIECE: Final = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Kept:
    """Bytes that are kept."""

    #: In hexadecimal.
    sha256: str
    #: How many bytes.
    size: int


class Blobs(Protocol):
    """Where bytes are kept."""

    def put(self, data: bytes) -> str:
        """Keep bytes and return their SHA-256 in hexadecimal; durable before it returns."""

    def put_file(self, file: BinaryIO) -> Kept:
        """Keep all bytes of a file, piece by piece; durable before it returns."""

    def keeps(self, sha256: str) -> bool:
        """Whether the bytes of that SHA-256 are kept."""

    def get(self, sha256: str) -> bytes:
        """The bytes of that SHA-256; KeyError when they are not kept."""

    def local(self, sha256: str) -> AbstractContextManager[Path]:
        """The bytes of that SHA-256 as a file of this machine, to be read and left as it is;
        KeyError when they are not kept."""

    def delete(self, sha256: str) -> None:
        """Drop bytes; nothing happens when they are not kept."""


@dataclass(frozen=True, kw_only=True)
class FileBlobs:
    """Blobs as files, ``ab/cd/abcd…`` under `folder`, which is made when it is missing."""

    folder: Path

    def put(self, data: bytes) -> str:
        """Keep bytes and return their SHA-256 in hexadecimal; durable before it returns."""
        return self.put_file(BytesIO(data)).sha256

    def put_file(self, file: BinaryIO) -> Kept:
        """Keep all bytes of a file, piece by piece; durable before it returns."""
        kept = summed(file)
        path = self._path(kept.sha256)
        if not path.exists():
            _make_folders(path.parent)
            _write(path, file)
        _sync_folder(path.parent)  # also when somebody else has just put it there
        return kept

    def keeps(self, sha256: str) -> bool:
        """Whether the bytes of that SHA-256 are kept."""
        return self._path(sha256).exists()

    def get(self, sha256: str) -> bytes:
        """The bytes of that SHA-256; KeyError when they are not kept."""
        try:
            return self._path(sha256).read_bytes()
        except FileNotFoundError:
            raise KeyError(sha256) from None

    @contextmanager
    def local(self, sha256: str) -> Iterator[Path]:
        """The file itself: it is written once and never changed."""
        if not self.keeps(sha256):
            raise KeyError(sha256)
        yield self._path(sha256)

    def delete(self, sha256: str) -> None:
        """Drop bytes; nothing happens when they are not kept."""
        self._path(sha256).unlink(missing_ok=True)

    def every(self) -> Iterator[str]:
        """The SHA-256 of all that is kept."""
        for path in sorted(self.folder.glob("??/??/*")):
            if _SHA256.fullmatch(path.name):
                yield path.name

    def _path(self, sha256: str) -> Path:
        if not _SHA256.fullmatch(sha256):
            raise KeyError(sha256)
        return self.folder / sha256[:2] / sha256[2:4] / sha256


def summed(file: BinaryIO) -> Kept:
    """What a file is kept as, read from its beginning, piece by piece."""
    file.seek(0)
    total = hashlib.sha256()
    while piece := file.read(_PIECE):
        total.update(piece)
    return Kept(sha256=total.hexdigest(), size=file.tell())


def _write(path: Path, source: BinaryIO) -> None:
    """Write beside the place, sync, then move into it: what stands there is always whole."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix="new-")
    unfinished = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            source.seek(0)
            shutil.copyfileobj(source, file, _PIECE)
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _make_folders(folder: Path) -> None:
    """Make `folder` and what is missing above it, each entry synced into the one that holds it."""
    if folder.is_dir():
        return
    _make_folders(folder.parent)
    folder.mkdir(exist_ok=True)
    _sync_folder(folder.parent)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows keeps folders durable by itself and cannot open one
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
