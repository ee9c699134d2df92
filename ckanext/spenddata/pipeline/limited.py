"""A filing's folder, made in a child process that is held to time and memory."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from ckanext.spenddata import definitions, sandbox
from ckanext.spenddata.filing import REPORT, Filing, FilingReport, Result
from ckanext.spenddata.intake.reading import Outcome, Refusal
from ckanext.spenddata.pipeline.run import run
from ckanext.spenddata.values import calendar

WARMED = (
    "transaction",
    "regimes",
    "rules",
    "rules_version",
    "categories",
    "category_levels",
    "category_version",
    "expense_types",
    "expense_phrases",
    "merchant_types",
    "publisher_lines",
    "knowledge",
    "evidence_file",
    "titles",
    "redactions",
    "people",
    "supplier_words",
)
"""Parts of the definitions that every filing needs; none may wake the threads of Polars, which no child would have."""


def run_limited(
    filing: Filing,
    out_dir: Path,
    *,
    overlay: Path | None = None,
    seconds: float = 300,
    memory_bytes: int = 2_000_000_000,
) -> Result:
    """Like ``run``, in a child process that is held to ``seconds`` and ``memory_bytes``; the file never raises an exception here.

    ``overlay`` is an administrator's folder of definitions. A child that dies is a refusal that says why; one that was stopped from
    outside is ``interrupted`` and worth another try.
    """
    ceiling = sandbox.Ceiling(seconds=seconds, memory_bytes=memory_bytes)
    arguments = {
        "filing": msgspec.to_builtins(filing),
        "out_dir": str(out_dir),
        "overlay": str(overlay) if overlay else None,
    }
    outcome = sandbox.server(__name__, ceiling.threads).run(arguments, ceiling, _reach(filing, out_dir, overlay))
    measured: dict[str, Any] = {
        "detail": outcome.detail,
        "seconds": outcome.seconds,
        "processor_seconds": outcome.processor_seconds,
        "peak_bytes": outcome.peak_bytes,
    }
    if outcome.end is sandbox.End.DONE:
        report = msgspec.json.decode((out_dir / REPORT).read_bytes(), type=FilingReport)
        return Result(folder=out_dir, report=report, **measured)
    shutil.rmtree(out_dir, ignore_errors=True)
    out_dir.mkdir(parents=True)
    report = FilingReport(outcome=str(Outcome.REFUSED), refusal=_died(outcome.end, seconds, memory_bytes))
    (out_dir / REPORT).write_bytes(msgspec.json.encode(report))
    return Result(folder=out_dir, report=report, interrupted=outcome.end is sandbox.End.INTERRUPTED, **measured)


def _reach(filing: Filing, out_dir: Path, overlay: Path | None) -> sandbox.Reach:
    """The files of a filing, and its folder, which is made here: its child may not make folders beside it."""
    shutil.rmtree(out_dir, ignore_errors=True)
    out_dir.mkdir(parents=True)
    read = [each.path for each in (*filing.files, *filing.history)]
    replaced = filing.published.artefact if filing.published else None
    read += [str(path) for path in (overlay, filing.registered_path, replaced) if path]
    return sandbox.Reach(read=tuple(read), write=(str(out_dir),)).absolute()


def warm() -> None:
    """Load, in the fork server, what every child needs: the packaged definitions, and the calendar, which takes long to load."""
    calendar.is_working_day(datetime.date(2026, 1, 2))
    packaged = definitions.load()
    for part in WARMED:
        getattr(packaged, part)
    _ = packaged.people.for_one, packaged.supplier_words.compiled
    _ = packaged.knowledge.pairs, packaged.knowledge.kinds_of_one


def work(arguments: Mapping[str, Any]) -> None:
    """Run a filing in a child of the fork server."""
    filing = msgspec.convert(arguments["filing"], type=Filing)
    overlay = Path(arguments["overlay"]) if arguments["overlay"] else None
    run(filing, Path(arguments["out_dir"]), definitions.load(overlay))


def _died(end: sandbox.End, seconds: float, memory_bytes: int) -> Refusal:
    nothing = "Nothing of it was stored or published."
    smaller = "Send the period in several smaller files, or as CSV, which needs the least."
    said = {
        sandbox.End.TIME: (f"Reading this filing took more than {seconds:,.0f} seconds, so it was stopped.", smaller),
        sandbox.End.MEMORY: (
            f"Reading this filing needed more than {memory_bytes / 1e9:,.1f} GB of memory, so it was stopped.",
            smaller,
        ),
        sandbox.End.OUTPUT: ("What was read from this filing does not fit the portal's storage.", smaller),
        sandbox.End.INTERRUPTED: (
            "The machine stopped before this filing was read to its end. That says nothing about the file.",
            "Nothing to do: it is tried again.",
        ),
    }
    message, remedy = said.get(
        end,
        (
            "This filing made the reader fail. The file may be damaged, or it may be right and the fault ours.",
            "Save it as CSV in a spreadsheet program and send that. If that fails too, tell the portal's administrator.",
        ),
    )
    return Refusal(code=f"reading_{end}", message=f"{message} {nothing}", remedy=remedy)
