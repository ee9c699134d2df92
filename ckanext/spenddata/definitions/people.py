"""How a person's name is told from a firm's, and what says that a payment is about somebody's private life. Data, not code."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

import msgspec

from ckanext.spenddata.definitions import word_list, yaml_file


class People(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """Words by which people are known. All are in small letters, without accents."""

    titles: frozenset[str]
    """Before a name they make it a person's."""
    ranks: frozenset[str]
    """Before a given name, initials or one word they do."""
    letters: frozenset[str]
    """After a name; passed over."""
    estates: tuple[str, ...]
    """Phrases that stand beside the name of somebody who has died, or whose affairs others see to."""
    organisations: frozenset[str]
    """A name with one of these words is no person's."""
    surnames: frozenset[str]
    """Words of ``organisations`` that are surnames, too: behind a title, initials or a given name they are a person's."""
    surnames_with_titles: frozenset[str]
    """The same of words that are those of a place or firm more often: a person's behind a title alone."""
    place_names: frozenset[str]
    """Given names that houses, parks and streets have as well: before one of ``surnames`` they are no person's."""
    particles: frozenset[str]
    """Words that are a part of the surname behind them."""
    firms: frozenset[str]
    """Firms that are called like people."""
    private_life: str
    """Pattern: what a payment is for, where it goes to somebody in their private life."""
    private_text: str
    """Pattern: what else says of a text that somebody named in it is named for their private life."""
    before_a_name: str
    """Pattern: what stands before a name in a description."""
    somebody: str
    """Pattern: what speaks of one person, whoever it is."""
    institutions: frozenset[str]
    """Words of names that hold a person's in brackets or behind a dash, which is no payee's: a school, a company."""
    given_names: frozenset[str]
    family_names: frozenset[str] = frozenset()
    """Known surnames, which tell a person where the form of a name alone doesn't."""

    @cached_property
    def organisation_pattern(self) -> str:
        """Those of the words that nobody is called by, as one pattern for a whole column."""
        return _any_word(self.organisations - self.surnames - self.surnames_with_titles)

    @cached_property
    def particle_pattern(self) -> str:
        """Parts of a surname that make a word behind them its own, as one pattern for a whole column: *de la Tour*."""
        return _any_word([*self.particles, "st"])

    @cached_property
    def estate_pattern(self) -> str:
        """The phrases as one pattern for a whole column."""
        return _any_word(self.estates)

    @cached_property
    def estate(self) -> re.Pattern[str]:
        """The same for one name, the longest phrase first."""
        phrases = sorted(map(re.escape, self.estates), key=len, reverse=True)
        return re.compile(rf"(?<![a-z0-9'])(?:{'|'.join(phrases)})(?![a-z0-9'])")

    @cached_property
    def in_private_life(self) -> re.Pattern[str]:
        """``private_life`` and ``private_text`` for one text."""
        return re.compile(
            "|".join(pattern.removeprefix("(?i)") for pattern in (self.private_life, self.private_text)), re.IGNORECASE
        )

    @cached_property
    def for_one(self) -> Mapping[str, re.Pattern[str]]:
        """Each pattern for a whole column → the same for one text: Polars builds it anew in each process, this is loaded with the words."""
        names = (self.organisation_pattern, self.estate_pattern, self.particle_pattern)
        texts = (self.private_life, self.private_text, self.before_a_name, self.somebody)
        return {pattern: re.compile(pattern) for pattern in (*names, *texts)}

    @cached_property
    def of_somebody(self) -> re.Pattern[str]:
        """``somebody`` for one text."""
        return re.compile(self.somebody)

    @cached_property
    def before(self) -> re.Pattern[str]:
        """``before_a_name`` anywhere in a text."""
        return re.compile(self.before_a_name)

    @cached_property
    def introduced(self) -> re.Pattern[str]:
        """``before_a_name``, and the word that follows it, for one text."""
        return re.compile(rf"{self.before_a_name}([a-z']+)")


def read(paths: Sequence[Path], names: Sequence[Path], surnames: Sequence[Path] = ()) -> People:
    """Read the words, and the files of given names and of surnames, one a line.

    Raises:
        DefinitionError: A file does not hold them; it is named, and the place in it.
    """
    people = yaml_file.read(paths, People)
    return msgspec.structs.replace(
        people,
        given_names=people.given_names | word_list.read(names),
        family_names=people.family_names | word_list.read(surnames),
    )


def _any_word(words: Sequence[str] | frozenset[str]) -> str:
    return rf"(?i)(?:^|[^a-z0-9'])(?:{'|'.join(map(re.escape, sorted(words)))})(?:$|[^a-z0-9'])"
