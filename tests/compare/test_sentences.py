"""Each sentence is one, reads as English with whatever is filled in, and names nothing that it isn't given."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from ckanext.spenddata.compare.sentences import TEXTS, Sentence

FILLED = {
    "name": "Alder Council",
    "category": "legal services",
    "value": "£5.00",
    "times": "2.6",
    "median": "£2.00",
    "difference": "£3.00",
    "low": "£1.00",
    "high": "£4.00",
    "count": "3",
    "peer": "Beech Council",
    "payment": "£9.00",
    "share": "90%",
    "says": "spent £5.00",
    "highest": "2",
    "lowest": "none",
    "categories": "9",
    "often": "2.0",
    "usual": "3.0",
    "pounds": "£7.00",
}
CODES = """
    differs-times differs-far differs-more differs-less differs-fewer differs-nothing differs-highest differs-lowest differs-only-nothing
    differs-one-times differs-one-more differs-one-less differs-one-fewer because-one-payment close-more close-less within between as-one
    in-all extremes extremes-joint unusual unusual-less without without-nothing withheld withheld-few unclassified often large both as-usual
    at-median-less at-median-more spends-times spends-far spends-more spends-less spends-highest spends-lowest
    spends-joint-highest spends-joint-lowest spends-between
    spends-within spends-one spends makes spends-nothing spends-unknown row-one-payment row-large-payment row-only-payment
    row-unclassified row-peers-unclassified row-credits
"""
BELOW_THE_ANSWER = frozenset(
    {"in-all", "extremes", "extremes-joint", "without", "without-nothing", "at-median-less", "at-median-more"}
)


def test_programs_know_a_sentence_by_its_code():
    assert set(CODES.split()) <= set(TEXTS)


@pytest.mark.parametrize("code", sorted(set(TEXTS) - {"because-one-payment"}))
def test_a_sentence_reads_as_one(code):
    text = Sentence(code, FILLED).text
    assert re.match("(Alder|£5.00|[A-Z][a-z ])", text), text
    assert not re.search(r"[A-Z]{2}|[{}]|  | [.,;]|'", text), text
    assert text.endswith(".") or re.search(r"[a-z0-9)%]$", text), text
    assert {name for _, name, _, _ in Formatter().parse(TEXTS[code]) if name} <= set(FILLED)


@pytest.mark.parametrize("code", sorted(BELOW_THE_ANSWER))
def test_what_stands_below_the_answer_is_a_whole_sentence(code):
    assert Sentence(code, FILLED).text.endswith(".")


def test_a_sentence_may_have_another_in_it():
    inner = Sentence("spends", FILLED)
    assert Sentence("because-one-payment", {"payment": "£9.00"}, inner=inner).text == (
        "Because of one payment of £9.00, Alder Council spends £5.00 on legal services"
    )


def test_words_that_were_put_together_elsewhere_stand_as_they_are():
    assert Sentence("headline", {}, "Alder spent {nothing}.").text == "Alder spent {nothing}."
