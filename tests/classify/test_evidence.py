"""Evidence: what speaks for a category in each cell, added up, and taken only where it is sure enough."""

from dataclasses import replace

import msgspec
import polars as pl
import pytest

from ckanext.spenddata import definitions
from ckanext.spenddata.classify.classify import classify, decide
from ckanext.spenddata.classify.evidence import by_kind_of_body, features
from ckanext.spenddata.classify.weighing import weigh
from ckanext.spenddata.definitions.category_levels import Likely
from ckanext.spenddata.definitions.evidence_model import EvidenceModel, read, write
from ckanext.spenddata.definitions.places import DefinitionError
from ckanext.spenddata.definitions.publishers import Publisher
from ckanext.spenddata.values import columns

DEFINITIONS = definitions.load()
KNOWN = DEFINITIONS.knowledge


def of(field: str, cell: str | None) -> set[str]:
    return set(features(field, pl.Series([cell], dtype=pl.String), KNOWN)["feature"])


def decided(body_type: str = "", **cells: str | None) -> tuple[str, str]:
    frame = pl.DataFrame({name: pl.Series([cell], dtype=pl.String) for name, cell in cells.items()})
    publisher = Publisher("X-DEMO-1", "Marlow Vale", body_type=body_type) if body_type else None
    return classify(frame, DEFINITIONS, publisher).select("category", "category_method").row(0)


def test_a_cell_says_its_words_and_what_the_tables_know_of_them():
    found = of("supplier_name", "Capgemini UK Plc")
    assert {"supplier=capgemini", "supplier.sells=it", "payee=company"} <= found
    assert {"type=agency staff", "type.is=agency-staff", "word=agency"} <= of("expense_type", "Agency staff")
    assert of("description", None) == {"text="}


def test_words_of_an_area_count_as_words_and_not_as_those_of_an_area():
    assert {"word=fleet", "area.word=vehicles"} & of("expense_area", "Fleet") == {"word=fleet", "area.word=vehicles"}
    assert not [feature for feature in of("expense_area", "Fleet management") if feature.startswith("area=")]


@pytest.mark.parametrize("name", ["ZZZZCapgemini UK Plc", "www.capgemini.com", "Capgemini (DO NOT USE)"])
def test_marks_of_a_ledger_and_ways_of_paying_hide_no_name(name):
    assert "supplier.sells=it" in of("supplier_name", name)


def test_initials_are_found_however_they_are_written():
    known = {"A.D.A.S. UK Ltd", "ADAS UK LTD", "A D A S UK Limited"}
    assert len({frozenset(f for f in of("supplier_name", name) if "sells" in f) for name in known}) == 1


def test_of_names_inside_one_another_the_longest_counts():
    assert "supplier.sells=agency-staff" in of("supplier_name", "Reed Employment")
    assert "supplier.sells=agency-staff" not in of("supplier_name", "Reed Elsevier Ltd")


def test_a_payee_means_another_thing_for_another_kind_of_body():
    found = features("supplier_name", pl.Series(["Alder County Council"]), KNOWN)
    assert "payee=council for nhs" in set(by_kind_of_body(found, "nhs")["feature"])
    assert by_kind_of_body(found, "").height == found.height


@pytest.mark.parametrize(
    ("cells", "category"),
    [
        ({"supplier_name": "Capgemini UK Plc", "expense_type": "Contractors"}, "it"),
        ({"supplier_name": "Alder & Ash Solicitors LLP", "expense_type": "Professional fees"}, "legal"),
        (
            {"supplier_name": "Rowan Scaffolding Ltd", "expense_type": "Additions - assets under construction"},
            "construction",
        ),
        ({"supplier_name": "Northgate Vehicle Hire Ltd", "expense_type": "Hire charges"}, "vehicles"),
    ],
)
def test_what_no_table_is_certain_of_the_evidence_decides(cells, category):
    assert decided("local authority", **cells) == (category, "evidence")


def test_a_certain_type_stands_unless_all_else_speaks_against_it():
    assert decided("local authority", supplier_name="Alder Works Ltd", expense_type="Electricity") == (
        "energy-water",
        "expense_type",
    )
    category, method = decided("NHS trust", supplier_name="HM Revenue and Customs", expense_type="Balance sheet")
    assert (category, method) == ("tax-statutory", "evidence")


def test_words_that_nobody_knows_are_no_evidence():
    assert decided(supplier_name="Xqzvv Qwrtp", expense_type="Zzkkj", description="Pllmn") == ("unclassified", "none")


def test_more_is_asked_where_nothing_was_bought():
    levels = DEFINITIONS.category_levels
    frame = pl.DataFrame({"supplier_name": ["Alder Community Trust"], "description": ["Community grant"]})
    found = decide(frame, DEFINITIONS, "", DEFINITIONS.evidence_model, levels)
    assert found["category"][0] == "grants"
    more = msgspec.structs.replace(levels, likely=Likely(purchase=0.0, other=2.0), contradicted=0.0)
    assert levels.likely.other >= levels.likely.purchase
    assert decide(frame, DEFINITIONS, "", DEFINITIONS.evidence_model, more)["category"][0] == "unclassified"


def test_confidence_never_falls_where_the_evidence_rises():
    sure = DEFINITIONS.evidence_model.certainty
    assert list(sure.scores) == sorted(sure.scores)
    assert list(sure.right) == sorted(sure.right)
    assert 0 <= sure.right[0] <= sure.right[-1] <= 1


def test_rows_are_weighed_alike_alone_and_among_others():
    frame = pl.DataFrame(
        {
            "supplier_name": ["Capgemini UK Plc", None, "Alder County Council", "Capgemini UK Plc"] * 500,
            "expense_type": ["Contractors", "Rent", None, "Agency staff"] * 500,
            "description": [None, "Office", "Precept", None] * 500,
        }
    )
    told = pl.Series(["it", None, "grants", None] * 500)
    together = weigh(frame, told, "council", KNOWN, DEFINITIONS.evidence_model)
    for row in range(4):
        alone = weigh(frame[row : row + 1], told[row : row + 1], "council", KNOWN, DEFINITIONS.evidence_model)
        for name in ("category", "probability", "doubted"):
            assert getattr(together, name)[row] == getattr(alone, name)[0]
            assert getattr(together, name)[row + 1996] == getattr(alone, name)[0]


@pytest.mark.parametrize(
    "told", [[None, "it", "it"], ["it", None, None], [None, None, "it"], [None, None, None], ["gone", None, "it"]]
)
def test_what_was_told_is_doubted_in_its_own_row(told):
    frame = pl.DataFrame({"supplier_name": ["Capgemini UK Plc"] * 3})
    found = weigh(frame, pl.Series(told, dtype=pl.String), "", KNOWN, DEFINITIONS.evidence_model).doubted
    assert [value is not None for value in found] == [each == "it" for each in told]
    assert found.drop_nulls().n_unique() <= 1


def test_no_rows_have_no_decisions():
    frame = pl.DataFrame(
        {"supplier_name": pl.Series([], dtype=pl.String), "expense_type": pl.Series([], dtype=pl.String)}
    )
    assert classify(frame, DEFINITIONS).height == 0


def test_a_model_is_the_same_bytes_each_time_and_knows_only_categories_that_are_there(tmp_path):
    model = DEFINITIONS.evidence_model
    write(model, tmp_path / "one.parquet")
    write(EvidenceModel(model.weights.reverse(), model.certainty), tmp_path / "two.parquet")
    assert (
        (tmp_path / "one.parquet").read_bytes() == (tmp_path / "two.parquet").read_bytes() == DEFINITIONS.evidence_file
    )
    known = replace(
        DEFINITIONS.categories, by_id={k: v for k, v in DEFINITIONS.categories.by_id.items() if k != "legal"}
    )
    assert "legal" not in read(DEFINITIONS.evidence_file, known).categories
    with pytest.raises(DefinitionError, match="no evidence model"):
        read(b"PAR1 nothing", DEFINITIONS.categories)


def test_no_first_name_is_a_word_of_the_model_unless_a_table_has_it():
    words = DEFINITIONS.evidence_model.weights["feature"]
    tokens = {token for feature in words for token in feature.partition("=")[2].split()}
    of_tables = {token for table in KNOWN.runs.values() for run in table for token in run.split()}
    beginnings = {token[:5] for token in of_tables}
    alone = (tokens & DEFINITIONS.people.given_names) - of_tables - beginnings
    assert not alone


@pytest.mark.parametrize(
    "name", ["Exampleton City Council", "Dr A Kettle", "Café Döner & Sons", "NHS Éxbury ICB", "www.example.co.uk", ""]
)
def test_a_payee_is_told_in_few_names_as_in_many(monkeypatch: pytest.MonkeyPatch, name: str):
    few = of("supplier_name", name)
    monkeypatch.setattr(columns, "FEW", 0)
    assert of("supplier_name", name) == few
