"""Records on what themes mean: their place under the plan, what prompted them, how they go on.

They are fields of ``pipeline.findings.records``; language-neutral as everything there.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SubThemeNode:
    """A sub-theme in the tree, with the goal it fits itself; "" where none fits."""

    theme_id: str
    label: str
    n_people: int
    n_statements: int
    goal_id: str
    pillar_id: str


@dataclass(frozen=True)
class ThemeNode:
    """A theme in the tree, under the goal that fits it best; "" under no pillar."""

    theme_id: str
    goal_id: str
    goal_title: str
    twigs: tuple[SubThemeNode, ...]


@dataclass(frozen=True)
class PillarNode:
    """A pillar of the plan with the themes under it; the last one, with id "", is no pillar."""

    pillar_id: str
    title: str
    n_people: int  # who spoke of any of its themes; a person who spoke of two counts once
    n_statements: int
    n_recurring: int  # of its themes
    leaves: tuple[ThemeNode, ...]


@dataclass(frozen=True)
class Prompted:
    """The question that a theme mostly answers, and how that was measured."""

    question_id: str
    question: str  # as asked
    kind: str  # question | topic (of a conversation)
    round_id: str
    share: float  # 0-1, of the people in the theme: who spoke there
    likeness: float  # of the theme to the question, in standard deviations above usual
    needed_share: float
    needed_likeness: float


@dataclass(frozen=True)
class Period:
    """One third of a school year in which people spoke."""

    key: str  # 2024-2 is the second trimester of the school year 2024-2025
    year: int  # in which the school year began
    trimester: int  # 1 | 2 | 3
    n_people: int | None  # who spoke in it; None: withheld


@dataclass(frozen=True)
class Trend:
    """One theme over the periods."""

    theme_id: str
    people: tuple[int | None, ...]  # per period; None: withheld
    shares: tuple[float | None, ...]  # of who spoke in that period, 0-1; None: withheld


@dataclass(frozen=True)
class Trends:
    """The themes over the trimesters of the school years; small numbers withheld."""

    periods: tuple[Period, ...]
    themes: tuple[Trend, ...]  # in the order of the themes
    undated: int  # people whose words have no date, nor has their round


@dataclass(frozen=True)
class GivenOutcome:
    """What became of a topic that was given beforehand; fields as the columns of GIVEN."""

    topic_id: str
    codebook_id: str
    code_id: str
    title: str
    how: str  # fixed | seed
    outcome: str  # carried | widened | scattered | unheard
    theme_id: str  # the theme it is or lies in; "" where none
    n_statements: int  # that lie near the topic
    n_in_theme: int  # of these, in that theme


@dataclass(frozen=True)
class LlmText:
    """A text about a theme by a language model outside the program; never a person's words."""

    kind: str  # label | summary
    text: str
    model: str
    quote_ids: tuple[str, ...] = ()  # statements it quotes word for word
