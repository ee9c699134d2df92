"""What the title of a column of amounts says of their currency."""

from __future__ import annotations

import re

_STERLING = re.compile(
    r"£|\b(?:gbp|sterling|lcy|lc|local|billing|billed|functional|base|settlement)\b|\bhome (?:value|amount|curr)",
    re.IGNORECASE,
)
_OUTRIGHT = re.compile(
    r"\b(?:gbp|sterling|lcy|(?:local|billing|functional|home) (?:amount|value|curr\w*)|base curr\w*)(?!\w)",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"[$€¥]|\b(?:usd|aud|nzd|cad|eur|euros?|dollars?|zar|rand|inr|rupees?|chf|sek|nok|dkk|jpy|hkd|sgd)\b", re.IGNORECASE
)


def says_own(title: str) -> bool:
    """True where a title says in some way that its amounts are in pounds, or in the body's own currency."""
    return _STERLING.search(title) is not None


def says_outright(title: str) -> bool:
    """True where a title says outright that its amounts are in pounds, or in the body's own currency, as one beside another's does."""
    return _OUTRIGHT.search(title) is not None


def names_another(words: str) -> bool:
    """True where words, a title for example, name another currency than pounds."""
    return _OTHER.search(words) is not None
