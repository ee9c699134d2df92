"""A rule of a kind, as an administrator would write one, tried on a few rows: what a module of rules does by itself."""

from __future__ import annotations

from typing import Any

import polars as pl

from ckanext.spenddata.checks.check import check
from ckanext.spenddata.checks.history import History
from ckanext.spenddata.definitions.regimes import Basis
from ckanext.spenddata.definitions.rules import Rule
from ckanext.spenddata.rows import Rows
from tests.checks.filings import context, filing, good


def tried(kind: str, rows: Rows | list[dict[str, str | None]], **asked: Any) -> pl.DataFrame:
    """The findings of one rule of a kind.

    Args:
        kind: Its name in ``KINDS``.
        rows: What was filed.
        asked: ``parameters``, ``fields``, ``severity``, ``expected`` of the rule; the rest is what the check knows (``filings.context``).
    """
    rule = Rule(
        id="a-rule",
        title="A rule",
        kind=kind,
        expected=asked.pop("expected", "something else"),
        remedy="Look at it.",
        basis=Basis(text="A test", url="https://example.org"),
        fields=tuple(asked.pop("fields", ())),
        parameters=asked.pop("parameters", {}),
        severity=asked.pop("severity", "warning"),
    )
    filed = rows if isinstance(rows, Rows) else filing(*rows)
    return check(filed, context(**asked), [rule])


def places(found: pl.DataFrame) -> list[int]:
    """The rows of the file that were found, the first row of payments being 2."""
    return found["row"].to_list()


def earlier(*returns: tuple[str, list[dict[str, str | None]]]) -> History:
    """What was filed before: (period, rows)."""
    return History.of((period, filing(*rows).frame) for period, rows in returns)


def payments(*pounds: str, **cells: str | None) -> list[dict[str, str | None]]:
    """One row for each amount, alike otherwise, each with a number of its own."""
    return [good(amount=each, transaction_number=f"51{number:08}", **cells) for number, each in enumerate(pounds)]
