"""Text with Markdown's signs, written by editors of any body and shown by pages of many: read as such only where that costs little.

CKAN's reader takes time by the square and the cube of how many signs there are: thirty thousand brackets, or backticks, in the description
of one dataset held the list of all datasets, and the process, for minutes at each look. What would cost as much is shown as it was written.
"""

from __future__ import annotations

from textwrap import shorten
from typing import Any

from ckan.plugins import toolkit as tk
from markupsafe import Markup, escape

SIGNS = "[`<=\\"
"""Each of these may have the rest of the text searched for its other end."""
MOST_LETTERS = 20_000
MOST_WORK = 500_000
"""Signs times letters: fifty links in ten thousand letters, a quarter of a second for the worst that was found."""
MOST_OF_BEGINNING = 100_000
"""The same for what a list shows of each of many: fifty signs in two thousand letters, a hundredth of a second."""
BEGINNING = 2_000
"""Letters in which the few that a list shows are found."""


def is_cheap(text: str, most: int = MOST_WORK) -> bool:
    """Whether Markdown is read of a text: for so much work at most."""
    return len(text) <= MOST_LETTERS and len(text) * sum(map(text.count, SIGNS)) <= most


@tk.chained_helper
def render_markdown(original: Any, data: Any, auto_link: bool = True, allow_html: bool = False) -> Any:
    """Text as HTML; where it would cost too much, its lines as they are. System administrators' own, which may hold HTML, as ever."""
    if not data or allow_html or is_cheap(str(data)):
        return original(data, auto_link, allow_html)
    return Markup("<p>{}</p>").format(Markup("<br>").join(map(escape, str(data).splitlines())))


@tk.chained_helper
def markdown_extract(original: Any, text: Any, extract_length: int = 190) -> Any:
    """The beginning of a text without its signs: found in the beginning alone, where it has an end."""
    words = str(text or "")
    if extract_length:
        words = words[: max(BEGINNING, 2 * extract_length)]
    if is_cheap(words, MOST_OF_BEGINNING):
        return original(words, extract_length)
    return shorten(words, width=extract_length, placeholder="...") if extract_length else words
