"""A name is a public body where it can be no other's: by its own name, another, or as its kind is written."""

from __future__ import annotations

from ckanext.spenddata.classify.suppliers.reading import read
from ckanext.spenddata.classify.suppliers.register import CENTRAL, FORMER, LOCAL, Register
from ckanext.spenddata.definitions import load
from ckanext.spenddata.definitions.bodies import Body
from ckanext.spenddata.definitions.publishers import Publisher

WORDS = load().supplier_words


def body(number: int, name: str, status: str = "current", **known: object) -> Body:
    publisher = Publisher(publisher_id=f"X-DEMO-{number}", name=name, **known)
    return Body(publisher, nation="", gss_code="", status=status, replaced_by="", source="", licence="")


def found(register: Register, name: str) -> str | None:
    return register.body_of(read(name, WORDS))


def test_its_name_in_any_order_of_words():
    register = Register([body(1, "Exbury County Council")], WORDS)
    assert found(register, "Exbury County Council") == "X-DEMO-1"
    assert found(register, "County Council, Exbury") == "X-DEMO-1"
    assert found(register, "Exbury City Council") is None


def test_a_name_that_two_bodies_share_is_neither_s():
    register = Register(
        [body(1, "Exbury Agency Board", other_names=("Trade Board Exbury",)), body(2, "Exbury Trade Board")], WORDS
    )
    assert found(register, "Exbury Trade Board") == "X-DEMO-2", "an own name goes before another's other name"
    both = Register([body(1, "Alder Harbour Board"), body(2, "Harbour Board Alder")], WORDS)
    assert found(both, "Alder Harbour Board") is None


def test_a_company_or_somebody_who_passes_it_on_is_no_body():
    register = Register([body(1, "Exbury Harbour Board")], WORDS)
    assert found(register, "Exbury Harbour Board Ltd") is None
    assert found(register, "Alder c/o Exbury Harbour Board") is None


def test_of_a_council_the_name_of_its_place_is_anybody_s():
    council = body(1, "Exbury Vale Council", body_type=LOCAL, other_names=("Exbury Vale",))
    trust = body(2, "Exbury Hospital Trust", body_type="nhs", other_names=("Alder Vale",))
    register = Register([council, trust], WORDS)
    assert found(register, "Exbury Vale") is None
    assert found(register, "Alder Vale") == "X-DEMO-2"


def test_a_body_that_is_gone_is_known_by_its_names_alone():
    kind, ways = next((kind, ways) for kind, ways in WORDS.body_names.items() if len(ways) > 1)
    name, other = (way.format(place="Exbury Vale") for way in ways[:2])
    assert found(Register([body(1, name, body_subtype=kind)], WORDS), other) == "X-DEMO-1"
    assert found(Register([body(1, name, FORMER, body_subtype=kind)], WORDS), name) == "X-DEMO-1"


def test_one_word_is_a_body_of_the_state_s_alone_and_no_company_s():
    agency = body(1, "Exbury Ferry Agency", body_type=CENTRAL, other_names=("EXFA", "EFA"))
    trust = body(2, "Alder Hospital Trust", body_type="nhs", other_names=("ALHT",))
    register = Register([agency, trust], WORDS)
    assert found(register, "Exfa") == "X-DEMO-1"
    assert found(register, "EXFA Ltd") is None
    assert found(register, "EFA") is None, "three letters are many bodies'"
    assert found(register, "ALHT") is None
