"""Translators are given every text of a form that people read, where it stands, and nothing that programs read."""

from __future__ import annotations

import io

import pytest

from ckanext.spenddata.definitions import PACKAGED
from ckanext.spenddata.definitions.form_texts import extract

FORM = b"""\
scheming_version: 2
dataset_fields:
  - field_name: title
    label: Title
    form_placeholder: eg. A title
    preset: title
  - field_name: kind
    label: Kind
    help_text: What it is
    choices:
      - value: council
        label: Council
      - value: none
        label: ""
"""


def found(form: bytes) -> list[tuple[int, str]]:
    return [(line, text) for line, _, text, _ in extract(io.BytesIO(form))]


def test_what_people_read_is_given_with_its_line():
    assert found(FORM) == [(4, "Title"), (5, "eg. A title"), (8, "Kind"), (9, "What it is"), (12, "Council")]


def test_babel_takes_it_for_a_text_of_one_kind():
    assert {(function, tuple(comments)) for _, function, _, comments in extract(io.BytesIO(FORM), [], [], {})} == {
        ("_", ())
    }


@pytest.mark.parametrize("empty", [b"", b"# nothing\n", b"word\n"])
def test_a_form_without_texts_has_none(empty):
    assert found(empty) == []


@pytest.mark.parametrize("name", ["dataset.yaml", "publisher.yaml"])
def test_the_forms_of_the_portal_have_texts(name):
    assert len(found((PACKAGED / name).read_bytes())) > 3
