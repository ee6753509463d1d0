"""Which reports stand in the folder of a run, and how each was made: enough to make it again."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.core.store import atomic_write_text
from pipeline.runs.environment import writer_digest
from pipeline.runs.seal import report_seal

FILE_NAME = "rendered.json"


@dataclass(frozen=True)
class Recipe:
    """How a report was made from the tables."""

    edition: str = "projectteam"
    language: str = "nl"
    focus: Mapping[str, str] = field(default_factory=dict)
    page_numbers: bool = False  # counted by LibreOffice, in the contents of the Word report
    own_house: bool = False  # with a template or logo given at the command, not kept in the run


@dataclass(frozen=True)
class Rendered:
    """One file as it was written."""

    sha256: str
    recipe: Recipe
    writer: str = ""  # environment.writer_digest: another one may write the same otherwise
    seal: str = ""  # "" where the key of the corpus was not at hand

    def sealed(self, folder: Path, name: str, secret: bytes) -> str:
        """The seal that this note has in the folder of its run."""
        facts = {key: value for key, value in asdict(self).items() if key != "seal"}
        return report_seal(folder, {"name": name, **facts}, secret)

    def vouched(self, folder: Path, name: str, secret: bytes) -> bool:
        """Whether somebody with the key wrote down that this file was written so."""
        there = self.sealed(folder, name, secret)
        return bool(there) and hmac.compare_digest(there.encode(), self.seal.encode())


def keep_rendered(
    folder: Path, files: Mapping[str, bytes], recipe: Recipe, *, secret: bytes = b""
) -> None:
    """Note that these files were written into the folder of a run; earlier notes stay."""
    known = read_rendered(folder) if (folder / FILE_NAME).is_file() else {}
    fresh = {}
    for name, data in files.items():
        note = Rendered(hashlib.sha256(data).hexdigest(), recipe, writer_digest())
        fresh[name] = replace(note, seal=note.sealed(folder, name, secret))
    notes = {name: asdict(rendered) for name, rendered in sorted({**known, **fresh}.items())}
    text = json.dumps(notes, ensure_ascii=False, indent=1, default=dict)
    atomic_write_text(folder / FILE_NAME, text + "\n")


def read_rendered(folder: Path) -> dict[str, Rendered]:
    """File name -> how it was written. Raises: DataProblem for a note that cannot be read."""
    path = folder / FILE_NAME
    try:
        notes = json.loads(path.read_text("utf-8"))
        return {
            str(name): Rendered(
                str(note["sha256"]),
                Recipe(**note["recipe"]),
                str(note["writer"]),
                str(note.get("seal", "")),
            )
            for name, note in notes.items()
        }
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
        raise DataProblem(
            where=str(path),
            found=_("the file is damaged or was changed"),
            expected=_("what the run wrote: each report with its hash"),
            mend=_("put the original back, or run 'gehoord analyse' again"),
        ) from fault
