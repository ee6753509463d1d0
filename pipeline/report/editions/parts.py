"""What the editions share: names, the one picture, quotes, and a plan sentence at most twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.core.locale import gettext as _
from pipeline.core.locale import ngettext
from pipeline.core.plan import Plan
from pipeline.findings.records import (
    PUBLIC,
    STANDINGS,
    TEAM,
    Evidence,
    Findings,
    PlanChange,
    Quote,
    Theme,
    Verdict,
)
from pipeline.report import context
from pipeline.report import wording as w
from pipeline.report.blocks import (
    Bar,
    Block,
    Cell,
    Chapter,
    Column,
    Own,
    PlanSentence,
    Ref,
    Said,
    State,
    Table,
    Text,
    Words,
)

ORDER = ("not_addressed", "mentioned", "partly", "addressed", "unsure", "out_of_scope")
_FEW_MORE = 3  # rows too many: the line that says what is left out takes as much room
_OF_EACH = 2  # concerns that every answer shows of a list that is too long
DONE = ("addressed", "partly")  # answers that rest on a measure
_TWICE = 2  # how often an edition may print one sentence of the plan


@dataclass(frozen=True)
class Edition:
    """A report for one reader: a title, a first sentence and chapters of blocks."""

    title: str
    lead: str
    chapters: tuple[Chapter, ...]
    contents: bool = False  # a book: cover, contents, numbered chapters that begin a page


Maker = Callable[[Findings], Iterable[Block]]


def book(findings: Findings, parts: Mapping[str, tuple[str, Maker]]) -> Edition:
    """An edition of numbered chapters: those of the findings that are in ``parts``, id -> title."""
    chapters = [
        Chapter(key, parts[key][0], tuple(parts[key][1](findings)))
        for key in findings.chapters
        if key in parts
    ]
    return Edition(findings.title, "", numbered(chapters), contents=True)


def numbered(chapters: Iterable[Chapter]) -> tuple[Chapter, ...]:
    """The chapters that hold something, counted from 1."""
    held = [chapter for chapter in chapters if chapter.blocks]
    return tuple(replace(chapter, number=str(index)) for index, chapter in enumerate(held, start=1))


def sentences_of(verdict: Verdict, plan: Plan | None) -> list[Evidence]:
    """What the plan says, first what the answer rests on: what will be done before what is wanted.

    Where the subject is only mentioned nothing is done about it, and the order stays.
    """
    goals = [goal for pillar in plan.pillars for goal in pillar.goals] if plan else []
    own = {action.action_id for goal in goals if goal.goal_id == verdict.code_id
           for action in goal.actions if verdict.status in DONE}  # fmt: skip
    return sorted(verdict.passages, key=lambda sentence: sentence.piece_id not in own)


@dataclass
class PlanSentences:
    """Hands out sentences of the plan, and each no more than twice."""

    plan: Plan | None
    _printed: Counter[str] = field(default_factory=Counter)

    def passage(self, verdict: Verdict | None) -> PlanSentence | None:
        """The sentence that answers a concern, of those that may still be printed."""
        if verdict is None or not verdict.about:
            return None
        for sentence in sentences_of(verdict, self.plan):
            text = " ".join(sentence.text.split())
            if self._printed[text] < _TWICE:
                self._printed[text] += 1
                return PlanSentence(text, w.plan_place(sentence))
        return None


def shown(findings: Findings, kind: str = "concern") -> list[Theme]:
    """What this edition names: an outsider is told nothing that only a handful said.

    Nor is it told of a concern, or of praise, of which it is not certain that it is one: the
    project team reads those statements first.
    """
    themes = [theme for theme in findings.themes if theme.kind == kind]
    if findings.edition != TEAM:
        loose = {theme.theme_id for theme in themes if theme.is_loose and not theme.is_concern}
        themes = [t for t in themes if status_of(t) != "unsure" and t.theme_id not in loose]
    if findings.edition not in PUBLIC:
        return themes
    return [theme for theme in themes if theme.n_people >= findings.method.min_group]


def sure_changes(findings: Findings) -> list[PlanChange]:
    """What a new plan does to the concerns: no praise, and no group that may be no concern."""
    told = {theme.theme_id for theme in shown(findings) if theme.is_counted}
    return [change for change in findings.changes if change.theme_id in told]


def open_by_standing(findings: Findings) -> dict[str, list[Theme]]:
    """The open concerns in their order: those that came back, were heard once, or are loose."""
    themes = [findings.theme(priority.theme_id) for priority in findings.priorities]
    return {
        standing: [theme for theme in themes if theme.standing == standing]
        for standing in STANDINGS
    }


def by_answer(findings: Findings, themes: Iterable[Theme]) -> dict[str, list[Theme]]:
    """State -> concerns; the open ones as they are ordered everywhere, the others by people.

    Those that may not be about one concern stand apart, as *unsure*.
    """
    rank = {priority.theme_id: priority.rank for priority in findings.priorities}
    groups: dict[str, list[Theme]] = {status: [] for status in ORDER}
    for theme in themes:
        if theme.verdict is not None:
            groups[status_of(theme)].append(theme)
    for status in ("not_addressed", "unsure"):
        groups[status].sort(key=lambda theme: rank.get(theme.theme_id, len(rank) + 1))
    return {status: members for status, members in groups.items() if members}


def status_of(theme: Theme) -> str:
    """The plan's answer; *unsure* where a group may not be one concern."""
    status = theme.verdict.status if theme.verdict is not None else ""
    return "unsure" if status and theme.is_concern and theme.is_loose else status


def name(findings: Findings, theme: Theme) -> str:
    """A concern's name, as this edition may tell it."""
    return w.bare(theme.label)


def named(findings: Findings, theme: Theme) -> str:
    """The name as it stands within a sentence."""
    return w.quoted(name(findings, theme))


def counted(findings: Findings, theme: Theme) -> Words:
    """A name with its people, for a list: Taxi te laat (34 mensen)."""
    return Own(name(findings, theme)), f" ({w.people(theme.n_people)})"


def heard(findings: Findings, theme: Theme) -> str:
    """How many people, in how many rounds: 15 mensen, in 3 rondes."""
    people = w.people(theme.n_people)
    if findings.totals.rounds < 2 or findings.focus or _rounds_untold(findings, theme):
        return people
    at_least = _rounds_or_more(findings, theme)
    return _("{people}, in {rounds}").format(
        people=people,
        rounds=w.count_told("rounds", theme.n_rounds, least=at_least),
    )


def place(verdict: Verdict | None) -> str:
    """The goal a verdict is about: doel 2.1."""
    if verdict is None or not verdict.about:
        return ""
    return _("goal {goal}").format(goal=verdict.code_id)


def beside_name(findings: Findings, theme: Theme) -> list[Quote]:
    """The quotes that say more than the concern's name, in their order; all where none does."""
    label = name(findings, theme)
    more = [quote for quote in theme.quotes if not w.repeats(quote.text, label)]
    return more or list(theme.quotes)


def said(findings: Findings, quote: Quote) -> Said:
    """A quote as a block."""
    text = " ".join(quote.text.split())
    return Said(w.unmarked(text), context.origin(findings, quote), quote.language, quote.cut)


def overview(findings: Findings, themes: Sequence[Theme], most: int) -> Table:
    """The one picture: every concern with its people, its rounds and the plan's answer.

    most: rows, or a few more; a longer list says at the head of each group how many of it are
    shown.
    """
    judged = [theme for theme in themes if theme.verdict is not None]
    held = judged or list(themes)  # without a plan there is nothing to judge
    kept = held if len(held) <= most + _FEW_MORE else _most_heard(findings, held, most)
    rounds = findings.totals.rounds > 1 and not findings.focus
    dots = findings.edition not in PUBLIC and not any(
        life.n_people is None for theme in kept for life in theme.life or ()
    )
    columns = [Column(_("Concern"), 6.2), Column(_("People"), 2.2)]
    columns += [Column(_("Rounds"), 1.1)] if rounds else []
    columns += [Column(_("In the plan"), 1.6)] if findings.plan else []
    rows: list[tuple[Cell, ...]] = []
    ids: list[str] = []
    for status, group in (by_answer(findings, kept) or {"": kept}).items():
        n = sum(status_of(theme) == status for theme in judged)
        shown_of = w.number(n)
        if len(group) < n:
            shown_of = _("{n} of {total}").format(n=w.number(len(group)), total=shown_of)
        people = [theme.n_people for theme in group]
        if people != sorted(people, reverse=True):  # else nobody wonders about the order
            shown_of = _("{n}; what weighs most comes first").format(n=shown_of)
        rows += [(State(status, place=f"({shown_of})"),)] if status else []
        ids += [""] if status else []
        for theme in group:
            rows.append(_row(findings, theme, rounds=rounds, dots=dots))
            ids.append(theme.theme_id)
    caption = _("Every concern, the people who named it, and what the plan does with it")
    if findings.plan is None:
        caption = _("Every concern, and the people who named it")
    total = len(held) + n_few(findings)
    if len(kept) < total:
        caption = _("{n} of the {total} concerns, and what the plan does with them")
        if findings.plan is None:
            caption = _("{n} of the {total} concerns, and the people who named them")
        caption = caption.format(n=w.number(len(kept)), total=w.number(total))
    return Table(caption, tuple(columns), tuple(rows), ids=tuple(ids))


def _row(findings: Findings, theme: Theme, *, rounds: bool, dots: bool) -> tuple[Cell, ...]:
    largest = max(other.n_people for other in findings.themes) or 1
    label: Cell = name(findings, theme)
    if findings.writes_themes:
        label = Ref(w.bare(theme.label), f"thema-{theme.theme_id}")
    query = {"thema": theme.theme_id} if findings.lines else {}
    row: list[Cell] = [label, Bar(w.number(theme.n_people), theme.n_people / largest, query)]
    row += [_rounds(findings, theme, dots=dots)] if rounds else []
    row += [place(theme.verdict) or "–"] if findings.plan else []
    return tuple(row)


def _most_heard(findings: Findings, themes: Sequence[Theme], most: int) -> list[Theme]:
    """The open concerns that stand first, and of the others those that most people named.

    The others keep a third of the rows, so that the reader sees that there are answers too.
    """
    rank = {priority.theme_id: priority.rank for priority in findings.priorities}
    first = sorted((t for t in themes if t.theme_id in rank), key=lambda t: rank[t.theme_id])
    groups = by_answer(findings, [t for t in themes if t.theme_id not in rank]).values()
    placed = [
        (index >= _OF_EACH, -t.n_people, t) for group in groups for index, t in enumerate(group)
    ]
    others = [theme for *_how, theme in sorted(placed, key=lambda row: row[:2])]
    n_open = most - min(len(others), max(most // 3, most - len(first)))
    chosen = {theme.theme_id for theme in (*first[:n_open], *others[: most - n_open])}
    return [theme for theme in themes if theme.theme_id in chosen]


def _rounds(findings: Findings, theme: Theme, *, dots: bool) -> str:
    """A full mark for each round in which it was heard; numbers where one is withheld."""
    if not dots or not theme.life:
        if _rounds_untold(findings, theme):
            return "–"
        at_least = _rounds_or_more(findings, theme)
        text = _("{n} or more") if at_least else _("{n} of {total}")
        total = w.number(findings.totals.rounds)
        return text.format(n=w.number(theme.n_rounds), total=total)
    return "".join("●" if life.n_people else "○" for life in theme.life)


def or_more(findings: Findings, themes: Iterable[Theme]) -> list[Block]:
    """What "2 or more" and a dash mean, under a picture in which they stand."""
    if findings.totals.rounds < 2 or findings.focus:
        return []
    held = [theme for theme in themes if _rounds_or_more(findings, theme)]
    if not held:
        return []
    if all(_rounds_untold(findings, theme) for theme in held):
        return [Text(_("“–” under rounds: small numbers within one round are not shown."), "note")]
    if any(_rounds_untold(findings, theme) for theme in held):
        return [Text(_("“Or more” and “–” under rounds: small numbers within one round are not "
                       "shown."), "note")]  # fmt: skip
    return [Text(_("“Or more”: small numbers within one round are not shown."), "note")]


def in_one_persons_words(findings: Findings, picture: Table) -> list[Block]:
    """Which names in a picture are what one person said: the others only said the like."""
    themes = [findings.theme(theme_id) for theme_id in picture.ids if theme_id]
    labels = [named(findings, theme) for theme in themes if theme.n_named == 1]
    if not labels:
        return []
    text = ngettext(
        "One of the people who named this concern put it this way: {labels}. What the others said "
        "is like it.",
        "One of the people who named these concerns put each of them this way: {labels}. What the "
        "others said is like it.",
        len(labels),
    )
    return [Text(text.format(labels=w.listed(labels)), "note")]


def what_weighs(findings: Findings, themes: Sequence[Theme]) -> list[Block]:
    """By what the open concerns are ordered, where a reader who counts along would wonder."""
    people = [theme.n_people for theme in by_answer(findings, themes).get("not_addressed", [])]
    if people == sorted(people, reverse=True):
        return []
    return [Text(_("What weighs most: named in more rounds, by more groups and people, and more "
                   "urgently."), "note")]  # fmt: skip


def _rounds_or_more(findings: Findings, theme: Theme) -> bool:
    """Whether it may have been heard in more rounds than may be told."""
    return theme.least and theme.n_rounds < findings.totals.rounds


def _rounds_untold(findings: Findings, theme: Theme) -> bool:
    """Whether nothing may be told of its rounds: that somebody was heard in one goes without it."""
    return _rounds_or_more(findings, theme) and theme.n_rounds < 2


def abbreviated(texts: Iterable[str]) -> list[Block]:
    """The short words of the school world in these texts with what they mean, in one line."""
    short_forms = context.abbreviations(texts)
    if short_forms is None:
        return []
    return [Text("; ".join(f"{short}: {long}" for short, long in short_forms.pairs) + ".")]


def n_few(findings: Findings) -> int:
    """How many concerns this edition keeps back because a few named them."""
    sure = [t for t in findings.themes if t.kind == "concern" and status_of(t) != "unsure"]
    return len(sure) - len(shown(findings)) if findings.edition in PUBLIC else 0


def few_said(findings: Findings) -> str:
    """That there is more, said by too few to show; nothing where there is not."""
    n = n_few(findings)
    if not n:
        return ""
    text = ngettext(
        "{n} more concern was named by fewer than {few} people. It is not shown here, to keep who "
        "said it from being recognised.",
        "{n} more concerns were named by fewer than {few} people. They are not shown here, to keep "
        "who said it from being recognised.",
        n,
    )
    return text.format(n=w.number(n), few=w.number(findings.method.min_group))
