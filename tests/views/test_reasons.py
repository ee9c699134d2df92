"""Why a payment has its category, in words: on its page, and before its return is published."""

import pytest

from ckanext.spenddata.views import reasons

DECIDED = {"field": "supplier_name", "kind": "word", "words": "quillmere", "weight": 2.0}
AGAINST = {"field": "expense_type", "kind": "type.is", "words": "legal", "weight": -1.0}


pytestmark = pytest.mark.usefixtures("with_plugins", "with_request_context")


class TestWhy:
    def test_evidence_names_the_words_for_and_against_and_where_they_stand(self):
        assert reasons.method("evidence") == "from the words of the payment, weighed together"
        assert reasons.evidence([DECIDED]).startswith("“quillmere” in ")
        assert reasons.evidence([AGAINST]).endswith("words that stand for “Legal services”")

    @pytest.mark.parametrize(
        ("kind", "words", "said"),
        [
            ("text.is", "unclassified", "Description: words that may mean several things"),
            ("text.phrase", "legal", "Description: words that stand for “Legal services”"),
            ("supplier.sells", "legal", "Description: known to supply “Legal services”"),
            ("payee", "council", "Description: a name of the kind “Council”"),
            ("payee.register", "NHS trust", "Description: a public body on a register (NHS trust)"),
            ("word", "solicitor", "“solicitor” in Description"),
        ],
    )
    def test_each_kind_of_evidence_is_a_sentence_of_its_own(self, kind: str, words: str, said: str):
        piece = {"field": "description", "kind": kind, "words": words}
        assert reasons.evidence([piece]).startswith(said)
        assert "{" not in reasons.evidence([piece])

    def test_what_several_words_mean_alike_is_told_once(self):
        piece = {"field": "description", "kind": "text.phrase", "words": "legal"}
        assert reasons.evidence([piece, {**piece, "kind": "text.is"}]) == (
            "Description: words that stand for “Legal services”"
        )

    def test_the_kind_of_body_that_pays_is_evidence_without_a_field(self):
        assert reasons.evidence([{"field": "", "kind": "body", "words": "nhs"}]) == "what such a body usually pays for"

    def test_a_table_or_a_code_is_named_alone(self):
        assert reasons.method("publisher_cpv") == "from the CPV code that the publisher gave"

    def test_what_is_not_certain_says_so(self):
        assert reasons.category({"category_label": "Legal services", "category_level": "likely"}) == (
            "Legal services (likely, not certain)"
        )
        assert reasons.category({"category_label": "Legal services", "category_level": "sure"}) == "Legal services"

    def test_words_of_another_version_are_not_made_up(self):
        said = reasons.missing({"category_reason_missing": "other_version"})
        assert said is not None
        assert "another version of the categories" in said
        assert reasons.missing({"category_reason_missing": "nothing_speaks"})
        assert reasons.missing({"category_reason_missing": "not_weighed"}) is None
        assert reasons.missing({}) is None
