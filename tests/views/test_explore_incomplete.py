"""That figures are incomplete is said once where it holds for a table, a column or a row, and of a cell only where it differs."""

from __future__ import annotations

from typing import Any

import pytest

from ckanext.spenddata.views.explore_incomplete import told_once


def table(*rows: str) -> list[dict[str, Any]]:
    """Cells: ``!`` is incomplete, ``.`` whole, ``-`` no figure."""
    return [{"cells": [{"part": mark == "!", "gap": mark == "-"} for mark in row]} for row in rows]


def marks(lines: list[dict[str, Any]]) -> list[str]:
    return ["".join("!" if cell["part"] else "-" if cell["gap"] else "." for cell in line["cells"]) for line in lines]


@pytest.mark.parametrize(
    ("rows", "whole", "columns", "of_rows", "left"),
    [
        (["!!", "!!"], True, [False, False], [False, False], ["..", ".."]),
        (["!-", "!!", "-!"], True, [False, False], [False] * 3, [".-", "..", "-."]),
        (["!.", "!."], False, [True, False], [False, False], ["..", ".."]),
        (["!!!", "..."], False, [False] * 3, [True, False], ["...", "..."]),
        (["!!!", "!..", "!.."], False, [True, False, False], [True, False, False], ["...", "...", "..."]),
        ([".!", ".."], False, [False, False], [False, False], [".!", ".."]),
        (["!", "."], False, [False], [False, False], ["!", "."]),
        (["!", "!"], True, [False], [False, False], [".", "."]),
        (["!"], False, [False], [False], ["!"]),
        (["--", "--"], False, [False, False], [False, False], ["--", "--"]),
        (["..", ".."], False, [False, False], [False, False], ["..", ".."]),
    ],
)
def test_it_is_said_once_where_it_holds(rows, whole, columns, of_rows, left):
    lines = table(*rows)
    assert told_once(lines) == {"table": whole, "columns": columns}
    assert [line["part"] for line in lines] == of_rows
    assert marks(lines) == left


def test_no_rows_are_nothing_to_say():
    assert told_once([]) == {"table": False, "columns": []}
