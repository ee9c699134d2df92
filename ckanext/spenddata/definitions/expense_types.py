"""Expense types: what publishers call their kinds of cost, and the browse category where there is no doubt about it.

``expense_types.csv`` holds normalised words, one category each. Words that could mean two things (*Accommodation*,
*Contractors*, *Professional fees*) are not in it: a row without a category is better than a row with a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from ckanext.spenddata.definitions.categories import Categories, codes_to_categories
from ckanext.spenddata.definitions.yaml_file import DefinitionError

ACCOUNT_CODE = re.compile(r"^\s*\(?\d{4,}\)?\s*[-:]?\s*(?=\D)")
"""The number of an account in front of its name: ``(82800) Bedding``, ``264000-Consultancy``."""
NOT_A_WORD = re.compile(r"[\W_]+")
APOSTROPHE = re.compile(r"['’`]")


def normalise(words: str) -> str:
    """Words without case, punctuation, account number and ``&``: ``(83400) Books & Maps`` → ``books and maps``."""
    plain = ACCOUNT_CODE.sub("", words).casefold().replace("&", " and ")
    return NOT_A_WORD.sub(" ", APOSTROPHE.sub("", plain)).strip()


def read(path: Path, categories: Categories) -> Mapping[str, str]:
    """Normalised expense type → browse category; ``DefinitionError`` names a row that is wrong."""
    found = codes_to_categories(path, "expense_type", categories.by_id)
    for words in found:
        if words != normalise(words):
            message = (
                f"{path.name}: {words!r} is not in its normal form, {normalise(words)!r}, and would never be found."
            )
            raise DefinitionError(message)
    return found
