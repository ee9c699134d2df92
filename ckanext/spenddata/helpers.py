"""What templates call: names and states in words, in the reader's language, beside the figures and dates of ``web.figures``."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

import psycopg2
from ckan.plugins import toolkit as tk
from sqlalchemy.exc import OperationalError

from ckanext.spenddata import config
from ckanext.spenddata.checks import typed
from ckanext.spenddata.logic.account_links import linked_user
from ckanext.spenddata.logic.marked_text import markdown_extract, render_markdown
from ckanext.spenddata.web.figures import (
    spenddata_count,
    spenddata_date,
    spenddata_money,
    spenddata_percent,
    spenddata_period,
    spenddata_pounds,
    spenddata_pounds_short,
    spenddata_size,
    spenddata_sum,
    spenddata_time,
    spenddata_vat,
    spenddata_when,
)

__all__ = [
    "linked_user",
    "markdown_extract",
    "render_markdown",
    "spenddata_category_label",
    "spenddata_count",
    "spenddata_date",
    "spenddata_field_title",
    "spenddata_home",
    "spenddata_may_change_field",
    "spenddata_money",
    "spenddata_own_bodies",
    "spenddata_percent",
    "spenddata_period",
    "spenddata_pounds",
    "spenddata_pounds_short",
    "spenddata_regime_choices",
    "spenddata_regime_title",
    "spenddata_rule_title",
    "spenddata_size",
    "spenddata_state",
    "spenddata_sum",
    "spenddata_takes_links",
    "spenddata_time",
    "spenddata_token_days",
    "spenddata_vat",
    "spenddata_when",
]

log = logging.getLogger(__name__)


def spenddata_regime_title(regime: str) -> str:
    """What people call a regime; an id that is not defined here is shown as it is."""
    known = config.definitions().regimes.get(regime)
    return known.title if known else regime


def spenddata_may_change_field(field: Mapping[str, Any]) -> bool:
    """Whether the person who looks may change this field of an organisation that they may edit: stewards may change all."""
    return bool(field.get("body_may_change")) or tk.h.check_access("organization_create")


def spenddata_own_bodies() -> list[dict[str, str]]:
    """The publishers for which the person who looks may publish, as choices of a form."""
    name = tk.current_user.name
    mine = tk.get_action("organization_list_for_user")({"user": name}, {"id": name, "permission": "create_dataset"})
    return [{"value": body["id"], "text": body["display_name"]} for body in mine]


def spenddata_token_days() -> int | str:
    """Longest life of an API token in days; empty where they need not end."""
    return config.token_days() or ""


def spenddata_regime_choices(_field: Mapping[str, Any] | None = None) -> list[dict[str, str]]:
    """The regimes as choices of a form."""
    return [{"value": regime.id, "label": regime.title} for regime in config.definitions().regimes.values()]


def spenddata_rule_title(rule: str) -> str:
    """What is wrong where a rule is broken, as a heading, or that a person typed; an id that is not defined here is shown as it is."""
    if rule == typed.RULE:
        return tk._("Typed by the publisher")
    known = config.definitions().rules.get(rule)
    return known.title if known else rule.replace("-", " ").capitalize()


def spenddata_category_label(category: str | None) -> str:
    """What people call a category."""
    return config.definitions().categories.label(category) if category else tk._("Not classified")


def spenddata_field_title(field: str) -> str:
    """Title of a canonical field, ``payment_date`` → ``Payment date``; other names with their underscores as blanks."""
    try:
        return config.definitions().transaction.field(field).title
    except KeyError:
        return field.replace("_", " ").capitalize()


def spenddata_state(state: str, stuck: bool = False) -> dict[str, str]:
    """A state in words: ``label`` for people, ``look`` for the style sheet."""
    if stuck:
        return {"label": tk._("Stuck"), "look": "bad"}
    words = {
        "due": (tk._("To do"), "info"),
        "due_today": (tk._("Due today"), "caution"),
        "late": (tk._("Overdue"), "bad"),
        "not_due": (tk._("Not due yet"), "plain"),
        "draft": (tk._("Draft"), "info"),
        "submitted": (tk._("Waiting to be checked"), "info"),
        "checking": (tk._("Being checked"), "info"),
        "rejected": (tk._("Could not be read"), "bad"),
        "ready": (tk._("Ready for you to check"), "info"),
        "waiting": (tk._("Waiting for approval"), "info"),
        "asked": (tk._("Waiting for your approval"), "info"),
        "sent_back": (tk._("Sent back"), "bad"),
        "approved": (tk._("Approved"), "info"),
        "publishing": (tk._("Being published"), "info"),
        "published": (tk._("Published"), "good"),
        "superseded": (tk._("Replaced"), "plain"),
        "withdrawn": (tk._("Withdrawn"), "plain"),
        "erased": (tk._("Erased"), "plain"),
    }
    label, look = words.get(state, (state.replace("_", " ").capitalize(), "plain"))
    return {"label": label, "look": look}


def spenddata_home() -> dict[str, Any] | None:
    """The portal in a few figures for the first page; None while the database can't say, so that the page still opens."""
    try:
        shown = tk.get_action("spenddata_portal_show")({}, {})
    except (OperationalError, psycopg2.OperationalError):
        log.exception("The figures of the first page are not available")
        tk.g.spenddata_incomplete = True
        return None
    return {
        **shown,
        "empty": not shown["returns"],
        "newest": [
            {
                **line,
                "title": spenddata_period(line["period"]),
                "publisher": line["publisher_name"],
                "amount": line["amount_accepted"],
            }
            for line in shown["newest"]
        ],
    }


def spenddata_takes_links() -> bool:
    """Whether a resource may be a link instead of a file."""
    return config.links()
