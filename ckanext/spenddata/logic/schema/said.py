"""What must be said, from what it is chosen, and how long it may be: validators whose words say what is missing and what to do.

CKAN's own say *Missing value* of everything, and take whatever is no yes for a no, a misspelt ``preview`` included.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from ckan.common import falsy, truthy
from ckan.lib.navl.dictization_functions import missing
from ckan.logic.validators import url_validator
from ckan.plugins import toolkit as tk
from ckan.types import Context, FlattenDataDict, FlattenErrorDict, FlattenKey

from ckanext.spenddata.logic.nearest import there_is_no
from ckanext.spenddata.values.text import without_controls

LONGEST_WORDS = 1_000
"""Characters of what people write to one another, or to readers: reasons and notes."""
_YES_OR_NO = truthy | falsy

Validator = Callable[[FlattenKey, FlattenDataDict, FlattenErrorDict, Context], None]


def required(key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context) -> None:  # noqa: ARG001
    """What can't be left out; blanks are nothing. Told by what the parameter is called."""
    _refuse_nothing(str(key[-1]), key, data, errors)


def required_as(what: str) -> Validator:
    """The same, of a parameter whose name alone does not say what it is: told as ``what``."""

    def check(key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context) -> None:  # noqa: ARG001
        _refuse_nothing(what, key, data, errors)

    return check


def one_of(what: Callable[[], str], known: Iterable[str]) -> Callable[[Any], Any]:
    """One of these words, or none; ``what`` they are, in the reader's language."""
    names = list(known)

    def check(value: Any) -> Any:
        if value != "" and value not in names:
            raise tk.Invalid(there_is_no(what(), str(value), names))
        return value

    return check


def yes_or_no(value: Any) -> bool | None:
    """True or false, as CKAN reads them; None where nothing is said. A false that is given is no missing one."""
    text = str(value).strip().casefold()
    if not text or value is None:
        return None
    if text not in _YES_OR_NO:
        raise tk.Invalid(tk._("Say true or false."))
    return tk.asbool(text)


def is_yes_or_no(value: Any) -> bool:
    """Whether it says true or false."""
    return isinstance(value, bool) or (isinstance(value, str) and value.strip().casefold() in _YES_OR_NO)


def words(value: str) -> str:
    """What people write, without blanks around it and what nobody sees.

    The end of a line is one character, as browsers count while they send two.
    """
    said = without_controls(value.replace("\r\n", "\n")).strip()
    if value.strip() and not said:
        raise tk.Invalid(tk._("Nothing of this can be seen. Write it in letters."))
    if len(said) > LONGEST_WORDS:
        too_many = tk._("Use at most {most} characters; you have used {n}.")
        raise tk.Invalid(too_many.format(most=f"{LONGEST_WORDS:,}", n=f"{len(said):,}"))
    return said


def web_address(key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context) -> None:
    """A whole address of the web, or nothing."""
    wrong: FlattenErrorDict = {key: []}
    url_validator(key, data, wrong, context)
    if wrong[key]:
        errors[key].append(tk._("Write a whole web address, such as https://www.example.org/table."))


def _refuse_nothing(what: str, key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict) -> None:
    value = data.get(key)
    bare = value.strip() if isinstance(value, str) else value
    if bare is missing or bare is None or (isinstance(bare, str | list | dict | tuple) and not bare):
        errors[key].append(_ask_for(what))
        raise tk.StopOnError


def _ask_for(what: str) -> str:
    """What to say where something is missing."""
    asked = {
        "acknowledge": tk._("Name at least one finding that you confirm, and say why it is right."),
        "basis": tk._("Say what the group is based on: why these bodies are alike."),
        "category": tk._("Name the category; spenddata_category_list has them all."),
        "change": tk._("Give the number of the change; spenddata_category_change_list has them."),
        "csv": tk._("Give the table of the group as CSV: a line for each pair of publisher_id and peer."),
        "decision": tk._("Give the number of the decision to take back."),
        "licence": tk._("Say under which licence the table was published."),
        "name": tk._("Give its name in addresses: small letters, digits and hyphens, such as exampleton."),
        "payment": tk._("Give the number of the payment, the last part of its address."),
        "peer group": tk._("Name the group in small letters, digits and hyphens, such as core-cities."),
        "period": tk._("Say which period it is, such as 2026-04, 2026-Q1 or 2026-27."),
        "public reason": tk._("Give a reason: everybody can read it, so name nobody."),
        "publisher": tk._("Name the public body by its identifier, such as GB-LAE-LDS, or its name in addresses."),
        "publisher_id": tk._("Give the body’s identifier. Find it at org-id.guide; it looks like GB-LAE-LDS."),
        "publishers": tk._("Name the bodies of the group."),
        "put right": tk._("Say what is to be put right: the publisher’s own people read it."),
        "reference": tk._("Name the return, such as X-DEMO-1.lgtc-500.2026-Q1."),
        "regime": tk._("Say which duty the return answers, such as lgtc-500."),
        "source": tk._("Say where the table comes from."),
        "supplier": tk._("Name the supplier by its id, the last part of its address."),
        "title": tk._("Give a name by which people will know it."),
        "version": tk._("Say which version of the table this is, such as 2026."),
        "why": tk._("Give a reason: it stays on record, where others read it, so name nobody."),
    }
    return asked.get(what) or tk._("{what} is missing. Give it, and ask again.").format(what=what)
