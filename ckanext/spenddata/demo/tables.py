"""The tables of the demonstration (``data/``): who the bodies are, what they buy and why they differ."""

from __future__ import annotations

from pathlib import Path

from ckanext.spenddata.definitions import csv_file

FOLDER = Path(__file__).with_name("data")
SEPARATOR = "|"
"""Between several values in one cell."""


def rows(name: str, *columns: str) -> list[csv_file.Row]:
    """The rows of a table; ``DefinitionError`` names what is wrong in it."""
    return csv_file.rows([FOLDER / name], columns)
