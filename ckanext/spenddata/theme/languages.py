"""Parts of a page that are in another language than the page: what is not translated says so to screen readers.

A text without a translation is shown in English. Read aloud by Welsh rules it can't be understood, so each such sentence gets its own
``lang``. While a page is made, texts without a translation come with marks around them, from templates and from code alike, and when it
is complete the marks become elements; where there can be no element (in a tag, a title, a choice, a script, a drawing) they go.
"""

from __future__ import annotations

import gzip
import re
from functools import cache
from gettext import NullTranslations
from threading import Lock

from flask import Flask, Response, has_request_context, request
from flask_babel import get_translations

OPEN, CLOSE = "\ue000", "\ue001"
"""Code points for private use: no text has them."""
SOURCE = "en"
"""The language in which our texts are written."""
_MARK = re.compile(f"([{OPEN}{CLOSE}])")
_NO_ELEMENTS = r"<(title|option|script|style|textarea|text)\b.*?</\2\s*>"
_TAG = r"""<(?:[^>"']|"[^"]*"|'[^']*')*>"""
_NO_PAGE = re.compile(r"^/api/|\.[a-z]+$")
_PIECE = re.compile(f"({_NO_ELEMENTS}|{_TAG})", re.DOTALL | re.IGNORECASE)


def spelled_out(page: str) -> str:
    """A page with its marks made into elements that say their language.

    Args:
        page: HTML, with marks around what is not in the page's language.
    """
    if not _MARK.search(page):
        return page
    pieces: list[str] = []
    end, inside = 0, 0
    for found in [*_PIECE.finditer(page), None]:
        words = page[end : found.start() if found else len(page)]
        inside = _say(words, inside, pieces)
        if found:
            pieces.append(_MARK.sub("", found[0]))
            end = found.end()
    return "".join(pieces)


def _say(words: str, inside: int, pieces: list[str]) -> int:
    """Add the words between two tags; gives how many marks are open after them."""
    for part in _MARK.split(words):
        if part == OPEN:
            inside += 1
        elif part == CLOSE:
            inside = max(inside - 1, 0)
        else:
            pieces.append(f'<span lang="{SOURCE}">{part}</span>' if inside and part.strip() else part)
    return inside


def install(app: Flask) -> None:
    """Have all that is not translated marked while a page is made, and pages say it."""
    app.before_request(_listen)
    app.after_request(_finish)


class _English(NullTranslations):
    """The end of a language's translations: what gets here, nobody has translated."""

    def gettext(self, message: str) -> str:
        """The text, marked."""
        return _marked(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The one that English takes, marked."""
        return _marked(msgid1 if n == 1 else msgid2)


_first = Lock()
"""Held by whoever is first to ask for a language: all threads share its translations."""


@cache
def _listening(translations: NullTranslations) -> None:
    """Once for each language."""
    with _first:
        translations.add_fallback(_English())
        catalogue = vars(translations).get("_catalog", {})
        # Compiled, a plural that nobody has translated holds its English, to be chosen by the other language's rule.
        plurals = [key for key in catalogue if isinstance(key, tuple)]
        english = {text for text, form in plurals if catalogue.get((text, 0)) == text}
        for key in plurals:
            if key[0] in english:
                del catalogue[key]


def _listen() -> None:
    if _foreign():
        _listening(get_translations())


def _foreign() -> bool:
    """Whether the page is asked for in another language than that of our texts."""
    return not str(request.environ.get("CKAN_LANG") or SOURCE).startswith(SOURCE)


def _marked(words: str) -> str:
    """Marked only where a page is read: what is sent, kept or taken away as a file stays as it is written."""
    read = has_request_context() and request.method == "GET" and not _NO_PAGE.search(request.path)
    return f"{OPEN}{words}{CLOSE}" if read and words.strip() else words


def _finish(response: Response) -> Response:
    """Spell out what was marked, in a page that was kept and is sent compressed, too."""
    if response.mimetype == "text/html" and not response.is_streamed and _foreign():
        packed = response.headers.get("Content-Encoding") == "gzip"
        page = gzip.decompress(response.get_data()) if packed else response.get_data()
        finished = spelled_out(page.decode()).encode()
        response.set_data(gzip.compress(finished, compresslevel=6, mtime=0) if packed else finished)
    return response
