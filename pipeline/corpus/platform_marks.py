"""Entries that a platform itself marks as no contribution: tests, spam, withdrawn, incomplete."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.corpus.columns import Header
from pipeline.files.names import fold

_BY_VALUE: tuple[tuple[frozenset[str], Mapping[str, str]], ...] = (
    (
        frozenset(("status", "response type", "state", "toestand", "distributionchannel",
                   "distribution channel", "moderatie", "moderation_status")),
        {
            "survey preview": "test_entry", "survey test": "test_entry", "preview": "test_entry",
            "test": "test_entry", "spam": "spam", "possible spam": "spam", "survey spam": "spam",
            "withdrawn": "withdrawn", "ingetrokken": "withdrawn", "teruggetrokken": "withdrawn",
            "rejected": "rejected", "afgewezen": "rejected", "verworpen": "rejected",
            "hidden": "rejected", "verborgen": "rejected",
        },
    ),
    (frozenset(("moderated", "mod")), {"-1": "rejected"}),
)  # fmt: skip
_BY_PRESENCE = {
    "withdrawn_at": "withdrawn", "withdrawn at": "withdrawn", "retired_at": "withdrawn",
    "hidden_at": "rejected", "spam_at": "spam",
}  # fmt: skip
_SUBMITTED = frozenset(("submitdate", "datum verzonden", "datum ingestuurd", "date submitted"))
_LAST_PAGE = frozenset(("lastpage", "last page", "laatste pagina"))
_FINISHED = frozenset(("finished", "voltooid", "afgerond"))
_PROGRESS = frozenset(("progress", "voortgang"))
_NOT_FINISHED = frozenset(("false", "0", "nee", "onwaar", "no"))


@dataclass(frozen=True)
class Marks:
    """The columns by which a platform marks its entries; indexes from 0."""

    by_value: tuple[tuple[int, Mapping[str, str]], ...] = ()
    by_presence: tuple[tuple[int, str], ...] = ()
    submitted: int | None = None  # LimeSurvey: blank in an entry that was never sent in
    finished: int | None = None  # Qualtrics

    @staticmethod
    def among(headers: Sequence[Header]) -> Marks:
        """The marks that these columns carry."""

        def first(names: frozenset[str]) -> int | None:
            return next((header.index for header in headers if header.names & names), None)

        lime = first(_LAST_PAGE) is not None or first(frozenset(("submitdate",))) is not None
        qualtrics = first(_PROGRESS) is not None
        return Marks(
            by_value=tuple(
                (header.index, reasons)
                for names, reasons in _BY_VALUE
                for header in headers
                if names & header.names
            ),
            by_presence=tuple(
                (header.index, _BY_PRESENCE[name])
                for header in headers
                for name in sorted(header.names & _BY_PRESENCE.keys())
            ),
            submitted=first(_SUBMITTED) if lime else None,
            finished=first(_FINISHED) if qualtrics else None,
        )

    def reason(self, row: Sequence[str]) -> str:
        """Why the platform counts this entry out; "" when it does not."""

        def cell(index: int) -> str:
            return fold(row[index]) if index < len(row) else ""

        for index, reasons in self.by_value:
            if marked := reasons.get(cell(index)):
                return marked
        for index, reason in self.by_presence:
            if cell(index):
                return reason
        if self.submitted is not None and not cell(self.submitted):
            return "incomplete"
        if self.finished is not None and cell(self.finished) in _NOT_FINISHED:
            return "incomplete"
        return ""
