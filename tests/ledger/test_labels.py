"""Each column of the public table says what it is, as CKAN's data dictionary reads it."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest

from ckanext.spenddata import definitions
from ckanext.spenddata.ledger import labels


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> definitions.Definitions:
    found = definitions.load()
    monkeypatch.setattr(labels.config, "definitions", lambda: found)
    return found


def test_every_published_field_has_its_words_and_so_have_the_ledgers_own(known):
    told = labels.of_columns()
    for field in known.published.fields:
        assert told[field.name] == (field.title, field.description)
    assert told["return_id"][0] == "Return"
    assert all(label and notes for label, notes in told.values())


def test_a_comment_is_json_behind_a_blank():
    executed: list[Any] = []
    cursor: Any = SimpleNamespace(execute=executed.append)
    labels.write(cursor)
    assert len(executed) == len(labels.of_columns()) + 1
    comments = [each.seq[-1].wrapped for each in executed[:-1] if hasattr(each.seq[-1], "wrapped")]
    assert len(comments) == len(labels.of_columns())
    assert all(text.startswith(" ") and json.loads(text)["_info"]["label"] for text in comments)
