"""References that a spreadsheet wrote as numbers: ``5,049,460`` and ``610231.0`` for 5049460 and 610231."""

from __future__ import annotations

import re

import polars as pl

from ckanext.spenddata.intake.columns.layout import Layout
from ckanext.spenddata.values import text

_FIELDS = ("transaction_number", "supplier_local_id", "contract_reference", "project_code")
_NUMBER = r"^(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.0+)?$"
_MARKED = re.compile(r",|\.0+$")
_FEWEST = 2


def find(layout: Layout) -> None:
    """Note the fields of a layout whose whole column is written so, and tell of them."""
    columns = {column.number: column for column in layout.columns}
    for name in _FIELDS:
        mapped = layout.fields.get(name)
        cells = [text.trimmed(cell) for cell in columns[mapped.column].cells] if mapped else []
        filled = [cell for cell in cells if cell and not text.is_nothing(cell)]
        marked = [cell for cell in filled if _MARKED.search(cell)]
        # A single amount among the references is no habit of the spreadsheet's: it has slipped there from another column.
        usual = len(filled) >= _FEWEST and len(marked) * 2 >= len(filled)
        if mapped and usual and all(re.fullmatch(_NUMBER, cell) for cell in filled):
            layout.numbers |= {name}
            layout.notes.append(
                f"“{columns[mapped.column].label}” holds numbers as a spreadsheet shows amounts ({marked[0]}). They are references "
                f"and read without commas and decimals ({_plain(marked[0])})."
            )


def plainly(cells: pl.Series) -> pl.Series:
    """The cells of such a column as a person would write them; what is no number stays."""
    number = cells.str.contains(_NUMBER).fill_null(value=False)
    plain = cells.str.replace_all(",", "", literal=True).str.replace(r"\.0+$", "")
    return pl.select(pl.when(number).then(plain).otherwise(cells)).to_series()


def _plain(cell: str) -> str:
    return _MARKED.sub("", cell)
