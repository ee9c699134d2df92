"""How a service is got into, where it stands in the service’s address: taken out of it to be used, and out of every text that is told.

A password may have any letter in it, ``@``, ``/`` and marks too, where nobody wrote it as addresses ask for. So all counts up to the
last ``@`` of a word; each word is looked at once, however long somebody has made it.
"""

from __future__ import annotations

import re
from contextlib import suppress
from urllib.parse import unquote, urlsplit

_WORD = re.compile(r"\S+")
_USER_ALONE = re.compile(r"(?<=://)[^\s/?#'\"@]+(?=@)")
INSTEAD = "***"


def without_credentials(address: str) -> tuple[str, tuple[str, str] | None]:
    """An address and the user and password that were in it, as they are meant."""
    place = _login(address)
    if place is None or _is_host_and_port(address):
        return address, None
    user, _, password = address[place].partition(":")
    return address[: place.start] + address[place.stop + 1 :], (unquote(user), unquote(password))


def masked(text: str) -> str:
    """A text in whose addresses nobody reads how to get in; where a port could be a password, it is taken for one."""
    return _WORD.sub(_masked, text) if "://" in text else text


def _masked(found: re.Match[str]) -> str:
    word = found[0]
    place = _login(word)
    return word if place is None else word[: place.start] + INSTEAD + word[place.stop :]


def _login(word: str) -> slice | None:
    """Where a word tells a user and a password, or a user alone, who then is the secret."""
    first, last = word.find("://") + 3, word.rfind("@")
    if first > 2 and ":" in word[first:last] and last > first:
        return slice(first, last)
    alone = _USER_ALONE.search(word)
    return slice(*alone.span()) if alone else None


def _is_host_and_port(address: str) -> bool:
    with suppress(ValueError):
        parts = urlsplit(address)
        return parts.port is not None and parts.username is None
    return False
