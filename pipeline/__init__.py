"""gehoord: which recurring concerns does a plan answer, and which not yet?"""
