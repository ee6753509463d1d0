"""The words everyone speaks: tables, settings, plan, errors, language."""
