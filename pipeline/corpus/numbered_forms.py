"""Forms typed over one below the other: the questions once, then each person's answers by number.

"Vraag 1: Wat gaat goed?" above, and below "Formulier 1 (ouder)" the lines "1. …" and "2. …": each
answer belongs to the question of its number, and all answers of a form are one person's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.files.blocks import Block

_QUESTION = re.compile(r"^(?:vraag\s*)?(?P<n>\d{1,2})\s*[.:)–-]\s*(?P<text>\S.*)$", re.IGNORECASE)
_FORM = re.compile(
    r"^(?:formulier|respondent|deelnemer|invuller|indiener|inzending|reactie|persoon|vragenlijst|enqu[eê]te)"
    r"\s*(?:nr\.?\s*|nummer\s*)?\d{1,3}\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d{1,2}")
FEWEST = 2  # questions, and forms


def with_answers_by_number(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, each answer of a form below its question and in the voice of its form."""
    heads = [place for place, block in enumerate(blocks) if _heads_a_form(block)]
    questions = _questions(blocks[: heads[0]]) if len(heads) >= FEWEST else {}
    if len(questions) < FEWEST:
        return list(blocks)
    below = [block for block in blocks[heads[0] :] if not _heads_a_form(block)]
    if sum(_number(block) in questions for block in below) < len(heads):
        return list(blocks)
    return [*blocks[: heads[0]], *_answered(blocks[heads[0] :], questions)]


def _answered(blocks: Sequence[Block], questions: dict[int, str]) -> Iterator[Block]:
    form, asked = "", 0
    for block in blocks:
        number = _number(block)
        if _heads_a_form(block):
            form, asked = block.text.strip(), 0
            yield replace(block, kind="system")
            continue
        if number in questions:
            asked = number
            yield replace(block, kind="heading", level=6, text=questions[asked], number="")
        text = _QUESTION.match(block.text.strip())
        said = text["text"] if text and not block.number and number in questions else block.text
        yield replace(block, kind="turn", text=said.strip(), author=form)


def _questions(blocks: Sequence[Block]) -> dict[int, str]:
    """The questions above the first form, by their number."""
    asked: dict[int, str] = {}
    for block in blocks:
        text = block.text.strip()
        if (match := _QUESTION.match(text)) and match["text"].endswith("?"):
            asked[int(match["n"])] = match["text"]
        elif (number := _NUMBER.match(block.number)) and text.endswith("?"):
            asked[int(number[0])] = text
    return asked


def _heads_a_form(block: Block) -> bool:
    return block.kind in ("heading", "paragraph") and bool(_FORM.match(block.text.strip()))


def _number(block: Block) -> int:
    """The number before an answer; 0 where none stands."""
    typed = _QUESTION.match(block.text.strip()) if not block.number else None
    number = _NUMBER.match(block.number)
    return int(typed["n"]) if typed else int(number[0]) if number else 0
