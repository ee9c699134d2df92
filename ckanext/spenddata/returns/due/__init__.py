"""What publishers have to file and by when, and how it stands: duties, what no return covers, the task list.

Open ``listing.py`` first: it is what a person sees of all this.
"""
