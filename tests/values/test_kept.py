"""Answers are given again in the state that they were made of, and in no other."""

from __future__ import annotations

from ckanext.spenddata.values.kept import Kept, Recent


def test_an_answer_is_found_in_its_state_and_in_no_other():
    kept = Kept[int](2)
    assert kept.find("first", "a") is None
    assert kept.keep("first", "a", 1) == 1
    assert [kept.find("first", "a") for _ in range(2)] == [1, 1]
    assert kept.find("second", "a") is None
    assert kept.keep("second", "a", 2) == kept.find("second", "a") == 2
    assert kept.find("first", "a") is None, "who still sees the state before is not told of the next one"


def test_what_was_not_used_for_longest_goes_first():
    kept = Kept[int](2)
    for number, question in enumerate("ab"):
        kept.keep("now", question, number)
    assert kept.find("now", "a") == 0
    kept.keep("now", "c", 2)
    assert (kept.find("now", "a"), kept.find("now", "b")) == (0, None)


def test_things_may_weigh_more_than_one_and_one_that_weighs_too_much_is_not_kept():
    recent = Recent[str](10, len)
    for name in ("aaaa", "bbbb", "cc"):
        recent.keep(name, name)
    assert recent.find("aaaa") == "aaaa"
    recent.keep("dd", "dd")
    assert [recent.find(name) for name in ("aaaa", "bbbb", "cc", "dd")] == ["aaaa", None, "cc", "dd"]
    recent.keep("e", "e" * 11)
    assert [recent.find(name) for name in ("aaaa", "cc", "dd", "e")] == [None] * 4


def test_a_thing_kept_again_takes_the_place_of_the_old_one_and_its_weight():
    recent = Recent[str](4, len)
    for _ in range(3):
        recent.keep("a", "four")
    assert recent.find("a") == "four"
    recent.keep("b", "x", most=5)
    assert (recent.find("a"), recent.find("b")) == ("four", "x")
