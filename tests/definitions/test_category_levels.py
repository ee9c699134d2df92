"""How sure a category must be is data, and is read strictly."""

import pytest

from ckanext.spenddata import definitions
from ckanext.spenddata.definitions.places import DefinitionError


def levels(tmp_path, text: str):
    (tmp_path / "category_levels.yaml").write_text(text)
    return definitions.load(tmp_path).category_levels


def test_an_administrator_may_ask_for_more_and_it_is_another_version(tmp_path):
    own = levels(tmp_path, "sure: 0.95\n")
    packaged = definitions.load().category_levels
    assert (own.sure, own.likely) == (0.95, packaged.likely)
    assert definitions.load(tmp_path).category_version != definitions.load().category_version


def test_a_decision_is_sure_or_likely():
    packaged = definitions.load().category_levels
    assert packaged.of(packaged.sure) == "sure"
    assert packaged.of(packaged.sure - 0.01) == "likely"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("sure: 0.3\n", "what is sure must be likely"),
        ("sure: 95\n", "category_levels.yaml"),
        ("certain: 0.9\n", "category_levels.yaml"),
        ("likely: {purchase: high, other: 0.5}\n", "category_levels.yaml"),
    ],
)
def test_what_is_no_level_is_told_with_its_file(tmp_path, text, told):
    with pytest.raises(DefinitionError, match=told):
        levels(tmp_path, text)
