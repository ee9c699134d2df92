"""What a reader must know of a public body's figures before judging, and how it publishes: sentences with their figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.spenddata.views import filers
from ckanext.spenddata.views.comparison_table import caution_words

OF_SEVERAL_KINDS = ("vat_mixed", "currency")
"""Cautions that say why amounts are never in one sum."""


def never_in_one_sum(comparison: Mapping[str, Any] | None) -> list[str]:
    """Why a body's amounts are never in one sum; nothing where they are."""
    cautions = comparison["bodies"][0]["cautions"] if comparison else []
    return [caution_words(each) for each in cautions if each["code"] in OF_SEVERAL_KINDS]


def limits(publisher: Mapping[str, Any], comparison: Mapping[str, Any] | None) -> list[str]:
    """What a reader must know before judging: each a sentence with its figure."""
    spent = publisher["spending"]
    if not spent or not spent["count"]:
        return []
    why = never_in_one_sum(comparison)
    return [*(why or _sums(spent)), *_other_duties(publisher, comparison)]


def _sums(spent: Mapping[str, Any]) -> list[str]:
    said = []
    words = (
        ("not_classified", tk._("{pounds} ({percent}%) is not classified.")),
        ("withheld", tk._("What {pounds} ({percent}%) was for is withheld.")),
    )
    for name, text in words:
        if spent[name]["count"] and spent[name]["percent"] is not None:
            said.append(text.format(pounds=tk.h.spenddata_pounds(spent[name]["total"]), percent=spent[name]["percent"]))
    unnamed = spent["suppliers"]["unnamed"]
    if unnamed["count"] and unnamed["total"] is not None:
        text = tk.ungettext(
            "{n} payment names no supplier, {pounds} in all.",
            "{n} payments name no supplier, {pounds} in all.",
            unnamed["count"],
        )
        said.append(
            text.format(n=tk.h.spenddata_count(unnamed["count"]), pounds=tk.h.spenddata_pounds(unnamed["total"]))
        )
    return said


def _other_duties(publisher: Mapping[str, Any], comparison: Mapping[str, Any] | None) -> list[str]:
    duty = (comparison or {}).get("regime", {})
    return [
        tk._("{duty}: published separately, and not in these figures.").format(duty=tk.h.spenddata_regime_title(other))
        for other in publisher["regimes"]
        if other != duty.get("id")
    ]


def _timely(each: Sequence[str | None], publisher: Mapping[str, Any]) -> list[str]:
    """How many returns came in time, of those of which that can be said; and of how many it can't."""
    judged = [how for how in each if how]
    before = len(each) - len(judged)
    said = []
    if judged:
        words = tk.ungettext("{on_time} of {n} return on time", "{on_time} of {n} returns on time", len(judged))
        said.append(words.format(on_time=judged.count("in_time"), n=len(judged)))
    if before and publisher["joined"]:
        words = tk.ungettext(
            "{n} return fell due before the body began to file here, on {day}: it is counted neither as late nor as on time",
            "{n} returns fell due before the body began to file here, on {day}: they are counted neither as late nor as on time",
            before,
        )
        said.append(words.format(n=before, day=tk.h.spenddata_date(publisher["joined"])))
    return said


def publishing(publisher: Mapping[str, Any], listed: Sequence[Mapping[str, Any]]) -> list[str]:
    """How the body publishes."""
    told, spent = publisher["publishing"], publisher["spending"]
    public = [line for line in listed if line["published_revision"] is not None]
    if not public:
        return []
    said = _timely([filers.timely(line["due"], publisher["joined"], late=line["late"]) for line in public], publisher)
    taken = told["withdrawn"] + told["erased"]
    if told["replaced"] or taken:
        replaced = tk.ungettext("{n} return replaced", "{n} returns replaced", told["replaced"]).format(
            n=told["replaced"]
        )
        said.append(tk._("{replaced}, {taken} taken back").format(replaced=replaced, taken=taken))
    else:
        said.append(tk._("No returns replaced or withdrawn"))
    if spent and spent["count"] and spent["own_codes"]["count"]:
        share = Decimal(spent["own_codes"]["count"]) / spent["count"]
        said.append(
            tk._("Publishes categories of its own: {share} of payments").format(share=tk.h.spenddata_percent(share))
        )
    if told["files"]:
        kinds = ", ".join(f"{each['kind'].upper()} ({each['count']})" for each in told["files"])
        said.append(tk._("Files as sent: {kinds}").format(kinds=kinds))
    return said
