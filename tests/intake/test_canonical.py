"""A table becomes rows that keep what was sent beside what it means: blank is no fault, withheld is no error, and nothing is lost."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.spenddata import rows
from ckanext.spenddata.intake import canonical
from tests.intake import corpus

REDACTED = "REDACTED PERSONAL DATA"


@pytest.fixture(scope="module")
def vocabulary(definitions):
    return definitions.redactions


@pytest.mark.parametrize(
    ("cells", "clean"),
    [
        (["  Alder Ltd ", "", "   ", None, "x"], ["Alder Ltd", None, None, None, "x"]),
        (["n/a", "N/A", "-"], ["n/a", "N/A", "-"]),
    ],
)
def test_words_lose_the_blanks_around_them_and_blank_ones_are_nothing(cells, clean):
    found = canonical._words({"description": pl.Series(cells, dtype=pl.String)}, [])
    assert found["description"].to_list() == clean


def test_a_missing_value_of_the_schema_is_nothing_and_a_word_of_a_list_is_written_as_the_list_has_it():
    cells = {"description": pl.Series(["NULL", "Rent"]), "supplier_type": pl.Series(["Non-SME", "BUSN"])}
    found = canonical._words(cells, ["NULL"])
    assert found["description"].to_list() == [None, "Rent"]
    assert found["supplier_type"].to_list() == ["large", "BUSN"]


@given(st.lists(st.none() | st.text(max_size=8), min_size=1, max_size=6))
def test_whatever_is_sent_as_words_stays_or_was_blank(cells):
    found = canonical._words({"description": pl.Series(cells, dtype=pl.String)}, [])["description"].to_list()
    assert len(found) == len(cells)
    for sent, kept in zip(cells, found, strict=True):
        assert kept is None or kept in (sent or "")
        assert kept is not None or not (sent or "").strip()


def typed(cells: list[str | None], values: list[int | None], faults: list[str | None], vocabulary) -> pl.DataFrame:
    meaning = pl.DataFrame({
        "value": pl.Series(values, dtype=pl.Int64),
        "fault": pl.Series(faults, dtype=pl.Categorical),
        "form": pl.Series([None] * len(cells), dtype=pl.Categorical),
    })  # fmt: skip
    return pl.DataFrame(canonical._typed("amount", pl.Series(cells, dtype=pl.String), meaning, ["NULL"], vocabulary))


def test_a_typed_field_keeps_what_was_sent_beside_what_it_means(vocabulary):
    found = typed(
        ["12.00", "", "twelve", REDACTED, "NULL", "#REF!"],
        [1200, None, None, None, None, None],
        [None, None, "unreadable", "unreadable", "unreadable", "spreadsheet_error"],
        vocabulary,
    )
    assert found["amount"].to_list() == [1200, None, None, None, None, None]
    assert found[rows.sent("amount")].to_list() == ["12.00", None, "twelve", REDACTED, None, "#REF!"]
    assert found[rows.fault("amount")].to_list() == [None, None, "unreadable", "withheld", None, "spreadsheet_error"]


def test_why_something_is_withheld_is_told_of_the_first_field_that_says_so(vocabulary):
    frame = pl.DataFrame({"supplier_name": ["Alder Ltd", REDACTED, None], "description": ["Rent", "Rent", REDACTED]})
    found = canonical.with_redactions(frame, vocabulary)["redaction_reason"].to_list()
    assert found[0] is None
    assert found[1] == found[2] == vocabulary.reason(REDACTED)
    said = frame.with_columns(redaction_reason=pl.Series(["said", "said", None]))
    assert canonical.with_redactions(said, vocabulary)["redaction_reason"].to_list() == ["said", "said", found[2]]


def test_a_file_that_withholds_nothing_has_no_reasons(vocabulary):
    frame = pl.DataFrame({"supplier_name": ["Redactive Publishing Ltd"], "description": ["Rent"]})
    assert canonical.with_redactions(frame, vocabulary).columns == frame.columns


def test_every_payment_has_its_place_and_its_pence(read_bytes):
    found = read_bytes(corpus.csv_text(corpus.lines())).rows.frame
    assert found[rows.SOURCE_ROW].to_list() == list(range(2, 2 + len(corpus.PAYMENTS)))
    assert set(found[rows.SOURCE_FILE].cast(pl.String)) == {"spend.csv"}
    assert found["amount"].to_list() == [payment.pence for payment in corpus.PAYMENTS]
    assert found["payment_date"].to_list() == [payment.day for payment in corpus.PAYMENTS]


@pytest.mark.parametrize(
    ("title", "answers", "basis"),
    [
        ("Amount", {}, "unknown"),
        ("Amount (exc VAT)", {}, "net"),
        ("Amount", {"amount_basis": "gross"}, "gross"),
        ("Amount (exc VAT)", {"amount_basis": "gross"}, "gross"),
    ],
)
def test_what_vat_is_in_amounts_is_said_by_a_person_else_by_a_title(title, answers, basis, read_bytes):
    from ckanext.spenddata.intake.reading import Answers

    lines = corpus.lines()
    lines[0][7] = title
    found = read_bytes(corpus.csv_text(lines), answers=Answers(**answers)).rows.frame["amount_basis"].unique().to_list()
    assert len(found) == 1
    assert found[0].startswith(basis)


def test_some_words_withhold_a_supplier_and_say_nothing_in_a_description(vocabulary):
    words = ["Private individual", "Client", "GDPR", "*****", "Client Earth"]
    frame = pl.DataFrame({"supplier_name": words, "description": ["Works"] * 5})
    found = canonical.with_redactions(frame, vocabulary)["redaction_reason"].to_list()
    assert found == [*["personal_data"] * 3, "other", None]
    turned = frame.rename({"supplier_name": "description", "description": "supplier_name"})
    assert "redaction_reason" not in canonical.with_redactions(turned, vocabulary).columns
