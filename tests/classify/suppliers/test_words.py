"""Two words that there are stay two; what the hand slipped in is the same word."""

import pytest

from ckanext.spenddata.classify.suppliers.known import linker
from ckanext.spenddata.classify.suppliers.words import (
    MISTYPED,
    PERHAPS,
    PLURAL,
    SHORTENED,
    TWO_SURNAMES,
    alike,
    is_slip,
)
from ckanext.spenddata.definitions import load

KNOWN = linker(load()).known


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("staff", "stuff"),
        ("norris", "morris"),
        ("baker", "barker"),
        ("foods", "floods"),
        ("homes", "xomes"),
        ("12", "13"),
    ],
)
def test_two_words(one, other):
    assert alike(one, other, KNOWN) == alike(other, one, KNOWN) == 0


def test_a_plural_is_the_same_word_but_not_where_it_is_another_or_both_are_names():
    assert alike("caterer", "caterers", KNOWN) == PLURAL
    assert alike("security", "securities", KNOWN) == 0
    assert alike("williams", "william", KNOWN) == TWO_SURNAMES


@pytest.mark.parametrize(
    ("short", "whole", "likeness"),
    [
        ("trnsprt", "transport", SHORTENED),
        ("brd", "board", PERHAPS),  # three letters may be many words
        ("wndmll", "windmill", PERHAPS),  # a word that points to a supplier
        ("trnsprt", "transplant", 0),
        ("rtnsprt", "transport", 0),
    ],
)
def test_a_word_without_some_of_its_letters_is_a_short_one(short, whole, likeness):
    assert alike(short, whole, KNOWN) == alike(whole, short, KNOWN) == likeness


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("landscapes", "landscaping", PERHAPS),
        ("bakers", "bakery", PERHAPS),
        ("associates", "association", 0),  # companies of one group
        ("parks", "parking", 0),  # too short a stem
        ("stable", "stationery", 0),
    ],
)
def test_two_words_of_one_stem_are_asked_about(one, other, likeness):
    assert alike(one, other, KNOWN) == alike(other, one, KNOWN) == likeness


def test_a_slip_in_a_known_word_is_seen():
    assert alike("consulting", "consutling", KNOWN) == MISTYPED
    assert is_slip("consulting", "consutling", KNOWN)


@pytest.mark.parametrize(
    ("one", "other", "slip"),
    [
        ("elmsdalby", "elmsdablyx", True),  # long enough
        ("quarby", "quraby", True),  # two letters turned
        ("quarrby", "quarby", True),  # a letter twice
        ("quarby", "quorby", False),
        ("quarby", "tuarby", False),
    ],
)
def test_of_two_unknown_words_only_what_the_hand_does_is_a_slip(one, other, slip):
    assert is_slip(one, other, KNOWN) == is_slip(other, one, KNOWN) == slip
