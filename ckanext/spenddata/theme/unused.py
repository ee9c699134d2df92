"""A style sheet without the rules for what no page can hold.

A rule goes where it is about a class (or an attribute ``data-…``) that none of the sources names: neither as a word, nor by a beginning
that something is put behind (``'col-' + n``, ``btn-{{ kind }}``). Of a sheet of icons also those stay that are named without their
beginning (``icon='gavel'``).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TextIO

from webassets.filter import Filter

ICON = "fa-"
PROGRAM = ".py"
_WORD = re.compile(r"[A-Za-z_][\w-]*")
_STEM = re.compile(r"([A-Za-z_][\w-]+-)(?=['\"`{$%])")
_QUOTED = re.compile(r"['\"=]([a-z][a-z0-9-]*)['\"]")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_BLANKS = re.compile(r"\s+")
_AROUND = re.compile(r" ?([{};]) ?")
_EITHER = re.compile(r":(?:not|is|where|has)\([^()]*\)")
"""What says that an element need not have a class."""
_CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)|\[(data-[\w-]+)")
"""A class, or an attribute of the page's own."""
_COMMA = re.compile(r",(?![^()]*\))")
_NESTED = ("@media", "@supports", "@layer")


@dataclass(frozen=True)
class Names:
    """What sources name."""

    words: frozenset[str]
    stems: tuple[str, ...]
    quoted: frozenset[str]
    """Words that stand in quotation marks by themselves."""

    def has(self, name: str) -> bool:
        """Whether a class could be that of an element."""
        if name in self.words or name.startswith(self.stems):
            return True
        return name.startswith(ICON) and name.removeprefix(ICON) in self.quoted


def names_in(shown: Iterable[str], programs: Iterable[str] = ()) -> Names:
    """All that some sources name.

    Args:
        shown: Templates and scripts.
        programs: Of these whole words alone: what they put together are mostly no classes.
    """
    words: set[str] = set()
    stems: set[str] = set()
    quoted: set[str] = set()
    for texts, put_together in ((shown, True), (programs, False)):
        for text in texts:
            words.update(_WORD.findall(text))
            quoted.update(_QUOTED.findall(text))
            if put_together:
                stems.update(_STEM.findall(text))
    return Names(frozenset(words), tuple(sorted(stems - {ICON})), frozenset(quoted))


def without_unused(css: str, names: Names) -> str:
    """The sheet without the rules that nothing could meet, without comments and needless blanks."""
    plain = _BLANKS.sub(" ", _COMMENT.sub("", css))
    return "".join(_left(plain, names))


def _left(css: str, names: Names) -> Iterator[str]:
    for head, body in _blocks(css):
        *statements, last = head.split(";")
        said = last.strip()
        yield from (f"{statement.strip()};" for statement in statements if statement.strip())
        if said.startswith(_NESTED):
            inside = "".join(_left(body, names))
            if inside:
                yield f"{said}{{{inside}}}"
        elif said.startswith("@"):
            yield f"{said}{{{body.strip()}}}"
        elif kept := [each.strip() for each in _COMMA.split(said) if _could_meet(each, names)]:
            yield ",".join(kept) + "{" + _AROUND.sub(r"\1", body).strip() + "}"


def _could_meet(selector: str, names: Names) -> bool:
    return all(names.has(name or attribute) for name, attribute in _CLASS.findall(_EITHER.sub("", selector)))


def _blocks(css: str) -> Iterator[tuple[str, str]]:
    """What stands before each outer pair of braces, and inside it; the last is what follows them all, if that is anything."""
    depth = start = inside = 0
    head = ""
    for found in re.finditer(r"[{}]", css):
        if found.group() == "{":
            if depth == 0:
                head, inside = css[start : found.start()], found.end()
            depth += 1
        else:
            depth -= 1
            if depth == 0:
                yield head, css[inside : found.start()]
                start = found.end()


class Unused(Filter):
    """The same as a filter of webassets; the sources are read when a sheet is made, and not before."""

    name = "spenddata_unused"

    def __init__(self, files: Sequence[Path]) -> None:
        """Leave out what none of these files names."""
        super().__init__()
        self._files = files

    def unique(self) -> str:  # pyright: ignore[reportIncompatibleMethodOverride]  webassets says only what most have
        """Another one when any of the files has changed."""
        return self._digest

    @cached_property
    def _digest(self) -> str:
        seen = ((file, file.stat()) for file in self._files)
        told = "\n".join(f"{file} {stat.st_size} {stat.st_mtime_ns}" for file, stat in seen)
        return hashlib.sha256(told.encode()).hexdigest()

    def output(self, _in: TextIO, out: TextIO, **_kwargs: object) -> None:
        """Made once of the whole sheet."""
        out.write(without_unused(_in.read(), self._names))

    @cached_property
    def _names(self) -> Names:
        """What the sources name: they are read for the first sheet, and serve the others."""
        shown = (_text(file) for file in self._files if file.suffix != PROGRAM)
        programs = (_text(file) for file in self._files if file.suffix == PROGRAM)
        return names_in(shown, programs)


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace")
