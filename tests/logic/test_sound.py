"""What would break the pages of all is refused with its field: kinds without pages, characters of no feed, relationships written in."""

from __future__ import annotations

from typing import Any

import pytest

pytest.importorskip("ckan", reason="CKAN is not here")

from ckan.plugins import toolkit as tk

from ckanext.spenddata.logic import sound


@pytest.fixture(autouse=True)
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tk, "_", str, raising=False)
    monkeypatch.setattr(sound, "_kinds", lambda: {"dataset", "spend-dataset"})
    monkeypatch.setattr(sound, "_relationships", lambda id_or_name: {"known"} if id_or_name == "mine" else set())


def refusal(data_dict: dict[str, Any], id_or_name: Any = None) -> dict[str, Any]:
    with pytest.raises(tk.ValidationError) as refused:
        sound.refuse_unsound(data_dict, id_or_name)
    return refused.value.error_dict


@pytest.mark.parametrize("kind", [None, "", "dataset", "spend-dataset"])
def test_a_kind_that_has_pages_may_be_made(kind):
    sound.refuse_kind(kind)


@pytest.mark.parametrize("kind", ["harvest", "Dataset", "../x", ["dataset"], 1])
def test_a_kind_without_pages_is_refused_with_those_there_are(kind):
    with pytest.raises(tk.ValidationError) as refused:
        sound.refuse_kind(kind)
    assert "dataset, spend-dataset" in refused.value.error_dict["type"][0]


@pytest.mark.parametrize("bad", ["\x00", "\x0b", "\x1f", "\ud800", "\ufffe"])
@pytest.mark.parametrize("place", [lambda text: text, lambda text: [{"key": "k", "value": text}], lambda text: (text,)])
def test_a_character_that_no_feed_holds_is_refused_wherever_it_stands(bad, place):
    assert "There is a character here" in refusal({"title": "Roads", "access": place(f"a{bad}b")})["access"][0]


@pytest.mark.parametrize("text", ["", "a\tb\r\nc", "é ✓ 𝟘 \U0001f6a7", "\ufffd", "x" * sound.MOST_LETTERS])
def test_any_other_text_is_taken(text):
    sound.refuse_unsound({"notes": text, "private": True, "resources": [{"size": 1, "name": None}]})


def test_a_text_like_a_file_is_refused():
    assert "more than 200,000 characters" in refusal({"notes": "x" * (sound.MOST_LETTERS + 1)})["notes"][0]


@pytest.mark.parametrize("given", [{"id": "new"}, {"subject": "a"}, "a relationship"])
def test_a_relationship_that_is_written_into_a_dataset_is_refused(given):
    assert (
        "package_relationship_create"
        in refusal({"relationships_as_object": [given]}, "mine")["relationships_as_object"][0]
    )


def test_those_that_are_stored_may_come_back_with_their_dataset_alone():
    stored = {"relationships_as_subject": [{"id": "known"}], "relationships_as_object": []}
    sound.refuse_unsound(stored, "mine")
    assert "relationships_as_subject" in refusal(stored, "another")
