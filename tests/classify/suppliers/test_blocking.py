"""Names that share a rare word or begin alike are compared, and no more than these."""

from __future__ import annotations

from ckanext.spenddata.classify.suppliers import blocking
from ckanext.spenddata.classify.suppliers.blocking import candidates, word_counts
from ckanext.spenddata.classify.suppliers.reading import Reading


def names(*texts: str) -> list[Reading]:
    return [Reading(tuple(text.split())) for text in texts]


def pairs(readings: list[Reading], fresh: list[int] | None = None) -> list[tuple[int, int]]:
    return list(candidates(readings, word_counts(readings), fresh))


def test_a_word_counts_once_a_name():
    assert word_counts(names("alder alder", "alder birch")) == {"alder": 2, "birch": 1}


def test_a_rare_word_in_common_is_worth_a_look():
    assert pairs(names("alder signs", "exbury alder", "birch homes")) == [(0, 1)]


def test_so_is_a_beginning_whatever_the_words():
    assert pairs(names("elmstow signs", "elmst owsigns", "zeta")) == [(0, 1)]


def test_other_names_lead_to_a_pair_too():
    readings = [Reading(("northwind",), others=(("alder",),)), *names("alder", "birch")]
    assert pairs(readings) == [(0, 1)]


def test_each_pair_once_in_order_and_only_with_something_fresh():
    readings = names("alder one", "alder two", "alder three")
    assert pairs(readings) == [(0, 1), (0, 2), (1, 2)]
    assert pairs(readings, fresh=[2]) == [(0, 2), (1, 2)]
    assert pairs(readings, fresh=[]) == []


def test_a_word_that_everybody_has_is_parted_by_the_next(monkeypatch):
    monkeypatch.setattr(blocking, "LARGEST", 3)
    readings = names("alder aaa", "alder bbb", "alder ccc", "alder ddd", "alder ddd")
    assert (3, 4) in pairs(readings)
    assert (0, 1) not in pairs(readings)
