"""Lists that look like payments and are something else: registers of contracts, grants, orders, gifts, pay, income."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ckanext.spenddata.definitions.titles import Match
from ckanext.spenddata.intake.columns.agreement import is_amounts
from ckanext.spenddata.intake.columns.column import Column
from ckanext.spenddata.intake.columns.layout import Layout
from ckanext.spenddata.intake.reading import Answers, Question
from ckanext.spenddata.values import text

_SURE = 0.85
_PAYMENTS_HAVE = ("payment_date", "supplier_name", "amount", "transaction_number")
_SPENT = frozenset({"paid", "spend", "spent"})
"""Words of what an amount was, whatever else its title says."""


def doubts(layout: Layout, matches: Mapping[int, Match], answers: Answers) -> Iterator[Question]:
    """A question where titles speak of another register, and none says plainly that these are payments."""
    columns = [
        column
        for column in layout.columns
        if (match := matches.get(column.number)) and match.title.kind == "register" and match.certainty >= _SURE
    ]
    telling = [text.trimmed(column.title) for column in columns]
    if (
        not telling
        or (len(columns) == 1 and _is_aside(columns[0], layout, matches))
        or "payment_date" in answers.mapping
        or "amount" not in layout.fields
        or _says_payments(layout, matches)
    ):
        return
    candidates = tuple(
        text.trimmed(column.title) or f"column {column.number}"
        for column in layout.columns
        if column.profile.filled and column.profile.datelike >= 0.5 and not is_amounts(column.profile)
    )
    if candidates:
        named = ", ".join(f"“{title}”" for title in telling[:3])
        yield Question(
            "payment_date",
            candidates,
            f"Titles such as {named} are those of another register, not of payments that were made. If these are payments, say "
            "which column holds the date of payment; if not, send the file of payments.",
        )


def _is_aside(column: Column, layout: Layout, matches: Mapping[int, Match]) -> bool:
    """True for one column of words beside all that a list of payments has under its own titles: ``Contract Title`` in a list of them."""
    found = [matches.get(layout.fields[name].column) if name in layout.fields else None for name in _PAYMENTS_HAVE]
    titled = all(match and match.title.field and match.certainty >= _SURE for match in found)
    return titled and column.profile.textual >= _SURE and not is_amounts(column.profile)


def _says_payments(layout: Layout, matches: Mapping[int, Match]) -> bool:
    """True where the titles of date and amount are those of payments, or that of the amount says so beside suppliers.

    ``Amount paid, Outstanding`` beside suppliers is what was paid to them; beside customers it is what they paid.
    """
    number = layout.fields["amount"].column
    amount, words = matches.get(number), set(text.words(layout.title(number)))
    if words.isdisjoint(_SPENT) and (amount is None or amount.title.field != "amount"):
        return False
    supplier = layout.fields.get("supplier_name")
    named = supplier is not None and (match := matches.get(supplier.column)) and match.title.field == "supplier_name"
    return bool(layout.basis.get("payment_date") or (named and "paid" in words))
