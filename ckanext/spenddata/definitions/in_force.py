"""The administrator's folder as it is in force: the last state of it in which all definitions fitted together.

A folder is copied before it is looked at, and only the copy is ever read: an edit that is half saved, or wrong, changes
nothing, in no process and after no restart, until it is whole. Copies are small and kept, each under the digest of what it
holds, so that a check can be repeated with the definitions of its day.
"""

from __future__ import annotations

import hashlib
import logging
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from ckanext.spenddata.definitions import Definitions, load

log = logging.getLogger(__name__)

LOOK_AGAIN = 5.0
"""Seconds for which a folder is taken to be as it was."""
CURRENT = "current"
"""The file that names the copy in force."""

Faults = Callable[[Definitions], list[str]]
Stamp = tuple[tuple[str, int, int], ...]


@dataclass
class Overlay:
    """One administrator's folder, and where its good states are kept.

    Attributes:
        folder: The folder as the configuration names it.
        keep: Where the copies are kept; made when first needed.
        faults: What is wrong with definitions; nothing where they can be in force.
    """

    folder: Path
    keep: Path
    faults: Faults
    wrong: list[str] = field(default_factory=list, init=False)
    """What is wrong with the folder as it is now."""
    _looked: float | None = field(default=None, init=False)
    _stamp: Stamp | None = field(default=None, init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)

    def current(self) -> Path | None:
        """The copy that is in force; None where no state of the folder was ever good, so that the package's alone are."""
        with self._lock:
            if self._looked is None or time.monotonic() - self._looked > LOOK_AGAIN:
                self._look()
                self._looked = time.monotonic()
            return self._kept()

    def _look(self) -> None:
        """Take the folder as it is now into force, if it has changed and is good."""
        stamp = _stamp(self.folder)
        if stamp == self._stamp:
            return
        self._stamp = stamp
        if not self.folder.is_dir():
            self.wrong = [f"There is no folder {self.folder}."]
        else:
            self.keep.mkdir(parents=True, exist_ok=True)
            self.wrong = self._take_over()
        for problem in self.wrong:
            log.error("The definitions in %s are not in force, the last good ones are: %s", self.folder, problem)

    def _take_over(self) -> list[str]:
        with tempfile.TemporaryDirectory(dir=self.keep, prefix=".incoming-") as incoming:
            copy = Path(incoming) / "overlay"
            shutil.copytree(self.folder, copy, ignore=shutil.ignore_patterns(".*", "*~"))
            kept = self.keep / _digest(copy)
            if kept.is_dir():
                copy = kept
            if wrong := self.faults(Definitions((copy, *load().folders))):
                return wrong
            if copy != kept:
                _move(copy, kept)
        if self._kept() != kept:
            self._put_in_force(kept)
        return []

    def _put_in_force(self, kept: Path) -> None:
        with tempfile.NamedTemporaryFile("w", dir=self.keep, delete=False) as stream:
            stream.write(kept.name)
        Path(stream.name).replace(self.keep / CURRENT)
        log.info("Definitions of %s are in force (%s).", self.folder, kept.name)

    def _kept(self) -> Path | None:
        try:
            kept = self.keep / (self.keep / CURRENT).read_text()
        except FileNotFoundError:
            return None
        return kept if kept.is_dir() else None


def _move(copy: Path, kept: Path) -> None:
    try:
        copy.rename(kept)
    except OSError:
        # Another process was as quick; its copy holds the same.
        if not kept.is_dir():
            raise


def _stamp(folder: Path) -> Stamp:
    """What changes when a file of the folder does."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            seen = path.stat()
            found.append((str(path.relative_to(folder)), seen.st_size, seen.st_mtime_ns))
    return tuple(found)


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(os.fsencode(path.relative_to(folder)) + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]
