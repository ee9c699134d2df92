"""What ``doctor`` looks at for the day on which the portal is lost: whether it is backed up, and whether a restore was finished."""

from __future__ import annotations

from collections.abc import Callable

from ckanext.spenddata import config
from ckanext.spenddata.backup import latest
from ckanext.spenddata.commands.problems import Problem

HOUR = 3600


def _backup() -> str:
    if latest.begun():
        raise Problem(
            "a restore was begun here and not finished: what is here is half of a portal",
            "Serve nobody. Run the same `ckan spenddata restore` again; it begins anew.",
        )
    last, most = latest.known(latest.LATEST), config.backup_hours()
    if last is None:
        sentence, hours = "this portal was never backed up with `ckan spenddata backup`", None
    else:
        hours = latest.age(last).total_seconds() / HOUR
        sentence = f"{last.name} shows the portal of {hours:.1f} hours ago"
    if most and (hours is None or hours > most):
        raise Problem(
            f"{sentence}; it should be no older than {most} hours",
            "Look at the timer that makes backups (systemctl status spenddata-backup), or run: ckan spenddata backup FOLDER",
        )
    return sentence if most else f"{sentence}; set {config.BACKUP_HOURS} once a timer makes backups"


LOOKS: dict[str, Callable[[], str]] = {"backup": _backup}
