"""Putting right what was lost or left behind: the ledger from the artefacts, the index from the ledger, orphans taken away."""
