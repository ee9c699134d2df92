"""Parts of a page that are in another language than the page: what is not translated says so to screen readers.

A text without a translation is shown in English. Read aloud by Welsh rules it can't be understood, so each such sentence gets its own
``lang``. The templates' ``_`` puts marks around what has no translation, and when the page is complete the marks become elements; where
there can be no element (in a tag, a title, a choice, a script) they go.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from flask import Flask, Response, request
from flask_babel import get_translations
from jinja2 import pass_context
from markupsafe import Markup

OPEN, CLOSE = "\ue000", "\ue001"
"""Code points for private use: no text has them."""
SOURCE = "en"
"""The language in which our texts are written."""
_MARK = re.compile(f"([{OPEN}{CLOSE}])")
_NO_ELEMENTS = r"<(title|option|script|style|textarea)\b.*?</\2\s*>"
_TAG = r"""<(?:[^>"']|"[^"]*"|'[^']*')*>"""
_PIECE = re.compile(f"({_NO_ELEMENTS}|{_TAG})", re.DOTALL | re.IGNORECASE)


def spelled_out(page: str, language: str = SOURCE) -> str:
    """A page with its marks made into elements that say their language.

    Args:
        page: HTML, with marks around what is not in the page's language.
        language: The language of what is between marks.

    Returns:
        The page without a mark; unchanged where it had none.
    """
    if not _MARK.search(page):
        return page
    pieces: list[str] = []
    end, inside = 0, 0
    for found in [*_PIECE.finditer(page), None]:
        words = page[end : found.start() if found else len(page)]
        inside = _say(words, inside, language, pieces)
        if found:
            pieces.append(_MARK.sub("", found[0]))
            end = found.end()
    return "".join(pieces)


def _say(words: str, inside: int, language: str, pieces: list[str]) -> int:
    """Add the words between two tags; gives how many marks are open after them."""
    for part in _MARK.split(words):
        if part == OPEN:
            inside += 1
        elif part == CLOSE:
            inside = max(inside - 1, 0)
        else:
            pieces.append(f'<span lang="{language}">{part}</span>' if inside and part.strip() else part)
    return inside


def install(app: Flask) -> None:
    """Have templates mark what is not translated, and pages say it."""
    for name, marking in (("gettext", _marking), ("ungettext", _marking_plurals)):
        app.jinja_env.globals[name] = marking(app.jinja_env.globals[name])
    app.after_request(_finish)


def _foreign() -> bool:
    """Whether the page is asked for in another language than that of our texts."""
    return not str(request.environ.get("CKAN_LANG") or SOURCE).startswith(SOURCE)


def _marked(said: Any) -> Any:
    return Markup(OPEN) + said + Markup(CLOSE) if isinstance(said, Markup) else f"{OPEN}{said}{CLOSE}"  # noqa: S704  two letters


def _marking(translate: Callable[..., Any]) -> Callable[..., Any]:
    @pass_context
    def said(context: Any, text: str, **values: Any) -> Any:
        words = translate(context, text, **values)
        return _marked(words) if _foreign() and get_translations().ugettext(text) == text else words

    return said


def _marking_plurals(translate: Callable[..., Any]) -> Callable[..., Any]:
    def said(one: str, many: str, number: int, **values: Any) -> Any:
        words = translate(one, many, number, **values)
        return (
            _marked(words) if _foreign() and get_translations().ungettext(one, many, number) in (one, many) else words
        )

    return said


def _finish(response: Response) -> Response:
    if response.mimetype == "text/html" and not response.is_streamed and _foreign():
        response.set_data(spelled_out(response.get_data(as_text=True)))
    return response
