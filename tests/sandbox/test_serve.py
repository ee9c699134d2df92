"""How a task ended is told from the child's own end: who was at fault decides whether it is tried again."""

from __future__ import annotations

import errno
import json
import os
import signal
from pathlib import Path

import polars as pl
import pytest

from ckanext.spenddata.sandbox import Ceiling, End, Reach, serve
from ckanext.spenddata.sandbox.serve import Task

SMALL = Ceiling(seconds=1, memory_bytes=10**15, output_bytes=100)
"""So much memory that nothing comes near its limit."""


def killed(number: int) -> int:
    """The wait status of a process that a signal has ended."""
    return number


def left(code: int) -> int:
    """The wait status of a process that has left by itself."""
    return code << 8


@pytest.mark.parametrize(
    ("status", "detail", "end"),
    [
        (left(0), "", End.DONE),
        (left(serve.MEMORY_EXIT), "", End.MEMORY),
        (left(serve.OUTPUT_EXIT), "", End.OUTPUT),
        (left(serve.FAULT_EXIT), "", End.FAULT),
        (left(1), "MemoryError", End.FAULT),
        (killed(signal.SIGXCPU), "", End.TIME),
        (killed(signal.SIGKILL), "MemoryError", End.INTERRUPTED),
        (killed(signal.SIGTERM), "", End.INTERRUPTED),
        (killed(signal.SIGHUP), "", End.INTERRUPTED),
        (killed(signal.SIGSEGV), "", End.FAULT),
        (killed(signal.SIGABRT), "memory allocation of 80 bytes failed", End.MEMORY),
        (killed(signal.SIGABRT), "capacity overflow", End.MEMORY),
    ],
)
def test_the_end_is_told_by_how_the_child_ended(status, detail, end):
    assert serve._end(status, detail) is end


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OSError(errno.EFBIG, "too large"), serve.OUTPUT_EXIT),
        (OSError(errno.ENOSPC, "disk full"), serve.OUTPUT_EXIT),
        (OSError(errno.EDQUOT, "quota"), serve.OUTPUT_EXIT),
        (pl.exceptions.ComputeError("parquet: No space left on device (os error 28)"), serve.OUTPUT_EXIT),
        (OSError(errno.ENOMEM, "no room"), serve.MEMORY_EXIT),
        (OSError(errno.ENOENT, "no such file"), serve.FAULT_EXIT),
        (MemoryError(), serve.MEMORY_EXIT),
        (RuntimeError("thread: Cannot allocate memory"), serve.MEMORY_EXIT),
        (ValueError("ours"), serve.FAULT_EXIT),
        (KeyboardInterrupt(), serve.FAULT_EXIT),
    ],
)
def test_an_error_is_the_disk_s_the_memory_s_or_ours(error, code):
    assert serve._exit_code(error, SMALL) == code


@pytest.mark.parametrize(("peak", "code"), [(91, serve.MEMORY_EXIT), (90, serve.FAULT_EXIT), (0, serve.FAULT_EXIT)])
def test_whatever_is_said_close_to_the_limit_is_want_of_memory(peak, code, monkeypatch):
    """Libraries that can't start a thread say so in words of their own."""
    monkeypatch.setattr(serve, "_address_space_peak", lambda: peak)
    assert serve._exit_code(RuntimeError("pool"), Ceiling(memory_bytes=100)) == code


def test_the_most_address_space_of_a_process_is_read_from_the_system(monkeypatch):
    if Path("/proc/self/status").exists():
        assert serve._address_space_peak() > 10_000_000
    monkeypatch.setattr(Path, "read_text", lambda _: "Name:\tx\nVmPeak:\t   12 kB\nVmSize:\t 9 kB\n")
    assert serve._address_space_peak() == 12 * 1024
    monkeypatch.setattr(Path, "read_text", lambda _: "Name:\tx\n")
    assert serve._address_space_peak() == 0


def test_a_task_is_read_as_it_was_asked():
    asked = {"arguments": {"file": "a"}, "ceiling": {"seconds": 3}, "reach": {"read": ["/a", "/b"], "write": ["/c"]}}
    task = Task.read(json.dumps(asked).encode())
    assert task == Task({"file": "a"}, Ceiling(seconds=3), Reach(("/a", "/b"), ("/c",)))
    assert Task.read(json.dumps({**asked, "reach": None}).encode()).reach is None


@pytest.mark.parametrize(("sizes", "too_much"), [((60, 40), False), ((60, 41), True), ((), False)])
def test_what_its_folders_hold_in_all_is_counted(sizes, too_much, tmp_path):
    deep = tmp_path / "one" / "two"
    deep.mkdir(parents=True)
    for number, size in enumerate(sizes):
        ((tmp_path, deep)[number] / "file").write_bytes(bytes(size))
    assert serve._overflows(Task({}, SMALL, Reach(write=(str(tmp_path),)))) is too_much
    assert not serve._overflows(Task({}, SMALL, None))


def test_so_are_its_files(tmp_path, monkeypatch):
    monkeypatch.setattr(serve, "MOST_FILES", 3)
    for number in range(3):
        (tmp_path / str(number)).touch()
    task = Task({}, SMALL, Reach(write=(str(tmp_path),)))
    assert not serve._overflows(task)
    (tmp_path / "more").touch()
    assert serve._overflows(task)


def test_a_child_and_all_that_it_started_are_killed_and_one_that_is_gone_is_no_fault():
    child = os.fork()
    if not child:
        os.setsid()
        if not os.fork():
            signal.pause()
        signal.pause()
    while os.getpgid(child) != child:
        pass
    serve._kill_group(child)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    serve._kill_group(child)


def test_limits_are_those_of_the_ceiling_and_never_more_than_the_machine_s(monkeypatch):
    set_to: dict[int, tuple[int, int]] = {}
    kinds = serve.resource
    hard = {kinds.RLIMIT_AS: kinds.RLIM_INFINITY, kinds.RLIMIT_FSIZE: 70, kinds.RLIMIT_CPU: 1_000, kinds.RLIMIT_CORE: 0}
    monkeypatch.setattr(kinds, "getrlimit", lambda kind: (5, hard[kind]))
    monkeypatch.setattr(kinds, "setrlimit", lambda kind, value: set_to.update({kind: value}))
    serve._limit(Ceiling(seconds=2.5, memory_bytes=900, output_bytes=100, threads=2))
    assert set_to == {
        kinds.RLIMIT_AS: (900, 900),
        kinds.RLIMIT_CPU: (6, 6),
        kinds.RLIMIT_FSIZE: (70, 70),
        kinds.RLIMIT_CORE: (0, 0),
    }
