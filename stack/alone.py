"""`python -m stack alone -- COMMAND`: databases, Valkey and Solr of SPENDDATA_HOME, nobody served, while one command runs on them."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

from stack import ckan, run_as
from stack.addresses import Addresses
from stack.code import readable_code
from stack.home import Home
from stack.install import ROOT
from stack.launcher import Stack, Stopped, asked_to_stop
from stack.portal import DATABASES, usual_ports
from stack.processes import as_user, end_leftovers

CKAN = "ckan"


def run(command: list[str]) -> int:
    """Start the services of a home, which is made where it is new, run a command as CKAN's user, and stop all again.

    Args:
        command: what to run; `ckan …` is the command line of this environment's CKAN.

    Returns:
        The command's exit status.
    """
    os.umask(0o077)
    home = Home.open(Path(os.environ.get("SPENDDATA_HOME") or ROOT / "var"))
    with home.locked():
        end_leftovers(home)
        run_as.settle(home)
        addresses = Addresses.of(home, usual_ports(), DATABASES)
        stack = Stack(home, addresses, settings=readable_code(home).root / "stack/portal.ini", throwaway=False)
        try:
            with asked_to_stop():
                stack.start_services()
                return run_one(command, home, addresses)
        except Stopped as stopped:
            return 128 + stopped.number
        finally:
            stack.stop()


def run_one(command: list[str], home: Home, addresses: Addresses) -> int:
    """Run a command with the services' addresses in its environment; a signal that comes meanwhile is passed on to it."""
    code = readable_code(home)
    program = [str(code.python), "-m", "stack.ckan_command"] if command[0] == CKAN else command[:1]
    around = ckan.process_environment(home, addresses)
    process = subprocess.Popen([*program, *command[1:]], env=around, **as_user(home.account))
    try:
        status = process.wait()
    except Stopped:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
        raise
    return 128 - status if status < 0 else status
