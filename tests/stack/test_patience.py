"""A service that dies is started again soon, later each time it dies soon, and never given up."""

from __future__ import annotations

from stack.patience import HEALTHY, LONGEST, MANY, SHORTEST, WINDOW, Patience


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def dies_after(patience: Patience, clock: Clock, seconds: float) -> float:
    """The wait after a life of so many seconds; the clock then stands at its next start."""
    clock.now += seconds
    wait = patience.after_death()
    clock.now += wait
    patience.started()
    return wait


def test_the_first_death_is_mended_at_once_and_the_next_ones_later():
    clock = Clock()
    patience = Patience(clock)
    waits = [dies_after(patience, clock, 1) for _ in range(5)]
    assert waits == [SHORTEST * 2**number for number in range(5)]


def test_after_a_long_life_it_is_as_if_it_never_died():
    clock = Clock()
    patience = Patience(clock)
    for _ in range(4):
        dies_after(patience, clock, 1)
    assert dies_after(patience, clock, HEALTHY + 1) == SHORTEST


def test_one_that_dies_again_and_again_is_tried_for_ever_at_the_longest_wait():
    clock = Clock()
    patience = Patience(clock)
    waits = [dies_after(patience, clock, 0) for _ in range(50)]
    assert waits[MANY:] == [LONGEST] * (50 - MANY)
    assert patience.exhausted
    clock.now += WINDOW + 1
    assert dies_after(patience, clock, 0) == SHORTEST
    assert not patience.exhausted
