"""Words of a workbook that stand in none of its cells: its title, comments, what is printed above and below its sheets."""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterable, Iterator
from itertools import islice

from ckanext.spenddata.intake.grid import Aside
from ckanext.spenddata.intake.reading import Limits
from ckanext.spenddata.intake.workbooks.archive import pieces

_CORE, _META = "docProps/core.xml", "meta.xml"
_COMMENTS = re.compile(r"xl/(?:threadedComments/\w+|comments/\w+|comments\d*)\.xml", re.IGNORECASE)
_OF_COMMENT = re.compile(r"<(?:\w+:)?(?:t|text)(?: [^<>]*)?>([^<]+)</")
_TITLE = re.compile(r"<dc:(?:title|subject|description)(?: [^<>]*)?>([^<]+)<")
_ANNOTATION = "office:annotation"
_AROUND = tuple(f"style:{where}{which}" for where in ("header", "footer") for which in ("", "-left", "-first"))
_PARAGRAPHS = re.compile(r"<text:p\b[^<>]*>([^\0]*?)</text:p>")
_TAG = re.compile(r"<[^<>]*>")
_PRINTED = re.compile(r"<(?:\w+:)?(?:odd|even|first)(?:Header|Footer)>([^<]+)<")
_CODE = re.compile(r"&(?:\"[^\"]*\"|K[0-9A-F]{6}|\d+|[A-Z])")
"""What is said in it of fonts, places and numbers of pages (ECMA-376 part 1, 18.3.1.39)."""
_PARTS = 100
"""So many comments are read, or parts with comments."""
_LONG = 4_000
"""Characters of a comment that are read."""
_PIECES = 2
"""So much of each, some millions of characters."""


def of_workbook(archive: zipfile.ZipFile, limits: Limits) -> list[Aside]:
    """The title of a workbook and its comments.

    Raises:
        Refused: A part of it is larger than allowed, or defines entities.
    """
    parts = [name for name in archive.namelist() if _COMMENTS.fullmatch(name)]
    said = [" ".join(_found(archive, name, _OF_COMMENT, limits)) for name in parts[:_PARTS]]
    return [*_titles(archive, _CORE, limits), *comments(said)]


def of_opendocument(archive: zipfile.ZipFile, limits: Limits) -> list[Aside]:
    """The title of an OpenDocument workbook, its comments, and what is printed around its sheets (version 1.3 part 3, 4.3, 14.1, 16.10).

    Raises:
        Refused: A part of it is larger than allowed, or defines entities.
    """
    content = _beginning(archive, "content.xml", limits)
    styles = _beginning(archive, "styles.xml", limits)
    around = (words for name in _AROUND for words in _inside(styles, name))
    return [
        *_titles(archive, _META, limits),
        *comments(_inside(content, _ANNOTATION)),
        *(_around(words) for words in around if words),
    ]


def comments(said: Iterable[str]) -> list[Aside]:
    """What the first comments of a workbook say."""
    return [("a comment in the workbook says", words) for words in islice(filter(None, said), _PARTS)]


def printed(below: bytes) -> list[Aside]:
    """What is printed above and below a sheet, by what stands below its cells in its part."""
    return coded(map(html.unescape, _PRINTED.findall(below.decode("utf-8", "replace"))))


def coded(printed_: Iterable[str]) -> list[Aside]:
    """What is printed above and below a sheet, by how a workbook of Microsoft's writes it."""
    return [_around(_CODE.sub(" ", words)) for words in printed_]


def _around(words: str) -> Aside:
    return "what is printed around the sheet says", words


def _titles(archive: zipfile.ZipFile, part: str, limits: Limits) -> list[Aside]:
    return [("the title of the workbook says", words) for words in _found(archive, part, _TITLE, limits)]


def _found(archive: zipfile.ZipFile, part: str, form: re.Pattern[str], limits: Limits) -> Iterator[str]:
    return map(html.unescape, form.findall(_beginning(archive, part, limits)))


def _beginning(archive: zipfile.ZipFile, part: str, limits: Limits) -> str:
    """The first millions of characters of a part; none where there is no such part."""
    if part not in archive.namelist():
        return ""
    return b"".join(islice(pieces(archive, part, limits), _PIECES)).decode("utf-8", "replace")


def _inside(content: str, element: str) -> Iterator[str]:
    """The words of the paragraphs in the first elements of a name."""
    for begun in islice(content.split(f"<{element}"), 1, _PARTS + 1):
        inner, ended, _ = begun[:_LONG].partition(f"</{element}>")
        if ended and begun[0] in " >":
            yield html.unescape(" ".join(_TAG.sub("", each) for each in _PARAGRAPHS.findall(inner))).strip()
