"""What ``spenddata_totals_show`` tells: rows × columns of totals, what each figure is worth, and what is not in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.spenddata.compare.cell_values import Value
from ckanext.spenddata.compare.crosstab import (
    MOST_CELLS,
    REST,
    WHOLE,
    Crosstab,
    Line,
    TooManyCellsError,
    set_out,
)
from ckanext.spenddata.compare.crosstab_cell import Cell, State
from ckanext.spenddata.compare.dimensions import Dimension, Part
from ckanext.spenddata.compare.prices import prices_dict
from ckanext.spenddata.compare.published_months import Duty, Months
from ckanext.spenddata.definitions import Definitions
from ckanext.spenddata.definitions.categories import REDACTED, UNCLASSIFIED
from ckanext.spenddata.definitions.publishers import Publisher
from ckanext.spenddata.ledger import read, supplier_read
from ckanext.spenddata.ledger.connection import Connection
from ckanext.spenddata.logic import dimensions
from ckanext.spenddata.logic.exploring import Question, Scope, question, scope
from ckanext.spenddata.logic.measuring import measuring
from ckanext.spenddata.logic.refusals import refused
from ckanext.spenddata.logic.searches_behind import Searches
from ckanext.spenddata.logic.spans_asked import span_dict
from ckanext.spenddata.values.text import pounds

SAID_APART = {"withheld": REDACTED, "not_classified": UNCLASSIFIED}
"""What is told of every table → its category."""


def totals_dict(
    definitions: Definitions, database: Connection, data_dict: Mapping[str, Any], today: date
) -> dict[str, Any]:
    """A table of totals.

    Args:
        definitions: Duties and categories.
        database: Connection of ``reading()``.
        data_dict: As ``schema.totals.show`` gives it.
        today: The day in London.

    Raises:
        ValidationError: What is asked can't be told; the message says what would do.
    """
    asked, bodies = question(definitions, database, data_dict, today)
    among = scope(definitions, database, asked, bodies, data_dict.get("amount_basis"), today)
    how = measuring(definitions, database, asked, among)
    by_supplier = asked.rows.part is Part.SUPPLIER
    sums, behind = (
        among.suppliers(database, asked, data_dict["limit"])
        if by_supplier
        else (among.sums(database, asked, [axis.part for axis in asked.axes], None), 0)
    )
    try:
        table = set_out(
            asked.rows,
            asked.columns,
            among.known,
            sums,
            among.held,
            most=(data_dict["limit"], data_dict["column_limit"]),
            always=(_always(asked.rows, asked, among), _always(asked.columns, asked, among)),
            behind=behind,
            divisors=how.divisors,
        )
    except TooManyCellsError as error:
        raise refused("limit", _too_large(error)) from error
    if asked.columns and not table.columns:
        # Nothing of what is asked for is published or due, so that no column has a value: the rows are told without them.
        return totals_dict(definitions, database, {**data_dict, "columns": None}, today)
    if by_supplier:
        names = supplier_read.labels(database, [line.value for line in table.lines])
        among = replace(among, known=replace(among.known, suppliers=names))
    return {
        "rows": _axis(asked.rows),
        "columns": _axis(asked.columns) if asked.columns else None,
        "measure": how.told,
        "period": span_dict(asked.span),
        "prices": prices_dict(asked.prices, asked.span.months),
        "card": asked.card,
        "amount_basis": among.basis,
        "amount_bases": [{"amount_basis": basis, **counts} for basis, counts in among.bases.items()],
        "regimes": _regimes(definitions, among),
        **_table(asked, among, table, how.value(table), data_dict),
        **_apart(database, asked, among),
        "bodies": len({publisher_id for (publisher_id, _), each in among.months.items() if each.published}),
        "missing": _missing(among.months, bodies),
        "incomplete": _missing(among.incomplete, bodies) if asked.complete else None,
        "left_out": among.left_out,
        "other_currencies": among.foreign,
        "counted_elsewhere": [
            {"publisher_id": publisher_id, "name": bodies[publisher_id].name, "regime": regime}
            for publisher_id, regime in sorted(among.elsewhere)
            if publisher_id in bodies
        ],
        "as_of_entry": read.last_entry_no(database),
    }


def _too_large(error: TooManyCellsError) -> str:
    """How large a table would be, and what would do."""
    told = {
        "rows": error.rows,
        "columns": error.columns,
        "fit": MOST_CELLS // error.columns,
        "wide": MOST_CELLS // error.rows,
    }
    words = tk._(
        "This table is too large for one answer: rows {rows}, columns {columns}. Choose fewer months, or quarters or years: at most {wide}"
        " columns fit; or at most {fit} rows. The payments themselves are under Data, in files without a limit."
    )
    return words.format(**{name: f"{number:,}" for name, number in told.items()})


def _axis(axis: Dimension) -> dict[str, Any]:
    return {"id": axis.id, "title": tk._(axis.title), "adds_up": axis.adds_up}


def _always(axis: Dimension | None, asked: Question, among: Scope) -> list[str]:
    """What has a line though nothing may have been paid: every month that is asked for, and what was asked for by name."""
    if axis is None:
        return []
    if axis.part is Part.MONTH:
        return sorted({axis.read(among.known, month) for month in asked.span.months})
    if axis.part is Part.CATEGORY and asked.categories:
        return sorted({axis.read(among.known, category) for category in asked.categories})
    return []


def _table(
    asked: Question, among: Scope, table: Crosstab, value: Value, data_dict: Mapping[str, Any]
) -> dict[str, Any]:
    """The figures: columns, lines, what is left of them, and the sum."""
    columns = dimensions.labels(asked.columns, table.columns, asked.span, among.known) if asked.columns else {}
    values = [line.value for line in table.lines]
    rows = dimensions.labels(asked.rows, values, asked.span, among.known)
    bases = table.total

    def line_dict(line: Line | None, label: str) -> dict[str, Any] | None:
        if line is None:
            return None
        whole = bases or line

        def figure(column: str, cell: Cell, of: Cell | None) -> dict[str, Any]:
            return _cell(cell, value((line.value, column), cell, of))

        cells = zip(table.columns, line.cells, whole.cells, strict=True)
        return {
            "label": label,
            "cells": [figure(*each) for each in cells],
            "others": figure(REST, line.others, whole.others) if line.others else None,
            "all": figure(WHOLE, line.all, whole.all) if line.all else None,
        }

    searches = Searches(asked, among, data_dict)
    lines = []
    for line in table.lines:
        row = line_dict(line, rows[line.value]) or {}
        more = _slug(asked.rows, line.value, among)
        lines.append({"id": line.value, **row, **more, "search": searches.of(asked.rows, line.value)})
    return {
        "column_values": [
            {"id": value, "label": label, "search": searches.of(asked.columns, value)}
            for value, label in columns.items()
            if asked.columns
        ],
        "lines": lines,
        "rest": line_dict(table.rest, "") if table.rest else None,
        "total": line_dict(table.total, "") if table.total else None,
        "shown": {
            "rows": len(table.lines),
            "of_rows": table.rows,
            "columns": len(table.columns),
            "of_columns": len(table.columns) + table.other_columns,
        },
        "search": searches.base,
    }


def _slug(axis: Dimension, value: str, among: Scope) -> dict[str, str]:
    """Of a body its name in addresses."""
    body = among.known.bodies.get(value) if axis.part is Part.BODY and axis.id == "publisher" else None
    return {"slug": body.slug} if body else {}


def _cell(cell: Cell, value: str | None) -> dict[str, Any]:
    """A figure; null where nothing is published: that is no nought."""
    known = cell.state in (State.COMPLETE, State.PART)
    return {
        "count": cell.n if known else None,
        "total": pounds(cell.pence) if known else None,
        "value": value if known else None,
        "state": str(cell.state),
    }


def _regimes(definitions: Definitions, among: Scope) -> list[dict[str, Any]]:
    """The duties behind the figures, with their thresholds: not everybody publishes from the same pound on."""
    told = []
    for name in sorted({regime for (_, regime), each in among.months.items() if each.published}):
        regime = definitions.regimes[name]
        threshold = str(regime.threshold.amount) if regime.threshold else None
        told.append({"id": name, "title": regime.title, "threshold": threshold, "card": regime.card})
    return told


def _apart(database: Connection, asked: Question, among: Scope) -> dict[str, Any]:
    """What is withheld and what is not classified, of all that is in the table."""
    wanted = [id_ for id_ in SAID_APART.values() if asked.categories is None or id_ in asked.categories]
    if any(not axis.adds_up for axis in asked.axes):
        return dict.fromkeys(SAID_APART)
    found = {key[0]: (n, pence) for key, n, pence in among.sums(database, asked, [Part.CATEGORY], wanted)}
    return {
        name: {"count": found.get(id_, (0, 0))[0], "total": pounds(found.get(id_, (0, 0))[1])}
        for name, id_ in SAID_APART.items()
    }


def _missing(months: Mapping[Duty, Months], names: Mapping[str, Publisher]) -> dict[str, Any]:
    """Returns that are due and not published, and whose they are."""
    lacking: dict[str, int] = {}
    before: dict[str, int] = {}
    for (publisher_id, _), each in months.items():
        if each.returns:
            lacking[publisher_id] = lacking.get(publisher_id, 0) + each.returns
        if each.before_joining:
            before[publisher_id] = before.get(publisher_id, 0) + each.before_joining
    most = sorted(lacking, key=lambda name: (-lacking[name], name))[:10]
    return {
        "returns": sum(lacking.values()),
        "bodies": len(lacking),
        "most": [{"publisher_id": name, "name": names[name].name, "returns": lacking[name]} for name in most],
        "before_joining": {"returns": sum(before.values()), "bodies": len(before)},
    }
