"""A response becomes statements: masked, cleaned, split, counted once."""
