"""A coverage-guided fuzzer over every reader: `python -m tests.files.fuzz --runs 1000000`.

Needs atheris (`pip install atheris`). An input is a nasty file of ours in which one part (of a zip,
or the file itself) has other bytes. Whatever comes of it must be a fault with a mend or answers;
anything else is a find: its file is kept, one per place in the code, and becomes a test by being
put into tests/files/finds.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import sys
import tempfile
import time
import traceback
import zipfile
from collections.abc import Iterator
from pathlib import Path

SLOW = 10.0  # seconds of processor for one file of at most a few kilobytes: a find too
LARGEST = 65_536  # bytes of a part
TEXTS = (".docx", ".odt", ".pdf", ".txt", ".md", ".vtt")
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj\n4 0 obj<</Length 44>>stream\nBT /F1 12 Tf 20 200 Td (Het busje is laat) Tj ET\nendstream endobj\n5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"  # noqa: E501
VTT = b"WEBVTT\n\n00:00.000 --> 00:02.000\n<v Anna>Het busje komt te laat.\n"


def seeds() -> Iterator[tuple[str, str, bytes]]:
    """(suffix, part or "", the whole file) of every nasty file that is small."""
    from tests.files.nasty import BUILDERS

    with tempfile.TemporaryDirectory() as room:
        for name, build in sorted(BUILDERS.items()):
            if any(word in name for word in ("endless", "thousand", "bomb")):
                continue
            folder = Path(room) / name
            folder.mkdir()
            build(folder / name)
            for path in folder.iterdir():
                raw = path.read_bytes()
                if len(raw) <= LARGEST:
                    for part in ("", *_parts(raw)):
                        yield path.suffix.lower(), part, raw
    yield ".pdf", "", PDF
    yield ".vtt", "", VTT


def _parts(raw: bytes) -> list[str]:
    if not zipfile.is_zipfile(io.BytesIO(raw)):
        return []
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return [one for one in archive.namelist() if one.endswith((".xml", ".rels"))]


def with_part(raw: bytes, part: str, content: bytes) -> bytes:
    """The file with these bytes for one of its parts, or for all of it."""
    if not part:
        return content
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(held, "w") as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    return held.getvalue()


def outcome(path: Path) -> str:
    """What reading this file comes to: "" for answers or a fault, else the place that gave way."""
    from pipeline.core.errors import DataProblem, DataProblems
    from pipeline.core.plan import Round
    from pipeline.corpus.readers import read_file
    from pipeline.files.options import RoundFiles

    kind = "meeting" if path.suffix in TEXTS else "survey"
    one = RoundFiles(Round("1", "Een", "2025-01-01", kind), (path.name,))
    start = time.process_time()
    try:
        read = read_file(path.parent, path.name, one, "r1")
        assert all(fault.where and fault.found for fault in read.faults)
    except (DataProblem, DataProblems):
        pass
    except Exception as fault:  # whatever a reader lets through is what we are after
        ours = [f for f in traceback.extract_tb(fault.__traceback__) if "/pipeline/" in f.filename]
        place = f"{Path(ours[-1].filename).name}-{ours[-1].lineno}" if ours else "outside"
        return f"{type(fault).__name__}-{place}"
    return "slow" if time.process_time() - start > SLOW else ""


def main() -> None:
    """Run so many executions or seconds, and say what was found."""
    import atheris

    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=1_000_000)
    options.add_argument("--seconds", type=int, default=0)
    options.add_argument("--finds", type=Path, default=Path("build/fuzz"))
    given = options.parse_args()
    with atheris.instrument_imports(include=["pipeline.files", "pipeline.corpus"]):
        import pipeline.corpus.readers  # noqa: F401
    every = list(seeds())
    given.finds.mkdir(parents=True, exist_ok=True)
    room = Path(tempfile.mkdtemp(prefix="gehoord-fuzz-"))
    inputs = room / "inputs"
    inputs.mkdir()
    for number, (_suffix, part, raw) in enumerate(every):
        whole = raw if not part else zipfile.ZipFile(io.BytesIO(raw)).read(part)
        (inputs / str(number)).write_bytes(number.to_bytes(2, "big") + whole)
    done: dict[str, int] = {}
    counted = [0]

    def once(data: bytes) -> None:
        suffix, part, raw = every[int.from_bytes(data[:2], "big") % len(every)]
        path = room / f"file{suffix}"
        path.write_bytes(with_part(raw, part, data[2:]))
        with contextlib.redirect_stderr(io.StringIO()):
            found = outcome(path)
        counted[0] += 1
        if found:
            if found not in done:
                (given.finds / f"{found}{suffix}").write_bytes(path.read_bytes())
            done[found] = done.get(found, 0) + 1
        if counted[0] % 10_000 == 0:
            os.write(1, f"{counted[0]} executions, finds: {done}\n".encode())

    flags = [f"-runs={given.runs}", f"-max_len={LARGEST}", "-verbosity=0", "-rss_limit_mb=4096"]
    flags += [f"-max_total_time={given.seconds}"] if given.seconds else []
    atheris.Setup([sys.argv[0], *flags, str(inputs)], once)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
