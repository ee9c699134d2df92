"""The sentences of a comparison: codes with parameters, so that a page can say them in another language.

``TEXTS`` has each in English; a page translates the text and then fills it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from ckanext.spenddata.values.text import N_

TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "differs-times": N_("{name} differs most on {category}: {value}, {times} times its peers’ median"),
        "differs-far": N_("{name} differs most on {category}: {value}; its peers’ median is {median}"),
        "differs-more": N_("{name} differs most on {category}: {value}, {difference} more than its peers’ median"),
        "differs-less": N_("{name} differs most on {category}: {value}, {difference} less than its peers’ median"),
        "differs-fewer": N_("{name} differs most on {category}: {value}, {difference} fewer than its peers’ median"),
        "differs-nothing": N_(
            "{name} differs most on {category}: it published nothing for it, and its peers’ median is {median}"
        ),
        "differs-highest": N_(
            "{name} differs most on {category}: {value}, more than any of its {count} peers ({low} to {high})"
        ),
        "differs-lowest": N_(
            "{name} differs most on {category}: {value}, less than any of its {count} peers ({low} to {high})"
        ),
        "differs-only-nothing": N_(
            "{name} differs most on {category}: it published nothing for it, and all {count} of its peers did"
            " ({low} to {high})"
        ),
        "differs-one-times": N_("{name} differs most on {category}: {value}, {times} times that of {peer}"),
        "differs-one-more": N_("{name} differs most on {category}: {value}, {difference} more than {peer}"),
        "differs-one-less": N_("{name} differs most on {category}: {value}, {difference} less than {peer}"),
        "differs-one-fewer": N_("{name} differs most on {category}: {value}, {difference} fewer than {peer}"),
        "because-one-payment": N_("Because of one payment of {payment}, {sentence}"),
        "close-more": N_(
            "{name} buys much as its {count} peers do; it differs most on {category}: {value}, {difference} more than"
            " their median"
        ),
        "close-less": N_(
            "{name} buys much as its {count} peers do; it differs most on {category}: {value}, {difference} less than"
            " their median"
        ),
        "within": N_("{name} is within the middle half of its {count} peers in every category of what it buys"),
        "between": N_("{name} is no higher and no lower than all of its {count} peers in any category of what it buys"),
        "as-one": N_("{name} buys for the same as {peer} in every category"),
        "in-all": N_("In all it {says}, {difference}."),
        "extremes": N_(
            "It is the highest in {highest} of {categories} categories of what it buys, and the lowest in {lowest}."
        ),
        "extremes-joint": N_(
            "It is the highest, or joint highest, in {highest} of {categories} categories of what it buys, and the"
            " lowest, or joint lowest, in {lowest}."
        ),
        "extremes-one": N_(
            "It spends more than {peer} in {highest} of {categories} categories of what it buys, and less in {lowest}."
        ),
        "unusual": N_(
            "It also stands out on {category}, where its peers differ little: {value}, {times} times their median."
        ),
        "unusual-less": N_(
            "It also stands out on {category}, where its peers differ little: {value}, and their median is {median}."
        ),
        "without": N_("Without its one largest payment for that, of {payment}, it would be {value}."),
        "without-nothing": N_("Without its one largest payment for that, of {payment}, next to nothing would be left."),
        "withheld": N_("It withholds who it paid for {value} of its spending; its peers’ median is {median}."),
        "withheld-few": N_("It withholds who it paid for {value} of its spending; its peers, {low} to {high}."),
        "unclassified": N_(
            "Of its spending, {value} is not classified and may belong to categories where it looks low."
        ),
        "often": N_("It pays {often} times as often as its peers; its median payment is about the same."),
        "large": N_("It pays about as often as its peers; its median payment is {usual} times theirs."),
        "both": N_("It pays {often} times as often as its peers, and its median payment is {usual} times theirs."),
        "as-usual": N_("It pays about as often as its peers, and its median payment is about theirs."),
        "at-median-less": N_("At its peers’ median it would have spent {pounds} less."),
        "at-median-more": N_("At its peers’ median it would have spent {pounds} more."),
        "spends-times": N_("{name} spends {value} on {category}, {times} times its peers’ median"),
        "spends-far": N_("{name} spends {value} on {category}; its peers’ median is {median}"),
        "spends-more": N_("{name} spends {value} on {category}, {difference} more than its peers’ median"),
        "spends-less": N_("{name} spends {value} on {category}, {difference} less than its peers’ median"),
        "spends-highest": N_(
            "{name} spends {value} on {category}, more than any of its {count} peers ({low} to {high})"
        ),
        "spends-lowest": N_(
            "{name} spends {value} on {category}, less than any of its {count} peers ({low} to {high})"
        ),
        "spends-joint-highest": N_(
            "{name} spends {value} on {category}, joint highest with one or more of its {count} peers ({low} to {high})"
        ),
        "spends-joint-lowest": N_(
            "{name} spends {value} on {category}, joint lowest with one or more of its {count} peers ({low} to {high})"
        ),
        "spends-between": N_("{name} spends {value} on {category}; its {count} peers, {low} to {high}"),
        "spends-within": N_(
            "{name} spends {value} on {category}, within the middle half of its peers ({low} to {high})"
        ),
        "spends-one": N_("{name} spends {value} on {category}; {peer}, {low}"),
        "spends": N_("{name} spends {value} on {category}"),
        "makes": N_("{name} made {value} for {category}"),
        "spends-nothing": N_("{name} published no payment for {category}"),
        "spends-mixed": N_("{name}’s payments for {category} are of several kinds, which are never in one sum"),
        "spends-unknown": N_("{name} has published nothing for these months"),
        "row-one-payment": N_("One payment: {payment}"),
        "row-large-payment": N_("One payment of {payment} is {share} of it; without it {value}"),
        "row-only-payment": N_("One payment of {payment} is {share} of it; without it next to nothing"),
        "row-unclassified": N_("{value} is not classified and may belong here"),
        "row-peers-unclassified": N_("Of its peers’ spending, {value} (median) is not classified and may belong here"),
        "row-credits": N_("Credits are more than payments"),
    }
)


@dataclass(frozen=True)
class Sentence:
    """One of ``TEXTS``, filled."""

    code: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    said: str = ""
    """The words themselves, where ``headline.py`` has put them together."""
    inner: Sentence | None = None
    """The sentence that is filled in for ``{sentence}``."""

    @property
    def text(self) -> str:
        """The sentence in English."""
        inner = {"sentence": self.inner.text} if self.inner else {}
        return self.said or TEXTS[self.code].format(**self.parameters, **inner)
