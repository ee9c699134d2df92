"""Questions about a file as a form, and what was chosen as an action's ``answers``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.spenddata.intake.columns import credit_marks, unpaid
from ckanext.spenddata.values import units, vat

DAY_FIRST, MONTH_FIRST = "day first", "month first"
CREDITS = {credit_marks.CREDITS: True, credit_marks.PAYMENTS: False}
"""Answer about credits → its value; any other is the word that stands beside them."""
NAMED = {
    "day_month": "day_first",
    "day_first": "day_first",
    "currency": "currency_is_sterling",
    "currency_is_sterling": "currency_is_sterling",
    "vat_basis": "amount_basis",
    "amount_basis": "amount_basis",
    "unit": "unit",
    "credits": "credits",
    unpaid.FIELD: unpaid.FIELD,
}
"""A question's matter → what answers it; every other question is about which column holds a field."""
CHOICES = {
    "day_first": (DAY_FIRST, MONTH_FIRST),
    "unit": units.UNITS,
    "amount_basis": vat.BASES,
    "credits": tuple(CREDITS),
    unpaid.FIELD: (unpaid.PAID,),
}
_YES_OR_NO = frozenset({"day_first", "currency_is_sterling", unpaid.FIELD})
"""Answers that are true for the first of the candidates, and false for the other."""


@dataclass(frozen=True)
class Asked:
    """One question of the form. Questions of several files about one matter are one: an answer is for all files of a revision."""

    name: str
    field: str
    candidates: tuple[str, ...]
    why: str
    file: str
    blocking: bool
    samples: Mapping[str, Sequence[str]]
    """Candidate → a few of its cells, where the candidates are columns."""


def questions(report: Mapping[str, Any]) -> list[Asked]:
    """The questions of a report, each matter once; those that must be answered come first."""
    cells = _cells(report)
    found: dict[str, Asked] = {}
    for each in report.get("questions") or ():
        question = each["question"]
        field = question["field"]
        name = f"answer-{field}"
        if name not in found:
            found[name] = Asked(
                name,
                field,
                tuple(question["candidates"]),
                question["why"],
                each["file"],
                question.get("blocking", True),
                {} if field in NAMED else cells.get(each["file"], {}),
            )
    return sorted(found.values(), key=lambda asked: not asked.blocking)


def _cells(report: Mapping[str, Any]) -> dict[str, dict[str, Sequence[str]]]:
    """File → how its columns are called → a few of their cells."""
    found: dict[str, dict[str, Sequence[str]]] = {}
    for file in report.get("files") or ():
        for table in file["tables"]:
            for column in table["columns"]:
                named = found.setdefault(file["file"], {})
                for name in (column["title"], f"column {column['number']}"):
                    named.setdefault(name, column["samples"])
    return found


def shown(asked: Sequence[Asked], chosen: Mapping[str, str], said: Mapping[str, str]) -> list[dict[str, Any]]:
    """The questions for the template, with what was chosen and what was wrong with it."""
    return [
        {
            "name": each.name,
            "legend": _legend(each),
            "why": f"{each.file}: {each.why}" if each.file else each.why,
            "options": [
                {"value": value, "label": _label(each.field, value), "samples": each.samples.get(value, ())}
                for value in each.candidates
            ],
            "value": chosen.get(each.name, ""),
            "message": said.get(each.name, ""),
            "blocking": each.blocking,
        }
        for each in asked
    ]


def answers(asked: Sequence[Asked], chosen: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """What was chosen, as ``answers``; and messages for questions that must be answered and are not."""
    found: dict[str, Any] = {}
    said: dict[str, str] = {}
    for each in asked:
        value = chosen.get(each.name, "")
        if value not in each.candidates:
            if each.blocking:
                said[each.name] = tk._("Choose an answer: {question}").format(question=_legend(each))
        elif each.field in NAMED:
            found[NAMED[each.field]] = _typed(NAMED[each.field], value, each.candidates)
        else:
            found.setdefault("mapping", {})[each.field] = value
    return found, said


def _typed(answer: str, value: str, candidates: Sequence[str]) -> Any:
    """An answer in the type that it has: yes or no for some of them, a word for the others."""
    if answer == "credits":
        return CREDITS.get(value, value)
    return value == candidates[0] if answer in _YES_OR_NO else value


def _legend(each: Asked) -> str:
    legends = {
        "day_first": tk._("How are the dates to be read?"),
        "currency_is_sterling": tk._("Are the amounts in pounds sterling?"),
        "amount_basis": tk._("Do your amounts include VAT?"),
        "unit": tk._("In which unit are the amounts?"),
        "credits": tk._("Are these amounts credits?"),
        unpaid.FIELD: tk._("Were these amounts paid?"),
    }
    named = NAMED.get(each.field)
    return (
        legends[named]
        if named
        else tk._("Which column is “{field}”?").format(field=tk.h.spenddata_field_title(each.field))
    )


def answered(chosen: Mapping[str, str]) -> dict[str, Any]:
    """What was chosen of the matters that can be said without being asked, as ``answers``."""
    found: dict[str, Any] = {}
    for matter, values in CHOICES.items():
        value = chosen.get(matter)
        if value and (value in values or matter == "credits"):
            found[matter] = _typed(matter, value, values)
    return found


def known(answers: Mapping[str, Any]) -> dict[str, str]:
    """What was answered of these matters, as the form shows it."""
    days = {True: DAY_FIRST, False: MONTH_FIRST}.get(answers.get("day_first", ""), "")
    said_ = answers.get("credits")
    credits_ = next((words for words, value in CREDITS.items() if value is said_), said_ or "")
    paid = unpaid.PAID if answers.get(unpaid.FIELD) else ""
    said = {"day_first": days, "credits": credits_, unpaid.FIELD: paid}
    return {matter: answers.get(matter) or "" for matter in CHOICES} | said


def choices(field: str) -> list[dict[str, str]]:
    """What a named matter can be, as choices of a form."""
    return [{"value": value, "label": _label(field, value)} for value in CHOICES[field]]


def _label(field: str, value: str) -> str:
    labels = {
        "net_of_recoverable_vat": tk._("Without recoverable VAT"),
        "net_of_all_vat": tk._("Without any VAT"),
        "gross": tk._("With VAT"),
        "unknown": tk._("I don’t know"),
        DAY_FIRST: tk._("Day first"),
        MONTH_FIRST: tk._("Month first"),
        "pounds": tk._("Pounds"),
        "pence": tk._("Pence"),
        "hundreds": tk._("Hundreds of pounds"),
        "thousands": tk._("Thousands of pounds"),
        "millions": tk._("Millions of pounds"),
        credit_marks.CREDITS: tk._("These are credits: count them with a minus"),
        credit_marks.PAYMENTS: tk._("All are payments"),
        unpaid.PAID: tk._("They were all paid"),
        "day first: exchange them": tk._("Day first: exchange them"),
        "as they are written": tk._("As they are written"),
        "counted from 1904": tk._("Counted from 1904"),
        "counted from 1900": tk._("Counted from 1900"),
        "pounds sterling": tk._("Pounds sterling"),
        "another currency": tk._("Another currency"),
    }
    return labels.get(value, value) if field in NAMED else value
