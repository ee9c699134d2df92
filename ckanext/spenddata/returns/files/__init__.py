"""What is kept on disk: files as they were sent, what was read of them, and the files that are made for readers.

Open ``storage.py`` first: everything is private, and addressed by its SHA-256. ``retention`` says for how long what nobody
published is kept.
"""
