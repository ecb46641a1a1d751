"""Blobs: whole or not there, durable before they are named, opened by their sum alone."""

import hashlib
import os
import stat
from pathlib import Path

import pytest

from race.store.blobs import FileBlobs

RUN = "<gpx>chạy</gpx>".encode()
SUM = hashlib.sha256(RUN).hexdigest()


@pytest.fixture
def blobs(tmp_path: Path) -> FileBlobs:
    return FileBlobs(folder=tmp_path / "data" / "blobs")


def test_bytes_come_back_by_their_sha256(blobs: FileBlobs) -> None:
    assert blobs.put(RUN) == SUM
    assert blobs.get(SUM) == RUN
    assert list(blobs.every()) == [SUM]


def test_the_same_bytes_are_kept_once_and_never_written_again(blobs: FileBlobs) -> None:
    blobs.put(RUN)
    (path,) = (p for p in blobs.folder.rglob("*") if p.is_file())
    before = path.stat()
    assert blobs.put(RUN) == SUM
    assert path.stat().st_ino == before.st_ino
    assert path.stat().st_mtime_ns == before.st_mtime_ns


def test_file_and_every_new_folder_reach_the_disk_before_put_returns(
    blobs: FileBlobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[str] = []
    fsync = os.fsync

    def record(handle: int) -> None:
        name = Path(f"/proc/self/fd/{handle}").readlink().name
        synced.append("file" if stat.S_ISREG(os.fstat(handle).st_mode) else name)
        fsync(handle)

    monkeypatch.setattr(os, "fsync", record)
    blobs.put(RUN)
    outer = blobs.folder.parent.parent.name
    # Each new folder is an entry of the one above it, so the one above is synced; the file's own
    # folder last, when the file has its name.
    assert synced == [outer, "data", "blobs", SUM[:2], "file", SUM[2:4]]


def test_a_write_that_breaks_leaves_nothing_behind(
    blobs: FileBlobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError("No space left on device")

    blobs.put(b"first, so that the folders are there")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        blobs.put(RUN)
    monkeypatch.undo()
    with pytest.raises(KeyError):
        blobs.get(SUM)
    assert not list(blobs.folder.rglob("new-*"))


@pytest.mark.parametrize("name", ["../../race.db", "", SUM.upper(), SUM + "/..", "a" * 63])
def test_only_a_sha256_opens_a_file(blobs: FileBlobs, name: str) -> None:
    blobs.put(RUN)
    with pytest.raises(KeyError):
        blobs.get(name)


def test_what_is_dropped_is_gone_and_may_be_dropped_again(blobs: FileBlobs) -> None:
    blobs.put(RUN)
    blobs.delete(SUM)
    blobs.delete(SUM)
    with pytest.raises(KeyError):
        blobs.get(SUM)
