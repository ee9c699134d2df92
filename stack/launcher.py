"""Bring a whole stack up in order of need, keep it up, and take it down in reverse."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from stack import ckan, demonstration, run_as
from stack.addresses import Addresses
from stack.home import Home
from stack.postgres import Postgres
from stack.processes import Processes
from stack.progress import say
from stack.solr import Solr
from stack.valkey import Valkey

LOOK_SECONDS = 0.25


class Stopped(BaseException):
    """Someone asked the launcher to stop: Ctrl-C, SIGTERM, or a terminal that closed."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class Stack:
    """The services of one home."""

    def __init__(
        self, home: Home, addresses: Addresses, *, settings: Path, throwaway: bool, steady: bool | None = None
    ) -> None:
        """Services of a home that is thrown away are set to be up soon, unless they are to be as ``steady`` as those of one that stays."""
        self.home = home
        self.addresses = addresses
        self.throwaway = throwaway
        self.steady = not throwaway if steady is None else steady
        self.settings = settings
        self.processes = Processes(home)

    def start_services(self) -> None:
        """PostgreSQL, Valkey and Solr, and CKAN's tables in them; Solr warms up while the tables are made."""
        solr = Solr(self.home, self.addresses, throwaway=not self.steady)
        valkey = Valkey(self.home, self.addresses, throwaway=not self.steady)
        postgres = Postgres(self.home, self.addresses, throwaway=not self.steady)
        postgres.start(self.processes)
        valkey.start(self.processes)
        solr.start(self.processes)
        self.processes.wait_for("valkey", valkey.answers)
        self.processes.wait_for("postgres", postgres.answers)
        postgres.prepare()
        run_as.hand_over(self.home.shared("storage"), self.home.account)
        # A new home is filled with the demonstration as soon as the portal answers.
        invented = not self.throwaway and demonstration.plan(self.home)
        ckan.write_ini(self.home, self.addresses, self.settings, invented=invented)
        ckan.first_time(self.home, self.addresses)
        self.processes.wait_for("solr", solr.answers, limit=90)

    def start_portal(self) -> None:
        """The web server's processes and the workers."""
        for service in (*ckan.webs(self.home, self.addresses), *ckan.workers(self.home, self.addresses)):
            self.processes.start(service)
        self.processes.wait_for("web", lambda: ckan.answers(self.addresses), limit=120)

    def serve(self, beside: Callable[[], None] | None = None) -> None:
        """Watch over the services until someone asks to stop; one that ends is started again while the others serve.

        Args:
            beside: called at every look, for what else goes on.
        """
        while True:
            self.processes.revive()
            if beside:
                beside()
            time.sleep(LOOK_SECONDS)

    def let_nobody_interrupt(self) -> None:
        """From here on a second Ctrl-C does not cut the stopping short."""
        for number in ASKING:
            signal.signal(number, signal.SIG_IGN)

    def stop(self, *, quiet: bool = False) -> None:
        """Stop everything in reverse."""
        self.let_nobody_interrupt()
        self.processes.stop(quiet=quiet)


ASKING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextmanager
def asked_to_stop() -> Iterator[None]:
    """Turn the signals that ask a program to stop into an exception, whatever the shell had set."""

    def ask(number: int, _frame: FrameType | None) -> None:
        raise Stopped(number)

    before = {number: signal.signal(number, ask) for number in ASKING}
    try:
        yield
    except Stopped as stopped:
        say(f"asked to stop ({signal.Signals(stopped.number).name})")
        raise
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def wait_for(process: subprocess.Popen[Any]) -> int:
    """Wait for a command on a stack, and pass a signal that comes meanwhile on to it; its exit status, as a shell gives it."""
    try:
        status = process.wait()
    except Stopped:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
        raise
    return 128 - status if status < 0 else status
