"""A typed table of contents is no outline of the plan; codes before titles are their numbers."""

from __future__ import annotations

from pipeline.files.blocks import Block, structured
from pipeline.files.text import blocks_of
from pipeline.plan.reading.document import reading_of
from pipeline.plan.reading.lines import without_contents


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


def bold(text: str) -> Block:
    return Block("paragraph", text, bold=True)


def test_sentences_in_bold_above_what_is_done_are_goals() -> None:
    blocks = [Block("heading", "Koersplan 2030", level=1, style="Title")]
    for number, name in ((1, "In beeld"), (2, "Samen")):
        blocks += [Block("heading", f"Koers {number}: {name}", level=1)]
        for goal in ("In 2030 zit geen jongere thuis.", "In 2030 praten ouders vanaf dag een mee."):
            blocks += [bold(f"{goal[:-1]} in koers {number}.")]
            blocks += [Block("paragraph", "Dat is nu anders."), bold("Wat gaan we doen?")]
            blocks += [Block("item", "Wij stellen een regisseur aan.", level=1)]
    plan = reading_of(blocks, "koersplan").plan
    assert [pillar.title for pillar in plan.pillars] == ["In beeld", "Samen"]
    assert [len(goal.actions) for goal in plan.goals()] == [1, 1, 1, 1]
    assert next(iter(plan.goals())).title == "In 2030 zit geen jongere thuis in koers 1"


def test_a_pillar_and_its_name_in_two_lines_are_one_heading() -> None:
    text = "# Koers 1\n\n# In beeld\n\n## Doel: geen kind thuis\n\n- Wij bellen.\n\n"
    text += "# Koers 2\n\n# Samen\n\n## Doel: ouders praten mee\n\n- Wij nodigen uit.\n"
    plan = reading_of(structured(blocks_of(text)), "koersplan").plan
    assert [pillar.title for pillar in plan.pillars] == ["In beeld", "Samen"]


def test_promises_below_ambitions_are_the_goals() -> None:
    text = "# Ambitie 1. Hulp op tijd\n\n## Belofte 1: Een aanvraag is snel rond\n\n"
    text += "**Zo doen we dat**\n\n- Er is een formulier.\n\n"
    text += "# Ambitie 2. Samen\n\n## Belofte 2: Ouders weten de weg\n\n"
    text += "**Zo doen we dat**\n\n- Er komt een loket.\n"
    plan = reading_of(structured(blocks_of(text)), "plan").plan
    assert [(pillar.title, len(pillar.goals)) for pillar in plan.pillars] == [
        ("Hulp op tijd", 1), ("Samen", 1),
    ]  # fmt: skip
