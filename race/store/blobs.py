"""Raw bytes by their SHA-256, in files that no client can name.

A blob is written once and never changed. It is durable when `put` returns: the file and every new
folder above it have reached the disk, so that a row may point at it. `Blobs` is what another store
(an object store, say) has to offer; `FileBlobs` is the one for a disk.
"""

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

_SHA256: Final = re.compile(r"[0-9a-f]{64}")


class Blobs(Protocol):
    """Where bytes are kept."""

    def put(self, data: bytes) -> str:
        """Keep bytes and return their SHA-256 in hexadecimal; durable before it returns."""

    def get(self, sha256: str) -> bytes:
        """The bytes of that SHA-256; KeyError when they are not kept."""

    def delete(self, sha256: str) -> None:
        """Drop bytes; nothing happens when they are not kept."""


@dataclass(frozen=True, kw_only=True)
class FileBlobs:
    """Blobs as files, ``ab/cd/abcd…`` under `folder`, which is made when it is missing."""

    folder: Path

    def put(self, data: bytes) -> str:
        """Keep bytes and return their SHA-256 in hexadecimal; durable before it returns."""
        sha256 = hashlib.sha256(data).hexdigest()
        path = self._path(sha256)
        if not path.exists():
            _make_folders(path.parent)
            _write(path, data)
        _sync_folder(path.parent)  # also when somebody else has just put it there
        return sha256

    def get(self, sha256: str) -> bytes:
        """The bytes of that SHA-256; KeyError when they are not kept."""
        try:
            return self._path(sha256).read_bytes()
        except FileNotFoundError:
            raise KeyError(sha256) from None

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


def _write(path: Path, data: bytes) -> None:
    """Write beside the place, sync, then move into it: what stands there is always whole."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix="new-")
    unfinished = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
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
