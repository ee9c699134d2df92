"""Fields whose words come from a list: what publishers write, brought to the words of the Table Schema.

A word that is not known stays as it was sent, so that a person can see it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from ckanext.spenddata.values import text

_SUPPLIER_TYPES = {
    "large": "large, large company, large enterprise, l, non sme, nonsme",
    "sme": "sme, smes, small, medium, micro, small business, small and medium enterprise, small or medium enterprise",
    "vcs": "vcs, vcse, vso, charity, voluntary, voluntary sector, third sector, voluntary and community sector",
    "public_sector": "public sector, public, government, central government, local authority, other government department, ogd, wga, nhs",
    "individual": "individual, person, indv, sole trader",
    "unknown": "unknown, not known, other",
}
_EXPENDITURE_TYPES = {
    "admin": "admin, administration, administrative, adm",
    "programme": "programme, program, prog, programme costs",
    "grant": "grant, grants",
    "capital": "capital, cap, c",
    "revenue": "revenue, rev, r",
    "balance_sheet": "balance sheet, bs",
    "unknown": "unknown",
}
_CARDS = {
    "GPC": "gpc, government procurement card, procurement card, purchase card, purchasing card, pcard, p card, yes, y, true",
    "CCC": "ccc, corporate credit card, corporate card, credit card",
    "None": "none, no, n, false",
}
_CURRENCIES = {"GBP": "£, gbp, sterling, pounds, pound sterling, pounds sterling"}
_POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?) *([0-9][A-Z]{2})")
_COMPANY = re.compile(r"[0-9]{5,8}|[A-Z]{2}[0-9]{5,6}|R[0-9]{6,7}")


def _listed(lists: Mapping[str, str]) -> Callable[[str], str]:
    """Writer of a field: the word of the schema for any that is listed with it."""
    words = {word: written for written, listed in lists.items() for word in listed.split(", ")}

    def written(cell: str) -> str:
        return words.get(" ".join(re.findall(r"[a-z£]+", cell.lower())), cell)

    return written


def _postcode(cell: str) -> str:
    """``sw1a1aa`` → ``SW1A 1AA``."""
    match = _POSTCODE.fullmatch(text.trimmed(cell).upper())
    return f"{match[1]} {match[2]}" if match else cell


def _company_number(cell: str) -> str:
    """A company number filled up to eight characters: spreadsheets drop the leading zeros."""
    number = text.trimmed(cell).upper().replace(" ", "").removesuffix(".0")
    if not _COMPANY.fullmatch(number):
        return cell
    letters = number.rstrip("0123456789")
    return letters + number[len(letters) :].zfill(8 - len(letters))


def _digits(count: int) -> Callable[[str], str]:
    """A code of ``count`` digits, filled up where a spreadsheet dropped leading zeros, without what follows a dash."""

    def written(cell: str) -> str:
        number = re.sub(r"-[0-9]$", "", text.trimmed(cell).removesuffix(".0"))
        return (
            number.zfill(count) if number.isascii() and number.isdigit() and count - 1 <= len(number) <= count else cell
        )

    return written


WRITERS: Mapping[str, Callable[[str], str]] = {
    "supplier_type": _listed(_SUPPLIER_TYPES),
    "expenditure_type": _listed(_EXPENDITURE_TYPES),
    "card_transaction": _listed(_CARDS),
    "currency": _listed(_CURRENCIES),
    "supplier_postcode": _postcode,
    "supplier_company_number": _company_number,
    "cpv_code": _digits(8),
    "proclass_code": _digits(6),
    "merchant_category_code": _digits(4),
}
"""Field → what its cells are written as."""

LISTED: Mapping[str, frozenset[str]] = {
    "supplier_type": frozenset(_SUPPLIER_TYPES),
    "expenditure_type": frozenset(_EXPENDITURE_TYPES),
}
"""Field → the words that it can have."""
