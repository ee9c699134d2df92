"""`/spend/about`: what a figure is, what is not in it, and the duties to publish."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from flask import Blueprint

from ckanext.spenddata import config
from ckanext.spenddata.definitions.regimes import Regime
from ckanext.spenddata.views import guard, reasons

blueprint = Blueprint("spenddata_about", __name__)


@blueprint.route("/spend/about")
@guard.takes()
def index() -> str:
    """Definitions, method and limits, in words."""
    regimes = [_in_words(regime) for regime in config.definitions().regimes.values()]
    return tk.render("spenddata/about/index.html", {"regimes": regimes})


def _in_words(regime: Regime) -> dict[str, Any]:
    cadences = {"month": tk._("every month"), "quarter": tk._("every quarter"), "year": tk._("every year")}
    threshold = tk._("every payment")
    if regime.threshold:
        basis = reasons.vat(regime.threshold.tested_basis)
        threshold = f"{tk.h.spenddata_pounds(regime.threshold.amount)} {basis}"
    return {
        "id": regime.id,
        "title": regime.title,
        "threshold": threshold,
        "cadence": cadences[regime.cadence],
        "basis": regime.basis,
    }
