"""What amounts are with regard to VAT, in words; said the same in reports, comparisons and pages."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, get_args

from ckanext.spenddata.values.text import N_

Basis = Literal["net_of_recoverable_vat", "net_of_all_vat", "gross", "unknown"]
BASES: tuple[Basis, ...] = get_args(Basis)
"""What a payment's amount can be with regard to VAT."""
NET, NET_OF_ALL, GROSS, UNKNOWN = BASES
"""Of what is ``UNKNOWN`` nobody has said it."""
MIXED = "mixed"
"""Of several amounts, some are one thing and some another."""

WORDS: Mapping[str, str] = MappingProxyType(
    {
        NET: N_("without recoverable VAT"),
        NET_OF_ALL: N_("without any VAT"),
        GROSS: N_("with VAT"),
        UNKNOWN: N_("with or without VAT: not said"),
        MIXED: N_("partly with and partly without VAT"),
    }
)
"""A value of ``amount_basis`` → words that follow *amounts are* or *payments*."""
