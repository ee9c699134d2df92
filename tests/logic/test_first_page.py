"""The first page has a sum of each kind of amounts, and none of returns that hold several."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

first_page = pytest.importorskip("ckanext.spenddata.logic.first_page", reason="CKAN is not here")
ledger = pytest.importorskip("ckanext.spenddata.ledger.first_page")

MIXED = ledger.Kind("mixed", False, 3, 9, 900, Decimal("5.00"))
GROSS = ledger.Kind("gross", False, 2, 4, 100, Decimal("7.00"))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Of which kind months, categories and bodies are asked for."""
    of: list[object] = []
    for name in ("months", "categories", "bodies"):
        monkeypatch.setattr(first_page.ledger, name, lambda _c, kind, *_: of.append(kind) or [])
    return of


@pytest.mark.parametrize(("kinds", "sums", "of"), [([MIXED, GROSS], [None, "7.00"], {GROSS}), ([MIXED], [None], set())])
def test_returns_with_several_kinds_have_no_sum_and_no_table(monkeypatch, asked, kinds, sums, of):
    monkeypatch.setattr(first_page.ledger, "kinds", lambda *_: kinds)
    found = first_page.shown(None, {}, "2026-09", date(2026, 11, 29))
    assert [each["amount"] for each in found["kinds"]] == sums
    assert set(asked) == of
    assert bool(found["first_page"]) == bool(of)
