"""Definitions that don't fit together are told when they are loaded, all at once, with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from ckanext.spenddata.checks.check import KINDS
from ckanext.spenddata.definitions import load, whole

OWN = "- {id: own, title: T, kind: zero, expected: E, remedy: R., basis: {text: B, url: U}}\n"


def faults(folder: Path, **files: str) -> list[str]:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_yaml", ".yaml").replace("_csv", ".csv").replace(
            "_json", ".json"
        )
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    return whole.faults(load(folder), KINDS)


def test_the_packaged_definitions_fit_together():
    assert whole.faults(load(), KINDS) == []


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("rules_yaml", OWN),
        ("rules_yaml", "- {id: amount-outlier, expected: Much less}"),
        ("rules_yaml", "- {id: amount-outlier, expected: 'Less than £{largest}, or {{in braces}}'}"),
        ("rules_yaml", "- {id: amount-zero, severity: 'warning', changes: [{severity: 'off', regimes: [lgtc-500]}]}"),
        ("regimes_yaml", "- {id: lgtc-500, threshold: {amount: 250, tested_on: net}}"),
        ("measures_yaml", "- {id: redacted, remove: true}"),
        ("titles_csv", "title,field,role,rank,basis,words\nWem bezahlt,supplier_name,,1,,\n"),
        ("categories_yaml", "categories: [{id: legal, label: Law}]"),
    ],
)
def test_what_an_administrator_may_do(tmp_path, file, text):
    assert faults(tmp_path, **{file: text}) == []


@pytest.mark.parametrize(
    ("file", "text", "words"),
    [
        (
            "rules_yaml",
            "- {id: amount-outlier, expected: 'Less than {biggest}'}",
            "names {biggest}, which is not known",
        ),
        ("rules_yaml", "- {id: amount-zero, expected: '{largest}'}", "names no values"),
        ("rules_yaml", "- {id: amount-zero, expected: 'A { alone'}", "a brace by itself"),
        ("rules_yaml", "- {id: amount-zero, kind: zeroo}", "no test knows the kind 'zeroo'. Did you mean zero?"),
        ("rules_yaml", "- {id: amount-zero, parameters: {often: 3}}", "parameters of rule amount-zero"),
        ("rules_yaml", "- {id: amount-credit, parameters: {said_by: '(x'}}", "`said_by` is no regular expression"),
        ("rules_yaml", "- {id: amount-zero, fields: [amnt]}", "no field 'amnt'. Did you mean amount?"),
        ("rules_yaml", "- {id: amount-zero, regimes: [lgtc-5000]}", "no regime 'lgtc-5000'. Did you mean lgtc-500?"),
        ("rules_yaml", "- {id: amount-zero, changes: [{severity: error, regimes: [x-9]}]}", "no regime 'x-9'"),
        ("rules_yaml", "- {id: amount-missing, severity: warning}", "it is essential"),
        ("rules_yaml", "- {id: date-missing, remove: true}", "date-missing can't be removed"),
        ("rules_yaml", "- {id: date-missing, essential: false}", "nor stop being essential"),
        ("rules_yaml", "- {id: date-missing, until: 2026-01-01}", "it is essential"),
        ("rules_yml", OWN, "rules_yml.yaml"),
        ("regimes_yaml", "- {id: lgtc-500, severities: {amount-missing: warning}}", "it is essential"),
        ("regimes_yaml", "- {id: lgtc-500, severities: {amount-null: warning}}", "no rule 'amount-null'"),
        ("regimes_yaml", "- {id: lgtc-500, required: [supplier]}", "no field 'supplier'. Did you mean supplier_"),
        ("regimes_yaml", "- {id: lgtc-500, columns: {amont: Amount}}", "no field 'amont'"),
        ("regimes_yaml", "- {id: lgtc-500, remove: true}", "no regime 'lgtc-500'"),
        ("measures_yaml", "- {id: unclassified, categories: [unclasified]}", "no category 'unclasified'"),
        ("measures_yaml", "- {id: spend, count: 10}", "goes with them alone"),
        ("titles_csv", "title,field,role,rank,basis,words\nWho,suplier_name,,1,,\n", "no field 'suplier_name'"),
        ("titles_csv", "title,field,role,rank,basis,words\nWho,supplier_name,,x,,\n", "titles.csv, line 2: the rank"),
        ("redactions_yaml", "never: ['(']", "redactions.yaml, line 1: '(' is no regular expression"),
        ("people_yaml", "\nprivate_life: '('", "people.yaml, line 2: '(' is no regular expression"),
        ("people_yaml", "ranks: 3", "people.yaml, line 1"),
        (
            "transaction_schema_json",
            '{"fields": [{"name": "colour", "title": "C", "type": "string"}]}',
            "the fields are fixed",
        ),
        ("peer_groups__ours_yaml", "id: a", "ours.yaml"),
        ("categories_yaml", "categories: [{id: legal, cpv: ['45']}]", "cpv 45 is claimed by"),
        ("rules_yaml", "- {id: amount-zero, severity: [error]}", "Expected `str`, got `array` (in `severity`)"),
        ("rules_yaml", "- {id: amount-zero, since: yesterday}", "rules.yaml, line 1"),
        ("rules_yaml", "\n- {id: amount-zero, since: 2027-13-01}", "rules.yaml, line 2: this is not a date"),
        (
            "rules_yaml",
            "- {id: amount-zero}\n- {id: amount-zero}",
            "rules.yaml, line 2: amount-zero is defined more than once",
        ),
        ("rules_yaml", "- &a {id: amount-zero, parameters: *a}", "rules.yaml, line 1"),
        ("rules_yaml", "a: &a [*a]", "a list is expected"),
        ("rules_yaml", "- {id: amount-zero, <<: *nowhere}", "undefined alias"),
        ("rules_yaml", "- {id: amount-zero, title: !!python/object:os.system x}", "rules.yaml, line 1"),
        (
            "rules_yaml",
            "- {id: amount-outlier, parameters: {times: -3}}",
            "rule amount-outlier: `times` can't be below",
        ),
        ("regimes_yaml", "- {id: lgtc-500, body_types: [local authorty]}", "Did you mean local authority?"),
        ("measures_yaml", "- {id: spend-per-head, says: 'spent {vlaue}'}", "names {vlaue}, which is not known"),
        ("measures_yaml", "- {id: spend-per-head, reads: 'spent {'}", "a brace by itself"),
        ("measures_yaml", "- {id: spend-per-head, denominator: populaton}", "Did you mean population?"),
        ("measures_yaml", "- {id: spend-per-head, bodies: [local authorities]}", "Did you mean local authority?"),
        ("categories_yaml", "categories: [{id: legal, cpv: [abc]}]", "no CPV code begins with 'abc'"),
        ("categories_yaml", "categories: [{id: legal, proclass: ['1']}]", "the first two or four digits"),
        ("categories_yaml", "categories: [{id: legal}, {id: legal}]", "more than once"),
        ("category_levels_yaml", "sure: 0.1", "category_levels.yaml, line 1: what is sure must be likely"),
        ("payees_yaml", "kinds: [{id: council, names: '('}]", "payees.yaml, line 1: council: the pattern"),
        ("people_yaml", "somebody: '(?<=a)b'", "people.yaml, line 1: the pattern"),
        ("people_yaml", "given_names: [no]", "people.yaml, line 1"),
        ("redactions_yaml", "hints: [dact, Withheld]", "redactions.yaml, line 1: the hint 'Withheld'"),
        ("redactions_yaml", "phrases: [{reason: secret, pattern: x}]", "Invalid enum value 'secret'"),
        (
            "supplier_links_yaml",
            "automatic: 90",
            "supplier_links.yaml, line 1: queue (0.62) and automatic (90.0) must lie",
        ),
        (
            "supplier_links_yaml",
            "body_names: {council: ['{plaec} Council']}",
            "supplier_links.yaml, line 1: '{plaec} Council'",
        ),
        ("tiers_yaml", "- {id: upper-tier, body_type: local authorty}", "Did you mean local authority?"),
        ("tiers_yaml", "- {id: upper-tier, subtypes: [Countyy]}", "Did you mean County?"),
        (
            "tiers_yaml",
            "- {id: new, title: T, body_type: local authority, subtypes: [County]}",
            "are of the tier upper-tier already",
        ),
        ("peer_groups__ours_csv", "publisher_id,peers\n", "no peer group beside it names this table"),
        ("titles_csv", "title,field,role,rank,basis,words\n,supplier_name,,1,,\n", "a title is empty"),
        ("titles_csv", "title,field,role,rank,basis,words\nWho,,other:thing,1,,\n", "there is no role 'other:thing'"),
        ("titles_csv", "title,field,role,rank,basis,words\nWho,amount,,1,nett,\n", "there is no basis 'nett'"),
        ("dataset_yaml", "x: [", "the setting scheming.dataset_schemas says where"),
        (
            "expense_types_csv",
            "expense_type,category\nFees,legall\n",
            "expense_types.csv, line 2: the category 'legall'",
        ),
    ],
)
def test_a_slip_is_told(tmp_path, file, text, words):
    name = {"rules_yml": "rules_yml_yaml", "transaction_schema_json": "transaction.schema_json"}.get(file, file)
    told = faults(tmp_path, **{name: text})
    assert any(words in fault for fault in told), told


def test_names_in_another_encoding_are_told_with_their_line(tmp_path):
    (tmp_path / "given_names.txt").write_bytes(b"ada\nzo\xeb\n")
    assert faults(tmp_path) == ["given_names.txt, line 2: this is not UTF-8."]


def test_a_word_of_an_administrator_s_own_is_no_slip(tmp_path):
    text = "- {id: own-tier, title: Own bodies, body_type: water board, subtypes: [Lake]}\n"
    assert faults(tmp_path, tiers_yaml=text) == []


def test_all_slips_are_told_at_once_each_with_its_line(tmp_path):
    told = faults(
        tmp_path,
        rules_yaml="- {id: amount-zero, kind: nil}\n- {id: amount-credit, fields: [x]}\n",
        measures_yaml="\n- {id: spend, count: 3}\n",
        measurs_yaml="[]",
    )
    assert [fault.partition(": ")[0] for fault in told] == [
        "measurs.yaml",
        "rules.yaml, line 1",
        "rules.yaml, line 2",
        "measures.yaml, line 2",
    ]


def test_nothing_is_expected_that_a_test_does_not_fill_in():
    """Every kind's own words stand in some packaged rule, so that a test of that rule shows they are filled in."""
    said = {kind: set() for kind in KINDS}
    for rule in load().rules.values():
        said[rule.kind] |= {name for name in KINDS[rule.kind].fills if f"{{{name}}}" in rule.expected}
    assert {kind for kind, names in said.items() if names != set(KINDS[kind].fills)} == set()


def test_what_was_read_once_is_not_read_again_however_it_is_asked_for(tmp_path: Path) -> None:
    """The fork server reads the definitions for all its children; a child that asks in other words must be given the same."""
    assert load() is load(None) is load(overlay=None)
    assert load(tmp_path) is load(overlay=tmp_path)
