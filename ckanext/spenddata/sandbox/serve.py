"""The fork server itself: ``python -m ckanext.spenddata.sandbox.serve MODULE`` answers tasks from its standard input until it closes."""

from __future__ import annotations

import contextlib
import errno
import gc
import importlib
import json
import os
import resource
import select
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ckanext.spenddata.sandbox import Ceiling, End, Outcome, Reach, calls, errors, kernel
from ckanext.spenddata.sandbox.confine import confine

MEMORY_EXIT = 77
OUTPUT_EXIT = 78
FAULT_EXIT = 70
LOOK_SECONDS = 0.5
"""How often the size of what a child writes is looked at."""
MOST_FILES = 10_000
_DETAIL_BYTES = 8_000
_OUT_OF_MEMORY = ("memory allocation", "MemoryError", "out of memory", "Cannot allocate memory", "capacity overflow")
_NEARLY_FULL = 0.9


@dataclass(frozen=True)
class Task:
    """One thing to do, as it came from the client."""

    arguments: dict[str, Any]
    ceiling: Ceiling
    reach: Reach | None

    @classmethod
    def read(cls, line: bytes) -> Task:
        """A task from its line of JSON."""
        said = json.loads(line)
        reach = Reach(**{kind: tuple(paths) for kind, paths in said["reach"].items()}) if said["reach"] else None
        return cls(said["arguments"], Ceiling(**said["ceiling"]), reach)


def serve(module: str) -> None:
    """Answer tasks from standard input until it closes."""
    if kernel.LINUX:
        calls.library()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    worker = importlib.import_module(module)
    worker.warm()
    gc.collect()
    gc.freeze()
    for line in iter(sys.stdin.buffer.readline, b""):
        outcome = _supervise(worker.work, Task.read(line))
        sys.stdout.write(json.dumps(asdict(outcome)) + "\n")
        sys.stdout.flush()


def _supervise(work: Callable[[dict[str, Any]], None], task: Task) -> Outcome:
    """Fork a child, wait for its end or ours, and say how it went."""
    with tempfile.TemporaryFile() as said:
        begun = time.monotonic()
        alive, held = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(alive)
            _child(work, task, said.fileno(), held)
        os.close(held)
        stopped = _wait(alive, begun + task.ceiling.seconds, task)
        os.close(alive)
        _kill_group(child)
        _, status, usage = os.wait4(child, 0)
        seconds = time.monotonic() - begun
        size = said.seek(0, os.SEEK_END)
        said.seek(max(0, size - _DETAIL_BYTES))
        detail = said.read().decode(errors="replace")
    end = stopped or _end(status, detail)
    return Outcome(end, detail, round(seconds, 3), round(usage.ru_utime + usage.ru_stime, 3), usage.ru_maxrss * 1024)


def _wait(alive: int, deadline: float, task: Task) -> End | None:
    """Wait until the child has closed its end of the pipe, which it holds as long as it lives; else why it must be stopped.

    Standard input becomes readable while we wait only when the client has gone: then there is nobody to work for.
    """
    client = [sys.stdin.fileno()]
    while (left := deadline - time.monotonic()) > 0:
        ready, _, _ = select.select([alive, *client], [], [], min(left, LOOK_SECONDS))
        if alive in ready:
            return None
        if ready:
            if _gone():
                return None
            client = []
        if _overflows(task):
            return End.OUTPUT
    return End.TIME


def _overflows(task: Task) -> bool:
    """Whether a child has written more than it may in all; one file too large is the kernel's to refuse."""
    files = size = 0
    for folder in task.reach.write if task.reach else ():
        for place, _, names in os.walk(folder):
            files += len(names)
            with contextlib.suppress(OSError):
                size += sum((Path(place) / name).lstat().st_size for name in names)
    return size > task.ceiling.output_bytes or files > MOST_FILES


def _gone() -> bool:
    """Has the client closed our standard input?"""
    return not sys.stdin.buffer.peek(1)  # type: ignore[attr-defined]


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


def _child(work: Callable[[dict[str, Any]], None], task: Task, said: int, held: int) -> None:
    """Work under limits and leave; never returns."""
    code = FAULT_EXIT
    try:
        os.setsid()
        _die_with_the_server()
        _redirect(said)
        _limit(task.ceiling)
        if task.reach is not None:
            confine(task.reach, held)
        work(task.arguments)
        code = 0
    except BaseException as error:  # noqa: BLE001 - the child must leave by os._exit, whatever happened
        code = _exit_code(error, task.ceiling)
        with contextlib.suppress(Exception):
            traceback.print_exc()
            sys.stderr.flush()
    finally:
        os._exit(code)


def _die_with_the_server() -> None:
    """Ask Linux to end the child when the server is killed; elsewhere its processor limit ends it."""
    if kernel.LINUX:
        kernel.die_with_parent(signal.SIGKILL)


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
    number = errors.number(error)
    if number in {errno.EFBIG, errno.ENOSPC, errno.EDQUOT}:
        return OUTPUT_EXIT
    starved = isinstance(error, MemoryError) or number == errno.ENOMEM
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
