"""An Office Open XML workbook (XLSX, XLSM): its sheets, its strings, and what its number formats mean.

The words and the order follow ECMA-376 part 1, chapter 18. Only what programs plainly write is read here; whatever is written otherwise
raises ``NotPlain``, and the general reader (``general.py``), which knows every corner of the format, has it instead.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from xml.etree import ElementTree as ET

import polars as pl

from ckanext.spenddata.intake.reading import Limits
from ckanext.spenddata.intake.workbooks.archive import pieces
from ckanext.spenddata.intake.workbooks.formats import BUILT_IN, Format, format_of
from ckanext.spenddata.intake.workbooks.looks import Looks, is_struck_font
from ckanext.spenddata.intake.workbooks.red import is_red_above_nought, is_red_font
from ckanext.spenddata.intake.workbooks.white import is_white_font

_DECLARED = re.compile(r"<\?xml [^>]*?encoding=[\"']([A-Za-z0-9._-]+)[\"']")
_PLAIN_STRING = r"^<t( xml:space=\"preserve\")?>([^<&\r]*)</t></si>\s*(?:</sst>\s*)?$"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
BLANKS = " \t\r\n"
"""What XML calls white space."""


class NotPlain(Exception):  # noqa: N818 - a way out, not an error
    """The file is not written in the plain form that is read here."""


@dataclass(frozen=True)
class SheetPart:
    """A sheet as the workbook lists it."""

    name: str
    part: str
    """Name of its part of the archive."""
    worksheet: bool
    """False for a chart, a dialog or a macro sheet."""
    visible: bool


class Book:
    """An open workbook. What costs time is read when it is first asked for."""

    def __init__(self, archive: zipfile.ZipFile, limits: Limits) -> None:
        self.archive = archive
        self.limits = limits
        self._names = set(archive.namelist())

    @cached_property
    def sheets(self) -> list[SheetPart]:
        """The sheets, in the order of their tabs."""
        targets = {
            relation.get("Id", ""): (relation.get("Type", ""), _resolved(relation.get("Target", "")))
            for relation in self._tree("xl/_rels/workbook.xml.rels")
        }
        found = []
        for sheet in _children(self._child("sheets")):
            kind, part = targets.get(_relation(sheet), ("", ""))
            if part not in self._names:
                raise NotPlain
            shown = sheet.get("state", "visible") == "visible"
            found.append(SheetPart(sheet.get("name", ""), part, kind.endswith("/worksheet"), shown))
        return found

    @cached_property
    def from_1904(self) -> bool:
        """True where days are counted from 1904, as old Macintosh workbooks do."""
        properties = self._child("workbookPr")
        return properties is not None and properties.get("date1904", "0") in {"1", "true"}

    @cached_property
    def strings(self) -> pl.Series:
        """The strings that cells share."""
        if "xl/sharedStrings.xml" not in self._names:
            return pl.Series([], dtype=pl.String)
        return _strings(self._text("xl/sharedStrings.xml"))

    @cached_property
    def formats(self) -> list[Format]:
        """What each cell style makes of a number, by the style's place in the list."""
        tree = self._styles
        own = {element.get("numFmtId"): format_of(element.get("formatCode", "")) for element in _named(tree, "numFmts")}
        return [
            own.get(style.get("numFmtId"), BUILT_IN.get(int(style.get("numFmtId", "0")), Format.OTHER))
            for style in _named(tree, "cellXfs")
        ]

    @cached_property
    def looks(self) -> Looks[frozenset[str]]:
        """The cell styles, by their place in the list, that have a look: red where numbers above nought are."""
        red = self._places("fonts", lambda font: is_red_font(font, self._theme))
        struck, white = self._places("fonts", is_struck_font), self._places("fonts", is_white_font)
        grounds = self._places("fills", _is_ground)
        formats = {
            element.get("numFmtId")
            for element in _named(self._styles, "numFmts")
            if is_red_above_nought(element.get("formatCode") or "")
        }
        return Looks(
            self._places("cellXfs", lambda style: style.get("fontId") in red or style.get("numFmtId") in formats),
            self._places("cellXfs", lambda style: style.get("fontId") in struck),
            self._places("cellXfs", lambda style: style.get("fontId") in white and style.get("fillId") not in grounds),
        )

    def _places(self, list_: str, is_one: Callable[[ET.Element], bool]) -> frozenset[str]:
        """Those of a list of the styles for which something holds, by their place in it, as cells and styles call them."""
        return frozenset(str(number) for number, each in enumerate(_named(self._styles, list_)) if is_one(each))

    @cached_property
    def _theme(self) -> list[str]:
        """The colours of the theme as fonts count them: the light one of each pair before the dark one (ECMA-376 part 1, 20.1.6.2)."""
        try:
            tree = self._tree("xl/theme/theme1.xml")
        except NotPlain:
            return []
        scheme = next((element for element in tree.iter() if _local(element) == "clrScheme"), None)
        colours = [
            next((shade.get("lastClr") or shade.get("val", "") for shade in named), "") for named in _children(scheme)
        ]
        return [*colours[1::-1], *colours[3:1:-1], *colours[4:]]

    @cached_property
    def _styles(self) -> ET.Element:
        return self._tree("xl/styles.xml") if "xl/styles.xml" in self._names else ET.Element("styleSheet")

    @cached_property
    def _workbook(self) -> ET.Element:
        return self._tree("xl/workbook.xml")

    def _child(self, name: str) -> ET.Element | None:
        return next((element for element in self._workbook if _local(element) == name), None)

    def _text(self, part: str) -> str:
        try:
            text = b"".join(pieces(self.archive, part, self.limits)).decode()
        except UnicodeDecodeError as error:
            raise NotPlain from error
        declared = _DECLARED.match(text)
        if "<!" in text or (declared and declared[1].upper() != "UTF-8"):
            raise NotPlain
        return text

    def _tree(self, part: str) -> ET.Element:
        if part not in self._names:
            raise NotPlain
        try:
            return ET.fromstring(b"".join(pieces(self.archive, part, self.limits)))  # noqa: S314 - entities were refused
        except (ET.ParseError, LookupError) as error:  # the latter for an encoding that there is not
            raise NotPlain from error


def _strings(text: str) -> pl.Series:
    """The items of a part with shared strings."""
    head, *_ = text.split("<si>", 1)
    if "<sst" not in head or "<si" in head:
        raise NotPlain
    items = pl.Series([text]).str.split("<si>").explode().slice(1)
    if not len(items):
        return pl.Series([], dtype=pl.String)
    plain = items.str.extract_groups(_PLAIN_STRING).struct.unnest()
    kept, words = plain.to_series(0), plain.to_series(1)
    words = pl.select(pl.when(kept.is_null()).then(words.str.strip_chars(BLANKS)).otherwise(words)).to_series()
    odd = words.is_null()
    if odd.any():
        words = words.scatter(odd.arg_true(), [_string(item) for item in items.filter(odd)])
    return _with_characters(words)


def _string(item: str) -> str:
    """A string of several runs, or with its pronunciation, which is left out."""
    try:
        element = ET.fromstring("<si>" + item.rstrip(BLANKS).removesuffix("</sst>"))  # noqa: S314 - it defines no entities
    except ET.ParseError as error:
        raise NotPlain from error
    return "".join(_runs(element))


def _runs(item: ET.Element) -> Iterator[str]:
    for child in item:
        if child.tag == "r":
            yield from _runs(child)
        elif child.tag == "t":
            words = child.text or ""
            yield words if child.get("{http://www.w3.org/XML/1998/namespace}space") else words.strip(BLANKS)


def decoded(words: pl.Series) -> pl.Series:
    """Words as XML writes them, with the characters that they stand for.

    Raises:
        NotPlain: They refer to something that XML does not know of itself.
    """
    referring = words.str.contains("[&\r]")
    if referring.any():
        words = words.scatter(referring.arg_true(), [_dereferenced(word) for word in words.filter(referring)])
    return _with_characters(words)


def _dereferenced(words: str) -> str:
    try:
        return ET.fromstring(f"<t>{words}</t>").text or ""  # noqa: S314 - it defines no entities
    except ET.ParseError as error:
        raise NotPlain from error


def _with_characters(words: pl.Series) -> pl.Series:
    """Words with the characters that XML can't hold and that are written ``_x000D_`` (ECMA-376 part 1, 22.9.2.19)."""
    escaped = words.str.contains(_ESCAPED.pattern)
    if not escaped.any():
        return words
    write = partial(_ESCAPED.sub, _character)
    return words.scatter(escaped.arg_true(), [write(word) for word in words.filter(escaped)])


def _character(found: re.Match[str]) -> str:
    character = chr(int(found[1], 16))
    if "\ud800" <= character <= "\udfff":
        raise NotPlain
    return character


def _is_ground(fill: ET.Element) -> bool:
    """True for a fill that draws something."""
    return any(pattern.get("patternType", "none") != "none" or len(pattern) for pattern in fill)


def _local(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _children(element: ET.Element | None) -> list[ET.Element]:
    return list(element) if element is not None else []


def _named(tree: ET.Element, name: str) -> list[ET.Element]:
    return _children(next((element for element in tree if _local(element) == name), None))


def _relation(sheet: ET.Element) -> str:
    return next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")


def _resolved(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
