"""Every rule, with rows that break it and rows that do not. A rule without a case fails the first test."""

from __future__ import annotations

import msgspec
import polars as pl
import pytest

from ckanext.spenddata.checks import fixes
from ckanext.spenddata.checks.check import KINDS, check
from ckanext.spenddata.definitions import load
from ckanext.spenddata.definitions.rules import Rule
from ckanext.spenddata.values.faults import Fault
from tests.checks.cases import (
    amounts,
    dates,
    personal_data,
    redactions,
    repeats,
    required,
    suppliers,
    text,
    values,
    wrong_file,
)
from tests.checks.cases.case import Case
from tests.checks.filings import context, filing, found, good

RULES = load().rules
CASES: list[Case] = [
    *values.CASES,
    *required.CASES,
    *amounts.CASES,
    *dates.CASES,
    *suppliers.CASES,
    *redactions.CASES,
    *text.CASES,
    *personal_data.CASES,
    *repeats.CASES,
    *wrong_file.CASES,
]
CATCH_ALL = {"schema-required", "schema-type", "schema-pattern", "schema-enum", "schema-minimum", "schema-maximum"}
"""Rules for what an administrator adds to the Table Schema; ``test_schema.py`` has their cases."""


def test_every_rule_has_a_case():
    elsewhere = {
        "amount-ambiguous",
        "amount-withheld",
        "date-withheld",
        "return-empty",
        "repeat-across-files",
        "sheet-set-aside",
        "sheet-another-month",
        "sheet-another-year",
        *CATCH_ALL,
    }
    assert {case.rule for case in CASES} == set(RULES) - elsewhere


def test_there_are_at_least_fifty_rules_and_each_explains_itself():
    assert len(RULES) >= 50
    for rule in RULES.values():
        assert rule.title
        assert rule.remedy.endswith(".")
        assert rule.expected
        assert rule.basis.text
        assert rule.basis.url.startswith("http")
        assert rule.kind in KINDS


def test_every_kind_of_test_is_used():
    assert set(KINDS) == {rule.kind for rule in RULES.values()}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_rows_that_break_the_rule_are_found_and_explained(case: Case):
    rows = filing(*case.breaks, **({"order": case.order} if case.order else {}))
    findings = found(case.rule, rows, **case.known)
    if case.once:
        assert findings.height >= 1
    else:
        assert sorted(findings["index"].to_list()) == list(range(len(case.breaks)))
    first = findings.row(0, named=True)
    assert case.says in first["expected"]
    assert "{" not in first["expected"]
    assert first["fix"] == case.fix
    if first["index"] is not None and first["field"]:
        assert first["row"] == first["index"] + 2


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_rows_in_order_are_left_alone(case: Case):
    rows = filing(*case.passes, **({"order": case.order} if case.order else {}))
    assert found(case.rule, rows, **(case.known if case.passes_known is None else case.passes_known)).is_empty()


EXCEPTIONS = [
    (rule, name)
    for rule in RULES.values()
    for name in ("unless", "and_pattern", "check", "blank")
    if rule.parameters.get(name)
]


@pytest.mark.parametrize(("rule", "exception"), EXCEPTIONS, ids=lambda value: getattr(value, "id", value))
def test_every_exception_of_a_rule_is_tried(rule: Rule, exception: str):
    """Without it, rows that are in order would be told of."""
    parameters = {name: value for name, value in rule.parameters.items() if name != exception}
    wider = msgspec.structs.replace(rule, parameters=parameters)
    cases = [case for case in CASES if case.rule == rule.id]
    known = [context(**(case.known if case.passes_known is None else case.passes_known)) for case in cases]
    assert any(check(filing(*case.passes), about, [wider]).height for case, about in zip(cases, known, strict=True))


@pytest.mark.parametrize("case", [case for case in CASES if case.fix is not None], ids=lambda case: case.rule)
def test_a_fix_mends_what_it_is_suggested_for(case: Case):
    rows = filing(*case.breaks)
    findings = found(case.rule, rows, **case.known)
    mended = findings.filter(pl.col("fix").is_not_null() & pl.col("index").is_not_null())
    after = found(case.rule, fixes.apply(rows, findings).rows, **case.known)
    assert not set(after.select("index", "field").rows()) & set(mended.select("index", "field").rows())


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)
def test_only_what_keeps_a_row_out_of_every_figure_is_an_error(rule):
    keeps_out = rule.id in {
        "supplier-missing",
        "amount-too-large",
        "amount-too-negative",
        "amount-digits-lost",
        "columns-shifted",
        "supplier-ditto",
    } or (rule.id.startswith(("amount-", "date-")) and rule.constraint in {"required", "type"})
    assert (rule.severity == "error") is keeps_out


def test_an_empty_filing_is_a_nil_return_or_a_mistake():
    empty = filing(good())
    empty = type(empty)(empty.frame.clear())
    assert found("return-empty", empty)["value"].to_list() == ["no rows"]
    assert found("return-empty", filing(good())).is_empty()


@pytest.mark.parametrize("fault", Fault)
@pytest.mark.parametrize("field", ["amount", "payment_date"])
def test_every_fault_of_an_amount_or_a_date_is_one_error(field: str, fault: Fault):
    rows = filing(good(**{field: "as sent"}), good())
    frame = rows.frame.with_columns(pl.Series(f"{field}.fault", [fault.value, None]))
    errors = check(type(rows)(frame), context()).filter(pl.col("severity") == "error")
    assert errors.select("index", "field", "value").rows() == [(0, field, "as sent")]
