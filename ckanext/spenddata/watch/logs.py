"""Log lines: heard at all, shaped as JSON where that is wanted, and each with the reference of the return that it is about."""

from __future__ import annotations

import datetime as dt
import json
import logging
import re
import traceback
from typing import Any

from ckanext.spenddata import journal
from ckanext.spenddata.credentials import masked


def hear() -> None:
    """Undo what reading the logging settings does to every logger made before: it is switched off, and errors of pages vanish.

    CKAN's loader reads them (``logging.config.fileConfig``) after most of CKAN is imported. What is told at which level and where is
    the settings' matter and stays.
    """
    for logger in list(logging.Logger.manager.loggerDict.values()):
        if isinstance(logger, logging.Logger):
            logger.disabled = False
    if logging.getLogRecordFactory() is logging.LogRecord:
        logging.setLogRecordFactory(Record)


_LINE_ENDS = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
"""Whatever anything that reads a log takes for the end of a line."""
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]")
"""Characters that do something to a terminal, or to the order in which it shows what follows."""
_NEXT = "\n    "
"""A line that goes on, set in: what somebody has typed begins no line of a log, and so can't pass for one."""


def told(text: str) -> str:
    """A text as a log may tell it: without passwords, and with nothing in it that could pass for another line."""
    return _LINE_ENDS.sub(_NEXT, _CONTROLS.sub(lambda found: ascii(found[0])[1:-1], masked(text)))


class Record(logging.LogRecord):
    """A record that knows which return was worked on when it was made, tells nobody a password, and is one line, or one that goes on.

    Libraries name the address of a service that is away, and with it how they get in: pysolr does, to which CKAN gives Solr's so. They
    also quote what somebody has asked, line ends and all.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reference = journal.reference()
        if self.exc_info and self.exc_info[0]:
            self.exc_text = told("    " + "".join(traceback.format_exception(*self.exc_info)).rstrip("\n"))
        if self.stack_info:
            self.stack_info = told("    " + self.stack_info)

    def getMessage(self) -> str:  # noqa: N802  as logging calls it
        """The line, fit to be told."""
        return told(super().getMessage())


class Json(logging.Formatter):
    """One JSON object a line; name it in the logging settings: ``class = ckanext.spenddata.watch.logs.Json``."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record."""
        fields = {
            "time": dt.datetime.fromtimestamp(record.created, tz=dt.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "process": record.process,
            "message": record.getMessage(),
        }
        if reference := getattr(record, "reference", ""):
            fields["return"] = reference
        if facts := getattr(record, "facts", None):
            fields |= facts
        if record.exc_info:
            fields["error"] = record.exc_text or self.formatException(record.exc_info)
        return masked(json.dumps(fields, default=str))
