"""Translators get every text: the catalogue in the package is what the code, the pages and the forms say today."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "ckanext/spenddata/i18n/ckanext-spenddata.pot"
COMMAND = "python setup.py extract_messages --no-location -o ckanext/spenddata/i18n/ckanext-spenddata.pot"

Ids = set[str | tuple[str, ...]]


@pytest.fixture(scope="module")
def written() -> Ids:
    """The texts of the catalogue."""
    from babel.messages.pofile import read_po

    with CATALOGUE.open("rb") as stream:
        return {_key(message.id) for message in read_po(stream) if message.id}


@pytest.fixture(scope="module")
def said() -> Ids:
    """The texts in code, pages and forms, found as the documented command finds them."""
    import setuptools
    from babel.messages.extract import extract_from_dir

    given: dict = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(setuptools, "setup", lambda **settings: given.update(settings))
        runpy.run_path(str(ROOT / "setup.py"))
    [(folder, patterns)] = given["message_extractors"].items()
    methods = [(pattern, method) for pattern, method, _ in patterns]
    return {_key(message) for _, _, message, _, _ in extract_from_dir(ROOT / folder, methods)}


def _key(message: object) -> str | tuple[str, ...]:
    return tuple(message) if isinstance(message, tuple | list) else str(message)


def test_the_catalogue_has_every_text_and_no_other(written: Ids, said: Ids) -> None:
    assert sorted(map(str, said - written)) == [], f"texts are missing; write it again: {COMMAND}"
    assert sorted(map(str, written - said)) == [], (
        f"texts are there that nobody says any more; write it again: {COMMAND}"
    )


def test_texts_of_pages_actions_and_forms_are_found(said: Ids) -> None:
    assert {"Send a return", "Files here since", "This revision has already been published."} <= said
    assert ("{n} blank row", "{n} blank rows") in said
