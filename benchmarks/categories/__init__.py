"""The evidence model of the categories: how it is built from the labelled payments, and how well it does on publishers it has not seen.

``python -m benchmarks.categories.build`` writes ``schemas/category_model.parquet``, the same bytes each time; ``python -m
benchmarks.categories`` prints the report. Both need scikit-learn, in an environment of their own (``make model``). ``labelled.py`` says
what the labelled payments are; open ``training.py`` first.
"""

import os

# Sums of fractions depend on the order in which they are added, and that on the processor: of what NumPy and OpenBLAS could use, only
# what every x86-64 processor since 2013 has, and one thread. Read when they are loaded; names that a processor lacks are passed over.
os.environ |= {
    "NPY_DISABLE_CPU_FEATURES": "X86_V4 AVX512_ICL AVX512_SPR",
    "OPENBLAS_CORETYPE": "Haswell",
    "OPENBLAS_NUM_THREADS": "1",
}
