"""Who a supplier is by a number that a register gave it; what names alone can't tell apart, it does.

Identities are those of org-id.guide: ``GB-COH-01234567`` (Companies House), ``GB-CHC-1234567``, ``GB-SC-SC012345`` and
``GB-NIC-NIC100123`` (the charity registers of England and Wales, Scotland, Northern Ireland). A number that can't be one is none.
"""

from __future__ import annotations

import re

_COMPANY = re.compile(
    r"[0-9]{8}|(?:AC|BR|CE|CN|CS|EN|FC|FE|GE|GN|GS|IC|IP|LP|NA|NC|NF|NI|NL|NO|NP|NR|NV|NZ|OC|OE|PC|RC|RS|SA|SC|SE|SF|SG|SI|SL|SO|SP|SR|SZ|ZC)"
    r"[0-9]{6}|R[0-9]{7}|(?:IP|SP|NP|RS)[0-9]{5}R"
)
"""Companies House's numbers, and the letters before those of other kinds and countries."""
_CHARITY = re.compile(
    r"(?P<scotland>SC[0-9]{6})|(?P<ireland>(?:NIC|NI)?1[0-9]{5})|(?P<england>[0-9]{6,7})(?:-[0-9]{1,2})?"
)


def of_numbers(company_number: str | None, charity_number: str | None) -> str | None:
    """The identity that the numbers of a payment give: the company's, else the charity's; None where neither is one."""
    return company(company_number or "") or charity(charity_number or "")


def company(number: str) -> str | None:
    """``01234567`` → ``GB-COH-01234567``; None for what is no company's number.

    Leading zeros that a spreadsheet dropped were restored when the file was read (``values/words.py``).
    """
    plain = number.strip().upper()
    return f"GB-COH-{plain}" if _COMPANY.fullmatch(plain) and _meant(plain) else None


def charity(number: str) -> str | None:
    """``1234567`` → ``GB-CHC-1234567``; a linked charity (``1234567-1``) is its own."""
    plain = number.strip().upper()
    found = _CHARITY.fullmatch(plain)
    if not found or not _meant(plain):
        return None
    if found["scotland"]:
        return f"GB-SC-{plain}"
    if plain.startswith("N"):
        return f"GB-NIC-{plain}"
    return f"GB-CHC-{plain}"


def _meant(number: str) -> bool:
    """Whether a number is more than a cell filled with one digit."""
    return len(set(filter(str.isdigit, number))) > 1
