"""The sentences say what the figures say, and nothing that they don't."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.spenddata.compare import findings
from ckanext.spenddata.compare.comparison import compare
from ckanext.spenddata.compare.figures import LargestPayment, Total
from ckanext.spenddata.compare.findings import category_finding, finding, row_finding, summary
from ckanext.spenddata.compare.order import ORDERS
from ckanext.spenddata.compare.row_cautions import row_cautions
from ckanext.spenddata.compare.sentences import TEXTS
from ckanext.spenddata.compare.words import purpose
from tests.compare.making import DEFINITIONS, YEAR, body, circumstances, totals, whole_year

ALIKE = {"legal": 50_000_00, "it": 400_000_00}


def compared(own, *others, measure="spend-per-head", circumstance=None, **more):
    """The first of some county councils of 100,000 people, each with amounts by category in pence, beside the others."""
    bodies = [body(n) for n in range(1, len(others) + 2)]
    figures = [each for b, amounts in zip(bodies, (own, *others), strict=True) for each in totals(b, **amounts)]
    made = [circumstance or circumstances(bodies[0]), *map(circumstances, bodies[1:])]
    return compare(made, figures, DEFINITIONS.measures[measure], YEAR, DEFINITIONS.categories, **more)


def sentences(comparison) -> dict[str, str]:
    return {said.code: said.text for said in summary(comparison)}


def pence(pounds_a_head) -> int:
    return int(Fraction(str(pounds_a_head)) * 100_000 * 100)


def agency(*pounds_a_head):
    return [ALIKE | {"agency_staff": pence(each)} for each in pounds_a_head]


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        ((14.72, 5, 5.26, 6, 7), "£14.72 a head, 2.6 times its peers’ median"),
        ((6.20, 5, 5.50, 5.50, 5.80), "£6.20 a head, £0.70 more than its peers’ median"),
        ((3, 5, 5.50, 5.50, 5.80), "£3.00 a head, £2.50 less than its peers’ median"),
        ((14, 5, 6, 7), "£14.00 a head, more than any of its 3 peers (£5.00 to £7.00)"),
        ((4, 5, 6), "£4.00 a head, less than any of its 2 peers (£5.00 to £6.00)"),
        ((14, 5), "£14.00 a head, 2.8 times that of Body 2"),
        ((6, 5), "£6.00 a head, £1.00 more than Body 2"),
        ((4, 5), "£4.00 a head, £1.00 less than Body 2"),
    ],
)
def test_the_answer_is_the_sentence_of_the_first_row(figures, said):
    found = compared(*agency(*figures))
    assert finding(found).text == f"Body 1 differs most on agency staff and recruitment: {said}"
    assert row_finding(found, found.rows[0]) == finding(found)


def test_nothing_bought_is_said_so():
    own = dict(ALIKE)
    assert finding(compared(own, *agency(5, 6, 7, 8))).text == (
        "Body 1 differs most on agency staff and recruitment: it published nothing for it, and its peers’ median is"
        " £6.50"
    )
    assert finding(compared(own, *agency(5, 6))).text.endswith(
        "it published nothing for it, and all 2 of its peers did (£5.00 to £6.00)"
    )


def test_something_beside_peers_that_buy_none_of_it():
    assert finding(compared(*agency(5), *[ALIKE] * 4)).text.endswith("£5.00 a head; its peers’ median is nothing")


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        ((6, 5, 6, 6, 7), "Body 1 is within the middle half of its 4 peers in every category of what it buys"),
        ((6, 5, 6, 7), "Body 1 is no higher and no lower than all of its 3 peers in any category of what it buys"),
        ((6, 6), "Body 1 buys for the same as Body 2 in every category"),
    ],
)
def test_no_difference_is_an_answer(figures, said):
    assert finding(compared(*agency(*figures))).text == said


def test_less_than_a_penny_a_head_is_no_difference():
    figures = [ALIKE | {"agency_staff": pence(6) + more} for more in (300, 0, 0, 0, 0)]
    assert finding(compared(*figures)).code == "within"


def test_a_small_difference_between_two_peers_is_called_small():
    found = finding(compared(*agency(10.4, 9, 10, 10, 10.5)))
    assert found.text == (
        "Body 1 buys much as its 4 peers do; it differs most on agency staff and recruitment: £10.40 a head,"
        " £0.40 more than their median"
    )


def test_grants_and_transfers_are_never_what_a_body_differs_on():
    figures = [ALIKE | {"grants": grants, "transfers_public": 1} for grants in (10**12, 1, 1, 1, 1)]
    assert finding(compared(*figures)).code == "within"
    assert finding(compared(*figures, measure="spend")).code == "within"


def test_shares_differ_in_percentage_points():
    figures = [{"it": it, "legal": 100 - it} for it in (60, 47, 50, 50, 53)]
    assert finding(compared(*figures, measure="share")).text == (
        "Body 1 differs most on IT, software and data services: 60.0% of what it published, 10.0 percentage points more"
        " than its peers’ median"
    )


def test_a_body_that_is_not_whole_is_set_beside_nobody():
    part = circumstances(body(1), whole_year(body(1))[:3])
    found = compared(*agency(50, 5, 6, 7, 8), circumstance=part)
    assert finding(found).code == "total"
    assert "3 of 4 returns published" in finding(found).text
    assert summary(found) == []


def test_the_whole_and_the_extremes_stand_below():
    said = sentences(compared(*agency(14.72, 5, 5.26, 6, 7)))
    assert said["in-all"] == (
        "In all it spent £19.22 a head, £9.09 more than the median of its 4 comparable county councils."
    )
    assert said["extremes"] == "It is the highest in 1 of 3 categories of what it buys, and the lowest in none."


def test_beside_one_body_nothing_is_the_highest_or_the_lowest_of_many():
    said = sentences(compared(*agency(14.72, 5)))
    assert said["extremes-one"] == "It spends more than Body 2 in 1 of 3 categories of what it buys, and less in none."
    assert "extremes" not in said


def test_the_most_unusual_for_how_little_peers_differ_is_told_beside_the_largest_difference():
    social, legal = (250, 200, 220, 230, 240), (5, 1.9, 2, 2, 2.1)
    figures = [{"social_care": pence(s), "legal": pence(one)} for s, one in zip(social, legal, strict=True)]
    found = compared(*figures)
    assert finding(found).text.startswith("Body 1 differs most on social care: ")
    assert sentences(found)["unusual"] == (
        "It also stands out on legal services, where its peers differ little: £5.00 a head, 2.5 times their median."
    )


def test_pennies_are_not_called_unusual():
    social, legal = (250, 200, 220, 230, 240), (0.05, 0.01, 0.02, 0.03, 0.03)
    figures = [{"social_care": pence(s), "legal": pence(one)} for s, one in zip(social, legal, strict=True)]
    assert "unusual" not in sentences(compared(*figures))


def test_one_large_payment_is_told_with_what_is_left_without_it():
    payment = LargestPayment("X-DEMO-1", "lgtc-500", "agency-staff", pence(9))
    found = compared(*agency(14, 5, 5.26, 6, 7), payments=[payment])
    assert sentences(found)["without"] == (
        "Without its one largest payment for that, of £900,000, it would be £5.00 a head."
    )
    without = found.rows[0].without
    assert without is not None
    assert (without.value, without.share) == (5, Fraction(9, 14))
    assert without.standing is not None
    assert (without.standing.place, without.standing.outside) == ("lowest", Fraction("-0.195"))
    (said,) = row_cautions(found, found.rows[0])
    assert said.text == "One payment of £900,000 is 64% of it; without it £5.00 a head"


def test_a_figure_that_is_one_payment_is_said_to_be_that():
    payment = LargestPayment("X-DEMO-1", "lgtc-500", "agency-staff", pence(14))
    found = compared(*agency(14, 5, 5.26, 6, 7), payments=[payment])
    cell, *others = found.rows[0].cells
    (said,) = row_cautions(found, replace(found.rows[0], cells=(replace(cell, n=1), *others)))
    assert said.text == "One payment: £1.4m"


def test_a_difference_that_one_payment_makes_is_said_to_be_that_in_the_answer():
    payment = LargestPayment("X-DEMO-1", "lgtc-500", "agency-staff", pence(9))
    found = compared(*agency(14, 5, 5.26, 6, 7), payments=[payment])
    assert finding(found).text == (
        "Because of one payment of £900,000, Body 1 differs most on agency staff and recruitment: £14.00 a head,"
        " 2.5 times its peers’ median"
    )
    whole = compared(*agency(14, 5, 5.26, 6, 7), payments=[payment._replace(amount=pence(14))])
    assert sentences(whole)["without-nothing"].endswith("next to nothing would be left.")
    assert row_cautions(whole, whole.rows[0])[0].code == "row-only-payment"
    still = compared(*agency(24, 5, 5.26, 6, 7), payments=[payment])
    assert "Because" not in finding(still).text


def test_a_small_median_is_said_and_not_multiplied():
    found = compared(*agency(14, 0.02, 0.03, 0.03, 0.04))
    assert finding(found).text.endswith(": £14.00 a head; its peers’ median is £0.03")


def test_a_payment_among_many_is_not_told():
    payment = LargestPayment("X-DEMO-1", "lgtc-500", "agency-staff", pence(3))
    found = compared(*agency(14, 5, 5.26, 6, 7), payments=[payment])
    assert found.rows[0].without is None
    assert row_cautions(found, found.rows[0]) == []


def test_a_payment_of_a_share_is_taken_from_the_whole_too():
    payment = LargestPayment("X-DEMO-1", "lgtc-500", "it", 50)
    figures = [{"it": it, "legal": 100 - it} for it in (60, 47, 50, 50, 53)]
    without = compared(*figures, measure="share", payments=[payment]).rows[0].without
    assert without is not None
    assert without.value == Fraction(10 * 100, 50)


def test_what_is_not_classified_is_said_where_it_could_matter():
    own = ALIKE | {"agency_staff": pence(3), "unclassified": pence(2)}
    found = compared(own, *agency(5, 5.5, 5.5, 6))
    first, *others = [row for row in found.rows if row.kind == "procurement"]
    assert [said.text for said in row_cautions(found, first)] == ["£2.00 a head is not classified and may belong here"]
    assert [row_cautions(found, row) for row in others] == [[], []]
    assert "unclassified" in sentences(found)


def test_a_category_that_is_none_is_read_as_payments():
    made = compared({"unclassified": pence(6), "it": pence(2)}, *[{"unclassified": pence(2), "it": pence(2)}] * 4)
    assert "on payments that are not classified" in category_finding(made, made.row("unclassified")).text
    assert purpose("redacted", "Redacted") == "payments whose purpose is withheld"
    assert purpose("it", "IT, software and data services") == "IT, software and data services"


def test_what_the_peers_leave_unclassified_is_said_where_the_body_seems_high():
    others = [each | {"unclassified": pence(3)} for each in agency(5, 5.5, 5.5, 6)]
    found = compared(*agency(9), *others)
    assert [said.code for said in row_cautions(found, found.rows[0])] == ["row-peers-unclassified"]


def test_credits_above_payments_are_said():
    found = compared(*agency(-2, 5, 5.5, 5.5, 6))
    assert "row-credits" in {said.code for said in row_cautions(found, found.rows[0])}


def test_much_withheld_is_told_and_usual_withholding_is_not():
    def withheld(*pounds):
        return [Total(f"X-DEMO-{n}", "lgtc-500", "", 1, pence(each)) for n, each in enumerate(pounds, 1)]

    figures = agency(10, 10, 10, 10, 10)
    said = sentences(compared(*figures, withheld=withheld(3, 0.1, 0.2, 0.2, 0.3)))
    assert said["withheld"].startswith("It withholds who it paid for 20.7% of its spending; its peers’ median is 1.4%")
    assert "withheld" not in sentences(compared(*figures, withheld=withheld(0.4, 0.1, 0.2, 0.2, 0.3)))
    few = sentences(compared(*figures[:3], withheld=withheld(3, 0.1, 0.2)))
    assert few["withheld-few"].endswith("its peers, 0.7% to 1.4%.")


@pytest.mark.parametrize("order", ORDERS)
def test_every_order_keeps_every_row_and_purchases_before_the_rest(order):
    figures = [
        {"it": 5 * n, "legal": 50, "construction": 500 - n, "grants": 5000 * n, "unclassified": 7} for n in range(1, 7)
    ]
    rows = compared(*figures, order=order).rows
    kinds = [row.kind for row in rows]
    assert kinds == sorted(kinds, reverse=True)
    assert {row.category for row in rows} == {"it", "legal", "construction", "grants", "unclassified"}


def test_the_orders():
    ours = {"it": pence(100), "legal": pence(9), "construction": pence(210)}
    theirs = [{"it": pence(80), "legal": pence(3), "construction": pence(each)} for each in (150, 200, 220, 260)]
    found = {order: [row.category for row in compared(ours, *theirs, order=order).rows] for order in ORDERS}
    assert found == {
        "distance": ["it", "legal", "construction"],
        "difference": ["it", "legal", "construction"],
        "times": ["legal", "it", "construction"],
        "size": ["construction", "it", "legal"],
    }


@given(
    st.lists(
        st.fixed_dictionaries({name: st.integers(-(10**9), 10**10) for name in ("it", "legal", "unclassified")}),
        min_size=1,
        max_size=9,
    ),
    st.sampled_from(sorted(DEFINITIONS.measures)),
)
def test_whatever_the_figures_there_is_an_answer_without_a_gap(figures, measure):
    found = compared(*figures, measure=measure)
    said = [finding(found), *summary(found), *(each for row in found.rows for each in row_cautions(found, row))]
    for each in said:
        assert each.text
        assert "{" not in each.text
        assert not re.search(r"\bNone\b(?! of the bodies)", each.text)
        assert each.code == "total" or each.code in TEXTS


def test_what_a_body_spends_is_told_in_pounds_where_it_can_t_be_told_by_the_measure():
    """How many people it is for isn't known: so much a head can't be said, so much can."""
    bodies = [body(1, facts=()), *(body(n) for n in range(2, 7))]
    figures = [each for b in bodies for each in totals(b, it=1_234_567_00)]
    made = compare(
        [circumstances(b) for b in bodies],
        figures,
        DEFINITIONS.measures["spend-per-head"],
        YEAR,
        DEFINITIONS.categories,
    )
    assert category_finding(made, made.row("it")).text.startswith("Body 1 spends £1.2m on ")


@pytest.mark.parametrize(
    ("standing", "tellable"),
    [
        (None, False),
        ({"outside": 0, "times": 2}, False),
        ({"outside": 3, "times": None}, False),
        ({"outside": 3, "times": 2}, True),
        ({"outside": 3, "times": 10**6}, False),
    ],
)
def test_what_is_told_as_unusual_is_outside_and_by_a_multiple_that_says_something(standing, tellable):
    row = SimpleNamespace(standing=standing and SimpleNamespace(**standing))
    assert findings._tellable(row) is tellable  # type: ignore[arg-type]


@pytest.mark.parametrize(("own", "told"), [(0, True), (4, True), (6, False), (9, False)])
def test_what_the_body_leaves_unclassified_itself_is_taken_from_its_peers(own, told):
    """Its peers leave £10 a head unclassified, and it seems £10 high: half of that must be theirs alone."""
    peers = [{"agency_staff": pence(5), "unclassified": pence(10)}] * 4
    found = compared(
        {"agency_staff": pence(15), "unclassified": pence(own)} if own else {"agency_staff": pence(15)}, *peers
    )
    codes = {said.code for said in row_cautions(found, found.row("agency-staff"))}
    assert ("row-peers-unclassified" in codes) is told


@pytest.mark.parametrize(
    ("figures", "code"),
    [
        ((0, 5, 5.50, 5.50, 5.80), "spends-nothing"),
        ((5.50, 5, 5.50, 5.50, 5.80), "spends-within"),
        ((900, 5, 5.50, 5.50, 5.80), "spends-far"),
        ((14.72, 5, 5.26, 6, 7), "spends-times"),
        ((6.20, 5, 5.50, 5.50, 5.80), "spends-more"),
        ((3, 5, 5.50, 5.50, 5.80), "spends-less"),
        ((14, 5, 6, 7), "spends-highest"),
        ((4, 5, 6, 7), "spends-lowest"),
        ((7.001, 5, 6, 7), "spends-joint-highest"),
        ((4.999, 5, 6, 7), "spends-joint-lowest"),
        ((5.5, 5, 6, 7), "spends-between"),
        ((14, 5), "spends-one"),
    ],
)
def test_the_page_of_a_category_answers_as_its_figures_stand(figures, code):
    own, *others = agency(*figures)
    found = compared({name: paid for name, paid in own.items() if paid}, *others)
    assert category_finding(found, found.row("agency-staff")).code == code


def test_the_page_of_a_category_answers_of_numbers_of_payments_and_of_a_body_that_published_nothing():
    own, *others = agency(14, 5, 6, 7)
    counted = compared(own, *others, measure="transactions")
    assert category_finding(counted, counted.row("agency-staff")).text.startswith("Body 1 made 2")
    silent = compared({}, *others, circumstance=circumstances(body(1), []))
    assert category_finding(silent, silent.row("agency-staff")).code == "spends-unknown"
