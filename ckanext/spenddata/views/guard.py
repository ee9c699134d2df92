"""What stands around every page: refusals in words. ``security/csrf.py`` sees to it that forms come from pages of this portal.

A view that raises ``NotAuthorized`` or ``ObjectNotFound`` becomes a page that says what happened, what it means and what to do. What a
service's failure becomes is told for all pages in ``web``.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from ckan.plugins import toolkit as tk

from ckanext.spenddata.logic.gone import Gone
from ckanext.spenddata.views import forms, gone

View = TypeVar("View", bound=Callable[..., Any])


def page(view: View) -> View:
    """A page: what its actions refuse is told in words."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        try:
            return view(*args, **kwargs)
        except tk.NotAuthorized as refusal:
            return _refused(refusal)
        except Gone as taken_back:
            return gone.page(taken_back)
        except tk.ObjectNotFound as missing:
            return tk.abort(
                404, _words(missing) or tk._("There is nothing at this address. Check that it is complete.")
            )

    return cast("View", guarded)


def takes(*parameters: str) -> Callable[[View], View]:
    """A page that has these parameters in its address, and no others: one that is misspelt, or has two values, is told."""

    def around(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            # What is sent by a form is the form's to look at.
            wrong = forms.misread(parameters) if tk.request.method == "GET" else {}
            return tk.abort(400, " ".join(wrong.values())) if wrong else view(*args, **kwargs)

        vars(guarded)["takes"] = parameters
        return cast("View", guarded)

    return around


def form(view: View) -> View:
    """A view that changes something: for people who are signed in."""
    return page(members_only(view))


def members_only(view: View) -> View:
    """A page for people who are signed in; others are asked to, and come back."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        return _to_login() if tk.current_user.is_anonymous else view(*args, **kwargs)

    return cast("View", guarded)


def _refused(refusal: tk.NotAuthorized) -> Any:
    if tk.current_user.is_anonymous:
        return _to_login()
    return tk.abort(
        403,
        _words(refusal) or tk._("Your account may not see this page. An administrator of the publisher can add you."),
    )


def _to_login() -> Any:
    return tk.redirect_to("user.login", came_from=tk.request.full_path.rstrip("?"))


def _words(error: Exception) -> str:
    return str(getattr(error, "message", "") or "")
