"""Processor time of a portal's services: what its work costs, however many others use the machine."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Mapping
from urllib.parse import urlsplit

import psutil

__all__ = ["Spent", "spent"]

SERVICES: Mapping[str, str] = {
    "stack.server": "web",
    "postgres": "database",
    "org.eclipse.jetty": "search",
    "valkey-server": "queue",
}
"""What is in a service's command line → what it is; all else that the launcher started works on returns."""
READERS = "readers"
LAUNCHER = "stack"

Spent = Mapping[str, float]
"""Service → seconds of processor."""


def spent(site: str) -> Spent:
    """Seconds that each service of a portal has had so far; ``readers`` is this process itself.

    Processes that have ended count with whoever started them, where that waits for them.
    """
    port, own = str(urlsplit(site).port), os.getpid()
    launcher = _launcher(next(each for each in psutil.process_iter() if _serves(each, port)))
    told: dict[str, float] = defaultdict(float)
    for process in [*launcher.children(recursive=True), psutil.Process(own)]:
        try:
            times = process.cpu_times()
            told[READERS if process.pid == own else _service(process)] += (
                times.user + times.system + times.children_user + times.children_system
            )
        except psutil.NoSuchProcess:
            continue
    return told


def _serves(process: psutil.Process, port: str) -> bool:
    try:
        return process.cmdline()[-3:] == ["-m", "stack.server", port]
    except psutil.Error:
        return False


def _launcher(process: psutil.Process) -> psutil.Process:
    """The topmost process that belongs to the stack."""
    above = [each for each in process.parents() if LAUNCHER in each.cmdline()]
    return above[-1]


def _service(process: psutil.Process) -> str:
    line = " ".join(process.cmdline())
    # PostgreSQL's processes say what they do in place of their command line.
    return next((name for words, name in SERVICES.items() if words in line), "work")
