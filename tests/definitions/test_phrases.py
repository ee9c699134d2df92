"""Phrases tell a category wherever they stand, the longest counting, and only where all of them agree."""

from __future__ import annotations

from pathlib import Path

import pytest

from ckanext.spenddata.definitions import load
from ckanext.spenddata.definitions.categories import UNCLASSIFIED
from ckanext.spenddata.definitions.phrases import Phrases, read, run_of
from ckanext.spenddata.definitions.places import DefinitionError

KNOWN = Phrases(
    {
        ("insurance",): "insurance",
        ("vehicle",): "vehicles",
        ("vehicle", "insurance"): "insurance",
        ("legal", "fee"): "legal",
        ("refund",): UNCLASSIFIED,
    }
)


@pytest.mark.parametrize(
    ("words", "category"),
    [
        ("unit 4 legal fees", "legal"),
        ("vehicle insurance", "insurance"),
        ("vehicles", "vehicles"),
        ("legal fees vehicle", None),
        ("refund legal fees", None),
        ("legal", None),
        ("", None),
    ],
)
def test_what_words_say(words: str, category: str | None):
    assert KNOWN.category(words) == category


def test_one_and_many_are_alike_but_gas_and_glass_keep_their_s():
    assert run_of("legal fees gas glass buses") == ("legal", "fee", "gas", "glass", "buse")


@pytest.mark.parametrize("row", ["Legal fees", "legal fee\nlegal fees"])
def test_a_phrase_that_is_not_in_its_normal_form_or_twice_there_is_refused(tmp_path: Path, row: str):
    path = tmp_path / "expense_phrases.csv"
    category = next(iter(load().categories.by_id))
    path.write_text("phrase,category\n" + "".join(f"{line},{category}\n" for line in row.split("\n")))
    with pytest.raises(DefinitionError, match=r"expense_phrases\.csv"):
        read([path], load().categories)
