"""multilingual-e5-small as a torch network with the vocabulary we keep."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from models.reader.vocabulary import Vocabulary
from pipeline.encoders.e5_file import E5File
from pipeline.encoders.runtime import PROMPT, character_table, prepared, unigram_tokenizer

MAX_TOKENS = 64  # in training; most statements have 10-40
_LINEAR = {
    "q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value",
    "ao": "attention.output.dense", "fi": "intermediate.dense", "fo": "output.dense",
}  # fmt: skip
_NORM = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}


@dataclass(eq=False)
class Network:
    """The network with its tokenizer: texts in, unit vectors out."""

    bert: Any
    tokenizer: Any
    table: dict[int, str]

    def ids(self, texts: Sequence[str]) -> list[list[int]]:
        """Token ids of each text, prompt included."""
        lines = [prepared(PROMPT + text, self.table) for text in texts]
        return [encoding.ids[:MAX_TOKENS] for encoding in self.tokenizer.encode_batch(lines)]

    def vectors(self, texts: Sequence[str], parts: int = 3) -> torch.Tensor:
        """(n, 384), rows of length 1, with gradients.

        Args: parts: the texts are run in so many groups of like length, for less padding.
        """
        ids = self.ids(texts)
        lengths = [len(encoding) for encoding in ids]
        return by_length(lengths, parts, lambda rows: self._means([ids[row] for row in rows]))

    def _means(self, encodings: Sequence[Sequence[int]]) -> torch.Tensor:
        ids, mask = padded(encodings)
        return masked_mean(self.bert(input_ids=ids, attention_mask=mask)[0], mask)

    def encode(self, texts: Sequence[str], batch: int = 32) -> NDArray[np.float32]:
        """(n, 384) float32 without gradients, the longest texts together."""
        self.bert.eval()
        out = np.zeros((len(texts), self.bert.config.hidden_size), np.float32)
        order = sorted(range(len(texts)), key=lambda row: -len(texts[row]))
        with torch.inference_mode():
            for start in range(0, len(order), batch):
                rows = order[start : start + batch]
                out[rows] = self.vectors([texts[row] for row in rows]).numpy()
        return out


def by_length(
    lengths: Sequence[int], parts: int, means: Callable[[list[int]], torch.Tensor]
) -> torch.Tensor:
    """(n, d), rows of length 1, of texts run in so many groups of like length: less padding.

    Args: means: the rows of one group -> (k, d).
    """
    order = sorted(range(len(lengths)), key=lambda row: lengths[row])
    size = -(-len(order) // parts)
    groups = [order[start : start + size] for start in range(0, len(order), size)]
    back = torch.tensor(order).argsort()
    return torch.nn.functional.normalize(torch.cat([means(group) for group in groups])[back], dim=1)


def masked_mean(hidden: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """(n, d) mean over the tokens that a text has, of (n, tokens, d) and (n, tokens)."""
    return (hidden * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)


def padded(encodings: Sequence[Sequence[int]]) -> tuple[torch.Tensor, torch.Tensor]:
    """(n, longest) token ids, padded, and the mask: 1 where a token stands."""
    longest = max(len(ids) for ids in encodings)
    ids = torch.ones((len(encodings), longest), dtype=torch.long)  # 1 is <pad>
    mask = torch.zeros((len(encodings), longest), dtype=torch.long)
    for row, token_ids in enumerate(encodings):
        ids[row, : len(token_ids)] = torch.tensor(token_ids)
        mask[row, : len(token_ids)] = 1
    return ids, mask


def network_of(source: E5File, vocabulary: Vocabulary) -> Network:
    """The network as it comes, with only the kept rows of the word table."""
    from transformers import BertConfig, BertModel

    shape = source.shape
    nibbles, scales = source.nibbles("emb.word", shape.vocabulary)
    rows = np.array(vocabulary.rows)
    words = ((nibbles[rows].astype(np.float32) - 8) * scales[rows][..., None]).reshape(
        len(rows), -1
    )
    positions = source.floats("emb.pos").reshape(-1, shape.hidden)
    types = source.floats("emb.type").reshape(-1, shape.hidden)
    config = BertConfig(
        vocab_size=len(rows), hidden_size=shape.hidden, num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads, intermediate_size=shape.feed_forward,
        max_position_embeddings=len(positions), type_vocab_size=len(types),
        layer_norm_eps=shape.epsilon, pad_token_id=1,
    )  # fmt: skip
    state = {
        "embeddings.word_embeddings.weight": words,
        "embeddings.position_embeddings.weight": positions,
        "embeddings.token_type_embeddings.weight": types,
        "embeddings.LayerNorm.weight": source.floats("emb.ln.w"),
        "embeddings.LayerNorm.bias": source.floats("emb.ln.b"),
    }
    for layer in range(shape.layers):
        for short, name in _LINEAR.items():
            rows_out = shape.feed_forward if short == "fi" else shape.hidden
            place = f"encoder.layer.{layer}.{name}"
            state[f"{place}.weight"] = source.weights(f"l{layer}.{short}.w", rows_out)
            state[f"{place}.bias"] = source.floats(f"l{layer}.{short}.b")
        for short, name in _NORM.items():
            place = f"encoder.layer.{layer}.{name}"
            state[f"{place}.weight"] = source.floats(f"l{layer}.{short}.w")
            state[f"{place}.bias"] = source.floats(f"l{layer}.{short}.b")
    bert = BertModel(config, add_pooling_layer=False)
    tensors = {name: torch.from_numpy(np.array(values)) for name, values in state.items()}
    bert.load_state_dict(tensors, strict=True)
    tokenizer = unigram_tokenizer(
        {"pieces": vocabulary.pieces, "scores": vocabulary.scores, "unk": shape.unk,
         "bos": shape.bos, "eos": shape.eos}
    )  # fmt: skip
    return Network(bert.eval(), tokenizer, character_table(source.tokens.normalised))
