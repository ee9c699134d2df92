"""The ``spenddata`` command: check, fix and template on a laptop, without a portal.

Comes in: files and options. Goes out: words for people (colours on a terminal, plain text in a pipe), or JSON with ``--json``. Open
``commands.py`` first. Nothing heavy is imported before a command runs, so that ``--help`` answers at once.
"""

from ckanext.spenddata.console.commands import main

__all__ = ["main"]
