"""Is it a person's name? Told from the words of a name alone: titles, initials, given names, and words that only organisations have.

A name is cut into words; one word of an organisation among them decides. What is left is a person's where it is written as people are:
``Mrs Jane Smith``, ``J. A. Smith``, ``SMITH, JOHN``, ``Smith J``, ``Jane Exampleton``, ``Estate of the late A Example``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ckanext.spenddata.definitions.people import People
from ckanext.spenddata.values.text import latin_letters

_WORD = re.compile(r"[a-z0-9']+|&")
_BRACKETS = re.compile(r"\([^)]*\)")
_CODE = re.compile(r"^[a-z]{0,2}\d{3,}[\s:.-]+")
"""The vendor's code before a name."""
_POSTCODE = re.compile(r"[\s,]+[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}$")
_HOUSE = re.compile(r",\s*\d+[a-z]?\s+[a-z' ]+$")
"""A house and its street behind a name."""
_JOINED = frozenset({"&", "and"})
_COMMA = re.compile(r"(?<=\w)\s*[,;/]\s*(?=[a-z])")
"""What parts a surname from the given names behind it."""
_SAINT = re.compile(r"(?<=\w )st\.? (?=(?:john|clair|aubyn|leger|george)\b)")
"""A surname that begins like a church's, behind another word."""
_HYPHEN = re.compile(r"(?<![a-z'])([a-z']{3,})-([a-z']{3,})(?![a-z'])")
_THE = re.compile(r"^the (?=rev|hon|rt hon|ven|most rev)")
_ARTICLES = frozenset({"la", "le", "les", "los", "las", "el"})
"""Parts of a surname behind another part: *de la Tour*."""
_NO_INITIALS = frozenset({"bc", "dc", "cc", "hr", "qc", "kc", "ok", "tv", "fm", "fc"})
"""A borough or county, a calling, and other letters that stand behind names."""
_SHORT = re.compile(r"\s*(?P<surname>[A-Z][A-Za-z'’]{2,})[ ,]+(?P<initials>[A-Z]{2})\s*")
"""A surname and its initials as one word."""
_LONGEST = 5
"""More words are a phrase."""
_LONGEST_TITLED = 8
_SHORTEST_SURNAME = 3
_MOST_INITIALS = 3
"""Before a surname that is known; before any other, one less, for firms have letters, too."""
_BETWEEN = frozenset({"the", "of", "for", "and", "&"})
"""Words that stand before the name of an estate and say nothing."""


def is_person(name: str, people: People, *, private: bool = False) -> bool:
    """Whether a name is that of a person.

    Args:
        name: As a publisher writes it.
        people: The words by which people are known.
        private: Whether the payment is of a kind that goes to people in their private life: then a name of an unknown given name is
            one too, where no word of it is an organisation's.
    """
    if short := _SHORT.fullmatch(name):
        known = short["surname"].lower() in people.family_names - people.organisations
        return known and short["initials"].lower() not in people.organisations | _NO_INITIALS
    text = _BRACKETS.sub(" ", latin_letters(name))
    of_estate = people.estate.sub(" ", text)
    if of_estate != text:
        words = [word for word in _words(of_estate) if word not in _BETWEEN]
        return bool(words) and people.organisations.isdisjoint(words)
    text = _HOUSE.sub("", _POSTCODE.sub("", _CODE.sub("", text.strip(" .:-"))))
    if led := people.before.match(text):
        text = text[led.end() :]
    text = _HYPHEN.sub(lambda found: _hyphened(found, people), _SAINT.sub("st", _THE.sub("", text)))
    parts = [word for word in _words(text) if not word.isdigit()]
    joined = _joined(parts, people)
    words = _without_letters(joined, people)
    if not 2 <= len(words) <= _LONGEST_TITLED or any(any(letter.isdigit() for letter in word) for word in words):
        return False
    if " ".join(word for word in words if word not in _JOINED) in people.firms:
        return False
    if theirs := [word for word in words if word in people.organisations]:
        return len(theirs) == 1 and _bears(words, theirs[0], people, reversed_=_COMMA.search(text) is not None)
    if _titled(words, people):
        return True
    initials = "".join(word for word in words if len(word) == 1)
    if len(initials) >= _MOST_INITIALS and initials in people.organisations:
        return False
    if len(parts) >= _LONGEST and len(joined) < len(parts) and words[0] not in people.given_names:
        return False
    return len(words) <= _LONGEST and (_reversed(text, people) or _plain(words, people, private=private))


def is_known_person(name: str, people: People) -> bool:
    """Whether a part of a cell is a person's name for more than its form: by a title, or a surname that is known beside the given name."""
    if not is_person(name, people):
        return False
    words = _joined(_words(latin_letters(name)), people)
    if not people.titles.isdisjoint(words):
        return True
    given = [word for word in words if word in people.given_names or len(word) == 1]
    surnames = [word for word in words if word in people.family_names]
    return bool(given and surnames) and len({*given, *surnames}) > 1


def _hyphened(found: re.Match[str], people: People) -> str:
    """Two surnames as one, unless one of them is a given name as well (``Jean-Luc``) or says what a firm does."""
    apart = people.given_names | people.organisations | people.particles
    return found[0] if found[1] in apart or found[2] in apart else found[1] + found[2]


def _bears(words: Sequence[str], surname: str, people: People, *, reversed_: bool) -> bool:
    """Whether somebody bears a surname that is a word of organisations, too: ``Mr D Hall``, ``Hall, David``, ``D. Wood``."""
    others = [word for word in words if word != surname and word not in _JOINED]
    titles = people.titles | people.ranks
    given = [word for word in others if len(word) > 1 and word not in titles]
    if not others or not people.given_names.issuperset(given):
        return False
    if not people.titles.isdisjoint(others):
        return surname in people.surnames | people.surnames_with_titles
    if surname not in people.surnames:
        return False
    if words[-1] != surname and (words[0] != surname or (given and not reversed_)):
        return False
    return (reversed_ or people.place_names.isdisjoint(given)) and (bool(given) or len(others) < _SHORTEST_SURNAME)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.replace("+", "&").replace("’", "'"))


def _joined(words: Sequence[str], people: People) -> list[str]:
    """The words, with the parts of a surname as one: ``van der berg`` → ``vanderberg``."""
    found: list[str] = []
    part = ""
    for word in words:
        if word in people.particles or (part and word in _ARTICLES):
            part += word
            continue
        found.append(part + word)
        part = ""
    return [*found, part] if part else found


def _without_letters(words: Sequence[str], people: People) -> list[str]:
    """The words without letters after the name."""
    kept = list(words)
    while len(kept) > 1 and kept[-1] in people.letters:
        kept.pop()
    return kept


def _titled(words: Sequence[str], people: People) -> bool:
    """``Mr J Smith``, ``Mr & Mrs Smith``, ``Rev Jane Smith``, ``Cllr Smith``, and ``Smith Mrs J``."""
    while len(words) > 2 and words[0] in people.ranks and words[1] in people.ranks:
        words = words[1:]
    first, rest = words[0], words[1:]
    if first in people.titles or any(word in people.titles for word in rest):
        return True
    if first not in people.ranks:
        return False
    return len(rest) == 1 or len(rest[0]) == 1 or rest[0] in people.given_names


def _reversed(text: str, people: People) -> bool:
    """``SMITH, JOHN``, ``Smith, J. A.``, ``SMITH/JOHN``."""
    last, *firsts = _COMMA.split(text)
    if len(firsts) != 1:
        return False
    (first,) = firsts
    surname, given = _words(last), _without_letters(_words(first), people)
    known = people.given_names | people.titles | people.ranks
    return 1 <= len(surname) <= 2 and 1 <= len(given) <= 3 and (len(given[0]) == 1 or given[0] in known)


def _plain(words: Sequence[str], people: People, *, private: bool) -> bool:
    """``J Smith``, ``Smith J A``, ``Jane Smith``, ``SMITH JANE``, ``John and Mary Smith``."""
    if any(word in _JOINED for word in words):
        given = [word for word in words if word in people.given_names]
        return len(given) >= 2 or (private and not {"&"} & set(words))
    initials = [word for word in words if len(word) == 1]
    full = [word for word in words if len(word) > 1]
    known = full and (full[0] in people.given_names or full[-1] in people.given_names)
    if initials:
        known_surname = full and full[-1] in people.family_names - people.place_names - people.organisations
        most = _MOST_INITIALS if known_surname else _MOST_INITIALS - 1
        lone = len(full) == 1 and len(full[0]) >= _SHORTEST_SURNAME and len(initials) <= most
        return (lone and _together(words)) or bool(known and len(full) <= 3)
    return bool(known or private) and len(full) <= 4


def _together(words: Sequence[str]) -> bool:
    """Whether the initials stand all before the surname, or all after it."""
    return len(words[0]) > 1 or len(words[-1]) > 1
