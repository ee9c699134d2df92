"""Like with like: what must be said at a figure, and which figures may share a median with the body's own.

Nothing is hidden: a body that is unlike is still shown. But it enters no median, quartile or rank, and the caution says
why.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ckanext.spenddata.compare.coverage import Coverage, ReturnState
from ckanext.spenddata.compare.figures import PublishedReturn
from ckanext.spenddata.definitions.measures import Measure
from ckanext.spenddata.definitions.peers import Tier
from ckanext.spenddata.definitions.publishers import Publisher
from ckanext.spenddata.definitions.regimes import Regime
from ckanext.spenddata.values.sums import STERLING, never_in_one_sum, with_and_without_vat
from ckanext.spenddata.values.text import counted
from ckanext.spenddata.values.vat import GROSS, UNKNOWN, WORDS


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
    before: tuple[Publisher, ...] = ()
    """The bodies that it took over from whose figures are in its own."""
    after: tuple[str, ...] = ()
    """Names of the bodies that took over from it, where it is no more."""

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Identifiers of all bodies whose figures these are."""
        return self.publisher.publisher_id, *(each.publisher_id for each in self.before)

    @cached_property
    def mixed(self) -> bool:
        """Whether its amounts are of kinds that are never in one sum: with VAT and without, or not all in pounds."""
        return never_in_one_sum(self.bases, self.currencies)

    @property
    def vat_mixed(self) -> bool:
        """Whether some of its amounts include VAT and others are known not to."""
        return with_and_without_vat(self.bases)

    @staticmethod
    def of(
        publisher: Publisher,
        regime: Regime,
        tier: Tier,
        coverage: Coverage,
        published: Iterable[PublishedReturn],
        before: Sequence[Publisher] = (),
        after: Sequence[str] = (),
    ) -> Circumstances:
        """The circumstances of a body's figures under a regime, those of its predecessors among them."""
        ids = {publisher.publisher_id, *(each.publisher_id for each in before)}
        own = [each for each in published if each.current and each.publisher_id in ids and each.regime == regime.id]
        bases = frozenset(basis for each in own for basis in each.amount_basis)
        currencies = frozenset(currency for each in own for currency in each.currencies)
        return Circumstances(publisher, regime, tier, coverage, bases, currencies, tuple(before), tuple(after))


def body_cautions(body: Circumstances, measure: Measure) -> list[Caution]:
    """What must be said of one body's own figures, whatever they stand beside."""
    return [
        caution
        for caution in (*_of_life(body), *_of_coverage(body, measure), *_of_amounts(body), *_of_facts(body, measure))
        if caution
    ]


def figure_cautions(body: Circumstances, subject: Circumstances, measure: Measure) -> list[Caution]:
    """What must be said of a peer's figures beside those of the body that is compared."""
    unlike = (_tier(body, subject), _regime(body, subject), _basis(body, subject))
    return [*(caution for caution in unlike if caution), *body_cautions(body, measure)]


def _of_life(body: Circumstances) -> Iterable[Caution]:
    who = body.publisher
    if body.before:
        names = ", ".join(each.name for each in body.before)
        last = max(each.ended for each in body.before if each.ended)
        until = f"{last.day} {last:%B %Y}"
        text = f"{who.name} took over from other bodies: until {until} its figures are the sums of {names}."
        yield _caution(body, "reorganised", text)
    if who.ended is not None:
        yield _caution(body, "ended", ended(body))


def ended(body: Circumstances) -> str:
    """That a body is no more, since when, and who took over."""
    last = body.publisher.ended
    if last is None:
        return ""
    heirs = f" {' and '.join(body.after)} took over from it." if body.after else ""
    return f"{body.publisher.name} existed until {last.day} {last:%B %Y}.{heirs}"


def _of_coverage(body: Circumstances, measure: Measure) -> Iterable[Caution]:
    who, coverage = body.publisher, body.coverage
    if coverage.elsewhere:
        yield _caution(body, "elsewhere", _elsewhere(who, coverage), excludes=True)
    if not coverage.returns:
        yield _caution(body, "nothing_owed", f"{who.name} did not exist in this time.", excludes=True)
        return
    if not coverage.anything and not coverage.elsewhere:
        yield _caution(body, "nothing_published", f"{who.name} has published nothing for this time.", excludes=True)
        return
    if len(coverage.returns) > coverage.received + len(coverage.elsewhere):
        yield _caution(body, "incomplete", _incomplete(who, coverage, measure), excludes=True)
    if coverage.left_out:
        rows = counted(coverage.left_out, "row")
        text = f"{rows} of {who.name} cannot be used, and {'is' if coverage.left_out == 1 else 'are'} left out of every total."
        yield _caution(body, "rows_left_out", text)


def _elsewhere(who: Publisher, coverage: Coverage) -> str:
    names = ", ".join(each.title for each in coverage.elsewhere)
    returns, them = ("return", "it") if len(coverage.elsewhere) == 1 else ("returns", "them")
    return f"{who.name} has published its {returns} for {names}, but no payment of {them} falls there."


def _incomplete(who: Publisher, coverage: Coverage, measure: Measure) -> str:
    """What is missing, and what that does to figures: sums are too low; a share or a median is one of part of the time."""
    absent = [r for r in coverage.returns if r.state not in _IN_FIGURES]
    names = ", ".join(f"{r.title} ({_STATES[r.state]})" for r in absent[:6])
    more = f" and {len(absent) - 6} more" if len(absent) > 6 else ""
    middling = measure.numerator == "median_payment" or measure.denominator == "transactions"
    summed = measure.unit != "percent" and not middling
    so = "its figures are too low" if summed else "its figures are about part of this time only"
    return (
        f"{who.name} has published {coverage.received} of {counted(len(coverage.returns), 'return')} for this time in full,"
        f" so {so}. Not in them: {names}{more}."
    )


_IN_FIGURES = (ReturnState.RECEIVED, ReturnState.NIL, ReturnState.ELSEWHERE)
_STATES = {ReturnState.MISSING: "missing", ReturnState.PART: "in part", ReturnState.NOT_DUE: "not due yet"}


def _of_amounts(body: Circumstances) -> Iterable[Caution]:
    who = body.publisher.name
    known = body.bases - {UNKNOWN}
    if body.vat_mixed:
        text = f"{who} has published some amounts with VAT and some without; their sum would be neither, so it is not shown."
        yield _caution(body, "vat_mixed", text, excludes=True)
    if UNKNOWN in body.bases:
        text = f"{who} does not say whether {'its' if not known else 'all its'} amounts include VAT."
        yield _caution(body, "vat_unknown", text)
    if foreign := sorted(body.currencies - {STERLING}):
        text = f"Some amounts of {who} are in {', '.join(foreign)}; with pounds they make no sum, so none is shown."
        yield _caution(body, "currency", text, excludes=True)


def meaningless(body: Publisher, measure: Measure) -> str:
    """Why the measure's denominator means nothing for a body, as a clause; empty where it does, or isn't known."""
    if measure.fact and not measure.means_something(body.body_type, body.body_subtype):
        return measure.why_not or f"its {measure.fact_words} says nothing of what it does"
    fact = body.fact(measure.fact) if measure.fact else None
    if fact and fact.value < measure.least:
        return f"its {measure.fact_words} of {fact.value:,.10g} is too small to divide by"
    return ""


def _of_facts(body: Circumstances, measure: Measure) -> Iterable[Caution]:
    if why := meaningless(body.publisher, measure):
        text = f"{body.publisher.name} has no figure for {measure.title.lower()}: {why}."
        yield _caution(body, "denominator", text, excludes=True)
    elif measure.fact and body.publisher.fact(measure.fact) is None:
        text = f"No {measure.fact_words} is known for {body.publisher.name}, so it has no figure for {measure.title.lower()}."
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
    own, other = body.bases - {UNKNOWN}, subject.bases - {UNKNOWN}
    if not own or not other or own == other:
        return None
    text = f"{body.publisher.name}'s amounts are {_words(own)}, {subject.publisher.name}'s are {_words(other)}."
    return _caution(body, "vat", text, excludes=(GROSS in own) != (GROSS in other))


def _limit(regime: Regime) -> tuple[object, ...]:
    return (regime.threshold.amount, regime.threshold.tested_on) if regime.threshold else ()


def _threshold(regime: Regime) -> str:
    if regime.threshold is None:
        return "every payment"
    return f"payments over £{regime.threshold.amount:,} ({WORDS[regime.threshold.tested_basis]})"


def _words(bases: Iterable[str]) -> str:
    return " or ".join(sorted(WORDS.get(basis, basis) for basis in bases))


def _caution(body: Circumstances, code: str, text: str, *, excludes: bool = False) -> Caution:
    return Caution(code, text, excludes, body.publisher.publisher_id)


def thresholds(regimes: Mapping[str, Regime]) -> str:
    """What a total does not hold because of the duties' thresholds, in one sentence."""
    limits = sorted({_threshold(regime) for regime in regimes.values()})
    return f"Only what the duty to publish covers is in these figures: {'; '.join(limits)}."
