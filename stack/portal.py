"""`python -m stack run`: a whole portal that keeps what it is given, until someone asks it to stop."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from stack import run_as
from stack.addresses import Addresses, UsualPorts
from stack.code import readable_code
from stack.demonstration import Demonstration
from stack.home import Home
from stack.install import ROOT
from stack.launcher import Stack, Stopped, asked_to_stop
from stack.processes import end_leftovers
from stack.progress import StackError, say

DATABASES = ("ckan_default", "datastore_default")
HIGHEST_PORT = 65_535
RESTORED = "storage/spenddata/restored.json"
"""Where `ckan spenddata restore` says that it was here."""


def run() -> int:
    """Start everything, serve, and stop everything in order.

    Returns:
        0 when asked to stop; a service that can't be started is an error, raised once all others are stopped.
    """
    with kept_stack() as stack:
        home = stack.home
        demonstration = Demonstration(home, stack.addresses)
        try:
            with asked_to_stop():
                start_and_serve(stack, demonstration)
        except Stopped:
            return 0
        except (StackError, OSError) as error:
            # Said before the others are stopped, so that it is not lost under their lines.
            full = f"the disk of {home.path} is full; free some and start again. " if home.is_nearly_full() else ""
            say(f"failed: {full}{error}")
            return 1
        finally:
            stack.let_nobody_interrupt()
            demonstration.stop()
            stack.stop()
            say("stopped; what was published is kept for the next start")
    return 0


@contextmanager
def kept_stack() -> Iterator[Stack]:
    """The services of SPENDDATA_HOME, none of them started, and nobody else's for so long; the home is made where it is new."""
    # What the launcher and its services write is theirs alone.
    os.umask(0o077)
    home = Home.open(Path(os.environ.get("SPENDDATA_HOME") or ROOT / "var"))
    with home.locked():
        end_leftovers(home)
        run_as.settle(home)
        addresses = Addresses.of(home, usual_ports(), DATABASES)
        yield Stack(home, addresses, settings=readable_code(home).root / "stack/portal.ini", throwaway=False)


def start_and_serve(stack: Stack, demonstration: Demonstration) -> None:
    """Everything up, in order of need; then watch over it."""
    stack.start_services()
    stack.start_portal()
    demonstration.start()
    announce(stack.home, stack.addresses)
    stack.serve(demonstration.look)


def usual_ports() -> UsualPorts:
    """The ports that people expect; the web's is the environment's `PORT`."""
    chosen = os.environ.get("PORT") or "5000"
    if not chosen.isdecimal() or not 0 < int(chosen) <= HIGHEST_PORT:
        raise StackError(f"PORT is {chosen!r}: it must be a number up to {HIGHEST_PORT}")
    return UsualPorts(postgres=5432, valkey=6379, solr=8983, web=int(chosen))


def announce(home: Home, addresses: Addresses) -> None:
    """Tell where the portal is and how to sign in."""
    say(f"the portal answers: {addresses.site_url}")
    if (home.base / RESTORED).exists():
        say("  log-ins are those of the portal whose backup was restored")
    else:
        say(f"  administrator: admin / {home.secret('password admin')}")
        say(f"  demonstration: demo_editor, demo_admin, demo_member / {home.secret('password demo')}")
    say(f"  data and logs are in {home.path}; Ctrl-C stops everything")
