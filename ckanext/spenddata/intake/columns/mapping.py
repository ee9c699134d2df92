"""Which column is which canonical field: by the titles and by the values, with a confidence and a reason for each.

The steps, each working on what the ones before left open:

0. a mapping that a person confirmed for this layout: it is all there is;
1. what a person answered;
2. the known titles, where the values agree; of several columns for one field the best ranked, and a question where the ranks leave
   more than one;
3. a title that is written twice, blank or broken: the place it has in HM Treasury's order of columns;
4. date, amount and supplier that no title gave: the values.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from ckanext.spenddata.definitions.titles import DEBIT, PERIOD, Match, Titles
from ckanext.spenddata.intake.columns import amounts, references, registers, rivals, untitled
from ckanext.spenddata.intake.columns.evidence import Profile
from ckanext.spenddata.intake.columns.labels import label, named_apart
from ckanext.spenddata.intake.columns.signature import signature
from ckanext.spenddata.intake.reading import Answers, MappedColumn, Question
from ckanext.spenddata.values import text

__all__ = ["KEY_FIELDS", "ORDER", "Column", "Layout", "label", "map_columns"]

KEY_FIELDS = ("payment_date", "amount", "supplier_name")
"""Without these a row is no payment."""

ORDER = (
    "department_family",
    "entity",
    "payment_date",
    "expense_type",
    "expense_area",
    "supplier_name",
    "transaction_number",
    "amount",
    "description",
)
"""HM Treasury's order of columns."""

_GUESSED = "no title says it"
_GROSS_RANK = rivals.WEAK_RANK
"""Amount titles of this rank and above say gross, or the total of an invoice: they give way to any other."""


@dataclass(frozen=True)
class Column:
    """One column of a table: its number from 1, its title as written, what its values look like."""

    number: int
    title: str
    profile: Profile
    cells: tuple[str, ...] = ()
    """The sample of cells that the profile was made from."""


@dataclass
class Layout:
    """The columns of a table, mapped."""

    columns: Sequence[Column]
    fields: dict[str, MappedColumn] = field(default_factory=dict)
    basis: dict[str, str] = field(default_factory=dict)
    """What the title of a date or amount says of it."""
    questions: list[Question] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    closed: frozenset[str] = frozenset()
    """Fields that no column is to be taken for, as a person said."""
    titled: bool = True
    """False where no title was known: everything is proposed from values."""
    credit: int | None = None
    """Number of the column of credits, where the amounts stand in two columns and ``amount`` is that of the debits."""
    marks: amounts.Marks | None = None
    """The column that marks the credits, where no amount has a sign of its own."""
    unit: str | None = None
    """What the amounts are counted in, where the title says so."""
    foreign: str | None = None
    """Why the amounts may not be in pounds sterling."""
    confirmed: bool = False
    """True where a person confirmed all of it."""
    numbers: frozenset[str] = frozenset()
    """Fields of references that are written like amounts."""

    def take(self, name: str, column: Column, confidence: float, why: str) -> None:
        """Map a column."""
        self.fields[name] = MappedColumn(column.title, column.number, round(confidence, 2), why)

    def wants(self, name: str) -> bool:
        """True where a field has no column yet and may have one."""
        return name not in self.fields and name not in self.closed

    def free(self) -> list[Column]:
        """Columns that no field takes."""
        taken = {mapped.column for mapped in self.fields.values()} | {self.credit}
        return [column for column in self.columns if column.number not in taken]

    def unmapped(self) -> tuple[str, ...]:
        """Titles of the columns that no field takes and that hold something."""
        return tuple(label(column) for column in self.free() if column.profile.filled or text.trimmed(column.title))

    @property
    def confidence(self) -> float:
        """The confidence of the least certain of date, amount and supplier; 0 where one of them is missing."""
        return min((self.fields[name].confidence if name in self.fields else 0.0 for name in KEY_FIELDS), default=0.0)


def map_columns(columns: Sequence[Column], titles: Titles, answers: Answers) -> Layout:
    """Map the columns of a table."""
    matches = {column.number: _meant(match, column) for column in columns if (match := titles.match(column.title))}
    layout = _confirmed(columns, matches, answers) or _mapped(columns, matches, answers)
    amounts.complete(layout, matches)
    references.find(layout)
    if not layout.confirmed:
        layout.questions += [*amounts.doubts(layout, matches, answers), *registers.doubts(layout, matches, answers)]
        layout.questions += [*rivals.doubts(layout, matches, answers), *untitled.doubts(layout)]
    return layout


def _meant(match: Match, column: Column) -> Match:
    """The first of the meanings of a title that the values agree with."""
    profile = column.profile
    if match.title.field == "supplier_local_id" and profile.companies >= _SOME and profile.textual >= _WORDY:
        # Agresso's ``SuppID(T)``: the text that belongs to an identifier.
        return match._replace(title=replace(match.title, field="supplier_name", rank=_GROSS_RANK))
    meanings = (match.title, *match.title.also)
    best = next((title for title in meanings if _fits(title.field, profile)), match.title)
    others = tuple(title for title in meanings if title is not best)
    return match._replace(title=replace(best, also=others))


def _fits(name: str, profile: Profile) -> bool:
    """True where the values speak for a field as one of several meanings of a title."""
    if name == "payment_date" and _is_amounts(profile):
        return False
    if name == "department_family":
        return profile.distinct * profile.filled <= _FAMILIES or profile.commonest >= _ONE
    return _agrees(name, profile)


_FAMILIES = 3
"""So many families of departments may be in one file; more “departments” are those of one body."""
_ONE = 0.75
"""One that so many rows have is the family, whatever else stands in the column."""


def _mapped(columns: Sequence[Column], matches: Mapping[int, Match], answers: Answers) -> Layout:
    closed = frozenset(name for name, wanted in answers.mapping.items() if not wanted)
    layout = Layout(columns, closed=closed, titled=bool(matches))
    _by_answers(layout, matches, answers.mapping)
    _by_titles(layout, matches)
    untitled.take(layout)
    _by_order(layout, matches)
    _by_values(layout, matches)
    _by_least(layout, matches)
    return layout


# 0. a confirmed mapping


def _confirmed(columns: Sequence[Column], matches: Mapping[int, Match], answers: Answers) -> Layout | None:
    """The layout as a person confirmed it; None where nobody did, or where what was confirmed earlier does not fit these values."""
    known = signature(columns)
    said = answers.layouts.get(known)
    wanted = said if said is not None else answers.remembered.get(known)
    if wanted is None:
        return None
    by_number = {column.number: column for column in columns}
    chosen = {name: by_number[number] for name, number in wanted.items() if number in by_number}
    if said is None and not (chosen and all(_agrees(name, column.profile) for name, column in chosen.items())):
        return None
    layout = Layout(columns, closed=frozenset(KEY_FIELDS) - chosen.keys(), confirmed=True)
    for name, column in chosen.items():
        _take_said(layout, name, column, matches, "as you confirmed for this layout")
    return layout


def _take_said(layout: Layout, name: str, column: Column, matches: Mapping[int, Match], why: str) -> None:
    """Map a column as a person said; what its title says of VAT or of the kind of date still counts."""
    layout.take(name, column, 1.0, why)
    match = matches.get(column.number)
    if match and match.title.field == name and match.title.basis:
        layout.basis[name] = match.title.basis


# 1. answers


def _by_answers(layout: Layout, matches: Mapping[int, Match], answers: Mapping[str, str]) -> None:
    for name, wanted in answers.items():
        column = _called(wanted, layout.free())
        if column:
            _take_said(layout, name, column, matches, "as you answered")


def _called(wanted: str, columns: Sequence[Column]) -> Column | None:
    """The column that an answer names: by its number, its exact title, or a title that differs in nothing that matters."""
    exact = (c for c in columns if wanted in {c.title, label(c), f"column {c.number}"})
    alike = (c for c in columns if text.title_key(wanted) and text.title_key(wanted) == text.title_key(c.title))
    return next(exact, None) or next(alike, None)


# 2. titles


def _by_titles(layout: Layout, matches: Mapping[int, Match]) -> None:
    candidates: dict[str, list[tuple[Column, Match]]] = defaultdict(list)
    for column in layout.free():
        match = matches.get(column.number)
        if match and match.title.field and layout.wants(match.title.field):
            candidates[match.title.field].append((column, match))
    _divide_pairs(candidates)
    for name, found in candidates.items():
        agreeing = [(column, match) for column, match in found if _agrees(name, column.profile)]
        if agreeing:
            _choose(layout, name, agreeing)
    if layout.wants("amount"):
        _from_debits(layout, matches)


def _from_debits(layout: Layout, matches: Mapping[int, Match]) -> None:
    """The amounts of a table that has a column of debits, and perhaps one of credits, and no other."""
    for column in layout.free():
        match = matches.get(column.number)
        if match and match.title.role == DEBIT and column.profile.filled and _agrees("amount", column.profile):
            layout.take("amount", column, match.certainty, match.why)
            return


def _divide_pairs(candidates: dict[str, list[tuple[Column, Match]]]) -> None:
    """``Expense Area, Expense Area``: in HM Treasury's order the first of the two is the expense type."""
    areas = candidates.get("expense_area", [])
    if "expense_type" in candidates or len(areas) < 2:
        return
    (first, match), (second, other) = areas[:2]
    if first.profile.textual < _WORDY:
        return
    if second.number == first.number + 1 and text.title_key(first.title) == text.title_key(second.title):
        candidates["expense_type"] = [
            (
                first,
                match._replace(
                    certainty=0.8, why="the first of two columns with one title; HM Treasury's order has the type there"
                ),
            )
        ]
        candidates["expense_area"] = [
            (second, other._replace(certainty=0.8, why="the second of two columns with one title")),
            *areas[2:],
        ]


def _choose(layout: Layout, name: str, found: list[tuple[Column, Match]]) -> None:
    """Take the best ranked of the columns; ask where more than one is as good."""
    ordered = sorted(found, key=lambda item: _preference(name, *item))
    column, match = ordered[0]
    others = [(c, m) for c, m in ordered[1:] if c.profile.filled]
    equals = [(c, m) for c, m in others if _rival(name, match, m, column, c)]
    why = match.why
    if others and not equals:
        passed = ", ".join(f"“{label(c)}”" for c, _ in others)
        why += f"; taken before {passed}"
    certainty = match.certainty * (0.5 if equals else 1.0) * (1.0 if column.profile.filled else 0.9)
    layout.take(name, column, certainty, why)
    if match.title.basis:
        layout.basis[name] = match.title.basis
    if equals:
        labels = tuple(named_apart([column, *(c for c, _ in equals)]))
        layout.questions.append(
            Question(
                name,
                labels,
                f"{len(labels)} columns could be the {name.replace('_', ' ')}. Until you say which, the first is shown.",
                blocking=name in KEY_FIELDS,
            )
        )


def _preference(name: str, column: Column, match: Match) -> tuple[bool, int, bool, float, int]:
    """Sorts the columns that could be a field: filled, of good rank, names rather than codes, sure, early."""
    lesser = name in _WORDS and column.profile.textual < _WORDY
    if name == "amount":
        lesser = not amounts.says_sterling(column.title)
    return (not column.profile.filled, match.title.rank, lesser, -match.certainty, column.number)


_WORDS = frozenset({"expense_area", "expense_type", "description", "category_local"})
"""Fields that are better in words than in codes."""
_WORDY = 0.3
_SOME = 0.1


def _rival(name: str, best: Match, other: Match, column: Column, candidate: Column) -> bool:
    """True where nothing but a person can say which of two columns is the field."""
    if column.cells == candidate.cells or other.certainty < best.certainty - 0.1:
        return False
    if name == "amount":
        decided = bool(best.title.basis) and best.title.basis != other.title.basis
        decided |= amounts.says_sterling(column.title) and not amounts.says_sterling(candidate.title)
        return not decided and not best.title.rank < other.title.rank >= _GROSS_RANK
    # A service area is the finer one beside a department area; which one a publisher means is not for us to say.
    return other.title.rank <= best.title.rank + (name == "expense_area")


def _agrees(name: str, profile: Profile) -> bool:
    """True where the values can be the field's."""
    if not profile.filled:
        return True
    return _AGREES.get(name, lambda _: True)(profile)


_AGREES = {
    "payment_date": lambda p: p.datelike >= 0.2,
    "amount": lambda p: p.money + p.lost >= 0.5 and p.dates < 0.5,
    "irrecoverable_vat": lambda p: p.money + p.lost >= 0.5,
    "supplier_name": lambda p: p.textual >= 0.3,
    "transaction_number": lambda p: p.dates < 0.8,
    "vcse_grant": lambda p: p.truths >= 0.5,
    "supplier_postcode": lambda p: p.money < 0.8,
    "merchant_category_code": lambda p: p.digits >= 0.8,
}


# 3. order


def _by_order(layout: Layout, matches: Mapping[int, Match]) -> None:
    """A column with no title that is known takes the field that stands between its neighbours' in HM Treasury's order."""
    at = {mapped.column: name for name, mapped in layout.fields.items()}
    for column in layout.free():
        match = matches.get(column.number)
        if match and not (match.title.field and not _agrees(match.title.field, column.profile)):
            continue
        before, after = at.get(column.number - 1), at.get(column.number + 1)
        last = not text.title_key(column.title) and not any(
            c.profile.filled for c in layout.columns if c.number > column.number
        )
        name = _between(before, after, first=column.number == 1, last=last)
        if name is None or not layout.wants(name) or not column.profile.filled or not _agrees(name, column.profile):
            continue
        if (column.profile.money < 0.9) if name == "amount" else _is_amounts(column.profile):
            continue
        if not _stands_for(name, column):
            continue
        what = (
            "no title"
            if not text.trimmed(column.title)
            else f"the title “{label(column)}” says something else or nothing"
        )
        layout.take(name, column, 0.75, f"{what}; HM Treasury's order has this field here, and the values agree")
        at[column.number] = name


def _stands_for(name: str, column: Column) -> bool:
    """True where the values can be the field's though no title says so: words for names and kinds, numbers for references."""
    if name in {"amount", "payment_date"}:
        return True
    if name != "transaction_number":
        return column.profile.textual >= _WORDY
    numbered = sum(any(map(str.isdigit, cell)) for cell in column.cells)
    return column.profile.postcodes < 0.5 and numbered >= 0.8 * column.profile.filled


def _is_amounts(profile: Profile) -> bool:
    """True where the values can be nothing but amounts of money."""
    return profile.money >= 0.9 and profile.strong_money >= 0.3


def _between(before: str | None, after: str | None, *, first: bool, last: bool) -> str | None:
    if first and after in ORDER and ORDER.index(after) == 1:
        return ORDER[0]
    if before not in ORDER or ORDER.index(before) + 1 >= len(ORDER):
        return None
    place = ORDER.index(before) + 1
    follows = after in ORDER and ORDER.index(after) == place + 1
    return ORDER[place] if follows or last or (after is None and ORDER[place] == "amount") else None


# 4. values


def _by_values(layout: Layout, matches: Mapping[int, Match]) -> None:
    open_ = [c for c in layout.free() if c.profile.filled and not _spoken_for(matches.get(c.number), c.profile)]
    if layout.wants("payment_date"):
        _propose(
            layout,
            "payment_date",
            [c for c in open_ if c.profile.dates + c.profile.months >= 0.8],
            "its values are dates",
        )
    if layout.wants("amount"):
        amounts = [c for c in open_ if _is_amounts(c.profile)]
        _propose(layout, "amount", amounts, "its values are amounts of money")
    if layout.wants("supplier_name"):
        _propose_supplier(layout, open_)
    _ask_where_guessed(layout)


def _ask_where_guessed(layout: Layout) -> None:
    """Where titles name but one of date, amount and supplier, what the values say of the others is confirmed by a person."""
    asked = {question.field for question in layout.questions}
    guessed = [name for name in KEY_FIELDS if name in layout.fields and layout.fields[name].why.startswith(_GUESSED)]
    for name in guessed if len(guessed) > 1 else ():
        if name not in asked:
            why = f"No title says which column is the {name.replace('_', ' ')}. Is it this one?"
            layout.questions.append(
                Question(name, (layout.fields[name].title.strip() or f"column {layout.fields[name].column}",), why)
            )


def _spoken_for(match: Match | None, profile: Profile) -> bool:
    """True where the title says what the column is, and the values do not contradict it."""
    if match is None or match.certainty < 0.8:
        return False
    return _agrees(match.title.field, profile)


def _propose(layout: Layout, name: str, found: list[Column], why: str, *, sure: bool = True) -> None:
    """Propose the only column that fits; ask where several do, or where the reason is no good one."""
    if not found:
        return
    sure = sure and len(found) == 1
    layout.take(name, found[0], 0.7 if sure else 0.4, f"{_GUESSED}, but {why}")
    if not sure or not layout.titled:
        labels = tuple(named_apart(found))
        reason = "Several columns could be" if len(found) > 1 else "No title says which column is"
        layout.questions.append(
            Question(name, labels, f"{reason} the {name.replace('_', ' ')}: {why}. Please say which.")
        )


def _propose_supplier(layout: Layout, open_: list[Column]) -> None:
    texts = [
        c for c in open_ if c.profile.textual >= 0.6 and c.number not in {m.column for m in layout.fields.values()}
    ]
    if not texts:
        return
    ranked = sorted(texts, key=lambda c: (-c.profile.companies, -c.profile.distinct, c.number))
    best = ranked[0]
    clear = best.profile.companies >= 0.2 and all(c.profile.companies < best.profile.companies / 2 for c in ranked[1:])
    why = f"{_GUESSED}, but its values are names of companies" if clear else f"{_GUESSED}; of the texts it fits best"
    layout.take("supplier_name", best, 0.7 if clear else 0.4, why)
    if not clear or not layout.titled:
        labels = tuple(named_apart(ranked))
        layout.questions.append(
            Question("supplier_name", labels, "No title says which column names the supplier. Please say which.")
        )


# 5. what is left


_FEW = 3


def _by_least(layout: Layout, matches: Mapping[int, Match]) -> None:
    """Columns that are taken because there is nothing better: months for dates, whole numbers for amounts, numbers for names."""
    open_ = [c for c in layout.free() if c.profile.filled]
    if layout.wants("payment_date"):
        months = [c for c in open_ if _is_period(matches.get(c.number)) and _are_months(c)]
        if len(months) == 1:
            layout.take("payment_date", months[0], 0.7, "there are no dates; this is the month")
    if layout.wants("amount") and {"payment_date", "supplier_name"} <= layout.fields.keys():
        numbers = [c for c in open_ if c.profile.money >= 0.9 and matches.get(c.number) is None]
        _propose(layout, "amount", numbers, "its values are numbers", sure=False)
    if layout.wants("supplier_name"):
        named = [c for c in layout.columns if _names_suppliers(matches.get(c.number)) and 0 < c.profile.filled <= _FEW]
        if len(named) == 1:
            layout.fields.pop("supplier_local_id", None)
            layout.take("supplier_name", named[0], 0.7, "the title says so, though the names are numbers")


def _are_months(column: Column) -> bool:
    """True for months with their names: in numbers the fifth month of a year may be August."""
    return column.profile.months >= 0.8 and column.profile.words >= 0.8


def _is_period(match: Match | None) -> bool:
    return match is not None and match.title.role == PERIOD


def _names_suppliers(match: Match | None) -> bool:
    """True where a title is one for suppliers, whatever the values made of it."""
    return match is not None and any(title.field == "supplier_name" for title in (match.title, *match.title.also))
