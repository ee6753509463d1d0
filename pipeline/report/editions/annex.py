"""How it was made, for who wants to check it or do it again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.core.locale import gettext as _
from pipeline.core.locale import ngettext
from pipeline.corpus.records import describe
from pipeline.findings.records import Findings
from pipeline.findings.run_records import Campaign
from pipeline.report import priorities as p
from pipeline.report import wording as w
from pipeline.report.accounts import accounting, intake_tables
from pipeline.report.annex import glossary, privacy_fields, register_fields
from pipeline.report.blocks import (
    Block,
    Bullets,
    Cell,
    Column,
    Fold,
    Heading,
    Inline,
    Said,
    Strong,
    Table,
    Terms,
    Text,
    Words,
)
from pipeline.report.context import recurring_rule
from pipeline.report.editions.concerns import number, ref, refs
from pipeline.report.editions.parts import Edition, book

_TOUCHING = 6  # concerns named beside a code


def the_annex(findings: Findings) -> Edition:
    """The edition of a researcher: account, order, method, words, register, privacy."""
    return book(
        findings,
        {
            "verantwoording": (_("Account of the input"), account),
            "volgorde": (_("The order of the open concerns"), order),
            "codeboeken": (_("Frames, known issues and other lists"), codebooks),
            "methode": (_("Method, stability and human control"), method),
            "begrippen": (_("Words used"), words),
            "algoritme": (_("Algorithm register"), register),
            "privacy": (_("Privacy"), privacy),
        },
    )


def account(findings: Findings) -> Iterator[Block]:
    """What came in, what was set aside, who spoke, which letters came many times."""
    yield Text(accounting(findings), "lead")
    tables = [_intake(findings, table) for table in intake_tables(findings)]
    yield from tables[:1]
    if tables[1:]:
        paper = findings.edition == "bijlage"
        yield Fold(_("The same per file, question and role"), tuple(tables[1:]), paper=paper)
    if files := findings.method.files:
        columns = (Column(_("File"), 2.8), Column(_("What became of it"), 6))
        rows = tuple((one.file, describe(one)) for one in files)
        yield Fold(_("Every file in the folder"), (Table("", columns, rows),))
    for caption, name, facet, cells in (
        (_("People per role"), _("Role"), "rol", findings.roles),
        (_("People per work area"), _("Work area"), "gebied", findings.areas),
    ):
        if cells and all(cell.n is None for cell in cells):  # a table of × tells nothing
            text = _("{caption}: too few in each to show ({names}).")
            names = ", ".join(cell.key for cell in cells)
            yield Text(text.format(caption=caption, names=names), "note")
        elif cells:
            columns = (Column(name, 3), Column(_("People"), 1, right=True))
            yield Table(caption, columns, tuple(
                (cell.key, number(findings, w.cell(cell),
                                  **{facet: cell.key}))
                for cell in cells
            ))  # fmt: skip
    if findings.campaigns:
        yield Heading(_("Letters sent in by several people"), "brieven")
        yield Text(_("Such a letter is one voice in all counts of this report. Nothing was "
                     "removed. The table counts it both ways."))  # fmt: skip
        for one in findings.campaigns:
            yield from _campaign(findings, one)


def _intake(findings: Findings, table: dict[str, object]) -> Table:
    columns = (
        Column(str(table["what"]), 2.8), Column(_("Read"), 1.2, right=True),
        Column(_("Set aside"), 1.2, right=True), Column(_("Analysed"), 1.8, right=True),
        Column(_("Reasons"), 4.9),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for row in table["rows"]:  # type: ignore[attr-defined]
        analysed = w.number(row["analysed"])
        shown = number(findings, analysed, **row["query"]) if row["query"] else analysed
        rows.append(
            (row["label"], w.number(row["read"]), w.number(row["aside"]), shown, row["reasons"])
        )
    return Table(str(table["caption"]), columns, tuple(rows), sums=len(rows) > 1)


def _campaign(findings: Findings, campaign: Campaign) -> Iterator[Block]:
    title = _("Letter {id}").format(id=campaign.campaign_id)
    senders: Inline = w.count("senders", campaign.n_senders)
    if findings.writes_themes:  # the page holds every copy
        senders = number(
            findings, w.count("senders", campaign.n_senders), brief=campaign.campaign_id
        )
    added = _("Nobody added words of their own.")
    if campaign.n_added:
        added = ngettext("{n} sender added words of their own.",
                         "{n} senders added words of their own.", campaign.n_added)  # fmt: skip
    yield Text((Strong(f"{title}: "), senders, f". {added.format(n=campaign.n_added)}"))
    if campaign.text:
        yield Fold(_("Text of the letter"), (Said(campaign.text, campaign.campaign_id),))
    # Where no more senders stand than voices, one of them wrote of it beside the letter.
    told = [theme for theme in campaign.themes if theme[3] > theme[2]]
    if told:
        columns = (Column(_("Concern"), 3), Column(_("Letter as one voice"), 1, right=True),
                   Column(_("Every sender counted"), 1, right=True))  # fmt: skip
        yield Table(
            _("Concerns in this letter, counted both ways"),
            columns,
            tuple((ref(findings, t[0]), w.number(t[2]), w.number(t[3])) for t in told),
        )


def order(findings: Findings) -> Iterator[Block]:
    """The places of the open concerns: what they rest on, and what would change them."""
    rows, captions = p.priority_rows(findings), p.priority_captions()
    how, firm = p.priority_notes(findings)
    names = p.factor_names(findings)
    yield Text(how)
    yield Bullets(tuple((Strong(name), f": {text}") for name, text in p.factor_meanings()))
    loose = sum(findings.theme(row.theme_id).is_loose for row in rows)
    if loose:
        text = ngettext("The last one may not be about one concern, and is not counted as open.",
                        "The last {n} may not be about one concern, and are not counted as open.",
                        loose)  # fmt: skip
        if loose == len(rows):
            text = ngettext("It may not be about one concern, and is not counted as open.",
                            "None of these {n} is surely about one concern, so none is counted as "
                            "open.", loose)  # fmt: skip
        yield Text(text.format(n=w.number(loose)))
    own = [ref(findings, row.theme_id) for row in rows]
    places = (Column(_("Concern"), 4), Column(_("Place in the order"), 1.6),
              Column(_("Weight (0 to 100)"), 1.4))  # fmt: skip
    yield Table(captions[0], places, tuple(
        (name, row.place, row.weight) for name, row in zip(own, rows, strict=True)
    ))  # fmt: skip
    yield Text(firm, "note")
    factors = (Column(_("Concern"), 3), *(Column(name, 2) for name in names))
    yield Table(captions[1], factors, tuple(
        (name, *row.factors) for name, row in zip(own, rows, strict=True)
    ))  # fmt: skip
    heads = [
        Column(head(name), 1.1, right=True) for name in names for head in (p.without, p.doubled)
    ]
    now = (Column(_("Concern"), 2.8), Column(_("Place now"), 0.9, right=True), *heads)
    yield Table(captions[2], now, tuple(
        (name, str(row.now), *(
            Strong(str(place)) if place != row.now else str(place)
            for shift in row.shifts for place in shift
        ))
        for name, row in zip(own, rows, strict=True)
    ))  # fmt: skip


def codebooks(findings: Findings) -> Iterator[Block]:
    """Frames, known issues and levels, with the concerns that touch them."""
    yield Text(_("The concerns were also matched to these lists, and so was what goes well. What "
                 "is listed beside a line resembles it; nobody has "
                 "checked that."),
               "lead")  # fmt: skip
    for own in findings.codebook_findings:
        yield Heading(own.title, f"codeboek-{own.codebook_id}")
        columns = (Column(_("Code"), 3.1), Column(_("Text"), 5.4),
                   Column(_("People"), 1.2, right=True),
                   Column(_("Concerns and what goes well"), 4.6))  # fmt: skip
        caption = _("{title}: which concerns touch which code").format(title=own.title)
        yield Table(caption, columns, tuple(
            ((Strong(code.code_id), f" {code.title}"), code.text, w.number(code.n_people),
             _touching(findings, code.theme_ids))
            for code in own.codes
        ), headed=True)  # fmt: skip
        concerns = {theme.theme_id for theme in findings.themes if theme.is_counted}
        new = [code_id for code_id in own.without if code_id in concerns]
        if own.kind == "kwesties" and new:
            text = _("New: these concerns were not on the list of known issues:") + " "
            named = refs(findings, new)
            yield Text((text, *(named if isinstance(named, tuple) else (named,))))


def _touching(findings: Findings, theme_ids: Sequence[str]) -> Words:
    """The concerns of most people that touch a code, and how many more do."""
    order = {theme.theme_id: -theme.n_people for theme in findings.themes}
    most = sorted(theme_ids, key=lambda one: order.get(one, 0))[:_TOUCHING]
    named = refs(findings, most)
    if len(theme_ids) <= _TOUCHING:
        return named
    n = len(theme_ids) - _TOUCHING
    more = ngettext(", and {n} more", ", and {n} more", n).format(n=w.number(n))
    return (*(named if isinstance(named, tuple) else (named,)), more)


def method(findings: Findings) -> Iterator[Block]:
    """How the report came about, in plain words."""
    record = findings.method
    text = _("How the report came about, in plain words. Everything ran on one computer, without "
             "internet.")  # fmt: skip
    if _asked_elsewhere(findings):
        text = _("How the report came about, in plain words. Everything ran on one computer; only "
                 "for proposed names and summaries a language model outside the program was "
                 "asked.")  # fmt: skip
    yield Text(text, "lead")
    yield Bullets(tuple((Strong(f"{name} "), text) for name, text in _steps(findings)))
    for title, anchor, text in (
        (_("How firm are the themes?"), "stevigheid", _stability(findings)),
        (_("When is a concern recurring?"), "wanneer-terugkerend", recurring_rule(findings)),
        (_("What did people decide?"), "oordelen", _decided(findings)),
    ):
        yield Heading(title, anchor)
        yield Text(text)
    yield Fold(_("The figures behind it"), (_figures(findings),), paper=True)
    if record.notes:
        yield Heading(_("Remarks of the run"), "opmerkingen")
        yield Bullets(tuple(record.notes))
    yield Heading(_("For who wants to repeat it"), "herhalen")
    facts = [
        (_("Language model"), f"{record.encoder} {record.encoder_revision}"),
        (_("Words analysed with"), record.nlp),
    ]
    facts += [(_("Trained model"), record.model)] if record.model else []
    heads = (_("Field"), _("Text"))
    yield Terms(_("What the run was made with"), tuple(facts), heads)
    files = (Column(_("File"), 1), Column("SHA-256", 2.4))
    yield Table(_("Files and their fingerprints (SHA-256)"), files, tuple(record.sources.items()))
    settings = tuple(
        (part, name, str(value))
        for part, own in record.settings.items()
        for name, value in own.items()
    )
    columns = (Column(_("Part"), 1), Column(_("Setting"), 1.4), Column(_("Value"), 2))
    yield Fold(_("All settings"), (Table(_("Settings in effect"), columns, settings),))


def _steps(findings: Findings) -> Iterator[tuple[str, str]]:
    yield _("Reading."), _("All files were read. What could not be read or says nothing was set "
                           "aside with its reason, and counted.")  # fmt: skip
    yield _("Masking."), _("Names, phone numbers and other identifying details were masked before "
                           "anything was stored.")  # fmt: skip
    yield _("Splitting."), _("Responses were split into statements. A statement is always a "
                             "literal piece of the response.")  # fmt: skip
    yield (
        _("Comparing wording."),
        _("A language model on this computer ({encoder}) turned every statement into a row of "
          "numbers; similar wording lies close together.").format(encoder=findings.method.encoder),
    )  # fmt: skip
    yield _("Themes."), _("Statements that lie close together became themes. This was done many "
                          "times over with small changes; what always stayed together is firm."
                          )  # fmt: skip
    yield (
        _("Beside the plan."),
        _("Each concern was matched to every goal and action. Where a sentence of the plan is "
          "about it the report proposes that the plan responds. Only a person can confirm that."),
    )  # fmt: skip


def _stability(findings: Findings) -> str:
    """Counts per stability word, and what the words mean."""
    fair, firm = findings.method.stability_bounds
    words = ("firm", "fair", "weak", "unknown")
    counts = {word: sum(theme.stability == word for theme in findings.themes) for word in words}
    text = _(
        "The themes were made many times over from other samples. From how much of a theme came "
        "back each time, and how many people are in it, follows the chance that it is about one "
        "concern. From {firm} we call a theme firm, from {fair} fair, below that shaky. It was "
        "tried on nineteen consultations where people had said beforehand what is right: of the "
        "firm ones 57 of 77 were one concern, of the fair ones 19 of 31, of the shaky ones 29 of "
        "352."
    ).format(firm=w.percent(firm), fair=w.percent(fair))
    named = [f"{w.stability(word)}: {w.number(n)}" for word, n in counts.items() if n]
    return f"{text} {_('In this report: {counts}.').format(counts=', '.join(named))}"


def _figures(findings: Findings) -> Table:
    """Per concern how firm its bounds are and how alike its words and the plan's."""

    def figure(value: float | None) -> str:
        return "–" if value is None else w.decimal(value)

    rows = []
    for theme in findings.themes:
        score, needed = (
            (theme.verdict.score, theme.verdict.needed) if theme.verdict else (None, None)
        )
        rows.append(
            (
                ref(findings, theme.theme_id),
                figure(theme.stability_value),
                figure(theme.chance_of_one),
                figure(score),
                figure(needed),
            )
        )
    columns = (Column(_("Concern"), 4), Column(_("Cohesion (0 to 1)"), 1.3, right=True),
               Column(_("Chance of being one concern"), 1.3, right=True),
               Column(_("Likeness to the plan"), 1.3, right=True),
               Column(_("Proposed from"), 1.3, right=True))  # fmt: skip
    return Table(
        _("How firm each concern is, and how alike its words and the plan's are"),
        columns,
        tuple(rows),
    )


def _decided(findings: Findings) -> str:
    total = sum(findings.method.judgements.values())
    if not total:
        return _("No person has judged anything in this report yet: all links are proposals.")
    return ngettext(
        "{n} decision of a person was taken over; it goes before what the program proposes.",
        "{n} decisions of people were taken over; they go before what the program proposes.",
        total,
    ).format(n=w.number(total))


def words(findings: Findings) -> Iterator[Block]:
    """Words used, and what they mean."""
    yield Terms(_("Words used, and what they mean"), tuple(glossary()), (_("Word"), _("Meaning")))


def register(findings: Findings) -> Iterator[Block]:
    """The fields of the algorithm register."""
    yield Text(_("The fields of the Dutch algorithm register, as far as the program knows them. "
                 "The organisation fills in the rest before publishing."), "lead")  # fmt: skip
    yield Terms(_("Algorithm register"), tuple(register_fields(findings)), (_("Field"), _("Text")))


def _asked_elsewhere(findings: Findings) -> bool:
    """Whether a language model outside the program wrote any of it."""
    return any(theme.proposals for theme in findings.themes)


def privacy(findings: Findings) -> Iterator[Block]:
    """What was done to protect people, and what that cannot do."""
    where = _("Everything was processed on one computer. Nothing was sent over the internet.")
    if _asked_elsewhere(findings):
        where = _("Everything was processed on one computer. Only for proposed names and summaries "
                  "masked statements went to a language model outside the program.")  # fmt: skip
    yield Text(_("Free text about children is sensitive. This is what was done, and what it "
                 "cannot do."), "lead")  # fmt: skip
    yield Bullets((
        where,
        _masked(findings),
        _("Masking is an aid, not anonymisation. A description can point to a person without "
          "a name. Read the quotes before you publish them."),
        _("Groups under {n} people are not broken out, also not by subtraction. The same "
          "numbers are kept back in every edition; those for outside keep back more."
          ).format(n=findings.method.min_group),
    ))  # fmt: skip
    yield Terms(_("Privacy statement"), tuple(privacy_fields(findings)), (_("Field"), _("Text")))


def _masked(findings: Findings) -> str:
    if not sum(findings.method.masked.values()):
        return _("No names, phone numbers or other identifying details were found to mask.")
    kinds = ", ".join(w.masked(kind, n) for kind, n in findings.method.masked.items())
    return _(
        "Masked before anything was stored: {kinds}. The masked words are kept nowhere."
    ).format(kinds=kinds)
