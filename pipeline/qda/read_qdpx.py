"""REFI-QDA projects (.qdpx) read: ours come back, or those another program coded further."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pipeline.core.analysis import Analysis
from pipeline.core.errors import DataProblem, no_such_file
from pipeline.core.locale import gettext as _
from pipeline.files.guard import MAX_MEMBER, shallow, size_problem, zip_problem
from pipeline.qda.elements import children, first_of, local_name, text_of
from pipeline.qda.qda import (
    THEMES_BOOK,
    Memo,
    Project,
    QdaCode,
    QdaSource,
    Quotation,
    code_guid,
    coded_statements,
)

_PROJECT = "project.qde"


def read_qdpx(path: Path) -> Project:
    """The project: codes, text sources with their quotations, memos.

    Pictures, sound and video are not read; a quotation in them is left out.

    Raises: DataProblem for a file that is no project, would burst, or lacks a source.
    """
    where = path.name
    if not path.is_file():
        raise no_such_file(path)
    try:
        with zipfile.ZipFile(path) as archive:
            names = [name for name in archive.namelist() if name.casefold().endswith(".qde")]
    except (zipfile.BadZipFile, OSError):
        names = []
    name = names[0] if names else _PROJECT
    problem = size_problem(path, where) or zip_problem(path, where, must_have=name, kind=".qdpx")
    if problem:
        raise problem
    with zipfile.ZipFile(path) as archive:
        root = _root(archive, name, where)
        texts = {
            member.filename.rsplit("/", 1)[-1].casefold(): member
            for member in archive.infolist()
            if member.filename.casefold().endswith(".txt") and member.file_size <= MAX_MEMBER
        }
        memos = tuple(_memos(root, archive, texts))
        return Project(
            name=root.get("name", ""),
            made_at=root.get("creationDateTime", ""),
            codes=tuple(_codes(first_of(root, "CodeBook", "Codes"), "")),
            sources=tuple(_sources(root, archive, texts, where)),
            memos=memos,
        )


def _root(archive: zipfile.ZipFile, name: str, where: str) -> Any:
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        return shallow(fromstring(archive.read(name)))
    except (ParseError, DefusedXmlException, ValueError, zipfile.BadZipFile) as fault:
        raise DataProblem(
            where=f"{where}, {name}",
            found=_("the document is damaged ({fault})").format(fault=type(fault).__name__),
            mend=_("export the project again as REFI-QDA project (.qdpx)"),
        ) from fault


def _codes(above: Any, parent: str) -> Iterator[QdaCode]:
    for child in children(above, "Code"):
        code = QdaCode(
            guid=child.get("guid", "").upper(),
            name=child.get("name", ""),
            description=text_of(first_of(child, "Description")),
            parent=parent,
            codable=child.get("isCodable", "true") == "true",
        )
        yield code
        yield from _codes(child, code.guid)


def _sources(
    root: Any, archive: zipfile.ZipFile, texts: Mapping[str, zipfile.ZipInfo], where: str
) -> Iterator[QdaSource]:
    for child in children(first_of(root, "Sources"), "TextSource"):
        text = _content(child, archive, texts)
        if text is None:
            raise DataProblem(
                where=where,
                found=_("the text of source '{name}' is not in the file").format(
                    name=child.get("name", "")
                ),
                mend=_("export the project again with its sources"),
            )
        yield QdaSource(
            guid=child.get("guid", "").upper(),
            name=child.get("name", ""),
            text=text,
            quotations=tuple(_quotations(child, len(text), where)),
        )


def _content(
    source: Any, archive: zipfile.ZipFile, texts: Mapping[str, zipfile.ZipInfo]
) -> str | None:
    path = source.get("plainTextPath", "")
    member = texts.get(path.rsplit("/", 1)[-1].casefold())
    if member is not None:
        return archive.read(member).decode("utf-8-sig", "replace")
    inline = first_of(source, "PlainTextContent")
    return text_of(inline) if inline is not None else None


def _quotations(source: Any, length: int, where: str) -> Iterator[Quotation]:
    for child in children(source, "PlainTextSelection"):
        start, end = _number(child, "startPosition", where), _number(child, "endPosition", where)
        if not 0 <= start <= end <= length:
            raise DataProblem(
                where=f"{where}, {source.get('name', '')}",
                found=_("a quotation from {start} to {end} lies outside its text").format(
                    start=start, end=end
                ),
                expected=_("places from 0 to {n}").format(n=length),
                mend=_("export the project again as REFI-QDA project (.qdpx)"),
            )
        codes = tuple(
            reference.get("targetGUID", "").upper()
            for coding in children(child, "Coding")
            for reference in children(coding, "CodeRef")
        )
        yield Quotation(child.get("guid", "").upper(), child.get("name", ""), start, end, codes)


def _number(element: Any, name: str, where: str) -> int:
    text = element.get(name, "")
    if not text.isdecimal() or len(text) > 12:
        raise DataProblem(
            where=where,
            found=_("'{text}' is no place in a text").format(text=text[:40]),
            mend=_("export the project again as REFI-QDA project (.qdpx)"),
        )
    return int(text)


def _memos(
    root: Any, archive: zipfile.ZipFile, texts: Mapping[str, zipfile.ZipInfo]
) -> Iterator[Memo]:
    about: dict[str, str] = {}
    codebook = first_of(root, "CodeBook", "Codes")
    for code in codebook.iter() if codebook is not None else ():
        if local_name(code) == "Code":
            for reference in children(code, "NoteRef"):
                about[reference.get("targetGUID", "").upper()] = code.get("guid", "").upper()
    for child in children(first_of(root, "Notes"), "Note"):
        one_guid = child.get("guid", "").upper()
        text = _content(child, archive, texts) or ""
        yield Memo(one_guid, child.get("name", ""), text, about.get(one_guid, ""))


def codes_of_statements(
    project: Project, analysis: Analysis
) -> dict[str, dict[str, tuple[str, ...]]]:
    """Codebook -> statement -> codes somebody gave in another program.

    A code is known by its guid, else by its name: not every program keeps guids. A statement
    without any code of a codebook counts as not judged for it.
    """
    known: dict[str, tuple[str, str]] = {}
    for codebook in analysis.codebooks:
        for entry in codebook.codes:
            pair = (codebook.codebook_id, entry.code_id)
            known[f"{entry.code_id} {entry.name}".strip().casefold()] = pair
            known[code_guid(*pair)] = pair
    names = {code.guid: code.name for code in project.codes}
    codes_of: dict[str, dict[str, tuple[str, ...]]] = {}
    for statement, guids in coded_statements(project, analysis).items():
        for guid in guids:
            target = known.get(guid) or known.get(names.get(guid, "").strip().casefold())
            if target is not None:
                book, code = target
                of_book = codes_of.setdefault(book, {})
                of_book[statement] = (*of_book.get(statement, ()), code)
    return {
        book: {statement_id: tuple(dict.fromkeys(codes)) for statement_id, codes in of_book.items()}
        for book, of_book in codes_of.items()
        if book != THEMES_BOOK
    }
