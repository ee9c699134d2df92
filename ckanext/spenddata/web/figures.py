"""Figures and dates as pages write them, in the reader's language.

Money comes as pounds (a string such as ``-1234.50``, a Decimal or a whole number); nothing here makes a float of it.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from ckan.plugins import toolkit as tk

from ckanext.spenddata.values.calendar import LONDON
from ckanext.spenddata.values.periods import Period, PeriodError
from ckanext.spenddata.values.sums import STERLING
from ckanext.spenddata.values.vat import WORDS

MINUS = "−"
NOTHING = "–"
"""Shown where there is no figure; never a zero."""
LARGEST = Decimal(10) ** 20
"""Beyond this nothing is a figure: what somebody typed into an address may be any number, or none."""
_THOUSAND = Decimal(1000)
_SIZES = ("bytes", "kB", "MB", "GB")
_SHORT_FORMS = ((Decimal("1e9"), "bn"), (Decimal("1e6"), "m"), (Decimal("1e3"), "k"))


def _locale() -> Locale:
    try:
        return Locale.parse(tk.h.lang() or "en_GB", sep="_")
    except (UnknownLocaleError, ValueError, RuntimeError):  # no request, or a language that Babel doesn't know
        return Locale("en", "GB")


def _decimal(amount: Any) -> Decimal | None:
    if amount is None or amount == "":
        return None
    try:
        value = Decimal(str(amount))
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value) < LARGEST else None


def _signed(text: str, amount: Decimal) -> str:
    return f"{MINUS}{text}" if amount < 0 else text


def spenddata_pounds(amount: Any, pence: bool = False) -> str:
    """An amount in pounds: ``£1,235``, with ``pence`` ``£1,234.50``; a credit shows its minus."""
    value = _decimal(amount)
    if value is None:
        return NOTHING
    value = value.quantize(Decimal("0.01") if pence else Decimal(1), ROUND_HALF_UP)
    figures = format_decimal(abs(value), format="#,##0.00" if pence else "#,##0", locale=_locale())
    return _signed(f"£{figures}", value)


def spenddata_money(amount: Any, currency: str | None, pence: bool = False) -> str:
    """An amount in its own currency: as ``spenddata_pounds`` has it, else ``1,234.50 EUR``. Sterling where none is told."""
    value = _decimal(amount)
    if value is None or (currency or STERLING) == STERLING:
        return spenddata_pounds(amount, pence)
    figures = format_decimal(abs(value), format="#,##0.00", locale=_locale())
    return _signed(f"{figures} {currency}", value)


def spenddata_sum(amount: Any, rows: Any, pence: bool = False) -> str:
    """A sum of some payments in pounds; *Mixed* where there are payments, and their amounts are never in one sum."""
    return tk._("Mixed") if amount in (None, "") and _decimal(rows) else spenddata_pounds(amount, pence)


def spenddata_when(months: str) -> str:
    """When, as it follows a verb: *in April 2026*, *from April to June 2026*."""
    return (tk._("from {months}") if " to " in months else tk._("in {months}")).format(months=months)


def spenddata_pounds_short(amount: Any) -> str:
    """An amount for a headline: ``£1.4m``; below a thousand in full."""
    value = _decimal(amount)
    if value is None:
        return NOTHING
    if abs(value) < _THOUSAND:
        return spenddata_pounds(value)
    for size, unit in _SHORT_FORMS:
        scaled = (abs(value) / size).quantize(Decimal("0.1"), ROUND_HALF_UP)
        if scaled >= 1:
            figures = format_decimal(scaled, format="#,##0.#", locale=_locale())
            return _signed(f"£{figures}{unit}", value)
    return spenddata_pounds(value)


def spenddata_count(number: Any) -> str:
    """A whole number with separators; a dash where there is none."""
    value = _decimal(number)
    return NOTHING if value is None else _signed(format_decimal(abs(value), format="#,##0", locale=_locale()), value)


def spenddata_percent(share: Any) -> str:
    """A share between 0 and 1 in per cent, without decimals: ``42%``; ``under 1%`` where that would read as nothing."""
    value = _decimal(share)
    if value is None:
        return NOTHING
    hundredths = (abs(value) * 100).quantize(Decimal(1), ROUND_HALF_UP)
    if hundredths == 0 and value != 0:
        return tk._("under 1%")
    return _signed(f"{hundredths}%", value)


def spenddata_vat(basis: str) -> str:
    """What amounts are with regard to VAT, in words that follow “amounts are”."""
    return str(tk._(WORDS[basis])) if basis in WORDS else basis


def spenddata_size(size: Any) -> str:
    """Size of a file: ``1.2 MB``."""
    value = _decimal(size)
    if value is None:
        return NOTHING
    power = sum(value >= _THOUSAND**step for step in range(1, len(_SIZES)))
    value, unit = value / _THOUSAND**power, _SIZES[power]
    figures = format_decimal(value, format="#,##0" if unit == "bytes" else "#,##0.#", locale=_locale())
    return f"{figures} {unit}"


def spenddata_date(day: Any) -> str:
    """A day in words: ``4 April 2026``. Takes a date, an instant or their ISO form."""
    moment = _moment(day)
    if moment is None:
        return NOTHING
    return format_date(moment.date() if isinstance(moment, datetime) else moment, "d MMMM y", locale=_locale())


def spenddata_time(instant: Any) -> str:
    """An instant in words, in London: ``4 April 2026, 14:05``."""
    moment = _moment(instant)
    if not isinstance(moment, datetime):
        return spenddata_date(instant)
    return format_datetime(moment, "d MMMM y, HH:mm", locale=_locale())


def _moment(value: Any) -> date | datetime | None:
    """A date, or an instant in London time; an instant without a zone is UTC."""
    if isinstance(value, str) and value:
        try:
            value = datetime.fromisoformat(value) if len(value) > len("2026-04-04") else date.fromisoformat(value)
        except ValueError:
            return None
    if isinstance(value, datetime):
        aware = value if value.tzinfo else value.replace(tzinfo=ZoneInfo("UTC"))
        return aware.astimezone(LONDON)
    return value if isinstance(value, date) else None


def spenddata_period(text: Any) -> str:
    """A period in words: ``April 2026``, ``January to March 2026``; what is none is shown as it is."""
    try:
        return Period.parse(str(text)).title if text else NOTHING
    except PeriodError:
        return str(text) if text else NOTHING
