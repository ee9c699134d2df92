"""CKAN's own words in this portal's: each replaces a text that CKAN has, none replaces one of ours, and what is compiled is what stands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

ckan = pytest.importorskip("ckan", reason="CKAN is not here")

PACKAGE = Path(__file__).parents[2] / "ckanext/spenddata"
WORDS = PACKAGE / "theme/i18n/en_GB/LC_MESSAGES/ckanext-spenddata_theme.po"


def catalogue(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file) if path.suffix in (".po", ".pot") else read_mo(file)


def texts(of: Catalog) -> Iterator[Message]:
    return (message for message in of if message.id)


def first(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def test_every_text_is_one_of_ckan_s():
    known = {first(each) for each in texts(catalogue(Path(ckan.__file__).parent / "i18n/ckan.pot"))}
    assert [first(each) for each in texts(catalogue(WORDS)) if first(each) not in known] == []


def test_none_is_one_of_ours_which_would_change_with_it():
    ours = {first(each) for each in texts(catalogue(PACKAGE / "i18n/ckanext-spenddata.pot"))}
    assert [first(each) for each in texts(catalogue(WORDS)) if first(each) in ours] == []


def test_what_is_to_be_filled_in_stays():
    for each in texts(catalogue(WORDS)):
        said = [each.string] if isinstance(each.string, str) else list(each.string)
        assert all(said), f"{first(each)}: no words"
        for name in ("{number}", "{query}", "{name}"):
            assert all((name in words) is (name in first(each)) for words in said), first(each)


def test_what_is_compiled_is_what_stands():
    compiled, stands = (
        {
            first(each): [each.string] if isinstance(each.string, str) else list(each.string)
            for each in texts(catalogue(path))
        }
        for path in (WORDS.with_suffix(".mo"), WORDS)
    )
    assert compiled == stands
