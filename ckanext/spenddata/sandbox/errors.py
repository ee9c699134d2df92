"""The number of the operating system's error behind an exception, also where a library tells it in words alone."""

from __future__ import annotations

import re

_WORDS = re.compile(r"\(os error (\d+)\)")
"""How Rust, and so Polars, writes it: “No space left on device (os error 28)”, in an exception of its own or an OSError without number."""


def number(error: BaseException) -> int | None:
    """The number, as in ``errno``; None where no error of the operating system is behind it."""
    if isinstance(error, OSError) and error.errno is not None:
        return error.errno
    found = _WORDS.search(str(error))
    return int(found[1]) if found else None
