"""A filing, read and checked, with the fixes that it accepts and the cells that were typed for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
import polars as pl

from ckanext.spenddata import artefact
from ckanext.spenddata.checks import findings as finding
from ckanext.spenddata.checks import fixes
from ckanext.spenddata.checks.check import check, check_nil
from ckanext.spenddata.checks.context import Context, words_of
from ckanext.spenddata.checks.fix_all import fix_all
from ckanext.spenddata.checks.history import FIELDS, History
from ckanext.spenddata.checks.publisher import belongs
from ckanext.spenddata.checks.stops import Stop, stops
from ckanext.spenddata.definitions import Definitions
from ckanext.spenddata.definitions.publishers import Publisher
from ckanext.spenddata.filing import Filing, FilingFile
from ckanext.spenddata.intake.read import read
from ckanext.spenddata.intake.reading import Outcome, Reading, Refusal
from ckanext.spenddata.rows import Rows
from ckanext.spenddata.values.periods import Period
from ckanext.spenddata.values.text import counted

_WORST_FIRST = (Outcome.REFUSED, Outcome.ASK, Outcome.READ)


@dataclass(frozen=True)
class Checked:
    """A filing that was read and checked."""

    readings: Sequence[Reading]
    """Without their rows."""
    rows: Rows
    """Of all files, with what was typed, and the accepted fixes applied."""
    findings: pl.DataFrame
    changes: pl.DataFrame
    """What these changed: a line for each step of each cell."""
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
    if filing.nil:
        return Checked(readings, Rows.none(), check_nil(_context(filing, readings, definitions)), fixes.empty_log())
    if rows is None:
        return Checked(readings, Rows(pl.DataFrame()), finding.empty(), fixes.empty_log())
    context = _context(filing, readings, definitions)
    if say:
        say(f"checking {counted(len(rows), 'row')}")
    foreign = _foreign(rows, context)
    if not (filing.fixes or filing.typed):
        return Checked(readings, rows, check(rows, context), fixes.empty_log(), foreign)
    fixed = fix_all(rows, context, filing.fixes, filing.typed)
    return Checked(readings, fixed.rows, fixed.findings, fixed.log, foreign)


def to_acknowledge(
    checked: Checked, definitions: Definitions, regime: str | None, basis: str | None = None
) -> tuple[Stop, ...]:
    """What a person must say yes to before the filing is published; ``basis`` is what the publisher said of VAT in all its amounts."""
    digests = {reading.file.name: reading.file.sha256 for reading in checked.readings}
    return stops(checked.rows, checked.findings, digests, definitions.rules_under(regime), basis)


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


def _context(filing: Filing, readings: Sequence[Reading], definitions: Definitions) -> Context:
    """What the check of a filing knows beside its rows."""
    return Context(
        definitions=definitions,
        today=filing.today,
        regime=definitions.regimes[filing.regime] if filing.regime else None,
        period=Period.parse(filing.period) if filing.period else None,
        publisher=filing.publisher,
        amount_basis=filing.vat_basis,
        tables=tuple((reading.file.name, table) for reading in readings for table in reading.tables),
        hidden_sheets=tuple((reading.file.name, each) for reading in readings for each in reading.hidden_sheets),
        words=words_of(readings),
        history=_history(filing),
        sent_before=filing.sent_before,
        published=filing.published,
        replaced=_replaced(filing),
        registered=_registered(filing),
    )


def _foreign(rows: Rows, context: Context) -> Refusal | None:
    """Why the filing is another registered publisher's, where it is."""
    found = belongs(rows, context.publisher, context.registered) if context.publisher and context.registered else None
    return found if isinstance(found, Refusal) else None


def _history(filing: Filing) -> History | None:
    if not filing.history:
        return None
    return History.of(
        (earlier.period, artefact.accepted_fields(Path(earlier.path), FIELDS)) for earlier in filing.history
    )


def _replaced(filing: Filing) -> pl.DataFrame | None:
    if filing.published is None or filing.published.artefact is None:
        return None
    return artefact.accepted_fields(Path(filing.published.artefact), ("payment_date", "supplier_name", "amount"))


def _registered(filing: Filing) -> tuple[Publisher, ...]:
    if filing.registered_path is None:
        return filing.registered
    return msgspec.json.decode(Path(filing.registered_path).read_bytes(), type=tuple[Publisher, ...])
