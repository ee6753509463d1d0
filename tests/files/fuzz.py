"""A coverage-guided fuzzer over every reader: `python -m tests.files.fuzz --runs 1000000`.

Needs atheris (`pip install atheris`). An input is a file of ours in which one part (of a zip, or
the file itself) has other bytes. Whatever comes of it must be a fault with a mend or answers;
anything else is a find: its file is kept, one per place in the code, and becomes a test by being
put into tests/files/finds. Each reader has its turn in a process of its own; what was tried is
added up in totals.json beside the finds, over every time that the fuzzer ran.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import subprocess
import sys
import tempfile
import time
import traceback
import zipfile
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from tests.files.make_files import old_workbook, outlook_message

MOST_ENDS = 20  # times that the process of one reader may end, by a file that a library cannot bear
SLOW = 10.0  # seconds of processor for one file of at most a few kilobytes: a find too
LARGEST = 65_536  # bytes of a part
TEXTS = (".docx", ".odt", ".pdf", ".txt", ".md", ".vtt")
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj\n4 0 obj<</Length 44>>stream\nBT /F1 12 Tf 20 200 Td (Het busje is laat) Tj ET\nendstream endobj\n5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"  # noqa: E501
SRT = b"1\n00:00:00,000 --> 00:00:02,000\nAnna: Het busje komt te laat.\n"
ROWS = [["nr", "rol", "reactie"], ["1", "ouder", "Het busje komt te laat"]]
JSON = b'[{"rol": "ouder", "text": "Meer rust"}, {"rol": "ouder", "text": "Meer tijd"}]'
XML = (
    b"<r><d><rol>ouder</rol><reactie>Meer rust</reactie></d><d><reactie>Meer tijd</reactie></d></r>"
)
PLAN = b'title = "Plan"\n[[pillars]]\npillar_id = "1"\ntitle = "Rust"\n[[pillars.goals]]\ngoal_id = "1.1"\ntext = "De groepen zijn klein"\n[[pillars.goals.actions]]\naction_id = "1.1.1"\ntext = "Wij maken kleine groepen"\n'  # noqa: E501
PLAN_TEXT = b"Ondersteuningsplan\n\n1 Rust\n1.1 Doel: de groepen zijn klein\n1.1.1 Hoe: wij maken kleine groepen\n2 Tijd\n2.1 Doel: er is tijd voor overleg\n"  # noqa: E501
# From what takes longest to read to what takes least: what the slow leave undone, the quick do.
READERS = (
    *(".xlsx", ".xlsm", ".pdf", ".docx", ".msg", ".sav", ".zsav", ".dta", ".por", ".parquet"),
    *(".xls", ".md", ".txt", "plan.txt", "plan.toml", ".eml", ".mbox", ".ods", ".odt", ".tsv"),
    *(".xml", ".json", ".ndjson", ".jsonl", ".srt", ".vtt", ".csv"),
)
START = datetime.now(UTC).isoformat()  # of this process: a turn's name in the totals
MEMORY = Path("/dev/shm")  # where there is one: files of a moment, that need no disk
VTT = b"WEBVTT\n\n00:00.000 --> 00:02.000\n<v Anna>Het busje komt te laat.\n"


def write_seeds(folder: Path) -> None:
    """Every small nasty file, and a sound file of each other kind, as n.suffix or n.plan.suffix."""
    from tests.files.nasty import BUILDERS

    raws: list[tuple[str, bytes]] = list(_typed().items())
    with tempfile.TemporaryDirectory() as room:
        for name, build in sorted(BUILDERS.items()):
            if not any(word in name for word in ("endless", "thousand", "bomb")):
                build(Path(room) / name)
        raws += [(path.suffix.lower(), path.read_bytes()) for path in sorted(Path(room).iterdir())]
    for number, (reader, raw) in enumerate(raws):
        if len(raw) <= LARGEST and reader in READERS:
            (folder / f"{number}.{reader.strip('.')}").write_bytes(raw)


def seeds(folder: Path, reader: str) -> list[tuple[str, bytes]]:
    """(part or "", the whole file) of each seed of this reader."""
    raws = [path.read_bytes() for path in sorted(folder.glob(f"*.{reader.strip('.')}"))]
    if reader[0] == ".":  # a plan.txt is no seed of .txt
        plans = {path.read_bytes() for path in folder.glob("*.plan.*")}
        raws = [raw for raw in raws if raw not in plans]
    return [(part, raw) for raw in raws for part in ("", *_parts(raw))]


def _typed() -> dict[str, bytes]:
    """What no nasty file stands for: a small sound file of each other kind."""
    import pandas
    import pyreadstat

    table = pandas.DataFrame(ROWS[1:], columns=ROWS[0])
    writes = {
        ".sav": pyreadstat.write_sav,
        ".zsav": partial(pyreadstat.write_sav, compress=True),
        ".por": pyreadstat.write_por,
        ".dta": pyreadstat.write_dta,
    }
    typed = {".pdf": PDF, ".vtt": VTT, ".srt": SRT, ".json": JSON, ".ndjson": JSON[1:-1]}
    typed |= {".xml": XML, "plan.toml": PLAN, "plan.txt": PLAN_TEXT, ".xls": old_workbook(ROWS)}
    typed[".msg"] = outlook_message(
        "Reactie", "a@voorbeeld.nl", datetime(2025, 3, 17, tzinfo=UTC), "Het busje is laat.", {}
    )
    with tempfile.TemporaryDirectory() as room:
        for suffix, write in writes.items():
            write(table, f"{room}/file{suffix}")
            typed[suffix] = Path(room, f"file{suffix}").read_bytes()
    return typed


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


def read_once(path: Path) -> None:
    """Read it as what it is: a file called plan as a plan, any other as a file of a round.

    Raises: DataProblem or DataProblems, as a reader tells faults.
    """
    from pipeline.core.plan import Round
    from pipeline.corpus.readers import read_file
    from pipeline.files.options import RoundFiles
    from pipeline.plan.reading.document import read_plan_document
    from pipeline.plan.reading.toml import read_plan

    if path.stem == "plan":
        (read_plan if path.suffix == ".toml" else read_plan_document)(path)
        return
    kind = "meeting" if path.suffix in TEXTS else "survey"
    files = RoundFiles(Round("1", "Een", "2025-01-01", kind), (path.name,))
    read = read_file(path.parent, path.name, files, "r1")
    assert all(fault.where and fault.found for fault in read.faults)


def outcome(path: Path) -> str:
    """What reading this file comes to: "" for answers or a fault, else the place that gave way."""
    from pipeline.core.errors import DataProblem, DataProblems

    start = time.process_time()
    try:
        read_once(path)
    except (DataProblem, DataProblems):
        pass
    except BaseException as fault:  # a panic of a library written in Rust is no Exception
        if isinstance(fault, KeyboardInterrupt):
            raise
        ours = [f for f in traceback.extract_tb(fault.__traceback__) if "/pipeline/" in f.filename]
        place = f"{Path(ours[-1].filename).name}-{ours[-1].lineno}" if ours else "outside"
        return f"{type(fault).__name__}-{place}"
    return "slow" if time.process_time() - start > SLOW else ""


class Turn:
    """One reader's turn: its files, how many to read in how many seconds, and what came of it."""

    def __init__(self, reader: str, runs: int, seconds: int, finds: Path, room: Path) -> None:
        self.reader, self.runs, self.finds, self.room = reader, runs, finds, room
        self.seeds = seeds(room.parent / "seeds", reader)
        self.done: dict[str, int] = {}
        self.executions = self.ended = 0
        self.alone = False  # whether users get this reader in a process of its own
        self.until = time.monotonic() + seconds if seconds else float("inf")

    def once(self, data: bytes) -> None:
        """Read one damaged file; at the end of the turn, add up and leave."""
        part, raw = self.seeds[int.from_bytes(data[:2], "big") % len(self.seeds)]
        path = self.room / (self.reader if self.reader[0] != "." else f"file{self.reader}")
        path.write_bytes(with_part(raw, part, data[2:]))
        with contextlib.redirect_stderr(io.StringIO()):
            place = outcome(path) if self.bears(path) else ""
        self.executions += 1
        if place:
            if place not in self.done:
                (self.finds / f"{place}{self.reader}").write_bytes(path.read_bytes())
            self.done[place] = self.done.get(place, 0) + 1
        over = self.executions >= self.runs or time.monotonic() > self.until
        if over or self.executions % 1_000 == 0:
            self.add_up(last=over)
        if over:
            os._exit(0)  # atheris knows no other way out

    def bears(self, path: Path) -> bool:
        """Whether a process that reads this file lives; where it does not, users get a fault.

        Only asked of what they read in a process of its own (`pipeline.files.alone`): a library
        that asks for 4 GB gets none and ends, and would end the fuzzer with it.
        """
        if not self.alone:
            return True
        child = os.fork()
        if not child:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
            outcome(path)
            os._exit(0)
        lives = os.waitpid(child, 0)[1] == 0
        self.ended += not lives
        return lives

    def add_up(self, *, last: bool) -> None:
        """What was tried since the last time, in the totals; a line at the end of the turn."""
        add_to(self.finds / "totals.json", self.reader, self.executions, self.done)
        if last:
            said = f"{self.reader}: {self.executions} executions, finds: {self.done}"
            print(f"{said}, {self.ended} ended their own process", flush=True)


def add_to(totals: Path, reader: str, executions: int, finds: dict[str, int]) -> None:
    """Note this turn's numbers in the totals, in the place of what it noted before."""
    held: dict[str, Any] = json.loads(totals.read_text("utf-8")) if totals.exists() else {}
    turn = f"{reader} {START}"
    held[turn] = {"reader": reader, "executions": executions, "finds": finds}
    draft = totals.with_suffix(".draft")
    draft.write_text(json.dumps(held, indent=1), encoding="utf-8")
    draft.replace(totals)


def take_turn(turn: Turn) -> None:
    """Let atheris think of files for one reader."""
    import atheris

    with atheris.instrument_imports(include=["pipeline.files", "pipeline.corpus", "pipeline.plan"]):
        import pipeline.corpus.readers
        import pipeline.plan.reading.document  # noqa: F401
        from pipeline.files import alone, formats
    if turn.reader in alone.READERS:  # here: a new interpreter for each file would take too long
        turn.alone = True
        formats.GRIDS[turn.reader] = lambda path, where, _: alone.READERS[path.suffix](path, where)
        alone.bound("RLIMIT_AS", alone.MOST)
    inputs = turn.room / "inputs"
    inputs.mkdir()
    for number, (part, raw) in enumerate(turn.seeds):
        whole = raw if not part else zipfile.ZipFile(io.BytesIO(raw)).read(part)
        (inputs / str(number)).write_bytes(number.to_bytes(2, "big") + whole)
    flags = [f"-max_len={LARGEST}", "-verbosity=0", *(["-handle_abrt=0"] if turn.alone else [])]
    # What runs alone has its own bound: what that refuses is a fault, and no end of this process.
    flags += [f"-rss_limit_mb={0 if turn.reader in alone.READERS else 2048}"]
    crash = f"-artifact_prefix={turn.finds}/{turn.reader.strip('.')}-"
    atheris.Setup([sys.argv[0], *flags, crash, str(inputs)], turn.once)
    atheris.Fuzz()


def every_turn(runs: int, seconds: int, finds: Path, readers: tuple[str, ...]) -> int:
    """Each reader in a process of its own, with an even share of what is left; how many read."""
    until, before = time.monotonic() + seconds, executed(finds)
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as room:
        (Path(room) / "seeds").mkdir()
        write_seeds(Path(room) / "seeds")
        for at, reader in enumerate(readers):
            left, start = len(readers) - at, executed(finds)
            share = max(1, -(-(runs - start + before) // left))
            over = time.monotonic() + (until - time.monotonic()) / left if seconds else None
            for go in range(MOST_ENDS):
                own = Path(room) / f"turn-{at}-{go}"
                own.mkdir()
                more = [f"--runs={share - (executed(finds) - start)}"]
                more += [f"--seconds={max(1, int(over - time.monotonic()))}"] if over else []
                if _one_process(reader, finds, own, more):
                    break
            if executed(finds) == start:
                raise SystemExit(f"{reader}: nothing was read, the fuzzer itself is at fault")
    return executed(finds) - before


def _one_process(reader: str, finds: Path, room: Path, more: list[str]) -> bool:
    """Whether the reader's process came to the end of its turn; a file that ended it is told."""
    command = [sys.executable, "-m", "tests.files.fuzz", "--reader", reader, *more]
    ended = subprocess.run(
        [*command, "--finds", str(finds), "--room", str(room)],
        # A panic of a library in Rust is told in 160 lines, which take longer than reading.
        env=os.environ | {"TMPDIR": str(room), "RUST_BACKTRACE": "0"},
        stderr=subprocess.DEVNULL,
        check=False,
    )
    if ended.returncode:
        print(f"{reader}: ended with {ended.returncode}, see {finds}", flush=True)
    return not ended.returncode


def executed(finds: Path) -> int:
    """How many files were read, over every time that the fuzzer ran."""
    totals = finds / "totals.json"
    turns = json.loads(totals.read_text("utf-8")).values() if totals.exists() else ()
    return sum(turn["executions"] for turn in turns)


def main() -> None:
    """Run so many executions or seconds, and say what was found."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=1_000_000, help="of all readers together")
    options.add_argument("--seconds", type=int, default=0, help="of all readers together")
    options.add_argument("--finds", type=Path, default=Path("build/fuzz"))
    options.add_argument("--reader", choices=READERS, help="only this reader")
    options.add_argument("--room", type=Path, help=argparse.SUPPRESS)
    given = options.parse_args()
    given.finds.mkdir(parents=True, exist_ok=True)
    if given.room:
        take_turn(Turn(given.reader, given.runs, given.seconds, given.finds, given.room))
        return
    readers = (given.reader,) if given.reader else READERS
    print(f"this time {every_turn(given.runs, given.seconds, given.finds, readers)} executions")
    turns = json.loads((given.finds / "totals.json").read_text("utf-8")).values()
    for reader in READERS:
        n = sum(turn["executions"] for turn in turns if turn["reader"] == reader)
        places = {place for turn in turns if turn["reader"] == reader for place in turn["finds"]}
        print(f"in all  {reader:10} {n:9,}  {', '.join(sorted(places)) or 'no find'}")
    print(f"in all  {'':10} {executed(given.finds):9,}")


if __name__ == "__main__":
    main()
