"""A run as its reviewer sees it now: what the run says, and what was decided on it since."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import pandas as pd

from pipeline.core.analysis import Analysis
from pipeline.core.plan import Code, Codebook
from pipeline.core.tables import (
    ASSIGNMENTS,
    COVERAGE,
    FITS,
    JUDGEMENTS,
    MATCHES,
    RESPONSES,
    STATEMENTS,
    THEMES,
)
from pipeline.findings.build import themes_and_open
from pipeline.findings.records import Theme
from pipeline.report import wording as w
from pipeline.review.rebind import code_marks, groups_of, joined, statement_marks
from pipeline.review.records import (
    ANSWER,
    APPLIED,
    DROP,
    FOLLOW,
    LABEL,
    LINK,
    MERGE,
    NONE,
    OPEN,
    PIN,
    REMARK,
    REPLY,
    SPLIT,
    STATUS,
    WITHDRAW,
    Judgement,
    link_codes,
    records,
    status_parts,
    status_value,
)

_LONG = 120  # characters of a statement kept as context, for people who read the log


class ReviewedRun:
    """A run with the log beside it; looks things up by id.

    Args: analysis: the run; log: JUDGEMENTS, all of it.
    Attributes: books: codebooks by id.  of_run: judgements that the run itself took into account,
        by id.  log: all judgements, in the order they were taken.
    """

    def __init__(self, analysis: Analysis, log: pd.DataFrame) -> None:
        self.analysis = analysis.at_hand()
        self.run_id = analysis.record.run_id
        self.books: Mapping[str, Codebook] = {b.codebook_id: b for b in analysis.codebooks}
        self.of_run = {
            record.judgement_id: record for record in records(analysis.table(JUDGEMENTS))
        }
        self.log = records(log)
        # The last decision on each subject that was taken on this very run
        state: dict[tuple[str, str, str], Judgement] = {}
        for judgement in self.log:
            if judgement.judgement_id in self.of_run or judgement.run_id != self.run_id:
                continue
            state[(judgement.kind, judgement.subject, judgement.codebook_id)] = judgement
        self._state = state

    @cached_property
    def reported(self) -> tuple[Mapping[str, Theme], tuple[Theme, ...]]:
        """The themes as the report of the team has them, by id; and the open ones in its order."""
        themes, open_ones = themes_and_open(self.analysis)
        return {theme.theme_id: theme for theme in themes}, open_ones

    def name(self, theme_id: str) -> str:
        """A theme's name as every list of ours prints it, without the marks of a quote."""
        theme = self.themes.get(theme_id)
        return w.bare(str(theme["label"])) if theme is not None else ""

    def decided(self, kind: str, subject: str, codebook_id: str = "") -> str | None:
        """What was decided on this run since it was made; None when nothing was."""
        decision = self._state.get((kind, subject, codebook_id))
        return None if decision is None or self.withdrawn(decision.judgement_id) else decision.new

    def withdrawn(self, judgement_id: str) -> bool:
        """Whether this judgement was taken back by name."""
        withdrawal = self._state.get((WITHDRAW, judgement_id, ""))
        return withdrawal is not None and bool(withdrawal.new)

    def verdict(self, theme_id: str, codebook_id: str) -> str:
        """What a person decided: ``addressed|2.3``; "" while it is a proposal."""
        since = self.decided(STATUS, theme_id, codebook_id)
        if since is not None:
            return since
        row = self.coverage.get((theme_id, codebook_id))
        if row is None or row["decided_by"] != "person":
            return ""
        return status_value(str(row["status"]), str(row["code_id"] or ""))

    def proposal(self, theme_id: str, codebook_id: str) -> str:
        """What the run says, decided or not, as ``status|code``."""
        row = self.coverage[(theme_id, codebook_id)]
        return status_value(str(row["status"]), str(row["code_id"] or ""))

    def links(self, statement_id: str, codebook_id: str) -> str:
        """What a person linked a statement to; "" when nobody did."""
        since = self.decided(LINK, statement_id, codebook_id)
        return since if since is not None else self._linked.get((statement_id, codebook_id), "")

    @cached_property
    def _linked(self) -> dict[tuple[str, str], str]:
        return {
            (statement, judgement.codebook_id): judgement.new
            for judgement in self.of_run.values()
            if judgement.kind == LINK and judgement.state == APPLIED
            for statement in judgement.bound_ids
        }

    def open_judgements(self) -> list[Judgement]:
        """Earlier judgements that must be put to the person again, not yet answered."""
        return [
            judgement
            for judgement in self.of_run.values()
            if judgement.state == OPEN and not self.withdrawn(judgement.judgement_id)
        ]

    def standing(self, kind: str, theme_id: str) -> Judgement | None:
        """What holds for a theme: decided on this run, or earlier and found back; None: nothing."""
        since = self._state.get((kind, theme_id, ""))
        if since is not None:
            return since if since.new and not self.withdrawn(since.judgement_id) else None
        for judgement in reversed(list(self.of_run.values())):
            holds = judgement.kind == kind and judgement.state == APPLIED and judgement.new
            if holds and theme_id in judgement.bound_ids:
                return None if self.withdrawn(judgement.judgement_id) else judgement
        return None

    @cached_property
    def coverage(self) -> dict[tuple[str, str], dict[str, object]]:
        """Rows of COVERAGE by theme and codebook."""
        return {
            (str(row["theme_id"]), str(row["codebook_id"])): row
            for row in self.analysis.table(COVERAGE).fillna({"code_id": ""}).to_dict("records")
        }

    @cached_property
    def themes(self) -> dict[str, dict[str, object]]:
        """Rows of THEMES by id."""
        return {str(row["theme_id"]): row for row in self.analysis.table(THEMES).to_dict("records")}

    @cached_property
    def statements(self) -> dict[str, str]:
        """Text of every statement by id."""
        table = self.analysis.table(STATEMENTS)
        return dict(zip(table["statement_id"], table["clean_text"], strict=True))

    @cached_property
    def groups(self) -> dict[str, set[str]]:
        """Statements of every theme and sub-theme."""
        return groups_of(self.analysis.table(ASSIGNMENTS))

    @cached_property
    def theme_of(self) -> dict[str, str]:
        """Theme of every statement; "" for overig."""
        table = self.analysis.table(ASSIGNMENTS)
        return dict(zip(table["statement_id"], table["theme_id"].fillna(""), strict=True))

    @cached_property
    def marks(self) -> dict[str, str]:
        """Mark of every statement."""
        return statement_marks(self.analysis.table(STATEMENTS))

    @cached_property
    def rounds(self) -> tuple[str, ...]:
        """Rounds with responses in this run."""
        return tuple(sorted(set(self.analysis.table(RESPONSES)["round_id"].dropna())))

    @cached_property
    def nearest(self) -> dict[tuple[str, str], list[tuple[str, float]]]:
        """(statement, codebook) -> codes with their probability (0-1), best first."""
        rows = self.analysis.table(MATCHES)
        rows = rows[rows["level"] == "statement"].sort_values(["item_id", "codebook_id", "rank"])
        codes: dict[tuple[str, str], list[tuple[str, float]]] = {}
        for row in rows.itertuples():
            p = 0.0 if pd.isna(row.probability) else float(row.probability)
            codes.setdefault((row.item_id, row.codebook_id), []).append((row.code_id, p))
        return codes

    @cached_property
    def none_chance(self) -> dict[tuple[str, str, str], float]:
        """(level, item, codebook) -> chance that no code fits."""
        rows = self.analysis.table(FITS)
        return {
            (r.level, r.item_id, r.codebook_id): float(r.none_probability)
            for r in rows.itertuples()
        }

    def code(self, codebook_id: str, code_id: str) -> Code | None:
        """A code of a codebook; None when there is none."""
        book = self.books.get(codebook_id)
        return next((c for c in book.codes if c.code_id == code_id), None) if book else None

    def judgement(
        self, kind: str, subject: str, new: str, *, codebook_id: str = "", old: str = "",
        why: str = "",
    ) -> Judgement:  # fmt: skip
        """A decision on this run, holding on to what was judged."""
        of_theme = kind in (LABEL, MERGE, SPLIT, DROP, STATUS, REPLY, ANSWER, FOLLOW)
        members = self.groups.get(subject, ()) if of_theme else (subject,)
        joins = self.groups.get(new, ()) if kind in (MERGE, PIN) else ()
        return Judgement(
            kind=kind,
            subject=subject,
            new=new,
            codebook_id=codebook_id,
            old=old,
            why=why,
            run_id=self.run_id,
            context=self.context(subject),
            anchor=joined(members, self.marks),
            target=joined(joins, self.marks),
            rounds=self.rounds,
            against=self._against(kind, new, codebook_id),
        )

    def context(self, subject: str) -> str:
        """What a subject is called, for people who read the log."""
        if subject in self.themes:
            return str(self.themes[subject]["label"])
        text = self.statements.get(subject, "")
        return text if len(text) <= _LONG else text[:_LONG].rsplit(" ", 1)[0] + " …"

    def _against(self, kind: str, new: str, codebook_id: str) -> tuple[str, ...]:
        """The codes that a decision was taken on, with their marks; all of them where none fits."""
        book = self.books.get(codebook_id)
        if book is None or not new:
            return ()
        marks = code_marks(book)
        if kind == LINK and new != NONE:
            return joined(link_codes(new), marks)
        if kind == STATUS and status_parts(new)[1]:
            return joined((status_parts(new)[1],), marks)
        return joined(marks, marks)

    def remark(self, subject: str) -> str:
        """The last remark on a subject made on this run."""
        return self.decided(REMARK, subject) or ""
