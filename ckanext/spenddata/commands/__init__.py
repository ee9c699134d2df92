"""The commands of ``ckan spenddata``: the same actions as pages and programs use, for people with a terminal. Open ``returns.py`` first."""
