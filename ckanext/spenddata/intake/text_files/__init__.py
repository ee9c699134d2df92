"""Text with delimiters → a grid.

Comes in: the bytes of a file. Goes out: a ``Grid``, with what had to be put right in it. Open ``delimited`` first.
"""
