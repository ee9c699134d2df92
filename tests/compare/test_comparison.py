"""A comparison is exact, says what it does not know, and shows nothing that it does not count."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.spenddata.compare.comparison import compare
from ckanext.spenddata.compare.figures import LargestPayment, LargestSuppliers
from ckanext.spenddata.compare.findings import finding
from ckanext.spenddata.definitions.publishers import Fact
from tests.compare.making import DEFINITIONS, YEAR, body, circumstances, totals, whole_year

CATEGORIES = DEFINITIONS.categories


def run(bodies, figures, measure="spend", **changes):
    made = [each if not hasattr(each, "publisher_id") else circumstances(each) for each in bodies]
    return compare(made, figures, DEFINITIONS.measures[measure], YEAR, CATEGORIES, **changes)


@pytest.fixture
def five():
    return [body(n) for n in range(1, 6)]


def test_each_body_each_category_and_their_total(five):
    figures = [each for n, b in enumerate(five, 1) for each in totals(b, it=n * 1000, legal=n * 10, grants=n)]
    found = run(five, figures)
    assert [cell.amount for cell in found.total.cells] == [1011 * n for n in range(1, 6)]
    assert [cell.n for cell in found.total.cells] == [6] * 5
    by_category = {row.category: row for row in found.rows}
    assert [cell.amount for cell in by_category["it"].cells] == [1000 * n for n in range(1, 6)]
    assert sum(row.cells[0].amount for row in found.rows) == found.total.cells[0].amount
    assert by_category["it"].cells[0].share == Fraction(1000, 1011)


def test_the_body_is_measured_against_its_peers_and_not_against_itself(five):
    figures = [each for n, b in enumerate(five, 1) for each in totals(b, it=n * 100)]
    found = run(five, figures)
    assert found.total.statistics is not None
    assert (found.total.statistics.count, found.total.statistics.median) == (4, Fraction("3.5"))
    assert found.total.standing is not None
    assert (found.total.standing.rank, found.total.standing.difference) == (5, Fraction("-2.5"))


def test_unlike_bodies_stand_in_the_table_and_not_in_the_median(five):
    district = body(9, body_subtype="Non-metropolitan district")
    figures = [each for b in (*five, district) for each in totals(b, it=100)] + totals(district, legal=10**9)
    found = run([*five, district], figures)
    assert found.total.cells[5].amount == 100 + 10**9
    assert found.total.statistics is not None
    assert (found.total.statistics.count, found.total.statistics.maximum) == (4, 1)
    assert found.bodies[5].counted is False


def test_a_body_whose_own_figure_is_not_whole_has_no_rank(five):
    part = circumstances(five[0], whole_year(five[0])[:3])
    found = run([part, *map(circumstances, five[1:])], [each for b in five for each in totals(b, it=100)])
    assert found.total.statistics is not None
    assert found.total.standing is None
    assert "not its whole figure" in finding(found).text


def test_nothing_published_is_not_nought(five):
    silent = circumstances(body(9), [])
    figures = [each for b in five for each in totals(b, it=100)]
    found = run([*map(circumstances, five), silent], figures)
    assert (found.total.cells[5].amount, found.total.cells[5].value, found.total.cells[5].n) == (None, None, None)


def test_a_nil_return_is_nought(five):
    nil = circumstances(body(9), whole_year(body(9), nil=True, n=0))
    figures = [each for b in five for each in totals(b, it=100)]
    found = run([*map(circumstances, five), nil], figures)
    assert (found.total.cells[5].amount, found.total.cells[5].value) == (0, 0)
    assert found.total.cells[5].share is None, "a share of nothing is not known"
    assert found.total.statistics is not None
    assert found.total.statistics.minimum == 0


def test_a_category_in_which_a_body_spends_nothing_is_nought_there(five):
    figures = [each for b in five[:4] for each in totals(b, it=100)] + totals(five[4], legal=100)
    row = next(row for row in run(five, figures).rows if row.category == "it")
    assert row.cells[4].amount == 0
    assert row.statistics is not None
    assert row.statistics.minimum == 0


def test_per_head_is_exact(five):
    thirds = [body(n, facts=(Fact("population", 30_000, 2024),)) for n in range(1, 6)]
    found = run(thirds, [each for b in thirds for each in totals(b, it=100)], "spend-per-head")
    assert found.total.cells[0].value == Fraction(1, 30_000)


def test_a_body_without_a_population_has_amounts_and_no_figure_per_head(five):
    unknown = body(9, facts=())
    found = run([*five, unknown], [each for b in (*five, unknown) for each in totals(b, it=100)], "spend-per-head")
    assert (found.total.cells[5].amount, found.total.cells[5].value) == (100, None)


def test_what_is_bought_leaves_out_what_is_not(five):
    figures = [each for b in five for each in totals(b, it=100, grants=900, transfers_public=5000)]
    found = run(five, figures, "bought")
    assert found.total.cells[0].amount == 100
    assert found.total.cells[0].share == Fraction(100, 6000)
    grants = next(row for row in found.rows if row.category == "grants")
    assert (grants.kind, grants.cells[0].amount) == ("non-procurement", 900)


def test_average_payment(five):
    found = run(five, [each for b in five for each in totals(b, it=1000, legal=500)], "average-payment")
    assert found.total.cells[0].value == Fraction(1500, 100) / 4


def test_share_of_the_largest_suppliers(five):
    largest = [LargestSuppliers(b.publisher_id, "lgtc-500", 10, 250) for b in five]
    figures = [each for b in five for each in totals(b, it=1000)]
    found = run(five, figures, "ten-largest-suppliers", largest=largest)
    assert found.total.cells[0].value == 25
    assert found.rows[0].cells[0].value is None, "it means nothing within a category"


def test_the_largest_suppliers_of_a_part_of_a_year_are_not_known(five):
    found = run(five, [each for b in five for each in totals(b, it=1000)], "ten-largest-suppliers")
    assert found.total.cells[0].value is None
    assert "has no figure for share paid to the ten largest suppliers" in finding(found).text


def test_a_share_is_not_taken_of_a_total_below_nought(five):
    figures = [each for b in five for each in totals(b, it=-100, legal=50)]
    found = run(five, figures, "share")
    assert found.total.cells[0].share is None
    assert found.total.cells[0].value is None


def test_figures_of_another_duty_and_another_body_are_not_taken(five):
    stray = totals(five[0], regime="lgtc-gpc", it=10**9) + totals(body(99), it=10**9)
    found = run(five, [each for b in five for each in totals(b, it=100)] + stray)
    assert found.total.cells[0].amount == 100


def test_a_category_that_is_no_longer_defined_is_shown_under_its_id(five):
    found = run(five, [each for b in five for each in totals(b, abolished=100)])
    assert (found.rows[0].label, found.rows[0].kind) == ("abolished", "non-procurement")


def test_what_is_bought_comes_first_and_the_largest_of_it_before(five):
    figures = [each for b in five for each in totals(b, it=5, legal=50, construction=500, grants=5000)]
    assert [row.category for row in run(five, figures, order="size").rows] == ["construction", "legal", "it", "grants"]


def test_a_body_alone_can_be_looked_at(five):
    found = run(five[:1], totals(five[0], it=100))
    assert (found.total.statistics, found.total.standing) == (None, None)
    assert found.total.cells[0].amount == 100


@pytest.mark.parametrize("measure", list(DEFINITIONS.measures))
def test_every_measure_says_something(measure):
    facts = tuple(Fact(each.fact, 100_000, 2024) for each in DEFINITIONS.measures.values() if each.fact)
    bodies = DEFINITIONS.measures[measure].bodies
    kind = {} if "local authority" in bodies or not bodies else {"body_type": bodies[0]}
    five = [body(n, facts=facts, **kind) for n in range(1, 6)]
    told = {(b.publisher_id, category): Fraction(n, 10) for n, b in enumerate(five, 1) for category in ("", "it")}
    largest = [LargestSuppliers(b.publisher_id, "lgtc-500", 10, 250) for b in five]
    figures = [each for n, b in enumerate(five) for each in totals(b, it=1000 + n, unclassified=50, redacted=7)]
    found = run(five, figures, measure, largest=largest, given=told)
    assert finding(found).text.startswith("Body 1 ")
    assert any(who in finding(found).text for who in ("peers", "county councils", "comparable"))
    assert found.total.cells[0].value is not None


@given(st.lists(st.lists(st.integers(-(10**12), 10**12), min_size=3, max_size=3), min_size=2, max_size=8))
def test_the_categories_always_add_up_to_the_total(amounts):
    bodies = [body(n) for n in range(len(amounts))]
    figures = [
        each for b, (a, c, d) in zip(bodies, amounts, strict=True) for each in totals(b, it=a, legal=c, grants=d)
    ]
    found = run(bodies, figures)
    for place in range(len(bodies)):
        assert (
            sum(row.cells[place].amount for row in found.rows) == found.total.cells[place].amount == sum(amounts[place])
        )


@pytest.mark.parametrize(
    ("peers", "words"),
    [
        (1, "Only 1 of the bodies has comparable figures: one unusual body changes what seems usual."),
        (2, "Only 2 of the bodies have comparable figures: one unusual body changes what seems usual."),
        (7, "Only 7 of the bodies have comparable figures: one unusual body changes what seems usual."),
        (0, None),
        (8, None),
    ],
)
def test_few_peers_are_told(peers, words):
    made = [circumstances(body(n)) for n in range(1, peers + 2)]
    found = compare(made, [], DEFINITIONS.measures["spend"], YEAR, DEFINITIONS.categories)
    told = [caution.text for caution in found.cautions if caution.code == "few_peers"]
    assert told == ([words] if words else [])


@pytest.mark.parametrize(
    ("measure", "told"),
    [("spend", True), ("spend-per-head", True), ("average-payment", False), ("transactions", False)],
)
def test_what_is_left_without_the_largest_payment_is_told_of_sums_alone(measure, told):
    made = [circumstances(body(n)) for n in range(1, 6)]
    figures = [each for b in made for each in totals(b.publisher, it=100_000_00 if b is made[0] else 10_000_00)]
    largest = [LargestPayment("X-DEMO-1", "lgtc-500", "it", 95_000_00)]
    found = compare(made, figures, DEFINITIONS.measures[measure], YEAR, DEFINITIONS.categories, payments=largest)
    assert (found.row("it").without is not None) is told
