"""The table of what happens when the wrong thing is sent says what the rules do."""

from __future__ import annotations

import re
from pathlib import Path

from ckanext.spenddata.definitions import load

PAGE = Path(__file__).parents[2] / "docs/publishing.md"
DOES = {"stop": "stop", "told": "warning"}


def decisions() -> dict[str, str]:
    """Rule → what the table says happens."""
    rows = [
        line.strip("|").split("|") for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")
    ]
    told = [(what.strip(), rules) for _, what, rules in (row for row in rows if len(row) == 3)]
    return {rule: what for what, rules in told for rule in re.findall(r"`([a-z-]+)`", rules)}


def test_each_rule_of_the_table_has_the_severity_that_it_says():
    rules = load().rules
    for rule, what in decisions().items():
        word = re.split(r"[,;: ]", what)[0]
        if word in DOES:
            assert rules[rule].severity == DOES[word], rule


def test_every_stop_is_in_the_table():
    stops = {rule.id for rule in load().rules.values() if rule.severity == "stop"}
    assert stops - set(decisions()) <= {"personal-name-and-postcode"}
