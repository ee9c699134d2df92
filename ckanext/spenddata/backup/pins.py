"""A folder's files as they were at a moment, while the portal goes on: second names of the same bytes.

What the portal writes, it writes under another name and then moves into place; so a second name keeps the old bytes, whatever is written,
or erased, afterwards. Where a file system has no second names, the file itself is read.
"""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PREFIX = "backup-"
UNFINISHED = "~"
"""How CKAN ends the name of what it is writing."""


class Pins:
    """The files of one folder."""

    def __init__(self, root: Path, leave_out: set[Path], folder: Path) -> None:
        self._root = root
        self._leave_out = leave_out
        self._folder = folder
        self._numbers = itertools.count()
        self._seen: dict[str, tuple[int, int, int]] = {}
        self.files: dict[str, Path] = {}
        """Name below the folder → where its bytes are."""
        self.links: list[Path] = []
        """Links that lead elsewhere: what is behind them is not taken."""

    def look(self) -> None:
        """Pin what is new or changed since the last look; what is gone since then is kept."""
        self.links = []
        for path, info in self._walk(self._root):
            name = path.relative_to(self._root).as_posix()
            stamp = (info.st_ino, info.st_size, info.st_mtime_ns)
            if self._seen.get(name) != stamp:
                with suppress(FileNotFoundError):
                    self.files[name] = self._pin(path)
                    self._seen[name] = stamp

    def _pin(self, path: Path) -> Path:
        pin = self._folder / str(next(self._numbers))
        try:
            os.link(path, pin)
        except FileNotFoundError:
            raise
        except OSError:
            return path
        return pin

    def _walk(self, folder: Path) -> Iterator[tuple[Path, os.stat_result]]:
        """Every file, in order, with what says whether it has changed."""
        with suppress(FileNotFoundError), os.scandir(folder) as found:
            entries = sorted(found, key=lambda each: each.name)
            for entry in entries:
                path = Path(entry.path)
                if path in self._leave_out or entry.name.endswith(UNFINISHED):
                    continue
                if entry.is_symlink():
                    self.links.append(path)
                elif entry.is_dir():
                    yield from self._walk(path)
                elif entry.is_file():
                    with suppress(FileNotFoundError):
                        yield path, entry.stat(follow_symlinks=False)


@contextmanager
def pinned(root: Path, leave_out: set[Path], beside: Path) -> Iterator[Pins]:
    """The pins of a folder; they are gone at the end.

    Args:
        root: The folder.
        leave_out: Folders and files in it that are not taken.
        beside: Where the second names are made, if that is in the same file system; else in the folder itself.
    """
    same = root.exists() and beside.stat().st_dev == root.stat().st_dev
    place = beside if same or not root.exists() else root
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=place))
    try:
        yield Pins(root, {*leave_out, folder}, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
