"""Sentences of a comparison: no more than what was compared can carry."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.core.locale import gettext as _
from pipeline.core.locale import ngettext
from pipeline.findings.comparison_records import Comparison, Differing, Side, ThemeShift
from pipeline.report import wording as w

_NAMED = 3  # themes named in a sentence; the tables hold all


def title(comparison: Comparison) -> str:
    """What the report is called."""
    return _("Compared: {title}").format(title=comparison.after.title)


def side_name(side: Side) -> str:
    """A run as people recognise it."""
    return _("{run}, made on {moment}").format(run=side.run_id, moment=w.moment(side.made_at))


def happened(kind: str) -> str:
    """What became of a theme."""
    return {
        "new": _("new"),
        "gone": _("gone"),
        "grown": _("larger"),
        "shrunk": _("smaller"),
        "same": _("about the same"),
        "split_off": _("split off"),
        "merged": _("merged"),
    }[kind]


def kind_meaning(kind: str, comparison: Comparison) -> str:
    """What that word means, and no more."""
    if kind in ("grown", "shrunk") and comparison.same_input:
        text = (
            _("at least a quarter more people than earlier, and {n} people or more. The input is "
              "the same: the division changed, not what people said.")
            if kind == "grown"
            else _("at least a quarter fewer people than earlier, and {n} people or more. The "
                   "input is the same: the division changed, not what people said.")
        )  # fmt: skip
        return text.format(n=w.number(comparison.min_group))
    if kind in ("grown", "shrunk"):
        return (
            _("a larger share of the people who spoke, by more than chance explains (95%).")
            if kind == "grown"
            else _("a smaller share of the people who spoke, by more than chance explains (95%).")
        )
    return {
        "new": _("no theme of the earlier run is near enough to it."),
        "gone": _("no theme of the present run is near enough to it."),
        "split_off": _("most of it came from a theme that also goes on."),
        "merged": _("most of it went into a theme that has another predecessor."),
    }[kind]


def basis_text(comparison: Comparison) -> str:
    """How the themes were paired."""
    if comparison.same_input:
        return _(
            "Both runs hold the same statements, {n} of them. A theme is taken to be the same when "
            "it holds the same statements. So all differences come from the division into themes, "
            "from the plan or from decisions of people, not from what was said."
        ).format(n=w.number(comparison.n_both))
    if comparison.basis == "statements":
        return _(
            "The two runs share {n} statements, but not all: one of them holds more. Themes are "
            "paired by the statements they share; sizes are compared as shares of everybody who "
            "spoke. A difference can come from the division as well as from what was said."
        ).format(n=w.number(comparison.n_both))
    return _(
        "The two runs are about different input: they share too few statements. A theme is taken "
        "to be the same when its wording lies nearest. So a pair is a proposal; the table says how "
        "sure it is."
    )


def intro(comparison: Comparison) -> str:
    """The first sentence."""
    before, after = comparison.before, comparison.after
    return _(
        "Earlier {people_before} made {statements_before} in {themes_before}; now {people_after} "
        "made {statements_after} in {themes_after}."
    ).format(
        people_before=w.people(before.people),
        people_after=w.people(after.people),
        statements_before=w.count("statements", before.statements),
        statements_after=w.count("statements", after.statements),
        themes_before=w.count("themes", before.themes),
        themes_after=w.count("themes", after.themes),
    )


def points(comparison: Comparison) -> list[tuple[str, str]]:
    """What matters most: answers lost and won first, then what is new, gone, larger, smaller."""
    every = [
        _point(
            comparison.changed("lost_answer"),
            ngettext(
                "{n} concern is not in the plan any more",
                "{n} concerns are not in the plan any more",
                len(comparison.changed("lost_answer")),
            ),
        ),
        _point(
            comparison.changed("became_answered"),
            ngettext(
                "{n} concern is in the plan now",
                "{n} concerns are in the plan now",
                len(comparison.changed("became_answered")),
            ),
        ),
    ]
    heads = {
        "new": ngettext("{n} theme is new", "{n} themes are new", len(comparison.of_kind("new"))),
        "gone": ngettext(
            "{n} theme is gone", "{n} themes are gone", len(comparison.of_kind("gone"))
        ),
        "grown": ngettext(
            "{n} theme is larger", "{n} themes are larger", len(comparison.of_kind("grown"))
        ),
        "shrunk": ngettext(
            "{n} theme is smaller", "{n} themes are smaller", len(comparison.of_kind("shrunk"))
        ),
    }
    every += [_point(comparison.of_kind(kind), head) for kind, head in heads.items()]
    shown = [point for point in every if point is not None]
    return shown or [
        (_("Nothing of weight differs"), _("Themes, their sizes and their states are alike."))
    ]


def _point(shifts: Sequence[ThemeShift], head: str) -> tuple[str, str] | None:
    if not shifts:
        return None
    labels = [f"{w.quoted(shift.label)} ({_sizes(shift)})" for shift in shifts[:_NAMED]]
    body = w.listed(labels)
    if len(shifts) > _NAMED:
        body = _("Among them {labels}.").format(labels=body)
    else:
        body = f"{body[0].upper()}{body[1:]}."
    return head.format(n=w.number(len(shifts))), body


def _sizes(shift: ThemeShift) -> str:
    """People earlier and now, or of the one run that has it."""
    if shift.before is not None and shift.after is not None:
        return _("from {before} to {after} people").format(
            before=w.number(shift.before.n_people), after=w.number(shift.after.n_people)
        )
    side = shift.after or shift.before
    return w.people(side.n_people) if side is not None else ""


def differing_words(difference: Differing) -> str:
    """What differs, in words where there are any."""
    names = {
        "encoder": _("Language model"),
        "encoder_revision": _("Version of the language model"),
        "nlp": _("Words analysed with"),
        "model": _("Trained model"),
        "version": _("gehoord, version"),
        "plan": _("Plan"),
    }
    return (
        names.get(difference.name, difference.name)
        if difference.kind in ("model", "plan")
        else difference.name
    )


def run_line(comparison: Comparison) -> str:
    """The one line that says which two runs."""
    return _("Runs {before} and {after}, gehoord {version}").format(
        before=comparison.before.run_id,
        after=comparison.after.run_id,
        version=comparison.version or "–",
    )
