"""Which tests are slow, and how long they take: `tests/slow.csv`, by which they are marked, and which `make slow` writes."""

from __future__ import annotations

import csv
import os
from collections.abc import Generator, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.pace import slowness

NOTED = Path(__file__).with_name("slow.csv")
SECONDS = 0.03
"""Of processor: the first case of a test that takes more is slow."""


@cache
def noted() -> Mapping[str, float]:
    """Seconds by test (``tests/values/test_money.py::test_pence``)."""
    with NOTED.open(encoding="utf-8", newline="") as file:
        return {line["test"]: float(line["seconds"]) for line in csv.DictReader(file)}


def of(item: pytest.Item) -> str:
    """A test without its case."""
    return item.nodeid.split("[")[0]


def mark(items: Iterable[pytest.Item]) -> None:
    """Mark the slow ones with their time."""
    for item in items:
        if (seconds := noted().get(of(item))) is not None:
            item.add_marker(pytest.mark.slow(seconds=seconds))


class Notes:
    """How long each test takes, written down at the end, in seconds of the machine on which the bounds were set."""

    def __init__(self) -> None:
        self.taken: dict[str, float] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, Any, Any]:
        """Count what a test and the programs it starts take, its first case alone."""
        begun = _processor()
        result = yield
        self.taken.setdefault(of(item), (_processor() - begun) / slowness())
        return result

    def pytest_sessionfinish(self) -> None:
        """Write them down."""
        write(self.taken, NOTED)


def write(taken: Mapping[str, float], path: Path) -> None:
    """Write the slow tests down, in their order."""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["test", "seconds"])
        out.writerows([test, f"{seconds:.2f}"] for test, seconds in sorted(taken.items()) if seconds > SECONDS)


def _processor() -> float:
    """Seconds of processor so far, those of children that have ended too."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system
