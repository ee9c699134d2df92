"""A supplier's name as a publisher writes it → the words that say which supplier it is.

Off come what ledgers add (codes, fund marks, cheque and account words), legal forms, and who only passes a payment on; short
words are written out, single letters joined. What is left is compared; the publisher's own words stay as they are in the payment.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby

from ckanext.spenddata.definitions.supplier_links import SupplierWords
from ckanext.spenddata.values.text import plain_letters

_WORD = re.compile(r"[a-z0-9]+")
_AND = re.compile(r"\s*[&+]\s*")
_APOSTROPHE = re.compile(r"['’`´]")
_SMALL = frozenset({"and", "of", "the", "for", "ltd", "limited", "plc", "llp", "uk", "group"})
_SHORTEST_CUT = 18
"""A name that was cut off fills the width of its column, which is hardly ever less."""


@dataclass(frozen=True)
class Reading:
    """What a name says."""

    words: tuple[str, ...]
    """Its telling words, in their order, written out."""
    forms: frozenset[str] = frozenset()
    """Families of the legal forms in it."""
    others: tuple[tuple[str, ...], ...] = ()
    """Words of other names in it: what it trades as, what it was called."""
    passed_on: bool = False
    """Whether somebody takes the payment for another (``c/o``): such a name is linked to none."""
    cut: bool = False
    """Whether it is long enough to have been cut off."""
    flat: str = ""
    """All words of its main name as they were, one blank between."""
    meanings: Mapping[str, tuple[str, ...]] = field(default_factory=dict, compare=False)
    """Word that was written out → what else its short form may stand for."""

    @cached_property
    def key(self) -> str:
        """Its words without blanks between: names with the same key differ in nothing that tells suppliers apart."""
        return "".join(self.words)

    @cached_property
    def initials(self) -> str:
        """The first letters of its words."""
        return "".join(word[0] for word in self.words)

    @cached_property
    def unordered(self) -> str:
        """Its words in the order of the alphabet."""
        return " ".join(sorted(self.words))


def read(name: str, known: SupplierWords) -> Reading:
    """Read one name.

    Args:
        name: As the publisher writes it.
        known: The words by which names are read.
    """
    text = _APOSTROPHE.sub("", plain_letters(name).replace("_", " "))
    text = known.pattern("by_way_of").sub("", text).strip()
    text, care_of = _before(known.pattern("care_of"), text)
    text, _ = _before(known.pattern("about"), text)
    parts = [_unmarked(part, known) for part in _names_in(text, known)]
    read_parts = [part for part in (_words(text, known) for text in parts) if part.words]
    if not read_parts:
        return Reading(())
    first, *rest = read_parts
    return Reading(
        first.words,
        first.forms,
        tuple(part.words for part in rest if part.words != first.words),
        passed_on=care_of,
        cut=len(name.strip()) >= _SHORTEST_CUT,
        flat=first.flat,
        meanings=first.meanings,
    )


def _before(pattern: re.Pattern[str], text: str) -> tuple[str, bool]:
    """What stands before a pattern, and whether it was found; all where nothing stands before it."""
    found = pattern.search(text)
    return (text[: found.start()], True) if found and text[: found.start()].strip() else (text, False)


def _names_in(text: str, known: SupplierWords) -> list[str]:
    """The name, what it trades as, and what it was called."""
    pieces = [text]
    for pattern in ("formerly", "trading_as"):
        pieces = [part for piece in pieces for part in known.pattern(pattern).split(piece)]
    if len(pieces) > 1:
        pieces = [piece.strip(" ()[]-,.:") for piece in pieces]
    return [piece for piece in pieces if _WORD.search(piece)]


def _unmarked(text: str, known: SupplierWords) -> str:
    """The text without the marks of ledgers; as it was where nothing else would be left."""
    for mark in known.mark_patterns:
        without = mark.sub(" ", text).strip()
        if _WORD.search(without):
            text = without
    return text


def _words(text: str, known: SupplierWords) -> Reading:
    text = known.pattern("web").sub(" ", text)
    text = _AND.sub(" and ", _without_initials(text))
    words = _joined(_WORD.findall(text))
    words = _completed(words, known)
    flat = " ".join(words)
    words = known.phrase_pattern.sub(lambda found: known.phrases[found[0]], flat).split()
    words, forms = _formless(words, known)
    words = _unnumbered(words, known)
    telling = _telling(words, known)
    meanings: dict[str, tuple[str, ...]] = {}
    if len(telling) > 1:
        meanings = {
            known.abbreviations.get(word, word): known.other_meanings[word]
            for word in telling
            if word in known.other_meanings
        }
        telling = _telling([part for word in telling for part in known.abbreviations.get(word, word).split()], known)
    telling = _joined(telling)
    return Reading(tuple(telling), frozenset(forms), flat=flat, meanings=meanings)


def _telling(words: list[str], known: SupplierWords) -> list[str]:
    """The words that tell suppliers apart; all where there is none."""
    return [word for word in words if word not in known.silent] or words


def _completed(words: list[str], known: SupplierWords) -> list[str]:
    """The words, with the last one whole where a narrow column cut off a word that is known to follow."""
    if len(" ".join(words)) >= _SHORTEST_CUT:
        for whole, before in known.completed.items():
            if whole.startswith(words[-1]) and (not before or words[-2] in before):
                return [*words[:-1], whole]
    return words


def _without_initials(text: str) -> str:
    """The text without the initials of its other words: ``Driver and Vehicle Licensing Agency (DVLA)``, ``DVLA - Driver …``."""
    words = _WORD.findall(text)
    for initials, rest in ((words[-1:], words[:-1]), (words[:1], words[1:])):
        if len(rest) > 1 and initials and _initials(initials[0], rest):
            return " ".join(rest)
    return text


def _initials(word: str, words: list[str]) -> bool:
    letters = "".join(each[0] for each in words)
    of_telling = "".join(each[0] for each in words if each not in _SMALL)
    return len(word) > 1 and word in (letters, of_telling)


def _joined(words: list[str]) -> list[str]:
    """Single letters in a row as one word, figures among them: ``b t`` → ``bt``, ``g 4 s`` → ``g4s``."""
    joined: list[str] = []
    for single, run in groupby(words, lambda word: len(word) == 1):
        letters = list(run)
        together = single and letters[0].isalpha()
        joined += ["".join(letters)] if together else letters
    return joined


def _formless(words: list[str], known: SupplierWords) -> tuple[list[str], set[str]]:
    """The words without legal forms, wherever they stand but at the beginning, some at the end alone; and their families."""
    left, forms, at = words[:1], set(), 1
    while at < len(words):
        for length in range(min(known.longest_form, len(words) - at), 0, -1):
            form = " ".join(words[at : at + length])
            family = known.form_of.get(form)
            if family and (form not in known.last or at + length == len(words)):
                forms.add(family)
                at += length
                break
        else:
            left.append(words[at])
            at += 1
    return left, forms


def _unnumbered(words: list[str], known: SupplierWords) -> list[str]:
    """Of a chain of shops only its name: the number of a branch or order says nothing of who was paid."""
    for length in (3, 2, 1):
        if " ".join(words[:length]) in known.chains:
            return words[:length] + [word for word in words[length:] if not any(map(str.isdigit, word))]
    return words
