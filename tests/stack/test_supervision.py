"""A service that dies is started again alone; the others go on. Here with small services; `test_launcher.py` kills the real ones."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from stack.home import Home
from stack.patience import MANY
from stack.processes import Processes, Service
from stack.progress import StackError

SLEEPS = "import time; time.sleep(60)"
WITH_CHILD = "import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']); time.sleep(60)"


@pytest.fixture
def processes(tmp_path: Path) -> Iterator[Processes]:
    started = Processes(Home.open(tmp_path / "home"))
    yield started
    started.stop(quiet=True)


def service(name: str, program: str = SLEEPS, prepare: Callable[[], None] | None = None) -> Service:
    return Service(name, [sys.executable, "-S", "-c", program], {}, Path("/"), prepare=prepare)


def pids(processes: Processes) -> list[int]:
    return [running.process.pid for running in processes.running]


def revive_until(processes: Processes, done: Callable[[], bool]) -> None:
    begun = time.monotonic()
    while not done():
        assert time.monotonic() - begun < 20
        processes.revive()
        time.sleep(0.02)


def test_what_dies_is_started_again_alone(processes, capsys):
    for name in ("database", "web", "worker"):
        processes.start(service(name))
    before = pids(processes)
    os.kill(before[1], signal.SIGKILL)
    revive_until(processes, lambda: pids(processes)[1] != before[1])
    after = pids(processes)
    assert (after[0], after[2]) == (before[0], before[2])
    assert psutil.pid_exists(after[1])
    said = capsys.readouterr().out
    assert "web was ended by signal 9" in said
    assert "web is started again" in said


def test_what_can_wait_gives_way_and_so_does_what_it_starts(processes):
    processes.start(replace(service("worker", WITH_CHILD), gives_way=7))
    processes.start(service("web"))
    worker, web = map(psutil.Process, pids(processes))
    revive_until(processes, lambda: bool(worker.children()))
    here = psutil.Process().nice()
    waits = max(7, here)
    assert (worker.nice(), worker.children()[0].nice(), web.nice()) == (waits, waits, here)


def test_it_is_recorded_anew_so_that_the_next_launcher_finds_it(processes):
    processes.start(service("web"))
    os.kill(pids(processes)[0], signal.SIGKILL)
    revive_until(processes, lambda: str(pids(processes)[0]) in (processes.home.path / "run/web.json").read_text())


def test_what_it_left_is_ended_first(processes):
    processes.start(service("web", WITH_CHILD))
    leader = psutil.Process(pids(processes)[0])
    revive_until(processes, lambda: bool(leader.children()))
    child = leader.children()[0]
    leader.kill()
    revive_until(processes, lambda: pids(processes)[0] != leader.pid)
    assert not child.is_running()


def test_it_is_prepared_before_each_start(processes):
    done: list[str] = []
    processes.start(service("database", prepare=lambda: done.append("prepared")))
    assert not done, "the first start is the launcher's own"
    os.kill(pids(processes)[0], signal.SIGKILL)
    revive_until(processes, lambda: done == ["prepared"])


def test_what_can_not_be_started_is_tried_again(processes, capsys):
    tries: list[int] = []

    def refuse_once() -> None:
        tries.append(1)
        if len(tries) == 1:
            raise StackError("the disk is full")

    processes.start(service("database", prepare=refuse_once))
    before = pids(processes)[0]
    os.kill(before, signal.SIGKILL)
    revive_until(processes, lambda: pids(processes)[0] != before)
    assert len(tries) == 2
    assert "can't be started (the disk is full)" in capsys.readouterr().out


def test_what_died_for_want_of_another_does_not_sit_out_its_wait(processes):
    for name in ("web", "valkey", "worker"):
        processes.start(service(name))
    web, valkey, worker = processes.running
    before = pids(processes)
    for each in processes.running:
        each.process.kill()
        each.process.wait()
    processes.revive()
    web.due = worker.due = time.monotonic() + 3600
    valkey.due = time.monotonic()
    revive_until(processes, lambda: worker.process.pid != before[2])
    assert valkey.process.pid != before[1]
    assert web.due is not None, "it was there before, and needs neither"


def test_a_crash_loop_is_told_and_never_given_up(processes, capsys, monkeypatch):
    monkeypatch.setattr("stack.patience.SHORTEST", 0.001)
    monkeypatch.setattr("stack.patience.LONGEST", 0.05)
    processes.start(service("web", "raise SystemExit(3)"))
    revive_until(processes, lambda: processes.running[0].patience.deaths > MANY + 2)
    assert "web ended with status 3" in (said := capsys.readouterr().out)
    assert f"It has died {MANY + 1} times lately" in said


def test_one_that_waits_for_its_next_start_is_stopped_with_the_others(processes):
    processes.start(service("web", "raise SystemExit(3)"))
    revive_until(processes, lambda: processes.running[0].due is not None)
    processes.stop(quiet=True)
    assert not list((processes.home.path / "run").glob("*.json"))
