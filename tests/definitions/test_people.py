"""The words by which people are known are patterns of whole words, the longest phrase first."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from ckanext.spenddata.definitions import load
from ckanext.spenddata.definitions.people import read

PEOPLE = load().people


def made(**words) -> object:
    return msgspec.structs.replace(PEOPLE, **words)


def test_a_word_inside_another_is_not_found():
    people = made(organisations=frozenset({"museum", "o'neill homes"}))
    pattern = people.organisation_pattern
    assert re.search(pattern, "The Museum, Exbury")
    assert re.search(pattern, "O'Neill Homes")
    assert not re.search(pattern, "Mr Skinner")
    assert not re.search(pattern, "INNS of court")


def test_the_longest_phrase_of_an_estate_is_taken():
    people = made(estates=("estate of", "the estate of the late"))
    assert people.estate.search("the estate of the late j example")[0] == "the estate of the late"
    assert re.search(people.estate_pattern, "THE ESTATE OF J Example")


def test_what_says_private_life_is_one_pattern_of_two():
    people = made(private_life="(?i)kinship", private_text="(?i)care leaver")
    assert people.in_private_life.search("KINSHIP allowance")
    assert people.in_private_life.search("a Care Leaver's rent")
    assert not people.in_private_life.search("care home")


def test_the_word_that_a_text_introduces_is_caught():
    people = made(before_a_name=r"payment to ")
    assert people.before.search("the payment to jane")
    assert people.introduced.search("payment to jane example")[1] == "jane"


def test_given_names_come_from_files_too(tmp_path: Path):
    names = tmp_path / "given_names.txt"
    names.write_text("Zoë\n\n  Tamsin \n", encoding="utf-8")
    found = read(load().paths("people.yaml"), [names])
    assert {"zoe", "tamsin"} <= found.given_names
    assert "" not in found.given_names
