"""Who does the background work, and when: claims on rows, the two drain loops, the queues that call workers, the clock and its sweep.

Open ``background.py`` first. PostgreSQL knows the work, so that no message and no process can lose it.
"""
