"""Matching: which code of a codebook does a statement or a theme touch, if any."""
