"""Words that say of a row that its amount was not paid, or not yet: a draft, an invoice on hold."""

from __future__ import annotations

import re
from collections.abc import Collection, Set

SIGN_OF = r"(?i)^\W*(?:(?:not|never|not\W+yet|to\W+be)\W+paid|un\W?paid|do\W+not\W+pay|(?:payment\W+)?on\W+hold)\W*$"
"""What a cell of notes must have to hold one of them, in the engine's own language."""
_PAID = frozenset({"paid", "paid in full", "fully paid", "payment made", "talwyd"})
_UNPAID = re.compile(
    r"drafft|(?:not|never|not yet|yet to be|to be|still to be)(?: been)? paid|un ?paid|do not pay|heb ei d?d?h?alu"
    r"|(?:payment |invoice )?(?:on )?(?:payment )?(?:hold|held)|pending(?: .*)?|awaiting .*|(?:payment|invoice) (?:pending|failed|rejected)"
    r"|(?:not|not yet) (?:approved|authori[sz]ed|released|processed)|unapproved|unauthori[sz]ed|rejected|refused|declined|failed"
    r"|(?:in )?disputed?|queried|(?:in|under) query|parked|blocked(?: for payment)?|proposed"
)
"""What says so in a column that tells what became of documents."""
_DRAFT = frozenset({"draft", "drafts", "a draft"})
"""The same, but for a bank's draft beside cheques."""
_NOTED = re.compile(r"(?:not|never|not yet|to be) paid|un ?paid|do not pay|(?:payment )?on hold")
"""What says so in any column, alone in its cell."""
_BESIDE_PAID = frozenset({"open", "outstanding", "received", "invoiced"})
"""What says so only beside a word for what was paid."""
_YES, _NO = frozenset({"y", "yes", "true", "t"}), frozenset({"n", "no", "false", "f"})
_WAYS_TO_PAY = frozenset(
    {"bacs", "chaps", "cheque", "cheques", "chq", "direct debit", "faster payment", "bank transfer"}
)


def among(words: Collection[str], *, status: bool, notes: bool = False) -> Set[str]:
    """Those of the words of a column that say that an amount was not paid.

    Args:
        words: all different words of the column, as ``credit_words.word`` writes them.
        status: the title says that the column tells what became of documents.
        notes: the column holds what people noted beside them.
    """
    present = set(words)
    paid = not _PAID.isdisjoint(present)
    found = {word for word in present if _NOTED.fullmatch(word)} if notes or paid or status else set[str]()
    if status:
        found |= {word for word in present if _UNPAID.fullmatch(word)}
        found |= _DRAFT & present if _WAYS_TO_PAY.isdisjoint(present) else set()
        found |= _BESIDE_PAID & present if paid else set()
        found |= _NO & present if present - {""} <= _YES | _NO else set()
    return found
