"""The ledger's steps are taken in their order, each once: two of one number would keep a fresh portal from starting."""

from __future__ import annotations

from ckanext.spenddata.ledger import schema


def test_each_step_has_a_number_of_its_own_without_gaps():
    numbers = [step.number for step in schema.steps()]
    assert numbers == list(range(1, len(numbers) + 1))
