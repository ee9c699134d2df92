"""Groups of names: the surest pair first, every name of one group with every name of the other, under what forbids it."""

import random

from ckanext.spenddata.classify.suppliers.grouping import link
from ckanext.spenddata.classify.suppliers.known import linker
from ckanext.spenddata.classify.suppliers.names import Linked, Name
from ckanext.spenddata.definitions import load

LINKER = linker(load())
ONE, TWO = "GB-COH-01234568", "GB-COH-07654321"


def names(*spelt: str) -> list[Name]:
    return [Name(f"name:{each.upper()}", each) for each in spelt]


def numbered(spelt: str, identity: str) -> Name:
    return Name(f"name:{spelt.upper()}|{identity}", spelt, identity)


def grouped(given: list[Name], decided: dict[str, str] | None = None, *apart: tuple[str, str]) -> Linked:
    return link(LINKER, given, decided, apart)


def suppliers(found: Linked) -> dict[str, str]:
    return {link.key: link.supplier_id for link in found.links}


def test_names_that_read_the_same_are_one_group_before_anything_is_compared():
    found = grouped(names("Elmstow Dairy Ltd", "ELMSTOW DAIRY LIMITED"))
    assert set(suppliers(found).values()) == {"name:ELMSTOW DAIRY LTD"}
    assert not found.questions


def test_initials_are_asked_about_though_the_names_look_unlike():
    found = grouped(names("Elmstow PT", "Elmstow Puppet Theatre"))
    assert [(each.method, each.names) for each in found.questions] == [
        ("short", ("Elmstow PT", "Elmstow Puppet Theatre"))
    ]


def test_a_slip_is_seen_beside_whichever_name_of_a_group_is_like_it():
    found = grouped(names("Brackenhurst Health Care Ltd", "Brackenhurst Healthcare Ltd", "Brackenhurst Heatlhcare Ltd"))
    assert [each.names for each in found.questions] == [("Brackenhurst Healthcare Ltd", "Brackenhurst Heatlhcare Ltd")]


def test_the_order_in_which_names_come_makes_no_difference():
    given = names(
        "Elmstow Rural Housing Assoc",
        "Elmstow Rural Housing Association",
        "Elmstow Heritage",
        "Elmstow Heritage (Bath)",
    )
    expected = suppliers(grouped(given))
    for seed in range(6):
        shuffled = random.Random(seed).sample(given, len(given))
        assert suppliers(grouped(shuffled)) == expected


def test_two_identities_stay_two_with_whatever_name_between_them():
    given = [numbered("Elmstow Signs Ltd", ONE), numbered("Elmstow Signs Limited", TWO), *names("Elmstow Signs")]
    found = suppliers(grouped(given))
    assert found[given[0].key] == ONE
    assert found[given[1].key] == TWO
    assert found[given[2].key] == "name:ELMSTOW SIGNS"


def test_what_a_steward_said_is_two_is_neither_joined_nor_asked():
    given = names("Elmstow Rural Housing Assoc", "Elmstow Rural Housing Associaton")
    assert len(set(suppliers(grouped(given)).values())) == 1
    (one, other) = (each.key for each in given)
    found = grouped(given, None, (one, other))
    assert len(set(suppliers(found).values())) == 2
    assert not found.questions


def test_what_was_decided_stays_and_new_names_join_it():
    old, new = names("Elmstow Dairy Ltd", "Elmstow Dairy Limited")
    found = grouped([old, new], {old.key: "name:THE DAIRY"})
    assert suppliers(found) == {old.key: "name:THE DAIRY", new.key: "name:THE DAIRY"}


def test_groups_join_only_where_every_name_goes_with_every_other():
    given = names("Elmstow Care", "Elmstow Care Northampton", "Elmstow Care Southampton")
    found = suppliers(grouped(given))
    assert found[given[1].key] != found[given[2].key]


def test_each_pair_is_asked_once_and_never_two_numbers():
    given = [*names("Elmstow Heritage", "Elmstow Heritage (Swindon)", "ELMSTOW HERITAGE (SWINDON)")]
    questions = grouped(given).questions
    assert len(questions) == len({(each.one, each.other) for each in questions}) == 1
    assert questions[0].one < questions[0].other
    both = [numbered("Elmstow Heritage", ONE), numbered("Elmstow Heritage (Swindon)", TWO)]
    assert grouped(both).questions == ()


def test_a_link_tells_the_name_that_it_was_linked_to():
    given = names("Elmstow Rural Housing Association", "Elmstow Rural Housing Assoc")
    links = {link.key: link for link in grouped(given).links}
    (linked,) = [link for link in links.values() if link.method != "own"]
    assert linked.like in links
    assert 0.9 <= linked.score <= 1
