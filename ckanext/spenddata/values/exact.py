"""Exact fractions: those of the standard library, compiled.

A comparison of sixty bodies works out a hundred thousand fractions. quicktions is the code of ``fractions`` compiled by Cython, and takes a
third of its time; it has no type stubs, so readers of types are shown what it is a copy of.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fractions import Fraction
else:
    from quicktions import Fraction

__all__ = ["Fraction"]
