"""What ``doctor`` looks at: one function for each thing, each saying what it found and what to do."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from ckan import model

from ckanext.spenddata.commands import at_work, kept, reader_of_files, safety, services, settings, stores
from ckanext.spenddata.commands.problems import Problem
from ckanext.spenddata.credentials import masked

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Result:
    """What was found about one thing."""

    what: str
    ok: bool
    found: str
    remedy: str = ""


def run() -> list[Result]:
    """Look at everything; nothing that is wrong keeps from looking at the rest."""
    return [_look(what, look) for what, look in LOOKS.items()]


def _look(what: str, look: Callable[[], str]) -> Result:
    try:
        return Result(what, ok=True, found=look())
    except Problem as problem:
        return Result(what, ok=False, found=problem.found, remedy=problem.remedy)
    except Exception as error:
        log.debug("%s can't be looked at", what, exc_info=True)
        lines = str(error).strip().splitlines()
        return Result(
            what,
            ok=False,
            found=masked(lines[0] if lines else repr(error)),
            remedy="Start it, and look at its address in CKAN's configuration.",
        )
    finally:
        model.Session.remove()


LOOKS: dict[str, Callable[[], str]] = {
    **settings.LOOKS,
    **stores.LOOKS,
    **reader_of_files.LOOKS,
    **at_work.LOOKS,
    **services.LOOKS,
    **safety.LOOKS,
    **kept.LOOKS,
}
