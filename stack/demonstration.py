"""Fills an empty portal with the demonstration, in the background, its progress on the terminal."""

from __future__ import annotations

import signal
import subprocess
import threading
from typing import IO

import psycopg2

from stack import ckan
from stack.addresses import Addresses
from stack.code import readable_code
from stack.home import Home
from stack.processes import as_user, die_with_parent, end_family
from stack.progress import say

PLANNED, STARTED, DONE, FAILED = "planned", "started", "done", "failed"


def plan(home: Home) -> bool:
    """Whether the data of a home are invented: those of a new one will be, however often its first start fails."""
    if not home.mark("tables") and not home.mark("demonstration"):
        home.set_mark("demonstration", PLANNED)
    return bool(home.mark("demonstration"))


class Demonstration:
    """The command `ckan spenddata demo load`, run where the portal is empty or an earlier run was cut short."""

    def __init__(self, home: Home, addresses: Addresses) -> None:
        self.home = home
        self.addresses = addresses
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start loading where that is wanted. Called from the main thread, see `Processes.start`."""
        if not self._is_wanted():
            return
        cut_short = self.home.mark("demonstration") in (STARTED, FAILED)
        why = "the demonstration was cut short" if cut_short else "the portal is empty"
        self.home.set_mark("demonstration", STARTED)
        say(f"{why}: its publishers are being loaded (you can use the portal meanwhile)")
        code = readable_code(self.home)
        surroundings = ckan.process_environment(self.home, self.addresses)
        surroundings["SPENDDATA_DEMO_PASSWORD"] = self.home.secret("password demo")
        self._process = subprocess.Popen(
            [str(code.python), "-m", "stack.ckan_command", "spenddata", "demo", "load"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=self.home.log("demonstration").open("ab"),
            text=True,
            env=surroundings,
            cwd=code.root,
            start_new_session=True,
            preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509  no thread holds a lock that a child needs
            **as_user(self.home.account),
        )
        threading.Thread(target=pass_on, args=[self._process.stdout], daemon=True).start()

    def look(self) -> None:
        """See whether it has ended, and remember how."""
        if self._process is None or self._process.poll() is None:
            return
        status, self._process = self._process.returncode, None
        self.home.set_mark("demonstration", FAILED if status else DONE)
        if status:
            say(f"the demonstration could not be loaded (status {status}); its log is {self.home.log('demonstration')}")
            say("  the portal itself goes on; the next start tries again")
        else:
            say("the demonstration is loaded")

    def stop(self) -> None:
        """Cut it short; the next start goes on with it."""
        if self._process is not None and self._process.poll() is None:
            end_family(self._process.pid, signal.SIGTERM)
            say("the demonstration was cut short; the next start goes on with it")

    def _is_wanted(self) -> bool:
        before = self.home.mark("demonstration")
        return before in (STARTED, FAILED) or (before == PLANNED and is_empty(self.addresses))


def is_empty(addresses: Addresses) -> bool:
    """Whether nobody has made a publisher or a dataset yet."""
    with psycopg2.connect(addresses.main_url) as connection, connection.cursor() as cursor:
        cursor.execute('SELECT EXISTS (SELECT FROM "group"), EXISTS (SELECT FROM package)')
        return cursor.fetchone() == (False, False)


def pass_on(lines: IO[str]) -> None:
    """Show the command's own lines of progress."""
    for line in lines:
        say(f"  demonstration: {line.rstrip()}")
