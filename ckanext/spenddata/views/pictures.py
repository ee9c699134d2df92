"""Drawings to take away: the SVG that the server wrote, and the same as PNG, for programs and documents that take no SVG.

Nothing is read but the drawing and the portal's own typeface: no font of the machine, so that a picture is the same everywhere, and no
address in the drawing is followed.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import resvg_py
from flask import Response

import ckanext.spenddata as extension
from ckanext.spenddata.views import downloads

FONTS = sorted((Path(extension.__file__).parent / "public" / "spenddata" / "fonts").glob("*.ttf"))
FAMILY = "Source Sans 3 ExtraLight"
"""As the files of the regular weight call themselves; drawings end their lists of typefaces with ``sans-serif``."""
ZOOM = 2
"""Pixels for each unit of the drawing, so that it is sharp in print."""


@lru_cache(maxsize=32)
def png(svg: str) -> bytes:
    """The drawing as a PNG with twice as many pixels a side as it has units.

    Raises:
        ValueError: The drawing refers to something outside itself, which would be read from this machine.
    """
    if "href" in svg or "<image" in svg:
        message = "A drawing that refers to something outside itself is not made a picture."
        raise ValueError(message)
    return resvg_py.svg_to_bytes(
        svg_string=svg,
        skip_system_fonts=True,
        font_files=[str(font) for font in FONTS],
        font_family=FAMILY,
        sans_serif_family=FAMILY,
        zoom=ZOOM,
        background="#ffffff",
    )


def attachment(svg: str, name: str) -> Response:
    """A drawing to take away under a name, whose ending says whether as it is or as a picture."""
    if name.endswith(".png"):
        return downloads.attachment(png(svg), name, "image/png")
    return downloads.attachment(svg, name, "image/svg+xml; charset=utf-8")
