"""Random comparisons, made again from the published CSV alone: to the penny, with ranks, quartiles and deviations."""

from __future__ import annotations

import io
import random
from collections.abc import Callable

import pytest

from tests.ledger import recomputed
from tests.ledger.counties import bodies, year

__all__ = ["bodies", "year"]

pytestmark = pytest.mark.portal
PERIODS = ("2025-26", "2025-Q3", "2025-05/2025-11", "2025-05", "2026-Q1")


def csv_of_everything() -> str:
    """*All published spend* as its download holds it: the public view, line by line, by the role that readers have."""
    from ckanext.spenddata.ledger import ALL_SPEND, connection

    out = io.StringIO()
    with connection.reading() as ledger, ledger.cursor() as cursor:
        cursor.copy_expert(f'copy (select * from public."{ALL_SPEND}") to stdout with csv header', out)
    return out.getvalue()


def ask(**asked):
    from ckan.plugins import toolkit as tk

    return tk.get_action("spenddata_comparison_show")({"user": ""}, asked)


def question(dice: random.Random, publishers: list[str], periods: tuple[str, ...]) -> dict[str, object]:
    return {
        "publishers": dice.sample(publishers, dice.randint(2, len(publishers))),
        "measure": dice.choice(sorted(recomputed.MEASURES)),
        "period": dice.choice(periods),
        "order": dice.choice(["distance", "difference", "times", "size"]),
    }


@pytest.mark.usefixtures("year")
def test_random_comparisons_of_five_counties():
    lines = recomputed.payments([csv_of_everything()])
    assert len(lines) == 5 * 32
    dice = random.Random(12)
    for _ in range(15):
        asked = question(dice, [f"X-DEMO-C{n}" for n in range(1, 6)], PERIODS)
        assert recomputed.wrong(ask(**asked), lines) == [], asked


@pytest.mark.usefixtures("year")
def test_the_recomputation_sees_a_penny():
    """A test of the test: one figure that is a penny out is found."""
    shown = ask(publishers=["X-DEMO-C1", "X-DEMO-C2"], period="2025-26", measure="spend")
    lines = [
        {"publisher_id": cell["publisher_id"], "regime": "lgtc-500", "category": row["category"]}
        | {"payment_date": "2025-05-03", "amount": cell["amount"]}
        for row in shown["categories"]
        for cell in row["cells"]
    ]
    lines[0]["amount"] = f"{float(lines[0]['amount']) + 0.01:.2f}"
    assert any("amount is" in said for said in recomputed.wrong(shown, lines))


@pytest.mark.deep
@pytest.mark.usefixtures("portal_plugins", "clean_db", "ledger", "clean_transactions", "with_request_context")
def test_two_hundred_random_comparisons(measured: Callable[[str], None]):
    from ckan.plugins import toolkit as tk

    from benchmarks.filling import fill
    from benchmarks.payments import Plan

    fill(Plan(60_000, publishers=14, months=18), lambda _said: None)
    lines = recomputed.payments([csv_of_everything()])
    publishers = [each["publisher_id"] for each in tk.get_action("spenddata_publisher_list")({"user": ""}, {})]
    months = sorted({line["payment_date"][:7] for line in lines})
    dice, cells, faults = random.Random(200), 0, []
    for _ in range(200):
        first, last = sorted(dice.sample(months, 2))
        asked = question(dice, publishers, (f"{first}/{last}", last))
        shown = ask(**asked)
        cells += sum(len(row["cells"]) for row in shown["categories"])
        faults += recomputed.wrong(shown, lines)
    measured(f"200 comparisons of {len(lines)} payments, {cells} cells: {len(faults)} differ")
    assert faults == []
