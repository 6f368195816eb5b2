"""Indexes of a generation: derived from its files, rebuilt when damaged or deleted, never the truth."""
