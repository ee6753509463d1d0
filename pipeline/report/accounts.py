"""The account of the input in words and tables: what was read, analysed and set aside, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipeline.core.locale import gettext as _
from pipeline.core.locale import ngettext
from pipeline.findings.records import INSIDE, Findings
from pipeline.findings.run_records import Intake
from pipeline.report import wording as w


def accounting(findings: Findings) -> str:
    """Read, analysed, set aside: one sentence with sums that add up; why is in the table."""
    whole = findings.intake[0]
    text = _("{read} read, {analysed} analysed, {aside} set aside").format(
        read=w.count("responses", whole.read),
        analysed=w.number(whole.analysed),
        aside=w.number(whole.set_aside),
    )
    more = _("The analysed responses hold {statements} in all.")
    if findings.focus:  # the account is of all that came in, the statements are not
        more = _("This edition is about {statements} of those.")
    more = more.format(statements=w.count("statements", findings.totals.statements))
    left = findings.totals.without_theme
    if left and not findings.focus:
        listed = ngettext(
            "{n} statement fits no theme; it is in the list under “no theme”.",
            "{n} statements fit no theme; they are in the list under “no theme”.",
            left,
        )
        loose = ngettext("{n} statement fits no theme.", "{n} statements fit no theme.", left)
        more += " " + (listed if findings.lines else loose).format(n=w.number(left))
    return f"{text}. {more}"


def reasons(account: Intake) -> str:
    """Why responses were set aside, and how many."""
    counts: dict[str, int] = {}
    for given in account.reasons:  # two stages may give the same reason
        counts[w.reason(given.reason)] = counts.get(w.reason(given.reason), 0) + given.n
    return "; ".join(f"{reason} ({w.number(n)})" for reason, n in counts.items())


def intake_tables(findings: Findings) -> list[dict[str, Any]]:
    """One table per way to cut the input; each ends in the same sum."""
    heads = {
        "round": (_("Per round"), _("Round"), "ronde"),
        "file": (_("Per file"), _("File"), "bestand"),
        "question": (_("Per question or topic"), _("Question or topic"), "vraag"),
        "role": (_("Per role"), _("Role"), "rol"),
    }
    tables = []
    for kind, (caption, what, facet) in heads.items():
        accounts = [intake for intake in findings.intake if intake.kind == kind]
        if accounts and (kind != "role" or findings.edition in INSIDE):
            rows = [_account_row(account, facet) for account in accounts]
            if len(accounts) > 1:
                rows.append(_total_row(accounts))
            tables.append({"caption": caption, "what": what, "rows": rows})
    return tables


def _account_row(account: Intake, facet: str) -> dict[str, Any]:
    return {
        "label": _label(account),
        "read": account.read,
        "aside": account.set_aside,
        "analysed": account.analysed,
        "reasons": reasons(account) or "–",
        "query": {facet: account.key} if account.key not in ("", w.WITHHELD) else None,
        "total": False,
    }


def _label(one: Intake) -> str:
    """What was read from here; parts in which a few people spoke are told together."""
    if one.label == w.WITHHELD:
        few = _("of a few people, together")
        return _("smaller groups together") if one.kind == "role" else few
    return one.label or _nameless(one.kind)


def _nameless(kind: str) -> str:
    """What lines of notes that answer no question are under, and a role that nobody gave."""
    return _("belongs to no question or topic") if kind == "question" else _("unknown")


def _total_row(accounts: Sequence[Intake]) -> dict[str, Any]:
    return {
        "label": _("Together"),
        "read": sum(account.read for account in accounts),
        "aside": sum(account.set_aside for account in accounts),
        "analysed": sum(account.analysed for account in accounts),
        "reasons": "",
        "query": None,
        "total": True,
    }
