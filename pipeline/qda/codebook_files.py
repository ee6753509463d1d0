"""Codebooks as files: those that ship with gehoord, CSV, and REFI-QDA codebooks (.qdc).

.qdc is the exchange format of QualCoder, ATLAS.ti, MAXQDA and NVivo (REFI-QDA standard 1.5,
namespace ``urn:QDA-XML:codebook:1.0``). A code's id travels in front of its name, "K1 Zorgplicht",
because those programs know names only; guids are made from the ids, so that they never change.
"""

from __future__ import annotations

import csv
import io
import re
import tomllib
import unicodedata
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

from pipeline.core.errors import DataProblem, DataProblems
from pipeline.core.locale import gettext as _
from pipeline.core.plan import CODEBOOK_KINDS, Code, Codebook, Round
from pipeline.core.table_csv import csv_text
from pipeline.files import encoding
from pipeline.files.blocks import structured
from pipeline.files.encoding import decoded
from pipeline.files.formats import BLOCKS, GRIDS
from pipeline.files.guard import shallow
from pipeline.files.options import RoundFiles
from pipeline.files.toml_file import quoted
from pipeline.qda.code_lists import Entries, entries_in_blocks, entries_in_rows
from pipeline.qda.elements import children, first_of, local_name, text_of

SHIPPED = ("niveaus", "wettelijk")
NAMESPACE = "urn:QDA-XML:codebook:1.0"
SCHEMA = "http://schema.qdasoftware.org/versions/Codebook/v1.0/Codebook.xsd"
_FOLDER = Path(__file__).parent / "codebooks"
_GUIDS = uuid.uuid5(uuid.NAMESPACE_URL, "urn:gehoord:codebook")
_PRINTED = re.compile(r"^(?P<id>[A-Za-z]{0,4}\d[\w.]{0,8})\s+(?P<title>\S.*)$", re.DOTALL)
_EXAMPLES = "\n\nVoorbeelden:\n"
_HIDDEN = re.compile(
    r"(?<!\s)\s*\[id: (?P<id>[^\]\n]+)\]\s*$"
)  # an id that does not read as a number


def shipped(name: str) -> Codebook:
    """A codebook that ships with gehoord. Raises: DataProblem for a name that does not."""
    if name not in SHIPPED:
        raise DataProblem(
            where=name,
            found=_("gehoord has no codebook of this name"),
            expected=_("one of: {keys}").format(keys=", ".join(SHIPPED)),
            mend=_("see 'gehoord codebook list', or give a file"),
        )
    data = tomllib.loads((_FOLDER / f"{name}.toml").read_text("utf-8"))
    codes = tuple(
        Code.with_examples(
            entry["id"],
            entry["title"],
            entry.get("text", ""),
            entry.get("parent", ""),
            entry.get("examples", ()),
        )
        for entry in data["codes"]
    )
    return Codebook(data["id"], data["title"], codes, data["kind"], bool(data["multiple"]))


def shipped_note(name: str) -> str:
    """What a reader should know of a shipped codebook, such as that the law must be checked."""
    return str(tomllib.loads((_FOLDER / f"{name}.toml").read_text("utf-8")).get("note", ""))


def codebook_id_of(file: str) -> str:
    """The id of the codebook in a file: its name; of a list of kaders or kwesties just that."""
    stem = Path(file).stem
    known = re.search(r"kader|kwestie", stem, re.IGNORECASE)
    return f"{known[0].casefold()}s" if known else stem


def read_codebook(path: Path, codebook_id: str, title: str = "", where: str = "") -> Codebook:
    """A codebook from a table, a document or .qdc.

    Raises: DataProblems with every fault and its place.
    """
    where = where or path.name
    try:
        data = path.read_bytes()
    except OSError as fault:
        raise DataProblem(
            where=where, found=_("the file does not exist"), mend=_("check the name and the folder")
        ) from fault
    suffix = path.suffix.lower()
    if suffix == ".qdc":
        return from_qdc(data, codebook_id, title, where)
    if suffix in (".csv", ".tsv"):
        return from_csv(decoded(data, where), codebook_id, title, where)
    return _book(_entries(path, suffix, where), codebook_id, title, where)


def _entries(path: Path, suffix: str, where: str) -> Entries:
    """The codes in a workbook or a document."""
    plain = RoundFiles(Round("codebook", "codebook", ""), ())
    if suffix in GRIDS:
        for grid in GRIDS[suffix](path, where, plain):
            entries = entries_in_rows(grid.rows, grid.numbers, where)
            if entries:
                return entries
        raise _no_name_column(where, "-")
    if suffix in BLOCKS:
        return entries_in_blocks(structured(BLOCKS[suffix](path, where, plain)), where)
    raise DataProblem(
        where=where,
        found=_("files of kind '{suffix}' cannot be read").format(suffix=suffix),
        expected=_("one of: {keys}").format(keys=", ".join([".qdc", *GRIDS, *BLOCKS])),
        mend=_("export the codebook as CSV or as REFI-QDA codebook (.qdc)"),
    )


# -- CSV --------------------------------------------------------------------------------------


def to_csv(book: Codebook) -> str:
    """``name,description,parent`` with a header; the parent is given by its name."""
    names = {code.code_id: _name(code) for code in book.codes}
    rows = [
        (_name(code), _description(code), names.get(code.parent_id, code.parent_id))
        for code in book.codes
    ]
    return csv_text([("name", "description", "parent"), *rows])


def from_csv(text: str, codebook_id: str, title: str = "", where: str = "csv") -> Codebook:
    """A codebook from ``name,description,parent``; Dutch column names and semicolons are fine."""
    first = text.lstrip("\ufeff").splitlines()[0] if text.strip() else ""
    delimiter = max(",;\t", key=lambda mark: (first.count(mark), mark == ","))
    rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=delimiter))
    entries = entries_in_rows(rows, range(1, len(rows) + 1), where)
    if entries is None:
        raise _no_name_column(where, ", ".join(rows[0])[:120] if rows else "")
    return _book([entry for entry in entries if any(entry[1].values())], codebook_id, title, where)


def _no_name_column(where: str, found: str) -> DataProblem:
    return DataProblem(
        where=where,
        found=_("there is no column 'name' ({found})").format(found=found),
        expected="name,description,parent",
        mend=_("name the columns of the first row so"),
    )


# -- REFI-QDA ---------------------------------------------------------------------------------


def to_qdc(book: Codebook) -> bytes:
    """The codebook as REFI-QDA XML; the same codebook gives the same bytes."""
    root = Xml.Element(
        "CodeBook",
        {
            "xmlns": NAMESPACE,
            "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
            "xsi:schemaLocation": f"{NAMESPACE} {SCHEMA}",
            "origin": "gehoord",
        },
    )
    ids = {code.code_id for code in book.codes}
    codes = Xml.SubElement(root, "Codes")
    children: dict[str, list[Code]] = {}
    for code in book.codes:
        children.setdefault(code.parent_id if code.parent_id in ids else "", []).append(code)
    _write_codes(codes, book, children, "")
    Xml.indent(root, "  ")
    declared: bytes = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return declared + b"\n"


def _write_codes(
    parent: Xml.Element, book: Codebook, children: Mapping[str, list[Code]], parent_id: str
) -> None:
    """Add the codes below ``parent_id`` ("" is the top) to the element, and theirs below them."""
    for code in children.get(parent_id, []):
        element = Xml.SubElement(
            parent,
            "Code",
            {
                "guid": str(uuid.uuid5(_GUIDS, f"{book.codebook_id}/{code.code_id}")).upper(),
                "name": _xml_safe(_name(code)),
                "isCodable": "true",
            },
        )
        if description := _description(code):
            Xml.SubElement(element, "Description").text = _xml_safe(description)
        _write_codes(element, book, children, code.code_id)


def _xml_safe(text: str) -> str:
    """Without control characters, which XML 1.0 cannot hold."""
    return re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)


def from_qdc(data: bytes, codebook_id: str, title: str = "", where: str = "qdc") -> Codebook:
    """A codebook from REFI-QDA XML. Raises: DataProblem when it is none."""
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    if b"encoding" in data[:200] and b"utf-16" not in data[:200].lower():
        # QualCoder on Windows says UTF-8 and writes cp1252: judged by how it reads.
        data = encoding.decoded(data, where).encode("utf-8")
    try:
        root = shallow(fromstring(data))
    except (ParseError, DefusedXmlException, ValueError) as fault:
        found = _("this is no REFI-QDA codebook ({fault})").format(fault=fault)
        raise _no_codebook(where, found) from fault
    holder = next((element for element in root.iter() if local_name(element) == "Codes"), None)
    if holder is None:
        raise _no_codebook(where, _("the file has no codes"))
    return _book(list(_qdc_entries(holder, "", where)), codebook_id, title, where)


def _no_codebook(where: str, found: str) -> DataProblem:
    return DataProblem(
        where=where,
        found=found,
        expected=_("an XML file with CodeBook > Codes > Code"),
        mend=_("export the codebook again as REFI-QDA codebook (.qdc)"),
    )


def _qdc_entries(above: Any, parent: str, where: str) -> Iterable[tuple[str, dict[str, str]]]:
    for element in children(above, "Code"):
        name = (element.get("name") or "").strip()
        text = text_of(first_of(element, "Description")).strip()
        place = f"{where}, {_('code')} '{name or element.get('guid', '?')}'"
        yield place, {"name": name, "description": text, "parent": parent}
        yield from _qdc_entries(element, name, where)


# -- both -------------------------------------------------------------------------------------


def _name(code: Code) -> str:
    """The code's name outside: its id in front, unless the id was made from the title."""
    if code.code_id == _slug(code.title) or not _PRINTED.match(f"{code.code_id} {code.title}"):
        return code.title
    return f"{code.code_id} {code.title}"


def _description(code: Code) -> str:
    text = code.text
    if code.support:
        text += _EXAMPLES + "\n".join(f"- {' '.join(piece.split())}" for piece in code.support)
    hidden = _name(code) == code.title and code.code_id != _slug(code.title)
    return f"{text}\n\n[id: {code.code_id}]".strip() if hidden else text


def _book(
    entries: Sequence[tuple[str, dict[str, str]]], codebook_id: str, title: str, where: str
) -> Codebook:
    """The codebook of a list of entries. Raises: DataProblems, every fault with its place."""
    faults: list[DataProblem] = []
    codes: dict[str, Code] = {}
    names: dict[str, str] = {}
    for place, values in entries:
        code = _code(values)
        if code is None:
            faults.append(
                DataProblem(where=place, found=_("a code has no name"), mend=_("give it a name"))
            )
        elif code.code_id in codes:
            faults.append(
                DataProblem(
                    where=place,
                    found=_("code '{name}' occurs twice").format(name=values["name"]),
                    mend=_("give each code a name of its own"),
                )
            )
        else:
            codes[code.code_id] = code
            names[values["name"]] = code.code_id
    faults += _unknown_parents(entries, names, codes)
    if not codes and not faults:
        faults.append(
            DataProblem(where=where, found=_("the file has no codes"), mend=_("add codes"))
        )
    if faults:
        raise DataProblems(faults)
    placed = tuple(
        replace(code, parent_id=names.get(code.parent_id, code.parent_id))
        for code in codes.values()
    )
    kind = codebook_id if codebook_id in CODEBOOK_KINDS else "other"
    return Codebook(codebook_id, title or codebook_id.capitalize(), placed, kind)


def _unknown_parents(
    entries: Sequence[tuple[str, dict[str, str]]],
    names: Mapping[str, str],
    codes: Mapping[str, Code],
) -> list[DataProblem]:
    return [
        DataProblem(
            where=place,
            found=_("parent '{parent}' does not exist").format(parent=values["parent"]),
            expected=_("the name of a code in this file"),
            mend=_("correct the parent, or leave it empty"),
        )
        for place, values in entries
        if values.get("parent") and values["parent"] not in names and values["parent"] not in codes
    ]


def _code(values: Mapping[str, str]) -> Code | None:
    name = values.get("name", "")
    if not name:
        return None
    printed = _PRINTED.match(name)
    description = values.get("description", "")
    hidden = _HIDDEN.search(description)
    description = _HIDDEN.sub("", description)
    code_id = hidden["id"] if hidden else values.get("id", "")
    code_id = code_id or (printed["id"] if printed else _slug(name))
    title = printed["title"] if printed and printed["id"] == code_id else name
    text, _mark, listed = f"\n\n{description}".partition(_EXAMPLES)
    examples = [line.removeprefix("- ") for line in listed.splitlines() if line.strip()]
    return Code.with_examples(code_id, title, text.strip(), values.get("parent", ""), examples)


def _slug(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title.split(":")[0]).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.casefold()).strip("-")[:40] or "code"


def to_toml(book: Codebook) -> str:
    """The codebook as a [[codebooks]] part of plan.toml."""
    lines = ["[[codebooks]]", f"id = {quoted(book.codebook_id)}", f"title = {quoted(book.title)}"]
    if book.kind != book.codebook_id:
        lines.append(f"kind = {quoted(book.kind)}")
    lines.append(f"multiple = {'true' if book.multiple else 'false'}")
    for code in book.codes:
        lines += [
            "",
            "  [[codebooks.codes]]",
            f"  id = {quoted(code.code_id)}",
            f"  title = {quoted(code.title)}",
        ]
        if code.text:
            lines.append(f"  text = {quoted(code.text)}")
        if code.parent_id:
            lines.append(f"  parent = {quoted(code.parent_id)}")
        if code.support:
            lines.append(f"  examples = [{', '.join(quoted(example) for example in code.support)}]")
    return "\n".join(lines) + "\n"
