"""A fork server: runs one function in a child process that is held to limits, and survives whatever the child does.

The parser of a stranger's file must not share a process with a database connection, a secret or another publisher's file. So a
process that works on files starts one server (``python -m ckanext.spenddata.sandbox MODULE``) without its own environment or open files;
the server imports ``MODULE`` once, calls its ``warm()``, and then forks a child for each task, which costs milliseconds. The child calls
``MODULE.work(arguments)`` under resource limits. Server and client speak in lines of JSON.

Needs POSIX. Nothing here knows what is worked on.
"""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import errno
import gc
import importlib
import json
import os
import resource
import select
import signal
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

MEMORY_EXIT = 77
OUTPUT_EXIT = 78
FAULT_EXIT = 70
MODULE = "ckanext.spenddata.sandbox"
_DETAIL_BYTES = 8_000
_PASSED_ON = ("PATH", "LANG", "LC_ALL", "TZ", "TMPDIR")
_OUT_OF_MEMORY = ("memory allocation", "MemoryError", "out of memory", "Cannot allocate memory", "capacity overflow")
_NEARLY_FULL = 0.9
_PR_SET_PDEATHSIG = 1


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
    """Largest file it may write."""
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

    def run(self, arguments: dict[str, Any], ceiling: Ceiling) -> Outcome:
        """Run ``work(arguments)``; never raises for what the child does."""
        line = json.dumps({"arguments": arguments, "ceiling": asdict(ceiling)}).encode() + b"\n"
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
        "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
        "PYTHONHASHSEED": "0",
        "PYTHONUNBUFFERED": "1",
        "POLARS_MAX_THREADS": str(threads),
        "MALLOC_ARENA_MAX": "2",
        "_RJEM_MALLOC_CONF": "background_thread:false",
    }


def _stream(stream: Any) -> Any:
    if stream is None:
        message = "The fork server was started without pipes."
        raise RuntimeError(message)
    return stream


# The server's side


def serve(module: str) -> None:
    """Answer tasks from standard input until it closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    worker = importlib.import_module(module)
    worker.warm()
    gc.collect()
    gc.freeze()
    for line in iter(sys.stdin.buffer.readline, b""):
        task = json.loads(line)
        outcome = _supervise(worker.work, task["arguments"], Ceiling(**task["ceiling"]))
        sys.stdout.write(json.dumps(asdict(outcome)) + "\n")
        sys.stdout.flush()


def _supervise(work: Callable[[dict[str, Any]], None], arguments: dict[str, Any], ceiling: Ceiling) -> Outcome:
    """Fork a child, wait for its end or ours, and say how it went."""
    with tempfile.TemporaryFile() as said:
        begun = time.monotonic()
        alive, held = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(alive)
            _child(work, arguments, ceiling, said.fileno())
        os.close(held)
        in_time = _wait(alive, begun + ceiling.seconds)
        os.close(alive)
        _kill_group(child)
        _, status, usage = os.wait4(child, 0)
        seconds = time.monotonic() - begun
        size = said.seek(0, os.SEEK_END)
        said.seek(max(0, size - _DETAIL_BYTES))
        detail = said.read().decode(errors="replace")
    end = _end(status, detail) if in_time else End.TIME
    return Outcome(end, detail, round(seconds, 3), round(usage.ru_utime + usage.ru_stime, 3), usage.ru_maxrss * 1024)


def _wait(alive: int, deadline: float) -> bool:
    """Wait until the child has closed its end of the pipe, which it holds as long as it lives; False where time ran out.

    Standard input becomes readable while we wait only when the client has gone: then there is nobody to work for.
    """
    while (left := deadline - time.monotonic()) > 0:
        ready, _, _ = select.select([alive, sys.stdin.fileno()], [], [], left)
        if alive in ready:
            return True
        if ready:
            return True if _gone() else _wait_alone(alive, deadline)
    return False


def _gone() -> bool:
    """Has the client closed our standard input?"""
    return not sys.stdin.buffer.peek(1)  # type: ignore[attr-defined]


def _wait_alone(alive: int, deadline: float) -> bool:
    return bool(select.select([alive], [], [], max(0.0, deadline - time.monotonic()))[0])


def _kill_group(child: int) -> None:
    """Kill the child and whatever it started. An ended child keeps its number until it is waited for."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child, signal.SIGKILL)
    with contextlib.suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)


def _end(status: int, detail: str) -> End:
    """How the child ended, from its wait status and what it said."""
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        if number == signal.SIGXCPU:
            return End.TIME
        if number in {signal.SIGKILL, signal.SIGTERM, signal.SIGHUP}:
            return End.INTERRUPTED
        return End.MEMORY if any(words in detail for words in _OUT_OF_MEMORY) else End.FAULT
    by_code = {0: End.DONE, MEMORY_EXIT: End.MEMORY, OUTPUT_EXIT: End.OUTPUT}
    return by_code.get(os.WEXITSTATUS(status), End.FAULT)


# The child's side


def _child(work: Callable[[dict[str, Any]], None], arguments: dict[str, Any], ceiling: Ceiling, said: int) -> None:
    """Work under limits and leave; never returns."""
    code = FAULT_EXIT
    try:
        os.setsid()
        _die_with_the_server()
        _redirect(said)
        _limit(ceiling)
        work(arguments)
        code = 0
    except BaseException as error:  # noqa: BLE001 - the child must leave by os._exit, whatever happened
        code = _exit_code(error, ceiling)
        with contextlib.suppress(Exception):
            traceback.print_exc()
            sys.stderr.flush()
    finally:
        os._exit(code)


def _die_with_the_server() -> None:
    """Ask Linux to end the child when the server is killed; elsewhere its processor limit ends it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _redirect(said: int) -> None:
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(said, 1)
    os.dup2(said, 2)
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _limit(ceiling: Ceiling) -> None:
    """Set the resource limits; one that the machine already holds lower stays."""
    processor = int(ceiling.seconds * ceiling.threads) + 1
    for kind, value in (
        (resource.RLIMIT_AS, ceiling.memory_bytes),
        (resource.RLIMIT_CPU, processor),
        (resource.RLIMIT_FSIZE, ceiling.output_bytes),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        allowed = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (allowed, allowed))


def _exit_code(error: BaseException, ceiling: Ceiling) -> int:
    if isinstance(error, OSError) and error.errno in {errno.EFBIG, errno.ENOSPC, errno.EDQUOT}:
        return OUTPUT_EXIT
    starved = isinstance(error, MemoryError) or (isinstance(error, OSError) and error.errno == errno.ENOMEM)
    # Libraries that can't start a thread or map a file for want of room say so in words of their own.
    if starved or _address_space_peak() > _NEARLY_FULL * ceiling.memory_bytes:
        return MEMORY_EXIT
    return MEMORY_EXIT if any(words in str(error) for words in _OUT_OF_MEMORY) else FAULT_EXIT


def _address_space_peak() -> int:
    """The most address space this process ever had, in bytes; 0 where the system does not tell."""
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        return 0
    peak = next((line for line in status.splitlines() if line.startswith("VmPeak:")), "VmPeak: 0 kB")
    return int(peak.split()[1]) * 1024


if __name__ == "__main__":
    serve(sys.argv[1])
