"""``ckan spenddata clock``: the periodic work, in a process of its own."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager

import click

GOODBYE_SECONDS = 5.0


@click.group()
def clock() -> None:
    """The periodic work: find what was dropped, call the workers, do it where none comes."""


@clock.command()
@click.pass_context
def run(context: click.Context) -> None:
    """Sweep every ten seconds until told to stop (SIGTERM). Keep it running, as the workers; several may run at once."""
    from ckanext.spenddata.ledger import changes as ledger_changes
    from ckanext.spenddata.model import changes
    from ckanext.spenddata.returns.work import clock
    from ckanext.spenddata.returns.work.sweep import Sweeper
    from ckanext.spenddata.watch import stuck
    from ckanext.spenddata.watch.letters import Letters
    from ckanext.spenddata.watch.waking import Waker

    stop = threading.Event()
    for asked in (signal.SIGTERM, signal.SIGINT):
        signal.signal(asked, lambda *_: stop.set())
    # Mails and actions ask for a request's surroundings.
    surroundings: Callable[[], AbstractContextManager[object]] = context.meta["flask_app"].test_request_context
    sweeper = Sweeper(surroundings)
    chores: tuple[Callable[[], object], ...] = (
        *(Waker().look, sweeper.sweep, stuck.tell, Letters().tell),
        *(changes.clear, ledger_changes.clear),
    )
    with surroundings():
        clock.run(stop, chores, moved=clock.Watchdog().moved)
    # What is cut off here is taken up by the next process: the claim ends with this one.
    sweeper.wait(GOODBYE_SECONDS)
