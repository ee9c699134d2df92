"""Which words tell suppliers apart, and which there are."""

from ckanext.spenddata.classify.suppliers.vocabulary import Knowledge
from ckanext.spenddata.definitions import load

WORDS = load().supplier_words


def test_a_word_is_known_by_lists_by_being_common_or_by_being_in_many_names():
    known = Knowledge(WORDS, real=frozenset({"stuff"}), counts={"quarby": 3, "quorby": 2})
    assert known.is_real("stuff")
    assert known.is_real("stuffs")
    assert known.is_real("council")
    assert known.is_real("quarby")
    assert not known.is_real("quorby")


def test_a_place_points_to_a_supplier_and_is_not_rare():
    known = Knowledge(WORDS)
    assert known.points("barnsley")
    assert not known.is_rare("barnsley")
    assert known.is_rare("stuff")
    assert not known.points("services")


def test_a_word_that_says_little_weighs_little():
    known = Knowledge(WORDS)
    assert known.weight("services") < known.weight("cleaning") < known.weight("quarby")
