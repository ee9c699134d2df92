"""A line on the terminal that says what is going on with a long file; nothing in a pipe, nothing for a short one."""

from __future__ import annotations

import sys
from pathlib import Path
from types import TracebackType
from typing import Self

import click

LONG_FILE = 5_000_000
"""From how many bytes a file is long enough to tell."""


class Progress:
    """Says one step after the other on the error output, each in place of the last."""

    def __init__(self, path: Path) -> None:
        size = path.stat().st_size
        self._told = size >= LONG_FILE and sys.stderr.isatty()
        self._name = path.name
        self._size = size

    def __enter__(self) -> Self:
        self.say(f"reading {self._size / 1e6:,.0f} MB")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._told:
            click.echo("\r\x1b[K", err=True, nl=False)

    def say(self, step: str) -> None:
        """Say what is done now."""
        if self._told:
            click.echo(f"\r\x1b[K{self._name}: {step} …", err=True, nl=False)
