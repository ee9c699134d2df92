"""CKAN makes its style sheets and scripts when a page first needs one; requests that make one at the same moment break each other.

So each is made by one at a time, of all threads and processes that share the folder; what a process has seen made needs no turn again.
"""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import wraps
from pathlib import Path
from threading import RLock
from typing import Any
from weakref import WeakSet

from webassets.bundle import Bundle

TURN = ".making"
"""The file, beside what is made, that whoever makes something holds."""
_threads = RLock()
_made: WeakSet[Bundle] = WeakSet()


def install() -> None:
    """Have bundles made in turn; once, however often the application is made."""
    if not hasattr(Bundle.urls, "__wrapped__"):
        Bundle.urls = _in_turn(Bundle.urls)


def _in_turn(urls: Callable[..., list[str]]) -> Callable[..., list[str]]:
    @wraps(urls)
    def in_turn(bundle: Bundle, *args: Any, **kwargs: Any) -> list[str]:
        if bundle in _made:
            return urls(bundle, *args, **kwargs)
        with _threads, _processes(bundle):
            found = urls(bundle, *args, **kwargs)
        _made.add(bundle)
        return found

    return in_turn


@contextmanager
def _processes(bundle: Bundle) -> Iterator[None]:
    """Hold the turn of all processes; where nothing can be written, nothing is made either, and none is needed."""
    with ExitStack() as held:
        with suppress(OSError):
            folder = Path(bundle.env.directory)
            folder.mkdir(parents=True, exist_ok=True)
            fcntl.flock(held.enter_context((folder / TURN).open("w")), fcntl.LOCK_EX)
        yield
