"""``ledger restore`` tells each return that is in the ledger again, and where it stopped."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from ckanext.spenddata.ledger.cli import restore
from ckanext.spenddata.ledger.publication import LedgerError
from ckanext.spenddata.returns.repair import restore as repair


@pytest.fixture
def entries(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    found: list[object] = []

    def publish_again() -> Iterator[object]:
        for each in found:
            if isinstance(each, Exception):
                raise each
            yield each

    monkeypatch.setattr(repair, "restore", publish_again)
    return found


def entry(period: str, rows: int) -> SimpleNamespace:
    return SimpleNamespace(return_id=f"X-DEMO-1.lgtc-500.{period}", revision=2, n=rows)


def test_returns_and_rows_are_summed(actions, entries):
    entries += [entry("2026-Q1", 1), entry("2026-Q2", 1200)]
    done = actions.run(restore)
    assert done.stdout.splitlines() == [
        "X-DEMO-1.lgtc-500.2026-Q1 revision 2: 1 transaction",
        "X-DEMO-1.lgtc-500.2026-Q2 revision 2: 1,200 transactions",
        "In the ledger again: 2 returns with 1,201 transactions. `ckan spenddata ledger verify` proves it.",
    ]


def test_it_stops_where_the_ledger_refuses_and_says_how_far_it_came(actions, entries):
    entries += [entry("2026-Q1", 1), LedgerError("It is another one's."), entry("2026-Q2", 2)]
    done = actions.run(restore)
    assert done.exit_code == 1
    assert done.stderr == "Stopped after 1 return: It is another one's.\n"
