"""Short words of column titles are written out, each into one thing."""

from __future__ import annotations

from ckanext.spenddata.definitions import short_words
from ckanext.spenddata.definitions.short_words import written_out


def test_a_title_in_short_words_is_the_same_in_full():
    assert written_out(("supp", "nm")) == ("supplier", "name")
    assert written_out(("cctr", "descr")) == ("cost", "centre", "description")
    assert written_out(("exbury", "amount")) == ("exbury", "amount")


def test_no_short_word_stands_for_two_things_and_none_is_a_word_in_full():
    every = [short for shorts in short_words._SHORT.values() for short in shorts.split()]
    assert len(every) == len(set(every))
    assert not set(every) & {word for whole in short_words._SHORT for word in whole.split()}
