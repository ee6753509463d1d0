"""Sentences that several forms say and that no single record holds."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.core.locale import gettext as _
from pipeline.core.locale import ngettext
from pipeline.core.plan import Plan
from pipeline.core.respondents import Reckoning
from pipeline.core.tokens import DOMAIN_ABBREVIATIONS
from pipeline.findings.records import PUBLIC, TEAM, Findings, Quote, Theme
from pipeline.report import wording as w
from pipeline.report.blocks import Terms
from pipeline.report.roles import people_of


def plan_name(plan: Plan) -> str:
    """Title and version of a plan."""
    return f"{plan.title} ({plan.version})" if plan.version else plan.title


def against(findings: Findings) -> str:
    """Which plan the concerns were compared with; nothing where the title says it already."""
    if findings.plan is None or plan_name(findings.plan) in findings.title:
        return ""
    return _("The plan: {plan}").format(plan=plan_name(findings.plan))


def origin(findings: Findings, quote: Quote) -> str:
    """Who said it and when, as far as it may be told; "" where nothing of it tells anything."""
    when = w.round_name(quote.round_id) if findings.totals.rounds > 1 else ""
    return ", ".join(filter(None, (quote.role, when, quote.area)))


def abbreviations(texts: Iterable[str]) -> Terms | None:
    """The short words of the school world that stand in these texts, with what they mean."""
    used = {word for text in texts for word in re.findall(r"[\w']+", text.casefold())}
    used |= {word.removesuffix("'s") for word in used}
    pairs = tuple((short, long) for short, long in DOMAIN_ABBREVIATIONS.items() if short in used)
    heads = (_("Abbreviation"), _("Meaning"))
    return Terms(_("Abbreviations"), pairs, heads) if pairs else None


def made_up(reckoning: Reckoning, least: int) -> str:
    """How people, senders and points hang together; "" where every person wrote for themselves.

    Args: least: people below which a part is not told.
    """
    parts = []
    if least <= min(reckoning.writers, reckoning.spoken):
        parts.append(
            _("Of these {people}, {writers} wrote in and {spoken} spoke in {meetings}.").format(
                people=w.people(reckoning.people),
                writers=w.number(reckoning.writers),
                spoken=w.number(reckoning.spoken),
                meetings=w.count("meetings", reckoning.meetings),
            )
        )
    if reckoning.uncounted:
        unknown = ngettext(
            "In {n} meeting nobody noted how many were there: its points count as {points}.",
            "In {n} meetings nobody noted how many were there: their points count as {points}.",
            reckoning.uncounted,
        )
        parts.append(
            unknown.format(n=w.number(reckoning.uncounted), points=w.people(reckoning.points))
        )
    if reckoning.letters:
        copied = ngettext(
            "{senders} sent in the same letter: that is one voice.",
            "{senders} sent in {n} letters alike: those are {n} voices.",
            reckoning.letters,
        )
        parts.append(
            copied.format(senders=w.people(reckoning.copies), n=w.number(reckoning.letters))
        )
    return " ".join(parts)


def n_unsorted(findings: Findings) -> int:
    """Groups of statements, where none of them is surely about one concern; else 0."""
    concerns = [theme for theme in findings.themes if theme.is_concern]
    return 0 if any(theme.is_counted for theme in concerns) else len(concerns)


def unsorted(findings: Findings) -> str:
    """That people's words cannot be sorted into concerns yet, where that is so; else ""."""
    n = n_unsorted(findings)
    text = ngettext(
        "The computer found {n} group of statements that are alike, but it is not certain that "
        "they are about one concern. People have to read it first.",
        "The computer found {n} groups of statements that are alike, but of none of them it is "
        "certain that it is about one concern. People have to read them first.",
        n,
    )
    return text.format(n=w.number(n)) if n else ""


def doubtful(findings: Findings) -> str:
    """How many groups may not be one concern, and on how many of them the plan does not act.

    Said wherever open concerns are counted: what is really open may stand among them.
    """
    return "" if n_unsorted(findings) else doubtful_of(findings.themes)


def doubtful_of(themes: Iterable[Theme]) -> str:
    """How many of these themes may not be one concern, where some surely are; "" for none."""
    loose = [theme for theme in themes if theme.is_concern and theme.is_loose]
    n_open = sum(theme.is_open for theme in loose)
    text = ngettext(
        "{n} more group of statements may not be about one concern, and is not counted.",
        "{n} more groups of statements may not be about one concern, and are not counted.",
        len(loose),
    )
    if n_open:
        text = ngettext(
            "{n} more group of statements may not be about one concern, and is not counted; "
            "the plan does not respond to {open} of them.",
            "{n} more groups of statements may not be about one concern, and are not counted; "
            "the plan does not respond to {open} of them.",
            len(loose),
        )
    if 1 < n_open == len(loose):
        text = _("{n} more groups of statements may not be about one concern, and are not counted; "
                 "the plan responds to none of them.")  # fmt: skip
    return text.format(n=w.number(len(loose)), open=w.number(n_open)) if loose else ""


def where_doubtful(findings: Findings) -> str:
    """How many groups may not be one concern, and where they are found; "" for none."""
    text = doubtful(findings)
    if not text:
        return ""
    where = _("The report of the project team has them; the team reads them first.")
    if findings.edition in PUBLIC:  # who reads it has no report of the team
        where = _("The project team reads them first.")
    elif findings.edition == TEAM:
        where = _("In the table they stand under “{name}”.").format(name=w.head(w.status("unsure")))
    return f"{text} {where}"


def in_meetings(findings: Findings) -> bool:
    """Whether all spoke in the meetings of one round: then those are counted, and no rounds."""
    return findings.totals.in_meetings


def moments(findings: Findings) -> str:
    """In how many rounds people spoke, or in how many meetings where those were the round."""
    if in_meetings(findings):
        return w.count("meetings", findings.totals.meetings or 0)
    return w.count("rounds", findings.totals.rounds)


def since_when(findings: Findings) -> str:
    """In how many rounds or meetings, and when: in 3 rondes vanaf januari 2023.

    Of meetings it is known when they were over, of rounds that others answer in writing it is not.
    """
    begun = min((round_.date for round_ in findings.rounds), default="")
    if not (month := w.month(begun)):  # of a round without a day nobody knows which was first
        return moments(findings)
    if not (in_meetings(findings) and findings.totals.last_day):
        return _("{rounds} from {month} on").format(rounds=moments(findings), month=month)
    first, last = w.months(begun, findings.totals.last_day)
    text = _("{rounds} from {month} to {last}") if last else _("{rounds} in {month}")
    return text.format(rounds=moments(findings), month=first, last=last)


def took_part(findings: Findings) -> tuple[str, str]:
    """Who took part (83 mensen), and how many of them are heard; "" where that is all of them.

    Notes say who was at a meeting, and hardly ever what each of them said.
    """
    totals = findings.totals
    reckoning = totals.reckoning
    if findings.focus or reckoning is None or reckoning.uncounted or not reckoning.present:
        return w.people(totals.people), ""
    silent = reckoning.present - reckoning.spoken
    if silent < findings.method.min_group:
        return w.people(totals.people), ""
    heard = _("We read what {n} of them said.").format(n=w.number(totals.people))
    return w.people(totals.people + silent), heard


def intro(findings: Findings) -> str:
    """The first sentence of the report, how its people are counted, and that there is no plan."""
    totals = findings.totals
    sentence = _("{people} made {statements} in {rounds}. In them we heard {concerns}.")
    if unclear := unsorted(findings):
        sentence = _("{people} made {statements} in {rounds}.") + f" {unclear}"
    text = sentence.format(
        people=w.people(totals.people),
        statements=w.count("statements", totals.statements),
        rounds=moments(findings),
        concerns=w.count("concerns", sum(theme.is_counted for theme in findings.themes)),
    )
    if not findings.focus:
        sums = made_up(totals.reckoning, findings.method.min_group) if totals.reckoning else ""
        there, heard = took_part(findings)
        if heard:
            heard = _("According to the notes {people} took part.").format(people=there)
        return " ".join(filter(None, (text, sums, heard, without_plan(findings))))
    least = _("Themes that too few of them spoke of to show are left out with their statements.")
    return f"{whom(findings)} {text} {least}"


def without_plan(findings: Findings) -> str:
    """That nothing was held against a plan; "" where it was."""
    if findings.plan is not None:
        return ""
    return _("There was no plan to compare with.")


def whom(findings: Findings) -> str:
    """Whose words this edition is about."""
    role, round_id = findings.focus.get("role", ""), findings.focus.get("round_id", "")
    several = people_of(role) if role else ""
    if several != role and round_id:
        sentence = _("This edition is about what {people} said in {round}.")
    elif several != role:
        sentence = _("This edition is about what {people} said.")
    elif role and round_id:
        sentence = _("This edition is about what people in the role {role} said in {round}.")
    elif role:
        sentence = _("This edition is about what people in the role {role} said.")
    elif round_id:
        sentence = _("This edition is about what people said in {round}.")
    else:
        sentence = _("This edition is about what people in {area} said.")
    return sentence.format(
        role=role,
        people=several,
        round=w.round_name(round_id),
        area=findings.focus.get("area", ""),
    )


def recurring_rule(findings: Findings) -> str:
    """The definition in force."""
    return _(
        "A concern is recurring when at least {min_respondents} people voiced it, in at least "
        "{min_rounds} rounds: in each by {min_heard} people, or by one in twenty of those who "
        "spoke there. With one round, it is recurring when it came up in at least "
        "{min_meetings} conversations; where each had a subject of its own, under at least "
        "{min_meetings} subjects. Repeated text does not count; a campaign is one voice."
    ).format(**findings.method.recurring_rule)


def why_not_recurring(findings: Findings, theme: Theme) -> str:
    """Why a concern of several rounds is not said to come back; "" where nobody would wonder."""
    rule = findings.method.recurring_rule
    if theme.recurring is None and theme.is_counted:
        return _("Of so few people it is not told whether this keeps coming back.")
    if theme.recurring or not theme.is_counted or theme.n_rounds < rule["min_rounds"]:
        return ""  # of a group that may not be one concern its state says why
    if theme.n_people < rule["min_respondents"]:
        text = _("Not called recurring: fewer than {n} people named it.")
        return text.format(n=rule["min_respondents"])
    text = _("Not called recurring: a round counts from {n} people, or one in twenty of those who "
             "spoke there.")  # fmt: skip
    return text.format(n=rule["min_heard"])


def noted(theme: Theme) -> str:
    """That notes say more people were behind a point, which the number of people counts."""
    text = ngettext(
        "For {n} point the notes say that more people named it.",
        "For {n} points the notes say that more people named them.",
        theme.n_noted,
    )
    return text.format(n=w.number(theme.n_noted)) if theme.n_noted else ""


def run_line(findings: Findings) -> str:
    """The one line in which two runs on the same input differ."""
    return _("Run {run}, made on {moment}, gehoord {version}").format(
        run=findings.method.run_id,
        moment=w.moment(findings.method.made_at),
        version=findings.method.version or "–",
    )
