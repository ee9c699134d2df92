"""The evidence model of the categories: how it is built from the labelled payments, and how well it does on publishers it has not seen.

``python -m benchmarks.categories.build`` writes ``schemas/category_model.parquet``, the same bytes each time; ``python -m
benchmarks.categories`` prints the report. Both need scikit-learn, in an environment of their own (``make model``). ``labelled.py`` says
what the labelled payments are; open ``training.py`` first.
"""
