"""What is found when the portal is looked at."""

from __future__ import annotations


class Problem(Exception):  # noqa: N818  it is found, not made
    """Something is not as it must be."""

    def __init__(self, found: str, remedy: str) -> None:
        self.found, self.remedy = found, remedy
        super().__init__(found)
