"""What is wrong with a rule is told in a sentence; the package's own rules have nothing wrong."""

from __future__ import annotations

from ckanext.spenddata.checks.check import KINDS
from ckanext.spenddata.definitions import load
from ckanext.spenddata.definitions.rule_faults import faults, patterns


def test_the_packages_own_rules_fit():
    assert not list(faults(load(), KINDS))


def test_a_rule_of_a_kind_that_no_test_knows_is_told_with_its_line():
    found = list(faults(load(), {}))
    assert len(found) == len(load().rules)
    assert "no test knows the kind" in found[0]
    assert "yaml, line" in found[0]


def test_a_pattern_that_polars_cannot_read_is_told():
    assert not list(patterns("pattern", ["^a+$", "b"]))
    (fault,) = patterns("pattern", ["^a+$", "("])
    assert fault.startswith("the pattern of `pattern` is no regular expression")
