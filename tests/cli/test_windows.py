"""What a Windows laptop lacks stands in no command's way."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.core.drafts import try_writing
from pipeline.core.errors import DataProblem
from pipeline.core.store import atomic_write_bytes
from pipeline.corpus import look
from pipeline.corpus.corpus import check_corpus, read_corpus
from pipeline.corpus.look import vanished
from pipeline.files.guard import inside
from tests.conftest import ROOT
from tests.files.make_files import corpus_of

# Import every module of the commands with the modules of Unix alone out of reach.
_IMPORT_ALL = """
import os, pkgutil, sys
for name in ("resource", "fcntl", "pwd", "grp", "termios"):
    sys.modules[name] = None
for name in ("sched_getaffinity", "fork", "getuid", "geteuid"):
    if hasattr(os, name):
        delattr(os, name)
from importlib import import_module
import pipeline.cli
names = [m.name for m in pkgutil.walk_packages(pipeline.cli.__path__, "pipeline.cli.")]
for name in names:
    import_module(name)
from pipeline.cli.app import build
build()
from pipeline.encoders import runtime
print(len(names))
"""


# A package that is not installed: other packages ask sys.modules for it, and must find nothing.
_WITHOUT = """
import sys
class Gone:
    def find_spec(self, name, *_rest):
        if name.partition(".")[0] == "{package}":
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Gone())
"""


def _run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_every_command_is_imported_without_the_modules_of_unix() -> None:
    done = _run(_IMPORT_ALL)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout.split()[-1]) >= 30


@pytest.mark.parametrize("package", ["torch", "bertopic", "umap", "sentence_transformers", "onnx"])
def test_no_command_imports_what_only_training_needs(package: str) -> None:
    done = _run(_WITHOUT.format(package=package) + _IMPORT_ALL)
    assert done.returncode == 0, done.stderr


def test_an_old_console_shows_a_plain_mark_for_one_it_lacks() -> None:
    code = (
        "import sys; from pipeline.cli.console import listen_to_the_system as listen; listen();"
        "sys.stdout.write('‘één’ – 3 × … ≥ ☂')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "cp850"},
        check=True,
    )
    assert done.stdout.decode("cp850") == "'één' - 3 × ... >= ?"


def test_a_file_is_found_by_the_path_that_windows_writes(tmp_path: Path) -> None:
    (tmp_path / "ronde").mkdir()
    (tmp_path / "ronde" / "a.csv").write_text("rol;reactie\nouder;Te lang gewacht\n")
    corpus_of(tmp_path, "ronde\\\\a.csv")
    (tmp_path / "corpus.toml").write_text(
        '[corpus]\nname = "x"\n' + (tmp_path / "corpus.toml").read_text()
    )
    checked = check_corpus(tmp_path)
    assert checked.problems == ()
    assert [one.what for one in checked.files] == ["survey"]


def test_what_excel_has_open_is_told_with_the_name_of_that_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, in_english: None
) -> None:
    def held(_new: Path, _target: Path) -> None:
        raise PermissionError(13, "Access is denied")

    monkeypatch.setattr(Path, "replace", held)
    monkeypatch.setattr("pipeline.core.drafts._WAIT", 0)
    with pytest.raises(DataProblem) as told:
        atomic_write_bytes(tmp_path / "werkboek.xlsx", b"new")
    assert told.value.where == str(tmp_path / "werkboek.xlsx")
    assert "another program has it open" in told.value.found
    assert list(tmp_path.iterdir()) == []


def test_what_a_scanner_looks_at_for_a_moment_is_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusals = [PermissionError(13, "Access is denied")] * 2
    plain = Path.replace

    def slow(new: Path, target: Path) -> Path:
        if refusals:
            raise refusals.pop()
        return plain(new, target)

    monkeypatch.setattr(Path, "replace", slow)
    monkeypatch.setattr("pipeline.core.drafts._WAIT", 0)
    atomic_write_bytes(tmp_path / "a.csv", b"new")
    assert (tmp_path / "a.csv").read_bytes() == b"new"


def test_a_folder_with_a_name_too_long_for_windows_is_told_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, in_english: None
) -> None:
    monkeypatch.setattr("pipeline.core.drafts.ON_WINDOWS", True)
    monkeypatch.setattr("pipeline.core.drafts._LONGEST", len(str(tmp_path)))
    with pytest.raises(DataProblem, match="too long for Windows"):
        try_writing(tmp_path / "verslag")


def test_a_file_that_onedrive_did_not_fetch_is_told_with_what_to_choose(in_english: None) -> None:
    fault = OSError(22, "The cloud file provider is not running")
    fault.winerror = 362  # type: ignore[attr-defined]
    assert "OneDrive" in vanished("enquete.xlsx", fault).mend


def test_a_name_in_other_capitals_is_the_file_as_the_folder_lists_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "Enquête[1].csv").write_text("rol;reactie\nouder;Te lang gewacht\n", "utf-8")
    corpus_of(tmp_path, "enquête[1].csv")
    plain = Path.is_file
    monkeypatch.setattr(
        Path,
        "is_file",
        lambda path: plain(path) or plain(path.with_name(path.name.replace("enq", "Enq"))),
    )
    text = (tmp_path / "corpus.toml").read_text("utf-8")
    (tmp_path / "corpus.toml").write_text('[corpus]\nname = "x"\n' + text, "utf-8")
    checked = check_corpus(tmp_path)
    assert checked.problems == ()
    assert [one.what for one in checked.files] == ["survey"]


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252", "utf-8-sig"])
def test_a_corpus_toml_as_notepad_or_powershell_saves_it_is_read(
    encoding: str, tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_text("rol;reactie\nouder;Te lang gewacht\n", "utf-8")
    corpus_of(tmp_path, "a.csv")
    text = '[corpus]\nname = "x"\ntitle = "Één plan"\n' + (tmp_path / "corpus.toml").read_text()
    (tmp_path / "corpus.toml").write_bytes(text.replace("\n", "\r\n").encode(encoding))
    assert read_corpus(tmp_path).title == "Één plan"


def test_a_proposal_that_is_sent_to_a_file_is_utf_8_whatever_the_console(tmp_path: Path) -> None:
    (tmp_path / "Enquête één.csv").write_text("rol;reactie\nouder;Te lang\nouder;Veel\n", "utf-8")
    done = subprocess.run(
        [sys.executable, "cli.py", "init", str(tmp_path), "--print"],
        cwd=ROOT,
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "cp850"},
        check=True,
    )
    assert "Enquête één.csv" in done.stdout.decode("utf-8")


def test_the_double_click_of_windows_takes_a_whole_drive_too() -> None:
    lines = (ROOT / "gehoord.cmd").read_text("utf-8").splitlines()
    started = lines.index('gehoord.exe start "%MAP%"')
    assert lines[started - 1] == r'if "%MAP:~-1%"=="\" set "MAP=%MAP%."'  # "D:\" ate the quote


def test_a_double_click_calls_the_program_and_never_itself() -> None:
    # cmd.exe looks in the folder it stands in first: a bare "gehoord" there is gehoord.cmd again
    lines = (ROOT / "gehoord.cmd").read_text("utf-8").splitlines()
    commands = [line for line in lines if not line.lstrip().startswith(("rem ", "echo "))]
    called = [line for line in commands if re.search(r"\bgehoord\b(?!-env)", line)]
    assert len(called) == 2
    assert all(re.search(r"\bgehoord\.exe\b", line) for line in called)


def test_a_file_that_excel_keeps_for_itself_is_said_to_be_open_and_not_forbidden(
    in_english: None,
) -> None:
    held = PermissionError(13, "The process cannot access the file")
    held.winerror = 32  # type: ignore[attr-defined,unused-ignore]
    told = vanished("reacties.csv", held)
    assert "another program has it open" in told.found
    assert "close it in other programs" in told.mend


def test_a_file_below_folders_too_deep_for_windows_is_told_and_not_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, in_english: None
) -> None:
    monkeypatch.setattr(look, "ON_WINDOWS", True)
    monkeypatch.setattr(look, "LONGEST_PATH", len(str(tmp_path)) + 20)
    (tmp_path / "een lange naam voor een bestand.csv").write_text("rol;reactie\n", "utf-8")
    (file,) = look.files_in(tmp_path)
    with pytest.raises(DataProblem, match="too long for Windows") as told:
        look.look_at(tmp_path, file)
    assert "nearer to the root" in told.value.mend


def test_a_path_that_cannot_be_followed_is_held_against_its_folder_as_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_long(_path: Path, strict: bool = False) -> Path:
        raise OSError(22, "More data is available")

    monkeypatch.setattr(Path, "resolve", too_long)
    assert inside(tmp_path, tmp_path / "map" / "reacties.csv")
    assert not inside(tmp_path / "map", tmp_path / "reacties.csv")


def test_windows_does_not_tell_a_held_file_from_a_forbidden_one_so_both_are_said(
    monkeypatch: pytest.MonkeyPatch, in_english: None
) -> None:
    monkeypatch.setattr("pipeline.core.errors.ON_WINDOWS", True)
    told = vanished("reacties.csv", PermissionError(13, "Permission denied")).found
    assert "another program has it open, or you have no right" in told
