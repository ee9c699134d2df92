"""Words of definitions that are nearly those of the package, and places in sentences that nothing fills: slips that nobody would see.

A kind of body, a tier or a fact may be an administrator's own, so one that is like none of the known ones is in order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from string import Formatter

from ckanext.spenddata.definitions import Definitions, load
from ckanext.spenddata.values import text

_NEAR = 85
"""From this likeness on, of 100, a word is taken for another one mistyped."""
_VALUE = "value"
"""What a measure's sentences may name."""


def faults(definitions: Definitions) -> Iterator[str]:
    """What seems mistyped, one sentence each, the file and line first."""
    for look in _LOOKS:
        yield from look(definitions)


def _body_kinds() -> set[str]:
    regimes = {kind for regime in load().regimes.values() for kind in regime.body_types}
    tiers = {tier.body_type for tier in load().tiers}
    return regimes | tiers | {body.publisher.body_type for body in load().bodies.values()}


def _classes() -> set[str]:
    tiers = {subtype for tier in load().tiers for subtype in tier.subtypes}
    return tiers | {body.publisher.body_subtype for body in load().bodies.values() if body.publisher.body_subtype}


def _regimes(definitions: Definitions) -> Iterator[str]:
    kinds = _body_kinds()
    for regime in definitions.regimes.values():
        for problem in _mistyped("kind of body", regime.body_types, kinds):
            yield f"{definitions.regimes.places[regime.id]}: regime {regime.id}: {problem}"


def _tiers(definitions: Definitions) -> Iterator[str]:
    kinds, classes = _body_kinds(), _classes()
    held: dict[tuple[str, str], str] = {}
    for tier in definitions.tiers:
        for problem in (
            *_mistyped("kind of body", (tier.body_type,), kinds),
            *_mistyped("tier or class", tier.subtypes, classes),
        ):
            yield f"tiers.yaml: {tier.id}: {problem}"
        for subtype in tier.subtypes:
            first = held.setdefault((tier.body_type, subtype), tier.id)
            if first != tier.id:
                yield f"tiers.yaml: {tier.id}: bodies of the class {subtype!r} are of the tier {first} already; a body has one tier."


def _measures(definitions: Definitions) -> Iterator[str]:
    kinds = _body_kinds()
    facts = {measure.fact for measure in load().measures.values() if measure.fact}
    for measure in definitions.measures.values():
        problems = [
            *_mistyped("kind of body", measure.bodies, kinds),
            *_mistyped("fact", (measure.denominator,), {*facts, "none", "amount", "transactions"}),
            *_places(measure.says, "says"),
            *_places(measure.reads, "reads"),
        ]
        yield from (f"{definitions.measures.places[measure.id]}: measure {measure.id}: {each}" for each in problems)


def _places(sentence: str, name: str) -> Iterator[str]:
    try:
        named = {field for _, field, _, _ in Formatter().parse(sentence) if field is not None}
    except ValueError as error:
        yield f"`{name}` has a brace by itself ({error}). Write {{{{ or }}}} for a brace."
        return
    for each in sorted(named - {_VALUE}):
        yield f"`{name}` names {{{each}}}, which is not known; it may name {{{_VALUE}}}."


def _categories(definitions: Definitions) -> Iterator[str]:
    for category in definitions.categories.by_id.values():
        for code in category.cpv:
            if not code.isdecimal() or not any(known.startswith(code) for known in definitions.categories.cpv_labels):
                yield f"categories.yaml: {category.id}: no CPV code begins with {code!r}."
        for code in category.proclass:
            if not code.isdecimal() or len(code) not in (2, 4):
                yield f"categories.yaml: {category.id}: the ProClass code {code!r} is the first two or four digits of one."


def _titles(definitions: Definitions) -> Iterator[str]:
    roles = {meaning.role for title in load().titles.by_key.values() for meaning in (title, *title.also)}
    bases = {meaning.basis for title in load().titles.by_key.values() for meaning in (title, *title.also)}
    for title in definitions.titles.by_key.values():
        for meaning in (title, *title.also):
            if not text.trimmed(meaning.title):
                yield "titles.csv: a title is empty."
            if meaning.role not in roles:
                yield f"titles.csv: the title {meaning.title!r}: there is no role {meaning.role!r}."
            if meaning.basis not in bases:
                yield f"titles.csv: the title {meaning.title!r}: there is no basis {meaning.basis!r}."
        meanings = [(meaning.field, meaning.rank) for meaning in (title, *title.also) if meaning.field]
        if len(meanings) > len(set(meanings)):
            yield f"titles.csv: the title {title.title!r} is there twice for one field."


def _parameters(definitions: Definitions) -> Iterator[str]:
    for rule in definitions.rules.values():
        for name, value in rule.parameters.items():
            if isinstance(value, int | float) and value < 0:
                yield f"{definitions.rules.places[rule.id]}: rule {rule.id}: `{name}` can't be below nought."


_LOOKS: tuple[Callable[[Definitions], Iterator[str]], ...] = (
    _regimes,
    _tiers,
    _measures,
    _categories,
    _titles,
    _parameters,
)


def _mistyped(what: str, words: Iterable[str], known: set[str]) -> Iterator[str]:
    """A sentence for each word that is none of the known ones and nearly one of them."""
    from rapidfuzz import fuzz, process

    for word in words:
        if word in known:
            continue
        near = process.extractOne(word, known, scorer=fuzz.ratio, score_cutoff=_NEAR)
        if near:
            yield f"there is no {what} {word!r}. Did you mean {near[0]}?"
