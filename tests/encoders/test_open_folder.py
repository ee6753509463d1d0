"""Our reader as a folder of sentence-transformers: the same tokens, and nearly the same vectors."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load

from pipeline.core.errors import DataProblem, MissingExtra
from pipeline.encoders import reader
from pipeline.encoders.encoder import HubEncoder, load_encoder
from pipeline.encoders.open_folder import turn_in, write_folder
from pipeline.encoders.runtime import PROMPT, Runtime
from tests.shell import Shell

TEXTS = (
    "De taxi kwam deze week twee keer niet opdagen.",
    "½ uur wachten,\tdubbele   spaties… “ja” en één ﬁets\n",
    "e\u0301e\u0301n loket",
    "çok güzel, Дякую, شكرا",
    "Wij wachten al maanden op een besluit over de aanvraag, en niemand belt ons terug.",
    "x",
    "",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("onnx")
    return write_folder(tmp_path_factory.mktemp("lezer"))


def test_its_tokenizer_cuts_a_text_as_ours_does(folder: Path) -> None:
    from tokenizers import Tokenizer

    ours = Runtime(reader.folder() / reader.MODEL, reader.folder() / reader.TOKENS)
    theirs = Tokenizer.from_file(str(folder / "tokenizer.json"))
    cut = [encoding.ids for encoding in theirs.encode_batch([PROMPT + text for text in TEXTS])]
    assert cut == ours.token_ids(TEXTS)
    assert len(theirs.encode("woord " * 600).ids) == 512


@pytest.mark.slow
def test_as_an_encoder_it_says_what_accurate_says(folder: Path) -> None:
    opened, ours = load_encoder(str(folder)), load_encoder("accurate")
    assert isinstance(opened, HubEncoder)
    assert opened.prompt is None  # it has its own
    like = (opened.encode(TEXTS) * ours.encode(TEXTS)).sum(axis=1)
    assert like[:-1].min() > 0.99 and like[-1] > 0.98, like  # the last says nothing
    assert np.argsort(opened.encode(TEXTS) @ ours.encode(TEXTS).T, axis=1)[:, -1].tolist() == list(
        range(len(TEXTS))
    )


def test_the_turn_stands_beside_the_model_and_not_in_it(folder: Path) -> None:
    turn = turn_in(folder)
    assert turn is not None
    assert np.array_equal(turn, np.load(reader.folder() / reader.TURN, allow_pickle=False))
    dense = load((folder / "2_Dense" / "model.safetensors").read_bytes())["linear.weight"]
    assert np.array_equal(dense, np.eye(reader.DIM, dtype=np.float32))


def test_a_damaged_turn_is_a_fault_with_a_mend(tmp_path: Path) -> None:
    assert turn_in(tmp_path) is None
    (tmp_path / "turn.safetensors").write_bytes(b"geen matrix")
    with pytest.raises(DataProblem, match=r"turn\.safetensors"):
        turn_in(tmp_path)


def test_the_command_refuses_a_folder_that_holds_something(gehoord: Shell, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("mine", "utf-8")
    assert "already holds files" in gehoord("models", "encoder", str(tmp_path), code=1)
    assert [path.name for path in tmp_path.iterdir()] == ["note.txt"]


def test_without_onnx_it_is_said_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "onnx", None)
    with pytest.raises(MissingExtra, match=r"gehoord\[train\]"):
        write_folder(tmp_path / "lezer")
    assert not (tmp_path / "lezer").exists()
