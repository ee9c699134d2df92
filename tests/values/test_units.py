"""What amounts may be counted in: whoever offers a unit offers the same ones, and each is so many pence."""

from __future__ import annotations

import click

from ckanext.spenddata.console import commands
from ckanext.spenddata.values import money, vat
from ckanext.spenddata.values.units import UNITS


def offered(option: str) -> tuple[str, ...]:
    """What may be said behind an option of the command line."""
    (found,) = (each for each in commands.check.params if option in each.opts)
    assert isinstance(found.type, click.Choice)
    return tuple(found.type.choices)


def test_each_unit_is_so_many_pence():
    assert set(UNITS) == money.PENCE.keys()


def test_the_command_line_offers_each_unit():
    assert offered("--unit") == UNITS


def test_the_command_line_offers_each_way_to_state_vat_that_says_something():
    assert {*offered("--vat"), vat.UNKNOWN} == {*vat.BASES}
