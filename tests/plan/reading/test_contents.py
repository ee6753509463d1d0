"""A typed table of contents is no outline of the plan; codes before titles are their numbers."""

from __future__ import annotations

from pipeline.files.blocks import Block, structured
from pipeline.files.text import blocks_of
from pipeline.plan.reading.contents import without_contents
from pipeline.plan.reading.document import reading_of


def lines(*texts: str) -> list[Block]:
    return [Block("paragraph", text) for text in texts]


def test_the_lines_up_to_where_the_first_entry_stands_again_are_contents() -> None:
    typed = lines("Plan", "Inhoud", "Voorwoord", "1 Koers een", "2 Koers twee")
    text = lines("Voorwoord", "Wij willen vooruit.", "Koers een", "Elk kind telt mee.")
    assert without_contents([*typed, *text]) == [*lines("Plan"), *text]


def test_a_heading_inhoud_above_text_is_kept_whole() -> None:
    text = lines("Plan", "Inhoud", "Wij willen vooruit met elk kind in de regio.", "En met u.")
    assert without_contents(text) == text


PROGRAMME = """# Uitvoeringsprogramma

## Opgave 1 Veerkrachtig opgroeien

### Ambitie

In 2030 groeien kinderen op met steun dichtbij.

### Inspanningen

#### I1.1 Sneller een eerste gesprek

- Elk gezin heeft binnen tien dagen een eerste gesprek.

#### I1.2 Een plek om binnen te lopen

- Wij openen twee inlooppunten voor jongeren.

## Opgave 2 Goed naar school

### Ambitie

Elk kind gaat met plezier naar school.

### Inspanningen

#### I2.1 Op tijd op school

- Een kind zit ten hoogste drie kwartier in het busje.
"""


def test_efforts_with_points_are_the_goals_and_the_ambition_is_what_they_are_for() -> None:
    plan = reading_of(structured(blocks_of(PROGRAMME)), "programma").plan
    assert [(goal.goal_id, goal.title, len(goal.actions)) for goal in plan.goals()] == [
        ("I1.1", "Sneller een eerste gesprek", 1),
        ("I1.2", "Een plek om binnen te lopen", 1),
        ("I2.1", "Op tijd op school", 1),
    ]
