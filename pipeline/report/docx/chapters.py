"""The chapters that stand on their own: summary, how to read, account, changes, method."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.core.locale import gettext as _
from pipeline.core.locale import ngettext
from pipeline.findings.records import Campaign, PlanChange, Silence
from pipeline.report import wording as w
from pipeline.report.docx.docx_context import Part, state
from pipeline.report.docx.writer import Column, run


def summary(part: Part) -> None:
    """One page: what matters, the numbers, what they are not."""
    word, found = part.word, part.found
    part.lead("intro")
    word.tiles([(key["label"], key["value"]) for key in found["keys"]], _("Key numbers"))
    points = [run(f"{point['head']}. ", bold=True) + point["body"] for point in found["points"]]
    word.bullets(points, "Gehoord stappen")
    if found["states"]:
        word.heading(_("The themes against the plan"), 2, "standen")
        for one in found["states"]:
            word.paragraph(state(one["code"]) + f": {one['n']}", "Gehoord stand")
        word.paragraph(found["states_note"], "Gehoord noot")
    word.heading(_("This is not an opinion poll"), 2, "geen_peiling")
    word.paragraph(
        _(
            "People chose themselves whether to respond. The numbers say how many of them spoke "
            "of something. They do not say how many parents, pupils or teachers in the region "
            "think so. A concern of one person may weigh as much as a concern of many."
        ),
        "Gehoord kader",
    )


def reading_guide(part: Part) -> None:
    """How to read it, what the words mean, where it ends."""
    word, findings = part.word, part.findings
    word.paragraph(
        _(
            "This report shows what people said in the consultation, in their own words, and which "
            "goals and actions of the plan stand beside it. It was made by a computer program from "
            "the texts that were handed in. No sentence in it was written by a language model."
        )
    )
    word.heading(_("How to read it"), 2, "lezen")
    word.bullets(_hints(part))
    if findings.plan is not None:
        word.heading(_("What the states mean"), 2, "standen_uitleg")
        shown = part.found["shown_states"]
        for one in shown:
            word.paragraph(state(one) + f": {w.status_meaning(one)}")
    word.heading(_("Words for amounts"), 2, "hoeveelheden")
    word.table(
        _("Fixed legend: share of everybody who spoke"),
        [Column(_("Word"), 1), Column(_("Share"), 2)],
        [[row["word"], row["share"]] for row in part.found["amounts"]],
    )
    word.heading(_("Limits"), 2, "grenzen")
    word.bullets(
        [
            _(
                "Who responds chooses to do so. The numbers are no measure of opinion in the "
                "region."
            ),
            _(
                "The program can group statements wrongly, miss irony and overlook a concern that "
                "is worded in an unusual way. That is why the quotes are there, and why a person "
                "confirms."
            ),
            _("What people say was not checked for facts."),
        ]
    )


def _hints(part: Part) -> list[str]:
    findings = part.findings
    hints = [
        _(
            "A response is what one person entered in one field, or one point in the notes of a "
            "meeting. A response can hold several statements. A theme is a group of statements "
            "with kindred wording."
        ),
        _(
            "Numbers count people, unless it says otherwise. Who says something three times counts "
            "once. A letter sent in by many counts as one voice; the senders stand beside it."
        ),
    ]
    if len(findings.rounds) > 1:
        hints.append(
            _(
                "Rounds are not linked person by person: who took part in two rounds can count "
                "twice."
            )
        )
    hints += [
        _("Every quote has a code. With it you find the whole response and its place."),
        _(
            "“Proposal” means: the program suggests it because the wording is akin. “Confirmed” "
            "means: a person read it and decided. Kinship of wording is no proof that the plan "
            "solves a concern."
        ),
        _(
            "Groups under {n} people are not broken out. A × stands for a number that is kept "
            "back: it is small, or a small one could be found with it."
        ).format(n=findings.method.min_group),
    ]
    return hints


def account(part: Part) -> None:
    """What came in, what was set aside, who spoke, which letters came many times."""
    word, findings = part.word, part.findings
    part.lead("accounting")
    for table in part.found["intake_tables"]:
        columns = [
            Column(table["what"], 2.8),
            Column(_("read"), 1.2, right=True),
            Column(_("set aside"), 1.2, right=True),
            Column(_("analysed"), 1.8, right=True),
            Column(_("reasons"), 4.9),
        ]
        rows = [
            [row["label"], w.number(row["read"]), w.number(row["aside"]),
             w.number(row["analysed"]), row["reasons"]]
            for row in table["rows"]
        ]  # fmt: skip
        word.table(table["caption"], columns, rows, last_is_sum=True)
    word.heading(_("Who spoke"), 2, "wie")
    groups = (
        (_("People per role"), _("Role"), findings.roles),
        (_("People per work area"), _("Work area"), findings.areas),
    )
    for caption, name, cells in groups:
        if cells:
            word.table(
                caption,
                [Column(name, 3), Column(_("People"), 1, right=True)],
                [[cell.key, w.cell(cell)] for cell in cells],
            )
    if findings.campaigns:
        word.heading(_("Letters sent in by several people"), 2, "brieven")
        word.paragraph(
            _(
                "Such a letter is one voice in all counts of this report. Nothing was removed. "
                "The table counts it both ways."
            )
        )
        for campaign in findings.campaigns:
            _campaign(part, campaign)


def _campaign(part: Part, one: Campaign) -> None:
    word = part.word
    title = _("Letter {id}: {n}").format(id=one.campaign_id, n=w.count("senders", one.n_senders))
    word.heading(title, 3, f"brief_{one.campaign_id}")
    if one.n_added:
        added = ngettext(
            "{n} sender added words of their own.", "{n} senders added words of their own.",
            one.n_added,
        ).format(n=one.n_added)  # fmt: skip
    else:
        added = _("Nobody added words of their own.")
    word.paragraph(added)
    if one.text:
        word.quote(one.text, one.campaign_id)
    if one.themes:
        word.table(
            _("Themes in this letter, counted both ways"),
            [
                Column(_("Theme"), 3),
                Column(_("Letter as one voice"), 1, right=True),
                Column(_("Every sender counted"), 1, right=True),
            ],
            [[part.theme(t[0]), w.number(t[2]), w.number(t[3])] for t in one.themes],
        )


def changes(part: Part) -> None:
    """What the new version of the plan does to the concerns."""
    word, findings = part.word, part.findings
    part.lead("changes_text")
    for at, group in enumerate(part.found["change_groups"]):
        word.heading(group["title"], 2, f"wijziging_{at}")
        if group["same"]:
            word.bullets([_changed(part, change) for change in group["changes"]])
            continue
        for change in group["changes"]:
            arrow = run(" → ") + state(change.after)
            word.paragraph(_changed(part, change) + ": " + state(change.before) + arrow)
            if change.kind == "lost_answer" and change.before_passages:
                word.paragraph(_("What the previous plan said"), "Gehoord stand")
                for passage in change.before_passages:
                    part.passage(passage)
    if findings.edits:
        word.heading(_("What changed in the plan itself"), 2, "planwijzigingen")
        word.paragraph(
            _("Compared by wording and number, by the program; a person may see it otherwise.")
        )
        word.table(
            _("Changes in goals and actions"),
            [Column(_("Piece"), 1.1), Column(_("What"), 1.6), Column(_("Previous plan"), 4),
             Column(_("This plan"), 4)],
            [
                [e.piece_id, w.edit(e.kind, e.piece), e.before or "–", e.after or "–"]
                for e in findings.edits
            ],
        )  # fmt: skip


def _changed(part: Part, one: PlanChange) -> str:
    return part.theme(one.theme_id) if part.findings.has_theme(one.theme_id) else run(one.label)


def signals(part: Part) -> None:
    """Statements unlike all others that may still weigh."""
    word, findings = part.word, part.findings
    word.paragraph(
        _(
            "A signal is a statement unlike all others that may still weigh. The program looked "
            "for statements far from every theme; a person should read them."
        ),
        "Gehoord inleiding",
    )
    for signal in findings.signals:
        part.quote(signal)
    if not findings.signals:
        word.paragraph(
            ngettext(
                "There is {n} such statement. It is not shown in this edition, because it could "
                "point to a person.",
                "There are {n} such statements. They are not shown in this edition, because they "
                "could point to a person.",
                findings.n_signals,
            ).format(n=findings.n_signals)
        )


def silence(part: Part) -> None:
    """Groups heard less than their size lets expect, goals nobody spoke of."""
    word = part.word
    part.lead("silence_text")
    if part.found["silent_groups"]:
        word.table(
            _("People heard per group, beside what its size lets expect"),
            [
                Column(_("Group"), 3),
                Column(_("Size"), 1, right=True),
                Column(_("Heard"), 1, right=True),
                Column(_("Expected"), 1.2, right=True),
                Column(_("Outcome"), 2),
            ],
            [_group(part, group) for group in part.found["silent_groups"]],
        )
        word.paragraph(
            _(
                "Expected: the people this group would have brought had every group spoken in "
                "proportion to its size. A low number can have many causes; it says nothing about "
                "the group itself."
            ),
            "Gehoord noot",
        )
    if part.found["silent_goals"]:
        word.heading(_("Goals that no theme is about"), 2, "stille_doelen")
        word.bullets(
            [f"{goal.label}: {w.touched(goal.n_people)}" for goal in part.found["silent_goals"]]
        )
        word.paragraph(
            _("That no theme is about a goal does not mean it is unimportant or settled."),
            "Gehoord noot",
        )


def _group(part: Part, one: Silence) -> list[str]:
    heard = w.WITHHELD if one.n_people is None else w.number(one.n_people)
    expected = "–"
    if one.expected is not None:
        expected = "<1" if one.expected < 1 else w.number(round(one.expected))
    size = w.number(one.group_size) if one.group_size is not None else "–"
    return [one.label, size, heard, expected, w.silence(one.verdict)]


def codebooks(part: Part) -> None:
    """Frames, known issues and levels, with the themes that touch them."""
    word, findings = part.word, part.findings
    word.paragraph(
        _(
            "Beside the goals the themes were held against these lists. “Touches” means that the "
            "wording is akin."
        ),
        "Gehoord inleiding",
    )
    for book in findings.codebook_findings:
        word.heading(book.title, 2, f"codeboek_{book.codebook_id}")
        word.table(
            _("{title}: which themes touch which code").format(title=book.title),
            [
                Column(_("Code"), 3.1),
                Column(_("Text"), 5.4),
                Column(_("People"), 1.4, right=True),
                Column(_("Themes"), 3),
            ],
            [
                [f"{c.code_id} {c.title}", c.text, w.number(c.n_people), part.themes(c.theme_ids)]
                for c in book.codes
            ],
        )
        if book.kind == "kwesties" and book.without:
            text = _("New, for they touch none of the known issues:")
            word.paragraph(run(f"{text} ") + part.themes(book.without))


def first(part: Part) -> None:
    """What may point at harm, before everything else."""
    part.lead("first_text")
    for quote in part.findings.first:
        part.quote(quote)


CHAPTERS: dict[str, Callable[[Part], None]] = {
    "eerst": first,
    "samenvatting": summary,
    "leeswijzer": reading_guide,
    "verantwoording": account,
    "wijzigingen": changes,
    "signalen": signals,
    "stil": silence,
    "codeboeken": codebooks,
}
