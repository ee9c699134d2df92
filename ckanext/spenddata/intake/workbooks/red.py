"""Which colours, fonts and formats are red."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from ckanext.spenddata.intake.workbooks import formats

_PALETTE = frozenset({"2", "10"})
"""The reds of the old palette (ECMA-376 part 1, 18.8.27)."""
_DARKEST = 0x90
"""Less red than this is brown or black."""
_PURE = 0.3
"""So much of green or blue, as a share of the red, makes another colour of it."""
_TINT = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]*)?(?:[eE]-?[0-9]{1,2})?")
_HEXADECIMAL = re.compile(r"(?:#|[0-9A-Fa-f]{2})?([0-9A-Fa-f]{2})([0-9A-Fa-f]{2})([0-9A-Fa-f]{2})")


def is_red(colour: str) -> bool:
    """True for a red that nobody takes for another colour: ``FFFF0000`` (with the opacity before it), ``#c00000``, ``9C0006``."""
    found = _HEXADECIMAL.fullmatch(colour)
    if not found:
        return False
    return is_red_light(*(int(part, 16) for part in found.groups()))


def is_red_light(red: float, green: float, blue: float) -> bool:
    """The same for a colour by its lights, each from 0 to 255."""
    return red >= _DARKEST and max(green, blue) <= red * _PURE


def colour_of(font: ET.Element) -> ET.Element | None:
    """What says the colour of a font of a workbook; None where nothing does."""
    return next((each for each in font if each.tag.rpartition("}")[2] == "color"), None)


def is_red_font(font: ET.Element, theme: Sequence[str] = ()) -> bool:
    """True for a font of a workbook that is red by its own colour or by one of the theme.

    Args:
        font: of the workbook.
        theme: the colours of its theme, hexadecimal, in the order in which fonts count them.
    """
    colour = colour_of(font)
    if colour is None:
        return False
    number = colour.get("theme", "")
    if number.isdecimal():
        return int(number) < len(theme) and _is_red_tinted(theme[int(number)], colour.get("tint", "0"))
    return is_red(colour.get("rgb", "")) or colour.get("indexed", "") in _PALETTE


def _is_red_tinted(colour: str, made_lighter: str) -> bool:
    """True for a colour that is red when it is made lighter (above nought) or darker (ECMA-376 part 1, 18.3.1.15)."""
    found = _HEXADECIMAL.fullmatch(colour)
    if not found or not _TINT.fullmatch(made_lighter):
        return False
    tint = float(made_lighter)
    hue, light, depth = colorsys.rgb_to_hls(*(int(part, 16) / 255 for part in found.groups()))
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    return is_red_light(*(255 * part for part in colorsys.hls_to_rgb(hue, light, depth)))


def is_red_above_nought(code: str) -> bool:
    """True for a number format that shows numbers above nought in red."""
    return formats.is_red(formats.above_nought(code) or "")
