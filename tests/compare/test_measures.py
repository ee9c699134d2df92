"""Every measure, with figures worked out by hand."""

from __future__ import annotations

from fractions import Fraction
from statistics import median

import pytest

from ckanext.spenddata.compare import other_figures
from ckanext.spenddata.compare.comparison import Comparison, compare
from ckanext.spenddata.compare.figures import AmountCount, LargestSuppliers, Total, TypeTotal
from ckanext.spenddata.compare.findings import finding
from ckanext.spenddata.definitions.publishers import Fact, read_fact
from tests.compare.making import DEFINITIONS, YEAR, body, circumstances, filed, totals, whole_year

BODY = body(
    1,
    facts=(
        Fact("population", 100_000, 2024),
        Fact("employees", 400, 2025),
        Fact("beds", 800, 2025),
        Fact("pupils", 12_500, 2025),
        Fact("schools", 40, 2025),
        Fact("budget_millions", 2.5, 2025),
    ),
)
"""100,000 people, 400 members of staff; of a council the beds count for nothing."""
TOTALS = totals(BODY, it=30_000_00, social_care=50_000_00, grants=15_000_00, unclassified=5_000_00)
"""£100,000 in eight payments: £80,000 in two categories of things that are bought, £15,000 of grants, £5,000 of nobody knows what."""
LARGEST = [LargestSuppliers(BODY.publisher_id, "lgtc-500", 10, 62_500_00)]
WITHHELD = [Total(BODY.publisher_id, "lgtc-500", "", 3, 30_400_00)]
"""Three of the eight payments, £30,400, whatever their categories."""

BY_HAND = {
    "spend-per-head": Fraction(1),  # £100,000 / 100,000 people
    "spend": Fraction(100_000),
    "bought-per-head": Fraction(80_000, 100_000),
    "bought": Fraction(80_000),
    "share": Fraction(80),  # £80,000 of £100,000
    "average-payment": Fraction(12_500),  # £100,000 / 8
    "transactions": Fraction(8),
    "ten-largest-suppliers": Fraction(125, 2),  # £62,500 of £100,000
    "unclassified": Fraction(5),
    "spend-per-employee": Fraction(250),  # £100,000 / 400
    "spend-per-bed": None,  # a council is no hospital
    "spend-per-pupil": Fraction(8),  # £100,000 / 12,500
    "spend-per-school": Fraction(2_500),
    "spend-per-million": Fraction(40_000),  # £100,000 / 2.5
    "median-payment": Fraction(300),  # of £100, £200, £400 and £400, halfway between the two in the middle
    "by-card": Fraction(20),  # £25,000 by card beside £100,000 by invoice
    "to-voluntary": Fraction(10),  # £5,000 of the £50,000 paid to suppliers of a stated type
    "to-small": Fraction(40),
    "redacted": Fraction(152, 5),  # £30,400 of £100,000 is 30.4%
}


REGIMES = {BODY.publisher_id: "lgtc-500"}


def given(measure: str) -> other_figures.Given:
    """What sums by category can't tell."""
    id_ = BODY.publisher_id
    if measure == "median-payment":
        counts = [("it", 400_00, 2), ("it", 100_00, 1), ("social_care", 200_00, 1), ("it", -900_00, 7)]
        amounts = [AmountCount(id_, "lgtc-500", *each) for each in counts]
        return other_figures.medians([*amounts, AmountCount(id_, "lgtc-gpc", "it", 1, 99)], REGIMES)
    if measure == "by-card":
        card = [Total(id_, "lgtc-gpc", "it", 50, 25_000_00)]
        return other_figures.by_card([*TOTALS, *card], REGIMES, ["lgtc-gpc"])
    paid = {"vcs": 5_000_00, "sme": 20_000_00, "large": 25_000_00, "": 40_000_00, "unknown": 10_000_00}
    stated = [TypeTotal(id_, "lgtc-500", kind, pence) for kind, pence in paid.items()]
    return other_figures.supplier_types(stated, DEFINITIONS.measures[measure].supplier_types, REGIMES)


def compared(measure: str, **more) -> Comparison:
    return compare(
        [circumstances(BODY)],
        more.get("found", TOTALS),
        DEFINITIONS.measures[measure],
        YEAR,
        DEFINITIONS.categories,
        LARGEST,
        more.get("withheld", WITHHELD),
        given=more.get("given", given(measure)),
    )


def test_every_measure_has_figures_worked_out_by_hand():
    assert set(BY_HAND) == set(DEFINITIONS.measures)


@pytest.mark.parametrize("measure", BY_HAND)
def test_a_measure_is_what_is_worked_out_by_hand(measure: str):
    assert compared(measure).total.cells[0].value == BY_HAND[measure]


def test_what_is_withheld_has_its_payments_and_pounds_beside_the_share():
    comparison = compared("redacted")
    cell = comparison.total.cells[0]
    assert (cell.n, cell.amount) == (3, 30_400_00)
    assert "withheld who it paid for 30.4% of its published spending" in finding(comparison).text


def test_nothing_withheld_is_nought_where_something_was_published():
    assert compared("redacted", withheld=[]).total.cells[0].value == 0


def test_a_return_without_a_payment_in_its_period_is_no_return_of_nought():
    quarter = [filed(BODY, "2025-Q2", inside=0)]
    span = type(YEAR)("2025-04", "2025-06")
    alone = circumstances(BODY, quarter, span=span)
    said = compare([alone], [], DEFINITIONS.measures["spend"], span, DEFINITIONS.categories)
    assert said.total.cells[0].value is None
    assert (
        "has published a return for April to June 2025, but no payment of it falls within April to June 2025"
        in finding(said).text
    )
    assert [caution.code for caution in said.bodies[0].cautions] == ["elsewhere"]
    assert (
        "published its return for April to June 2025, but no payment of it falls there"
        in said.bodies[0].cautions[0].text
    )


def test_one_return_elsewhere_among_others_is_said_and_kept_from_the_peers():
    returns = [*whole_year(BODY)[1:], filed(BODY, "2025-Q2", inside=0)]
    covered = circumstances(BODY, returns)
    assert not covered.coverage.complete
    assert covered.coverage.missing == ()
    said = compare([covered], TOTALS, DEFINITIONS.measures["spend"], YEAR, DEFINITIONS.categories)
    assert "(no payment of 1 of the returns falls in its own period)" in finding(said).text
    assert not said.bodies[0].counted


@pytest.mark.parametrize("kind", ["NHS trust", "central government", "other"])
def test_residents_mean_nothing_for_bodies_that_do_not_serve_an_area(kind: str):
    trust = body(1, body_type=kind, body_subtype="")
    said = compare([circumstances(trust)], TOTALS, DEFINITIONS.measures["spend-per-head"], YEAR, DEFINITIONS.categories)
    assert said.total.cells[0].value is None
    assert said.total.cells[0].amount == 100_000_00
    assert "the people who live in an area are not who it serves" in finding(said).text
    assert [caution.code for caution in said.bodies[0].cautions] == ["denominator"]


def test_peers_have_no_median_where_the_measure_means_nothing_for_the_body():
    city = body(1, body_subtype="City corporation")
    peers = [body(n, body_subtype="Unitary authority") for n in range(2, 7)]
    figures = [each for b in (city, *peers) for each in totals(b, it=100)]
    per_head = DEFINITIONS.measures["spend-per-head"]
    said = compare([*map(circumstances, (city, *peers))], figures, per_head, YEAR, DEFINITIONS.categories)
    assert {row.statistics for row in (said.total, *said.rows)} == {None}
    assert said.total.cells[1].value is not None, "each peer's own figure stands"


def test_a_denominator_has_a_floor():
    hamlet = body(1, facts=(Fact("population", 400, 2024),))
    per_head = DEFINITIONS.measures["spend-per-head"]
    said = compare([circumstances(hamlet)], TOTALS, per_head, YEAR, DEFINITIONS.categories)
    assert said.total.cells[0].value is None
    assert "its population of 400 is too small to divide by" in finding(said).text


def test_what_is_not_published_is_no_share_of_nothing():
    for measure in ("median-payment", "by-card", "to-voluntary", "to-small"):
        assert compared(measure, given={}).total.cells[0].value is None
    assert other_figures.by_card(TOTALS, REGIMES, ["lgtc-gpc"]) == {}, "it may have cards, and publish nothing of them"
    unstated = [TypeTotal(BODY.publisher_id, "lgtc-500", "unknown", 100)]
    assert other_figures.supplier_types(unstated, ("vcs",), REGIMES) == {}


def test_a_median_is_of_each_category_too():
    found = given("median-payment")
    assert found[BODY.publisher_id, "it"] == 400_00
    assert found[BODY.publisher_id, "social_care"] == 200_00


@pytest.mark.parametrize("amounts", [[1], [1, 2], [5, 1, 1], [3, 3, 3, 1], [9, 1, 4, 4, 2, 2]])
def test_the_median_of_counts_is_that_of_the_amounts(amounts: list[int]):
    counts = [AmountCount(BODY.publisher_id, "lgtc-500", "it", each, amounts.count(each)) for each in set(amounts)]
    assert other_figures.medians(counts, REGIMES)[BODY.publisher_id, ""] == Fraction(median(amounts))


def test_a_body_without_the_fact_has_no_figure_and_it_is_said():
    without = body(1, facts=())
    said = compare(
        [circumstances(without)], TOTALS, DEFINITIONS.measures["spend-per-employee"], YEAR, DEFINITIONS.categories
    )
    assert said.total.cells[0].value is None
    assert "No number of staff (full-time equivalents) is known for Body 1" in said.bodies[0].cautions[0].text


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("beds: 812 (2025, NHS England)", Fact("beds", 812, 2025, "NHS England")),
        ("employees: 4,310.5 (2024)", Fact("employees", 4310.5, 2024, "")),
        ("beds 812", None),
        ("beds: many (2025)", None),
        ("beds: 812", None),
    ],
)
def test_a_fact_is_read_as_people_write_it(text: str, fact: Fact | None):
    assert read_fact(text) == fact
