"""A filing → intake → checks → categories → artefact and report, in a process held to limits.

Comes in: a ``Filing`` (``filing.py``), all that is known about what was sent, as plain data. Goes out: a folder with

``report.json``       a ``FilingReport``: what was read, asked, refused and found, without the findings of single rows
``findings.parquet``  every finding (``checks/findings.py``)
``artefact.parquet``  the rows, where any were read (``artefact.py``)
``fixes.parquet``     what accepted fixes changed, where any did (``checks/settle.py``)

``run`` works in this process; ``run_limited`` in a child that is held to time and memory, and always comes back with a ``Result``.
``python -m ckanext.spenddata.pipeline FILING.json FOLDER`` does the work in a process of its own, without limits.
"""

from __future__ import annotations

import datetime
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import msgspec
import polars as pl

from ckanext.spenddata import artefact, definitions, sandbox
from ckanext.spenddata.checks import findings as finding
from ckanext.spenddata.checks import fixes
from ckanext.spenddata.checks.check import check
from ckanext.spenddata.checks.context import Context, columns_of, words_of
from ckanext.spenddata.checks.history import History
from ckanext.spenddata.checks.publisher import belongs
from ckanext.spenddata.checks.reports import file_report as reports
from ckanext.spenddata.checks.settle import settle
from ckanext.spenddata.checks.stops import Stop, stops
from ckanext.spenddata.classify.classify import classify
from ckanext.spenddata.definitions import Definitions
from ckanext.spenddata.definitions.publishers import Publisher
from ckanext.spenddata.filing import (
    ARTEFACT,
    FINDINGS,
    FIXES,
    REPORT,
    Filing,
    FilingFile,
    FilingQuestion,
    FilingReport,
    Result,
)
from ckanext.spenddata.intake.read import read
from ckanext.spenddata.intake.reading import Outcome, Question, Reading, Refusal
from ckanext.spenddata.rows import Rows
from ckanext.spenddata.values import calendar
from ckanext.spenddata.values.periods import Period
from ckanext.spenddata.values.text import counted

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
)
"""Parts of the definitions that every filing needs; none may wake the threads of Polars, which no child would have."""
UNKNOWN_BASIS = "unknown"
VAT_BASES = ("net_of_recoverable_vat", "net_of_all_vat", "gross", UNKNOWN_BASIS)
_WORST_FIRST = (Outcome.REFUSED, Outcome.ASK, Outcome.READ)


def run(filing: Filing, out_dir: Path, definitions: Definitions) -> Result:
    """Read, check and categorise a filing and write its folder, which is empty afterwards of all else."""
    out_dir.mkdir(parents=True, exist_ok=True)
    for left in out_dir.iterdir():
        shutil.rmtree(left) if left.is_dir() else left.unlink()
    checked = process(filing, definitions)
    report = report_on(filing, checked, definitions)
    checked.findings.write_parquet(out_dir / FINDINGS, statistics=False)
    if checked.changes.height:
        checked.changes.write_parquet(out_dir / FIXES, statistics=False)
    if report.outcome != Outcome.REFUSED:
        _write_artefact(filing, checked, report, out_dir / ARTEFACT, definitions)
    (out_dir / REPORT).write_bytes(msgspec.json.encode(report))
    return Result(folder=out_dir, report=report)


@dataclass(frozen=True)
class Checked:
    """A filing that was read and checked."""

    readings: Sequence[Reading]
    """Without their rows."""
    rows: Rows
    """Of all files, with the accepted fixes applied."""
    findings: pl.DataFrame
    changes: pl.DataFrame
    """What accepted fixes changed: a line for each step of each cell."""
    foreign: Refusal | None = None
    """Why it is another publisher's, where it is."""

    @property
    def outcome(self) -> Outcome:
        """The worst of the files'."""
        ends = {reading.outcome for reading in self.readings} | ({Outcome.REFUSED} if self.foreign else set())
        return next((end for end in _WORST_FIRST if end in ends), Outcome.READ)

    @property
    def refusal(self) -> Refusal | None:
        """Why nothing of it is taken in: the first refused file, named where there are several, or whose filing it is."""
        for reading in self.readings:
            if reading.refusal and len(self.readings) > 1:
                return Refusal(
                    reading.refusal.code, f"{reading.file.name}: {reading.refusal.message}", reading.refusal.remedy
                )
            if reading.refusal:
                return reading.refusal
        return self.foreign


def process(filing: Filing, definitions: Definitions, say: Callable[[str], None] | None = None) -> Checked:
    """Read and check a filing, and apply the fixes that it accepts. ``say`` is told each step as it begins."""
    readings = [_read(file, filing, definitions) for file in filing.files]
    rows = _take_rows(readings)
    if rows is None:
        return Checked(readings, Rows(pl.DataFrame()), finding.empty(), fixes.empty_log())
    context = context_of(filing, readings, definitions)
    if say:
        say(f"checking {counted(len(rows), 'row')}")
    foreign = _foreign(rows, context)
    if not filing.fixes:
        return Checked(readings, rows, check(rows, context), fixes.empty_log(), foreign)
    settled = settle(rows, context, filing.fixes)
    return Checked(readings, settled.rows, settled.findings, settled.log, foreign)


def _take_rows(readings: list[Reading]) -> Rows | None:
    """The rows of all files, taken out of their readings; None where none has any.

    Large files come in pieces, and the rules would put them together again and again. It is done here once, a column at a time, and
    nobody holds the pieces any more: ten million rows would not fit twice.
    """
    parts = [reading.rows for reading in readings if reading.rows is not None]
    if not parts:
        return None
    columns = Rows.concat(parts).frame.get_columns()
    parts.clear()
    readings[:] = [replace(reading, rows=None) for reading in readings]
    for number, column in enumerate(columns):
        columns[number] = column.rechunk()
    return Rows(pl.DataFrame(columns))


def context_of(filing: Filing, readings: Sequence[Reading], definitions: Definitions) -> Context:
    """What the check of a filing knows beside its rows."""
    return Context(
        definitions=definitions,
        today=filing.today,
        regime=definitions.regimes[filing.regime] if filing.regime else None,
        period=Period.parse(filing.period) if filing.period else None,
        publisher=filing.publisher,
        amount_basis=filing.vat_basis,
        columns=columns_of(readings),
        hidden_sheets=tuple((reading.file.name, each) for reading in readings for each in reading.hidden_sheets),
        words=words_of(readings),
        history=_history(filing),
        sent_before=filing.sent_before,
        registered=_registered(filing),
    )


def report_on(filing: Filing, checked: Checked, definitions: Definitions) -> FilingReport:
    """What is said about a filing: its files one by one, and all together."""
    rows, findings = checked.rows, checked.findings
    in_error = finding.rows_in_error(findings)
    severities = reports.count_severities(findings)
    error_total = int(rows.frame["amount"].gather(in_error).sum() or 0) if "amount" in rows.fields else 0
    return FilingReport(
        outcome=str(checked.outcome),
        refusal=checked.refusal,
        questions=(
            *(FilingQuestion(file=r.file.name, question=q) for r in checked.readings for q in r.questions),
            *_asked_of_publisher(filing, rows),
        ),
        publisher_id=filing.publisher.publisher_id if filing.publisher else None,
        regime=filing.regime,
        period=filing.period,
        files=tuple(
            reports.file_report(reading, reports.rows_of(rows, reading.file.name), findings, every_finding=False)
            for reading in checked.readings
        ),
        rows=len(rows),
        rows_in_error=len(in_error),
        accepted_rows=len(rows) - len(in_error),
        amount_total=reports.pounds(rows.amount_total()),
        accepted_total=reports.pounds(rows.amount_total() - error_total),
        payment_dates=reports.payment_dates(rows.frame),
        errors=severities.get(finding.ERROR, 0),
        stops=severities.get(finding.STOP, 0),
        warnings=severities.get(finding.WARNING, 0),
        rules=reports.count_rules(findings),
        findings=reports.listed(findings.filter(pl.col("file").is_null())),
        to_acknowledge=to_acknowledge(checked, definitions, filing.regime),
        fixes=dict(checked.changes.group_by("rule").len().sort("rule").iter_rows()),
        versions={
            "rules": definitions.rules_version,
            "categories": definitions.category_version,
            "titles": definitions.version_of("titles.csv"),
            "redactions": definitions.version_of("redactions.yaml"),
        },
    )


def to_acknowledge(checked: Checked, definitions: Definitions, regime: str | None) -> tuple[Stop, ...]:
    """What a person must say yes to before the filing is published."""
    digests = {reading.file.name: reading.file.sha256 for reading in checked.readings}
    return stops(checked.rows, checked.findings, digests, definitions.rules_under(regime))


def _asked_of_publisher(filing: Filing, rows: Rows) -> Iterator[FilingQuestion]:
    """What the publisher is asked once for all its files: whether its amounts include VAT, where no title says so."""
    if filing.publisher and filing.vat_basis is None and "amount_basis" in rows.frame.columns:
        count = int((rows.frame["amount_basis"] == UNKNOWN_BASIS).sum())
        if count:
            why = f"Nothing says whether VAT is in {counted(count, 'amount')}. Figures with and without VAT are never compared."
            yield FilingQuestion(file="", question=Question("amount_basis", VAT_BASES, why, blocking=False))


def _read(file: FilingFile, filing: Filing, definitions: Definitions) -> Reading:
    return read(
        Path(file.path),
        file.name,
        definitions,
        answers=file.answers or filing.answers,
        limits=filing.limits,
        period=Period.parse(filing.period) if filing.period else None,
        regime=definitions.regimes[filing.regime] if filing.regime else None,
    )


def _foreign(rows: Rows, context: Context) -> Refusal | None:
    """Why the filing is another registered publisher's, where it is."""
    found = belongs(rows, context.publisher, context.registered) if context.publisher and context.registered else None
    return found if isinstance(found, Refusal) else None


def _history(filing: Filing) -> History | None:
    if not filing.history:
        return None
    return History.of(
        (earlier.period, artefact.accepted(artefact.read(Path(earlier.path)))) for earlier in filing.history
    )


def _registered(filing: Filing) -> tuple[Publisher, ...]:
    if filing.registered_path is None:
        return filing.registered
    return msgspec.json.decode(Path(filing.registered_path).read_bytes(), type=tuple[Publisher, ...])


def _write_artefact(
    filing: Filing, checked: Checked, report: FilingReport, path: Path, definitions: Definitions
) -> None:
    rows = Rows(_with_portal_columns(checked.rows.frame, filing))
    classification = classify(rows.frame, definitions, filing.publisher)
    artefact.write(path, rows, checked.findings, classification, msgspec.to_builtins(report))


def _with_portal_columns(frame: pl.DataFrame, filing: Filing) -> pl.DataFrame:
    """Add what the portal knows and the file does not say. Who published is never taken from the file."""
    publisher = filing.publisher
    fixed = {"publisher_id": publisher.publisher_id, "publisher_name": publisher.name} if publisher else {}
    defaults = {"currency": "GBP", "amount_basis": filing.vat_basis or UNKNOWN_BASIS}
    return frame.with_columns(
        *(pl.lit(value).alias(name) for name, value in fixed.items()),
        *(
            # The reader says "unknown" where a file is silent on VAT.
            pl.col(name).replace(UNKNOWN_BASIS, None).fill_null(value)
            if name in frame.columns
            else pl.lit(value).alias(name)
            for name, value in defaults.items()
        ),
    )


# In a process of its own


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
    read = [file.path for file in filing.files] + [earlier.path for earlier in filing.history]
    read += [str(path) for path in (overlay, filing.registered_path) if path]
    return sandbox.Reach(read=tuple(read), write=(str(out_dir),)).absolute()


def warm() -> None:
    """Load, in the fork server, what every child needs: the packaged definitions, and the calendar, which takes long to load."""
    calendar.is_working_day(datetime.date(2026, 1, 2))
    packaged = definitions.load()
    for part in WARMED:
        getattr(packaged, part)


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


def main(arguments: Sequence[str]) -> None:
    """Run the filing of a JSON file in this process."""
    filing_path, out_dir = arguments
    run(msgspec.json.decode(Path(filing_path).read_bytes(), type=Filing), Path(out_dir), definitions.load())


if __name__ == "__main__":
    main(sys.argv[1:])
