"""What text can mean whatever its field: blanks, spreadsheet errors, the key of a title."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

BLANKS = (
    " \t\r\n\f\v\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b"
    "\u2028\u2029\u202f\u205f\u3000\ufeff"
)
"""Characters that count as white space around a value: Unicode's, the zero-width blank and a stray byte order mark."""

DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2212"
"""Characters that people and programs write for a minus or a dash."""

SPREADSHEET_ERRORS = frozenset(
    {"#ref!", "#n/a", "#name?", "#value!", "#div/0!", "#num!", "#null!", "#spill!", "#calc!", "#getting_data"}
)
"""What a spreadsheet shows for a value it lost, in small letters."""

_NOTHING = frozenset({"nil", "none", "n/a", "na", "null", "(blank)", "not applicable"})
_HIDDEN = re.compile(r"#{2,}")
_NOT_WORD = re.compile(r"[^0-9a-z]+")
_STEERING = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_LONG = 200
"""From so many characters on, a cell is not kept in memory as a title."""
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def N_(text: str) -> str:  # noqa: N802 -- what gettext's extractor looks for
    """A text that is translated where it is shown."""
    return text


def without_controls(words: str) -> str:
    """Words without characters that steer what stands around them: control characters and those that turn the direction of writing.

    Ends of lines and tabs stay. Joiners stay too, without which some languages can't be written.
    """
    return _STEERING.sub("", words)


def trimmed(cell: str) -> str:
    """The cell without white space around it."""
    return cell.strip(BLANKS)


def plain_letters(words: str) -> str:
    """Words in small letters without accents: ``Siân`` → ``sian``."""
    decomposed = unicodedata.normalize("NFKD", words.lower())
    return decomposed if decomposed.isascii() else "".join(c for c in decomposed if not unicodedata.combining(c))


_UNJOINED = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "ı": "i"}
)


def latin_letters(words: str) -> str:
    """The same, and letters that are no accented ones as people write them without: ``Søren`` → ``soren``, ``Łuczak`` → ``luczak``."""
    return plain_letters(words).translate(_UNJOINED)


def is_spreadsheet_error(cell: str) -> bool:
    """True for ``#REF!`` and its kind."""
    return cell.lower() in SPREADSHEET_ERRORS


def is_hidden(cell: str) -> bool:
    """True for ``####``, which a spreadsheet shows where a column is too narrow."""
    return _HIDDEN.fullmatch(cell) is not None


def is_dash(cell: str) -> bool:
    """True for a cell of dashes alone, the spreadsheet's way to write nothing."""
    return cell != "" and not cell.strip(DASHES + BLANKS)


def is_nothing(cell: str) -> bool:
    """True for a cell that says that there is nothing: dashes, ``nil``, ``none``, ``n/a``, ``null``."""
    return is_dash(cell) or cell.lower() in _NOTHING


def capital(words: str) -> str:
    """The words as they begin a sentence; unlike ``str.capitalize``, what follows stays: ``NHS trust`` is no ``Nhs trust``."""
    return words[:1].upper() + words[1:]


def counted(count: int, thing: str, things: str | None = None) -> str:
    """``1 row``, ``2,000 rows``; ``things`` where these are more than an *s* behind it."""
    return f"{count:,} {thing if count == 1 else things or thing + 's'}"


def pounds(pence: int | Decimal) -> str:
    """Integer pence as plain pounds, as a program reads them: ``-1234.50``."""
    return str(Decimal(pence).scaleb(-2))


def is_utf8(line: bytes) -> bool:
    """Whether bytes are text in UTF-8."""
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def words(title: str) -> tuple[str, ...]:
    """The words of a title in small letters: ``TransNo (£)`` → ``("trans", "no")``."""
    split = _CAMEL.sub(" ", unicodedata.normalize("NFKC", title))
    return tuple(_NOT_WORD.sub(" ", split.lower()).split())


def title_key(title: str) -> str:
    """What makes two titles the same: their letters and digits, in small letters, and nothing else."""
    return _key(title) if len(title) < _LONG else _key.__wrapped__(title)


@lru_cache(maxsize=50_000)
def _key(title: str) -> str:
    # Looking for headers among a million rows asks for the same words again and again.
    return _NOT_WORD.sub("", unicodedata.normalize("NFKC", title).lower())
