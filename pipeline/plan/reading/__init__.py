"""A document becomes a plan: pillars, goals and actions with their place."""
