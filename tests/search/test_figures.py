"""Figures of all that was found: counted and in the middle to the penny, and nothing where they could not be exact."""

import random
import statistics
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from ckanext.spenddata.search import figures
from ckanext.spenddata.search.answers import ask
from ckanext.spenddata.search.core import Core
from ckanext.spenddata.search.figures import Figures, median
from ckanext.spenddata.search.query import PAID, Question
from tests.search.test_index import HAZEL, fill, row


class Kept(Core):
    """A core that answers with some amounts, and keeps what it was asked."""

    def __init__(self, amounts: list[int], found: int) -> None:
        super().__init__("http://127.0.0.1:1/solr/spend")
        self.asked: list[Any] = []
        self._answer = {"response": {"numFound": found, "docs": [{"pence": amount} for amount in amounts]}}

    def query(self, question: Any, seconds: float = 0) -> dict[str, Any]:
        self.asked.append(question)
        return self._answer


def test_the_middle_of_an_odd_number_is_one_payment_and_of_an_even_halfway_between_two():
    odd, even = Kept([300], found=5), Kept([300, 401], found=6)
    assert median(odd, Question(), 5) == 300
    assert median(even, Question(), 6) == Fraction(701, 2)
    assert [(each["offset"], each["limit"]) for each in (*odd.asked, *even.asked)] == [(2, 1), (2, 2)]


def test_the_middle_is_looked_for_among_the_same_payments_without_credits():
    core = Kept([1], found=1)
    median(core, Question(q="roads", filters=(("region", ("North",)),)), 1)
    assert core.asked[0]["filter"] == [{"term": {"f": "region", "query": "North"}}, PAID]
    assert core.asked[0]["query"]["edismax"]["query"] == "roads"


@pytest.mark.parametrize("paid", [0, figures.MOST_FOR_MEDIAN + 1])
def test_of_none_and_of_too_many_nothing_is_asked(paid: int):
    core = Kept([1], found=paid)
    assert median(core, Question(), paid) is None
    assert core.asked == []


def test_nothing_is_said_where_the_index_has_changed_between_two_questions():
    assert median(Kept([300], found=6), Question(), 5) is None


def test_an_answer_to_a_question_that_found_nothing():
    assert figures.figures({}) == Figures(publishers=0, suppliers=0, largest=None, paid=0)


@pytest.mark.portal
def test_figures_are_those_of_the_payments_themselves(core):
    draw = random.Random(4)
    rows = [
        row(number, amount=Decimal(draw.randrange(-5_000, 900_000)).scaleb(-2), supplier_name=draw.choice("ABCDEFG"))
        for number in range(1, 400)
    ]
    rows.append(row(400, supplier_name=None, redaction_reason="personal_data", amount=Decimal("99999.99")))
    fill(core, rows)
    fill(core, [row(1, entry_no=2, publisher=HAZEL, amount=Decimal("0.00"))], publisher=HAZEL, entry_no=2)
    question = Question(rows=0, facets=(), figures=True)
    found = ask(core, question).figures
    assert found is not None
    paid = [each["amount"] * 100 for each in rows if each["amount"] > 0]
    assert found == Figures(publishers=2, suppliers=8, largest=9_999_999, paid=len(paid))
    assert median(core, question, found.paid) == Fraction(statistics.median(paid))
    told_by_facets = Question(rows=0, facets=("supplier_id", "publisher_id"), figures=True)
    assert ask(core, told_by_facets).figures == found
    assert ask(core, Question(rows=0, facets=())).figures is None
