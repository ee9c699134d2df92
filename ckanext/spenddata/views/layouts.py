"""How the files of a revision were read, layout by layout; and the form in which a person says which column is which."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.spenddata import config

SURE = 0.8
"""A column mapped with less confidence than this is shown to be looked at."""


@dataclass(frozen=True)
class Layout:
    """Columns that one or more tables of a revision share."""

    signature: str
    tables: tuple[Mapping[str, Any], ...]
    """The tables as the report has them, each with its ``file``; the first one's mapping is the layout's."""

    @property
    def mapping(self) -> dict[str, int]:
        """Canonical field → number of its column."""
        return {field: found["column"] for field, found in self.tables[0]["mapping"].items()}

    def control(self, number: int) -> str:
        """Name of the form's control for a column."""
        return f"column-{self.signature}-{number}"


def layouts(report: Mapping[str, Any]) -> list[Layout]:
    """The layouts of a report, in the order of the files."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for file in report.get("files") or ():
        for table in file["tables"]:
            found.setdefault(table["signature"], []).append({**table, "file": file["file"]})
    return [Layout(signature, tuple(tables)) for signature, tables in found.items()]


def confirmed(found: Iterable[Layout], chosen: Mapping[str, str]) -> tuple[dict[str, dict[str, int]], dict[str, str]]:
    """What was chosen, as an action's ``layouts``; and messages, by control, for columns that can't be so."""
    answers: dict[str, dict[str, int]] = {}
    said: dict[str, str] = {}
    known = config.definitions().transaction.names
    for layout in found:
        mapping: dict[str, int] = {}
        for column in layout.tables[0]["columns"]:
            field = chosen.get(layout.control(column["number"]), "")
            if field in mapping:
                said[layout.control(column["number"])] = tk._(
                    "{field} is chosen for two columns. Choose it for one of them only."
                ).format(field=tk.h.spenddata_field_title(field))
            elif field in known:
                mapping[field] = column["number"]
        answers[layout.signature] = mapping
    return answers, said


def shown(found: Sequence[Layout], chosen: Mapping[str, str], said: Mapping[str, str]) -> list[dict[str, Any]]:
    """The layouts for the template."""
    return [_shown(layout, chosen, said) for layout in found]


def _shown(layout: Layout, chosen: Mapping[str, str], said: Mapping[str, str]) -> dict[str, Any]:
    first = layout.tables[0]
    by_column = {mapped["column"]: (field, mapped) for field, mapped in first["mapping"].items()}
    columns = [_column(layout, column, by_column, chosen, said) for column in first["columns"]]
    mapped = [column for column in columns if column["field"]]
    return {
        "signature": layout.signature,
        "tables": [_table(table) for table in layout.tables],
        "columns": columns,
        "mapped": len(mapped),
        "unused": [column["name"] for column in columns if not column["field"]],
        "unsure": any(not column["sure"] for column in mapped),
        "confirmed": bool(mapped) and all(column["said"] for column in mapped),
        "otherwise": [_otherwise(table, first) for table in layout.tables[1:] if _columns(table) != _columns(first)],
    }


def _column(
    layout: Layout,
    column: Mapping[str, Any],
    by_column: Mapping[int, tuple[str, Mapping[str, Any]]],
    chosen: Mapping[str, str],
    said: Mapping[str, str],
) -> dict[str, Any]:
    number = column["number"]
    field, mapped = by_column.get(number, ("", {"why": "", "confidence": 1.0}))
    control = layout.control(number)
    return {
        "control": control,
        "number": number,
        "title": column["title"],
        "name": column["title"] or tk._("column {number}").format(number=number),
        "samples": column["samples"],
        "field": field,
        "value": chosen.get(control, field),
        "why": mapped["why"],
        "confidence": mapped["confidence"],
        "sure": mapped["confidence"] >= SURE,
        "said": mapped["confidence"] == 1 and mapped["why"].startswith("as you"),
        "message": said.get(control, ""),
    }


def _table(table: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "file": table["file"],
        "sheet": table["sheet"],
        "name": _name(table),
        "header_row": table["header_row"],
        "rows": table["rows"],
        "left_out": [
            _left_out(kind, count, table["left_out_rows"].get(kind, ())) for kind, count in table["left_out"].items()
        ],
    }


def _columns(table: Mapping[str, Any]) -> dict[str, int]:
    return {field: mapped["column"] for field, mapped in table["mapping"].items()}


def _otherwise(table: Mapping[str, Any], first: Mapping[str, Any]) -> dict[str, Any]:
    """A table with the same titles whose values stand in another order: which stand elsewhere."""
    usual = _columns(first)
    moved = [{"field": field, "column": at} for field, at in _columns(table).items() if usual.get(field) != at]
    return {"name": _name(table), "columns": moved}


def _name(table: Mapping[str, Any]) -> str:
    """Where a table is, in words."""
    rows = tk._("rows {first} to {last}").format(
        first=tk.h.spenddata_count(table["first_row"]), last=tk.h.spenddata_count(table["last_row"])
    )
    sheet = tk._("sheet {sheet}").format(sheet=table["sheet"]) if table["sheet"] else None
    return ", ".join(filter(None, (table["file"], sheet, rows)))


def _left_out(kind: str, count: int, rows: Iterable[int]) -> dict[str, Any]:
    words = {
        "title": tk.ungettext("{n} row of titles above the table", "{n} rows of titles above the table", count),
        "blank": tk.ungettext("{n} blank row", "{n} blank rows", count),
        "total": tk.ungettext("{n} total", "{n} totals", count),
        "note": tk.ungettext("{n} note", "{n} notes", count),
        "repeated_header": tk.ungettext("{n} repeated header", "{n} repeated headers", count),
        "filler": tk.ungettext("{n} row without content", "{n} rows without content", count),
    }
    said = words.get(kind) or f"{{n}} {kind.replace('_', ' ')}"
    numbers = list(rows)
    places = ", ".join(_run(run) for run in _runs(numbers))
    more = ", …" if count > len(numbers) else ""
    return {
        "kind": kind,
        "words": said.format(n=tk.h.spenddata_count(count)),
        "rows": tk.ungettext("row {places}", "rows {places}", len(numbers)).format(places=places + more)
        if numbers
        else "",
    }


def _runs(numbers: Sequence[int]) -> Iterator[list[int]]:
    """Numbers that follow each other, together."""
    for _, run in groupby(enumerate(numbers), key=lambda item: item[1] - item[0]):
        yield [number for _, number in run]


def _run(run: Sequence[int]) -> str:
    first, last = tk.h.spenddata_count(run[0]), tk.h.spenddata_count(run[-1])
    return first if len(run) == 1 else f"{first}–{last}"


def fields() -> Iterator[dict[str, str]]:
    """The fields that a column may be, as choices."""
    for field in config.definitions().transaction.names:
        yield {"value": field, "label": tk.h.spenddata_field_title(field)}
