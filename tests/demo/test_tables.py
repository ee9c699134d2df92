"""The demonstration's tables are read whole, and a fault of one is told with its line."""

from __future__ import annotations

import pytest

from ckanext.spenddata.definitions import DefinitionError
from ckanext.spenddata.demo import tables
from ckanext.spenddata.demo.bodies import BODIES
from ckanext.spenddata.demo.layouts import LAYOUTS
from ckanext.spenddata.demo.profiles import PROFILES
from ckanext.spenddata.demo.stories import STORIES
from ckanext.spenddata.demo.suppliers import TRADES
from ckanext.spenddata.demo.written import AMOUNTS


def test_what_one_table_names_in_another_is_there():
    assert {body.layout for body in BODIES} | {"card"} == set(LAYOUTS)
    assert {body.profile for body in BODIES} == set(PROFILES)
    assert {line.trade for lines in PROFILES.values() for line in lines} - {"people", "public"} <= set(TRADES)
    assert {story.body for story in STORIES} <= {body.code for body in BODIES}
    assert {layout.money for layout in LAYOUTS.values()} <= set(AMOUNTS)


def test_every_table_has_rows():
    for name in ("bodies.csv", "costs.csv", "stories.csv", "trades.csv"):
        first = (tables.FOLDER / name).read_text().partition(",")[0]
        assert tables.rows(name, first)


def test_a_column_that_is_missing_is_named():
    with pytest.raises(DefinitionError, match=r"trades\.csv, line 1: .*there is no colour"):
        tables.rows("trades.csv", "trade", "colour")
