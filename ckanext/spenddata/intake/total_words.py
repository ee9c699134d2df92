"""Words by which the rows of a table are known that are no payments: totals, counts, repeated numbers of columns, who signed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_TOTAL = re.compile(
    r"(?:grand |sub ?|overall |report |page |batch |net |gross |final |year to date |ytd |cumulative |combined |running "
    r"|day |daily |week |weekly |month |monthly |quarter |quarterly |period |run |supplier |vendor |payee |creditor |invoice |payment "
    r"|department |directorate |service |section |cost cent(?:re|er) )*"
    r"(?:totals?|sum)"
    r"(?: (?:spend|spent|expenditure|amount|value|payments?|paid|made|invoices?|credits|refunds|debits"
    r"|net|gross|vat|gbp|excluding|including|exc|inc|ex)"
    r"| (?:for|in|of|over|to|by|as at)(?: .*)?)*"
    r"|overall result|(?:is )?(?:cyfanswm|swm)(?: terfynol)?|(?:balance )?(?:brought|carried) forward|(?:opening|closing) balance"
    r"|(?:average|mean|median|maximum|minimum|max|min)(?: (?:payment|amount|value|spend))?"
)
_TOTAL_OF = re.compile(r"(.{2,400}?) (?:(?:sub ?)?totals?|result)")
_TOTAL_FOR = re.compile(r"(?:grand |sub ?|is ?)?(?:total|gyfanswm|cyfanswm) .{2,400}")
"""Words that name a total where the amount is the sum of those above; else they are a supplier’s."""
LABELLING = "(?i)total|result|sum|count|number|no|end|checked|cyfanswm|swm"
"""What any label of a total has in it."""
NAMED_TOTAL = r"(?i)\b(?:sub-?)?totals?\b|\bcyfanswm\b|\b(?:brought|carried) forward\b"
"""What has it and a date may be a supplier's name too: unless the amount is the sum of all above, or it is a label and sums up a group."""
_COUNT = re.compile(
    r"(?:row |record |invoice |transaction |payment )?counts?(?: of .*)?|(?:total )?(?:number|no) of .*|end of (?:report|file|data)"
)
SIGNED_OFF = (
    r"(?i)^\s*(?:(?:prepared|checked|produced|approved|authorised|reviewed|compiled|signed|completed|extracted|generated|printed) "
    r"(?:by|on|at)\b|(?:date|report date|run date|date (?:of report|printed|produced|extracted))\s*:)"
)
"""What stands before a name or a date below a table."""


def _plain(cell: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", cell.lower()))


def names_total(cell: str) -> bool:
    """True for words that name a total and nothing else."""
    return _TOTAL.fullmatch(_plain(cell)) is not None


def may_name_total_of_one(cell: str, above: Iterable[str | None]) -> bool:
    """True for the label of a total that may be that of the one row above, of these cells: it names one of them, or no supplier.

    “Total” alone is a supplier's name, and so is “Simply Total”.
    """
    plain = _plain(cell)
    if _TOTAL.fullmatch(plain):
        return plain not in {"total", "totals"}
    whose = _TOTAL_OF.fullmatch(plain)
    return whose is not None and whose[1] in {_plain(each) for each in above if each}


def is_label(cell: str) -> bool:
    """True for words that no supplier is called by: a total, the total of something, a count."""
    plain = _plain(cell)
    return any(pattern.fullmatch(plain) for pattern in (_TOTAL, _TOTAL_OF, _COUNT))


def numbers_columns(row: Sequence[str]) -> bool:
    """True for a row that holds nothing but the number or the letter of each column."""
    filled = [(i, cell) for i, cell in enumerate(row) if cell]
    numbered = all(
        cell.strip("().") in {str(i + 1), chr(ord("a") + i % 26), chr(ord("A") + i % 26)} for i, cell in filled
    )
    return len(filled) > 2 and numbered


def may_name_total(cell: str) -> bool:
    """True for words that are a label of a total, or name one where the amount is the sum of those above."""
    return is_label(cell) or _TOTAL_FOR.fullmatch(_plain(cell)) is not None


def names_count(cell: str) -> bool:
    """True for the label of a number of rows."""
    return _COUNT.fullmatch(_plain(cell)) is not None
