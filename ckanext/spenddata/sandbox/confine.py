"""What a child gives up before it opens a stranger's file, the strongest and most widely held first.

Each is tried by itself: a kernel, a container or another system may not have it, and the rest still holds. ``doctor`` tries in a child of
its own what is really refused (``probe.py``); nothing here is believed because it was asked for.
"""

from __future__ import annotations

import os
import resource
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ckanext.spenddata.sandbox import calls, kernel, landlock

MOST_OPEN_FILES = 256
_SYSTEM = (
    "/usr/lib",
    "/usr/lib64",
    "/usr/local/lib",
    "/lib",
    "/lib64",
    "/usr/share/zoneinfo",
    "/etc/localtime",
    "/etc/ld.so.cache",
)
_DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom", "/dev/random")


@dataclass(frozen=True)
class Reach:
    """The files of one task, by absolute path; a folder means all beneath it."""

    read: tuple[str, ...] = ()
    write: tuple[str, ...] = ()

    def absolute(self) -> Reach:
        """The same files, wherever the server works."""
        return Reach(*(tuple(str(Path(path).absolute()) for path in paths) for paths in (self.read, self.write)))


def confine(reach: Reach, keep: int) -> None:
    """Give up everything but the files within reach; never fails for what this system can't do.

    Args:
        reach: what the task reads and writes.
        keep: the one file descriptor, beside the three standard ones, that stays open.
    """
    close_all_but(keep)
    if reach.write:
        tempfile.tempdir = os.environ["TMPDIR"] = reach.write[0]
    for limit, most in ((resource.RLIMIT_NOFILE, MOST_OPEN_FILES), (resource.RLIMIT_MEMLOCK, 0)):
        with suppress(ValueError, OSError):
            resource.setrlimit(limit, (most, most))
    if not kernel.LINUX:
        return
    allowed = list(within(reach))
    steps: tuple[Callable[[], None], ...] = (
        kernel.gain_nothing,
        kernel.leave_the_network,
        kernel.drop_capabilities,
        lambda: landlock.restrict(allowed),
        calls.refuse,
    )
    for step in steps:
        with suppress(OSError):
            step()


def close_all_but(keep: int) -> None:
    """Close every file but the standard ones and this."""
    most = os.sysconf("SC_OPEN_MAX")
    os.closerange(3, keep)
    os.closerange(max(keep + 1, 3), most)


def within(reach: Reach) -> Iterator[tuple[str, int]]:
    """Paths that a task may reach: the interpreter's libraries, our own code, and its files."""
    for path in {*_SYSTEM, *interpreter(), str(Path(__file__).resolve().parents[1])}:
        yield path, landlock.READ_AND_MAP
    for path in _DEVICES:
        yield path, landlock.READ | landlock.WRITE
    # What a process may know of itself: the most memory it ever had.
    yield f"/proc/{os.getpid()}", landlock.READ
    for path in reach.read:
        yield path, landlock.READ
    for path in reach.write:
        yield path, landlock.WRITE


def interpreter() -> set[str]:
    """Where Python and its packages lie; never a whole prefix, beneath which a portal's settings may lie too."""
    known = sysconfig.get_paths()
    found = {known[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    inside = {path for path in sys.path if path.endswith(("site-packages", "dist-packages", "lib-dynload"))}
    return found | inside | {str(Path(sys.base_prefix) / "lib")}
