"""A fork server: runs one function in a child process that is held to limits, and survives whatever the child does.

The parser of a stranger's file must not share a process with a database connection, a secret or another publisher's file. So a
process that works on files starts one server (``python -m ckanext.spenddata.sandbox.serve MODULE``) without its own environment or open
files; the server imports ``MODULE`` once, calls its ``warm()``, and then forks a child for each task, which costs milliseconds. The child
calls ``MODULE.work(arguments)`` under resource limits and, where the task says which files it needs (``Reach``), with nothing else in
reach: no other file, no network, no other process (``confine.py``). Server and client speak in lines of JSON.

Open this module first (the client's side), then ``serve.py``, then ``confine.py``. Needs POSIX; what more a kernel can do is used where it
is there. Nothing here knows what is worked on.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import subprocess
import sys
import threading
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from ckanext.spenddata.sandbox.confine import Reach

__all__ = ["Ceiling", "End", "Outcome", "Reach", "Server", "server"]

MODULE = "ckanext.spenddata.sandbox.serve"
_PASSED_ON = ("PATH", "LANG", "LC_ALL", "TZ", "TMPDIR")


class End(StrEnum):
    """How a task ended."""

    DONE = "done"
    TIME = "time"
    """It ran out of time and was stopped."""
    MEMORY = "memory"
    """It asked for more memory than it may have."""
    OUTPUT = "output"
    """It wrote more than it may, or the disk is full."""
    FAULT = "fault"
    """It failed or crashed: a fault in our code, or a file made to find one."""
    INTERRUPTED = "interrupted"
    """It was stopped from outside: the machine is shutting down or short of memory. Worth another try."""


@dataclass(frozen=True)
class Ceiling:
    """What a child may use."""

    seconds: float = 300
    memory_bytes: int = 2_000_000_000
    """Address space (RLIMIT_AS), the libraries included."""
    output_bytes: int = 4_000_000_000
    """Largest file it may write, and most that its folders may hold."""
    threads: int = 2


@dataclass(frozen=True)
class Outcome:
    """What the server says about a task."""

    end: End
    detail: str = ""
    """The tail of what the child wrote on its error output: for the log, never for a page."""
    seconds: float = 0.0
    processor_seconds: float = 0.0
    """Of all its threads; unlike ``seconds`` the same on a busy machine."""
    peak_bytes: int = 0


class Server:
    """A client's handle on its fork server; one task at a time."""

    def __init__(self, module: str, threads: int = 2) -> None:
        self._owner = os.getpid()
        self._lock = threading.Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-m", MODULE, module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=_environment(threads),
            start_new_session=True,
        )

    @property
    def usable(self) -> bool:
        """True while the server lives and belongs to this very process (not to the one that forked it)."""
        return self._owner == os.getpid() and self._process.poll() is None

    def run(self, arguments: dict[str, Any], ceiling: Ceiling, reach: Reach | None = None) -> Outcome:
        """Run ``work(arguments)``; never raises for what the child does.

        Args:
            arguments: what ``work`` is given, as JSON takes it.
            ceiling: what the child may use.
            reach: the files that it may see; without it the child is held to its ceiling alone.
        """
        task = {"arguments": arguments, "ceiling": asdict(ceiling), "reach": asdict(reach) if reach else None}
        line = json.dumps(task).encode() + b"\n"
        with self._lock:
            try:
                _stream(self._process.stdin).write(line)
                _stream(self._process.stdin).flush()
                answer = _stream(self._process.stdout).readline()
            except (OSError, ValueError) as error:  # ValueError: closed on our side
                self._bury()
                return Outcome(End.INTERRUPTED, f"The fork server has gone: {error}")
            if not answer:
                self._bury()
                return Outcome(End.INTERRUPTED, "The fork server ended without an answer.")
        said = json.loads(answer)
        return Outcome(**{**said, "end": End(said["end"])})

    def _bury(self) -> None:
        """Wait for the end of a server that is ending: its pipes close a moment before, and until then it would seem to live."""
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        """Stop the server and what it runs; closing its input is all it takes."""
        if self._owner == os.getpid():
            with contextlib.suppress(OSError):
                _stream(self._process.stdin).close()
            _stream(self._process.stdout).close()
            self._process.wait(timeout=10)


_servers: dict[str, Server] = {}
_servers_lock = threading.Lock()


def server(module: str, threads: int = 2) -> Server:
    """This process's server for ``module``, started when first asked for, and again when it has gone."""
    with _servers_lock:
        found = _servers.get(module)
        if found is None or not found.usable:
            found = _servers[module] = Server(module, threads)
            atexit.register(found.close)
        return found


def _environment(threads: int) -> dict[str, str]:
    """What the server may know of our environment: no configuration, no secrets; and what keeps its memory measurable."""
    return {
        **{name: os.environ[name] for name in _PASSED_ON if name in os.environ},
        # Not all of our sys.path: what was added to it while we ran (by CKAN's migrations, for one) may hide standard modules.
        "PYTHONPATH": str(Path(__file__).resolve().parents[3]),
        "PYTHONHASHSEED": "0",
        "PYTHONUNBUFFERED": "1",
        "POLARS_MAX_THREADS": str(threads),
        "MALLOC_ARENA_MAX": "2",
        "_RJEM_MALLOC_CONF": "background_thread:false",
    }


def _stream(stream: Any) -> Any:
    if stream is None:
        raise RuntimeError("The fork server was started without pipes.")
    return stream
