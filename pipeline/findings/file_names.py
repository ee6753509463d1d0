"""Files by a number, for every reader but the team: "Brief ouders groep 7.docx" tells too much."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePosixPath

from pipeline.core.analysis import Analysis
from pipeline.core.locale import gettext as _
from pipeline.core.tables import RESPONSES, SET_ASIDE

_QUOTED = re.compile(r"(?<!\w)'[^\n]{1,300}?'(?!\w)")  # 'Blad 1', 'Foto's'; not the one in "ib'er"


def without_file_names(analysis: Analysis) -> Analysis:
    """The run with its input files as "bestand 3.xlsx", in every table, remark and the record."""
    responses, aside = analysis.table(RESPONSES), analysis.table(SET_ASIDE)
    read = {str(name) for table in (responses, aside) for name in table["source_file"].dropna()}
    numbered = {
        name: _("file {n}{suffix}").format(n=n, suffix=PurePosixPath(name).suffix.lower())
        for n, name in enumerate(sorted(read - {""}), start=1)
    }
    notes = analysis.record.notes
    for name in sorted(numbered, key=len, reverse=True):  # "b.csv" stands in "a b.csv" too
        notes = tuple(note.replace(name, numbered[name]) for note in notes)
    # Sheets, columns and the like are named by people, and now and then after one: no list of names
    # has to know it where an outsider has no use for the name.
    notes = tuple(_QUOTED.sub("'…'", note) for note in notes)
    tables = {
        table.name: rows.assign(
            source_file=rows["source_file"].map(lambda name: numbered.get(name, name))
        )
        for table, rows in ((RESPONSES, responses), (SET_ASIDE, aside))
    }
    record = replace(
        analysis.record,
        notes=notes,
        files=(),  # a file that was not read may be named after somebody too
        sources={numbered.get(name, name): sha for name, sha in analysis.record.sources.items()},
    )
    return replace(analysis, record=record, tables={**analysis.tables, **tables})
