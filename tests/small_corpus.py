"""A small corpus of two rounds on disk, invented: what commands can be run on in seconds."""

from __future__ import annotations

from pathlib import Path

SUBJECTS = {
    "vervoer": ("het busje", "de taxi", "de chauffeur", "het vervoer", "de rit naar school"),
    "wachten": ("het besluit", "de aanvraag", "de wachttijd", "de toewijzing", "de procedure"),
    "klassen": ("de klas", "de groep", "het lokaal", "de grote klas", "de drukke groep"),
}
FEELINGS = {
    "vervoer": ("komt vaak te laat", "rijdt soms niet", "is elke week anders", "kost te veel tijd"),
    "wachten": ("duurt maanden", "laat lang op zich wachten", "is niet te volgen", "loopt vast"),
    "klassen": ("is veel te vol", "is te druk voor mijn kind", "geeft geen rust", "is te lawaaiig"),
}
TOML = """
[corpus]
name = "klein"
title = "Een kleine ronde"
organisation = "SWV Proef"
plan = "plan.toml"
[settings.themes]
runs = 4
[settings.embed]
encoder = "fast"
second = ""
[rounds.1]
title = "Enquete"
date = 2024-03-04
kind = "survey"
file = "ronde-1.csv"
[rounds.1.columns]
open = ["Waar loopt u tegenaan?"]
[rounds.2]
title = "Reacties"
date = 2025-03-03
kind = "survey"
file = "ronde-2.csv"
[rounds.2.columns]
open = ["Waar loopt u tegenaan?"]
"""
PLAN = """
[plan]
title = "Plan"
version = "1"
organisation = "SWV Proef"
[[pillars]]
id = "1"
title = "Dichtbij"
  [[pillars.goals]]
  id = "1.1"
  title = "Vervoer"
  text = "Leerlingen komen op tijd op school met het vervoer."
  [[pillars.goals]]
  id = "1.2"
  title = "Snel besluit"
  text = "Een aanvraag krijgt binnen zes weken een besluit."
"""


def small_corpus(folder: Path) -> Path:
    """Write it; sixty statements in each round, by thirty people."""
    folder.mkdir(parents=True)
    (folder / "corpus.toml").write_text(TOML, "utf-8")
    (folder / "plan.toml").write_text(PLAN, "utf-8")
    for number in (1, 2):
        (folder / f"ronde-{number}.csv").write_text(_round(number), "utf-8")
    return folder


def _round(number: int) -> str:
    rows = ["ID;Rol;Waar loopt u tegenaan?"]
    for at in range(60):
        subject = list(SUBJECTS)[at % 3]
        who = SUBJECTS[subject][(at + number) % 5]
        how = FEELINGS[subject][(at // 3 + number) % 4]
        place = ("in ons dorp", "bij ons op school", "in de stad", "dit jaar weer")[at % 4]
        rows.append(f"{number}{at // 2:02d};ouder;Ik merk dat {who} {place} {how}, keer {at}")
    return "\n".join(rows) + "\n"
