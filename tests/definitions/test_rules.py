"""The rules as files: the package's, and an administrator's laid over them."""

from __future__ import annotations

import re
from datetime import date

import msgspec
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


@pytest.mark.parametrize("file", ["rules.yaml", "rules/30-amounts.yaml", "rules/95-more.yaml"])
def test_an_administrator_changes_adds_and_removes_single_rules_in_any_file(tmp_path, file):
    own = "- {id: own, title: T, kind: zero, expected: E, remedy: R., basis: {text: B, url: U}}\n"
    changed = "- {id: amount-zero, severity: error}\n- {id: amount-credit, remove: true}\n"
    (tmp_path / file).parent.mkdir(exist_ok=True)
    (tmp_path / file).write_text(own + changed)
    rules = load(tmp_path).rules
    assert list(rules) == [*(name for name in RULES if name != "amount-credit"), "own"]
    assert rules["amount-zero"] == msgspec.structs.replace(RULES["amount-zero"], severity="error")
    assert all(rules[name] == RULES[name] for name in RULES.keys() - {"amount-zero", "amount-credit"})


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


FITTING = {
    "duty": {
        "hmt-25k": "how-to-publish-central-government-spending-over-25000",
        "nhs-25k": "requirement-for-nhs-organisations",
        "hmt-gpc-500": "how-to-publish-monthly-payment-card-data",
        "lgtc-500": "local-government-transparency-code-2015",
        "lgtc-gpc": "local-government-transparency-code-2015",
        "pcc-500": "uksi/2011/3050",
        "scot-25k": "asp/2010/8/section/31",
        "pa23-s70": "ukpga/2023/54/section/70",
    },
    "form": {
        "hmt-25k": "spending-over-25000",
        "nhs-25k": "spending-over-25000",
        "lgtc-500": "schemas.opendata.esd.org.uk",
    },
    "redaction": {"lgtc-gpc": "transparency-code-2015", "scot-25k": "asp/2002/13", "pcc-500": "ukpga/2000/36"},
    "personal_data": {"lgtc-500": "transparency-code-2015", "hmt-25k": "ico.org.uk"},
}
"""Topic → regime → a part of the address of what it rests on there."""


@pytest.mark.parametrize("rule", [rule for rule in RULES.values() if rule.topic], ids=lambda rule: rule.id)
def test_what_a_rule_rests_on_is_that_of_its_regime(rule):
    for regime, part in FITTING[rule.topic].items():
        assert part in load().rules_under(regime)[rule.id].basis.url, regime
    assert load().rules_under(None)[rule.id] == rule


@pytest.mark.parametrize("regime", ["pcc-500", "scot-25k", "pa23-s70"])
def test_no_rule_of_a_topic_rests_on_the_guidance_of_others(regime):
    for rule in load().rules_under(regime).values():
        if rule.topic and rule.severity_for(load().regimes[regime], date(2026, 4, 30)):
            assert "treasury" not in rule.basis.text.lower(), rule.id
            assert "local government" not in rule.basis.text.lower(), rule.id


def test_under_a_regime_a_rule_rests_on_what_the_regime_says_of_its_topic():
    rule, regime = RULES["amount-zero"], load().regimes["lgtc-500"]
    own, of_topic, of_all = (msgspec.structs.replace(regime.basis, text=text) for text in ("own", "topic", "duty"))
    regime = msgspec.structs.replace(regime, basis=of_all, bases={"personal_data": of_topic})

    def rests_on(topic):
        return msgspec.structs.replace(rule, topic=topic, basis=own).under(regime).basis.text

    assert (rests_on("personal_data"), rests_on("duty"), rests_on(None)) == ("topic", "duty", "own")
    bare = msgspec.structs.replace(regime, bases={})
    of_people = msgspec.structs.replace(rule, topic="personal_data", basis=own)
    assert of_people.under(bare).basis.text == of_people.under(None).basis.text == "own"


def test_what_a_regime_says_of_a_severity_comes_before_changes_and_these_before_the_rules_own():
    day, regime = date(2026, 4, 30), load().regimes["lgtc-500"]
    plain = msgspec.structs.replace(
        RULES["amount-zero"], severity="warning", regimes=(), since=None, until=None, changes=()
    )
    own = msgspec.structs.replace(regime, severities={})
    changes = (Change("error"), Change("stop", regimes=("lgtc-500",)), Change("off", regimes=("hmt-25k",)))
    changed = msgspec.structs.replace(plain, changes=changes)
    assert (plain.severity_for(own, day), plain.severity_for(None, day)) == ("warning", "warning")
    assert (changed.severity_for(own, day), changed.severity_for(None, day)) == ("stop", "error"), (
        "the last that applies"
    )
    assert changed.severity_for(load().regimes["hmt-25k"], day) is None, "off"
    strict = msgspec.structs.replace(regime, severities={"amount-zero": "error"})
    assert changed.severity_for(strict, day) == "error"


def test_a_rule_out_of_force_or_of_another_regime_has_no_severity():
    day, regime = date(2026, 4, 30), load().regimes["lgtc-500"]
    always = msgspec.structs.replace(RULES["amount-zero"], regimes=(), since=None, until=None, changes=())
    for change in ({"since": date(2026, 5, 1)}, {"until": date(2026, 4, 29)}, {"regimes": ("hmt-25k",)}):
        assert msgspec.structs.replace(always, **change).severity_for(regime, day) is None
    assert msgspec.structs.replace(always, regimes=("lgtc-500",)).severity_for(None, day) is None
