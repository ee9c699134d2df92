"""A publisher's own file back as a spreadsheet with the findings marked, made in a process held to limits as the reading is.

``run_limited`` writes one workbook, or says why it did not. The file is a stranger's, so it is opened by a child without secrets.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import polars as pl

from ckanext.spenddata import definitions, sandbox
from ckanext.spenddata.checks.reports import marked
from ckanext.spenddata.intake.cells import cells
from ckanext.spenddata.intake.reading import Limits


class Request(msgspec.Struct, kw_only=True):
    """One file to mark."""

    path: str
    """Where its bytes lie."""
    name: str
    """Its name in the findings."""
    findings: str
    """The findings of its filing (Parquet)."""
    out: str
    """The workbook to write."""
    regime: str
    """Whose rules they are."""
    overlay: str | None = None
    """An administrator's folder of definitions."""
    limits: Limits = msgspec.field(default_factory=Limits)


def run_limited(request: Request, *, seconds: float, memory_bytes: int) -> bool:
    """Write the workbook; False where it takes more time or memory than it may, or can't be written."""
    ceiling = sandbox.Ceiling(seconds=seconds, memory_bytes=memory_bytes)
    read = tuple(path for path in (request.path, request.findings, request.overlay) if path)
    reach = sandbox.Reach(read=read, write=(str(Path(request.out).parent),)).absolute()
    outcome = sandbox.server(__name__, ceiling.threads).run(msgspec.to_builtins(request), ceiling, reach)
    return outcome.end is sandbox.End.DONE


def warm() -> None:
    """Load, in the fork server, what every child needs."""
    _ = definitions.load().rules


def work(arguments: Mapping[str, Any]) -> None:
    """Mark one file, in a child of the fork server."""
    request = msgspec.convert(arguments, type=Request)
    rules = definitions.load(Path(request.overlay) if request.overlay else None).rules_under(request.regime)
    findings = pl.read_parquet(request.findings).filter(pl.col("file") == request.name)
    marked.write(cells(Path(request.path), request.limits), findings, rules, Path(request.out))
