"""Which column is which canonical field.

Comes in: titles and samples of values. Goes out: a ``Layout``, with a confidence and a reason for each field. Open ``mapping`` first.
"""
