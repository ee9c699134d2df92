"""One request makes what many ask for; the others wait for it, and none of them for ever."""

from __future__ import annotations

import threading
import time

from ckanext.spenddata.web.making import Making


def test_the_first_makes_it_and_the_others_wait_until_it_is_there():
    making, seen = Making(), []
    assert making.begin("/", "now")

    def another() -> None:
        assert not making.begin("/", "now")
        making.wait("/", "now", 10)
        seen.append(bool(made))

    made: list[str] = []
    others = [threading.Thread(target=another) for _ in range(5)]
    for other in others:
        other.start()
    while sum(other.is_alive() for other in others) < len(others):
        time.sleep(0.001)
    made.append("page")
    making.end("/", "now")
    for other in others:
        other.join(10)
    assert seen == [True] * 5


def test_another_page_and_another_state_are_made_at_the_same_time():
    making = Making()
    assert [making.begin("/", "now"), making.begin("/about", "now"), making.begin("/", "later")] == [True] * 3


def test_what_has_ended_can_begin_again():
    making = Making()
    making.begin("/", "now")
    making.end("/", "now")
    making.end("/", "now")  # whoever ends it twice does no harm
    making.wait("/", "now", 10)  # and nobody waits for what is over
    assert making.begin("/", "now")


def test_nobody_waits_longer_than_he_will():
    making = Making()
    making.begin("/", "now")
    begun = time.monotonic()
    making.wait("/", "now", 0.05)
    assert 0.04 < time.monotonic() - begun < 5
