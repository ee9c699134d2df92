"""Five fictional counties, a district and a trust, with a year of returns in the ledger: something to be compared."""

from __future__ import annotations

import polars as pl
import pytest

from ckanext.spenddata.ledger import publish
from tests.ledger.making import publication, rows
from tests.returns.standing import number_of_writes

REGIME = "lgtc-500"
QUARTERS = {"2025-Q2": (2025, 5), "2025-Q3": (2025, 8), "2025-Q4": (2025, 11), "2026-Q1": (2026, 2)}
BEFORE = {"2024-Q2": (2024, 5), "2024-Q3": (2024, 8), "2024-Q4": (2024, 11), "2025-Q1": (2025, 2)}
BODIES = {
    f"X-DEMO-C{n}": {"name": f"county-{n}", "title": f"County {n}", "body_subtype": "County", "population": 100_000 + n}
    for n in range(1, 6)
} | {
    "X-DEMO-D1": {
        "name": "district-1",
        "title": "District 1",
        "body_subtype": "Non-metropolitan district",
        "population": 90_000,
    },
    "X-DEMO-D2": {
        "name": "district-2",
        "title": "District 2",
        "body_subtype": "Non-metropolitan district",
        "population": 80_000,
        "began": "2025-10-01",
        "predecessors": ["X-DEMO-D3"],
    },
    "X-DEMO-D3": {
        "name": "district-3",
        "title": "District 3",
        "body_subtype": "Non-metropolitan district",
        "population": 80_000,
        "ended": "2025-09-30",
    },
    "X-DEMO-T1": {
        "name": "trust-1",
        "title": "Trust 1",
        "body_type": "NHS trust",
        "body_subtype": "NHS trust",
        "regimes": ["nhs-25k"],
    },
}
SUBJECT = "X-DEMO-C1"
EMPTIED = {"ledger", "bodies"}
"""Fixtures that empty the ledger, where a test asks for one of them beside the year."""
_written: list[str] = []
"""How much had been written to the databases when the year was in them."""


@pytest.fixture
def bodies(request, portal_plugins, ledger, with_request_context):
    from ckan import model
    from ckan.tests import factories

    if model.Group.get("county-1") is None:
        # Made once: nothing here changes CKAN's database.
        request.getfixturevalue("clean_db")
        for publisher_id, body in BODIES.items():
            made = {
                "body_type": "local authority",
                "regimes": [REGIME],
                "population_year": 2024,
                "amount_basis": "gross",
            }
            factories.Organization(publisher_id=publisher_id, **(made | body))


@pytest.fixture
def year(request, portal_plugins, with_request_context) -> None:
    """Every county's returns of the year 2025-26, each larger than the one before; the test before's, if nobody wrote since."""
    if not EMPTIED & set(request.fixturenames) and _written == [number_of_writes()]:
        return
    request.getfixturevalue("bodies")
    for n, publisher_id in enumerate((each for each in BODIES if "-C" in each), 1):
        file_year(publisher_id, n)
    _written[:] = [number_of_writes()]


def file_year(publisher_id: str, seed: int, quarters=tuple(QUARTERS), **changes) -> None:
    for quarter in quarters:
        publish.publish(publication(publisher_id=publisher_id, period=quarter), spent(quarter, seed, **changes))


def spent(quarter: str, seed: int, **changes) -> pl.DataFrame:
    year, month = (QUARTERS | BEFORE)[quarter]
    frame = rows(8, seed).with_columns(
        payment_date=pl.date(year, month, 3), amount=pl.lit(seed * 100_000, dtype=pl.Int64)
    )
    return frame.with_columns(**changes)
