"""Fields whose words come from a list: what publishers write, brought to the words of the Table Schema.

A word that is not known stays as it was sent, so that a person can see it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from ckanext.spenddata.values import text

__all__ = ["WRITERS"]

_SUPPLIER_TYPES = {
    "large": "large", "large company": "large", "l": "large", "non sme": "large", "nonsme": "large", "large enterprise": "large",
    "sme": "sme", "small": "sme", "medium": "sme", "micro": "sme", "small and medium enterprise": "sme", "small medium enterprise": "sme",
    "small or medium enterprise": "sme", "smes": "sme", "small business": "sme",
    "vcs": "vcs", "vcse": "vcs", "voluntary": "vcs", "charity": "vcs", "voluntary sector": "vcs", "third sector": "vcs",
    "voluntary and community sector": "vcs", "vso": "vcs", "voluntary community sector": "vcs",
    "public sector": "public_sector", "public": "public_sector", "government": "public_sector", "other government department": "public_sector",
    "ogd": "public_sector", "local authority": "public_sector", "wga": "public_sector", "nhs": "public_sector", "central government": "public_sector",
    "individual": "individual", "person": "individual", "indv": "individual", "sole trader": "individual",
    "unknown": "unknown", "not known": "unknown", "other": "unknown",
}  # fmt: skip
_EXPENDITURE_TYPES = {
    "admin": "admin", "administration": "admin", "administrative": "admin", "adm": "admin",
    "programme": "programme", "program": "programme", "prog": "programme", "programme costs": "programme",
    "grant": "grant", "grants": "grant", "capital": "capital", "cap": "capital", "revenue": "revenue", "rev": "revenue",
    "balance sheet": "balance_sheet", "bs": "balance_sheet", "unknown": "unknown",
}  # fmt: skip
_CARDS = {
    "gpc": "GPC", "government procurement card": "GPC", "procurement card": "GPC", "purchase card": "GPC", "purchasing card": "GPC",
    "pcard": "GPC", "p card": "GPC", "yes": "GPC", "y": "GPC", "true": "GPC",
    "ccc": "CCC", "corporate credit card": "CCC", "credit card": "CCC", "corporate card": "CCC",
    "none": "None", "no": "None", "n": "None", "false": "None",
}  # fmt: skip
_CURRENCIES = {"£": "GBP", "gbp": "GBP", "sterling": "GBP", "pounds": "GBP", "pound sterling": "GBP", "pounds sterling": "GBP"}
_POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?) *([0-9][A-Z]{2})")
_COMPANY = re.compile(r"[0-9]{5,8}|[A-Z]{2}[0-9]{5,6}|R[0-9]{6,7}")


def _listed(words: Mapping[str, str]) -> Callable[[str], str]:
    def written(cell: str) -> str:
        key = " ".join(re.findall(r"[a-z£]+", cell.lower()))
        return words.get(key, cell)

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
        return number.zfill(count) if number.isascii() and number.isdigit() and count - 1 <= len(number) <= count else cell

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
