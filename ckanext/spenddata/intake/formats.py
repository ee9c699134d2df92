"""The formats that are read: ours, and those of other packages that are installed (see ``docs/extending.md``)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from ckanext.spenddata import extensions

OWN = frozenset({"csv", "xlsx", "xlsm", "xls", "ods"})
REFUSED = frozenset(
    {
        *("empty", "encrypted", "damaged", "html", "xml", "json", "pdf", "image", "zip", "archive"),
        *("document", "xlsb", "database", "program", "binary"),
    }
)
"""What we call files that are none of these."""
Sheet = tuple[str | None, Iterable[Sequence[str | None]]]
"""Name of a sheet (None where the format has none), and its rows: cells as they were sent, None where one is empty."""


class Format(NamedTuple):
    """A format of files that another package reads."""

    is_it: Callable[[bytes], bool]
    """Whether a file is of it, by its first 64 KB. Asked only of files that are none of our formats, in the web server too: it looks at
    these bytes and does nothing else. ``ValueError`` is as good as a no."""
    sheets: Callable[[Path], Iterable[Sheet]]
    """The sheets of a file, those that people see. ``ValueError`` where it is damaged. Called where nothing but that file can be read."""


def of_others() -> dict[str, Format]:
    """What installed packages read, by name.

    Raises:
        ExtensionError: A package can't be imported, or calls a format as we call one of ours, or what we refuse.
    """
    found = extensions.with_others(extensions.FILE_FORMATS, dict.fromkeys(OWN | REFUSED))
    return {name: each for name, each in found.items() if each is not None}


OTHERS = of_others()
TABLES = OWN | OTHERS.keys()
"""The formats that are read."""
