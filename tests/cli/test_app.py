"""The command line: help for all of it, in the language chosen; an exit code means one thing."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cli import main
from pipeline.cli import console
from pipeline.core.locale import use_language
from tests.cli.command_tree import Said, groups, leaves, tree
from tests.conftest import ROOT

HEAVY = (
    "torch",
    "spacy",
    "pandas",
    "numpy",
    "scipy",
    "sklearn",
    "rich",
    "bertopic",
    "umap",
    "vl_convert",
    "onnxruntime",
)
CLICK_ENGLISH = re.compile(r"Usage:|Options|Commands:|Show this|required\]|\[default|ARGS|<path>")


Run = Callable[..., Said]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Iterator[Run]:
    """Run `gehoord` with these arguments, in this process."""

    def gehoord(*arguments: object) -> Said:
        with pytest.raises(SystemExit) as left:
            main([str(one) for one in arguments])
        out, err = capsys.readouterr()
        return Said(int(left.value.code or 0), out, err)

    use_language("nl")
    yield gehoord
    use_language("nl")
    console.be_quiet(False)
    console.be_verbose(False)


def in_a_process(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `gehoord` as a user does: descriptions of options are translated when imported."""
    command = [sys.executable, str(ROOT / "cli.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


def test_every_command_and_every_parameter_has_help() -> None:
    bare = []
    found = [*leaves(), *groups()]
    for path, command in found:
        if not command.help:
            bare.append(" ".join(path))
        bare += [
            f"{' '.join(path)}: {one.name}"
            for one in command.params
            if not (one.help or "").strip()
        ]
    assert len(found) > 30 and bare == []


def test_help_of_every_command_speaks_dutch_throughout(run: Run) -> None:
    wrong = []
    for path, _command in [*leaves(), *groups(), ((), None)]:
        said = run(*path, "--help")
        wrong += [(path, found[0]) for found in [CLICK_ENGLISH.search(said.out)] if found]
        assert said.code == 0 and said.out.startswith("Gebruik: gehoord"), path
    assert wrong == []


def test_lang_en_speaks_english_wherever_it_stands() -> None:
    for arguments in (("--lang", "en", "show", "--help"), ("show", "--help", "--lang=en")):
        said = in_a_process(*arguments).stdout
        assert said.startswith("Usage: gehoord show [OPTIONS] RUN [CODE]\n"), arguments
        assert "Show this text and stop." in said and "Folder of a run" in said


def test_help_shows_the_commands_of_a_first_report_in_order(run: Run) -> None:
    said = run("--help").out
    steps = [line.split()[1] for line in said.splitlines() if line.startswith("    gehoord ")]
    assert steps == ["init", "plan", "check", "analyse", "open", "review"]


def test_help_lists_every_command_with_a_whole_sentence(run: Run) -> None:
    said = run("--help").out
    for name in tree().commands:
        assert re.search(rf"^  {name} +\S", said, re.MULTILINE), name
    assert "..." not in said.partition("Opdrachten:")[2]


def test_no_help_imports_another_room_or_a_heavy_library() -> None:
    """Of every command and group; what a command needs is imported when it runs."""
    named = [list(path) for path, _command in (*leaves(), *groups(), ((), None))]
    code = (
        "import contextlib, sys; from cli import main\n"
        f"for names in {named!r}:\n"
        "    with contextlib.suppress(SystemExit): main([*names, '--help'])\n"
        "print(*sorted(sys.modules))"
    )
    command = [sys.executable, "-c", code]
    said = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)
    loaded = said.stdout.splitlines()[-1].split()
    assert "pipeline.cli.app" in loaded and len(named) > 50
    assert sorted(set(HEAVY) & set(loaded)) == []
    rooms = {module.split(".")[1] for module in loaded if module.startswith("pipeline.")}
    assert rooms == {"cli", "core"}


def test_what_is_declared_only_is_imported_wholly_when_it_runs() -> None:
    code = (
        "import sys; from pipeline.cli.app import build\n"
        "build().commands['compare']\n"
        "assert 'pipeline.cli.compare' not in sys.modules\n"
        "from pipeline.cli import compare\n"
        "print(compare.load_run.__module__)"
    )
    command = [sys.executable, "-c", code]
    said = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)
    assert said.stdout.split() == ["pipeline.runs.folder"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("analys", "de opdracht 'analys' bestaat niet; bedoelde u 'analyse'?"),
        ("qqqq", "de opdracht 'qqqq' bestaat niet"),
        ("plan reed", "de opdracht 'reed' bestaat niet; bedoelde u 'read'?"),
        ("show", "RUN ontbreekt"),
        ("codebook import x.csv", "optie --id ontbreekt"),
        ("analyse x --sed 3", "de optie --sed bestaat niet; bedoelde u '--seed'?"),
        ("analyse x -z", "de optie -z bestaat niet"),
        ("analyse x --seed a", "--seed: verwacht een geheel getal"),
        ("analyse x --themes 0", "--themes: verwacht 1 of meer"),
        ("analyse x --seed", "bij optie --seed hoort een waarde"),
        ("analyse x --update=3", "bij optie --update hoort geen waarde"),
        (
            "show een twee drie",
            "er is meer opgegeven dan deze opdracht kan gebruiken: drie; een naam met spaties "
            "staat tussen aanhalingstekens",
        ),
    ],
)
def test_wrong_usage_is_named_with_what_was_meant_and_exits_2(
    run: Run, given: str, said: str
) -> None:
    found = run(*given.split())
    assert found.code == 2 and found.out == ""
    assert found.err.splitlines()[0] == f"Verkeerd gebruik: {said}"


@pytest.mark.parametrize("given", ["analyse x --update=3", "analyse x --seed", "show a b c"])
def test_every_wrong_usage_of_a_command_shows_how_it_is_used(run: Run, given: str) -> None:
    command = given.split()[0]
    assert run(*given.split()).err.splitlines()[1].startswith(f"Gebruik: gehoord {command} ")


def test_wrong_usage_says_where_help_is(run: Run) -> None:
    assert run("plan", "reed").err.splitlines()[1:] == [
        "Gebruik: gehoord plan [OPTIES] OPDRACHT ...",
        "Hulp: gehoord plan --help",
    ]


def test_a_group_without_a_command_shows_its_help_and_exits_2(run: Run) -> None:
    found = run("plan")
    assert found.code == 2 and "Opdrachten:" in found.err


def test_an_unknown_language_is_wrong_usage(run: Run) -> None:
    found = run("--lang", "xx", "--help")
    assert found.code == 2 and "'xx' is geen taal" in found.err


def test_data_to_mend_exits_1_with_place_and_mend(run: Run, tmp_path: Path) -> None:
    found = run("check", tmp_path / "nergens")
    assert found.code == 1 and found.out == ""
    assert str(tmp_path / "nergens") in found.err and "herstel:" in found.err


def test_a_command_that_is_done_exits_0(run: Run) -> None:
    assert run("settings", "clean").code == 0


def codebook(folder: Path) -> tuple[Path, Path]:
    file = folder / "codes.csv"
    file.write_text("id;title\nA;Eerste\nB;Tweede\n", encoding="utf-8")
    return file, folder / "plan.toml"


def test_quiet_keeps_remarks_back_but_not_results(run: Run, tmp_path: Path) -> None:
    file, plan = codebook(tmp_path)
    asked = ("codebook", "import", file, "--id", "eigen", "--into", plan)
    said = run(*asked)
    plan.unlink()
    quiet = run(*asked, "--quiet")
    assert said.code == quiet.code == 0
    assert said.err and not quiet.err
    assert said.out == quiet.out == f"{plan}\n"


def test_verbose_says_what_every_stage_costs_and_the_run_keeps_it(
    run: Run, tmp_path: Path, voorbeeld: Path
) -> None:
    wanted = ("analyse", voorbeeld, "--encoder", "fast", "--round", "1", "--out", tmp_path / "run")
    said = run("--verbose", "--lang", "en", *wanted)
    passes = json.loads((tmp_path / "run" / "run.json").read_text("utf-8"))["record"]["stages"]
    assert said.code == 0
    assert passes[0]["stage"] == "Reading" and passes[-1]["stage"] == "Writing the report"
    assert sum(use["stage"] == "Reading meaning" for use in passes) == 1
    for use in passes:
        assert set(use) == {"stage", "wall", "cpu", "peak_mb"}
        assert f"{use['stage']}: {use['wall']:.1f} s by the clock" in said.err
    console.be_verbose(False)
    assert " s by the clock" not in run("check", voorbeeld).err


def test_quiet_keeps_no_fault_back(run: Run, tmp_path: Path) -> None:
    assert "herstel:" in run("--quiet", "check", tmp_path / "nergens").err


@pytest.mark.parametrize(
    "given", ["settings --json", "models list --json", "plan check {plan} --json"]
)
def test_json_is_the_only_thing_on_stdout_and_whole(run: Run, given: str, voorbeeld: Path) -> None:
    found = run(*given.format(plan=voorbeeld / "plan.toml").split())
    assert found.code == 0
    assert isinstance(json.loads(found.out), dict | list)


def test_every_json_option_is_a_switch_with_one_meaning() -> None:
    odd = [
        path
        for path, command in leaves()
        for one in command.params
        if "--json" in one.opts and (not one.is_flag or one.secondary_opts)
    ]
    assert odd == []
