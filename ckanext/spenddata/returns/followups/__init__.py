"""What follows a publication or a withdrawal, each step a row that can be done again: catalogue, suppliers, DataStore table, index.

Open ``planning.py`` first (which steps there are to do), then ``steps.py`` (who does each). ``one_way_in`` is the pass with
which they write what nobody else may write; ``categories`` changes what is published already, and has the steps follow it.
"""
