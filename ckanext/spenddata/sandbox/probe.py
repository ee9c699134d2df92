"""What a child of the fork server is really refused, by trying: run by ``doctor`` and by the tests as a task of its own.

``work`` tries every way out that it knows and writes down which of them the system let pass. It does no harm where one does.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

ANSWER = "held.json"


def warm() -> None:
    """Nothing is needed beforehand."""


def work(arguments: Mapping[str, Any]) -> None:
    """Try everything, and write ``held.json`` into the task's folder: way out → None where it is closed, else what was possible."""
    folder = Path(arguments["folder"])
    tries: dict[str, Callable[[], str]] = {
        "read other files": lambda: read(Path(arguments["secret"])),
        "write other files": lambda: write(Path(arguments["secret"]).with_name("written-by-the-probe")),
        "list processes": processes,
        "reach the network": lambda: network(socket.AF_INET),
        "reach services on sockets": lambda: network(socket.AF_UNIX),
        "start programs": program,
        "start processes": fork,
        "signal other processes": lambda: signal_parent(arguments["client"]),
        "look into other processes": lambda: trace(arguments["client"]),
        "use files that the portal had open": descriptors,
        "see secrets in its environment": environment,
        "gain rights": rights,
        "hold memory that no limit counts": memory,
    }
    (folder / ANSWER).write_text(json.dumps({what: refused(way) for what, way in tries.items()}))


def refused(way: Callable[[], str]) -> str | None:
    """None where a way out is closed, else what was possible."""
    with suppress(OSError, subprocess.SubprocessError):
        return way() or None
    return None


def read(path: Path) -> str:
    """Read a file outside, whose name alone is known."""
    return f"{len(path.read_bytes())} bytes of {path}"


def write(path: Path) -> str:
    """Make a file outside."""
    path.touch()
    path.unlink()
    return str(path)


def processes() -> str:
    """Names of other processes."""
    return f"{sum(entry.name.isdecimal() for entry in Path('/proc').iterdir())} processes"


def network(family: int) -> str:
    """An open socket. Nobody is called."""
    socket.socket(family, socket.SOCK_STREAM).close()
    return "a socket can be opened"


def program() -> str:
    """Another program."""
    subprocess.run(["/bin/true"], check=True, timeout=5)
    return "/bin/true was run"


def fork() -> str:
    """Another process."""
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    return "another process was started"


def signal_parent(number: int) -> str:
    """A signal to whoever asked; none is really sent."""
    os.kill(number, 0)
    return f"process {number} can be sent signals"


def trace(number: int) -> str:
    """The memory of whoever asked."""
    with Path(f"/proc/{number}/mem").open("rb"):
        return f"the memory of process {number} can be read"


def descriptors() -> str:
    """Files that were opened by others, beyond the standard three and the one that tells that we live."""
    found = [number for number in range(3, 256) if is_open(number)]
    return f"descriptors {found}" if len(found) > 1 else ""


def is_open(number: int) -> bool:
    """Whether a file descriptor is open."""
    try:
        os.fstat(number)
    except OSError:
        return False
    return True


def environment() -> str:
    """Names in the environment that speak of secrets."""
    found = sorted(
        name for name in os.environ if any(word in name for word in ("CKAN", "SECRET", "PASSWORD", "TOKEN", "URL"))
    )
    return ", ".join(found)


def rights() -> str:
    """Root's powers, such as over other users' files."""
    if sys.platform != "linux":
        return "root" if os.geteuid() == 0 else ""
    held = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("CapEff:"))
    powers = int(held.split()[1], 16) & ~(1 << 2)
    return f"powers {powers:#x}" if powers else ""


def memory() -> str:
    """A file in memory, which counts for no one."""
    if not hasattr(os, "memfd_create"):
        return ""
    os.close(os.memfd_create("probe"))
    return "files in memory can be made"
