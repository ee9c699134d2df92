"""Validators of this extension's actions and forms."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Annotated, Any, TypeVar, get_args

import msgspec
from ckan.plugins import toolkit as tk
from ckan.types import Context, FlattenDataDict, FlattenErrorDict, FlattenKey
from werkzeug.datastructures import FileStorage

from ckanext.spenddata import config
from ckanext.spenddata.checks import typed
from ckanext.spenddata.checks.fixes import Place
from ckanext.spenddata.checks.typed import TypedCell
from ckanext.spenddata.definitions.publishers import ORG_ID, read_fact
from ckanext.spenddata.logic import organizations, typed_cells
from ckanext.spenddata.logic.email_addresses import email_is_unique
from ckanext.spenddata.logic.nearest import there_is_no
from ckanext.spenddata.logic.schema.said import required as spenddata_required
from ckanext.spenddata.logic.schema.said import words
from ckanext.spenddata.logic.schema.said import words as spenddata_words
from ckanext.spenddata.returns.filing.acknowledging import AdvanceAcknowledgement
from ckanext.spenddata.returns.people import publishers
from ckanext.spenddata.returns.removal.erasure_plans import erasable
from ckanext.spenddata.values import units, vat

__all__ = [
    "email_is_unique",
    "spenddata_acknowledge",
    "spenddata_answers",
    "spenddata_count",
    "spenddata_day",
    "spenddata_facts",
    "spenddata_fixes",
    "spenddata_org_id",
    "spenddata_places",
    "spenddata_publisher_id",
    "spenddata_regime",
    "spenddata_required",
    "spenddata_uploads",
    "spenddata_words",
]

T = TypeVar("T")
_UNKNOWN_FIELD = re.compile("unknown field `([^`]*)`")
MOST_SAID = 10_000
"""So many findings may be confirmed at once."""
MOST_LETTERS = 1_000_000
"""Characters of what is said of files, as JSON: it is kept, shown and read with every look at the return."""
LARGEST_COUNT = 2**63 - 1
"""The largest number that PostgreSQL keeps in eight bytes."""


class FileAnswers(msgspec.Struct, forbid_unknown_fields=True):
    """``intake.reading.Answers``, with what the amounts include, as a person may say them."""

    mapping: dict[str, str] = {}
    layouts: dict[str, dict[str, Annotated[int, msgspec.Meta(ge=1)]]] = {}
    day_first: bool | None = None
    currency_is_sterling: bool | None = None
    unit: units.Unit | None = None
    amount_basis: vat.Basis | None = None
    credits: bool | Annotated[str, msgspec.Meta(min_length=1, max_length=200)] | None = None
    were_paid: bool | None = None


class RowPlace(msgspec.Struct, forbid_unknown_fields=True):
    """A row of a file, or some cells of it, as a person may name it."""

    row: Annotated[int, msgspec.Meta(ge=1)]
    file: str | None = None
    sheet: str | None = None
    fields: tuple[str, ...] = ()


def spenddata_org_id(value: Any) -> str:
    """An identifier of a body as org-id.guide has them."""
    text = str(value).strip()
    if not ORG_ID.fullmatch(text):
        message = tk._(
            "{value} is not an identifier of a public body. Find it at org-id.guide; it looks like GB-LAE-LDS."
        )
        raise tk.Invalid(message.format(value=text))
    return text


def spenddata_facts(key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, _context: Context) -> None:
    """Figures about a body that measures divide by: each with its name, value, year and source, one of a name and year."""
    if errors[key] or not data.get(key):
        return
    lines: list[str] = json.loads(data[key])  # as scheming's validator of several texts leaves them
    known = {measure.fact for measure in config.definitions().measures.values() if measure.fact} - {"population"}
    for line in lines:
        fact = read_fact(line)
        if fact is None:
            message = tk._("{line} can't be read. Write it like this: beds: 812 (2025, NHS England).")
            errors[key].append(message.format(line=line[:100]))
        elif fact.name not in known:
            errors[key].append(there_is_no(tk._("figure about a body"), fact.name, sorted(known)))


def spenddata_publisher_id(key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context) -> None:
    """A publisher's own identifier: valid, nobody else's, and never changed, because returns and downloads are named by it."""
    try:
        data[key] = wanted = spenddata_org_id(data[key])
    except tk.Invalid as invalid:
        errors[key].append(invalid.error)
        return
    group = context.get("group")
    organization_id = group.id if group else data.get((*key[:-1], "id"))
    taken = publishers.by_id(wanted)
    if taken and taken.organization_id != organization_id:
        errors[key].append(
            tk._("{value} is already the identifier of {name}.").format(value=wanted, name=taken.publisher.name)
        )
    own = publishers.by_organization(organization_id) if isinstance(organization_id, str) else None
    if own is None:
        _refuse_another_s(wanted, key, data, errors)
    if own and own.publisher.publisher_id != wanted:
        message = tk._("The identifier can't be changed: returns and downloads of this publisher are named {value}.")
        errors[key].append(message.format(value=own.publisher.publisher_id))


def _refuse_another_s(wanted: str, key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict) -> None:
    """Keep the identifiers and names of the register of public bodies for those bodies, unless somebody says that it is right."""
    title, confirmed = (data.get((*key[:-1], field)) for field in ("title", "confirm_identifier"))
    whose = organizations.rightful_name(wanted, title) if isinstance(title, str) else None
    if whose and "yes" not in str(confirmed or ""):
        message = tk._(
            "The register of public bodies has {whose}. Give that identifier and name, or confirm that yours are right all the same."
        )
        errors[key].append(message.format(whose=whose))


def spenddata_regime(value: str) -> str:
    """The id of a regime."""
    regimes = config.definitions().regimes
    if value not in regimes:
        titles = {regime.id: regime.title for regime in regimes.values()}
        raise tk.Invalid(there_is_no(tk._("duty to publish"), str(value), titles))
    return value


def spenddata_count(key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context) -> None:  # noqa: ARG001
    """A whole number from 0, in figures; validators that come after it are given one, or nothing."""
    value = data.get(key)
    text = value.strip() if isinstance(value, str) else value
    whole = isinstance(text, int) and not isinstance(text, bool)
    if (whole or (isinstance(text, str) and text.isascii() and text.isdecimal())) and 0 <= int(text) <= LARGEST_COUNT:
        data[key] = int(text)
        return
    errors[key].append(tk._("Write a whole number, such as 20."))
    raise tk.StopOnError


def spenddata_day(key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context) -> None:  # noqa: ARG001
    """A day of the calendar, ``2026-04-01``, as the first instant of it; nothing where nothing is given."""
    value = data.get(key)
    if value in (None, ""):
        data[key] = None
        return
    try:
        day = dt.datetime.fromisoformat(str(value).strip())
    except ValueError:
        errors[key].append(tk._("Write a day as year, month and day, such as 2026-04-01."))
        raise tk.StopOnError from None
    data[key] = dt.datetime(day.year, day.month, day.day)  # noqa: DTZ001  a day has no zone


def spenddata_answers(value: Any) -> dict[str, Any]:
    """What a person says about the files: a JSON object, as ``FileAnswers`` has it; only what was said is kept."""
    given = _json(value)
    if not isinstance(given, dict):
        raise tk.Invalid(tk._("The answers must be a JSON object."))
    _refuse_bad_columns(_converted(given, FileAnswers, tk._("The answers can't be used: {why}.")))
    return given


def _refuse_bad_columns(answers: FileAnswers) -> None:
    """Refuse a field that does not exist, and a column that is to be two fields at once: a row would be told wrongly."""
    known = set(config.definitions().transaction.names)
    named = {*answers.mapping, *(field for mapping in answers.layouts.values() for field in mapping)}
    for field in sorted(named - known):
        raise tk.Invalid(
            tk._("{field} is not a field of a payment. Choose one of: {known}.").format(
                field=field, known=", ".join(sorted(known))
            )
        )
    for mapping in answers.layouts.values():
        if len(set(mapping.values())) < len(mapping):
            raise tk.Invalid(tk._("One column can be only one field. Choose one field for each column."))


def spenddata_acknowledge(value: Any) -> list[Any]:
    """What is confirmed: a list of dictionaries, or its JSON, each with a reason and what names one finding."""
    listed = _listed(value)
    if len(listed) > MOST_SAID:
        raise tk.Invalid(tk._("Confirm at most {n} findings at once.").format(n=MOST_SAID))
    kept = _converted(listed, list[AdvanceAcknowledgement], tk._("What you confirm can't be used: {why}."))
    if any(not each.reason.strip() for each in kept):
        raise tk.Invalid(tk._("Say why for each finding that you confirm."))
    return msgspec.to_builtins([msgspec.structs.replace(each, reason=words(each.reason)) for each in kept])


def spenddata_fixes(value: Any) -> list[Any]:
    """Accepted fixes and typed cells, which come last: a list, its JSON, or one of them.

    They are ids of rules, single places (``rule``, ``file``, ``sheet``, ``row``) and cells (``file``, ``sheet``, ``row``, ``field``,
    ``value``).
    """
    why_not, given = tk._("The fixes can't be used: {why}."), _listed(value)
    cells = _converted([each for each in given if typed.is_cell(each)], list[TypedCell], why_not)
    accepted = _converted([each for each in given if not typed.is_cell(each)], list[str | Place], why_not)
    known = config.definitions().rules
    for each in accepted:
        rule = each.rule if isinstance(each, Place) else each
        if rule not in known:
            raise tk.Invalid(tk._("There is no rule {rule}.").format(rule=rule))
    return msgspec.to_builtins([*accepted, *typed_cells.understood(cells)])


def spenddata_places(value: Any) -> list[dict[str, Any]]:
    """Rows, or cells of rows, that are to be erased: a list of ``row``, ``file``, ``sheet`` and ``fields``, its JSON, or one of them."""
    places = _converted(_listed(value), list[RowPlace], tk._("The places can't be used: {why}."))
    known = erasable()
    for field in sorted({field for place in places for field in place.fields} - set(known)):
        message = tk._("{field} can't be erased by itself. Erase the whole row, or choose from: {known}.")
        raise tk.Invalid(message.format(field=field, known=", ".join(known)))
    return msgspec.to_builtins(places)


def spenddata_uploads(value: Any) -> list[FileStorage]:
    """Files that came with the request; those without a name are fields of a form that were left empty."""
    files = value if isinstance(value, list) else [value]
    for file in files:
        if not isinstance(file, FileStorage):
            message = tk._(
                "A file must be sent as a file (multipart form data, field upload). Addresses and text are not accepted."
            )
            raise tk.Invalid(message)
    return [file for file in files if file.filename]


def _converted(said: Any, shape: type[T], why_not: str) -> T:
    if len(json.dumps(said, ensure_ascii=False, default=str)) > MOST_LETTERS:
        raise tk.Invalid(
            tk._("This is longer than {most} characters. Say less at once.").format(most=f"{MOST_LETTERS:,}")
        )
    try:
        return msgspec.convert(said, shape)
    except msgspec.ValidationError as error:
        raise tk.Invalid(why_not.format(why=_unknown_field(error, shape) or error)) from error


def _unknown_field(error: msgspec.ValidationError, shape: Any) -> str:
    """Where something has a field that is none, the nearest that is one, or all there are; nothing of other errors."""
    found = _UNKNOWN_FIELD.search(str(error))
    shapes = (*get_args(shape), shape)
    fields = [name for each in shapes for name in getattr(each, "__struct_fields__", ())]
    return there_is_no(tk._("field"), found[1], fields).rstrip(".") if found and fields else ""


def _listed(value: Any) -> list[Any]:
    """A list, its JSON, or one thing; what is empty is nothing."""
    given = _json(value)
    return [each for each in (given if isinstance(given, list) else [given]) if each]


def _json(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value
