"""REFI-QDA in and out, and code lists of other programs."""
