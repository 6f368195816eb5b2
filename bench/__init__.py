"""Measurements: each is a command that gives a ratio to a named baseline from the same run."""
