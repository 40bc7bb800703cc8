"""Looks at this machine: what of the course works here, what does not, and how to mend it.

Each area has a module with a function that yields `Finding`s. Nothing heavy is imported, and
what could hang or crash runs as a child with a time limit.
"""
