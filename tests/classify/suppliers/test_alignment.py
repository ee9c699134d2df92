"""Which names are one supplier's without asking, which a steward must look at, and which are two."""

import pytest

from ckanext.spenddata.classify.suppliers.alignment import compare
from ckanext.spenddata.classify.suppliers.known import linker
from ckanext.spenddata.classify.suppliers.reading import read
from ckanext.spenddata.classify.suppliers.vocabulary import Knowledge
from ckanext.spenddata.definitions import load

LINKER = linker(load())
WORDS = LINKER.known.words


def verdict(one: str, other: str) -> str:
    there, back = LINKER.likeness(one, other), LINKER.likeness(other, one)
    assert there.score == pytest.approx(back.score)
    return "same" if there.score >= WORDS.automatic else "asked" if there.score >= WORDS.queue else "two"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("HC-One Ltd", "HC-ONE Limited"),
        ("HC - One Ltd", "HC One Ltd"),
        ("Gorsehill & Fernley LLP", "GORSEHILL AND FERNLEY LLP"),
        ("Gorsehill Maintenance Ltd", "Gorshill Maintenance Ltd t/a Gorsehill Maintenance"),
        ("Elmstow Rural Housing Assoc", "ELMSTOW RURAL HOUSING ASSOCIATION"),
        ("Yarrow Elmstow Motors Ltd", "Elmstow Yarrow Motors Limited"),
        ("Elmstow Careline Ltd", "Elmstow Care Line Ltd"),
        ("ELMSTOW NATIONAL TRAINING ORGANISATI", "Elmstow National Training Organisation"),
        ("London Borough of Merton", "MERTON LONDON BOROUGH COUNCIL"),
        ("Elmstow Solicitors LLP", "Elmstow"),
        ("Elmstow Gorsehill Ltd", "Elmstow Gorsehill plc"),
        ("Elmstow Dist Ltd", "Elmstow Distribution Limited"),
        ("Elmstow Gorsehill Assoc LLP", "Elmstow Gorsehill Associates LLP"),
        ("St. Ebbas Hospice Elmstow", "Saint Ebba's Hospice Elmstow"),
        ("NHS Elmstow ICB", "NHS Elmstow Integrated Care Board"),
        ("Gorsehill Rural Trading Ltd (Direct Debit)", "Gorsehill Rural Trading Ltd"),
        ("Elmstow Borough Council (Rates)", "Elmstow Borough Council"),
        ("0045231 Elmstow Plant Hire Ltd", "Elmstow Plant Hire Limited"),
        ("0045231-Elmstow Plant Hire Ltd", "Elmstow Plant Hire Limited"),
        ("ZZ Elmstow Plant Hire Ltd", "Elmstow Plant Hire Limited"),
        ("Elmstow Plant Hire BACS", "Elmstow Plant Hire Limited"),
        ("Elmstow Plant Hire Ltd (Factored by Gorsehill Cash)", "Elmstow Plant Hire Limited"),
        ("Elmstow Gorsehill Trnsprt", "Elmstow Gorsehill Transport"),
        ("Elmstow Arch & Surv", "Elmstow Architects and Surveyors"),
        ("First Elmstow Scouts", "1st Elmstow Scouts"),
        ("Elmstow IDB", "Elmstow Internal Drainage Board"),
        ("Elmstow M&E Services", "Elmstow Mechanical & Electrical Services"),
        ("Elmstow C.C.", "Elmstow County Council"),
        ("Elmstow CVS", "Elmstow Council for Voluntary Service"),
        ("St Ebba's C of E School", "St Ebbas Church of England School"),
        ("Our Lady of Elmstow R.C. School", "Our Lady of Elmstow Roman Catholic School"),
        ("Elmstow Primary", "Elmstow Primary School"),
        ("Elmstow Fire & Rescue", "Elmstow Fire and Rescue Service"),
        ("Salford Royal Foundation Trust", "Salford Royal NHS Foundation Trust"),
        ("Friends of Elmstow Park", "Elmstow Park Friends"),
        ("Elmstow Plumbing & Heating", "Elmstow Heating & Plumbing Ltd"),
        ("Elmstwo Accountancy", "Elmstow Accountancy Ltd"),
        ("Driver and Vehicle Licensing Agency", "DVLA"),
        ("Department for Environment, Food and Rural Affairs", "Defra"),
        ("Alder Nursery (Elmstow Childcare Ltd)", "Elmstow Childcare Ltd"),
    ],
)
def test_linked_without_asking(one, other):
    assert verdict(one, other) == "same"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Elmstow Care Home", "Elmstow Home Care Ltd"),
        ("Elmstow Westpoint", "Elmstow Westpoint (Exeter)"),
        ("Westmere", "Westmare"),
        ("Elmstow Gorsehill LLP", "Elmstow Gorsehill Ltd"),
        ("Elmstow Academy Trust", "Elmstow Academy"),
        ("Lewis Morgan", "Morgan Lewis"),
        ("Elmstow Norwell Ltd", "Elmstow Morwell Ltd"),
        ("Alder Ltd t/a The Larches Nursing", "Brook Ltd t/a The Larches Nursing"),
        ("Elmstow PT", "Elmstow Puppet Theatre"),
        ("Elmstow CC", "Elmstow Cricket Club"),
        ("Gorsehilling Ltd", "Gorsehillint Ltd"),
        ("Gorsehill Landscapes", "Gorsehill Landscaping"),
    ],
)
def test_a_steward_is_asked(one, other):
    assert verdict(one, other) == "asked"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Elmstow Schools (No 2) Ltd", "Elmstow Schools (No 3) Ltd"),
        ("Elmstow Schools (Two) Ltd", "Elmstow Schools III Ltd"),
        ("Elmstow Care Northampton", "Elmstow Care Southampton"),
        ("North Elmstow Council", "South Elmstow Council"),
        ("Elmstow Infant School", "Elmstow Junior School"),
        ("University of Elmstow", "Elmstow City Council"),
        ("Elmstow Properties Ltd", "Elmstow Recruitment Ltd"),
        ("Dorset County Council", "Somerset County Council"),
        ("Community Action Elmstow", "Community Action Gorsehill"),
        ("Elmstow Fund c/o Gorsehill Ltd", "Gorsehill Ltd"),
        ("Elmstow Fund c/o Gorsehill Ltd", "Elmstow Fund"),
        ("", "Elmstow"),
        ("Elmstow Staff Ltd", "Elmstow Stuff Ltd"),
        ("Elmstow Norris LLP", "Elmstow Morris LLP"),
        ("Barker Elmstow Ltd", "Baker Elmstow Ltd"),
        ("Elmstow Security Ltd", "Elmstow Securities Ltd"),
        ("Elmstow Associates", "Elmstow Association"),
        ("Elmstow CC", "Gorsehill County Council"),
        ("First Elmstow Scouts", "2nd Elmstow Scouts"),
        ("University of Bath", "Bath Spa University"),
        ("Cobblegarth Medicines Distribution Ltd", "Gorsehollow Medicines Distribution Ltd"),
        ("Elmstow Lighting & Signs", "Vellshaw Lighting & Signs"),
    ],
)
def test_two_suppliers(one, other):
    assert verdict(one, other) == "two"


def test_a_word_that_many_names_have_is_no_typing_error():
    one, other = read("Carltonby Elmstow Ltd", WORDS), read("Charltonby Elmstow Ltd", WORDS)
    assert compare(one, other, Knowledge(WORDS)).score >= WORDS.automatic
    many = Knowledge(WORDS, counts={"carltonby": 9, "charltonby": 7})
    assert compare(one, other, many).score < WORDS.queue


def test_a_likeness_says_which_words_decided():
    found = LINKER.likeness("Elmstow Gorsehill Dairy", "Elmstow Gorshill")
    assert found.near == (("gorsehill", "gorshill"),)
    assert found.alone == ("dairy",)
