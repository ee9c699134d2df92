"""Columns that nobody's title speaks for, and that fit as well as one whose title is a weak one.

``Total invoice value`` is the amount where there is no better; beside a column of other amounts with an unknown title it may be what
each line of an invoice repeats. So with the date of an invoice beside other dates. And where digits alone stand under the title of the
amount, and amounts under none, a title may be missing to the left. A person knows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import accumulate

from ckanext.spenddata.definitions.titles import SAYS_LITTLE, Match
from ckanext.spenddata.intake.columns import evidence
from ckanext.spenddata.intake.columns.agreement import is_amounts, looks_like
from ckanext.spenddata.intake.columns.column import Column, named_apart
from ckanext.spenddata.intake.columns.layout import Layout
from ckanext.spenddata.intake.reading import Answers, Question
from ckanext.spenddata.values import money, text

WEAK_RANK = 6
"""Titles of this rank and above say that the column may be another amount or date than that of the payment."""
_AS_FULL = 0.9
"""A rival is filled nearly as often."""
_VAT_RATES = (0, 5, 15, 17.5, 20)
"""Rates of VAT since 1991, in percent."""
_NEARLY = 0.9
_SEVERAL = 5
"""One supplier of fewer payments may be the only one."""
_BY_ANY_WORD = 5
"""Titles of this rank and above, such as “Company”, name whom somebody paid, or who did."""
_FEW_NAMES = 5
_MANY_MORE = 3


def doubts(layout: Layout, matches: Mapping[int, Match], answers: Answers) -> Iterator[Question]:
    """A question for the amount and for the date where a column without a known title may be the right one; and for the supplier."""
    asked = {question.field for question in layout.questions} | answers.mapping.keys()
    if "supplier_name" not in asked:
        yield from _few_for_many(layout, matches)
    for name in ("amount", "payment_date"):
        chosen = layout.column(name)
        match = matches.get(chosen.number) if chosen else None
        if chosen is None or name in asked or match is None:
            continue
        weak = match.title.rank >= WEAK_RANK
        if not weak and (name != "amount" or chosen.profile.digits < _NEARLY):
            continue
        rivals = [
            column
            for column in layout.free()
            if (weak or not text.title_key(column.title))
            and _is_unknown(matches.get(column.number))
            and column.number != layout.amounts.credit
            and _rivals(name, chosen, column)
        ]
        if rivals:
            layout.fields[name] = replace(layout.fields[name], confidence=evidence.SEVERAL)
            yield _question(name, chosen, rivals, layout, matches)


def _is_unknown(match: Match | None) -> bool:
    """True where a title says nothing but that a date stands below, or not even that."""
    return match is None or match.title.rank >= SAYS_LITTLE


def _few_for_many(layout: Layout, matches: Mapping[int, Match]) -> Iterator[Question]:
    """A question where a column without a strong title holds one supplier or a few, and another names many: it may be that of who paid."""
    chosen = layout.column("supplier_name")
    match = matches.get(chosen.number) if chosen else None
    rank = match.title.rank if match and match.title.field == "supplier_name" else SAYS_LITTLE
    if chosen is None or rank < _BY_ANY_WORD or chosen.profile.filled < _SEVERAL:
        return
    one = len(chosen.words) == 1
    if one and rank >= WEAK_RANK:
        described = layout.column("description")
        others = [*layout.free(), *([described] if described else [])]
        named = [column for column in others if looks_like("supplier_name", column)]
    else:
        named = [column for column in layout.free() if _names_more(column, chosen, matches)]
    if named:
        labels = named_apart([*named, chosen])
        held = "is the same in all rows" if one else f"holds {text.counted(len(chosen.words), 'name')} in all"
        why = (
            f"“{labels[-1]}” {held}, as the name of who pays or of an account is, and "
            f"{' and '.join(f'“{each}”' for each in labels[:-1])} names many. Which column names the supplier?"
        )
        yield Question("supplier_name", tuple(labels), why)


def _names_more(column: Column, chosen: Column, matches: Mapping[int, Match]) -> bool:
    """True for a column with the title of suppliers that names many more than the few of another."""
    match = matches.get(column.number)
    titled = match is not None and match.title.field == "supplier_name"
    return titled and len(chosen.words) <= _FEW_NAMES and len(column.words) >= _MANY_MORE * len(chosen.words)


def _rivals(name: str, chosen: Column, other: Column) -> bool:
    """True where a column could as well be the field."""
    profile = other.profile
    if profile.filled < _AS_FULL * chosen.profile.filled or other.same_as(chosen):
        return False
    if name == "payment_date":
        return profile.dates + profile.months >= 0.8
    if not is_amounts(profile):
        return False
    pairs = [(a, b) for a, b in zip(_pence(chosen), _pence(other), strict=True) if a and b is not None]
    return not (_is_vat(pairs) or _is_running(pairs))


def _pence(column: Column) -> list[int | None]:
    return [money.read(cell).pence for cell in column.cells]


def _is_vat(pairs: list[tuple[int, int]]) -> bool:
    """True where the other amounts are the VAT on the chosen ones, or the VAT in them."""
    shares = [rate / base for rate in _VAT_RATES for base in (100, 100 + rate)]
    near = [
        any(abs(abs(b) - abs(a) * share) <= max(2, bool(share) * abs(a) / 1000) for share in shares) for a, b in pairs
    ]
    return sum(near) >= _NEARLY * len(pairs)


def _is_running(pairs: list[tuple[int, int]]) -> bool:
    """True where the other amounts are sums of all chosen ones so far."""
    return len(pairs) > 1 and [b for _, b in pairs] == list(accumulate(a for a, _ in pairs))


def _question(
    name: str, chosen: Column, rivals: list[Column], layout: Layout, matches: Mapping[int, Match]
) -> Question:
    labels = named_apart([chosen, *rivals])
    what = name.replace("_", " ")
    why = (
        f"“{labels[0]}” is taken for the {what}, but its title may mean another one, and "
        f"{' and '.join(f'“{each}”' for each in labels[1:])} could be it as well. Which is the {what}?"
    )
    if name == "amount" and any(
        _is_repeated(numbers, chosen, rival) for numbers in invoices(layout, matches) for rival in rivals
    ):
        why += (
            f" The amounts of “{labels[0]}” are the same in all rows of an invoice while the others differ: they would be "
            "counted several times."
        )
    return Question(name, tuple(labels), why)


def invoices(layout: Layout, matches: Mapping[int, Match]) -> list[Column]:
    """The columns that number invoices or transactions."""
    reference = layout.fields.get("transaction_number")
    numbered = {number for number, match in matches.items() if match.title.private == "invoice_number"}
    return [c for c in layout.columns if c.number in numbered or (reference and c.number == reference.column)]


def _is_repeated(numbers: Column, chosen: Column, rival: Column) -> bool:
    """True where the rows of an invoice have one amount in the chosen column and several in the other."""
    lines: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for number, one, other in zip(numbers.cells, chosen.cells, rival.cells, strict=True):
        if number:
            lines[number].append((one, other))
    split = [each for each in lines.values() if len({other for _, other in each}) > 1]
    return bool(split) and sum(len({one for one, _ in each}) == 1 for each in split) >= _NEARLY * len(split)
