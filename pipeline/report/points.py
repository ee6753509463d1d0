"""The things that matter, each as a headline and the sentence under it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.core.locale import gettext as _
from pipeline.core.locale import ngettext
from pipeline.findings.run_records import Point
from pipeline.report import wording as w


def told(point: Point, *, one_round: bool = False) -> tuple[str, str]:
    """One of the things that matter: its headline and the sentence under it."""
    return _POINTS[point.kind]({**point.facts, "one_round": one_round})


def _largest(facts: Mapping[str, Any]) -> tuple[str, str]:
    head = _("Concern heard most: {label}") if facts["concern"] else _("Heard most: {label}")
    head = head.format(label=w.bare(facts["label"]))
    body = _("{people} spoke of this ({share} of everybody heard), in {rounds} and from {roles}.")
    if facts["one_round"]:
        body = _("{people} spoke of this ({share} of everybody heard).")
    elif not facts["roles"]:
        body = _("{people} spoke of this ({share} of everybody heard), in {rounds}.")
    body = body.format(
        people=w.people(facts["people"]),
        share=w.percent(facts["share"]),
        rounds=w.count_told("rounds", facts["rounds"], least=facts["least"]),
        roles=w.count_told("roles", facts["roles"], least=facts["least"]),
    )
    if facts["state"]:
        body += f" {w.answer(facts['state'], facts['decided_by'])}"
    return head, body


def _open(facts: Mapping[str, Any]) -> tuple[str, str]:
    head = ngettext(
        "The plan does not (yet) respond to {n} {what}",
        "The plan does not (yet) respond to {n} {what}",
        facts["n"],
    ).format(n=w.number(facts["n"]), what=_what(facts, facts["n"]))
    named = [
        f"{w.quoted(label)} ({w.people(int(n))})"
        for label, n in zip(facts["labels"], facts["people"], strict=True)
    ]
    if facts["n"] > len(named):
        body = _("The first are {labels}.").format(labels=w.listed(named))
    else:
        body = _("Namely: {labels}.").format(labels=w.listed(named))
    return head, body


def _what(facts: Mapping[str, Any], n: int) -> str:
    """Concerns, or themes where nobody told concerns from support."""
    return w.noun("concerns" if facts["concerns"] else "themes", n)


def _coverage(facts: Mapping[str, Any]) -> tuple[str, str]:
    head = _("The plan responds to {n} of {total} concerns").format(
        n=w.number(facts["answered"]), total=w.number(facts["n"])
    )
    partly = ngettext(
        "It responds in part to {n} more concern.",
        "It responds in part to {n} more concerns.",
        facts["partly"],
    ).format(n=w.number(facts["partly"]))
    mentioned = ngettext(
        "The plan mentions {n} concern, without a measure.",
        "The plan mentions {n} concerns, without a measure.",
        facts["mentioned"],
    ).format(n=w.number(facts["mentioned"]))
    decided_by = (
        ngettext(
            "A person has confirmed {n} of these judgements; the rest are proposals.",
            "People have confirmed {n} of these judgements; the rest are proposals.",
            facts["decided"],
        ).format(n=w.number(facts["decided"]))
        if facts["decided"]
        else _("These are proposals: nobody has confirmed them yet.")
    )
    states = [partly] if facts["partly"] else []
    states += [mentioned] if facts["mentioned"] else []  # so that the states add up to all
    return head, " ".join([*states, decided_by])


def _changes(facts: Mapping[str, Any]) -> tuple[str, str]:
    head = ngettext(
        "{n} concern is no longer covered by the plan",
        "{n} concerns are no longer covered by the plan",
        facts["lost"],
    ).format(n=w.number(facts["lost"]))
    if not facts["lost"]:
        head = _("Every concern that was in the previous plan is still in it")
    gained = ngettext(
        "The plan now responds to {n} concern that the previous one passed over.",
        "The plan now responds to {n} concerns that the previous one passed over.",
        facts["gained"],
    ).format(n=w.number(facts["gained"]))
    labels = [w.quoted(label) for label in facts["labels"]]
    if not labels:
        return head, gained
    return head, _("Namely: {labels}.").format(labels=w.listed(labels)) + " " + gained


def _life_point(facts: Mapping[str, Any]) -> tuple[str, str]:
    head = ngettext(
        "{n} {what} came back in the last round",
        "{n} {what} came back in the last round",
        facts["persistent"],
    ).format(n=w.number(facts["persistent"]), what=_what(facts, facts["persistent"]))
    parts = []
    labels = [w.quoted(label) for label in facts["labels"]]
    if facts["new"]:
        parts.append(
            _(
                "New in the last round, named by several people for the first time: {labels}."
            ).format(labels=w.listed(labels))
        )
    if facts["silent"]:
        parts.append(
            ngettext(
                "{n} earlier {what} was hardly heard there, or not at all.",
                "{n} earlier {what} were hardly heard there, or not at all.",
                facts["silent"],
            ).format(n=w.number(facts["silent"]), what=_what(facts, facts["silent"]))
        )
    return head, " ".join(parts)


def _silence(facts: Mapping[str, Any]) -> tuple[str, str]:
    n, goals = len(facts["goals"]), w.listed(facts["goals"])
    if not (facts["roles"] or facts["areas"]):
        head = ngettext("Little was said about {n} goal", "Little was said about {n} goals", n)
        return head.format(n=w.number(n)), _("Namely: {labels}.").format(labels=goals)
    few = _("Under-represented: {groups}.").format(groups=w.groups(facts["roles"], facts["areas"]))
    quiet = ngettext(
        "Little was said about this goal: {goals}.",
        "Little was said about these goals: {goals}.",
        n,
    )
    return _("Not everybody was heard"), f"{few} {quiet.format(goals=goals)}" if n else few


def _signals(facts: Mapping[str, Any]) -> tuple[str, str]:
    head = ngettext("{n} rare signal to read", "{n} rare signals to read", facts["n"]).format(
        n=w.number(facts["n"])
    )
    return head, _("Said by one or a few people, and unlike anything else that was said.")


def _campaign(facts: Mapping[str, Any]) -> tuple[str, str]:
    head = _("One letter came in {n} times").format(n=w.number(facts["senders"]))
    return head, _("It counts as one voice in this report; the senders are shown beside it.")


def _support(facts: Mapping[str, Any]) -> tuple[str, str]:
    head = _("What people want to keep: {label}").format(label=w.bare(facts["label"]))
    return head, _("{people} spoke of this.").format(people=w.people(facts["people"]))


_POINTS = {
    "largest": _largest,
    "open": _open,
    "coverage": _coverage,
    "changes": _changes,
    "life": _life_point,
    "silence": _silence,
    "signals": _signals,
    "campaign": _campaign,
    "support": _support,
}
