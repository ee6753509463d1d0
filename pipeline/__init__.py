"""gehoord: which recurring concerns does a plan answer, and which not yet?

The rooms of the house. Who uses gehoord as a library imports ``gehoord``.
"""
