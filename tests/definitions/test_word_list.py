"""Lists of words, one a line; a bad line is named."""

import pytest

from ckanext.spenddata.definitions import DefinitionError, load, word_list


def test_words_of_all_files_without_blanks_and_accents(tmp_path):
    one, other = tmp_path / "one.txt", tmp_path / "other.txt"
    one.write_text("Zoë\n\n  Tamsin \n", encoding="utf-8")
    other.write_text("stuff\n", encoding="utf-8")
    assert word_list.read([one, other]) == {"zoe", "tamsin", "stuff"}


def test_a_line_that_is_not_utf_8_is_named(tmp_path):
    (tmp_path / "surnames.txt").write_bytes(b"ada\nzo\xeb\n")
    with pytest.raises(DefinitionError, match=r"surnames\.txt, line 2: this is not UTF-8\."):
        load(tmp_path).surnames  # noqa: B018


def test_an_administrator_adds_words(tmp_path):
    (tmp_path / "english_words.txt").write_text("quarby\n", encoding="utf-8")
    found = load(tmp_path).english_words
    assert {"quarby", "stuff"} <= found
    assert load(tmp_path).supplier_version != load().supplier_version


def test_a_list_that_is_somebodys_dictionary_is_refused_before_it_fills_the_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(word_list, "MOST_WORDS", 3)
    (tmp_path / "words.txt").write_text("a\nb\nc\nd\n", encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"words\.txt, line 4: a list of words has at most 3 lines"):
        word_list.read([tmp_path / "words.txt"])
