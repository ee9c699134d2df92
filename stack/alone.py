"""`python -m stack alone -- COMMAND`: databases, Valkey and Solr of SPENDDATA_HOME, nobody served, while one command runs on them."""

from __future__ import annotations

import subprocess

from stack import ckan
from stack.code import readable_code
from stack.launcher import Stack, Stopped, asked_to_stop, wait_for
from stack.portal import kept_stack
from stack.processes import as_user

CKAN = "ckan"


def run(command: list[str]) -> int:
    """Start the services of a home, which is made where it is new, run a command as CKAN's user, and stop all again.

    Args:
        command: what to run; `ckan …` is the command line of this environment's CKAN.

    Returns:
        The command's exit status.
    """
    with kept_stack() as stack:
        try:
            with asked_to_stop():
                stack.start_services()
                return run_one(command, stack)
        except Stopped as stopped:
            return 128 + stopped.number
        finally:
            stack.stop()


def run_one(command: list[str], stack: Stack) -> int:
    """Run a command with the services' addresses in its environment; a signal that comes meanwhile is passed on to it."""
    home = stack.home
    program = [str(readable_code(home).python), "-m", "stack.ckan_command"] if command[0] == CKAN else command[:1]
    around = ckan.process_environment(home, stack.addresses)
    return wait_for(subprocess.Popen([*program, *command[1:]], env=around, **as_user(home.account)))
