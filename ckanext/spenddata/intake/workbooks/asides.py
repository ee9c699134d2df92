"""Words of an Office Open XML workbook that stand in none of its cells: its title, comments, what is printed above and below its sheets."""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterator
from itertools import islice

from ckanext.spenddata.intake.grid import Aside
from ckanext.spenddata.intake.reading import Limits
from ckanext.spenddata.intake.workbooks.archive import pieces

_CORE = "docProps/core.xml"
_COMMENTS = re.compile(r"xl/(?:threadedComments/\w+|comments/\w+|comments\d*)\.xml", re.IGNORECASE)
_OF_COMMENT = re.compile(r"<(?:\w+:)?(?:t|text)(?: [^<>]*)?>([^<]+)</")
_TITLE = re.compile(r"<dc:(?:title|subject|description)(?: [^<>]*)?>([^<]+)<")
_PRINTED = re.compile(r"<(?:\w+:)?(?:odd|even|first)(?:Header|Footer)>([^<]+)<")
_CODE = re.compile(r"&(?:\"[^\"]*\"|K[0-9A-F]{6}|\d+|[A-Z])")
"""What is said in it of fonts, places and numbers of pages (ECMA-376 part 1, 18.3.1.39)."""
_PARTS = 100
"""So many parts of comments are read."""
_PIECES = 2
"""So much of each, some millions of characters."""


def of_workbook(archive: zipfile.ZipFile, limits: Limits) -> list[Aside]:
    """The title of a workbook and its comments.

    Raises:
        Refused: A part of it is larger than allowed, or defines entities.
    """
    names = archive.namelist()
    title = _found(archive, _CORE, _TITLE, limits) if _CORE in names else ()
    comments = islice((name for name in names if _COMMENTS.fullmatch(name)), _PARTS)
    said = [" ".join(_found(archive, name, _OF_COMMENT, limits)) for name in comments]
    return [
        *(("the title of the workbook says", words) for words in title),
        *(("a comment in the workbook says", words) for words in said if words),
    ]


def _found(archive: zipfile.ZipFile, part: str, form: re.Pattern[str], limits: Limits) -> Iterator[str]:
    whole = b"".join(islice(pieces(archive, part, limits), _PIECES)).decode("utf-8", "replace")
    return (html.unescape(words) for words in form.findall(whole))


def printed(below: bytes) -> list[Aside]:
    """What is printed above and below a sheet, by what stands below its cells in its part."""
    found = _PRINTED.findall(below.decode("utf-8", "replace"))
    return [("what is printed around the sheet says", _CODE.sub(" ", html.unescape(words))) for words in found]
