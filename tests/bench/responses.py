"""A consultation of any size, invented: varied answers to three questions, beside the demo's plan.

What is said comes from the reader's training material (invented consultations), put together
anew: another opening, another place, sometimes a name, a telephone number, a list, a slip of the
keyboard, nothing at all, or one letter sent in by several. Answer ``number`` is the same in every
size, so that a corpus of 20,200 is one of 20,000 and one per cent more.
"""

from __future__ import annotations

import csv
import json
import random
import shutil
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
HEADER = ("nr", "datum", "rol", "werkgebied", "vraag", "reactie")
ROLES = ("ouder", "ouder", "ouder", "leerkracht", "leerling", "ib'er", "schoolleider", "jeugdhulp")
AREAS = ("Meerdrecht", "Sintelveen", "Oosterhaam", "Tollerdijken", "Kranenmeer")
QUESTIONS = (
    "Wat mist u of baart u zorgen?",
    "Wat gaat goed en moet zo blijven?",
    "Wat wilt u verder meegeven?",
)
_OPENINGS = (
    "", "", "", "Wat ik merk: ", "Volgens mij geldt dit: ", "Bij ons speelt dit: ", "Als {role}: ",
    "In {area} geldt: ", "Na {n} jaar ervaring: ", "Mijn punt: ", "Al sinds {year}: ",
    "Vraag van {n} collega's: ", "Wij zeggen al {n} maanden: ",
)  # fmt: skip
_CLOSINGS = (
    "", "", "", " (groep {g})", " (dit speelt in {area})", " (al {n} maanden)", " (sinds {year})",
    " (wij zijn met {n} gezinnen)", " (locatie {n})", " (zie ook het gesprek van {year})",
)  # fmt: skip
_NAMES = (
    "Daan", "Fatima", "mevrouw De Boer", "Łukasz", "juf Anja", "Roos", "Djaylano", "meester Henk",
    "Sanne van Dijk", "dhr. Bakker", "Yara", "Mohammed El Amrani", "Femke", "Thijs",
)  # fmt: skip
_ASK = (
    "Vraag dat maar aan {name}, die dit al {n} weken ziet.",
    "{name} heeft hier {n} keer over gebeld.",
    "Met {name} is dit in week {n} besproken.",
    "Ook {name} van kamer {n} loopt hierop vast.",
    "Zo ging het bij {name} in groep {n} ook.",
)
_NOTHING = ("n.v.t.", "geen", "-", "Nee", "Zie boven", "weet ik niet", "geen opmerkingen")
_SHORT = 11  # words; twelve may be a letter
_GROUP = 50_000  # answers written at a time
_LETTER = (
    "Wij vinden dat de kleine school in ons dorp open moet blijven, omdat kinderen anders elke dag "
    "ver moeten reizen en vriendjes uit de buurt verliezen. Wij vragen u het besluit terug te "
    "draaien en eerst met de ouders te praten. {own}"
)


@lru_cache(maxsize=1)
def sayings() -> tuple[tuple[str, ...], ...]:
    """What people said, per invented consultation."""
    found = []
    for path in sorted((ROOT / "models" / "reader" / "data").glob("*.jsonl")):
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        found.append(tuple(row["text"] for row in rows if row["kind"] == "statement"))
    return tuple(found)


def answer(number: int) -> dict[str, str]:
    """Answer ``number`` with who gave it; the same whatever the size of the corpus."""
    chance = random.Random(f"answer {number}")
    role, area = chance.choice(ROLES), chance.choice(AREAS)
    return {
        "nr": str(number // len(QUESTIONS) + 1),
        "datum": f"{chance.randint(1, 28):02d}-{chance.randint(9, 11):02d}-2025",
        "rol": role,
        "werkgebied": area,
        "vraag": QUESTIONS[number % len(QUESTIONS)],
        "reactie": _text(chance, role, area),
    }


def _text(chance: random.Random, role: str, area: str) -> str:
    kind = chance.random()
    if kind < 0.04:
        return chance.choice(_NOTHING)
    said = chance.choice(sayings())
    many = chance.choices((1, 2, 3, 5), weights=(55, 28, 12, 5))[0]
    points = [_varied(chance, one, role, area) for one in chance.sample(said, many)]
    if kind < 0.045:
        return _LETTER.format(own=points[0])
    if kind < 0.12 and many > 1:
        return "\n".join(f"- {point}" for point in points)
    text = " ".join(point if point[-1] in ".!?" else f"{point}." for point in points)
    if chance.random() < 0.15:
        text += (
            f" {chance.choice(_ASK).format(name=chance.choice(_NAMES), n=chance.randint(2, 60))}"
        )
    if chance.random() < 0.02:
        text += f" Bel 06-{chance.randint(10_000_000, 99_999_999)}."
    return text


def _varied(chance: random.Random, point: str, role: str, area: str) -> str:
    """The point in other company: an opening, a place, a slip of the keyboard."""
    filled = {
        "role": role, "area": area, "g": chance.randint(1, 8), "n": chance.randint(2, 60),
        "year": chance.randint(2015, 2025),
    }  # fmt: skip
    opening = chance.choice(_OPENINGS).format(**filled)
    closing = chance.choice(_CLOSINGS).format(**filled)
    mark = point[-1] if point[-1] in ".!?" else ""
    body = point[: len(point) - len(mark)]
    if chance.random() < 0.2 and len(body) > 12:
        at = chance.randrange(2, len(body) - 2)
        body = body[:at] + body[at + 1] + body[at] + body[at + 2 :]
    return f"{opening}{body}{closing}{mark}"


def answers(n: int) -> Iterator[dict[str, str]]:
    """The first ``n`` answers."""
    return (answer(number) for number in range(n))


def write_corpus(folder: Path, n: int, *, plan: bool = True) -> Path:
    """A folder as a user has it: corpus.toml, one CSV of ``n`` answers, and the demo's plan."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "reacties.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, HEADER, delimiter=";")
        writer.writeheader()
        writer.writerows(answers(n))
    if plan:
        shutil.copy(ROOT / "corpora" / "voorbeeld" / "plan.toml", folder / "plan.toml")
    (folder / "corpus.toml").write_text(_description(plan), "utf-8")
    return folder


def write_large_corpus(folder: Path, n: int, wordings: int) -> Path:
    """The same as one Parquet file of ``n`` answers in row groups, none of them held at once.

    Args: wordings: so many of the answers differ; of the others each says one of these again, as
        people do in few words. None is long enough to be a letter sent in by several.
    """
    import pyarrow
    from pyarrow import parquet

    folder.mkdir(parents=True, exist_ok=True)
    schema = pyarrow.schema([(name, pyarrow.string()) for name in HEADER])
    with parquet.ParquetWriter(folder / "reacties.parquet", schema) as writer:
        for first in range(0, n, _GROUP):
            rows = [_short_answer(at, wordings) for at in range(first, min(first + _GROUP, n))]
            writer.write_table(pyarrow.Table.from_pylist(rows, schema))
    shutil.copy(ROOT / "corpora" / "voorbeeld" / "plan.toml", folder / "plan.toml")
    description = _description(plan=True).replace("reacties.csv", "reacties.parquet")
    (folder / "corpus.toml").write_text(description.replace('delimiter = ";"\n', ""), "utf-8")
    return folder


def _short_answer(number: int, wordings: int) -> dict[str, str]:
    """Answer ``number``, in the words of another with the same remainder."""
    chance, where = random.Random(f"words {number % wordings}"), random.Random(f"who {number}")
    role, area = where.choice(ROLES), where.choice(AREAS)
    said = chance.choice(chance.choice(sayings()))
    words = _varied(chance, said, chance.choice(ROLES), chance.choice(AREAS)).split()
    return {
        "nr": str(number // len(QUESTIONS) + 1),
        "datum": f"{where.randint(1, 28):02d}-{where.randint(9, 11):02d}-2025",
        "rol": role,
        "werkgebied": area,
        "vraag": QUESTIONS[number % len(QUESTIONS)],
        "reactie": " ".join(words[:_SHORT]),
    }


def _description(plan: bool) -> str:
    return f"""[corpus]
name = "bench"
title = "Verzonnen raadpleging"
organisation = "Bench"
{'plan = "plan.toml"' if plan else ""}

[rounds.1]
title = "Reacties 2025"
date = 2025-09-08
kind = "survey"
file = "reacties.csv"
delimiter = ";"

[rounds.1.columns]
respondent = "nr"
date = "datum"
role = "rol"
area = "werkgebied"
question = "vraag"
text = "reactie"
"""
