"""The screen for people: how many of them it finds, how many firms it takes for them, and where it looks."""

from __future__ import annotations

import pytest

from ckanext.spenddata.checks.names import is_person
from ckanext.spenddata.checks.naming import names_in_private, names_somebody
from ckanext.spenddata.definitions import load
from tests.checks.filings import filing, found, good
from tests.checks.people import FIRMS, firms, people

PEOPLE = load().people


def test_of_people_nine_in_ten_are_found_and_of_firms_one_in_a_hundred():
    names, others = people(), firms()
    missed = [name for name in names if not is_person(name, PEOPLE)]
    taken = [name for name in others if is_person(name, PEOPLE)]
    assert len(names) >= 400
    assert len(others) >= 1_000
    assert len(missed) <= 0.1 * len(names), missed
    assert len(taken) <= 0.01 * len(others), taken


def test_no_household_name_is_taken_for_a_person():
    assert [name for name in FIRMS if is_person(name, PEOPLE)] == []


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("Olumide Exampleton", True),
        ("Villin Exampleton", False),
        ("Mrs J Smith", True),
        ("Smith, Mrs Jane", True),
        ("Mr & Mrs Smith", True),
        ("JOHN SMITH (123456)", True),
        ("Siân Exampleton", True),
        ("Estate of the late A Example", True),
        ("The Estate Office", False),
        ("Real Estate Partners", False),
        ("St John Ambulance", False),
        ("Smith & Jones", False),
        ("REDACTED PERSONAL DATA", False),
        ("Rev Jane Smith", True),
        ("Lord Wandsworth College", False),
        ("Exampleton", False),
        ("42", False),
        ("", False),
    ],
)
def test_a_name_says_whose_it_is(name: str, known: bool):
    assert is_person(name, PEOPLE) is known


def test_what_a_payment_is_for_tells_a_person_whose_given_name_nobody_knows():
    name = "Villin Exampleton"
    rows = [good(supplier_name=name, expense_type=kind) for kind in ("Direct payments", "Foster care", "Consultancy")]
    assert found("supplier-person", filing(*rows))["row"].to_list() == [2, 3]
    assert found(
        "supplier-person", filing(good(supplier_name="Exampleton Care Ltd", expense_type="Foster care"))
    ).is_empty()


def test_a_withheld_name_is_nobody_s():
    rows = filing(good(supplier_name="Jane Smith", redaction_reason="personal_data"), good(supplier_name="Jane Smith"))
    assert found("supplier-person", rows)["row"].to_list() == [3]


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("Jane Kettle direct payment", True),
        ("Jane Kettle DP Account", True),
        ("Kinship - J Kettle", True),
        ("Dr Foster Analytics", False),
        ("Grace Fostering", False),
        ("Rose Direct Payment Services", False),
        ("N Power", False),
    ],
)
def test_what_a_supplier_is_paid_for_may_stand_beside_the_name(name: str, seen: bool):
    assert found("supplier-person", filing(good(supplier_name=name))).is_empty() is not seen


@pytest.mark.parametrize("text", ["Respite - Tommy K (LAC)", "Maisie T. dob 2014", "PLACEMENT MAISIE T"])
def test_a_name_in_a_text_is_seen(text: str):
    assert names_somebody(text, PEOPLE)


@pytest.mark.parametrize("text", ["Respite Care", "Victoria Road", "Grace House", "Summer term", "Thomas and"])
def test_a_place_in_a_text_is_none(text: str):
    assert not names_somebody(text, PEOPLE)


@pytest.mark.parametrize(
    "name",
    [
        "van der Kettle J",
        "Kettle, J van der",
        "Prof Sir Tom Kettle",
        "Mr J and Mrs P Kettle",
        "Re: J Kettle",
        "re Tom Kettle",
        "c/o Tom Kettle",
        "Carer of Tom K",
        "Foster carer - Jane Kettle",
        "Est of A Kettle",
        "The Estate of Ada Kettle Deceased",
        "Mr D Hall",
        "Mr and Mrs A Hall",
        "Hall, David",
        "KETTLE/JANE",
        "Kettle; Jane",
        "D Hall",
        "Hall, D",
        "David Hall",
        "Mrs S Lodge",
        "Tom Hill",
        "Ms R Green",
        "Søren Kettle",
        "Żaneta Łuczak",
        "Sukhwinder Kettle",
        "Oksana Kettle",
        "Ngọc Kettle",
        "Wong Siu Ming",
        "Nguyen Thi Lan",
        "Begum Shahnara",
        "Priyanka Kettle",
        "Jiří Novák",
        "Aminata Kettle",
        "Mair Kettle",
        "Baroness Kettle",
        "Lt Col A Kettle",
        "PR of A Kettle",
        "Legal guardian of T Kettle",
        "V0012 Jane Kettle",
        "Ada Kettle EX4 1AA",
        "Mrs A Kettle, 12 Mill Lane",
    ],
)
def test_a_name_is_a_person_s_however_it_is_written(name: str):
    assert is_person(name, PEOPLE)
    assert found("supplier-person", filing(good(supplier_name=name)))["row"].to_list() == [2]


@pytest.mark.parametrize(
    "name",
    [
        "Victoria Park",
        "Grace House",
        "Holly Lodge",
        "Albert Street",
        "Martin Hall Hotel",
        "Brandon House",
        "Catherine Court",
        "Russell Play",
        "Town Hall",
        "West Mill",
        "Student Loans Company",
        "Carers Hertshire",
        "Child Dynamix",
        "Re-Cycle",
        "Client Earth",
        "Estate Services",
        "A Hall Hire",
        "De La Rue",
        "Ross on Wye",
        "Alexandra Palace",
        "Dr S Khan Practice",
        "Robert Bosch",
        "N H S Exbury",
        "Exbury M B C",
        "Payment to Lenders",
    ],
)
def test_a_place_or_a_firm_is_no_person(name: str):
    assert not is_person(name, PEOPLE)


@pytest.mark.parametrize(
    "text",
    [
        "J Kettle direct payment",
        "Direct Payment - KETTLE J",
        "KETTLE, John - direct payment",
        "Respite for Tommy",
        "Respite for T Kettle",
        "Home to School Transport for pupil M Kettle",
        "Taxi for Maisie Kettle",
        "re M (a child)",
        "RE KETTLE (A CHILD)",
        "refund to kettle, ada",
        "personal budget ada kettle",
        "Funeral costs A Kettle (deceased)",
        "Tenant: A. Kettle 4 Mill Lane",
        "Rent deposit for Ada Kettle",
        "SEN provision for Jack K",
        "Interpreter for Ada Kettle",
        "Expert witness report in the matter of Maisie Kettle",
        "Kettle, Maisie - SGO",
        "Nursing care - KETTLE A (1234567)",
        "insurance claim A Kettle",
        "c/o Ada Kettle",
        "Client: Ada Kettle",
        "1-1 tuition for Ada Kettle",
        "Mental Health Act assessment A Kettle",
        "DNA test Ada Kettle",
        "S117 - A Kettle",
        "CHC package A Kettle",
        "Occupational health referral Ada Kettle",
        "Rent refund: Ada Kettle",
        "Free school meals - Ada Kettle",
        "Council tax refund - 12 High Street EX4 1AA",
        "School uniform grant - Tommy Kettle",
        "Refund of council tax - Ada Kettle",
        "Refund Ada Kettle",
        "Cremation fee A Kettle",
        "Eviction - Ada Kettle",
        "DoLS assessment - Ada Kettle",
        "Childminder for Tommy K",
        "Safeguarding: Tommy Kettle",
        "Ada Kettle travel expenses",
        "Nursing home fees KETTLE, ADA",
        "B&B for Ada Kettle",
        "Ada Kettle EX4 1AA",
        "A Kettle 12 Mill Lane EX4 1AA",
        "Stairlift, 12 Mill Lane EX4 1AA",
        "Flat 3, 12 Mill Lane - DFG",
        "Wet room for disabled tenant at 12 Mill Lane",
        "Placement - girl aged 7",
    ],
)
def test_somebody_is_named_in_private_life(text: str):
    assert names_in_private(text, PEOPLE)


@pytest.mark.parametrize(
    "text",
    [
        "Grace House rent",
        "Care at Rosewood House",
        "Respite unit B",
        "Placement costs April",
        "Home to school transport route 42",
        "Student Loan - New Loans",
        "Payment for Address Point data - April 2010-March 2014",
        "DIRECT PAYMENTS TEAM",
        "ADOPTION TEAM",
        "SEN RESPITE CARE",
        "PATIENT TRANSPORT",
        "CLIENTS AIDS",
        "Late payment interest",
        "Re-roofing",
        "Adaptation in East Africa - April-June 2014",
        "Refund of deposit",
        "Re M25 works",
        "School transport - James Street depot",
        "Tuition services (Block)",
        "DNA testing service",
        "Emergency accommodation - Travelodge",
        "CHC packages - Barchester",
        "Early years funding - Little Acorns",
        "Catterick Garrison day centre",
        "Council tax refund software EX4 1AAB",
        "Roof repairs 12 Mill Lane EX4 1AA",
        "Disabled facilities grants - Qtr 1",
        "School uniform grants programme",
        "Refund of parking permits",
        "Staff travel expenses April",
        "Sports for children aged 7 to 11",
        "Safeguarding training",
        "B&B block contract",
        "Planning appeal at Donna Point",
        "Expenses, Risk Management, Jun-Aug",
        "Memorial Pavilion",
    ],
)
def test_what_is_paid_for_people_names_nobody(text: str):
    assert not names_in_private(text, PEOPLE)


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("Imogen Exampleton", True),
        ("FFION EXAMPLETON", True),
        ("Exampleton Saoirse DP", True),
        ("Jane Exampleton c/o Example Bank plc", True),
        ("Exampleton Ltd c/o Jane Smith", False),
        ("Harpreet Minicabs", False),
        ("Blake Morgan", False),
    ],
)
def test_a_person_is_found_behind_marks_of_the_ledger(name: str, known: bool):
    rows = [good(supplier_name=name)]
    assert found("supplier-person", filing(*rows)).is_empty() is not known


@pytest.mark.parametrize("words", ["Rent arrears - Jane Exampleton", "Equipment for Imogen Exampleton"])
def test_more_words_tell_of_somebody_s_life(words: str):
    assert not found("personal-named-in-text", filing(good(description=words))).is_empty()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("T&S CHECK FOR DECEASED EMPLOYEES", False),
        ("P&L STATEMENT RE TENANTS", False),
        ("CHC CHILD PERS HLTH BUD", False),
        ("SEN PLCMT JANE SMTHNG", True),
        ("DIRECT PAYMENT CLLR J SMITH", True),
        ("DIRECT PAYMENT MRS J SMITH", True),
        ("FUNERAL OF T SMITH", True),
    ],
)
def test_abbreviations_of_a_ledger_are_no_names(text, named):
    assert names_in_private(text, PEOPLE) is named


@pytest.mark.parametrize("name", ["Example Solicitors re A Kettle", "Example Solicitors client account A Kettle"])
def test_a_firm_paid_about_somebody_names_them(name: str):
    assert found("supplier-person", filing(good(supplier_name=name)))["row"].to_list() == [2]


@pytest.mark.parametrize(
    "purpose",
    [
        *(
            "School uniform grants",
            "Witness expenses",
            "Council tax refunds",
            "Refund of council tax",
            "Legal settlements",
        ),
        *("Student awards", "Payments to clients", "Rent allowances", "Right to buy refund", "Tenant incentive scheme"),
    ],
)
def test_what_people_are_paid_for_in_their_private_life(purpose: str):
    rows = filing(good(supplier_name="Villin Exampleton", expense_type=purpose))
    assert found("supplier-person", rows)["row"].to_list() == [2]


@pytest.mark.parametrize(
    ("rule", "text", "seen"),
    [
        ("personal-bank-details", "Sort code 204545 account 12345678", True),
        ("personal-bank-details", "Sort code 20-12-34 a/c 12345678", True),
        ("personal-bank-details", "Invoice 20-12-26 12345678", False),
        ("personal-birth-date", "A.K. 12/03/2014 DOB", True),
        ("personal-birth-date", "Invoice 12/03/2014", False),
    ],
)
def test_a_number_is_known_by_the_word_beside_it(rule: str, text: str, seen: bool):
    assert found(rule, filing(good(description=text))).is_empty() is not seen
