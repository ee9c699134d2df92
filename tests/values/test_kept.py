"""Answers are given again in the state that they were made of, and in no other."""

from __future__ import annotations

import pytest

from ckanext.spenddata.values.kept import Kept, Recent


class Made:
    """Counts how often it was asked."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> int:
        self.times += 1
        return self.times


def test_an_answer_is_made_once_in_a_state_and_anew_in_the_next():
    kept, make = Kept[int](2), Made()
    assert [kept.of("first", "a", make) for _ in range(3)] == [1, 1, 1]
    assert [kept.of("second", "a", make) for _ in range(2)] == [2, 2]
    assert kept.of("first", "a", make) == 3, "who still sees the state before is not told of the next one"


def test_what_was_not_used_for_longest_goes_first():
    kept, make = Kept[int](2), Made()
    for question in ("a", "b", "a", "c"):
        kept.of("now", question, make)
    assert kept.of("now", "a", make) == 1
    assert kept.of("now", "b", make) == 4


def test_what_failed_is_not_kept():
    kept = Kept[int](2)

    def fails() -> int:
        raise OSError("away")

    with pytest.raises(OSError, match="away"):
        kept.of("now", "a", fails)
    assert kept.of("now", "a", lambda: 7) == 7


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
