"""A restore is believed only where every figure is that of the backup, and the difference is named."""

from __future__ import annotations

from typing import Any

import pytest

from ckanext.spenddata.backup import figures
from ckanext.spenddata.backup.faults import BackupError


def told(**other: Any) -> dict[str, Any]:
    known: dict[str, Any] = {
        "portal": {"returns": 2, "amount": "1234.50"},
        "publishers": {"X-DEMO-1": {"payments": 3, "amount": "1234.50"}},
        "rows": {"ckan": {"public.package": 5}, "datastore": {"spenddata.ledger": 3}},
    }
    return known | other


def test_the_same_figures_are_the_same():
    figures.compare(told(), told())


@pytest.mark.parametrize(
    ("found", "named"),
    [
        (told(portal={"returns": 1, "amount": "1234.50"}), "portal returns: 2 in the backup, 1 restored"),
        (told(publishers={"X-DEMO-1": {"payments": 3, "amount": "1234.51"}}), "amount: 1234.50 in the backup, 1234.51"),
        (told(publishers={}), "X-DEMO-1 payments: 3 in the backup, None restored"),
        (
            told(rows={"ckan": {"public.package": 5, "public.more": 0}, "datastore": {"spenddata.ledger": 3}}),
            "public.more",
        ),
        (told(rows={"ckan": {"public.package": 5}, "datastore": {"spenddata.ledger": 0}}), "spenddata.ledger: 3"),
    ],
)
def test_one_penny_row_or_table_more_or_less_is_named(found, named):
    with pytest.raises(BackupError, match="not what was backed up") as differing:
        figures.compare(told(), found)
    assert named in str(differing.value)


def test_a_message_names_a_few_of_many():
    with pytest.raises(BackupError) as differing:
        figures.compare({"rows": {str(n): n for n in range(1, 100)}}, {})
    assert str(differing.value).count("in the backup") == 5


def test_a_person_reads_counts_and_sums():
    assert figures.as_lines(
        {"portal": {"payments": 12_345, "amount": "1,234.50"}, "rows": {"ckan": {"a": 1, "b": 2}}}
    ) == [
        "payments: 12,345",
        "amount: £1,234.50",
        "database ckan: 2 tables, 3 rows",
    ]
