"""`python -m stack test`: services of one's own for a while, in a fresh folder that is removed afterwards."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from stack import ckan, run_as
from stack.addresses import Addresses, UsualPorts
from stack.home import Home
from stack.install import ROOT
from stack.launcher import Stack, Stopped, asked_to_stop, wait_for
from stack.progress import StackError, say

DATABASES = ("ckan_test", "datastore_test")


def run(command: list[str], keep: Path | None) -> int:
    """Start services, run a command against them (or serve until stopped), and take everything away again.

    Args:
        command: what to run, with the services' addresses in its environment.
        keep: write these addresses to this file as `export` lines and serve, instead of running a command.

    Returns:
        The command's exit status.
    """
    folder = Path(tempfile.mkdtemp(prefix="spenddata-test-"))
    stack: Stack | None = None
    failed = False
    try:
        with asked_to_stop():
            home = Home.open(folder)
            if os.geteuid() == 0:
                # PostgreSQL's user walks through; all else is the caller's own, as tests share files with what they test.
                home.path.chmod(run_as.WALKABLE)
            addresses = Addresses.of(home, UsualPorts(), DATABASES)
            stack = Stack(home, addresses, settings=ROOT / "test.ini", throwaway=True)
            stack.start_services()
            return serve(stack, keep) if keep else run_one(command, stack)
    except Stopped as stopped:
        return 128 + stopped.number if keep is None else 0
    except StackError:
        failed = True
        raise
    finally:
        if stack:
            stack.stop(quiet=True)
        if keep:
            keep.unlink(missing_ok=True)
        # The logs of a failure are what its message points at.
        if not failed:
            shutil.rmtree(folder, ignore_errors=True)


def serve(stack: Stack, keep: Path) -> int:
    """Write the addresses to a file and serve."""
    surroundings = ckan.environment(stack.home, stack.addresses)
    keep.write_text("".join(f"export {name}={shlex.quote(value)}\n" for name, value in surroundings.items()))
    say(f"services are up; in another terminal: . {keep} && .venv/bin/pytest …   (Ctrl-C here ends them)")
    stack.serve()
    return 0


def run_one(command: list[str], stack: Stack) -> int:
    """Run a command against the services; a signal that comes meanwhile is passed on to it."""
    surroundings = {**os.environ, **ckan.environment(stack.home, stack.addresses)}
    # The command finds this environment's programs first, activated or not.
    surroundings["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), surroundings.get("PATH", "")])
    return wait_for(subprocess.Popen(command, env=surroundings))
