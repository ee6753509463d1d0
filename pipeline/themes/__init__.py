"""Themes: what several people say, found, steered, stable; see ``find_themes`` and ``assign``."""

from __future__ import annotations

from pipeline.themes.centroids import Centroids, assign
from pipeline.themes.corpus import echoes, heard_once, said_from
from pipeline.themes.decisions import Decision, apply_decisions, decisions_from
from pipeline.themes.find import find_themes
from pipeline.themes.growing import Placed, extend
from pipeline.themes.reassign import nearest_again
from pipeline.themes.records import GivenTopic, HasVectors, Statement, Terms, Themes, TopicModel
from pipeline.themes.seeded_topics import Outcome, find_guided
from pipeline.themes.trained import TrainedThemes, known_from, place

__all__ = [
    "Centroids",
    "Decision",
    "GivenTopic",
    "HasVectors",
    "Outcome",
    "Placed",
    "Statement",
    "Terms",
    "Themes",
    "TopicModel",
    "TrainedThemes",
    "apply_decisions",
    "assign",
    "decisions_from",
    "echoes",
    "extend",
    "find_guided",
    "find_themes",
    "heard_once",
    "known_from",
    "nearest_again",
    "place",
    "said_from",
]
