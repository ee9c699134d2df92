"""The category of a row comes from what the publisher gave, by the first way that tells it, and never from a guess."""

import polars as pl
import pytest

from ckanext.spenddata import artefact, definitions
from ckanext.spenddata.classify.classify import classify

DEFINITIONS = definitions.load()


def decide(**columns: list[str | None]) -> list[tuple[str, str, float]]:
    frame = pl.DataFrame({name: pl.Series(values, dtype=pl.String) for name, values in columns.items()})
    found = classify(frame, DEFINITIONS, None)
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


def test_proclass_level_1_and_merchant_codes_of_the_publisher_are_taken():
    assert decide(
        proclass_code=["270000", "321100", "271000", None], merchant_category_code=[None, None, "7361", "763"]
    ) == [
        ("it", "publisher_proclass", 0.95),
        ("social-care", "publisher_proclass", 0.95),
        ("agency-staff", "publisher_mcc", 0.9),
        ("agri-env-land", "publisher_mcc", 0.9),
    ]


@pytest.mark.parametrize(
    "words",
    [
        "Agency Staff",
        "AGENCY STAFF",
        "  agency   staff ",
        "(50552) Agency Staff",
        "212001-Agency staff",
        "Agency-Staff",
    ],
)
def test_expense_types_are_found_however_they_are_written(words):
    assert decide(expense_type=[words]) == [("agency-staff", "expense_type", 0.8)]


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


def test_a_code_decides_before_words_and_words_before_redaction():
    assert decide(
        cpv_code=["79100000", "00000000", None, None],
        expense_type=["Catering", "Catering", "Foster care", None],
        redaction_reason=["personal_data", None, "personal_data", "personal_data"],
    ) == [
        ("legal", "publisher_cpv", 1.0),
        ("food-catering", "expense_type", 0.8),
        ("social-care", "expense_type", 0.8),
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
