"""The column titles that publishers use, and what each means (``schemas/titles.csv``).

Compiled from the column titles of published UK spending files and from the standards: HM Treasury's guidance on spending over
£25,000, the Local Government Transparency Code 2015 and the Local Government Association's Spend schema. Columns of the table:

========= ===================================================================================================================
title     as written; titles are the same when their letters and digits are. A title with several lines has several meanings: the
          first by rank that the values of the column agree with is taken
field     the canonical field; empty for a column that is known and not taken
role      empty; ``private:…`` for what must never be published; ``other:…`` for what is known and is no field; ``register:…`` for
          what other registers have and lists of payments have not; ``form`` for the words of a form that describes a dataset
rank      which column to take where a table has several for a field: the smallest
basis     what the title says of VAT (amounts) or of which date it is (dates)
words     ``yes`` where the title also counts inside a longer one (``Amount paid to supplier``)
========= ===================================================================================================================
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from ckanext.spenddata.definitions import csv_file, short_words
from ckanext.spenddata.values import text

COLUMNS = ("title", "field", "role", "rank", "basis", "words")
DEBIT, CREDIT = "other:debit", "other:credit"
"""Roles of columns that hold the amounts in two columns."""
SIGN = "other:sign"
"""Role of a column that says which amounts are credits."""
PUBLISHER_CODE = "other:publisher_code"
"""Role of a column of codes or addresses of the body that paid."""
DOCUMENT_TYPE = "other:document_type"
"""Role of a column that says of which type a document is: invoice, credit note."""
STATUS = "other:status"
"""Role of a column that says what became of a document, or how it was paid: paid, cancelled, BACS, refund."""
FOREIGN_AMOUNT = "other:foreign_amount"
"""Role of a column of amounts in the currency that was paid in; the others are then in pounds."""
LINE = "other:line"
"""Role of a column of numbers of lines."""
PERIOD = "other:period"
"""Role of a column of months, quarters or years."""

_LONG = 9
"""From so many letters on two typing mistakes are forgiven; below, one; below half of it, none."""
SAYS_LITTLE = 9
"""Rank of a title that says less than any other of its field."""


@dataclass(frozen=True)
class Title:
    """What a known title means."""

    title: str
    field: str
    role: str = ""
    rank: int = 5
    basis: str = ""
    words: bool = False
    also: tuple[Title, ...] = ()
    """What else the same words mean in other files."""

    @property
    def kind(self) -> str:
        """The part of the role before the colon: ``private``, ``other``, ``register``, ``form``; empty for a field."""
        return self.role.partition(":")[0]

    @property
    def private(self) -> str:
        """What the column holds that must never be published (``invoice_number``); empty where it holds nothing of the kind."""
        kind, _, what = self.role.partition(":")
        return what if kind == "private" else ""


class Match(NamedTuple):
    """A known title found in the words of a column's title."""

    title: Title
    certainty: float
    """1 where the words are the same; less where a mistake was forgiven or the title is part of a longer one."""
    why: str


@dataclass(frozen=True)
class Titles:
    """The known titles by key."""

    by_key: Mapping[str, Title]
    duty: frozenset[str] = frozenset()
    """The fields that the return's duty asks for, where one is known: of several meanings of a title these come first."""

    short: short_words.ShortWords = field(default_factory=dict)
    """How their words are shortened."""

    def under(self, duty: Iterable[str]) -> Titles:
        """The same titles for a return whose duty asks for these fields: a *Department* is the part of a council under its code."""
        wanted = frozenset(duty)
        if wanted not in self._under:
            self._under[wanted] = replace(
                self, by_key={key: _for_duty(title, wanted) for key, title in self.by_key.items()}, duty=wanted
            )
        return self._under[wanted]

    @cached_property
    def _under(self) -> dict[frozenset[str], Titles]:
        return {frozenset(): self}

    @cached_property
    def _by_words(self) -> Mapping[tuple[str, ...], Title]:
        return {text.words(title.title): title for title in self.by_key.values() if title.words}

    @cached_property
    def _known(self) -> Callable[[str], Match | None]:
        # Looking for headers among a million rows asks for the same words again and again.
        return lru_cache(maxsize=50_000)(self._whole)

    def _in_full(self, words: Sequence[str]) -> tuple[str, ...]:
        return short_words.written_out(words, self.short)

    def match(self, title: str) -> Match | None:
        """What ``title`` means; None where nothing like it is known."""
        title = title[:_READ]
        if text.is_spreadsheet_error(text.trimmed(title)):
            return None
        found = self._whole(title) or self._qualified(title) or self._mistyped(title) or self._within(title)
        return None if found and _POUNDS.search(title) and _is_number(found.title) else found

    def knows(self, cell: str) -> bool:
        """True where ``cell`` is a known title, word for word, in short words or in two languages."""
        return (
            len(cell) <= _READ and not text.is_spreadsheet_error(text.trimmed(cell)) and self._known(cell) is not None
        )

    def _whole(self, title: str) -> Match | None:
        return self._same(title) or self._short(title) or self._in_parts(title)

    def _same(self, title: str) -> Match | None:
        for variant in _variants(title):
            if found := self.by_key.get(variant):
                return Match(found, 1.0, "known title")
        return None

    def _short(self, title: str) -> Match | None:
        """``Supp Nm``: the title in short words."""
        for variant in (title, _ASIDE.sub(" ", title)):
            words = text.words(variant)
            whole = self._in_full(words)
            if whole != words and (found := self.by_key.get("".join(whole))):
                return Match(found, 0.95, f"short for “{found.title}”")
        return None

    def _in_parts(self, title: str) -> Match | None:
        """``Dyddiad / Date``: one title in two languages, or in two words for the same."""
        parts = [part for part in _BETWEEN.split(title) if text.trimmed(part)]
        if len(parts) < 2:
            return None
        found = [match for part in parts if (match := self._same(part) or self._short(part))]
        fields = {(match.title.field, match.title.role) for match in found}
        if len(fields) != 1:
            return None
        return found[0]._replace(certainty=0.9, why=f"the title is “{found[0].title.title}” and more")

    def _qualified(self, title: str) -> Match | None:
        """``Cost Centre Name``, ``Account Code``: a known title and what of it the column holds."""
        *rest, last = self._in_full(text.words(_ASIDE.sub(" ", title))) or ("",)
        found = self.by_key.get("".join(rest))
        if found is None or found.field not in _QUALIFIED or not (last in _NAMES or last in _CODES):
            return None
        if last in _CODES:
            field = _QUALIFIED[found.field]
            role = "" if field else PUBLISHER_CODE
            found = replace(found, field=field, role=role, rank=max(found.rank, SAYS_LITTLE - 2), also=())
        return Match(found, 0.9, f"“{found.title}”, and what of it is meant")

    def _mistyped(self, title: str) -> Match | None:
        key = text.title_key(title)
        mistakes = 2 if len(key) >= _LONG else 1
        if len(key) * 2 <= _LONG:
            return None
        near = process.extractOne(key, self.by_key.keys(), scorer=DamerauLevenshtein.distance, score_cutoff=mistakes)
        if near is None:
            return None
        found = self.by_key[near[0]]
        if found.title.isdigit() or _is_another_word(text.words(title), text.words(found.title)):
            return None
        return Match(found, 0.85, f"mistyped “{found.title}”")

    def _within(self, title: str) -> Match | None:
        """The longest known title among the words; of equal ones the first."""
        words = self._in_full(text.words(title))
        runs = (
            (words[i:j]) for n in range(len(words), 0, -1) for i, j in ((i, i + n) for i in range(len(words) - n + 1))
        )
        for run in runs:
            if found := self._by_words.get(run):
                if run in _SAYS_LITTLE and len(words) > len(run):
                    found = replace(found, rank=SAYS_LITTLE)
                return Match(found, 0.7, f"the title contains “{found.title}”")
        return None


def _is_number(title: Title) -> bool:
    """True for what numbers a line or a transaction: in pounds it is its amount."""
    return title.field == "transaction_number" or title.role == LINE


def _is_another_word(words: Sequence[str], known: Sequence[str]) -> bool:
    """True where two titles differ in one short word: ``net`` is not ``text`` mistyped."""
    differing = [pair for pair in zip(words, known, strict=False) if pair[0] != pair[1]]
    return len(words) == len(known) > 1 and len(differing) == 1 and min(map(len, differing[0])) < _WORD


_POUNDS = re.compile(r"£(?! ?[0-9])")
"""A pound sign, but that of “over £500”."""
_READ = 500
"""Characters of a title: looking for known titles within takes a time that grows with the square of its length."""
_WORD = 4
"""A word of fewer letters is another word where one letter differs."""
_QUALIFIED = {
    "expense_area": "expense_area",
    "expense_type": "expense_type",
    "supplier_name": "supplier_local_id",
    "category_local": "category_local",
    "service_category_label": "service_category_label",
    "entity": "",
    "department_family": "",
}
"""Field of a title → field of the same title followed by a word for its code."""
_NAMES = frozenset({"name", "names", "description", "text", "title", "label"})
_CODES = frozenset({"code", "codes", "number", "id", "key"})
_SAYS_LITTLE = frozenset({("date",), ("dyddiad",)})
"""Words that say next to nothing inside a longer title: a “Widget Date” is a date, but any other known one comes before it."""
_BETWEEN = re.compile(r"\s+/\s+|\s*[\n|]\s*|\s+[-\u2013]\s+")
_NUMBERED = re.compile(r"^\s*(?:\(?\d{1,2}[.)]?|\([a-z]{1,3}\))\s+(?=[A-Za-z])")
_ASIDE = re.compile(r"\s*\([^)]*\)?\s*")


_UNIT = re.compile(r"(?:\(|\bin )?£? ?(?:['’`]?000['’]?s?|\b[km]\b)\)?|£ ?[km]\b", re.IGNORECASE)
_BROKEN_POUND = frozenset({"\ufffd", "?", "Â£", "ï¿½", "œ", "Ł", "ú", "Â"})
"""What a pound sign alone becomes when a file goes through the wrong encodings."""


def _variants(title: str) -> Iterable[str]:
    """Keys under which a title may be known: as it is, without its number, what stands in brackets, or the unit of its amounts."""
    plain = _NUMBERED.sub("", title)
    sign = "£" if text.trimmed(title) in _BROKEN_POUND else ""
    for variant in (title, plain, _ASIDE.sub(" ", plain), _UNIT.sub("£", plain), sign):
        key = text.title_key(variant) or text.trimmed(variant)
        if key:
            yield key


def read(paths: Sequence[Path]) -> Titles:
    """Read the table, with those laid over it; ``DefinitionError`` names the line that is wrong."""
    by_key: dict[str, list[Title]] = {}
    for row in csv_file.rows(paths, COLUMNS, _key):
        if not row["rank"].isdecimal():
            raise row.wrong(f"the rank of a title is a whole number, not {row['rank']!r}.")
        found = Title(row["title"], row["field"], row["role"], int(row["rank"]), row["basis"], row["words"] == "yes")
        by_key.setdefault(_key(found.title), []).append(found)
    return Titles({key: _with_others(meanings) for key, meanings in by_key.items()})


def _key(title: str) -> str:
    return text.title_key(title) or title


def _for_duty(title: Title, duty: frozenset[str]) -> Title:
    """The title with the meanings first that a duty asks for."""
    if not title.also:
        return title
    first, *others = sorted((replace(title, also=()), *title.also), key=lambda meaning: meaning.field not in duty)
    return replace(first, also=tuple(others))


def _with_others(meanings: Sequence[Title]) -> Title:
    first, *others = sorted(meanings, key=lambda title: title.rank)
    return replace(first, also=tuple(others))
