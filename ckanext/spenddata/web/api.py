"""CKAN's action API, made honest: what an action can't understand is a 4xx, what is away a 503, and no answer quotes an inner error.

CKAN's view catches every exception itself, answers 500 to whatever it does not know, and passes on what Solr or SQLAlchemy said. So the
actions that it calls are watched, and where one fails in a way that means something else, this answers in its place.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

import msgspec
from ckan import logic
from ckan.plugins import toolkit as tk
from flask import Flask, Response, g, request
from simplejson import RawJSON
from sqlalchemy.exc import ArgumentError, IntegrityError, InvalidRequestError, PendingRollbackError

from ckanext.spenddata.faults import Kind, fault
from ckanext.spenddata.logic import statements
from ckanext.spenddata.logic.nearest import there_is_no
from ckanext.spenddata.logic.refusals import refused
from ckanext.spenddata.security import hidden
from ckanext.spenddata.security.answers import refusal
from ckanext.spenddata.web.answers import answer

log = logging.getLogger(__name__)

OURS = "spenddata_"
"""Our own actions: what they can't work with their schemas refuse, and anything else is a fault of the program."""
MISREAD = (
    *(TypeError, ValueError, AttributeError, LookupError, AssertionError, ArithmeticError, RecursionError),
    *(NotImplementedError, ArgumentError, InvalidRequestError, IntegrityError),
)
"""What is raised where code is given something of another kind than it was written for, or that is there already."""
MOST_ASKED = 1_000
"""Values of one parameter of a question: each costs a part of a statement or a look at the database."""
MOST_DEEP = 32
"""Lists in lists in lists: more is nobody's question."""
LONGEST_TOLD = 200
"""Characters of what an exception says: it may quote all that was asked."""
_JSON = msgspec.json.Encoder(decimal_format="number")


class Answered(tk.ObjectNotFound):
    """Raised in the place of what has its answer already: of all that CKAN's view catches, it logs the trace of anything else."""


def watch(app: Flask) -> None:
    """Let the API's view call watched actions, and answer for it where it can't."""
    view = app.view_functions["api.action"]
    # The view's module looks actions up by this name.
    view.__globals__["get_action"] = _watched_action
    for endpoint in [name for name in app.view_functions if name.startswith("api.")]:
        app.view_functions[endpoint] = watched_view(app.view_functions[endpoint])


def refuse_head() -> Response | None:
    """Refuse HEAD to actions that change something: CKAN's view takes their parameters from its body and calls them.

    Whoever may only read, by a token for that, or whose browser was sent by another site, could else change what they like.
    """
    name = (request.view_args or {}).get("logic_function")
    if request.method != "HEAD" or request.endpoint != "api.action" or not name:
        return None
    try:
        reads = getattr(logic.get_action(name), "side_effect_free", False)
    except KeyError:  # which the view says
        return None
    if reads:
        return None
    response = refusal(405, tk._("Use POST for this. Nothing was changed."))
    response.headers["Allow"] = "POST"
    return response


def watched_view(view: Callable[..., Any]) -> Callable[..., Any]:
    """A view of the API: its answer, or ours where an action failed in a way that it has no words for."""

    @wraps(view)
    def answered(*args: Any, **kwargs: Any) -> Any:
        g.spenddata_failed = None
        try:
            response = view(*args, **kwargs)
        except Answered:
            response = None
        return g.spenddata_failed or response

    return answered


def _watched_action(name: str) -> Callable[..., Any]:
    try:
        action = logic.get_action(name)
    except KeyError:
        g.spenddata_failed = refusal(400, there_is_no("action", name, _known_actions()))
        raise

    @wraps(action)
    def watched(context: Any, data_dict: Any = None) -> Any:
        try:
            _refuse_impossible(data_dict or {}, MOST_ASKED if getattr(action, "side_effect_free", False) else None)
            found = action(context, hidden.for_action(name, data_dict) if data_dict else data_dict)
            return written(found) if name.startswith(OURS) else found
        except tk.ValidationError as error:
            raise statements.keep_to_itself(error) from None
        except (tk.ObjectNotFound, tk.NotAuthorized):
            raise
        except Exception as error:
            g.spenddata_failed = _answer(name, data_dict, error)
            if g.spenddata_failed:
                raise Answered(in_one_line(error)) from None
            raise

    return watched


def written(found: Any) -> Any:
    """An answer of ours as JSON, which CKAN's view takes over as it is: its own way takes 16 ms for a comparison of 60 bodies, this 2 ms.

    What this way can't write, such as half of a character, is left to the view.
    """
    try:
        return RawJSON(_JSON.encode(found).decode())
    except (TypeError, ValueError):
        return found


def _known_actions() -> list[str]:
    """All that the API has, of CKAN and of every plugin, which CKAN gathers when it is first asked for one."""
    return sorted(vars(logic)["_actions"])


def _answer(name: str, data_dict: Any, error: Exception) -> Response | None:
    """What to say instead of the view; None where it is the program's fault, which a 500 says."""
    found = fault(error)
    if found:
        if found.kind is Kind.QUESTION:
            log.info("%s was asked what can't be: %s", name, in_one_line(error))
        else:
            log.error("%s: a service is away (%s)", name, type(found.cause).__name__)
        return answer(found.kind)
    if data_dict and is_misread(error) and not name.startswith(OURS):
        log.warning("%s could not work with what it was asked: %s", name, in_one_line(error))
        words = tk._(
            "{action} can’t work with these parameters. Nothing was changed. Check in its documentation what it takes; if all"
            " is right, tell the people who run this portal."
        )
        return refusal(400, words.format(action=name))
    return None


def in_one_line(error: Exception) -> str:
    """What was raised, and where: a stranger's question fills no log with traces, which whoever repeats it at level DEBUG has."""
    log.debug("This was raised", exc_info=error)
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    where = f" at {trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
    told = " ".join(str(error)[:LONGEST_TOLD].split())
    return f"{type(error).__name__}: {told}{where}"


def is_misread(error: Exception) -> bool:
    """Whether code was given something of another kind; a session that failed before was not."""
    return isinstance(error, MISREAD) and not isinstance(error, PendingRollbackError)


def _refuse_impossible(data_dict: dict[str, Any], most: int | None = None) -> None:
    """Refuse what no parameter of any action can be, by its name; and of one that only asks, more values than so many.

    No action has thousands of parameters, either: each of them costs whoever looks for it, or for what was meant by it.
    """
    if len(data_dict) > MOST_ASKED:
        words = tk._("There are more than {most} parameters here. No action has as many.").format(
            most=f"{MOST_ASKED:,}"
        )
        raise refused(_printable(next(iter(data_dict)))[:LONGEST_TOLD], words)
    for name, value in data_dict.items():
        for message in _impossible(name, value, most):
            raise refused(_printable(name), message)


def _impossible(name: Any, value: Any, most: int | None) -> Iterator[str]:
    """What is impossible about a parameter, if anything."""
    queue, values = [(name, 0), (value, 0)], -1
    while queue:
        each, depth = queue.pop()
        values += not (each and isinstance(each, dict | list | tuple))
        if isinstance(each, str):  # of many parameters a list may be written as one text
            values += each.count(",")
        if most and values > most:
            yield tk._("There are more than {most} values here. Ask for fewer at a time.").format(most=f"{most:,}")
            return
        if depth > MOST_DEEP:
            yield tk._("There are too many lists within lists here.")
            return
        if isinstance(each, dict):
            queue += [(part, depth + 1) for pair in each.items() for part in pair]
            values -= len(each)  # names are none
        elif isinstance(each, list | tuple):
            queue += [(part, depth + 1) for part in each]
        elif isinstance(each, float) and not math.isfinite(each):
            yield tk._("This is not a number.")
        elif isinstance(each, str) and _printable(each) != each:
            yield tk._("There is a character here that text can’t have.")


def _printable(text: Any) -> str:
    """Text without NUL and without halves of characters."""
    return str(text).replace("\x00", "").encode("utf-8", "ignore").decode()
