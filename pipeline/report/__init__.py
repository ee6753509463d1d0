"""Findings out, as people read them."""
