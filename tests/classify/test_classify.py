"""Codes before certain words, certain words before evidence, evidence only where it is sure: and the tables by themselves."""

import time

import msgspec
import polars as pl
import pytest

from ckanext.spenddata import artefact, definitions
from ckanext.spenddata.classify.classify import classify, likeliest
from ckanext.spenddata.classify.classify import decide as with_model
from ckanext.spenddata.definitions.category_levels import Likely
from ckanext.spenddata.definitions.publishers import Publisher
from tests.pace import allowed

DEFINITIONS = definitions.load()
TABLES_ALONE = msgspec.structs.replace(
    DEFINITIONS.category_levels, likely=Likely(purchase=2.0, other=2.0), contradicted=0.0
)
"""Levels that the evidence is never sure enough for."""


def decide(**columns: list[str | None]) -> list[tuple[str, str, float]]:
    """What codes and tables decide, without the evidence."""
    frame = pl.DataFrame({name: pl.Series(values, dtype=pl.String) for name, values in columns.items()})
    found = with_model(frame, DEFINITIONS, "", DEFINITIONS.evidence_model, TABLES_ALONE)
    assert found.schema == pl.Schema(artefact.CLASSIFICATION)
    assert found.height == frame.height
    return found.drop("category_version").rows()


@pytest.mark.parametrize(
    ("code", "category"),
    [
        ("79100000", "legal"),
        ("79100000-5", "legal"),
        ("79600000-0", "agency-staff"),
        ("79000000", "business-services"),
        ("90910000-9", "facilities"),
        ("90500000-2", "waste-environment"),
        ("3000000", "agri-env-land"),  # the zero in front was lost
        ("45233140-2", "highways-traffic"),
        ("45210000-2", "construction"),
    ],
)
def test_publishers_cpv_code_decides_by_the_longest_prefix(code, category):
    assert decide(cpv_code=[code]) == [(category, "publisher_cpv", 1.0)]


@pytest.mark.parametrize("code", ["99999999", "79", "7910000012", "legal", "", "-"])
def test_a_code_that_cpv_does_not_have_is_not_taken(code):
    assert decide(cpv_code=[code]) == [("unclassified", "none", 0.0)]


def test_proclass_and_merchant_codes_of_the_publisher_are_taken():
    assert decide(
        proclass_code=["270000", "321100", None, None], merchant_category_code=[None, None, "7361", "763"]
    ) == [
        ("it", "publisher_proclass", 0.95),
        ("social-care", "publisher_proclass", 0.95),
        ("agency-staff", "publisher_mcc", 0.9),
        ("agri-env-land", "publisher_mcc", 0.9),
    ]


@pytest.mark.parametrize(
    ("code", "category"),
    [
        ("321014", "social-care"),
        ("111200", "food-catering"),
        ("341100", "business-services"),
        ("271600", "it"),
        ("271800", "telecoms-post"),  # level 2 belongs elsewhere than the rest of its level 1
        ("391410", "highways-traffic"),
        ("361400", "vehicles"),
    ],
)
def test_a_proclass_code_is_taken_by_its_level_2_or_else_its_level_1(code, category):
    assert decide(proclass_code=[code]) == [(category, "publisher_proclass", 0.95)]


@pytest.mark.parametrize("code", ["201900", "990000", "32", "3210145", "32101X", "NCLASS", "", "²21014"])
def test_a_proclass_code_that_says_nothing_for_certain_is_not_taken(code):
    assert decide(proclass_code=[code]) == [("unclassified", "none", 0.0)]


@pytest.mark.parametrize("code", ["50112000-3", "50211000-9", "50221000-0", "50241000-6"])
def test_repair_of_vehicles_is_with_the_vehicles(code):
    assert decide(cpv_code=[code])[0][0] == "vehicles"
    assert [row[0] for row in decide(expense_type=["Vehicle servicing - planned", "Vehicle repairs"])] == [
        "vehicles",
        "vehicles",
    ]


@pytest.mark.parametrize(
    "words",
    [
        "710100-Creditors < 1 year - Other Taxation & Social Security",
        "610200-Debtors < 1 Year - VAT",
        "Creditors: other taxation and social security",
        "VAT control account",
        "Input VAT",
    ],
)
def test_a_tax_is_a_tax_in_whatever_account_it_is_kept(words):
    assert decide(expense_type=[words]) == [("tax-statutory", "expense_type", 0.98)]


@pytest.mark.parametrize(
    "words",
    [
        "Agency Staff",
        "R5805 - Agency staff",
        "R5805 Agency staff",
        "52110000 Agency staff",
        "4100/210 Agency staff",
        "Agency staff (5805)",
        "Agency staff - E4100",
        "AGENCY STAFF",
        "  agency   staff ",
        "(50552) Agency Staff",
        "212001-Agency staff",
        "Agency-Staff",
    ],
)
def test_expense_types_are_found_however_they_are_written(words):
    assert decide(expense_type=[words]) == [("agency-staff", "expense_type", 0.98)]


def test_ampersand_and_apostrophe_do_not_hide_an_expense_type():
    assert [row[0] for row in decide(expense_type=["Repairs & Maintenance", "Counsel's fees"])] == [
        "facilities",
        "legal",
    ]


def test_words_that_could_mean_two_things_stay_unclassified():
    words = [
        "Accommodation",
        "Professional Fees",
        "Contractors",
        "Supplies and Services",
        "Miscellaneous",
        "R5806",
        "264000",
        None,
    ]
    assert {row[:2] for row in decide(expense_type=words)} == {("unclassified", "none")}


@pytest.mark.parametrize(
    ("words", "category"),
    [
        ("Schools - electricity, block 4", "energy-water"),
        ("Premises / Legal fee", "legal"),
        ("Highways vehicle hire", None),  # roads, and vehicles
        ("Vehicle insurance excess", "professional-financial"),  # the longer phrase says what it is
        ("Vehicles' repair & maintenance", "vehicles"),
        ("Rent and rates", None),
        ("Residential care income", None),
        ("Insurance recharge", None),
        ("VAT on professional services", None),
        ("Legality", None),  # parts of words are no phrase
        ("Equipment, furniture and materials", None),
    ],
)
def test_a_phrase_tells_the_category_only_where_no_other_phrase_says_otherwise(words, category):
    expected = (category, "expense_phrase", 0.97) if category else ("unclassified", "none", 0.0)
    assert decide(expense_type=[words]) == [expected]


@pytest.mark.parametrize(
    ("supplier", "expense_type", "category"),
    [
        ("Leeds City Council", "Current grants", "transfers-public"),
        ("Kent County Council", "CURRENT GRANTS", "transfers-public"),
        ("Police & Crime Commissioner for Essex", "Grant", "transfers-public"),
        ("Mayor's Office for Policing and Crime", "Grants", "transfers-public"),
        ("Age Concern Sutton", "Grants", "grants"),
        ("Legal Services Commission", "311100-Legal Aid", "transfers-public"),
        ("Hodge Jones & Allen Solicitors", "311200-Criminal Legal Aid", "legal"),
        ("Irwin Mitchell Solicitors", "226000-Court Costs", "legal"),
        ("HM Courts Service", "Court fees", "tax-statutory"),
        ("Halcrow Group Ltd", "Construction Service Providers", "architecture-engineering"),
    ],
)
def test_whom_is_paid_says_what_words_of_two_meanings_mean(supplier, expense_type, category):
    rows = pl.DataFrame({"supplier_name": [supplier], "expense_type": [expense_type]})
    department = Publisher("X-DEMO-DHT", "Department", body_type="central government")
    assert classify(rows, DEFINITIONS, department)["category"].to_list() == [category]


def test_rent_that_surgeries_get_back_is_their_patients_care():
    board = Publisher("X-DEMO-ICB", "Board", body_type="NHS integrated care board")
    rows = pl.DataFrame(
        {
            "supplier_name": ["Mill Lane Medical Centre"],
            "expense_type": ["C&M-GMS Prem Notional Rent"],
            "expense_area": ["PRC DELEGATED CO-COMMISSIONING"],
            "description": pl.Series([None], dtype=pl.String),
        }
    )
    assert classify(rows, DEFINITIONS, board)["category"].to_list() == ["health"]


def test_the_publishers_own_category_and_the_kind_of_merchant_are_taken_after_the_expense_type():
    assert decide(
        expense_type=[None, None, "Staff training", "Miscellaneous"],
        category_local=["Grocery stores", "Legal Services", "Hotels, motels & resorts", "Miscellaneous retail"],
    ) == [
        ("food-catering", "publisher_category", 0.7),
        ("legal", "publisher_category", 0.7),
        ("education-training", "expense_type", 0.98),
        ("unclassified", "none", 0.0),
    ]


def test_a_description_is_taken_for_an_expense_type_only_where_there_is_none():
    assert decide(
        expense_type=[None, "Miscellaneous", None, None],
        description=["Agency staff", "Agency staff", "Agency staff at the depot for the first week of May", "Rent 2"],
    ) == [
        ("agency-staff", "description", 0.98),
        ("unclassified", "none", 0.0),
        ("unclassified", "none", 0.0),
        ("unclassified", "none", 0.0),
    ]
    assert decide(description=["Agency staff", None]) == [
        ("agency-staff", "description", 0.98),
        ("unclassified", "none", 0.0),
    ]


def test_redacted_is_only_what_nothing_else_in_the_row_tells():
    assert decide(
        expense_type=["Foster care", "Third party payments", None, "Redacted", None, None],
        description=["REDACTED PERSONAL DATA", "Redacted", "REDACTED PERSONAL DATA", None, "Allowance", None],
        redaction_reason=["personal_data"] * 6,
    ) == [
        ("social-care", "expense_type", 0.98),
        ("unclassified", "none", 0.0),
        ("redacted", "redacted", 1.0),
        ("redacted", "redacted", 1.0),
        ("unclassified", "none", 0.0),
        ("redacted", "redacted", 1.0),
    ]
    assert decide(supplier_name=["Withheld", "Alder Works Ltd"], redaction_reason=["other", None]) == [
        ("redacted", "redacted", 1.0),
        ("unclassified", "none", 0.0),
    ]


@pytest.mark.parametrize("words", ["123-" * 20_000, "1" * 80_000, " " * 80_000 + "x", "a b " * 20_000])
def test_no_cell_takes_long_to_look_at(words):
    started = time.process_time()
    classify(
        pl.DataFrame({"expense_type": [f"rent{words}"], "category_local": [words], "supplier_name": [words]}),
        DEFINITIONS,
    )
    assert time.process_time() - started < allowed(2)


def test_a_code_decides_before_words_and_words_before_redaction():
    assert decide(
        cpv_code=["79100000", "00000000", None, None],
        expense_type=["Catering", "Catering", "Foster care", None],
        redaction_reason=["personal_data", None, "personal_data", "personal_data"],
    ) == [
        ("legal", "publisher_cpv", 1.0),
        ("food-catering", "expense_type", 0.98),
        ("social-care", "expense_type", 0.98),
        ("redacted", "redacted", 1.0),
    ]


def test_rows_without_any_of_the_fields_and_no_rows_at_all_are_answered():
    assert decide(supplier_name=["Alder Works Ltd"]) == [("unclassified", "none", 0.0)]
    assert decide(supplier_name=[]) == []
    assert decide(expense_type=[]) == []


def test_every_row_keeps_the_version_and_the_same_rows_get_the_same_answer():
    frame = pl.DataFrame({"expense_type": ["Electricity", "Nonsense", "Legal fees"] * 1000}).sample(
        fraction=1.0, shuffle=True, seed=4
    )
    first, second = classify(frame, DEFINITIONS, None), classify(frame, DEFINITIONS, None)
    assert first.equals(second)
    assert first["category_version"].unique().to_list() == [DEFINITIONS.category_version]
    assert first.filter(frame["expense_type"] == "Electricity")["category"].unique().to_list() == ["energy-water"]


def test_categorical_columns_are_read_like_text():
    frame = pl.DataFrame({"expense_type": pl.Series(["Electricity", None], dtype=pl.Categorical)})
    assert classify(frame, DEFINITIONS, None)["category"].to_list() == ["energy-water", "unclassified"]


def test_what_the_evidence_alone_says_is_told_of_every_row_however_unsure():
    frame = pl.DataFrame(
        {
            "supplier_name": ["Alder Agency Workers Ltd", "Firm 12", None],
            "expense_type": ["Agency staff", None, None],
        },
        schema=dict.fromkeys(("supplier_name", "expense_type"), pl.String),
    )
    found = likeliest(frame, DEFINITIONS, "")
    assert found.columns == ["category", "confidence"]
    assert found["category"].null_count() == 0
    assert set(found["category"]) <= DEFINITIONS.categories.by_id.keys()
    assert found["category"][0] == "agency-staff"
    assert found["confidence"].arg_max() == 0
