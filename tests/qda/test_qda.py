"""A run as REFI-QDA project: quotations stand where they say, and everything comes back."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest

from pipeline.core.errors import DataProblem
from pipeline.core.plan import GOALS
from pipeline.core.tables import RESPONSES, STATEMENTS
from pipeline.qda.qda import Quotation, coded_statements, guid, project_of, source_texts
from pipeline.qda.read_qdpx import codes_of_statements, read_qdpx
from pipeline.qda.write_qdpx import NAMESPACE, to_qdpx
from tests.review.example import example, statement_ids

RUN = example()


def written(tmp_path: Path, project=None) -> Path:  # type: ignore[no-untyped-def]
    path = tmp_path / "run.qdpx"
    path.write_bytes(to_qdpx(project or project_of(RUN, {})))
    return path


def test_a_project_comes_back_as_it_went_out(tmp_path: Path) -> None:
    project = project_of(RUN, {"themes": "Thema's"})
    found = read_qdpx(written(tmp_path, project))
    assert (found.codes, found.sources, found.memos) == (
        project.codes, project.sources, project.memos,
    )  # fmt: skip


def test_every_quotation_stands_where_it_says() -> None:
    texts = dict(
        zip(RUN.table(STATEMENTS)["statement_id"], RUN.table(STATEMENTS)["text"], strict=True)
    )
    quotations = 0
    for source in project_of(RUN, {}).sources:
        for one in source.quotations:
            assert source.text[one.start : one.end] == texts[one.name]
            quotations += 1
    assert quotations == 24


def test_line_ends_and_emoji_move_no_place() -> None:
    responses, statements = RUN.table(RESPONSES).copy(), RUN.table(STATEMENTS).copy()
    text = "Eén 👩‍👧 zegt:\r\nniets\r\nmeer hulp graag"
    first = str(responses["response_id"].iloc[0])
    responses.loc[responses["response_id"] == first, "text"] = text
    mine = statements["response_id"] == first
    statements.loc[mine, ["start", "end"]] = [text.index("meer"), len(text)]
    statements.loc[mine, "text"] = "meer hulp graag"
    run = replace(RUN, tables={**RUN.tables, "responses": responses, "statements": statements})
    ((whole, places),) = source_texts(run).values()
    start, end = places[str(statements.loc[mine, "statement_id"].iloc[0])]
    assert whole[start:end] == "meer hulp graag" and "\r" not in whole


def test_the_file_is_what_the_standard_asks(tmp_path: Path) -> None:
    with zipfile.ZipFile(written(tmp_path)) as archive:
        root = Xml.fromstring(archive.read("project.qde"))
        names = set(archive.namelist())
    assert root.tag == f"{{{NAMESPACE}}}Project"
    guids = {one.get("guid") for one in root.iter() if one.get("guid")}
    targets = {one.get("targetGUID") for one in root.iter() if one.get("targetGUID")}
    assert targets <= guids
    for source in root.iter(f"{{{NAMESPACE}}}TextSource"):
        path = source.get("plainTextPath", "").removeprefix("internal://")
        assert f"sources/{path}" in names


def test_the_same_run_gives_the_same_bytes() -> None:
    assert to_qdpx(project_of(RUN, {})) == to_qdpx(project_of(example(), {}))


def test_what_another_program_coded_is_read_per_statement(tmp_path: Path) -> None:
    """Other guids, another quotation that covers more than half: as a colleague's program does."""
    project = project_of(RUN, {})
    one = statement_ids("T01")[0]
    codes = tuple(
        replace(c, guid=guid("other", c.guid), parent=c.parent and guid("other", c.parent))
        for c in project.codes
    )
    wanted = next(code.guid for code in codes if code.name.startswith("1.2 "))
    sources = []
    for source in project.sources:
        mine = next((q for q in source.quotations if q.name == one), None)
        end = (mine.start + mine.end) // 2 + 3 if mine else 0
        made = (Quotation(guid("x"), "", mine.start - 2, end, (wanted,)),) if mine else ()
        sources.append(replace(source, quotations=made))
    path = written(tmp_path, replace(project, codes=codes, sources=tuple(sources), memos=()))
    assert codes_of_statements(read_qdpx(path), RUN) == {GOALS: {one: ("1.2",)}}


def test_a_source_edited_elsewhere_is_searched_for_the_words() -> None:
    project = project_of(RUN, {})
    (source,) = project.sources
    moved = tuple(replace(q, start=q.start + 7, end=q.end + 7) for q in source.quotations)
    edited = replace(source, text="memo 1\n" + source.text, quotations=moved)
    found = coded_statements(replace(project, sources=(edited,)), RUN)
    assert found == coded_statements(project, RUN)


def test_a_hostile_project_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.qdpx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("project.qde", '<!DOCTYPE p [<!ENTITY a "b">]><Project>&a;</Project>')
    with pytest.raises(DataProblem):
        read_qdpx(path)
    path.write_bytes(b"no zip")
    with pytest.raises(DataProblem):
        read_qdpx(path)


def test_a_quotation_outside_its_text_is_refused(tmp_path: Path) -> None:
    project = project_of(RUN, {})
    (source,) = project.sources
    far = replace(source.quotations[0], end=len(source.text) + 1)
    with pytest.raises(DataProblem, match=r"[0-9]+"):
        read_qdpx(
            written(tmp_path, replace(project, sources=(replace(source, quotations=(far,)),)))
        )
