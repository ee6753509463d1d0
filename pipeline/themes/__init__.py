"""Themes: what several people say, found, steered, stable; see ``find_themes`` and ``assign``."""
