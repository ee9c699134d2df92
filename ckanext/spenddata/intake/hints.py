"""What the name of a file and the words above its table say of it: the months, and VAT. Used only where nothing better decides."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from urllib.parse import unquote

from ckanext.spenddata.values.date_order import Days

Month = tuple[int, int]

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_NAMED = re.compile(
    r"(?<![a-z])(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[^a-z0-9]{0,3}(?:\d{1,2}(?:st|nd|rd|th)?[^a-z0-9]{1,2})?(20\d\d|\d\d)(?!\d)"
)
_YEAR_MONTH = re.compile(r"(?<!\d)(20[0-4]\d)[-_. ]?(0[1-9]|1[0-2])(?!\d)")
_YEAR_NAMED = re.compile(
    r"(?<!\d)(20[0-4]\d)[^a-z0-9]{0,2}(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?![a-z]*[^a-z0-9]{0,3}\d)"
)
_DIGITS = re.compile(r"(?<!\d)(\d\d)[-_. ]?(\d\d)(?!\d)")
"""Year and month, or month and year, of two digits each."""
_YEAR_SHORT = re.compile(r"(?<!\d)(20[0-4]\d)[-_. ]([1-9])(?!\d)")
_SHORT_YEAR = re.compile(r"(?<![\da-z])(\d?\d)[-_. ]?(20[0-4]\d)(?!\d)")
_MONTH_YEAR = re.compile(r"(?<![\d/.])(0[1-9]|1[0-2])[-_. ](20[0-4]\d)(?!\d)")
_NAME = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?"
    r"|dec(?:ember)?)"
)
_FROM_TO = re.compile(
    rf"(?<![a-z]){_NAME}[^a-z0-9]{{0,3}}(?:to|until|[-–—])[^a-z0-9]{{0,3}}{_NAME}[^a-z0-9]{{0,3}}(20\d\d|\d\d)(?!\d)"
)
"""The first month without its year: ``April to June 2026``."""
_FINANCIAL_YEAR = r"(?<!\d)(20\d\d)[-_/ ](?:20)?(\d\d)(?!\d)"
_QUARTER = r"(?<![a-z])(?:q|qtr|quarter)[^a-z0-9]{0,2}([1-4])(?!\d)"
_QUARTERS = (
    re.compile(rf"{_QUARTER}[^a-z0-9]{{0,3}}(?:(?:of|fy)[^a-z0-9]{{0,2}}){{0,2}}{_FINANCIAL_YEAR}"),
    re.compile(rf"{_FINANCIAL_YEAR}[^a-z0-9]{{0,3}}{_QUARTER}"),
)
"""Quarters of financial years, which begin in April: ``Q1 2026-27``, ``2026/27 quarter 1``."""
_GROSS = re.compile(r"\b(?:inc|incl|includes?|including|inclusive of)\.? ?vat\b|\bgross\b")
_NET = re.compile(r"\b(?:exc|excl|excludes?|excluding|ex|exclusive of|net of|less)\.? ?vat\b")
_LONGEST = 12


def months_named(texts: Iterable[str]) -> Days | None:
    """The stretch of months that texts name (``spend-feb-12.csv``); None where they name none, or more than a year."""
    found: set[Month] = set()
    for text in texts:
        words = unquote(text).lower()
        quarters, words = _quarters(words)
        found |= quarters
        found |= {
            month for first, last, year in _FROM_TO.findall(words) for month in _from_to(first, last, _year(year))
        }
        found |= {(_year(year), _MONTHS.index(month) + 1) for month, year in _NAMED.findall(words)}
        found |= {(int(year), _MONTHS.index(month) + 1) for year, month in _YEAR_NAMED.findall(words)}
        found |= {(int(year), int(month)) for year, month in _YEAR_MONTH.findall(words)}
        found |= {(int(year), int(month)) for month, year in _MONTH_YEAR.findall(words)}
    if not found:
        return None
    (first_year, first_month), (year, month) = min(found), max(found)
    if (year - first_year) * 12 + month - first_month >= _LONGEST:
        return None
    return date(first_year, first_month, 1), _days(year, month)[1]


def _from_to(first: str, last: str, year: int) -> tuple[Month, Month]:
    """The first and the last month of ``November to January 2027``, which begins in the year before."""
    start, end = (_MONTHS.index(name[:3]) + 1 for name in (first, last))
    return (year - (start > end), start), (year, end)


def _quarters(words: str) -> tuple[set[Month], str]:
    """The first and last month of the quarters of financial years in some words, and the words without them: ``2010-11`` is no November."""
    found: set[Month] = set()
    for place, pattern in enumerate(_QUARTERS):
        for match in pattern.finditer(words):
            quarter, year, end = match.groups() if place == 0 else (match[3], match[1], match[2])
            if (int(year) + 1) % 100 == int(end):
                start, begun = (int(quarter) * 3) % 12 + 1, int(year) + (quarter == "4")
                found |= {(begun, start), (begun, start + 2)}
                words = words.replace(match[0], " ")
    return found, words


def months_possible(name: str) -> tuple[Days, ...]:
    """The months that digits in the name of a file may mean: ``over-25k-1209`` September 2012, or December 2009. The dates tell which."""
    words = unquote(name).lower()
    found = [(2000 + int(one), int(two)) for one, two in _DIGITS.findall(words)]
    found += [(2000 + int(two), int(one)) for one, two in _DIGITS.findall(words)]
    found += [(int(year), int(month)) for year, month in _YEAR_SHORT.findall(words)]
    found += [(int(year), int(month)) for month, year in _SHORT_YEAR.findall(words)]
    return tuple(_days(year, month) for year, month in dict.fromkeys(found) if 1 <= month <= _LONGEST)


def _days(year: int, month: int) -> Days:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _year(digits: str) -> int:
    return int(digits) if len(digits) > 2 else 2000 + int(digits)


def vat_named(texts: Iterable[str]) -> str | None:
    """``gross`` or ``net_of_all_vat`` where the words say so of the amounts, and do not say both."""
    words = " ".join(unquote(text).lower().replace("_", " ") for text in texts)
    gross, net = _GROSS.search(words), _NET.search(words)
    if bool(gross) == bool(net):
        return None
    return "gross" if gross else "net_of_all_vat"


_COUNTED_IN = r"(?:^|[^a-z0-9 ]|\b(?:amounts?|values?|figures|payments?)) *"
"""What stands before a unit: who spends millions of pounds counts in others."""
_THOUSANDS = re.compile(
    r"(?:£|gbp|\() ?['’`‘]?000(?!\d)|(?<![0-9,])\b000['’`‘]?s\b|(?:£|\bgbp) ?k\b|\bin (?:£ ?)?(?:thousands?\b|['’`‘]?1?,?000s?(?!\d))"
    rf"|{_COUNTED_IN}thousands of pounds\b|(?:£|\bgbp) ?thousands?\b|\(thousands?\)|(?:^| )['’`‘]000(?:$|[ )])|\bx ?1,?000\b|\bt£|£t\b"
    r"|(?:\bk|\bin k )(?:£|gbp\b)|^(?:[a-z]+ ){0,2}(?:amounts?|values?|spend|cost) ?\(?k\)?$"
    r"|\bmewn miloedd\b|\bmiloedd o bunn?oedd\b"
)
_MILLIONS = re.compile(
    rf"(?:£|gbp) ?m(?:n|illions?)?\b|\bin (?:£ ?)?millions?\b|{_COUNTED_IN}millions of pounds\b|\(millions?\)|\bmewn miliynau\b"
    r"|(?:\bm|\bin m )(?:£|gbp\b)|^(?:[a-z]+ ){0,2}(?:amounts?|values?|spend|cost) ?\(?mn?\)?$"
)
_HUNDREDS = re.compile(
    r"(?:£|gbp) ?(?:['’`‘]00s?|00s)(?![0-9.,])|\(['’`‘]00s?\)|(?<![0-9,.])\b00['’`‘]?s\b|(?:£|\bgbp) ?hundreds?\b|\(hundreds\)|\bx ?100\b"
    rf"|\bin (?:£ ?)?(?:hundreds\b|['’`‘]?100s\b)|{_COUNTED_IN}hundreds of pounds\b(?! of\b)|\bmewn cannoedd\b"
)
_PENCE = re.compile(
    r"\bin pence\b|\(pence\)|\bamounts? pence\b|^pence$|^(?:[a-z]+ ){0,2}(?:amounts?|values?) ?\(?p\)?$"
)


def unit_named(texts: Iterable[str]) -> str | None:
    """``hundreds``, ``thousands``, ``millions`` or ``pence`` where the words say that amounts are counted in them."""
    words = [unquote(text).lower().replace("_", " ") for text in texts]
    if any(_THOUSANDS.search(text) for text in words):
        return "thousands"
    if any(_MILLIONS.search(text) for text in words):
        return "millions"
    if any(_HUNDREDS.search(text) for text in words):
        return "hundreds"
    return "pence" if any(_PENCE.search(text) for text in words) else None


_CURRENCY = re.compile(
    r"\b(?:(?:all|the|these) )?(?:amounts?|figures|values|payments|sums|prices|totals)\b[^.;]{0,40}?\b(?:in|as) "
    r"((?:us |u\.s\. |american |canadian |australian )?(?:euros?|eur|dollars?|usd|cad|aud|chf|swiss francs?)\b(?! (?:zone|tunnel)))"
)


_OF_CURRENCY = re.compile(
    r"\W*(?:in )?(?:eur|euros?|usd|us dollars?|dollars?|[€$])\W*"
    r"|.*\b(?:eur|euros?|usd|us dollars?|dollars?)(?: currency)? "
    r"(?:(?:bank )?(?:accounts?|a/c)|payments?|invoices?|spend|expenditure|ledger|transactions?)\b.*"
)
"""A heading, or the name of a sheet, that is a currency's or that of an account in it."""


_IN_NAME = re.compile(r"(?<![a-z])(?:eur|euros?|usd|us dollars?|dollars?)(?![a-z])")


def currency_of_name(name: str) -> str | None:
    """Another currency than pounds that the name of a file has in it; None where it has none."""
    found = _IN_NAME.search(unquote(name).lower().replace("_", " "))
    return found[0] if found else None


def currency_named(texts: Iterable[str]) -> str | None:
    """The sentence that says of all amounts that they are in another currency than pounds; None where none does."""
    said = ((text, text.lower()) for text in texts)
    return next((text for text, words in said if _CURRENCY.search(words) or _OF_CURRENCY.fullmatch(words)), None)
