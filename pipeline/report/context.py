"""Sentences and lists that the page needs and that no single record holds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pipeline.core.locale import gettext as _
from pipeline.core.locale import ngettext
from pipeline.core.plan import Plan
from pipeline.findings.plans import change_counts
from pipeline.findings.records import PUBLIC, STATES, Findings, Quote, Theme
from pipeline.report import meaning
from pipeline.report import wording as w
from pipeline.report.accounts import accounting, intake_tables
from pipeline.report.aims import aim_rows, aims_caption, aims_note, concern_name
from pipeline.report.annex import glossary, privacy_fields, register_fields
from pipeline.report.choices import filters, theme_filters
from pipeline.report.continuity import earlier_rows, earlier_text
from pipeline.report.priorities import (
    doubled,
    factor_meanings,
    factor_names,
    priority_captions,
    priority_notes,
    priority_rows,
    without,
)


def everything(findings: Findings) -> dict[str, Any]:
    """All of it by name, as the templates ask for it."""
    return {
        "chapters": chapters(findings),
        "intro": intro(findings),
        "points": points(findings),
        "keys": keys(findings),
        "states": states(findings),
        "states_note": states_note(findings),
        "shown_states": _shown_states(findings),
        "amounts": amounts(findings),
        "accounting": accounting(findings),
        "intake_tables": intake_tables(findings),
        "mainlines": mainlines(findings),
        "role_table": len(findings.roles) > 1 and any(theme.roles for theme in findings.themes),
        "loose_themes": loose(findings),
        "loose_title": loose_title(findings),
        "pillars": pillars(findings),
        "recurring": [t for t in findings.themes if t.recurring and t.life],
        "recurring_text": recurring_text(findings),
        "earlier_text": earlier_text(findings),
        "earlier_rows": earlier_rows(findings),
        "open_text": open_text(findings),
        "open_themes": open_themes(findings),
        "outside": [t for t in findings.themes if _status(t) == "out_of_scope"],
        "priority": _priority(findings),
        "aims": {
            "rows": aim_rows(findings),
            "caption": aims_caption(),
            "note": aims_note(),
            "name": concern_name,
        },
        "changes_text": changes_text(findings),
        "change_groups": change_groups(findings),
        "first_text": first_text(findings),
        "silence_text": silence_text(findings),
        "silent_groups": sorted(
            (one for one in findings.silence if one.kind != "goal"),
            key=lambda one: (one.kind != "role", one.verdict == "heard"),
        ),
        "silent_goals": [
            one for one in findings.silence if one.kind == "goal" and one.verdict != "heard"
        ],
        "stability_text": stability_text(findings),
        "recurring_rule": recurring_rule(findings),
        "human_text": human_text(findings),
        "filters": filters(findings),
        "theme_filters": theme_filters(findings),
        "lookup": lookup(findings),
        "glossary": glossary(),
        "register": register_fields(findings),
        "privacy": privacy_fields(findings),
        "masked_text": masked_text(findings),
        "edition_text": edition_text(findings),
        "run_line": run_line(findings),
        "meaning": meaning,
        **meaning.everything(findings),
    }


def chapters(findings: Findings) -> list[dict[str, str]]:
    """Chapters with their number; appendices get a letter."""
    titles = {
        "samenvatting": _("Summary"),
        "leeswijzer": _("How to read this, and its limits"),
        "verantwoording": _("Account of the input"),
        "hoofdlijnen": _("Main lines"),
        "speerpunten": _("Per pillar and goal"),
        "terugkerend": _("Recurring concerns over the rounds"),
        "bouwstenen": _("Not yet addressed, and building blocks"),
        "wijzigingen": _("Changes since the previous plan"),
        "signalen": _("Rare signals"),
        "stil": _("Who and what was not heard"),
        "codeboeken": _("Frames, known issues and other lists"),
        "methode": _("Method, stability and human control"),
        "eerst": _("Read this first"),
        "uitspraken": _("All statements"),
        "opzoektabel": _("From code to place"),
        "begrippen": _("Words used"),
        "algoritme": _("Algorithm register"),
        "privacy": _("Privacy"),
    }
    appendix = ("uitspraken", "opzoektabel", "begrippen", "algoritme", "privacy")
    shown = list(findings.chapters)
    numbered = [one for one in shown if one not in appendix]
    letters = [one for one in shown if one in appendix]
    numbers = {one: str(place) for place, one in enumerate(numbered, start=1)}
    numbers |= {one: chr(ord("A") + place) for place, one in enumerate(letters)}
    return [{"id": one, "title": titles[one], "number": numbers[one]} for one in shown]


def plan_name(plan: Plan) -> str:
    """Title and version of a plan."""
    return f"{plan.title} ({plan.version})" if plan.version else plan.title


def origin(findings: Findings, quote: Quote) -> str:
    """Who said it and when, as far as it may be told."""
    parts = [w.round_name(quote.round_id)]
    if quote.role or findings.edition not in PUBLIC:  # outside a role of a few is left unsaid
        parts.insert(0, quote.role or _("role unknown"))
    if quote.area:
        parts.append(quote.area)
    return ", ".join(parts)


def intro(findings: Findings) -> str:
    """The first sentence of the report."""
    totals = findings.totals
    text = _("{people} made {statements} in {rounds}. They came together in {themes}.").format(
        people=w.people(totals.people),
        statements=w.count("statements", totals.statements),
        rounds=w.count("rounds", totals.rounds),
        themes=w.count("themes", totals.themes),
    )
    if not findings.focus:
        return text
    least = _("Themes that too few of them spoke of to show are left out with their statements.")
    return f"{whom(findings)} {text} {least}"


def whom(findings: Findings) -> str:
    """Whose words this edition is about."""
    role, found = findings.focus.get("role", ""), findings.focus.get("round_id", "")
    if role and found:
        statements = _("This edition is about what people in the role {role} said in {round}.")
    elif role:
        statements = _("This edition is about what people in the role {role} said.")
    elif found:
        statements = _("This edition is about what people said in {round}.")
    else:
        statements = _("This edition is about what people in {area} said.")
    return statements.format(
        role=role, round=w.round_name(found), area=findings.focus.get("area", "")
    )


def points(findings: Findings) -> list[dict[str, str]]:
    """The things that matter, in words."""
    found = []
    for point in findings.points:
        head, body = w.point(point)
        found.append({"head": head, "body": body, "chapter": point.chapter})
    return found


def keys(findings: Findings) -> list[dict[str, str]]:
    """The numbers of the first page."""
    totals = findings.totals
    pairs = [
        (w.noun("people", totals.people), totals.people),
        (w.noun("responses", totals.responses_read), totals.responses_read),
        (w.noun("roles", totals.roles), totals.roles),
        (w.noun("rounds", totals.rounds), totals.rounds),
        (w.noun("themes", totals.themes), totals.themes),
        (_("of these recurring"), totals.recurring),
    ]
    if findings.focus:  # what was read and the roles are those of everybody
        pairs[1:3] = [(w.noun("statements", totals.statements), totals.statements)]
    return [{"label": label, "value": w.number(value)} for label, value in pairs]


def states(findings: Findings) -> list[dict[str, Any]]:
    """How many themes have which state, with the width of their part of a bar in twentieths."""
    counts = findings.totals.states
    total = sum(counts.values())
    return [
        {"code": code, "n": counts[code], "twentieths": max(1, round(20 * counts[code] / total))}
        for code in STATES
        if counts.get(code)
    ]


def states_note(findings: Findings) -> str:
    """Who decided."""
    total = sum(findings.totals.states.values())
    decided = findings.totals.decided
    if not decided:
        return _("These are proposals: nobody has confirmed them yet.")
    return _(
        "{decided} of {n} confirmed by a person; the rest are proposals of the program."
    ).format(decided=w.number(decided), n=w.number(total))


def _shown_states(findings: Findings) -> list[str]:
    usual = ("addressed", "partly", "not_addressed")
    return [code for code in STATES if code in usual or findings.totals.states.get(code)]


def amounts(findings: Findings) -> list[dict[str, str]]:
    """The legend of words for shares."""
    several, many, most = findings.method.amount_bounds
    under = _("under {share}, or fewer than 5 people")

    def between(low: float, high: float) -> str:
        return _("{low} to {high}").format(low=w.percent(low), high=w.percent(high))

    return [
        {"word": w.amount("some"), "share": under.format(share=w.percent(several))},
        {"word": w.amount("several"), "share": between(several, many)},
        {"word": w.amount("many"), "share": between(many, most)},
        {"word": w.amount("most"), "share": _("more than {share}").format(share=w.percent(most))},
    ]


def mainlines(findings: Findings) -> str:
    """What the themes are, all in all."""
    totals = findings.totals
    text = _("The program found {themes}; {n} of them recur.")
    if totals.recurring == totals.themes > 1:
        text = _("The program found {themes}, and all of them recur.")
    text = text.format(themes=w.count("themes", totals.themes), n=w.number(totals.recurring))
    large = findings.themes[:3]
    if large:
        labels = [f"{w.quoted(t.label)} ({w.people(t.n_people)})" for t in large]
        text += " " + _("Most people spoke of {labels}.").format(labels=w.listed(labels))
    return text


def _status(theme: Theme) -> str:
    return theme.verdict.status if theme.verdict else ""


def loose(findings: Findings) -> list[Theme]:
    """Themes that stand under no goal and not among the open ones."""
    placed = {one for goal in findings.goals for one in goal.theme_ids}
    placed |= {theme.theme_id for theme in open_themes(findings)}
    placed |= {t.theme_id for t in findings.themes if _status(t) == "out_of_scope"}
    return [theme for theme in findings.themes if theme.theme_id not in placed]


def loose_title(findings: Findings) -> str:
    """What those themes are called."""
    if findings.plan is None:
        return _("The themes one by one")
    return _("Themes that stand under no goal")


def _priority(findings: Findings) -> dict[str, Any]:
    """The order of the open concerns, in the words of every format."""
    return {
        "rows": priority_rows(findings),
        "captions": priority_captions(),
        "notes": priority_notes(findings),
        "meanings": factor_meanings(),
        "names": factor_names(findings),
        "without": without,
        "doubled": doubled,
    }


def open_themes(findings: Findings) -> list[Theme]:
    """Concerns without a counterpart: the recurring ones in their order, then the others.

    What people mostly praise asks for no answer, unless a person said that the plan has none.
    """
    if "bouwstenen" not in findings.chapters:
        return []
    placed = {one for goal in findings.goals for one in goal.theme_ids}
    first = [
        priority.theme_id for priority in findings.priorities if priority.theme_id not in placed
    ]
    rest = [
        theme.theme_id
        for theme in findings.themes
        if theme.is_open and theme.theme_id not in {*first, *placed} and _asks(theme)
    ]
    return [findings.theme(one) for one in (*first, *rest)]


def _asks(theme: Theme) -> bool:
    decided = theme.verdict is not None and theme.verdict.decided_by == "person"
    return theme.is_concern or decided


def pillars(findings: Findings) -> list[dict[str, Any]]:
    """Pillars with their goals and what was found about each."""
    if findings.plan is None:
        return []
    found = {goal.goal_id: goal for goal in findings.goals}
    return [
        {
            "pillar": pillar,
            "goals": [{"goal": goal, "finding": found[goal.goal_id]} for goal in pillar.goals],
        }
        for pillar in findings.plan.pillars
    ]


def recurring_text(findings: Findings) -> str:
    """How many concerns recur, and what that means."""
    n = findings.totals.recurring
    return ngettext(
        "{n} theme recurs: it was heard in more than one round or in several meetings, "
        "and from more than one side.",
        "{n} themes recur: they were heard in more than one round or in several meetings, "
        "and from more than one side.",
        n,
    ).format(n=w.number(n))


def open_text(findings: Findings) -> str:
    """What stands open."""
    n = len(findings.priorities)
    if not n:
        return _(
            "For every recurring concern the report proposes a goal or action that is about it."
        )
    return ngettext(
        "For {n} recurring concern the program found no goal or action that is about it. "
        "It is a candidate building block for the plan.",
        "For {n} recurring concerns the program found no goal or action that is about them. "
        "They are candidate building blocks for the plan.",
        n,
    ).format(n=w.number(n))


def changes_text(findings: Findings) -> str:
    """What the new version of the plan does to the concerns."""
    counts = change_counts(findings.changes)
    if not findings.changes:
        return _("The plan was changed since its previous version. The concerns were not compared.")
    parts = [
        ngettext(
            "{n} concern gained a counterpart in the plan",
            "{n} concerns gained a counterpart in the plan",
            counts["became_answered"],
        ).format(n=w.number(counts["became_answered"])),
        ngettext("{n} lost it", "{n} lost it", counts["lost_answer"]).format(
            n=w.number(counts["lost_answer"])
        ),
    ]
    name = plan_name(findings.previous) if findings.previous else _("the previous plan")
    return _("Compared with {plan}: {changes}.").format(plan=name, changes=w.listed(parts))


def change_groups(findings: Findings) -> list[dict[str, Any]]:
    """Changes by kind, the losses first: they are what nobody announces."""
    order = ("lost_answer", "became_answered", "weaker", "stronger", "still_open", "still_answered")
    groups = []
    for kind in order:
        found = [change for change in findings.changes if change.kind == kind]
        if found:
            title = f"{w.change(kind).capitalize()} ({w.number(len(found))})"
            groups.append({"title": title, "changes": found, "same": kind.startswith("still")})
    return groups


def silence_text(findings: Findings) -> str:
    """Who was heard less."""
    quiet = [one for one in findings.silence if one.kind != "goal" and one.verdict != "heard"]
    if not quiet:
        return _("No group was heard markedly less than its size lets expect.")
    roles = [one.label for one in quiet if one.kind == "role"]
    areas = [one.label for one in quiet if one.kind != "role"]
    return _("Heard markedly less than their size lets expect: {groups}.").format(
        groups=w.groups(roles, areas)
    )


def first_text(findings: Findings) -> str:
    """What may point at harm, and what to do with it."""
    return ngettext(
        "{n} statement may point at harm to a child or to somebody else. Read it before anything "
        "else, and decide whether somebody must act. It is quoted in no other edition.",
        "{n} statements may point at harm to a child or to somebody else. Read them before "
        "anything else, and decide whether somebody must act. They are quoted in no other edition.",
        len(findings.first),
    ).format(n=w.number(len(findings.first)))


def stability_text(findings: Findings) -> str:
    """Counts per stability word, and what the words mean."""
    fair, firm = findings.method.stability_bounds
    counts = {
        word: sum(theme.stability == word for theme in findings.themes)
        for word in ("firm", "fair", "weak", "unknown")
    }
    text = _(
        "The themes were made many times over from other samples. Where two statements of a theme "
        "came together in at least {firm} of the runs the theme is firm; from {fair} it is fair; "
        "below that shaky."
    ).format(firm=w.percent(firm), fair=w.percent(fair))
    shown = [f"{w.stability(word)}: {w.number(n)}" for word, n in counts.items() if n]
    return f"{text} {_('In this report: {counts}.').format(counts=', '.join(shown))}"


def recurring_rule(findings: Findings) -> str:
    """The definition in force."""
    return _(
        "A concern is recurring when at least {min_respondents} people voiced it, in at least "
        "{min_rounds} rounds: in each by {min_heard} people, or by one in twenty of those who "
        "spoke there. With one round, it is recurring when it came up in at least "
        "{min_meetings} conversations. Repeated text does not count; a campaign is one voice."
    ).format(**findings.method.recurring_rule)


def human_text(findings: Findings) -> str:
    """What people decided."""
    total = sum(findings.method.judgements.values())
    if not total:
        return _("No person has judged anything in this report yet: all links are proposals.")
    return ngettext(
        "{n} decision of a person was taken over; it goes before what the program proposes.",
        "{n} decisions of people were taken over; they go before what the program proposes.",
        total,
    ).format(n=w.number(total))


def masked_text(findings: Findings) -> str:
    """What was masked, by kind."""
    total = sum(findings.method.masked.values())
    if not total:
        return _("No names, phone numbers or other identifying details were found to mask.")
    kinds = ", ".join(w.masked(kind, n) for kind, n in findings.method.masked.items())
    return _(
        "Masked before anything was stored: {kinds}. The masked words are kept nowhere."
    ).format(kinds=kinds)


def edition_text(findings: Findings) -> str:
    """What this edition shows and does not."""
    return {
        "projectteam": _(
            "This edition holds every statement with role and place. It is meant for the project "
            "team. Do not publish it."
        ),
        "bestuur": _(
            "This edition holds chosen quotes, not all statements. It is meant for the board."
        ),
        "openbaar": _(
            "This public edition shows only quotes without numbers, names and own children, "
            "with role and round and nothing more."
        ),
        "deelnemers": _(
            "This edition is for people who took part. It shows only quotes without numbers, "
            "names and own children."
        ),
        "bijlage": _(
            "This annex says how the report was made. It is meant for who wants to check it."
        ),
    }[findings.edition]


def lookup(findings: Findings) -> list[Quote]:
    """Every quote in the report once, by code."""
    if not findings.lines:
        return []
    found = {quote.statement_id: quote for quote in _quotes(findings)}
    return [found[key] for key in sorted(found)]


def _quotes(findings: Findings) -> Iterable[Quote]:
    for theme in findings.themes:
        yield from (*theme.quotes, *theme.counter)
    yield from findings.signals


def run_line(findings: Findings) -> str:
    """The one line in which two runs on the same input differ."""
    return _("Run {run}, made on {moment}, gehoord {version}").format(
        run=findings.method.run_id,
        moment=w.moment(findings.method.made_at),
        version=findings.method.version or "–",
    )
