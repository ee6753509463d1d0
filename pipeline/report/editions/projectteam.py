"""Everything, for the team that works with it: in the order of the work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipeline.core.locale import gettext as _
from pipeline.core.locale import ngettext
from pipeline.findings.records import Findings, Theme
from pipeline.findings.run_records import Point, Silence
from pipeline.plan.coverage import MEANS, NOT_ADDRESSED
from pipeline.report import context
from pipeline.report import wording as w
from pipeline.report.blocks import (
    Block,
    Box,
    Bullets,
    Cell,
    Column,
    Control,
    Heading,
    Numbers,
    Points,
    Ref,
    Section,
    State,
    Strong,
    Table,
    Text,
    Words,
)
from pipeline.report.context import unsorted
from pipeline.report.editions.annex import account, codebooks
from pipeline.report.editions.bestuur import quiet_groups
from pipeline.report.editions.concerns import concern, quoted
from pipeline.report.editions.groups import rounds, title_of_recurring, who
from pipeline.report.editions.parts import (
    Edition,
    book,
    open_by_standing,
    overview,
    shown,
)
from pipeline.report.editions.plan import changes, goals
from pipeline.report.points import told


def for_the_team(findings: Findings) -> Edition:
    """The book of the project team."""
    return book(
        findings,
        {
            "eerst": (_("Read this first"), _first),
            "samenvatting": (_("Summary"), _summary),
            "leeswijzer": (_("How to read this, and its limits"), _guide),
            "speerpunten": (_("The plan, goal by goal"), goals),
            "bouwstenen": (_("Concerns that the plan does not respond to"), _open),
            "overig": (_title_of_others(findings), _others),
            "hoofdlijnen": (_("Who says what"), who),
            "terugkerend": (title_of_recurring(findings), rounds),
            "wijzigingen": (_("Changes since the previous plan"), changes),
            "signalen": (_("Rare signals"), _signals),
            "stil": (_("Who and what was not heard"), _silence),
            "codeboeken": (_("Frames, known issues and other lists"), codebooks),
            "verantwoording": (_("Account of the input"), account),
            "uitspraken": (_("All statements"), _statements),
        },
    )


def _first(findings: Findings) -> Iterator[Block]:
    n = len(findings.first)
    text = ngettext(
        "{n} statement may point at harm to a child or to somebody else. Read it before anything "
        "else, and decide whether somebody must act. It is quoted in no other edition.",
        "{n} statements may point at harm to a child or to somebody else. Read them before "
        "anything else, and decide whether somebody must act. They are quoted in no other edition.",
        n,
    )
    yield Text(text.format(n=w.number(n)), "lead")
    yield from (quoted(findings, quote) for quote in findings.first)


def _summary(findings: Findings) -> Iterator[Block]:
    yield Text(context.intro(findings), "lead")
    yield Points(tuple(_point(findings, point) for point in findings.points))
    if doubtful := context.where_doubtful(findings):
        yield Text(doubtful)
    yield Numbers(tuple(_keys(findings)), _("Key numbers"))
    yield Control("choice")
    yield _picture(findings)
    if findings.totals.states and all(point.kind != "coverage" for point in findings.points):
        yield Text(_who_decided(findings), "note")
    yield Box(
        _("This is not an opinion poll"),
        _("People chose themselves whether to respond. The numbers say how many of them spoke "
          "of something. They do not say how many parents, pupils or teachers in the region "
          "think so. A concern of one person may weigh as much as a concern of many."),
    )  # fmt: skip


def _point(findings: Findings, point: Point) -> tuple[str | Ref, str]:
    """What matters, with its headline leading to the chapter about it."""
    head, body = told(point, one_round=len(findings.rounds) < 2)
    if point.kind == "largest":
        return Ref(head, f"thema-{point.theme_ids[0]}"), body
    return (Ref(head, point.chapter) if point.chapter in findings.chapters else head), body


def _keys(findings: Findings) -> Iterator[tuple[str, str]]:
    totals = findings.totals
    concerns = sum(theme.is_counted for theme in findings.themes)
    when = ("meetings", totals.meetings or 0) if context.in_meetings(findings) else (
        "rounds", totals.rounds)  # fmt: skip
    for kind, n in (("people", totals.people), ("responses", totals.responses_read),
                    ("roles", totals.roles), when,
                    ("concerns", concerns)):  # fmt: skip
        if n or kind != "concerns":  # none that is certain: the text above says so
            yield w.noun(kind, n), w.number(n)
    if findings.plan is not None and concerns:
        groups = open_by_standing(findings)
        label = _("of these open")
        if groups["loose"]:
            label = _("of these open, and perhaps {n} more").format(
                n=w.number(len(groups["loose"]))
            )
        yield label, w.number(len(groups["recurring"]) + len(groups["once"]))


def _picture(findings: Findings) -> Table:
    """Every concern, then what goes well: the one table that holds them all."""
    picture = overview(findings, shown(findings), len(findings.themes) or 1)
    praise = shown(findings, "praise")
    if not praise:
        return picture
    head: tuple[Cell, ...] = (Strong(_("What goes well ({n})").format(n=w.number(len(praise)))),)
    more = overview(findings, [replace(t, verdict=None) for t in praise], len(praise))
    return replace(
        picture, rows=(*picture.rows, head, *more.rows), ids=(*picture.ids, "", *more.ids)
    )


def _who_decided(findings: Findings) -> str:
    total, decided = sum(findings.totals.states.values()), findings.totals.decided
    if not decided:
        return _("The computer proposes this. Nobody has checked it yet.")
    return _(
        "{decided} of {n} confirmed by a person; the rest are proposals of the program."
    ).format(decided=w.number(decided), n=w.number(total))


def _guide(findings: Findings) -> Iterator[Block]:
    texts: list[Words] = [
        _("Numbers count people, unless stated otherwise. Anyone who says something three times "
          "counts once. A letter sent in by many counts as one voice; the number of senders is "
          "given beside it."),
        _("A point in meeting notes is not yet a person: a meeting "
          "counts no more people than attended, and a role no more "
          "than the notes mention. Where the notes do not say how "
          "many attended, every point counts as one."),
        _("“Proposal” means: the program suggests it because a sentence of the plan resembles "
          "the concern. “Confirmed” means: a person read it and decided. A sentence that "
          "resembles a concern does not prove that "
          "the plan solves it."),
        _("Cohesion says how sure it is that a group of statements is about one concern: firm, "
          "fair or shaky. A shaky group is called “{unsure}” and is not counted as a concern, "
          "until somebody has judged it.").format(unsure=w.status("unsure")),
        _("Per role, round and area numbers under {n} are left out (×), and sometimes one more, so "
          "that nobody can work them out.").format(n=findings.method.min_group),
        _("The program can group statements wrongly, miss irony and overlook a concern that is "
          "worded in an unusual way. What people say was not checked for facts."),
    ]  # fmt: skip
    if any(theme.n_noted for theme in findings.themes):
        texts.insert(2, _("Where notes say that more people said something, such as “2x genoemd”, "
                          "those people count."))  # fmt: skip
    if len(findings.rounds) > 1:
        texts.insert(1, _("Rounds are not linked person by person: someone who took part in two "
                          "rounds may count twice."))  # fmt: skip
    yield Bullets(tuple(texts))
    if findings.plan is not None:
        usual = (*MEANS, NOT_ADDRESSED)
        yield Bullets(tuple((State(status), f": {w.status_meaning(status)}") for status in usual))
    yield Text(_("How the report was made is told in an edition of its own: the annex (bijlage)."),
               "note")  # fmt: skip


def _open(findings: Findings) -> Iterator[Block]:
    groups = open_by_standing(findings)
    n = len(groups["recurring"]) + len(groups["once"])
    if not n:
        answered = _("The plan says something about every concern that is certain.")
        yield Text(unsorted(findings) or answered, "lead")
    text = ngettext(
        "The plan does not respond to {n} concern. It is a candidate building block for the plan.",
        "The plan does not respond to {n} concerns. They are candidate building blocks for the "
        "plan. What was heard in more rounds, from more sides, by more people and more urgently "
        "comes first.",
        n,
    )
    if n:
        yield Text(text.format(n=w.number(n)), "lead")
    yield from (concern(findings, theme, 3) for theme in groups["recurring"])
    if groups["once"]:
        blocks = [concern(findings, theme, 4) for theme in groups["once"]]
        yield Section(_("Open too, but not recurring so far"), "open-eenmalig", tuple(blocks))
    if groups["loose"]:
        text = _("These statements are alike, but they may not be about one concern. Read them "
                 "before you use them.")  # fmt: skip
        blocks = [concern(findings, theme, 4) for theme in groups["loose"]]
        yield Section(_("Perhaps open"), "open-misschien", (Text(text, "lead"), *blocks))


def _title_of_others(findings: Findings) -> str:
    held = [anchor for _title, anchor, _themes in _other_groups(findings)]
    return _("What goes well") if held == ["goed"] else _("What goes well, and the other concerns")


def _others(findings: Findings) -> Iterator[Block]:
    """Each group under a heading; praise alone has the chapter's own."""
    groups = _other_groups(findings)
    for title, anchor, themes in groups:
        alone = len(groups) == 1 and anchor == "goed"
        blocks = tuple(concern(findings, theme, 3 if alone else 4) for theme in themes)
        if alone:
            yield from blocks
        else:
            yield Section(title, anchor, blocks)


def _other_groups(findings: Findings) -> list[tuple[str, str, list[Theme]]]:
    """Praise, what a person placed outside the plan, and what stands under no goal."""
    placed = {one for goal in findings.goals for one in goal.theme_ids}
    placed |= {one.theme_id for one in findings.priorities}
    rest = [theme for theme in findings.themes if theme.theme_id not in placed]
    outside = [t for t in rest if t.verdict is not None and t.verdict.status == "out_of_scope"]
    praise = [t for t in rest if not t.is_concern and t not in outside]
    loose = [t for t in rest if t not in outside and t not in praise]
    concerns = _("Concerns that stand under no goal") if findings.plan else _("The concerns")
    groups = [
        (_("What goes well"), "goed", praise),
        (_("Out of scope"), "buiten", outside),
        (concerns, "los", loose),
    ]
    return [group for group in groups if group[2]]


def _signals(findings: Findings) -> Iterator[Block]:
    yield Text(_("A signal is a statement unlike any other that may still matter. The program "
                 "looked for statements far from every theme; a person should read them."),
               "lead")  # fmt: skip
    yield from (quoted(findings, quote) for quote in findings.signals)


def _silence(findings: Findings) -> Iterator[Block]:
    quiet = quiet_groups(findings)
    text = _("No group was heard markedly less than expected from its size.")
    if quiet:
        text = _("For their size we heard little from these groups: {groups}.").format(groups=quiet)
    elif all(group.kind == "goal" for group in findings.silence):
        text = _("How large the groups are was not told. So it cannot be said whether a group was "
                 "heard too little.")  # fmt: skip
    yield Text(text, "lead")
    groups = sorted((group for group in findings.silence if group.kind != "goal"),
                    key=lambda group: (group.kind != "role", group.verdict == "heard"))  # fmt: skip
    if groups:
        heads = (Column(_("Group"), 3), Column(_("Size"), 1, right=True),
                 Column(_("Heard"), 1, right=True), Column(_("Expected"), 1.2, right=True),
                 Column(_("Outcome"), 2))  # fmt: skip
        caption = _("People heard per group, and how many to expect from its size")
        yield Table(caption, heads, tuple(map(_group, groups)))
        yield Text(_("Expected: the number of people if every group had taken "
                     "part equally often. A low number can have many causes; it says nothing "
                     "about the group "
                     "itself."), "note")  # fmt: skip
        if any(group.group_size and (group.n_people or 0) > group.group_size for group in groups):
            yield Text(_("Who took part in two rounds may count twice. So more people of a group "
                         "may have been heard than it has."), "note")  # fmt: skip
    silent = [
        group for group in findings.silence if group.kind == "goal" and group.verdict != "heard"
    ]
    if silent:
        heading = ngettext("A goal about which little was said",
                           "Goals about which little was said", len(silent))  # fmt: skip
        yield Heading(heading, "stille-doelen")
        yield Bullets(tuple(f"{group.label}: {w.touched(group.n_people)}" for group in silent))
        text = ngettext(
            "No concern that is counted is about this goal. The number is of people with a single "
            "statement on it. That does not mean that the goal is unimportant.",
            "No concern that is counted is about these goals. The numbers are people with a single "
            "statement on it. That does not mean that such a goal is unimportant.",
            len(silent),
        )
        yield Text(text, "note")


def _group(group: Silence) -> tuple[Cell, ...]:
    heard = w.WITHHELD if group.n_people is None else w.number(group.n_people)
    expected = "–"
    if group.expected is not None:
        expected = "<1" if group.expected < 1 else w.number(round(group.expected))
    size = w.number(group.group_size) if group.group_size is not None else "–"
    return group.label, size, heard, expected, w.silence(group.verdict)


def _statements(findings: Findings) -> Iterator[Block]:
    yield Control("statements")
