"""One supplier has one key however its name is spelled; people and withheld names have none that tells who they are."""

from __future__ import annotations

import polars as pl
import pytest

from ckanext.spenddata import definitions
from ckanext.spenddata.ledger import supplier_keys
from ckanext.spenddata.ledger.supplier_keys import LONGEST, PERSON

KNOWN = definitions.load()
NUMBER = "01234567"


def keys(**columns: list[str | None]) -> list[tuple[str | None, str | None]]:
    """Key and supplier of each row."""
    frame = pl.DataFrame({name: pl.Series(cells, dtype=pl.String) for name, cells in columns.items()})
    found = frame.with_columns(*supplier_keys.of_rows(frame, KNOWN))
    return found.select("supplier_key", "supplier_id").rows()


def test_case_and_white_space_make_no_other_supplier():
    spelled = ["Fictional Widgets Ltd", " FICTIONAL  widgets\tLtd ", "Fictional|Widgets Ltd"]
    assert set(keys(supplier_name=spelled)) == {("name:FICTIONAL WIDGETS LTD", "name:FICTIONAL WIDGETS LTD")}


def test_blanks_are_no_supplier():
    assert keys(supplier_name=[None, "", "  ", "|"]) == [(None, None)] * 4
    assert keys(amount=["1"]) == [(None, None)]


def test_a_number_is_the_supplier_whatever_it_is_called():
    (one, other) = keys(supplier_name=["Fictional Widgets Ltd", "FW Trading"], supplier_company_number=[NUMBER, NUMBER])
    assert one[1] == other[1] == f"GB-COH-{NUMBER}"
    assert one[0] == f"name:FICTIONAL WIDGETS LTD|GB-COH-{NUMBER}"
    assert one[0] != other[0], "the name stays in the key: it can be linked to another by a steward"


def test_a_number_without_a_name_is_no_supplier():
    assert keys(supplier_name=[None], supplier_company_number=[NUMBER])[0][1] is None


def test_a_number_that_is_none_is_passed_over():
    told = keys(supplier_name=["Fictional Widgets Ltd"], supplier_company_number=["not known"])
    assert told == [("name:FICTIONAL WIDGETS LTD", "name:FICTIONAL WIDGETS LTD")]


def test_people_are_told_from_others_and_not_from_one_another():
    names = ["Mr John Smith", "Mrs Jane Jones"]
    assert keys(supplier_name=names) == [(PERSON, None)] * 2


def test_whom_the_publisher_calls_an_individual_is_a_person():
    told = keys(supplier_name=["Fictional Widgets", "Fictional Widgets"], supplier_type=["Individual", "Company"])
    assert told == [(PERSON, None), ("name:FICTIONAL WIDGETS", "name:FICTIONAL WIDGETS")]


def test_a_person_with_a_companys_number_is_that_company():
    told = keys(supplier_name=["Mr John Smith"], supplier_company_number=[NUMBER])
    assert told == [(f"name:MR JOHN SMITH|GB-COH-{NUMBER}", f"GB-COH-{NUMBER}")]


@pytest.mark.parametrize("name", ["Private individual", "Client", "Foster Carer", "s40 FOI", "****"])
def test_words_in_the_place_of_a_supplier_are_none(name: str):
    assert keys(supplier_name=[name], redaction_reason=["personal_data"]) == [(None, None)]


@pytest.mark.parametrize("name", ["Various", "SUNDRY CREDITORS", "Misc. Supplier", "One-off supplier (Housing)", "???"])
def test_what_names_nobody_is_no_supplier(name: str):
    assert keys(supplier_name=[name]) == [(None, None)]
    numbered = keys(supplier_name=[name], supplier_company_number=[NUMBER])
    assert numbered[0][1] == f"GB-COH-{NUMBER}", "a number says who it is"


def test_withheld_names_are_not_even_people():
    told = keys(supplier_name=["REDACTED", "Fictional Ltd"], redaction_reason=["personal_data", None])
    assert told == [(None, None), ("name:FICTIONAL LTD", "name:FICTIONAL LTD")]


def test_a_paragraph_in_the_place_of_a_name_is_cut():
    ((key, _),) = keys(supplier_name=["Fictional works " * 100])
    assert len(key or "") == len(supplier_keys.NAME) + LONGEST


@pytest.mark.parametrize(
    ("key", "owner"),
    [("name:ALDER LTD", "name:ALDER LTD"), ("name:ALDER LTD|GB-COH-01234567", "GB-COH-01234567"), (PERSON, PERSON)],
)
def test_a_key_is_of_its_number_until_it_is_linked(key, owner):
    assert supplier_keys.owner(key) == owner
