"""A package of somebody else that adds a kind of rule, a format of files, a way to tell a category, and a step after publications."""
