"""What an administrator may write in a rule: parameters that there are, and in its words the values that its kind fills in."""

from __future__ import annotations

from string import Formatter

import msgspec
import pytest

from ckanext.spenddata.checks.check import KINDS
from ckanext.spenddata.definitions import load


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_mistyped_parameter_is_refused_and_not_overlooked(kind):
    """A limit that is called otherwise would not hold, and nobody would see it."""
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"no_such_parameter": 1}, type=KINDS[kind].parameters)


@pytest.mark.parametrize("rule", load().rules.values(), ids=lambda rule: rule.id)
def test_a_rule_s_words_name_what_its_kind_fills_in(rule):
    named = {name for _, name, _, _ in Formatter().parse(rule.expected) if name}
    assert named <= set(KINDS[rule.kind].fills)
    assert msgspec.convert(rule.parameters, type=KINDS[rule.kind].parameters) is not None
