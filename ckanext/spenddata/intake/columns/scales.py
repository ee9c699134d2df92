"""What a column says that the amount of each row is counted in: ``£`` in some, ``£k`` in others, or at a rate of exchange."""

from __future__ import annotations

import re

from ckanext.spenddata.intake.columns.beside import Beside
from ckanext.spenddata.intake.columns.layout import Layout
from ckanext.spenddata.intake.columns.watch import Watch
from ckanext.spenddata.intake.reading import Question
from ckanext.spenddata.values import text

TITLE = re.compile(
    r"\W*(?:(?:amount|currency|value|in)\W+)*(?:units?|scale|multiplier|uom|unit of measure|factor|uned)\W*",
    re.IGNORECASE,
)
"""The title of such a column."""
RATE = re.compile(r"(?i)\W*(?:exchange|exch|ex|fx|currency|curr|ccy|conversion)\W*rates?\W*(?:to gbp\W*)?")
"""The title of a column of rates of exchange."""
_LARGER = re.compile(
    r"(?:gbp ?)?(?:k|0?00s?|thousands?|1 ?000|m|mn|millions?|1 ?000 ?000|miloedd)|(?:thousands?|millions?) of pounds|pence|p"
)
"""What it says of an amount that is not counted in pounds, as ``credit_words.word`` writes it."""


def said(layout: Layout, watch: Watch, beside: Beside, units: tuple[str, ...]) -> Question | None:
    """A question, where such a column says of some amounts that they are counted otherwise than in pounds."""
    for number in _titled(TITLE, layout, watch):
        words = {word for word in beside.words.get(number, {}) if _LARGER.fullmatch(word)}
        seen = beside.together(number, words) if words else None
        if seen is not None and (amounts := seen.plus + seen.minus):
            they = "it is" if amounts == 1 else "they are"
            why = (
                f"“{layout.title(number)}” says of {text.counted(amounts, 'amount')} that {they} not in pounds "
                f"({beside.spelt(number, words)}). An answer holds for all amounts of the file: if only some are counted so, write them in "
                f"pounds and send the file again. What are all of them counted in?"
            )
            return Question("unit", units, why)
    return None


def rates(layout: Layout, watch: Watch, beside: Beside) -> str | None:
    """What is told where amounts beside a rate of exchange that is neither nought nor one may be in another currency."""
    for number in _titled(RATE, layout, watch):
        words = {word for word in beside.words.get(number, {}) if _is_rate(word)}
        seen = beside.together(number, words) if words else None
        if seen is not None and (amounts := seen.plus + seen.minus):
            stand = "stands" if amounts == 1 else "stand"
            return (
                f"{text.counted(amounts, 'amount')} {stand} beside a rate of exchange under “{layout.title(number)}” "
                f"({beside.spelt(number, words)}), and may be in another currency"
            )
    return None


def _is_rate(word: str) -> bool:
    """True for digits, as ``credit_words.word`` writes them without their point, that are neither nought nor one."""
    digits = word.replace(" ", "")
    return digits.isdigit() and digits.strip("0") not in {"", "1"}


def _titled(form: re.Pattern[str], layout: Layout, watch: Watch) -> list[int]:
    return [number for number in watch.scales if form.fullmatch(layout.title(number))]
