"""A column that says of some amounts that they are with VAT, and of others that they are without: they are never in one sum."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ckanext.spenddata.intake.columns import credit_words
from ckanext.spenddata.intake.columns.column import Column
from ckanext.spenddata.intake.columns.layout import Layout
from ckanext.spenddata.intake.reading import Answers, Question
from ckanext.spenddata.values import booleans

_BASIS = re.compile(
    r"(?i)\W*(?:(?:amount|value|price|vat|tax|is|invoice)\W+)*"
    r"(?:vat\W*(?:status|basis|treatment|type|inc\w*|exc\w*|inc\w*\W+exc\w*)?|basis|status"
    r"|(?:net|gross)\W+(?:or\W+)?(?:gross|net)|(?:inc\w*|exc\w*)\W+(?:or\W+)?(?:inc\w*\W+|exc\w*\W+)?(?:of\W+)?vat)\W*(?:y\W*n)?\W*"
)
"""The title of such a column."""
_INCLUDES = re.compile(r"(?i)\b(?:inc|incl|included|includes|including|inclusive)\b|\bgross\W*$")
"""Under such a title *Yes* is with VAT, *No* without."""
_OF_BOTH = re.compile(r"(?i)\bexc\w*|\bnet\b")
_WITH = re.compile(r"gross|(?:vat )?inc(?:l|luded|luding|lusive|ludes)?(?: of)?(?: vat)?|with vat")
_WITHOUT = re.compile(
    r"net(?: of vat)?|(?:vat )?ex(?:c|cl|cluded|cluding|clusive|cludes)?(?: of)?(?: vat)?|without vat"
)


def doubts(layout: Layout, answers: Answers) -> Iterator[Question]:
    """A question where a column has words for both."""
    chosen = layout.column("amount")
    if chosen is None or "amount" in answers.mapping or any(each.field == "amount" for each in layout.questions):
        return
    for column in layout.columns:
        if column.number != chosen.number and _BASIS.fullmatch(column.title) and _says_both(column):
            yield Question(
                "amount",
                (chosen.label,),
                f"“{column.label}” says that some of the amounts under “{chosen.label}” include VAT and others don't, so they can't be "
                "added up or compared. Write all of them in the same way and send the file again; if they are so already, say that this "
                "is the amount.",
            )
            return


def _says_both(column: Column) -> bool:
    words = {credit_words.word(cell) for cell in column.words}
    with_, without = any(map(_WITH.fullmatch, words)), any(map(_WITHOUT.fullmatch, words))
    if _INCLUDES.search(column.title) and not _OF_BOTH.search(column.title):
        with_, without = with_ or bool(words & booleans.YES), without or bool(words & booleans.NO)
    return with_ and without
