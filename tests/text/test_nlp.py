"""The Dutch pipeline: what it gives, which one runs, and that nobody has touched it."""

from __future__ import annotations

import importlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.core.errors import DataProblem
from pipeline.core.tokens import is_stopword
from pipeline.evaluation.nlp import score_treebank
from pipeline.text import nlp
from pipeline.text.nlp import EMBEDDED_FOLDER, SpacyPipeline, load_pipeline
from pipeline.text.treebank import parse_conllu
from tests.cli.command_tree import invoke
from tests.conftest import CASES

TEXT = (
    "De wachtlijsten voor jeugdhulp zijn veel te lang. Passend onderwijs vraagt om kleine klassen."
)


_WITHOUT_TORCH = """
import sys
from pipeline.text.nlp import load_pipeline
dutch = load_pipeline("embedded")
words = dutch.analyse_texts(["Kleine klassen graag"])[0]
from thinc.compat import has_torch
print(len(words), has_torch, "torch" in sys.modules)
"""


@pytest.fixture(scope="module")
def embedded() -> SpacyPipeline:
    return load_pipeline("embedded")


def test_tokens_are_the_words_of_the_text(embedded: SpacyPipeline) -> None:
    (tokens,) = embedded.analyse_texts([TEXT])
    assert all(TEXT[token.start : token.end] == token.text for token in tokens)
    assert [TEXT[start:end] for start, end in tokens.sentences] == TEXT.replace(". ", ".|").split(
        "|"
    )


def test_lemmas_are_what_a_reader_expects(embedded: SpacyPipeline) -> None:
    (tokens,) = embedded.analyse_texts([TEXT])
    subjects = [token.lemma for token in tokens if token.pos in ("NOUN", "ADJ")]
    assert [lemma for lemma in subjects if not is_stopword(lemma)] == [
        "wachtlijst", "jeugdhulp", "lang", "passend", "onderwijs", "klein", "klas"
    ]  # fmt: skip


def test_the_school_worlds_short_words_are_nouns(embedded: SpacyPipeline) -> None:
    (tokens,) = embedded.analyse_texts(["De ib'er wacht op de TLV van het swv."])
    tags = {token.lemma.lower(): token.pos for token in tokens}
    assert {tags["ib'er"], tags["tlv"], tags["swv"]} == {"NOUN"}


def test_an_empty_text_has_no_tokens(embedded: SpacyPipeline) -> None:
    assert [len(tokens) for tokens in embedded.analyse_texts(["", "  ", "ja"])] == [0, 0, 1]


def test_a_text_comes_out_the_same_beside_any_other(embedded: SpacyPipeline) -> None:
    texts = [json.loads(x)["text"] for x in (CASES / "segments.jsonl").open(encoding="utf-8")][:60]
    together = embedded.analyse_texts(texts)
    assert [embedded.analyse_texts([text])[0] for text in texts] == together


def test_it_says_which_pipeline_ran(embedded: SpacyPipeline) -> None:
    card = json.loads((EMBEDDED_FOLDER / "card.json").read_text("utf-8"))
    assert (embedded.name, embedded.version) == ("embedded", card["version"])
    assert len(embedded.revision) == 12


def test_the_card_says_what_was_learnt(embedded: SpacyPipeline) -> None:
    assert embedded.revision == nlp.revision_of(embedded.spacy)


def test_it_is_loaded_at_the_first_text_and_not_before(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(_source: str) -> None:
        raise RuntimeError("loaded")

    nlp._load.cache_clear()
    monkeypatch.setattr(nlp, "_spacy_load", load)
    unread = load_pipeline("embedded")
    assert unread.name == "embedded" and unread.revision and unread.tables
    assert unread.analyse_texts([]) == []
    with pytest.raises(RuntimeError, match="loaded"):
        unread.analyse_texts(["Ja."])


def test_reading_dutch_needs_no_torch_and_leaves_it_to_who_does() -> None:
    told = subprocess.run(
        (sys.executable, "-c", _WITHOUT_TORCH), capture_output=True, text=True, check=True
    )
    assert told.stdout.split() == ["3", "False", "False"]


def test_the_model_is_what_its_card_says(tmp_path: Path) -> None:
    copy = tmp_path / "nl"
    shutil.copytree(EMBEDDED_FOLDER, copy)
    nlp.verify_files(copy)
    altered = copy / "morphologizer" / "model"
    altered.write_bytes(altered.read_bytes()[:-1] + b"\x00")
    with pytest.raises(DataProblem, match="morphologizer/model"):
        nlp.verify_files(copy)


def test_every_file_that_is_loaded_is_on_the_card() -> None:
    card = json.loads((EMBEDDED_FOLDER / "card.json").read_text("utf-8"))
    apart = {"card.json", "card.md", "LICENSE", ".gitattributes"}
    present = {
        path.relative_to(EMBEDDED_FOLDER).as_posix()
        for path in EMBEDDED_FOLDER.rglob("*")
        if path.is_file() and path.relative_to(EMBEDDED_FOLDER).parts[0] not in {"train", *apart}
    }
    assert present == set(card["files"])


def test_the_model_carries_its_licence() -> None:
    licence = (EMBEDDED_FOLDER / "LICENSE").read_text("utf-8")
    assert all(name in licence for name in ("CC BY-SA 4.0", "UD_Dutch-Alpino", "LassySmall", "MIT"))


@pytest.mark.parametrize("name", ["nl_core_news_md", "geen-map"])
def test_an_absent_pipeline_is_a_fault_with_a_mend(name: str) -> None:
    if name == "nl_core_news_md" and nlp.installed_pipeline() == name:
        pytest.skip("nl_core_news_md is installed here")
    with pytest.raises(DataProblem) as fault:
        load_pipeline(name)
    assert "embedded" in fault.value.mend


def test_the_published_pipeline_is_taken_when_it_is_asked_for_and_never_silently(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stand-in package: a small pipeline that knows one noun and one person."""
    import spacy

    package = tmp_path / "nl_core_news_md"
    package.mkdir()
    small = spacy.blank("nl", meta={"name": "core_news_md", "version": "3.8.0"})
    small.add_pipe("sentencizer")
    rules = small.add_pipe("attribute_ruler")
    rules.add([[{"LOWER": "wachtlijsten"}]], {"POS": "NOUN"})  # type: ignore[attr-defined]
    people = small.add_pipe("entity_ruler")
    people.add_patterns([{"label": "PERSON", "pattern": "Samira"}])  # type: ignore[attr-defined]
    small.to_disk(package / "data")
    (package / "__init__.py").write_text(
        "from pathlib import Path\nfrom spacy.util import load_model_from_path\n"
        "def load(**options):\n"
        "    return load_model_from_path(Path(__file__).parent / 'data', **options)\n",
        "utf-8",
    )
    about = tmp_path / "nl_core_news_md-3.8.0.dist-info"
    about.mkdir()
    text = "Metadata-Version: 2.1\nName: nl_core_news_md\nVersion: 3.8.0\n"
    (about / "METADATA").write_text(text, "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    nlp._load.cache_clear()
    taken, usual = load_pipeline("auto"), load_pipeline()
    nlp._load.cache_clear()
    sys.modules.pop("nl_core_news_md", None)
    (tokens,) = taken.analyse_texts(["Wachtlijsten, zei Samira."])
    assert usual.name == "embedded"
    assert (taken.name, taken.version) == ("nl_core_news_md", "3.8.0")
    assert tokens.tokens[0].lemma == "wachtlijst"  # our tables, after its own components
    assert tokens.persons == ((18, 24),)


@pytest.mark.parametrize("fault", [SystemExit(1), ConnectionError("no route")])
def test_fetching_without_network_is_a_fault_of_three_lines(
    fault: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_name: str) -> None:
        raise fault

    monkeypatch.setattr(importlib.import_module("spacy.cli.download"), "download", refuse)
    with pytest.raises(DataProblem) as told:
        nlp.fetch_nl()
    assert all((told.value.found, told.value.expected, told.value.mend))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["alpino-test", "lassysmall-test"])
def test_scores_on_the_treebanks_hold(embedded: SpacyPipeline, shared_dir: Path, name: str) -> None:
    file = shared_dir / "data" / "ud" / f"{name}.conllu"
    scores = score_treebank(embedded, parse_conllu(file.read_text("utf-8")))
    assert scores["upos"] >= 0.94 and scores["lemma"] >= 0.98  # type: ignore[operator]


def test_evaluate_nlp_prints_figures_as_json(tmp_path: Path) -> None:
    words = [("De", "de", "DET"), ("klas", "klas", "NOUN"), ("is", "zijn", "AUX")]
    lines = [
        f"{i}\t{f}\t{lem}\t{pos}\t_\t_\t0\t_\t_\t_" for i, (f, lem, pos) in enumerate(words, 1)
    ]
    file = tmp_path / "klein.conllu"
    file.write_text("\n".join(lines) + "\n", "utf-8")
    done = invoke("evaluate", "nlp", file, "--json")
    assert done.code == 0, done.err
    scores = json.loads(done.out)
    assert (scores["words"], scores["upos"], scores["lemma"]) == (3, 1.0, 1.0)
    assert scores["pipeline"] in ("embedded", "nl_core_news_md")


def test_evaluate_segments_prints_figures_as_json() -> None:
    file = CASES / "segments.jsonl"
    done = invoke("evaluate", "segments", file, "--split", "test", "--json")
    scores = json.loads(done.out)
    assert {"precision", "recall", "f1", "exact", "n"} <= set(scores)
    assert scores["n"] >= 60


@pytest.mark.parametrize(
    ("command", "content", "place"),
    [
        ("segments", '{"text": "a", "boundaries": []}\n{"text": 1}\n', "zinnen.jsonl, regel 2"),
        ("segments", "", "zinnen.jsonl"),
        ("nlp", "1\tkapot\n", "line 1"),
    ],
)
def test_a_faulty_set_is_named_by_file_and_line(
    tmp_path: Path, command: str, content: str, place: str
) -> None:
    file = tmp_path / "zinnen.jsonl"
    file.write_text(content, "utf-8")
    done = invoke("evaluate", command, file)
    assert done.code == 1
    assert place in done.err


def test_a_long_text_is_read_in_pieces_and_its_words_keep_their_places(
    embedded: SpacyPipeline,
) -> None:
    """Read at once, a paragraph of a million characters held 2.5 GB, or was refused."""
    text = "De wachtlijst is te lang. Wij wachten maanden op een besluit. " * 2000
    (tokens,) = embedded.analyse_texts([text])
    assert all(text[token.start : token.end] == token.text for token in tokens)
    assert len(tokens.sentences) == 4000
    few = embedded.analyse_texts([text[:124]])[0]
    assert tokens.tokens[: len(few)] == few.tokens


def test_no_batch_holds_more_than_the_network_bears() -> None:
    texts = ["kort"] * 600 + ["x" * 30_000] * 3
    batches = list(nlp._batches(texts))
    assert [text for batch in batches for text in batch] == texts
    assert [len(batch) for batch in batches] == [256, 256, 89, 1, 1]
