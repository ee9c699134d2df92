"""Names become suppliers: the same ones each time, never two identities in one, never two giants by one bad link."""

import random
import time
from itertools import pairwise

import pytest

from ckanext.spenddata.classify.suppliers import grouping, linking
from ckanext.spenddata.classify.suppliers.grouping import link
from ckanext.spenddata.classify.suppliers.known import linker
from ckanext.spenddata.classify.suppliers.names import Name, TooManyNames
from ckanext.spenddata.definitions import load
from ckanext.spenddata.definitions.supplier_links import Alias

LINKER = linker(load())


def named(*names: str) -> list[Name]:
    return [Name(f"name:{name.upper()}", name) for name in names]


def suppliers(names: list[Name], **known) -> dict[str, str]:
    return {link.key: link.supplier_id for link in link(LINKER, names, **known).links}


def together(names: list[Name], **known) -> bool:
    return len(set(suppliers(names, **known).values())) == 1


def test_one_supplier_under_all_its_spellings():
    names = named("HC-One Ltd", "HC-ONE Limited", "HC - One Ltd", "HC One Ltd")
    found = link(LINKER, names)
    assert {link.supplier_id for link in found.links} == {"name:HC ONE LTD"}
    assert sorted(link.method for link in found.links) == ["own", "spelling", "spelling", "spelling"]
    assert not found.questions


def test_a_number_is_the_identity_and_names_without_one_join_it():
    names = [
        *named("Elmstow Signs Ltd"),
        Name("name:ELMSTOW SIGNS LIMITED|GB-COH-09876543", "Elmstow Signs Limited", "GB-COH-09876543"),
    ]
    found = {link.key: link for link in link(LINKER, names).links}
    assert {link.supplier_id for link in found.values()} == {"GB-COH-09876543"}
    assert found["name:ELMSTOW SIGNS LIMITED|GB-COH-09876543"].method == "number"
    assert found["name:ELMSTOW SIGNS LTD"].method == "spelling"


def test_two_numbers_are_never_one_supplier_and_the_name_between_them_is_neithers():
    names = [
        Name("a", "Elmstow Signs Ltd", "GB-COH-00000127"),
        Name("b", "Elmstow Signs Limited", "GB-COH-00000254"),
        Name("name:ELMSTOW SIGNS", "Elmstow Signs"),
    ]
    assert suppliers(names) == {
        "a": "GB-COH-00000127",
        "b": "GB-COH-00000254",
        "name:ELMSTOW SIGNS": "name:ELMSTOW SIGNS",
    }
    questions = link(LINKER, names).questions
    assert {question.other for question in questions} == {"name:ELMSTOW SIGNS"}


def test_public_bodies_are_known_by_the_register():
    found = suppliers(named("London Borough of Merton", "LB MERTON", "Merton London Borough Council"))
    assert set(found.values()) == {"GB-LAE-MRT"}


def test_one_bad_link_does_not_chain_two_suppliers():
    # Each is like the next, and the first is not like the last.
    chain = [
        "Elmstow Gorsehill Larkmoor",
        "Elmstow Gorsehill Larkmore",
        "Elmstow Gorsehill Lakemore",
        "Elmstow Gorsehill Lakemere",
    ]
    assert all(LINKER.likeness(one, other).score >= 0.9 for one, other in pairwise(chain))
    apart = LINKER.likeness(chain[0], chain[-1]).score
    found = suppliers(named(*chain))
    assert apart >= LINKER.known.words.queue or found[f"name:{chain[0].upper()}"] != found[f"name:{chain[-1].upper()}"]
    bridge = named(
        "Elmstow Recruitment Ltd", "Elmstow Recruitment Ltd t/a Elmstow Properties", "Elmstow Properties Ltd"
    )
    assert not together(bridge)


def test_the_same_names_give_the_same_suppliers_in_any_order():
    names = named(
        *(
            f"{one} {trade}"
            for one in ("Elmstow", "Elmstowe", "Gorsehill", "Gorshill")
            for trade in ("Care Ltd", "Care", "Dairy Ltd", "Dairies")
        )
    )
    first = link(LINKER, names)
    for seed in range(5):
        shuffled = random.Random(seed).sample(names, len(names))
        assert link(LINKER, shuffled) == first


def test_what_is_decided_stays_and_only_new_names_are_linked():
    old = named("Elmstow Dairy Ltd", "Gorsehill Dairy Ltd")
    decided = {old[0].key: "name:CHOSEN", old[1].key: old[1].key}
    found = suppliers([*old, *named("ELMSTOW DAIRY LIMITED", "Gorsehill Dairies Ltd")], decided=decided)
    assert found["name:ELMSTOW DAIRY LIMITED"] == found[old[0].key] == "name:CHOSEN"
    assert found["name:GORSEHILL DAIRIES LTD"] == old[1].key


def test_two_decided_suppliers_are_never_made_one():
    names = named("Elmstow Dairy Ltd", "Elmstow Dairy Limited")
    decided = {name.key: name.key for name in names}
    assert suppliers(names, decided=decided) == decided


def test_what_a_steward_took_apart_stays_apart():
    names = named("Elmstow Gorsehill Ltd", "Elmstow Gorsehil Ltd")
    assert together(names)
    assert not together(names, apart=[(names[0].key, names[1].key)])


def test_an_alias_is_the_name_that_it_was_changed_to():
    aliases = {"gorsehill homes": Alias("Gorsehill Homes", "Elmstow Living Ltd", "renamed", "demonstration")}
    with_alias = linking.Linker(LINKER.known, LINKER.register, aliases)
    found = {
        link.name if hasattr(link, "name") else link.key: link
        for link in link(with_alias, named("Gorsehill Homes", "Elmstow Living")).links
    }
    assert len({link.supplier_id for link in found.values()}) == 1
    assert "alias" in {link.method for link in found.values()} | {found["name:GORSEHILL HOMES"].method}


def test_questions_say_what_makes_us_doubt():
    (question,) = link(LINKER, named("Elmstow Heritage", "Elmstow Heritage (Swindon)")).questions
    assert question.method == "places"
    assert set(question.names) == {"Elmstow Heritage", "Elmstow Heritage (Swindon)"}


def test_a_register_of_companies_is_refused(monkeypatch):
    monkeypatch.setattr(grouping, "MOST_NAMES", 3)
    with pytest.raises(TooManyNames, match="4 names can't be linked; at most 3"):
        link(LINKER, named("a", "b", "c", "d"))


def test_the_work_grows_with_the_names_and_not_with_their_square():
    dice = random.Random(3)
    syllables = ["al", "ber", "cor", "den", "el", "far", "gor", "hem", "is", "jun", "kel", "lor"]

    def made(count: int) -> list[Name]:
        words = ["".join(dice.choices(syllables, k=4)).title() for _ in range(count)]
        return named(*dict.fromkeys(f"{word} {dice.choice(['Care', 'Dairy', 'Coaches'])} Ltd" for word in words))

    def seconds(count: int) -> float:
        """The shortest of several: now and then the whole process is looked through for what nobody needs."""
        names, took = made(count), []
        for _ in range(3):
            began = time.process_time()
            link(LINKER, names)
            took.append(time.process_time() - began)
        return min(took)

    seconds(50)
    small, large = seconds(150), seconds(600)
    assert large < 10 * max(small, 0.01)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("St Mary's School Elmstow", "St Mark's School Elmstow"),
        ("Elmstow Print Ltd", "Elmstow Paint Ltd"),
        ("Smart Homes Ltd", "Smart Domes Ltd"),
        ("NHS Barlow CCG", "NHS Marlow CCG"),
    ],
)
def test_a_known_word_is_no_slip_of_the_hand_in_another(one: str, other: str):
    assert not together(named(one, other))
