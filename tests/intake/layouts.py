"""Files in the layouts of ``layouts.txt``, with what is true of them. All bodies and names are fictional."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from tests.intake import corpus
from tests.intake.corpus import Payment, amount

PAYMENTS = corpus.payments(14, seed=11)

FIELDS = {
    "amt": "amount",
    "area": "expense_area",
    "cap": "expenditure_type",
    "cat": "category_local",
    "ch": "supplier_charity_number",
    "co": "supplier_company_number",
    "con": "contract_reference",
    "cpv": "cpv_code",
    "cur": "currency",
    "day": "payment_date",
    "desc": "description",
    "ent": "entity",
    "fam": "department_family",
    "firm": "supplier_name",
    "grant": "vcse_grant",
    "irr": "irrecoverable_vat",
    "mcc": "merchant_category_code",
    "mcct": "category_local",
    "pc": "supplier_postcode",
    "pclass": "proclass_code",
    "proj": "project_code",
    "ref": "transaction_number",
    "sid": "supplier_local_id",
    "st": "supplier_type",
    "svc": "service_category_label",
    "type": "expense_type",
}
"""Kind of a column → the field that it holds; the others hold none."""


@dataclass(frozen=True)
class Forms:
    """How dates and amounts are written."""

    day: Callable[[date], str] = lambda day: f"{day:%d/%m/%Y}"
    pence: Callable[[int], str] = amount


def _of(*cells: str) -> Callable[[int, Payment, Forms], str]:
    return lambda i, _payment, _forms: cells[i % len(cells)]


def _money(pence: Callable[[int], int | None]) -> Callable[[int, Payment, Forms], str]:
    def cell(_i: int, payment: Payment, forms: Forms) -> str:
        value = pence(payment.pence)
        return "" if value is None else forms.pence(value)

    return cell


def _day(days: int) -> Callable[[int, Payment, Forms], str]:
    return lambda i, payment, forms: forms.day(payment.day + timedelta(days=days + (i % 3 if days else 0)))


KINDS: dict[str, Callable[[int, Payment, Forms], str]] = {
    "addr": lambda i, _p, _f: f"{i + 1} High Street",
    "amt": _money(lambda pence: pence),
    "area": lambda _i, p, _f: p.area,
    "bal": _money(lambda pence: 10_000_000_000 - pence),
    "blank": _of(""),
    "cap": _of("Revenue", "Capital"),
    "card": _of("A Pine", "B Oak", "C Elm"),
    "cardno": lambda i, _p, _f: f"XXXXXXXXXXXX{1000 + i}",
    "cat": _of("Construction", "Professional Services", "Social Care"),
    "ccode": lambda i, _p, _f: f"R{1200 + i * 13 % 70}",
    "ch": lambda i, _p, _f: str(1100234 + i) if i % 3 == 0 else "",
    "co": lambda i, _p, _f: f"0{1234567 + i * 91}",
    "code": lambda i, _p, _f: str(41000 + i * 7 % 90),
    "con": lambda i, _p, _f: f"DN{500000 + i * 11}",
    "cpv": _of("45233141", "79212000", "98000000"),
    "credit": _money(lambda pence: -pence if pence < 0 else None),
    "credit0": _money(lambda pence: max(-pence, 0)),
    "creditneg": _money(lambda pence: pence if pence < 0 else None),
    "cur": _of("GBP"),
    "day": _day(0),
    "debit": _money(lambda pence: pence if pence >= 0 else None),
    "debit0": _money(lambda pence: max(pence, 0)),
    "desc": lambda _i, p, _f: p.purpose,
    "ent": _of("Birchford"),
    "fam": _of("Department for Examples"),
    "firm": lambda _i, p, _f: p.supplier,
    "fy": _of("2026/27"),
    "grant": _of("Yes", "No"),
    "gross": _money(lambda pence: pence + pence // 5),
    "idate": _day(-25),
    "inv": lambda i, _p, _f: f"INV{1000 + i * 97}",
    "irr": _money(lambda pence: abs(pence) // 50 if pence % 4 == 0 else 0),
    "ldate": _day(4),
    "line": lambda i, _p, _f: str(i + 1),
    "mcc": _of("5942", "7011", "4111", "5812"),
    "mcct": _of("Book Stores", "Hotels", "Rail", "Restaurants"),
    "name": _of("Pat Pine", "Sam Oak", "Jo Elm"),
    "origamt": _money(lambda pence: pence * 2 + 7),
    "origcur": _of("GBP", "USD", "EUR"),
    "other": _money(lambda pence: pence * 3 + 117),
    "pc": lambda i, _p, _f: f"BF{i % 9 + 1} {i % 8 + 1}AB",
    "pclass": _of("110000", "201500", "321111"),
    "per": lambda _i, p, _f: f"{p.day:%b-%y}",
    "perno": _of("2"),
    "po": lambda i, _p, _f: f"PO45{100 + i * 31}",
    "proj": lambda i, _p, _f: f"P{100 + i}",
    "qty": _of("1", "2", "3", "4"),
    "ref": lambda _i, p, _f: p.reference,
    "sid": lambda i, _p, _f: str(100200 + i * 37 % 900),
    "st": _of("SME", "Large", "VCS"),
    "status": _of("Paid"),
    "svc": _of("Adult social care", "Highways"),
    "ttype": lambda _i, p, _f: "PI" if p.pence > 0 else "PC",
    "type": lambda _i, p, _f: p.kind,
    "vat": _money(lambda pence: pence // 5),
    "vatno": lambda i, _p, _f: f"GB{100200300 + i}",
    "vfm": _of("Competitive tender"),
    "x": _of("Alpha", "Beta", "Gamma"),
    "x:Q1 2026/27": _of("Q1 2026/27"),
    "x:USD": _of("USD"),
    "yn": _of("Y", "N"),
}
"""Kind of a column → its cell in a row: number of the row, payment, how things are written."""


@dataclass(frozen=True)
class Layout:
    """One line of the table: the titles, the kind of each column, and the field that it must be taken for."""

    line: str
    titles: tuple[str, ...]
    kinds: tuple[str, ...]
    fields: tuple[str, ...]
    """Empty for none, ``?`` for whichever."""

    @staticmethod
    def of(line: str) -> Layout:
        """Read a line."""
        titles, kinds, fields = [], [], []
        for column in line.split(" | "):
            title, _, said = column.rpartition("=")
            kind, arrow, name = said.partition(">")
            titles.append(title.replace("\\n", "\n"))
            kinds.append(kind)
            fields.append({"-": ""}.get(name, name) if arrow else FIELDS.get(kind, ""))
        return Layout(line, tuple(titles), tuple(kinds), tuple(fields))

    def text(self, forms: Forms | None = None) -> str:
        """A file in this layout."""
        forms = forms or Forms()
        rows = [[KINDS[kind](i, payment, forms) for kind in self.kinds] for i, payment in enumerate(PAYMENTS)]
        return corpus.csv_text([list(self.titles), *rows])


def layouts(wanted: str) -> Iterator[Layout]:
    """The layouts of a section: ``read``, ``ask`` or ``not read``."""
    section = ""
    for line in Path(__file__).with_name("layouts.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif section == wanted and line.strip():
            yield Layout.of(line)
