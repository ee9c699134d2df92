"""Whether a room's tests notice when its code is changed: `make mutants ROOM=values SAMPLE=150`."""
