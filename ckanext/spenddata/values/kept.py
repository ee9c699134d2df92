"""What was made before and is wanted again: the things used last, and answers kept while what they were made of has the same name."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Recent(Generic[T]):
    """The things used last, of all threads of a process, each under a name. Nobody may change one: the next who asks is given the same."""

    def __init__(self, most: int, weight: Callable[[T], int] = lambda _thing: 1) -> None:
        """Keep as many as together weigh no more than so much; each weighs one, unless it is said otherwise."""
        self._most, self._weight, self._whole = most, weight, 0
        self._kept: OrderedDict[Hashable, T] = OrderedDict()
        self._lock = Lock()

    def find(self, name: Hashable) -> T | None:
        """What is kept under a name."""
        with self._lock:
            if name in self._kept:
                self._kept.move_to_end(name)
            return self._kept.get(name)

    def keep(self, name: Hashable, thing: T, most: int | None = None) -> None:
        """Keep a thing, and forget those that were not used for longest where all weigh more than ``most``."""
        with self._lock:
            self._forget(name)
            self._kept[name] = thing
            self._whole += self._weight(thing)
            while self._kept and self._whole > (self._most if most is None else most):
                self._forget(next(iter(self._kept)))

    def _forget(self, name: Hashable) -> None:
        if name in self._kept:
            self._whole -= self._weight(self._kept.pop(name))


class Kept(Generic[T]):
    """Answers used last, each with the name of the state that it is of."""

    def __init__(self, most: int) -> None:
        """Keep so many at most."""
        self._recent = Recent[tuple[Hashable, T]](most)

    def find(self, state: Hashable, question: Hashable) -> T | None:
        """The answer to a question that is kept of a state, the name of all that it is made of."""
        found = self._recent.find(question)
        return found[1] if found and found[0] == state else None

    def keep(self, state: Hashable, question: Hashable, answer: T) -> T:
        """Keep the answer to a question, in the place of that of any state before; the state was read before the answer was made."""
        self._recent.keep(question, (state, answer))
        return answer
