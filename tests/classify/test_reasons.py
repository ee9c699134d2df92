"""Each decision of the evidence names the words that decided, and what spoke against."""

from ckanext.spenddata import definitions
from ckanext.spenddata.classify.reasons import reason

DEFINITIONS = definitions.load()


def test_a_reason_names_at_most_three_pieces_each_way_the_strongest_first():
    cells = {"supplier_name": "HM Revenue and Customs", "expense_type": "Balance sheet", "description": None}
    found = reason(cells, "tax-statutory", "nhs", DEFINITIONS)
    assert found is not None
    assert found.second in DEFINITIONS.categories.by_id
    assert found.second != "tax-statutory"
    assert (found.decided[0].field, found.decided[0].words) == ("supplier_name", "tax-statutory")
    assert found.against
    assert 0 < len(found.decided) <= 3
    assert len(found.against) <= 3
    assert [each.weight for each in found.decided] == sorted((each.weight for each in found.decided), reverse=True)
    assert all(each.weight < 0 for each in found.against)


def test_what_the_model_does_not_know_has_no_reason():
    assert reason({"supplier_name": "Alder Works Ltd"}, "no-such-category", "", DEFINITIONS) is None
