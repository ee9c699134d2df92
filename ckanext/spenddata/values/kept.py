"""Answers that many questions have in common, kept for as long as what they were made of has the same name."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """The answers used last, of all threads of a process, each with the name of the state that it is of.

    Nobody may change an answer: the next who asks is given the same one.
    """

    def __init__(self, most: int) -> None:
        """Keep so many at most."""
        self._most = most
        self._kept: OrderedDict[Hashable, tuple[Hashable, T]] = OrderedDict()
        self._lock = Lock()

    def of(self, state: Hashable, question: Hashable, make: Callable[[], T]) -> T:
        """The answer to a question in a state; made where none is kept, and then it stands for that of any state before.

        Args:
            state: The name of all that the answer is made of, read before it is made.
            question: What is asked.
            make: Makes the answer. Two who ask at once may both make it.
        """
        with self._lock:
            if question in self._kept and self._kept[question][0] == state:
                self._kept.move_to_end(question)
                return self._kept[question][1]
        answer = make()
        with self._lock:
            self._kept[question] = state, answer
            self._kept.move_to_end(question)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return answer
