"""Runs a piece of work in a process of its own and says what it took."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Measured:
    """What a piece of work took, and what it found, so that both sides can be seen to have done the same."""

    seconds: float
    """Of the work, once its program was loaded."""
    process_seconds: float
    """From the start of the process to its end."""
    peak_bytes: int
    """Most resident memory of the process."""
    found: dict[str, int]


def measure(module: str, work: str, path: Path) -> Measured:
    """Run ``python -m module work path`` and wait for it.

    Raises:
        RuntimeError: It failed; its own message is on the error output.
    """
    begun = time.monotonic()
    process = subprocess.Popen([sys.executable, "-m", module, work, str(path)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        message = f"{work} failed on {path.name}."
        raise RuntimeError(message)
    told = json.loads(said)
    return Measured(told["seconds"], time.monotonic() - begun, usage.ru_maxrss * 1024, told["found"])


def tell(work: Callable[[Path], dict[str, int]], path: Path) -> None:
    """In the process that is measured: do the work and print its time and what it found."""
    begun = time.monotonic()
    found = work(path)
    print(json.dumps({"seconds": time.monotonic() - begun, "found": found}))
