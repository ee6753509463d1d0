"""What a command asks for is looked for before the corpus is read, which takes longer."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.core.errors import DataProblem
from pipeline.runs.load_models import UsedModel
from pipeline.runs.state import Unfollowed
from pipeline.runs.whole_run import Scope, run_corpus


@pytest.mark.parametrize(
    ("scope", "named"),
    [
        (Scope(model=UsedModel("niemand")), "niemand"),
        (Scope(since=Path("nergens")), "nergens"),
    ],
)
def test_a_model_or_run_that_is_not_there_is_told_before_anything_is_read(
    scope: Scope, named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(_folder: Path) -> None:
        raise AssertionError("read first")

    monkeypatch.setattr("pipeline.runs.whole_run.read_corpus", never)
    monkeypatch.setenv("GEHOORD_MODELS", str(tmp_path))
    with pytest.raises(DataProblem, match=named):
        run_corpus(tmp_path, {}, Unfollowed(), scope)
