"""Start, watch and stop the processes of a stack, start again what dies, and clean up after a launcher that was killed.

Each process is a session of its own, so that a terminal's Ctrl-C reaches the launcher alone, which then stops them in
order. Where the kernel can (Linux), a process is told when the launcher dies; and each is recorded in `HOME/run`, so
that the next start ends what is left of the last one.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from stack.heartbeat import Watchdog
from stack.home import Account, Home
from stack.patience import Patience
from stack.progress import StackError, say

PR_SET_PDEATHSIG = 1
LINES_SHOWN = 12
LARGEST_LOG = 20_000_000


@dataclass(frozen=True)
class Service:
    """How one service is run: its command, its surroundings, and how it likes to be stopped."""

    name: str
    command: Sequence[str | Path]
    environment: Mapping[str, str]
    folder: Path
    user: Account | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    patience: float = 15.0
    """Seconds that it is given to stop."""
    prepare: Callable[[], None] | None = None
    """What must be done before it is started again, such as clearing away what its last life left."""
    gives_way: int = 0
    """Its niceness: where processors are short, what has more of it waits for what has less."""
    heartbeat: Path | None = None
    """The file that it touches while it works; none where it is only seen to die."""


@dataclass
class Running:
    """A service that was started, and may have died since."""

    service: Service
    process: subprocess.Popen[Any]
    log: Path
    patience: Patience = field(default_factory=Patience)
    due: float | None = None
    """When it is started again, by `time.monotonic`; none while it runs."""
    watchdog: Watchdog | None = None
    """What watches its heartbeat."""


class Processes:
    """The services that this launcher runs, in the order in which they were started."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.running: list[Running] = []

    def start(self, service: Service) -> None:
        """Start a service and record it. Call from the main thread: the kernel's death signal follows the thread."""
        self.running.append(self._launch(service))

    def _launch(self, service: Service) -> Running:
        log = self.home.log(service.name)
        watchdog = Watchdog(service.heartbeat) if service.heartbeat else None
        turn_over(log)
        with log.open("ab") as output:
            process = subprocess.Popen(
                [str(part) for part in service.command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env=dict(service.environment),
                cwd=service.folder,
                start_new_session=True,
                umask=0o077,
                preexec_fn=die_with_parent(service.stop_signal),  # noqa: PLW1509  no threads run while services start
                **as_user(service.user),
            )
        if service.gives_way:
            # Nothing of it has begun that would not inherit this.
            with suppress(ProcessLookupError):
                os.setpriority(os.PRIO_PROCESS, process.pid, max(service.gives_way, os.getpriority(os.PRIO_PROCESS, 0)))
        record = {"pid": process.pid, "created": created(process.pid), "signal": int(service.stop_signal)}
        (self.home.path / f"run/{service.name}.json").write_text(json.dumps(record))
        return Running(service, process, log, watchdog=watchdog)

    def check(self) -> None:
        """Raise where a service has ended by itself: while a stack is being started, that is for a person."""
        for running in self.running:
            status = running.process.poll()
            if status is not None:
                raise StackError(self._describe_end(running, status))

    def revive(self) -> None:
        """Start again, alone, each service that has ended by itself or hangs, once its time has come. Call it again and again."""
        for running in self.running:
            if running.due is None:
                end_if_hanging(running)
                status = running.process.poll()
                if status is not None:
                    self._plan_restart(running, status)
            elif time.monotonic() >= running.due:
                self._start_again(running)

    def _plan_restart(self, running: Running, status: int) -> None:
        """Say that a service died, end what it left, and set the time of its next start."""
        end(session_of(running.process.pid))
        wait = running.patience.after_death()
        running.due = time.monotonic() + wait
        again = f"It is started again in {wait:.1f} s."
        if running.patience.exhausted:
            again = f"It has died {running.patience.deaths} times lately; it is tried again every {wait:.0f} s."
        say(f"{self._describe_end(running, status)}\n{again}")

    def _start_again(self, running: Running) -> None:
        try:
            if running.service.prepare:
                running.service.prepare()
            fresh = self._launch(running.service)
        except (OSError, StackError, subprocess.SubprocessError) as error:
            wait = running.patience.after_death()
            running.due = time.monotonic() + wait
            say(f"{running.service.name} can't be started ({error}); it is tried again in {wait:.0f} s")
            return
        running.process, running.log, running.watchdog, running.due = fresh.process, fresh.log, fresh.watchdog, None
        running.patience.started()
        say(f"{running.service.name} is started again")
        self._hurry_those_after(running)

    def _hurry_those_after(self, running: Running) -> None:
        """What was started after a service needs it and may have died for want of it: that need not sit out its wait."""
        for later in self.running[self.running.index(running) + 1 :]:
            if later.due is not None:
                later.due = time.monotonic()

    def _describe_end(self, running: Running, status: int) -> str:
        full = "The disk is full: free some. " if self.home.is_nearly_full() else ""
        return full + describe_end(running, status)

    def wait_for(self, name: str, answers: Callable[[], bool], limit: float = 60) -> None:
        """Wait until a service answers; give up where it ends, or after `limit` seconds."""
        started = time.monotonic()
        while not quietly(answers):
            self.check()
            if time.monotonic() - started > limit:
                raise StackError(f"{name} did not answer within {limit:.0f} s; its log is {self.home.log(name)}")
            time.sleep(0.05)
        say(f"{name} is ready")

    def stop(self, *, quiet: bool = False) -> None:
        """Stop every service, the last started first."""
        while self.running:
            running = self.running.pop()
            started = time.monotonic()
            if running.process.poll() is None:
                stop_one(running)
                if not quiet:
                    say(f"{running.service.name} stopped in {time.monotonic() - started:.1f} s")
            else:
                end(session_of(running.process.pid))
            with suppress(FileNotFoundError):
                (self.home.path / f"run/{running.service.name}.json").unlink()


def turn_over(log: Path) -> None:
    """Keep a log that has grown large as `.old`, and begin another."""
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.replace(log.with_suffix(".old"))


def end_if_hanging(running: Running) -> None:
    """End a service that has a heartbeat and lost it; it is then started again as one that died."""
    if running.watchdog and running.watchdog.has_expired() and running.process.poll() is None:
        say(f"{running.service.name} has not answered for {running.watchdog.silence():.0f} s and is ended")
        running.process.kill()
        running.process.wait()


def stop_one(running: Running) -> None:
    """Ask a service to stop; after its patience, end it and its children."""
    service = running.service
    family = session_of(running.process.pid)
    running.process.send_signal(service.stop_signal)
    try:
        running.process.wait(service.patience)
    except subprocess.TimeoutExpired:
        say(f"{service.name} did not stop within {service.patience:.0f} s and is ended")
        running.process.kill()
        running.process.wait()
    end(family)


def end_leftovers(home: Home) -> None:
    """End what a launcher that was killed has left behind."""
    for record in sorted(home.folder("run").glob("*.json")):
        with suppress(ValueError, KeyError):
            left = json.loads(record.read_text())
            began = created(left["pid"])
            if began == left["created"]:
                say(f"{record.stem} was left over from a start that was killed: stopping it")
                end_family(left["pid"], signal.Signals(left["signal"]))
            elif began is None:
                # Its children may have outlived it; a session's number is not given away while one of them lives.
                end(session_of(left["pid"]))
        record.unlink()


def end_family(pid: int, first: signal.Signals) -> None:
    """Stop a process by its own signal, then end it and its children."""
    with suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid)
        family = session_of(pid)
        process.send_signal(first)
        psutil.wait_procs([process], timeout=8)
        end(family)


def session_of(leader: int) -> list[psutil.Process]:
    """All processes of a service, its leader among them: each was started as a session, which outlives its leader."""
    found = []
    for pid in psutil.pids():
        with suppress(OSError, psutil.NoSuchProcess):
            if os.getsid(pid) == leader:
                found.append(psutil.Process(pid))
    return found


def end(processes: list[psutil.Process]) -> None:
    """Kill those that still run; psutil knows a number that was given to another process since."""
    _, alive = psutil.wait_procs(processes, timeout=1)
    for process in alive:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(alive, timeout=5)


def created(pid: int) -> float | None:
    """When a process began, which together with its number names it for good."""
    try:
        return psutil.Process(pid).create_time()
    except psutil.NoSuchProcess:
        return None


def describe_end(running: Running, status: int) -> str:
    """What to tell of a service that ended by itself: its status, its last words, where its log is."""
    how = f"was ended by signal {-status}" if status < 0 else f"ended with status {status}"
    last_words = running.log.read_text(errors="replace").splitlines()[-LINES_SHOWN:]
    quoted = "\n".join(f"    | {line[:200]}" for line in last_words)
    return f"{running.service.name} {how}. Its log is {running.log}, and ends:\n{quoted}"


def quietly(answers: Callable[[], bool]) -> bool:
    """Whether a check succeeds, where any error means not yet."""
    try:
        return answers()
    except Exception:  # noqa: BLE001  a service that is starting may fail in any way
        return False


def as_user(user: Account | None) -> dict[str, Any]:
    """The arguments of Popen that make it another user."""
    if user is None:
        return {}
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def die_with_parent(stop_signal: signal.Signals) -> Callable[[], None] | None:
    """What a child does before it becomes a service: ask the kernel for a signal when the launcher dies."""
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    launcher = os.getpid()

    def ask() -> None:
        # A shell starts `command &` with Ctrl-C's signal ignored, and a service would inherit that.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        prctl(PR_SET_PDEATHSIG, int(stop_signal), 0, 0, 0)
        if os.getppid() != launcher:
            os._exit(1)

    return ask
