"""Open an archive, and read what lies in it; nothing in it is believed, nothing written by name."""

from collections.abc import Iterator
from contextlib import ExitStack
from io import BufferedReader
from typing import BinaryIO, Final, Self
from zipfile import ZipFile, ZipInfo

from race.errors import Locked, TooManyMembers, TooMuchInside, TooNested, UnreadableFile
from race.ingest.archives import members, packing
from race.ingest.archives.members import Limits, Member, Skipped
from race.ingest.archives.packing import Budget
from race.ingest.formats import recognise
from race.ingest.formats.format import Format, Index
from race.ingest.formats.kinds import is_document

#: Bytes of a member that say what it is.
HEAD: Final = 65_536

_Place = tuple[int, ...]


class Archive:
    """An open archive. A plain file, packed by gzip or not, is one of a single nameless member.

    Opening raises BadArchive, among them Bomb, TooMuchInside and TooManyMembers. It is closed with
    its `with` block.
    """

    def __init__(self, file: BinaryIO, name: str, limits: Limits) -> None:
        self._file = file
        self._name = name
        self._limits = limits
        self._size = file.seek(0, 2)
        self._open, self._inner_open = ExitStack(), ExitStack()
        #: Its entries; none in a plain file.
        self._entries: list[ZipInfo] = []
        #: The number and the content of the inner archive that was opened last.
        self._inner: tuple[int, ZipFile] | None = None
        self._zip: ZipFile | None = None
        start = packing.head(self._pieces(()), HEAD)
        if packing.is_zip(start) and not is_document(start):
            self._zip = self._outermost()
            self._entries = self._zip.infolist()
            self._check([self._entries])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._inner_open.close()
        self._open.close()

    def look(self) -> tuple[list[Member], list[Member], list[Skipped]]:
        """(what holds runs, indexes, what is neither), each in the order of the archive.

        Raises Locked when all of it is; for a plain file that is neither, what `formats.recognise`
        raises.
        """
        if self._zip is None:
            known = recognise(packing.head(self._pieces(()), HEAD), self._name)
            member = Member(name=None, place=(), format=known.name)
            return ([], [member], []) if isinstance(known, Index) else ([member], [], [])
        runs: list[Member] = []
        indexes: list[Member] = []
        left: list[Skipped] = []
        for found in self._inside():
            if isinstance(found, Skipped):
                left.append(found)
            else:
                member, known = found
                (indexes if isinstance(known, Index) else runs).append(member)
        told = {each.code for each in left} - {members.OF_THE_SYSTEM}
        if not runs and not indexes and told == {Locked.code}:
            raise Locked(file=self._name)
        return runs, indexes, left

    def bytes_of(self, member: Member) -> bytes:
        """The unpacked bytes of a member; BadArchive and its kin."""
        budget = self._budget(member.place, self._limits.member)
        return b"".join(budget.counted(self._pieces(member.place)))

    def stream_of(self, member: Member) -> BinaryIO:
        """A member to be read once, however large it is."""
        budget = self._budget(member.place, self._limits.unpacked)
        stream = packing.Stream(budget.counted(self._pieces(member.place)))
        return BufferedReader(stream)

    def _inside(self) -> Iterator[tuple[Member, Format | Index] | Skipped]:
        seen = [self._entries]
        for number, entry in enumerate(self._entries):
            name = packing.member_name(entry)
            if entry.is_dir():
                continue
            if members.is_of_the_system(name):
                yield members.of_the_system(name)
                continue
            try:
                start = packing.head(self._pieces((number,)), HEAD)
                if packing.is_zip(start) and not is_document(start):
                    inner = self._inner_of(number)
                    seen.append(inner.infolist())
                    self._check(seen)
                    yield from self._inside_of(number, name, inner)
                else:
                    yield _known(name, (number,), start)
            except UnreadableFile as error:
                if isinstance(error, TooManyMembers | TooMuchInside):
                    raise
                yield members.refused(name, error)

    def _inside_of(
        self, number: int, name: str, inner: ZipFile
    ) -> Iterator[tuple[Member, Format | Index] | Skipped]:
        for place, entry in enumerate(inner.infolist()):
            path = f"{name}/{packing.member_name(entry)}"
            if entry.is_dir():
                continue
            if members.is_of_the_system(packing.member_name(entry)):
                yield members.of_the_system(path)
                continue
            try:
                start = packing.head(self._pieces((number, place)), HEAD)
                if packing.is_zip(start) and not is_document(start):
                    raise TooNested(file=path)
                yield _known(path, (number, place), start)
            except UnreadableFile as error:
                yield members.refused(path, error)

    def _pieces(self, place: _Place) -> Iterator[bytes]:
        """The unpacked bytes of what stands there, gzip taken off."""
        if not place:
            self._file.seek(0)
            return packing.gunzip(packing.pieces_of(self._file))
        archive, entry = self._entry(place)
        return packing.gunzip(packing.unzip(archive, entry))

    def _entry(self, place: _Place) -> tuple[ZipFile, ZipInfo]:
        if self._zip is None:
            raise IndexError(place)
        archive = self._zip if len(place) == 1 else self._inner_of(place[0])
        return archive, archive.infolist()[place[-1]]

    def _inner_of(self, number: int) -> ZipFile:
        """The inner archive of that number; one is open at a time."""
        if self._inner is None or self._inner[0] != number:
            self._inner_open.close()
            self._inner = None
            budget = self._budget((number,), self._limits.unpacked)
            pieces = budget.counted(self._pieces((number,)))
            self._inner = (number, self._copied(self._inner_open, pieces))
        return self._inner[1]

    def _outermost(self) -> ZipFile:
        """The file itself as a zip archive, or the one that gzip packed."""
        self._file.seek(0)
        if packing.is_zip(self._file.read(4)):
            return self._open.enter_context(packing.open_zip(self._file, self._name))
        budget = self._budget((), self._limits.unpacked)
        return self._copied(self._open, budget.counted(self._pieces(())))

    def _copied(self, until: ExitStack, pieces: Iterator[bytes]) -> ZipFile:
        """The zip archive in pieces, which have to be seekable."""
        spool = packing.seekable(pieces, until)
        return until.enter_context(packing.open_zip(spool, self._name))

    def _budget(self, place: _Place, most: int) -> Budget:
        if not place:
            return Budget(file=self._name, packed=self._size, most=most)
        _, entry = self._entry(place)
        name = packing.member_name(entry)
        return Budget(file=name, packed=entry.compress_size, most=most)

    def _check(self, archives: list[list[ZipInfo]]) -> None:
        """Count what the archives announce; a member never gives more than it announces."""
        if sum(map(len, archives)) > self._limits.members:
            raise TooManyMembers(file=self._name, limit=self._limits.members)
        if sum(entry.file_size for each in archives for entry in each) > self._limits.unpacked:
            raise TooMuchInside(file=self._name, limit=self._limits.unpacked)


def _known(name: str, place: _Place, start: bytes) -> tuple[Member, Format | Index]:
    known = recognise(start, name)
    return Member(name=name, place=place, format=known.name), known
