"""How it was made, and the appendices."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pipeline.core.locale import gettext as _
from pipeline.report import wording as w
from pipeline.report.docx.docx_context import Part
from pipeline.report.docx.writer import Column, run


def method(part: Part) -> None:
    """How the report came about, in plain words."""
    word, made = part.word, part.findings.method
    word.paragraph(
        _("How the report came about, in plain words. Everything ran on one computer, without "
          "internet."),
        "Gehoord inleiding",
    )  # fmt: skip
    steps = [run(f"{name} ", bold=True) + text for name, text in _steps(part)]
    word.bullets(steps, "Gehoord stappen")
    for title, key in (
        (_("How firm are the themes?"), "stability_text"),
        (_("When is a concern recurring?"), "recurring_rule"),
        (_("What did people decide?"), "human_text"),
    ):
        word.heading(title, 2, key)
        word.paragraph(part.found[key])
    if made.notes:
        word.heading(_("Remarks of the run"), 2, "opmerkingen")
        word.bullets(made.notes)
    word.heading(_("For who wants to repeat it"), 2, "herhalen")
    facts = [
        (_("Language model"), f"{made.encoder} {made.encoder_revision}"),
        (_("Dutch word analysis"), made.nlp),
    ]
    facts += [(_("Trained model"), made.model)] if made.model else []
    _facts(part, _("What the run was made with"), facts)
    word.table(
        _("Files and their fingerprints (SHA-256)"),
        [Column(_("File"), 1), Column("SHA-256", 2.4)],
        [[name, value] for name, value in made.sources.items()],
    )
    word.paragraph(_("All settings are in the spreadsheet of this report."), "Gehoord noot")


def _steps(part: Part) -> list[tuple[str, str]]:
    return [
        (
            _("Reading."),
            _(
                "All files were read. What could not be read or says nothing was set aside with "
                "its reason, and counted."
            ),
        ),
        (
            _("Masking."),
            _(
                "Names, phone numbers and other identifying details were masked before anything "
                "was stored."
            ),
        ),
        (
            _("Splitting."),
            _(
                "Responses were split into statements. A statement is always a literal piece of "
                "the response."
            ),
        ),
        (
            _("Comparing wording."),
            _(
                "A language model on this computer ({encoder}) turned every statement into a row "
                "of numbers; kindred wording lies close together."
            ).format(encoder=part.findings.method.encoder),
        ),
        (
            _("Themes."),
            _(
                "Statements that lie close together became themes. This was done many times over "
                "with small changes; what always stayed together is firm."
            ),
        ),
        (
            _("Beside the plan."),
            _(
                "Each theme was held against every goal and action. Where the kinship is high "
                "enough the report proposes that the plan is about it. Only a person can confirm "
                "that."
            ),
        ),
    ]


def lookup(part: Part) -> None:
    """Code of a quote -> its place."""
    part.word.paragraph(
        _(
            "The code of a quote leads to its place. The table holds the quotes in this report; "
            "the list of statements shows the place of every other."
        ),
        "Gehoord inleiding",
    )
    part.word.table(
        _("Code to place"),
        [Column(_("Code"), 2), Column(_("Round"), 1), Column(_("Place"), 4)],
        [[one.statement_id, one.round_id, w.place(one)] for one in part.found["lookup"]],
    )


def words(part: Part) -> None:
    """Words used, and what they mean."""
    part.word.table(
        _("Words used, and what they mean"),
        [Column(_("Word"), 1.2), Column(_("Meaning"), 4)],
        [[word, meaning] for word, meaning in part.found["glossary"]],
    )


def register(part: Part) -> None:
    """The fields of the algorithm register."""
    part.word.paragraph(
        _(
            "The fields of the Dutch algorithm register, as far as the program knows them. The "
            "organisation fills in the rest before publishing."
        ),
        "Gehoord inleiding",
    )
    _facts(part, _("Algorithm register"), part.found["register"])


def privacy(part: Part) -> None:
    """What was done to protect people, and what that cannot do."""
    word, findings = part.word, part.findings
    word.paragraph(
        _("Free text about children is sensitive. This is what was done, and what it cannot do."),
        "Gehoord inleiding",
    )
    word.bullets(
        [
            _("Everything was processed on one computer. Nothing was sent over the internet."),
            part.found["masked_text"],
            _(
                "Masking is an aid, not anonymisation. A description can point to a person without "
                "a name. Read the quotes before you publish them."
            ),
            _(
                "Groups under {n} people are not broken out, also not by subtraction. The same "
                "numbers are kept back in every edition; those for outside keep back more."
            ).format(n=findings.method.min_group),
            part.found["edition_text"],
        ]
    )
    _facts(part, _("Privacy statement"), part.found["privacy"])


def _facts(part: Part, caption: str, pairs: Sequence[tuple[str, str]]) -> None:
    empty = _("to be filled in by the organisation")
    part.word.table(
        caption,
        [Column(_("Field"), 1.3), Column(_("Text"), 3)],
        [[name, text or f"[{empty}]"] for name, text in pairs],
    )


ANNEXES: dict[str, Callable[[Part], None]] = {
    "methode": method,
    "opzoektabel": lookup,
    "begrippen": words,
    "algoritme": register,
    "privacy": privacy,
}
