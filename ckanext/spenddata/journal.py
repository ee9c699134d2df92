"""Which return a line of a log is about: said once where work on it begins, and borne by every line until it ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_REFERENCE: ContextVar[str] = ContextVar("spenddata_reference", default="")


@contextmanager
def about(reference: str) -> Iterator[None]:
    """Mark all log lines of this thread, until the end of the block, with the reference of a return."""
    token = _REFERENCE.set(reference)
    try:
        yield
    finally:
        _REFERENCE.reset(token)


def reference() -> str:
    """The reference of the return that is worked on now; empty where there is none."""
    return _REFERENCE.get()
