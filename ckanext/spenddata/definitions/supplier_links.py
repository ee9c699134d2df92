"""How suppliers' names are read and linked (``supplier_links.yaml``), and names known to be one (``supplier_aliases.csv``)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

import msgspec

from ckanext.spenddata.definitions import csv_file, layers, yaml_file
from ckanext.spenddata.definitions.places import DefinitionError
from ckanext.spenddata.values.text import plain_letters

PATTERNS = ("trading_as", "formerly", "about", "care_of", "by_way_of", "web", "nobody")
_SIGNS = re.compile(r"[\W_]+")
MOST_ALIASES = 100_000
"""Longer tables are somebody's register, not renames; a mistaken file would otherwise fill the memory."""


class Alias(msgspec.Struct, frozen=True):
    """One name that is known to be another's."""

    name: str
    same_as: str
    why: str
    source: str


class SupplierWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """Words by which names of suppliers are read and kept apart. All are in small letters, without accents."""

    automatic: float
    """Score from which two names are linked without asking."""
    queue: float
    """Score from which a steward is asked."""
    forms: Mapping[str, tuple[str, ...]]
    """Family of legal forms → how they are written."""
    silent: frozenset[str]
    """Words that tell no supplier from another."""
    common: Mapping[float, tuple[str, ...]]
    """Weight → words that many suppliers have."""
    abbreviations: Mapping[str, str]
    """Short word → what it is written out as."""
    phrases: Mapping[str, str]
    """Words in a row → what they are read as."""
    initials: frozenset[str]
    """Words in a row that go under their initials, too."""
    other_meanings: Mapping[str, tuple[str, ...]]
    """Short word → what else it may be short for, where the other name has that."""
    last: frozenset[str]
    """Forms that only the end of a name tells."""
    one_company: frozenset[str]
    """Families of forms under which one company goes: it may become another, and publishers mix them up."""
    endings: frozenset[str]
    """In which words of one stem may differ; *consulting*, *consultants*."""
    own_plurals: frozenset[str]
    """Words that are not the plural they look like."""
    marks: tuple[str, ...]
    """Patterns of what ledgers write beside a name."""
    trading_as: str
    formerly: str
    about: str
    care_of: str
    by_way_of: str
    web: str
    nobody: str
    """What stands in a supplier's place and names none (*Various*), without its signs; the whole of it."""
    completed: Mapping[str, tuple[str, ...]]
    """Word that a narrow column cuts off → the words it follows; any where none are given."""
    chains: frozenset[str]
    """Suppliers whose branches and orders are numbered."""
    directions: frozenset[str]
    numbers: Mapping[str, str]
    companies: frozenset[str]
    """Words that tell one company of a group from its sisters."""
    bodies: frozenset[str]
    """Kinds of body that are called by a place."""
    body_words: frozenset[str]
    """Words of such a name that say what kind it is; without one it may be the same body."""
    often_left_out: Mapping[str, frozenset[str]]
    """Those without which it is, where both names have one of these words: an NHS trust, but no academy trust."""
    places: frozenset[str]
    body_names: Mapping[str, tuple[str, ...]]
    """Kind of public body → how it is called besides its name."""

    @cached_property
    def weights(self) -> Mapping[str, float]:
        """Word → weight, where it is not 1."""
        found = {word: weight for weight, words in self.common.items() for word in words}
        return found | dict.fromkeys(self.silent, 0.0)

    @cached_property
    def form_of(self) -> Mapping[str, str]:
        """How a legal form is written → its family."""
        return {written: family for family, forms in self.forms.items() for written in forms}

    @cached_property
    def longest_form(self) -> int:
        """Number of words of the longest legal form."""
        return max((len(form.split()) for form in self.form_of), default=1)

    @cached_property
    def phrase_pattern(self) -> re.Pattern[str]:
        """Any of ``phrases``."""
        return re.compile(rf"\b(?:{'|'.join(map(re.escape, self.phrases)) or '(?!)'})\b")

    @cached_property
    def known_initials(self) -> frozenset[tuple[str, ...]]:
        """``initials``, as the words that tell, written out."""
        return frozenset(
            tuple(self.abbreviations.get(word, word) for word in each.split() if word not in self.silent)
            for each in self.initials
        )

    @cached_property
    def mark_patterns(self) -> tuple[re.Pattern[str], ...]:
        """``marks``, compiled."""
        return tuple(map(re.compile, self.marks))

    @cached_property
    def compiled(self) -> Mapping[str, re.Pattern[str]]:
        """``PATTERNS``, compiled."""
        return {name: re.compile(getattr(self, name)) for name in PATTERNS}

    def pattern(self, name: str) -> re.Pattern[str]:
        """One of ``PATTERNS``, compiled."""
        return self.compiled[name]

    def is_nobody(self, name: str) -> bool:
        """True for what stands in a supplier's place and names none: *Sundry creditors*, dots alone; a blank cell is none either."""
        said = _SIGNS.sub(" ", plain_letters(name)).strip()
        return not said or self.compiled["nobody"].fullmatch(said) is not None

    def patterns(self) -> Iterator[str]:
        """Everything that must be a regular expression."""
        yield from self.marks
        yield from (getattr(self, name) for name in PATTERNS)


def read(paths: Sequence[Path]) -> SupplierWords:
    """Read the words.

    Raises:
        DefinitionError: A file does not hold them, or the thresholds contradict each other; it is named, and the place in it.
    """
    words = yaml_file.read(paths, SupplierWords)
    if not 0 < words.queue <= words.automatic <= 1:
        raise DefinitionError(
            f"{layers.said_at(paths, 'automatic', 'queue')}: queue ({words.queue}) and automatic ({words.automatic}) must lie between"
            " 0 and 1, queue not above automatic."
        )
    return words


def read_aliases(paths: Sequence[Path]) -> Mapping[str, Alias]:
    """Aliases by the name in plain small letters, each leading to the name at the end of its chain.

    Raises:
        DefinitionError: A row lacks a name, two rows of one name differ, aliases lead in a circle, or there are too
            many; file and line are named.
    """
    found: dict[str, Alias] = {}
    rows: dict[str, csv_file.Row] = {}
    for number, row in enumerate(csv_file.rows(paths, ("name", "same_as", "why", "source"), key=alias_key)):
        if number == MOST_ALIASES:
            raise row.wrong(
                f"more than {MOST_ALIASES:,} aliases can't be kept. List renames here, and not a register of companies."
            )
        name, same_as = alias_key(row["name"]), alias_key(row["same_as"])
        if not name or not same_as:
            raise row.wrong("name and same_as are both needed.")
        if name in found and alias_key(found[name].same_as) != same_as:
            raise row.wrong(f"{row['name']!r} is {found[name].same_as!r} in a row before. Keep one of the two.")
        found[name] = Alias(row["name"], row["same_as"], row["why"], row["source"])
        rows[name] = row
    return {name: msgspec.structs.replace(alias, same_as=_end(name, found, rows)) for name, alias in found.items()}


def _end(name: str, aliases: Mapping[str, Alias], rows: Mapping[str, csv_file.Row]) -> str:
    """The name at the end of the chain that begins with ``name``."""
    passed = [name]
    while (following := alias_key(aliases[passed[-1]].same_as)) in aliases:
        if following in passed:
            circle = " → ".join([*(aliases[step].name for step in passed), aliases[following].name])
            raise rows[name].wrong(f"the aliases lead in a circle ({circle}). Take one of these rows out.")
        passed.append(following)
    return aliases[passed[-1]].same_as


def alias_key(name: str) -> str:
    """What makes two ways of writing an alias the same."""
    return " ".join(plain_letters(name).split())
