"""Files as they were sent, and what was read of them: private, addressed by SHA-256, written whole or not at all.

======================================= ======================================================================
in the storage folder                   holds
======================================= ======================================================================
``files/ab/abcd…``                      a file as it was sent
``artefacts/ab/abcd….parquet``          what was read: what a person approves, and what is published
``reports/<revision>/<attempt>/``       the reports of one reading, beside their artefact
``csv/ab/abcd…-7.csv``                  the CSV that is published of an artefact, with its categories as of a change (0: none)
``incoming/``                           what is being written; nothing here is ever read
======================================= ======================================================================

None of it is a CKAN resource: files hold fields that must not be published.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO

from ckanext.spenddata import config
from ckanext.spenddata.sandbox import errors

CHUNK = 1 << 20
PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NAME_LENGTH = 64


class StorageError(Exception):
    """The file could not be stored; nothing of it was kept. The message is for the person who sent it."""


class TooLargeError(Exception):
    """The file is larger than is allowed."""


@dataclass(frozen=True)
class Kept:
    """A file that is now in the store."""

    sha256: str
    size: int


class Storage:
    """The storage folder."""

    def __init__(self, root: Path | None = None) -> None:
        self.root = root or config.storage()

    def file(self, sha256: str) -> Path:
        """Where a file as it was sent lies."""
        return self._addressed("files", sha256)

    def artefact(self, sha256: str) -> Path:
        """Where an artefact lies."""
        return self._addressed("artefacts", sha256, ".parquet")

    def csv(self, artefact_sha256: str, decided: int) -> Path:
        """Where the CSV of an artefact lies, once it was made, with its categories as they are since a change."""
        return self._addressed("csv", artefact_sha256, f"-{decided}.csv")

    def reports(self, revision_id: str, attempt: int) -> Path:
        """The folder of the reports of one reading."""
        return self.root / "reports" / revision_id / str(attempt)

    @staticmethod
    def receive(stream: IO[bytes], target: Path, most_bytes: int) -> Kept:
        """Write what is sent to a file of a ``workplace``, where it can be looked at before it is kept.

        Raises:
            TooLargeError: It is larger than ``most_bytes``.
            StorageError: The disk is full, or can't be written.
        """
        with _stated(), target.open("wb") as partial:
            return _copy(stream, partial, most_bytes)

    def keep(self, received: Path, sha256: str) -> None:
        """Move a received file into the store.

        Raises:
            StorageError: The disk is full, or can't be written.
        """
        with _stated():
            self._move_into_place(received, self.file(sha256))

    def keep_artefact(self, path: Path) -> str:
        """Move an artefact into the store; its SHA-256.

        Raises:
            StorageError: The disk is full, or can't be written.
        """
        with _stated():
            sha256 = sha256_of(path)
            self._move_into_place(path, self.artefact(sha256))
            return sha256

    def keep_reports(self, folder: Path, revision_id: str, attempt: int) -> None:
        """Move a folder of reports into the store, in place of an earlier one of the same reading.

        Raises:
            StorageError: The disk is full, or can't be written.
        """
        with _stated():
            target = self.reports(revision_id, attempt)
            shutil.rmtree(target, ignore_errors=True)
            target.parent.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
            shutil.move(folder, target)

    def make_csv(self, artefact_sha256: str, write: Callable[[Path], None], decided: int = 0) -> Path:
        """The CSV of an artefact since a change of categories, written by ``write`` where there is none yet; earlier ones go.

        Raises:
            StorageError: The disk is full, or can't be written.
        """
        target = self.csv(artefact_sha256, decided)
        if not target.exists():
            with self._writing() as partial:
                write(Path(partial.name))
                self._move_into_place(Path(partial.name), target)
            for other in self._csvs(artefact_sha256):
                if other != target:
                    other.unlink(missing_ok=True)
        return target

    def forget_csv(self, artefact_sha256: str | None) -> None:
        """Remove every CSV of an artefact; they can be made again from it."""
        for path in self._csvs(artefact_sha256) if artefact_sha256 else ():
            path.unlink(missing_ok=True)

    def _csvs(self, artefact_sha256: str) -> list[Path]:
        any_of_them = self._addressed("csv", artefact_sha256, "*.csv")
        return list(any_of_them.parent.glob(any_of_them.name))

    @contextmanager
    def workplace(self) -> Iterator[Path]:
        """A folder for one piece of work, in the same file system as the store; gone afterwards.

        Raises:
            StorageError: The disk is full, or can't be written.
        """
        with _stated():
            folder = Path(tempfile.mkdtemp(prefix="work-", dir=self._incoming()))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def clear_incoming(self, older_than: float) -> int:
        """Remove what killed processes left behind, if last touched before ``older_than`` (seconds since the epoch); how many."""
        removed = 0
        for left in self._incoming().iterdir():
            with suppress(FileNotFoundError):
                if left.stat().st_mtime < older_than:
                    shutil.rmtree(left, ignore_errors=True) if left.is_dir() else left.unlink()
                    removed += 1
        return removed

    def check_writable(self) -> None:
        """Write and remove a small file.

        Raises:
            StorageError: It can't be written.
        """
        with self._writing() as partial:
            partial.write(b"spenddata")

    def _incoming(self) -> Path:
        incoming = self.root / "incoming"
        incoming.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
        return incoming

    def _addressed(self, kind: str, sha256: str, suffix: str = "") -> Path:
        if len(sha256) != _NAME_LENGTH or not set(sha256) <= set("0123456789abcdef"):
            raise ValueError(f"{sha256!r} is not a SHA-256 in hexadecimal.")
        return self.root / kind / sha256[:2] / (sha256 + suffix)

    @contextmanager
    def _writing(self) -> Iterator[BinaryIO]:
        """A file being written; whatever happens, it does not stay in ``incoming``."""
        with _stated():
            # Closed before the folder is looked at again, so that a full disk is noticed here and not later.
            partial = tempfile.NamedTemporaryFile(dir=self._incoming(), delete=False)  # noqa: SIM115
            try:
                with partial:
                    yield partial  # type: ignore[misc]
            finally:
                with suppress(FileNotFoundError):
                    Path(partial.name).unlink()

    @staticmethod
    def _move_into_place(partial: Path, target: Path) -> None:
        """Give a written file its place in one step; one that is there already is the same, and is new again for who cleans up."""
        partial.chmod(PRIVATE_FILE)
        target.parent.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
        with partial.open("rb") as written:
            os.fsync(written.fileno())
        partial.replace(target)


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _copy(source: IO[bytes], target: BinaryIO, most_bytes: int) -> Kept:
    digest, size = hashlib.sha256(), 0
    while chunk := source.read(CHUNK):
        size += len(chunk)
        if size > most_bytes:
            raise TooLargeError
        digest.update(chunk)
        target.write(chunk)
    target.flush()
    return Kept(digest.hexdigest(), size)


@contextmanager
def _stated() -> Iterator[None]:
    """Say in plain words what the disk refused."""
    try:
        yield
    except OSError as error:
        what = (
            "the disk is full"
            if errors.number(error) in _FULL
            else f"the storage folder can't be written ({error.strerror})"
        )
        raise StorageError(
            f"The file could not be stored: {what}. Nothing of it was kept and nothing that was published has changed."
            " Try again later, or tell the people who run this portal."
        ) from error
