"""Public spending: submit, check, categorise, publish, search and compare. ``docs/architecture.md`` shows the way of the data."""
