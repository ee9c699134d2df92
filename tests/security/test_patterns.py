"""What anybody can write into a file, a form or an address is looked at with patterns: none of them may take long over it.

A pattern whose parts can share the same letters out in many ways tries them all where the end doesn't fit: forty letters can hold a
process for ever, and a cell may have a million. Each is asked about the letters that it speaks of, over and over.
"""

from __future__ import annotations

import importlib
import itertools
import pkgutil
import re
import signal
from collections import Counter
from collections.abc import Iterator

import pytest

import ckanext.spenddata

ROOMS = (
    "values",
    "definitions",
    "intake",
    "checks",
    "classify",
    "compare",
    "logic",
    "search",
    "security",
    "views",
    "web",
)
ALWAYS = (" ", ".", "0", "a", "-")
"""Letters that most classes have."""
LETTERS = 10
SHORT, LONG = 40, 3_000
MOST = 0.2
"""Seconds of processor that one look may take."""
ONLY_SHORT = {
    "values.money._SIGNED": "blanks and line ends in a row are made one before",
}


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    for found in pkgutil.walk_packages(ckanext.spenddata.__path__, "ckanext.spenddata."):
        name = found.name.removeprefix("ckanext.spenddata.")
        if name.split(".")[0] in ROOMS:
            for label, value in vars(importlib.import_module(found.name)).items():
                yield from ((f"{name}.{label}", each) for each in _patterns(value))


def _patterns(value: object) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
    elif isinstance(value, dict):
        yield from (found for each in (*value, *value.values()) for found in _patterns(each))
    elif isinstance(value, tuple):
        yield from (found for each in value for found in _patterns(each))


def attacks(pattern: str, length: int) -> Iterator[str]:
    """Texts that begin as the pattern may, go on with a letter or two of it many times, and end as it can't."""
    plain = re.sub(r"\\[a-zA-Z]|\(\?[a-zA-Z]*[:=!]?|\{[0-9,]*\}", " ", pattern)
    written = [each for each, _ in Counter(plain).most_common() if each not in "\\[]|^+*?"]
    letters = list(dict.fromkeys([*ALWAYS, *written]))[:LETTERS]
    turns = letters if length == LONG else [*letters, *map("".join, itertools.permutations(letters, 2))]
    begins = ["", *dict.fromkeys(re.findall(r"[A-Za-z£][A-Za-z ]+", plain))][:4]
    for begin, turn in itertools.product(begins, turns):
        yield f"{begin}{turn * (length // len(turn))}\0"


def takes_long(pattern: re.Pattern[str], length: int) -> str | None:
    """The beginning of a text that it takes too long over."""
    for text in attacks(pattern.pattern, length):
        signal.setitimer(signal.ITIMER_VIRTUAL, MOST)
        try:
            pattern.match(text)
            pattern.fullmatch(text)
        except TimeoutError:
            return text[:30]
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return None


@pytest.fixture(autouse=True)
def _alarm():
    def ring(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGVTALRM, ring)
    yield
    signal.signal(signal.SIGVTALRM, before)


def test_no_pattern_takes_long():
    slow = []
    for name, pattern in patterns():
        lengths = (SHORT,) if name in ONLY_SHORT else (SHORT, LONG)
        slow += [(name, text) for length in lengths if (text := takes_long(pattern, length)) is not None]
    assert not slow


@pytest.mark.parametrize(
    ("pattern", "length"),
    [(r"(?:[0-9.]+\W*)*x", SHORT), (r"(?:a|a)*b", SHORT), (r"\W*\W*\W*x", LONG), (r"[0-9]*[0-9]*[0-9]*x", LONG)],
)
def test_one_that_does_is_found(pattern, length):
    assert takes_long(re.compile(pattern), length) is not None
