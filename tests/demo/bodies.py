"""Bodies of the demonstration, by what their identifiers end in."""

from __future__ import annotations

from ckanext.spenddata.demo.bodies import BODIES, Body


def by_code(code: str) -> Body:
    """The body whose identifier ends in ``code``; ``StopIteration`` where there is none."""
    return next(body for body in BODIES if body.code == code)
