"""Two pages for the board: what keeps coming back, what changed, how sure, what is asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.core.locale import gettext as _
from pipeline.core.locale import ngettext
from pipeline.findings.plans import change_counts
from pipeline.findings.quotes import is_safe
from pipeline.findings.records import Findings, Quote, Theme
from pipeline.report import wording as w
from pipeline.report.blocks import Block, Bullets, Chapter, Section, Text
from pipeline.report.context import (
    n_unsorted,
    since_when,
    took_part,
    unsorted,
    where_doubtful,
    without_plan,
)
from pipeline.report.editions.parts import (
    Edition,
    beside_name,
    by_answer,
    heard,
    in_one_persons_words,
    n_few,
    name,
    named,
    open_by_standing,
    or_more,
    overview,
    said,
    shown,
    sure_changes,
    what_weighs,
)
from pipeline.report.roles import people_of
from pipeline.text.redact.health import health_flags

_ROWS = 20  # of the picture: with what stands around it that is two pages
_NAMED = 4  # concerns written out
_ROLES = 2  # groups named beside one
_QUOTES = 1  # of each


def for_the_board(findings: Findings) -> Edition:
    """The edition of a board member who has five minutes.

    What is asked stands first, as on every paper that comes to a board: it is read with the
    question in mind. Then the one picture, and what is open in people's own words.
    """
    asked = Chapter("gevraagd", _("What we ask of you"), [Bullets(tuple(_asked(findings)))])
    sure = Chapter("zeker", _("How sure is this?"), [Bullets(tuple(_sure(findings)))])
    chapters = [
        asked,
        Chapter("beeld", _("What people are concerned about"), _picture(findings)),
        Chapter("open", _("What keeps coming back and is not in the plan"), _open(findings)),
        Chapter("anders", _("What has changed"), _changed(findings)),
        sure,
    ]
    if n_unsorted(findings):  # of concerns that nobody knows yet there is nothing to ask or to say
        chapters = [asked, Chapter("beeld", _("What happens now?"), _unsorted(findings)), sure]
    return Edition(findings.title, lead(findings), tuple(c for c in chapters if c.blocks))


def lead(findings: Findings) -> str:
    """Who spoke, and how many concerns have which answer."""
    concerns = shown(findings)
    few = n_few(findings)
    people, some = took_part(findings)
    text = _("{people} took part, in {rounds}.").format(people=people, rounds=since_when(findings))
    text = " ".join(filter(None, (text, some)))
    if not_sorted := unsorted(findings):
        return f"{text} {not_sorted}"
    heard_all = _("We heard {concerns}.")
    text += " " + heard_all.format(concerns=w.count("concerns", len(concerns) + few))
    if few:
        more = _("Of these, {n} were named by {few} people or more.")
        text += " " + more.format(n=w.number(len(concerns)),
                                  few=w.number(findings.method.min_group))  # fmt: skip
    counts = {status: len(group) for status, group in by_answer(findings, concerns).items()}
    answers = w.answers_counted(counts) if counts else without_plan(findings)
    again = _coming_back(findings, concerns)
    return " ".join(filter(None, (text, answers, again)))


def _coming_back(findings: Findings, concerns: Sequence[Theme]) -> str:
    """How many of the open concerns keep coming back: the first thing a board asks."""
    open_ones = by_answer(findings, concerns).get("not_addressed", [])
    again = sum(bool(theme.recurring) for theme in open_ones)
    if not again:
        return ""
    if again == len(open_ones):
        return ngettext("The open concern keeps coming back.",
                        "All {n} open concerns keep coming back.",
                        again).format(n=w.number(again))  # fmt: skip
    text = ngettext(
        "Of the {total} open concerns {n} keeps coming back.",
        "Of the {total} open concerns {n} keep coming back.",
        again,
    )
    if any(theme.recurring is None for theme in open_ones):  # of a few people it is not told
        text = ngettext(
            "Of the {total} open concerns at least {n} keeps coming back.",
            "Of the {total} open concerns at least {n} keep coming back.",
            again,
        )
    return text.format(n=w.number(again), total=w.number(len(open_ones)))


def _picture(findings: Findings) -> list[Block]:
    themes = shown(findings)
    table = overview(findings, themes, _ROWS)
    return [table, *what_weighs(findings, themes), *or_more(findings, themes),
            *in_one_persons_words(findings, table), *_praise(findings)]  # fmt: skip


def _unsorted(findings: Findings) -> list[Block]:
    """What is done where no concern is certain: people read first."""
    text = _("The project team reads these groups first and says which concerns are in them. After "
             "that this page can be made again, with the concerns and what the plan does with "
             "them.")  # fmt: skip
    return [Text(text), *_praise(findings)]


def _praise(findings: Findings) -> list[Block]:
    blocks: list[Block] = []
    praise = [theme for theme in shown(findings, "praise") if not theme.is_subject]
    if praise:
        text = ngettext(
            "People also said what goes well: {labels}.",
            "People also said what goes well, such as {labels}.",
            len(praise),
        )
        labels = [named(findings, theme) for theme in praise[:2]]
        blocks.append(Text(text.format(labels=w.listed(labels))))
    return blocks


def _open(findings: Findings) -> list[Block]:
    """The open concerns in their order, each with its people and what one of them said.

    What may be open too stands among them: a board must not read that all is answered.
    """
    groups = open_by_standing(findings)
    back, once = groups["recurring"], groups["once"]
    if findings.plan is None:
        return [Text(_("No plan was given, so there is nothing to compare with."))]
    blocks: list[Block] = []
    if not (back or once):
        blocks.append(Text(_("The plan says something about every concern that is certain.")))
    blocks += [_written_out(findings, theme) for theme in back[:_NAMED]]
    if once and not back and not any(theme.recurring is None for theme in once):
        blocks.append(Text(_("None of the open concerns keeps coming back so far.")))
    rest = max(len(back) - _NAMED, 0) + len(once)
    if back and rest:
        text = ngettext("{n} more concern is open too; it is in the table above.",
                        "{n} more concerns are open too; they are in the table above.",
                        rest)  # fmt: skip
        if len(back) + len(once) > _ROWS - _ROWS // 3:  # as many as the table holds at least
            text = ngettext(
                "{n} more concern is open too; it is in the table above or in the report of the "
                "project team.",
                "{n} more concerns are open too; they are in the table above or in the report of "
                "the project team.",
                rest,
            )
        blocks.append(Text(text.format(n=w.number(rest))))
    if doubtful := where_doubtful(findings):
        blocks.append(Text(doubtful))
    return blocks


def _written_out(findings: Findings, theme: Theme) -> Section:
    """A concern that keeps coming back, with its people and their words."""
    blocks: list[Block] = [Text(_reason(findings, theme))]
    quotes = [quote for quote in beside_name(findings, theme) if _may_be_read_aloud(quote)]
    # With one quote, one that all can read.
    quotes.sort(key=lambda quote: quote.language not in ("nl", ""))
    if theme.n_people >= findings.method.min_group:
        blocks += [said(findings, replace(quote, role="", area="")) for quote in quotes[:_QUOTES]]
    return Section(name(findings, theme), f"zorg-{theme.theme_id}", tuple(blocks), kind="concern")


def _may_be_read_aloud(quote: Quote) -> bool:
    """What a board reads is often published: nothing that points to somebody."""
    return is_safe(quote.text) and not health_flags(quote.text)


def _reason(findings: Findings, theme: Theme) -> str:
    people = heard(findings, theme)
    most = sorted((cell for cell in theme.roles if cell.n), key=lambda cell: -(cell.n or 0))
    if len(most) > 1:
        roles = w.listed([people_of(cell.key) for cell in most[:_ROLES]])
        return _("{heard}, most of all {roles}.").format(heard=people, roles=roles)
    if theme.n_roles > 1:
        roles = w.count_told("groups", theme.n_roles, least=theme.least)
        return _("{heard}, from {roles}.").format(heard=people, roles=roles)
    return _("{heard}.").format(heard=people)


def _changed(findings: Findings) -> list[Block]:
    """Since the previous plan, and since the round before."""
    texts = [*_since_the_plan(findings), *_since_the_round(findings)]
    if not texts and findings.totals.rounds > 1:
        return [Text(_("Per round too few people named the same concern to show it here. The "
                       "report of the project team has it."))]  # fmt: skip
    return [Bullets(tuple(texts))] if texts else []  # no earlier plan or round: nothing to tell


def _since_the_plan(findings: Findings) -> Iterator[str]:
    if not findings.changes:
        return
    changes = sure_changes(findings)
    counts = change_counts(changes)
    text = ngettext(
        "The new plan responds to {n} concern that the old plan passed over.",
        "The new plan responds to {n} concerns that the old plan passed over.",
        counts["became_answered"],
    )
    if counts["became_answered"]:
        yield text.format(n=w.number(counts["became_answered"]))
    lost = {change.theme_id for change in changes if change.kind == "lost_answer"}
    labels = [named(findings, theme) for theme in shown(findings) if theme.theme_id in lost]
    if labels:
        yield ngettext(
            "{n} concern is no longer in the plan: {labels}.",
            "{n} concerns are no longer in the plan: {labels}.",
            len(labels),
        ).format(n=w.number(len(labels)), labels=w.listed(labels[:_NAMED]))
    elif not counts["became_answered"]:
        yield _("For the concerns in this report, the new plan does the same as the old one.")


def _since_the_round(findings: Findings) -> Iterator[str]:
    concerns = [theme for theme in shown(findings) if theme.life]
    if findings.totals.rounds < 2 or not concerns:
        return
    last = {theme.theme_id: theme.life[-1].life for theme in concerns}
    again = sum(life in ("persistent", "returned", "reopened") for life in last.values())
    least = any(theme.life[-1].n_people is None for theme in concerns)
    new = [theme for theme in concerns if last[theme.theme_id] == "new"]
    if again and (not least or again > len(concerns) / 2):  # "at least 1" of 12 tells nothing
        text = ngettext(
            "In the last round {n} concern was heard again.",
            "In the last round {n} concerns were heard again.",
            again,
        )
        if least:  # of some it may not be told that they were heard there
            text = ngettext(
                "In the last round at least {n} concern was heard again.",
                "In the last round at least {n} concerns were heard again.",
                again,
            )
        yield text.format(n=w.number(again))
    if new:
        labels = w.listed([named(findings, theme) for theme in new[:2]])
        yield ngettext(
            "New in the last round, named by several people for the first time: {labels}.",
            "New in the last round, named by several people for the first time: {labels}, "
            "among others.",
            len(new),
        ).format(labels=labels)


def _sure(findings: Findings) -> Iterator[str]:
    totals = findings.totals
    judged = sum(totals.states.values())
    if judged and not totals.decided:
        yield _("What the plan does with a concern is proposed by a computer. Nobody has checked "
                "it yet.")  # fmt: skip
    elif judged:
        yield _(
            "What the plan does with a concern was proposed by a computer. People checked {n} of "
            "{total}."
        ).format(n=w.number(totals.decided), total=w.number(judged))
    weak = sum(theme.stability == "weak" for theme in shown(findings))
    if weak:
        yield ngettext(
            "For {n} concern it is not quite clear which remarks belong to it.",
            "For {n} concerns it is not quite clear which remarks belong to them.",
            weak,
        ).format(n=w.number(weak))
    yield _("People chose to take part, so this is not an opinion poll.")
    quiet = quiet_groups(findings)
    if quiet:
        yield _("For their size we heard little from these groups: {groups}.").format(groups=quiet)


def quiet_groups(findings: Findings) -> str:
    """Roles and areas that were heard less than their size lets expect."""
    quiet = [
        group for group in findings.silence if group.kind != "goal" and group.verdict != "heard"
    ]
    roles = [group.label for group in quiet if group.kind == "role"]
    areas = [group.label for group in quiet if group.kind != "role"]
    return w.groups(roles, areas) if quiet else ""


def _asked(findings: Findings) -> Iterator[str]:
    totals = findings.totals
    if n_unsorted(findings):
        yield _("Wait with decisions until the project team has read what people said.")
        yield _("Tell the people who took part that their words are being read.")
        return
    loose = sum(theme.is_concern and theme.is_loose for theme in findings.themes)
    if sum(totals.states.values()) > totals.decided:
        text = _("Let the project team check the proposals before you decide.")
        if loose:
            text = ngettext(
                "Let the project team check the proposals before you decide, and read the {n} "
                "group of statements that may not be about one concern.",
                "Let the project team check the proposals before you decide, and read the {n} "
                "groups of statements that may not be about one concern.",
                loose,
            ).format(n=w.number(loose))
        yield text
    groups = open_by_standing(findings)
    n = len(groups["recurring"]) + len(groups["once"])
    if n:
        yield ngettext(
            "Decide on the {n} open concern: take it up in the plan, solve it elsewhere, or "
            "explain why not.",
            "Decide on the {n} open concerns: take them up in the plan, solve them elsewhere, or "
            "explain why not.",
            n,
        ).format(n=w.number(n))
    if half := _half_met(findings):
        yield _measures(half)
    if quiet_groups(findings):
        yield _("Ask the groups that were hardly heard for their view as well.")
    yield _("Tell the people who took part what you do with it.")


def _half_met(findings: Findings) -> list[str]:
    """The state of each concern that the plan only names, or meets in part."""
    states = [theme.verdict.status for theme in shown(findings) if theme.verdict is not None]
    return [state for state in states if state in ("mentioned", "partly")]


def _measures(states: Sequence[str]) -> str:
    """What is asked for concerns with these states: no word of what none of them is."""
    n = len(states)
    if "mentioned" not in states:
        text = ngettext("Choose a measure for the {n} concern that the plan meets only in part.",
                        "Choose measures for the {n} concerns that the plan meets only in part.",
                        n)  # fmt: skip
    elif "partly" not in states:
        text = ngettext("Choose a measure for the {n} concern that the plan only names.",
                        "Choose measures for the {n} concerns that the plan only names.",
                        n)  # fmt: skip
    else:
        text = ngettext(
            "Choose a measure for the {n} concern that the plan only names or meets in part.",
            "Choose measures for the {n} concerns that the plan only names or meets in part.",
            n,
        )
    return text.format(n=w.number(n))
