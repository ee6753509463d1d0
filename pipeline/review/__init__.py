"""People's judgements: kept in an append-only log, found back in later runs, never dropped."""
