"""Words that say of a row that its amount was not paid, or not yet: a draft, an invoice on hold, a budget, the sum of other rows."""

from __future__ import annotations

import re
from collections.abc import Collection, Set

from ckanext.spenddata.intake.columns import credit_words
from ckanext.spenddata.values.booleans import NO, YES

SIGN_OF = (
    r"(?i)^\W*(?:(?:not|never|not\W+yet|to\W+be)\W+paid|un\W?paid|(?:payment\W+)?on\W+hold)\W*$"
    r"|^\W*(?:do\W+not\W+(?:pay|publish|use)|not\W+for\W+publication|cancell?ed|void(?:ed)?|duplicate|written\W+off)\b"
)
"""What a cell of notes must have to hold one of them, in the engine's own language."""
_PAID = frozenset({"paid", "paid in full", "fully paid", "payment made", "talwyd"})
_PASSED = _PAID | {"approved", "authorised", "authorized"}
_UNPAID = re.compile(
    r"drafft|(?:not|never|not yet|yet to be|to be|still to be)(?: been)? paid|un ?paid|do not pay|heb ei d?d?h?alu"
    r"|(?:payment |invoice )?(?:on )?(?:payment )?(?:hold|held)|pending(?: .*)?|awaiting .*|(?:payment|invoice) (?:pending|failed|rejected)"
    r"|(?:not|not yet) (?:approved|authori[sz]ed|released|processed)|unapproved|unauthori[sz]ed|rejected|refused|declined|failed"
    r"|(?:in )?disputed?|queried|(?:in|under) query|parked|blocked(?: for payment)?|proposed"
    r"|bounced|needs? re ?validation|(?:never|not) validated|unvalidated"
    r"|un ?posted|not posted|wedi (?:ei )?g?canslo|canslwyd"
)
"""What says so in a column that tells what became of documents."""
_DRAFT = frozenset({"draft", "drafts", "a draft"})
"""The same, but for a bank's draft beside cheques."""
_NOTED = re.compile(
    r"(?:not|never|not yet|to be) paid|un ?paid|do not pay|(?:payment )?on hold"
    r"|(?:awaiting|pending) (?:payment|approval|authori[sz]ation)"
)
"""What says so in any column, alone in its cell."""
_BEGUN = re.compile(
    r"(?:do not (?:pay|publish|use)|not for publication|cancell?ed|void(?:ed)?|written off)\b.*"
    r"|duplicate(?: (?:of|payment|invoice|entry|line|row|do not|please)\b.*)?"
)
"""How a note begins that says so."""
BALANCE = (
    r"(?i)^\W*(?:opening|closing|previous)\W+balance\W*$|^\W*(?:balance\W+)?(?:b\W*/?\W*f|brought\W+forward|b\W*/?\W*fwd)\W*$"
    r"|^\W*balance\W+(?:c\W*/?\W*f|c\W*/?\W*fwd|(?:carried|brought)\W+forward)\W*$"
)
"""A description of what was carried over; in the engine's own language and in Python's."""
_BALANCE = re.compile(BALANCE)
NARRATED = rf"{credit_words.NARRATED}|^\W*of\W+which\b|{BALANCE}"
"""How a description begins that says it, or that it is of a part of another amount or a balance; in the engine's own language."""
_ACTUAL = frozenset({"actual", "actuals", "act", "posted", "paid", "payment", "payments", "spend", "expenditure"})
_DOCUMENTS = frozenset(
    {"invoice", "invoices", "inv", "pinv", "pi", "ap", "apinv", "credit note", "purchase invoice"}
    | {"purchase invoices", "payables", "ap invoices", "supplier invoices", "supplier payments", "accounts payable"}
)
_LINES = frozenset(
    {"detail", "details", "line", "lines", "item", "items", "entry", "transaction", "transactions", "data"}
)
_PLANS = frozenset(
    {"budget", "budgets", "forecast", "forecasts", "commitment", "commitments", "committed", "encumbrance"}
    | {"encumbrances", "accrual", "accruals", "estimate", "planned", "plan", "order", "orders", "purchase order"}
    | {"requisition", "quote", "quotation", "unposted", "cyllideb", "rhagolwg"}
)
SUMS = frozenset({"summary", "total", "totals", "subtotal", "sub total", "grand total", "header", "group", "cyfanswm"})
"""What calls a row the sum of others, beside a word for a line."""
_BILLS = frozenset(
    {"bill payment", "bill pmt", "billpmt", "bill pmt check", "bill payment check", "bill payment cheque"}
)
_INVOICED = {
    "pi": frozenset({"pp", "pa"}),
    "purchase invoice": frozenset({"purchase payment"}),
    "payable invoice": frozenset({"payable payment"}),
    "supplier invoice": frozenset({"supplier payment"}),
    "vendor invoice": frozenset({"vendor payment"}),
    "ap invoice": frozenset({"ap payment"}),
    "bill": _BILLS,
    **dict.fromkeys(("kr", "re"), frozenset({"kz", "zp"})),
}
"""What programs call an invoice (Sage, Xero, QuickBooks, Business Central, SAP) → the payment of one: a list of both has each sum twice."""
_SOLD = {
    **dict.fromkeys(
        ("sales invoice", "sales invoices"), frozenset({"purchase invoice", "purchase invoices", "supplier invoice"})
    ),
    "si": frozenset({"pi"}),
}
"""What calls a row an invoice to a customer → words for those of suppliers beside it."""
_AGAINST = {**dict.fromkeys(_PLANS, _ACTUAL | _DOCUMENTS), **dict.fromkeys(SUMS, _LINES), **_INVOICED, **_SOLD}
"""A word for what is no payment, or the sum of others → words for the payments; where one of them stands in the same column, both are
plain."""
_BESIDE_PAID = frozenset(
    {"open", "outstanding", "received", "invoiced", "scheduled", "part paid", "partly paid", "partially paid"}
)
"""What says so only beside a word for what was paid."""
_NOT_SO = NO | {"", "-", "0", "none", "nil", "n a", "na", "no date"}
"""What says under *Cancelled* or *Void date* that it is neither."""
FLAG = re.compile(
    r"\W*(?:(?:is|was|if|on|payment|invoice|cheque|date|entry|record|row)\W+)*"
    r"(?:hold|held|blocked|(?:payment|pay|pmnt|pmt)\W*blo?c?k|cancell?ed|cancellation|void|voided|deleted|reversed|reversal|duplicated?|superseded|canslwyd|dil[eë]wyd)"
    r"(?:\W+(?:date|on|flag|ind|indicator|y\W*n|yes\W*no|payment|entry|record|row|doc|document|no|number|ref|reference"
    r"|reason|code))*\W*",
    re.IGNORECASE,
)
"""The title of a column in which anything that is filled says it of its row."""
CLEARED = re.compile(
    r"\W*(?:(?:clearing|clear|clrng|clrg|cleared)(?:\W+(?:doc|document|entry|item)(?:\W*(?:no|number|num))?|\W+(?:date|on))?"
    r"|(?:payment|pymt|pmt|paying)\W+(?:doc|document)(?:\W*(?:no|number|num))?|augbl|augdt)\W*",
    re.IGNORECASE,
)
"""The title of a column that says by which payment, or when, an item was cleared; it is blank where it is still open."""
OPEN = "blank"
"""The word for that."""
WAYS_TO_PAY = frozenset(
    {
        "bacs",
        "bac",
        "bgc",
        "chaps",
        "cheque",
        "cheques",
        "check",
        "chq",
        "chqs",
        "cq",
        "direct debit",
        "dd",
        "so",
        "fp",
        "fpo",
    }
    | {
        "faster payment",
        "faster payments",
        "bank transfer",
        "tfr",
        "card",
        "ccp",
        "bacs payment",
        "cheque payment",
        "eft",
    }
    | {"chaps payment", "direct credit", "bank giro credit", "standing order", "electronic", "manual cheque", "manual"}
    | {
        "bank payment",
        "credit card",
        "purchase card",
        "procurement card",
        "swift",
        "sepa",
        "wire",
        "cash",
        "bacs transfer",
    }
)
"""How payments are made; the letters of one of them say nothing of what was paid."""


def flagged(words: Collection[str]) -> Set[str]:
    """Those of the words of a column titled after what was cancelled (``FLAG``) that say that a row was."""
    return set(words) - _NOT_SO


def among(words: Collection[str], *, status: bool, notes: bool = False) -> Set[str]:
    """Those of the words of a column that say that an amount was not paid.

    Args:
        words: all different words of the column, as ``credit_words.word`` writes them.
        status: the title says that the column tells what became of documents.
        notes: the column holds what people noted beside them.
    """
    present = set(words)
    paid = not _PAID.isdisjoint(present)
    passed = not _PASSED.isdisjoint(present)
    found = {word for word in present if _NOTED.fullmatch(word)} if notes or passed or status else set[str]()
    if status:
        found |= {word for word in present if _UNPAID.fullmatch(word)}
        found |= _DRAFT & present if WAYS_TO_PAY.isdisjoint(present) else set()
        found |= _BESIDE_PAID & present if paid else set()
        found |= NO & present if present - {""} <= YES | NO else set()
    if notes:
        found |= {word for word in present if _BEGUN.fullmatch(word)}
    return found | {word for word in present if not _AGAINST.get(word, frozenset[str]()).isdisjoint(present)}


def parts(words: Collection[str]) -> Set[str]:
    """Those of some descriptions that are of a part of another amount, or of a balance."""
    return {word for word in words if word.startswith("of which ") or _BALANCE.match(word)}


def sums_up(words: Collection[str]) -> Set[str]:
    """Those that may be the label of a row which sums up others, or carries their sum over to the next page."""
    return {word for word in words if word in SUMS or _BALANCE.match(word)}
