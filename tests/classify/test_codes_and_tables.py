"""What steward's lines tell of rows: after a publisher's code, before tables and evidence."""

from dataclasses import dataclass, field
from types import MappingProxyType

import polars as pl

from ckanext.spenddata.classify.classify import classify
from ckanext.spenddata.classify.codes_and_tables import looked_up
from ckanext.spenddata.definitions import Definitions, load
from ckanext.spenddata.definitions.publisher_lines import Lines
from ckanext.spenddata.definitions.publishers import Publisher

MINE = Publisher(publisher_id="X-DEMO-1", name="Exampleton City Council")


@dataclass(frozen=True)
class WithLines(Definitions):
    """The packaged definitions with some lines."""

    given: Lines = field(default_factory=Lines)

    @property
    def publisher_lines(self) -> Lines:
        return self.given


def with_lines(**of: dict[tuple[str, str], str]) -> WithLines:
    named = {who.replace("everybody", "").replace("_", "-"): lines for who, lines in of.items()}
    return WithLines(load().folders, Lines(MappingProxyType(named)))


def frame(**columns: list[str | None]) -> pl.DataFrame:
    return pl.DataFrame({name: pl.Series(values, dtype=pl.String) for name, values in columns.items()})


def test_a_line_is_above_tables_and_evidence_and_below_a_code():
    known = with_lines(X_DEMO_1={("", "legal fees"): "it"})
    rows = frame(expense_type=["Legal fees", "LEGAL  FEES", "Legal fees"], cpv_code=[None, None, "79100000"])
    found = classify(rows, known, MINE)
    assert found.select("category", "category_method", "category_confidence").rows() == [
        ("it", "publisher_line", 1.0),
        ("it", "publisher_line", 1.0),
        ("legal", "publisher_cpv", 1.0),
    ]


def test_other_publishers_are_not_concerned():
    known = with_lines(X_DEMO_1={("", "legal fees"): "it"})
    rows = frame(expense_type=["Legal fees"])
    assert classify(rows, known)["category"].to_list() == classify(rows, load())["category"].to_list()


def test_supplier_and_type_come_before_one_of_them_and_own_lines_before_everybodys():
    known = with_lines(
        X_DEMO_1={("", "fees"): "it"},
        everybody={("alder ltd", "fees"): "legal", ("alder ltd", ""): "property", ("", "fees"): "grants"},
    )
    rows = frame(supplier_name=["Alder Ltd", "ALDER, LTD", "Birch", None], expense_type=["Fees", "Rent", "Fees", None])
    assert looked_up(rows, known, "X-DEMO-1").category.to_list() == ["it", "property", "it", None]
    assert looked_up(rows, known, "X-DEMO-2").category.to_list() == ["legal", "property", "grants", None]


def test_rows_without_these_columns_are_told_by_the_rest():
    known = with_lines(everybody={("alder ltd", ""): "property"})
    assert looked_up(frame(description=["Nothing like it"]), known).category.to_list() == [None]
    assert looked_up(frame(supplier_name=["Alder Ltd"]), known).category.to_list() == ["property"]
    assert looked_up(frame(supplier_name=[]), known).category.to_list() == []
