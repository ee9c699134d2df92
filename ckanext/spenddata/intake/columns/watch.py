"""What of a layout is looked at in every row, and the looking: the words and second amounts beside the amounts (``beside``)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

import polars as pl

from ckanext.spenddata.intake import total_words
from ckanext.spenddata.intake.columns import credit_words, deductions, mirrors, undone, unpaid_words
from ckanext.spenddata.intake.columns.beside import Beside, Signs, Spread, Turns
from ckanext.spenddata.values import money, text

Cells = Callable[[int], pl.Series]
"""Number of a column → its cells."""
Said = Callable[[int], Set[str]]
"""Number of a column → its different words."""
_WITH_PENCE = r"\.[0-9]{2}\b"
_PADDED = r"^\s*[-+]?0[0-9]{4,}\s*[-+]?\s*$"
_SOMETHING = "[1-9]"
_SOMETHING_SAID = r"[\pL1-9]"
_NARRATED = f"{unpaid_words.NARRATED}|{deductions.SIGN}|{undone.SIGN}"
_NOTED = f"{credit_words.SIGN_OF}|{unpaid_words.SIGN_OF}|{undone.SIGN}"


@dataclass(frozen=True)
class Watch:
    """Which columns of a layout are looked at in every row, and for what."""

    amount: int
    signs: tuple[int, ...] = ()
    """Columns whose title says that they tell credits from debits."""
    documents: tuple[int, ...] = ()
    """Columns whose title says that they hold types of documents."""
    statuses: tuple[int, ...] = ()
    """Columns whose title says that they hold what became of documents, or how they were paid."""
    notes: tuple[int, ...] = ()
    """Columns of what people noted beside the amounts."""
    narratives: tuple[int, ...] = ()
    """Columns of descriptions, each of which may begin with what it is."""
    references: tuple[int, ...] = ()
    """Columns of references, of which some may be those of credit notes."""
    supplier: int | None = None
    dates: int | None = None
    reference: int | None = None
    kinds: tuple[int, ...] = ()
    """Other columns of few words."""
    areas: tuple[int, ...] = ()
    """Those of them in which codes are no kinds."""
    types: tuple[int, ...] = ()
    """Those of them whose title says that they hold types of something."""
    credits: tuple[int, ...] = ()
    """Columns of credits."""
    debits: bool = False
    """True where the amounts are said to be debits."""
    currency: int | None = None
    foreign_beside: bool = False
    """True where another column holds the amounts in the currency that was paid in."""
    twins: tuple[tuple[int, int], ...] = ()
    """Columns of which one was passed over as a copy of the other."""
    colours: bool = False
    """True where some of the amounts are in red or struck through."""
    flags: tuple[int, ...] = ()
    """Columns in which anything that is filled says of its row that it was cancelled."""
    cleared: tuple[int, ...] = ()
    """Columns that are blank where an item is still open."""
    scales: tuple[int, ...] = ()
    """Columns that say what the amount of each row is counted in, or at which rate it was exchanged."""

    @property
    def unlike(self) -> tuple[int, ...]:
        """Columns in which an invoice and its credit note are not the same."""
        return tuple(number for number in (self.dates, self.reference) if number is not None)

    def look(self, cells: Cells) -> Beside:
        """What the rows say."""
        amounts = cells(self.amount)
        spread: dict[int, Spread] = {}
        # Read where a word says something, and then once.
        pence = cache(lambda: money.column(amounts)["value"])
        said = cache(lambda number: _words_in(cells(number)))
        words = {
            number: self._less_totals(column, _words(column, pence()), cells, pence)
            for number, column in self._saying(cells, said)
        }
        words |= self._shown(cells, words, pence)
        words |= self._mirrors(cells, said, pence, words.keys())
        for number in self.references:
            if (marked := _marked_references(cells(number))) is not None:
                words[number] = _references(cells(number), marked, pence())
                if self.supplier is not None:
                    spread[number] = _spread(cells(self.supplier), marked)
        currencies = cells(self.currency).unique().drop_nulls() if self.currency else pl.Series(dtype=pl.String)
        with_pence = int(amounts.str.contains(_WITH_PENCE).sum())
        return Beside(
            words,
            spread,
            {number: _turns(amounts, cells(number)) for number in self.credits},
            frozenset(currencies),
            int((amounts.str.strip_chars(text.BLANKS).str.len_bytes() > 0).sum()),
            with_pence,
            all(cells(one).equals(cells(other)) for one, other in self.twins),
            0 if with_pence else int(amounts.str.contains(_PADDED).sum()),
        )

    def _saying(self, cells: Cells, said: Said) -> Iterator[tuple[int, pl.Series]]:
        """The columns whose words may say something, without those cells that can't."""
        for number in (*self.signs, *self.documents, *self.statuses, *self.flags, *self.scales):
            yield number, cells(number)
        kinds = [n for n in self.kinds if _says_something(said(n), codes=n not in self.areas, typed=n in self.types)]
        for number in kinds:
            yield number, cells(number)
        narratives = ((number, _NARRATED) for number in self.narratives if number not in kinds)
        for number, sign in (*((number, _NOTED) for number in self.notes), *narratives):
            noted = cells(number).str.contains(sign).fill_null(value=False)
            if noted.any():
                yield number, pl.select(pl.when(noted).then(cells(number))).to_series()
        for number in self.credits:
            if credit_words.is_flag(said(number)):
                yield number, cells(number)
        for number in self.cleared:
            yield number, self._open_items(cells, number)
        if self.colours:
            yield -self.amount, self._red_payments(cells)

    def _shown(
        self, cells: Cells, words: Mapping[int, Mapping[str, Signs]], pence: Callable[[], pl.Series]
    ) -> Iterator[tuple[int, Mapping[str, Signs]]]:
        """The words of columns that name what was kept back of an invoice or undone, with how many of their rows are shown to be so."""
        if self.supplier is None:
            return
        for number in (*self.documents, *self.statuses, *self.notes, *self.kinds, *self.narratives):
            said = words.get(number, {})
            shown: dict[str, int] = {}
            if any(map(deductions.is_one, said)):
                reference, day = (None if each is None else cells(each) for each in (self.reference, self.dates))
                around = deductions.Around(cells(self.supplier), reference, day)
                shown |= _counts(cells(number), deductions.taken_off(cells(number), pence(), around))
            if any(map(undone.is_one, said)):
                shown |= _counts(cells(number), undone.mirrored(cells(number), pence(), cells(self.supplier)))
            if shown:
                yield (
                    number,
                    {
                        word: each._replace(shown=sum(shown.get(cell, 0) for cell in each.written))
                        for word, each in said.items()
                    },
                )

    def _mirrors(
        self, cells: Cells, said: Said, pence: Callable[[], pl.Series], known: Set[int]
    ) -> Iterator[tuple[int, Mapping[str, Signs]]]:
        """Codes that no list knows, with how often one of them has the amounts of another; none where an amount has a minus."""
        if self.supplier is None or not self.unlike:
            return
        for number in (*self.documents, *(each for each in self.kinds if each not in {*known, *self.areas})):
            if mirrors.may_tell_credits(said(number)) and not (pence() < 0).any():
                unlike = [cells(each) for each in self.unlike]
                counts = mirrors.counted(cells(number), pence(), cells(self.supplier), unlike)
                yield number, _words(cells(number), pence(), counts)

    def _less_totals(
        self, column: pl.Series, words: Mapping[str, Signs], cells: Cells, pence: Callable[[], pl.Series]
    ) -> Mapping[str, Signs]:
        """The words of a column but those that stand as labels in total rows alone: where nobody is named and no day, they are left out."""
        labels = {word for word in unpaid_words.sums_up(words.keys()) if total_words.names_total(word)}
        if not labels or self.supplier is None:
            return words
        named = [cells(number).str.contains(r"\S") for number in (self.supplier, self.dates) if number is not None]
        paid = pl.select(pl.any_horizontal(named).fill_null(value=False)).to_series()
        of_payments = _words(column.filter(paid), pence().filter(paid))
        return {
            word: of_payments.get(word, signs) if word in labels else signs
            for word, signs in words.items()
            if word not in labels - of_payments.keys()
        }

    def _open_items(self, cells: Cells, number: int) -> pl.Series:
        """The word for an open item in each row that names a supplier and has nothing here, as totals have."""
        filled = cells(number).str.contains(_SOMETHING_SAID).fill_null(value=False)
        named = filled if self.supplier is None else cells(self.supplier).str.contains(r"\S").fill_null(value=False)
        return pl.select(pl.when(named & ~filled).then(pl.lit(unpaid_words.OPEN))).to_series()

    def _red_payments(self, cells: Cells) -> pl.Series:
        """What the colours say of payments; a total in red is only to be seen."""
        red = cells(-self.amount)
        if self.supplier is None:
            return red
        supplier = cells(self.supplier)
        paid = supplier.str.contains(r"\S") & ~supplier.str.contains(r"(?i)total")
        return pl.select(pl.when(paid).then(red)).to_series()


def _words_in(column: pl.Series) -> set[str]:
    return {credit_words.word(cell) for cell in column.unique().drop_nulls()}


def _says_something(words: Set[str], *, codes: bool, typed: bool) -> bool:
    """True where a word in a column may say credit or unpaid, whatever it is called; a code may only where it is no area's."""
    if not codes:
        return any(credit_words.is_plain(word) for word in words)
    said = credit_words.credits_among(words, titled=False, typed=typed) or unpaid_words.among(words, status=False)
    return bool(said) or any(deductions.is_one(word) or undone.is_one(word) for word in words)


def _counts(column: pl.Series, found: pl.Series) -> dict[str, int]:
    return dict(column.filter(found).value_counts().iter_rows())


def _words(
    column: pl.Series, pence: pl.Series, mirrored: Mapping[str, tuple[int, int]] = MappingProxyType({})
) -> Mapping[str, Signs]:
    """The words of a column with the amounts beside them."""
    found: dict[str, Signs] = {}
    frame = pl.DataFrame({"cell": column.fill_null(""), "pence": pence})
    counted = frame.group_by("cell").agg(plus=(pl.col("pence") > 0).sum(), minus=(pl.col("pence") < 0).sum())
    for cell, plus, minus in counted.iter_rows():
        word = credit_words.word(cell)
        found[word] = found.get(word, Signs()).and_(Signs(plus, minus, frozenset({cell}), *mirrored.get(cell, ())))
    return found


def _marked_references(column: pl.Series) -> pl.Series | None:
    """Which references of a column are those of credit notes; None where none is."""
    marked = column.str.contains(credit_words.REFERENCE).fill_null(value=False)
    return marked if marked.any() else None


def _references(column: pl.Series, marked: pl.Series, pence: pl.Series) -> Mapping[str, Signs]:
    """The references of credit notes as one word, all others as none, with the amounts beside them."""
    found = {"": pence.filter(~marked), credit_words.NOTE: pence.filter(marked)}
    written = {credit_words.NOTE: frozenset(column.filter(marked))}
    return {
        word: Signs(int((beside > 0).sum()), int((beside < 0).sum()), written.get(word, frozenset()))
        for word, beside in found.items()
    }


def _spread(suppliers: pl.Series, marked: pl.Series) -> Spread:
    """How many suppliers with several payments there are, and how many of them have one of the references that are marked."""
    by_supplier = pl.DataFrame({"supplier": suppliers, "marked": marked}).drop_nulls().group_by("supplier")
    several = by_supplier.agg(pl.len(), pl.col("marked").any()).filter(pl.col("len") > 1)
    return Spread(int(several["marked"].sum()), several.height)


def _turns(amounts: pl.Series, others: pl.Series) -> Turns:
    one = amounts.str.contains(_SOMETHING).fill_null(value=False)
    two = others.str.contains(_SOMETHING).fill_null(value=False)
    filled = others.filter(others.str.strip_chars(text.BLANKS).str.len_bytes() > 0)
    read = int(money.column(filled)["fault"].is_null().sum())
    paid, credited = (money.column(cells.filter(one & two))["value"] for cells in (amounts, others))
    return Turns(int((paid != -credited.abs()).sum()), bool((two & ~one).any()), read, len(filled))
