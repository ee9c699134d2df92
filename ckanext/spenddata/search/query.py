"""A question to the index, typed, and the same question in Solr's JSON request language.

Nothing that a person typed is ever part of Solr's own language: words are escaped one by one, values of filters travel
as values (``term`` queries), sorts and facets are chosen from lists. So no words can reach another field, parser, core
or file.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from ckanext.spenddata.artefact import CLASSIFICATION
from ckanext.spenddata.search.documents import MOST_CHARACTERS

MOST_WORDS = 20
MOST_LETTERS = 300
MOST_VALUES = 100
MOST_ROWS = 1_000
START = "*"
"""The cursor of a first page."""

FILTERS = (
    "publisher_id",
    "body_type",
    "body_subtype",
    "region",
    "regime",
    "period",
    "month",
    "category",
    "supplier_id",
    "supplier",
    "supplier_company_number",
    "redaction_reason",
    "amount_basis",
    "currency",
    "return_id",
)
"""Fields that a question can be narrowed by."""
SORTS = {
    "relevance": "score desc, payment_date desc, id asc",
    "newest": "payment_date desc, id asc",
    "oldest": "payment_date asc, id asc",
    "largest": "pence desc, id asc",
    "smallest": "pence asc, id asc",
}
"""``id`` comes last, so that the order is total and a cursor loses nothing."""
FACETS = {
    "publisher_id": 100,
    "regime": 20,
    "category": 40,
    "supplier_id": 20,
    "body_type": 20,
    "region": 30,
    "amount_basis": 5,
    "currency": 20,
    "month": 600,
}
"""Field → most values. Each costs a walk over all that was found: ask for those that are shown."""
KINDS = ("amount_basis", "regime", "currency")
"""Fields that tell which amounts may be in one sum; each has few values."""
MOST_KINDS = 60
PAID = "pence:[1 TO *]"
"""What has a place in a median: credits and noughts have none, as in every other median of the portal."""
FIGURES: dict[str, Any] = {"largest": "max(pence)", "paid": {"type": "query", "q": PAID}}
"""What Solr works out as it counts, each in a walk over all that was found."""
DIFFERENT = {"publishers": "publisher_id", "suppliers": "supplier_id"}
"""Figure → the field whose different values it counts: exact in one core, which ours is."""
SHOWN = (
    *("id", "publisher_id", "publisher_name", "regime", "period", "return_id", "revision", "entry_no"),
    *("payment_date", "month", "supplier", "supplier_id", "supplier_company_number"),
    *(*CLASSIFICATION, "expense_area", "expense_type"),
    *("description", "transaction_number", "pence", "amount_basis", "currency", "redaction_reason"),
    *("department_family", "entity", "source_file", "source_sheet", "source_row"),
)

_OTHER_FIELDS = "kind_words^1.5 publisher_words transaction_number^4 supplier_company_number^4"
_QUERY_FIELDS = f"supplier_words^4 description^2 {_OTHER_FIELDS}"
_PHRASE_FIELDS = "supplier_words^8 description^4"
"""Where words follow one another it counts for more."""
_ONE_WORD_FIELDS = f"supplier_words^12 description^6 {_OTHER_FIELDS}"
"""The two together: a word alone follows itself, and is looked for once."""
_TOKEN = re.compile(r'(-?)"([^"]*)"|(\S+)')
_SPECIAL = re.compile(r'([+\-!(){}\[\]^"~*?:\\/&|])')
_OPERATORS = frozenset({"AND", "OR", "NOT"})
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")


class QuestionError(ValueError):
    """The question can't be asked; ``field`` says which part, the message what would do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True)
class Question:
    """What somebody looks for. Everything is optional; nothing at all means all transactions."""

    q: str = ""
    """Words, all of which a transaction must have; ``"in quotes"`` for a phrase, ``-word`` for none of these."""
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Field of ``FILTERS`` → values, any of which will do."""
    without_returns: tuple[str, ...] = ()
    """Returns that must not be found, whatever is asked."""
    first: date | None = None
    """First day of payment."""
    last: date | None = None
    """Last day of payment."""
    least: int | None = None
    """Smallest amount, in pence."""
    most: int | None = None
    """Largest amount, in pence."""
    sort: str = "relevance"
    rows: int = 20
    cursor: str = START
    facets: tuple[str, ...] = tuple(FACETS)
    """Fields of ``FACETS`` to count and sum by."""
    figures: bool = False
    """Whether to work out ``FIGURES`` of all that is found."""

    def __post_init__(self) -> None:
        if len(self.q) > MOST_LETTERS:
            raise QuestionError("q", f"The words are longer than {MOST_LETTERS} characters. Search for fewer of them.")
        if not words(self.q) and (odd := unsearchable(self.q)):
            raise QuestionError(
                "q",
                f"“{' '.join(odd)}” can't be searched for: there is no letter or figure in it. Write words of a supplier, a purpose or a"
                " reference; leave the words out to see all payments.",
            )
        if self.sort not in SORTS:
            raise QuestionError("sort", f"{self.sort!r} is no order. Choose one of {', '.join(SORTS)}.")
        if not 0 <= self.rows <= MOST_ROWS:
            raise QuestionError(
                "rows", f"Between 0 and {MOST_ROWS} rows come in one answer; ask for more with the cursor."
            )
        if odd := [field for field in self.facets if field not in FACETS]:
            raise QuestionError("facets", f"{odd[0]!r} is nothing to count by. Choose from {', '.join(FACETS)}.")
        if self.first and self.last and self.first > self.last:
            raise QuestionError(
                "date_from", f"The first day, {self.first}, is after the last, {self.last}. Exchange them."
            )
        if self.least is not None and self.most is not None and self.least > self.most:
            raise QuestionError("amount_min", "The smallest amount is larger than the largest. Exchange them.")
        self._refuse_filters()

    def _refuse_filters(self) -> None:
        for field, values in self.filters:
            if field not in FILTERS:
                raise QuestionError(field, f"{field!r} is nothing to filter by. Choose from {', '.join(FILTERS)}.")
            if len(values) > MOST_VALUES or any(len(value) > MOST_CHARACTERS for value in values):
                raise QuestionError(
                    field, f"At most {MOST_VALUES} values of {MOST_CHARACTERS} characters can be filtered by."
                )


def request(question: Question) -> dict[str, Any]:
    """The question as the body of a request to ``/select``."""
    asked = words(question.q)
    body: dict[str, Any] = {
        "query": _query(question.q) if asked else "*:*",
        "filter": _filters(question),
        "limit": question.rows,
        "fields": list(SHOWN),
        "sort": SORTS["newest" if question.sort == "relevance" and not asked else question.sort],
        "params": {"cursorMark": question.cursor} if question.rows else {},
        "facet": {
            "kinds": kinds(*KINDS),
            **{field: _terms(field) for field in question.facets},
            **(_figures(question.facets) if question.figures else {}),
        },
    }
    return body


def words(text: str) -> str:
    """What a person typed, in edismax: words that must be there, phrases, words that must not; ``""`` for none."""
    found = [word for word, _ in _read(text) if word]
    if len(found) > MOST_WORDS:
        raise QuestionError("q", f"More than {MOST_WORDS} words can't be searched for at once. Leave some out.")
    return " ".join(found)


def unsearchable(text: str) -> list[str]:
    """What a person typed that no payment can have, such as ``&`` or ``*:*``: it is left out of the search, and that is said."""
    return [typed for word, typed in _read(text) if not word]


def _read(text: str) -> Iterator[tuple[str, str]]:
    """Each word or phrase, in edismax (``""`` where there is nothing to search for) and as it was typed."""
    for match in _TOKEN.finditer(text.replace("\x00", " ")):
        yield _word(*match.groups()), match.group()


def _word(minus: str | None, phrase: str | None, bare: str | None) -> str:
    if phrase is not None:
        return f'{minus or ""}"{_escaped(phrase)}"' if _LETTER_OR_DIGIT.search(phrase) else ""
    word = bare or ""
    excluded = word.startswith("-") and len(word) > 1
    word = word.removeprefix("-") if excluded else word
    if not _LETTER_OR_DIGIT.search(word):
        return ""
    # Operators are words here, like all others.
    plain = word.lower() if word in _OPERATORS else word
    return f"{'-' if excluded else ''}{_escaped(plain)}"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _query(text: str) -> dict[str, Any]:
    """The words; where all of them must not be there, everything but what has one."""
    found = [word for word, _ in _read(text) if word]
    if all(word.startswith("-") for word in found):
        return {"bool": {"must": "*:*", "must_not": [_edismax(word.removeprefix("-")) for word in found]}}
    return _edismax(*found)


def _edismax(*asked: str) -> dict[str, Any]:
    one_word = len(asked) == 1 and asked[0].isalnum()
    fields = {"qf": _ONE_WORD_FIELDS} if one_word else {"qf": _QUERY_FIELDS, "pf": _PHRASE_FIELDS}
    return {
        "edismax": {
            "query": " ".join(asked),
            **fields,
            "tie": 0.1,
            "q.op": "AND",
            "mm": "100%",
            # Each word in every field: one may be in the supplier and the next in the description.
            "sow": "true",
            "lowercaseOperators": "false",
            "uf": "-* -_query_",
        }
    }


def _filters(question: Question) -> list[Any]:
    found: list[Any] = [_any_of(field, values) for field, values in question.filters if values]
    if question.without_returns:
        found.append({"bool": {"must": "*:*", "must_not": _each("return_id", question.without_returns)}})
    if question.first or question.last:
        first = f"{question.first:%Y-%m-%d}T00:00:00Z" if question.first else "*"
        last = f"{question.last:%Y-%m-%d}T00:00:00Z" if question.last else "*"
        found.append(f"payment_date:[{first} TO {last}]")
    if question.least is not None or question.most is not None:
        least = "*" if question.least is None else str(int(question.least))
        most = "*" if question.most is None else str(int(question.most))
        found.append(f"pence:[{least} TO {most}]")
    return found


def _any_of(field: str, values: tuple[str, ...]) -> dict[str, Any]:
    terms = _each(field, values)
    return terms[0] if len(terms) == 1 else {"bool": {"should": terms}}


def _each(field: str, values: tuple[str, ...]) -> list[dict[str, Any]]:
    return [{"term": {"f": field, "query": value}} for value in values]


def kinds(field: str, *further: str) -> dict[str, Any]:
    """Every combination of some fields that there is, with its number and sum."""
    inner = {"kinds": kinds(*further)} if further else {"pence": "sum(pence)"}
    return {"type": "terms", "field": field, "limit": MOST_KINDS, "missing": True, "facet": inner}


def _figures(facets: Collection[str]) -> dict[str, Any]:
    """``FIGURES``, and how many different values there are of fields that no facet tells it of."""
    return FIGURES | {name: f"unique({field})" for name, field in DIFFERENT.items() if field not in facets}


def _terms(field: str) -> dict[str, Any]:
    """Values of a field with their number and sum, the largest sums first; months in order."""
    order = "index" if field == "month" else "pence desc"
    summed = {"pence": "sum(pence)"}
    terms = {"type": "terms", "field": field, "limit": FACETS[field], "sort": order, "facet": summed}
    return terms | {"numBuckets": field in DIFFERENT.values()}
