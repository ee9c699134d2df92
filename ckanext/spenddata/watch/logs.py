"""Log lines: heard at all, shaped as JSON where that is wanted, and each with the reference of the return that it is about."""

from __future__ import annotations

import datetime as dt
import json
import logging
import re
import traceback
from typing import Any

from ckanext.spenddata import journal


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


_PASSWORD = re.compile(r"(?<=://)[^\s/'\"]+(?=@)")
"""User and password in an address, up to its last ``@``: a password may have one."""


class Record(logging.LogRecord):
    """A record that knows which return was worked on when it was made, and tells nobody a password.

    Libraries name the address of a service that is away, and with it how they get in: pysolr does, to which CKAN gives Solr's so.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reference = journal.reference()
        if self.exc_info and self.exc_info[0]:
            self.exc_text = _PASSWORD.sub("***", "".join(traceback.format_exception(*self.exc_info)).rstrip("\n"))

    def getMessage(self) -> str:  # noqa: N802  as logging calls it
        """The line, without passwords."""
        return _PASSWORD.sub("***", super().getMessage())


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
        return json.dumps(fields, default=str)
