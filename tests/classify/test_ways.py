"""The ways to tell a category from a cell: ours are there in their order, codes stand, and each says how sure it is."""

from __future__ import annotations

from ckanext.spenddata.classify import codes_and_tables
from ckanext.spenddata.classify.ways import Method
from ckanext.spenddata.definitions import load


def test_codes_stand_and_words_may_be_contradicted():
    assert tuple(name for name, method in codes_and_tables.OWN.items() if method.code) == (
        "publisher_cpv",
        "publisher_proclass",
        "publisher_mcc",
    )
    assert not Method("description", 0.5, lambda _known: str.strip).code


def test_each_reads_a_field_that_there_is_and_is_no_surer_than_certain():
    fields = {field.name for field in load().transaction.fields}
    for name, method in codes_and_tables.OWN.items():
        assert method.field in fields, name
        assert 0 < method.confidence <= 1, name


def test_each_is_made_from_the_definitions_and_says_nothing_of_nothing():
    known = load()
    assert {
        name for name, method in codes_and_tables.OWN.items() if method.using(known)("no such thing at all") is not None
    } == set()
    assert codes_and_tables.OWN["publisher_cpv"].using(known)("72000000-5") == "it"
