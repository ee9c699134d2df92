"""A service that hangs is waited for by one at a time, and asked again by itself."""

import pytest

from ckanext.spenddata.search import patience
from ckanext.spenddata.search.patience import Patience


@pytest.fixture
def clock(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(patience.time, "monotonic", lambda: now[0])
    return now


def test_while_it_answers_all_may_ask(clock):
    service = Patience(5)
    assert [service.may_ask() for _ in range(3)] == [True] * 3
    service.answered()
    assert service.may_ask()


def test_after_a_silence_nobody_asks_for_a_while_and_then_one(clock):
    service = Patience(5)
    service.silent()
    assert not service.may_ask()
    clock[0] += 5
    assert [service.may_ask() for _ in range(3)] == [True, False, False]
    clock[0] += 5  # that one has not been heard of
    assert service.may_ask()


def test_once_it_answers_again_all_may_ask(clock):
    service = Patience(5)
    service.silent()
    clock[0] += 5
    assert service.may_ask()
    service.answered()
    assert [service.may_ask() for _ in range(3)] == [True] * 3
