"""The styles of an OpenDocument workbook: what is red, struck through, white or has no size (1.3 part 3, 16)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ckanext.spenddata.intake.workbooks.red import is_red
from ckanext.spenddata.intake.workbooks.shown import Attributes
from ckanext.spenddata.intake.workbooks.white import is_white

_NOTHING = re.compile(r"0(?:\.0\d*)?(?:cm|mm|in|pt|pc|px)")
_SIZES = {"table-row-properties": "row-height", "table-column-properties": "column-width"}
_NUMBER_STYLES = frozenset({"number-style", "currency-style", "percentage-style"})
_ABOVE = re.compile(r"value\(\)>=?0(?:\.0*)?")
_BELOW = re.compile(r"value\(\)<=?0(?:\.0*)?")


@dataclass
class _Style:
    """A style of cells or of numbers."""

    parent: str = ""
    numbers: str = ""
    """For cells: the style of their numbers."""
    colour: str = ""
    ground: str = ""
    line: str = ""
    """What strikes its words through; ``none`` where nothing does, blank where that is not said."""
    above: str = ""
    """For numbers: the style of those above nought, where it is another."""
    below: str = ""


@dataclass
class Styles:
    """The styles of a workbook, by their names."""

    cells: dict[str, _Style] = field(default_factory=dict)
    numbers: dict[str, _Style] = field(default_factory=dict)
    nothing: set[str] = field(default_factory=set)
    """Those of rows and columns of which nothing is seen."""
    _open: _Style = field(default_factory=_Style)
    _name: str = ""

    def take(self, name: str, attributes: Attributes) -> None:
        """Take an element that stands outside of the sheets."""
        if name == "style":
            self._name = attributes.get("style:name", "")
            self._open = _Style(
                attributes.get("style:parent-style-name", ""), attributes.get("style:data-style-name", "")
            )
            if attributes.get("style:family") == "table-cell":
                self.cells[self._name] = self._open
        elif name in _NUMBER_STYLES:
            self._open = self.numbers[attributes.get("style:name", "")] = _Style()
        elif name == "text-properties":
            self._open.colour = attributes.get("fo:color", self._open.colour)
            self._open.line = attributes.get("style:text-line-through-style", self._open.line)
        elif name == "table-cell-properties":
            self._open.ground = attributes.get("fo:background-color", self._open.ground)
        elif name == "map":
            condition, style = attributes.get("style:condition", ""), attributes.get("style:apply-style-name", "")
            if _ABOVE.fullmatch(condition):
                self._open.above = style
            elif _BELOW.fullmatch(condition):
                self._open.below = style
        elif name in _SIZES and _NOTHING.fullmatch(attributes.get(f"style:{_SIZES[name]}", "")):
            self.nothing.add(self._name)

    def is_red(self, name: str, *, below: bool = False) -> bool:
        """True for a style of cells that shows numbers above nought in red; with ``below``, those below it."""
        chain = self._chain(name)
        numbers = self.numbers.get(next((style.numbers for style in chain if style.numbers), ""), _Style())
        drawn = self.numbers.get(numbers.below if below else numbers.above, numbers)
        return is_red(drawn.colour or next((style.colour for style in chain if style.colour), ""))

    def strikes(self, name: str) -> bool:
        """True for a style of cells that strikes through."""
        return next((style.line for style in self._chain(name) if style.line), "none") != "none"

    def is_unseen(self, name: str) -> bool:
        """True for a style of cells that is white and has no ground of its own."""
        chain = self._chain(name)
        ground = next((style.ground for style in chain if style.ground), "transparent")
        return ground == "transparent" and is_white(next((style.colour for style in chain if style.colour), ""))

    def _chain(self, name: str) -> list[_Style]:
        """A style of cells and those that it is made from."""
        chain: list[_Style] = []
        while name in self.cells and len(chain) < len(self.cells):
            chain.append(self.cells[name])
            name = chain[-1].parent
        return chain
