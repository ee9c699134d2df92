"""Like with like: what must be said at a figure, and which figures may share a median with the body's own.

Nothing is hidden: a body that is unlike is still shown. But it enters no median, quartile or rank, and the caution says
why.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ckanext.spenddata.compare.coverage import Coverage, ReturnState
from ckanext.spenddata.compare.figures import PublishedReturn
from ckanext.spenddata.definitions.measures import Measure
from ckanext.spenddata.definitions.peers import Tier
from ckanext.spenddata.definitions.publishers import Publisher
from ckanext.spenddata.definitions.regimes import Regime
from ckanext.spenddata.values.text import counted

__all__ = ["Caution", "Circumstances", "body_cautions", "figure_cautions"]

_GROSS = "gross"
_UNKNOWN = "unknown"
_STERLING = "GBP"
_BASES = {
    "net_of_recoverable_vat": "without recoverable VAT",
    "net_of_all_vat": "without any VAT",
    _GROSS: "with VAT",
}


@dataclass(frozen=True)
class Caution:
    """Something that must be said at a figure."""

    code: str
    text: str
    excludes: bool = False
    """Whether it keeps the figure out of medians, quartiles and ranks."""
    publisher_id: str = ""
    """Whose figure it is about; empty where it is about all."""


@dataclass(frozen=True)
class Circumstances:
    """How the figures of one body came about."""

    publisher: Publisher
    regime: Regime
    tier: Tier
    coverage: Coverage
    bases: frozenset[str]
    """VAT treatments of its amounts."""
    currencies: frozenset[str]

    @staticmethod
    def of(
        publisher: Publisher, regime: Regime, tier: Tier, coverage: Coverage, published: Iterable[PublishedReturn]
    ) -> Circumstances:
        """The circumstances of a body's figures under a regime."""
        own = [
            each
            for each in published
            if each.current and (each.publisher_id, each.regime) == (publisher.publisher_id, regime.id)
        ]
        bases = frozenset(basis for each in own for basis in each.amount_basis)
        currencies = frozenset(currency for each in own for currency in each.currencies)
        return Circumstances(publisher, regime, tier, coverage, bases, currencies)


def body_cautions(body: Circumstances, measure: Measure) -> list[Caution]:
    """What must be said of one body's own figures, whatever they stand beside."""
    return [caution for caution in (*_of_coverage(body), *_of_amounts(body), *_of_facts(body, measure)) if caution]


def figure_cautions(body: Circumstances, subject: Circumstances, measure: Measure) -> list[Caution]:
    """What must be said of a peer's figures beside those of the body that is compared."""
    unlike = (_tier(body, subject), _regime(body, subject), _basis(body, subject))
    return [*(caution for caution in unlike if caution), *body_cautions(body, measure)]


def _of_coverage(body: Circumstances) -> Iterable[Caution]:
    who, coverage = body.publisher, body.coverage
    if coverage.elsewhere:
        yield _caution(body, "elsewhere", _elsewhere(who, coverage), excludes=True)
    if not coverage.anything and not coverage.elsewhere:
        yield _caution(body, "nothing_published", f"{who.name} has published nothing for this time.", excludes=True)
        return
    if len(coverage.returns) > coverage.received + len(coverage.elsewhere):
        yield _caution(body, "incomplete", _incomplete(who, coverage), excludes=True)
    if coverage.left_out:
        rows = counted(coverage.left_out, "row")
        text = f"{rows} of {who.name} {'is' if coverage.left_out == 1 else 'are'} in error and in no figure."
        yield _caution(body, "rows_left_out", text)


def _elsewhere(who: Publisher, coverage: Coverage) -> str:
    names = ", ".join(each.title for each in coverage.elsewhere)
    returns, them = ("return", "it") if len(coverage.elsewhere) == 1 else ("returns", "them")
    return f"{who.name} has published its {returns} for {names}, but no payment of {them} falls there."


def _incomplete(who: Publisher, coverage: Coverage) -> str:
    absent = [r for r in coverage.returns if r.state not in _IN_FIGURES]
    names = ", ".join(f"{r.title} ({_STATES[r.state]})" for r in absent[:6])
    more = f" and {len(absent) - 6} more" if len(absent) > 6 else ""
    return (
        f"{who.name} has published {coverage.received} of {counted(len(coverage.returns), 'return')} for this time in full,"
        f" so its figures are too low. Not in them: {names}{more}."
    )


_IN_FIGURES = (ReturnState.RECEIVED, ReturnState.NIL, ReturnState.ELSEWHERE)
_STATES = {ReturnState.MISSING: "missing", ReturnState.PART: "in part", ReturnState.NOT_DUE: "not due yet"}


def _of_amounts(body: Circumstances) -> Iterable[Caution]:
    who = body.publisher.name
    known = body.bases - {_UNKNOWN}
    if _GROSS in known and len(known) > 1:
        text = f"{who} has published some amounts with VAT and some without; their sum is neither."
        yield _caution(body, "vat_mixed", text, excludes=True)
    if _UNKNOWN in body.bases:
        text = f"{who} does not say whether {'its' if not known else 'all its'} amounts include VAT."
        yield _caution(body, "vat_unknown", text)
    if foreign := sorted(body.currencies - {_STERLING}):
        text = f"Some amounts of {who} are in {', '.join(foreign)} and are added up as if they were pounds."
        yield _caution(body, "currency", text, excludes=True)


def _of_facts(body: Circumstances, measure: Measure) -> Iterable[Caution]:
    if measure.fact and body.publisher.fact(measure.fact) is None:
        text = f"No {measure.fact} is known for {body.publisher.name}, so it has no figure for {measure.title.lower()}."
        yield _caution(body, "no_fact", text, excludes=True)


def _tier(body: Circumstances, subject: Circumstances) -> Caution | None:
    if body.tier.id == subject.tier.id:
        return None
    text = (
        f"{body.publisher.name} ({body.tier.title}) and {subject.publisher.name} ({subject.tier.title}) have different"
        " duties, so a difference in spending is to be expected."
    )
    return _caution(body, "tier", text, excludes=True)


def _regime(body: Circumstances, subject: Circumstances) -> Caution | None:
    own, other = body.regime, subject.regime
    if own.id == other.id:
        return None
    if own.card != other.card:
        text = (
            f"{body.publisher.name}'s figures are from {own.title}, {subject.publisher.name}'s from {other.title}:"
            " card payments and invoices are not compared."
        )
        return _caution(body, "card", text, excludes=True)
    text = f"{body.publisher.name} publishes {_threshold(own)}, {subject.publisher.name} {_threshold(other)}."
    return _caution(body, "threshold", text, excludes=_limit(own) != _limit(other))


def _basis(body: Circumstances, subject: Circumstances) -> Caution | None:
    own, other = body.bases - {_UNKNOWN}, subject.bases - {_UNKNOWN}
    if not own or not other or own == other:
        return None
    text = f"{body.publisher.name}'s amounts are {_words(own)}, {subject.publisher.name}'s are {_words(other)}."
    return _caution(body, "vat", text, excludes=(_GROSS in own) != (_GROSS in other))


def _limit(regime: Regime) -> tuple[object, ...]:
    return (regime.threshold.amount, regime.threshold.tested_on) if regime.threshold else ()


def _threshold(regime: Regime) -> str:
    if regime.threshold is None:
        return "every payment"
    return f"payments over £{regime.threshold.amount:,} ({regime.threshold.tested_on} of VAT)"


def _words(bases: Iterable[str]) -> str:
    return " or ".join(sorted(_BASES.get(basis, basis) for basis in bases))


def _caution(body: Circumstances, code: str, text: str, *, excludes: bool = False) -> Caution:
    return Caution(code, text, excludes, body.publisher.publisher_id)


def thresholds(regimes: Mapping[str, Regime]) -> str:
    """What a total does not hold because of the duties' thresholds, in one sentence."""
    limits = sorted({_threshold(regime) for regime in regimes.values()})
    return f"Only what the duty to publish covers is in these figures: {'; '.join(limits)}."
