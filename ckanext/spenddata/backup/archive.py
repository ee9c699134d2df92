"""One tar file, written under another name until it is whole, and read with mistrust.

What is added is hashed as it is written, and needs no second copy on the disk: a member's header is written again when its size is known.
The manifest comes last, so that a file without one is not whole.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from ckanext.spenddata.backup import manifest
from ckanext.spenddata.backup.faults import BackupError, BrokenBackupError
from ckanext.spenddata.backup.manifest import Manifest, Member

CHUNK = 1 << 20
PARTIAL = ".spenddata-partial"
PRIVATE = 0o600
FORMAT = tarfile.GNU_FORMAT
_BLOCK = tarfile.BLOCKSIZE
_END = 2 * _BLOCK


class Writer:
    """A backup that is being written."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.members: dict[str, Member] = {}

    def add(self, name: str, write: Callable[[Callable[[bytes], object]], object]) -> Member:
        """Add a file: ``write`` is called with what takes its bytes."""
        header = self._file.tell()
        self._file.write(_header(name, 0))
        digest, begun = hashlib.sha256(), self._file.tell()

        def take(chunk: bytes) -> None:
            digest.update(chunk)
            self._file.write(chunk)

        write(take)
        end = self._file.tell()
        member = Member(end - begun, digest.hexdigest())
        self._file.write(b"\0" * (-member.size % _BLOCK))
        end = self._file.tell()
        self._file.seek(header)
        self._file.write(_header(name, member.size))
        self._file.seek(end)
        self.members[name] = member
        return member

    def finish(self, content: bytes) -> None:
        """Add the manifest, and end."""
        self.add(manifest.NAME, lambda take: take(content))
        self._file.write(b"\0" * _END)
        self._file.flush()
        os.fsync(self._file.fileno())


@contextmanager
def writing(target: Path) -> Iterator[Writer]:
    """A backup under another name; it gets its own when all is written, and is gone where that fails.

    Raises:
        BackupError: The name is taken.
        OSError: It can't be written.
    """
    if target.exists():
        raise BackupError(f"{target} is there already. Nothing was changed. Choose another name.")
    partial = target.with_name(f".{target.name}.{os.getpid()}{PARTIAL}")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE)
    try:
        with os.fdopen(descriptor, "wb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield Writer(file)
        _name(partial, target)
    finally:
        partial.unlink(missing_ok=True)
    with _opened(target.parent) as folder:
        os.fsync(folder)


def clear_partial(folder: Path) -> int:
    """Remove what killed backups left in a folder; how many."""
    removed = 0
    for left in folder.glob(f".*{PARTIAL}"):
        with suppress(FileNotFoundError, BlockingIOError), left.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            left.unlink()
            removed += 1
    return removed


def manifest_of(path: Path) -> tuple[Manifest, str]:
    """The manifest of a backup, and its seal.

    Raises:
        BrokenBackupError: There is none: the file was cut short, or is no backup.
    """
    last = None
    for info, stream in _read(path):
        last = info.name
        if info.name == manifest.NAME:
            chunks: list[bytes] = []
            copy(stream, chunks.append)
            content = b"".join(chunks)
            return manifest.read(content), manifest.seal(content)
    found = "it is empty" if last is None else f"it ends with {last}"
    raise BrokenBackupError(
        f"{path} has no manifest ({found}): it is not a whole backup. Nothing was changed. Take another."
    )


def members(path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """Every member but the manifest, with its content.

    Raises:
        BrokenBackupError: The file is cut short, or has something in it that no backup has.
    """
    for info, stream in _read(path):
        if info.name != manifest.NAME:
            yield info.name, stream


def copy(stream: IO[bytes], take: Callable[[bytes], object]) -> Member:
    """Hand a stream on; what it was.

    Raises:
        BrokenBackupError: It is of a backup that is cut short.
    """
    digest, size = hashlib.sha256(), 0
    while chunk := _some(stream):
        digest.update(chunk)
        size += len(chunk)
        take(chunk)
    return Member(size, digest.hexdigest())


def _some(stream: IO[bytes]) -> bytes:
    try:
        return stream.read(CHUNK)
    except tarfile.TarError as error:
        raise BrokenBackupError(f"The backup is cut short ({error}). Nothing was changed. Take another.") from error


def _header(name: str, size: int) -> bytes:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, PRIVATE
    return info.tobuf(FORMAT, "utf-8", "surrogateescape")


def _name(partial: Path, target: Path) -> None:
    """Give a whole file its name, unless somebody took it meanwhile."""
    try:
        os.link(partial, target)
    except FileExistsError:
        raise BackupError(f"{target} was made by somebody else meanwhile; it is kept. Choose another name.") from None
    except OSError:
        # No second names on this file system.
        partial.rename(target)


def _read(path: Path) -> Iterator[tuple[tarfile.TarInfo, IO[bytes]]]:
    """Every member, in order; nothing but files with names that lead nowhere else."""
    seen: set[str] = set()
    try:
        with tarfile.open(path, "r:", encoding="utf-8", errors="surrogateescape") as tar:
            for info in tar:
                parts = info.name.split("/")
                stream = tar.extractfile(info) if info.isreg() else None
                if stream is None or info.name in seen or not all(parts) or {".", ".."} & set(parts):
                    raise BrokenBackupError(f"{path} holds {info.name!r}, which no backup has. Nothing was changed.")
                seen.add(info.name)
                yield info, stream
            if path.stat().st_size != tar.offset + _END:
                raise BrokenBackupError(f"{path} is cut short, or something follows its end. Nothing was changed.")
    except (tarfile.TarError, EOFError) as error:
        message = f"{path} is not a backup, or is cut short ({error}). Nothing was changed. Take another backup."
        raise BrokenBackupError(message) from error


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
