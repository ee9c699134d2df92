"""`python -m stack test`: services of one's own for a while, in a fresh folder that is removed afterwards."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from stack import ckan, run_as
from stack.addresses import Addresses, UsualPorts
from stack.home import Home
from stack.install import ROOT
from stack.launcher import Stack, Stopped, asked_to_stop, wait_for
from stack.progress import StackError, say

DATABASES = ("ckan_test", "datastore_test")


OTHERS = "SPENDDATA_OTHER_SERVICES"
"""Variable that tells a command the files with the addresses of its further services."""
PATIENCE = 300
"""Seconds within which further services must be up."""


def run(command: list[str], keep: Path | None, sets: int = 1, *, steady: bool = False) -> int:
    """Start services, run a command against them (or serve until stopped), and take everything away again.

    Args:
        command: what to run, with the services' addresses in its environment.
        keep: write these addresses to this file as `export` lines and serve, instead of running a command.
        sets: how many services of each kind the command is given, so that as many of its processes have some of their own.
        steady: whether they are set as those of a portal that stays, which are slower to start: for what is measured.

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
            stack = Stack(home, addresses, settings=ROOT / "test.ini", throwaway=True, steady=steady)
            with further(sets - 1, folder) as others:
                stack.start_services()
                return serve(stack, keep) if keep else run_one(command, stack, others)
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
    written = keep.with_name(f"{keep.name}.new")
    written.write_text("".join(f"export {name}={shlex.quote(value)}\n" for name, value in surroundings.items()))
    written.rename(keep)
    say(f"services are up; in another terminal: . {keep} && .venv/bin/pytest …   (Ctrl-C here ends them)")
    stack.serve()
    return 0


@contextmanager
def further(number: int, folder: Path) -> Iterator[list[Path]]:
    """Bring up more services of each kind, each set by a process of its own; gives the files that will hold their addresses."""
    files = [folder / f"services-{each}" for each in range(2, number + 2)]
    started = [subprocess.Popen([sys.executable, "-m", "stack", "test", "--keep", file], cwd=ROOT) for file in files]
    try:
        yield files
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait()


def await_files(files: list[Path]) -> None:
    """Wait until further services are up."""
    end = time.monotonic() + PATIENCE
    while not all(file.exists() for file in files):
        if time.monotonic() > end:
            raise StackError(f"the further services were not up within {PATIENCE} s")
        time.sleep(0.1)


def run_one(command: list[str], stack: Stack, others: list[Path]) -> int:
    """Run a command against the services; a signal that comes meanwhile is passed on to it."""
    await_files(others)
    surroundings = {**os.environ, **ckan.environment(stack.home, stack.addresses)}
    surroundings[OTHERS] = os.pathsep.join(map(str, others))
    # The command finds this environment's programs first, activated or not.
    surroundings["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), surroundings.get("PATH", "")])
    return wait_for(subprocess.Popen(command, env=surroundings))
