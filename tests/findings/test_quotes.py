"""Which quotes go outside: those that pass the rules, and where the team asked for it, a yes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from pipeline.core.analysis import Analysis
from pipeline.core.settings import ReportSettings
from pipeline.core.tables import ASSIGNMENTS, JUDGEMENTS, RESPONSES, STATEMENTS, THEMES
from pipeline.findings.build import build
from pipeline.findings.frames import frames
from pipeline.findings.quotes import is_safe, names_harm, quotes_to_review
from pipeline.review.apply_log import apply_judgements
from pipeline.review.from_workbook import changes
from pipeline.review.layout import COLUMNS, TITLES, spoken
from pipeline.review.records import appended
from pipeline.review.run_view import ReviewedRun
from pipeline.review.sheets import workbook
from pipeline.review.workbook import read_back, read_sheets
from pipeline.review.workbook_report import to_xlsx
from tests.review.example import example
from tests.review.test_apply_log import lay

# One answer in six of each theme; what stands here goes outside or stays, by the rule it breaks.
PASSES = (
    "de wachtlijst is al jaren veel te lang",
    "ouders horen veel te laat wat er gebeurt",
    "niemand belt terug als er iets mis gaat",
)
STAYS = (
    "de klas met [naam] is veel te druk",
    "leerlingen met autisme krijgen te weinig hulp",
    "twee jongens van tien zitten al maanden thuis",
)


def _run(role: str = "ouder") -> Analysis:
    """The example with these answers; ``role`` is that of the first answer of each theme."""
    run = example()
    texts = [*PASSES, *STAYS] * 4
    responses = run.table(RESPONSES).assign(text=texts)
    responses["role"] = [role if at % 6 == 0 else "ouder" for at in range(len(responses))]
    statements = run.table(STATEMENTS).assign(
        text=texts, clean_text=texts, end=[len(text) for text in texts]
    )
    tables = {"responses": RESPONSES.check(responses), "statements": STATEMENTS.check(statements)}
    return replace(run, tables={**run.tables, **tables})


def _quoted(run: Analysis, citaten: str = "alle") -> set[str]:
    found = build(run, ReportSettings(n_quotes=6, citaten=citaten), "openbaar")
    return {quote.text for theme in found.themes for quote in (*theme.quotes, *theme.counter)}


def _judged(run: Analysis, answers: dict[str, str], path: Path) -> Analysis:
    """The run after these quotes of the first theme were answered in the workbook."""
    known = ReviewedRun(run, JUDGEMENTS.empty())
    path.write_bytes(to_xlsx(workbook(known)))
    book = load_workbook(path)
    sheet = book[spoken(TITLES["C"])]
    at = {column.key: place for place, column in enumerate(COLUMNS["C"], start=1)}
    for row in range(2, sheet.max_row + 1):
        text = sheet.cell(row, at["text"]).value
        if text in answers:
            sheet.cell(row, at["outside"]).value = answers[text]
    book.save(path)
    now = workbook(known)
    made = changes(read_back(read_sheets(path), now, path.name).rows, now, known)
    assert made.problems == ()
    log = appended(JUDGEMENTS.empty(), made.judgements, who="Anna", when="2026-01-06")
    themes, rows = run.table(THEMES), run.table(ASSIGNMENTS)
    rounds = {str(one): str(one)[1] for one in run.table(STATEMENTS)["statement_id"]}
    done = apply_judgements(log, themes, rows, run.table(STATEMENTS), rounds, run.codebooks, lay)
    return replace(run, tables={**run.tables, "judgements": done.judgements})


def test_masks_health_and_words_that_single_out_stay_inside() -> None:
    assert _quoted(_run()) == set(PASSES)


def test_a_role_of_a_few_is_not_told_beside_a_quote() -> None:
    found = build(_run("conciërge"), ReportSettings(n_quotes=6), "openbaar")
    roles = {quote.role for theme in found.themes for quote in theme.quotes}
    assert roles == {"", "ouder"}


@pytest.mark.parametrize(
    "text",
    [
        "Archipel-Haam ziet dat de verschillen tussen scholen kleiner worden.",
        "Dat merken zeven van onze negen scholen elke dag.",
        "bij de overstap zijn van twee schoolverlaters de dossiers kwijtgeraakt",
        "Na de pauze huilen drie kleuters omdat niemand kijkt.",
        "Via de tolk (Tigrinya): ik begreep het gesprek niet en zei steeds ja.",
        "wij spreken thuis tigrinya en krijgen geen tolk",
        "een Syrische moeder begreep de brief niet",
        "Niemand wilde over dat vastpakken en opsluiten iets op papier zetten.",
        "ik word gepest omdat ik met het busje kom",
        "ze pesten me als ik mijn koptelefoon op doe",
        "ze noemen me baby in de bus",
        "Er was geweld op het plein.",
    ],
)
def test_what_a_journalist_could_use_stays_inside(text: str) -> None:
    assert not is_safe(text)


@pytest.mark.parametrize(
    "text",
    [
        "Pesten wordt op onze school serieus genomen.",
        "Ouders uit alle dorpen wachten veel te lang.",
        "Kinderen die thuiszitten moeten sneller een plek hebben.",
        "De pedagogische medewerker kent de kinderen goed.",
        "Wachttijden bij jeugdhulp lopen op tot een jaar",
        "De overstap naar het praktijkonderwijs ging geweldig.",
        "Vso en mbo spreken te weinig samen af.",
    ],
)
def test_what_points_to_nobody_may_be_read_by_everybody(text: str) -> None:
    assert is_safe(text)


def test_a_role_of_a_few_in_its_round_is_not_told_beside_a_quote() -> None:
    """Six over all rounds, of whom two spoke in this one: the round stands beside the quote."""
    run = _run()
    rows = run.table(RESPONSES)
    few = rows.groupby("round_id").cumcount() < 2
    crowd = rows["role"].where(~few, "conciërge")
    tables = {**run.tables, "responses": RESPONSES.check(rows.assign(role=crowd))}
    said = frames(replace(run, tables=tables)).statements
    of_few = said[said["role"] == "conciërge"]
    assert len(set(of_few["voice_id"])) >= 4
    assert set(of_few["role_in_round"]) == {2}
    found = build(replace(run, tables=tables), ReportSettings(n_quotes=6), "openbaar")
    assert "conciërge" not in {one.role for theme in found.themes for one in theme.quotes}


def test_a_no_of_the_team_counts_always(tmp_path: Path) -> None:
    run = _judged(_run(), {PASSES[0]: "nee"}, tmp_path / "review.xlsx")
    assert _quoted(run) == set(PASSES[1:])


def test_with_nagekeken_only_what_somebody_said_yes_to_goes_outside(tmp_path: Path) -> None:
    assert _quoted(_run(), "nagekeken") == set()
    run = _judged(_run(), {PASSES[0]: "ja", PASSES[1]: "nee"}, tmp_path / "review.xlsx")
    assert _quoted(run, "nagekeken") == {PASSES[0]}


def test_the_workbook_offers_what_the_rules_let_pass() -> None:
    offered = quotes_to_review(_run())
    assert {one.text for quotes in offered.values() for one in quotes} == set(PASSES)
    sheet = workbook(ReviewedRun(_run(), JUDGEMENTS.empty())).sheets
    rows = next(one for one in sheet if one.kind == "C").rows
    assert len(rows) == 4 * len(PASSES)


def test_an_answer_can_be_taken_back(tmp_path: Path) -> None:
    run = _judged(_run(), {PASSES[0]: "ja"}, tmp_path / "review.xlsx")
    known = ReviewedRun(run, run.table(JUDGEMENTS))
    (quote, *_rest) = (one for one in known.log if one.kind == "quote")
    back = known.judgement("quote", quote.subject, "")
    log = appended(run.table(JUDGEMENTS), [back], who="Anna", when="2026-01-07")
    assert ReviewedRun(run, log).decided("quote", quote.subject) == ""


def test_another_word_than_these_two_is_refused() -> None:
    with pytest.raises(ValueError, match="nagekeken"):
        ReportSettings(citaten="misschien")


def _placed(run: Analysis, strengths: dict[str, float]) -> Analysis:
    """The run in which these words lie so near to the middle of their theme; others at .9."""
    texts = run.table(STATEMENTS).set_index("statement_id")["text"]
    placed = run.table(ASSIGNMENTS)
    strength = [strengths.get(texts[one], 0.9) for one in placed["statement_id"]]
    tables = {"assignments": ASSIGNMENTS.check(placed.assign(strength=strength))}
    return replace(run, tables={**run.tables, **tables})


def test_what_only_just_belongs_to_a_concern_does_not_speak_for_it() -> None:
    run = _placed(_run(), {PASSES[0]: 0.3})
    for theme in build(run, ReportSettings(n_quotes=2)).themes:
        assert theme.quotes and PASSES[0] not in {quote.text for quote in theme.quotes}


def test_what_lies_far_speaks_to_nobody_outside_but_where_a_person_said_so(tmp_path: Path) -> None:
    run = _placed(_run(), dict.fromkeys(PASSES, 0.3))
    assert _quoted(run) == set(), "what stays inside was nearer, and never goes out"
    run = _judged(_run(), {PASSES[0]: "ja"}, tmp_path / "review.xlsx")
    assert _quoted(_placed(run, dict.fromkeys(PASSES, 0.3))) == {PASSES[0]}


def test_below_a_usual_name_only_those_who_have_its_words_speak() -> None:
    run = _run()
    themes = run.table(THEMES)
    named = themes.assign(label=["De wachtlijst voor jeugdhulp is te lang", *themes["label"][1:]])
    named = replace(run, tables={**run.tables, "themes": THEMES.check(named)})
    first = str(themes["theme_id"].iloc[0])
    found = build(named, ReportSettings(n_quotes=3, citaten="alle"), "openbaar")
    (theme,) = (theme for theme in found.themes if theme.theme_id == first)
    assert {quote.text for quote in theme.quotes} == {PASSES[0]}


@pytest.mark.parametrize(
    ("label", "harmful"),
    [
        ("“Ik tel ze 's nachts.”", True),
        ("“Ik tel ze …”", True),  # a name may be cut short
        ("“De klassen zijn te vol”", False),
        ("Te volle klassen", False),
        ("", False),
    ],
)
def test_a_name_in_words_that_may_point_at_harm_is_the_teams_alone(
    label: str, harmful: bool
) -> None:
    rows = pd.DataFrame(
        {
            "text": ["Ik tel ze 's nachts.", "De klassen zijn te vol."],
            "harm": [True, False],
        }
    )
    assert names_harm(label, rows) is harmful
