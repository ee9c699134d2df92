"""Which rows of a table are payments, and what the others are.

A row with a date and an amount is a payment, whoever its supplier: nothing is left out for its name. Only the rows that miss one of
the two are looked at one by one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from ckanext.spenddata.intake import total_words
from ckanext.spenddata.intake.reading import TotalRow
from ckanext.spenddata.intake.tables.find import Table
from ckanext.spenddata.values import money, text

_FAR_BACK, _NEAR_BACK = 500, 50
"""So many rows above a total are looked at for those that it sums up; fewer where nothing calls it one."""
_FILL_FIELDS = ("department_family", "entity", "expense_area")
"""Columns that people fill down below the last payment."""


@dataclass(frozen=True)
class Sums:
    """The amounts of a table in pence, and their running sum."""

    amounts: pl.Series
    running: pl.Series

    @staticmethod
    def of(amounts: pl.Series) -> Sums:
        """Of the amounts of a table, null where there is none."""
        return Sums(amounts, amounts.fill_null(0).cum_sum())

    def before(self, place: int) -> int:
        """Sum of the amounts above a row."""
        return self.running[place - 1] if place else 0

    def all(self) -> int:
        """Sum of all."""
        return self.running[-1] if len(self.running) else 0


def which_are_payments(table: Table, amounts: pl.Series, date_states: pl.Series | None) -> tuple[pl.Series, int]:
    """True for each row of ``table`` that is a payment, and the pence above its last total; the others are noted in ``table.left_out``.

    Args:
        table: the table.
        amounts: its amounts in pence, null where there is none.
        date_states: for each row ``read``, ``blank`` or why the date could not be read; None where the table has no dates.
    """
    dated = date_states == "read" if date_states is not None else pl.repeat(value=False, n=len(amounts), eager=True)
    sure = amounts.is_not_null() & dated
    supplier = table.column("supplier_name")
    nobody = supplier.is_null() if supplier is not None else pl.repeat(value=True, n=len(amounts), eager=True)
    odd = ~sure
    dateless = date_states is None or not dated.any()
    judge = _Judge(table, Sums.of(amounts), date_states, dateless=dateless)
    kinds = judge.kinds(odd.arg_true().to_list())
    if supplier is not None and not dateless:
        reference = table.column("transaction_number")
        # A payment has one: so only few of the names of a large table are looked at.
        places = (sure if reference is None else sure & (nobody | reference.is_null())).arg_true()
        named = nobody.gather(places) | supplier.gather(places).str.contains(total_words.NAMED_TOTAL)
        kinds |= judge.dated_totals(places.filter(named.fill_null(value=False)).to_list())
    for place, kind in sorted(kinds.items()):
        table.leave_out(kind, table.start + place)
        if kind == "total" and (pence := amounts[place]) is not None:
            table.totals.append(TotalRow(table.grid.number(table.start + place), pence, _label(table.body.row(place))))
    keep = pl.repeat(value=True, n=len(amounts), dtype=pl.Boolean, eager=True)
    return keep.scatter(list(kinds), False) if kinds else keep, judge.last_total


def _label(row: Sequence[str | None]) -> str:
    """The words of a row."""
    return " ".join(cell for cell in row if cell and any(letter.isalpha() for letter in cell))


class _Judge:
    """Tells the kind of the rows of one table that are not plainly payments."""

    def __init__(self, table: Table, sums: Sums, states: pl.Series | None, *, dateless: bool) -> None:
        self.table, self.sums, self.states, self.dateless = table, sums, states, dateless
        numbers = {name: mapped.column - 1 for name, mapped in table.layout.fields.items()}
        somewhere = sums.amounts.is_not_null().arg_true()
        self.first, self.last = (somewhere[0], somewhere[-1]) if len(somewhere) else (len(sums.amounts), 0)
        """Places of the first and the last amount."""
        self.mapped = set(numbers.values())
        self.amount = numbers.get("amount")
        self.supplier = numbers.get("supplier_name")
        self.reference = numbers.get("transaction_number")
        self.fill = {numbers[name] for name in _FILL_FIELDS if name in numbers}
        self.key = table.header.key() if table.header else ()
        self.taken_out = -table.above.pence if table.above else 0
        """Pence in the total rows met so far, which are in the running sum and are no payments; less what was paid in pieces above."""
        self.last_total = table.above.last_total if table.above else 0
        """Sum of the payments above the last total row."""
        self.totals = {0, self.last_total}
        """Sums of the payments above each total row: what stands between one of them and here may be summed up here."""
        self.last_total_place = -1
        self.total_places: set[int] = set()
        self.totals_met = 0
        self.doubtful = {row - table.start for row in (*table.grid.repairs.doubtful, *table.grid.repairs.cut)}
        """Places of records whose cells could not be told apart, or that are cut: what they hold is not lost for that."""

    def kinds(self, places: Sequence[int]) -> dict[int, str]:
        """Kind of each row that is no payment, by place in the table."""
        cells = self.table.body
        found: dict[int, str] = {}
        known: dict[tuple[str | None, ...], str] = {}
        plain = self._plainly_payments(places)
        for place, row, payment in zip(places, cells[list(places)].iter_rows(), plain, strict=True):
            if payment:
                continue
            if (kind := known.get(row)) is None:
                kind = self._kind(place, [text.trimmed(cell or "") for cell in row])
                if kind in {"blank", "filler"}:
                    known[row] = kind
            if kind != "payment":
                found[place] = kind
            if kind == "total":
                self.taken_out += self.sums.amounts[place] or 0
                self.totals_met += self.sums.amounts[place] is not None
                self.last_total = self._above(place + 1)
                self.last_total_place = place
                self.total_places.add(place)
                self.totals.add(self.last_total)
        return found

    def _plainly_payments(self, places: Sequence[int]) -> list[bool]:
        """Rows that need no closer look: somebody was paid, and the date was read or a reference stands by the amount.

        A name with a date and no amount may be that of who signed the list.
        """
        if self.supplier is None:
            return [False] * len(places)
        cells = self.table.body[list(places)]
        dated = self.states.gather(places).cast(pl.String) == "read" if self.states is not None else pl.lit(value=False)
        if self.reference is None:
            referenced = pl.lit(value=False)
        else:
            reference = pl.col(str(self.reference + 1))
            referenced = self.sums.amounts.gather(places).is_not_null() & (
                reference.str.contains("[0-9]") & ~reference.str.contains(total_words.LABELLING)
            )
        supplier = pl.col(str(self.supplier + 1))
        somebody = supplier.str.contains(r"[\p{L}\p{N}]") & ~supplier.str.contains(total_words.SIGNED_OFF)
        somebody &= dated | ~supplier.str.contains(total_words.NAMED_TOTAL)
        for number in self.fill:
            somebody &= ~pl.col(str(number + 1)).str.contains("(?i)total").fill_null(value=False)
        amountless = self.sums.amounts.gather(places).is_null()
        for number in self.mapped - {self.supplier}:
            signed = pl.col(str(number + 1)).str.contains(total_words.SIGNED_OFF).fill_null(value=False)
            somebody &= ~(signed & amountless)
        return cells.select((somebody & (dated | referenced)).fill_null(value=False).alias("plain"))["plain"].to_list()

    def dated_totals(self, places: Sequence[int]) -> dict[int, str]:
        """Rows with a date and an amount, whose amount is the sum of all above: nobody was paid there, or “Total” was.

        So are those that are called a total and sum up the payments right above: several of them where it may be a supplier's name.
        """
        found: dict[int, str] = {}
        later = sorted(self.total_places, reverse=True)
        self.taken_out -= sum(self.sums.amounts[each] or 0 for each in later)
        for place in places:
            while later and later[-1] < place:
                self.taken_out += self.sums.amounts[later.pop()] or 0
            row = self.table.body.row(place)
            of_all = sum(1 for cell in row if cell) <= 3 and self.sums.amounts[place] == self._above(place)
            of_all &= not (name := row[self.supplier or 0]) or total_words.is_label(name)
            if place > 0 and ((place > 1 and of_all) or self._is_dated_total(place, row)):
                found[place] = "total"
                self.total_places.add(place)
                self.taken_out += self.sums.amounts[place] or 0
        return found

    def _is_dated_total(self, place: int, row: Sequence[str | None]) -> bool:
        label = row[self.supplier or 0] or ""
        if not total_words.is_label(label) or (self.reference is not None and row[self.reference]):
            return False
        several = not total_words.may_name_total_of_one(label, self.table.body.row(place - 1))
        of_all = place > several and self.sums.amounts[place] == self._above(place)
        return of_all or self._sums_some(place, several=several)

    def _above(self, place: int) -> int:
        return self.sums.before(place) - self.taken_out

    def _kind(self, place: int, row: list[str]) -> str:
        filled = {i: cell for i, cell in enumerate(row) if cell and not text.is_dash(cell)}
        if not any(row):
            return "blank"
        if place in self.doubtful:
            return "payment"
        if not any(character.isalnum() for cell in filled.values() for character in cell):
            return "filler"
        if self._repeats_header(row) or total_words.numbers_columns(row):
            return "repeated_header"
        meant = {i: cell for i, cell in filled.items() if i in self.mapped}
        if (set(meant) <= self.fill and len(meant) > 1) or self._only_zero(meant):
            return "filler"
        if self.sums.amounts[place] is not None:
            return "total" if self._is_total(place, filled) else "payment"
        return self._without_amount(place, meant or filled)

    def _repeats_header(self, row: list[str]) -> bool:
        keys = tuple(text.title_key(cell) for cell in row)
        same = sum(1 for key, title in zip(keys, self.key, strict=False) if key and key == title)
        return same > 1 and same * 2 > sum(1 for key in keys if key)

    def _only_zero(self, filled: dict[int, str]) -> bool:
        return set(filled) <= self.fill | {self.amount} and money.read(filled.get(self.amount or 0, "")).pence == 0

    def _is_total(self, place: int, filled: dict[int, str]) -> bool:
        """True for the sum of rows above, named so or not."""
        if self.states is not None and self.states[place] == "read":
            return False
        amount, above = self.sums.amounts[place], self._above(place)
        words = {
            i: cell
            for i, cell in filled.items()
            if any(c.isalpha() for c in cell) and i not in self.fill and i != self.amount
        }
        labels = [i for i, cell in words.items() if total_words.may_name_total(cell)]
        words = {i: cell for i, cell in words.items() if i in self.mapped or i in labels}
        sums = place > 0 and (above - amount in self.totals or amount == -above)
        if sums and any(total_words.names_total(filled[i]) for i in self.fill & filled.keys()):
            return True  # whatever is counted beside it
        counted = sums and labels and filled.get(self.reference or 0, "") == str(self._counted(place))
        if self.reference in filled and self.reference not in labels and not counted:
            return False
        if not words and any(self._labels(filled[i], place) for i in self.fill & filled.keys()):
            return True  # and if it is not their sum, that is said
        if labels:
            label = filled[labels[0]]
            return len(words) == 1 and (self._labels(label, place) or sums or self._sums_some(place))
        if len(words) > 1:
            return False
        if self.supplier in filled:
            # A name without a date, whose amount is that of several payments above together.
            several = sums and place - self.last_total_place > 2
            return not self.dateless and (several or self._sums_some(place, filled[self.supplier]))
        below = self._is_first(place) and amount == self.sums.all() - amount and not self._is_last(place)
        return sums or below or (self._is_last(place) and not words and abs(amount) * 2 > abs(above))

    def _labels(self, label: str, place: int) -> bool:
        """True for the label of a total, and for that of the number of payments above."""
        counts = total_words.names_count(label) and self.sums.amounts[place] == 100 * self._counted(place)
        return counts or total_words.names_total(label)

    def _sums_some(self, place: int, supplier: str | None = None, *, several: bool = False) -> bool:
        """True where the amount is the sum of the payments right above, several of them and of ``supplier`` where one is named."""
        start = max(0, place - (_FAR_BACK if supplier is None else _NEAR_BACK))
        names = self.table.grid.column((self.supplier or 0) + 1)[
            self.table.start + start : self.table.start + place
        ].to_list()
        amounts = self.sums.amounts[start:place].to_list()
        summed = count = 0
        for row in range(place - 1, start - 1, -1):
            if row in self.total_places:
                continue
            if supplier is not None and text.trimmed(names[row - start] or "") != supplier:
                return False
            summed += amounts[row - start] or 0
            count += 1
            if summed == self.sums.amounts[place] and count > (several or supplier is not None):
                return True
        return False

    def _counted(self, place: int) -> int:
        """Number of payments above."""
        return int(self.sums.amounts[:place].count()) - self.totals_met

    def _is_last(self, place: int) -> bool:
        """True where no amount stands below."""
        return place >= self.last and not self.table.more_below

    def _without_amount(self, place: int, filled: dict[int, str]) -> str:
        state = self.states[place] if self.states is not None else "blank"
        unreadable = self.amount in filled
        if state == "read":
            signed = any(re.match(total_words.SIGNED_OFF, cell) for cell in filled.values())
            return "payment" if len(filled) > 1 and not signed else "note"
        words = [cell for cell in filled.values() if any(c.isalpha() for c in cell)]
        if len(words) == 1 and total_words.is_label(words[0]):
            return "total"
        wanted = {self.supplier, self.reference} - {None}
        payment = len(filled) > 2 and (bool(wanted & set(filled)) or (unreadable and self.dateless))
        numbered = any(map(str.isdigit, filled.get(self.reference or 0, "")))
        if payment and (numbered or not (unreadable and self._is_first(place))):
            return "payment"
        return "note"

    def _is_first(self, place: int) -> bool:
        """True where no amount stands above: what is there belongs to the header."""
        return place <= self.first and self.table.above is None
