"""A web process that hangs is told from one that works, and is started again."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from pathlib import Path

import pytest

from stack import heartbeat
from stack.heartbeat import Heartbeat, Watchdog
from stack.home import Home
from stack.processes import Processes, Service


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_a_process_that_answers_is_felt(tmp_path: Path, clock: Clock):
    file = tmp_path / "web-1"
    watchdog, felt = Watchdog(file, clock), Heartbeat(str(file), None, clock)
    for _ in range(3):
        clock.now += heartbeat.HANGS - 1
        felt.beat(waiting=False)
        assert not watchdog.has_expired()
    clock.now += heartbeat.HANGS + 1
    assert watchdog.has_expired()


def test_one_that_still_loads_is_waited_for_longer_and_not_for_ever(tmp_path: Path, clock: Clock):
    watchdog = Watchdog(tmp_path / "web-1", clock)
    clock.now += heartbeat.STARTING - 1
    assert not watchdog.has_expired()
    clock.now += 2
    assert watchdog.has_expired()


def test_what_its_last_life_left_is_no_beat(tmp_path: Path, clock: Clock):
    file = tmp_path / "web-1"
    Heartbeat(str(file), None, clock).beat(waiting=False)
    watchdog = Watchdog(file, clock)
    clock.now += heartbeat.HANGS + 1
    assert not watchdog.has_expired()


def test_threads_that_all_hang_are_no_life(tmp_path: Path, clock: Clock):
    file = tmp_path / "web-1"
    felt = Heartbeat(str(file), None, clock)
    clock.now += heartbeat.STALLED + 1
    felt.beat(waiting=True)
    assert not file.exists()
    felt.answered()
    felt.beat(waiting=True)
    assert file.exists()


def test_a_disk_that_is_full_and_a_supervisor_that_is_gone_end_no_server(tmp_path: Path):
    Heartbeat(str(tmp_path / "no-folder/web-1"), str(tmp_path / "no-socket")).beat(waiting=False)


def test_systemd_is_told(tmp_path: Path):
    address = str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(address)
        systemd.settimeout(5)
        Heartbeat(None, address).beat(waiting=False)
        assert systemd.recv(100) == b"WATCHDOG=1"


def test_a_process_that_hangs_is_ended_and_started_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys):
    monkeypatch.setattr(heartbeat, "HANGS", 1.0)
    file = tmp_path / "heartbeat"
    program = f"import pathlib, time\nwhile True: pathlib.Path({str(file)!r}).touch(); time.sleep(0.05)"
    processes = Processes(Home.open(tmp_path / "home"))
    try:
        processes.start(Service("web", [sys.executable, "-S", "-c", program], {}, Path("/"), heartbeat=file))
        first = processes.running[0].process.pid
        looked_after(processes, 1.5)
        assert processes.running[0].process.pid == first
        os.kill(first, signal.SIGSTOP)
        looked_after(processes, 3)
        assert processes.running[0].process.pid != first
        assert processes.running[0].process.poll() is None
    finally:
        processes.stop(quiet=True)
    assert "web has not answered for 1 s and is ended" in capsys.readouterr().out


def looked_after(processes: Processes, seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        processes.revive()
        time.sleep(0.02)
