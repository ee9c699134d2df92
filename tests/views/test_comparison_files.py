"""A comparison to take away: each figure of the page in a line of its own, with what made it; numbers as numbers, words as words."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata.compare import plain
from ckanext.spenddata.compare.comparison import compare
from ckanext.spenddata.views import comparison_files as files
from tests.compare.making import DEFINITIONS, YEAR, body, circumstances, totals


def comparison(name: str = "Body 1") -> dict[str, Any]:
    """What the page shows of six bodies, the first of which spends ten times as much on IT."""
    bodies = [circumstances(body(n, name=name if n == 1 else f"Body {n}")) for n in range(1, 7)]
    figures = [
        each for b in bodies for each in totals(b.publisher, it=10_000_00 if b is bodies[0] else 1_000_00, grants=5_00)
    ]
    made = compare(bodies, figures, DEFINITIONS.measures["spend"], YEAR, DEFINITIONS.categories)
    return plain.comparison_dict(made) | {"regime": {"id": "lgtc-500", "title": "Spend over £500"}, "as_of_entry": 17}


SHOWN = comparison()
LINES = [dict(zip(files.COLUMNS, line, strict=True)) for line in files.lines(SHOWN)]


def of(category: str, publisher_id: str) -> dict[str, Any]:
    [line] = [each for each in LINES if (each["category"], each["publisher_id"]) == (category, publisher_id)]
    return line


def test_every_figure_of_the_page_has_its_line():
    assert len(LINES) == 6 * (1 + len(SHOWN["categories"]))
    line = of("it", "X-DEMO-1")
    assert (line["amount"], line["value"], line["measure"], line["role"]) == (
        "10000.00",
        "10000.00",
        "spend",
        "publisher",
    )
    assert (line["peers"], line["peers_median"], line["rank"], line["of"], line["times"]) == (
        5,
        "1000.00",
        1,
        6,
        "10.00",
    )
    assert (line["period"], line["regime"], line["as_of_entry"]) == ("2025-04/2026-03", "lgtc-500", 17)
    assert (line["returns_received"], line["returns_expected"], line["rows_left_out"]) == (4, 4, 0)


def test_where_the_body_stands_is_in_its_own_lines_alone():
    assert of("it", "X-DEMO-2")["rank"] is None
    assert of("it", "X-DEMO-2")["peers_median"] == "1000.00"
    assert of("it", "X-DEMO-2")["in_statistics"] == "yes"
    assert of("it", "X-DEMO-1")["in_statistics"] == "no"
    assert of("all", "X-DEMO-1")["amount"] == "10005.00"


def test_in_a_workbook_numbers_are_numbers_and_names_no_formulas(monkeypatch):
    monkeypatch.setattr(tk, "_", str, raising=False)
    monkeypatch.setattr(files.downloads, "attachment", lambda content, name, kind: (content, name, kind))
    content, name, kind = files.workbook(comparison("=HYPERLINK(1)"))
    assert (name, kind) == ("comparison.xlsx", files.XLSX)
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet, about = book["Comparison"], book["About"]
    head, first, *_ = sheet.iter_rows(values_only=True)
    assert head == files.COLUMNS
    row = dict(zip(head, first, strict=True))
    assert (row["amount"], row["rank"], row["publisher_name"]) == (10005, 1, "=HYPERLINK(1)")
    assert sheet.cell(2, 1 + head.index("publisher_name")).data_type == "s"
    assert isinstance(row["peers_median"], int | float)
    words = [cell for (cell,) in about.iter_rows(values_only=True)]
    assert words[0] == comparison("=HYPERLINK(1)")["headline"]
    assert any("2025-26" in each for each in words)


@pytest.mark.parametrize("name", sorted(files.NUMBERS))
def test_what_is_called_a_number_is_one(name):
    for line in LINES:
        assert line[name] is None or float(line[name]) == float(line[name])
