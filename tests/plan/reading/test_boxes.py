"""What a plan sets apart: words of people, boxes, margins, running text, actions of a chapter."""

from __future__ import annotations

import pytest

from pipeline.core.plan import Plan
from pipeline.files.blocks import Block, row_block
from pipeline.plan.reading.document import reading_of
from pipeline.plan.reading.labels import ACTION, ASIDE, is_placeholder, label_of
from pipeline.plan.reading.quotations import is_quotation


def blocks(*lines: tuple[int, str] | tuple[str, ...]) -> list[Block]:
    """(level, text) as a heading, or a paragraph at level 0; texts alone as a row of cells."""
    document: list[Block] = []
    for line in lines:
        first, *rest = line
        if isinstance(first, int):
            kind = "heading" if first else "paragraph"
            document.append(Block(kind, str(rest[0]), level=first))
        else:
            document.append(row_block((first, *map(str, rest)), 1 + len(document)))
    return document


def tree(plan: Plan) -> dict[str, list[str]]:
    return {goal.title: [action.text for action in goal.actions] for goal in plan.goals()}


@pytest.mark.parametrize(
    "text",
    [
        "‘Ik weet nu bij wie ik moet zijn.’ – vader van twee",
        "'We zaten 's avonds vaak alleen' (bewoner, 80)",
        "“Niemand had mij dat ooit gevraagd.”",
        "„Ik hoef het niet meer uit te leggen”, leerling",
    ],
)
def test_words_of_people_are_known(text: str) -> None:
    assert is_quotation(text)


@pytest.mark.parametrize(
    "text",
    [
        "‘Samen sterk’ is het motto van dit plan",
        "‘Iedereen hoort er bij’",
        "'s Avonds blijft de bibliotheek open tot tien uur.",
        "De wijkraad zegt: ‘Wij doen mee.’",
    ],
)
def test_a_name_between_quotes_or_a_sentence_is_nobodys_words(text: str) -> None:
    assert not is_quotation(text)


def test_a_title_in_quotes_stays_a_title_where_nobody_is_named() -> None:
    assert is_quotation("‘Ik mag er gewoon zijn.’")
    assert not is_quotation("‘Ik mag er gewoon zijn.’", named=True)


def test_words_of_people_among_actions_are_no_action() -> None:
    plan = reading_of(
        blocks(
            (1, "Pijler 1: Buiten"), (2, "Doel: Het park is open"), (0, "Wat gaan we doen?"),
            (0, "Het hek gaat weg."), (0, "“Mijn hond en ik missen het park.”"),
            (0, "bewoner, De Hoek"), (0, "Er komen banken."),
        ),
        "plan",
    ).plan  # fmt: skip
    assert tree(plan) == {"Het park is open": ["Het hek gaat weg.", "Er komen banken."]}
    assert [passage.text for passage in plan.passages] == [
        "“Mijn hond en ik missen het park.” – bewoner, De Hoek"
    ]


@pytest.mark.parametrize(
    "text", ["Dit doen we al", "Wat doen we al?", "Dit gebeurt al", "Dit doen wij niet"]
)
def test_what_is_done_already_or_not_at_all_is_no_action(text: str) -> None:
    label = label_of(text)
    assert label is not None
    assert label.kind == ASIDE


def test_what_will_be_done_is_one() -> None:
    label = label_of("Dit gaan we doen")
    assert label is not None
    assert label.kind == ACTION


@pytest.mark.parametrize(
    ("text", "held_open"),
    [
        ("[foto van het plein volgt]", True),
        ("[nog aanvullen door de gemeente]", True),
        ("[nog]", True),
        ("De cijfers volgen in het najaar.", False),
        ("Zie ook [1] en [2]", False),
    ],
)
def test_a_place_in_brackets_is_held_open_where_it_says_what_is_to_come(
    text: str, held_open: bool
) -> None:
    assert is_placeholder(text) is held_open


def test_a_numbered_paragraph_below_its_goal_is_an_action() -> None:
    plan = reading_of(
        blocks(
            (1, "A. Buiten"), (2, "A.1 Het park is open"), (0, "Groen is gezond."),
            (0, "A.1.1 Het hek gaat weg."), (0, "A.1.2 Er komen banken."),
            (1, "B Water"), (2, "B.1 De vijver is schoon"), (0, "Water trekt kinderen."),
            (0, "B.1.1 De vijver wordt gebaggerd."),
        ),
        "plan",
    ).plan  # fmt: skip
    assert [(p.pillar_id, p.title) for p in plan.pillars] == [("A", "Buiten"), ("B", "Water")]
    assert tree(plan) == {
        "Het park is open": ["Het hek gaat weg.", "Er komen banken."],
        "De vijver is schoon": ["De vijver wordt gebaggerd."],
    }


@pytest.mark.parametrize("number", ["3.1.1.a", "3.1.1a"])
def test_a_letter_behind_a_number_is_part_of_it(number: str) -> None:
    plan = reading_of(
        blocks(
            (1, "3.1 Koerslijn 1: Buiten"), (2, "3.1.1 Doel: Het park is open"),
            (0, "Groen is gezond."), (0, f"{number} Hoe: Het hek gaat weg. Er komt een poort."),
        ),
        "plan",
    ).plan  # fmt: skip
    (action,) = next(iter(plan.goals())).actions
    assert (action.action_id, action.text) == (number, "Het hek gaat weg. Er komt een poort.")


def test_what_we_do_in_running_text_is_an_action_each() -> None:
    plan = reading_of(
        blocks(
            (1, "Pijler 1: Buiten"), (2, "Doel: Het park is open"),
            (0, "Hoe: We halen het hek weg. Dat gebeurt in mei. We plaatsen banken."),
            (2, "Doel: De vijver is schoon"), (0, "Hoe: Een bagger komt. Dat duurt lang."),
        ),
        "plan",
    ).plan  # fmt: skip
    assert tree(plan) == {
        "Het park is open": ["We halen het hek weg. Dat gebeurt in mei.", "We plaatsen banken."],
        "De vijver is schoon": ["Een bagger komt. Dat duurt lang."],
    }


def test_a_box_holds_actions_and_ends_where_it_ends() -> None:
    plan = reading_of(
        blocks(
            (1, "Pijler 1: Buiten"), (2, "Het park is open"), (0, "Groen is gezond."),
            ("Dit doen we al\nDe buurt snoeit zelf.",),
            ("Wat gaan we doen?\nHet hek gaat weg.\nEr komen banken.",),
            (0, "Over de banken is lang gesproken."),
        ),
        "plan",
    ).plan  # fmt: skip
    assert tree(plan) == {"Het park is open": ["Het hek gaat weg.", "Er komen banken."]}
    assert "De buurt snoeit zelf." in plan.passages[0].text


def test_a_goal_beside_its_text_is_read_with_that_text() -> None:
    plan = reading_of(
        [
            *blocks((1, "Pijler 1: Buiten")),
            row_block(("Het park is open", "Groen is gezond.\nHoe:\nHet hek gaat weg."), 1),
            row_block(("De vijver is schoon", "Water trekt kinderen."), 1),
        ],
        "plan",
    ).plan
    assert tree(plan) == {"Het park is open": ["Het hek gaat weg."], "De vijver is schoon": []}


def test_a_table_of_figures_stays_a_table() -> None:
    plan = reading_of(
        [
            *blocks((1, "Pijler 1: Buiten"), (0, "Doel: het park is open.")),
            row_block(("Onderhoud", "4.000"), 1),
            row_block(("Banken", "900"), 1),
        ],
        "plan",
    ).plan
    assert [passage.text for passage in plan.passages] == ["Onderhoud | 4.000", "Banken | 900"]


def chapter(number: int, goals: tuple[str, ...], *actions: str) -> list[Block]:
    return [
        Block("heading", f"{number} Hoofdstuk over {number}", level=1),
        *(
            block
            for goal in goals
            for block in (Block("heading", goal, level=2), Block("paragraph", f"Over {goal}."))
        ),
        row_block(("Wat gaan we doen", "Wie"), number),
        *(row_block((action, "de wijkraad"), number) for action in actions),
    ]


FIRST = ("Het zwembad blijft", "De kermis komt terug")
HARBOUR = ("Baggeren van de haven.", "Havengeld.")


def test_actions_at_the_end_of_chapters_go_to_the_goal_they_speak_of() -> None:
    plan = reading_of(
        [
            *chapter(1, FIRST, "Het zwembad krijgt een dak.", "Loten voor de kermis."),
            *chapter(2, ("De haven is diep", "Boten zijn stil"), *HARBOUR),
        ],
        "plan",
    ).plan  # fmt: skip
    assert {goal: len(actions) for goal, actions in tree(plan).items()} == {
        "Het zwembad blijft": 1, "De kermis komt terug": 1,
        "De haven is diep": 2, "Boten zijn stil": 0,
    }  # fmt: skip


def test_what_no_word_decides_is_said_to_be_a_guess() -> None:
    reading = reading_of(
        [
            *chapter(1, FIRST, "Het zwembad krijgt een dak.", "Er komt een feest."),
            *chapter(2, ("De haven is diep", "Boten zijn stil"), *HARBOUR),
        ],
        "plan",
    )  # fmt: skip
    guessed = {node for node, _note in reading.unsure if node.count(".") == 2}
    assert "1.1.1" not in guessed
    assert "1.1.2" in guessed


def test_one_chapter_alone_may_have_a_goal_without_action() -> None:
    plan = reading_of(
        [
            *chapter(1, FIRST, "Het zwembad krijgt een dak.", "Loten voor de kermis."),
            *chapter(2, ("De haven is diep",), "Baggeren van de haven."),
        ],
        "plan",
    ).plan
    assert tree(plan)["Het zwembad blijft"] == []


def test_numbered_actions_at_the_end_of_a_chapter_go_by_their_number() -> None:
    first = chapter(
        1, ("1.1 Het zwembad blijft", "1.2 De kermis komt terug"),
        "1.1.1 De kermis betaalt mee.", "1.2.1 Het zwembad helpt.",
    )  # fmt: skip
    second = chapter(
        2, ("2.1 De haven is diep", "2.2 Boten zijn stil"), "2.2.1 Stil!", "2.2.2 Sst!"
    )
    plan = reading_of([*first, *second], "plan").plan
    assert tree(plan) == {
        "Het zwembad blijft": ["De kermis betaalt mee. (wie: de wijkraad)"],
        "De kermis komt terug": ["Het zwembad helpt. (wie: de wijkraad)"],
        "De haven is diep": [],
        "Boten zijn stil": ["Stil! (wie: de wijkraad)", "Sst! (wie: de wijkraad)"],
    }


def test_points_behind_arrows_are_points() -> None:
    plan = reading_of(
        blocks(
            (1, "Pijler 1: Buiten"), (2, "Doel: Het park is open"), (0, "Wat gaan we doen?"),
            (0, "→ Het hek gaat weg. → Er komen banken."),
        ),
        "plan",
    ).plan  # fmt: skip
    assert tree(plan) == {"Het park is open": ["Het hek gaat weg.", "Er komen banken."]}
