"""Words that say of a row that its amount is a credit, in all the ways in which ledgers and people write them."""

from __future__ import annotations

import re
from collections.abc import Collection, Set

from ckanext.spenddata.values import booleans, text

CREDIT = frozenset({"c", "cr", "cred", "crdt", "credit", "credits", "-", "-1", "minus", "neg", "negative"})
DEBIT = frozenset({"d", "dr", "deb", "dbt", "debit", "debits", "+", "1", "plus", "pos", "positive"})
"""What a column of signs holds."""
YES = booleans.YES | {"x", "*", "\N{CHECK MARK}", "\N{HEAVY CHECK MARK}"}
YES_AND_NO = YES | booleans.NO
"""What a column holds that says of each row whether it is a credit."""
SIGNS_ALONE = frozenset({"", "+", "-"})
"""What a column without a title holds that has but the signs of the amounts beside it."""
REPEATED = frozenset({"reversed", "refunded", "credited"})
"""The title of such a column, written again where it is so."""
NOUGHT_AND_ONE = frozenset({"0", "1"})
"""The same in numbers."""
_ALONE = frozenset({"cr", "cred", "crdt", "credit", "credits"})
"""Words that say credit where the column says nothing else, whatever its title."""
_INVOICES = frozenset(
    {"i", "in", "inv", "invoice", "invoices", "purchase invoice", "supplier invoice", "standard", "payment", "accpay"}
    | {"purch", "purchase", "purchases", "pur"}
)
_PAYMENTS = frozenset({"pay", "pmt", "pymt", "payments"})
_AGAINST = {
    "c": DEBIT,
    **dict.fromkeys(("cred", "crdt", "crd", "cre", "rfd", "rfnd"), DEBIT | _INVOICES | _PAYMENTS),
    **dict.fromkeys(("cr", "credit", "credits"), DEBIT | _INVOICES),
    **dict.fromkeys(("cn", "c note", "crn", "cm", "scn", "pcn"), DEBIT | _INVOICES | {"pin", "sin"}),
    **dict.fromkeys(("pc", "pcr", "pcrn", "pcm", "vc", "vcn"), frozenset({"pi", "pin", "pinv", "vi", "vinv"})),
    **dict.fromkeys(("apc", "apcn", "apcr", "apcrn", "apcm"), frozenset({"api", "apin", "apinv", "ap"})),
    **dict.fromkeys(("sc", "scr", "scrn"), frozenset({"si", "sin", "sinv"})),
    **dict.fromkeys(("kg", "rk"), frozenset({"kr", "re"})),
    **dict.fromkeys(("cj", "pcj", "cnj"), frozenset({"pj", "ppj", "pij"})),
    "pd": frozenset({"pi"}),
    "br": frozenset({"bp"}),
    "vr": frozenset({"vp"}),
    "jc": frozenset({"jd"}),
    "-": frozenset({"+"}),
    "-1": frozenset({"+", "1"}),
    "i": frozenset({"e"}),
    "credyd": frozenset({"debyd", "anfoneb", "anfonebau", "taliad", "taliadau"}),
    **dict.fromkeys(("receipt", "receipts", "rcpt", "rct"), frozenset({"payment", "payments", "pay", "pmt", "pymt"})),
}
"""A short word for a credit → words for the others; where one of them stands in the same column, both are plain. ``C`` beside ``R`` is
capital beside revenue, and a dash beside ``1`` a number that is missing."""
_WITHDRAWN = frozenset({"withdrawal", "withdrawals"})
_DEPOSITS = ("deposit", "deposits", "lodgement", "lodgements")
OF_BANKS = _WITHDRAWN | {*_DEPOSITS}
"""What banks call a row by the way that the money went."""
_OUT = frozenset({"out", "money out", "paid out", "outgoing", "outgoings", "outflow"})
_SPENT = frozenset({"expenditure", "expense", "expenses", "exp", "spend", "spending", "gwariant"})
_PAID = frozenset({"paid", "payment", "payments", "spend", "spent", "talwyd"})
COMING_IN = {
    **dict.fromkeys(("in", "money in", "paid in", "incoming", "inflow"), _OUT),
    **dict.fromkeys(("received", "receive", "rec d", "recd", "derbyniwyd"), _PAID | _OUT),
    **dict.fromkeys(_DEPOSITS, _WITHDRAWN),
    **dict.fromkeys(("income", "inc", "incomings", "incwm"), _SPENT | _OUT | _PAID),
}
"""A word for money that came in → words for what went out; where one of them stands in the same column, both are plain. ``IN`` alone is an
invoice."""
_ADJUSTED = ("adjustment", "adjustments", "adj", "recovery", "recoveries", "recovered")
_OF_DOCUMENTS = {
    "21": frozenset({"31"}),
    "50": frozenset({"40"}),
    "debit": frozenset({"standard"}),
    "r": frozenset({"p"}),
    **dict.fromkeys(_ADJUSTED, _INVOICES | _PAYMENTS),
    **dict.fromkeys(("ref", "rev", "rvs", "rtn", "dn", "dm"), _INVOICES | _PAYMENTS | {"p"}),
}
"""The same of words that say it of types of documents alone: posting keys, a debit memo among standard invoices, ``R`` (refund or receipt)
beside ``P``, adjustments beside invoices; these also where a column holds nothing else, whatever its title."""
MADE = frozenset(
    {"bacs", "chaps", "cheque", "cheques", "chq", "direct debit", "faster payment", "faster payments", "bank transfer"}
    | {"payment", "payments", "invoice", "invoices", "ap invoice", "ap invoices", "item", "purchase", "purchases"}
    | {"bill", "bills", "charge", "charges", "accpay", "anfoneb", "taliad"}
)
"""Ways of paying and kinds of documents; what stands beside one of them in a column is another, whatever the column is called."""
_FROM_BANKS = (
    MADE | _WITHDRAWN | {"dd", "so", "standing order", "fee", "fees", "transfer", "card", "debit", "card payment"}
)
_OF_TYPES = {
    "r": frozenset({"p"}),
    "c": frozenset({"i", "p", "inv"}),
    **dict.fromkeys(_DEPOSITS, _FROM_BANKS),
}
"""The same under a title such as *Type* that says not of what: beside nothing else, for a type of anything has such letters."""
OF_TYPES = re.compile(
    r"\W*(?:(?:tran|trans|transaction|txn|tx|doc|document|ledger|entry|record|line)\W*)?(?:types?|typ|kind|cd|code|ind|indicator|flag|class)\W*"
    r"|\W*(?:t|ty|tran|trans|txn|doc|document|math)\W*",
    re.IGNORECASE,
)
"""Such a title."""
_PLAIN = re.compile(
    r"(?:.* )?(?:credit|cred|cr) ?(?:note|notes|memo|memos|memorandum|adjustment|adj|invoice|nt|voucher|vouchers|slip|slips)(?: .*)?"
    r"|(?:purchase|supplier) credits?"
    r"|(?:.* )?(?:refund|rebate|credit)s? (?:was |been )?(?:received|recd|rec d)(?: .*)?|(?:refund|rebate) from .*"
    r"|gutschrift|avoir|note d[ei] credito?|nota d[ei] credito|kreditnota|creditnota|creditfactuur|nodyn credyd|storno|stornierung"
)
_TAKEN_BACK = re.compile(
    r"(?:.* )?(?:\w*credits?|credited|credyd|(?:inv|invoice) cr|refunds?|refunded|rebates?|returns?|reversals?|reversed|cancelled"
    r"|cancellation|canceled|void|voided|stopped|canslwyd|returned|recall(?:s|ed)?|charge ?backs?|ad ?daliad(?:au)?"
    r"|debit (?:notes?|memos?))"
    r"|(?:refund|reversal|cancelled|void|returned) .*"
)
"""What says credit only of a type of document, of what became of it, or of how it was paid."""
_NOTED = re.compile(
    r"(?:this is |is )?(?:an? |the |full |part |partial |supplier )*"
    r"(?:credits?|cr|credited|refund(?:ed|s)?|rebate|reversal|reversed)(?: applied)?"
    r"|credit (?:for|against|re|from|by|due|in respect of) .*|(?:refunded|repaid|credited) by .*"
)
"""What says credit in a column of notes, where it is all that is noted."""
SIGN_OF = (
    r"(?i)^\W*(?:(?:this|is|an?|the|full|part|partial|supplier)\W+)*(?:credits?|cr|credited|refund\w*|rebate|reversal|reversed)\W*(?:applied\W*)?$"
    r"|^\W*credit\W+(?:for|against|re|from|by|due|in respect)\b|^\W*(?:refunded|repaid|credited)\W+by\b|\b(?:refund|rebate)\W+from\b"
    r"|\b(?:credit|cr) ?(?:note|memo|adj|invoice|nt)|\b(?:purchase|supplier)\W+credit|\b(?:refund|rebate|credit)s?\W+(?:was |been )?rec"
)
"""What a cell of notes must have to say it, in the engine's own language."""
NARRATED = (
    r"(?i)^\W*(?:(?:this|is|an?|the|full|part|partial|supplier|purchase)\W+)*(?:"
    r"credit\W*(?:note|memo|nt\b)|refund\W+(?:of|for|on|against|re|from)\W+(?:the\W+)?(?:invoice|inv\b|supplier|goods|order|purchase|po\b)"
    r"|revers(?:al|ed|ing)\W+(?:of\W+)?(?:the\W+)?(?:invoice|inv\b|payment|purchase|charge|duplicate)"
    r"|cancell?ation\W+of\W+(?:the\W+)?(?:invoice|inv\b|payment|purchase)"
    r"|less\W+(?:[0-9]+\W+)?(?:retention|retained|cis\b|discount|deposit|deduction|credit|contribution|overpayment"
    r"|amounts? (?:paid|certified))"
    r"|(?:retention|cis)\W+(?:held|withheld|deducted)|(?:settlement|prompt payment|early payment)\W+discount)"
)
"""How a description begins that says it, in the engine's own language and in Python's. A refund of council tax or a deposit is a payment:
one counts only of what was bought."""
REFERENCE = r"(?i)^\W*(?:S?C[NR]|S?CRN|C/N|CRED(?:IT)?)(?:[\W_]*[0-9]|\W*$)|[0-9][\W_]*(?:CN|CRN?|C/N)\W*$|\bcredit ?(?:note|memo)"
"""How the number of a credit note is written, in the engine's own language: ``CN1234``, ``CRN/12``, ``1234-CN``."""
BARE_REFERENCE = re.compile(r"\W*C[NR][\W_]*[0-9].*", re.IGNORECASE | re.DOTALL)
"""Such a number that may as well be that of a payment run, a contract or a creditor."""
NOTE = "cn"
"""The word for all of them."""
_CANCELLED = re.compile(r"\b(?:cancel\w*|void(?:ed)?|stopped|canslwyd|diddymwyd)\b")
_WAYS_TO_PAY = re.compile(
    r"(?!.*(?:refund|revers|cancel|void|return|recall))"
    r".*\b(?:direct|bank|bacs|chaps|giro|faster|transfer|card|union|letter|tax|universal)\b.*"
)
"""A direct credit is a payment."""
_NARRATED = re.compile(NARRATED)
_CORE = re.compile(
    r"\b(?:credit|cr) ?(?:notes?|memos?|memorandum|adjustment|adj|invoice|nt)\b"
    r"|(?:refund|rebate|credit)s? (?:was |been )?(?:received|recd|rec d)"
)
_CORE_PARTS = 3
_LETTERS = re.compile(r"[^a-z0-9]+")
_ONE = re.compile(rf"([+{re.escape(text.DASHES)}]) ?1")


def word(cell: str) -> str:
    """What makes two such words the same: ``CR``, ``Cr.``, ``(cr)`` and ``C R`` are one."""
    trimmed = text.plain_letters(text.trimmed(cell))
    if one := _ONE.fullmatch(trimmed):
        return "+" if one[1] == "+" else "-1"
    parts = _LETTERS.sub(" ", trimmed).split()
    if not parts:
        return "-" if text.is_dash(trimmed) else trimmed
    return "".join(parts) if all(len(part) == 1 for part in parts) else " ".join(parts)


def is_plain(word_: str) -> bool:
    """True for a word that says credit wherever it stands: a credit note, a credit memo."""
    return _PLAIN.fullmatch(word_) is not None


def is_narrated(word_: str) -> bool:
    """True for a description, as ``word`` writes it, that begins like that of a credit."""
    return _NARRATED.match(word_) is not None


def core(word_: str) -> str:
    """What says credit in a word that says more: of ``credit note for invoice 1234`` the first two."""
    found = _CORE.search(word_)
    return found[0] if found else " ".join(word_.split()[:_CORE_PARTS])


def is_cancelled(word_: str) -> bool:
    """True for a word by which a payment may never have been made."""
    return _CANCELLED.search(word_) is not None


def is_flag(words: Set[str]) -> bool:
    """True for the words of a column that says of each row whether it is a credit, and holds no amounts."""
    said = words - {""}
    return bool(said) and (said <= YES_AND_NO | REPEATED or said == NOUGHT_AND_ONE)


def credits_among(
    words: Collection[str], *, titled: bool, status: bool = False, notes: bool = False, typed: bool = False
) -> Set[str]:
    """Those of the words of a column that say credit.

    Args:
        words: all different words of the column.
        titled: the title says that the column tells debits and credits or types of documents apart; then a code says it too.
        status: the title says that the column tells what became of them: then words say it, but ``C`` is cleared or completed.
        notes: the column holds what people noted beside the amounts; then whole notes say it, and no codes.
        typed: the title is that of types of something (``OF_TYPES``).
    """
    present = set(words)
    if notes:
        return {each for each in present if is_plain(each) or _NOTED.fullmatch(each)}
    titled = titled or present - {""} <= _ALONE
    taken_back = {each for each in present if _is_taken_back(each)}
    if not titled and not status:
        taken_back = {each for each in taken_back if not MADE.isdisjoint(present) and not each.startswith("debit")}
    coming_in = set[str]() if status else {each for each in present if COMING_IN.get(each, frozenset()) & present}
    return (
        taken_back
        | coming_in
        | {each for each in present if is_plain(each) or _says_it(each, present, titled=titled)}
        | {each for each in present if typed and _is_alone(each, present, _of_types(each))}
    )


def _says_it(word_: str, present: Set[str], *, titled: bool) -> bool:
    # ``I`` is an invoice, but income beside ``E``.
    if word_ in _AGAINST and ((titled and word_ not in _INVOICES) or _AGAINST[word_] & present):
        return True
    others = _OF_DOCUMENTS.get(word_, frozenset())
    alone = word_ in _ADJUSTED and _is_alone(word_, present, others)
    return (titled or alone) and not others.isdisjoint(present)


def _of_types(word_: str) -> Set[str]:
    return _OF_TYPES.get(word_, frozenset()) | _OF_DOCUMENTS.get(word_, frozenset())


def _is_alone(word_: str, present: Set[str], others: Set[str]) -> bool:
    """True where a column holds nothing but a word and some of the others."""
    beside = present - {"", word_}
    return bool(beside) and beside <= others


def _is_taken_back(word_: str) -> bool:
    return bool(_TAKEN_BACK.fullmatch(word_)) and not _WAYS_TO_PAY.fullmatch(word_)
