"""The changelog as text: what a release adds to it, and what it says of a version."""

from __future__ import annotations

import re

__all__ = ["TITLE", "dated", "section"]

TITLE = "# Changes"
_OPEN = "(not released)"
_HEADING = re.compile(r"^## ", re.MULTILINE)


def dated(text: str, rendered: str, version: str) -> str:
    """The changelog with a release on top.

    Args:
        text: The changelog as it is.
        rendered: The release's heading, which says version and day, and what the fragments tell below it; may be the heading alone.
        version: The release's version.

    Returns:
        The changelog in which the release comes first. What stood under ``## VERSION (not released)`` is the release's too, and comes
        before what the fragments tell.

    Raises:
        ValueError: It begins otherwise than a changelog, or that version is released already, or nothing is told of it.
    """
    if not text.startswith(TITLE):
        raise ValueError(f"The changelog must begin with {TITLE!r}.")
    heading, _, told = rendered.strip().partition("\n")
    rest = text.removeprefix(TITLE).lstrip("\n")
    written = ""
    for part in _parts(rest):
        if _is_of(part, version):
            if _OPEN not in part.splitlines()[0]:
                raise ValueError(f"{version} is in the changelog already: choose the next version.")
            rest = rest.replace(part, "", 1)
            written = part.partition("\n")[2].strip()
    body = "\n\n".join(piece for piece in (written, told.strip()) if piece)
    if not body:
        raise ValueError(f"Nothing is told of {version}: neither in changes/ nor in the changelog.")
    return f"{TITLE}\n\n{heading}\n\n{body}\n\n{rest.lstrip()}".rstrip() + "\n"


def section(text: str, version: str) -> str:
    """What the changelog says of a version, without its heading: the release notes.

    Raises:
        ValueError: It says nothing of it.
    """
    for part in _parts(text):
        if _is_of(part, version):
            return part.partition("\n")[2].strip() + "\n"
    raise ValueError(f"The changelog says nothing of {version}.")


def _parts(text: str) -> list[str]:
    """The text from each version's heading to the next."""
    starts = [match.start() for match in _HEADING.finditer(text)]
    return [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]


def _is_of(part: str, version: str) -> bool:
    return part.splitlines()[0].split()[1:2] == [version]
