"""Short words in column titles: ``Supp Nm`` is the supplier's name."""

from __future__ import annotations

from collections.abc import Sequence

_SHORT = {
    "account": "acc acct acnt",
    "amount": "amt amnt",
    "beneficiary": "benef bene",
    "category": "cat catg",
    "centre": "center cntr ctr",
    "cheque": "chq chk",
    "classification": "classn",
    "clearing": "clrng clr",
    "contract": "contr",
    "cost centre": "cc cctr costc ccentre costcentre",
    "creditor": "cred crdtr",
    "currency": "curr ccy",
    "date": "dt dte",
    "department": "dept dpt",
    "description": "desc descr descn descrip dscr",
    "directorate": "dir",
    "document": "doc",
    "element": "elem",
    "expenditure": "expend",
    "expense": "exp",
    "function": "func",
    "invoice": "inv invc",
    "irrecoverable": "irrec irrecov",
    "merchant": "merch",
    "name": "nm",
    "narrative": "narr",
    "net": "nett",
    "nominal": "nom",
    "number": "no num nbr nr",
    "organisation": "org orgn organization",
    "paid": "pd",
    "payment": "pmt pymt paymt pymnt",
    "posting": "pstng",
    "procurement": "proc",
    "purchase": "purch",
    "reference": "ref",
    "registration": "reg",
    "service": "svc serv",
    "subjective": "subj",
    "supplier": "supp suppl supplr",
    "transaction": "trans tran txn trn trx",
    "type": "typ",
    "value": "val",
    "vendor": "vend vndr",
    "voucher": "vchr",
}
_WHOLE = {short: tuple(whole.split()) for whole, shorts in _SHORT.items() for short in shorts.split()}


def written_out(words: Sequence[str]) -> tuple[str, ...]:
    """The words of a title in full: ``("supp", "nm")`` → ``("supplier", "name")``."""
    return tuple(part for word in words for part in _WHOLE.get(word, (word,)))
