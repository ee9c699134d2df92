"""Canonical rows → every finding → reports.

Comes in: ``Rows`` and a ``Context`` (regime, period, publisher, history). Goes out: a findings frame (``findings.py``):
every place where a rule is broken, what was expected, and a fix where one follows. The rules are data in
``schemas/rules/``; each is tested by a kind of test, a function in the module of its family (``amounts.py``,
``periods.py`` …). Open ``check.py`` first.
"""
