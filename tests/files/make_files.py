"""Small builders of input files, so that no test carries a binary of unknown origin."""

from __future__ import annotations

import io
import itertools
import struct
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from openpyxl import Workbook

ROUND = '[rounds.1]\ntitle = "Ronde"\ndate = 2025-03-17\n'
OLE_HEAD = bytes.fromhex("d0cf11e0a1b11ae1")


def corpus_of(folder: Path, file: str, extra: str = "", kind: str = "survey") -> Path:
    """Write a corpus.toml with one round of one file."""
    text = f'{ROUND}kind = "{kind}"\nfile = "{file}"\n{extra}\n'
    (folder / "corpus.toml").write_text(text, encoding="utf-8")
    return folder


def workbook(path: Path, rows: Iterable[Sequence[object]], sheet: str = "Blad1") -> Path:
    """A workbook with one sheet."""
    book = Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(list(row))
    book.save(path)
    return path


def slides(path: Path, *shown: tuple[str, Sequence[tuple[str, int]]]) -> None:
    """A presentation: of each slide its title and its points, each with how deep it hangs."""
    space = (
        'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    )
    package = "http://schemas.openxmlformats.org/package/2006"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

    def shape(kind: str, points: Sequence[tuple[str, int]]) -> str:
        inside = "".join(
            f'<a:p><a:pPr lvl="{deep}"/><a:r><a:t>{text}</a:t></a:r></a:p>' for text, deep in points
        )
        return (
            f'<p:sp><p:nvSpPr><p:cNvPr id="2" name="x"/><p:cNvSpPr/><p:nvPr><p:ph type="{kind}"/>'
            f"</p:nvPr></p:nvSpPr><p:txBody><a:bodyPr/>{inside}</p:txBody></p:sp>"
        )

    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"/>',
        "ppt/presentation.xml": f"<p:presentation {space}><p:sldIdLst>"
        + "".join(f'<p:sldId id="{256 + n}" r:id="rId{n}"/>' for n, _slide in enumerate(shown))
        + "</p:sldIdLst></p:presentation>",
        "ppt/_rels/presentation.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        + "".join(
            f'<Relationship Id="rId{n}" Type="{relation}/slide" Target="slides/slide{n}.xml"/>'
            for n, _slide in enumerate(shown)
        )
        + "</Relationships>",
    }
    for n, (title, points) in enumerate(shown):
        kinds = ("title", "body") if n else ("ctrTitle", "subTitle")
        inside = shape(kinds[0], [(title, 0)]) + (shape(kinds[1], points) if points else "")
        parts[f"ppt/slides/slide{n}.xml"] = (
            f"<p:sld {space}><p:cSld><p:spTree>{inside}</p:spTree></p:cSld></p:sld>"
        )
    path.write_bytes(zip_of({name: text.encode() for name, text in parts.items()}))


def ole_container(*streams: str) -> bytes:
    """The start of an OLE2 file (old Office, or an encrypted new one) with directory names."""
    names = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in streams)
    return OLE_HEAD + bytes(504) + names.ljust(1024, b"\0")


def zip_of(parts: dict[str, bytes]) -> bytes:
    """A zip with these parts, compressed."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def old_workbook(rows: Iterable[Sequence[str]]) -> bytes:
    """A .xls of one sheet with texts in its cells, as Excel 97 lays it out (BIFF8)."""

    def record(kind: int, body: bytes) -> bytes:
        return struct.pack("<HH", kind, len(body)) + body

    def start(kind: int) -> bytes:
        return record(0x809, struct.pack("<HHHHII", 0x600, kind, 0, 1997, 0, 0))

    cells = b"".join(
        record(
            0x204, struct.pack("<HHHHB", row, column, 0, len(text), 1) + text.encode("utf-16-le")
        )
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
    )
    sheet, title = start(0x10) + cells + record(0x0A, b""), b"Blad1"
    listed = 8 + len(title)
    offset = len(start(0x05)) + 4 + listed + 4
    about = record(0x85, struct.pack("<IBBBB", offset, 0, 0, len(title), 0) + title)
    return _compound_file([("Workbook", start(0x05) + about + record(0x0A, b"") + sheet)])


_NONE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD  # marks in the tables of an OLE2 file


def outlook_message(
    subject: str,
    sender: str,
    day: datetime,
    body: str,
    attached: dict[str, bytes] | None = None,
    rtf: bytes = b"",
) -> bytes:
    """A .msg as Outlook saves it: one stream for each property, a folder for each attachment."""
    since_1601 = int((day - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds() * 10_000_000)
    texts = {0x0037: subject, 0x0C1F: sender, 0x1000: body}
    entries = [struct.pack("<HHIQ", 0x40, 0x0039, 6, since_1601)]
    entries += [
        struct.pack("<HHIII", 0x1F, pid, 6, len(text) * 2, 0) for pid, text in texts.items()
    ]
    files: list[tuple[str, bytes]] = [
        (f"__substg1.0_{pid:04X}001F", text.encode("utf-16-le")) for pid, text in texts.items()
    ]
    if rtf:
        entries.append(struct.pack("<HHIII", 0x102, 0x1009, 6, len(rtf), 0))
        files.append(("__substg1.0_10090102", rtf))
    n = len(attached or {})
    head = struct.pack("<8x4I8x", 0, n, 0, n)
    tree: list[tuple[str, bytes | list[tuple[str, bytes]]]] = [
        ("__properties_version1.0", head + b"".join(entries)),
        *files,
    ]
    for at, (name, content) in enumerate((attached or {}).items()):
        own = struct.pack("<HHII4x", 0x03, 0x3705, 6, 1)
        own += struct.pack("<HHIII", 0x1F, 0x3707, 6, len(name) * 2, 0)
        own += struct.pack("<HHIII", 0x102, 0x3701, 6, len(content), 0)
        tree.append((
            f"__attach_version1.0_#{at:08X}",
            [
                ("__properties_version1.0", bytes(8) + own),
                ("__substg1.0_3707001F", name.encode("utf-16-le")),
                ("__substg1.0_37010102", content),
            ],
        ))  # fmt: skip
    return _compound_file(tree)


def _compound_file(tree: list[tuple[str, bytes | list[tuple[str, bytes]]]]) -> bytes:
    """An OLE2 file of small streams, of which each lies in the mini stream."""
    rows: list[list[object]] = [["Root Entry", 5, _NONE, 1, b""]]  # name, type, next, child, bytes
    for name, content in tree:
        inside = isinstance(content, list)
        rows.append([name, 1 if inside else 2, _NONE, _NONE, b"" if inside else content])
    top = list(range(1, len(rows)))
    for at in top:
        content = tree[at - 1][1]
        if isinstance(content, list):
            rows[at][3] = len(rows)
            first = len(rows)
            rows += [[name, 2, _NONE, _NONE, held] for name, held in content]
            for before in range(first, len(rows) - 1):
                rows[before][2] = before + 1
    for before, after in itertools.pairwise(top):
        rows[before][2] = after
    small, chain, starts = b"", list[int](), list[int]()
    for row in rows:
        held = bytes(row[4])  # type: ignore[call-overload]
        assert len(held) < 4096, "a larger stream would lie elsewhere"
        starts.append(len(chain) if held else _END)
        n = -(-len(held) // 64)
        chain += [len(chain) + k + 1 for k in range(n - 1)] + ([_END] if n else [])
        small += held.ljust(n * 64, b"\0")
    n_directory, n_mini = -(-len(rows) // 4), -(-len(chain) // 128)
    n_small = -(-len(small) // 512)
    parts = (n_directory, n_mini, n_small)
    fat, begins = [_FAT], list[int]()
    for n in parts:
        begins.append(len(fat))
        fat += [len(fat) + k + 1 for k in range(n - 1)] + [_END]
    assert len(fat) <= 128, "one sector of the table holds no more"
    directory = b""
    for at, (name, kind, after, child, held) in enumerate(rows):
        plain = str(name).encode("utf-16-le") + b"\0\0"
        start, size = (begins[2], len(small)) if at == 0 else (starts[at], len(bytes(held)))  # type: ignore[call-overload]
        directory += plain.ljust(64, b"\0") + struct.pack("<HBB", len(plain), kind, 1)
        directory += struct.pack("<III", _NONE, after, child) + bytes(36)
        directory += struct.pack("<IQ", start if kind != 1 else 0, size)
    header = OLE_HEAD + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIII", 0, 1, begins[0], 0, 4096)
    header += struct.pack("<IIII", begins[1], n_mini, _END, 0) + struct.pack("<I", 0)
    header = header.ljust(512, b"\xff")
    return (
        header
        + struct.pack(f"<{len(fat)}I", *fat).ljust(512, b"\xff")
        + directory.ljust(n_directory * 512, b"\0")
        + struct.pack(f"<{len(chain)}I", *chain).ljust(n_mini * 512, b"\xff")
        + small.ljust(n_small * 512, b"\0")
    )
