"""The name that somebody probably meant, for refusals that help."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ckan.plugins import toolkit as tk
from rapidfuzz import fuzz, process, utils

LIKE_ENOUGH = 65
"""Below this (of 100) a likeness is chance."""
SHORT = 4
"""Names of no more letters are like a part of nearly every long one, by chance: they are held against whole ones."""
MOST_LISTED = 12
"""As many names a sentence lists, where none is like what was asked for."""


def nearest(name: str, known: Mapping[str, str] | Iterable[str]) -> str | None:
    """The known name most like a given one, by itself or by what people call it; None where none is like it.

    Args:
        name: What was asked for.
        known: Names, or names with what people call them.
    """
    named = known if isinstance(known, Mapping) else {each: each for each in known}
    spelled = {(each, words): words for each, label in named.items() for words in (each, label)}
    scorer = fuzz.ratio if len(name) <= SHORT else fuzz.WRatio
    found = process.extractOne(
        name[:100], spelled, scorer=scorer, processor=utils.default_process, score_cutoff=LIKE_ENOUGH
    )
    return found[2][0] if found else None


def there_is_no(what: str, name: str, known: Mapping[str, str] | Iterable[str]) -> str:
    """A refusal of an unknown name that says which known one is nearest.

    Args:
        what: What kind of name it is, such as ``category``.
        name: What was asked for.
        known: As for ``nearest``.
    """
    names = list(known)
    sentence = tk._("There is no {what} {name}.").format(what=what, name=name[:100])
    if like := nearest(name, known):
        called = known[like] if isinstance(known, Mapping) else like
        shown = like if called.lower() in (like.lower(), "") else f"{like} ({called})"
        return f"{sentence} " + tk._("The nearest is {nearest}.").format(nearest=shown)
    if 0 < len(names) <= MOST_LISTED:
        return f"{sentence} " + tk._("There are: {known}.").format(known=", ".join(names))
    return sentence
