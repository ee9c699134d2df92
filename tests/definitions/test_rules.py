"""The rules as files: the package's, and an administrator's laid over them."""

from __future__ import annotations

import re
from datetime import date

import pytest

from ckanext.spenddata.definitions import PACKAGED, load
from ckanext.spenddata.definitions.rules import Change
from ckanext.spenddata.definitions.yaml_file import DefinitionError

RULES = load().rules


def test_ids_are_words_that_an_address_can_hold():
    assert all(re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", rule) for rule in RULES)


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)
def test_fields_and_regimes_of_a_rule_exist(rule):
    assert set(rule.fields) <= set(load().transaction.names)
    assert set(rule.regimes) <= set(load().regimes)
    assert {regime for change in rule.changes for regime in change.regimes} <= set(load().regimes)


def test_an_administrators_file_of_the_same_name_wins_and_a_new_one_adds(tmp_path):
    folder = tmp_path / "rules"
    folder.mkdir()
    own = "- {id: own, title: T, kind: zero, expected: E, remedy: R., basis: {text: B, url: U}}\n"
    (folder / "30-amounts.yaml").write_text(own)
    (folder / "95-more.yaml").write_text(own.replace("id: own", "id: another"))
    rules = load(tmp_path).rules
    assert {"own", "another", "amount-missing"} <= rules.keys()
    assert "amount-zero" not in rules
    assert list(rules)[-1] == "another"


def test_the_packaged_rules_are_read_in_the_order_of_their_files():
    files = sorted((PACKAGED / "rules").glob("*.yaml"))
    ids = [found for file in files for found in re.findall(r"^- id: (\S+)", file.read_text(), re.MULTILINE)]
    assert list(RULES) == ids


@pytest.mark.parametrize("text", ["- {id: x}", "rules: []", "- id: [", "- {id: x, title: T, kind: k, often: 1}"])
def test_a_file_that_holds_no_rules_is_named(tmp_path, text):
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "99-wrong.yaml").write_text(text)
    with pytest.raises(DefinitionError, match=r"99-wrong\.yaml"):
        load(tmp_path).rules.keys()


@pytest.mark.parametrize(
    ("change", "regime", "applies"),
    [
        (Change("error"), None, True),
        (Change("error", regimes=("lgtc-500",)), None, False),
        (Change("error", regimes=("lgtc-500",)), "lgtc-500", True),
        (Change("error", since=date(2026, 4, 1)), None, True),
        (Change("error", since=date(2026, 4, 2)), None, False),
        (Change("error", until=date(2026, 4, 1)), None, True),
        (Change("error", until=date(2026, 3, 31)), None, False),
    ],
)
def test_a_change_is_for_regimes_and_days(change, regime, applies):
    assert change.applies(regime, date(2026, 4, 1)) is applies
