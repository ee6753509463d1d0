"""What a statement voices: a concern, praise, or no more than a remark."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from pipeline.core.settings import ThemeSettings
from pipeline.encoders import heads, reader
from pipeline.encoders.heads import MATTER, Head
from pipeline.runs import classify

SAID = {"s2": "Prachtig, ga zo door.", "s1": "Veel succes ermee.", "s3": "De bus komt niet."}
AXES = {"concern": 0, "praise": 1, "remark": 2}


@pytest.fixture
def statements() -> Any:
    """Each vector points at one class; the order of the vectors is not that of the table."""
    ids = ("s3", "s1", "s2")
    vectors = 4.0 * np.eye(3, dtype=np.float32)[[AXES["concern"], AXES["remark"], AXES["praise"]]]
    frame = pd.DataFrame({"statement_id": list(SAID), "clean_text": list(SAID.values())})
    return SimpleNamespace(
        texts=SimpleNamespace(ids=ids),
        alone=SimpleNamespace(statement_ids=ids, vectors=vectors),
        prepared=SimpleNamespace(statements=frame),
    )


@pytest.fixture
def head(monkeypatch: pytest.MonkeyPatch) -> None:
    known = Head(tuple(AXES), 2.0 * np.eye(3), np.zeros(3))
    monkeypatch.setattr(heads, "load_heads", lambda: {MATTER: known})


@pytest.mark.usefixtures("head")
def test_each_is_told_in_the_order_of_the_table_with_how_surely(statements: Any) -> None:
    encoder: Any = SimpleNamespace(name=reader.NAME)
    found = classify.matters_of(statements, encoder, ThemeSettings())
    assert found is not None
    assert [matter for matter, _surely in found] == ["praise", "remark", "concern"]
    assert all(surely > 0.9 for _matter, surely in found)


@pytest.mark.usefixtures("head")
def test_in_doubt_it_is_a_concern(statements: Any) -> None:
    statements.alone.vectors[:] = 0.1  # no class stands out
    encoder: Any = SimpleNamespace(name=reader.NAME)
    found = classify.matters_of(statements, encoder, ThemeSettings())
    assert found is not None and {matter for matter, _surely in found} == {"concern"}


@pytest.mark.usefixtures("head")
def test_without_a_head_for_the_encoder_nothing_is_known(statements: Any) -> None:
    other: Any = SimpleNamespace(name="another")
    assert classify.matters_of(statements, other, ThemeSettings()) is None
