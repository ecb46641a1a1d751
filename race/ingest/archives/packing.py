"""Zip and gzip without trust: streams whose bytes are counted while they are unpacked.

What an archive says of its sizes is not believed. Whoever unpacks a file counts its bytes by a
`Budget`, so that a bomb stops where that does. Nothing is ever written under a name from inside.
"""

import io
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import chain
from typing import IO, Final

from race.errors import BadArchive, Bomb, Locked, TooMuchInside

_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_GZIP: Final = b"\x1f\x8b\x08"
#: Unpacked ÷ packed. GPX packs to a twentieth, rows of zeros to a thousandth …
MOST_RATIO: Final = 200
#: … and a small file of anything may be unpacked whatever its ratio (bytes).
_NEVER_A_BOMB: Final = 4_000_000
_PIECE: Final = 65_536
#: An archive within an archive is kept in memory up to this size, then in a file without a name.
_SPOOLED: Final = 16_000_000
#: Bits of a zip entry: its content is encrypted; its name is UTF-8.
_ENCRYPTED, _UTF8 = 0x1, 0x800
#: What zipfile raises over a damaged member; RuntimeError over one that is packed in a way it does
#: not know, or wants a password.
_DAMAGED: Final = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError)


@dataclass(kw_only=True)
class Budget:
    """How much may come out of one packed file."""

    #: Its name, for messages.
    file: str
    #: Bytes it has packed …
    packed: int
    #: … and may have unpacked.
    most: int
    #: Bytes that came out of it.
    taken: int = 0

    def counted(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """The same pieces; Bomb or TooMuchInside when they become too many."""
        for piece in pieces:
            self.taken += len(piece)
            if self.taken > max(MOST_RATIO * self.packed, _NEVER_A_BOMB):
                raise Bomb(file=self.file)
            if self.taken > self.most:
                raise TooMuchInside(file=self.file, limit=self.most)
            yield piece


def is_zip(head: bytes) -> bool:
    """Whether a file that begins so is a zip archive."""
    return head.startswith(_ZIP)


def is_gzip(head: bytes) -> bool:
    """Whether a file that begins so is packed by gzip."""
    return head.startswith(_GZIP)


def open_zip(file: IO[bytes], name: str) -> zipfile.ZipFile:
    """The archive in a seekable file; BadArchive."""
    try:
        return zipfile.ZipFile(file)
    except _DAMAGED as damage:
        raise BadArchive(file=name) from damage


def member_name(entry: zipfile.ZipInfo) -> str:
    """The name of a member; UTF-8 that old programs wrote without saying so is read as such."""
    if entry.flag_bits & _UTF8:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return entry.filename


def unzip(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The bytes of a member, piece by piece, never more than it announces; Locked, BadArchive."""
    if entry.flag_bits & _ENCRYPTED:
        raise Locked(file=member_name(entry))
    try:
        with archive.open(entry) as stream:
            yield from pieces_of(stream)
    except _DAMAGED as damage:
        raise BadArchive(file=member_name(entry)) from damage


def pieces_of(file: IO[bytes]) -> Iterator[bytes]:
    """The bytes of a file, piece by piece."""
    while piece := file.read(_PIECE):
        yield piece


def gunzip(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """What gzip packed, piece by piece; the files of several that follow each other are one. What a
    cut or damaged file still gives is given: its reader sees that it breaks off."""
    first = next(pieces, b"")
    pieces = chain((first,), pieces)
    return _inflated(pieces) if is_gzip(first) else pieces


def _inflated(pieces: Iterator[bytes]) -> Iterator[bytes]:
    inflater = _inflater()
    for piece in pieces:
        packed = piece
        while True:
            try:
                data = inflater.decompress(packed, _PIECE)
            except zlib.error:
                return
            if data:
                yield data
            if inflater.eof:
                if not inflater.unused_data.startswith(_GZIP):
                    return
                packed, inflater = inflater.unused_data, _inflater()
                continue
            packed = inflater.unconsumed_tail
            if not packed and len(data) < _PIECE:
                break


def _inflater() -> "zlib._Decompress":
    return zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)


def whole(pieces: Iterator[bytes]) -> bytes:
    """All pieces as one."""
    return b"".join(pieces)


def head(pieces: Iterator[bytes], count: int) -> bytes:
    """The first `count` bytes or all, and not much more is unpacked."""
    found = bytearray()
    for piece in pieces:
        found += piece
        if len(found) >= count:
            break
    return bytes(found[:count])


def seekable(pieces: Iterator[bytes], until: ExitStack) -> IO[bytes]:
    """All pieces in a file without a name, closed with `until`, also when they break off."""
    file = tempfile.SpooledTemporaryFile(max_size=_SPOOLED)  # noqa: SIM115 -- `until` closes it
    spool = until.enter_context(file)
    for piece in pieces:
        spool.write(piece)
    spool.seek(0)
    return spool


class Stream(io.RawIOBase):
    """Pieces as a file to read from once, for readers of files that are larger than memory."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = b""

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, target: object) -> int:
        """As `io.RawIOBase` wants it."""
        view = memoryview(target).cast("B")  # type: ignore[arg-type] # typeshed names no buffer type below 3.12
        if not self._rest:
            self._rest = next(self._pieces, b"")
        count = min(len(view), len(self._rest))
        view[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count
