"""Sheets on the input, the plan, the quotes and the run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.core.locale import gettext as _
from pipeline.findings.records import STANCES, Findings, PlanEdit, Quote
from pipeline.findings.run_records import Line, Source
from pipeline.report import wording as w
from pipeline.report.accounts import reasons
from pipeline.report.xlsx.layout import Sheet, SheetColumn, Value
from pipeline.report.xlsx.parts import marked, theme_name


def intake(findings: Findings) -> Sheet:
    """Read = analysed + set aside, for every part of the input."""
    kinds = {"all": _("everything"), "round": _("round"), "file": _("file"),
             "question": _("question or topic"), "role": _("role")}  # fmt: skip
    return Sheet(
        _("Account of the input"),
        _("What was read, analysed and set aside. Per kind the rows add up to the first row."),
        (
            SheetColumn(_("Kind"), _("What the input is cut by; filter on one."), width=18),
            SheetColumn(_("Part"), _("The round, file, question or role."), "long", 50),
            SheetColumn(_("Read"), _("Responses read."), "int", 10),
            SheetColumn(_("Analysed"), _("Responses in this report."), "int", 16),
            SheetColumn(_("Set aside"), _("Responses not analysed."), "int", 11),
            SheetColumn(_("Reasons"), _("Why they were set aside, and how many."), "long", 60),
        ),
        [
            [kinds[account.kind], account.label or ("–" if account.kind == "all" else _("unknown")),
             account.read, account.analysed, account.set_aside, reasons(account) or "–"]
            for account in findings.intake
        ],
    )  # fmt: skip


def aims(findings: Findings) -> Sheet | None:
    """The goals of the plan with what was said about them."""
    if findings.plan is None:
        return None
    by_goal = {goal.goal_id: goal for goal in findings.goals}
    spoken = [stance for stance in STANCES if stance != "unknown"]

    def rows() -> Iterator[list[Value]]:
        for pillar in findings.plan.pillars if findings.plan else ():
            for goal in pillar.goals:
                goal_finding = by_goal[goal.goal_id]
                yield [
                    f"{pillar.pillar_id} {pillar.title}", goal.goal_id, goal.title, goal.text,
                    len(goal.actions), goal_finding.n_people, goal_finding.n_statements,
                    *(marked(goal_finding.stances.get(code, 0)) for code in spoken),
                    len(goal_finding.theme_ids), goal_finding.answered,
                    _labels(findings, goal_finding.theme_ids),
                ]  # fmt: skip

    return Sheet(
        _("Goals"),
        _("The goals of the plan, and what people said about their subject."),
        (
            SheetColumn(_("Pillar"), _("Of the plan."), width=26),
            SheetColumn(_("Goal"), _("Its number in the plan."), width=9),
            SheetColumn(_("Title"), _("Of the goal."), "long", 40),
            SheetColumn(_("Text"), _("Of the goal."), "long", 60),
            SheetColumn(_("Actions"), _("How many the plan names for it."), "int", 13),
            SheetColumn(_("People"), _("Who spoke of its subject."), "int", 10),
            SheetColumn(_("Statements"), _("Pieces of text about its subject."), "int", 12),
            *(
                SheetColumn(w.stance(stance).capitalize(), _("People who voice this."), "int", 10)
                for stance in spoken
            ),
            SheetColumn(_("Themes"), _("How many lie nearest to this goal."), "int", 10),
            SheetColumn(_("Covered by the plan"), _("Of these, addressed or partly."), "int", 15),
            SheetColumn(_("Names"), _("Of these themes."), "long", 60),
        ),
        rows(),
    )


def _labels(findings: Findings, theme_ids: tuple[str, ...]) -> str:
    return "; ".join(
        w.bare(findings.theme(theme_id).label)
        for theme_id in theme_ids
        if findings.has_theme(theme_id)
    )


def changes(findings: Findings) -> Sheet | None:
    """Concerns whose place in the plan changed."""
    if not findings.changes:
        return None
    return Sheet(
        _("Changes for concerns"),
        _("What the new version of the plan does to each concern."),
        (
            *theme_name(),
            SheetColumn(_("What happened"), _("Since the previous plan."), width=46),
            SheetColumn(_("Before"), _("State against the previous plan."), width=24),
            SheetColumn(_("Now"), _("State against this plan."), width=24),
            SheetColumn(_("Goal before"), _("Number of the nearest goal."), width=13),
            SheetColumn(_("Goal now"), _("Number of the nearest goal."), width=11),
        ),
        [
            [change.theme_id, w.bare(change.label), w.change(change.kind), w.status(change.before),
             w.status(change.after), change.before_code or "–", change.after_code or "–"]
            for change in findings.changes
            if not findings.has_theme(change.theme_id)
            or findings.theme(change.theme_id).is_concern
        ],
    )  # fmt: skip


def edits(findings: Findings) -> Sheet | None:
    """What changed in the plan itself."""
    return plan_edits(findings.edits)


def plan_edits(found: Sequence[PlanEdit]) -> Sheet | None:
    """One row per goal or action that changed between two versions of the plan."""
    if not found:
        return None
    return Sheet(
        _("Changes in the plan"),
        _("What became of each goal and action of the previous plan."),
        (
            SheetColumn(_("Piece"), _("Number in the plan."), width=10),
            SheetColumn(_("What"), _("What happened to it."), width=26),
            SheetColumn(_("Previous plan"), _("Its text there."), "long", 70),
            SheetColumn(_("This plan"), _("Its text here."), "long", 70),
        ),
        [[e.piece_id, w.edit(e.kind, e.piece), e.before or "–", e.after or "–"]
         for e in found],
    )  # fmt: skip


def codebooks(findings: Findings) -> Sheet | None:
    """Codes of the other lists with the themes that touch them."""
    if not findings.codebook_findings:
        return None
    return Sheet(
        _("Other lists"),
        _("Frames, known issues and other lists, with the themes that touch them."),
        (
            SheetColumn(_("List"), _("Its title."), width=26),
            SheetColumn(_("Code"), _("Within the list."), width=9),
            SheetColumn(_("Title"), _("Of the code."), width=40),
            SheetColumn(_("Text"), _("Of the code."), "long", 60),
            SheetColumn(_("People"), _("Who spoke of the themes that touch it."), "int", 10),
            SheetColumn(_("Themes"), _("Names of the themes that touch it."), "long", 60),
        ),
        [
            [book.title, c.code_id, c.title, c.text, c.n_people,
             _labels(findings, c.theme_ids) or "–"]
            for book in findings.codebook_findings
            for c in book.codes
        ],
    )  # fmt: skip


def silence(findings: Findings) -> Sheet | None:
    """Who and what was not heard."""
    if not findings.silence:
        return None
    kinds = {"role": _("role"), "area": _("work area"), "goal": _("goal")}
    return Sheet(
        _("Not heard"),
        _("Groups beside what their size lets expect, and goals nobody spoke of."),
        (
            SheetColumn(_("Kind"), _("Role, work area or goal."), width=14),
            SheetColumn(_("Group"), _("Its name."), width=46),
            SheetColumn(_("Size"),
                        _("People in the group, as the organisation gave it."), "int", 10),
            SheetColumn(_("Heard"), _("People who spoke."), "int", 10),
            SheetColumn(
                _("Expected"), _("Had every group spoken in proportion to its size."),
                "decimal", 12,
            ),
            SheetColumn(_("Outcome"), _("Heard, or less than expected."), width=24),
        ),
        [
            [kinds.get(group.kind, group.kind), group.label, group.group_size,
             marked(group.n_people), group.expected, w.silence(group.verdict)]
            for group in findings.silence
        ],
    )  # fmt: skip


def campaigns(findings: Findings) -> Sheet | None:
    """Letters sent in by several people, counted both ways."""
    if not findings.campaigns:
        return None

    def rows() -> Iterator[list[Value]]:
        for campaign in findings.campaigns:
            head: list[Value] = [
                campaign.campaign_id,
                campaign.n_senders,
                campaign.n_added,
                campaign.n_statements,
            ]
            for theme_id, label, once, every in campaign.themes or (("–", "–", 0, 0),):
                yield [*head, theme_id, w.bare(label), once, every]

    return Sheet(
        _("Letters"),
        _("Letters sent in by several people; per theme counted both ways."),
        (
            SheetColumn(_("Letter"), _("Its code."), width=14),
            SheetColumn(_("Senders"), _("Who sent it in."), "int", 11),
            SheetColumn(_("With own words"), _("Senders who added something."), "int", 16),
            SheetColumn(_("Statements"), _("In all copies together."), "int", 12),
            *theme_name(),
            SheetColumn(
                _("As one voice"), _("People in the theme, the letter counted once."), "int", 14
            ),
            SheetColumn(
                _("Every sender"), _("People in the theme, every sender counted."), "int", 14
            ),
        ),
        rows(),
    )


def quotes(findings: Findings) -> Sheet | None:
    """Every quote in the report."""

    def rows() -> Iterator[list[Value]]:
        for theme in findings.themes:
            for quote in theme.quotes:
                yield _quote(theme.theme_id, w.bare(theme.label), _("quote"), quote)
            for counter in theme.counter:
                yield _quote(theme.theme_id, w.bare(theme.label), _("counter-voice"), counter)
        for signal in findings.signals:
            yield _quote("–", "–", _("rare signal"), signal)

    quoted = list(rows())
    if not quoted:
        return None
    return Sheet(
        _("Quotes"),
        _("Every quote in the report, word for word."),
        (
            SheetColumn(_("Statement"), _("Code of the statement."), width=16),
            *theme_name(),
            SheetColumn(_("Kind"), _("Quote, counter-voice or rare signal."), width=14),
            SheetColumn(_("Text"), _("Word for word; […] where it is cut."), "long", 80),
            SheetColumn(_("Role"), _("Of who said it."), width=18),
            SheetColumn(_("Work area"), _("Of who said it."), width=18),
            SheetColumn(_("Round"), _("In which it was said."), width=9),
            SheetColumn(_("Place"), _("File and row or paragraph."), width=46),
        ),
        quoted,
    )


def _quote(theme_id: str, label: str, kind: str, quote: Quote) -> list[Value]:
    text = f"{quote.text} […]" if quote.cut else quote.text
    return [quote.statement_id, theme_id, label, kind, text, quote.role or "–", quote.area or "–",
            quote.round_id, w.place(quote) or "–"]  # fmt: skip


def statements(findings: Findings) -> Sheet | None:
    """Everything people said; only where the edition shows it."""
    if not findings.lines:
        return None
    labels = {theme.theme_id: w.bare(theme.label) for theme in findings.themes}
    subs = {sub.theme_id: w.bare(sub.label) for theme in findings.themes for sub in theme.subthemes}

    def row(line: Line) -> list[Value]:
        source: Source = findings.responses[line.response]
        return [
            line.statement_id, source.text[line.start : line.end], line.theme_id or "–",
            labels.get(line.theme_id, _("no theme")), subs.get(line.subtheme_id, "–"),
            w.stance(line.stance), line.goal_id or "–", source.role or "–", source.area or "–",
            source.round_id, findings.questions.get(source.question_id, "–"), source.source_file,
            source.source_part or "–", source.source_row, source.language,
            source.campaign_id or "–",
        ]  # fmt: skip

    return Sheet(
        _("Statements"),
        _("Everything people said, word for word, names masked."),
        (
            SheetColumn(_("Statement"), _("Its code."), width=16),
            SheetColumn(_("Text"), _("Word for word."), "long", 80),
            *theme_name(),
            SheetColumn(_("Sub-theme"), _("Name of the finer part."), "long", 30),
            SheetColumn(_("Voices"), _("Concern, wish, support or question."), width=14),
            SheetColumn(_("Goal"), _("Number of the goal nearest in wording."), width=9),
            SheetColumn(_("Role"), _("Of who said it."), width=18),
            SheetColumn(_("Work area"), _("Of who said it."), width=18),
            SheetColumn(_("Round"), _("In which it was said."), width=9),
            SheetColumn(_("Question"), _("Question or topic answered."), width=40),
            SheetColumn(_("File"), _("Where it was read."), width=30),
            SheetColumn(_("Sheet or part"), _("Within the file."), width=18),
            SheetColumn(
                _("Row"), _("Row as Excel shows it; page or paragraph in a document."), "int", 9
            ),
            SheetColumn(_("Language"), _("Code of the language."), width=9),
            SheetColumn(_("Letter"), _("Code of the letter it is a copy of."), width=14),
        ),
        (row(line) for line in findings.lines),
    )


def made_with(findings: Findings) -> Sheet:
    """Settings, files and versions of the run."""
    method = findings.method
    rows: list[list[Value]] = [
        [_("run"), _("code"), method.run_id],
        [_("run"), _("made at"), method.made_at],
        [_("run"), "gehoord", method.version or "–"],
        [_("run"), _("language model"), f"{method.encoder} {method.encoder_revision}".strip()],
        [_("run"), _("Words analysed with"), method.nlp],
        [_("run"), _("trained model"), method.model or "–"],
    ]
    rows += [[_("file"), name, value] for name, value in method.sources.items()]
    rows += [[_("masked"), kind, n] for kind, n in method.masked.items()]
    rows += [[_("judgements"), kind, n] for kind, n in method.judgements.items()]
    rows += [[_("remark"), str(index), text] for index, text in enumerate(method.notes, start=1)]
    rows += [
        [part, name, value if isinstance(value, int | float) else str(value)]
        for part, values in method.settings.items()
        for name, value in values.items()
    ]
    return Sheet(
        _("How it was made"),
        _("What the run was made with: versions, files with their SHA-256, all settings."),
        (
            SheetColumn(_("Part"), _("Run, file, masked, or the part of the program."), width=18),
            SheetColumn(_("Name"), _("Of the file or setting."), width=36),
            SheetColumn(_("Value"), _("In effect in this run."), width=90),
        ),
        rows,
    )
