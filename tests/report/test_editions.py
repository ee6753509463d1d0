"""Editions are written for their reader: short, plain, and without what is not theirs."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import lxml.html
import pytest

from pipeline.core.analysis import Analysis
from pipeline.core.plan import Round
from pipeline.core.respondents import Reckoning
from pipeline.core.settings import ReportSettings
from pipeline.findings.build import build
from pipeline.findings.records import Findings, Theme
from pipeline.findings.theme_records import LlmText
from pipeline.report import wording as w
from pipeline.report.blocks import Bar, PlanSentence, Said, Section, State, Table
from pipeline.report.context import noted, why_not_recurring
from pipeline.report.docx import to_docx
from pipeline.report.editions import WRITTEN, parts, written
from pipeline.report.editions.parts import open_by_standing, sentences_of, shown, sure_changes
from pipeline.report.html import to_html
from pipeline.report.pdf import count_pages, office
from pipeline.report.readability import own_prose, reading

MOST_PAGES = {"bestuur": 2, "deelnemers": 2, "openbaar": 10}


@pytest.fixture(scope="module")
def editions(analysis: Analysis) -> dict[str, Findings]:
    return {name: build(analysis, ReportSettings(), name) for name in WRITTEN}


def words_of_page(findings: Findings) -> str:
    page = lxml.html.fromstring(to_html(findings))
    return " ".join(page.xpath("//main")[0].text_content().split())


def test_board_and_participants_read_plain_language(editions: dict[str, Findings]) -> None:
    for name in ("bestuur", "deelnemers"):
        found = reading(own_prose(written(editions[name])))
        assert found.words >= 30, name
        assert found.score >= 65, name


def test_one_round_or_more_is_no_number_that_is_told(editions: dict[str, Findings]) -> None:
    board = editions["bestuur"]
    assert board.totals.rounds > 1

    def page(*n_rounds: int) -> str:
        themes = [replace(one, n_rounds=n_rounds[at % len(n_rounds)], least=True)
                  for at, one in enumerate(board.themes)]  # fmt: skip
        return words_of_page(replace(board, themes=tuple(themes)))

    assert "1 of meer" not in page(1) and "2 of meer" not in page(1)
    assert "‘–’ bij rondes: kleine aantallen per ronde laten we weg." in page(1)
    assert "‘Of meer’ en ‘–’ bij rondes" in page(1, 2)
    assert "‘Of meer’: kleine aantallen" in page(2) and "bij rondes" not in page(2)


def test_long_words_and_sentences_read_worse() -> None:
    plain = reading("Wij wachten al een jaar. Niemand belt ons.")
    stiff = reading("Toelaatbaarheidsverklaringsprocedures vereisen zorgvuldige voorbereiding.")
    assert stiff.score < 0 < 65 < plain.score
    assert (plain.words, plain.sentences) == (8, 2)


def test_no_sentence_of_the_plan_stands_more_than_twice(editions: dict[str, Findings]) -> None:
    for name, findings in editions.items():
        blocks = [block for c in written(findings).chapters for block in c.blocks]
        printed = Counter(block.text for block in blocks if isinstance(block, PlanSentence))
        assert max(printed.values(), default=0) <= 2, name
        page = words_of_page(findings)
        assert all(page.count(text) <= 2 for text in printed if len(text) > 40), name


def test_the_picture_for_the_board_has_the_open_concerns_first_and_in_order(
    editions: dict[str, Findings],
) -> None:
    findings = editions["bestuur"]
    chapters = written(findings).chapters
    picture = next(block for c in chapters for block in c.blocks if isinstance(block, Table))
    groups = [row[0].status for row in picture.rows if isinstance(row[0], State)]
    assert groups[0] == "not_addressed"
    first = next(at for at, row in enumerate(picture.rows) if at and len(row) == 1)
    shown = [row[0] for row in picture.rows[1:first]]
    order = [findings.theme(one.theme_id).label.strip("“”") for one in findings.priorities]
    assert shown == [label for label in order if label in shown] != []
    assert all(isinstance(row[1], Bar) for row in picture.rows if len(row) > 1)
    signs = [row[0] for row in picture.rows if len(row) == 1]
    assert len(signs) == len(set(groups)), "each answer is one group"


def test_praise_is_no_open_concern_in_any_edition(editions: dict[str, Findings]) -> None:
    for findings in editions.values():
        praise = {theme.theme_id for theme in findings.themes if theme.kind == "praise"}
        assert praise
        assert not praise & {one.theme_id for one in findings.priorities}


def test_participants_see_no_method_no_score_and_no_file_name(
    editions: dict[str, Findings],
) -> None:
    page = words_of_page(editions["deelnemers"])
    assert not re.search(r"voorstel|vastgesteld|\.xlsx|\.docx|score|encoder|T\d\d\b", page)
    assert "U zei" in page and "Nog open" in page


def test_outsiders_are_told_nothing_that_only_a_handful_said(analysis: Analysis) -> None:
    for name in ("deelnemers", "openbaar"):
        findings = build(analysis, ReportSettings(), name)
        most = max(theme.n_people for theme in findings.themes) + 1
        hidden = replace(findings, method=replace(findings.method, min_group=most))
        blocks = [block for c in written(hidden).chapters for block in c.blocks]
        assert not any(isinstance(block, Said) for block in blocks)
        page = words_of_page(hidden)
        assert not [theme.label for theme in findings.themes if theme.label in page]


@pytest.mark.slow
@pytest.mark.skipif(office() is None, reason="LibreOffice counts the pages")
@pytest.mark.parametrize("name", list(MOST_PAGES))
def test_an_edition_is_no_longer_than_its_reader_has_time_for(
    editions: dict[str, Findings], name: str
) -> None:
    program = office()
    assert program is not None
    assert count_pages(to_docx(editions[name]), program) <= MOST_PAGES[name]


def test_the_board_is_not_told_that_there_was_one_round_where_there_were_three(
    editions: dict[str, Findings],
) -> None:
    withheld = replace(
        editions["bestuur"],
        changes=(),
        themes=tuple(replace(theme, life=()) for theme in editions["bestuur"].themes),
    )
    assert withheld.totals.rounds > 1
    whole = words_of_page(withheld)
    assert "In het rapport voor het projectteam staan ze wel" in whole
    assert "geen eerdere ronde" not in whole


def test_every_edition_counts_what_the_new_plan_does_to_the_same_concerns(
    findings: Findings,
) -> None:
    told = sure_changes(findings)
    assert told and len(told) < len(findings.changes), "the guard looked at nothing"
    assert all(findings.theme(one.theme_id).is_counted for one in told)
    gained = sum(one.kind == "became_answered" for one in told)
    board = words_of_page(replace(findings, edition="bestuur"))
    assert re.search(rf"gaat helemaal of deels in op {gained} zorg", board)
    point = next(one for one in findings.points if one.kind == "changes")
    assert point.facts["gained"] == gained


def test_where_no_concern_is_certain_every_edition_says_so_and_asks_for_no_decision(
    editions: dict[str, Findings],
) -> None:
    for name, findings in editions.items():
        loose = tuple(replace(one, stability="weak", verdict=None) for one in findings.themes)
        words = words_of_page(replace(findings, themes=loose, priorities=()))
        assert "zeker" in words, name
        assert "niet in het plan" not in words.lower(), name
        assert "Besluit over de" not in words, name


def test_who_counts_along_is_told_why_three_rounds_are_not_recurring(findings: Findings) -> None:
    concern = next(theme for theme in findings.themes if theme.is_counted)
    one = replace(concern, recurring=False, n_rounds=3, n_people=9, stability="firm")
    told = why_not_recurring(findings, one)
    assert "een ronde telt pas mee als er minstens 2 mensen over spraken" in told
    assert "minder dan 3 mensen" in why_not_recurring(findings, replace(one, n_people=2))
    assert why_not_recurring(findings, replace(one, stability="weak", verdict=None)) == ""
    assert why_not_recurring(findings, replace(one, recurring=True)) == ""
    assert why_not_recurring(findings, replace(one, n_rounds=1)) == ""


def test_points_that_notes_give_to_more_people_are_told_beside_the_number(
    findings: Findings,
) -> None:
    behind = [theme for theme in findings.themes if theme.n_noted]
    assert behind, "the example has notes that say so"
    assert f"{behind[0].n_noted} punt" in noted(behind[0])
    assert "zoals ‘2x genoemd’, dan tellen die mensen mee" in words_of_page(findings)
    assert noted(replace(behind[0], n_noted=0)) == ""
    several = {one.response_id for one in findings.responses if one.n_people > 1}
    assert sum(theme.n_noted for theme in findings.themes) >= 1 and several


def doubted(findings: Findings, n: int, n_open: int) -> Findings:
    """The same with so many groups that may be no concern, so many of which the plan passes by."""
    surely = [
        t for t in findings.themes if t.is_concern and t.verdict and t.verdict.decided_by == "model"
    ]
    ids = [theme.theme_id for theme in surely if not theme.is_open][: n - n_open]
    ids += [theme.theme_id for theme in surely if theme.is_open][:n_open]
    assert len(ids) == n, "the example has too few concerns"
    themes = tuple(
        replace(t, stability="weak" if t.theme_id in ids else "firm") for t in findings.themes
    )
    return replace(findings, themes=themes)


@pytest.mark.parametrize("edition", ["bestuur", "openbaar", "projectteam"])
def test_who_counts_open_concerns_says_how_many_groups_may_be_open_too(
    editions: dict[str, Findings], edition: str
) -> None:
    said = words_of_page(doubted(editions[edition], 5, 3))
    assert "Van nog 5 groepen uitspraken is niet zeker of ze over één zorg gaan" in said
    assert "op 3 daarvan gaat het plan niet in." in said
    none_open = words_of_page(doubted(editions[edition], 5, 0))
    assert "Van nog 5 groepen" in none_open and "gaan; op " not in none_open
    assert "niet zeker of" not in words_of_page(doubted(editions[edition], 0, 0))


def test_participants_read_in_plain_words_that_some_groups_are_read_first(
    editions: dict[str, Findings],
) -> None:
    findings = editions["deelnemers"]
    said = words_of_page(doubted(findings, 5, 3))
    assert "Van 5 groepen uitspraken weten we nog niet of die over dezelfde zorg gaan" in said
    assert "Over 3 daarvan vonden we niets in het plan." in said
    assert "daarvan vonden" not in words_of_page(doubted(findings, 5, 0))
    assert "groepen uitspraken" not in words_of_page(doubted(findings, 0, 0))


def test_participants_read_what_the_plan_will_do_and_not_the_title_of_a_goal(
    editions: dict[str, Findings],
) -> None:
    findings = editions["deelnemers"]
    answered = [t for t in shown(findings) if t.verdict and t.verdict.status == "addressed"]
    assert answered, "the guard looked at nothing"
    page = words_of_page(findings)
    for theme in answered:
        assert theme.verdict is not None
        first = sentences_of(theme.verdict, findings.plan)[0].text.rstrip(".")
        assert f"{first} (doel {theme.verdict.code_id})." in page


def test_participants_are_told_what_the_short_words_before_them_mean(
    editions: dict[str, Findings],
) -> None:
    findings = editions["deelnemers"]
    ids = [theme.theme_id for theme in shown(findings)]
    labels = {ids[0]: "De tlv duurt te lang"}
    themes = [replace(t, label=labels.get(t.theme_id, t.label)) for t in findings.themes]
    few = replace(themes[-1], theme_id="T99", label="Het oogo", kind="concern", n_people=1)
    page = words_of_page(replace(findings, themes=(*themes, few)))
    assert "tlv: toelaatbaarheidsverklaring" in page
    assert "oogo" not in page, "it stands in what this edition does not show"


def test_the_board_reads_first_what_is_asked_of_it(editions: dict[str, Findings]) -> None:
    first = written(editions["bestuur"]).chapters[0]
    assert first.title == "Wat vragen we van u?"
    unsorted = tuple(replace(t, stability="weak", verdict=None) for t in editions["bestuur"].themes)
    loose = replace(editions["bestuur"], themes=unsorted, priorities=())
    assert written(loose).chapters[0].title == first.title


def test_the_board_is_asked_for_measures_in_words_that_fit_each_of_the_concerns(
    editions: dict[str, Findings],
) -> None:
    findings = editions["bestuur"]

    def asked(*states: str) -> str:
        themes, left = [], list(states)
        for theme in findings.themes:
            verdict = theme.verdict
            if theme in shown(findings) and verdict is not None:
                verdict = replace(verdict, status=left.pop() if left else "addressed")
            themes.append(replace(theme, verdict=verdict))
        assert not left, "the guard looked at too few concerns"
        return words_of_page(replace(findings, themes=tuple(themes), priorities=()))

    assert "2 zorgen die het plan maar deels oplost" in asked("partly", "partly")
    assert "2 zorgen die het plan alleen noemt." in asked("mentioned", "mentioned")
    assert "2 zorgen die het plan alleen noemt of maar deels oplost" in asked("mentioned", "partly")


def test_below_the_picture_stands_which_names_are_what_one_person_said(
    editions: dict[str, Findings],
) -> None:
    for edition in ("bestuur", "openbaar"):
        themes = tuple(replace(theme, n_named=0) for theme in editions[edition].themes)
        findings = replace(editions[edition], themes=themes)
        assert "zo zei één deelnemer het" not in words_of_page(findings)
        first = shown(findings)[0]
        own = tuple(replace(t, n_named=int(t == first)) for t in findings.themes)
        text = f"{w.quoted(first.label)}: zo zei één deelnemer het."
        assert text in words_of_page(replace(findings, themes=own))


def test_a_quote_for_the_board_points_to_nobody(editions: dict[str, Findings]) -> None:
    findings = editions["bestuur"]
    telling = tuple(replace(quote, text="Mijn zoon Daan zit in groep 5 en wacht al een jaar")
                    for quote in findings.themes[0].quotes)  # fmt: skip
    assert telling

    def quoted(themes: tuple[Theme, ...]) -> list[Said]:
        chapters = written(replace(findings, themes=themes)).chapters
        of_open = next(c for c in chapters if c.anchor == "open").blocks
        sections = [block for block in of_open if isinstance(block, Section)]
        return [one for section in sections for one in section.blocks if isinstance(one, Said)]

    as_it_is = quoted(findings.themes)
    assert as_it_is, "the guard looked at nothing"
    roles = [cell.key for cell in findings.roles if cell.key]
    assert not [one for one in as_it_is if any(role in one.source for role in roles)]
    assert quoted(tuple(replace(t, quotes=telling) for t in findings.themes)) == []
    few = findings.method.min_group - 1
    assert quoted(tuple(replace(t, n_people=few) for t in findings.themes)) == []


def test_what_may_be_open_stands_beside_the_number_of_open_concerns(
    editions: dict[str, Findings],
) -> None:
    team = words_of_page(doubted(editions["projectteam"], 5, 3))
    assert re.search(r"daarvan nog open, en misschien \d+ meer ?\d+", team)
    text = words_of_page(doubted(editions["bestuur"], 5, 3))
    assert "in het rapport voor het projectteam" in text
    assert "in het rapport voor het projectteam" not in words_of_page(
        doubted(editions["openbaar"], 5, 3)
    ), "who reads the public edition has no report of the team"


def one_round_of_meetings(findings: Findings) -> Findings:
    reckoning = Reckoning(83, 0, 83, 14, 0, 0, 0, 0)
    totals = replace(findings.totals, rounds=1, meetings=14, reckoning=reckoning, in_meetings=True)
    return replace(findings, totals=totals, rounds=findings.rounds[:1])


def test_one_round_of_conversations_is_told_in_conversations(
    editions: dict[str, Findings],
) -> None:
    for edition in ("bestuur", "openbaar", "projectteam"):
        text = words_of_page(one_round_of_meetings(editions[edition]))
        assert "in 14 bijeenkomsten" in text and "in 1 ronde" not in text, edition
    team = words_of_page(one_round_of_meetings(editions["projectteam"]))
    assert "in hoeveel bijeenkomsten een zorg langskwam" in team
    assert re.search(r"\d+ van 14", team)
    survey = replace(one_round_of_meetings(editions["bestuur"]).totals, in_meetings=False)
    assert "in 1 ronde" in words_of_page(replace(editions["bestuur"], totals=survey))


def test_of_groups_whose_size_nobody_told_it_is_not_said_that_they_were_heard(
    editions: dict[str, Findings],
) -> None:
    team = editions["projectteam"]
    assert any(one.kind != "goal" for one in team.silence), "the guard looked at nothing"
    goals = tuple(one for one in team.silence if one.kind == "goal")
    text = words_of_page(replace(team, silence=goals))
    assert "Hoe groot de groepen zijn, is niet opgegeven" in text
    assert "Geen enkele groep" not in text


def test_the_public_is_told_why_most_of_what_was_set_aside_does_not_count(
    editions: dict[str, Findings],
) -> None:
    findings = editions["openbaar"]
    counts: Counter[str] = Counter()
    for one in findings.intake[0].reasons:
        counts[w.reason(one.reason)] += one.n
    first = counts.most_common(1)[0][0]
    assert f"niet mee (meestal: {first}" in words_of_page(findings)


def test_a_reader_is_told_once_what_cohesion_is(editions: dict[str, Findings]) -> None:
    assert words_of_page(editions["projectteam"]).count("Samenhang zegt hoe zeker") == 1


def test_where_a_language_model_outside_was_asked_the_annex_says_so(
    editions: dict[str, Findings],
) -> None:
    annex = editions["bijlage"]
    alone = words_of_page(annex)
    assert "zonder internet" in alone and "niets over internet verstuurd" in alone
    text = LlmText("label", "Lang wachten", "een-model")
    first, *rest = annex.themes
    asked = words_of_page(replace(annex, themes=(replace(first, proposals=(text,)), *rest)))
    assert "zonder internet" not in asked and "niets over internet verstuurd" not in asked
    assert asked.count("taalmodel buiten het programma") == 2


def test_an_edition_for_one_role_names_its_people(analysis: Analysis) -> None:
    page = words_of_page(
        build(analysis, ReportSettings(), "deelnemers", focus={"role": "leerling"})
    )
    assert "Deze editie gaat over wat leerlingen zeiden." in page


def test_what_matters_leads_to_where_more_of_it_is_told(editions: dict[str, Findings]) -> None:
    page = lxml.html.fromstring(to_html(editions["projectteam"]))
    heads = page.xpath("//ol[@class='points']//h3")
    links = page.xpath("//ol[@class='points']//h3/a/@href")
    assert len(heads) >= 3 and "gaat het plan (nog) niet in" in heads[0].text_content()
    places = {str(place) for place in page.xpath("//@id")}
    assert len(links) == len(heads)
    assert {link.removeprefix("#") for link in links} <= places


def test_a_number_or_two_per_role_are_told_in_words_and_make_no_table(
    editions: dict[str, Findings],
) -> None:
    team = editions["projectteam"]
    first, *rest = team.themes
    cells = tuple(replace(cell, n=6 if at == 0 else None) for at, cell in enumerate(first.roles))
    assert cells[0].key == "ouder"
    untold = [replace(t, roles=tuple(replace(c, n=None) for c in t.roles)) for t in rest]
    words = words_of_page(replace(team, themes=(replace(first, roles=cells), *untold)))
    assert f"{first.label}: 6 ouders" in words
    assert "De andere getallen per zorg en rol zijn te klein om te tonen." in words
    assert "Mensen per zorg en rol" not in words


def test_the_team_sees_in_the_headings_which_open_concerns_came_back(
    editions: dict[str, Findings],
) -> None:
    team = doubted(editions["projectteam"], 4, 2)
    page = lxml.html.fromstring(to_html(team))
    for anchor, standing in (("open-misschien", "loose"), ("open-eenmalig", "once")):
        ids = {t.theme_id for t in open_by_standing(team)[standing]}
        held = page.xpath(f"//section[@id='{anchor}']//article/@data-theme")
        assert set(held) == ids
    assert open_by_standing(team)["loose"], "the guard looked at nothing"


def test_the_month_of_a_round_is_told_where_its_title_names_no_year(
    editions: dict[str, Findings],
) -> None:
    public = editions["openbaar"]
    rounds = (
        Round("1", "Enquête", "2023-06-01"),
        Round("2", "Gesprekken maart 2024", "2024-03-12"),
    )
    words = words_of_page(replace(public, rounds=rounds))
    assert "Ronde 1: Enquête (juni 2023)" in words
    assert "Ronde 2: Gesprekken maart 2024" in words and "2024 (maart" not in words
    assert "3 rondes vanaf juni 2023" in words
    undated = (Round("1", "Enquête", ""), Round("2", "Gesprekken", "2024-03-12"))
    words = words_of_page(replace(public, rounds=undated))
    assert "Ronde 1: Enquête" in words and "Enquête (" not in words
    assert "vanaf" not in words.split("Waarom")[0]


def test_in_an_english_edition_what_people_and_the_plan_say_is_marked_as_dutch(
    editions: dict[str, Findings],
) -> None:
    findings = editions["deelnemers"]
    page = lxml.html.fromstring(to_html(findings, "en"))
    dutch = {" ".join(one.text_content().split()) for one in page.xpath("//*[@lang='nl']")}
    answered = [t for t in shown(findings) if t.verdict and t.verdict.status == "addressed"]
    assert answered, "the guard looked at nothing"
    for theme in answered:
        assert theme.verdict is not None
        first = sentences_of(theme.verdict, findings.plan)[0].text.rstrip(".")
        assert first in dutch
    open_ones = [t for t in shown(findings) if t.is_open and not t.is_loose]
    assert open_ones and {parts.name(findings, theme) for theme in open_ones[:2]} <= dutch
    table = page.xpath("//section[@id='plan']//tbody/tr/th[@scope='row']")
    assert table and all(row.xpath("*[@lang='nl']") for row in table)
    assert not lxml.html.fromstring(to_html(findings)).xpath("//main//*[@lang='nl']")


def test_the_order_of_the_open_concerns_is_told_where_it_is_not_by_people(
    editions: dict[str, Findings],
) -> None:
    for edition in ("bestuur", "openbaar"):
        findings = editions[edition]
        open_ones = [
            t.theme_id for t in parts.by_answer(findings, shown(findings))["not_addressed"]
        ]
        assert len(open_ones) > 1
        rising = {theme_id: 10 + at for at, theme_id in enumerate(open_ones)}
        falling = {theme_id: 50 - at for at, theme_id in enumerate(open_ones)}
        for people, told in ((rising, True), (falling, False)):
            themes = tuple(replace(t, n_people=people.get(t.theme_id, t.n_people))
                           for t in findings.themes)  # fmt: skip
            words = words_of_page(replace(findings, themes=themes))
            assert ("Wat het zwaarst weegt: in meer rondes" in words) is told, edition


def test_one_goal_of_which_little_was_said_is_told_as_one(editions: dict[str, Findings]) -> None:
    team = editions["projectteam"]
    goals = [one for one in team.silence if one.kind == "goal"]
    assert goals, "the guard looked at nothing"
    quiet = replace(goals[0], verdict="silent", n_people=2)
    text = words_of_page(replace(team, silence=(quiet,)))
    assert "Een doel waar weinig over is gezegd" in text
    assert "Bij dit doel hoort geen zorg die meetelt" in text
    text = words_of_page(replace(team, silence=(quiet, quiet)))
    assert "Doelen waar weinig over is gezegd" in text and "Bij deze doelen hoort" in text


def test_people_who_voice_two_things_make_no_sum_that_is_off(editions: dict[str, Findings]) -> None:
    team = editions["projectteam"]
    theme = team.themes[0]
    told = "(sommigen meer dan één)"

    def line(stances: dict[str, int]) -> str:
        others = (replace(other, stances={}) for other in team.themes[1:])
        return words_of_page(replace(team, themes=(replace(theme, stances=stances), *others)))

    assert told in line({"complaint": theme.n_people, "wish": 1})
    assert told not in line({"complaint": theme.n_people - 1, "wish": 1})


def test_a_picture_that_keeps_concerns_back_does_not_say_that_it_has_them_all(
    editions: dict[str, Findings],
) -> None:
    findings = editions["openbaar"]
    every = replace(findings, method=replace(findings.method, min_group=1))
    assert "Alle zorgen" in parts.overview(every, shown(every), len(shown(every))).caption
    fewest = min(theme.n_people for theme in shown(findings))
    hidden = replace(findings, method=replace(findings.method, min_group=fewest + 1))
    held = shown(hidden)
    caption = parts.overview(hidden, held, len(held)).caption
    n_all = len(held) + parts.n_few(hidden)
    assert len(held) < n_all and caption.startswith(f"{len(held)} van de {n_all} zorgen")


def test_a_row_or_two_too_many_are_shown_and_not_told_as_left_out(
    editions: dict[str, Findings],
) -> None:
    findings = editions["bestuur"]
    told = [theme for theme in shown(findings) if theme.verdict is not None]
    for less, complete in ((3, True), (4, False)):
        picture = parts.overview(findings, told, len(told) - less)
        assert (len([key for key in picture.ids if key]) == len(told)) is complete


@pytest.mark.parametrize("name", ["bestuur", "deelnemers", "openbaar"])
def test_a_bare_subject_praises_nothing(editions: dict[str, Findings], name: str) -> None:
    findings = editions[name]
    bare = replace(shown(findings, "praise")[0], label="Over chauffeur", is_subject=True)
    themes = [bare if theme.theme_id == bare.theme_id else theme for theme in findings.themes]
    assert "Over chauffeur" not in words_of_page(replace(findings, themes=tuple(themes)))
