"""Names of people and of firms, all invented or household names, to measure the screen for people by. Made the same way each time."""

from __future__ import annotations

import itertools
import random
from pathlib import Path

FOLDER = Path(__file__).with_name("names")


def _lines(name: str) -> list[str]:
    return (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()


GIVEN, SURNAMES, FORMS = _lines("given"), _lines("surnames"), _lines("forms")
FIRMS, TRADES, ENDINGS = _lines("firms"), _lines("trades"), _lines("endings")


def people(number: int = 600) -> list[str]:
    """Names of people in all the forms in which ledgers have them."""
    dice = random.Random(9)
    found = []
    for form in itertools.islice(itertools.cycle(FORMS), number):
        given, other, surname, second = (
            dice.choice(GIVEN),
            dice.choice(GIVEN),
            dice.choice(SURNAMES),
            dice.choice(SURNAMES),
        )
        words = {
            "g": given,
            "G": given.upper(),
            "h": other,
            "s": surname,
            "S": surname.upper(),
            "t": second,
            "i": given[0],
            "j": other[0],
        }
        found.append(form.format(**words))
    return found


def firms() -> list[str]:
    """Names of firms, public bodies, schools and charities, many of them called after people."""
    dice = random.Random(10)
    made = [
        name
        for surname, trade in itertools.product(SURNAMES, TRADES)
        for name in (
            f"{surname} {trade}",
            f"{dice.choice(GIVEN)} {surname} {trade}",
            f"{dice.choice(GIVEN)[0]} {surname} {trade}",
            f"{surname} {dice.choice(ENDINGS)}",
            f"{dice.choice(GIVEN)} {surname} {dice.choice(ENDINGS)}",
            f"{surname} & {dice.choice(SURNAMES)}",
        )
    ]
    return [*FIRMS, *dice.sample(made, 1_200)]
