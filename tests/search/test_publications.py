"""Publications with payments that a question finds: counted and summed in each, the newest first."""

from decimal import Decimal
from typing import Any

import pytest

from ckanext.spenddata.search.core import Core
from ckanext.spenddata.search.publications import Publications, ask
from ckanext.spenddata.search.query import Question
from tests.search.test_index import HAZEL, fill, reference, row


class Kept(Core):
    """A core that answers with some facets, and keeps what it was asked."""

    def __init__(self, facets: dict[str, Any]) -> None:
        super().__init__("http://127.0.0.1:1/solr/spend")
        self.asked: list[Any] = []
        self._facets = facets

    def query(self, question: Any, seconds: float = 0) -> dict[str, Any]:
        self.asked.append(question)
        return {"facets": self._facets}


def test_the_same_payments_are_looked_at_and_none_is_fetched():
    core = Kept({"count": 0})
    question = Question(
        q="roads", filters=(("region", ("North",)),), without_returns=("gone",), sort="largest", rows=20
    )
    assert ask(core, question, limit=5, offset=10) == Publications(0, ())
    [asked] = core.asked
    assert asked["query"]["edismax"]["query"] == "roads"
    assert [*asked["filter"][0].values()] == [{"f": "region", "query": "North"}]
    assert "gone" in str(asked["filter"][1])
    assert (asked["limit"], "sort" in asked) == (0, False)
    facet = asked["facet"]["entries"]
    assert (facet["sort"], facet["limit"], facet["offset"]) == ("index desc", 5, 10)


@pytest.mark.portal
class TestSolr:
    def test_newest_first_with_number_and_sum_of_each_kind(self, core: Core):
        fill(core, [row(1, 7, amount=Decimal("10.00")), row(2, 7, amount=Decimal("0.05"))], entry_no=7)
        kinds = [{"amount": Decimal("-3.00"), "amount_basis": "gross"}, {"amount": Decimal("5.00")}]
        fill(core, [row(number, 9, HAZEL, **kind) for number, kind in enumerate(kinds)], HAZEL, 9)
        found = ask(core, Question(), limit=10)
        assert (found.count, [each.entry_no for each in found.some]) == (2, [9, 7])
        newest, oldest = found.some
        assert newest.count == 2
        assert {(kind.amount_basis, kind.pence) for kind in newest.kinds} == {("gross", -300), ("", 500)}
        assert [(kind.count, kind.pence) for kind in oldest.kinds] == [(2, 1005)]
        assert ask(core, Question(), limit=1, offset=1) == Publications(2, (oldest,))
        assert ask(core, Question(without_returns=(reference(HAZEL),)), limit=10) == Publications(1, (oldest,))
        assert ask(core, Question(q="nothingiscalledso"), limit=10) == Publications(0, ())
