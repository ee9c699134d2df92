"""Expense types: what publishers call their kinds of cost, and the browse category where there is no doubt about it.

``expense_types.csv`` holds normalised words. With one category they are certain, and decide; with two or three (*Accommodation*,
*Contractors*, *Professional fees*) they only narrow down what it can be, and are evidence beside all else that a row says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from ckanext.spenddata.definitions.categories import Categories
from ckanext.spenddata.definitions.knowledge import spoken_for
from ckanext.spenddata.definitions.places import DefinitionError

CODE = r"[a-z]{0,3}\d{3,10}(?:[./-]\d{1,10}){0,3}[a-z]?"
"""The number of an account: ``82800``, ``R5805``, ``4100/210``; bounded, so that no cell takes long to search."""
CODE_BEFORE = re.compile(rf"^(?:\(?{CODE}\)?(?: ?[-–:|/] ?| )){{1,3}}(?=\D)|^\(?\d{{4,10}}\)?(?=\D)", re.IGNORECASE)
"""Numbers in front of the name: ``(82800) Bedding``, ``R5805 - Agency staff``, ``264000-Consultancy``."""
CODE_BEHIND = re.compile(rf"(?<=\w)(?: ?[-–:|] ?| )\(?{CODE}\)?$|(?<=\w)\({CODE}\)$", re.IGNORECASE)
"""A number behind it: ``Agency staff (5805)``, ``Electricity - E4100``."""
NOT_A_WORD = re.compile(r"[\W_]+")
APOSTROPHE = re.compile(r"['’`]")


@lru_cache(maxsize=1)  # the same words are asked for by one way to tell a category after the other
def normalise(words: str) -> str:
    """Words without case, punctuation, numbers of accounts and ``&``: ``(83400) Books & Maps`` → ``books and maps``."""
    name = CODE_BEHIND.sub("", CODE_BEFORE.sub("", " ".join(words.split())))
    plain = name.casefold().replace("&", " and ")
    return NOT_A_WORD.sub(" ", APOSTROPHE.sub("", plain)).strip()


def read(paths: Sequence[Path], categories: Categories, column: str = "expense_type") -> Mapping[str, tuple[str, ...]]:
    """Normalised words of a column → their one to three categories; ``DefinitionError`` names a row that is wrong."""
    found = spoken_for(paths, column, categories.by_id)
    for words in found:
        if words != normalise(words):
            message = f"{paths[-1].name}: {words!r} is not in its normal form, {normalise(words)!r}, and would never be found."
            raise DefinitionError(message)
    return found


def certain(found: Mapping[str, tuple[str, ...]]) -> Mapping[str, str]:
    """Those words that have one category."""
    return {words: categories[0] for words, categories in found.items() if len(categories) == 1}
