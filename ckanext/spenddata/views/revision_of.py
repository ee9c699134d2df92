"""One revision of a return, found by its number among those that ``spenddata_return_show`` lists for the reader."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckan.plugins import toolkit as tk


def revision_of(shown: Mapping[str, Any], number: int | None) -> dict[str, Any] | None:
    """The revision of this number; None where the reader may know of none such."""
    return next((each for each in shown["revisions"] if each["number"] == number), None)


def known(shown: Mapping[str, Any], number: int) -> dict[str, Any]:
    """As `revision_of`.

    Raises:
        ObjectNotFound: The reader may know of no such revision.
    """
    found = revision_of(shown, number)
    if found is None:
        raise tk.ObjectNotFound(
            tk._("The return {reference} has no revision {number} that you may see.").format(
                reference=shown["reference"], number=number
            )
        )
    return found


def own(shown: Mapping[str, Any], number: int) -> dict[str, Any]:
    """As `known`, with what only its publisher's people are told: the attempt, the answers and the fixes.

    Raises:
        ObjectNotFound: As for `known`.
        NotAuthorized: The reader is none of them.
    """
    found = known(shown, number)
    if "attempt" not in found:
        raise tk.NotAuthorized(tk._("Only the publisher's own people may do this."))
    return found
